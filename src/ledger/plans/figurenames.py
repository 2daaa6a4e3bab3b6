"""What a figure measures: its clause without the date, the figure and the words that only say "do"."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING

from ledger.plans.comparisons import comparing
from ledger.plans.quantities import FIGURE, FROM, clause_end, clause_start, near, sentence_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.baseline import Baseline, Target, TargetPart
    from ledger.plans.phrases import DatePhrase

RATE = re.compile(r"(?:(?<=[率比重度])|(?<=比例)|(?<=指数)|(?<=天数))(?:[为是在]|保持|维持|稳定)?[ \t]{0,4}$")
"""The end of the words before the figure of a rate (办结率为100%): its name, and what joins the two."""
_DIGIT = re.compile("[0-9]")
_NOUN_END = re.compile(r"立即|制定|开展|进行|实施|按照|全部|逐一|逐个|于|在")
_LEADING = re.compile(
    r"^(?:首先|其次|再次|再者|最后)?(?:.*?(?:负责组织实施|负责实施|组织实施|负责建设|负责完成)|(?:到(?!位)|至(?!少)|于)?(?:确保|力争)?(?:完成|实施|推进|加快)?)"
)
_LISTED = re.compile(r"[ \t]{0,4}(?:和|、|及|与|以及)[ \t]{0,4}")
_JOINING = re.compile(r"[ \t的且并、和及与]{1,4}")
# 由15%, 从去年的15%; 将, 确保: what leads up to a name and is none of it; 均应 after it
_FROM_PART = re.compile("[由从][^由从]*[0-9][^由从]*$|[由从]$")
_BEFORE_NAME = re.compile(
    "^(?:(?:到(?!位)|至|于|并|且)?(?:由[^由,]{1,20}?[将把]|确保|力争|争取|努力|实现|使得?|让|将|把|推动|推进)){0,3}"
)
_AFTER_NAME = re.compile(
    r"(?:均|都|应当?|必须|须|要|确保|力争|争取|分别|基本|逐步|稳步|仍|也|将|严格|总体|原则上|大约|并非|\s){0,4}$"
)
_NO_NAME = re.compile(r"的|以|及|左右|[,;。、]|$")
_ASIDE = re.compile(r"[（(][^（()）]{0,100}[0-9０-９][^（()）]{0,100}[）)]")
# 6月30日前更换水泵: a day that cannot be read is told, and is no part of the name
_VAGUE = re.compile(
    r"(?:(?:[12][0-9]{3}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|[上中下]旬)?|[12][0-9]{3}年[\u4e00-\u9fff]{1,4})[底末]?前(?=[\u4e00-\u9fff]{2})"
)
_RISES = re.compile("(?:提高|提升|增加|增长|上升|降低|下降|减少|压减|削减)$")
_NAME = 80
"""A name is no longer than this."""


def name_of(text: str, half: str, start: int, end: int, dates: list[DatePhrase]) -> str:
    """The name of the figure ``text[start:end]``; brackets that hold figures of their own are none of it."""
    name = _name(text, half, start, end, dates)
    vague = _VAGUE.match(name)
    name = (name[vague.end() :] if vague is not None else name).lstrip("—-·● ") or name
    return (_ASIDE.sub("", name).strip() if _DIGIT.search(name) else name) or name


def _name(text: str, half: str, start: int, end: int, dates: list[DatePhrase]) -> str:
    begin, stop = clause_start(half, start), clause_end(half, end)
    dates = near(dates, start)
    first = max([begin, *(p.end for p in dates if begin <= p.start < start)])
    first = _own_words(half, first, start)
    before, after = text[first:start], text[end:stop]
    for phrase in dates:  # 200项2025年6月底前上线
        if end <= phrase.start < stop:
            after = re.sub(f"[于在到至]?{re.escape(phrase.text)}", "", after, count=1)
    later = after.find("、")
    if later >= 0 and _DIGIT.search(half, end + later, stop):
        after = after[:later]
    word = comparing(half[first:start])
    if word is not None and word.kind != "lack" and half[first + word.start :][:2] != "至少":
        return (
            _clean(before[: word.start])
            or ("" if word.kind in {"reach", "vague"} else _clean(before[word.end :]))
            or _after(after)
            or _before_date(text, (begin, start), dates)
            or _clause_before(text, half, (begin, stop), dates)
        )
    if before.startswith("对"):
        noun_end = _NOUN_END.search(after)
        noun = before[1:] + (after[: noun_end.start()] if noun_end else after)
        return noun + _deed(text, half, stop, dates) or text[begin:stop]
    if "其中" in half[sentence_start(half, start) : start]:
        return re.split("[、:：]|其中", before)[-1].strip() or after.strip() or text[begin:stop]
    before = _LEADING.sub("", before, count=1) if before else before
    name = RATE.sub("", before.replace("至少", ""), count=1) + after
    return name.strip() or text[begin:stop]


def _own_words(half: str, first: int, start: int) -> int:
    """Where the words of a figure begin: after the figure before it, unless both are listed (10%和20%)."""
    found = deque(FIGURE.finditer(half, first, start), maxlen=1)
    if not found or _LISTED.fullmatch(half, found[0].end(), start) or FROM.match(half, found[0].end()):
        return first
    joined = _JOINING.match(half, found[0].end(), start)
    return joined.end() if joined else found[0].end()


def _clean(words: str) -> str:
    """A name without the words that only lead up to it or to the comparison."""
    words = _FROM_PART.sub("", words[-_NAME:])
    return _AFTER_NAME.sub("", _BEFORE_NAME.sub("", words, count=1), count=1).strip(" \t、:：“”（(")


def _after(after: str) -> str:
    return "" if _NO_NAME.match(after) else after.strip()


def _clause_before(text: str, half: str, clause: tuple[int, int], dates: list[DatePhrase]) -> str:
    """What a figure without words of its own is about (完成改造，不少于3座): the clause before it."""
    stop = max(clause[0] - 1, 0)
    start = max(clause_start(half, stop), *(p.end for p in dates if p.end <= stop), 0)
    rate = _before_date(text, (clause_start(half, stop), start), dates)
    if RATE.search(rate):  # 综合利用率2025年达到75%，2026年达到80%
        return rate
    found = FIGURE.search(half, start, stop)
    if (
        found is not None and found.start() > start
    ):  # 利用率提高15个百分点，达到85%: the rate, not how it rises
        word = comparing(half[start : found.start()])
        said = text[start : start + word.start if word is not None else found.start()]
        own = _clean(_LEADING.sub("", _RISES.sub("", said), count=1))
        if own:
            return own
    return _clean(_LEADING.sub("", text[start:stop], count=1)) or text[start:stop] or text[slice(*clause)]


def _before_date(text: str, clause: tuple[int, int], dates: list[DatePhrase]) -> str:
    """What stands before the date of the clause: 综合利用率2025年达到75%."""
    first = min((p.start for p in dates if clause[0] <= p.start < clause[1]), default=clause[0])
    return _clean(_AT.sub("", text[clause[0] : first], count=1))


_AT = re.compile("[于在到至][ \t]{0,4}$")


def _deed(text: str, half: str, position: int, dates: list[DatePhrase]) -> str:
    """What is to be done with an object: the words after the date that follows it."""
    for phrase in dates:
        if phrase.start >= position:
            return text[phrase.end : clause_end(half, phrase.end)]
    return ""


def with_names(said: Baseline, stored: Baseline) -> Baseline:
    """A baseline as it is read, with the names of targets that a person may have given the stored one."""
    return said.model_copy(update={"targets": tuple(_named(said.targets, stored.targets))})


def _named(said: Sequence[Target], stored: Sequence[Target]) -> Iterator[Target]:
    names = {(t.text, t.measure): t for t in stored}
    for target in said:
        held = names.get((target.text, target.measure))
        if held is None:
            yield target
            continue
        parts: dict[tuple[str, int], TargetPart] = {(p.text, p.measure): p for p in held.parts}
        renamed = tuple(
            part.model_copy(update={"name": parts[part.text, part.measure].name})
            if (part.text, part.measure) in parts
            else part
            for part in target.parts
        )
        yield target.model_copy(update={"name": held.name, "parts": renamed})
