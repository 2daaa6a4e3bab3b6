"""Standing duties: reviews, what a measure demands every quarter or year, and yearly disclosure.

Occurrences are computed on each question and never written.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.chain import in_effect, offices
from ledger.judging.days import months_after
from ledger.judging.status import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.judging.status import Judgement
    from ledger.model.ledger import Ledger

Recurrence = tuple[int, str, int]
"""A measure, the words that name the period, and its length in months."""


class State(StrEnum):
    """Whether a duty is still open, was missed, or is done."""

    OWED = "owed"
    MISSED = "missed"
    DONE = "done"


class Duty(NamedTuple):
    """One occurrence of a standing duty.

    ``kind`` is ``review``, ``recurring`` or ``disclosure``.  It is owed by each of ``units`` from ``since``
    to ``until``, both included; ``done`` is the day on which it was done.
    """

    kind: str
    units: tuple[str, ...]
    since: date
    until: date
    state: State
    done: date | None = None
    issue: str | None = None
    number: str | None = None
    measure: int | None = None
    text: str | None = None


def duties(
    ledger: Ledger,
    judgements: Sequence[Judgement],
    recurring: Mapping[str, Iterable[Recurrence]],
    as_of: date,
) -> list[Duty]:
    """Every duty that has begun by ``as_of``, by its last day.

    ``recurring`` holds the recurring duties of issues by id.  Where the plan has no date of issue, duties
    begin with the earliest day that the plan itself names: by then it was certainly in force.
    """
    start = known_since(ledger)
    found = [*_reviews(judgements, as_of)]
    if start is not None:
        for judgement in judgements:
            for one in recurring.get(judgement.issue.id, ()):
                found += _recurring(ledger, judgement, one, start, as_of)
        if policy_of(ledger.plan).yearly_disclosure:
            found += _disclosures(ledger, judgements, start, as_of)
    return sorted(found, key=lambda d: (d.until, d.kind, d.issue or "", d.measure or 0, d.units))


def known_since(ledger: Ledger) -> date | None:
    """The day the plan was issued or, where that is unknown, the earliest day that it names."""
    if ledger.plan is not None and ledger.plan.issued is not None:
        return ledger.plan.issued
    named = []
    for issue in ledger.issues:
        baseline = issue.baseline
        named += [m.due for m in baseline.milestones]
        named += [m.due for measure in baseline.measures for m in measure.milestones]
        if baseline.deadline.due is not None:
            named.append(baseline.deadline.due)
    return min(named, default=None)


def _reviews(judgements: Iterable[Judgement], as_of: date) -> Iterator[Duty]:
    for judgement in judgements:
        if judgement.review is not None and judgement.completed is not None:
            baseline = judgement.issue.baseline
            yield Duty(
                "review",
                baseline.responsibility.lead,
                judgement.chain.reviewed or judgement.completed,
                judgement.review,
                State.MISSED if judgement.review < as_of else State.OWED,
                issue=baseline.id,
                number=baseline.number,
            )


def _recurring(
    ledger: Ledger, judgement: Judgement, one: Recurrence, start: date, as_of: date
) -> Iterator[Duty]:
    """A period is met by a record in it that names the measure; the issue's end is the end of its periods."""
    measure, text, months = one
    baseline = judgement.issue.baseline
    end = as_of
    if judgement.completed is not None and not baseline.deadline.sustained:
        end = min(as_of, judgement.completed)
    office = offices(ledger.units, policy_of(ledger.plan))
    told = [
        entry.date
        for entry in in_effect(judgement.issue.entries, as_of, office)
        if entry.type in {"progress", "achieve"} and entry.measure == measure
    ]
    for since, until in periods(start, end, months):
        done = min((day for day in told if since <= day <= until), default=None)
        yield Duty(
            "recurring",
            baseline.responsibility.lead,
            since,
            until,
            _state(done, until, as_of),
            done,
            baseline.id,
            baseline.number,
            measure,
            text,
        )


def periods(start: date, end: date, months: int) -> Iterator[tuple[date, date]]:
    """The calendar periods of ``months`` (a divisor of 12) from the one of ``start`` to that of ``end``."""
    from dateutil.rrule import MONTHLY, rrule

    first = date(start.year, start.month - (start.month - 1) % months, 1)
    if end < first:
        return
    for moment in rrule(MONTHLY, interval=months, dtstart=_noon(first), until=_noon(end)):
        since = moment.date()
        after = months_after(since, months)
        yield since, date.fromordinal(after.toordinal() - 1) if after < date.max else date.max


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a calendar day, not a moment


def _state(done: date | None, until: date, as_of: date) -> State:
    if done is not None:
        return State.DONE
    return State.MISSED if until < as_of else State.OWED


def _disclosures(ledger: Ledger, judgements: Iterable[Judgement], start: date, as_of: date) -> Iterator[Duty]:
    """Once a year for each responsible unit, up to the year in which the last of its tasks was completed."""
    last: dict[str, date | None] = {}
    for judgement in judgements:
        responsibility = judgement.issue.baseline.responsibility
        for unit in ledger.units.expand((*responsibility.lead, *responsibility.support)):
            known = last.get(unit, date.min)
            open_still = known is None or judgement.completed is None
            last[unit] = None if open_still else max(known or date.min, judgement.completed or date.min)
    told: dict[tuple[str, int], date] = {}
    for one in ledger.disclosures:
        if one.date <= as_of:
            key = (one.unit, one.date.year)
            told[key] = min(told.get(key, one.date), one.date)
    for unit, done_by in last.items():
        for year in range(start.year, min(done_by or as_of, as_of).year + 1):
            since, until = max(date(year, 1, 1), start), date(year, 12, 31)
            done = told.get((unit, year))
            yield Duty("disclosure", (unit,), since, until, _state(done, until, as_of), done)
