"""Standing duties: what a measure demands every quarter or year, and yearly disclosure.

Occurrences are computed on each question and never written.  Without a date of issue nobody knows since when
they are owed: they are told with an unknown beginning, and nothing is called missed that no document says was
due.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ledger.judging.owed import Basis, Obligation, Share, What
from ledger.model.months import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.judging.status import Judgement
    from ledger.model.baseline import Recurrence
    from ledger.model.ledger import Ledger


class State(StrEnum):
    """Whether a duty is still open, was missed, is done, or has no known beginning."""

    OWED = "owed"
    MISSED = "missed"
    DONE = "done"
    UNKNOWN = "unknown"


def state_of(duty: Obligation, as_of: date) -> State:
    """How it stands with a duty on a day."""
    if duty.done is not None:
        return State.DONE
    if duty.due is None:
        return State.UNKNOWN
    return State.MISSED if duty.due < as_of else State.OWED


def known_since(ledger: Ledger) -> date | None:
    """The day from which duties are owed: that of issue, else the one from which the ledger is kept."""
    if ledger.plan is None:
        return None
    return ledger.plan.issued or ledger.plan.policy.adopted


def earliest_named(ledger: Ledger) -> date | None:
    """The day of issue or, where that is unknown, the earliest day that the plan names.

    By then it was certainly in force: time for pace is counted from here, never too early.
    """
    if ledger.plan is not None and ledger.plan.issued is not None:
        return ledger.plan.issued
    return ledger.earliest


def recurring(judgement: Judgement, start: date | None, until: date) -> Iterator[Obligation]:
    """The recurring duties of an issue: each period that has begun by ``until``; one without a day where
    neither beginning nor period is known.

    An issue that is withdrawn owes none; one that is completed owes them on only where it is to be kept up,
    or where the measure itself is to be done again and again for good.
    """
    if not judgement.obligations:
        return
    chain = judgement.chain
    for k in chain.all_measures():
        for one in chain.baseline.measures[k - 1].recurring:
            yield from _periods_of(judgement, k, one, start, until)


def _periods_of(
    judgement: Judgement, measure: int, one: Recurrence, start: date | None, until: date
) -> Iterator[Obligation]:
    chain = judgement.chain
    known_as: dict[str, set[str]] = {}  # a unit by its name of the day, and what it was called before
    for name in chain.sharers(measure) or chain.leads:
        unit = chain.units.on(name, judgement.as_of)
        known_as.setdefault(unit, {unit}).add(name)
    units = tuple(known_as)
    told = {
        unit: sorted(
            deed.day
            for deed in chain.deeds
            # a lead's or the office's own record is one for all; what is recorded for somebody is that one's
            if deed.measure == measure
            and (deed.units & known_as[unit] or deed.units & (chain.parties.lead | chain.parties.office))
        )
        for unit in units
    }
    sketch = Obligation(
        What.RECURRING,
        judgement.issue.id,
        tuple(Share(unit, None, None) for unit in units),
        None,
        None,
        None,
        dated=False,
        measure=measure,
        basis=Basis.UNDETERMINED,
        text=one.text,
        number=judgement.baseline.number,
    )
    if start is None or one.months is None:
        if judgement.completed is None or judgement.baseline.deadline.sustained:
            yield sketch
        return
    end = until
    if judgement.completed is not None and not judgement.baseline.deadline.sustained:
        end = min(until, judgement.completed)
    for since, last in periods(start, end, one.months):
        shares = tuple(Share(unit, last, _enough(told[unit], since, last, one.times)) for unit in units)
        days = [share.done for share in shares if share.done is not None]
        done = max(days) if len(days) == len(shares) and days else None
        yield Obligation(
            What.RECURRING, judgement.issue.id, shares, last, last, done, measure=measure,
            basis=Basis.INFERRED, since=since, text=one.text, number=judgement.baseline.number,
        )  # fmt: skip


def _enough(days: Sequence[date], since: date, until: date, times: int) -> date | None:
    """The day on which something had been done often enough in a period."""
    inside = [day for day in days if since <= day <= until]
    return inside[times - 1] if len(inside) >= times else None


def periods(start: date, end: date, months: int) -> Iterator[tuple[date, date]]:
    """The calendar periods of ``months`` (a divisor of 12) from the one of ``start`` to that of ``end``."""
    from dateutil.rrule import MONTHLY, rrule

    first = date(start.year, start.month - (start.month - 1) % months, 1)
    if end < first:
        return
    for moment in rrule(MONTHLY, interval=months, dtstart=_noon(first), until=_noon(end)):
        since = moment.date()
        after = months_after(since, months)
        yield since, after - timedelta(1) if after < date.max else date.max


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a calendar day, not a moment


def disclosures(
    ledger: Ledger, judgements: Iterable[Judgement], start: date | None, as_of: date, until: date
) -> Iterator[Obligation]:
    """Once a year for each responsible unit, up to the year in which the last of its tasks was completed."""
    last: dict[str, date | None] = {}
    for judgement in judgements:
        if not judgement.obligations:
            continue
        for name in judgement.chain.responsible:
            unit = ledger.units.on(name, as_of)
            known = last.get(unit, date.min)
            open_still = known is None or judgement.completed is None
            last[unit] = None if open_still else max(known or date.min, judgement.completed or date.min)
    told: dict[tuple[str, int], date] = {}
    for one in ledger.disclosures:
        if one.date <= as_of:
            key = (ledger.units.on(one.unit, as_of), one.date.year)
            told[key] = min(told.get(key, one.date), one.date)
    for unit, done_by in last.items():
        begin = start if start is not None else date(as_of.year, 1, 1)
        for year in range(begin.year, min(done_by or until, until).year + 1):
            since, end = max(date(year, 1, 1), begin), date(year, 12, 31)
            done = told.get((unit, year))
            yield Obligation(
                What.DISCLOSURE, None, (Share(unit, end, done),), end, end, done, since=since,
                basis=Basis.READ if start is not None else Basis.UNDETERMINED,
            )  # fmt: skip
