"""Bars: the ground and the strokes that tell a standing without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.ink import (
    GREEN,
    INK,
    RED,
    add,
    mm,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fill(NamedTuple):
    """How a bar is filled: ground, and strokes of an ink, as thick and as far apart as said.

    ``lines`` names their directions: ``/``, ``\\``, ``|``, ``-`` or ``.`` for dots.
    """

    ground: str
    ink: str = ""
    lines: str = ""
    thick: float = 0.0
    apart: float = 1.0


FILLS = {
    "overdue": Fill("#f9d2ce", RED, "/", 0.8, 2.2),
    "behind": Fill("#ffefd2", "#7a4700", "/\\", 0.25, 2.6),
    "unacted": Fill("#f1e8f8", "#4a1f73", ".", 0.75, 1.6),
    "due_soon": Fill("#dceffa", "#0b5278", "|", 0.3, 1.3),
    "on_schedule": Fill("#eef1f4"),
    "relapsed": Fill("#ece8f6", "#3d2a80", "\\|", 0.35, 2.4),
    "undetermined": Fill("#f7f7e6", "#55550a", "|-", 0.2, 1.9),
    "met": Fill(GREEN),
    "met_extended": Fill("#e3f1e4", GREEN, "\\", 0.55, 1.3),
    "withdrawn": Fill("#ffffff", "#8a8a8a", "/", 0.2, 3.4),
    "met_late": Fill("#e3f1e4", GREEN, "-", 0.5, 1.1),
    "extended": Fill("#ffffff", "#555555", "\\", 0.2, 1.6),
    "late": Fill(RED),
    "empty": Fill("#ffffff"),
}


def draw_bar(
    part: ET.Element,
    left: float,
    right: float,
    middle: float,
    high: float,
    fill: str,
    *,
    dashed: bool = False,
) -> None:
    if right - left < 0.01:  # noqa: PLR2004 - nothing to be seen
        return
    filled = FILLS[fill]
    box = {"x": left, "y": middle - high / 2, "width": right - left, "height": high}
    add(part, "rect", **box, fill=filled.ground)
    _hatch(part, left, right, middle, high, filled)
    edge = add(part, "rect", **box, fill="none", stroke="#333333", stroke_width=0.2)
    if dashed:
        edge.set("stroke-dasharray", "1 .6")


def _hatch(part: ET.Element, left: float, right: float, middle: float, high: float, filled: Fill) -> None:
    """The strokes of a fill, each clipped to the bar; drawn one by one, as printers blur patterns."""
    top, bottom = middle - high / 2, middle + high / 2
    strokes: list[str] = []
    for kind in filled.lines:
        if kind == "-":
            count = max(round(high / filled.apart), 2)
            strokes += [f"M{mm(left)},{mm(top + high * (n + 0.5) / count)}H{mm(right)}" for n in range(count)]
        elif kind == ".":
            lines = max(round(high / filled.apart), 2)
            for line in range(lines):
                y = top + high * (line + 0.5) / lines
                shift = filled.apart / 2 * (line % 2)
                strokes += [
                    f"M{mm(x)},{mm(y)}h.01"
                    for x in _steps(left + filled.thick / 2, right - filled.thick / 2, filled.apart, shift)
                ]
        elif kind == "|":
            strokes += [f"M{mm(x)},{mm(top)}V{mm(bottom)}" for x in _steps(left, right, filled.apart, 0)]
        else:
            for x in _steps(left - high, right, filled.apart, 0):
                start, end = max(x, left), min(x + high, right)
                if end > start:
                    one, two = (bottom, -1) if kind == "/" else (top, 1)
                    long = end - start
                    strokes.append(f"M{mm(start)},{mm(one + two * (start - x))}l{mm(long)},{mm(two * long)}")
    if strokes:
        cap = "round" if filled.lines == "." else "butt"
        add(
            part, "path", d="".join(strokes), stroke=filled.ink, stroke_width=filled.thick,
            stroke_linecap=cap, fill="none",
        )  # fmt: skip


def _steps(left: float, right: float, apart: float, shift: float) -> Iterator[float]:
    """Places between two others that are in step on the whole sheet."""
    first = int((left - shift) // apart) + 1
    last = int((right - shift) // apart)
    return (n * apart + shift for n in range(first, last + 1))


def draw_open_ended(
    part: ET.Element, left: float, right: float, middle: float, high: float, fill: str
) -> None:
    """A bar with a point: no day on which it ends."""
    tip = min(high, max(right - left, 0.0))
    if not tip:
        return
    h = high / 2
    d = (
        f"M{mm(left)},{mm(middle - h)} H{mm(right - tip)} L{mm(right)},{mm(middle)} "
        f"L{mm(right - tip)},{mm(middle + h)} H{mm(left)} Z"
    )
    filled = FILLS[fill]
    add(part, "path", d=d, fill=filled.ground)
    _hatch(part, left, right - tip, middle, high, filled)
    add(part, "path", d=d, fill="none", stroke="#333333", stroke_width=0.25, stroke_dasharray="1.2 .7")


def draw_notice(part: ET.Element, left: float, right: float, y: float, high: float) -> None:
    d = f"M{mm(left)},{mm(y - high)} V{mm(y + high)} M{mm(left)},{mm(y)} H{mm(right)}"
    d += f" M{mm(right)},{mm(y - high)} V{mm(y + high)}"
    add(part, "path", d=d, stroke=INK, stroke_width=0.45, fill="none")
