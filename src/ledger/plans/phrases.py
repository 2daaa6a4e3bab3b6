"""Dates as official documents write them (2024年12月底前, “十四五”末, 立行立改…) → days.

Text is compared in half-width form, character for character, so that places found here are places in the
original.  前 includes the day itself; 月底, 年底, 季度末 and 上半年 are computed from the calendar.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ledger.model.baseline import Deadline
from ledger.plans.numerals import read_numeral
from ledger.plans.width import half_width

# a five-year plan ends on the last day of its fifth year
_FIVE_YEAR = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PRIOR = r"(?:之前|以前|前)"
_YEAR = r"(?P<y>[12][0-9]{3})\s*年"
_QUARTER = r"第?(?P<q>[一二三四1-4])\s*季度"
# what is done, directly after a year or half-year without 前 or 底: “2025年启动建设” means by the end of 2025
_DEED = r"(?:新增|启动|开工|建成|完成|实现|达到|投产|投运|竣工|全面完成|全部完成)"

_IN_PROSE = re.compile(
    rf"""(?<![0-9\-])
    (?:{_YEAR}\s*(?:
        (?P<m>[0-9]{{1,2}})\s*月\s*(?:
            (?P<d>[0-9]{{1,2}})\s*日\s*(?:{_PRIOR}|(?={_DEED}))
          | (?:月?[底末])\s*{_PRIOR}?
          | 份?(?={_DEED})
        )
      | (?P<half>[上下])半年(?:[底末]?\s*{_PRIOR}|[底末]|(?={_DEED}))
      | {_QUARTER}(?:[底末]?\s*{_PRIOR}|[底末]|(?={_DEED}))
      | 年?[底末]\s*{_PRIOR}?
      | 年?内(?={_DEED})
      | (?={_DEED})
      | (?<=[到至][12][0-9][0-9][0-9]年)(?=[,;])
      )
    | ["“”]?(?P<plan>十[二三四五六]五)["“”]?(?:规划)?(?:期?末|末期)\s*{_PRIOR}?
    )""",
    re.VERBOSE,
)
_AS_DEADLINE = re.compile(
    rf"""(?:{_YEAR}\s*(?:
        (?P<m>[0-9]{{1,2}})\s*月\s*(?:
            (?:(?P<d1>[0-9]{{1,2}})\s*日?\s*[-至]\s*(?:(?P<m2>[0-9]{{1,2}})\s*月\s*)?)?(?P<d>[0-9]{{1,2}})\s*日\s*{_PRIOR}?
          | [-至]\s*(?P<m3>[0-9]{{1,2}})\s*月(?:[底末])?\s*{_PRIOR}?
          | 份?(?:月?[底末]\s*{_PRIOR}?)?
        )
      | (?P<half>[上下])半年[底末]?\s*{_PRIOR}?
      | {_QUARTER}[底末]?\s*{_PRIOR}?
      | (?:年?[底末]\s*{_PRIOR}?|内|年内)?
      )
    | (?P<y2>[12][0-9]{{3}})[.\-/](?P<n>[0-9]{{1,2}})[.\-/](?P<k>[0-9]{{1,2}})日?\s*{_PRIOR}?
    | ["“”]?(?P<plan>十[二三四五六]五)["“”]?(?:规划)?(?:期?末|末期|期间|期内)\s*{_PRIOR}?
    )""",
    re.VERBOSE,
)
# a month or year end that lacks its year, or a month that is only "before": nobody can say which day is meant
_VAGUE = re.compile(
    r"(?<![0-9.])(?:[12][0-9]{3}年\s*)?[0-9]{1,2}\s*月\s*"
    r"(?:[底末]\s*前?|[0-9]{1,2}\s*日\s*前|前|[-至]\s*[0-9]{1,2}\s*月)"
    r"|今年[底末内]|(?<![0-9])年[底末]前|(?<![0-9])年内"
    r"|(?:第[一二三四1-4]|[一二三四])季度(?=[底末前内]|开工|完成|建成)"
)
_MAY_BE_VAGUE = re.compile("月|今年|年底|年末|年内|季度")
_MAY_HOLD = re.compile("[0-9０-９]\\s*年|[二三四五六]五")
_IMMEDIATE = re.compile(r"立行立改|立知立改|即知即改|立查立改|立即整改")
_SUSTAINED = re.compile(r"长期坚持|长期整改|持续整改|持续推进|长期推进")
_FILLER = re.compile(r"[\s,，、;；。.()并和且到于在]|完成(?:整改)?|整改到位")


class DatePhrase(NamedTuple):
    """A date named in a text: the words, their place (start, end) and the last day they mean."""

    text: str
    start: int
    end: int
    due: date


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int | None) -> date | None:
    """The day, or the last of its month; ``None`` for 13月 or 2月30日."""
    try:
        return _last_day(year, month) if day is None else date(year, month, day)
    except ValueError:
        return None


def _due(found: re.Match[str]) -> date | None:
    group = found.groupdict()
    if group["plan"]:
        return date(_FIVE_YEAR[group["plan"]], 12, 31)
    if group.get("y2"):
        return _day(int(group["y2"]), int(group["n"]), int(group["k"]))
    year = int(group["y"])
    if group["half"]:
        return date(year, 6, 30) if group["half"] == "上" else date(year, 12, 31)
    if group["q"]:
        return _last_day(year, 3 * _QUARTERS[group["q"]])
    if not group["m"]:
        return date(year, 12, 31)
    first, month = int(group["m"]), int(group.get("m3") or group.get("m2") or group["m"])
    begin = _day(year, first, int(group.get("d1") or 1))
    due = _day(year, month, int(group["d"]) if group["d"] else None)
    return due if begin is not None and due is not None and begin <= due else None


def find_dates(text: str) -> list[DatePhrase]:
    """The dates that a measure or goal commits to, in order.  Names in 《》 and ranges of years are none."""
    if not _MAY_HOLD.search(text):  # most measures have no date at all
        return []
    half = mask_names(half_width(text))
    found = []
    for match in _IN_PROSE.finditer(half):
        due = _due(match)
        if due is not None:
            found.append(DatePhrase(text[match.start() : match.end()], match.start(), match.end(), due))
    return found


def find_vague(text: str) -> list[tuple[str, int]]:
    """Words that look like a date but name no day (“6月底前” without a year), with their places."""
    if not _MAY_BE_VAGUE.search(text):
        return []
    half = mask_names(half_width(text))
    covered = [(p.start, p.end) for p in find_dates(text)]
    return [
        (text[m.start() : m.end()], m.start())
        for m in _VAGUE.finditer(half)
        if not any(start <= m.start() < end for start, end in covered)
    ]


def mask_names(text: str) -> str:
    """The same text, as long, with titles in 《》 blotted out: years and figures in names mean nothing."""
    return re.sub(r"《[^》]*》", lambda m: "□" * len(m[0]), text)


_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_CHINESE_COUNT = re.compile("[一二三四五六七八九十]{1,3}(?=[月日])")


def _arabic(half: str) -> str:
    """二〇二五年十二月底 → 2025年12月底."""
    half = _CHINESE_YEAR.sub(lambda m: m[0].translate(_CHINESE_DIGITS), half)
    return _CHINESE_COUNT.sub(lambda m: str(read_numeral(m[0]) or m[0]), half)


@lru_cache(maxsize=1024)
def read_deadline(text: str) -> tuple[Deadline, str]:
    """Read a 整改时限 line.

    Returns the deadline and what was left over: empty when everything was understood.  With something left
    over the deadline has no date, because half an understanding may be a wrong one.
    """
    half = _arabic(half_width(text))
    immediate = _IMMEDIATE.search(half) is not None
    rest = _IMMEDIATE.sub("", half)
    sustained = _SUSTAINED.search(rest) is not None
    rest = _SUSTAINED.sub("", rest)
    dates = list(_AS_DEADLINE.finditer(rest))
    due = _due(dates[0]) if len(dates) == 1 else None
    if due is not None:
        rest = rest[: dates[0].start()] + rest[dates[0].end() :]
    rest = _FILLER.sub("", rest)
    if rest:
        due = None
    elif due is None and not immediate and not sustained:
        rest = half or "?"
    unread = bool(rest)
    return Deadline(text=text, due=due, immediate=immediate, sustained=sustained, unread=unread), rest
