"""The one clock: today is the date at UTC+08:00, whatever the zone and the language of the machine."""

# ruff: noqa: SIM300 - what is expected stands first

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import product

import pytest

from cli_tools import run_json
from ledger import today as clock

ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati")
LANGUAGES = ("zh_CN.UTF-8", "C")
DAY = datetime(2025, 6, 30, tzinfo=UTC)
MOMENTS = [DAY + timedelta(hours=hour, minutes=30) for hour in range(24)]
PLACES = list(product(ZONES, LANGUAGES))
COMBINATIONS = [(*place, moment) for place, moment in product(PLACES, MOMENTS)]


def in_china(moment: datetime) -> date:
    """The date eight hours east of Greenwich, by plain arithmetic."""
    return (moment.replace(tzinfo=None) + timedelta(hours=8)).date()


@contextmanager
def machine(zone: str, language: str, moment: datetime) -> Iterator[type[datetime]]:
    """A machine that stands in ``zone``, speaks ``language``, and whose clock shows ``moment``.

    Yields the class that takes the place of ``datetime`` there.
    """

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Stopped":
            return cls.fromtimestamp(moment.timestamp(), tz)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        patch.setenv("LANG", language)
        patch.setattr(clock, "datetime", Stopped)
        time.tzset()
        try:
            yield Stopped
        finally:
            patch.undo()
            time.tzset()


def test_there_are_192_combinations() -> None:
    """Four zones, two languages, every hour of a day."""
    assert 192 == len(COMBINATIONS)


@pytest.mark.parametrize(("zone", "language"), PLACES)
def test_today_at_every_hour(zone: str, language: str) -> None:
    """At each of 24 hours the answer is the date in China."""
    for moment in MOMENTS:
        with machine(zone, language, moment):
            assert in_china(moment) == clock.today(), moment


def test_canary_the_local_date_is_wrong_for_some() -> None:
    """What ``date.today()`` says on such a machine differs in some of the 192, and so would be noticed."""
    wrong: dict[str, int] = dict.fromkeys(ZONES, 0)
    for zone, language, moment in COMBINATIONS:
        with machine(zone, language, moment) as stopped:
            wrong[zone] += stopped.now().date() != in_china(moment)
    # by hand: 16 to 23 hours UTC; never; New York is 12 hours behind China, Kiritimati 6 hours ahead
    assert {"UTC": 16, "Asia/Shanghai": 0, "America/New_York": 24, "Pacific/Kiritimati": 12} == wrong


@pytest.mark.parametrize(("zone", "language"), PLACES)
@pytest.mark.parametrize("midnight", ["2024-02-29", "2024-12-31", "2025-01-01", "2025-03-09", "2025-11-02"])
def test_day_changes_at_midnight_in_china(zone: str, language: str, midnight: str) -> None:
    """23:59:59 is still the day before, 00:00:00 is the day; also on days when clocks elsewhere are changed."""
    day = date.fromisoformat(midnight)
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)
    with machine(zone, language, first - timedelta(seconds=1)):
        assert day - timedelta(days=1) == clock.today()
    with machine(zone, language, first - timedelta(microseconds=1)):
        assert day - timedelta(days=1) == clock.today()
    with machine(zone, language, first):
        assert day == clock.today()
    with machine(zone, language, first + timedelta(hours=24, seconds=-1)):
        assert day == clock.today()


@pytest.mark.parametrize(("zone", "language"), PLACES)
def test_commands_judge_by_that_day(zone: str, language: str) -> None:
    """Without ``--as-of`` an answer is as of the day in China, one second before and after its midnight."""
    midnight = datetime(2024, 12, 31, 16, tzinfo=UTC)
    for moment, expected in ((midnight - timedelta(seconds=1), "2024-12-31"), (midnight, "2025-01-01")):
        with machine(zone, language, moment):
            result = run_json("list", env={"TZ": zone, "LANG": language})
        assert 0 == result.code
        assert f'"as_of": "{expected}"' in result.out
