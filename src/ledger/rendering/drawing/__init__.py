"""The wall chart as a drawing: SVG of A3 size, and a page of HTML to print it from.

State is told by colour and by pattern, so that a copy in black and white says the same.  Lengths are in
millimetres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.axis import draw_grid, draw_heads, draw_today
from ledger.rendering.drawing.ink import FONTS, INK, MARGIN, PAPERS, WIDTH, add, fit_text, mm
from ledger.rendering.drawing.layout import TOP, Layout, layout_of, load_of, sheets, widest_of
from ledger.rendering.drawing.legend import draw_legend
from ledger.rendering.drawing.rows import draw_group
from ledger.rendering.drawing.writing import Looks, written
from ledger.rendering.text import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.locale import Words
    from ledger.reports.timeline import Group, Timeline


def render_svg(timeline: Timeline, words: Words, paper: str = "A3") -> str:
    """The chart as one drawing that stands alone; more rows than fit the paper make it taller."""
    layout = layout_of(timeline, timeline.groups, words, widest_of(timeline, words), tall=True)
    root = _sheet(timeline, timeline.groups, words, "c-", layout, "", PAPERS[paper])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written(root, lines=True)}\n'


def render_sheets(
    timeline: Timeline, words: Words, paper: str = "A3", looks: Looks | None = None
) -> list[str]:
    """The chart on sheets of paper, one drawing each, for pages of HTML; with ``looks`` for those that have
    the style sheet of these."""
    pages, widest = sheets(timeline), widest_of(timeline, words)
    drawings = []
    for number, groups in enumerate(pages, 1):
        footer = words("timeline.page", page=number, pages=len(pages)) if len(pages) > 1 else ""
        layout = layout_of(timeline, groups, words, widest, tall=False)
        sheet = _sheet(timeline, groups, words, f"c{number}-", layout, footer, PAPERS[paper])
        drawings.append(written(sheet, looks=looks))
    return drawings


def render_html(timeline: Timeline, words: Words, paper: str = "A3") -> str:
    """A page that holds the chart on sheets of paper, to be printed."""
    from ledger.rendering.html import render_drawings

    return render_drawings(_title(timeline, words), render_sheets(timeline, words, paper), words, paper)


def _title(timeline: Timeline, words: Words) -> str:
    return line_of(words("timeline.chart_title", plan=timeline.title)).strip()


def _sheet(
    timeline: Timeline,
    groups: Sequence[Group],
    words: Words,
    prefix: str,
    layout: Layout,
    footer: str,
    scale: float,
) -> ET.Element:
    height = layout.height
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
    for name, value in {
        "width": f"{mm(WIDTH * scale)}mm",
        "height": f"{mm(height * scale)}mm",
        "viewBox": f"0 0 {mm(WIDTH)} {mm(height)}",
        "lang": words.tag,
        "role": "graphics-document document",
        "aria-labelledby": f"{prefix}title {prefix}description",
        "font-family": FONTS,
        "fill": INK,
    }.items():
        root.set(name, value)
    said = {"since": timeline.since, "until": timeline.until, "as_of": timeline.as_of}
    add(root, "title", _title(timeline, words), id=f"{prefix}title")
    add(root, "desc", words("timeline.description", **said), id=f"{prefix}description")
    _definitions(root, prefix, layout)
    add(root, "rect", x=0.0, y=0.0, width=WIDTH, height=height, fill="#ffffff")
    _top(root, timeline, words)
    bottom = TOP + layout.row * max(load_of(groups), 2.0)
    draw_grid(root, timeline, words, layout, bottom)
    draw_heads(root, words, layout)
    y = TOP
    for group in groups:
        y = draw_group(root, group, timeline, words, prefix, layout, y)
    add(root, "path", d=f"M{mm(MARGIN)},{mm(y)} H{mm(WIDTH - MARGIN)}", stroke=INK, stroke_width=0.4)
    if not timeline.rows:
        add(root, "text", words("timeline.none"), x=layout.number, y=TOP + 7, font_size=4.0)
    draw_today(root, timeline, words, layout, bottom)
    draw_legend(root, timeline, words, bottom + 9)
    if footer:
        add(root, "text", footer, x=WIDTH - MARGIN, y=height - 5, font_size=3.0, text_anchor="end")
    return root


def _definitions(root: ET.Element, prefix: str, layout: Layout) -> None:
    made = add(root, "defs")
    edges = [layout.number, layout.title, layout.lead or layout.chart, layout.chart]
    for name, start, end in zip(("number", "title", "lead"), edges, edges[1:], strict=False):
        clip = add(made, "clipPath", id=f"{prefix}clip-{name}")
        add(clip, "rect", x=start, y=0.0, width=max(end - start - 0.5, 0.1), height=layout.height)


def _top(root: ET.Element, timeline: Timeline, words: Words) -> None:
    size = 7.0
    title = fit_text(_title(timeline, words), (WIDTH - 2 * MARGIN) / size)
    add(root, "text", title, x=WIDTH / 2, y=17.0, font_size=size, font_weight="bold", text_anchor="middle")
    rows = timeline.rows
    counts = words(
        "timeline.title", as_of=timeline.as_of, count=len(rows), late=timeline.late, behind=timeline.behind
    )
    add(root, "text", counts, x=WIDTH / 2, y=24.0, font_size=3.6, text_anchor="middle")
