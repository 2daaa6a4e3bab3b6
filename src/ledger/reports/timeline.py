"""The wall chart (挂图作战): what is due when and how far it has come, on one line an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.obligations import Basis, What
from ledger.judging.status import Standing, how_met
from ledger.model.course import Status
from ledger.model.months import months_after
from ledger.reports.issues import milestone_text
from ledger.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.judging.day import Day
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.model.course import Attempt

GROUPINGS = ("section", "lead")
"""What the rows can be grouped by."""

STANDINGS = tuple(standing.value for standing in Standing)
"""The standings that a row can have."""


class NodeState(StrEnum):
    """How it stands with a milestone; what a withdrawn task has not done is owed no more."""

    OPEN = "open"
    DONE = "done"
    DONE_LATE = "done_late"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Node(NamedTuple):
    """A milestone on the chart.

    ``measure`` counts from 1 and is ``None`` for a milestone of the goal; ``place`` counts from 1 within it.
    ``due`` is what holds, ``first_due`` what the plan says.
    """

    measure: int | None
    place: int
    first_due: date
    due: date
    done: date | None
    state: NodeState
    text: str


class Moved(NamedTuple):
    """A due day moved on ``day``; of the task where neither ``measure`` nor ``milestone`` is named."""

    day: date
    old: date | None
    new: date
    measure: int | None = None
    milestone: int | None = None
    units: tuple[str, ...] = ()

    @property
    def of_task(self) -> bool:
        """Whether it is the task's due day that was moved."""
        return self.measure is None and self.milestone is None


class Span(NamedTuple):
    """One attempt at an issue; a further one begins with each relapse.

    ``begin`` is the day on which the plan was issued, where known, or that of the relapse.  ``first_due`` is
    the due day it began with, ``due`` what holds after extensions.  ``standing`` is how it ended or, of the
    last one, how it stands.
    """

    begin: date | None
    first_due: date | None
    due: date | None
    completed: date | None
    accepted: date | None
    closed: date | None
    notice: tuple[date, date] | None
    standing: str

    def days(self) -> Iterable[date]:
        """Every day that is marked of it."""
        single = (self.begin, self.first_due, self.due, self.completed, self.accepted, self.closed)
        yield from (day for day in single if day is not None)
        yield from self.notice or ()


class Row(NamedTuple):
    """An issue on the chart, with its attempts in order."""

    id: str
    number: str
    title: str
    lead: tuple[str, ...]
    attempts: tuple[Span, ...]
    extensions: tuple[Moved, ...]
    milestones: tuple[Node, ...]
    status: str
    standing: str
    kind: str
    immediate: bool
    sustained: bool
    undetermined: bool
    withdrawn: date | None
    days_overdue: int | None

    @property
    def last(self) -> Span:
        """The attempt that is going on, or the last one."""
        return self.attempts[-1]

    @property
    def due(self) -> date | None:
        """The due day that holds."""
        return self.last.due

    def is_past(self, span: Span) -> bool:
        """Whether a relapse came before the due day of an earlier attempt: the day means nothing any more."""
        if span is self.last or span.due is None:
            return False
        after = self.attempts[self.attempts.index(span) + 1].begin
        return after is not None and after <= span.due

    def moved_from(self) -> tuple[date, ...]:
        """The due days, of the task and of its milestones, in whose place others hold."""
        days = [moved.old for moved in self.extensions if moved.of_task]
        days += [span.first_due for span in self.attempts if span.first_due != span.due]
        days += [node.first_due for node in self.milestones if node.first_due != node.due]
        return tuple(dict.fromkeys(day for day in days if day is not None))

    def days(self) -> Iterable[date]:
        """Every day that is marked on the row."""
        for span in self.attempts:
            yield from span.days()
        yield from (moved.new for moved in self.extensions)
        yield from (node.due for node in self.milestones)
        if self.withdrawn is not None:
            yield self.withdrawn


class Group(NamedTuple):
    """Rows under one heading; ``key`` is the number of the section or the names of the lead units."""

    key: str | tuple[str, ...] | None
    heading: str | tuple[str, ...]
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

    @property
    def late(self) -> int:
        """How many rows are overdue."""
        return sum(row.standing == Standing.OVERDUE for row in self.rows)

    @property
    def behind(self) -> int:
        """How many are not overdue but have missed a stage."""
        return sum(row.standing == Standing.BEHIND for row in self.rows)


def build_timeline(
    day: Day,
    judgements: Sequence[Judgement],
    by: str = "section",
    *,
    since: date | None = None,
    until: date | None = None,
    partial: bool = False,
) -> Timeline:
    """The chart of ``judgements``, some of those of the day, grouped by ``by``, one of :data:`GROUPINGS`.

    ``since`` and ``until`` widen or narrow what is shown; without them it is all marked days in whole
    quarters, and the day of judging where that is less than a year away from them.
    """
    plan, as_of, issued = day.ledger.plan, day.as_of, day.issued
    titles = {section.number: section.title for section in plan.sections} if plan else {}
    grouped: dict[str | tuple[str, ...] | None, list[Row]] = {}
    for judgement in judgements:
        baseline = judgement.baseline
        key = baseline.section if by == "section" else baseline.responsibility.lead
        grouped.setdefault(key, []).append(_row(judgement, issued))
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


