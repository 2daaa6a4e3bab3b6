"""The course of an issue: how far its entries have brought it, attempt by attempt.

Entries move it (:mod:`ledger.model.entries`); what follows from it on a day is judged in
:mod:`ledger.judging`.  It is the one thing of the model that changes, and only while it is being made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.model.attempt import Attempt, Deed, Extension, Node, Objected, Promised, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.model.baseline import Baseline
    from ledger.model.calendar import Calendar
    from ledger.model.change import Effective
    from ledger.model.plan import Level, Need, Policy
    from ledger.model.unit import Units


class Status(StrEnum):
    """How far the closing chain has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    PUBLICIZED = "publicized"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS)
"""While there is work to be done."""

FINISHED = (Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED)
"""From completion on."""

LIVING = (*OPEN, *FINISHED)
"""Unless it is withdrawn."""


class Role(StrEnum):
    """In which capacity a unit records."""

    LEAD = "lead"
    COMPLETER = "completer"  # a lead, or where nobody leads any responsible unit
    RESPONSIBLE = "responsible"
    ACCEPTANCE = "acceptance"
    OFFICE = "office"
    COUNCIL = "council"
    OUTSIDE = "outside"


class Reason(StrEnum):
    """Why an entry has no effect."""

    NOT_ENTITLED = "not_entitled"
    NOT_ITS_SHARE = "not_its_share"
    FOR_OTHERS = "for_others"
    OUT_OF_ORDER = "out_of_order"
    NO_SUCH_MILESTONE = "no_such_milestone"
    NO_SUCH_TARGET = "no_such_target"
    NO_SUCH_ENTRY = "no_such_entry"
    NO_SUCH_OBJECTION = "no_such_objection"
    REPEATED = "repeated"
    NOTICE_RUNNING = "notice_running"
    NOTICE_TOO_SHORT = "notice_too_short"
    NOTICE_TOO_EARLY = "notice_too_early"
    OBJECTION_OPEN = "objection_open"
    NOT_LATER = "not_later"
    NO_DATE = "no_date"
    NEEDS_UNMET = "needs_unmet"
    CHANGE_MISFIT = "change_misfit"
    EVIDENCE = "evidence"
    SAYS_NOTHING = "says_nothing"
    NO_DOCUMENT = "no_document"
    LATER_SHARE = "later_share"
    ALREADY_VOID = "already_void"
    READ_TWICE = "read_twice"


class Refusal(NamedTuple):
    """Why an entry has no effect, and what of it; ``about`` holds values for the words."""

    reason: Reason
    about: Mapping[str, Any] = {}

    @classmethod
    def of(cls, reason: str, **about: Any) -> Refusal:
        """A refusal for a reason by its name."""
        return cls(Reason(reason), about)


class Parties(NamedTuple):
    """Who may record what: units by role, groups expanded, with those that may speak for them."""

    lead: frozenset[str]
    completers: frozenset[str]
    responsible: frozenset[str]
    acceptance: tuple[str, ...]
    acceptors: frozenset[str]
    office: frozenset[str]
    council: frozenset[str]
    units: frozenset[str]

    def of(self, role: Role) -> frozenset[str]:
        """The units of a role."""
        match role:
            case Role.LEAD:
                return self.lead
            case Role.COMPLETER:
                return self.completers
            case Role.RESPONSIBLE:
                return self.responsible
            case Role.ACCEPTANCE:
                return self.acceptors
            case Role.OFFICE:
                return self.office
            case Role.COUNCIL:
                return self.council
            case Role.OUTSIDE:
                return self.units - self.responsible

    def entitled(self, roles: Iterable[Role]) -> frozenset[str]:
        """The units that may record in one of ``roles``."""
        return frozenset().union(*(self.of(role) for role in roles))


