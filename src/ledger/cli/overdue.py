"""``ledger overdue``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    support: o.Support = None,
    acceptance: o.Acceptance = None,
    section: o.Section = None,
    status: o.Status = None,
    standing: o.Standing = None,
    kind: o.Kind = None,
    due_before: o.DueBefore = "",
    due_after: o.DueAfter = "",
    text: o.Text = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.exit-code"))] = False,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List what is late on a day."""
    from ledger.reports.issues import overdue_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    judgements = session.judge(
        unit=unit, lead=lead, support=support, acceptance=acceptance, section=section, status=status,
        standing=standing, kind=kind, due_before=due_before, due_after=due_after, text=text,
    )  # fmt: skip
    issued_known = ledger.plan is not None and ledger.plan.issued is not None
    report = overdue_report(
        judgements, ledger.units, session.as_of, session.policy.warn_days, issued_known=issued_known
    )
    session.deliver(report, form, output)
    return FINDINGS if exit_code and report.records else session.exit_code
