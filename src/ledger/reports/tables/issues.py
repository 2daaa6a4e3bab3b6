"""The issues as they stand on the day, who has to do with them, their attempts, measures and milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.counting import Item, Level
from ledger.judging.obligations import What, days_late
from ledger.reports.tables.schema import ISSUE, MEASURE, POSITION, UNIT, Field, Reference, joined, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.judging.day import Day
    from ledger.judging.obligations import Obligation
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.model.baseline import Measure
    from ledger.model.course import Attempt
    from ledger.model.unit import Units


class Concerned(NamedTuple):
    """A unit that has to do with an issue, in a role; ``via`` is the group that it was named by.

    ``owes`` says that it still owes something of the issue, ``done`` that it has done its share and owes
    nothing more.
    """

    issue: str
    unit: str
    role: str
    via: str | None
    owes: bool
    done: bool


class Attempted(NamedTuple):
    """An attempt at an issue."""

    issue: str
    attempt: Attempt


class MeasureRow(NamedTuple):
    """A measure: as the plan has it, as it is counted, as it is owed; absent where it is neither."""

    judgement: Judgement
    position: int
    measure: Measure
    item: Item | None
    obligation: Obligation | None


class MilestoneRow(NamedTuple):
    """A milestone: its place among those of the issue, its state, and what is owed of it, if anything is."""

    judgement: Judgement
    position: int
    state: MilestoneState
    obligation: Obligation | None


def _of_item(name: str) -> Any:
    def of(row: MeasureRow) -> Any:
        return getattr(row.item, name, None)

    return of


def _of_notice(name: str) -> Any:
    def of(item: Item) -> Any:
        return getattr(item.judgement.notice, name, None)

    return of


def _unexpanded(judgement: Judgement) -> str | None:
    baseline = judgement.baseline
    held = (*baseline.acceptance.units, *baseline.responsibility.lead, *baseline.responsibility.support)
    return joined(name for name in dict.fromkeys(held) if name in judgement.chain.units.collectives)


ISSUES = table(
    "issues",
    "export.issues",
    Field("id"),
    Field("number", of=lambda i: i.judgement.baseline.number),
    Field("section", of=lambda i: i.judgement.baseline.section),
    Field("title", of=lambda i: i.judgement.baseline.title),
    Field("problem", of=lambda i: i.judgement.baseline.problem),
    Field("goal", of=lambda i: i.judgement.baseline.goal),
    Field("deadline_text", of=lambda i: i.judgement.baseline.deadline.text),
    Field("first_due", "date"),
    Field("due", "date"),
    Field("immediate", "boolean", of=lambda i: i.judgement.baseline.deadline.immediate),
    Field("sustained", "boolean", of=lambda i: i.judgement.baseline.deadline.sustained),
    Field("kind", of=lambda i: i.judgement.kind.value, words="kind"),
    Field("basis", of=lambda i: i.judgement.basis.value, words="basis"),
    Field("status", of=lambda i: i.judgement.status.value, words="status"),
    Field("standing", of=lambda i: i.judgement.standing.value, words="standing"),
    Field("class", of=lambda i: i.klass.value, head="klass", words="klass"),
    Field("pace", of=lambda i: i.judgement.pace and i.judgement.pace.value, words="pace"),
    Field("days_overdue", "integer", of=lambda i: i.judgement.days_overdue),
    Field("attempt", "integer", of=lambda i: i.judgement.chain.attempt.number),
    Field("completed", "date"),
    Field("margin_days", "integer", of=lambda i: i.judgement.margin),
    Field("accepted", "date", of=lambda i: i.judgement.accepted),
    Field("notice_since", "date", of=_of_notice("since")),
    Field("notice_until", "date", of=_of_notice("until")),
    Field("closed", "date", of=lambda i: i.judgement.closed),
    Field("withdrawn", "date", of=lambda i: i.judgement.chain.withdrawn),
    Field("merged_into", of=lambda i: i.judgement.chain.into),
    Field("next_review", "date", of=lambda i: i.judgement.review),
    Field("extensions", "integer", of=lambda i: len(i.judgement.extensions)),
    Field("rejections", "integer", of=lambda i: i.judgement.chain.rejections),
    Field("relapses", "integer", of=lambda i: i.judgement.chain.relapses),
    Field("entries", "integer", of=lambda i: i.judgement.entries),
    Field("first_lead", of=lambda i: joined(i.judgement.chain.first.responsibility.lead)),
    Field("lead", of=lambda i: joined(i.judgement.baseline.responsibility.lead)),
    Field("support", of=lambda i: joined(i.judgement.baseline.responsibility.support)),
    Field("acceptance", of=lambda i: joined(i.judgement.baseline.acceptance.units)),
    Field("unexpanded", of=lambda i: _unexpanded(i.judgement)),
    Field("owed_by", of=lambda i: joined(i.judgement.owed_by)),
    Field("done_by", of=lambda i: joined(i.judgement.done_by)),
    Field("doubts", of=lambda i: joined(i.judgement.doubts), words="doubt_cell", many=True),
    Field("path", of=lambda i: i.judgement.issue.path),
    key=("id",),
    references=(Reference(("section",), "sections", ("number",)),),
)

ISSUE_UNITS = table(
    "issue_units",
    "export.issue_units",
    Field("issue"),
    Field("unit"),
    Field("role", words="role"),
    Field("via"),
    Field("owes", "boolean"),
    Field("done", "boolean", head="finished"),
    key=("issue", "unit", "role"),
    references=(ISSUE, UNIT),
)

ATTEMPTS = table(
    "attempts",
    "export.attempts",
    Field("issue"),
    Field("number", "integer", of=lambda a: a.attempt.number, head="attempt"),
    Field("began", "date", of=lambda a: a.attempt.began),
    Field("first_due", "date", of=lambda a: a.attempt.first_due),
    Field("due", "date", of=lambda a: a.attempt.due),
    Field("completed", "date", of=lambda a: a.attempt.done),
    Field("accepted", "date", of=lambda a: a.attempt.accepted),
    Field("closed", "date", of=lambda a: a.attempt.closed),
    key=("issue", "number"),
    references=(ISSUE,),
)

MEASURES = table(
    "measures",
    "export.measures",
    Field("issue", of=lambda m: m.judgement.issue.id),
    POSITION,
    Field("number", of=lambda m: m.measure.number),
    Field("text", of=lambda m: m.measure.text),
    Field("by", of=lambda m: joined(m.measure.by), head="executors"),
    Field("immediate", "boolean", of=lambda m: m.measure.immediate, head="at_once"),
    Field("dropped", "boolean", of=lambda m: m.position in m.judgement.chain.effective.dropped),
    Field("first_due", "date", of=_of_item("first_due")),
    Field("due", "date", of=_of_item("due")),
    Field("done", "date", of=_of_item("completed")),
    Field("class", of=lambda m: m.item.klass.value if m.item else None, head="klass", words="klass"),
    Field("owed_by", of=lambda m: joined(m.obligation.owed_by) if m.obligation else None),
    Field("done_by", of=lambda m: joined(m.obligation.done_by) if m.obligation else None),
    key=("issue", "position"),
    references=(ISSUE,),
)


def _days_late(row: MilestoneRow) -> int | None:
    """By what is owed of it; by the day on which it was done where nothing is owed of it by itself."""
    judgement, state, obligation = row.judgement, row.state, row.obligation
    if obligation is None and state.done is not None:
        return days_late(state.due, state.done, judgement.as_of)
    if obligation is None and state.measure is None:  # of the goal, on the due day: it is the task
        obligation = judgement.task
    return obligation.days_late(judgement.as_of) if obligation is not None else None


MILESTONES = table(
    "milestones",
    "export.milestones",
    Field("issue", of=lambda m: m.judgement.issue.id),
    POSITION,
    Field("measure", "integer", of=lambda m: m.state.measure),
    Field("milestone", "integer", of=lambda m: m.state.index),
    Field("text", of=lambda m: m.state.milestone.text),
    Field("first_due", "date", of=lambda m: m.state.milestone.due),
    Field("due", "date", of=lambda m: m.state.due),
    Field("done", "date", of=lambda m: m.state.done),
    Field("days_late", "integer", of=_days_late),
    Field("owed_by", of=lambda m: joined(m.state.owed_by)),
    Field("done_by", of=lambda m: joined(m.state.done_by)),
    key=("issue", "position"),
    references=(ISSUE, MEASURE),
)


def concerned(judgement: Judgement) -> Iterator[Concerned]:
    """The units in each role, groups expanded, by the names of the day."""
    baseline, units = judgement.baseline, judgement.chain.units
    doing = [name for measure in baseline.measures for name in measure.by]
    doing += [name for assigned in judgement.chain.assigned.values() for name in assigned]
    held = {
        "lead": baseline.responsibility.lead,
        "support": baseline.responsibility.support,
        "executor": tuple(doing),
        "acceptance": baseline.acceptance.units,
    }
    for role, names in held.items():
        for unit, via in _expanded(names, units, judgement).items():
            yield Concerned(
                judgement.issue.id,
                unit,
                role,
                via,
                owes=unit in judgement.owed_by,
                done=unit in judgement.done_by,
            )


def _expanded(names: Iterable[str], units: Units, judgement: Judgement) -> dict[str, str | None]:
    """The units behind ``names`` and the group that each was named by; a unit named itself has none."""
    found: dict[str, str | None] = {}
    for name in names:
        group = name if name in units.groups else None
        for member in units.expand([name]):
            unit = units.on(member, judgement.as_of)
            found[unit] = found.get(unit, group) and group
    return found


def attempts(judgement: Judgement) -> Iterator[Attempted]:
    """The attempts at an issue, the plan's own first."""
    return (Attempted(judgement.issue.id, attempt) for attempt in judgement.chain.attempts)


def measures(day: Day) -> Iterator[MeasureRow]:
    """The measures of all issues, those that were dropped among them."""
    counted = {item.id: item for item in day.items(Level.MEASURES)}
    for judgement in day.judgements:
        owed = {one.measure: one for one in judgement.obligations if one.what is What.MEASURE}
        for k, measure in enumerate(judgement.baseline.measures, 1):
            item = counted.get(f"{judgement.issue.id}/{k}")
            yield MeasureRow(judgement, k, measure, item, owed.get(k))


def milestones(judgement: Judgement) -> Iterator[MilestoneRow]:
    """The milestones of an issue."""
    owed = {(o.measure, o.milestone): o for o in judgement.obligations if o.what is What.MILESTONE}
    for position, state in enumerate(judgement.milestones, 1):
        yield MilestoneRow(judgement, position, state, owed.get((state.measure, state.index)))
