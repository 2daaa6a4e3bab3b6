"""``ledger brief``."""

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
    from ledger.reports.brief import brief_document

    session = open_session(ctx, directory, as_of, rev)
    name = o.read_one_unit(unit, session.ledger.units)
    start = _start(since, session, name) if since else None
    if start is not None and start > session.as_of:
        raise CommandError("error.since_later", since=start, as_of=session.as_of)
    document = brief_document(session.day, name, start, session.revision, every=every)
    session.tell_refused()
    out.deliver(document)
    return session.exit_code


def _start(since: str, session: Session, unit: str) -> date:
    """The day after which changes are told: as given, or that of the last letter to the unit."""
    if since.strip().casefold() not in {"letter", "函"}:
        return o.read_date(since, "--since")
    days = [one.letter.date for one in session.day.letters if one.unit == unit]
    if not days:
        raise CommandError("brief.no_letter", unit=unit)
    return max(days)
