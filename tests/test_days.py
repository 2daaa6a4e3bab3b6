"""Counting days: working days as the State Council arranged them, months that end where a month ends."""

# ruff: noqa: SIM300 - what is expected stands first

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.days import Count, last_day, months_after, notice_days, working_days
from ledger.model.calendar import Calendar
from ledger.model.plan import Policy

# -- working days of three years ------------------------------------------------------------------------------

ARRANGED: dict[int, tuple[list[tuple[str, str]], list[str]]] = {
    # 国务院办公厅关于部分节假日安排的通知: first and last day off, then days at a weekend that are worked
    2024: (
        [
            ("01-01", "01-01"),  # 元旦
            ("02-10", "02-17"),  # 春节
            ("04-04", "04-06"),  # 清明节
            ("05-01", "05-05"),  # 劳动节
            ("06-10", "06-10"),  # 端午节
            ("09-15", "09-17"),  # 中秋节
            ("10-01", "10-07"),  # 国庆节
        ],
        ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    ),
    2025: (
        [
            ("01-01", "01-01"),
            ("01-28", "02-04"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("05-31", "06-02"),
            ("10-01", "10-08"),  # 国庆节、中秋节
        ],
        ["01-26", "02-08", "04-27", "09-28", "10-11"],
    ),
    2026: (
        [
            ("01-01", "01-03"),
            ("02-15", "02-23"),
            ("04-04", "04-06"),
            ("05-01", "05-05"),
            ("06-19", "06-21"),
            ("09-25", "09-27"),
            ("10-01", "10-07"),
        ],
        ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
    ),
}


def each_day(since: date, until: date) -> Iterator[date]:
    """The days from ``since`` to ``until``, both included."""
    return map(date.fromordinal, range(since.toordinal(), until.toordinal() + 1))


def worked_by_the_table() -> dict[date, bool]:
    """Every day of the three years and whether it is worked."""
    table = {
        day: day.isoweekday() <= 5
        for year in ARRANGED
        for day in each_day(date(year, 1, 1), date(year, 12, 31))
    }
    for year, (off, worked) in ARRANGED.items():
        for first, last in off:
            for day in each_day(date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")):
                table[day] = False
        for name in worked:
            day = date.fromisoformat(f"{year}-{name}")
            assert not table[day], f"{day} would be worked anyway"
            table[day] = True
    return table


WORKED = worked_by_the_table()


def days_counted_wrong(counter: Callable[[date, date], int]) -> list[date]:
    """The days of the table that a counter of working days takes for something else."""
    return [day for day, worked in WORKED.items() if counter(day, day) != worked]


def by_the_program(since: date, until: date) -> int:
    """The program's own count; in these years none is a projection."""
    count = working_days(since, until)
    assert not count.projected
    return count.days


def without_weekends(since: date, until: date) -> int:
    """A counter that knows no holidays."""
    return sum(day.isoweekday() <= 5 for day in each_day(since, until))


def test_every_day_of_three_years_is_as_arranged() -> None:
    """2024, 2025 and 2026, day by day: 1,096 days, none counted wrong."""
    assert 366 + 365 + 365 == len(WORKED)
    assert [] == days_counted_wrong(by_the_program)


@pytest.mark.parametrize(("year", "worked"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, worked: int) -> None:
    """A year as one stretch has as many working days as its table."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert worked == sum(WORKED[day] for day in each_day(first, last))
    assert Count(worked, projected=False) == working_days(first, last)


def test_canary_a_counter_that_leaves_out_weekends_alone_is_caught() -> None:
    """Against the table, a counter without holidays is wrong for each holiday on a weekday and each shift."""
    wrong = days_counted_wrong(without_weekends)
    assert date(2025, 10, 1) in wrong
    assert date(2025, 9, 28) in wrong
    shifted = [day for day in wrong if WORKED[day]]
    assert sum(len(worked) for _, worked in ARRANGED.values()) == len(shifted)
    assert len(wrong) > 2 * len(shifted)


@given(st.integers(0, len(WORKED) - 1), st.integers(-10, 999))
def test_any_stretch_is_the_sum_of_its_days(first: int, length: int) -> None:
    """From any day to any other; a stretch that runs backwards has none."""
    days = list(WORKED)
    since, until = days[first], days[max(min(first + length, len(days) - 1), 0)]
    expected = sum(WORKED[day] for day in each_day(since, until))
    assert Count(expected, projected=False) == working_days(since, until)


# -- public notices -------------------------------------------------------------------------------------------

WORKING, BY_CALENDAR = Policy(), Policy(publicity_count="calendar")


def test_notice_over_national_day_is_shorter_than_it_says() -> None:
    """29 September to 10 October 2025: ten days from Monday to Friday, of which four are worked."""
    since, until = date(2025, 9, 29), date(2025, 10, 10)
    assert 10 == without_weekends(since, until)
    assert Count(4, projected=False) == notice_days(since, until, WORKING, None)
    assert date(2025, 10, 17) == last_day(since, 10, WORKING, None)


def test_notice_by_calendar_days() -> None:
    """Where the office counts calendar days, holidays and weekends count; both ends are included."""
    since = date(2025, 10, 1)
    assert Count(7, projected=False) == notice_days(since, date(2025, 10, 7), BY_CALENDAR, None)
    assert Count(1, projected=False) == notice_days(since, since, BY_CALENDAR, None)
    assert Count(0, projected=False) == notice_days(since, date(2025, 9, 20), BY_CALENDAR, None)
    assert date(2025, 10, 7) == last_day(since, 7, BY_CALENDAR, None)
    assert Count(7, projected=False) == notice_days(date(2099, 1, 1), date(2099, 1, 7), BY_CALENDAR, None), (
        "a calendar day needs no arrangement"
    )


def test_local_days_come_first() -> None:
    """A local holiday on a weekday is off, a local working day in a national holiday is worked."""
    calendar = Calendar(workdays=(date(2025, 10, 7),), holidays=(date(2025, 9, 30), date(2025, 10, 11)))
    since, until = date(2025, 9, 29), date(2025, 10, 11)
    # 29 September, 7, 9 and 10 October; the national arrangement has 30 September and 11 October too
    assert 5 == working_days(since, until).days
    assert 4 == working_days(since, until, calendar).days
    assert [1, 0, 1, 0] == [
        working_days(day, day, calendar).days
        for day in (since, date(2025, 9, 30), date(2025, 10, 7), date(2025, 10, 11))
    ]


def test_day_both_worked_and_off_is_worked() -> None:
    """A local table that names a day twice: what says that it is worked is the narrower exception."""
    day = date(2025, 10, 1)
    assert 1 == working_days(day, day, Calendar(workdays=(day,), holidays=(day,))).days


def test_year_without_an_arrangement_is_projected() -> None:
    """For a year that is not arranged yet only weekends are left out, and the count says so."""
    monday, sunday = date(2099, 6, 1), date(2099, 6, 7)
    assert 1 == monday.isoweekday()
    assert Count(5, projected=True) == working_days(monday, sunday)
    assert Count(5, projected=True) == notice_days(monday, sunday, WORKING, None)


def test_one_projected_day_makes_the_count_a_projection() -> None:
    """A stretch that reaches into a year without an arrangement is a projection as a whole."""
    last_known = max(
        year for year in range(2026, 2099) if not working_days(date(year, 1, 1), date(year, 1, 1)).projected
    )
    eve = date(last_known, 12, 31)
    assert not working_days(date(last_known, 12, 1), eve).projected
    assert working_days(date(last_known, 12, 1), eve + timedelta(1)).projected


def test_local_days_are_no_projection() -> None:
    """What a local table says of a year without an arrangement is known."""
    monday, tuesday = date(2099, 6, 1), date(2099, 6, 2)
    calendar = Calendar(workdays=(monday,), holidays=(tuesday,))
    assert Count(1, projected=False) == working_days(monday, tuesday, calendar)
    assert Count(2, projected=True) == working_days(monday, date(2099, 6, 3), calendar)


_DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
_CALENDARS = st.none() | st.builds(
    lambda workdays, holidays: Calendar(workdays=tuple(workdays), holidays=tuple(holidays)),
    st.lists(st.dates(date(2025, 9, 1), date(2025, 10, 31)), max_size=5),
    st.lists(st.dates(date(2025, 9, 1), date(2025, 10, 31)), max_size=5),
)


@given(
    since=_DAYS | st.dates(date(2025, 9, 1), date(2025, 10, 31)),
    needed=st.integers(1, 60),
    policy=st.sampled_from([WORKING, BY_CALENDAR]),
    calendar=_CALENDARS,
)
def test_last_day_is_the_inverse_of_notice_days(
    since: date, needed: int, policy: Policy, calendar: Calendar | None
) -> None:
    """A notice up to its last day is as long as was asked for, and one day less is too short."""
    last = last_day(since, needed, policy, calendar)
    assert needed == notice_days(since, last, policy, calendar).days
    assert needed - 1 == notice_days(since, last - timedelta(1), policy, calendar).days


def test_last_day_ends_where_nothing_is_worked() -> None:
    """A search among days that are never worked comes to an end."""
    since = date(2025, 1, 1)
    calendar = Calendar(holidays=tuple(each_day(since, since + timedelta(1200))))
    assert since < last_day(since, 1, WORKING, calendar) < since + timedelta(1200)


def test_longest_stretch_is_bounded() -> None:
    """A typing slip of a thousand years is neither an error nor a wait."""
    assert working_days(date(2025, 1, 1), date.max).days < 1000
    assert 3_000_000 > notice_days(date(2025, 1, 1), date.max, BY_CALENDAR, None).days > 2_000_000


# -- months ---------------------------------------------------------------------------------------------------

MONTH_ENDS = [
    date(year, month, monthrange(year, month)[1]) for year in range(1900, 2101) for month in range(1, 13)
]


def by_the_calendar(day: date, months: int) -> date:
    """The same day of a later month, or the last one that the month has."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_added_wrong(adder: Callable[[date, int], date], days: list[date]) -> int:
    """How many of ``days`` × 36 sums an adder of months gets wrong."""
    return sum(adder(day, n) != by_the_calendar(day, n) for day in days for n in range(1, 37))


def test_months_after_every_month_end() -> None:
    """2,412 month ends × 36 months: the day stays, or is the last of a shorter month."""
    assert 2412 == len(MONTH_ENDS)
    assert 0 == months_added_wrong(months_after, MONTH_ENDS)


def test_months_after_every_day_of_a_leap_year_and_its_neighbours() -> None:
    """No other day does otherwise: 1,096 days × 36 months."""
    assert 0 == months_added_wrong(months_after, list(each_day(date(2023, 1, 1), date(2025, 12, 31))))


def test_months_never_drift() -> None:
    """Counted from the first day, every January ends on the 31st, however many Februaries lie between."""
    start = date(2024, 1, 31)
    assert {31} == {months_after(start, 12 * n).day for n in range(100)}
    assert [29, 31, 30, 31] == [months_after(start, n).day for n in (1, 2, 3, 4)]
    later = [months_after(start, n) for n in range(400)]
    assert all((b.year - a.year) * 12 + b.month - a.month == 1 for a, b in pairwise(later))


def test_months_after_never_raises() -> None:
    """Beyond the last day that there is, the answer is that day."""
    for n in range(1, 37):
        assert date.max == months_after(date.max, n)
        assert date.max == months_after(date(9999, 12, 1), n)
    assert date(9999, 12, 30) == months_after(date(9999, 11, 30), 1)
    assert date.max == months_after(date(9996, 12, 31), 36)
    assert date.max == months_after(date.min, 10**9)
    assert date.max == months_after(date(2025, 1, 1), 10**30)


def test_canary_thirty_days_are_no_month() -> None:
    """An adder of thirty days a month fails the same table, most of the time."""

    def thirty(day: date, months: int) -> date:
        return day + timedelta(30 * months)

    assert months_added_wrong(thirty, MONTH_ENDS) > len(MONTH_ENDS) * 36 * 0.9


def test_canary_a_month_at_a_time_drifts() -> None:
    """An adder that goes on from the clipped day fails for the long months after a February."""

    def step_by_step(day: date, months: int) -> date:
        for _ in range(months):
            day = by_the_calendar(day, 1)
        return day

    assert months_added_wrong(step_by_step, [date(2024, 1, 31)]) > 0
