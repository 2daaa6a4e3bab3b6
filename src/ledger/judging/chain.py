"""The course of an issue by its entries: which of them count, and where they bring it.

Voids are settled first and over the whole file: what was voided never was, on any day.  Construals come next,
because they hold on all days.  Then each entry by its date moves the course on, or is refused and has no
effect, so that a wrong record never counts.  What each type does is in :mod:`ledger.model.entries`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.days import notice_count
from ledger.judging.ready import tokens
from ledger.judging.targets import members_of
from ledger.model.change import Effective, Misfit, apply, held
from ledger.model.course import (
    Attempt,
    Course,
    Extension,
    Node,
    Objected,
    Parties,
    Reason,
    Refusal,
    Role,
    Status,
    Value,
)
from ledger.reading.sums import is_sum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.model.baseline import Baseline, Milestone
    from ledger.model.calendar import Calendar
    from ledger.model.entries import Entry
    from ledger.model.plan import Need, Policy
    from ledger.model.unit import Units

__all__ = [
    "Chain",
    "Node",
    "Parties",
    "Reason",
    "Refusal",
    "Role",
    "Setting",
    "Status",
    "Step",
    "offices",
    "walk",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the course of every issue depends on.

    ``evidence`` gives the SHA-256 of a file by its path below ``data/``, ``None`` where there is none;
    without it files are taken to be there.
    """

    units: Units
    policy: Policy
    calendar: Calendar | None = None
    evidence: Callable[[str], str | None] | None = None

    @property
    def office(self) -> frozenset[str]:
        """The units that act as rectification office."""
        return offices(self.units, self.policy)


def offices(units: Units, policy: Policy) -> frozenset[str]:
    """The units that act as rectification office (整改办): those of the policy, else of kind ``office``."""
    return frozenset(policy.office) or units.offices


def parties(baseline: Baseline, units: Units, policy: Policy, more: Iterable[str] = ()) -> Parties:
    """The parties to an issue; ``more`` are units that a measure was assigned to.

    Without a lead every responsible unit may complete.  Successors stand for what they took over; a unit
    below speaks for a responsible one.
    """
    lead = set(units.expand(baseline.responsibility.lead))
    responsible = {*lead, *units.expand(baseline.responsibility.support)}
    completers = lead or set(responsible)
    for measure in baseline.measures:
        responsible |= set(units.expand(measure.by))
    responsible |= set(more)
    acceptance = units.members(baseline.acceptance.units)
    return Parties(
        lead=units.successors(lead),
        completers=units.successors(completers),
        responsible=units.speakers(responsible),
        acceptance=acceptance,
        acceptors=units.successors(acceptance),
        office=offices(units, policy),
        council=units.councils,
        units=frozenset(units.units),
    )


