"""The issues as they stand on the day, who has to do with them, their attempts, measures and milestones."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.counting import Item, Level
from ledger.judging.owed import What, days_late
from ledger.reports.facts import FACTS, Fact
from ledger.reports.tables.schema import ISSUE, MEASURE, POSITION, UNIT, Field, Reference, Type, joined, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.judging.day import Day
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Attempt
    from ledger.model.baseline import Measure
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


def _column(fact: Fact) -> Field:
    """The column of a fact; several names stand in one cell."""

    def of(item: Item) -> Any:
        value = fact.of(item.judgement)
        return joined(value) if fact.type == "names" else value

    kind: Type = "text" if fact.type == "names" else fact.type
    words = fact.cell_words or fact.words
    return Field(fact.name, kind, of, fact.head, words, many=bool(fact.cell_words))


ISSUES = table(
    "issues",
    "export.issues",
    *(_column(fact) for fact in FACTS if fact.export is not None),
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
    Field("number", "integer", of=attrgetter("attempt.number"), head="attempt"),
    Field("began", "date", of=attrgetter("attempt.began")),
    Field("first_due", "date", of=attrgetter("attempt.first_due")),
    Field("due", "date", of=attrgetter("attempt.due")),
    Field("completed", "date", of=attrgetter("attempt.done")),
    Field("accepted", "date", of=attrgetter("attempt.accepted")),
    Field("closed", "date", of=attrgetter("attempt.closed")),
    key=("issue", "number"),
    references=(ISSUE,),
)

MEASURES = table(
    "measures",
    "export.measures",
    Field("issue", of=attrgetter("judgement.issue.id")),
    POSITION,
    Field("number", of=attrgetter("measure.number")),
    Field("text", of=attrgetter("measure.text")),
    Field("by", of=lambda m: joined(m.measure.by), head="executors"),
    Field("immediate", "boolean", of=attrgetter("measure.immediate"), head="at_once"),
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
    Field("issue", of=attrgetter("judgement.issue.id")),
    POSITION,
    Field("measure", "integer", of=attrgetter("state.measure")),
    Field("milestone", "integer", of=attrgetter("state.index")),
    Field("text", of=attrgetter("state.milestone.text")),
    Field("first_due", "date", of=attrgetter("state.milestone.due")),
    Field("due", "date", of=attrgetter("state.due")),
    Field("done", "date", of=attrgetter("state.done")),
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
    owing, done = frozenset(judgement.owed_by), frozenset(judgement.done_by)
    for role, names in held.items():
        for unit, via in _expanded(names, units, judgement).items():
            yield Concerned(
                judgement.issue.id,
                unit,
                role,
                via,
                owes=unit in owing,
                done=unit in done,
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
