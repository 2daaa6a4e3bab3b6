"""Tables as text (.csv, .tsv): rows of cells with a separator between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from ledger.documents.blocks import Block, BlockKind, Cell, Place, Reason, Source, UnreadableError
from ledger.documents.text import Decoded, unify

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE = 65_536
_COLUMNS_LEAST = 3
_SEPARATORS = ("\t", ",", ";")


def separator_of(text: str) -> str:
    """The separator of a table that is written as text; empty where the text is no table.

    In a table nearly all rows have the same number of cells, three or more, and the first full one is a row
    of heads: of short cells none of which is empty or ends a sentence.
    """
    sample = text[:_SAMPLE]
    for separator in _SEPARATORS:
        if separator not in sample:
            continue
        rows = [row for row in _records(sample, separator) if any(cell.strip() for cell in row)]
        if len(sample) < len(text):
            rows = rows[:-1]
        [(width, count)] = Counter(map(len, rows)).most_common(1) or [(0, 0)]
        if width < _COLUMNS_LEAST or len(rows) < 2 or count < 0.9 * len(rows):  # noqa: PLR2004
            continue
        if any(all(map(_is_head, row)) for row in rows[:4] if len(row) == width):
            return separator
    return ""


def _is_head(cell: str) -> bool:
    return 0 < len(cell.strip()) <= 20 and not cell.rstrip().endswith(("。", "；"))  # noqa: PLR2004 - a head is short


def _records(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        return


def read_delimited(found: Decoded, separator: str) -> Source:
    """The cells of the one table that such a file is."""
    blocks: list[Block] = []
    text = unify(found.text.replace("\r\n", "\n"))
    limit = csv.field_size_limit()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for r, row in enumerate(reader, 1):
            for c, value in enumerate(row, 1):
                if value.strip():
                    place = Place(table=1, row=r, column=c)
                    blocks.append(Block(BlockKind.CELL, value.strip("\n"), place, cell=Cell(1, r, c)))
    except csv.Error as error:
        reason: Reason = "hostile" if str(limit) in str(error) or "limit" in str(error) else "damaged"
        raise UnreadableError(reason, f"line {reader.line_num}") from error
    return Source("csv", tuple(blocks), found.encoding, found.doubtful)
