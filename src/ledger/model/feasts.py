"""The feasts of a year, and the days that all are off by law where no arrangement (放假安排) is published.

The rule is 全国年节及纪念日放假办法 as amended on 10 November 2024 (国务院令第795号), in force since
1 January 2025.  It also gives a day off on a working day (补假) for a feast at a weekend; on which one, only
the arrangement says.  So none is named here, nor any weekend that is worked instead (调休).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def statutory_days() -> Iterator[date]:
    """The days off by law of the years of the table, a day that is two feasts twice; of no other years."""
    for year, (spring, *others) in _moon().items():
        yield from (spring + timedelta(n) for n in (-1, 0, 1, 2))  # 除夕, 初一 to 初三
        yield from others
        yield from (date(year, month, day) for month, day in _FIXED)


def feast_day(feast: str, year: int) -> date | None:
    """The day of 元旦, 春节 (初一), 清明, 劳动, 端午, 中秋 or 国庆 in a year.

    ``None`` for the feasts of the moon and for 清明 in years outside the table.
    """
    if feast in _BY_DATE:
        return date(year, *_BY_DATE[feast])
    days = _moon().get(year)
    return days[_BY_MOON.index(feast)] if days else None


@cache
def _moon() -> dict[int, list[date]]:
    lines = (line.split() for line in _FEASTS.strip().splitlines())
    return {int(year): [date.fromisoformat(f"{year}-{day}") for day in days] for year, *days in lines}


_BY_DATE = {"元旦": (1, 1), "劳动": (5, 1), "国庆": (10, 1)}
_BY_MOON = ("春节", "清明", "端午", "中秋")

_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""元旦, 劳动节, 国庆节."""

_FEASTS = """
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
2027 02-06 04-05 06-09 09-15
2028 01-26 04-04 05-28 10-03
2029 02-13 04-04 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 04-05 06-24 10-01
2032 02-11 04-04 06-12 09-19
2033 01-31 04-04 06-01 09-08
2034 02-19 04-05 06-20 09-27
2035 02-08 04-05 06-10 09-16
2036 01-28 04-04 05-30 10-04
2037 02-15 04-04 06-18 09-24
2038 02-04 04-05 06-07 09-13
2039 01-24 04-05 05-27 10-02
2040 02-12 04-04 06-14 09-20
2041 02-01 04-04 06-03 09-10
2042 01-22 04-04 06-22 09-28
2043 02-10 04-05 06-11 09-17
2044 01-30 04-04 05-31 10-05
2045 02-17 04-04 06-19 09-25
2046 02-06 04-04 06-08 09-15
2047 01-26 04-05 05-29 10-04
2048 02-14 04-04 06-15 09-22
2049 02-02 04-04 06-04 09-11
2050 01-23 04-04 06-23 09-30
2051 02-11 04-05 06-13 09-19
2052 02-01 04-04 06-01 09-07
2053 02-19 04-04 06-20 09-26
2054 02-08 04-04 06-10 09-16
2055 01-28 04-05 05-30 10-05
2056 02-15 04-04 06-17 09-24
2057 02-04 04-04 06-06 09-13
2058 01-24 04-04 06-25 10-02
2059 02-12 04-05 06-14 09-21
2060 02-02 04-04 06-03 09-09
2061 01-21 04-04 06-22 09-28
2062 02-09 04-04 06-11 09-17
2063 01-29 04-05 06-01 10-06
2064 02-17 04-04 06-19 09-25
2065 02-05 04-04 06-08 09-15
2066 01-26 04-04 05-28 10-03
2067 02-14 04-05 06-16 09-23
2068 02-03 04-04 06-04 09-11
2069 01-23 04-04 06-23 09-29
2070 02-11 04-04 06-13 09-19
2071 01-31 04-05 06-02 09-08
2072 02-19 04-04 06-20 09-26
2073 02-07 04-04 06-10 09-16
2074 01-27 04-04 05-30 10-05
2075 02-15 04-04 06-17 09-24
2076 02-05 04-04 06-06 09-12
2077 01-24 04-04 06-24 10-01
2078 02-12 04-04 06-14 09-20
2079 02-02 04-04 06-04 09-10
2080 01-22 04-04 06-22 09-28
2081 02-09 04-04 06-11 09-17
2082 01-29 04-04 06-01 10-06
2083 02-17 04-04 06-19 09-26
2084 02-06 04-04 06-07 09-14
2085 01-26 04-04 05-27 10-03
2086 02-14 04-04 06-15 09-22
2087 02-03 04-04 06-05 09-11
2088 01-24 04-04 06-23 09-29
2089 02-10 04-04 06-13 09-18
2090 01-30 04-04 06-02 09-08
2091 02-18 04-04 06-21 09-27
2092 02-07 04-04 06-09 09-16
2093 01-27 04-04 05-29 10-05
2094 02-15 04-04 06-17 09-24
2095 02-05 04-04 06-06 09-13
2096 01-25 04-04 06-24 09-30
2097 02-12 04-04 06-14 09-20
2098 02-01 04-04 06-04 09-09
2099 01-21 04-04 06-23 09-29
2100 02-09 04-05 06-12 09-18
"""
"""Year; 春节 (正月初一), 清明, 端午 (五月初五), 中秋 (八月十五), by the rules of GB/T 33661-2017.

The libraries sxtwl and lunar_python agree on all of them, and tests/lunar.py computes them again from the sun
and the moon.  The new moon before 中秋 2089 is within minutes of midnight: borax has that feast a day later.
"""
