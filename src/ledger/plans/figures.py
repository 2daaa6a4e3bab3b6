"""Quantities that a plan commits to → targets, and the parts that add up to them.

A figure counts only where the sentence says that it is to be reached (完成, 新增, 达到…).  Figures in names
(《》), ordinals, ranges and thresholds (“1万吨以上的项目”) are none.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.model.baseline import Compare, Target, TargetPart
from ledger.plans.comparisons import COMMITS, DEEDS, MORE, comparing, comparison
from ledger.plans.phrases import DatePhrase, find_dates, mask_names
from ledger.plans.script import simplified
from ledger.plans.width import half_width

_PER = "日|天|年|月|小时|时|h|d|a"
_UNITS = (
    "(?:微克|毫克|纳克|[μµu]g|mg)/(?:立方米|m³|m3|升|L|l)|分贝|dB|平方公里|平方千米|平方米|立方米|㎡|m²|m³"
    "|公里|千米|公顷|千瓦时|千瓦|兆瓦|标准煤|吨|亩|米|元|个百分点|百分点|%|‰|倍"
    "|(?:人|家|户|艘|场|批|台|辆|车|班)次|台套|台\\(套\\)|蒸吨|标方"
    "|座|家|个|台|套|条|处|项|户|辆|眼|口|只|头|所|根|块|宗|件|起|株|棵|人|名|艘|场|片|张"
)
_UNIT = rf"(?:{_UNITS})(?:/(?:{_PER})(?![A-Za-z]))?"
_CHINESE = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_FIGURE = re.compile(
    rf"""(?<![0-9.\-第A-Za-z])(?<![0-9],)
         (?P<value>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}(?![0-9])|[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)
         (?P<odd>[余多](?=[十百千万亿]|{_UNITS}))?[ \t]{{0,4}}(?P<unit>[十百千万亿]{{0,4}}{_UNIT})
         (?P<more>{MORE})?(?![0-9\-])""",
    re.VERBOSE,
)
# 一座, 两处: only where the sentence says "at least"
_AT_LEAST = re.compile(
    rf"(?:至少|不少于)(?:建成|新建|建设|完成|设立|配备)?(?P<figure>(?P<value>[一两二三四五六七八九十])(?P<unit>{_UNITS}))"
)
_MAY_HOLD = re.compile("[0-9０-９]|至少|不少于")
_END = re.compile(r"[,，;；。、)）]|$|的?目标|的?要求")
# what has happened, in the clause of the figure: no commitment
_PAST = re.compile(rf"以来|已经?(?:全部|全面|基本|累计|陆续)?(?:{DEEDS}|累计|投入)|罚款|处罚")
_SO_FAR = re.compile("截[至止]目前|目前(?:已|共|累计)|累计已")
# 8处排口全部完成整治: what all of the things come to, from the figure at the start of the clause on
_AS_SUBJECT = re.compile(
    rf"[^,;。0-9的已未尚没不原曾]{{1,16}}?(?:全部|全面|均|都|逐一|逐个|逐处|一律|限期|按期)(?:要|应|须|得到|予以|完成)?(?:{DEEDS})"
    r"(?!的|了|率|前|后|过程|期间|情况)"
)
_LEADS_UP = re.compile(r"(?:确保|力争|争取|实现|做到|将|把|使)?[ \t]{0,4}")
_CLAUSE = re.compile(r"[,，;；。]")
_AS_OBJECT = re.compile(r"^对(?P<before>[^,，;；。]*?)$")
_NOUN_END = re.compile(r"立即|制定|开展|进行|实施|按照|全部|逐一|逐个|于|在")
_LEADING = re.compile(
    r"^(?:.*?(?:负责组织实施|负责实施|组织实施|负责建设|负责完成)|(?:到|至(?!少)|于)?(?:确保|力争)?(?:完成|实施|推进|加快)?)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity found in a measure (its number, from 1) or in the goal (``None``)."""

    name: str
    text: str
    value: Decimal
    unit: str
    compare: Compare
    measure: int | None
    due: date | None
    each: bool = False
    among: bool = False  # stands after 其中: a part of the figure before


