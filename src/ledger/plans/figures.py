"""Quantities that a plan commits to → targets, and the parts that add up to them.

A figure counts only where the sentence says that it is to be reached (完成, 新增, 达到…).  Figures in names
(《》), ordinals, ranges and thresholds (“1万吨以上的项目”) are none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ledger.model.baseline import Compare, Target, TargetPart
from ledger.plans.comparisons import comparison
from ledger.plans.phrases import DatePhrase, find_dates, mask_names
from ledger.plans.width import half_width

_UNITS = (
    "微克/立方米|毫克/升|毫克/立方米|平方公里|平方米|立方米|公里|千米|公顷|千瓦时|千瓦|兆瓦|标准煤|吨|亩|米|元|"
    "个百分点|百分点|%|‰|座|家|个|台|套|条|处|项|户|辆|眼|口|只|头|所|根|块|宗"
)
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
         (?P<value>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)\s*(?P<unit>[十百千万亿]*(?:{_UNITS}))
         (?P<more>以上|以下|以内|左右)?(?![0-9\-])""",
    re.VERBOSE,
)
# 一座, 两处: only where the sentence says "at least"
_AT_LEAST = re.compile(
    rf"(?:至少|不少于)(?:建成|新建|建设|完成|设立|配备)?(?P<figure>(?P<value>[一两二三四五六七八九十])(?P<unit>{_UNITS}))"
)
_REACH = (
    r"控制在|下降到|下降至|降低到|降低至|降到|降至|压减到|压减至|减少到|减少至|减至|不得低于|不得少于|不得高于|不得超过|不得大于|"
    r"不能低于|不能超过|不超过|不高于|不大于|达到|达|提高到|提高至|提升到|提升至|增加到|增加至|不低于|不少于|至少|保持在|稳定在|维持在"
)
_MAY_HOLD = re.compile("[0-9０-９]|至少|不少于")
_COMMIT = re.compile(
    rf"{_REACH}|完成|建成|新增|新建|实施|建设|改造|治理|整治|清理|拆除|修复|绿化|安装|配备|淘汰|压减|削减|铺设"
)
_END = re.compile(r"[,，;；。、)）]|$|的?目标|的?要求")
# what has happened, in the clause of the figure: no commitment
_PAST = re.compile(r"以来|已经?(?:完成|建成|累计|投入|实施|整治)|罚款|处罚")
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
    half = mask_names(half_width(text))
    if not _FIGURE.search(half) and not _AT_LEAST.search(half):
        return []
    if dates is None:
        dates = find_dates(text)
    found: list[tuple[int, Figure]] = []
    for match in _FIGURE.finditer(half):
        figure = _figure(text, half, match, dates, measure)
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
    text: str, half: str, match: re.Match[str], dates: list[DatePhrase], measure: int | None
) -> Figure | None:
    start, end = match.span()
    if any(p.start <= start < p.end for p in dates):
        return None
    before = half[_sentence_start(half, start) : start]
    as_object = _AS_OBJECT.match(half[_clause_start(half, start) : start])
    if not _COMMIT.search(before) and not (as_object and _COMMIT.search(half, end)):
        return None
    if re.search(r"每[年月季周日个]?度?$", before) or _PAST.search(half, _clause_start(half, start), start):
        return None
    if _is_threshold(half, match):
        return None
    compare = comparison(half[_clause_start(half, start) : start], match["more"])
    if compare is None:
        return None
    return Figure(
        name=_name(text, half, start, end, dates),
        text=text[start:end].rstrip(),
        value=Decimal(match["value"].replace(",", "")),
        unit=match["unit"],
        compare=compare,
        measure=measure,
        due=_when(half, dates, start, as_object=as_object is not None),
        among="其中" in before,
    )


def _is_threshold(half: str, match: re.Match[str]) -> bool:
    """“1万吨标准煤以上已投产项目”: a limit that says which things are meant, not what is to be reached."""
    rest = half[match.end() :]
    if match["more"] in {"以上", "以下"}:
        return _END.match(rest) is None
    later = re.match(r"[^,，;；。\d]{0,6}?(?:以上|以下)", rest)
    return later is not None and _END.match(rest, later.end()) is None


def _sentence_start(half: str, position: int) -> int:
    return max(half.rfind("。", 0, position), half.rfind("\n", 0, position)) + 1


def _clause_start(half: str, position: int) -> int:
    starts = [m.end() for m in _CLAUSE.finditer(half, 0, position)]
    return starts[-1] if starts else 0


def _clause_end(half: str, position: int) -> int:
    found = _CLAUSE.search(half, position)
    return found.start() if found else len(half)


def _when(half: str, dates: list[DatePhrase], position: int, *, as_object: bool = False) -> date | None:
    """The date in the figure's clause or alone before it; for an object (“对2个堆场…”) also one after."""
    start = _sentence_start(half, position)
    clause = _clause_start(half, position)
    for phrase in reversed(dates):
        if start <= phrase.start <= position and (
            phrase.start >= clause or not half[phrase.end : clause].strip(",")
        ):
            return phrase.due
    stop = half.find("。", position)
    after = [p.due for p in dates if position < p.start < (len(half) if stop < 0 else stop)]
    return after[0] if after and as_object else None


def _name(text: str, half: str, start: int, end: int, dates: list[DatePhrase]) -> str:
    """What the figure measures: its clause without the date, the figure and the words that only say "do"."""
    begin, stop = _clause_start(half, start), _clause_end(half, end)
    first = max([begin, *(p.end for p in dates if begin <= p.start < start)])
    before, after = text[first:start], text[end:stop]
    reach = re.search(rf"(?:{_REACH})[^{{}}]*$", before)
    if reach is not None and not re.search("至少|不少于", reach[0]):
        return re.sub("[由从][^由从]*$", "", before[: reach.start()]).strip() or after.strip() or text[begin:stop]
    if before.startswith("对"):
        noun_end = _NOUN_END.search(after)
        noun = before[1:] + (after[: noun_end.start()] if noun_end else after)
        return noun + _deed(text, half, stop, dates) or text[begin:stop]
    if "其中" in before or "其中" in half[_sentence_start(half, start) : start]:
        return re.split("[、:：]|其中", before)[-1].strip() or after.strip() or text[begin:stop]
    before = _LEADING.sub("", before, count=1) if before else before
    name = re.sub("至少(?:建成)?", "建成", before) + after
    return re.sub("不少于|不低于|超过", "", name).strip() or text[begin:stop]


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
