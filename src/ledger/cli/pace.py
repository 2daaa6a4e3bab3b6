"""``ledger pace``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    issue_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help=words()("argument.ids_or_all"))
    ] = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    explain: Annotated[bool, typer.Option("--explain", help=words()("option.explain"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Read from what is due whether issues are on pace (序时进度)."""
    from ledger.reports.pacing import pace_report

    session = open_session(ctx, directory, as_of, rev)
    wanted = o.read_ids(issue_ids, session.ledger, session.tree)
    found = [
        j
        for j in session.day.select(session.criteria(filters))
        if j.completed is None and j.obligations and (wanted is None or j.issue.id in wanted)
    ]
    session.deliver(pace_report(found, session.as_of, explain=explain), out)
    return session.exit_code
