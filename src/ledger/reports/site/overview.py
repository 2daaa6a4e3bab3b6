"""The overview: the figures of the day, and what they are made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, percent
from ledger.judging.owed import What
from ledger.judging.status import Standing
from ledger.model.course import Status
from ledger.model.months import months_after
from ledger.reports.counts import stats_report
from ledger.reports.issues import obligation_item
from ledger.reports.report import Message
from ledger.reports.site.front import Change, Changes, Chart, Group, Overview, Point, Urgent, UrgentLine
from ledger.reports.site.naming import Namer
from ledger.reports.timeline import is_undetermined

if TYPE_CHECKING:
    from ledger.judging.counting import Figures
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement


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
        value = str(group) if by != "lead" and isinstance(group, (str, int)) else None
        groups.append(_group(line, label, value, whole))
    if by == "lead":
        groups.sort(key=_need)
    return Chart(by, tuple(groups), _group(foot, Message("stats.total"), None, whole))


def _group(counts: Any, label: Any, value: str | None, whole: int | None) -> Group:
    """A row; its share is that of ``whole`` or, without it, completed of what was not withdrawn."""
    total, withdrawn = counts["total"], counts[Status.WITHDRAWN.value]
    completed = sum(counts[status.value] for status in _DONE)
    share = percent(completed, total - withdrawn) if whole is None else percent(total, whole)
    return Group(label, total, completed, counts["overdue"], withdrawn, share, value)


def _need(group: Group) -> tuple[int, Any, int]:
    """Units in the order in which they need attention: most overdue, least completed, most to do."""
    return -group.overdue, -1 if group.share is None else group.share, -group.total


URGENT = (
    Standing.OVERDUE,
    Standing.RELAPSED,
    Standing.BEHIND,
    Standing.UNDETERMINED,
    Standing.UNACTED,
    Standing.DUE_SOON,
)
"""The standings that want attention, the worst first."""

_SHOWN = 20  # of a standing; the list has them all


def urgent_of(day: Day, namer: Namer) -> tuple[Urgent, ...]:
    """The issues that want attention by standing, each with the oldest first; standings without any are left
    out."""
    found = []
    for standing in URGENT:
        lines = [_urgent(day, one, namer) for one in day.judgements if one.standing is standing]
        if lines:
            lines.sort(key=lambda line: (-(line.days_overdue or line.days or 0), line.due or date.max))
            found.append(Urgent(standing.value, len(lines), tuple(lines[:_SHOWN])))
    return tuple(found)


def _urgent(day: Day, judgement: Judgement, namer: Namer) -> UrgentLine:
    baseline = judgement.baseline
    stages = [debt for debt in judgement.late if debt.obligation.what is not What.ISSUE]
    oldest = min(stages, key=lambda debt: debt.due, default=None)
    if judgement.days_overdue is not None:
        oldest = None
    open_due = judgement.due if judgement.due is not None and judgement.due >= day.as_of else None
    return UrgentLine(
        issue=baseline.id,
        number=baseline.number,
        title=baseline.title,
        lead=namer.all(baseline.responsibility.lead),
        due=judgement.due,
        kind=judgement.kind.value,
        undetermined=is_undetermined(judgement),
        days_overdue=judgement.days_overdue,
        days_left=(open_due - day.as_of).days if open_due is not None else None,
        what=obligation_item(judgement, oldest.obligation) if oldest is not None else None,
        days=oldest.days(day.as_of) if oldest is not None else None,
    )


CHANGES = ("completed", "accepted", "closed", "relapsed", "overdue", "behind", "extended", "withdrawn")
"""What can have changed since a day, in order."""


def changes_of(day: Day, since: date) -> Changes:
    """What is otherwise than on an earlier day, by the records; on its due day nothing is late."""
    found: dict[str, list[str]] = {what: [] for what in CHANGES}

    def after(when: date | None) -> bool:
        return when is not None and since < when <= day.as_of

    for judgement in day.judgements:
        attempts = judgement.chain.attempts
        turned = all(debt.due >= since for debt in judgement.late)
        happened = {
            "completed": any(after(attempt.done) for attempt in attempts),
            "accepted": any(after(attempt.accepted) for attempt in attempts),
            "closed": any(after(attempt.closed) for attempt in attempts),
            "relapsed": any(after(attempt.began) for attempt in attempts[1:]),
            "overdue": turned and judgement.standing is Standing.OVERDUE,
            "behind": turned and judgement.standing is Standing.BEHIND,
            "extended": any(after(moved.day) and moved.node is None for moved in judgement.extensions),
            "withdrawn": after(judgement.chain.withdrawn),
        }
        for what in CHANGES:
            if happened[what]:
                found[what].append(judgement.issue.id)
    return Changes(since, tuple(Change(what, tuple(ids)) for what, ids in found.items() if ids))


_MONTHS = 12


def trend_of(day: Day) -> tuple[Point, ...]:
    """How many issues were completed and had to be, at the ends of the last months and on the day itself."""
    days = sorted(
        {months_after(day.as_of.replace(day=1), -n) - timedelta(1) for n in range(_MONTHS)} | {day.as_of}
    )
    counted = [j for j in day.judgements if j.status is not Status.WITHDRAWN]
    spans = [
        (attempt.done, after.began if after is not None else None)
        for one in counted
        for attempt, after in zip(one.chain.attempts, [*one.chain.attempts[1:], None], strict=True)
        if attempt.done is not None
    ]
    return tuple(
        Point(
            when,
            sum(1 for done, again in spans if done <= when and (again is None or again > when)),
            sum(1 for one in counted if one.due is not None and one.due <= when),
        )
        for when in days
    )
