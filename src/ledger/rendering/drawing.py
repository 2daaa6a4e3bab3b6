"""The wall chart as a drawing: SVG of A3 size, and a page of HTML to print it from.

State is told by colour and by pattern, so that a copy in black and white says the same.  Lengths are in
millimetres.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from ledger.rendering.chart import heading_of
from ledger.rendering.text import printable
from ledger.reports.timeline import STANDINGS, Group, NodeState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.locale import Words
    from ledger.reports.timeline import Row, Span, Timeline

WIDTH, HEIGHT = 420.0, 297.0
"""A3, landscape."""

_MARGIN = 10.0
_TOP = 40.0  # title and axis
_BOTTOM = 34.0  # day of judging, legend, notes
_HEADING = 0.9  # height of a group heading in rows
_LEAST, _USUAL, _MOST = 3.8, 6.0, 9.0  # heights of a row
_RIGHT_GAP = 4.5  # a mark on the last day of the chart needs room
_HEAD = 3.2
_GAP = 2.0

_FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', SimHei, "
    "sans-serif"
)
_INK, _GREY, _RED, _GREEN = "#111111", "#6b6b6b", "#a31616", "#1f6b2b"


class Fill(NamedTuple):
    """How a bar is filled: ground, and strokes of an ink, as thick and as far apart as said.

    ``lines`` names their directions: ``/``, ``\\``, ``|``, ``-`` or ``.`` for dots.
    """

    ground: str
    ink: str = ""
    lines: str = ""
    thick: float = 0.0
    apart: float = 1.0


_FILLS = {
    "overdue": Fill("#f9d2ce", _RED, "/", 0.8, 2.2),
    "behind": Fill("#ffefd2", "#7a4700", "/\\", 0.25, 2.6),
    "unacted": Fill("#f1e8f8", "#4a1f73", ".", 0.75, 1.6),
    "due_soon": Fill("#dceffa", "#0b5278", "|", 0.3, 1.3),
    "on_schedule": Fill("#eef1f4"),
    "relapsed": Fill("#ece8f6", "#3d2a80", "\\|", 0.35, 2.4),
    "undetermined": Fill("#f7f7e6", "#55550a", "|-", 0.2, 1.9),
    "met": Fill(_GREEN),
    "met_extended": Fill("#e3f1e4", _GREEN, "\\", 0.55, 1.3),
    "withdrawn": Fill("#ffffff", "#8a8a8a", "/", 0.2, 3.4),
    "met_late": Fill("#e3f1e4", _GREEN, "-", 0.5, 1.1),
    "extended": Fill("#ffffff", "#555555", "\\", 0.2, 1.6),
    "late": Fill(_RED),
    "empty": Fill("#ffffff"),
}
"""The fills of bars: by standing, of time extended, past the due day, and after completion."""

_STATES = {
    NodeState.OPEN: "timeline.mark_open",
    NodeState.DONE: "timeline.mark_done",
    NodeState.DONE_LATE: "timeline.mark_done_late",
    NodeState.MISSED: "timeline.mark_missed",
    NodeState.WITHDRAWN: "standing.withdrawn",
}


# --- text -----------------------------------------------------------------------------------------

_THIN = set(" .,:;'|!ijltfr()[]{}`/\\-")
_BROAD = set("mwMW@%")
_ASTRAL = 0x10000


def ems(text: str) -> float:
    """How many times its size a text is long at most, whichever of the fonts is there."""
    return sum(map(_em, text))


def _em(character: str) -> float:
    if character.isascii():
        if character in _THIN:
            return 0.5
        return 1.0 if character in _BROAD else 0.78 if character.isupper() else 0.65
    if unicodedata.combining(character):
        return 0.0
    return 1.35 if ord(character) >= _ASTRAL else 1.0


def fit_text(text: str, room: float) -> str:
    """The text at most ``room`` times its size long; where something is left off it ends in …."""
    if ems(text) <= room:
        return text
    kept, used = [], 1.0
    for character in text:
        used += _em(character)
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def _line(text: str) -> str:
    """The text as one line of a drawing."""
    return " ".join(printable(text).split("\n"))


def _n(value: float) -> str:
    """A length, in hundredths."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _add(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str | float) -> ET.Element:
    """A new element; underscores in names stand for hyphens."""
    made = ET.SubElement(parent, tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else _n(value))
    made.text = text
    return made


# --- layout ---------------------------------------------------------------------------------------


