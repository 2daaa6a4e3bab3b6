"""Lines inside a task that look like none of its text, and sections whose numbers skip: told, never dropped.

A page number or running head that comes once cannot be told from text by its repetition; but it ends no
sentence where all around it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.document import Label
from ledger.plans.dress import FIELDS, labels_in
from ledger.plans.heads import HAN, MEASURE
from ledger.plans.lines import ends_sentence
from ledger.plans.numerals import count_of
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.plans.document import Document, Draft
    from ledger.plans.lines import Line

_PARAGRAPH = 18
_SHARE = 0.7
"""Of the longer lines of the tasks, how many end a sentence in a text where one that does not is odd."""
_LABEL = re.compile("[\u4e00-\u9fff]{2,8}:")
_TORN = re.compile(r"\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})?\)?$")
"""A line that stops in the number of what follows."""
_BARE = re.compile(r"[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?")


def stray_lines(document: Document, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of tasks that are numbers alone, that end no sentence where others do, or stop in one."""
    known = _known(document.drafts)
    first = document.drafts[0].line
    heads = {draft.line for draft in document.drafts} | {number for _, _, number in document.sections}
    texts = [
        line
        for line in lines
        if line.number > first and line.number in document.used and line.number not in heads
        if line.text not in known and not (_LABEL.match(line.half) and not _is_field(line))
    ]
    later = [line for line in lines if line.number > first and len(line.text) >= _PARAGRAPH]
    paragraphs = [line for line in later if not _is_field(line) or "。" in line.text]
    usual = sum(ends_sentence(line.text) for line in paragraphs) >= _SHARE * len(paragraphs) > 0
    fronts = {"".join(line.half.split()) for line in (*document.preamble, *document.heading)}
    leading = {draft.measures[0].line for draft in document.drafts if _is_led(draft)}
    for line in texts:
        if _is_field(line):
            odd = "。" in line.text and not ends_sentence(line.text)
        else:
            odd = not ends_sentence(line.text) and MEASURE.match(line.half) is None
        odd = (odd and usual) or ("".join(line.half.split()) in fronts and not ends_sentence(line.text))
        if odd or line.number in leading or _BARE.fullmatch(line.half) or _TORN.search(line.half):
            yield line


def _is_led(draft: Draft) -> bool:
    """Whether something without a number stands before the first measure."""
    if not draft.measures or draft.measures[0].number is not None:
        return False
    return any(_looks_numbered(one.text) for one in draft.measures[1:])


def _looks_numbered(text: str) -> bool:
    return MEASURE.match(half_width(text)) is not None


def _is_field(line: Line) -> bool:
    found = labels_in(line.half)
    return bool(found) and found[0].start == 0 and found[0].role in FIELDS


def _known(drafts: Sequence[Draft]) -> set[str]:
    """What is the whole of a field, and so may end as it likes."""
    found: set[str] = set()
    for draft in drafts:
        found.update(text for label, text in draft.fields.items() if label is not Label.MEASURES)
        found.add(draft.support)
        found.update(text for _, text in draft.others)
        if len(draft.problem) == 1:
            found.update(draft.problem)
        numbered = any(one.number is not None or _looks_numbered(one.text) for one in draft.measures)
        found.update(one.text for one in draft.measures if one.number is not None or not numbered)
    return found


def section_gaps(document: Document) -> Iterator[tuple[int, str, int]]:
    """Where the number of a section does not follow that of the one before: line, number, what was due."""
    heads = [HAN.match(line.half) for line in (*document.preamble, *document.heading)]
    before = [count_of(found["number"]) or 0 for found in heads if found is not None]
    last: dict[str, int] = {"": before[-1]} if before else {}
    for number, _, line in document.sections:
        outer, _, inner = number.rpartition("（")
        value = count_of(inner.rstrip("）"))
        expected = last.get(outer, 0) + 1
        if value is not None and value not in {expected, 1}:
            yield line, number, expected
        last[outer] = value or expected
