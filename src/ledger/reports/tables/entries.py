"""The entries up to the day, which of them count, and what they hold: readings, evidence, extensions."""

from __future__ import annotations

import json
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.walk import walk
from ledger.model.entries import content, ref_of
from ledger.reports.tables.schema import (
    ENTRY,
    ISSUE,
    MEASURE,
    PART,
    POSITION,
    TARGET,
    UNIT,
    Field,
    Reference,
    joined,
    real,
    table,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Extension
    from ledger.model.baseline import Baseline
    from ledger.model.disclosure import Disclosure
    from ledger.model.entries import Entry, Evidence, Reading
    from ledger.model.letter import Letter, Reply


class EntryRow(NamedTuple):
    """An entry at its place in the file, from 1."""

    issue: str
    position: int
    entry: Entry
    in_effect: bool


class ReadingRow(NamedTuple):
    """A reading of an entry; ``target`` and ``part`` are absent where the issue has no such."""

    of: EntryRow
    position: int
    reading: Reading
    target: int | None
    part: int | None


class EvidenceRow(NamedTuple):
    """A piece of evidence of an entry."""

    of: EntryRow
    position: int
    evidence: Evidence


class ExtensionRow(NamedTuple):
    """An extension, and the place of the entry that made it."""

    issue: str
    position: int
    entry: int
    extension: Extension
    measure: int | None
    milestone: int | None


class ReplyRow(NamedTuple):
    """What a unit replied to a letter."""

    position: int
    reply: Reply


class DisclosureRow(NamedTuple):
    """What a unit told the public."""

    position: int
    disclosure: Disclosure


_COLUMNS_OF_THEIR_OWN = {"date", "type", "by", "text", "evidence"}


def _fields(entry: Entry) -> str:
    """What the entry says besides, as JSON."""
    rest = {key: value for key, value in content(entry).items() if key not in _COLUMNS_OF_THEIR_OWN}
    return json.dumps(rest, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()


def _proofs(of: Disclosure | Letter | Reply) -> str | None:
    return joined(filter(None, (one.path or one.url or one.title for one in of.evidence)))


ENTRIES = table(
    "entries",
    "export.entries",
    Field("issue"),
    POSITION,
    Field("ref", of=lambda e: ref_of(e.entry)),
    Field("date", "date", of=attrgetter("entry.date")),
    Field("type", of=attrgetter("entry.type"), words="entry"),
    Field("unit", of=attrgetter("entry.by")),
    Field("text", of=attrgetter("entry.text")),
    Field("in_effect", "boolean"),
    Field("fields", of=lambda e: _fields(e.entry)),
    key=("issue", "position"),
    references=(ISSUE, UNIT),
)

READINGS = table(
    "readings",
    "export.readings",
    Field("issue", of=attrgetter("of.issue")),
    Field("entry", "integer", of=attrgetter("of.position")),
    POSITION,
    Field("target", "integer"),
    Field("part", "integer"),
    Field("date", "date", of=attrgetter("of.entry.date")),
    Field("unit", of=attrgetter("of.entry.by")),
    Field("value", "real", of=lambda r: real(r.reading.value), head="figure"),
    Field("in_effect", "boolean", of=attrgetter("of.in_effect")),
    key=("issue", "entry", "position"),
    references=(ISSUE, ENTRY, TARGET, PART, UNIT),
)

EVIDENCE = table(
    "evidence",
    "export.evidence",
    Field("issue", of=attrgetter("of.issue")),
    Field("entry", "integer", of=attrgetter("of.position")),
    POSITION,
    Field("path", of=attrgetter("evidence.path")),
    Field("sha256", of=lambda e: e.evidence.sha256),
    Field("url", of=attrgetter("evidence.url")),
    Field("title", of=attrgetter("evidence.title"), head="name"),
    key=("issue", "entry", "position"),
    references=(ISSUE, ENTRY),
)

EXTENSIONS = table(
    "extensions",
    "export.extensions",
    Field("issue"),
    POSITION,
    Field("entry", "integer"),
    Field("date", "date", of=attrgetter("extension.day")),
    Field("measure", "integer"),
    Field("milestone", "integer"),
    Field("units", of=lambda e: joined(e.extension.units), head="for_units"),
    Field("old_due", "date", of=attrgetter("extension.old")),
    Field("new_due", "date", of=attrgetter("extension.new")),
    Field("asked", "date", of=attrgetter("extension.asked")),
    Field("late", "boolean", of=attrgetter("extension.late"), head="asked_late"),
    Field("approval", of=attrgetter("extension.approval")),
    key=("issue", "position"),
    references=(ISSUE, ENTRY, MEASURE),
)

DISCLOSURES = table(
    "disclosures",
    "export.disclosures",
    POSITION,
    Field("date", "date", of=attrgetter("disclosure.date")),
    Field("unit", of=attrgetter("disclosure.unit")),
    Field("place", of=attrgetter("disclosure.where")),
    Field("text", of=attrgetter("disclosure.text")),
    Field("evidence", of=lambda d: _proofs(d.disclosure)),
    key=("position",),
    references=(UNIT,),
)


LETTERS = table(
    "letters",
    "export.letters",
    Field("letter", of=lambda row: row.letter.number),
    Field("unit", head="letter_to"),
    Field("date", "date", of=lambda row: row.letter.date),
    Field("level", of=lambda row: row.letter.level, words="level"),
    Field("sender", of=lambda row: row.letter.by),
    Field("issues", of=lambda a: joined(a.letter.issues), head="ids"),
    Field("demand", of=lambda row: row.letter.demand),
    Field("reply_by", "date", of=lambda row: row.letter.reply_by),
    Field("replied", "date"),
    Field("owed", "boolean"),
    Field("days_late", "integer"),
    Field("evidence", of=lambda a: _proofs(a.letter)),
    key=("letter", "unit"),
    references=(UNIT, Reference(("sender",), "units", ("name",))),
)

REPLIES = table(
    "replies",
    "export.replies",
    POSITION,
    Field("letter", of=attrgetter("reply.number")),
    Field("date", "date", of=attrgetter("reply.date")),
    Field("unit", of=attrgetter("reply.by")),
    Field("text", of=attrgetter("reply.text")),
    Field("evidence", of=lambda r: _proofs(r.reply)),
    key=("position",),
    references=(UNIT,),
)


def entries(day: Day, judgement: Judgement) -> tuple[list[EntryRow], list[ExtensionRow]]:
    """The entries of an issue up to the day in the order of the file, and the extensions that count."""
    issue = judgement.issue
    if not judgement.entries:
        return [], []
    walked = walk(issue.baseline, issue.entries, day.setting, day.as_of)
    counting = [step for step in walked if step.refused is None]
    in_effect = {step.position for step in counting}
    rows = [
        EntryRow(issue.id, n + 1, entry, n in in_effect)
        for n, entry in enumerate(issue.entries)
        if entry.date <= day.as_of
    ]
    count = len(judgement.baseline.measures)
    moved = walked.chain.extensions
    return rows, [_extension(issue.id, n, one.position, one, count) for n, one in enumerate(moved, 1)]


def _extension(issue: str, position: int, entry: int, one: Extension, measures: int) -> ExtensionRow:
    measure, milestone = one.node or (None, None)
    return ExtensionRow(issue, position, entry, one, within(measure, measures), milestone)


def readings(baseline: Baseline, rows: Sequence[EntryRow]) -> Iterator[ReadingRow]:
    """The readings of these entries."""
    targets = baseline.targets
    for row in rows:
        for n, reading in enumerate(getattr(row.entry, "readings", ()), 1):
            target = within(reading.target, len(targets))
            part = within(reading.part, len(targets[target - 1].parts)) if target else None
            yield ReadingRow(row, n, reading, target, part)


def evidence(rows: Sequence[EntryRow]) -> Iterator[EvidenceRow]:
    """The evidence of these entries."""
    for row in rows:
        for n, one in enumerate(row.entry.evidence, 1):
            yield EvidenceRow(row, n, one)


def disclosures(day: Day) -> Iterator[DisclosureRow]:
    """What was told up to the day, in the order of the file."""
    told = [one for one in day.ledger.disclosures if one.date <= day.as_of]
    return (DisclosureRow(n, one) for n, one in enumerate(told, 1))


def replies(day: Day) -> Iterator[ReplyRow]:
    """The replies that count up to the day, letter by letter."""
    found = dict.fromkeys(
        reply for one in day.post.sent for _, reply in one.replies if reply.date <= day.as_of
    )
    return (ReplyRow(n, one) for n, one in enumerate(found, 1))
