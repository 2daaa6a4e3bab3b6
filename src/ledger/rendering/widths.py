"""Widths of columns on paper: so that a table is as low as it can be, without columns that are strips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.text import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.rendering.outline import Table
    from ledger.reports.report import Report

_MUCH = 2_000  # a text that is longer says no more about the column
_NARROW = 8  # cells that a column keeps when others need them more


def balanced(sizes: list[int], report: Report, of: Table) -> list[int]:
    """Widths that give columns of long texts more, so that rows are not high for the sake of one column.

    Columns that grow share the room that they have together, more by their weight or more by their text,
    whichever makes the table lower.  A short head is not broken into a long line and a short one.
    """
    cells = _line_widths(of.body)
    columns = list(zip(*cells, strict=True))
    growing = [n for n, column in enumerate(report.columns) if column.grow]
    amounts = {n: sum(min(sum(lines), _MUCH) for lines in columns[n]) + 1 for n in growing}
    room, total = sum(sizes[n] for n in growing), sum(amounts.values())
    if all(sizes[n] >= max(max(lines) for lines in columns[n]) for n in growing):
        return sizes  # nothing is wrapped
    candidates = []
    for share in range(4):  # of four: how much goes by weight
        made = list(sizes)
        for n in growing:
            made[n] = max(
                (share * sizes[n] + (4 - share) * room * amounts[n] // total) // 4, min(sizes[n], _NARROW)
            )
        candidates.append(_fitted(made, sizes, of, growing))
    return min(candidates, key=lambda made: sum(_heights(cells, made)))


def row_heights(body: Sequence[Sequence[str]], sizes: Sequence[int]) -> list[int]:
    """About how many lines each row takes in columns of these widths, in cells."""
    return _heights(_line_widths(body), sizes)


def _line_widths(body: Sequence[Sequence[str]]) -> list[list[list[int]]]:
    return [[[width(line[:_MUCH]) for line in text.split("\n")] for text in row] for row in body]


def _heights(cells: Sequence[Sequence[Sequence[int]]], sizes: Sequence[int]) -> list[int]:
    return [
        max(sum(-(-(one or 1) // size) for one in lines) for lines, size in zip(row, sizes, strict=True))
        for row in cells
    ]


def _fitted(made: list[int], sizes: list[int], of: Table, growing: list[int]) -> list[int]:
    """The widths with short heads whole, taken from the widest columns until they fit."""
    for n, head in enumerate(of.heads):
        if n not in growing and made[n] < width(head) <= min(_NARROW, 2 * made[n] - 1):
            made[n] = width(head)
    while sum(made) > sum(sizes):
        made[max(growing, key=lambda n: made[n])] -= 1
    return made
