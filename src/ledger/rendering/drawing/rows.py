"""Groups and rows: their words, bars and symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ledger.rendering.chart import heading_of
from ledger.rendering.drawing.fills import draw_bar, draw_notice, draw_open_ended
from ledger.rendering.drawing.ink import (
    GAP,
    INK,
    MARGIN,
    RED,
    WIDTH,
    add,
    fit_text,
    mm,
)
from ledger.rendering.drawing.layout import HEADING, Layout, due_text
from ledger.rendering.drawing.marks import draw_marks
from ledger.rendering.standings import standing_said
from ledger.rendering.text import line_of, printable
from ledger.reports.timeline import Group, NodeState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.locale import Words
    from ledger.reports.timeline import Row, Span, Timeline


STATES = {
    NodeState.OPEN: "timeline.mark_open",
    NodeState.DONE: "timeline.mark_done",
    NodeState.DONE_LATE: "timeline.mark_done_late",
    NodeState.MISSED: "timeline.mark_missed",
    NodeState.WITHDRAWN: "standing.withdrawn",
}


def draw_group(
    root: ET.Element, group: Group, timeline: Timeline, words: Words, prefix: str, layout: Layout, y: float
) -> float:
    """A group of rows below its heading, from ``y`` down; where it ends.  ``prefix`` begins its names."""
    high = layout.row * HEADING
    part = add(root, "g", role="group")
    heading = line_of(heading_of(group, words)) or words("timeline.no_group")
    add(part, "title", heading)
    add(part, "rect", x=MARGIN, y=y, width=WIDTH - 2 * MARGIN, height=high, fill="#e4e4e0")
    shown = fit_text(heading, (WIDTH - 2 * MARGIN - 4) / layout.size)
    add(
        part, "text", shown, x=layout.number, y=y + high / 2 + layout.size * 0.36, font_size=layout.size,
        font_weight="bold",
    )  # fmt: skip
    y += high
    edges = "".join(
        f"M{mm(MARGIN)},{mm(y + n * layout.row)}H{mm(WIDTH - MARGIN)}" for n in range(len(group.rows))
    )
    for number, row in enumerate(group.rows):
        _row(part, row, timeline, words, prefix, layout, y, shaded=number % 2 == 1)
        y += layout.row
    add(part, "path", d=edges, stroke="#c4c4c4", stroke_width=0.12)
    return y


def _row(
    parent: ET.Element,
    row: Row,
    timeline: Timeline,
    words: Words,
    prefix: str,
    layout: Layout,
    y: float,
    *,
    shaded: bool,
) -> None:
    part = add(parent, "g", role="img", font_size=layout.size)
    add(part, "title", told(row, words))
    left, right = MARGIN, WIDTH - MARGIN
    add(
        part, "rect", x=left, y=y, width=right - left, height=layout.row, fill=INK,
        fill_opacity="0.035" if shaded else "0",
    )  # fmt: skip
    base = y + layout.row / 2 + layout.size * 0.36
    after = layout.lead if layout.lead is not None else layout.chart
    texts = [("number", row.number, layout.number, layout.title), ("title", row.title, layout.title, after)]
    if layout.lead is not None:
        texts.append(("lead", words.join(row.lead), layout.lead, layout.chart))
    for name, text, start, end in texts:
        shown = fit_text(line_of(text), (end - start - GAP) / layout.size + 0.05)
        add(part, "text", shown, x=start, y=base, clip_path=f"url(#{prefix}clip-{name})")
    add(part, "text", due_text(row, words), x=layout.due, y=base)
    late = row.standing == "overdue"
    said = standing_said(row, words)
    add(
        part, "text", said, x=layout.standing, y=base,
        font_weight="bold" if late else "normal", fill=RED if late else INK,
    )  # fmt: skip
    draw_bars(part, row, timeline, layout, y + layout.row / 2)
    draw_marks(part, row, timeline, layout, y + layout.row / 2)


def told(row: Row, words: Words, *, alone: bool = False) -> str:
    """All of a row in words; ``alone``, where its issue is told around it, without what that says."""
    stand = {
        "due": due_text(row, words),
        "standing": standing_said(row, words),
        "status": words(f"status.{row.status}"),
    }
    if alone:
        said = [words("timeline.row_alone", **stand)]
    else:
        said = [words("timeline.row", number=row.number, title=row.title, lead=list(row.lead), **stand)]
    said += [words("timeline.mark_immediate")] if row.immediate else []
    said += [words("timeline.mark_sustained")] if row.sustained else []
    said += [
        words("timeline.row_extension_late" if m.late else "timeline.row_extension", day=m.day, new=m.new)
        for m in row.extensions
        if m.of_task
    ]
    said += [words("timeline.row_pressed", day=day) for day in row.pressed]
    nodes = [{"due": node.due, "state": words(STATES[node.state])} for node in row.milestones]
    if alone:
        said += dict.fromkeys(words("timeline.row_node_alone", **node) for node in nodes)
    else:
        texts = (node.text for node in row.milestones)
        said += [
            words("timeline.row_node", **node, text=text) for node, text in zip(nodes, texts, strict=True)
        ]
    for number, span in enumerate(row.attempts):
        if number:
            due = span.due or words("standing.undetermined")
            said.append(words("timeline.row_relapsed", day=span.begin, due=due))
        said += _steps_told(span, words)
    if row.withdrawn:
        said.append(words("timeline.row_withdrawn", day=row.withdrawn))
    return printable("\n".join(said))


def _steps_told(span: Span, words: Words) -> Iterator[str]:
    if span.completed:
        yield words("timeline.row_completed", day=span.completed)
    if span.accepted:
        yield words("timeline.row_accepted", day=span.accepted)
    if span.notice:
        yield words("timeline.row_notice", since=span.notice[0], until=span.notice[1])
    if span.closed:
        yield words("timeline.row_closed", day=span.closed)


def draw_bars(part: ET.Element, row: Row, timeline: Timeline, layout: Layout, middle: float) -> None:
    """The bars of a row's attempts."""
    for n, span in enumerate(row.attempts):
        over = row.withdrawn if span is row.last else row.attempts[n + 1].begin
        end = layout.begin(over) if over else layout.chart_end
        _attempt(part, row, span, timeline, layout, middle, end)


