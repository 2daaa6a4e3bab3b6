"""Tables of so many numbers that they do not fit: what they are of stands above, or they go on below."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ledger.rendering.cells import DAY, table_lines
from ledger.rendering.fitting import GAP, column_sizes, needs, row_lines, tone_of
from ledger.rendering.style import paint
from ledger.rendering.text import pad, rule, width, wrap

if TYPE_CHECKING:
    from ledger.reports.report import Report

_LABEL = 26  # a label of so many cells is a column of its own


def of_numbers(report: Report) -> bool:
    """Whether most columns are numbers, which are there to be compared."""
    return sum(column.right for column in report.columns) * 2 > len(report.columns)


def torn(report: Report, heads: list[str], body: list[list[str]], sizes: list[int]) -> bool:
    """Whether widths break a head, a number or a short name where no word ends."""
    return any(size < need for size, need in zip(sizes, needs(report, heads, body), strict=True))


def below_labels(
    report: Report, heads: list[str], body: list[list[str]], room: int, colour: bool
) -> list[str]:
    """The numbers of each row below what they are of; where a line does not hold them, table below table.

    What they are of are the columns before the first number behind a name: its rank, name, city.
    """
    first = _first_number(report)
    numbers = replace(report, columns=report.columns[first:])
    labels = _labels(heads[:first], [row[:first] for row in body])
    what, heads, body = heads[0], heads[first:], [row[first:] for row in body]
    sizes = column_sizes(numbers, heads, body, room)
    if not torn(numbers, heads, body, sizes):
        return _band(numbers, heads, body, sizes, ["", *labels], room, colour)
    out: list[str] = []
    needed = needs(numbers, heads, body)
    label = max(map(width, [*labels, what]))
    beside = label if label <= _LABEL and label * 3 <= room else 0
    left = room - (beside + GAP if beside else 0)
    named = "" if first > 1 else what
    for start, end in pairwise(_breaks(needed, left)):
        part = replace(numbers, columns=numbers.columns[start:end])
        texts = [row[start:end] for row in body]
        sizes = column_sizes(part, heads[start:end], texts, left)
        out += [""] if out else []
        out += _band(part, heads[start:end], texts, sizes, [named, *labels], room, colour, beside)
    return out


def _labels(heads: list[str], body: list[list[str]]) -> list[str]:
    """What stands in the columns that tell what a row is of; a day behind its head."""
    days = {n for n in range(1, len(heads)) if any(DAY.match(row[n]) for row in body)}
    return [
        (" " * GAP).join(
            f"{heads[n]} {text}" if n in days else text for n, text in enumerate(row) if text.strip("—")
        )
        for row in body
    ]


def _first_number(report: Report) -> int:
    named = next((n for n, column in enumerate(report.columns) if not column.right), 0)
    rest = range(named + 1, len(report.columns))
    return next((n for n in rest if report.columns[n].right), len(report.columns) - 1)


def _breaks(needed: list[int], room: int) -> list[int]:
    """Where tables begin and end of which none is wider than ``room``."""
    breaks, used = [0], 0
    for n, size in enumerate(needed):
        if used and used + size > room:
            breaks.append(n)
            used = 0
        used += size + GAP
    return [*breaks, len(needed)]


def _band(
    report: Report,
    heads: list[str],
    body: list[list[str]],
    sizes: list[int],
    labels: list[str],
    room: int,
    colour: bool,
    beside: int = 0,
) -> list[str]:
    """The columns with their labels, first that of the head: ``beside`` them in so many cells, or above."""
    blank = " " * (beside + GAP) if beside else ""
    line = (" " * GAP).join(map(rule, [beside, *sizes] if beside else sizes))
    out = [blank + one for one in row_lines(heads, sizes, report, "strong", colour)]
    if beside:
        out[-1] = paint(pad(labels[0], beside), "strong", colour=colour) + out[-1][beside:]
    out.append(line)
    records = [*table_lines(report), *([report.foot] if report.foot else [])]
    for label, row, record in zip(labels[1:], body, records, strict=True):
        if record is report.foot:
            out.append(line)
        lines = row_lines(row, sizes, report, tone_of(record), colour, only_marked=True)
        if beside:
            out += [pad(label, beside) + " " * GAP + lines[0], *(blank + one for one in lines[1:])]
        else:
            out += [*wrap(label, room), *lines]
    return [*out, line]
