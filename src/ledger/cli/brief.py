"""``ledger brief``."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.session import Session, open_session
from ledger.cli.speech import words


@o.delivers("Document")
def command(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=words()("argument.unit"))],
    as_of: o.AsOf = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=words()("option.brief-since"))] = "",
    every: Annotated[bool, typer.Option("--all", help=words()("option.brief-all"))] = False,
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Tell on one screen how a unit stands: what it owes, what it last reported and promised."""
    from ledger.cli.report import period_of
    from ledger.reports.brief import brief_document

    session = open_session(ctx, directory, as_of, rev)
    name = o.read_one_unit(unit, session.ledger.units)
    period = period_of(session, _start(since, session, name)) if since else None
    document = brief_document(session.day, name, period, session.revision, every=every)
    session.tell_refused()
    out.deliver(replace(document, partial=session.partial))
    return session.exit_code


def _start(since: str, session: Session, unit: str) -> date:
    """The day after which changes are told: as given, that of the last letter to the unit, or that on which
    it was last asked in a round."""
    word = since.strip().casefold()
    if word in {"letter", "函"}:
        days = [one.letter.date for one in session.day.letters if one.unit == unit]
        key = "brief.no_letter"
    elif word in {"last", "上期"}:
        units, as_of = session.ledger.units, session.as_of
        askings = [asking for one in session.ledger.rounds for asking in one.asked if asking.date <= as_of]
        days = [one.date for one in askings if unit in {units.on(name, as_of) for name in one.units}]
        key = "brief.no_round"
    else:
        return o.read_date(since, "--since")
    if not days:
        raise CommandError(key, unit=unit)
    return max(days)
