"""What a unit has to do in the next days and what is late, made for that unit: ``remind``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.days import later
from ledger.judging.owed import What
from ledger.reports.duties import duty_text
from ledger.reports.issues import obligation_item, text_of
from ledger.reports.report import Block, Column, Document, Heading, Message, Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.judging.complaints import CaseStanding
    from ledger.judging.day import Day
    from ledger.judging.letters import Asked
    from ledger.judging.owed import Debt, Obligation

_COLUMNS = (
    Column("number"),
    Column("item", grow=4),
    Column("due"),
    Column("days_to_go", grow=1),
)


class Reminder(NamedTuple):
    """Something that a unit owes by a day, for scripts and as words."""

    due: date
    record: dict[str, Any]
    item: Message


def reminders(day: Day, units: Sequence[str], days: int) -> list[tuple[str, Sequence[Reminder]]]:
    """What each unit owes late or within ``days``: of its tasks, letters to be replied to, complaints,
    recurring duties and disclosures; the oldest first."""
    until = later(day.as_of, days)
    found: dict[str, list[Reminder]] = {}
    for unit in units:
        found[unit] = [_of_debt(day, debt) for debt in day.debts_of(unit) if debt.due <= until]
    for one in day.replies():
        due = one.letter.reply_by
        if one.unit in found and due is not None and due <= until:
            found[one.unit].append(_of_letter(one, due))
    for unit, cases in day.complaints_of.items():
        if unit in found:
            found[unit] += [_of_complaint(one, one.due) for one in cases if one.due and one.due <= until]
    for duty in day.duties(until):
        if duty.what in {What.RECURRING, What.DISCLOSURE} and duty.due is not None and duty.due <= until:
            for unit in dict.fromkeys(duty.owed_by):
                if unit in found:
                    found[unit].append(_of_duty(day, duty, duty.due))
    return [(unit, sorted(owed, key=lambda one: one.due)) for unit, owed in found.items()]


_COMPLAINT = "complaint"
"""What is owed of a complaint, which is no obligation of a task."""


def _record(what: str, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("id", "number", "measure", "milestone", "text"))
    return {"what": str(what), **empty, **more}


def _of_debt(day: Day, debt: Debt) -> Reminder:
    one = debt.obligation
    judgement = day.by_id[one.issue or ""]
    record = _record(
        one.what,
        id=judgement.issue.id,
        number=judgement.baseline.number,
        measure=one.measure,
        milestone=one.milestone,
        text=text_of(judgement, one),
    )
    if one.what is What.ISSUE:
        return Reminder(debt.due, record, Message("brief.task", {"title": judgement.baseline.title}))
    return Reminder(debt.due, record, obligation_item(judgement, one))


def _of_letter(one: Asked, due: date) -> Reminder:
    args = {"number": one.letter.number, "demand": one.letter.demand}
    record = _record(What.REPLY, text=one.letter.number)
    return Reminder(due, record, Message("remind.reply", args))


def _of_complaint(one: CaseStanding, due: date) -> Reminder:
    number = one.complaint.number
    args = {"number": number, "text": one.received.text}
    return Reminder(due, _record(_COMPLAINT, text=number), Message("remind.complaint", args))


def _of_duty(day: Day, duty: Obligation, due: date) -> Reminder:
    number = day.by_id[duty.issue].baseline.number if duty.issue else None
    record = _record(duty.what, id=duty.issue, number=number, measure=duty.measure, text=duty.text)
    said = {"duty": duty.what.value, "measure": duty.measure, "text": duty.text, "since": duty.since}
    return Reminder(due, record, duty_text(said))


def remind_document(
    day: Day, found: Sequence[tuple[str, Sequence[Reminder]]], days: int, revision: str | None = None
) -> Document:
    """The reminders of units as they come, each under its name where there are several."""
    until = later(day.as_of, days)
    blocks: list[Block] = []
    for unit, owed in found:
        if len(found) > 1:
            blocks.append(Heading(Message("remind.unit", {"unit": unit})))
        blocks += _blocks(day, unit, owed, days)
    alone = found[0][0] if len(found) == 1 else None
    return Document(
        kind="remind",
        title=Message("remind.title_unit", {"unit": alone}) if alone else Message("remind.title"),
        dateline=(Message("remind.dateline", {"as_of": day.as_of, "days": days, "until": until}),),
        blocks=tuple(blocks),
        as_of=day.as_of,
        revision=revision,
        data={
            "days": days,
            "until": until,
            "data": [
                {"unit": unit, "owes": [_told(day, one) for one in owed], "late": _late(day, owed)}
                for unit, owed in found
            ],
        },
    )


def _told(day: Day, one: Reminder) -> dict[str, Any]:
    late = (day.as_of - one.due).days
    return {**one.record, "due": one.due, "days_overdue": late if late > 0 else None}


def _late(day: Day, owed: Sequence[Reminder]) -> int:
    return sum(1 for one in owed if one.due < day.as_of)


def _blocks(day: Day, unit: str, owed: Sequence[Reminder], days: int) -> Iterator[Block]:
    late = _late(day, owed)
    args = {"late": late, "soon": len(owed) - late, "days": days}
    if owed:
        yield Paragraph(Message("remind.owes", args))
        yield Report(
            kind="remind_owed",
            columns=_COLUMNS,
            records=tuple(_told(day, one) for one in owed),
            lines=tuple(_line(day, one) for one in owed),
            as_of=day.as_of,
        )
    elif day.debts_of(unit):
        yield Paragraph(Message("remind.nothing_yet", args))
    else:
        yield Paragraph(Message("remind.nothing_owed", {"done": day.done_of(unit)}))


def _line(day: Day, one: Reminder) -> dict[str, Any]:
    days = (day.as_of - one.due).days
    key = "brief.days_late" if days > 0 else "brief.today" if days == 0 else "brief.days_left"
    return {
        "number": one.record["number"],
        "item": one.item,
        "due": one.due,
        "days_to_go": Message(key, {"days": abs(days)}),
    }
