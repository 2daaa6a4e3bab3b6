"""Tables for people: on a terminal fitted to its width, in a pipe one line a row and nothing cut."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.rendering.cards import render_cards
from ledger.rendering.cells import DAY, field, rows, say, table_lines, titles
from ledger.rendering.fitting import GAP, LEAST, column_sizes, row_lines, tone_of
from ledger.rendering.numbers import below_labels, of_numbers, torn
from ledger.rendering.style import paint
from ledger.rendering.text import clean, rule, width, wrap
from ledger.reports.report import Message

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Report

_NARROW = 46
_USUAL = 8  # a column that does not grow, with its gap
_READABLE = 10
_TALL = 3  # lines of a row, in the mean, above which blocks read better
_FEW = 10  # columns whose values are known without their heads
_ENDLESS = 1 << 16


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
    if of_numbers(report):
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
    if room is not None and of_numbers(report) and torn(report, heads, body, sizes):
        return below_labels(report, heads, body, room, colour)
    line = (" " * GAP).join(map(rule, sizes))
    out = row_lines(heads, sizes, report, "strong", colour)
    out.append(line)
    above = len(out)
    records = [*table_lines(report), *([report.foot] if report.foot else [])]
    for row, record in zip(body, records, strict=True):
        if record is report.foot:
            out.append(line)
        out += row_lines(
            row, sizes, report, tone_of(record), colour, wrap_cells=room is not None, only_marked=True
        )
    if room is not None and len(out) - above > _TALL * len(records) + 1 and not of_numbers(report):
        return None
    out.append(line)
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
        name = (" " * GAP).join(text for text in shown[:named] if text)
        mark = (" " * GAP).join(shown[n] for n in marked)
        if len(report.columns) > _FEW:
            told = [f"{heads[n]}{words('colon')}{clean(texts[n])}" for n in others]
        else:
            told = [" · ".join(shown[n].replace("\n", " · ") for n in others)]
        out += _block(name, mark, told, room, (tone_of(record), colour))
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
        or any(DAY.fullmatch(row[n]) for row in body if row[n])
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


_COUNTED = {"days_overdue": "show.late", "days_late": "show.late", "days_left": "brief.days_left"}
"""Numbers that have a sentence of their own."""


def _counted(head: str, text: str, key: str, words: Words) -> str:
    """A number with what it counts."""
    return words(_COUNTED[key], days=int(text)) if key in _COUNTED else f"{head} {text}"


def _block(name: str, marked: str, told: list[str], room: int, look: tuple[str, bool]) -> list[str]:
    tone, colour = look
    start = " " * GAP if room > GAP + LEAST else ""
    lines = wrap(name, room)
    if len(lines) > 1:  # what follows the first line stands further in than the rest of the block
        first = wrap(name, room)[0]
        left = name[len(first) :].lstrip()
        lines = [first, *(start * 2 + line for line in wrap(left, room - 2 * len(start)))]
    out = [paint(line, "strong", colour=colour) for line in lines]
    if marked and width(lines[-1]) + GAP + width(marked) <= room:
        out[-1] += " " * GAP + paint(marked, tone, colour=colour)
    elif marked:
        out += [start + paint(line, tone, colour=colour) for line in wrap(marked, room - len(start))]
    return out + [start + line for text in told if text for line in wrap(text, room - len(start))]
