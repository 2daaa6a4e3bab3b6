"""Counting days: working days as the State Council arranged them, months that end where a month ends."""

# ruff: noqa: SIM300 - what is expected stands first

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lunar
from ledger.judging.days import Count, notice_count, working_days
from ledger.model.calendar import Calendar
from ledger.model.feasts import statutory_days
from ledger.model.months import months_after
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
    assert Count(4, projected=False) == notice_count(since, until, WORKING, None)
    assert Count(10, projected=False) == notice_count(since, date(2025, 10, 17), WORKING, None)


def test_notice_by_calendar_days() -> None:
    """Where the office counts calendar days, holidays and weekends count; both ends are included."""
    since = date(2025, 10, 1)
    assert Count(7, projected=False) == notice_count(since, date(2025, 10, 7), BY_CALENDAR, None)
    assert Count(1, projected=False) == notice_count(since, since, BY_CALENDAR, None)
    assert Count(0, projected=False) == notice_count(since, date(2025, 9, 20), BY_CALENDAR, None)
    assert Count(7, projected=False) == notice_count(date(2099, 1, 1), date(2099, 1, 7), BY_CALENDAR, None), (
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
    """In a week without a feast of a year that is not arranged weekends are left out, and the count says so."""
    monday, sunday = date(2099, 6, 1), date(2099, 6, 7)
    assert 1 == monday.isoweekday()
    assert Count(5, projected=True) == working_days(monday, sunday)
    assert Count(5, projected=True) == notice_count(monday, sunday, WORKING, None)


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


# -- days off by law, where nothing is arranged ---------------------------------------------------------------

ARRANGED_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
LAST_OF_THE_TABLE = 2100
BY_LAW = Counter(day.year for day in set(statutory_days()))
NAMES = ("Spring Festival", "Tomb-sweeping Day", "Dragon Boat Festival", "Mid-autumn Festival")


def by_law(year: int) -> set[date]:
    """The days off of 全国年节及纪念日放假办法, from the sun and the moon."""
    spring, *others = lunar.feasts(year)
    fixed = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
    return {date(year, *day) for day in fixed} | {
        *others,
        *each_day(spring - timedelta(1), spring + timedelta(2)),
    }


@pytest.mark.skipif(ARRANGED_YEARS[-1] >= 2027, reason="2027 is arranged by now")
@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 12, 21), date(2027, 1, 1), 9),  # 元旦 is a Friday
        (date(2027, 2, 1), date(2027, 2, 12), 8),  # 除夕 is Friday 5 February, 初三 Monday the 8th
        (date(2027, 4, 5), date(2027, 4, 9), 4),  # 清明 is a Monday
        (date(2027, 5, 1), date(2027, 5, 7), 5),  # 劳动节 at a weekend: no other day is off for it
        (date(2027, 9, 13), date(2027, 9, 17), 4),  # 中秋 is a Wednesday
    ],
)
def test_days_off_by_law_in_a_year_that_is_not_arranged(since: date, until: date, days: int) -> None:
    """J38: feasts on weekdays are off though nothing is arranged; the count is a projection."""
    assert Count(days, projected=True) == working_days(since, until)
    assert Count(days, projected=True) == notice_count(since, until, WORKING, None)


def test_a_local_day_comes_before_a_feast() -> None:
    """A feast that is worked here is worked, and that is no projection."""
    day = date(2099, 10, 1)
    assert Count(0, projected=True) == working_days(day, day)
    assert Count(1, projected=False) == working_days(day, day, Calendar(workdays=(day,)))


@pytest.mark.parametrize("year", ARRANGED_YEARS)
def test_the_sun_and_the_moon_make_the_feasts_that_were_arranged(year: int) -> None:
    """The reckoning of the tests, over all the years with an arrangement: the feast is off by its name."""
    for name, day in zip(NAMES, lunar.feasts(year), strict=True):
        if year < 2008 and name != "Spring Festival":
            continue  # a day like any other then
        off, called = chinese_calendar.get_holiday_detail(day)
        assert off
        if called is None:  # a weekend has no name there where an arrangement did not mention it
            assert day.isoweekday() > 5
        elif name == "Mid-autumn Festival":  # may be within 国庆节
            assert called in {name, "National Day"}
        else:
            assert name == called


