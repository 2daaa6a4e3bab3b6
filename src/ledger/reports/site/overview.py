"""The overview: the figures of the day, and what they are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, percent
from ledger.model.course import Status
from ledger.reports.counts import stats_report
from ledger.reports.report import Message
from ledger.reports.site.naming import Namer
from ledger.reports.site.pages import (
    Chart,
    Group,
    Overview,
)

if TYPE_CHECKING:
    from ledger.judging.counting import Figures
    from ledger.judging.day import Day


CHARTS = ("status", "standing", "section", "lead", "due-year")
"""What the overview counts by, in order."""


_DONE = (Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED)


def overview_of(day: Day) -> Overview:
    figures = day.figures()

    def flagged(name: str) -> Figures:
        return day.figures(judgements=[j for j in day.judgements if getattr(j.baseline.deadline, name)])

    immediate, sustained = flagged("immediate"), flagged("sustained")
    closed = len(figures.classes[Class.CLOSED])
    return Overview(
        total=len(figures.total),
        completed=len(figures.done),
        accepted=len(figures.classes[Class.ACCEPTED]) + closed,
        closed=closed,
        open=figures.counted - len(figures.done),
        overdue=len(figures.classes[Class.OVERDUE]),
        undetermined=len(figures.classes[Class.UNDETERMINED]),
        withdrawn=len(figures.classes[Class.WITHDRAWN]),
        rate=figures.rate,
        due=len(figures.due),
        due_done=len(figures.due_done),
        due_rate=figures.due_rate,
        due_in_time=len(figures.due_in_time),
        in_time_rate=figures.in_time_rate,
        early=len(figures.early),
        extended=len(figures.extended),
        immediate=immediate.counted,
        immediate_done=len(immediate.done),
        sustained=sustained.counted,
        sustained_done=len(sustained.done),
    )


def chart_of(day: Day, by: str, namer: Namer) -> Chart:
    report = stats_report(day, day.judgements, by)
    stacked = by not in {"status", "standing"}
    foot: Any = report.foot or {}
    whole = None if stacked else foot["total"]
    groups = []
    for line in report.lines or ():
        label, group = line["label"], line["group"]
        if isinstance(label, list):
            label = namer.all(label)
        value = group if by in {"status", "standing", "section"} and isinstance(group, str) else None
        groups.append(_group(line, label, value, whole))
    return Chart(by, tuple(groups), _group(foot, Message("stats.total"), None, whole))


def _group(counts: Any, label: Any, value: str | None, whole: int | None) -> Group:
    """A row; its share is that of ``whole`` or, without it, completed of what was not withdrawn."""
    total, withdrawn = counts["total"], counts[Status.WITHDRAWN.value]
    completed = sum(counts[status.value] for status in _DONE)
    share = percent(completed, total - withdrawn) if whole is None else percent(total, whole)
    return Group(label, total, completed, counts["overdue"], withdrawn, share, value)
