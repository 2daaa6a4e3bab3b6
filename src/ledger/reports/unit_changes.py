"""What changed for one unit since a day: what became late, what was recorded, letters and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.issues import obligation_item
from ledger.reports.records import effects_of, references
from ledger.reports.report import Message
from ledger.reports.sentences import entry_message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry
    from ledger.reports.since import Since


def changes_of(day: Day, unit: str, since: Since) -> list[tuple[dict[str, Any], Message]]:
    """What became late, and what was recorded of the unit's tasks, in order of the days."""
    found: list[tuple[date, dict[str, Any], Message]] = []
    for debt in since.late(day.late_of(unit)):
        judgement = day.by_id[debt.obligation.issue or ""]
        args = {
            "number": judgement.baseline.number,
            "item": obligation_item(judgement, debt.obligation),
            "due": debt.due,
        }
        record = {
            "change": "late",
            "id": judgement.issue.id,
            "date": debt.due,
            "what": debt.obligation.what.value,
            "measure": debt.obligation.measure,
            "milestone": debt.obligation.milestone,
        }
        found.append((debt.due, record, Message("brief.newly_late", args)))
    written = {
        (name, one.letter.date, one.letter.level, f"{one.letter.number} {one.letter.demand}")
        for one in day.post.sent
        for name in one.letter.issues
    }
    for judgement in day.judgements:
        fresh = {id(entry) for entry in since.entries(judgement)}
        if not fresh:
            continue
        for (ref, entry), effect in zip(references(judgement), effects_of(day, judgement), strict=True):
            told = (judgement.issue.id, entry.date, getattr(entry, "level", None), entry.text)
            if (
                not effect
                and told not in written  # the letter itself is told, with those it went to
                and id(entry) in fresh
                and _concerns(judgement, entry, unit, day.as_of)
            ):
                record = {
                    "change": "entry",
                    "id": judgement.issue.id,
                    "date": entry.date,
                    "type": entry.type,
                    "by": entry.by,
                    "ref": ref,
                }
                args = {
                    "number": judgement.baseline.number,
                    "entry": entry_message(entry, judgement.baseline),
                }
                found.append((entry.date, record, Message("brief.entry", args)))
    found += _letters_since(day, unit, since)
    return [(record, said) for _, record, said in sorted(found, key=lambda item: item[0])]


def _letters_since(day: Day, unit: str, since: Since) -> Iterator[tuple[date, dict[str, Any], Message]]:
    """The letters to the unit in the period, with all they went to, and when it replied to one."""
    to: dict[str, list[str]] = {}
    for one in day.letters:
        to.setdefault(one.letter.number, []).append(one.unit)
    known = since.posted()
    for one in since.letters(day.letters):
        for change, when in (("letter", one.letter.date), ("reply", one.replied)):
            if (
                one.unit == unit
                and when is not None
                and (change == "reply" or (one.letter.number, unit) not in known)
            ):
                number = one.letter.number
                record = {"change": change, "letter": number, "letter_to": to[number], "date": when}
                args = {"number": number, "date": when, "demand": one.letter.demand, "to": to[number]}
                key = "brief.since_reply" if change == "reply" else "brief.since_letter"
                yield when, record, Message(key, args)


def _concerns(judgement: Judgement, entry: Entry, unit: str, as_of: date) -> bool:
    """Whether an entry was made by or for the unit, or by the office about a task that is the unit's."""
    units = judgement.chain.units
    meant = {units.on(name, as_of) for name in (entry.by, *units.expand(getattr(entry, "whose", ())))}
    if unit in meant:
        return True
    responsible = {units.on(name, as_of) for name in judgement.chain.parties.responsible}
    return unit in responsible and entry.type not in {"start", "progress", "achieve", "promise"}
