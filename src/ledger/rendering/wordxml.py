"""Pieces of Word's XML: elements, paragraphs, tables, sections; what is in them is said elsewhere."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

LARGE = 24
"""The size of text in tables as the style has it, in half points (小四)."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MM = 1440 / 25.4  # twips
_LYING_FOOTER = 14  # millimetres from the edge to the page number of a page that lies


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
    add_run(made, text)
    return made


def add_run(paragraph: Any, text: str) -> None:
    """The text as one run; its line feeds are line breaks."""
    if not text:
        return
    run = added(paragraph, "w:r")
    for number, line in enumerate(text.split("\n")):
        if number:
            added(run, "w:br")
        part = added(run, "w:t")
        part.text = line
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


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
        lowest = round(_LYING_FOOTER * _MM)
        margins.set(qn("w:footer"), str(min(int(margins.get(qn("w:footer")) or lowest), lowest)))
    for grid in made.xpath("./w:docGrid"):
        made.remove(grid)
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
    for side, broad in (("top", 45), ("left", size * 4), ("bottom", 45), ("right", size * 4)):
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
    together: bool = False,
    top: bool = False,
) -> None:
    """Add a row of cells, each with one paragraph; ``together`` keeps it on the page of the next row, ``top``
    puts texts at the top of their cells."""
    from docx.oxml import parse_xml

    about = ("" if split else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    kept = "<w:keepNext/>" if together else ""
    dress = ("<w:b/>" if bold else "") + (
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size != LARGE else ""
    )
    dress = f"<w:rPr>{dress}</w:rPr>" if dress else ""
    upright = "top" if top else "center"
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{broad}" w:type="dxa"/><w:vAlign w:val="{upright}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}<w:jc w:val="{align}"/></w:pPr>'
        f"{_run_xml(text, dress)}</w:p></w:tc>"
        for text, broad, align in zip(texts, widths, aligned, strict=True)
    )
    # one parse for a row is much quicker than an element at a time
    parent.append(parse_xml(f'<w:tr xmlns:w="{_W}"><w:trPr>{about}</w:trPr>{cells}</w:tr>'))


def _run_xml(text: str, dress: str) -> str:
    """The text as one run; its line feeds are line breaks."""
    if not text:
        return ""
    lines = (escape(line, {"\r": "&#13;"}) for line in text.split("\n"))
    shown = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{dress}{shown}</w:r>"


def ends_section(element: Any) -> bool:
    """Whether a paragraph is the last of a section."""
    from docx.oxml.ns import qn

    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
