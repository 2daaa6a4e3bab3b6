"""Bars: the ground and the strokes that tell a standing without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
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
    """A bar from ``left`` to ``right``, filled as :data:`FILLS` has it; nothing where it has no length."""
    if right - left < 0.01:  # noqa: PLR2004 - nothing to be seen
        return
    filled = FILLS[fill]
    box = {"x": left, "y": middle - high / 2, "width": right - left, "height": high}
    if filled.lines:
        add(part, "rect", **box, fill=filled.ground)
        _hatch(part, left, right, middle, high, filled)
    ground = "none" if filled.lines else filled.ground
    edge = add(part, "rect", **box, fill=ground, stroke="#333333", stroke_width=0.2)
    if dashed:
        edge.set("stroke-dasharray", "1 .6")


def _hatch(part: ET.Element, left: float, right: float, middle: float, high: float, filled: Fill) -> None:
    """The strokes of a fill, each kept to the bar.

    They are one line with gaps, as thick as the bar where they cross it: printers blur patterns, and a stroke
    by itself in the file costs a chart of many rows megabytes.
    """
    top, bottom, thick, apart = middle - high / 2, middle + high / 2, filled.thick, filled.apart
    inked: dict[str, Any] = {"stroke": filled.ink, "stroke_width": thick, "fill": "none"}
    for kind in filled.lines:
        if kind == "-":
            count = max(round(high / apart), 2)
            lines = (f"M{mm(left)},{mm(top + high * (n + 0.5) / count)}H{mm(right)}" for n in range(count))
            add(part, "path", d="".join(lines), **inked)
        elif kind == ".":
            _dots(part, left, right, top, high, filled)
        elif kind == "|":
            _strokes(part, *_steps(left, right, apart), middle, high, thick, filled)
        else:
            # whole strokes lean from one edge to the other; those that the ends cut are drawn by themselves
            begin, end = _steps(left, right - high, apart)
            if begin <= end:
                move, lean = (bottom, -45) if kind == "/" else (-top, 45)
                turn = f"translate({mm(move)})skewX({lean})"
                _strokes(part, begin, end, middle, high, thick * _SLANT, filled, turn)
            cut = [
                f"M{mm(start)},{mm(one + two * (start - x))}l{mm(stop - start)},{mm(two * (stop - start))}"
                for x in _places(*_steps(left - high, right, apart), apart)
                if not begin - _NEAR <= x <= end + _NEAR
                for start, stop in [(max(x, left), min(x + high, right))]
                for one, two in [(bottom, -1) if kind == "/" else (top, 1)]
                if stop > start
            ]
            if cut:
                add(part, "path", d="".join(cut), **inked)


_SLANT = 2**0.5  # a stroke that leans by 45° is so many times wider where it is cut level
_NEAR = 1e-6


def _strokes(
    part: ET.Element,
    begin: float,
    end: float,
    middle: float,
    high: float,
    wide: float,
    filled: Fill,
    turn: str = "",
) -> None:
    """Strokes across the bar with their middles from one place to another: a thick line with gaps."""
    if begin > end + _NEAR:
        return
    made = add(
        part, "path", d=f"M{mm(begin - wide / 2)},{mm(middle)}H{mm(end + wide / 2)}", stroke=filled.ink,
        stroke_width=high, stroke_dasharray=f"{mm(wide)} {mm(filled.apart - wide)}",
    )  # fmt: skip
    if turn:
        made.set("transform", turn)


def _dots(part: ET.Element, left: float, right: float, top: float, high: float, filled: Fill) -> None:
    """Rows of dots, each moved by half a step: a line whose dashes have no length and round ends."""
    lines = max(round(high / filled.apart), 2)
    d = ""
    for line in range(lines):
        shift = filled.apart / 2 * (line % 2)
        begin, end = _steps(left + filled.thick / 2, right - filled.thick / 2, filled.apart, shift)
        if begin <= end:
            d += f"M{mm(begin)},{mm(top + high * (line + 0.5) / lines)}H{mm(end + 0.02)}"
    if d:
        add(
            part, "path", d=d, stroke=filled.ink, stroke_width=filled.thick,
            stroke_dasharray=f".01 {mm(filled.apart - 0.01)}", stroke_linecap="round", fill="none",
        )  # fmt: skip


def _steps(left: float, right: float, apart: float, shift: float = 0.0) -> tuple[float, float]:
    """The first and the last place between two others that are in step on the whole sheet."""
    first = int((left - shift) // apart) + 1
    last = int((right - shift) // apart)
    return first * apart + shift, last * apart + shift


def _places(first: float, last: float, apart: float) -> Iterator[float]:
    """All places from the first to the last."""
    return (first + n * apart for n in range(round((last - first) / apart) + 1))


def draw_open_ended(
    part: ET.Element, left: float, right: float, middle: float, high: float, fill: str
) -> None:
    """A bar with a point: no day on which it ends."""
    tip = min(high, max(right - left, 0.0))
    if not tip:
        return
    h = high / 2
    d = (
        f"M{mm(left)},{mm(middle - h)}H{mm(right - tip)}L{mm(right)},{mm(middle)}"
        f"L{mm(right - tip)},{mm(middle + h)}H{mm(left)}Z"
    )
    filled = FILLS[fill]
    if filled.lines:
        add(part, "path", d=d, fill=filled.ground)
        _hatch(part, left, right - tip, middle, high, filled)
    ground = "none" if filled.lines else filled.ground
    add(part, "path", d=d, fill=ground, stroke="#333333", stroke_width=0.25, stroke_dasharray="1.2 .7")


def draw_notice(part: ET.Element, left: float, right: float, y: float, high: float) -> None:
    """A public notice: a line between two stops, ``high`` above and below ``y``."""
    d = f"M{mm(left)},{mm(y - high)}V{mm(y + high)}M{mm(left)},{mm(y)}H{mm(right)}"
    d += f"M{mm(right)},{mm(y - high)}V{mm(y + high)}"
    add(part, "path", d=d, stroke=INK, stroke_width=0.45, fill="none")
