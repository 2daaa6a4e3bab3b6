"""``ledger duties``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    unit: o.Unit = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    every: Annotated[bool, typer.Option("--all", help=words()("option.all-duties"))] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.duties-exit-code"))] = False,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List reviews, recurring duties and yearly disclosures that are owed or were missed."""
    from ledger.judging.duties import State, duties, known_since
    from ledger.judging.recurring import recurring
    from ledger.reports.working import duties_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    named = {issue.id: recurring(issue.baseline) for issue in ledger.issues}
    found = duties(ledger, session.judge(), named, session.as_of)
    wanted = set(ledger.units.expand(o.read_unit(name, ledger.units) for name in unit or ()))
    if wanted:
        found = [duty for duty in found if wanted & set(ledger.units.expand(duty.units))]
    report = duties_report(found, session.as_of, known_since(ledger), every=every)
    session.deliver(report, form, output)
    missed = any(duty.state is State.MISSED for duty in found)
    return FINDINGS if exit_code and missed else session.exit_code
