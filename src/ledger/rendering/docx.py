"""Documents → Word, in the layout of official documents (GB/T 9704—2012).

A4, type area 156 × 225 mm, 22 lines of 28 characters a page, wide tables on pages of their own that lie on
their side.  Fonts are named, with names to fall back to, and never embedded.
"""

from __future__ import annotations

import io
import zlib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from ledger.rendering.extras import TemplateError, needing
from ledger.rendering.outline import GAP, UNDATED, Table, least_room, midnight, outline, spoken, table
from ledger.rendering.table import column_sizes
from ledger.rendering.text import width, wrap
from ledger.rendering.titles import TITLE_COLUMNS, broken
from ledger.reports.report import Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.locale import Words
    from ledger.reports.report import Document

MARKS = ("{{台账}}", "{{ledger}}")
"""The paragraph of a template that the document takes the place of."""

_MM = 1440 / 25.4  # twips
_PAGE = (11906, 16838)
_LINE = 579  # 28.95 points
_NARROWER = -5  # 20ths of a point between characters: so 28 of 16 points go into 156 mm
_BODY_SIZE = 16  # points
_CHARACTER = 20 * _BODY_SIZE + _NARROWER
_MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28}
_FOOTER = {False: 23, True: 14}  # the page number 7 mm below the type area, by whether the page lies

_SERIF = "Times New Roman"
_FONTS = {
    "仿宋_GB2312": ("仿宋", "FangSong_GB2312", "FangSong"),
    "楷体_GB2312": ("楷体", "KaiTi_GB2312", "KaiTi"),
    "方正小标宋简体": ("方正小标宋_GBK", "小标宋", "宋体"),
    "黑体": ("SimHei",),
    "宋体": ("SimSun",),
}
"""Fonts and what may stand in for them."""

_BODY = "仿宋_GB2312"
_HEADINGS = ("黑体", "楷体_GB2312", "仿宋_GB2312")
_SIZES = (24, 21)  # 小四 and 五号 in half points: the larger where the table holds it
_MOST_ENTRIES = 2_000
_MOST_BYTES = 50 * 1024 * 1024
_MOST_RATIO = 200
_MOST_PROPERTY = 255
_BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    AttributeError,
    zlib.error,
)
_MUCH = 2_000  # a text that is longer says no more about the column
_NARROW = 8  # cells that a column keeps when others need them more
_TALL = 14  # lines of a row that may be split, as it would leave much of a page empty


def render_document_docx(document: Document, words: Words, template: bytes | None = None) -> bytes:
    """The document in Word, or in the place of the mark of ``template``; the same bytes every time.

    Styles of the template are used where it has them by name.  A template without the mark, or one that is
    no Word document, raises TemplateError.
    """
    with needing("office"):
        import docx  # noqa: F401
    file = blank_document() if template is None else opened(template)
    body: Any = file.element.body
    if template is None:
        anchor = added(body, "w:p", before=body.sectPr)
    else:
        anchor = _marked(body)
        _add_styles(file, replace=False)
    _fill(document, words, body, anchor, {style.name: style.style_id for style in file.styles if style.name})
    properties = file.core_properties
    day = midnight(document.as_of or UNDATED)
    properties.title = spoken(document.title, words)[:_MOST_PROPERTY]
    properties.created = properties.modified = day
    properties.revision = 1
    if template is None:
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.language = words.tag
    out = io.BytesIO()
    file.save(out)
    return pinned(out.getvalue(), {"word/fontTable.xml": font_table()} if template is None else {})


def blank_document() -> Any:
    """A document without contents in the official layout: page, page numbers, styles."""
    import docx

    file = docx.Document()
    _lay_out(file)
    _add_styles(file, replace=True)
    return file


# --- files ----------------------------------------------------------------------------------------