class Layout(NamedTuple):
    """Where things are on a sheet: left edges of the columns, height of a row, its text."""

    number: float
    title: float
    lead: float | None
    chart: float
    chart_end: float
    due: float
    standing: float
    row: float
    size: float
    height: float
    since: date
    days: int

    def x(self, day: date, *, end: bool = False) -> float:
        """The place of the middle of a day, or of its end."""
        gone = day.toordinal() - self.since.toordinal() + (1.0 if end else 0.5)
        return self.chart + (self.chart_end - self.chart) * gone / self.days

    def begin(self, day: date) -> float:
        """The place of the beginning of a day, kept on the axis."""
        return self.clamp(self.x(day) - (self.chart_end - self.chart) * 0.5 / self.days)

    def clamp(self, x: float) -> float:
        """A place kept on the axis."""
        return min(max(x, self.chart), self.chart_end)

    def holds(self, day: date) -> bool:
        """Whether the day is on the axis."""
        return 0 <= day.toordinal() - self.since.toordinal() < self.days


def _load(groups: Sequence[Group]) -> float:
    """The height of the groups in rows."""
    return sum(len(group.rows) + _HEADING for group in groups)


def layout_of(timeline: Timeline, groups: Sequence[Group], words: Words, *, tall: bool) -> Layout:
    """The layout of ``groups`` of the chart; ``tall`` lets the sheet grow beyond A3."""
    free = HEIGHT - _TOP - _BOTTOM
    load = max(_load(groups), 1.0)
    row = min(free / load, _MOST)
    if row < _LEAST and tall:
        row = _USUAL
    height = max(HEIGHT, _TOP + row * load + _BOTTOM)
    size = min(max(row * 0.54, 2.66), 3.9)
    rows = timeline.rows
    number = _MARGIN + 1
    title = number + _column((r.number for r in rows), size, 18, words("timeline.head_number")) + _GAP
    after = title + _column((r.title for r in rows), size, 72, words("timeline.head_title")) + _GAP
    lead = None
    if timeline.by != "lead":
        leads = (words.join(r.lead) for r in rows)
        lead, after = after, after + _column(leads, size, 49, words("timeline.head_lead")) + _GAP
    said = {r.standing: words(f"standing.{r.standing}") for r in rows}
    standing = WIDTH - _MARGIN - 1 - _column(said.values(), size, 40, words("timeline.head_standing"))
    dues = ("2025-12-31", *(_due(row, words) for row in rows))
    due = standing - _GAP - _column(dues, size, 40, words("timeline.head_due"))
    return Layout(
        number, title, lead, after, due - _RIGHT_GAP, due, standing, row, size, height,
        timeline.since, timeline.until.toordinal() - timeline.since.toordinal() + 1,
    )  # fmt: skip


def _column(texts: Iterable[str], size: float, most: float, head: str) -> float:
    """The width of a column, at most ``most`` unless its head needs more."""
    widest = max((ems(_line(text)) * size for text in texts), default=0.0) + 0.1
    return max(min(widest, most), ems(head) * _HEAD)


def sheets(timeline: Timeline) -> list[tuple[Group, ...]]:
    """The groups cut into sheets of A3 on which the text stays legible."""
    free = HEIGHT - _TOP - _BOTTOM
    if _load(timeline.groups) * _LEAST <= free:
        return [timeline.groups]
    room = free / _USUAL
    pages: list[tuple[Group, ...]] = []
    page: list[Group] = []
    left = room
    for group in timeline.groups:
        rows = group.rows
        while rows:
            if left < _HEADING + 1:
                pages.append(tuple(page))
                page, left = [], room
            some = int(left - _HEADING)
            page.append(group._replace(rows=rows[:some]))
            left -= _HEADING + len(rows[:some])
            rows = rows[some:]
    return [*pages, tuple(page)] if page else pages


# --- drawing --------------------------------------------------------------------------------------


def render_svg(timeline: Timeline, words: Words) -> str:
    """The chart as one drawing that stands alone; more rows than fit A3 make it taller."""
    root = _sheet(
        timeline, timeline.groups, words, "c-", layout_of(timeline, timeline.groups, words, tall=True), ""
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_written(root)}\n'


