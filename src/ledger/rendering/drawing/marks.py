"""The symbols on a row: each has a shape of its own."""

from __future__ import annotations

from functools import lru_cache
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


_Shape = tuple[tuple[tuple[float, float], ...], ...]
"""Strokes through points, which count from the middle of a mark in halves of its size."""

_DIAMOND: _Shape = (((0, -1), (0.9, 0), (0, 1), (-0.9, 0)),)
_HALF: _Shape = (((0, -1), (0.9, 0), (0, 1)),)
_CROSS: _Shape = (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8)))
_TICK: _Shape = (((-0.5, 0), (-0.1, 0.45), (0.55, -0.5)),)
_POST: _Shape = (((0, -1), (0, 1)),)
_FLAG: _Shape = (((0, -1), (-0.75, -0.65), (0, -0.3)),)
_ARROW: _Shape = (((0, -0.65), (1.3, 0), (0, 0.65)),)
_FLAP: _Shape = (((-1, -0.7), (0, 0.1), (1, -0.7)),)
_START: _Shape = (((-0.9, -1), (0.9, 0), (-0.9, 1)),)
_BEFORE: _Shape = (((0, 0), (1, -0.8), (1, 0.8)),)
_AFTER: _Shape = (((0, 0), (-1, -0.8), (-1, 0.8)),)
_BACK: _Shape = (((-1.2, -0.75), (-0.1, -1), (-0.45, 0.05)),)
_STRUCK: _Shape = (((-0.65, 0.65), (0.65, -0.65)),)


@lru_cache(maxsize=1 << 8)
def _moves(shape: _Shape, size: float, *, closed: bool) -> str:
    """The way from the first point of a shape through all others, by steps, which every mark of it has."""
    out = []
    here = shape[0][0]
    for number, stroke in enumerate(shape):
        for place, point in enumerate(stroke):
            right, down = (mm((to - at) * size) for at, to in zip(here, point, strict=True))
            if place == 0:
                out += [f"m{right},{down}"] if number else []
            else:
                out.append(f"v{down}" if right == "0" else f"h{right}" if down == "0" else f"l{right},{down}")
            here = point
    return "".join(out) + ("z" if closed else "")


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

    def line(self, shape: _Shape) -> str:
        """The strokes of a shape."""
        return f"M{self.at(*shape[0][0])}{_moves(shape, self._size, closed=False)}"

    def area(self, shape: _Shape) -> str:
        """What a shape encloses."""
        return f"M{self.at(*shape[0][0])}{_moves(shape, self._size, closed=True)}"

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


def _open(pen: _Pen) -> None:
    pen.path(pen.area(_DIAMOND), INK, 0.35, _WHITE)


def _done(pen: _Pen) -> None:
    pen.path(pen.area(_DIAMOND), _WHITE, 0.2, INK)


def _done_late(pen: _Pen) -> None:
    pen.path(pen.area(_DIAMOND), INK, 0.36, _WHITE)
    pen.path(pen.area(_HALF), fill=INK)


def _missed(pen: _Pen) -> None:
    pen.path(pen.line(_CROSS), _WHITE, 1.9)
    pen.path(pen.line(_CROSS), RED, 0.8)


def _due(pen: _Pen) -> None:
    pen.path(pen.line(_POST), _WHITE, 1.3)
    pen.path(pen.line(_POST), INK, 0.7)
    pen.path(pen.area(_FLAG), fill=INK)


def _extended(pen: _Pen) -> None:
    pen.dashes(pen.line(_POST))
    pen.path(pen.area(_ARROW), _WHITE, 0.2, INK)


def _extended_late(pen: _Pen) -> None:
    pen.dashes(pen.line(_POST))
    pen.path(pen.area(_ARROW), RED, 0.4, _WHITE)


def _letter(pen: _Pen) -> None:
    pen.box(1, 0.7, _WHITE, INK)
    pen.path(pen.line(_FLAP), INK, 0.3)


def _accepted(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.4)
    pen.path(pen.line(_TICK), INK, 0.5)


def _closed(pen: _Pen) -> None:
    pen.box(1, 1, INK, _WHITE)
    pen.path(pen.line(_TICK), _WHITE, 0.5)


def _relapsed(pen: _Pen) -> None:
    turn = f"M{pen.at(-0.6, -0.6)}{pen.arc(0.85, '1 0', 0.6, -0.6)}"
    pen.path(turn, _WHITE, 1.2)
    pen.path(turn, INK, 0.5)
    pen.path(pen.area(_BACK), fill=INK)


def _withdrawn(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.45)
    pen.path(pen.line(_STRUCK), INK, 0.36)


def _undetermined(pen: _Pen) -> None:
    pen.circle(_WHITE, INK, 0.45)
    hook = f"M{pen.at(-0.4, -0.3)}{pen.arc(0.4, '1 1', 0, 0.1)}{pen.down(0.3)}"
    pen.path(f"{hook}M{pen.at(0, 0.55)}{pen.down(0.75)}", INK, 0.36)


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
    "immediate": lambda pen: pen.path(pen.area(_START), fill=INK),
    "before": lambda pen: pen.path(pen.area(_BEFORE), fill=GREY),
    "after": lambda pen: pen.path(pen.area(_AFTER), fill=GREY),
}
"""What a symbol looks like, by its name."""