def pinned(data: bytes, replaced: dict[str, bytes]) -> bytes:
    """The same archive without the time at which it was made, with some parts replaced."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, replaced.get(name) or source.read(name))
    return out.getvalue()


def opened(template: bytes) -> Any:
    """The template, unless it is no Word document or would fill the memory."""
    import docx
    from docx.opc.exceptions import OpcError
    from docx.oxml.ns import qn
    from lxml.etree import LxmlError

    broken = TemplateError("error.template_broken")
    try:
        with ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ENTRIES or size > min(_MOST_BYTES, _MOST_RATIO * len(template)):
                raise broken
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(entry):
                    raise broken
        opened = docx.Document(io.BytesIO(template))
    except _BROKEN as error:
        raise broken from error
    except (LxmlError, OpcError) as error:
        raise broken from error
    if opened.element.find(qn("w:body")) is None:
        raise broken
    return opened


def _marked(body: Any) -> Any:
    """The paragraph with the mark."""
    from docx.oxml.ns import qn

    for paragraph in body.iterchildren(qn("w:p")):
        if "".join(part.text or "" for part in paragraph.iter(qn("w:t"))).strip() in MARKS:
            return paragraph
    raise TemplateError("error.template_mark", mark=MARKS[0])


# --- elements -------------------------------------------------------------------------------------


def added(parent: Any, tag: str, attributes: dict[str, str | int] | None = None, before: Any = None) -> Any:
    """A new last child, or one before another; names have the prefix ``w:`` or none."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    if before is not None:
        before.addprevious(made)
    elif parent is not None:
        parent.append(made)
    return made


def styled(text: str, style: str, properties: dict[str, dict[str, str | int]] | None = None) -> Any:
    """A paragraph in a style, by the id of the style; ``properties`` of its own come after it."""
    made = added(None, "w:p")
    about = added(made, "w:pPr")
    added(about, "w:pStyle", {"val": style})
    for tag, attributes in (properties or {}).items():
        added(about, f"w:{tag}", attributes)
    _run(made, text)
    return made


def _run(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """The text as one run; its line feeds are line breaks."""
    if not text:
        return
    run = added(paragraph, "w:r")
    if bold:
        about = added(run, "w:rPr")
        added(about, "w:b")
    for number, line in enumerate(text.split("\n")):
        if number:
            added(run, "w:br")
        part = added(run, "w:t")
        part.text = line
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# --- layout ---------------------------------------------------------------------------------------


def _twips(millimetres: float) -> int:
    return round(millimetres * _MM)


def _lay_out(file: Any) -> None:
    """Page, grid and page numbers of a new document."""
    from docx.shared import Mm, Twips

    section = file.sections[0]
    section.page_width, section.page_height = Twips(_PAGE[0]), Twips(_PAGE[1])
    for side, size in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.header_distance, section.footer_distance = Mm(20), Mm(_FOOTER[False])
    section.gutter = 0
    properties: Any = file.element.body.sectPr
    for old in properties.xpath("./w:docGrid"):
        properties.remove(old)
    added(properties, "w:docGrid", {"type": "lines", "linePitch": _LINE})
    package = file.part.package
    for key in [key for key, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]
    file.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _number_pages(footer.part.element, side)


def _number_pages(footer: Any, side: str) -> None:
    """— 1 —, one character from the outer edge."""
    for old in list(footer):
        footer.remove(old)
    paragraph = added(footer, "w:p")
    about = added(paragraph, "w:pPr")
    added(about, "w:pStyle", {"val": "Footer"})
    added(about, "w:ind", {side: 280, f"{side}Chars": 100})
    added(about, "w:jc", {"val": side})
    _run(paragraph, "— ")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("shown", "1"), ("end", "")):
        run = added(paragraph, "w:r")
        if kind == "shown":
            added(run, "w:t").text = text
        elif kind:
            added(run, "w:fldChar", {"fldCharType": kind})
        else:
            added(run, "w:instrText").text = text
    _run(paragraph, " —")


def font_table() -> bytes:
    """The fonts by name, and what to take where one is not there."""
    from xml.sax.saxutils import quoteattr

    fonts = [
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _FONTS.items()
    ]
    fonts.append(
        f'<w:font w:name="{_SERIF}"><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{''.join(fonts)}</w:fonts>"
    ).encode()


class _Style(NamedTuple):
    """How a style looks; sizes are half points."""

    name: str
    font: str
    size: int
    align: str = "left"
    indent: bool = False
    before: int = 0
    after: int = 0
    line: int | None = _LINE
    level: int | None = None
    together: bool = False
    latin: str = _SERIF


