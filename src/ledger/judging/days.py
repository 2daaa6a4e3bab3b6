"""Counting days: working days with the statutory holidays, the length of notices."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ledger.model.feasts import statutory_days

if TYPE_CHECKING:
    from ledger.model.calendar import Calendar
    from ledger.model.plan import Policy


def backfilled(day: date, policy: Policy) -> bool:
    """Whether something happened before the ledger was kept (补录): its record was made afterwards."""
    return policy.adopted is not None and day < policy.adopted


def later(day: date, days: int) -> date:
    """``days`` after ``day``, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


class Count(NamedTuple):
    """A number of days.

    ``projected`` (推算) says that it rests on days of which no arrangement of holidays (放假安排) is known:
    there weekends are off, and the days that are off by law.
    """

    days: int
    projected: bool


def notice_count(since: date, until: date, policy: Policy, calendar: Calendar | None) -> Count:
    """The length of a public notice as the policy counts it, both days included."""
    if policy.publicity_count == "calendar":
        return Count(max((until - since).days + 1, 0), projected=False)
    return working_days(since, until, calendar)


def notice_end(since: date, policy: Policy, calendar: Calendar | None) -> tuple[date, bool]:
    """The first day on which a public notice that begins on ``since`` is as long as the policy asks, and
    whether that is projected; the last day there is where none is late enough."""

    def count(ordinal: int) -> Count:
        return notice_count(since, date.fromordinal(ordinal), policy, calendar)

    low, high = since.toordinal(), date.max.toordinal()
    while low < high:  # the count never falls with the day
        middle = (low + high) // 2
        if count(middle).days < policy.publicity_days:
            low = middle + 1
        else:
            high = middle
    return date.fromordinal(low), count(low).projected


def working_days(since: date, until: date, calendar: Calendar | None = None) -> Count:
    """Working days from ``since`` to ``until``, both included.

    Local days come first, then the national arrangement.  In a year that is not arranged, Monday to Friday
    are worked but for the days off by law; beyond the years whose feasts are known, all of them.
    """
    table = _table((), ()) if calendar is None else _table(calendar.workdays, calendar.holidays)
    first, after = since.toordinal(), until.toordinal() + 1
    if after <= first:
        return Count(0, projected=False)
    arranged = max(min(after, table.after) - max(first, table.first), 0)
    local = bisect_left(table.local, after) - bisect_left(table.local, first)
    return Count(table.worked_before(after) - table.worked_before(first), after - first > arranged + local)


class _Table(NamedTuple):
    """Which days are worked.  Days are ordinals, stretches of days are half open.

    ``days`` are those that are not as their weekday says, in order, and ``sums[n]`` is what the first ``n``
    of them add to the count.  From ``first`` to ``after`` the days are arranged, and outside it ``local`` are
    the ones that are known all the same.
    """

    first: int
    after: int
    local: tuple[int, ...]
    days: tuple[int, ...]
    sums: tuple[int, ...]

    def worked_before(self, day: int) -> int:
        """How many days are worked from the first one there is to the eve of ``day``."""
        weeks, rest = divmod(day - 1, 7)  # day 1 is a Monday
        return _WEEK * weeks + min(rest, _WEEK) + self.sums[bisect_left(self.days, day)]


_WEEK = 5
"""Working days of a week."""


@lru_cache(maxsize=8)
def _table(workdays: tuple[date, ...], holidays: tuple[date, ...]) -> _Table:
    """The table for these local days; a day that is both is worked."""
    import chinese_calendar

    first = date(min(chinese_calendar.holidays).year, 1, 1)
    last = date(max(chinese_calendar.holidays).year, 12, 31)
    works = {day: False for day in statutory_days() if not first <= day <= last}
    works |= dict.fromkeys(chinese_calendar.holidays, False)
    works |= dict.fromkeys(chinese_calendar.workdays, True)
    works |= dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True)
    changes = {
        day.toordinal(): 1 if worked else -1
        for day, worked in sorted(works.items())
        if worked == (day.weekday() >= _WEEK)
    }
    return _Table(
        first.toordinal(),
        last.toordinal() + 1,
        tuple(sorted(day.toordinal() for day in {*workdays, *holidays} if not first <= day <= last)),
        tuple(changes),
        tuple(accumulate(changes.values(), initial=0)),
    )
