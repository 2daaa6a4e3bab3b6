"""The counts of the overview as bars and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.rendering.cells import say
from ledger.rendering.text import printable, width
from ledger.reports.report import Message
from ledger.reports.site import Name

if TYPE_CHECKING:
    from datetime import date

    from ledger.locale import Words
    from ledger.reports.site.pages import Chart, Group

_ROW = 44
_LABEL = 32  # cells of a bar's label that fit a telephone


def chart_bars(chart: Chart, as_of: date, words: Words) -> dict[str, Any]:
    """A chart's bars for the eye, its sentence for who does not see it, its table for both."""
    by = words(f"by.{chart.by}")
    stacked = chart.by not in {"status", "standing"}
    most = max((group.total for group in chart.groups), default=0)
    labels = [_label(group, words) for group in chart.groups]
    values = [_value(group, words, stacked=stacked) for group in chart.groups]
    bars = [
        {
            "y": number * _ROW + 18,
            "label": _cut(label),
            "value": value,
            "parts": _parts(group, most, stacked=stacked),
        }
        for number, (group, label, value) in enumerate(zip(chart.groups, labels, values, strict=True))
    ]
    heads = [by, words("stats.total")]
    withdrawn = stacked and chart.total.withdrawn > 0
    if stacked:
        heads += [words(key) for key in ("site.completed", "site.overdue", "site.open_other")]
    if withdrawn:
        heads.append(words("site.withdrawn"))
    heads.append(words("site.completed_share" if stacked else "site.share"))

    def counts(group: Group) -> list[str]:
        shown = [group.total, *((group.completed, group.overdue, group.rest) if stacked else ())]
        if withdrawn:
            shown.append(group.withdrawn)
        return [*map(str, shown), share_text(group.share)]

    field = chart.by
    return {
        "id": f"by-{chart.by}",
        "title": words("site.chart_title", by=by),
        "caption": words("site.chart_caption", by=by, as_of=as_of),
        "text": words("list.join").join(
            words("site.chart_item", label=label, value=value)
            for label, value in zip(labels, values, strict=True)
        ),
        "height": len(bars) * _ROW,
        "bars": bars,
        "legend": stacked,
        "heads": heads,
        "rows": [
            {
                "label": label,
                "names": group.label if _is_names(group.label) else (),
                "href": f"list.html#{field}={quote(group.value, safe='')}" if group.value else "",
                "official": field == "section",
                "counts": counts(group),
            }
            for group, label in zip(chart.groups, labels, strict=True)
        ],
        "foot": counts(chart.total),
        "note": words("stats.note_lead") if chart.by == "lead" else "",
    }


def _is_names(label: Any) -> bool:
    return isinstance(label, tuple) and not isinstance(label, Message)


def _label(group: Group, words: Words) -> str:
    label = group.label
    if isinstance(label, Message):
        return printable(say(label, words))
    if _is_names(label):
        return printable(words("list.join").join(one.text for one in label if isinstance(one, Name)))
    return printable(str(label))


def _value(group: Group, words: Words, *, stacked: bool) -> str:
    if not stacked:
        return str(group.total)
    key = "site.bar_late" if group.overdue else "site.bar"
    return words(key, completed=group.completed, total=group.total, overdue=group.overdue)


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


def _cut(text: str) -> str:
    """The beginning of a label that fits beside the bar's value."""
    if width(text) <= _LABEL:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > _LABEL - 2:
            break
        kept += character
    return kept + "…"


def share_text(value: Any) -> str:
    """A share in per cent, or a dash."""
    return "—" if value is None else f"{value}%"
