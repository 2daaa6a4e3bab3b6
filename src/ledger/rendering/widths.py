"""Widths of columns on paper: so that a table is as low as it can be, without columns that are strips."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.rendering.text import longest_piece, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.reports.report import Column

_MUCH = 2_000  # a text that is longer says no more about the column
_STRIP = 6  # cells below which a column of text is a strip: three characters
_NAME = 8  # a name of so many cells is not torn
_WORD = 14  # the longest word that a column is widened for
_DAY = 16  # the longest day or number of a paper that is not torn
_READABLE = 16  # cells in which text reads well
_HEAD_LINES = 2
_SAMPLE = 40  # rows that are looked at, spread over the table, to find what is long in it
_ROUNDS = 12
_SHARP = 3  # how much more the highest cell of a row weighs than those that are half as high

Lines = list[list[list[int]]]
"""Of each row and cell the widths of its lines."""


class Measured(NamedTuple):
    """A table as it has to be laid out: the lines of its cells, and the narrowest and the widest that each
    column may sensibly be, in cells."""

    lines: Lines
    least: list[int]
    natural: list[int]


def measured(
    columns: Sequence[Column],
    heads: Sequence[str],
    body: Sequence[Sequence[str]],
    breadth: Callable[[str], int] = width,
) -> Measured:
    """Measure a table, each text once; ``breadth`` is what a line of text takes."""
    known: dict[str, list[int]] = {}
    lines: Lines = []
    for row in body:
        cells = []
        for text in row:
            found = known.get(text)
            if found is None:
                found = known[text] = [breadth(line[:_MUCH]) for line in text.split("\n")]
            cells.append(found)
        lines.append(cells)
    inner = [max(max(cell) for cell in cells) for cells in zip(*lines, strict=True)]
    natural = [max(size, width(head)) for size, head in zip(inner, heads, strict=True)]
    least = [
        _least(column, head, size, texts, breadth)
        for column, head, size, texts in zip(columns, heads, inner, zip(*body, strict=True), strict=True)
    ]
    return Measured(lines, least, natural)


def _least(column: Column, head: str, inner: int, texts: Sequence[str], breadth: Callable[[str], int]) -> int:
    """The narrowest that a column may be: no number, name or day torn, no head broken within a word."""
    if column.right or (inner <= _NAME and not column.grow):
        return max(inner, _head(head))
    looked = set(texts[:_SAMPLE])
    pieces = min(max(longest_piece(text[:_MUCH]) for text in looked), _WORD)
    if column.grow:
        return max(min(inner, _STRIP), pieces, _head(head))
    # a day or a number of a paper is not torn, or only between its words
    lines = [line for text in looked for line in text.split("\n")]
    whole = max(_head(line) if " " in line.strip() else breadth(line) for line in lines)
    return max(_NAME, pieces, whole if whole <= _DAY else 0, _head(head))


def _head(head: str) -> int:
    """The narrowest at which a head takes at most two lines, none of its words broken."""
    whole = width(head)
    if whole <= _STRIP:
        return whole
    first = max((whole + 1) // 2, min(longest_piece(head), whole))
    return next((size for size in range(first, whole) if len(wrap(head, size)) <= _HEAD_LINES), whole)


def parted(head: str, size: int) -> str:
    """A head of Chinese that takes more than a line, broken into lines that are alike: 牵头 above 单位."""
    whole = width(head)
    if whole <= size or " " in head or whole > 2 * _WORD:
        return head
    lines = -(-whole // size)
    each = -(-len(head) // lines)
    return "\n".join(head[n : n + each] for n in range(0, len(head), each))


def readable(of: Measured, columns: Sequence[Column]) -> int:
    """The cells below which a table of such texts would be hard to read."""
    each = zip(of.least, of.natural, columns, strict=True)
    return sum(
        max(least, min(natural, _READABLE)) if column.grow else least for least, natural, column in each
    )


def lowest(of: Measured, room: int) -> list[int]:
    """Widths that fill ``room`` cells at most and make the table as low as can be found.

    A column is as wide as its text needs, where all fit; else what is above the least goes to the columns
    that make rows high.  Where not even the least fits, the widest lose first.
    """
    if sum(of.natural) <= room:
        return list(of.natural)
    if sum(of.least) >= room:
        return _squeezed(of.least, room)
    step = max(len(of.lines) // _SAMPLE, 1)
    sample = of.lines[::step]
    best = tried = _rounded([float(size) for size in of.least], of, room)
    height = _height(sample, tried)
    shares = [float(max(sum(map(sum, cells)), 1)) for cells in zip(*sample, strict=True)]
    for _ in range(_ROUNDS):
        sizes = _within(shares, of, room)
        tried = _rounded(sizes, of, room)
        if (found := _height(sample, tried)) < height:
            best, height = tried, found
        weights = _weights(sample, sizes)
        total = sum(weights) or 1
        shares = [(size * weight / total) ** 0.5 for size, weight in zip(sizes, weights, strict=True)]
    return best


def _within(shares: Sequence[float], of: Measured, room: int) -> list[float]:
    """The room by shares, no column below its least or above what it needs."""
    sizes = [float(size) for size in of.least]
    open_columns = list(range(len(sizes)))
    while open_columns:
        left = room - sum(size for n, size in enumerate(sizes) if n not in open_columns)
        total = sum(shares[n] for n in open_columns) or 1
        asked = {n: left * shares[n] / total for n in open_columns}
        low = [n for n in open_columns if asked[n] <= of.least[n]]
        high = [n for n in open_columns if asked[n] >= of.natural[n]]
        if not low and not high:
            for n in open_columns:
                sizes[n] = asked[n]
            break
        under = sum(of.least[n] - asked[n] for n in low)
        over = sum(asked[n] - of.natural[n] for n in high)
        narrow = bool(low) and under >= over
        for n in low if narrow or not high else high:  # each turn settles a column at least
            sizes[n] = float(of.least[n] if narrow or not high else of.natural[n])
            open_columns.remove(n)
    return sizes


def _weights(sample: Lines, sizes: Sequence[float]) -> list[float]:
    """By column, how much of the height of the rows is for its sake."""
    weights = [0.0] * len(sizes)
    for row in sample:
        high = [sum(max(one / size, 1.0) for one in cell) for cell, size in zip(row, sizes, strict=True)]
        most = max(high)
        for n, one in enumerate(high):
            weights[n] += one * (one / most) ** _SHARP
    return weights


def _rounded(sizes: Sequence[float], of: Measured, room: int) -> list[int]:
    """Whole characters of Chinese: an odd cell of a column that wraps holds nothing."""
    made = [
        int(size) if size >= natural else max(int(size) // 2 * 2, least)
        for size, natural, least in zip(sizes, of.natural, of.least, strict=True)
    ]
    left = room - sum(made)
    wrapped = [n for n, size in enumerate(made) if size < of.natural[n]]
    while left > 1 and wrapped:
        n = max(wrapped, key=lambda n: sizes[n] - made[n])
        made[n] += 2
        left -= 2
        wrapped = [n for n in wrapped if made[n] < of.natural[n] and made[n] - sizes[n] < _STRIP]
    return _squeezed(made, room)


def _squeezed(sizes: Sequence[int], room: int) -> list[int]:
    """Take from the widest until the sum fits, down to a character a column."""
    made = list(sizes)
    while sum(made) > room and max(made) > 2:  # noqa: PLR2004 - the width of one Chinese character
        made[made.index(max(made))] -= 1
    return made


def row_heights(lines: Lines, sizes: Sequence[int]) -> list[int]:
    """About how many lines each row takes in columns of these widths, in cells."""
    return [
        max(sum(-(-(one or 1) // size) for one in cell) for cell, size in zip(row, sizes, strict=True))
        for row in lines
    ]


def _height(lines: Lines, sizes: Sequence[int]) -> int:
    return sum(row_heights(lines, sizes))
