"""Word documents (.docx): paragraphs with their numbers, cells, pictures, and what stands around the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ledger.documents.archive import Allowance, Archive, attribute, events, local, release
from ledger.documents.blocks import Block, BlockKind, Cell, Mark, MarkKind, Place, Source, UnreadableError
from ledger.documents.numbering import Numbering, read_numbering

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = "word/document.xml"
_AROUND = re.compile(r"word/(header|footer|footnotes|endnotes|comments)[0-9]*\.xml")
_SKIPPED = frozenset({"del", "moveFrom", "pPrChange", "rPrChange", "Fallback"})
"""What is not part of the text as it stands: deleted, moved away, former, or for older programs."""
_INSIDE = frozenset(
    {
        "t",
        "tab",
        "br",
        "cr",
        "noBreakHyphen",
        "sym",
        "blip",
        "imagedata",
        "numId",
        "ilvl",
        "pStyle",
        "outlineLvl",
    }
)
_MARKED: dict[str, MarkKind] = {
    "strike": "struck",
    "dstrike": "struck",
    "vanish": "hidden",
    "ins": "revised",
    "moveTo": "revised",
    "del": "revised",
    "moveFrom": "revised",
}
"""What marks a text: by settings of a run, or by standing in a revision."""
_REVISED = frozenset(tag for tag, kind in _MARKED.items() if kind == "revised")
_OFF = frozenset({"0", "false", "off", "none"})
_LAYOUT = frozenset({"p", "tbl", "tr", "tc", "gridSpan", "vMerge", "gridBefore"})
_WANTED = tuple(f"{{*}}{name}" for name in sorted({*_SKIPPED, *_INSIDE, *_LAYOUT, *_MARKED, "delText"}))
_DEPTH_MOST = 200


@dataclass(slots=True)
class _Style:
    number: str = ""
    depth: int = 0
    level: int = 0
    parent: str = ""


@dataclass(slots=True)
class _Paragraph:
    text: list[str] = field(default_factory=list)
    number: str | None = None
    depth: int | None = None
    style: str = ""
    level: int = 0
    images: int = 0
    marks: dict[MarkKind, list[str]] = field(default_factory=dict)
    run: Any = None
    """The last run whose settings mark its text, and ``kinds`` how."""
    kinds: set[MarkKind] = field(default_factory=set)


@dataclass(slots=True)
class _Slot:
    """A cell while it is read."""

    column: int = 0
    span: int = 1
    merge: str = ""
    lines: list[str] = field(default_factory=list)
    images: int = 0


@dataclass(slots=True)
class _Table:
    number: int
    rows: list[list[_Slot]] = field(default_factory=list)


def read_docx(archive: Archive) -> Source:
    """The blocks of a Word document in reading order, then the notes, headers and footers as furniture."""
    allowance = Allowance()
    numbers = archive.read_if("word/numbering.xml")
    styles = archive.read_if("word/styles.xml")
    reader = _Reader(
        read_numbering(numbers, "word/numbering.xml") if numbers else Numbering(),
        _styles(styles) if styles else {},
        allowance,
    )
    blocks = list(reader.blocks(archive.read(BODY), BODY))
    for name in sorted(archive.names):
        if found := _AROUND.fullmatch(name):
            around = _Reader(Numbering(), {}, allowance)
            blocks += (
                Block(BlockKind.FURNITURE, block.shown, Place(part=found[1], paragraph=n))
                for n, block in enumerate(around.blocks(archive.read(name), name), 1)
                if block.text
            )
            if found[1] == "comments":
                reader.marks += (
                    Mark("remark", block.place, block.text)
                    for block in blocks
                    if block.place.part == "comments"
                )
    return Source("docx", tuple(blocks), marks=tuple(reader.marks))


def _styles(data: bytes) -> dict[str, _Style]:
    """The numbers and heading levels that styles give to their paragraphs."""
    found: dict[str, _Style] = {}
    style = _Style()
    for event, element in events(data, "word/styles.xml"):
        tag, value = local(element), attribute(element, "val")
        if event == "start":
            if tag == "style":
                style = found[attribute(element, "styleId")] = _Style()
        elif tag == "basedOn":
            style.parent = value
        elif tag == "numId":
            style.number = value
        elif tag == "ilvl":
            style.depth = int(value) if value.isdecimal() else 0
        elif tag == "outlineLvl":
            style.level = int(value) + 1 if value.isdecimal() else 0
    return found


class _Reader:
    def __init__(self, numbering: Numbering, styles: dict[str, _Style], allowance: Allowance) -> None:
        self.numbering, self.styles, self.allowance = numbering, styles, allowance
        self.paragraphs = 0
        self.tables = 0
        self.marks: list[Mark] = []

    def blocks(self, data: bytes, name: str) -> Iterator[Block]:
        """The blocks of a part."""
        open_paragraphs: list[_Paragraph] = []
        tables: list[_Table] = []
        skipped = depth = 0
        for event, element in events(data, name, tags=_WANTED):
            tag = local(element)
            if event == "start":
                depth += 1
                if tag in _REVISED and open_paragraphs and not skipped:
                    open_paragraphs[-1].marks.setdefault("revised", [])
                if depth > _DEPTH_MOST:
                    raise UnreadableError("hostile", name)
                if skipped or tag in _SKIPPED:
                    skipped += 1
                elif tag == "p":
                    open_paragraphs.append(_Paragraph())
                elif tag == "tbl":
                    self.tables += 1
                    tables.append(_Table(self.tables))
                elif tag == "tr":
                    if tables:
                        tables[-1].rows.append([])
                elif tag == "tc" and tables and tables[-1].rows:
                    row = tables[-1].rows[-1]
                    row.append(_Slot(column=row[-1].column + row[-1].span if row else 1))
                continue
            depth -= 1
            if skipped:
                skipped -= 1
                if tag in {"delText", "t"} and open_paragraphs:
                    self._struck(element, open_paragraphs[-1])
                continue
            if tag == "p" and open_paragraphs:
                yield from self._paragraph(open_paragraphs.pop(), tables)
            elif tag == "tbl" and tables:
                table = tables.pop()
                if tables:
                    self._inner(table, tables[-1])
                else:
                    yield from self._cells(table)
            elif tag in {"gridSpan", "vMerge", "gridBefore"}:
                self._merge(tag, attribute(element, "val"), tables)
            elif open_paragraphs:
                self._inside(tag, element, open_paragraphs[-1])
            if tag in {"p", "tbl", "tr"}:
                release(element)

    @staticmethod
    def _mark(tag: str, element: Any, paragraph: _Paragraph) -> None:
        """A setting that marks the text of its run; that of the end of a paragraph marks none."""
        settings = element.getparent()
        run = settings.getparent() if settings is not None else None
        if run is None or local(run) != "r" or attribute(element, "val") in _OFF:
            return
        if run is not paragraph.run:
            paragraph.run, paragraph.kinds = run, set()
        paragraph.kinds.add(_MARKED[tag])

    @staticmethod
    def _struck(element: Any, paragraph: _Paragraph) -> None:
        """The words of a deletion, where one is being passed over."""
        if "revised" in paragraph.marks and element.text:
            paragraph.marks["revised"].append(element.text)

    def _note(self, paragraph: _Paragraph, text: str, place: Place) -> None:
        """Keep the marks of a paragraph that ends; of insertions alone the paragraph is the words."""
        self.marks += (
            Mark(kind, place, words)
            for kind, said in paragraph.marks.items()
            if (words := "".join(said).strip() or text.strip())
        )

    @staticmethod
    def _merge(tag: str, value: str, tables: list[_Table]) -> None:
        if not tables or not tables[-1].rows:
            return
        row = tables[-1].rows[-1]
        count = int(value) if value.isdecimal() and len(value) < 4 else 1  # noqa: PLR2004 - no table is wider
        if tag == "gridBefore":
            row.append(_Slot(column=1, span=count, merge="gap"))
        elif row and tag == "gridSpan":
            row[-1].span = max(count, 1)
        elif row:
            row[-1].merge = "restart" if value == "restart" else "continue"

    def _inside(self, tag: str, element: Any, paragraph: _Paragraph) -> None:
        if tag == "t":
            paragraph.text.append(self.allowance.take(element.text or ""))
            if paragraph.run is not None and element.getparent() is paragraph.run:
                for kind in paragraph.kinds:
                    paragraph.marks.setdefault(kind, []).append(element.text or "")
        elif tag in _MARKED:
            self._mark(tag, element, paragraph)
        elif tag == "tab":
            # a tab stop of the settings has a position, a tab in the text has none
            paragraph.text += [] if attribute(element, "pos") else ["\t"]
        elif tag in {"br", "cr"}:
            paragraph.text.append("\n")
        elif tag == "noBreakHyphen":
            paragraph.text.append("-")
        elif tag == "sym":
            paragraph.text.append(_symbol(attribute(element, "char")))
        elif tag in {"blip", "imagedata"}:
            paragraph.images += 1
        elif tag == "numId":
            paragraph.number = attribute(element, "val")
        elif tag == "ilvl":
            value = attribute(element, "val")
            paragraph.depth = int(value) if value.isdecimal() else 0
        elif tag == "pStyle":
            paragraph.style = attribute(element, "val")
        elif tag == "outlineLvl":
            value = attribute(element, "val")
            paragraph.level = int(value) + 1 if value.isdecimal() and int(value) < 9 else 0  # noqa: PLR2004

    def _numbered(self, paragraph: _Paragraph) -> tuple[str, int]:
        """The automatic number of a paragraph, its own or that of its style, and its level as a heading."""
        number, depth, level = paragraph.number, paragraph.depth, paragraph.level
        seen: set[str] = set()
        style = paragraph.style
        while style in self.styles and style not in seen:
            seen.add(style)
            found = self.styles[style]
            if number is None and found.number:
                number, depth = found.number, found.depth if depth is None else depth
            level = level or found.level
            style = found.parent
        if not number or number == "0":
            return "", level
        return self.numbering.next(number, depth or 0), level

    def _paragraph(self, paragraph: _Paragraph, tables: list[_Table]) -> Iterator[Block]:
        text = "".join(paragraph.text).strip("\n")
        filled = bool(text.strip())
        number, level = self._numbered(paragraph) if filled or paragraph.number else ("", 0)
        if tables:
            if tables[-1].rows and tables[-1].rows[-1]:
                slot = tables[-1].rows[-1][-1]
                row = len(tables[-1].rows)
                self._note(paragraph, text, Place(table=tables[-1].number, row=row, column=slot.column))
                slot.images += paragraph.images
                if filled or number:
                    slot.lines.append(number + text)
            return
        self.paragraphs += 1
        place = Place(paragraph=self.paragraphs)
        self._note(paragraph, text, place)
        if filled or number:
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            yield Block(kind, text, place, number, level)
        if paragraph.images:
            yield Block(BlockKind.IMAGE, "", place)

    @staticmethod
    def _inner(table: _Table, outer: _Table) -> None:
        """A table inside a cell is text of that cell, row by row."""
        if outer.rows and outer.rows[-1]:
            for row in table.rows:
                line = "\t".join("\n".join(slot.lines) for slot in row)
                if line.strip():
                    outer.rows[-1][-1].lines.append(line)

    @staticmethod
    def _cells(table: _Table) -> Iterator[Block]:
        """The cells of a table, one that reaches over several rows once."""
        owner: dict[int, tuple[int, int]] = {}
        spans: dict[tuple[int, int], int] = {}
        for r, row in enumerate(table.rows):
            for slot in row:
                if slot.merge == "continue" and slot.column in owner:
                    first = owner[slot.column]
                    spans[first] += 1
                    source = next(s for s in table.rows[first[0]] if s.column == first[1])
                    source.lines += slot.lines
                    continue
                if slot.merge != "gap":
                    owner[slot.column] = (r, slot.column)
                    spans[r, slot.column] = 1
        for r, row in enumerate(table.rows):
            for slot in row:
                if (r, slot.column) not in spans or slot.merge == "gap":
                    continue
                cell = Cell(table.number, r + 1, slot.column, spans[r, slot.column], slot.span)
                place = Place(table=table.number, row=r + 1, column=slot.column)
                yield Block(BlockKind.CELL, "\n".join(slot.lines), place, cell=cell)
                if slot.images:
                    yield Block(BlockKind.IMAGE, "", place)


def _symbol(code: str) -> str:
    """A character of a symbol font by its code; the private ones of Wingdings are shown as a bullet."""
    value = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{4}", code) else 0x2022
    return "•" if 0xE000 <= value <= 0xF8FF or value < 0x20 else chr(value)  # noqa: PLR2004
