"""The wall chart (挂图作战): what is due when and how far it has come, on one line an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.days import months_after
from ledger.reports.issues import milestone_text
from ledger.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.judging.chain import Extension, Notice, Status
    from ledger.judging.status import Judgement, Kind, Standing
    from ledger.model.plan import Plan

GROUPINGS = ("section", "lead")
"""What the rows can be grouped by."""


class NodeState(StrEnum):
    """How it stands with a milestone."""

    OPEN = "open"
    DONE = "done"
    MISSED = "missed"


class Node(NamedTuple):
    """A milestone on the chart.

    ``measure`` counts from 1 and is ``None`` for a milestone of the goal; ``place`` counts from 1 within it.
    """

    measure: int | None
    place: int
    due: date
    done: date | None
    state: NodeState
    text: str


class Row(NamedTuple):
    """An issue on the chart.

    ``start`` is the day the plan was issued, where known; ``first_due`` is what the plan says and ``due``
    what holds after ``extensions``.
    """

    id: str
    number: str
    title: str
    lead: tuple[str, ...]
    start: date | None
    first_due: date | None
    due: date | None
    extensions: tuple[Extension, ...]
    milestones: tuple[Node, ...]
    completed: date | None
    accepted: date | None
    closed: date | None
    notice: Notice | None
    status: Status
    standing: Standing
    kind: Kind
    immediate: bool
    sustained: bool
    days_overdue: int | None

    def days(self) -> Iterable[date]:
        """Every day that is marked on the row."""
        single = (self.start, self.first_due, self.due, self.completed, self.accepted, self.closed)
        yield from (day for day in single if day is not None)
        yield from (moved.new for moved in self.extensions)
        yield from (node.due for node in self.milestones)
        if self.notice is not None:
            yield from self.notice


class Group(NamedTuple):
    """Rows under one heading; ``key`` is the number of the section or the names of the lead units."""

    key: str | tuple[str, ...] | None
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart: groups of rows, from the first day of a month to the last day of one."""

    title: str
    by: str
    groups: tuple[Group, ...]
    since: date
    until: date
    as_of: date
    issued: date | None
    partial: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


def build_timeline(
    judgements: Sequence[Judgement],
    plan: Plan | None,
    as_of: date,
    by: str = "section",
    *,
    since: date | None = None,
    until: date | None = None,
    partial: bool = False,
) -> Timeline:
    """The chart of ``judgements``, grouped by ``by``, one of :data:`GROUPINGS`.

    ``since`` and ``until`` widen or narrow what is shown; without them it is all marked days in whole
    quarters, and the day of judging where that is less than a year away from them.
    """
    issued = plan.issued if plan else None
    titles = {section.number: section.title for section in plan.sections} if plan else {}
    grouped: dict[str | tuple[str, ...] | None, list[Row]] = {}
    for judgement in judgements:
        baseline = judgement.issue.baseline
        key = baseline.section if by == "section" else baseline.responsibility.lead
        grouped.setdefault(key, []).append(_row(judgement, as_of, issued))
    groups = tuple(Group(key, _heading(key, titles), tuple(rows)) for key, rows in grouped.items())
    first, last = _span(
        [day for rows in grouped.values() for row in rows for day in row.days()], as_of, issued
    )
    return Timeline(
        title=plan.title if plan else "",
        by=by,
        groups=groups,
        since=_month_start(since) if since else min(first, _month_start(until)) if until else first,
        until=_month_end(until) if until else max(last, _month_end(since)) if since else last,
        as_of=as_of,
        issued=issued,
        partial=partial,
    )


def _heading(key: str | tuple[str, ...] | None, titles: dict[str, str]) -> str:
    if key is None:
        return ""
    if isinstance(key, tuple):
        return "、".join(key)
    return f"{key}、{titles[key]}" if key in titles else key


def _row(judgement: Judgement, as_of: date, issued: date | None) -> Row:
    baseline = judgement.issue.baseline
    return Row(
        id=baseline.id,
        number=baseline.number,
        title=baseline.title,
        lead=baseline.responsibility.lead,
        start=issued,
        first_due=baseline.deadline.due,
        due=judgement.due,
        extensions=tuple(judgement.extensions),
        milestones=tuple(
            Node(
                state.measure,
                state.index,
                state.milestone.due,
                state.done,
                _node_state(state.done, state.milestone.due, as_of),
                milestone_text(judgement, state),
            )
            for state in judgement.milestones
        ),
        completed=judgement.completed,
        accepted=judgement.accepted,
        closed=judgement.closed,
        notice=judgement.notice,
        status=judgement.status,
        standing=judgement.standing,
        kind=judgement.kind,
        immediate=baseline.deadline.immediate,
        sustained=baseline.deadline.sustained,
        days_overdue=judgement.days_overdue,
    )


def _node_state(done: date | None, due: date, as_of: date) -> NodeState:
    if done is not None:
        return NodeState.DONE
    return NodeState.MISSED if due < as_of else NodeState.OPEN


_NEAR = 366


def _span(days: list[date], as_of: date, issued: date | None) -> tuple[date, date]:
    """Whole quarters around the marked days.

    Where the plan has no date of issue there is one quarter more before them, so that what is due first has a
    bar to be seen.
    """
    first, last = min(days, default=as_of), max(days, default=as_of)
    if abs((first - as_of).days) <= _NEAR or abs((last - as_of).days) <= _NEAR:
        first, last = min(first, as_of), max(last, as_of)
    since = date(first.year, first.month - (first.month - 1) % _QUARTER, 1)
    if issued is None and since.toordinal() > _NEAR:
        since = months_after(since, -_QUARTER)
    until = _month_end(date(last.year, last.month + _QUARTER - 1 - (last.month - 1) % _QUARTER, 1))
    return since, until


_QUARTER = 3


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _month_end(day: date) -> date:
    after = months_after(day.replace(day=1), 1)
    return date.fromordinal(after.toordinal() - 1) if after < date.max else after


def timeline_report(timeline: Timeline) -> Report:
    """The chart for scripts: one record a row."""
    return Report(
        kind="timeline",
        columns=(),
        records=tuple(_record(row, group) for group in timeline.groups for row in group.rows),
        as_of=timeline.as_of,
        summary={
            "by": timeline.by,
            "since": timeline.since,
            "until": timeline.until,
            "issued": timeline.issued,
        },
        partial=timeline.partial,
    )


def _record(row: Row, group: Group) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "group": list(group.key) if isinstance(group.key, tuple) else group.key,
        "lead": list(row.lead),
        "start": row.start,
        "first_due": row.first_due,
        "due": row.due,
        "extensions": [{"date": m.day, "from": m.old, "to": m.new} for m in row.extensions],
        "milestones": [
            {
                "measure": node.measure,
                "milestone": node.place,
                "due": node.due,
                "done": node.done,
                "state": node.state.value,
                "text": node.text,
            }
            for node in row.milestones
        ],
        "completed": row.completed,
        "accepted": row.accepted,
        "closed": row.closed,
        "notice": {"since": row.notice.since, "until": row.notice.until} if row.notice else None,
        "kind": row.kind.value,
        "status": row.status.value,
        "standing": row.standing.value,
        "immediate": row.immediate,
        "sustained": row.sustained,
        "days_overdue": row.days_overdue,
    }