def find_figures(text: str, measure: int | None, dates: list[DatePhrase] | None = None) -> list[Figure]:
    """The quantities that ``text`` commits to, in order.  ``dates`` are those found in it, where known."""
    if not _MAY_HOLD.search(text):  # most measures have no figure at all
        return []
    half = simplified(mask_names(half_width(text)))
    if not _FIGURE.search(half) and not _AT_LEAST.search(half):
        return []
    if dates is None:
        dates = find_dates(text)
    commits = [m.start() for m in COMMITS.finditer(half)]
    found: list[tuple[int, Figure]] = []
    for match in _FIGURE.finditer(half):
        figure = _figure(text, half, match, dates, commits, measure)
        if figure is not None:
            found.append((match.start(), figure))
    for match in _AT_LEAST.finditer(half):
        value = Decimal(_CHINESE[match["value"]])
        start, end = match.span("figure")
        name = _name(text, half, start, end, dates)
        due = _when(half, dates, start)
        each = name.startswith(("各", "每"))
        found.append((start, Figure(name, text[start:end], value, match["unit"], ">=", measure, due, each)))
    return [figure for _, figure in sorted(found, key=lambda item: item[0])]


def _figure(
    text: str,
    half: str,
    match: re.Match[str],
    dates: list[DatePhrase],
    commits: list[int],
    measure: int | None,
) -> Figure | None:
    start, end = match.span()
    if any(p.start <= start < p.end for p in _near(dates, start)):
        return None
    begin = _sentence_start(half, start)
    before = half[begin:start]
    clause = half[_clause_start(half, start) : start]
    as_object = _AS_OBJECT.match(clause)
    if not (
        _any(commits, begin, start)
        or (as_object and _any(commits, end, len(half)))
        or _is_subject(half, match, dates)
        or (measure is None and _is_rate(half, match, clause))
    ):
        return None
    if _EVERY.search(before) or _PAST.search(clause) or _SO_FAR.search(before):
        return None
    if _is_threshold(half, match) or _FROM.match(half, end):
        return None
    compare = comparison(clause, match["more"], match["unit"])
    if compare is None:
        return None
    if match["odd"] and compare != ">=":
        compare = "?"  # 不超过500余处: more than a limit is none
    value = Decimal(match["value"].replace(",", ""))
    if value == _WHOLE and match["unit"] == "%" and not match["more"] and comparing(clause) is None:
        compare = ">="  # 达标率100%: there is no more than all
    return Figure(
        name=_name(text, half, start, end, dates),
        text=text[start:end].rstrip(),
        value=value,
        unit=match["unit"].replace("(", "（").replace(")", "）"),
        compare=compare,
        measure=measure,
        due=_when(half, dates, start, as_object=as_object is not None),
        among="其中" in before,
    )


def _is_subject(half: str, match: re.Match[str], dates: list[DatePhrase]) -> bool:
    """Whether a figure begins its clause, alone or behind a date, and all of it is to be dealt with."""
    start, end = match.span()
    if match["more"] or _AS_SUBJECT.match(half, end) is None:
        return False
    first = max([_clause_start(half, start), *(p.end for p in _near(dates, start) if p.end <= start)])
    return _LEADS_UP.fullmatch(half, first, start) is not None


def _is_rate(half: str, match: re.Match[str], clause: str) -> bool:
    """Whether a figure is all that a goal says of a rate (办结率100%): that is what is to be reached."""
    named = _RATE.search(clause) is not None and _AS_IS.search(clause) is None
    return named and match["unit"] in {"%", "‰"} and _END.match(half, match.end()) is not None


def _any(places: list[int], begin: int, end: int) -> bool:
    """Whether one of the places, which are in order, is from ``begin`` to before ``end``."""
    return bisect_left(places, begin) < bisect_left(places, end)


_RATE = re.compile(r"(?<=率)[为是]?[ \t]{0,4}$")
# what is, or was
_AS_IS = re.compile("目前|当前|现有|现状|现为|已|曾|原|仅|只有|去年|上年")
_DIGIT = re.compile("[0-9]")
_WHOLE = 100
_REACH = 300
"""How far a sentence is looked through, to either side of a figure."""
_CLAUSE_REACH = 120
"""A clause is looked through as far as this."""
_EVERY = re.compile(r"每[年月季周日个]?度?$")
# 由15%降至10%: the first is what is, the second what is to be
_FROM = re.compile(
    r"(?:左右|上下)?[,\s]{0,2}(?:逐步|稳步|进一步|分别)?(?:下降|降低|压减|压缩|压降|减少|削减|缩减|缩短|提高|提升|增加|增长|上升|扩大|恢复|调整|降|减|升|增)[到至为]"
)
_WHICH = re.compile(
    r"的(?:地区|区域|企业|单位|项目|旗县|县|乡镇|镇|村|园区|点位|断面|街道|小区|部门|设施|工地|机组|锅炉|车辆|用户|矿山|地块|河段|河流|水体|不|予|应|要|须|一律|[,;。、]|$)"
)


