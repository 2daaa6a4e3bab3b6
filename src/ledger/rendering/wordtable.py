"""Tables of Word as text: a thousand rows are written many times quicker than as a tree of elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGE = 24
"""The size of text in tables as the style has it, in half points (小四)."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_NAME = "ledger-table"
_PLACE = re.compile(rb"<\?ledger-table ([0-9]{1,6})\?>")
_PITCH = 13  # twips a half point: lines of small type are 1.3 times as high as it, whatever the font


class Layout(NamedTuple):
    """Widths of columns in twips, size of the type in half points, and cells (half a character) between two
    columns."""

    widths: Sequence[int]
    size: int
    gap: int


class Row:
    """How rows of a kind look; ``together`` keeps one on the page of the next, ``split`` lets it go on over
    the end of a page, ``top`` puts texts at the top of their cells."""

    def __init__(
        self,
        style: str,
        layout: Layout,
        aligned: Sequence[str],
        *,
        head: bool = False,
        bold: bool = False,
        split: bool = False,
        together: bool = False,
        top: bool = False,
    ) -> None:
        small = layout.size != LARGE
        kept = "<w:keepNext/>" if together else ""
        pitch = f'<w:spacing w:line="{layout.size * _PITCH}" w:lineRule="exact"/>' if small else ""
        dress = "<w:b/>" if bold else ""
        if small:
            dress += f'<w:sz w:val="{layout.size}"/><w:szCs w:val="{layout.size}"/>'
        dress = f"<w:rPr>{dress}</w:rPr>" if dress else ""
        upright = "top" if top else "center"
        about = ("" if split else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
        self._begin = f"<w:tr><w:trPr>{about}</w:trPr>" if about else "<w:tr>"
        self._cells = [
            f'<w:tc><w:tcPr><w:tcW w:w="{broad}" w:type="dxa"/><w:vAlign w:val="{upright}"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{pitch}<w:jc w:val="{align}"/></w:pPr>'
            for broad, align in zip(layout.widths, aligned, strict=True)
        ]
        self._run = f'<w:r>{dress}<w:t xml:space="preserve">'

    def xml(self, texts: Sequence[str]) -> str:
        """A row of cells, each with one paragraph of one run; line feeds are line breaks."""
        parts = [self._begin]
        for text, cell in zip(texts, self._cells, strict=True):
            parts.append(cell)
            if text:
                parts += (self._run, _escaped(text), "</w:t></w:r>")
            parts.append("</w:p></w:tc>")
        parts.append("</w:tr>")
        return "".join(parts)


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')


def table_xml(layout: Layout, rows: Iterable[str]) -> str:
    """A table of such rows, its lines drawn."""
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    beside = layout.size * 2 * layout.gap  # four fifths of what is reckoned with: fonts differ
    margins = "".join(
        f'<w:{side} w:w="{broad}" w:type="dxa"/>'
        for side, broad in (("top", 45), ("left", beside), ("bottom", 45), ("right", beside))
    )
    grid = "".join(f'<w:gridCol w:w="{broad}"/>' for broad in layout.widths)
    return (
        f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblW w:w="{sum(layout.widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def place_of(number: int) -> Any:
    """What stands in the tree of a document in place of a table, until it is written."""
    from lxml import etree

    return etree.ProcessingInstruction(_NAME, str(number))


def with_tables(document: bytes, tables: Sequence[str]) -> bytes:
    """The XML of a document with its tables in their places; a mark that is none of ours stays."""

    def put(found: re.Match[bytes]) -> bytes:
        number = int(found[1])
        return tables[number].encode() if number < len(tables) else found[0]

    return _PLACE.sub(put, document)
