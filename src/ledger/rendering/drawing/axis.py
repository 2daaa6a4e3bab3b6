"""The axis of time: years, quarters and months, the heads beside it, the day of judging."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.ink import (
    HEAD,
    INK,
    MARGIN,
    RED,
    WIDTH,
    add,
    ems,
    mm,
)
from ledger.rendering.drawing.layout import TOP, Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.locale import Words
    from ledger.reports.timeline import Timeline


_QUARTERS_MOST, _MONTHS_MOST = 64, 48
_YEAR_LEAST = 12.0
_MONTH_LEAST, _QUARTER_LEAST = 6.2, 9.0
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def draw_grid(root: ET.Element, timeline: Timeline, words: Words, layout: Layout, bottom: float) -> None:
    """Years, quarters and months, as far as there is room for them."""
    grid = add(root, "g", font_size=3.4, text_anchor="middle")
    since, until = timeline.since, timeline.until
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    wide = (layout.chart_end - layout.chart) / months >= _MONTH_LEAST
    if months <= _MONTHS_MOST:
        begun = starts(since, until, 1)
        _lines(grid, layout, begun, TOP - 5 if wide else TOP, bottom, "#d9d9d9", 0.12)
        if wide:
            _labels(grid, layout, begun, _MONTH_LEAST - 1, lambda day: words(f"month.{day.month}"))
    if months <= _QUARTERS_MOST:
        begun = starts(since, until, 3)
        _lines(grid, layout, begun, TOP - 5, bottom, "#a8a8a8", 0.18)
        if not wide:
            _labels(
                grid,
                layout,
                begun,
                _QUARTER_LEAST,
                lambda day: words(f"timeline.quarter_{(day.month + 2) // 3}"),
            )
    most = (layout.chart_end - layout.chart) / _YEAR_LEAST
    step = next((n for n in _YEAR_STEPS if months / 12 / n <= most), _YEAR_STEPS[-1])
    years = starts(since, until, 12 * step)
    _lines(grid, layout, years, TOP - 10.5, bottom, INK, 0.3)
    for start, end in zip(years, [*years[1:], None], strict=True):
        left, right = layout.begin(start), layout.begin(end) if end else layout.chart_end
        if right - left > _YEAR_LEAST - 2:
            add(
                grid, "text", str(start.year), x=(left + right) / 2, y=TOP - 6.4, font_weight="bold",
                font_size=3.6,
            )  # fmt: skip


def starts(since: date, until: date, months: int) -> list[date]:
    """The first day, and the beginnings of the units of ``months`` months after it."""
    first = since.year * 12 + since.month - 1
    after = range(first - first % months + months, until.year * 12 + until.month, months)
    return [since, *(date(month // 12, month % 12 + 1, 1) for month in after)]


def _labels(
    grid: ET.Element, layout: Layout, begun: Sequence[date], least: float, said: Callable[[date], str]
) -> None:
    """What each span is called, where there is room for it."""
    for start, end in zip(begun, [*begun[1:], None], strict=True):
        left, right = layout.begin(start), layout.begin(end) if end else layout.chart_end
        if right - left > least:
            add(grid, "text", said(start), x=(left + right) / 2, y=TOP - 1.4, font_size=2.7, fill="#333333")


def _lines(
    parent: ET.Element,
    layout: Layout,
    days: Sequence[date],
    top: float,
    bottom: float,
    ink: str,
    thick: float,
) -> None:
    d = "".join(f"M{mm(layout.begin(day))},{mm(top)}V{mm(bottom)}" for day in days)
    d += f"M{mm(layout.chart_end)},{mm(top)}V{mm(bottom)}"
    add(parent, "path", d=d, stroke=ink, stroke_width=thick, fill="none")


def draw_heads(root: ET.Element, words: Words, layout: Layout) -> None:
    """The heads of the columns of text, between two lines."""
    heads = add(root, "g", font_size=HEAD, font_weight="bold")
    edges = [MARGIN, WIDTH - MARGIN]
    add(root, "path", d=f"M{mm(edges[0])},{mm(TOP)}H{mm(edges[1])}", stroke=INK, stroke_width=0.4)
    y = TOP - 1.6
    add(heads, "text", words("timeline.head_number"), x=layout.number, y=y)
    add(heads, "text", words("timeline.head_title"), x=layout.title, y=y)
    if layout.lead is not None:
        add(heads, "text", words("timeline.head_lead"), x=layout.lead, y=y)
    add(heads, "text", words("timeline.head_due"), x=layout.due, y=y)
    add(heads, "text", words("timeline.head_standing"), x=layout.standing, y=y)


def draw_today(root: ET.Element, timeline: Timeline, words: Words, layout: Layout, bottom: float) -> None:
    """The line of the day of the chart down to ``bottom``, where the chart holds that day."""
    if not layout.holds(timeline.as_of):
        return
    x = layout.x(timeline.as_of)
    part = add(root, "g")
    d = f"M{mm(x)},{mm(TOP)}V{mm(bottom + 1.5)}"
    add(part, "path", d=d, stroke=RED, stroke_width=0.45, stroke_dasharray="2 1", fill="none")
    text = words("timeline.today", as_of=timeline.as_of)
    half = ems(text) * 3.2 / 2 + 1
    middle = min(max(x, layout.chart + half), layout.chart_end - half)
    add(part, "rect", x=middle - half, y=bottom + 1.2, width=2 * half, height=4.8, fill=RED)
    add(part, "text", text, x=middle, y=bottom + 4.7, font_size=3.2, text_anchor="middle", fill="#ffffff")
