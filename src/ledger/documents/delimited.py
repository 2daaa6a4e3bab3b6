"""Tables as text (.csv, .tsv): rows of cells with a separator between them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from ledger.documents.blocks import Block, BlockKind, Cell, Place, Reason, Source, UnreadableError
from ledger.documents.text import Decoded, unify

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE = 65_536
_COLUMNS_LEAST = 3
_SEPARATORS = ("\t", "|", ",", ";")
_PASTED = frozenset("\t|")
"""Separators that no prose has: a table with them may stand below its title, and above who signs."""
_RULE = re.compile(r"[\s:|-]*-[\s:|-]*")
"""The line below the head of a table that is drawn with |."""


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
        if separator in _PASTED:
            rows = _within(rows)
        [(width, count)] = Counter(map(len, rows)).most_common(1) or [(0, 0)]
        if width < _COLUMNS_LEAST or len(rows) < 2 or count < 0.9 * len(rows):  # noqa: PLR2004
            continue
        if any(all(map(_is_head, row)) for row in rows[:4] if len(row) == width):
            return separator
    return ""


def _within(rows: list[list[str]]) -> list[list[str]]:
    """The rows from the first to the last that has several cells."""
    several = [n for n, row in enumerate(rows) if len(row) > 1]
    return rows[several[0] : several[-1] + 1] if several else []


def _is_head(cell: str) -> bool:
    return 0 < len(cell.strip()) <= 20 and not cell.rstrip().endswith(("。", "；"))  # noqa: PLR2004 - a head is short


def _records(text: str, separator: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield _bare(row) if separator == "|" else row
    except csv.Error:
        return


def _bare(row: list[str]) -> list[str]:
    """The cells between the bars of a line, without what stands before the first and behind the last."""
    if len(row) > 1 and not row[0].strip():
        row = row[1:]
    return row[:-1] if len(row) > 1 and not row[-1].strip() else row


def read_delimited(found: Decoded, separator: str) -> Source:
    """The cells of the one table that such a file is."""
    blocks: list[Block] = []
    text = unify(found.text.replace("\r\n", "\n"))
    limit = csv.field_size_limit()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(enumerate(reader, 1))
    except csv.Error as error:
        reason: Reason = "hostile" if str(limit) in str(error) or "limit" in str(error) else "damaged"
        raise UnreadableError(reason, f"line {reader.line_num}") from error
    several = [r for r, row in rows if len(row) > 1] if separator in _PASTED else []
    for r, row in rows:
        if several and len(row) == 1 and not several[0] <= r <= several[-1]:
            if row[0].strip():
                blocks.append(Block(BlockKind.PARAGRAPH, row[0], Place(paragraph=r)))
            continue
        for c, value in enumerate(_cells(row, separator), 1):
            if value.strip():
                place = Place(table=1, row=r, column=c)
                blocks.append(Block(BlockKind.CELL, value.strip("\n"), place, cell=Cell(1, r, c)))
    return Source("csv", tuple(blocks), found.encoding, found.doubtful)


def _cells(row: list[str], separator: str) -> list[str]:
    if separator != "|":
        return row
    return [] if _RULE.fullmatch("".join(row)) else [cell.strip() for cell in _bare(row)]
