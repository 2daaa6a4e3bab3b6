"""``ledger remind``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.output import Out, is_folder, write_files
from ledger.cli.session import Session, open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.reports.agenda import Agenda
    from ledger.reports.remind import Reminder

Found = list[tuple[str, "Sequence[Reminder]"]]


@o.delivers("Document", "Agenda", output="option.remind-output")
def command(
    ctx: typer.Context,
    unit: o.Unit = None,
    days: Annotated[str, typer.Option("--days", metavar="N", help=words()("option.remind-days"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Make for each unit what it has to do in the next days and what is late; nothing is sent."""
    from ledger.reports.remind import reminders

    session = open_session(ctx, directory, as_of, rev)
    length = o.read_days(days) if days else session.day.policy.warn_days
    asked = _asked(session, unit)
    found: Found = reminders(session.day, asked, length)
    if not unit:
        found = [(name, owed) for name, owed in found if owed]
    if not found and out.form != "json":  # a program gets an answer without records
        terminal.write_note(words()("remind.nobody", days=length))
        return session.exit_code
    session.tell_refused()
    if is_folder(out.path):
        _each(session, found, length, out)
    else:
        _write(session, found, length, out)
    return session.exit_code


def _asked(session: Session, given: list[str] | None) -> list[str]:
    """The units asked for, groups expanded, else all of the table; each by its name of the day, once."""
    units, as_of = session.ledger.units, session.as_of
    names = session.criteria({"unit": given}).unit if given else tuple(units.units)
    return list(dict.fromkeys(units.on(name, as_of) for name in units.expand(names)))


def _write(session: Session, found: Found, days: int, out: Out) -> None:
    """The reminders of all units in one file or on standard output."""
    out.deliver(_thing(session, found, days, out.form))


def _thing(session: Session, found: Found, days: int, form: str) -> Any:
    """What is owed as a document, or as days of a calendar."""
    from ledger.reports.remind import remind_document

    if form == "ics":
        return _agenda(session, [name for name, _ in found], days)
    document = remind_document(session.day, found, days, session.revision)
    return replace(document, partial=session.partial)


def _each(session: Session, found: Found, days: int, out: Out) -> None:
    """One file a unit in a folder, named after the unit; all of them or none."""
    from ledger.cli.evidence import safe_name
    from ledger.rendering.formats import FORMATS

    ending = FORMATS[out.form].endings[0]
    taken: set[str] = set()
    made: dict[str, bytes] = {}
    for unit, owed in found:
        name, n = safe_name(unit), 1
        while name.casefold() in taken:
            n += 1
            name = f"{safe_name(unit)}-{n}"
        taken.add(name.casefold())
        made[f"{name}.{ending}"] = out.made(_thing(session, [(unit, owed)], days, out.form))
    write_files(out.path, made, force=out.force)
    terminal.write_note(words()("remind.written", count=len(found), folder=out.path))


def _agenda(session: Session, units: list[str], days: int) -> Agenda:
    """The days on which the units owe something, up to the last one asked for."""
    from ledger.judging.days import later
    from ledger.judging.select import Criteria
    from ledger.reports.agenda import build_agenda

    until = later(session.as_of, days)
    agenda = build_agenda(session.day, Criteria(unit=tuple(units)), until)
    near = tuple(one for one in agenda.standing if one.day <= until)
    return replace(agenda, occasions=near)
