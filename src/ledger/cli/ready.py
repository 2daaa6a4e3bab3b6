"""``ledger ready``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS
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
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.ready-exit-code"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Say what the next step still needs."""
    from ledger.judging.ready import readiness
    from ledger.reports.readiness import ready_report

    session = open_session(ctx, directory, as_of, rev)
    day = session.day
    wanted = o.read_ids(issue_ids, session.ledger, session.tree)
    found = [
        (j, readiness(j, session.ledger.units, day.policy, day.as_of))
        for j in day.select(session.criteria(filters))
        if wanted is None or j.issue.id in wanted
    ]
    session.deliver(ready_report(found, day.as_of, full=wanted is not None), out)
    return FINDINGS if exit_code and any(ready.gaps for _, ready in found) else session.exit_code
