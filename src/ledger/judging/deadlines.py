"""Due days of a task and its parts: what holds, what moves along, and what an amendment starts from.

Which day moves with which is defined in docs/account.md (Extending).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.model.attempt import Extension, Node
from ledger.model.change import Effective, held
from ledger.model.course import Course, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.model.baseline import Milestone


@dataclass(slots=True)
class Deadlines(Course):
    """The course with its due days."""

    @property
    def leads(self) -> tuple[str, ...]:
        """The units that lead, groups expanded; where nobody does, every responsible unit."""
        return self.units.expand(self.baseline.responsibility.lead) or self.responsible

    @property
    def responsible(self) -> tuple[str, ...]:
        """Lead and support units, groups expanded."""
        named = self.baseline.responsibility
        return self.units.expand((*named.lead, *named.support))

    def _all_meant(self, meant: Iterable[str], among: Iterable[str]) -> bool:
        """Whether each of the units named stands for one of ``among``."""
        return all(self.spoken_for([name], among) for name in meant)

    def extend(self, node: Node | None, named: Sequence[str], moved: Extension) -> Refusal | None:
        """The task, or a part of it, is due later; milestones that bear the very day move along with the
        task."""
        if self.completed is not None:
            return Refusal.of("out_of_order")
        moved = moved._replace(position=self.position)
        if node is None:
            return Refusal.of("no_such_milestone") if named else self._extend_task(moved)
        if not self.has(node) or not self._is_open(node):
            return Refusal.of("no_such_milestone")
        owners = self.sharers(node[0]) or self.responsible
        meant = self.units.expand(named)
        units = tuple(unit for unit in owners if unit in self.spoken_for(meant, owners))
        if not self._all_meant(meant, owners):
            return Refusal.of("not_its_share", by="", units=list(owners), measure=node[0] or 0)
        days = [self.due_of(node, unit) for unit in units or owners]
        known = [day for day in days if day is not None]
        if not known or len(known) < len(days):
            return Refusal.of("no_date")
        if moved.new <= max(known):
            return Refusal.of("not_later", old=max(known), new=moved.new)
        self.extensions.append(moved._replace(old=min(known), units=units))
        if node[1] is None:
            for owner, day in zip(units or owners, known, strict=True):
                self.firsts.setdefault((node, owner), day)
        self._move(node, units, moved.new)
        if node[1] is None and node[0] is not None and self.attempt.number == 1:
            self._move_along_with(node[0], dict(zip(units or owners, known, strict=True)), units, moved.new)
        return None

    def _move(self, node: Node, units: Sequence[str], new: date) -> None:
        """A part is due on another day for some units; for all where none is named."""
        if not units:
            self.moved = {key: day for key, day in self.moved.items() if key[0] != node}
        for unit in units or (None,):
            self.moved[(node, unit)] = new

    def _move_along_with(
        self, measure: int, old: Mapping[str, date], units: Sequence[str], new: date
    ) -> None:
        """What of a measure bears the very day that is moved: its milestones and figures, unit by unit."""
        for n in range(1, len(self.baseline.measures[measure - 1].milestones) + 1):
            node = (measure, n)
            mine = [unit for unit, day in old.items() if self.own_due(node, unit) == day]
            if mine:
                self._move(node, () if not units and len(mine) == len(old) else mine, new)
        for t, p, place in self._figures():
            if place == measure:
                mine = [unit for unit, day in old.items() if self.figure_due(t, p, unit) == day]
                if mine and not units and len(mine) == len(old):
                    self._forget_figure(t, p)
                    self.figures_moved[(t, p, None)] = new
                else:
                    self.figures_moved.update({(t, p, unit): new for unit in mine})

    def _figures(self) -> Iterator[tuple[int, int | None, int | None]]:
        """The targets and their parts, each with the measure that it stands in."""
        for t, target in enumerate(self.baseline.targets, 1):
            yield t, None, target.measure
            yield from ((t, p, part.measure) for p, part in enumerate(target.parts, 1))

    def figure_due(self, target: int, part: int | None, unit: str | None = None) -> date | None:
        """The day by which a figure itself is to be reached; ``None`` where it goes with its task."""
        for key in ((target, part, unit), (target, part, None)):
            if key in self.figures_moved:
                return self.figures_moved[key]
        stated = self.baseline.targets[target - 1]
        return stated.due if part is None else stated.parts[part - 1].due

    def _is_open(self, node: Node) -> bool:
        """Whether a part belongs to the attempt that is going on: milestones belong to the first."""
        again = self.attempt.measures
        return again is None or (node[1] is None and node[0] in again)

    def _extend_task(self, moved: Extension) -> Refusal | None:
        old = self.attempt.due
        if old is None and self.attempt.number > 1:  # the day that the relapse was left without
            self.attempt.first_due = self.attempt.due = moved.new
            return None
        if old is None:
            return Refusal.of("no_date")
        if moved.new <= old:
            return Refusal.of("not_later", old=old, new=moved.new)
        self.extensions.append(moved._replace(old=old))
        if self.attempt.number == 1:
            self._move_along(old, moved.new)
        self.attempt.due = moved.new
        return None

    def _move_along(self, old: date, new: date) -> None:
        """Milestones and figures that bear the very day that is moved, and no others."""
        groups: list[tuple[int | None, int]] = [(None, len(self.baseline.milestones))]
        groups += [(k, len(self.baseline.measures[k - 1].milestones)) for k in self.all_measures()]
        for key, day in list(self.moved.items()):
            if day == old and key[0][1] is not None:
                self.moved[key] = new
        for measure, count in groups:
            for n in range(1, count + 1):
                if self.own_due((measure, n)) == old:
                    self.moved[((measure, n), None)] = new
        for figure, day in list(self.figures_moved.items()):
            if day == old:
                self.figures_moved[figure] = new
        for t, p, _ in self._figures():
            if self.figure_due(t, p) == old:
                self.figures_moved[(t, p, None)] = new

    def own_due(self, node: Node, unit: str | None = None) -> date | None:
        """The day by which a measure or milestone itself is due; ``None`` where it goes with its task."""
        for key in ((node, unit), (node, None)):
            if key in self.moved:
                return self.moved[key]
        measure, n = node
        if n is None:
            return None
        milestones = (
            self.baseline.milestones if measure is None else self.baseline.measures[measure - 1].milestones
        )
        return milestones[n - 1].due

    def due_of(self, node: Node, unit: str | None = None) -> date | None:
        """The day by which a measure or milestone is due, that of its task where it has none of its own."""
        return self.own_due(node, unit) or self.attempt.due

    @property
    def holding(self) -> Effective:
        """The baseline with the days that hold: those that extensions moved for all are put in.

        The same object as :attr:`effective` where none was moved.
        """
        baseline, first = self.baseline, self.attempts[0]
        if not self.moved and not self.figures_moved and first.due == baseline.deadline.due:
            return self.effective
        measures = tuple(
            measure.model_copy(update={"milestones": self._held_days(k, measure.milestones)})
            for k, measure in enumerate(baseline.measures, 1)
        )
        targets = tuple(
            target.model_copy(
                update={
                    "due": self.figure_due(t, None),
                    "parts": tuple(
                        part.model_copy(update={"due": self.figure_due(t, p)})
                        for p, part in enumerate(target.parts, 1)
                    ),
                }
            )
            for t, target in enumerate(baseline.targets, 1)
        )
        update = {
            "deadline": baseline.deadline.model_copy(update={"due": first.due}),
            "milestones": self._held_days(None, baseline.milestones),
            "measures": measures,
            "targets": targets,
        }
        return self.effective._replace(baseline=baseline.model_copy(update=update))

    def _held_days(self, measure: int | None, milestones: Sequence[Milestone]) -> tuple[Milestone, ...]:
        return tuple(
            one.model_copy(update={"due": self.own_due((measure, n))}) for n, one in enumerate(milestones, 1)
        )

    def _as_planned(self, changes: Sequence[Any]) -> list[Any]:
        """Changes of days with what the baseline has as the old value, where an extension holds."""
        seen: set[str] = set()
        found = []
        for change in changes:
            first = change.field.endswith("due") and change.field not in seen
            planned = {"old": held(self.effective, change.field)} if first else {}
            seen.add(change.field)
            found.append(change.model_copy(update=planned))
        return found

    def _forget_moved(self, changes: Sequence[Any]) -> None:
        """A day that is amended is no longer the one it was extended to: the last word on a day holds."""
        for change in changes:
            match change.field.split("."):
                case ["milestones", n, "due"]:
                    node: Node = (None, int(n))
                case ["measures", k, "milestones", n, "due"]:
                    node = (int(k), int(n))
                case ["targets", t, "due"]:
                    self._forget_figure(int(t), None)
                    continue
                case ["targets", t, "parts", p, "due"]:
                    self._forget_figure(int(t), int(p))
                    continue
                case _:
                    continue
            self.moved = {key: day for key, day in self.moved.items() if key[0] != node}

    def _forget_figure(self, target: int, part: int | None) -> None:
        self.figures_moved = {k: day for k, day in self.figures_moved.items() if k[:2] != (target, part)}
