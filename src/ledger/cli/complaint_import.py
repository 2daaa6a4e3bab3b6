"""``ledger complaints import``: the table of a batch."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import read_bounded
from ledger.cli.errors import FINDINGS, FINE, CommandError, missing
from ledger.cli.lists import items_of
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cli.evidence import Copies
    from ledger.cli.session import Session
    from ledger.documents.blocks import Source
    from ledger.model.unit import Units
    from ledger.plans.complaints import BatchRead, Given, Handed
    from ledger.recording.complaints import Wanted

_say = words()
_NAMED_MOST = 10
"""How many places are named where there may be many."""


@o.delivers()
def command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_say("argument.complaint-file"))],
    batch: Annotated[str, typer.Option("--batch", metavar="TEXT", help=_say("option.import-batch"))] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=_say("option.import-received"))] = "",
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=_say("option.import-due"))] = "",
    unit: Annotated[
        list[str] | None, typer.Option("--unit", metavar="UNIT", help=_say("option.import-units"))
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help=_say("option.record-by"))] = "",
    write: Annotated[bool, typer.Option("--write", help=_say("option.complaint-write"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Read the table of a batch; show what was understood, or write it, all or nothing."""
    from ledger.cli.complaint_record import write as write_records
    from ledger.cli.record import writing
    from ledger.cli.session import find_root
    from ledger.plans.complaints import Given
    from ledger.reading.layout import complaint_of
    from ledger.reports.complaints_import import batch_report
    from ledger.today import today

    if not batch.strip():
        raise missing("--batch", words()("option.import-batch"))
    name = batch.strip()
    if complaint_of(f"data/complaints/{name}/X1.yaml") is None:
        raise CommandError("complaint.batch", value=batch)
    source = _source(file)
    received = o.read_date(day, "--date") if day else None
    limit = o.read_date(due, "--due") if due else None

    def run(session: Session, copies: Copies) -> int:
        units = session.ledger.units
        handlers = units.expand(o.read_unit(one, units) for one in items_of(unit))
        given = Given(received, limit, handlers, today())
        read = _read(source, file, units, given)
        rows, fresh, known = _against(session, name, _by(by, session), read)
        out.deliver(batch_report(name, rows, known))
        _notes(source, read, units)
        if _tell_doubts(rows):
            return FINDINGS
        if write:
            return write_records(session, copies, fresh, dry=False)
        terminal.write_note(words()("complaint.import_dry"))
        return FINE

    return writing(ctx, find_root(ctx, directory), run, dry=not write)


def _source(file: str) -> Source:
    from ledger.documents.blocks import UnreadableError
    from ledger.documents.read import read
    from ledger.folder import SOURCE_MAX

    data = read_bounded(file, SOURCE_MAX)
    try:
        return read(data, os.path.basename(file))
    except UnreadableError:
        raise CommandError("complaint.unreadable", FINDINGS, file=file) from None


def _read(source: Source, file: str, units: Units, given: Given) -> BatchRead:
    """The table of a batch; CommandError where the file has none."""
    from ledger.plans.complaints import NoHead, read_batch
    from ledger.rendering.cells import say
    from ledger.reports.complaints_import import lacking

    read = read_batch(source, units, given)
    if isinstance(read, NoHead):
        if read.place is not None:
            terminal.write_note(say(lacking(read), words()))
        raise CommandError("complaint.import_no_table", FINDINGS, file=file)
    return read


def _tell_doubts(rows: Sequence[Handed]) -> int:
    """Say on standard error what is in doubt of the rows, and how many doubts there are."""
    from ledger.rendering.cells import say
    from ledger.reports.complaints_import import doubt_message

    doubts = [doubt for row in rows for doubt in row.doubts]
    for doubt in doubts:
        terminal.write_note(say(doubt_message(doubt), words()))
    if doubts:
        terminal.write_note(words()("complaint.import_refused", count=len(doubts)))
    return len(doubts)


def _notes(source: Source, read: BatchRead, units: Units) -> None:
    """What a person should look at, though no row is doubted for it."""
    from ledger.rendering.cells import say
    from ledger.reports.complaints_import import unknown_areas
    from ledger.reports.importing import place_message

    for one in unknown_areas(read, units):
        terminal.write_note(say(one, words()))
    if read.left:
        told = [say(place_message(place), words()) for _, place in read.left[:_NAMED_MOST]]
        terminal.write_note(words()("complaint.left", count=len(read.left), places=told))
    if read.not_taken:
        terminal.write_note(
            words()("complaint.not_taken", columns=words()("list.join").join(read.not_taken[:_NAMED_MOST]))
        )
    marks = [mark for mark in source.marks if mark.place.column]
    if marks:
        places = [say(place_message(mark.place), words()) for mark in marks[:_NAMED_MOST]]
        terminal.write_note(words()("complaint.marks", count=len(marks), places=places))


def _by(given: str, session: Session) -> str:
    """Who hands over: as given, else the only office there is."""
    from ledger.judging.complaints import who_of

    if given:
        return o.read_one_unit(given, session.ledger.units)
    found = sorted(who_of(session.ledger).office)
    if len(found) != 1:
        raise missing("--by", words()("option.record-by"))
    return found[0]


def _against(
    session: Session, batch: str, by: str, read: BatchRead
) -> tuple[list[Handed], list[Wanted], int]:
    """The rows with what the ledger has against them, the records that are new, and how many are there."""
    from datetime import date

    from ledger.judging.complaints import standings_of
    from ledger.plans.complaints import Doubt
    from ledger.recording.complaints import Wanted

    there = {one.complaint.number: one for one in standings_of(session.ledger, date.max)}
    rows: list[Handed] = []
    fresh: list[Wanted] = []
    known = 0
    for row in read.rows:
        one = there.get(row.number)
        record = _record(row, by)
        if one is None or row.doubts:
            rows.append(row)
            fresh.append(Wanted(batch, row.number, record))
            continue
        first = next(step for _, step in one.steps if step.type == "receive")
        if one.complaint.batch != batch:
            args: dict[str, Any] = {"value": row.number, "batch": one.complaint.batch}
            rows.append(row._replace(doubts=(Doubt("elsewhere", args, row.place),)))
        elif all(_same(getattr(first, key), value) for key, value in record.items()):
            known += 1
            rows.append(row)
        else:
            rows.append(row._replace(doubts=(Doubt("differs", {"value": row.number}, row.place),)))
    return rows, fresh, known


def _same(held: Any, value: Any) -> bool:
    return bool((list(held) if isinstance(held, tuple) else held) == value)


def _record(row: Handed, by: str) -> dict[str, Any]:
    """The record of handing over that a row asks for."""
    fields = row.fields
    record: dict[str, Any] = {"date": fields["received"], "type": "receive", "by": by}
    for key in ("channel", "key", "area", "place", "kinds", "units", "due"):
        if fields.get(key):
            record[key] = fields[key]
    return record | {"text": fields["text"]}