def render_html(timeline: Timeline, words: Words) -> str:
    """A page that holds the chart on sheets of A3, to be printed."""
    from ledger.rendering.html import render_drawings

    pages = sheets(timeline)
    drawings = []
    for number, groups in enumerate(pages, 1):
        footer = words("timeline.page", page=number, pages=len(pages)) if len(pages) > 1 else ""
        layout = layout_of(timeline, groups, words, tall=False)
        drawings.append(_written(_sheet(timeline, groups, words, f"c{number}-", layout, footer)))
    return render_drawings(_title(timeline, words), drawings, words)


def _written(root: ET.Element) -> str:
    ET.indent(root, "")
    return ET.tostring(root, encoding="unicode")


def _title(timeline: Timeline, words: Words) -> str:
    return _line(words("timeline.chart_title", plan=timeline.title)).strip()


def _sheet(
    timeline: Timeline, groups: Sequence[Group], words: Words, prefix: str, layout: Layout, footer: str
) -> ET.Element:
    height = layout.height
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
    for name, value in {
        "width": f"{_n(WIDTH)}mm",
        "height": f"{_n(height)}mm",
        "viewBox": f"0 0 {_n(WIDTH)} {_n(height)}",
        "lang": words.tag,
        "role": "graphics-document document",
        "aria-labelledby": f"{prefix}title {prefix}description",
        "font-family": _FONTS,
        "fill": _INK,
    }.items():
        root.set(name, value)
    said = {"since": timeline.since, "until": timeline.until, "as_of": timeline.as_of}
    _add(root, "title", _title(timeline, words), id=f"{prefix}title")
    _add(root, "desc", words("timeline.description", **said), id=f"{prefix}description")
    _definitions(root, prefix, layout)
    _add(root, "rect", x=0.0, y=0.0, width=WIDTH, height=height, fill="#ffffff")
    _top(root, timeline, words)
    bottom = _TOP + layout.row * max(_load(groups), 2.0)
    _grid(root, timeline, layout, bottom)
    _heads(root, words, layout)
    y = _TOP
    for group in groups:
        y = _group(root, group, timeline, words, prefix, layout, y)
    _add(root, "path", d=f"M{_n(_MARGIN)},{_n(y)} H{_n(WIDTH - _MARGIN)}", stroke=_INK, stroke_width=0.4)
    if not timeline.rows:
        _add(root, "text", words("timeline.none"), x=layout.number, y=_TOP + 7, font_size=4.0)
    _today(root, timeline, words, layout, bottom)
    _legend(root, timeline, words, bottom + 9)
    if footer:
        _add(root, "text", footer, x=WIDTH - _MARGIN, y=height - 5, font_size=3.0, text_anchor="end")
    return root


def _definitions(root: ET.Element, prefix: str, layout: Layout) -> None:
    made = _add(root, "defs")
    edges = [layout.number, layout.title, layout.lead or layout.chart, layout.chart]
    for name, start, end in zip(("number", "title", "lead"), edges, edges[1:], strict=False):
        clip = _add(made, "clipPath", id=f"{prefix}clip-{name}")
        _add(clip, "rect", x=start, y=0.0, width=max(end - start - 0.5, 0.1), height=layout.height)


def _top(root: ET.Element, timeline: Timeline, words: Words) -> None:
    size = 7.0
    title = fit_text(_title(timeline, words), (WIDTH - 2 * _MARGIN) / size)
    _add(root, "text", title, x=WIDTH / 2, y=17.0, font_size=size, font_weight="bold", text_anchor="middle")
    rows = timeline.rows
    counts = words(
        "timeline.title", as_of=timeline.as_of, count=len(rows), late=timeline.late, behind=timeline.behind
    )
    _add(root, "text", counts, x=WIDTH / 2, y=24.0, font_size=3.6, text_anchor="middle")


