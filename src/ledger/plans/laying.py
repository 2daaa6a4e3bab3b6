"""Blocks of any document → lines, each with its place: what the readers of layouts work on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ledger.documents.blocks import Block, BlockKind, Source, size_of
from ledger.documents.text import unify
from ledger.plans.document import Label, Trouble
from ledger.plans.grids import Sheet
from ledger.plans.labels import role_of, states_nothing
from ledger.plans.layouts import read_document
from ledger.plans.lines import Line, split_lines
from ledger.plans.measuring import Beside
from ledger.plans.runon import parted_measures
from ledger.plans.tableheads import DECIDING
from ledger.plans.tables import read_tables
from ledger.plans.titled import take_from_title
from ledger.plans.totals import totals_told

if TYPE_CHECKING:
    from ledger.documents.blocks import Place
    from ledger.plans.document import Document, Draft


@dataclass(frozen=True, slots=True)
class Laid:
    """A document in lines.

    ``text`` is what was taken out of the file: every line, one below the other.  ``places`` is empty for a
    text, whose lines are places themselves; ``pictures`` are the pages that are nothing but a picture.
    ``image_names`` is what pictures are called, ``image_line`` the line that the first of them follows.
    """

    text: str
    sheet: Sheet
    places: dict[int, Place]
    size: int
    images: int
    pictures: tuple[int, ...] = ()
    image_names: tuple[str, ...] = ()
    image_line: int = 1


def lay(source: Source) -> Laid:
    """Give every line of every block its number; a text keeps its own lines."""
    size = sum(size_of(block.shown) for block in source.blocks if block.kind is not BlockKind.IMAGE)
    images = sum(1 for block in source.blocks if block.kind is BlockKind.IMAGE)
    if source.kind == "text":
        sheet = Sheet(tuple((block, ()) for block in source.blocks))
        return Laid(source.text, sheet, {}, size, images)
    rows: list[str] = []
    image_line = 0
    names = (block.text for block in source.blocks if block.kind is BlockKind.IMAGE)
    places: dict[int, Place] = {}
    pieces: list[tuple[Block, tuple[Line, ...]]] = []
    for block in source.blocks:
        if block.kind is BlockKind.IMAGE:
            image_line = image_line or max(len(rows), 1)
            continue
        first = len(rows)
        for text in unify(block.shown).split("\n"):
            if text.strip():
                rows.append(text)
                places[len(rows)] = block.place
        lines = split_lines("\n".join(rows[first:]))
        pieces.append((block, tuple(Line(first + ln.number, ln.text, ln.half, ln.indent) for ln in lines)))
    pieces = _without_index(pieces)
    text = "\n".join(rows) + "\n" if rows else ""
    pictures = tuple(b.place.page for b in source.blocks if b.kind is BlockKind.IMAGE and b.place.page)
    named = tuple(filter(None, names))
    return Laid(text, Sheet(tuple(pieces)), places, size, images, pictures, named, image_line or 1)


_INDEX = re.compile(
    "(?:索引号|信息分类|主题分类|体裁分类|组配分类|主题词|发布机构|发文机关|公开机构|发布(?:日期|时间)|发文日期|成文日期|生成日期|公开日期"
    "|发文字号|文号|有效性|公开(?:目录|方式|形式|范围)|(?:文件|信息)名称|名称|标题|废止日期|关键词)[:：]?"
)
"""What the cells of the index above a published document are called."""


def _without_index(pieces: list[tuple[Block, tuple[Line, ...]]]) -> list[tuple[Block, tuple[Line, ...]]]:
    """The same pieces, with the index above a published document (索引号｜…｜发布机构｜…) as furniture."""
    first: dict[tuple[int, int], str] = {}
    for block, _ in pieces:
        if block.cell is not None and block.text.strip():
            first.setdefault((block.cell.table, block.cell.row), "".join(block.text.split()))
    other = {table for (table, _), text in first.items() if _INDEX.fullmatch(text) is None}
    index = {table for table, _ in first} - other
    if not index:
        return pieces
    return [
        (replace(block, kind=BlockKind.FURNITURE, cell=None), lines)
        if block.cell is not None and block.cell.table in index
        else (block, lines)
        for block, lines in pieces
    ]


def take_apart(source: Source) -> tuple[Document, str]:
    """The document that blocks make up, and its text.

    It is read as paragraphs and as tables.  Where both find tasks nobody can tell which list counts: that is
    said, and the paragraphs are shown.
    """
    laid = lay(source)
    document = read_document(laid.text, laid.sheet.furniture, laid.sheet.cells)
    if laid.sheet.has_tables:
        tables = read_tables(laid.sheet)
        if tables.drafts and document.drafts:
            document.trouble("L532", paragraphs=len(document.drafts), tables=len(tables.drafts))
        elif tables.drafts:
            document = tables
            document.troubles += totals_told(document)
    if source.recognised:  # what was recognised is kept as text, and is read as that now and ever after
        document = read_document(laid.text)
    for draft in document.drafts:
        take_from_title(draft)
        _leave_out(draft)
        parted = parted_measures(draft.measures)
        if len(parted) > len(draft.measures):
            args: dict[str, str | int] = {"number": draft.number, "count": len(parted)}
            document.troubles.append(Trouble("L576", parted[0].line, 1, args))
        draft.measures = parted
    if not document.drafts:
        document.tabled = _head_of_table(document)
    document.places = laid.places
    document.size, document.images, document.pictures = laid.size, laid.images, laid.pictures
    document.image_names, document.image_line = laid.image_names, laid.image_line
    return document, laid.text


def _head_of_table(document: Document) -> int:
    """The line that names the columns of a list (序号 问题 整改措施 完成时限): a PDF has no cells."""
    for line in document.lines:
        if len(line.text) > _HEAD_MOST:
            continue
        names = line.text.split()
        if len(names) < _ROLES_LEAST:
            continue
        roles = {role for name in names if (role := role_of(name)) is not None} - {"other"}
        if len(roles) >= _ROLES_LEAST and roles & DECIDING:
            return line.number
    return 0


_ROLES_LEAST = 3
_HEAD_MOST = 300


def _leave_out(draft: Draft) -> None:
    """Leave out the fields of a task that state nothing (/, —, 无); a deadline keeps whatever it says."""
    for label in _MAY_LACK:
        if states_nothing(draft.fields.get(label, "")):
            del draft.fields[label]
    if states_nothing(draft.support):
        draft.support = ""
    draft.measures = [measure for measure in draft.measures if not states_nothing(measure.text)]
    for measure in draft.measures:
        units, deadline = (None if said and states_nothing(said) else said for said in measure.beside)
        measure.beside = Beside(units, deadline)


_MAY_LACK = (Label.ACCEPTANCE, Label.RESPONSIBILITY, Label.GOAL)


@dataclass(frozen=True, slots=True)
class Account:
    """Where the characters of a file went, white space left out."""

    total: int
    fields: int
    preamble: int
    furniture: int
    unrecognised: int


def account(document: Document) -> Account:
    """Count the characters of each part; the total was counted before the file was taken apart."""
    sizes = {line.number: size_of(line.text) for line in document.lines}

    def of(lines: list[Line]) -> int:
        return sum(size_of(line.text) for line in lines)

    halves = [line for line in document.unrecognised if line.number in document.used]

    return Account(
        total=document.size,
        fields=sum(sizes[number] for number in document.used) - of(halves),
        preamble=of(document.preamble) + of(document.heading) + of(document.closing) + of(document.after),
        furniture=of(document.furniture),
        unrecognised=of(document.unrecognised),
    )
