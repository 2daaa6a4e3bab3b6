"""The wall chart (挂图作战): what is due when and how far it has come, on one line an issue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.judging.owed import Basis, What
from ledger.judging.status import how_met
from ledger.model.course import Status
from ledger.model.months import months_after
from ledger.reports.counts import roles_of
from ledger.reports.issues import milestone_text, standing_word
from ledger.reports.timeline.records import timeline_report
from ledger.reports.timeline.rows import (
    GROUPINGS,
    STANDINGS,
    Group,
    Moved,
    Node,
    NodeState,
    Row,
    Span,
    Timeline,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.day import Day
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Attempt

__all__ = [
    "GROUPINGS",
    "STANDINGS",
    "Group",
    "Moved",
    "Node",
    "NodeState",
    "Row",
    "Span",
    "Timeline",
    "attempts_of",
    "build_timeline",
    "is_undetermined",
    "moves_of",
    "node_state",
    "timeline_report",
]


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
        row = _row(judgement, issued)
        for key in _keys(day, judgement, by):
            grouped.setdefault(key, []).append(row)
    if by == "unit":
        grouped = {(name,): grouped[(name,)] for name in day.ledger.units.units if (name,) in grouped}
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


def _keys(day: Day, judgement: Judgement, by: str) -> tuple[str | tuple[str, ...] | None, ...]:
    """The groups that an issue is in: its section, its leads together, or each unit that works on it."""
    baseline = judgement.baseline
    if by == "section":
        return (baseline.section,)
    if by == "lead":
        return (baseline.responsibility.lead,)
    roles = roles_of(judgement, day.ledger.units)
    return tuple((name,) for name in dict.fromkeys([*roles.get("lead", ()), *roles.get("support", ())]))


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
        pressed=tuple(dict.fromkeys(when for when, _ in judgement.chain.supervised)),
        word=standing_word(judgement),
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
    return tuple(
        Moved(e.day, e.old, e.new, *(e.node or (None, None)), e.units, e.late) for e in judgement.extensions
    )


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
