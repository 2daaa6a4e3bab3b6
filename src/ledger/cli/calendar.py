"""``ledger calendar``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.session import open_session
from ledger.cli.speech import words


# an event is to stay in it when its task gets on: no filter by what changes from day to day
@o.delivers("Agenda", output="option.calendar-output")
@o.filtered("section", "acceptance", "lead", "support", "unit", "kind", "text")
def command(
    ctx: typer.Context,
    filters: o.Filters,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    every: Annotated[bool, typer.Option("--all", help=words()("option.calendar-all"))] = False,
    remind: Annotated[
        list[str] | None, typer.Option("--remind", metavar="DAYS", help=words()("option.remind"))
    ] = None,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Write the days on which something is due as a calendar file."""
    from ledger.reports.agenda import build_agenda

    before = sorted({o.read_days(text) for text in remind or ()}, reverse=True)
    session = open_session(ctx, directory, as_of, rev)
    criteria = session.criteria(filters)
    agenda = build_agenda(session.day, criteria, _a_year_on(session.as_of), every=every)
    out.deliver(agenda, before=tuple(before))
    if not agenda.standing:
        terminal.write_note(words()("calendar.nothing"))
    elif out.path:
        gone = len(agenda.occasions) - len(agenda.standing)
        key = "calendar.written_gone" if gone else "calendar.written"
        terminal.write_note(words()(key, count=len(agenda.standing), gone=gone))
    session.tell_refused()
    undated = agenda.undated
    if undated.total:
        terminal.write_note(words()("calendar.undated", count=undated.total, **undated._asdict()))
    return session.exit_code


def _a_year_on(day: date) -> date:
    """The last day of the year that begins on ``day``."""
    from ledger.model.months import months_after

    after = months_after(day, 12)
    return after - timedelta(1) if after < date.max else after
