"""Dates as official documents write them (2024年12月底前, “十四五”末, 立行立改…) → days.

Text is compared in half-width form, character for character, so that places found here are places in the
original.  前 includes the day itself; what looks like a date is a day, a mention, or told as a doubt.  The
grammar itself is in ``dates.py``.
"""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ledger.model.baseline import Deadline
from ledger.plans.comparisons import DEEDS
from ledger.plans.dates import Found, scan
from ledger.plans.labels import Words, words
from ledger.plans.width import half_width

# what is done, directly after a date without 前 or 底: “2025年启动建设” means by the end of 2025
_DEED = re.compile(
    r"[ \t]{0,4}(?:力争|确保)?(?:全面|全部|基本|彻底)?"
    r"(?:新增|启动|开工|动工|建成|完成|实现|达到|投产|投运|投用|投入(?:使用|运行|运营|生产)|竣工|完工|主体(?:工程)?(?:完工|建成|封顶)|通水|并网"
    r"|试(?:运行|生产)|封场|闭库|销号|关停|拆除|取缔|消除|达标|清零|验收|通过)(?!了|的|过|率|量|情况)"
)
# a year and how much is done in it, or reached: 2025年新建管网150公里, 2025年利用率达到25%
_AMOUNT = re.compile(
    rf"[ \t]{{0,4}}(?:力争|确保|计划|要)?(?:{DEEDS})"
    r"(?!了|的|过|率|量|情况|工作|任务|计划|方案|期间|项目的|中|后|时)[^,;。、0-9的已]{0,16}[0-9]"
    r"|[^,;。、0-9的已]{2,20}(?:率|比例|比重|浓度|面积|能力|数)"
    r"(?:达到|不低于|不高于|提高到|提升到|下降到|降到|不少于|不超过|控制在)[0-9]"
)
_COMMITS = re.compile(
    r"新增|启动|开工|建成|完成|实现|达到|投产|投运|竣工|完工|关停|拆除|取缔|消除|达标|清零|验收|整改|治理|整治|建立|改造|修复|退出"
    r"|(?:下降|降低|减少|压减|提高|提升|增长|控制在|保持|不低于|不少于|不高于|不超过|达)[^,;。]{0,12}[0-9]"
)
# a year that only says which: 2024年目标任务, 2024年3月印发的
_ATTRIBUTE = re.compile(
    r"(?:度(?!内)|的|期间|目标|任务|计划|规划|方案|指标|考核|工作|重点|预算|数据|统计|报告|清单|督察|同期|版|修订"
    r"|(?:完成|建成|投产|实施|启动)的|印发|下发|发布|出台|批准|批复|核定|通报|公布|发现|排查)"
)
_PAST = re.compile(r"已|未|以来|曾|统计|超标|存在|发生|反馈|指出|交办|督察发现|督察组")
_STOP = re.compile(r"[,;。\n]")

_ALONE = r"|^[ \t]*(?:常态化|长期|持续)[ \t。]*$"
"""What means 长期坚持 only where nothing else is said."""


@lru_cache(maxsize=16)
def _immediate(known: Words) -> re.Pattern[str]:
    return re.compile("|".join(known.listed("immediate")))


@lru_cache(maxsize=16)
def _sustained(known: Words) -> re.Pattern[str]:
    return re.compile("|".join(known.listed("sustained")) + _ALONE)


# a date that has been read stands as \0 in what is left
_FILLER = re.compile(
    r"\(已(?:经)?完成(?:整改)?[,、\s]*\)"
    r"|(?:到|至|于|在|截[止至](?:到|至|于)?|不得?[晚迟]于|最[晚迟]于?)?[ \t]{0,4}\0度?"
    r"|[\s,，、;；。.()并和且]"
    r"|(?:全面|全部)?完成(?:整改任务|整改工作|全部整改|整改)?|整改(?:到位|完成)|(?:通过|完成)?验收(?:销号)?|销号"
)
# what of a task is done by a day that is not the last, and what says that all of it is
_PART = re.compile(r"[^0-9原延调未不或]{0,4}[^原延调未或]{1,24}")
_ALL = re.compile(
    r"(?:全部|全面|彻底|最终|整体)(?:完成|建成|整改|落实|达标|验收|销号)(?:整改|整治|治理|任务|工作|目标|到位|销号|并|通过|验收)*"
)
_SHARE = re.compile(r"(?:完成|达到|实现|建成)(?:[0-9.]{1,8}(?:%|[^0-9,;。]{1,8})|一半|过半)")
_RANGE = re.compile("[至到-]")
_EDGE = " \t,;。、()"
_RESULT = re.compile(r"取得(?:明显|显著|阶段性|积极)?(?:成效|进展|效果)")


