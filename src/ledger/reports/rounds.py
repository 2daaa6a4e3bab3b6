"""Rounds (调度): what was sent out, and who has answered."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.walk import in_effect
from ledger.model.rowkey import answers_to, read_name
from ledger.plans.progress import vague_words
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry
    from ledger.model.entries.base import Origin
    from ledger.model.round import Round, SentBack
    from ledger.model.rowkey import Key


class Answer(StrEnum):
    """What a unit that was asked has done about it."""

    ANSWERED = "answered"
    LATE = "answered_late"
    SENT_BACK = "sent_back"
    UNANSWERED = "unanswered"
    NOT_DUE = "not_due"


class UnitAnswer(NamedTuple):
    """A unit that was asked: when, by when, when it first and last answered, on which tasks, how vaguely.

    ``vague`` are words that leave open how far something is (基本完成, 正在推进); ``back`` is the last form
    of which nothing was taken; ``still`` are the rows that went back from forms that were taken otherwise and
    that it has not answered since.
    """

    unit: str
    asked: date
    due: date
    first: date | None
    last: date | None
    issues: tuple[str, ...]
    records: int
    vague: tuple[str, ...]
    back: SentBack | None = None
    still: tuple[Key, ...] = ()

    def state(self, as_of: date) -> Answer:
        """Whether it has answered; the last day is in time.  What came and went back is no answer yet."""
        if self.first is not None:
            return Answer.ANSWERED if self.first <= self.due else Answer.LATE
        if self.back is not None:
            return Answer.SENT_BACK
        return Answer.UNANSWERED if as_of > self.due else Answer.NOT_DUE


def round_name(name: str) -> Message | str:
    """A round as people call it: by its month, where it is named after one."""
    month = re.fullmatch("([0-9]{4})-(0[1-9]|1[0-2])", name)
    return Message("round.month", {"year": month[1], "month": int(month[2])}) if month else name


def answers(day: Day, one: Round) -> list[UnitAnswer]:
    """What the units of a round have answered by the day: entries of the round that are in effect."""
    units = day.ledger.units
    found: dict[str, list[tuple[str, Entry]]] = {}
    for issue in day.ledger.issues:
        if not any(entry.round == one.id for entry in issue.entries):
            continue
        for step in in_effect(issue.baseline, issue.entries, day.setting, day.as_of):
            if step.entry.round == one.id:
                found.setdefault(units.on(step.entry.by, day.as_of), []).append((issue.id, step.entry))
    told = []
    for unit in one.units:
        asked = one.of(unit, day.as_of)
        if asked is None:
            continue
        mine = found.get(units.on(unit, day.as_of), [])
        days = [entry.date for _, entry in mine if entry.type in {"progress", "promise"}]
        days = days or [entry.date for _, entry in mine]
        vague = [word for _, entry in mine if entry.text for word in vague_words(entry.text)]
        told.append(
            UnitAnswer(
                unit,
                asked.date,
                asked.due,
                min(days, default=None),
                max(days, default=None),
                tuple(dict.fromkeys(name for name, _ in mine)),
                len(mine),
                tuple(dict.fromkeys(vague)),
                next(reversed(one.sent_back(unit, day.as_of)), None),
                _still_open(one.backs(unit, day.as_of), mine),
            )
        )
    return told


def _still_open(backs: Sequence[SentBack], mine: Sequence[tuple[str, Entry]]) -> tuple[Key, ...]:
    """The rows that went back and that none of the unit's records of the round answers.

    A record answers the row that it was taken from; one from elsewhere answers what it is about.  Progress
    names no milestone: that of a measure answers its milestones when as many rows tell of it as are open.
    """
    by_issue: dict[str, list[Entry]] = {}
    for name, entry in mine:
        by_issue.setdefault(name, []).append(entry)
    unsure: dict[tuple[str, int | None], dict[Key, set[Origin | None]]] = {}
    for back in backs:
        for row in back.rows:
            key = read_name(row.key)
            if key is None:
                continue
            told = [entry for entry in by_issue.get(key.issue, ()) if _answers(entry, key, back, row.row)]
            measure = (key.issue, key.measure)
            if any(
                entry.type != "progress" or key.milestone is None or _is_from(entry, back) for entry in told
            ):
                unsure.get(measure, {}).pop(key, None)
            else:
                unsure.setdefault(measure, {})[key] = {entry.source for entry in told}
    found = [
        key
        for keys in unsure.values()
        if keys and len(set().union(*keys.values())) < len(keys)
        for key in keys
    ]
    return tuple(sorted(found, key=lambda key: (key.issue, key.order)))


def _is_from(entry: Entry, back: SentBack) -> bool:
    """Whether a record was taken from the form that went back."""
    return entry.source is not None and entry.source.sha256 == back.sha256


def _answers(entry: Entry, key: Key, back: SentBack, row: int) -> bool:
    here = _is_from(entry, back)
    return answers_to(entry, key) and (not here or (entry.source is not None and entry.source.row == row))


def named_rows(day: Day, keys: Iterable[Key]) -> list[str]:
    """Rows as people call them: by the number of the task and of the measure, or by the figure."""
    return list(dict.fromkeys(_named_row(day.by_id.get(key.issue), key) for key in keys))


def _named_row(judgement: Judgement | None, key: Key) -> str:
    if judgement is None:
        return str(key)
    baseline = judgement.baseline
    if key.target is not None and key.target <= len(baseline.targets):
        return f"{baseline.number} {baseline.figure_name(key.target, key.part)}"
    if key.measure is not None and key.measure <= len(baseline.measures):
        mark = baseline.measures[key.measure - 1].mark
        return f"{baseline.number}{mark if mark and not mark[0].isdigit() else f'/{key.measure}'}"
    return str(baseline.number)


def rounds_report(day: Day) -> Report:
    """The rounds that have been sent out by the day, the last first, with how many units have answered."""
    records: list[dict[str, Any]] = []
    for one in sorted(
        day.ledger.rounds, key=lambda one: (min(a.date for a in one.asked), one.id), reverse=True
    ):
        told = answers(day, one)
        if told:
            states = Counter(each.state(day.as_of) for each in told)
            records.append(
                {
                    "round": one.id,
                    "date": min(each.asked for each in told),
                    "reply_due": max(each.due for each in told),
                    "asked_units": len(told),
                    **{state.value: states[state] for state in Answer},
                    "vague": sum(1 for each in told if each.vague),
                    "still_open": sum(1 for each in told if each.still),
                    "unanswered_units": [e.unit for e in told if e.state(day.as_of) is Answer.UNANSWERED],
                }
            )
    return Report(
        kind="rounds",
        columns=(
            Column("round"),
            Column("date"),
            Column("reply_due"),
            Column("asked_units", right=True),
            Column("answered", right=True),
            Column("answered_late", right=True),
            Column("vague", right=True),
            Column("still_open", right=True),
            Column("not_due", right=True),
            Column("sent_back", right=True),
            Column("unanswered", right=True),
        ),
        records=tuple(records),
        as_of=day.as_of,
        title=Message("round.all", {"as_of": day.as_of, "count": len(records)}),
        empty=Message("round.none"),
    )


def round_report(day: Day, one: Round) -> Report:
    """The units of a round, those that have not answered first."""
    order = (Answer.UNANSWERED, Answer.SENT_BACK, Answer.LATE, Answer.NOT_DUE, Answer.ANSWERED)
    told = sorted(answers(day, one), key=lambda each: order.index(each.state(day.as_of)))
    records = [
        {
            "unit": each.unit,
            "answer": each.state(day.as_of).value,
            "reply_due": each.due,
            "first": each.first,
            "last_record": each.last,
            "days_overdue": _late(each, day.as_of),
            "entries": each.records,
            "ids": list(each.issues),
            "vague": list(each.vague),
            "back_why": list(each.back.why) if each.back is not None and each.first is None else [],
            "still_open": [str(key) for key in each.still],
        }
        for each in told
    ]
    lines = [
        record | {"still_open": named_rows(day, each.still)}
        for each, record in zip(told, records, strict=True)
    ]
    states = Counter(record["answer"] for record in records)
    counts = {state.value: states[state.value] for state in Answer}
    more = {"vague": sum(1 for each in told if each.vague), "still_open": sum(1 for e in told if e.still)}
    return Report(
        kind="round",
        columns=(
            Column("unit", grow=2),
            Column("answer", words="answer"),
            Column("reply_due"),
            Column("first"),
            Column("days_overdue", right=True, mark=True),
            Column("entries", right=True),
            Column("ids", grow=2),
            Column("vague", grow=2),
            Column("back_why", grow=2, words="round_why"),
            Column("still_open", grow=2),
        ),
        records=tuple(records),
        lines=tuple(lines),
        as_of=day.as_of,
        title=Message("round.title", {"round": one.id, "as_of": day.as_of, "units": len(told), **counts}),
        summary={"round": one.id, "counts": {**counts, **more}},
        empty=Message("round.none"),
    )


def _late(each: UnitAnswer, as_of: date) -> int | None:
    days = ((each.first or as_of) - each.due).days
    return days if days > 0 else None


class SentForm(NamedTuple):
    """A form that is sent out: to whom, how many things it asks about, how many of these are late, the first
    day of them, and the file it is in."""

    unit: str
    rows: int
    late: int
    earliest: date | None
    file: str


def dispatch_report(name: str, due: date, sent: Sequence[SentForm], asked: date) -> Report:
    """One line a form."""
    return Report(
        kind="dispatch",
        columns=(
            Column("unit", grow=1),
            Column("rows", right=True),
            Column("late", right=True),
            Column("earliest"),
            Column("file", grow=2),
        ),
        records=tuple(one._asdict() for one in sent),
        as_of=asked,
        title=Message("round.sent", {"round": name, "due": due, "count": len(sent)}),
        summary={"round": name, "due": due, "asked": asked},
    )