_STYLES = (
    _Style("Normal", _BODY, 32),
    _Style("Title", "方正小标宋简体", 44, "center", after=_LINE, line=700, together=True),
    _Style("Subtitle", "楷体_GB2312", 32, "center", together=True),
    _Style("Body Text", _BODY, 32, "both", indent=True),
    *(
        _Style(f"Heading {n}", font, 32, indent=True, level=n - 1, together=True)
        for n, font in enumerate(_HEADINGS, 1)
    ),
    _Style("Caption", "黑体", 28, "center", before=120, after=60, line=None, together=True),
    _Style("Footer", "宋体", 28, line=None, latin="宋体"),
    _Style("Table Text", _BODY, 24, line=None),
    _Style("Table Head", "黑体", 24, "center", line=None),
    _Style("Table Note", _BODY, 21, line=None, before=60),
)
_BUILT_IN = {"Normal", "Title", "Subtitle", "Body Text", "Caption", "Footer"} | {
    f"Heading {level}" for level in (1, 2, 3)
}


def _add_styles(file: Any, *, replace: bool) -> None:
    """Give the document the styles that are used; those of a template are left as they are."""
    from docx.enum.style import WD_STYLE_TYPE

    if replace:
        defaults = file.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0]
        for old in list(defaults):
            defaults.remove(old)
        _fonts(defaults, _BODY, _SERIF)
        added(defaults, "w:lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"})
        for old in file.styles.element.xpath("./w:docDefaults/w:pPrDefault/w:pPr/*"):
            old.getparent().remove(old)
    there = {style.name for style in file.styles}
    for style in _STYLES:
        if style.name in there and not replace:
            continue
        if style.name not in there:
            file.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH, style.name in _BUILT_IN)
        _draw(file.styles[style.name].element, style)


def _draw(element: Any, style: _Style) -> None:
    """Write how the style looks, in the order that the schema of Word wants."""
    for old in element.xpath("./w:pPr | ./w:rPr"):
        element.remove(old)
    if style.level is not None and not element.xpath("./w:qFormat"):
        added(element, "w:qFormat")
    paragraph = added(element, "w:pPr")
    if style.together:
        added(paragraph, "w:keepNext")
        added(paragraph, "w:keepLines")
    if style.align == "both":  # a page of running text has all its lines
        added(paragraph, "w:widowControl", {"val": 0})
    if style.line is None:
        added(paragraph, "w:snapToGrid", {"val": 0})
    spacing: dict[str, str | int] = {"before": style.before, "after": style.after}
    spacing |= {"line": style.line, "lineRule": "exact"} if style.line else {"line": 240, "lineRule": "auto"}
    added(paragraph, "w:spacing", spacing)
    indent = {"firstLineChars": 200, "firstLine": 2 * _CHARACTER} if style.indent else {"firstLine": 0}
    added(paragraph, "w:ind", {"firstLineChars": 0, **indent})
    added(paragraph, "w:jc", {"val": style.align})
    if style.level is not None:
        added(paragraph, "w:outlineLvl", {"val": style.level})
    run = added(element, "w:rPr")
    _fonts(run, style.font, style.latin)
    added(run, "w:b", {"val": 0})
    added(run, "w:i", {"val": 0})
    added(run, "w:color", {"val": "000000"})
    added(run, "w:spacing", {"val": _NARROWER if style.size == 2 * _BODY_SIZE else 0})
    added(run, "w:kern", {"val": 0})
    added(run, "w:sz", {"val": style.size})
    added(run, "w:szCs", {"val": style.size})


def _fonts(run: Any, east_asian: str, latin: str) -> None:
    added(run, "w:rFonts", {"ascii": latin, "hAnsi": latin, "eastAsia": east_asian, "cs": _SERIF})


# --- contents -------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """What stays together: elements, and whether they are for a page that lies on its side."""

    elements: list[Any]
    lies: bool


class _Room(NamedTuple):
    """Widths of the type area of an upright and of a lying page, in twips."""

    upright: int
    lying: int


def _fill(document: Document, words: Words, body: Any, anchor: Any, styles: dict[str, str]) -> None:
    """Put the document in the place of ``anchor``, with sections for pages that lie on their side."""
    from docx.oxml.ns import qn

    governing = _governing(body, anchor)
    parts = list(_together(_parts(document, words, _room(governing), styles)))
    lying = any(part.lies for part in parts)
    last = anchor.getnext() is governing  # nothing of a template follows
    original = deepcopy(governing)
    first = True
    before = anchor.getprevious()
    if parts[0].lies and before is not None and not _ends_section(before):
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
    if not _ends_section(anchor):
        body.remove(anchor)
    else:  # the mark ends a section of the template
        for child in list(anchor):
            if child.tag != qn("w:pPr"):
                anchor.remove(child)


