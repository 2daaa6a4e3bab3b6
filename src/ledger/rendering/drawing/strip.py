"""One row of the wall chart by itself, for the page of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.axis import starts
from ledger.rendering.drawing.ink import INK, RED, add, mm
from ledger.rendering.drawing.layout import Layout
from ledger.rendering.drawing.marks import draw_marks
from ledger.rendering.drawing.rows import draw_bars

if TYPE_CHECKING:
    from ledger.reports.timeline import Row, Timeline

_WIDTH, _TOP, _ROW = 150.0, 3.2, 5.0
_YEAR = 9.0  # room that a year needs for its label


def render_strip(row: Row, timeline: Timeline) -> ET.Element:
    """The bars and symbols of a row over its years; whoever shows it says the row in words beside it."""
    days = (timeline.until - timeline.since).days + 1
    layout = Layout(0, 0, None, 1, _WIDTH - 1, 0, 0, _ROW, 2, _TOP + _ROW, timeline.since, days)
    root = ET.Element("svg", {"viewBox": f"0 0 {mm(_WIDTH)} {mm(_TOP + _ROW + 0.6)}"})
    years = starts(timeline.since, timeline.until, 12)
    lines = "".join(f"M{mm(layout.begin(day))},0.6V{mm(_TOP + _ROW)}" for day in years)
    add(root, "path", d=lines, stroke="#a8a8a8", stroke_width=0.2, fill="none")
    for start, end in zip(years, [*years[1:], None], strict=True):
        left, right = layout.begin(start), layout.begin(end) if end else layout.chart_end
        if right - left > _YEAR:
            add(root, "text", str(start.year), x=left + 1, y=_TOP - 0.9, font_size=2.1, fill=INK)
    draw_bars(root, row, timeline, layout, _TOP + _ROW / 2)
    draw_marks(root, row, timeline, layout, _TOP + _ROW / 2)
    if layout.holds(timeline.as_of):
        x = mm(layout.x(timeline.as_of))
        add(
            root,
            "path",
            d=f"M{x},0.6V{mm(_TOP + _ROW)}",
            stroke=RED,
            stroke_width=0.4,
            stroke_dasharray="1.5 .8",
        )
    return root