def _is_threshold(half: str, match: re.Match[str]) -> bool:
    """“1万吨标准煤以上已投产项目”: a limit that says which things are meant, not what is to be reached."""
    end = match.end()
    if _WHICH.match(half, end) and comparing(half[_clause_start(half, match.start()) : match.start()]):
        return True
    if match["more"] in {"以上", "以下", "及以上", "及以下"}:
        return _END.match(half, end) is None
    later = _LATER.match(half, end)
    return later is not None and _END.match(half, later.end()) is None


_LATER = re.compile(r"[^,，;；。\d]{0,6}?(?:以上|以下)")


def _sentence_start(half: str, position: int) -> int:
    begin = max(position - _REACH, 0)
    return max(half.rfind("。", begin, position), half.rfind("\n", begin, position), begin - 1) + 1


def _clause_start(half: str, position: int) -> int:
    begin = max(position - _CLAUSE_REACH, 0)
    return max([begin, *(half.rfind(stop, begin, position) + 1 for stop in ",，;；。")])


def _clause_end(half: str, position: int) -> int:
    found = _CLAUSE.search(half, position, position + _CLAUSE_REACH)
    return found.start() if found else min(position + _CLAUSE_REACH, len(half))


def _near(dates: list[DatePhrase], position: int) -> list[DatePhrase]:
    """The dates about a place: those that begin or end within reach of it."""
    first = bisect_left(dates, position - _REACH, key=lambda p: p.end)
    after = bisect_left(dates, position + _REACH, key=lambda p: p.start)
    return dates[first:after]


def _when(half: str, dates: list[DatePhrase], position: int, *, as_object: bool = False) -> date | None:
    """The date in the figure's clause or alone before it; for an object (“对2个堆场…”) also one after."""
    start = _sentence_start(half, position)
    clause = _clause_start(half, position)
    dates = _near(dates, position)
    for phrase in reversed(dates):
        if start <= phrase.start <= position and (
            phrase.start >= clause or not half[phrase.end : clause].strip(",")
        ):
            return phrase.due
    stop = half.find("。", position, position + _REACH)
    after = [p.due for p in dates if position < p.start < (len(half) if stop < 0 else stop)]
    return after[0] if after and as_object else None


def _name(text: str, half: str, start: int, end: int, dates: list[DatePhrase]) -> str:
    """What the figure measures: its clause without the date, the figure and the words that only say "do"."""
    begin, stop = _clause_start(half, start), _clause_end(half, end)
    dates = _near(dates, start)
    first = max([begin, *(p.end for p in dates if begin <= p.start < start)])
    first = _own_words(half, first, start)
    before, after = text[first:start], text[end:stop]
    later = after.find("、")
    if later >= 0 and _DIGIT.search(half, end + later, stop):
        after = after[:later]
    word = comparing(half[first:start])
    if word is not None and word.kind != "lack" and half[first + word.start :][:2] != "至少":
        return (
            _clean(before[: word.start])
            or ("" if word.kind in {"reach", "vague"} else _clean(before[word.end :]))
            or _after(after)
            or _clause_before(text, half, (begin, stop), dates)
        )
    if before.startswith("对"):
        noun_end = _NOUN_END.search(after)
        noun = before[1:] + (after[: noun_end.start()] if noun_end else after)
        return noun + _deed(text, half, stop, dates) or text[begin:stop]
    if "其中" in before or "其中" in half[_sentence_start(half, start) : start]:
        return re.split("[、:：]|其中", before)[-1].strip() or after.strip() or text[begin:stop]
    before = _LEADING.sub("", before, count=1) if before else before
    name = _RATE.sub("", re.sub("至少(?:建成)?", "建成", before), count=1) + after
    return name.strip() or text[begin:stop]


