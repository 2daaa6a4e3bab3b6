"""Tasks as blocks of labelled lines (序号：1 / 问题：… / 责任单位：…): an upright table written as text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from ledger.documents.blocks import Block, BlockKind, Cell, Place
from ledger.plans.closing import is_after_list, is_closing, is_note, signature_at
from ledger.plans.document import ANNEX, Document, Trouble
from ledger.plans.dress import FIELDS, Found, labels_in
from ledger.plans.grids import Sheet
from ledger.plans.heads import DASHED, FAMILIES, HAN
from ledger.plans.lines import ends_sentence, part
from ledger.plans.tableheads import DECIDING, read_number
from ledger.plans.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.plans.labels import Role
    from ledger.plans.lines import Line

_COUNTED = re.compile(r"(?P<number>第?[0-9一二三四五六七八九十]{1,4}[项号]?)[;,\s]+")
_TITLED = re.compile("【[^【】:]{2,60}】$")
_TITLE, _NUMBER = "题目", "序号"
_SUBJECT: frozenset[Role] = frozenset({"title", "problem"})
_SHORT: frozenset[Role] = FIELDS - {"measures", "other"}
"""Fields with no paragraphs of their own that could begin like a label."""


def read_labelled(lines: Sequence[Line]) -> Document | None:
    """The tasks of a text that is made of such blocks; ``None`` where it is not.

    A block begins with 序号：1, or where there is none with the name of the problem.
    """
    labels = [_labels(line, after) for line, after in zip_longest(lines, lines[1:])]
    begins = _begins(lines, labels)
    if not begins:
        return None
    end = _end(lines, labels)
    starts = set(begins)
    pieces: list[tuple[Block, tuple[Line, ...]]] = [_paragraph(line) for line in lines[: begins[0]]]
    heads = _heads_above(lines, labels, begins)
    if begins[0] - 1 in heads:
        pieces.pop()
    table = row = 1
    value: list[Line] = []
    role: Role | None = None
    for index in range(begins[0] - (begins[0] - 1 in heads), end):
        line = lines[index]
        if index in heads:
            pieces += _head_cells(line, table, row)
            row, value, role = row + 1, [], None
            continue
        if (
            index + 1 in starts
            and not labels[index]
            and HAN.match(line.half)
            and not ends_sentence(line.text)
        ):
            pieces.append(_paragraph(line))
            table, row = table + 1, 1
            continue
        if not labels[index]:
            unknown = _unknown(line, role, bool(value))
            if unknown is not None:  # a label that nobody knows goes on with no field
                role, (label, held) = "other", unknown
                value = [held]
                pieces += [_cell([label], table, row, 1), _cell(value, table, row, 2)]
                row += 1
            elif value:
                value.append(line)
                pieces[-1] = _cell(value, table, row - 1, 2)
            else:
                value = [line]
                pieces.append(_cell(value, table, row - 1, 2))
        for one in labels[index]:
            role = one.role
            label = part(line, one.start, one.value)
            if not one.colon:  # 【序号】
                label = replace(label, text=one.name, half=one.name, pieces=())
            pieces.append(_cell([label], table, row, 1))
            held = part(line, one.value, one.end)
            value = [held] if held.text else []
            if value:
                pieces.append(_cell(value, table, row, 2))
            row += 1
    pieces += [_paragraph(line) for line in lines[end:]]
    document = read_tables(Sheet(tuple(pieces)))
    for draft in document.drafts:
        draft.enclosed = False
    document.unrecognised = list({line.number: line for line in document.unrecognised}.values())
    document.troubles += _repeats(lines, labels, begins)
    return document if document.drafts else None


def _heads_above(
    lines: Sequence[Line], labels: Sequence[tuple[Found, ...]], begins: Sequence[int]
) -> frozenset[int]:
    """The lines above the blocks that name or number their tasks, where each block has one and none a number.

    Each stands apart from what is above it, or that ends a sentence, and ends none itself.
    """
    above = [index - 1 for index in begins]
    alone = len(begins) == 1
    if alone or above[0] < 0 or labels[begins[0]][0].role == "number":
        return frozenset()
    for n, index in enumerate(above):
        line, numbered = lines[index], read_number(lines[index].text) is not None
        apart = index > 0 and (
            line.number - lines[index - 1].number > 1 or (n > 0 and ends_sentence(lines[index - 1].text))
        )
        odd = labels[index] or ends_sentence(line.text) or len(line.text) > _HEAD_MOST or HAN.match(line.half)
        if odd or not (apart or numbered):
            return frozenset()
    return frozenset(above) if len({lines[index].text for index in above}) == len(above) else frozenset()


_HEAD_MOST = 60


def _head_cells(line: Line, table: int, row: int) -> list[tuple[Block, tuple[Line, ...]]]:
    """What stands above a block, as a row of its table: the number of its task, or its title."""
    name = _NUMBER if read_number(line.text) is not None else _TITLE
    label = replace(line, text=name, half=name, pieces=())
    return [_cell([label], table, row, 1), _cell([line], table, row, 2)]


def _unknown(line: Line, role: Role | None, valued: bool) -> tuple[Line, Line] | None:
    """A label that nobody knows and its value, below a field: 主管部门：…, or 【…】 in any field."""
    framed = _FRAMED.match(line.half)
    plain = _PLAIN.match(line.half) if valued and (role in _SHORT or role == "other") else None
    found = framed or plain
    if found is None:
        return None
    label = part(line, found.start("label"), found.end("label"))
    return replace(label, pieces=()), part(line, found.start("text"))


_FRAMED = re.compile(r"【(?P<label>[\u4e00-\u9fff]{2,10})】[:\s]*(?P<text>.*\S)$", re.DOTALL)
_PLAIN = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,12}):\s*(?P<text>.*\S)$", re.DOTALL)


def _repeats(
    lines: Sequence[Line], labels: Sequence[tuple[Found, ...]], begins: Sequence[int]
) -> Iterator[Trouble]:
    """L520: labels that stand twice in a block, which may be two blocks run into one."""
    for start, end in pairwise([*begins, len(lines)]):
        seen: set[Role] = set()
        for line, found in zip(lines[start:end], labels[start:end], strict=True):
            for one in found:
                if one.role in seen and one.role != "other":
                    yield Trouble("L520", line.number, line.indent + one.start + 1, {"label": one.name})
                seen.add(one.role)


def _labels(line: Line, after: Line | None = None) -> tuple[Found, ...]:
    """The labels of a line that begins with one: with a colon, in 【】, or before a tab or bar.

    What stands in 【】 and is no label names a task where labels in 【】 follow (``after``).
    """
    found = labels_in(line.half, heads=True)
    if not found and _is_title(line, after):
        return (Found("title", _TITLE, 0, 1, len(line.text) - 1, colon=False),)
    if not found or found[0].start > 0 or not _is_marked(line, found[0]):
        return ()
    if found[0].role in _SUBJECT and any(one.strong and one.match(line.half) for one in FAMILIES):
        return ()  # 问题（一）：…
    first = found[0]
    counted = _COUNTED.match(line.half, first.value) if first.role == "number" else None
    if counted is None:
        return found
    at = counted.end()  # 序号：1；问题：…
    inner = labels_in(line.half[at:])
    if not inner or inner[0].start > 0 or not inner[0].colon:
        return found
    moved = (replace(one, start=one.start + at, value=one.value + at, end=one.end + at) for one in inner)
    return (replace(first, end=counted.end("number")), *moved)


def _is_marked(line: Line, found: Found) -> bool:
    if found.colon:
        return True
    return line.half.startswith(("【", "[")) or line.half[: found.value].rstrip(" ").endswith(("\t", "|"))


def _is_title(line: Line, after: Line | None) -> bool:
    found = _TITLED.match(line.half)
    if found is None or after is None or not after.half.startswith("【"):
        return False
    return bool(labels_in(after.half, heads=True)) and not any(one.match(line.half) for one in FAMILIES)


def _begins(lines: Sequence[Line], labels: Sequence[tuple[Found, ...]]) -> list[int]:
    """The lines with which blocks begin; none where the text is no such list."""
    firsts = [(index, found[0]) for index, found in enumerate(labels) if found]
    counted = [
        index
        for index, one in firsts
        if one.role == "number"
        and read_number(lines[index].half[one.value : one.end].strip(" ;,")) is not None
    ]
    coded = [index for index, one in firsts if one.role == "number"]
    if counted or len(coded) > 1:  # 受理编号：D3NM2025… counts nothing, but begins a block as well
        begins = counted or coded
        return begins if _are_blocks(begins, labels) else []
    named: list[int] = []
    seen: set[Role] = set()
    for index, one in firsts:
        if one.role in _SUBJECT and (not named or one.role in seen or seen & (FIELDS - {"other"})):
            named.append(index)
            seen = set()
        seen.add(one.role)
    headed = any(index and _is_head(lines[index - 1]) for index in named) or _all_headed(lines, named)
    return named if named and not headed and _are_blocks(named, labels) else []


def _are_blocks(begins: Sequence[int], labels: Sequence[tuple[Found, ...]]) -> bool:
    """Whether every block has a problem and who or by when, and no such label stands before the first."""
    ends = [*begins[1:], len(labels)]
    for start, end in zip(begins, ends, strict=True):
        roles = {one.role for found in labels[start:end] for one in found}
        if not (roles & _SUBJECT and roles & DECIDING):
            return False
    return not any(one.role in DECIDING for found in labels[: begins[0]] for one in found)


def _is_head(line: Line) -> bool:
    """Whether a line names the problem that the labels below describe: 1.黑臭水体."""
    numbered = any(family.match(line.half) for family in FAMILIES) or DASHED.match(line.half) is not None
    return not ends_sentence(line.text) and numbered


def _all_headed(lines: Sequence[Line], named: Sequence[int]) -> bool:
    """Whether a numbered line stands above each problem, the same way numbered, also one that ends in 。"""
    above = [lines[index - 1].half if index else "" for index in named]
    families = [next((one.name for one in FAMILIES if one.match(half)), "") for half in above]
    return len(named) > 1 and families[0] != "" and len(set(families)) == 1


def _end(lines: Sequence[Line], labels: Sequence[tuple[Found, ...]]) -> int:
    """Where the last block ends: at who signs, an annex, a note or a part about all tasks."""
    last = max(index for index, found in enumerate(labels) if found)
    for index in range(last + 1, len(lines)):
        half = lines[index].half
        if ANNEX.match(half) or is_closing(half) or is_note(half) or is_after_list(half):
            return index
        if signature_at(lines, index):
            return index
    return len(lines)


def _paragraph(line: Line) -> tuple[Block, tuple[Line, ...]]:
    return Block(BlockKind.PARAGRAPH, line.text, Place(line=line.number)), (line,)


def _cell(lines: Sequence[Line], table: int, row: int, column: int) -> tuple[Block, tuple[Line, ...]]:
    text = "\n".join(line.text for line in lines)
    place = Place(line=lines[0].number)
    return Block(BlockKind.CELL, text, place, cell=Cell(table, row, column)), tuple(lines)