class DatePhrase(NamedTuple):
    """A date named in a text: the words, their place (start, end) and the last day they mean."""

    text: str
    start: int
    end: int
    due: date


def find_dates(text: str, issued: date | None = None) -> list[DatePhrase]:
    """The dates that a measure or goal commits to, in order.  Names in 《》 and mere mentions are none.

    ``issued`` is the day of issue, where known: 印发后3个月内 is counted from it.
    """
    return list(_in_prose(text, issued)[0])


def find_vague(text: str, issued: date | None = None) -> list[tuple[str, int]]:
    """Words that look like a date but name no day (“6月底前” without a year), with their places."""
    return list(_in_prose(text, issued)[1])


@lru_cache(maxsize=256)
def _in_prose(text: str, issued: date | None) -> tuple[tuple[DatePhrase, ...], tuple[tuple[str, int], ...]]:
    half = mask_names(half_width(text))
    dates, doubts = [], []
    for found in scan(half, issued):
        if found.mention or _is_past(half, found) or (found.bare and _is_mention(half, found)):
            continue
        said = text[found.start : found.end]
        if found.due is not None and (not found.bare or _is_asked(half, found)):
            dates.append(DatePhrase(said, found.start, found.end, found.due))
        else:
            doubts.append((said, found.start))
    return tuple(dates), tuple(doubts)


def _is_asked(half: str, found: Found) -> bool:
    """Whether a bare date is followed by what is to be done by then, or led up to by 到."""
    if _DEED.match(half, found.end + (half[found.end : found.end + 1] == ",")):
        return True
    if half[found.end - 1] == "年" and _AMOUNT.match(half, found.end):
        return not _PAST.search(_clause(half, found.end))
    if _LABELLED.search(half, max(0, found.start - _NEAR), found.start):
        return True  # （责任单位：甲；完成时限：2026年5月）
    led = found.start > 0 and half[found.start - 1] in "到至"
    return led and half[found.end : found.end + 1] in {",", ";"}


def _is_mention(half: str, found: Found) -> bool:
    """Whether a bare date only says which year is meant, or when something was: nothing is asked by then."""
    if _is_asked(half, found):
        return False
    if _ATTRIBUTE.match(half, found.end):
        return True
    clause = _clause(half, found.end)
    if _PAST.search(clause):
        return True
    # a year with nothing to be done in it; a month or day with it may be one of a meeting, and is told
    return half[found.end - 1] == "年" and bool(clause.strip(" ,")) and not _COMMITS.search(clause)


def _is_past(half: str, found: Found) -> bool:
    """Whether it is the day by which something was (截至2024年6月底，已…; 已于2024年底前…)."""
    before = half[max(found.start - _NEAR, 0) : found.start]
    if _DONE.search(before) or (found.bare and _BASE.search(before)):
        return True
    return bool(_UP_TO.search(before)) and bool(_PAST.search(_clause(half, found.end)))


def _clause(half: str, position: int) -> str:
    """What follows in the clause, or in the next one where a comma comes first."""
    stop = _STOP.search(half, position + (half[position : position + 1] == ","), position + _CLAUSE)
    return half[position : stop.start() if stop else position + _CLAUSE]


_NEAR = 5
_LABELLED = re.compile(r"(?:时限|期限|时间|节点)\s?:\s?\Z")
_DONE = re.compile(r"已经?(?:于|在)?\Z")
_BASE = re.compile(r"(?:[相对]?[较比]|与)\Z")  # 较2024年下降30%: the year that it is held against
_UP_TO = re.compile(r"(?:截[至止](?:到|至)?|以|按)\Z")
_CLAUSE = 60  # as far as a clause is looked through