def _attempt(
    part: ET.Element, row: Row, span: Span, timeline: Timeline, layout: Layout, middle: float, end: float
) -> None:
    """The bars of one attempt, those of the time given up to ``end``; past its own due day they are red."""
    high = layout.row * 0.5
    begin = layout.begin(span.begin) if span.begin else layout.chart
    done = layout.clamp(layout.x(span.completed, end=True)) if span.completed else begin
    goes_on = row.sustained and span is row.last
    if span.due is None:
        if span.completed is None:
            draw_open_ended(part, begin, end, middle, high * 0.8, span.standing)
        elif goes_on:
            draw_open_ended(part, done, end, middle, high * 0.5, "empty")
    else:
        first = layout.clamp(layout.x(min(span.first_due or span.due, span.due), end=True))
        due = layout.clamp(layout.x(span.due, end=True))
        draw_bar(
            part, begin, min(first, end), middle, high, span.standing if span.completed is None else "empty"
        )
        draw_bar(part, first, min(due, end), middle, high, "extended", dashed=True)
        if goes_on:
            draw_open_ended(part, due, end, middle, high * 0.5, "empty")
        if span is row.last and row.days_overdue is not None:
            draw_bar(part, due, layout.clamp(layout.x(timeline.as_of)), middle, high * 0.4, "late")
    if span.completed is not None:
        in_time = done if span.due is None else min(done, layout.clamp(layout.x(span.due, end=True)))
        draw_bar(part, begin, in_time, middle, high, span.standing)
        draw_bar(part, in_time, done, middle, high * 0.4, "late")
    if span.notice is not None:
        since, until = layout.begin(span.notice[0]), layout.clamp(layout.x(span.notice[1], end=True))
        if until > since:
            draw_notice(part, since, until, middle + layout.row * 0.36, layout.row * 0.1)