def _ends_section(element: Any) -> bool:
    from docx.oxml.ns import qn

    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


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


def section_like(original: Any, *, lies: bool, first: bool) -> Any:
    """Properties of a section like the original, turned to the left where it lies."""
    from docx.oxml.ns import qn

    made = deepcopy(original)
    if not first:
        for old in made.xpath("./w:titlePg | ./w:pgNumType | ./w:type"):
            made.remove(old)
    if not lies:
        return made
    size, margins = made.find(qn("w:pgSz")), made.find(qn("w:pgMar"))
    if size is not None:
        broad, tall = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), tall)
        size.set(qn("w:h"), broad)
        size.set(qn("w:orient"), "landscape")
    if margins is not None:
        old = {side: margins.get(qn(f"w:{side}")) for side in ("top", "right", "bottom", "left")}
        # the binding edge comes to the top, as when the page is turned to be read
        turned = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
        for side, source in turned.items():
            margins.set(qn(f"w:{side}"), old[source] or "1440")
        lowest = _twips(_FOOTER[True])
        margins.set(qn("w:footer"), str(min(int(margins.get(qn("w:footer")) or lowest), lowest)))
    for grid in made.xpath("./w:docGrid"):
        made.remove(grid)
    return made


def end_section(element: Any, section: Any) -> None:
    """End a section after the element: in it where it is a paragraph, else in a paragraph of no height."""
    from docx.oxml.ns import qn

    if element.tag != qn("w:p"):
        paragraph = added(None, "w:p")
        about = added(paragraph, "w:pPr")
        added(about, "w:spacing", {"before": 0, "after": 0, "line": 20, "lineRule": "exact"})
        mark = added(about, "w:rPr")
        added(mark, "w:sz", {"val": 2})
        element.addnext(paragraph)
        element = paragraph
    element.get_or_add_pPr().append(section)


def _parts(document: Document, words: Words, room: _Room, styles: dict[str, str]) -> Iterator[_Part]:
    """The title and the blocks; a heading goes where what follows it goes."""
    lines = broken(spoken(document.title, words), TITLE_COLUMNS)
    title = [styled("\n".join(lines), styles["Title"])]
    title += [styled(spoken(line, words), styles["Subtitle"]) for line in document.dateline]
    if document.dateline:
        from docx.oxml.ns import qn

        about = title[-1].find(qn("w:pPr"))
        added(about, "w:spacing", {"after": _LINE})
    waiting = title
    for block, heading, level in outline(document, words):
        if isinstance(block, Report):
            elements, lies = _table(block, words, room, styles)
            yield _Part([*waiting, *elements], lies)
            waiting = []
        elif isinstance(block, Paragraph):
            paragraph = styled(spoken(block.text, words), styles["Body Text"])
            yield _Part([*waiting, paragraph], lies=False)
            waiting = []
        else:
            waiting.append(styled(heading, styles[f"Heading {level}"]))
    if waiting:
        yield _Part(waiting, lies=False)


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


def _table(report: Report, words: Words, room: _Room, styles: dict[str, str]) -> tuple[list[Any], bool]:
    """Caption, table and notes, and whether they need a page that lies on its side."""
    elements: list[Any] = []
    if report.title is not None:
        elements.append(styled(spoken(report.title, words), styles["Caption"]))
    made = table(report, words)
    lies = False
    if made is None:
        elements.append(styled(spoken(report.empty, words), styles["Body Text"]))
    else:
        least = least_room(report, made)
        lies = least > _cells(room.upright, _SIZES[1])
        broad = room.lying if lies else room.upright
        size = next((size for size in _SIZES if least <= _cells(broad, size)), _SIZES[1])
        held = max(_cells(broad, size) - GAP, len(made.heads))
        sizes = _balanced(column_sizes(report, made.heads, made.body, held), report, made)
        elements.append(
            _grid(report, made.heads, made.body, _spread(sizes, broad), size, sizes, made.footed, styles)
        )
    elements += [styled(spoken(note, words), styles["Table Note"]) for note in report.notes]
    return elements, lies


def _cells(twips: int, size: int) -> int:
    """How many half characters of a font of ``size`` half points go into the width."""
    return twips // (size * 5)


