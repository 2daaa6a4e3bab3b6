"""The symbols on a row: each has a shape of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.ink import (
    GREEN,
    GREY,
    INK,
    RED,
    add,
    mm,
)
from ledger.reports.timeline import NodeState

if TYPE_CHECKING:
    from ledger.rendering.drawing.layout import (
        Layout,
    )
    from ledger.reports.timeline import Row, Timeline


def draw_marks(part: ET.Element, row: Row, timeline: Timeline, layout: Layout, middle: float) -> None:
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


Shape = tuple[tuple[tuple[float, float], ...], ...]
"""Strokes through points, which count from the middle of a mark in halves of its size."""

_DIAMOND: Shape = (((0, -1), (0.9, 0), (0, 1), (-0.9, 0)),)
_HALF: Shape = (((0, -1), (0.9, 0), (0, 1)),)
_CROSS: Shape = (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8)))
_TICK: Shape = (((-0.5, 0), (-0.1, 0.45), (0.55, -0.5)),)
_POST: Shape = (((0, -1), (0, 1)),)
_FLAG: Shape = (((0, -1), (-0.75, -0.65), (0, -0.3)),)
_ARROW: Shape = (((0, -0.65), (1.3, 0), (0, 0.65)),)
_FLAP: Shape = (((-1, -0.7), (0, 0.1), (1, -0.7)),)
_START: Shape = (((-0.9, -1), (0.9, 0), (-0.9, 1)),)
_BEFORE: Shape = (((0, 0), (1, -0.8), (1, 0.8)),)
_AFTER: Shape = (((0, 0), (-1, -0.8), (-1, 0.8)),)
_BACK: Shape = (((-1.2, -0.75), (-0.1, -1), (-0.45, 0.05)),)
_STRUCK: Shape = (((-0.65, 0.65), (0.65, -0.65)),)


@lru_cache(maxsize=1 << 8)
def _moves(shape: Shape, size: float, *, closed: bool) -> str:
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
    """A symbol with its middle at ``x``; a due day is a line at ``x``."""
    s = size

    def line(shape: Shape) -> str:
        return _path(shape, x, y, s, closed=False)

    def area(shape: Shape) -> str:
        return _path(shape, x, y, s, closed=True)

    match name:
        case "open":
            add(part, "path", d=area(_DIAMOND), fill="#ffffff", stroke=INK, stroke_width=0.35)
        case "done":
            add(part, "path", d=area(_DIAMOND), fill=INK, stroke="#ffffff", stroke_width=0.2)
        case "done_late":
            add(part, "path", d=area(_DIAMOND), fill="#ffffff", stroke=INK, stroke_width=0.36)
            add(part, "path", d=area(_HALF), fill=INK)
        case "missed":
            add(part, "path", d=line(_CROSS), stroke="#ffffff", stroke_width=1.9, fill="none")
            add(part, "path", d=line(_CROSS), stroke=RED, stroke_width=0.8, fill="none")
        case "due":
            add(part, "path", d=line(_POST), stroke="#ffffff", stroke_width=1.3, fill="none")
            add(part, "path", d=line(_POST), stroke=INK, stroke_width=0.7, fill="none")
            add(part, "path", d=area(_FLAG), fill=INK)
        case "extended" | "extended_late":
            add(
                part, "path", d=line(_POST), stroke=INK, stroke_width=0.3, stroke_dasharray=".5 .4",
                fill="none",
            )  # fmt: skip
            if name == "extended":
                add(part, "path", d=area(_ARROW), fill=INK, stroke="#ffffff", stroke_width=0.2)
            else:
                add(part, "path", d=area(_ARROW), fill="#ffffff", stroke=RED, stroke_width=0.4)
        case "letter":
            add(
                part, "rect", x=x - s, y=y - 0.7 * s, width=2 * s, height=1.4 * s, fill="#ffffff", stroke=INK,
                stroke_width=0.3,
            )  # fmt: skip
            add(part, "path", d=line(_FLAP), stroke=INK, stroke_width=0.3, fill="none")
        case "completed":
            add(part, "circle", cx=x, cy=y, r=s, fill=GREEN, stroke="#ffffff", stroke_width=0.3)
        case "accepted":
            add(part, "circle", cx=x, cy=y, r=s, fill="#ffffff", stroke=INK, stroke_width=0.4)
            add(part, "path", d=line(_TICK), stroke=INK, stroke_width=0.5, fill="none")
        case "closed":
            add(
                part, "rect", x=x - s, y=y - s, width=2 * s, height=2 * s, fill=INK, stroke="#ffffff",
                stroke_width=0.3,
            )  # fmt: skip
            add(part, "path", d=line(_TICK), stroke="#ffffff", stroke_width=0.5, fill="none")
        case "relapsed" | "withdrawn" | "undetermined":
            _turn(part, name, x, y, size)
        case "immediate":
            add(part, "path", d=area(_START), fill=INK)
        case "before":
            add(part, "path", d=area(_BEFORE), fill=GREY)
        case _:
            add(part, "path", d=area(_AFTER), fill=GREY)


def _path(shape: Shape, x: float, y: float, size: float, *, closed: bool) -> str:
    right, down = shape[0][0]
    return f"M{mm(x + right * size)},{mm(y + down * size)}{_moves(shape, size, closed=closed)}"


def _turn(part: ET.Element, name: str, x: float, y: float, s: float) -> None:
    """The symbols of a relapse, of the end of a task that was withdrawn, and of a day that nobody knows."""

    def at(dx: float, dy: float) -> str:
        return f"{mm(x + dx * s)},{mm(y + dy * s)}"

    if name == "relapsed":
        turn = f"M{at(-0.6, -0.6)}A{mm(s * 0.85)},{mm(s * 0.85)} 0 1 0 {at(0.6, -0.6)}"
        add(part, "path", d=turn, stroke="#ffffff", stroke_width=1.2, fill="none")
        add(part, "path", d=turn, stroke=INK, stroke_width=0.5, fill="none")
        add(part, "path", d=_path(_BACK, x, y, s, closed=True), fill=INK)
        return
    add(part, "circle", cx=x, cy=y, r=s, fill="#ffffff", stroke=INK, stroke_width=0.45)
    d = _path(_STRUCK, x, y, s, closed=False)
    if name == "undetermined":
        d = f"M{at(-0.4, -0.3)}A{mm(s * 0.4)},{mm(s * 0.4)} 0 1 1 {at(0, 0.1)}V{mm(y + s * 0.3)}"
        d += f"M{at(0, 0.55)}V{mm(y + s * 0.75)}"
    add(part, "path", d=d, stroke=INK, stroke_width=0.36, fill="none")