@dataclass(slots=True)
class Course(ABC):
    """Where the entries taken so far have brought an issue."""

    effective: Effective
    parties: Parties
    units: Units
    policy: Policy
    calendar: Calendar | None
    first: Baseline  # as construed, before amendments
    attempts: list[Attempt]
    status: Status = Status.NOT_STARTED
    position: int = 0  # of the entry that is being taken, from 1
    day: date | None = None  # of that entry
    ref: str = ""
    whole: dict[Node, date] = field(default_factory=dict)
    parts: dict[Node, dict[str, date]] = field(default_factory=dict)
    assigned: dict[int, dict[str, None]] = field(default_factory=dict)
    moved: dict[tuple[Node, str | None], date] = field(default_factory=dict)
    firsts: dict[tuple[Node, str], date] = field(default_factory=dict)
    figures_moved: dict[tuple[int, int | None, str | None], date] = field(default_factory=dict)
    objections: list[Objected] = field(default_factory=list)
    promises: list[Promised] = field(default_factory=list)
    ended_promises: list[tuple[Promised, date | None]] = field(default_factory=list)  # and when it was done
    deeds: list[Deed] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    supervised: list[tuple[date, Level]] = field(default_factory=list)
    inspected: list[tuple[date, str, str]] = field(default_factory=list)
    amended: list[tuple[date, str]] = field(default_factory=list)
    readings: list[tuple[int, int | None, Value]] = field(default_factory=list)
    again: set[int] = field(default_factory=set)  # measures that their milestones no longer do
    rejections: int = 0
    relapses: int = 0
    claim: str | None = None
    withdrawn: date | None = None
    into: str | None = None

    # -- what there is ------------------------------------------------------------------------------------

    @property
    def baseline(self) -> Baseline:
        """The baseline with the changes taken so far."""
        return self.effective.baseline

    @property
    def attempt(self) -> Attempt:
        """The attempt that is going on, or the last one."""
        return self.attempts[-1]

    @property
    def completed(self) -> date | None:
        """The day of completion, while it stands."""
        return self.attempt.completed

    @property
    def acted(self) -> bool:
        """Whether a responsible unit has done anything that is on record."""
        return bool(self.deeds)

    def has(self, node: Node) -> bool:
        """Whether the issue has the milestone or measure, and it is owed."""
        measure, milestone = node
        if measure is None:
            return milestone is not None and 1 <= milestone <= len(self.baseline.milestones)
        if not 1 <= measure <= len(self.baseline.measures) or measure in self.effective.dropped:
            return False
        return milestone is None or 1 <= milestone <= len(self.baseline.measures[measure - 1].milestones)

    def all_measures(self) -> tuple[int, ...]:
        """The numbers of the measures that are owed."""
        return tuple(k for k in range(1, len(self.baseline.measures) + 1) if k not in self.effective.dropped)

    def sharers(self, measure: int | None) -> tuple[str, ...]:
        """The units that owe a measure in shares; none where it is owed jointly, as all of the goal is."""
        if measure is None or measure > len(self.baseline.measures):
            return ()
        named = self.units.expand(self.baseline.measures[measure - 1].by)
        return tuple(dict.fromkeys((*named, *self.assigned.get(measure, ()))))

    def spoken_for(self, names: Iterable[str], among: Iterable[str]) -> frozenset[str]:
        """Which of the units ``among`` are meant by ``names``: themselves, what they took over, what is
        above."""
        named, among = set(names), tuple(among)
        meant = {unit for name in named for unit in self.units.speaks_for(name)}
        return frozenset(
            unit
            for unit in among
            if unit in meant and (unit in named or not self._to_come(unit, named & set(among)))
        )

    def _to_come(self, unit: str, parties: set[str]) -> bool:
        """Whether a unit is yet to go into one that is a party beside it, or one of these into it: until then
        each has its own part."""
        if self.day is None:
            return False
        after = {name for name in parties if unit in self.units.took_over(name)}
        before = {name for name in parties if name != unit and unit in self.units.became(name)}
        return (bool(after) and self.units.on(unit, self.day) == unit) or any(
            self.units.on(name, self.day) == name for name in before
        )

    @property
    def used_up(self) -> frozenset[str]:
        """The evidence with which earlier attempts were completed: it proves no later one."""
        return frozenset().union(*(one.shown for one in self.attempts[:-1]))

    # -- what entries do ----------------------------------------------------------------------------------

    def act(self, by: str, day: date, measure: int | None, units: frozenset[str]) -> None:
        """Something was done; it is a deed where it is about a unit that has to do with the task."""
        meant = units or frozenset({by})
        if meant & self.parties.responsible:
            self.deeds.append(Deed(day, by, meant, measure))
        if self.status is Status.NOT_STARTED:
            self.status = Status.IN_PROGRESS

    def back(self, measures: Sequence[int] = ()) -> None:
        """The same attempt goes on; the measures named are open again."""
        self.status = Status.IN_PROGRESS
        self.attempt.undo()
        self.open_again(measures)

    def relapse(self, day: date, due: date | None, measures: Sequence[int] = ()) -> None:
        """The next attempt begins: what was done in the last one stays with it."""
        self.relapses += 1
        again = frozenset(measures) or frozenset(self.all_measures())
        self.attempts.append(Attempt(len(self.attempts) + 1, day, due, due, again))
        self.status = Status.IN_PROGRESS
        self.objections = []
        self.ended_promises += [(one, self._done_of(one)) for one in self.promises]
        self.claim, self.promises = None, []
        self.open_again(sorted(again))
        # milestones and figures belong to the first attempt, with the days that they were moved to
        self.moved = {key: due for key, due in self.moved.items() if key[0][1] is not None}
        self.firsts = {}

    def _done_of(self, promise: Promised) -> date | None:
        """When what was promised was done in the attempt that is over: with all of it at the latest."""
        days = [self.attempts[-2].done]
        if promise.node is not None:
            days += [self.whole.get(promise.node), self.parts.get(promise.node, {}).get(promise.by)]
        return min((day for day in days if day is not None), default=None)

    def open_again(self, measures: Sequence[int]) -> None:
        """What was recorded as done of these measures no longer counts; their milestones stay done."""
        for measure in measures:
            node = (measure, None)
            whole, parts = self.whole.pop(node, None), self.parts.pop(node, {})
            for n in range(1, len(self.baseline.measures[measure - 1].milestones) + 1):
                if whole is not None:
                    self.whole.setdefault((measure, n), whole)
                for unit, day in parts.items():
                    self.parts.setdefault((measure, n), {}).setdefault(unit, day)
            self.again.add(measure)

    @abstractmethod
    def whose(self, by: str, named: Sequence[str], measure: int | None) -> frozenset[str] | Refusal:
        """The units that a record is about, by the unit that makes it and those it names."""

    @abstractmethod
    def read(
        self, target: int, part: int | None, value: Decimal, by: str, named: Sequence[str], day: date
    ) -> Refusal | None:
        """A target was read; a reading that is not the unit's to make is refused."""

    @abstractmethod
    def achieve(self, node: Node, by: str, named: Sequence[str], day: date) -> Refusal | None:
        """A milestone or measure is done, by those who may say so."""

    @abstractmethod
    def unmet(self, needs: Sequence[Need]) -> list[str]:
        """What of ``needs`` is missing, as tokens: ``measure:1``, ``evidence``."""

    @abstractmethod
    def extend(self, node: Node | None, named: Sequence[str], moved: Extension) -> Refusal | None:
        """A due day is moved."""

    @abstractmethod
    def due_of(self, node: Node, unit: str | None = None) -> date | None:
        """The day by which a measure or milestone is due, that of its task where it has none of its own."""

    @abstractmethod
    def notice_days(self, since: date, until: date) -> tuple[int, bool]:
        """The length of a notice as the policy counts it, and whether that is projected."""

    @abstractmethod
    def change(self, changes: Sequence[Any]) -> Refusal | None:
        """The baseline is another from now on."""

    @abstractmethod
    def find_objection(self, wanted: str) -> Objected | None:
        """The open objection that a reference or a position names."""

    @abstractmethod
    def refresh(self) -> None:
        """Who may record what has changed."""
