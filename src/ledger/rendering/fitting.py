"""How wide the columns of a table are on a terminal, and its rows broken to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.style import TONE_OF, paint
from ledger.rendering.text import longest_piece, pad, width, wrap
from ledger.reports.report import standing_of

if TYPE_CHECKING:
    from ledger.reports.report import Record, Report

GAP = 2
LEAST = 4
_HEAD_LINES = 2
_WORD = 12  # the longest word that a column is widened for
_WHOLE = 6  # a head of so many cells is not broken: three characters are one word
_NAME = 8  # a name of so many cells is not broken


def column_sizes(report: Report, heads: list[str], body: list[list[str]], room: int | None) -> list[int]:
    """The width of each column in cells, so that they fit ``room`` with two cells between them."""
    columns = list(zip(*body, strict=True))
    inner = [max(width(line) for text in column for line in text.split("\n")) for column in columns]
    natural = [max(size, width(head)) for size, head in zip(inner, heads, strict=True)]
    if room is None:
        return natural
    pieces = [
        max(map(longest_piece, set(texts))) if column.grow or not any(c.grow for c in report.columns) else 0
        for column, texts in zip(report.columns, columns, strict=True)
    ]
    return _shares(natural, inner, pieces, report, heads, room)


def _shares(
    natural: list[int], inner: list[int], words: list[int], report: Report, heads: list[str], room: int
) -> list[int]:
    """Widths that fit: columns that do not grow take what they need, the others share what is left by weight.

    Where that is short, heads are broken over two lines first.
    """
    grow = [column.grow for column in report.columns]
    left = room - GAP * (len(natural) - 1)
    if sum(natural) <= left:
        return natural
    natural = [
        max(body, max(min(_half(head), _WHOLE), longest_piece(head)) if weight else _half(head))
        for body, head, weight in zip(inner, heads, grow, strict=True)
    ]
    if sum(natural) <= left:
        return natural
    if not any(grow):
        grow = [1] * len(natural)
    sizes = [0 if weight else size for size, weight in zip(natural, grow, strict=True)]
    left -= sum(sizes)
    open_columns = [n for n, weight in enumerate(grow) if weight]
    # a column that needs less than its share gives the rest to the others
    while open_columns:
        total = sum(grow[n] for n in open_columns)
        small = [n for n in open_columns if natural[n] * total <= left * grow[n]]
        if not small:
            break
        for n in small:
            sizes[n] = natural[n]
            left -= natural[n]
            open_columns.remove(n)
    total = sum(grow[n] for n in open_columns)
    name = next(n for n, weight in enumerate(grow) if weight)
    for n in sorted(open_columns, key=lambda n: (n != name, -words[n] / grow[n])):
        share = left * grow[n] // total
        if n == name:  # what a row is about is not torn where that can be helped
            share = max(share, min(natural[n], _WORD))
        # a date or a number is not torn apart while there is room for it
        least = max(LEAST, min(longest_piece(heads[n]), _WORD))
        sizes[n] = max(share, min(words[n], left), least) if words[n] <= _WORD else max(share, least)
        left -= sizes[n]
        total -= grow[n]
    return _squeeze(sizes, room - GAP * (len(sizes) - 1))


def _half(head: str) -> int:
    """The narrowest width at which a head takes at most two lines."""
    whole = width(head)
    if whole <= _WHOLE:
        return whole
    least = max((whole + 1) // 2, longest_piece(head), min(whole, LEAST))
    return next((size for size in range(least, whole) if len(wrap(head, size)) <= _HEAD_LINES), whole)


def _squeeze(sizes: list[int], room: int) -> list[int]:
    """Take from the widest until the sum fits; a very narrow terminal gets two cells a column."""
    sizes = list(sizes)
    while sum(sizes) > room and max(sizes) > 2:  # noqa: PLR2004 - the width of one Chinese character
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def needs(report: Report, heads: list[str], body: list[list[str]]) -> list[int]:
    """The least width of each column at which no head, number or short name is torn."""
    columns = zip(report.columns, heads, zip(*body, strict=True), strict=True)
    return [_need(column.right, head, texts) for column, head, texts in columns]


def _need(number: bool, head: str, texts: tuple[str, ...]) -> int:
    inner = max(width(line) for text in texts for line in text.split("\n"))
    if number:
        return max(inner, _half(head))
    pieces = max(map(longest_piece, {head, *texts}))
    return max(min(inner, _NAME), min(width(head), _WHOLE), min(pieces, _WORD))


def tone_of(record: Record) -> str:
    """The tone of a row: its own, else that of the standing of its issue."""
    return str(record["tone"]) if "tone" in record else TONE_OF.get(standing_of(record), "")


def row_lines(
    row: list[str],
    sizes: list[int],
    report: Report,
    tone: str,
    colour: bool,
    *,
    wrap_cells: bool = True,
    only_marked: bool = False,
) -> list[str]:
    """A row as lines, each cell broken to the width of its column; ``only_marked`` colours marked columns."""
    cells = [wrap(text, size) if wrap_cells else [text] for text, size in zip(row, sizes, strict=True)]
    out = []
    for number in range(max(map(len, cells))):
        parts = []
        for lines, size, column in zip(cells, sizes, report.columns, strict=True):
            text = pad(lines[number] if number < len(lines) else "", size, right=column.right)
            if column.mark or not only_marked:
                text = paint(text, tone, colour=colour)
            parts.append(text)
        out.append((" " * GAP).join(parts))
    return out
