"""``ledger due``."""

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
    within: Annotated[str, typer.Option("--within", metavar="TIME", help=words()("option.within"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List what falls due soon."""
    from ledger.reports.issues import due_report

    session = open_session(ctx, directory, as_of, rev)
    days = o.read_days(within) if within else session.day.policy.warn_days
    session.deliver(due_report(session.day, session.criteria(filters), days), out)
    return session.exit_code
