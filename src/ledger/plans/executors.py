"""Who does a measure: subjects at the start of its clauses (昆区负责…, 各旗县区、稀土高新区至少…) → units.

A subject is a list of names that the vocabulary resolves, directly followed by a predicate.  It is looked for
where a sentence or clause begins, after an ordinal (一是) and a date; names elsewhere are objects (督促昆区…,
向各旗县区…) and do nothing.  What is found is inferred, never said by the plan in so many words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.phrases import DatePhrase, find_dates, mask_names
from ledger.plans.unitlines import is_place
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.model.unit import Units

_BEGINNING = re.compile(r"(?:^|[,;:。!?\n])\s*")
_CLAUSE_END = re.compile(r"[,;:。!?\n]|$")
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]+是(?:要)?|\([一二三四五六七八九十0-9]+\)|[0-9]+[.、])?\s*(?:由)?"
)
_JOIN = re.compile(r"\s*(?:、|以及|和|及|与)\s*")
# 昆区委、政府; 稀土高新区党工委、管委会: the bodies of a place are that place
_BODIES = re.compile(
    r"(?:(?:党工委|党委|[区旗县镇乡]委|委)(?:(?:、|和|与|及)?(?:人民政府|政府|管委会|管理委员会|办事处))?"
    r"|人民政府|政府|管委会|管理委员会|办事处)"
)
# bodies that nobody lists: they stand in a list of subjects and name no unit
_UNNAMED = re.compile(
    r"各?(?:相关|有关|其他|所在|属地|责任)+(?:的)?(?:地区|部门|单位|旗县区|旗县|企业|责任单位)+"
)
_PRECEDING = frozenset('一二三四五六七八九十0123456789(由于在到至"“”')
_BEFORE_DATE = re.compile(r"(?:于|在|到|至)?")
# words that cannot go on with a name: adverbs, prepositions, and verbs where they are no part of a noun
_PREDICATE = re.compile(
    r"""(?:负责|牵头|会同|联合|立即|立刻|尽快|及时|要|应当|应(?!急)|须|必须|需(?!求)|将|对(?!口|外)|把|按照|按(?!揭)
    |根据|依据|依法|依规|严格|充分|进一步|持续|不断|全面|切实|扎实|积极|主动|认真|深入|继续|统筹|加快|加大|加强|强化|抓好
    |做好|抓紧|确保|推动|督促|指导|协调|履行|至少|定期|每(?!亩|吨|户|家|个)|组成|成立|出台|印发|编制|制定|制订|健全|聚焦
    |围绕|结合|通过|采取|于(?!都)|在(?!建|册|线|产)
    |(?:组织|推进|落实|建立|完善|开展|实施|建设|建成|新建|改造|整治|治理|清理|清运|拆除|修复|排查|发现
      |研究|提升|完成|新增|压减|关停|淘汰)
      (?!的|出|过的|了的|及其?|和|、|项目|工程|工作|任务量|方案|规划|计划|情况|进度|进展|率|量|标准|要求|用地|成果|成效
      |资金|区|单位|企业|主体|局|厅|部|处|后|中|期|前|能力|水平|问题清单|台账|范围|内容))""",
    re.VERBOSE,
)
# a clause that only says when something else is to be done: 发现违法行为的, 完成整改后
_CONDITION_END = re.compile(r"(?:的|时|后|以后|之后|之前|过程中|期间)$")


class Subject(NamedTuple):
    """Names that do something: canonical units and groups, the words, and where these begin (from 0)."""

    names: tuple[str, ...]
    text: str
    start: int


def find_subjects(text: str, units: Units, dates: Sequence[DatePhrase] | None = None) -> list[Subject]:
    """The subjects of a measure, in order.  ``dates`` are the dates found in it, where known."""
    half = mask_names(half_width(text))
    known = units.spellings
    ends = {phrase.start: phrase.end for phrase in (find_dates(text) if dates is None else dates)}
    found = []
    for beginning in _BEGINNING.finditer(half):
        start = beginning.end()
        if text[start : start + 2] not in known:
            # most clauses begin with neither a name nor what may stand before one
            if half[start : start + 1] not in _PRECEDING:
                continue
            start = _skip(half, start, ends)
        subject = _subject(text, half, start, ends, units)
        if subject is not None:
            found.append(subject)
    return found


def names_of(subjects: Iterable[Subject]) -> tuple[str, ...]:
    """The canonical names of all subjects, each once, in order."""
    return tuple(dict.fromkeys(name for subject in subjects for name in subject.names))


def _skip(half: str, position: int, ends: dict[int, int]) -> int:
    """Past an ordinal and a date to where a subject may begin."""
    position = _match_end(_ORDINAL, half, position)
    after = _match_end(_BEFORE_DATE, half, position)
    return ends.get(position) or ends.get(after) or position


def _match_end(pattern: re.Pattern[str], half: str, position: int) -> int:
    found = pattern.match(half, position)
    return found.end() if found else position


def _subject(text: str, half: str, start: int, ends: dict[int, int], units: Units) -> Subject | None:
    names: list[str] = []
    position = start
    while True:
        end = _name(text, position, names, units)
        if end is None:
            unnamed = _UNNAMED.match(half, position)
            if unnamed is None:
                return None
            end = unnamed.end()
        position = end
        joined = _JOIN.match(half, position)
        if joined is None:
            break
        position = joined.end()
    if not names:
        return None
    stop = position
    after = _match_end(_BEFORE_DATE, half, position)
    position = ends.get(position) or ends.get(after) or position
    if _PREDICATE.match(half, position) is None:
        return None
    clause_end = _CLAUSE_END.search(half, position)
    clause = half[position : clause_end.start() if clause_end else len(half)]
    if _CONDITION_END.search(clause):
        return None
    return Subject(tuple(dict.fromkeys(names)), text[start:stop], start)


def _name(text: str, position: int, names: list[str], units: Units) -> int | None:
    """The end of the longest name at ``position``; a unit or group that it names is added to ``names``."""
    for spelling in units.spellings.get(text[position : position + 2], ()):
        if text.startswith(spelling, position):
            found = units.resolve(spelling)
            if found is None:
                continue
            if found.sort != "collective":
                names.append(found.name)
            end = position + len(spelling)
            if is_place(found.name, units):
                bodies = _BODIES.match(text, end)
                return bodies.end() if bodies else end
            return end
    return None
