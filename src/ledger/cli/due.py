"""``ledger due``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import deliver, open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    within: Annotated[str, typer.Option("--within", metavar="TIME", help=words()("option.within"))] = "",
    as_of: o.AsOf = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    section: o.Section = None,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List what falls due soon."""
    from ledger.judging.select import select
    from ledger.judging.status import judge_all
    from ledger.model.plan import Policy
    from ledger.reports.issues import due_report

    del lang
    session = open_session(ctx, directory, as_of)
    ledger = session.ledger
    policy = ledger.plan.policy if ledger.plan else Policy()
    days = o.read_days(within) if within else policy.warn_days
    criteria = o.read_criteria(ledger, unit=unit, lead=lead, section=section)
    judgements = select(judge_all(ledger, session.as_of), criteria, ledger.units)
    deliver(due_report(judgements, ledger.units, session.as_of, days), form, output, partial=session.partial)
    return session.exit_code
