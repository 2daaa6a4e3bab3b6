"""``ledger remind``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import Session, deliver_document, open_session, write_file
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.reports.remind import Reminder

Found = list[tuple[str, "Sequence[Reminder]"]]


def command(
    ctx: typer.Context,
    unit: o.Unit = None,
    days: Annotated[str, typer.Option("--days", metavar="N", help=words()("option.remind-days"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=words()("option.remind-format"))
    ] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE|DIR", help=words()("option.remind-output"))
    ] = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Make for each unit what it has to do in the next days and what is late; nothing is sent."""
    from ledger.reports.remind import reminders

    del lang
    session = open_session(ctx, directory, as_of, rev)
    length = o.read_days(days) if days else session.day.policy.warn_days
    asked = _asked(session, unit)
    found: Found = [(name, reminders(session.day, name, length)) for name in asked]
    if not unit:
        found = [(name, owed) for name, owed in found if owed]
    if not found:
        terminal.write_note(words()("remind.nobody", days=length))
        return session.exit_code
    session.tell_refused()
    if output and (os.path.isdir(output) or output.endswith(("/", os.sep))):
        _each(session, found, length, form or "table", output)
    else:
        _write(session, found, length, form, output)
    return session.exit_code


def _asked(session: Session, given: list[str] | None) -> list[str]:
    """The units asked for, groups expanded, else all of the table; each by its name of the day, once."""
    units, as_of = session.ledger.units, session.as_of
    names = session.criteria({"unit": given}).unit if given else tuple(units.units)
    return list(dict.fromkeys(units.on(name, as_of) for name in units.expand(names)))


def _write(session: Session, found: Found, days: int, form: str, output: str) -> None:
    """The reminders of all units in one file or on standard output."""
    from ledger.reports.remind import remind_document

    if form.lower() == "ics" or (not form and output.lower().endswith(".ics")):
        data = _calendar(session, [name for name, _ in found], days)
        if output:
            write_file(output, data)
        else:
            terminal.write_out(data.decode())
        return
    deliver_document(remind_document(session.day, found, days, session.revision), form, output)


def _each(session: Session, found: Found, days: int, form: str, folder: str) -> None:
    """One file a unit in a folder, named after the unit."""
    from ledger.cli.evidence import safe_name

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise CommandError("error.write", file=folder, reason=terminal.reason(error)) from None
    kind = {"table": "txt", "text": "txt", "markdown": "md"}.get(form.lower(), form.lower())
    taken: set[str] = set()
    for unit, owed in found:
        name, n = safe_name(unit), 1
        while name.casefold() in taken:
            n += 1
            name = f"{safe_name(unit)}-{n}"
        taken.add(name.casefold())
        _write(session, [(unit, owed)], days, form, os.path.join(folder, f"{name}.{kind}"))
    terminal.write_note(words()("remind.written", count=len(found), folder=folder))


def _calendar(session: Session, units: list[str], days: int) -> bytes:
    """The days on which the units owe something, up to the last one asked for."""
    from dataclasses import replace

    from ledger.cli.calendar import calendar_bytes
    from ledger.judging.day import later
    from ledger.judging.select import Criteria
    from ledger.reports.agenda import build_agenda

    until = later(session.as_of, days)
    agenda = build_agenda(session.day, Criteria(unit=tuple(units)), until)
    near = tuple(one for one in agenda.occasions if one.day <= until)
    return calendar_bytes(replace(agenda, occasions=near), ())
