"""The milestones of a plan as they stand on a day: due when, done when, by whom and owed by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.shares import Shares
    from ledger.model.baseline import Milestone


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone of an issue on a day.

    ``measure`` counts from 1 and is ``None`` for a milestone of the goal; ``index`` counts from 1 within it.
    ``due`` is what holds after extensions; ``owed_by`` and ``done_by`` name units.  ``moved`` are those that
    owe it by another day, each with that day.
    """

    measure: int | None
    index: int
    milestone: Milestone
    due: date
    done: date | None
    owed_by: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    moved: tuple[tuple[str, date], ...] = ()


def milestone_states(chain: Chain, shares: Shares, as_of: date) -> tuple[MilestoneState, ...]:
    """The milestones of the plan as they stand; units are named as they are called on the day."""
    baseline = chain.baseline
    groups: list[tuple[int | None, Iterable[Milestone]]] = [(None, baseline.milestones)]
    groups += [(k, baseline.measures[k - 1].milestones) for k in chain.all_measures()]
    over = chain.completed or chain.attempts[0].done
    found = []
    for measure, milestones in groups:
        for n, milestone in enumerate(milestones, 1):
            node = (measure, n)
            done = shares.done(node)
            days = [day for day in (done, over) if day is not None]
            owed = () if days else shares.owed_by(node)
            if measure is None and milestone.due == baseline.deadline.due and not days:
                owed = chain.leads  # it is the task itself
            done_by = tuple(u for u in shares.units(node) if days or shares.share(node, u) is not None)
            due = chain.own_due(node) or milestone.due
            by = {unit: chain.own_due(node, unit) or due for unit in owed}
            if by and due not in by.values():
                due = min(by.values())
            moved = tuple((unit, day) for unit, day in by.items() if day != due)
            owed, done_by = chain.units.all_on(owed, as_of), chain.units.all_on(done_by, as_of)
            moved = tuple((chain.units.on(unit, as_of), day) for unit, day in moved)
            found.append(
                MilestoneState(measure, n, milestone, due, min(days, default=None), owed, done_by, moved)
            )
    return tuple(found)
