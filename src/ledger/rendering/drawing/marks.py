"""The symbols on a row: each has a shape of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.ink import GREEN, GREY, INK, RED, add, mm
from ledger.reports.timeline import NodeState

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.rendering.drawing.layout import Layout
    from ledger.reports.timeline import Row, Timeline


def draw_marks(part: ET.Element, row: Row, timeline: Timeline, layout: Layout, middle: float) -> None:
    """The symbols of a row around its ``middle``, and where days of it lie before or after the chart."""
    size = layout.row * 0.3
    if row.immediate and row.due is None:
        start = row.attempts[0].begin
        draw_mark(part, "immediate", (layout.begin(start) if start else layout.chart) + size, middle, size)
    late = row.moved_late()
    for day in row.moved_from():
        if layout.holds(day):
            name = "extended_late" if day in late else "extended"
            draw_mark(part, name, layout.x(day, end=True), middle, layout.row * 0.4)
    for day in row.pressed:
        if layout.holds(day):
            draw_mark(part, "letter", layout.x(day), middle - layout.row * 0.26, size * 0.8)
    for span in row.attempts:
        if span.due is not None and not row.is_past(span) and layout.holds(span.due):
            draw_mark(part, "due", layout.x(span.due, end=True), middle, layout.row * 0.46)
    for state in (NodeState.DONE, NodeState.DONE_LATE, NodeState.OPEN, NodeState.MISSED):
        for day in dict.fromkeys(node.due for node in row.milestones if node.state is state):
            if layout.holds(day):
                draw_mark(part, state.value, layout.x(day), middle, size)
    steps = [
        (name, day)
        for span in row.attempts
        for name, day in (("completed", span.completed), ("accepted", span.accepted), ("closed", span.closed))
    ]
    steps += [("relapsed", span.begin) for span in row.attempts[1:]] + [("withdrawn", row.withdrawn)]
    for name, step in steps:
        if step is not None and layout.holds(step):
            draw_mark(part, name, layout.x(step), middle, size)
    if row.undetermined:
        draw_mark(part, "undetermined", layout.chart_end - 2.2 * size, middle, size)
    outside = [day for day in row.days() if not layout.holds(day)]
    if any(day < timeline.since for day in outside):
        draw_mark(part, "before", layout.chart, middle, size)
    if any(day > timeline.until for day in outside):
        draw_mark(part, "after", layout.chart_end, middle, size)


def draw_mark(part: ET.Element, name: str, x: float, y: float, size: float) -> None:
    """A symbol with its middle at ``x``; a due day is a line at ``x``.  KeyError for a name that has none."""
    _SYMBOLS[name](_Pen(part, x, y, size))


class _Pen:
    """Draws around a place, in units of the size of the symbol."""

    def __init__(self, part: ET.Element, x: float, y: float, size: float) -> None:
        self._part, self._x, self._y, self._size = part, x, y, size

    def at(self, dx: float, dy: float) -> str:
        """A point beside the middle."""
        return f"{mm(self._x + dx * self._size)},{mm(self._y + dy * self._size)}"

    def down(self, dy: float) -> str:
        """A line straight down, or up, to beside the middle."""
        return f"V{mm(self._y + dy * self._size)}"

    def arc(self, radius: float, flags: str, dx: float, dy: float) -> str:
        """A part of a circle to a point."""
        length = mm(self._size * radius)
        return f"A{length},{length} 0 {flags} {self.at(dx, dy)}"

    def along(self, *points: tuple[float, float]) -> str:
        """A line from point to point."""
        first, *others = (self.at(*point) for point in points)
        return " ".join([f"M{first}", *(f"L{other}" for other in others)])

    def path(self, d: str, stroke: str | None = None, width: float = 0, fill: str = "none") -> None:
        """A line, or with a ``fill`` an area; without a ``stroke`` the area alone."""
        if stroke is None:
            add(self._part, "path", d=d, fill=fill)
        elif fill == "none":
            add(self._part, "path", d=d, stroke=stroke, stroke_width=width, fill=fill)
        else:
            add(self._part, "path", d=d, fill=fill, stroke=stroke, stroke_width=width)

    def dashes(self, d: str) -> None:
        """A thin line of dashes."""
        add(
            self._part, "path", d=d, stroke=INK, stroke_width=0.3, stroke_dasharray=".5 .4", fill="none",
        )  # fmt: skip

    def box(self, wide: float, high: float, fill: str, stroke: str) -> None:
        """A rectangle around the middle, ``wide`` and ``high`` from it to its sides."""
        add(
            self._part, "rect", x=self._x - wide * self._size, y=self._y - high * self._size,
            width=2 * wide * self._size, height=2 * high * self._size, fill=fill, stroke=stroke,
            stroke_width=0.3,
        )  # fmt: skip

    def circle(self, fill: str, stroke: str, width: float) -> None:
        """A circle around the middle."""
        add(self._part, "circle", cx=self._x, cy=self._y, r=self._size, fill=fill, stroke=stroke,
            stroke_width=width)  # fmt: skip


_WHITE = "#ffffff"
_DIAMOND = ((0, -1), (0.9, 0), (0, 1), (-0.9, 0))
_TICK = ((-0.5, 0), (-0.1, 0.45), (0.55, -0.5))


def _area(pen: _Pen, *points: tuple[float, float]) -> str:
    return f"{pen.along(*points)} Z"


def _open(pen: _Pen) -> None:
    pen.path(_area(pen, *_DIAMOND), INK, 0.35, _WHITE)


def _done(pen: _Pen) -> None:
    pen.path(_area(pen, *_DIAMOND), _WHITE, 0.2, INK)


def _done_late(pen: _Pen) -> None:
    pen.path(_area(pen, *_DIAMOND), INK, 0.36, _WHITE)
    pen.path(_area(pen, *_DIAMOND[:3]), fill=INK)


def _missed(pen: _Pen) -> None:
    cross = f"{pen.along((-0.8, -0.8), (0.8, 0.8))} {pen.along((-0.8, 0.8), (0.8, -0.8))}"
    pen.path(cross, _WHITE, 1.9)
    pen.path(cross, RED, 0.8)


def _due(pen: _Pen) -> None:
    line = f"M{pen.at(0, -1)} {pen.down(1)}"
    pen.path(line, _WHITE, 1.3)
    pen.path(line, INK, 0.7)
    pen.path(_area(pen, (0, -1), (-0.75, -0.65), (0, -0.3)), fill=INK)


def _extended(pen: _Pen) -> None:
    pen.dashes(f"M{pen.at(0, -1)} {pen.down(1)}")
    pen.path(_area(pen, (0, -0.65), (1.3, 0), (0, 0.65)), _WHITE, 0.2, INK)


def _extended_late(pen: _Pen) -> None:
    pen.dashes(f"M{pen.at(0, -1)} {pen.down(1)}")
    pen.path(_area(pen, (0, -0.65), (1.3, 0), (0, 0.65)), RED, 0.4, _WHITE)


def _letter(pen: _Pen) -> None:
    pen.box(1, 0.7, _WHITE, INK)
    pen.path(pen.along((-1, -0.7), (0, 0.1), (1, -0.7)), INK, 0.3)


def _accepted(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.4)
    pen.path(pen.along(*_TICK), INK, 0.5)


def _closed(pen: _Pen) -> None:
    pen.box(1, 1, INK, _WHITE)
    pen.path(pen.along(*_TICK), _WHITE, 0.5)


def _relapsed(pen: _Pen) -> None:
    turn = f"M{pen.at(-0.6, -0.6)} {pen.arc(0.85, '1 0', 0.6, -0.6)}"
    pen.path(turn, _WHITE, 1.2)
    pen.path(turn, INK, 0.5)
    pen.path(_area(pen, (-1.2, -0.75), (-0.1, -1), (-0.45, 0.05)), fill=INK)


def _withdrawn(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.45)
    pen.path(pen.along((-0.65, 0.65), (0.65, -0.65)), INK, 0.36)


def _undetermined(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.45)
    hook = f"M{pen.at(-0.4, -0.3)} {pen.arc(0.4, '1 1', 0, 0.1)} {pen.down(0.3)}"
    pen.path(f"{hook} M{pen.at(0, 0.55)} {pen.down(0.75)}", INK, 0.36)


_SYMBOLS: dict[str, Callable[[_Pen], None]] = {
    "open": _open,
    "done": _done,
    "done_late": _done_late,
    "missed": _missed,
    "due": _due,
    "extended": _extended,
    "extended_late": _extended_late,
    "letter": _letter,
    "completed": lambda pen: pen.circle(GREEN, _WHITE, 0.3),
    "accepted": _accepted,
    "closed": _closed,
    "relapsed": _relapsed,
    "withdrawn": _withdrawn,
    "undetermined": _undetermined,
    "immediate": lambda pen: pen.path(_area(pen, (-0.9, -1), (0.9, 0), (-0.9, 1)), fill=INK),
    "before": lambda pen: pen.path(_area(pen, (0, 0), (1, -0.8), (1, 0.8)), fill=GREY),
    "after": lambda pen: pen.path(_area(pen, (0, 0), (-1, -0.8), (-1, 0.8)), fill=GREY),
}
"""What a symbol looks like, by its name."""
