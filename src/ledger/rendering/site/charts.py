"""The counts of the overview as bars and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.rendering.cells import say
from ledger.rendering.text import printable
from ledger.reports.report import Message
from ledger.reports.site import Name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.locale import Words
    from ledger.reports.site.front import Chart, Group, Point


def chart_table(chart: Chart, as_of: date, words: Words) -> dict[str, Any]:
    """A count as a table with a bar in each row; a telephone leaves out what is marked ``minor``."""
    by = words(f"by.{chart.by}")
    stacked = chart.by not in {"status", "standing"}
    most = max((group.total for group in chart.groups), default=0)
    withdrawn = stacked and chart.total.withdrawn > 0
    keys = ["stats.total"]
    if stacked:
        keys += ["site.completed", "site.overdue", "site.open_other"]
    if withdrawn:
        keys.append("site.withdrawn")
    keys.append("site.completed_share" if stacked else "site.share")

    def kind(key: str) -> str:
        return "number minor" if key in {"site.open_other", "site.withdrawn"} else "number"

    def counts(group: Group) -> list[dict[str, str]]:
        shown = [group.total, *((group.completed, group.overdue, group.rest) if stacked else ())]
        if withdrawn:
            shown.append(group.withdrawn)
        texts = [*map(str, shown), share_text(group.share)]
        return [{"text": text, "kind": kind(key)} for key, text in zip(keys, texts, strict=True)]

    return {
        "id": f"by-{chart.by}",
        "title": words("site.chart_title", by=by),
        "caption": words("site.chart_caption", by=by, as_of=as_of),
        "heads": [{"text": by, "kind": ""}, *({"text": words(key), "kind": kind(key)} for key in keys)],
        "rows": [
            {
                "label": _label(group, words),
                "names": group.label if _is_names(group.label) else (),
                "href": _href(chart.by, group),
                "official": chart.by == "section",
                "parts": _parts(group, most, stacked=stacked),
                "counts": counts(group),
            }
            for group in chart.groups
        ],
        "foot": counts(chart.total),
        "note": words("site.note_lead") if chart.by == "lead" else "",
    }


_FILTERS = {"due-year": "year"}
"""What the list calls the filter of a count, where it is called otherwise."""


def _href(by: str, group: Group) -> str:
    return f"list.html#{_FILTERS.get(by, by)}={quote(group.value, safe='')}" if group.value else ""


def _is_names(label: Any) -> bool:
    return isinstance(label, tuple) and not isinstance(label, Message)


def _label(group: Group, words: Words) -> str:
    label = group.label
    if isinstance(label, Message):
        return printable(say(label, words))
    if _is_names(label):
        return printable(words("list.join").join(one.text for one in label if isinstance(one, Name)))
    return printable(str(label))


def _parts(group: Group, most: int, *, stacked: bool) -> list[dict[str, str]]:
    if stacked:
        counted = [("done", group.completed), ("late", group.overdue), ("open", group.rest)]
    else:
        counted = [("done", group.total)]
    parts, before = [], 0
    for kind, count in counted:
        if count:
            parts.append(
                {"kind": kind, "x": f"{before * 100 / most:.2f}", "width": f"{count * 100 / most:.2f}"}
            )
        before += count
    return parts


def share_text(value: Any) -> str:
    """A share in per cent, or a dash."""
    return "—" if value is None else f"{value}%"


_WIDE, _HIGH = 600, 190
_LEFT, _RIGHT, _TOP, _FOOT = 34, 560, 14, 160


def trend_lines(trend: Sequence[Point], words: Words) -> dict[str, Any]:
    """The number completed and the number due at the ends of months, as two lines and in words."""
    most = max((max(point.completed, point.due) for point in trend), default=0) or 1
    first, last = trend[0], trend[-1]
    span = max((last.day - first.day).days, 1)

    def place(point: Point, count: int) -> tuple[float, float]:
        x = _LEFT + (_RIGHT - _LEFT) * (point.day - first.day).days / span
        return round(x, 1), round(_FOOT - (_FOOT - _TOP) * count / most, 1)

    def line(name: str) -> str:
        places = (place(point, getattr(point, name)) for point in trend)
        return "M" + " L".join(f"{x},{y}" for x, y in places)

    ends = sorted(
        [(place(last, last.due)[1], last.due), (place(last, last.completed)[1], last.completed)], reverse=True
    )
    labels = [{"x": _LEFT - 6, "y": _FOOT, "text": "0", "anchor": "end"}]
    labels += [{"x": _LEFT - 6, "y": _TOP + 6, "text": str(most), "anchor": "end"}]
    for n, (y, count) in enumerate(ends):
        apart = n == 1 and ends[0][0] - y < _LINE and ends[0][1] != count
        if n == 0 or ends[0][1] != count:
            labels.append(
                {
                    "x": _RIGHT + 6,
                    "y": y - _LINE + 5 if apart else y + 5,
                    "text": str(count),
                    "anchor": "start",
                }
            )
    for point in trend[1:-1:2]:
        labels.append(
            {"x": place(point, 0)[0], "y": _HIGH - 8, "text": f"{point.day:%Y-%m}", "anchor": "middle"}
        )
    return {
        "width": _WIDE,
        "height": _HIGH,
        "axis": f"M{_LEFT},{_TOP} V{_FOOT} H{_RIGHT}",
        "due": line("due"),
        "done": line("completed"),
        "labels": labels,
        "text": words("list.join").join(
            words("site.trend_point", day=point.day, completed=point.completed, due=point.due)
            for point in trend
        ),
    }


_LINE = 15  # height of a label
