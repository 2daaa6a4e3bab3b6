"""``ledger target``."""

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
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Tell how far the figures of the plan have come: by part and unit, since when, who has not said."""
    from ledger.reports.targets import targets_report

    session = open_session(ctx, directory, as_of, rev)
    wanted = o.read_ids(issue_ids, session.ledger, session.tree)
    found = [
        judgement
        for judgement in session.day.select(session.criteria(filters))
        if wanted is None or judgement.issue.id in wanted
    ]
    session.deliver(targets_report(found, session.as_of), out, found)
    return session.exit_code
