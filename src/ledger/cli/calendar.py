"""``ledger calendar``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session, write_file
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.reports.agenda import Agenda


def command(
    ctx: typer.Context,
    unit: o.Unit = None,
    lead: o.Lead = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    every: Annotated[bool, typer.Option("--all", help=words()("option.calendar-all"))] = False,
    remind: Annotated[
        list[str] | None, typer.Option("--remind", metavar="DAYS", help=words()("option.remind"))
    ] = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=words()("option.calendar-output"))
    ] = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Write the days on which something is due as a calendar file."""
    from ledger.reports.agenda import build_agenda

    del lang
    if output and not output.lower().endswith(".ics"):
        raise CommandError("calendar.ending", file=output)
    before = sorted({o.read_days(text) for text in remind or ()}, reverse=True)
    session = open_session(ctx, directory, as_of, rev)
    criteria = o.read_criteria(session.ledger, unit=unit, lead=lead)
    agenda = build_agenda(session.day, criteria, _a_year_on(session.as_of), every=every)
    data = calendar_bytes(agenda, before)
    if output:
        write_file(output, data)
    else:
        terminal.write_out(data.decode())
    if not agenda.occasions:
        terminal.write_note(words()("calendar.nothing"))
    elif output:
        terminal.write_note(words()("calendar.written", count=len(agenda.occasions)))
    session.tell_refused()
    undated = agenda.undated
    if undated.total:
        terminal.write_note(words()("calendar.undated", count=undated.total, **undated._asdict()))
    return session.exit_code


def calendar_bytes(agenda: Agenda, before: Sequence[int]) -> bytes:
    """The calendar file; ``before`` are the days before an occasion on which a program reminds of it."""
    from ledger.rendering.extras import MissingExtraError
    from ledger.rendering.ics import render_ics

    try:
        return render_ics(agenda, words(), before)
    except MissingExtraError as error:
        raise CommandError(error.key, extra=error.extra) from None


def _a_year_on(day: date) -> date:
    """The last day of the year that begins on ``day``."""
    from ledger.model.months import months_after

    after = months_after(day, 12)
    return after - timedelta(1) if after < date.max else after
