"""What patterns and symbols mean."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.drawing.fills import draw_bar, draw_notice, draw_open_ended
from ledger.rendering.drawing.ink import (
    MARGIN,
    WIDTH,
    add,
    ems,
    fit_text,
)
from ledger.rendering.drawing.marks import draw_mark
from ledger.reports.timeline import STANDINGS

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.timeline import Timeline


_LEGEND_MARKS = (
    ("due", "timeline.mark_due"),
    ("extended", "timeline.mark_extended"),
    ("extended_late", "timeline.mark_extended_late"),
    ("letter", "timeline.mark_letter"),
    ("open", "timeline.mark_open"),
    ("done", "timeline.mark_done"),
    ("done_late", "timeline.mark_done_late"),
    ("missed", "timeline.mark_missed"),
    ("completed", "timeline.mark_completed"),
    ("accepted", "timeline.mark_accepted"),
    ("closed", "timeline.mark_closed"),
    ("relapsed", "timeline.mark_relapsed"),
    ("withdrawn", "timeline.mark_withdrawn"),
    ("undetermined", "timeline.mark_undetermined"),
    ("immediate", "timeline.mark_immediate"),
)


def draw_legend(root: ET.Element, timeline: Timeline, words: Words, top: float) -> None:
    """What the patterns and symbols mean, and what else is to be said."""
    part = add(root, "g", font_size=3.2)
    add(part, "text", words("timeline.legend"), x=MARGIN, y=top + 3.4, font_weight="bold")
    left = MARGIN + max(ems(words("timeline.legend")) * 3.2, 10) + 4
    x, y = left, top + 2.3
    bars = [(standing, f"standing.{standing}") for standing in STANDINGS]
    bars += [("extended-bar", "timeline.line_extended"), ("late-bar", "timeline.line_late")]
    bars += [("notice", "timeline.line_notice"), ("sustained", "timeline.mark_sustained")]
    # a bar and a mark may have one name: relapsed is a pattern and a sign
    items = [(name, words(key), False) for name, key in bars]
    pressed = any(row.pressed for row in timeline.rows)
    marks = [(name, key) for name, key in _LEGEND_MARKS if name != "letter" or pressed]
    items += [(name, words(key), True) for name, key in marks]
    for name, text, mark in items:
        wide = 4.0 if mark else 9.0
        whole = wide + 1.5 + ems(text) * 3.2 + 4
        if x + whole - 4 > WIDTH - MARGIN:
            x, y = left, y + 5.6
        if mark:
            draw_mark(part, name, x + (0.8 if name in {"extended", "extended_late"} else 2), y, 1.6)
        elif name == "notice":
            draw_notice(part, x, x + wide, y, 0.7)
        elif name == "sustained":
            draw_open_ended(part, x, x + wide, y, 2.4, "empty")
        elif name == "late-bar":
            draw_bar(part, x, x + wide, y, 1.4, "late")
        elif name == "extended-bar":
            draw_bar(part, x, x + wide, y, 3.2, "extended", dashed=True)
        else:
            draw_bar(part, x, x + wide, y, 3.2, name)
        add(part, "text", text, x=x + wide + 1.5, y=y + 1.15)
        x += whole
    notes = []
    if timeline.issued is None:
        notes.append(words("timeline.unknown_start"))
    if not timeline.since <= timeline.as_of <= timeline.until:
        notes.append(words("timeline.as_of_outside", as_of=timeline.as_of))
    if timeline.partial:
        notes.append(words("report.partial"))
    if notes:
        shown = fit_text("　".join(notes), (WIDTH - MARGIN - left) / 3.2)
        add(part, "text", shown, x=left, y=y + 6.6)
