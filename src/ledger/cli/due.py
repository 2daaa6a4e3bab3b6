"""``ledger due``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help=words()("option.within"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List what falls due soon."""
    from ledger.reports.issues import due_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    days = o.read_days(within) if within else session.day.policy.warn_days
    session.deliver(due_report(session.day, session.criteria(filters), days), form, output)
    return session.exit_code