_QUARTERS_MOST, _MONTHS_MOST = 64, 48
_YEAR_LEAST = 12.0
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def _grid(root: ET.Element, timeline: Timeline, layout: Layout, bottom: float) -> None:
    """Years, quarters and months, as far as there is room for them."""
    grid = _add(root, "g", font_size=3.4, text_anchor="middle")
    since, until = timeline.since, timeline.until
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    if months <= _MONTHS_MOST:
        _lines(grid, layout, _starts(since, until, 1), _TOP, bottom, "#d9d9d9", 0.12)
    if months <= _QUARTERS_MOST:
        quarters = _starts(since, until, 3)
        _lines(grid, layout, quarters, _TOP - 5, bottom, "#a8a8a8", 0.18)
        for start, end in zip(quarters, [*quarters[1:], None], strict=True):
            left, right = layout.begin(start), layout.begin(end) if end else layout.chart_end
            if right - left > 5:  # noqa: PLR2004 - room for the label
                label = f"Q{(start.month + 2) // 3}"
                _add(grid, "text", label, x=(left + right) / 2, y=_TOP - 1.4, font_size=2.9, fill="#333333")
    most = (layout.chart_end - layout.chart) / _YEAR_LEAST
    step = next((n for n in _YEAR_STEPS if months / 12 / n <= most), _YEAR_STEPS[-1])
    years = _starts(since, until, 12 * step)
    _lines(grid, layout, years, _TOP - 10.5, bottom, _INK, 0.3)
    for start, end in zip(years, [*years[1:], None], strict=True):
        left, right = layout.begin(start), layout.begin(end) if end else layout.chart_end
        if right - left > _YEAR_LEAST - 2:
            _add(
                grid, "text", str(start.year), x=(left + right) / 2, y=_TOP - 6.4, font_weight="bold",
                font_size=3.6,
            )  # fmt: skip


