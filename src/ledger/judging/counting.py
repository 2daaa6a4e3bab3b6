"""Counting for reports: every item in exactly one class, at the level and by the convention that is chosen.

Practice differs from city to city, so both are chosen and stated in the report.  No written rule was found.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.chain import Status
from ledger.judging.pace import pace
from ledger.judging.status import Kind, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.model.unit import Units


class Level(StrEnum):
    """What is counted: problems of the plan, issues (their sub-items counted one by one), or measures."""

    PROBLEMS = "problems"
    ISSUES = "issues"
    MEASURES = "measures"


class Sustained(StrEnum):
    """How what is to be started at once and kept up (立行立改、长期坚持) counts while it is not completed.

    As done once there is a record of action, as a class of its own, or by pace like all others.
    """

    DONE = "done"
    OWN = "own"
    ON_SCHEDULE = "on_schedule"


class Class(StrEnum):
    """The classes of a report; each item is in one, so that they add up to the whole."""

    CLOSED = "closed"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    SUSTAINED = "sustained"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND_PACE = "behind_pace"
    OVERDUE = "overdue"


DONE = (Class.CLOSED, Class.ACCEPTED, Class.COMPLETED)
"""The classes that together are 已完成."""


class Item(NamedTuple):
    """One thing that is counted.

    ``id`` is that of its issue, with the number of the measure after a slash where measures are counted; for
    a problem the id of its first sub-item.  ``due`` is its own due day, ``completed`` the day on which it was
    done.
    """

    id: str
    judgement: Judgement
    klass: Class
    due: date | None
    completed: date | None

    @property
    def done(self) -> bool:
        """Whether it counts as completed."""
        return self.klass in DONE


def items(
    judgements: Sequence[Judgement], units: Units, as_of: date, level: Level, sustained: Sustained
) -> list[Item]:
    """Everything that is counted at a level, in plan order."""
    if level is Level.MEASURES:
        return [item for judgement in judgements for item in _measures(judgement, as_of, sustained)]
    single = [_issue(judgement, units, as_of, sustained) for judgement in judgements]
    return single if level is Level.ISSUES else _problems(single)


def _issue(judgement: Judgement, units: Units, as_of: date, sustained: Sustained) -> Item:
    klass = _class(judgement, units, as_of, sustained)
    return Item(judgement.issue.id, judgement, klass, judgement.due, judgement.completed)


_BY_STATUS = {
    Status.CLOSED: Class.CLOSED,
    Status.ACCEPTED: Class.ACCEPTED,
    Status.PUBLICIZED: Class.ACCEPTED,
    Status.COMPLETED: Class.COMPLETED,
}


def _class(judgement: Judgement, units: Units, as_of: date, sustained: Sustained) -> Class:
    done = _BY_STATUS.get(judgement.status)
    if done is not None:
        return done
    if judgement.standing is Standing.OVERDUE:
        return Class.OVERDUE
    chosen = _immediate(judgement, sustained)
    if chosen is not None:
        return chosen
    return Class(pace(judgement.issue.baseline, judgement.chain, units, as_of).pace.value)


def _immediate(judgement: Judgement, sustained: Sustained) -> Class | None:
    """What the convention says of an issue that is to be started at once; ``None`` where pace decides."""
    if judgement.kind is not Kind.IMMEDIATE:
        return None
    if sustained is Sustained.OWN:
        return Class.SUSTAINED
    if judgement.standing is Standing.UNACTED:
        return Class.BEHIND_PACE
    return Class.COMPLETED if sustained is Sustained.DONE and judgement.chain.acted else None


def _measures(judgement: Judgement, as_of: date, sustained: Sustained) -> Iterable[Item]:
    """A measure is due on its last milestone, else with its issue; it is done by itself or with its issue."""
    chain = judgement.chain
    for k, measure in enumerate(judgement.issue.baseline.measures, 1):
        states = [state for state in judgement.milestones if state.measure == k]
        named = max((milestone.due for milestone in measure.milestones), default=None)
        due = judgement.due if named is None else named
        days = [state.done for state in states if state.done is not None]
        by_nodes = max(days, default=None) if len(days) == len(states) else None
        done = chain.achieved.get((k, None)) or by_nodes or judgement.completed
        late = any(state.done is None and state.milestone.due < as_of for state in states)
        if done is not None:
            klass = _BY_STATUS.get(judgement.status, Class.COMPLETED)
        elif due is not None and due < as_of:
            klass = Class.OVERDUE
        else:
            klass = _immediate(judgement, sustained) or (Class.BEHIND_PACE if late else Class.ON_PACE)
        yield Item(f"{judgement.issue.id}/{k}", judgement, klass, due, done)


_WORST_FIRST = (
    Class.OVERDUE,
    Class.BEHIND_PACE,
    Class.ON_PACE,
    Class.AHEAD,
    Class.SUSTAINED,
    Class.COMPLETED,
    Class.ACCEPTED,
    Class.CLOSED,
)


def _problems(single: Iterable[Item]) -> list[Item]:
    """A problem has come as far as the sub-item that is furthest behind; it is done when all of them are."""
    groups: dict[str, list[Item]] = {}
    for item in single:
        number = item.judgement.issue.baseline.number
        groups.setdefault(number.partition("（")[0].partition("(")[0], []).append(item)
    found = []
    for group in groups.values():
        worst = min(group, key=lambda item: _WORST_FIRST.index(item.klass))
        dues = [item.due for item in group if item.due is not None]
        days = [item.completed for item in group if item.completed is not None]
        completed = max(days) if len(days) == len(group) else None
        found.append(Item(group[0].id, worst.judgement, worst.klass, max(dues, default=None), completed))
    return found


class Figures(NamedTuple):
    """The standard figures of a set of items, each with the ids that it counts."""

    total: tuple[str, ...]
    classes: Mapping[Class, tuple[str, ...]]
    due: tuple[str, ...]
    dated_done: tuple[str, ...]
    on_time: tuple[str, ...]
    early: tuple[str, ...]

    @property
    def done(self) -> tuple[str, ...]:
        """已完成: completed, accepted or cleared."""
        return tuple(one for klass in DONE for one in self.classes[klass])

    @property
    def rate(self) -> Decimal | None:
        """完成率 in per cent."""
        return percent(len(self.done), len(self.total))

    @property
    def due_rate(self) -> Decimal | None:
        """按期完成率: what has a due day and is completed against what was due by the day, in per cent.

        What was done before it was due counts as well, so it may exceed 100.
        """
        return percent(len(self.dated_done), len(self.due))


def percent(part: int, whole: int) -> Decimal | None:
    """A share in per cent with one decimal; ``None`` of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def figures(counted: Sequence[Item], as_of: date) -> Figures:
    """The standard figures.

    Due are items whose due day has come, the day itself included.  On time are those of them that were done
    by it; early are those done at least a day before.
    """

    def ids(chosen: Iterable[Item]) -> tuple[str, ...]:
        return tuple(item.id for item in chosen)

    timed = [
        (item, item.due, item.completed)
        for item in counted
        if item.done and item.due is not None and item.completed is not None
    ]
    return Figures(
        ids(counted),
        {klass: ids(item for item in counted if item.klass is klass) for klass in Class},
        ids(item for item in counted if item.due is not None and item.due <= as_of),
        ids(item for item in counted if item.done and item.due is not None),
        ids(item for item, due, completed in timed if completed <= due <= as_of),
        ids(item for item, due, completed in timed if completed < due),
    )
