"""Paragraphs that hold what others write in several: a problem and its labels, or measures parted by ；."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.comparisons import DEEDS
from ledger.plans.dress import FIELDS, labels_in
from ledger.plans.heads import FAMILIES, MEASURE
from ledger.plans.lines import part
from ledger.plans.measuring import DraftMeasure
from ledger.plans.quantities import views
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.plans.labels import Role
    from ledger.plans.lines import Line

_OF_TASK: frozenset[Role] = frozenset({"goal", "measures", "acceptance"})
"""What no measure says behind its sentence: labels with one of these are those of a task."""
_LEAST = 2
_PART_LEAST = 4
_PARTS_MOST = 40
_STOPS = "。;!?"
_DOES = re.compile(
    rf"{DEEDS}|加强|加大|加快|强化|推进|推动|落实|严格|严肃|开展|建立|完善|健全|督促|组织|制定|修订|做好|抓好|按照|定期|依法"
    "|确保|压实|巩固|持续|指导|检查|排查|巡查|查处|协调|明确|清退|监测|监管|督导|调度|通报|公开|责令|约谈|培训|宣传|规范|纳入|编制|出台|优化|补办|追究|问责|核实|核查|处置|处理|通过|申请|收集|配齐|签订|公示|移交|立案|关闭"
)


def parted_lines(lines: Sequence[Line]) -> list[Line]:
    """The same lines; what describes a problem and the labels of its task in one paragraph are two.

    ``雨后返黑。责任单位：甲；整改目标：乙。整改措施：…`` without a number of its own.
    """
    return [piece for line in lines for piece in _parted(line)]


def _parted(line: Line) -> Iterator[Line]:
    found = labels_in(line.half) if line.half.count(":") >= _LEAST else ()
    roles = {one.role for one in found if one.colon}
    start = found[0].start if found else 0
    behind = line.half[:start].rstrip()[-1:]
    inside = start > 0 and len(roles & FIELDS) >= _LEAST and bool(roles & _OF_TASK)
    numbered = MEASURE.match(line.half) or any(family.match(line.half) for family in FAMILIES)
    if not inside or numbered or behind not in _STOPS:
        yield line
        return
    yield part(line, 0, start)
    yield part(line, start)


def parted_measures(measures: Sequence[DraftMeasure]) -> list[DraftMeasure]:
    """The one measure of a task without a number, taken apart at ；: each part says what is to be done.

    What lists things (8.5公里管网；4.1公里管网), or has several sentences, stays as it is.
    """
    if len(measures) != 1 or measures[0].number is not None or any(measures[0].beside):
        return list(measures)
    (whole,) = measures
    if len(steps := _steps(whole)) > 1:
        return steps
    half = views(half_width(whole.text)).outer
    body = half.rstrip("。; \n")
    parts = body.split(";")
    if not _LEAST <= len(parts) <= _PARTS_MOST or "。" in body or "\n" in body or ":" in body:
        return list(measures)
    if any(len(one.strip()) < _PART_LEAST or _DOES.search(one) is None for one in parts):
        return list(measures)
    found: list[DraftMeasure] = []
    position = 0
    for one in parts[:-1]:
        end = position + len(one) + 1
        found.append(DraftMeasure(None, whole.text[position:end].strip(), whole.line))
        position = end
    last = DraftMeasure(None, whole.text[position:].strip(), whole.line, dict(whole.aside))
    return [*found, last]


_FIRST = re.compile("首先")
_THEN = re.compile("(?<=[。;,!])\\s*(?:其次|再次|再者|最后)")


def _steps(whole: DraftMeasure) -> list[DraftMeasure]:
    """首先甲。其次乙。最后丙: a measure each, where each says what is to be done."""
    half = views(half_width(whole.text)).outer
    starts = [0, *(found.start() for found in _THEN.finditer(half))] if _FIRST.match(half) else [0]
    ends = [*starts[1:], len(half)]
    pieces = [whole.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if len(pieces) > _PARTS_MOST or any(_DOES.search(piece) is None for piece in pieces):
        return [whole]
    *found, last = pieces
    return [
        *(DraftMeasure(None, piece, whole.line) for piece in found),
        DraftMeasure(None, last, whole.line, dict(whole.aside)),
    ]
