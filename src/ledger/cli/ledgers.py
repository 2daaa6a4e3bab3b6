"""``ledger ledgers``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE
from ledger.cli.session import display_prefix, find_root, open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    repeated: Annotated[bool, typer.Option("--repeated", help=words()("option.repeated"))] = False,
    as_of: o.AsOf = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Rank the ledgers that are read together, or list the problems that are in more than one."""
    import os

    from ledger.cli.roster import each, several, tell_wrong, why_not
    from ledger.reports.ledgers import Row, ledgers_report, links_gone, repeated_report, row_of

    held = several(ctx, [directory] if directory else [])
    day = o.read_as_of(as_of)
    rows: list[Row] = []
    partial = False
    if held is None:
        root = find_root(ctx, directory)
        session = open_session(ctx, root, as_of)
        name = display_prefix(root).strip("/") or os.path.basename(os.path.abspath(root))
        rows.append(row_of(Row(name), session.day))
        partial = session.partial
    else:
        partial = bool(held.wrong)
        for one, read in each(ctx, held, as_of):
            row = Row(one.name, one.city, one.round, one.level)
            rows.append(
                row_of(row._replace(partial=read.partial), read.day)
                if read is not None
                else row._replace(why=why_not(one))
            )
            partial |= read is None or read.partial
    gone = links_gone(rows, held.links, held.stated) if held is not None else []
    if held is not None:
        tell_wrong(held, gone)
    report = repeated_report(rows, held.links if held else (), day) if repeated else ledgers_report(rows, day)
    out.deliver(report.marked_partial() if partial else report)
    return FINDINGS if partial or gone else FINE
