"""Documents → Word, in the layout of official documents (GB/T 9704—2012).

A4, type area 156 × 225 mm, 22 lines of 28 characters a page, wide tables on pages of their own that lie on
their side.  Fonts are named, with names to fall back to, and never embedded.
"""

from __future__ import annotations

import io
import re
from copy import deepcopy
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.rendering.extras import needing
from ledger.rendering.outline import (
    GAP,
    UNDATED,
    Part,
    Role,
    Table,
    midnight,
    outline,
    spoken,
    table,
)
from ledger.rendering.text import width
from ledger.rendering.titles import TITLE_COLUMNS, broken
from ledger.rendering.widths import lowest, measured, parted, readable, row_heights
from ledger.rendering.wordfile import marked, official, opened, pinned, style_ids
from ledger.rendering.wordtable import Layout, Row, place_of, table_xml, with_tables
from ledger.rendering.wordxml import (
    added,
    end_section,
    ends_section,
    section_like,
    styled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.locale import Words
    from ledger.reports.report import Document, Report

_PAGE = (11906, 16838)  # twips
_LINE = 579  # 28.95 points
_CHARACTER = 315  # a character of 16 points, so that 28 go into 156 mm
_SIZES = (24, 21, 18)  # 小四, 五号 and 小五 in half points: the largest that the table holds
_DAY = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_SIGNED_COLUMNS = 44  # a signature in one line
_MOST_PROPERTY = 255
_TIGHT = 1  # cells between columns where there is no room for more
_FEW = 8  # columns that a page that stands may hold
_DENSER = 1.25  # a page that stands may be this much too narrow for columns that read well
_TALL = 10  # lines of a row that may be split, as it would leave much of a page empty
_WHOLE = 10  # lines of a table that is kept on one page
_WITH_FOOT = 3  # rows that go with the foot of a table


def render_document_docx(document: Document, words: Words, template: bytes | None = None) -> bytes:
    """The document in Word, in the place of the mark of ``template``, or of the official layout; the same
    bytes every time.

    Styles of the template are used where it has them by name.  A template without the mark, or one that is
    no Word document, raises TemplateError.
    """
    with needing("office"):
        import docx  # noqa: F401
    words = words.formal(sent=True)
    file = opened(official() if template is None else template)
    body: Any = file.element.body
    anchor = marked(body)
    tables = _fill(document, words, body, anchor, style_ids(file))
    properties = file.core_properties
    properties.title = " ".join(spoken(document.title, words).split("\n"))[:_MOST_PROPERTY]
    properties.created = properties.modified = midnight(document.as_of or UNDATED)
    properties.revision = 1
    if document.source is not None:
        properties.comments = spoken(document.source, words)[:_MOST_PROPERTY]
        properties.identifier = (document.revision or "")[:_MOST_PROPERTY]
    if template is None:
        properties.language = words.tag
    out = io.BytesIO()
    file.save(out)
    name = file.part.partname.lstrip("/")
    return pinned(out.getvalue(), {name: partial(with_tables, tables=tables)})


class _Part(NamedTuple):
    """What stays together: elements, and whether they are for a page that lies on its side."""

    elements: list[Any]
    lies: bool


class _Room(NamedTuple):
    """Widths of the type area of an upright and of a lying page, in twips."""

    upright: int
    lying: int


def _fill(document: Document, words: Words, body: Any, anchor: Any, styles: Mapping[str, str]) -> list[str]:
    """Put the document in the place of ``anchor``, with sections for pages that lie on their side; gives the
    tables, for whose places there are marks."""
    from docx.oxml.ns import qn

    tables: list[str] = []
    governing = _governing(body, anchor)
    parts = list(_together(_parts(document, words, _room(governing), styles, tables)))
    lying = any(part.lies for part in parts)
    last = anchor.getnext() is governing  # nothing of a template follows
    original = deepcopy(governing)
    first = True
    before = anchor.getprevious()
    if parts[0].lies and before is not None and not ends_section(before):
        end_section(before, section_like(original, lies=False, first=True))
        first = False
    for number, part in enumerate(parts):
        for element in part.elements:
            anchor.addprevious(element)
        if number < len(parts) - 1 or (part.lies and not last):
            end_section(part.elements[-1], section_like(original, lies=part.lies, first=first))
            first = False
    if lying:
        kept = section_like(original, lies=last and parts[-1].lies, first=first)
        for child in list(governing):
            governing.remove(child)
        governing.extend(list(kept))
    if not ends_section(anchor):
        body.remove(anchor)
    else:  # the mark ends a section of the template
        for child in list(anchor):
            if child.tag != qn("w:pPr"):
                anchor.remove(child)
    return tables


def _governing(body: Any, anchor: Any) -> Any:
    """The properties of the section that the anchor is in."""
    from docx.oxml.ns import qn

    paragraph = anchor
    while paragraph is not None:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if found is not None:
            return found
        paragraph = paragraph.getnext()
    return body.get_or_add_sectPr()


def _room(section: Any) -> _Room:
    from docx.section import Section

    page = Section(section, None)  # type: ignore[arg-type]
    sides = [page.left_margin, page.right_margin, page.top_margin, page.bottom_margin]
    left, right, top, bottom = (abs(side.twips) if side is not None else 1440 for side in sides)
    broad = page.page_width.twips if page.page_width else _PAGE[0]
    tall = page.page_height.twips if page.page_height else _PAGE[1]
    return _Room(max(broad - left - right, 2000), max(tall - top - bottom, 2000))


def _parts(
    document: Document, words: Words, room: _Room, styles: Mapping[str, str], tables: list[str]
) -> Iterator[_Part]:
    """The title and the parts of the text; a heading goes where what follows it goes."""
    waiting = _title(document, words, styles)
    for part in outline(document, words):
        if part.role in {Role.HEADING, Role.ANNEX, Role.ANNEX_TITLE}:
            waiting.append(styled(part.text, styles[_style(part)], _DRESS.get(part.role)))
            continue
        if part.report is not None:
            elements, lies = _table(part.report, words, room, styles, tables)
        else:
            if part.role is Role.SIGNER or (part.role is Role.ANNEXES and part.level == 1):
                waiting.append(styled("", styles["Normal"], {"keepNext": {}}))
            text = "\n".join(broken(part.text, _SIGNED_COLUMNS)) if part.role is Role.SIGNER else part.text
            below = part.role is Role.ANNEXES and part.level > 1
            dress = _BELOW if below else _DRESS.get(part.role)
            elements, lies = [styled(text, styles[_style(part)], dress)], False
        yield _Part([*waiting, *elements], lies)
        waiting = []
    if waiting:
        yield _Part(waiting, lies=False)


def _title(document: Document, words: Words, styles: Mapping[str, str]) -> list[Any]:
    """The title in lines that break by sense, and what stands below it."""
    text = spoken(document.title, words)
    lines = "\n".join(broken(text, TITLE_COLUMNS)) if words.language == "zh" else text
    made = [styled(lines, styles["Title"])]
    made += [styled(spoken(line, words), styles["Subtitle"]) for line in document.dateline]
    if document.dateline:
        from docx.oxml.ns import qn

        added(made[-1].find(qn("w:pPr")), "w:spacing", {"after": _LINE})
    return made


def _style(part: Part) -> str:
    return f"Heading {part.level}" if part.role is Role.HEADING else _ROLES[part.role]


_ROLES = {
    Role.ADDRESSEE: "Normal",
    Role.TEXT: "Body Text",
    Role.NOTE: "Table Note",
    Role.CLOSING: "Body Text",
    Role.ANNEXES: "Body Text",
    Role.SIGNER: "Normal",
    Role.DAY: "Normal",
    Role.ANNEX: "Annex",
    Role.ANNEX_TITLE: "Annex Title",
}
"""The style of each part of a document."""

_DRESS: dict[Role, dict[str, dict[str, str | int]]] = {
    Role.CLOSING: {"keepNext": {}},
    Role.ANNEXES: {"keepNext": {}},
    Role.SIGNER: {"keepNext": {}, "ind": {"right": 2 * _CHARACTER}, "jc": {"val": "right"}},
    Role.DAY: {"ind": {"right": 4 * _CHARACTER}, "jc": {"val": "right"}},
}
"""落款 two characters from the edge, 成文日期 four; all from the last sentence on stays on one page."""

_BELOW: dict[str, dict[str, str | int]] = {
    "keepNext": {},
    "ind": {"leftChars": 300, "left": 3 * _CHARACTER, "firstLineChars": 200, "firstLine": 2 * _CHARACTER},
}
"""A further annex stands below the name of the first."""


def _together(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Neighbours that go on the same pages as one part."""
    current: _Part | None = None
    for part in parts:
        if current is not None and current.lies == part.lies:
            current.elements.extend(part.elements)
            continue
        if current is not None:
            yield current
        current = part
    if current is not None:
        yield current


def _table(
    report: Report, words: Words, room: _Room, styles: Mapping[str, str], tables: list[str]
) -> tuple[list[Any], bool]:
    """Caption, the place of the table and notes, and whether they need a page that lies on its side."""
    elements: list[Any] = []
    if report.title is not None:
        elements.append(styled(spoken(report.title, words), styles["Caption"]))
    made = table(report, words)
    lies = False
    if made is None:
        elements.append(styled(spoken(report.empty, words), styles["Body Text"]))
    else:
        of = measured(report.columns, made.heads, made.body, _breadth)
        least = readable(of, report.columns) + GAP * len(made.heads)
        denser = _DENSER if len(made.heads) <= _FEW else 1
        lies = least > _cells(room.upright, _SIZES[-1]) * denser
        broad = room.lying if lies else room.upright
        # the largest type in which nothing is wrapped; else one that is small enough for columns, not strips
        whole = sum(of.natural) + GAP * len(made.heads)
        fits = [size for size in _SIZES if whole <= _cells(broad, size)]
        fits += [size for size in _SIZES[1:] if least <= _cells(broad, size)]
        size = next(iter(fits), _SIZES[-1])
        gap = GAP if fits else _TIGHT
        sizes = lowest(of, max(_cells(broad, size) - gap * len(made.heads), len(made.heads)))
        laid = Layout(_spread(sizes, broad, gap), size, gap)
        elements.append(place_of(len(tables)))
        heads = [parted(head, one) for head, one in zip(made.heads, sizes, strict=True)]
        high = row_heights(of.lines, sizes)
        tables.append(_grid(report, made._replace(heads=heads), laid, high, styles))
    elements += [styled(spoken(note, words), styles["Table Note"]) for note in report.notes]
    return elements, lies


def _breadth(line: str) -> int:
    """The cells of a line; of a day with the room that word processors leave between figures and Chinese."""
    return width(line) + 2 if _DAY.fullmatch(line) else width(line)


def _cells(twips: int, size: int) -> int:
    """How many half characters of a font of ``size`` half points go into the width."""
    return twips // (size * 5)


def _spread(sizes: list[int], broad: int, gap: int) -> list[int]:
    """Widths in twips that fill the line, in the proportion of the cells with their gaps."""
    total = sum(sizes) + gap * len(sizes)
    widths = [broad * (size + gap) // total for size in sizes]
    widths[-1] += broad - sum(widths)
    return widths


def _grid(report: Report, made: Table, laid: Layout, high: list[int], styles: Mapping[str, str]) -> str:
    """The table; one of few rows stays on a page, of a longer one the foot with the rows before it."""
    aligned = ["right" if column.right else "left" if column.grow else "center" for column in report.columns]
    top = any(column.stacked for column in report.columns)
    whole = sum(high) <= _WHOLE
    middle = ["center"] * len(made.heads)
    head = Row(styles["Table Head"], laid, middle, head=True, together=True)

    @cache
    def kind(bold: bool, split: bool, together: bool) -> Row:
        style = styles["Table Text"]
        return Row(style, laid, aligned, bold=bold, split=split, together=together, top=top)

    rows = [head.xml(made.heads)]
    for number, (row, lines) in enumerate(zip(made.body, high, strict=True), 1):
        left = len(made.body) - number
        together = bool(left) and (whole or (made.footed and left <= _WITH_FOOT))
        rows.append(kind(made.footed and not left, lines > _TALL, together).xml(row))
    return table_xml(laid, rows)