def _heading(key: str | tuple[str, ...] | None, titles: dict[str, str]) -> str | tuple[str, ...]:
    if key is None or isinstance(key, tuple):
        return key or ""
    return f"{key}、{titles[key]}" if key in titles else key


def _row(judgement: Judgement, issued: date | None) -> Row:
    baseline = judgement.baseline
    return Row(
        id=baseline.id,
        number=baseline.number,
        title=baseline.title,
        lead=baseline.responsibility.lead,
        attempts=attempts_of(judgement, issued),
        extensions=moves_of(judgement),
        milestones=tuple(
            Node(
                state.measure,
                state.index,
                state.milestone.due,
                state.due,
                state.done,
                node_state(judgement, state),
                milestone_text(judgement, state),
            )
            for state in judgement.milestones
        ),
        status=judgement.status.value,
        standing=judgement.standing.value,
        kind=judgement.kind.value,
        immediate=baseline.deadline.immediate,
        sustained=baseline.deadline.sustained,
        undetermined=is_undetermined(judgement),
        withdrawn=judgement.chain.withdrawn,
        days_overdue=judgement.days_overdue,
    )


def attempts_of(judgement: Judgement, issued: date | None) -> tuple[Span, ...]:
    """The attempts at an issue in order."""
    return tuple(_span_of(judgement, attempt, issued) for attempt in judgement.chain.attempts)


def _span_of(judgement: Judgement, attempt: Attempt, issued: date | None) -> Span:
    return Span(
        begin=attempt.began or issued,
        first_due=attempt.first_due,
        due=attempt.due,
        completed=attempt.done,
        accepted=attempt.accepted,
        closed=attempt.closed,
        notice=(attempt.notice.since, attempt.notice.until) if attempt.notice else None,
        standing=(how_met(attempt) if attempt.done is not None else judgement.standing).value,
    )


def moves_of(judgement: Judgement) -> tuple[Moved, ...]:
    """How due days were moved, in order."""
    return tuple(Moved(e.day, e.old, e.new, *(e.node or (None, None)), e.units) for e in judgement.extensions)


def is_undetermined(judgement: Judgement) -> bool:
    """Whether an open task has no due day although it asks for one."""
    return judgement.basis is Basis.UNDETERMINED and judgement.completed is None


def node_state(judgement: Judgement, state: MilestoneState) -> NodeState:
    """How it stands with a milestone, by the obligation that it is."""
    node = (state.measure, state.index)
    mine = [o for o in judgement.obligations if o.what is What.MILESTONE and (o.measure, o.milestone) == node]
    if state.done is not None:
        late = [s for o in mine if not o.joint for s in o.shares if s.done and s.due and s.done > s.due]
        shared = any(not o.joint for o in mine)
        return NodeState.DONE_LATE if late or (not shared and state.done > state.due) else NodeState.DONE
    if judgement.status is Status.WITHDRAWN:
        return NodeState.WITHDRAWN
    if not mine:  # of the goal on the due day of the task: it is the task
        return NodeState.MISSED if judgement.days_overdue is not None else NodeState.OPEN
    return NodeState.MISSED if any(d.obligation in mine for d in judgement.late) else NodeState.OPEN


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
        "start": row.attempts[0].begin,
        "first_due": row.attempts[0].first_due,
        "due": row.due,
        "extensions": [_moved(moved) for moved in row.extensions],
        "milestones": [
            {
                "measure": node.measure,
                "milestone": node.place,
                "first_due": node.first_due,
                "due": node.due,
                "done": node.done,
                "state": node.state.value,
                "text": node.text,
            }
            for node in row.milestones
        ],
        "attempts": [_attempt(span) for span in row.attempts],
        "completed": row.last.completed,
        "accepted": row.last.accepted,
        "closed": row.last.closed,
        "notice": _notice(row.last),
        "kind": row.kind,
        "status": row.status,
        "standing": row.standing,
        "immediate": row.immediate,
        "sustained": row.sustained,
        "undetermined": row.undetermined,
        "withdrawn": row.withdrawn,
        "days_overdue": row.days_overdue,
    }


def _attempt(span: Span) -> dict[str, Any]:
    return {**span._asdict(), "notice": _notice(span)}


def _notice(span: Span) -> dict[str, date] | None:
    return {"since": span.notice[0], "until": span.notice[1]} if span.notice else None


def _moved(moved: Moved) -> dict[str, Any]:
    part = {"measure": moved.measure, "milestone": moved.milestone, "units": list(moved.units)}
    return {"date": moved.day, "from": moved.old, "to": moved.new, **part}