def _starts(since: date, until: date, months: int) -> list[date]:
    """The first day, and the beginnings of the units of ``months`` months after it."""
    first = since.year * 12 + since.month - 1
    after = range(first - first % months + months, until.year * 12 + until.month, months)
    return [since, *(date(month // 12, month % 12 + 1, 1) for month in after)]


def _lines(
    parent: ET.Element,
    layout: Layout,
    days: Sequence[date],
    top: float,
    bottom: float,
    ink: str,
    thick: float,
) -> None:
    d = " ".join(f"M{_n(layout.begin(day))},{_n(top)} V{_n(bottom)}" for day in days)
    d += f" M{_n(layout.chart_end)},{_n(top)} V{_n(bottom)}"
    _add(parent, "path", d=d, stroke=ink, stroke_width=thick, fill="none")


def _heads(root: ET.Element, words: Words, layout: Layout) -> None:
    heads = _add(root, "g", font_size=_HEAD, font_weight="bold")
    edges = [_MARGIN, WIDTH - _MARGIN]
    _add(root, "path", d=f"M{_n(edges[0])},{_n(_TOP)} H{_n(edges[1])}", stroke=_INK, stroke_width=0.4)
    y = _TOP - 1.6
    _add(heads, "text", words("timeline.head_number"), x=layout.number, y=y)
    _add(heads, "text", words("timeline.head_title"), x=layout.title, y=y)
    if layout.lead is not None:
        _add(heads, "text", words("timeline.head_lead"), x=layout.lead, y=y)
    _add(heads, "text", words("timeline.head_due"), x=layout.due, y=y)
    _add(heads, "text", words("timeline.head_standing"), x=layout.standing, y=y)


def _group(
    root: ET.Element, group: Group, timeline: Timeline, words: Words, prefix: str, layout: Layout, y: float
) -> float:
    high = layout.row * _HEADING
    part = _add(root, "g", role="group")
    heading = _line(heading_of(group, words)) or words("timeline.no_group")
    _add(part, "title", heading)
    _add(part, "rect", x=_MARGIN, y=y, width=WIDTH - 2 * _MARGIN, height=high, fill="#e4e4e0")
    shown = fit_text(heading, (WIDTH - 2 * _MARGIN - 4) / layout.size)
    _add(
        part, "text", shown, x=layout.number, y=y + high / 2 + layout.size * 0.36, font_size=layout.size,
        font_weight="bold",
    )  # fmt: skip
    y += high
    for number, row in enumerate(group.rows):
        _row(part, row, timeline, words, prefix, layout, y, shaded=number % 2 == 1)
        y += layout.row
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
    part = _add(parent, "g", role="img", font_size=layout.size)
    _add(part, "title", _told(row, words))
    left, right = _MARGIN, WIDTH - _MARGIN
    _add(
        part, "rect", x=left, y=y, width=right - left, height=layout.row, fill=_INK,
        fill_opacity="0.035" if shaded else "0",
    )  # fmt: skip
    _add(part, "path", d=f"M{_n(left)},{_n(y)} H{_n(right)}", stroke="#c4c4c4", stroke_width=0.12)
    base = y + layout.row / 2 + layout.size * 0.36
    after = layout.lead if layout.lead is not None else layout.chart
    texts = [("number", row.number, layout.number, layout.title), ("title", row.title, layout.title, after)]
    if layout.lead is not None:
        texts.append(("lead", words.join(row.lead), layout.lead, layout.chart))
    for name, text, start, end in texts:
        shown = fit_text(_line(text), (end - start - _GAP) / layout.size + 0.05)
        _add(part, "text", shown, x=start, y=base, clip_path=f"url(#{prefix}clip-{name})")
    _add(part, "text", _due(row, words), x=layout.due, y=base)
    late = row.standing == "overdue"
    said = words(f"standing.{row.standing}")
    _add(
        part, "text", said, x=layout.standing, y=base,
        font_weight="bold" if late else "normal", fill=_RED if late else _INK,
    )  # fmt: skip
    _bars(part, row, timeline, layout, y + layout.row / 2)
    _marks(part, row, timeline, layout, y + layout.row / 2)


def _due(row: Row, words: Words) -> str:
    if row.due is not None:
        return row.due.isoformat()
    return words("standing.undetermined" if row.undetermined else "timeline.no_date")


def _told(row: Row, words: Words) -> str:
    """All of a row in words."""
    told = [
        words(
            "timeline.row",
            number=row.number,
            title=row.title,
            lead=list(row.lead),
            due=_due(row, words),
            standing=words(f"standing.{row.standing}"),
            status=words(f"status.{row.status}"),
        )
    ]
    told += [words("timeline.mark_immediate")] if row.immediate else []
    told += [words("timeline.mark_sustained")] if row.sustained else []
    told += [words("timeline.row_extension", day=m.day, new=m.new) for m in row.extensions if m.of_task]
    told += [
        words("timeline.row_node", due=node.due, state=words(_STATES[node.state]), text=node.text)
        for node in row.milestones
    ]
    for number, span in enumerate(row.attempts):
        if number:
            due = span.due or words("standing.undetermined")
            told.append(words("timeline.row_relapsed", day=span.begin, due=due))
        told += _steps_told(span, words)
    if row.withdrawn:
        told.append(words("timeline.row_withdrawn", day=row.withdrawn))
    return printable("\n".join(told))


def _steps_told(span: Span, words: Words) -> Iterator[str]:
    if span.completed:
        yield words("timeline.row_completed", day=span.completed)
    if span.accepted:
        yield words("timeline.row_accepted", day=span.accepted)
    if span.notice:
        yield words("timeline.row_notice", since=span.notice[0], until=span.notice[1])
    if span.closed:
        yield words("timeline.row_closed", day=span.closed)


def _bars(part: ET.Element, row: Row, timeline: Timeline, layout: Layout, middle: float) -> None:
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
            _open_ended(part, begin, end, middle, high * 0.8, span.standing)
        elif goes_on:
            _open_ended(part, done, end, middle, high * 0.5, "empty")
    else:
        first = layout.clamp(layout.x(min(span.first_due or span.due, span.due), end=True))
        due = layout.clamp(layout.x(span.due, end=True))
        _bar(part, begin, min(first, end), middle, high, span.standing if span.completed is None else "empty")
        _bar(part, first, min(due, end), middle, high, "extended", dashed=True)
        if goes_on:
            _open_ended(part, due, end, middle, high * 0.5, "empty")
        if span is row.last and row.days_overdue is not None:
            _bar(part, due, layout.clamp(layout.x(timeline.as_of)), middle, high * 0.4, "late")
    if span.completed is not None:
        in_time = done if span.due is None else min(done, layout.clamp(layout.x(span.due, end=True)))
        _bar(part, begin, in_time, middle, high, span.standing)
        _bar(part, in_time, done, middle, high * 0.4, "late")
    if span.notice is not None:
        since, until = layout.begin(span.notice[0]), layout.clamp(layout.x(span.notice[1], end=True))
        if until > since:
            _notice(part, since, until, middle + layout.row * 0.36, layout.row * 0.1)


def _bar(
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
    filled = _FILLS[fill]
    box = {"x": left, "y": middle - high / 2, "width": right - left, "height": high}
    _add(part, "rect", **box, fill=filled.ground)
    _hatch(part, left, right, middle, high, filled)
    edge = _add(part, "rect", **box, fill="none", stroke="#333333", stroke_width=0.2)
    if dashed:
        edge.set("stroke-dasharray", "1 .6")


def _hatch(part: ET.Element, left: float, right: float, middle: float, high: float, filled: Fill) -> None:
    """The strokes of a fill, each clipped to the bar; drawn one by one, as printers blur patterns."""
    top, bottom = middle - high / 2, middle + high / 2
    strokes: list[str] = []
    for kind in filled.lines:
        if kind == "-":
            count = max(round(high / filled.apart), 2)
            strokes += [
                f"M{_n(left)},{_n(top + high * (n + 0.5) / count)} H{_n(right)}" for n in range(count)
            ]
        elif kind == ".":
            lines = max(round(high / filled.apart), 2)
            for line in range(lines):
                y = top + high * (line + 0.5) / lines
                shift = filled.apart / 2 * (line % 2)
                strokes += [
                    f"M{_n(x)},{_n(y)} h.01"
                    for x in _steps(left + filled.thick / 2, right - filled.thick / 2, filled.apart, shift)
                ]
        elif kind == "|":
            strokes += [f"M{_n(x)},{_n(top)} V{_n(bottom)}" for x in _steps(left, right, filled.apart, 0)]
        else:
            for x in _steps(left - high, right, filled.apart, 0):
                start, end = max(x, left), min(x + high, right)
                if end > start:
                    one, two = (bottom, -1) if kind == "/" else (top, 1)
                    strokes.append(
                        f"M{_n(start)},{_n(one + two * (start - x))} L{_n(end)},{_n(one + two * (end - x))}"
                    )
    if strokes:
        cap = "round" if filled.lines == "." else "butt"
        _add(
            part, "path", d=" ".join(strokes), stroke=filled.ink, stroke_width=filled.thick,
            stroke_linecap=cap, fill="none",
        )  # fmt: skip


def _steps(left: float, right: float, apart: float, shift: float) -> Iterator[float]:
    """Places between two others that are in step on the whole sheet."""
    first = int((left - shift) // apart) + 1
    last = int((right - shift) // apart)
    return (n * apart + shift for n in range(first, last + 1))


def _open_ended(part: ET.Element, left: float, right: float, middle: float, high: float, fill: str) -> None:
    """A bar with a point: no day on which it ends."""
    tip = min(high, max(right - left, 0.0))
    if not tip:
        return
    h = high / 2
    d = (
        f"M{_n(left)},{_n(middle - h)} H{_n(right - tip)} L{_n(right)},{_n(middle)} "
        f"L{_n(right - tip)},{_n(middle + h)} H{_n(left)} Z"
    )
    filled = _FILLS[fill]
    _add(part, "path", d=d, fill=filled.ground)
    _hatch(part, left, right - tip, middle, high, filled)
    _add(part, "path", d=d, fill="none", stroke="#333333", stroke_width=0.25, stroke_dasharray="1.2 .7")


def _notice(part: ET.Element, left: float, right: float, y: float, high: float) -> None:
    d = f"M{_n(left)},{_n(y - high)} V{_n(y + high)} M{_n(left)},{_n(y)} H{_n(right)}"
    d += f" M{_n(right)},{_n(y - high)} V{_n(y + high)}"
    _add(part, "path", d=d, stroke=_INK, stroke_width=0.45, fill="none")


def _marks(part: ET.Element, row: Row, timeline: Timeline, layout: Layout, middle: float) -> None:
    size = layout.row * 0.3
    if row.immediate and row.due is None:
        start = row.attempts[0].begin
        _mark(part, "immediate", (layout.begin(start) if start else layout.chart) + size, middle, size)
    for day in row.moved_from():
        if layout.holds(day):
            _mark(part, "extended", layout.x(day, end=True), middle, layout.row * 0.4)
    for span in row.attempts:
        if span.due is not None and not row.is_past(span) and layout.holds(span.due):
            _mark(part, "due", layout.x(span.due, end=True), middle, layout.row * 0.46)
    for state in (NodeState.DONE, NodeState.DONE_LATE, NodeState.OPEN, NodeState.MISSED):
        for day in dict.fromkeys(node.due for node in row.milestones if node.state is state):
            if layout.holds(day):
                _mark(part, state.value, layout.x(day), middle, size)
    steps = [
        (name, day)
        for span in row.attempts
        for name, day in (("completed", span.completed), ("accepted", span.accepted), ("closed", span.closed))
    ]
    steps += [("relapsed", span.begin) for span in row.attempts[1:]] + [("withdrawn", row.withdrawn)]
    for name, step in steps:
        if step is not None and layout.holds(step):
            _mark(part, name, layout.x(step), middle, size)
    if row.undetermined:
        _mark(part, "undetermined", layout.chart_end - 2.2 * size, middle, size)
    outside = [day for day in row.days() if not layout.holds(day)]
    if any(day < timeline.since for day in outside):
        _mark(part, "before", layout.chart, middle, size)
    if any(day > timeline.until for day in outside):
        _mark(part, "after", layout.chart_end, middle, size)


def _mark(part: ET.Element, name: str, x: float, y: float, size: float) -> None:
    """A symbol with its middle at ``x``; a due day is a line at ``x``."""
    s = size

    def at(dx: float, dy: float) -> str:
        return f"{_n(x + dx * s)},{_n(y + dy * s)}"

    diamond = f"M{at(0, -1)} L{at(0.9, 0)} L{at(0, 1)} L{at(-0.9, 0)} Z"
    cross = f"M{at(-0.8, -0.8)} L{at(0.8, 0.8)} M{at(-0.8, 0.8)} L{at(0.8, -0.8)}"
    tick = f"M{at(-0.5, 0)} L{at(-0.1, 0.45)} L{at(0.55, -0.5)}"
    match name:
        case "open":
            _add(part, "path", d=diamond, fill="#ffffff", stroke=_INK, stroke_width=0.35)
        case "done":
            _add(part, "path", d=diamond, fill=_INK, stroke="#ffffff", stroke_width=0.2)
        case "done_late":
            half = f"M{at(0, -1)} L{at(0.9, 0)} L{at(0, 1)} Z"
            _add(part, "path", d=diamond, fill="#ffffff", stroke=_INK, stroke_width=0.36)
            _add(part, "path", d=half, fill=_INK)
        case "missed":
            _add(part, "path", d=cross, stroke="#ffffff", stroke_width=1.9, fill="none")
            _add(part, "path", d=cross, stroke=_RED, stroke_width=0.8, fill="none")
        case "due":
            d = f"M{at(0, -1)} V{_n(y + s)}"
            _add(part, "path", d=d, stroke="#ffffff", stroke_width=1.3, fill="none")
            _add(part, "path", d=d, stroke=_INK, stroke_width=0.7, fill="none")
            _add(part, "path", d=f"M{at(0, -1)} L{at(-0.75, -0.65)} L{at(0, -0.3)} Z", fill=_INK)
        case "extended":
            _add(
                part, "path", d=f"M{at(0, -1)} V{_n(y + s)}", stroke=_INK, stroke_width=0.3,
                stroke_dasharray=".5 .4", fill="none",
            )  # fmt: skip
            arrow = f"M{at(0, -0.65)} L{at(1.3, 0)} L{at(0, 0.65)} Z"
            _add(part, "path", d=arrow, fill=_INK, stroke="#ffffff", stroke_width=0.2)
        case "completed":
            _add(part, "circle", cx=x, cy=y, r=s, fill=_GREEN, stroke="#ffffff", stroke_width=0.3)
        case "accepted":
            _add(part, "circle", cx=x, cy=y, r=s, fill="#ffffff", stroke=_INK, stroke_width=0.4)
            _add(part, "path", d=tick, stroke=_INK, stroke_width=0.5, fill="none")
        case "closed":
            _add(
                part, "rect", x=x - s, y=y - s, width=2 * s, height=2 * s, fill=_INK, stroke="#ffffff",
                stroke_width=0.3,
            )  # fmt: skip
            _add(part, "path", d=tick, stroke="#ffffff", stroke_width=0.5, fill="none")
        case "relapsed" | "withdrawn" | "undetermined":
            _turn(part, name, x, y, size)
        case "immediate":
            _add(part, "path", d=f"M{at(-0.9, -1)} L{at(0.9, 0)} L{at(-0.9, 1)} Z", fill=_INK)
        case "before":
            _add(part, "path", d=f"M{at(0, 0)} L{at(1, -0.8)} L{at(1, 0.8)} Z", fill=_GREY)
        case _:
            _add(part, "path", d=f"M{at(0, 0)} L{at(-1, -0.8)} L{at(-1, 0.8)} Z", fill=_GREY)


def _turn(part: ET.Element, name: str, x: float, y: float, s: float) -> None:
    """The symbols of a relapse, of the end of a task that was withdrawn, and of a day that nobody knows."""

    def at(dx: float, dy: float) -> str:
        return f"{_n(x + dx * s)},{_n(y + dy * s)}"

    if name == "relapsed":
        turn = f"M{at(-0.6, -0.6)} A{_n(s * 0.85)},{_n(s * 0.85)} 0 1 0 {at(0.6, -0.6)}"
        _add(part, "path", d=turn, stroke="#ffffff", stroke_width=1.2, fill="none")
        _add(part, "path", d=turn, stroke=_INK, stroke_width=0.5, fill="none")
        _add(part, "path", d=f"M{at(-1.2, -0.75)} L{at(-0.1, -1)} L{at(-0.45, 0.05)} Z", fill=_INK)
        return
    _add(part, "circle", cx=x, cy=y, r=s, fill="#ffffff", stroke=_INK, stroke_width=0.45)
    d = f"M{at(-0.65, 0.65)} L{at(0.65, -0.65)}"
    if name == "undetermined":
        d = f"M{at(-0.4, -0.3)} A{_n(s * 0.4)},{_n(s * 0.4)} 0 1 1 {at(0, 0.1)} V{_n(y + s * 0.3)}"
        d += f" M{at(0, 0.55)} V{_n(y + s * 0.75)}"
    _add(part, "path", d=d, stroke=_INK, stroke_width=0.36, fill="none")


def _today(root: ET.Element, timeline: Timeline, words: Words, layout: Layout, bottom: float) -> None:
    if not layout.holds(timeline.as_of):
        return
    x = layout.x(timeline.as_of)
    part = _add(root, "g")
    d = f"M{_n(x)},{_n(_TOP)} V{_n(bottom + 1.5)}"
    _add(part, "path", d=d, stroke=_RED, stroke_width=0.45, stroke_dasharray="2 1", fill="none")
    text = words("timeline.today", as_of=timeline.as_of)
    half = ems(text) * 3.2 / 2 + 1
    middle = min(max(x, layout.chart + half), layout.chart_end - half)
    _add(part, "rect", x=middle - half, y=bottom + 1.2, width=2 * half, height=4.8, fill=_RED)
    _add(part, "text", text, x=middle, y=bottom + 4.7, font_size=3.2, text_anchor="middle", fill="#ffffff")


# --- legend ---------------------------------------------------------------------------------------

_LEGEND_MARKS = (
    ("due", "timeline.mark_due"),
    ("extended", "timeline.mark_extended"),
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


def _legend(root: ET.Element, timeline: Timeline, words: Words, top: float) -> None:
    """What the patterns and symbols mean, and what else is to be said."""
    part = _add(root, "g", font_size=3.2)
    _add(part, "text", words("timeline.legend"), x=_MARGIN, y=top + 3.4, font_weight="bold")
    left = _MARGIN + max(ems(words("timeline.legend")) * 3.2, 10) + 4
    x, y = left, top + 2.3
    bars = [(standing, f"standing.{standing}") for standing in STANDINGS]
    bars += [("extended-bar", "timeline.line_extended"), ("late-bar", "timeline.line_late")]
    bars += [("notice", "timeline.line_notice"), ("sustained", "timeline.mark_sustained")]
    # a bar and a mark may have one name: relapsed is a pattern and a sign
    items = [(name, words(key), False) for name, key in bars]
    items += [(name, words(key), True) for name, key in _LEGEND_MARKS]
    for name, text, mark in items:
        wide = 4.0 if mark else 9.0
        whole = wide + 1.5 + ems(text) * 3.2 + 4
        if x + whole - 4 > WIDTH - _MARGIN:
            x, y = left, y + 5.6
        if mark:
            _mark(part, name, x + (0.8 if name == "extended" else 2), y, 1.6)
        elif name == "notice":
            _notice(part, x, x + wide, y, 0.7)
        elif name == "sustained":
            _open_ended(part, x, x + wide, y, 2.4, "empty")
        elif name == "late-bar":
            _bar(part, x, x + wide, y, 1.4, "late")
        elif name == "extended-bar":
            _bar(part, x, x + wide, y, 3.2, "extended", dashed=True)
        else:
            _bar(part, x, x + wide, y, 3.2, name)
        _add(part, "text", text, x=x + wide + 1.5, y=y + 1.15)
        x += whole
    notes = []
    if timeline.issued is None:
        notes.append(words("timeline.unknown_start"))
    if not timeline.since <= timeline.as_of <= timeline.until:
        notes.append(words("timeline.as_of_outside", as_of=timeline.as_of))
    if timeline.partial:
        notes.append(words("report.partial"))
    if notes:
        shown = fit_text("　".join(notes), (WIDTH - _MARGIN - left) / 3.2)
        _add(part, "text", shown, x=left, y=y + 6.6)