def _balanced(sizes: list[int], report: Report, of: Table) -> list[int]:
    """Widths that give columns of long texts more, so that rows are not high for the sake of one column.

    Columns that grow share the room that they have together: half by their weight, half by their text.  A
    short head is not broken into a long line and a short one.
    """
    texts = list(zip(*of.body, strict=True))
    growing = [n for n, column in enumerate(report.columns) if column.grow]
    amounts = {n: sum(min(width(text), _MUCH) for text in texts[n]) + 1 for n in growing}
    room, total = sum(sizes[n] for n in growing), sum(amounts.values())
    if all(sizes[n] >= max(map(width, texts[n])) for n in growing):
        return sizes  # nothing is wrapped
    made = list(sizes)
    for n in growing:
        made[n] = max((sizes[n] + room * amounts[n] // total) // 2, min(sizes[n], _NARROW))
    for n, head in enumerate(of.heads):
        if n not in amounts and made[n] < width(head) <= min(_NARROW, 2 * made[n] - 1):
            made[n] = width(head)
    while sum(made) > sum(sizes):
        made[max(growing, key=lambda n: made[n])] -= 1
    return made


def _spread(sizes: list[int], broad: int) -> list[int]:
    """Widths in twips that fill the line, in the proportion of the cells with their gaps."""
    total = sum(sizes) + GAP * len(sizes)
    widths = [broad * (size + GAP) // total for size in sizes]
    widths[-1] += broad - sum(widths)
    return widths


def _grid(
    report: Report,
    heads: list[str],
    body: list[list[str]],
    widths: list[int],
    size: int,
    cells: list[int],
    footed: bool,
    styles: dict[str, str],
) -> Any:
    made = new_table(widths, size)
    aligned = ["right" if column.right else "left" if column.grow else "center" for column in report.columns]
    add_row(made, heads, widths, styles["Table Head"], size, ["center"] * len(heads), head=True)
    for number, row in enumerate(body, 1):
        lines = max(len(wrap(text[:5000], room)) for text, room in zip(row, cells, strict=True))
        bold = footed and number == len(body)
        add_row(made, row, widths, styles["Table Text"], size, aligned, bold=bold, split=lines > _TALL)
    return made


def new_table(widths: list[int], size: int) -> Any:
    """A table without rows, its columns as wide as they are given in twips; ``size`` is that of its text."""
    made = added(None, "w:tbl")
    about = added(made, "w:tblPr")
    added(about, "w:tblW", {"w": sum(widths), "type": "dxa"})
    added(about, "w:jc", {"val": "center"})
    borders = added(about, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        added(borders, f"w:{side}", {"val": "single", "sz": 4, "space": 0, "color": "000000"})
    added(about, "w:tblLayout", {"type": "fixed"})
    margins = added(about, "w:tblCellMar")
    for side, broad in (("top", 30), ("left", size * 4), ("bottom", 30), ("right", size * 4)):
        added(margins, f"w:{side}", {"w": broad, "type": "dxa"})
    grid = added(made, "w:tblGrid")
    for broad in widths:
        added(grid, "w:gridCol", {"w": broad})
    return made


def add_row(
    parent: Any,
    texts: list[str],
    widths: list[int],
    style: str,
    size: int,
    aligned: list[str],
    *,
    head: bool = False,
    bold: bool = False,
    split: bool = False,
) -> None:
    """Add a row of cells, each with one paragraph."""
    row = added(parent, "w:tr")
    about = added(row, "w:trPr")
    if not split:
        added(about, "w:cantSplit")
    if head:
        added(about, "w:tblHeader")
    for text, broad, align in zip(texts, widths, aligned, strict=True):
        cell = added(row, "w:tc")
        properties = added(cell, "w:tcPr")
        added(properties, "w:tcW", {"w": broad, "type": "dxa"})
        added(properties, "w:vAlign", {"val": "center"})
        paragraph = added(cell, "w:p")
        about = added(paragraph, "w:pPr")
        added(about, "w:pStyle", {"val": style})
        added(about, "w:jc", {"val": align})
        _run(paragraph, text, bold=bold)
        for run in paragraph.r_lst if size != _SIZES[0] else ():
            properties = run.get_or_add_rPr()
            added(properties, "w:sz", {"val": size})
            added(properties, "w:szCs", {"val": size})
