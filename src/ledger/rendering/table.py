"""Tables for people: on a terminal fitted to its width, in a pipe one line a row and nothing cut."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ledger.rendering.cards import render_cards
from ledger.rendering.cells import field, rows, say, table_lines, titles
from ledger.rendering.style import TONE_OF, paint
from ledger.rendering.text import clean, longest_piece, pad, rule, width, wrap
from ledger.reports.report import Message, standing_of

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Record, Report

_GAP = 2
_LEAST = 4
_NARROW = 46
_HEAD_LINES = 2
_WORD = 12  # the longest word that a column is widened for
_USUAL = 8  # a column that does not grow, with its gap
_READABLE = 10
_TALL = 3  # lines of a row, in the mean, above which blocks read better
_FEW = 10  # columns whose values are known without their heads
_ENDLESS = 1 << 16
_WHOLE = 6  # a head of so many cells is not broken: three characters are one word


def render_table(
    report: Report, words: Words, *, room: int | None = None, colour: bool = False, cards: bool = False
) -> str:
    """The report as a table.

    ``room`` is the width of the terminal in cells; ``None`` is a pipe, where no line is wrapped.  Colour
    only repeats what the words say.  ``cards`` makes a block of each row however much room there is.
    """
    out: list[str] = []
    if report.title is not None:
        out += [*(paint(line, "strong", colour=colour) for line in _fit(say(report.title, words), room)), ""]
    if report.cards and (report.page or room is not None):
        out += render_cards(report.cards, words, room, colour=colour)
    elif table_lines(report):
        narrow = cards or (room is not None and _too_narrow(report, room))
        grid = None if narrow else _grid(report, words, room, colour)
        out += _blocks(report, words, room, colour) if grid is None else grid
    else:
        out += _fit(say(report.empty, words), room)
    if report.notes:
        out.append("")
        for note in report.notes:
            out += _fit(say(note, words), room)
    return "".join(f"{line.rstrip()}\n" for line in out)


def _too_narrow(report: Report, room: int) -> bool:
    """Whether columns would be strips of two or three characters: then one block a record reads better."""
    if _of_numbers(report):
        return room < _NARROW
    growing = sum(1 for column in report.columns if column.grow)
    fixed = sum(_USUAL for column in report.columns if not column.grow)
    return room < _NARROW or room - fixed < growing * _READABLE


def _fit(text: str, room: int | None) -> list[str]:
    return wrap(clean(text), room) if room else clean(text).split("\n")


def _grid(report: Report, words: Words, room: int | None, colour: bool) -> list[str] | None:
    """The table with columns; nothing where its rows would be strips that run down the page."""
    heads = [clean(title) for title in titles(report, words)]
    body = [[clean(text) for text in row] for row in rows(report, words, "—")]
    if room is None:
        between = [words("list.semicolon") if column.stacked else " " for column in report.columns]
        body = [[text.replace("\n", b) for text, b in zip(row, between, strict=True)] for row in body]
    sizes = column_sizes(report, heads, body, room)
    if room is not None and report.columns[0].grow and sizes[0] < _READABLE and _of_numbers(report):
        return _below_labels(report, heads, body, room, colour)
    line = (" " * _GAP).join(map(rule, sizes))
    out = _lines(heads, sizes, report, "strong", colour)
    out.append(line)
    above = len(out)
    records = [*table_lines(report), *([report.foot] if report.foot else [])]
    for row, record in zip(body, records, strict=True):
        if record is report.foot:
            out.append(line)
        out += _lines(
            row, sizes, report, _tone(record), colour, wrap_cells=room is not None, only_marked=True
        )
    if room is not None and len(out) - above > _TALL * len(records) + 1 and not _of_numbers(report):
        return None
    out.append(line)
    return out


def _below_labels(
    report: Report, heads: list[str], body: list[list[str]], room: int, colour: bool
) -> list[str]:
    """A table of so many numbers that nothing is left for what they are of: that stands above each row."""
    numbers = replace(report, columns=report.columns[1:])
    sizes = column_sizes(numbers, heads[1:], [row[1:] for row in body], room)
    line = (" " * _GAP).join(map(rule, sizes))
    out = [*_lines(heads[1:], sizes, numbers, "strong", colour), line]
    records = [*table_lines(report), *([report.foot] if report.foot else [])]
    for row, record in zip(body, records, strict=True):
        if record is report.foot:
            out.append(line)
        out += wrap(row[0], room)
        out += _lines(row[1:], sizes, numbers, _tone(record), colour, only_marked=True)
    return [*out, line]


def _of_numbers(report: Report) -> bool:
    """Whether most columns are numbers, which are there to be compared."""
    return sum(column.right for column in report.columns) * 2 > len(report.columns)


def _tone(record: Record) -> str:
    """The tone of a row: its own, else that of the standing of its issue."""
    return str(record["tone"]) if "tone" in record else TONE_OF.get(standing_of(record), "")


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
    left = room - _GAP * (len(natural) - 1)
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
        least = max(_LEAST, min(longest_piece(heads[n]), _WORD))
        sizes[n] = max(share, min(words[n], left), least) if words[n] <= _WORD else max(share, least)
        left -= sizes[n]
        total -= grow[n]
    return _squeeze(sizes, room - _GAP * (len(sizes) - 1))


def _half(head: str) -> int:
    """The narrowest width at which a head takes at most two lines."""
    whole = width(head)
    if whole <= _WHOLE:
        return whole
    least = max((whole + 1) // 2, longest_piece(head), min(whole, _LEAST))
    return next((size for size in range(least, whole) if len(wrap(head, size)) <= _HEAD_LINES), whole)


def _squeeze(sizes: list[int], room: int) -> list[int]:
    """Take from the widest until the sum fits; a very narrow terminal gets two cells a column."""
    sizes = list(sizes)
    while sum(sizes) > room and max(sizes) > 2:  # noqa: PLR2004 - the width of one Chinese character
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _lines(
    row: list[str],
    sizes: list[int],
    report: Report,
    tone: str,
    colour: bool,
    *,
    wrap_cells: bool = True,
    only_marked: bool = False,
) -> list[str]:
    cells = [wrap(text, size) if wrap_cells else [text] for text, size in zip(row, sizes, strict=True)]
    out = []
    for number in range(max(map(len, cells))):
        parts = []
        for lines, size, column in zip(cells, sizes, report.columns, strict=True):
            text = pad(lines[number] if number < len(lines) else "", size, right=column.right)
            if column.mark or not only_marked:
                text = paint(text, tone, colour=colour)
            parts.append(text)
        out.append((" " * _GAP).join(parts))
    return out


def _blocks(report: Report, words: Words, room: int | None, colour: bool) -> list[str]:
    """A block a record, where columns would be strips: its name and what is marked, then the rest.

    Of many columns the rest stands a line each behind its head.
    """
    heads, room = titles(report, words), room or _ENDLESS
    named = next((n for n, column in enumerate(report.columns) if column.grow), 0) + 1
    out: list[str] = []
    lines = [*table_lines(report), *([report.foot] if report.foot else [])]
    body = rows(report, words, "")
    unclear = _unclear(report, body, named)
    for record, texts in zip(lines, body, strict=True):
        shown = [
            _counted(head, text, column.key, words) if column.right and text else text
            for head, text, column in zip(heads, map(clean, texts), report.columns, strict=True)
        ]
        for n in unclear:
            if texts[n] and not isinstance(field(record, report.columns[n].key), Message):
                shown[n] = f"{heads[n]} {shown[n]}"
        marked = [n for n, column in enumerate(report.columns) if column.mark and n >= named and texts[n]]
        others = [n for n in range(named, len(shown)) if texts[n] and n not in marked]
        if len(marked) > 1 and record.get("standing") == "overdue":  # “181 days overdue” says so
            marked = [n for n in marked if report.columns[n].key != "standing"]
        name = (" " * _GAP).join(text for text in shown[:named] if text)
        mark = (" " * _GAP).join(shown[n] for n in marked)
        if len(report.columns) > _FEW:
            told = [f"{heads[n]}{words('colon')}{clean(texts[n])}" for n in others]
        else:
            told = [" · ".join(shown[n].replace("\n", " · ") for n in others)]
        out += _block(name, mark, told, room, (_tone(record), colour))
    return out


def _unclear(report: Report, body: list[list[str]], named: int) -> list[int]:
    """The columns whose values say nothing without their head: several days, numbers of tasks, a second list
    of names."""
    records = table_lines(report)
    columns = range(len(report.columns))
    values = [[field(record, column.key) for record in records] for column in report.columns]
    days = [
        n
        for n in columns
        if any(isinstance(value, date) for value in values[n])
        or any(_DAY.fullmatch(row[n]) for row in body if row[n])
    ]
    names = [
        n
        for n in columns
        if any(isinstance(value, list | tuple) and not isinstance(value, Message) for value in values[n])
    ]
    numbers = [
        n for n in columns if not report.columns[n].right and all(row[n].isdigit() for row in body if row[n])
    ]
    found = {*(days if len(days) > 1 else ()), *names[1:], *numbers}
    return sorted(n for n in found if n >= named)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_COUNTED = {"days_overdue": "show.late", "days_late": "show.late", "days_left": "brief.days_left"}
"""Numbers that have a sentence of their own."""


def _counted(head: str, text: str, key: str, words: Words) -> str:
    """A number with what it counts."""
    return words(_COUNTED[key], days=int(text)) if key in _COUNTED else f"{head} {text}"


def _block(name: str, marked: str, told: list[str], room: int, look: tuple[str, bool]) -> list[str]:
    tone, colour = look
    start = " " * _GAP if room > _GAP + _LEAST else ""
    lines = wrap(name, room)
    if len(lines) > 1:  # what follows the first line stands further in than the rest of the block
        first = wrap(name, room)[0]
        left = name[len(first) :].lstrip()
        lines = [first, *(start * 2 + line for line in wrap(left, room - 2 * len(start)))]
    out = [paint(line, "strong", colour=colour) for line in lines]
    if marked and width(lines[-1]) + _GAP + width(marked) <= room:
        out[-1] += " " * _GAP + paint(marked, tone, colour=colour)
    elif marked:
        out += [start + paint(line, tone, colour=colour) for line in wrap(marked, room - len(start))]
    return out + [start + line for text in told if text for line in wrap(text, room - len(start))]
