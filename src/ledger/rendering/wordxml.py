"""Pieces of Word's XML: elements, paragraphs, sections; what is in them is said elsewhere."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

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


def ends_section(element: Any) -> bool:
    """Whether a paragraph is the last of a section."""
    from docx.oxml.ns import qn

    return element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