@dataclass(slots=True)
class Chain(Course):
    """The course with the judgement that entries ask for; ``construed`` are the fields that a person
    decided."""

    construed: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Who may record follows the baseline and the assignments."""
        more = [unit for units in self.assigned.values() for unit in units]
        self.parties = parties(self.baseline, self.units, self.policy, more)

    @property
    def leads(self) -> tuple[str, ...]:
        """The units that lead, groups expanded; where nobody does, every responsible unit."""
        return self.units.expand(self.baseline.responsibility.lead) or self.responsible

    @property
    def responsible(self) -> tuple[str, ...]:
        """Lead and support units, groups expanded."""
        named = self.baseline.responsibility
        return self.units.expand((*named.lead, *named.support))

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

    def _all_meant(self, meant: Iterable[str], among: Iterable[str]) -> bool:
        """Whether each of the units named stands for one of ``among``."""
        return all(self.spoken_for([name], among) for name in meant)

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

    def extend(self, node: Node | None, named: Sequence[str], moved: Extension) -> Refusal | None:
        """The task, or a part of it, is due later; milestones that bear the very day move along with the
        task."""
        if self.completed is not None:
            return Refusal.of("out_of_order")
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

    def find_objection(self, wanted: str) -> Objected | None:
        """By reference or by position among the entries."""
        found = [one for one in self.objections if wanted in {one.ref, str(one.position)}]
        return found[0] if found else None


class Step(NamedTuple):
    """An entry in the order in which it counts; ``position`` is its place in the file, from 0."""

    position: int
    entry: Entry
    refused: Refusal | None


def begin(baseline: Baseline, setting: Setting, effective: Effective | None = None) -> Chain:
    """The course of an issue before its first entry."""
    made = effective or Effective(baseline)
    due = made.baseline.deadline.due
    return Chain(
        effective=made,
        parties=parties(made.baseline, setting.units, setting.policy),
        units=setting.units,
        policy=setting.policy,
        calendar=setting.calendar,
        first=made.baseline,
        attempts=[Attempt(1, None, due, due)],
    )


def construed(
    baseline: Baseline, entries: Sequence[Entry], setting: Setting
) -> tuple[Effective, dict[int, Refusal]]:
    """The baseline as persons say it is to be understood, and the construals without effect by position."""
    effective, refused = Effective(baseline), {}
    if any(entry.type == "construe" for entry in entries):
        voided, _ = voids(list(enumerate(entries)), setting)
        numbered = [(n, e) for n, e in enumerate(entries) if e.type == "construe" and n not in voided]
        for n, entry in sorted(numbered, key=lambda item: item[1].date):
            if setting.office and entry.by not in setting.office:
                refused[n] = Refusal.of("not_entitled")
                continue
            if not all(_proven(item, setting) for item in entry.evidence):
                refused[n] = Refusal.of("evidence")
                continue
            made = apply(effective, entry.changes)  # type: ignore[attr-defined]
            if isinstance(made, Misfit):
                refused[n] = Refusal.of("change_misfit", **made._asdict())
            else:
                effective = made
    return effective, refused


class Walk:
    """The walk over the entries of an issue.

    :attr:`chain` is where it has come, :attr:`voided` the positions of what was voided, from 0.
    """

    def __init__(
        self, baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None
    ) -> None:
        self._entries, self._setting, self._until = entries, setting, until
        self.voided, self._useless = voids(list(enumerate(entries)), setting)
        effective, self._construals = construed(baseline, entries, setting)
        self.chain = begin(baseline, setting, effective)
        self.chain.construed = frozenset(
            change.field
            for n, entry in enumerate(entries)
            if entry.type == "construe" and n not in self._construals and n not in self.voided
            for change in entry.changes  # type: ignore[attr-defined]
        )

    def __iter__(self) -> Iterator[Step]:
        """Every entry dated up to the day, by date, on one day in file order; a voided one is left out."""
        chain, setting = self.chain, self._setting
        voided, useless = self.voided, self._useless
        needs_ref = any(entry.type == "object" for entry in self._entries)
        kept: set[Entry] = set()
        repeated = set()
        for n, entry in enumerate(self._entries):
            if n not in voided:
                if (
                    entry in kept and entry.type != "void"
                ):  # what a void took back may have been recorded again
                    repeated.add(n)
                kept.add(entry)
        numbered = [
            (n, entry)
            for n, entry in enumerate(self._entries)
            if n not in voided and (self._until is None or entry.date <= self._until)
        ]
        for n, entry in sorted(numbered, key=lambda item: item[1].date):
            refused = useless.get(n) or self._construals.get(n)
            if n in repeated:
                refused = Refusal.of("repeated")
            if refused is None and entry.type not in {"void", "construe"}:
                chain.day = entry.date
                chain.position, chain.ref = n + 1, _ref(entry) if needs_ref else ""
                refused = _take(chain, entry, setting)
            yield Step(n, entry, refused)


def _ref(entry: Entry) -> str:
    from ledger.model.entries import ref_of

    return ref_of(entry)


def _take(chain: Chain, entry: Entry, setting: Setting) -> Refusal | None:
    allowed = chain.parties.entitled(entry.about.may)
    if entry.by not in allowed and not (Role.OFFICE in entry.about.may and not chain.parties.office):
        return Refusal.of("not_entitled")
    if chain.withdrawn is not None:
        return Refusal.of("out_of_order")
    if not all(_proven(item, setting) for item in entry.evidence):
        return Refusal.of("evidence")
    return entry.move(chain)


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of nothing."""


def _proven(item: Any, setting: Setting) -> bool:
    """Whether a piece of evidence is there, as recorded, and proves anything."""
    if not item.proves:
        return False
    if item.path is None or setting.evidence is None:
        return True
    actual = setting.evidence(item.path)
    return is_sum(actual) and actual != EMPTY and item.sha256 in {None, actual}


def walk(baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None) -> Walk:
    """Walk over the entries dated up to ``until``; all of them without it."""
    return Walk(baseline, entries, setting, until)


def in_effect(
    baseline: Baseline, entries: Sequence[Entry], setting: Setting, until: date | None = None
) -> list[Step]:
    """The entries that count, by date."""
    return [step for step in walk(baseline, entries, setting, until) if step.refused is None]


def standing_records(entries: Sequence[Entry], setting: Setting) -> set[Entry]:
    """The entries that no later one voids, voids among them: what has been said and still stands."""
    voided, _ = voids(list(enumerate(entries)), setting)
    return {entry for n, entry in enumerate(entries) if n not in voided}


def voids(seen: Sequence[tuple[int, Entry]], setting: Setting) -> tuple[set[int], dict[int, Refusal]]:
    """The positions of voided entries, and the voids without effect.

    A void takes back every earlier entry in the file with its reference, or the one at its position; it is
    made by the unit that made that entry (or has become it), or by the office.  From the last one on, as a
    void may itself be voided; of two voids of one entry the first counts.
    """
    voided: set[int] = set()
    refused: dict[int, Refusal] = {}
    if not any(entry.type == "void" for _, entry in seen):
        return voided, refused
    named: dict[str, list[tuple[int, Entry]]] = {}  # by reference and by position
    for n, entry in seen:
        for name in (_ref(entry), str(n + 1)):
            named.setdefault(name, []).append((n, entry))
    office = setting.office
    means: dict[int, set[int]] = {}
    for n, void in reversed(seen):
        if void.type != "void" or n in voided:
            continue
        wanted: str = void.entry  # type: ignore[attr-defined]
        meant = [(k, entry) for k, entry in named.get(wanted, ()) if k < n]
        if not meant:
            refused[n] = Refusal.of("no_such_entry")
        elif office and void.by not in office and meant[0][1].by not in setting.units.took_over(void.by):
            refused[n] = Refusal.of("not_entitled")
        elif not all(_proven(item, setting) for item in void.evidence):
            refused[n] = Refusal.of("evidence")
        else:
            means[n] = {k for k, _ in meant}
            voided |= means[n]
    gone: set[int] = set()
    for n in sorted(means):
        if means[n] <= gone:
            refused[n] = Refusal.of("already_void", position=max(means[n]) + 1)
        gone |= means[n]
    return voided, refused
