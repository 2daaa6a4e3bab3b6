"""Counting days: months that end where a month ends, and working days with the statutory holidays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.calendar import Calendar
    from ledger.model.plan import Policy


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month; never beyond the last day there is."""
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max


def backfilled(day: date, policy: Policy) -> bool:
    """Whether something happened before the ledger was kept (补录): its record was made afterwards."""
    return policy.adopted is not None and day < policy.adopted


class Count(NamedTuple):
    """A number of days.

    ``projected`` says that for some of them no arrangement of holidays (放假安排) is known, so that only
    weekends were left out.
    """

    days: int
    projected: bool


def notice_days(since: date, until: date, policy: Policy, calendar: Calendar | None) -> Count:
    """The length of a public notice as the policy counts it, both days included."""
    if policy.publicity_count == "calendar":
        return Count(max((until - since).days + 1, 0), projected=False)
    return working_days(since, until, calendar)


def working_days(since: date, until: date, calendar: Calendar | None = None) -> Count:
    """Working days from ``since`` to ``until``, both included.

    Local days come first, then the national arrangement, then Monday to Friday.  A stretch of more than
    :data:`LONGEST` days is counted no further.
    """
    days = list(_working(since, until, calendar))
    return Count(sum(works for works, _ in days), any(projected for _, projected in days))


def last_day(since: date, needed: int, policy: Policy, calendar: Calendar | None) -> date:
    """The last day of a notice that begins on ``since`` and is to be ``needed`` days long."""
    day = since
    while notice_days(since, day, policy, calendar).days < needed and (day - since).days < LONGEST:
        day += timedelta(1)
    return day


LONGEST = 1000
"""Longest stretch of days that is looked at one by one."""


def _working(since: date, until: date, calendar: Calendar | None) -> Iterator[tuple[bool, bool]]:
    """For each day whether it is worked, and whether that is a projection."""
    from chinese_calendar import is_workday

    for number in range(min((until - since).days + 1, LONGEST)):
        day = since + timedelta(number)
        if calendar is not None and day in calendar.workdays:
            yield True, False
        elif calendar is not None and day in calendar.holidays:
            yield False, False
        else:
            try:
                yield is_workday(day), False
            except NotImplementedError:  # the arrangement of that year is not known
                yield day.weekday() < _SATURDAY, True


_SATURDAY = 5
