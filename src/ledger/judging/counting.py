"""Counting for reports: every item in exactly one class, at the level and by the convention that is chosen.

Practice differs from city to city, so both are chosen and stated in the report.  No written rule was found.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.owed import Basis, What
from ledger.judging.pace import Pace
from ledger.judging.status import Kind, Standing
from ledger.model.course import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.judging.status import Judgement


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
    UNDETERMINED = "undetermined"
    WITHDRAWN = "withdrawn"


DONE = (Class.CLOSED, Class.ACCEPTED, Class.COMPLETED)
"""The classes that together are 已完成."""


class Item(NamedTuple):
    """One thing that is counted.

    ``id`` is that of its issue, with the number of the measure after a slash where measures are counted; for
    a problem the id of its first sub-item.  ``due`` is its own due day, ``first_due`` that of the plan,
    ``completed`` the day on which it was done, ``first_completed`` that of the first attempt.
    """

    id: str
    judgement: Judgement
    klass: Class
    due: date | None
    first_due: date | None
    completed: date | None
    first_completed: date | None

    @property
    def done(self) -> bool:
        """Whether it counts as completed."""
        return self.klass in DONE


def items(judgements: Sequence[Judgement], level: Level, sustained: Sustained) -> list[Item]:
    """Everything that is counted at a level, in plan order."""
    if level is Level.MEASURES:
        return [item for judgement in judgements for item in _measures(judgement, sustained)]
    single = [_issue(judgement, sustained) for judgement in judgements]
    return single if level is Level.ISSUES else _problems(single)


def _issue(judgement: Judgement, sustained: Sustained) -> Item:
    return Item(
        judgement.issue.id,
        judgement,
        class_of(judgement, sustained),
        judgement.due,
        judgement.first_due,
        judgement.completed,
        judgement.first_completed,
    )


_BY_STATUS = {
    Status.CLOSED: Class.CLOSED,
    Status.ACCEPTED: Class.ACCEPTED,
    Status.PUBLICIZED: Class.ACCEPTED,
    Status.COMPLETED: Class.COMPLETED,
    Status.WITHDRAWN: Class.WITHDRAWN,
}


def class_of(judgement: Judgement, sustained: Sustained = Sustained.ON_SCHEDULE) -> Class:
    """The class of an issue by a convention."""
    done = _BY_STATUS.get(judgement.status)
    if done is not None:
        return done
    if judgement.standing is Standing.OVERDUE:
        return Class.OVERDUE
    return _immediate(judgement, sustained) or Class(judgement.pacing.pace.value)


def _immediate(judgement: Judgement, sustained: Sustained) -> Class | None:
    """What the convention says of an issue that is to be started at once; ``None`` where pace decides."""
    if judgement.kind is not Kind.IMMEDIATE or judgement.basis is Basis.UNDETERMINED:
        return None
    if sustained is Sustained.OWN:
        return Class.SUSTAINED
    if (
        sustained is Sustained.DONE
        and judgement.chain.acted
        and judgement.pacing.pace is not Pace.BEHIND_PACE
    ):
        return Class.COMPLETED
    return None


def _measures(judgement: Judgement, sustained: Sustained) -> Iterable[Item]:
    """A measure is due on its last day, else with its issue; it is done by itself or with its issue."""
    chain, as_of = judgement.chain, judgement.as_of
    again = chain.attempt.measures
    first = judgement.first_completed
    for k in chain.all_measures():
        mine = [one for one in judgement.obligations if one.measure == k and one.what in _OF_MEASURE]
        own = [s.due for one in mine if one.dated for s in one.shares if s.due is not None]
        named = [m.due for m in judgement.baseline.measures[k - 1].milestones]
        due = max(own, default=None) or judgement.due
        done = judgement.shares.done((k, None)) or judgement.completed
        if done is None and again is not None and k not in again:
            done = first
        if judgement.status is Status.WITHDRAWN:
            klass = Class.WITHDRAWN
        elif done is not None:
            klass = _BY_STATUS.get(judgement.status, Class.COMPLETED)
        elif due is not None and due < as_of:
            klass = Class.OVERDUE
        else:
            klass = _open_measure(
                judgement, sustained, behind=any(any(o.debts(None, as_of)) for o in mine), due=due
            )
        first_due = max(named, default=None) or judgement.first_due
        yield Item(f"{judgement.issue.id}/{k}", judgement, klass, due, first_due, done, done or first)


_OF_MEASURE = {What.MEASURE, What.MILESTONE, What.FIGURE}


def _open_measure(judgement: Judgement, sustained: Sustained, *, behind: bool, due: date | None) -> Class:
    chosen = _immediate(judgement, sustained)
    if chosen is not None:
        return chosen
    if behind or judgement.pacing.unacted or (due is not None and due <= judgement.as_of):
        return Class.BEHIND_PACE
    if due is None and judgement.basis is Basis.UNDETERMINED:
        return Class.UNDETERMINED
    return Class.ON_PACE


_WORST_FIRST = (
    Class.OVERDUE,
    Class.BEHIND_PACE,
    Class.UNDETERMINED,
    Class.ON_PACE,
    Class.AHEAD,
    Class.SUSTAINED,
    Class.COMPLETED,
    Class.ACCEPTED,
    Class.CLOSED,
    Class.WITHDRAWN,
)


def _problems(single: Iterable[Item]) -> list[Item]:
    """A problem has come as far as the sub-item that is furthest behind; it is done when all of them are.

    Sub-items that were withdrawn are left out unless all were.
    """
    groups: dict[str, list[Item]] = {}
    for item in single:
        groups.setdefault(item.judgement.baseline.problem_number, []).append(item)
    found = []
    for group in groups.values():
        worst = min(group, key=lambda item: _WORST_FIRST.index(item.klass))
        kept = [item for item in group if item.klass is not Class.WITHDRAWN] or group
        found.append(
            Item(
                group[0].id,
                worst.judgement,
                worst.klass,
                _latest(item.due for item in kept),
                _latest(item.first_due for item in kept),
                _latest_if_all([item.completed for item in kept]),
                _latest_if_all([item.first_completed for item in kept]),
            )
        )
    return found


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _latest_if_all(days: Sequence[date | None]) -> date | None:
    return _latest(days) if all(day is not None for day in days) else None


class Figures(NamedTuple):
    """The standard figures of a set of items, each with the ids that it counts."""

    total: tuple[str, ...]
    classes: Mapping[Class, tuple[str, ...]]
    due: tuple[str, ...]
    due_done: tuple[str, ...]
    due_in_time: tuple[str, ...]
    due_in_first_time: tuple[str, ...]
    early: tuple[str, ...]
    extended: tuple[str, ...]

    @property
    def done(self) -> tuple[str, ...]:
        """已完成: completed, accepted or cleared."""
        return tuple(one for klass in DONE for one in self.classes[klass])

    @property
    def counted(self) -> int:
        """How many there are without those that were withdrawn."""
        return len(self.total) - len(self.classes[Class.WITHDRAWN])

    @property
    def rate(self) -> Decimal | None:
        """完成率 in per cent: completed of all that were not withdrawn."""
        return self.rates()["rate"]

    @property
    def due_rate(self) -> Decimal | None:
        """到期任务完成率 in per cent: completed of what was due by the day; never over 100."""
        return self.rates()["due_rate"]

    @property
    def in_time_rate(self) -> Decimal | None:
        """按期完成率 in per cent: completed by the due day of what was due by the day."""
        return self.rates()["in_time_rate"]

    def named(self) -> dict[str, tuple[str, ...]]:
        """Every figure by its name in the contract for scripts."""
        found = {"total": self.total, "done": self.done}
        found |= {klass.value: ids for klass, ids in self.classes.items()}
        return found | {name: getattr(self, name) for name in TIMED}

    def rates(self) -> dict[str, Decimal | None]:
        """Every rate by its name in the contract for scripts."""
        return rates({name: len(ids) for name, ids in self.named().items()})


TIMED = ("due", "due_done", "due_in_time", "due_in_first_time", "early", "extended")
"""The figures about time, by name."""


def rates(counts: Mapping[str, int]) -> dict[str, Decimal | None]:
    """The rates of counts by the names of :meth:`Figures.named`, of one ledger or of sums over several."""
    return {
        "rate": percent(counts["done"], counts["total"] - counts[Class.WITHDRAWN.value]),
        "due_rate": percent(counts["due_done"], counts["due"]),
        "in_time_rate": percent(counts["due_in_time"], counts["due"]),
    }


def percent(part: int, whole: int) -> Decimal | None:
    """A share in per cent with one decimal; ``None`` of nothing."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def figures(counted: Sequence[Item], as_of: date) -> Figures:
    """The standard figures (docs/account.md, Pace, class, rates)."""

    def ids(chosen: Iterable[Item]) -> tuple[str, ...]:
        return tuple(item.id for item in chosen)

    standing = [item for item in counted if item.klass is not Class.WITHDRAWN]
    due = [item for item in standing if item.due is not None and item.due <= as_of]
    done = [item for item in due if item.done]
    first = [item for item in standing if item.first_due is not None and item.first_due <= as_of]
    return Figures(
        total=ids(counted),
        classes={klass: ids(item for item in counted if item.klass is klass) for klass in Class},
        due=ids(due),
        due_done=ids(done),
        due_in_time=ids(i for i in done if i.completed and i.due and i.completed <= i.due),
        due_in_first_time=ids(
            i for i in first if i.first_completed and i.first_due and i.first_completed <= i.first_due
        ),
        early=ids(i for i in standing if i.done and i.completed and i.first_due and i.first_due > as_of),
        extended=ids(
            i
            for i in standing
            if i.done
            and i.completed
            and i.first_due
            and i.due
            and i.first_due < i.completed <= i.due
            and len(i.judgement.chain.attempts) == 1
        ),
    )
