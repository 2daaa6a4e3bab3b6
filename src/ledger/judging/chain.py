"""The course of an issue with the judgement that entries ask for: shares, what is missing, what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.judging.days import notice_count
from ledger.judging.deadlines import Deadlines
from ledger.judging.parties import parties
from ledger.judging.ready import tokens
from ledger.judging.targets import members_of
from ledger.model.attempt import Node, Objected, Value
from ledger.model.change import Misfit, apply
from ledger.model.course import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.model.plan import Need


@dataclass(slots=True)
class Chain(Deadlines):
    """The course with the judgement that entries ask for; ``construed`` are the fields that a person
    decided."""

    construed: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Who may record follows the baseline and the assignments."""
        more = [unit for units in self.assigned.values() for unit in units]
        self.parties = parties(self.baseline, self.units, self.policy, more)

    @property
    def taking_part(self) -> tuple[str, ...]:
        """The responsible units, and those that owe a share of a measure."""
        sharing = (unit for k in self.all_measures() for unit in self.sharers(k))
        return tuple(dict.fromkeys((*self.responsible, *sharing)))

    def _names_others(self, by: str, named: Sequence[str]) -> bool:
        return bool(frozenset(self.units.expand(named)) - self.units.speaks_for(by))

    def whose(self, by: str, named: Sequence[str], measure: int | None) -> frozenset[str] | Refusal:
        """The units that a record is about; only a lead or the office may name others."""
        if not named:
            return self.units.speaks_for(by)
        may = not self.parties.office or self.closes(by)  # without an office everybody may do what it may
        if self._names_others(by, named) and not may:
            return Refusal.of("for_others", by=by, units=list(named))
        owners = self.sharers(measure) or self.taking_part
        if not self._all_meant(self.units.expand(named), owners):
            return Refusal.of("not_its_share", by=by, units=list(owners), measure=measure or 0)
        return frozenset(self.units.expand(named))

    def achieve(self, node: Node, by: str, named: Sequence[str], day: date) -> Refusal | None:
        """The share of the units it is about; where there are no shares, their part or, by a lead, the
        whole."""
        if not self._is_open(node):
            return Refusal.of("no_such_milestone")
        sharers = self.sharers(node[0])
        meant = self.units.expand(named) or (by,)
        if sharers:
            mine = self.spoken_for(meant, sharers)
            if not mine or (named and not self._all_meant(meant, sharers)):
                return Refusal.of("not_its_share", by=by, units=list(sharers), measure=node[0])
            self._note(node, mine, day)
            return None
        leads = self.units.expand(self.baseline.responsibility.lead)
        if self.closes(by) and (not named or self.spoken_for(meant, leads)):
            self.whole.setdefault(node, day)
        mine = self.spoken_for(meant, self.responsible)
        if not mine and node not in self.whole:
            return Refusal.of("not_its_share", by=by, units=list(self.responsible), measure=node[0] or 0)
        self._note(node, mine, day)
        return None

    def closes(self, by: str) -> bool:
        """Whether a record of the unit is one for all: that of a lead the plan names, a unit that reports for
        it, or the office."""
        return by in self.parties.office or bool(self.units.speaks_for(by) & self.parties.lead)

    def _note(self, node: Node, units: Iterable[str], day: date) -> None:
        done = self.parts.setdefault(node, {})
        for unit in units:
            done.setdefault(unit, day)

    def read(
        self, target: int, part: int | None, value: Decimal, by: str, named: Sequence[str], day: date
    ) -> Refusal | None:
        """A reading of a target for each unit is that of its members alone; each member has its own."""
        if not self.has_target(target, part):
            return Refusal.of("no_such_target", target=target, part=part)
        owners = members_of(self, target)
        if owners:
            mine = self.spoken_for(self.units.expand(named) or (by,), owners)
            if not mine:
                return Refusal.of("not_its_share", by=by, units=list(owners), target=target)
            for unit in sorted(mine):
                self.readings.append((target, part, Value(unit, day, value)))
            return None
        self.readings.append((target, part, Value(by, day, value)))
        return None

    def has_target(self, target: int, part: int | None) -> bool:
        """Whether there is such a figure, and its measure is not dropped."""
        targets, dropped = self.baseline.targets, self.effective.dropped
        if target > len(targets) or targets[target - 1].measure in dropped:
            return False
        parts = targets[target - 1].parts
        return part is None or (part <= len(parts) and parts[part - 1].measure not in dropped)

    def unmet(self, needs: Sequence[Need]) -> list[str]:
        """What of ``needs`` the issue does not have."""
        return tokens(self, needs)

    def notice_days(self, since: date, until: date) -> tuple[int, bool]:
        """The length of a notice as the policy counts it."""
        count = notice_count(since, until, self.policy, self.calendar)
        return count.days, count.projected

    def change(self, changes: Sequence[Any]) -> Refusal | None:
        """The baseline is another from now on; a due day that is amended moves the attempt's."""
        holding = self.holding
        made = apply(holding, changes)
        if not isinstance(made, Misfit) and holding is not self.effective:
            made = apply(self.effective, self._as_planned(changes))
        if isinstance(made, Misfit):
            return Refusal.of("change_misfit", **made._asdict())
        self._forget_moved(changes)
        count = len(self.baseline.measures)
        self.effective = made
        if (
            self.attempt.measures is not None
        ):  # a measure that is added belongs to the attempt that is going on
            self.attempt.measures |= frozenset(range(count + 1, len(made.baseline.measures) + 1))
        if len(self.attempts) == 1 and any(change.field == "deadline.due" for change in changes):
            self.attempt.due = made.baseline.deadline.due
        self.refresh()
        return None

    def find_objection(self, wanted: str) -> Objected | None:
        """By reference or by position among the entries."""
        found = [one for one in self.objections if wanted in {one.ref, str(one.position)}]
        return found[0] if found else None
