"""The feasts of the lunar calendar computed from the sun and the moon, as GB/T 33661-2017 says.

A month begins on the day of the new moon at 120° east; the winter solstice is in the eleventh month; where
thirteen months lie between two solstices, the first without a major solar term is the leap month.  New moon
and sun by the series of Meeus, Astronomical Algorithms, chapters 49 and 25, without the smallest terms: the
moon is right to about a minute, the sun to a quarter of an hour.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import radians, sin

EPOCH = 1721424.5
"""Julian day of the midnight that begins day 0 of :meth:`date.fromordinal`."""
BEIJING = 8 / 24 - 75 / 86400
"""From the time of the series to that of 120° east; how fast the earth turns is known to a minute or two."""


def _sine(degrees: float) -> float:
    return sin(radians(degrees))


@cache
def new_moon(k: int) -> float:
    """Instant of the new moon number ``k``, in days of the calendar (ordinals) at 120° east."""
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun = 2.5534 + 29.1053567 * k
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t**2
    f = 160.7108 + 390.67050284 * k - 0.0016118 * t**2
    terms = (
        (-0.40720, moon),
        (0.17241 * e, sun),
        (0.01608, 2 * moon),
        (0.01039, 2 * f),
        (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun),
        (0.00208 * e**2, 2 * sun),
        (-0.00111, moon - 2 * f),
        (-0.00057, moon + 2 * f),
        (0.00056 * e, 2 * moon + sun),
        (-0.00042, 3 * moon),
        (0.00042 * e, sun + 2 * f),
        (0.00038 * e, sun - 2 * f),
        (-0.00024 * e, 2 * moon - sun),
        (-0.00017, 124.7746 - 1.56375588 * k),
        (0.00033, 299.77 + 0.107408 * k - 0.009173 * t**2),
    )
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2
    return mean + sum(size * _sine(angle) for size, angle in terms) - EPOCH + BEIJING


def sun(day: float) -> float:
    """Apparent longitude of the sun in degrees at an instant, given as :func:`new_moon` gives it."""
    t = (day - BEIJING + EPOCH - 2451545) / 36525
    m = 357.52911 + 35999.05029 * t - 0.0001537 * t**2
    center = (1.914602 - 0.004817 * t) * _sine(m) + 0.019993 * _sine(2 * m) + 0.000289 * _sine(3 * m)
    wobble = 0.00569 + 0.00478 * _sine(125.04 - 1934.136 * t)
    return (280.46646 + 36000.76983 * t + 0.0003032 * t**2 + center - wobble) % 360


def term(year: int, longitude: int) -> int:
    """The day of a year on which the sun comes to a longitude."""
    first = date(year, 1, 1).toordinal()
    return next(day for day in range(first, first + 366) if 0 < (sun(day + 1) - longitude) % 360 < 2)


def _months(year: int) -> Iterator[tuple[int, int, bool]]:
    """The months from the eleventh to the tenth: first day, day after the last, has a major term."""
    before, after = term(year - 1, 270), term(year, 270)
    about = round((year - 2000) * 12.3685)
    starts = [int(new_moon(k)) for k in range(about - 16, about + 16)]
    for first, following in pairwise(starts):
        if before < following <= after:
            yield first, following, sun(first) // 30 != sun(following) // 30


def months(year: int) -> dict[int, date]:
    """The first day of each month of a lunar year but the last two, leap months left out."""
    found = list(_months(year))
    leap = next((n for n, month in enumerate(found) if not month[2]), None) if len(found) == 13 else None
    plain = [date.fromordinal(month[0]) for n, month in enumerate(found) if n != leap]
    return dict(zip((11, 12, *range(1, 11)), plain, strict=True))


def feasts(year: int) -> tuple[date, date, date, date]:
    """春节, 清明, 端午 and 中秋."""
    month = months(year)
    bright = date.fromordinal(term(year, 15))
    return month[1], bright, month[5] + timedelta(4), month[8] + timedelta(14)


def closest_to_midnight(year: int) -> float:
    """How many minutes of midnight the new moons are away that make the feasts of a year."""
    days = [months(year)[n].toordinal() for n in (1, 5, 8)]
    about = round((year - 2000) * 12.3685)
    instants = [new_moon(k) for k in range(about - 16, about + 16) if int(new_moon(k)) in days]
    return min(1440 * min(instant % 1, 1 - instant % 1) for instant in instants)
