"""Who has done a measure or milestone, and who has not: shares, joint parts, and the figures they carry.

A measure with executors is owed in shares, one a unit, and so are its milestones; all else is owed jointly by
every responsible unit, and is done for all when a lead or the office records it (docs/account.md).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ledger.judging.targets import target_states

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.attempt import Node


def latest_if_all(days: Iterable[date | None]) -> date | None:
    """The last of ``days`` where there are any and all are known."""
    last = None
    for day in days:
        if day is None:
            return None
        if last is None or day > last:
            last = day
    return last


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first


class Shares:
    """How the measures and milestones of an issue stand, by the entries that its chain has taken.

    Each answer is worked out once: the chain takes no entry afterwards.
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._joints: dict[tuple[Node, bool], date | None] = {}
        self._days: dict[Node, dict[str, date | None]] = {}
        self._known: dict[int | None, frozenset[str]] = {}
        self._each: dict[Node, tuple[str, ...]] = {}
        self._owing: dict[Node, tuple[str, ...]] = {}
        self._sharers: dict[int | None, tuple[str, ...]] = {}

    @cached_property
    def targets(self) -> tuple[TargetState, ...]:
        """The figures of the issue."""
        return target_states(self.chain)

    def target(self, number: int) -> TargetState:
        """The figure that the plan has in a place, from 1; those of a dropped measure are not there."""
        return next(state for state in self.targets if state.number == number)

    @cached_property
    def carried(self) -> dict[Node, list[tuple[TargetState, PartState | None]]]:
        """The figures that stand with a milestone: in the same measure or the goal, with the same day."""
        baseline = self.chain.baseline
        groups = [
            (None, baseline.milestones),
            *((k, m.milestones) for k, m in enumerate(baseline.measures, 1)),
        ]
        nodes: dict[tuple[int | None, date], list[Node]] = {}
        for k, milestones in groups:
            for n, milestone in enumerate(milestones, 1):
                nodes.setdefault((k, milestone.due), []).append((k, n))
        found: dict[Node, list[tuple[TargetState, PartState | None]]] = {}
        for state in self.targets:
            named = [(state.target.measure, state.target.due, None)]
            named += [(p.part.measure, p.part.due, p) for p in state.parts]  # type: ignore[misc]
            for measure, due, part in named:
                for node in nodes.get((measure, due), ()) if due is not None else ():
                    found.setdefault(node, []).append((state, part))
        return found

    def sharers(self, measure: int | None) -> tuple[str, ...]:
        """The units that owe a measure in shares; none where it is owed jointly."""
        if measure not in self._sharers:
            self._sharers[measure] = self.chain.sharers(measure)
        return self._sharers[measure]

    def units(self, node: Node) -> tuple[str, ...]:
        """The units that owe a measure or milestone, whether or not they have done their part.

        Of a measure without executors and without a day of its own, a unit that has a share in the task owes
        nothing besides that share.
        """
        if node not in self._owing:
            self._owing[node] = self._units(node)
        return self._owing[node]

    def _units(self, node: Node) -> tuple[str, ...]:
        sharers = self.sharers(node[0])
        if sharers:
            return sharers
        if node[1] is None and self.chain.own_due(node) is None:
            named = self.responsible
            return tuple(u for u in named if u not in self.sharing or u in self.named_leads) or named
        return self.responsible

    @cached_property
    def responsible(self) -> tuple[str, ...]:
        """The units that are responsible for the task, groups expanded."""
        return self.chain.responsible

    @cached_property
    def named_leads(self) -> tuple[str, ...]:
        """The leads that the plan names, groups expanded."""
        return self.chain.units.expand(self.chain.baseline.responsibility.lead)

    @cached_property
    def sharing(self) -> frozenset[str]:
        """The units that have a share of their own in the task."""
        return frozenset(unit for k in self.chain.all_measures() for unit in self.sharers(k))

    def is_joint(self, node: Node) -> bool:
        """Whether it is owed jointly, not in shares."""
        return not self.sharers(node[0])

    def recorded(self, node: Node) -> date | None:
        """The day on which it was done as a whole, by records alone."""
        if self.is_joint(node):
            return self._joint(node, figures=False)
        return latest_if_all(self._share(node, unit, figures=False) for unit in self.sharers(node[0]))

    def recorded_by(self, node: Node, unit: str) -> bool:
        """Whether a record says that a unit has done its part."""
        if self.is_joint(node):
            return self._joint(node, figures=False) is not None or self._part(node, unit) is not None
        return self._share(node, unit, figures=False) is not None

    def unread(self, state: TargetState) -> tuple[str, ...]:
        """The units of a figure for each that recorded its milestone as done, and of which nobody has a
        reading."""
        nodes = [node for node, held in self.carried.items() for one, _ in held if one.number == state.number]
        silent = (one.unit for one in state.each if one.value is None)
        return tuple(unit for unit in silent if any(self.recorded_by(node, unit) for node in nodes))

    def done(self, node: Node) -> date | None:
        """The day on which a measure or milestone was done as a whole."""
        if self.is_joint(node):
            return self._joint(node, figures=True)
        return latest_if_all(self.days(node).values())

    def share(self, node: Node, unit: str) -> date | None:
        """The day on which one of its units did its part."""
        days = self.days(node)
        return days[unit] if unit in days else self._worked_out(node, unit)

    def days(self, node: Node) -> dict[str, date | None]:
        """The days on which its units did their parts, in the order of :meth:`units`."""
        found = self._days.get(node)
        if found is None:
            said, rest = {}, None
            for unit in self._unlike(node):
                rest = said[unit] = self._worked_out(node, unit)  # the last one stands for those not heard of
            found = self._days[node] = {unit: said.get(unit, rest) for unit in self.units(node)}
        return found

    def _unlike(self, node: Node) -> tuple[str, ...]:
        """Those of its units that may stand each otherwise, and after them one for all the rest."""
        known = self._each.get(node)
        if known is None:
            heard, units = self.heard_of(node[0]), self.units(node)
            said = [unit for unit in units if unit in heard]
            if len(said) < len(units):
                said.append(next(unit for unit in units if unit not in heard))
            known = self._each[node] = tuple(said)
        return known

    def heard_of(self, measure: int | None) -> frozenset[str]:
        """The units that may stand otherwise than the rest in a measure, or in the goal: those that recorded
        a part of it, that lead, or that have a figure of their own.

        A task that is owed by all districts is so worked out once for the many that have said nothing.
        """
        known = self._known.get(measure)
        if known is None:
            found = {unit for node, said in self.chain.parts.items() if node[0] == measure for unit in said}
            found |= {one.unit for state in self.targets for one in state.each}
            self._known[measure] = known = frozenset(found.union(self.named_leads))
        return known

    def _worked_out(self, node: Node, unit: str) -> date | None:
        if self.is_joint(node):
            whole = self._joint(node, figures=True)
            if whole is not None:
                return whole
            return None if unit in self.named_leads else self._joint_part(node, unit)
        return self._share(node, unit, figures=True)

    def owed_by(self, node: Node) -> tuple[str, ...]:
        """The units that have not done their part."""
        return tuple(unit for unit, day in self.days(node).items() if day is None)

    def _share(self, node: Node, unit: str, *, figures: bool) -> date | None:
        measure, n = node
        days = [self._part(node, unit)]
        if n is None and measure is not None:
            milestones = self._milestones(measure)
            days.append(latest_if_all(self._share((measure, k), unit, figures=figures) for k in milestones))
        elif figures:
            days.append(self._figures(node, unit))
        return earliest(days)

    def _joint_part(self, node: Node, unit: str) -> date | None:
        """The day on which a unit recorded its part, of the measure itself or of all its milestones."""
        days = [self._part(node, unit)]
        if node[1] is None and node[0] is not None:
            days.append(
                latest_if_all(self._of_milestone((node[0], k), unit) for k in self._milestones(node[0]))
            )
        return earliest(days)

    def _of_milestone(self, node: Node, unit: str) -> date | None:
        """The day on which a joint milestone was done for a unit: by its own record, or for all."""
        return earliest([self._part(node, unit), self._joint(node, figures=True)])

    def _milestones(self, measure: int) -> range:
        """The milestones that do a measure when all are done; none once it had to be done again."""
        if measure in self.chain.again:
            return range(0)
        return range(1, len(self.chain.baseline.measures[measure - 1].milestones) + 1)

    def _part(self, node: Node, unit: str) -> date | None:
        """The day on which a unit recorded its part, or that of the measure that it belongs to."""
        parts = self.chain.parts
        days = [parts.get(node, {}).get(unit)]
        if node[0] is not None and node[1] is not None:
            days.append(parts.get((node[0], None), {}).get(unit))
        return earliest(days)

    def _joint(self, node: Node, *, figures: bool) -> date | None:
        if (node, figures) not in self._joints:
            self._joints[node, figures] = self._work_out(node, figures=figures)
        return self._joints[node, figures]

    def _work_out(self, node: Node, *, figures: bool) -> date | None:
        measure, n = node
        days = [self.chain.whole.get(node)]
        if n is None and measure is not None:
            milestones = self._milestones(measure)
            days.append(latest_if_all(self._joint((measure, k), figures=figures) for k in milestones))
        elif measure is not None:
            days.append(self.chain.whole.get((measure, None)))
        if n is not None and figures:
            days.append(self._figures(node, None))
        return earliest(days) or latest_if_all(self._joint_part(node, unit) for unit in self._unlike(node))

    def _figures(self, node: Node, unit: str | None) -> date | None:
        """The day on which the figures that a milestone carries were reached, by one unit or as a whole."""
        days: list[date | None] = []
        for state, part in self.carried.get(node, ()):
            if part is not None:
                days.append(part.reached)
            elif unit is not None and state.each:
                days += [one.reached for one in state.each if one.unit == unit] or [None]
            else:
                days.append(state.reached)
        return latest_if_all(days)
