"""Text of an official document → drafts of its issues, with every line accounted for.

All ways to number the problems are tried, and the one that explains most of the labels and characters is
taken.  Where two explain nearly as much and give other tasks, both are named: nobody but a person can tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ledger.documents.blocks import paragraph_end, size_of
from ledger.documents.text import unify
from ledger.plans.document import Document, Draft, Label, Trouble
from ledger.plans.dress import labels_in
from ledger.plans.furniture import find_furniture
from ledger.plans.headed import is_plainly_headed, read_headed
from ledger.plans.heads import ARABIC, FAMILIES, Family
from ledger.plans.labelled import read_labelled
from ledger.plans.lines import Line, ends_sentence, split_lines
from ledger.plans.outline import Outline
from ledger.plans.reader import Reader
from ledger.plans.reflow import reflow, rejoined
from ledger.plans.runon import parted_lines
from ledger.plans.strays import section_gaps, stray_lines
from ledger.plans.totals import totals_told

_NEAR = 2.0
"""Points that two readings must be apart; of 100 for labels and 10 for characters."""
_LABEL_MOST = 40
_BREAK = 4.0
"""Points off for each number that jumps, repeats, or label that is given twice."""
_INNER = 10.0
"""Points off for each problem that stands right below the title of another."""
_ENDED = 2.5
"""Points off for each title that ends a sentence."""
_BREAKS = {"L513", "L514", "L520", "L534", "L580"}


class _Reading(NamedTuple):
    family: Family
    document: Document
    score: float


def read_document(
    text: str, furniture: AbstractSet[int] = frozenset(), cells: AbstractSet[int] = frozenset()
) -> Document:
    """Read the text of a plan.  Finds nothing rather than guess: then ``drafts`` is empty.

    ``furniture`` are the numbers of lines that are known to be no text of the document, ``cells`` of those
    that stand in a table.
    """
    lines = split_lines(text)
    own = [line for line in lines if line.number not in furniture]
    apart = [line for line in lines if line.number in furniture]
    found = find_furniture(own, lambda index: _is_fixed(own, index))
    apart += [own[i] for i in sorted(found)]
    flowing, doubtful = reflow([line for i, line in enumerate(own) if i not in found], _is_label)
    kept = rejoined(flowing, _roles)
    lines = sorted([*kept, *apart], key=lambda line: line.number)
    outline = Outline(parted_lines(kept), cells)
    labelled = read_labelled([line for line in kept if line.number not in cells])
    headed = read_headed(Document(lines), kept)
    plainly = labelled is not None or is_plainly_headed(kept)
    readings = [] if plainly else sorted(_readings(lines, outline), key=lambda one: -one.score)
    if labelled is not None:
        document = labelled
        document.lines = lines
    elif readings:
        document = readings[0].document
        _tell_tie(readings)
    else:
        document = headed
    if labelled is not None:
        document.troubles += totals_told(document)
        document.cut = not (document.closing or document.after) and is_cut(document)
    elif document.drafts:
        _finish(document, kept)
    else:
        document = Document(lines, unrecognised=list(kept))
    for first, before, line in doubtful:
        if first.number in document.used:  # what stands before the list has no value that it would change
            words = paragraph_end(before.text, line.text)
            document.troubles.append(Trouble("L581", line.number, 1, {"words": words}))
    document.blank_at_end = unify(text).count("\n") - lines[-1].number if lines else 0
    document.furniture = apart
    return document


def _is_label(line: Line) -> bool:
    return any(one.start == 0 and one.colon for one in labels_in(line.half[:_LABEL_MOST]))


def _roles(line: Line) -> list[tuple[str, bool]]:
    """The labels of a line: their role, and whether a value follows in it."""
    found = labels_in(line.half)
    if not found or found[0].start > 0:
        return [("", True)] if found else []
    return [(one.role, bool(line.half[one.value : one.end].strip())) for one in found]


def _is_fixed(lines: list[Line], index: int) -> bool:
    """Whether a line is a label or stands below one that has no value yet: it is text in any case."""
    above = lines[index - 1].half[:_LABEL_MOST] if index else ""
    found = labels_in(above)
    return bool(labels_in(lines[index].half[:_LABEL_MOST])) or (bool(found) and found[-1].value >= len(above))


def _readings(lines: list[Line], outline: Outline) -> Iterator[_Reading]:
    if not any(outline.holds_field(i) or outline.leads(i) for i in range(len(outline.lines))):
        return
    labels = sum(outline.leads(i) for i in range(len(outline.lines)))
    size = sum(size_of(line.text) for line in outline.lines) or 1
    for family in FAMILIES:
        document = Reader(Document(lines), outline, family).read()
        if document.drafts:
            yield _Reading(family, document, _score(document, family, outline, labels, size))


def _score(document: Document, family: Family, outline: Outline, labels: int, size: int) -> float:
    placed = sum(outline.leads(i) and line.number in document.used for i, line in enumerate(outline.lines))
    lost = sum(size_of(line.text) for line in document.unrecognised)
    breaks = sum(trouble.code in _BREAKS for trouble in document.troubles)
    at = {line.number: i for i, line in enumerate(outline.lines)}
    inner = sum(_is_nested(outline, at.get(draft.line, 0), family) for draft in document.drafts)
    ended = sum(ends_sentence(draft.title) for draft in document.drafts)
    return (
        100.0 * placed / (labels or 1)
        + 10.0 * (1 - lost / size)
        - _BREAK * breaks
        - _INNER * inner
        - _ENDED * ended
    )


def _is_nested(outline: Outline, index: int, family: Family) -> bool:
    """Whether what heads a problem stands right below a title that is numbered ``1.``, or above one.

    Then it is a part of that problem, or the section that it stands in.  A title with its description in one
    paragraph is one where labels follow right below.
    """
    if family is ARABIC or family.strong:
        return False
    lines = outline.lines
    for i in (index - 1, index + 1):
        if not 0 <= i < len(lines) or ARABIC.match(lines[i].half) is None:
            continue
        if any(one.start == 0 and one.colon for one in outline.labels[i][:1]):
            continue  # 1.问题表现：…
        if not ends_sentence(lines[i].text):
            return True
        if i > index and i + 1 < len(lines) and outline.begins_label(i + 1):
            return True
    return False


def _tell_tie(readings: list[_Reading]) -> None:
    """L535: two readings that are as good, of other tasks."""
    best = readings[0]
    for other in readings[1:]:
        if best.score - other.score >= _NEAR:
            return
        if best.family.strong != other.family.strong or _tasks(best) == _tasks(other):
            continue
        args: dict[str, str | int] = {
            "first": best.family.shown,
            "count": len(best.document.drafts),
            "second": other.family.shown,
            "others": len(other.document.drafts),
        }
        best.document.troubles.append(Trouble("L535", best.document.drafts[0].line, 1, args))
        return


def _tasks(reading: _Reading) -> list[tuple[str, str]]:
    return [(draft.number, draft.title) for draft in reading.document.drafts]


def _finish(document: Document, lines: Sequence[Line]) -> None:
    if document.restarts:
        for draft in document.drafts:
            if draft.section is not None:
                draft.number = f"{draft.section}-{draft.number}"
    document.troubles += totals_told(document)
    last = document.drafts[-1]
    ended = bool(document.closing or document.after) or any(
        line.number > last.line for line in document.unrecognised
    )
    document.cut = not ended and is_cut(document) and not _goes_on(last, lines)
    _tell_strays(document, lines[:-1] if document.cut else lines)


def _goes_on(draft: Draft, lines: Sequence[Line]) -> bool:
    """Whether further labels of a task stand below its last measure: the measures are not the end."""
    if not draft.measures:
        return False
    end = draft.measures[-1].line
    return any(
        found[0].start == 0 and found[0].colon and bool(line.half[found[0].value :].strip())
        for line in lines
        if line.number > end and (found := labels_in(line.half))
    )


def _tell_strays(document: Document, lines: Sequence[Line]) -> None:
    """L537, L538: lines that look like no text of their task, sections whose numbers skip."""
    for line in stray_lines(document, lines):
        args: dict[str, str | int] = {"text": line.text}
        document.troubles.append(Trouble("L537", line.number, line.indent + 1, args))
    for number, section, expected in section_gaps(document):
        args = {"number": section, "expected": expected}
        document.troubles.append(Trouble("L538", number, 1, args))


def is_cut(document: Document) -> bool:
    """Whether the last measure stops in the middle: in a sentence, or after a ； that ends no other."""
    *before, last = document.drafts
    if last.enclosed:
        return False
    if not last.measures:  # where all others have some; one that stands alone has nothing but its units
        alone = not (last.fields.get(Label.DEADLINE) or last.fields.get(Label.GOAL))
        return all(draft.measures for draft in before) if before else alone
    text = last.measures[-1].text.rstrip()
    ends = [draft.measures[-1].text.rstrip()[-1:] for draft in before if draft.measures]
    if not before and len(last.measures) == 1:  # nothing else shows how measures end here
        ends = [goal[-1:] for goal in [last.fields.get(Label.GOAL, "").rstrip()] if goal]
    ends += [measure.text.rstrip()[-1:] for measure in last.measures[:-1]]
    if text[-1:] in {"；", ";", "，", ",", "、", "：", ":"}:
        return text[-1:] not in set(ends[: len(before)])
    if ends_sentence(text) or text.endswith((".", "．")):
        return False
    return not any(not ends_sentence(end) for end in ends)
