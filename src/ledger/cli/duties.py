"""``ledger duties``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    unit: o.Unit = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    every: Annotated[bool, typer.Option("--all", help=words()("option.all-duties"))] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.duties-exit-code"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List reviews, recurring duties and yearly disclosures that are owed or were missed."""
    from ledger.judging.duties import State, state_of
    from ledger.reports.duties import duties_report

    session = open_session(ctx, directory, as_of, rev)
    day = session.day
    found = day.duties()
    wanted = day.named(session.criteria({"unit": unit}).unit)
    if wanted:
        found = [duty for duty in found if wanted & {share.unit for share in duty.shares}]
    session.deliver(duties_report(day, found, every=every), out)
    missed = any(state_of(duty, day.as_of) is State.MISSED for duty in found)
    return FINDINGS if exit_code and missed else session.exit_code
