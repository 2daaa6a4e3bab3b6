"""``ledger due``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help=words()("option.within"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    section: o.Section = None,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List what falls due soon."""
    from ledger.reports.issues import due_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    days = o.read_days(within) if within else session.policy.warn_days
    judgements = session.judge(unit=unit, lead=lead, section=section)
    session.deliver(due_report(judgements, ledger.units, session.as_of, days), form, output)
    return session.exit_code
