"""The wall chart on a terminal: one line an issue, readable without colour."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, NamedTuple

from ledger.rendering.standings import standing_said
from ledger.rendering.style import TONE_OF, paint
from ledger.rendering.text import ambiguous_is_wide, clean, cut, pad, width, wrap
from ledger.reports.timeline import NodeState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from ledger.locale import Words
    from ledger.reports.timeline import Group, Row, Span, Timeline

    Fill = Callable[[str, int, int], None]

_PIPE = 96
"""Cells of the axis where there is no terminal to fit."""

_GAP = 2
_DAY = 10
_NARROW = 60
_LABEL_LEAST = 16
_LABEL_SHARE = 45  # percent of the room that labels take at most
_MOST_CELLS = {1: 4, 3: 9}

LEGEND = {
    "★": "timeline.mark_due",
    "◇": "timeline.mark_open",
    "◆": "timeline.mark_done",
    "◈": "timeline.mark_done_late",
    "✗": "timeline.mark_missed",
    "→": "timeline.mark_extended",
    "●": "timeline.mark_completed",
    "◎": "timeline.mark_accepted",
    "■": "timeline.mark_closed",
    "↺": "timeline.mark_relapsed",
    "⊘": "timeline.mark_withdrawn",
    "?": "timeline.mark_undetermined",
    "▷": "timeline.mark_immediate",
    "∞": "timeline.mark_sustained",
    "─": "timeline.line_plan",
    "┄": "timeline.line_extended",
    "━": "timeline.line_worked",
    "░": "timeline.line_late",
    "·": "timeline.line_standing",
    "≈": "timeline.line_notice",
}
"""Every symbol of the chart, and the key of its meaning."""

_ASCII = str.maketrans("★◇◆◈✗→●◎■↺⊘▷∞─┄━░·≈│┼┿‹›▼", "*o+%!]@&#R/[~-.=x:^|||<>v")
"""What stands for a symbol on a terminal that would draw it two cells wide."""

_NODES = {NodeState.OPEN: "◇", NodeState.DONE_LATE: "◈", NodeState.DONE: "◆"}


def _drawn(symbols: str) -> str:
    """Symbols as the terminal can draw them in one cell each."""
    return symbols.translate(_ASCII) if ambiguous_is_wide() else symbols


class Scale(NamedTuple):
    """An axis of ``units`` units of ``months`` months each, ``cells`` cells wide.

    ``base`` is its first month; months are counted from the year 0.
    """

    base: int
    months: int
    units: int
    cells: int

    @property
    def room(self) -> int:
        """Cells of the whole axis."""
        return self.units * self.cells

    def cell(self, day: date) -> int:
        """The cell of a day; below 0 or beyond the room where the day is not on the axis."""
        gone = _month(day) - self.base + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
        unit = (_month(day) - self.base) // self.months
        return unit * self.cells + int((gone / self.months - unit) * self.cells)

    def holds(self, day: date) -> bool:
        """Whether the day is on the axis."""
        return 0 <= self.cell(day) < self.room


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


_LADDER = (1, 3, 12, 60, 120, 600, 1200, 6000, 12000)


def fit_scale(since: date, until: date, room: int) -> Scale:
    """The axis with the finest units that fit ``room`` cells; at least one cell."""
    for months in _LADDER:
        base = _month(since) - _month(since) % months
        units = (_month(until) - base) // months + 1
        if units <= max(room, 1):
            break
    cells = min(max(room // units, 1), _MOST_CELLS.get(months, months))
    return Scale(base, months, units, cells)


def render_chart(timeline: Timeline, words: Words, *, room: int | None = None, colour: bool = False) -> str:
    """The chart as text; ``room`` is the width of the terminal, ``None`` a pipe, where no label is cut."""
    rows = timeline.rows
    title = words(
        "timeline.title", as_of=timeline.as_of, count=len(rows), late=timeline.late, behind=timeline.behind
    )
    out = [*_fit(title, room), ""]
    if not rows:
        out += _fit(words("timeline.none"), room)
    elif room is not None and room < _NARROW:
        out += _narrow(timeline, words, room, colour)
    else:
        out += _wide(timeline, words, room, colour)
    return "".join(f"{line.rstrip()}\n" for line in out)


def _fit(text: str, room: int | None) -> list[str]:
    return wrap(clean(text), room) if room else [clean(text)]


def _label(row: Row) -> str:
    return clean(f"{row.number} {row.title}").replace("\n", " ")


def heading_of(group: Group, words: Words) -> str:
    """The heading of a group: that of its section, or the names of its leads."""
    return group.heading if isinstance(group.heading, str) else words.join(group.heading)


def _heading(text: str, words: Words, colour: bool) -> str:
    text = clean(text or words("timeline.no_group")).replace("\n", " ")
    return paint(text, "strong", colour=colour)


def _standing(row: Row, words: Words, colour: bool) -> str:
    said = standing_said(row, words)
    return paint(said, TONE_OF.get(row.standing, ""), colour=colour)


def _due(row: Row, words: Words) -> str:
    if row.due is not None:
        return row.due.isoformat()
    return words("standing.undetermined") if row.undetermined else "—"


def _wide(timeline: Timeline, words: Words, room: int | None, colour: bool) -> list[str]:
    natural = max(width(_label(row)) for row in timeline.rows)
    standings = [standing_said(row, words) for row in timeline.rows]
    day = max(_DAY, *(width(_due(row, words)) for row in timeline.rows))
    if room is None:
        label, area = natural, _PIPE
    else:
        left = room - day - max(map(width, standings)) - 3 * _GAP
        label = min(natural, max(left * _LABEL_SHARE // 100, _LABEL_LEAST))
        area = left - label
    scale = fit_scale(timeline.since, timeline.until, area)
    gap = " " * _GAP
    out = [" " * (label + _GAP) + line for line in _axis(timeline, scale)]
    out[-1] += " " * max(label + _GAP + scale.room + _GAP - width(out[-1]), 1) + words("timeline.due")
    used: set[str] = set()
    for group in timeline.groups:
        heading = heading_of(group, words) if room is None else cut(heading_of(group, words), room)
        out.append(_heading(heading, words, colour))
        for row in group.rows:
            drawn = _draw(row, timeline, scale)
            used |= set(drawn)
            due = _due(row, words)
            parts = (
                pad(cut(_label(row), label), label),
                _drawn(drawn),
                pad(due, day),
                _standing(row, words, colour),
            )
            out.append(gap.join(parts))
    return [*out, "", *_foot(timeline, words, scale, used, room)]


def _narrow(timeline: Timeline, words: Words, room: int, colour: bool) -> list[str]:
    """The label above the line, for a terminal too narrow for both."""
    scale = fit_scale(timeline.since, timeline.until, room)
    out = _axis(timeline, scale)
    used: set[str] = set()
    for group in timeline.groups:
        out += [_heading(line, words, colour) for line in wrap(clean(heading_of(group, words)), room)]
        for row in group.rows:
            drawn = _draw(row, timeline, scale)
            used |= set(drawn)
            out += wrap(f"{_label(row)} {_due(row, words)} {_standing(row, words, colour=False)}", room)
            out.append(_drawn(drawn))
    return [*out, "", *_foot(timeline, words, scale, used, room)]


def _axis(timeline: Timeline, scale: Scale) -> list[str]:
    """The lines above the chart: years, months or quarters, and the day of judging."""
    lines = [_years(scale)]
    if scale.months < 12:  # noqa: PLR2004 - months of a year
        lines.append(_parts(scale))
    if scale.holds(timeline.as_of):
        at = scale.cell(timeline.as_of)
        day = timeline.as_of.isoformat()
        if at + 1 + len(day) <= scale.room:
            lines.append(" " * at + "▼" + day)
        else:
            lines.append((day if len(day) <= at else "").rjust(at) + "▼")
    return [_drawn(line) for line in lines if line.strip()]


def _years(scale: Scale) -> str:
    marks = []
    for unit in range(scale.units):
        year, month = divmod(scale.base + unit * scale.months, 12)
        if month == 0 or unit == 0:
            marks.append((unit * scale.cells, str(year)))
    if len(marks) > 1 and scale.months < 12 and marks[1][0] <= len(marks[0][1]):  # noqa: PLR2004 - see above
        del marks[0]  # a year that is hardly on the axis gives way to the next
    return _spread(marks, scale.room)


def _parts(scale: Scale) -> str:
    marks = []
    step = next((n for n in (1, 3, 6) if n * scale.cells >= 3), 12) if scale.months == 1 else 1  # noqa: PLR2004
    for unit in range(scale.units):
        month = (scale.base + unit * scale.months) % 12
        if scale.months == 1 and month % step == 0:
            marks.append((unit * scale.cells, str(month + 1)))
        elif scale.months > 1 and scale.cells >= 3:  # noqa: PLR2004 - a label and a blank
            marks.append((unit * scale.cells, f"Q{month // 3 + 1}"))
    return _spread(marks, scale.room)


def _spread(marks: Iterable[tuple[int, str]], room: int) -> str:
    """Labels at their cells; one that would touch the one before is left out."""
    line = ""
    for at, text in marks:
        if (not line or at > len(line)) and (at + len(text) <= room or not line):
            line = line.ljust(at) + text
    return line


def _draw(row: Row, timeline: Timeline, scale: Scale) -> str:
    """The line of an issue."""
    cells = [" "] * scale.room

    def fill(symbol: str, since: int, until: int) -> None:
        for cell in range(max(since, 0), min(until, scale.room - 1) + 1):
            cells[cell] = symbol

    _bars(row, timeline, scale, fill)
    today = scale.cell(timeline.as_of)
    if 0 <= today < scale.room:
        cells[today] = {" ": "│", "─": "┼", "━": "┿"}.get(cells[today], cells[today])
    taken: set[int] = set()
    for day, symbol in dict.fromkeys(_marks(row)):
        at = scale.cell(day)
        if not 0 <= at < scale.room:
            edge = 0 if at < 0 else scale.room - 1
            cells[edge] = "‹" if at < 0 else "›"
            taken.add(edge)
            continue
        first = at - at % scale.cells
        free = next((cell for cell in range(at, first - 1, -1) if cell not in taken), None)
        if free is None and symbol == "✗":
            free = at
        if free is not None:
            cells[free] = symbol
            taken.add(free)
    if row.kind == "immediate":
        start = row.attempts[0].begin
        begin = max(scale.cell(start), 0) if start else 0
        if begin < scale.room and begin not in taken:
            cells[begin] = "▷"
    if row.sustained and row.withdrawn is None and scale.room - 1 not in taken:
        cells[-1] = "∞"
    if row.undetermined:
        cells[next((cell for cell in range(scale.room - 1, -1, -1) if cell not in taken), -1)] = "?"
    return "".join(cells)


def _bars(row: Row, timeline: Timeline, scale: Scale, fill: Fill) -> None:
    for n, span in enumerate(row.attempts):
        last = span is row.last
        over = row.withdrawn if last else row.attempts[n + 1].begin
        end = scale.cell(over) if over else scale.room - 1
        _bar(row, span, timeline, scale, fill, end)


def _bar(row: Row, span: Span, timeline: Timeline, scale: Scale, fill: Fill, end: int) -> None:
    """The lines of one attempt, up to the cell ``end``."""
    begin = scale.cell(span.begin) if span.begin else 0
    last = span is row.last
    goes_on = row.sustained and last
    if span.due is None:
        fill("·", begin, scale.cell(span.completed) if span.completed and not goes_on else end)
    else:
        first = scale.cell(min(span.first_due or span.due, span.due))
        due = scale.cell(span.due)
        if goes_on:
            fill("·", due, end)
        fill("┄", first, min(due, end))
        fill("─", begin, min(first, end))
        if last and row.days_overdue is not None:
            fill("░", due + 1, scale.cell(timeline.as_of))
    if span.completed is not None:
        fill("━", begin, scale.cell(span.completed))
    if span.notice is not None:
        fill("≈", *map(scale.cell, span.notice))


def _marks(row: Row) -> Iterator[tuple[date, str]]:
    """The marks of a row, those first that keep their cell."""
    for span in reversed(row.attempts):
        if span.due is not None and not row.is_past(span):
            yield span.due, "★"
    if row.withdrawn is not None:
        yield row.withdrawn, "⊘"
    yield from ((span.begin, "↺") for span in row.attempts[1:] if span.begin is not None)
    yield from ((node.due, "✗") for node in row.milestones if node.state is NodeState.MISSED)
    for span in reversed(row.attempts):
        for day, symbol in ((span.closed, "■"), (span.completed, "●"), (span.accepted, "◎")):
            if day is not None:
                yield day, symbol
    for state, symbol in _NODES.items():
        yield from ((node.due, symbol) for node in row.milestones if node.state is state)
    yield from ((day, "→") for day in row.moved_from())


def _foot(timeline: Timeline, words: Words, scale: Scale, used: set[str], room: int | None) -> list[str]:
    """The legend of the symbols that occur, and what is to be said of the chart."""
    if "┼" in used:
        used.add("─")
    if "┿" in used:
        used.add("━")
    items = [f"{_drawn(symbol)} {words(key)}" for symbol, key in LEGEND.items() if symbol in used]
    if scale.holds(timeline.as_of):
        items.append(f"{_drawn('│')} {words('timeline.today', as_of=timeline.as_of)}")
    lines = [""]
    for item in items:
        if lines[-1] and room is not None and width(lines[-1]) + _GAP + width(item) > room:
            lines.append("")
        lines[-1] += " " * (_GAP if lines[-1] else 0) + item
    notes = []
    if timeline.issued is None:
        notes.append(words("timeline.unknown_start"))
    if used & {"‹", "›"}:
        notes.append(words("timeline.outside"))
    if not scale.holds(timeline.as_of):
        notes.append(words("timeline.as_of_outside", as_of=timeline.as_of))
    if timeline.partial:
        notes.append(words("report.partial"))
    return [part for line in (*lines, *notes) for part in _fit(line, room)]
