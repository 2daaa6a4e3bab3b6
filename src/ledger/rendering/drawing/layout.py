"""Where things are on a sheet, and how rows are spread over sheets of A3."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.rendering.drawing.ink import (
    GAP,
    HEAD,
    HEIGHT,
    MARGIN,
    WIDTH,
    ems,
)
from ledger.rendering.standings import standing_said
from ledger.rendering.text import line_of
from ledger.reports.timeline import Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.locale import Words
    from ledger.reports.timeline import Row, Timeline


TOP = 40.0  # title and axis
BOTTOM = 34.0  # day of judging, legend, notes
HEADING = 0.9  # height of a group heading in rows
LEAST, USUAL, MOST = 3.8, 6.0, 9.0  # heights of a row
RIGHT_GAP = 4.5  # a mark on the last day of the chart needs room


class Layout(NamedTuple):
    """Where things are on a sheet: left edges of the columns, height of a row, its text."""

    number: float
    title: float
    lead: float | None
    chart: float
    chart_end: float
    due: float
    standing: float
    row: float
    size: float
    height: float
    since: date
    days: int

    def x(self, day: date, *, end: bool = False) -> float:
        """The place of the middle of a day, or of its end."""
        gone = day.toordinal() - self.since.toordinal() + (1.0 if end else 0.5)
        return self.chart + (self.chart_end - self.chart) * gone / self.days

    def begin(self, day: date) -> float:
        """The place of the beginning of a day, kept on the axis."""
        return self.clamp(self.x(day) - (self.chart_end - self.chart) * 0.5 / self.days)

    def clamp(self, x: float) -> float:
        """A place kept on the axis."""
        return min(max(x, self.chart), self.chart_end)

    def holds(self, day: date) -> bool:
        """Whether the day is on the axis."""
        return 0 <= day.toordinal() - self.since.toordinal() < self.days


def load_of(groups: Sequence[Group]) -> float:
    """The height of the groups in rows."""
    return sum(len(group.rows) + HEADING for group in groups)


class Widest(NamedTuple):
    """How many times their size the longest texts of the columns are long."""

    number: float
    title: float
    lead: float
    due: float
    standing: float


def widest_of(timeline: Timeline, words: Words) -> Widest:
    """The longest text of each column, which all sheets of a chart have in common."""
    rows = timeline.rows
    dues = {"2025-12-31", *(due_text(row, words) for row in rows)}
    return Widest(
        _longest(row.number for row in rows),
        _longest(row.title for row in rows),
        _longest(words.join(row.lead) for row in rows),
        _longest(dues),
        _longest(standing_said(row, words) for row in rows),
    )


def _longest(texts: Iterable[str]) -> float:
    return max((ems(line_of(text)) for text in set(texts)), default=0.0)


def layout_of(
    timeline: Timeline, groups: Sequence[Group], words: Words, widest: Widest, *, tall: bool
) -> Layout:
    """The layout of ``groups`` of the chart; ``tall`` lets the sheet grow beyond A3."""
    free = HEIGHT - TOP - BOTTOM
    load = max(load_of(groups), 1.0)
    row = min(free / load, MOST)
    if row < LEAST and tall:
        row = USUAL
    height = max(HEIGHT, TOP + row * load + BOTTOM)
    size = min(max(row * 0.54, 2.66), 3.9)
    number = MARGIN + 1
    title = number + _column(widest.number * size, 18, words("timeline.head_number")) + GAP
    after = title + _column(widest.title * size, 72, words("timeline.head_title")) + GAP
    lead = None
    if timeline.by != "lead":
        lead, after = after, after + _column(widest.lead * size, 49, words("timeline.head_lead")) + GAP
    standing = WIDTH - MARGIN - 1 - _column(widest.standing * size, 40, words("timeline.head_standing"))
    due = standing - GAP - _column(widest.due * size, 40, words("timeline.head_due"))
    return Layout(
        number, title, lead, after, due - RIGHT_GAP, due, standing, row, size, height,
        timeline.since, timeline.until.toordinal() - timeline.since.toordinal() + 1,
    )  # fmt: skip


def _column(longest: float, most: float, head: str) -> float:
    """The width of a column, at most ``most`` unless its head needs more."""
    return max(min(longest + 0.1, most), ems(head) * HEAD)


def sheets(timeline: Timeline) -> list[tuple[Group, ...]]:
    """The groups cut into sheets of A3 on which the text stays legible."""
    free = HEIGHT - TOP - BOTTOM
    if load_of(timeline.groups) * LEAST <= free:
        return [timeline.groups]
    room = free / USUAL
    pages: list[tuple[Group, ...]] = []
    page: list[Group] = []
    left = room
    for group in timeline.groups:
        rows = group.rows
        while rows:
            if left < HEADING + 1:
                pages.append(tuple(page))
                page, left = [], room
            some = int(left - HEADING)
            page.append(group._replace(rows=rows[:some]))
            left -= HEADING + len(rows[:some])
            rows = rows[some:]
    return [*pages, tuple(page)] if page else pages


def due_text(row: Row, words: Words) -> str:
    """When a row is due, or why it has no day."""
    if row.due is not None:
        return row.due.isoformat()
    if row.undetermined:
        return words("standing.undetermined")
    return words("timeline.mark_immediate" if row.immediate else "timeline.no_date")