def mask_names(text: str) -> str:
    """The same text, as long, with titles in 《》 blotted out: years and figures in names mean nothing."""
    pieces, position = [], 0
    while (start := text.find("《", position)) >= 0 and (end := text.find("》", start)) >= 0:
        pieces += [text[position:start], "□" * (end + 1 - start)]
        position = end + 1
    return "".join([*pieces, text[position:]]) if pieces else text


class DeadlineReading(NamedTuple):
    """A 整改时限 line read: the deadline, what was left over, and the days of parts that it names."""

    deadline: Deadline
    left: str
    stages: tuple[DatePhrase, ...] = ()


def read_deadline(text: str, issued: date | None = None) -> DeadlineReading:
    """Read a 整改时限 line.

    Returns the deadline and what was left over: empty when everything was understood.  With something left
    over the deadline has no date, because half an understanding may be a wrong one.  Where several dates are
    named and the words say which is the last (6月底前基本完成，10月底前全面完成), the others are ``stages``.
    ``issued`` is the day of issue, where known.
    """
    return deadline_by(text, issued, words())


@lru_cache(maxsize=1024)
def deadline_by(text: str, issued: date | None, known: Words) -> DeadlineReading:
    """Read a 整改时限 line by these words; see :func:`read_deadline`."""
    half = half_width(text)
    at_once, for_good = _immediate(known), _sustained(known)
    immediate = at_once.search(half) is not None
    rest = _blank(at_once, half)
    sustained = for_good.search(rest) is not None
    rest = _blank(for_good, rest)
    founds = [found for found in scan(rest, issued) if not found.mention]
    read = rest
    due: date | None = None
    stages: tuple[DatePhrase, ...] = ()
    if len(founds) == 1 and founds[0].due is not None:
        due = founds[0].due
        rest = rest[: founds[0].start] + "\0" + rest[founds[0].end :]
        if _RANGE.search(half, founds[0].start, founds[0].end):
            rest = rest.replace("自\0", "\0").replace("从\0", "\0")
        if sustained:  # what is kept up for good is held against the day of its first results
            rest = _RESULT.sub("", rest)
    elif len(founds) > 1:
        due, stages = _stages(text, rest, founds)
        rest = "" if due else rest
    rest = _FILLER.sub("", rest)
    if rest:
        rest = _FILLER.sub("", read)  # with the dates that were read and do not count
        due, stages = None, ()
    elif due is None and not immediate and not sustained:
        rest = half or "?"
    unread = bool(rest)
    deadline = Deadline(text=text, due=due, immediate=immediate, sustained=sustained, unread=unread)
    return DeadlineReading(deadline, rest, stages)


def _blank(said: re.Pattern[str], half: str) -> str:
    """The text without these words, as long, so that places stay."""
    return said.sub(lambda m: " " * len(m[0]), half)


def _stages(text: str, half: str, founds: list[Found]) -> tuple[date | None, tuple[DatePhrase, ...]]:
    """The last day of several, and the parts that are due before: where the words say which is which."""
    days = [found.due for found in founds]
    ends = [found.start for found in founds[1:]] + [len(half)]
    said = [half[found.end : end].strip(_EDGE) for found, end in zip(founds, ends, strict=True)]
    if _FILLER.sub("", half[: founds[0].start]) or any(day is None for day in days):
        return None, ()
    known = [day for day in days if day is not None]
    if said[0] in {"其中", "完成,其中", "完成整改,其中"}:
        if not all(_SHARE.fullmatch(one) for one in said[1:]) or max(known[1:]) >= known[0]:
            return None, ()
        return known[0], _parts(text, founds[1:], ends[1:])
    rising = all(one < other for one, other in pairwise(known))
    if rising and _ALL.fullmatch(said[-1]) and all(_PART.fullmatch(one) for one in said[:-1]):
        return known[-1], _parts(text, founds[:-1], ends[:-1])
    return None, ()


def _parts(text: str, founds: list[Found], ends: list[int]) -> tuple[DatePhrase, ...]:
    parts = []
    for found, end in zip(founds, ends, strict=True):
        said = text[found.start : end].rstrip(" \t\u3000,，;；。、()（）")
        if found.due is not None:
            parts.append(DatePhrase(said, found.start, found.start + len(said), found.due))
    return tuple(parts)