def test_the_table_is_what_the_sun_and_the_moon_say() -> None:
    """Every year of the table of feasts, and no other."""
    years = range(2025, LAST_OF_THE_TABLE + 1)
    assert set().union(*map(by_law, years)) == set(statutory_days())
    assert list(years) == sorted(BY_LAW)
    assert {12, 13} == set(BY_LAW.values()), "中秋 may be one of the days of 国庆节"
    assert [2089] == [year for year in years if lunar.closest_to_midnight(year) < 2]


def test_canary_a_feast_a_day_off_is_caught() -> None:
    """The reckoning tells a table that has a feast on the day before or after."""
    table = set(statutory_days())
    assert by_law(2027) == {day for day in table if day.year == 2027}
    assert by_law(2027) != {day for day in table if day.year == 2027} ^ {date(2027, 9, 15), date(2027, 9, 16)}


@pytest.mark.parametrize("year", [year for year in ARRANGED_YEARS if year >= 2025])
def test_what_is_off_by_law_was_arranged_to_be_off(year: int) -> None:
    """Since the rule is in force, every day that it names is off; an arrangement adds days to them."""
    mine = {day for day in statutory_days() if day.year == year}
    assert set() == {day for day in mine if chinese_calendar.is_workday(day)}


def test_beyond_the_table_only_weekends_are_off() -> None:
    """Where the feasts are not known, and in the years before the first arrangement."""
    for day in (date(LAST_OF_THE_TABLE + 1, 10, 3), date(1999, 10, 1)):
        assert 1 <= day.isoweekday() <= 5
        assert Count(1, projected=True) == working_days(day, day)
    assert Count(0, projected=True) == working_days(
        date(LAST_OF_THE_TABLE, 10, 1), date(LAST_OF_THE_TABLE, 10, 1)
    )


# -- any stretch, day by day ----------------------------------------------------------------------------------


def one_by_one(since: date, until: date, calendar: Calendar | None) -> Count:
    """Each day looked at by itself."""
    off = set(statutory_days())
    worked, projected = 0, False
    for day in each_day(since, until):
        if calendar is not None and day in calendar.workdays:
            worked += 1
        elif calendar is not None and day in calendar.holidays:
            pass
        elif day.year in ARRANGED_YEARS:
            worked += chinese_calendar.is_workday(day)
        else:
            worked += day.isoweekday() <= 5 and day not in off
            projected = True
    return Count(worked, projected)


_ENDS = [date(year, 12, 31) for year in (2003, 2024, ARRANGED_YEARS[-1], LAST_OF_THE_TABLE)]
_NEAR = st.builds(lambda end, days: end + timedelta(days), st.sampled_from(_ENDS), st.integers(-40, 60))
_LOCAL = st.lists(_NEAR, max_size=8).map(tuple)
_CALENDARS = st.none() | st.builds(
    lambda workdays, holidays: Calendar(workdays=workdays, holidays=holidays), _LOCAL, _LOCAL
)


@given(
    since=_NEAR | st.dates(date(2000, 1, 1), date(2110, 1, 1)),
    length=st.integers(-5, 90),
    calendar=_CALENDARS,
)
def test_any_stretch_is_what_its_days_are_one_by_one(
    since: date, length: int, calendar: Calendar | None
) -> None:
    """Across the first and the last arrangement and the end of the table, with local days or without."""
    until = since + timedelta(length)
    assert one_by_one(since, until, calendar) == working_days(since, until, calendar)


def test_every_arranged_day_is_as_the_library_says() -> None:
    """All the years with an arrangement, day by day."""
    for day in each_day(date(ARRANGED_YEARS[0], 1, 1), date(ARRANGED_YEARS[-1], 12, 31)):
        assert Count(int(chinese_calendar.is_workday(day)), projected=False) == working_days(day, day)


def test_a_stretch_of_thousands_of_years_is_counted() -> None:
    """A typing slip of a thousand years is neither an error nor a wait: nothing goes through the days."""
    ever = working_days(date.min, date.max).days
    assert 2_607_000 < ever < 2_608_000
    split = date(2031, 5, 7)
    assert ever == working_days(date.min, split).days + working_days(split + timedelta(1), date.max).days
    assert 3_000_000 > notice_count(date(2025, 1, 1), date.max, BY_CALENDAR, None).days > 2_000_000


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