def _own_words(half: str, first: int, start: int) -> int:
    """Where the words of a figure begin: after the figure before it, unless both are listed (10%和20%)."""
    found = deque(_FIGURE.finditer(half, first, start), maxlen=1)
    if not found or _LISTED.fullmatch(half, found[0].end(), start) or _FROM.match(half, found[0].end()):
        return first
    joined = _JOINING.match(half, found[0].end(), start)
    return joined.end() if joined else found[0].end()


_LISTED = re.compile(r"[ \t]{0,4}(?:和|、|及|与|以及)[ \t]{0,4}")
_JOINING = re.compile(r"[ \t的且并、和及与]{1,4}")
# 由15%, 从去年的15%; 将, 确保: what leads up to a name and is none of it; 均应 after it
_FROM_PART = re.compile("[由从][^由从]*[0-9][^由从]*$|[由从]$")
_BEFORE_NAME = re.compile(
    "^(?:(?:到|至|于|并|且)?(?:由[^由,]{1,20}?[将把]|确保|力争|争取|努力|实现|使得?|让|将|把|推动|推进)){0,3}"
)
_AFTER_NAME = re.compile(
    r"(?:均|都|应当?|必须|须|要|确保|力争|争取|分别|基本|逐步|稳步|仍|也|将|严格|总体|原则上|大约|并非|\s){0,4}$"
)
_NO_NAME = re.compile(r"的|以|及|左右|[,;。、]|$")


def _clean(words: str) -> str:
    """A name without the words that only lead up to it or to the comparison."""
    words = _FROM_PART.sub("", words[-_NAME:])
    return _AFTER_NAME.sub("", _BEFORE_NAME.sub("", words, count=1), count=1).strip(" \t、:：“”（(")


_NAME = 80
"""A name is no longer than this."""


def _after(after: str) -> str:
    return "" if _NO_NAME.match(after) else after.strip()


def _clause_before(text: str, half: str, clause: tuple[int, int], dates: list[DatePhrase]) -> str:
    """What a figure without words of its own is about (完成改造，不少于3座): the clause before it."""
    stop = max(clause[0] - 1, 0)
    start = max(_clause_start(half, stop), *(p.end for p in dates if p.end <= stop), 0)
    return _clean(_LEADING.sub("", text[start:stop], count=1)) or text[start:stop] or text[slice(*clause)]


def _deed(text: str, half: str, position: int, dates: list[DatePhrase]) -> str:
    """What is to be done with an object: the words after the date that follows it."""
    for phrase in dates:
        if phrase.start >= position:
            return text[phrase.end : _clause_end(half, phrase.end)]
    return ""


def targets_of(
    goal: str, measures: Sequence[str], dates: Mapping[str, list[DatePhrase]] | None = None
) -> tuple[Target, ...]:
    """The targets of an issue: those of the goal, then those of the measures.

    Where figures of the measures in the same unit add up to exactly one figure of the goal, they become its
    parts instead of targets of their own.
    """
    known = dates or {}
    wholes = find_figures(goal, None, known.get(goal))
    found = [find_figures(measure, n, known.get(measure)) for n, measure in enumerate(measures, 1)]
    rest = [figure for figures in found for figure in figures if not figure.among]
    among = [figure for figures in found for figure in figures if figure.among]
    targets = []
    for whole in wholes:
        parts = [f for f in rest if f.unit == whole.unit and f.unit not in {"%", "‰"}]
        if len(parts) < 2 or sum(f.value for f in parts) != whole.value:  # noqa: PLR2004 - one is no sum
            parts = []
        rest = [f for f in rest if f not in parts]
        targets.append(_target(whole, parts))
    for figure in rest:
        parts = [f for f in among if f.measure == figure.measure and f.unit == figure.unit]
        if sum(f.value for f in parts) != figure.value:
            parts = []
        among = [f for f in among if f not in parts]
        targets.append(_target(figure, parts))
    return tuple(targets + [_target(figure, []) for figure in among])


def _target(figure: Figure, parts: list[Figure]) -> Target:
    return Target(
        name=figure.name,
        text=figure.text,
        value=figure.value,
        unit=figure.unit,
        compare=figure.compare,
        each=figure.each,
        measure=figure.measure,
        due=figure.due,
        parts=tuple(
            TargetPart(name=p.name, text=p.text, value=p.value, measure=p.measure or 1, due=p.due)
            for p in parts
        ),
    )
