"""The closing chain: how far an issue has come by its entries, and which of them have no effect.

未启动 → 整改中 → 完成整改 → 通过验收 → 公示 → 已销号.  Status only advances along the chain and only by a
unit that may; an entry that does not fit has no effect, so that a wrong record never counts as completed,
accepted or cleared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.model.baseline import Baseline
    from ledger.model.entry import Close, Complete, Entry
    from ledger.model.plan import Level, Policy
    from ledger.model.unit import Units


class Status(StrEnum):
    """How far the closing chain has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    PUBLICIZED = "publicized"
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why an entry has no effect."""

    NOT_ENTITLED = "not_entitled"
    OUT_OF_ORDER = "out_of_order"
    NO_SUCH_MILESTONE = "no_such_milestone"
    NO_SUCH_ENTRY = "no_such_entry"
    REPEATED = "repeated"
    NOTICE_RUNNING = "notice_running"
    OBJECTION_OPEN = "objection_open"
    NOT_LATER = "not_later"


OPEN_ORDER: dict[Status, tuple[str, ...]] = {
    Status.NOT_STARTED: ("start", "progress", "achieve", "complete"),
    Status.IN_PROGRESS: ("progress", "achieve", "complete"),
    Status.COMPLETED: ("accept", "reject", "reopen"),
    Status.ACCEPTED: ("publicize", "reopen"),
    Status.PUBLICIZED: ("object", "answer", "close", "reopen"),
    Status.CLOSED: ("review", "reopen"),
}
"""What moves an issue on from each status, for saying what would be accepted."""

_BY_OFFICE = {"object", "close", "reopen", "extend", "supervise", "account", "amend"}
_BY_RESPONSIBLE = {"start", "progress", "achieve"}
_BY_ACCEPTORS = {"accept", "reject"}
# only what units do themselves is an action; pressure and consequences from above are not
_NO_ACTION = {"supervise", "account", "extend", "amend", "object"}


class Parties(NamedTuple):
    """Who may record what: units by role, groups expanded."""

    lead: frozenset[str]
    responsible: frozenset[str]
    acceptance: tuple[str, ...]
    office: frozenset[str]

    def entitled(self, kind: str) -> frozenset[str]:
        """The units that may make an entry of this type; for ``void`` see :func:`in_effect`."""
        if kind in _BY_OFFICE:
            return self.office
        if kind in _BY_RESPONSIBLE:
            return self.responsible
        if kind in _BY_ACCEPTORS:
            return frozenset(self.acceptance)
        if kind == "complete":
            return self.lead
        if kind == "answer":
            return self.office | self.lead | frozenset(self.acceptance)
        return self.lead | frozenset(self.acceptance)  # publicize, review


def parties(baseline: Baseline, units: Units, policy: Policy) -> Parties:
    """The parties to an issue.

    A unit whose parent is responsible reports for it.  Where the vocabulary has no office, none can be told
    apart and ``office`` is empty.
    """
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    responsible = {*lead, *support, *units.expand((*lead, *support))}
    responsible |= {name for name, unit in units.units.items() if unit.parent in responsible}
    return Parties(
        frozenset({*lead, *units.expand(lead)}),
        frozenset(responsible),
        units.members(baseline.acceptance.units),
        offices(units, policy),
    )


def offices(units: Units, policy: Policy) -> frozenset[str]:
    """The units that act as rectification office (整改办): those of the policy, else of kind ``office``."""
    return frozenset(policy.office) or units.offices


class Extension(NamedTuple):
    """A deadline moved: recorded on which day, from which due day to which."""

    day: date
    old: date | None
    new: date


class Notice(NamedTuple):
    """A public notice (公示), both days included."""

    since: date
    until: date


class Value(NamedTuple):
    """A reading of a target: by whom, on which day, how much."""

    by: str
    day: date
    value: Decimal


Node = tuple[int | None, int | None]
"""A milestone: measure and place in it; ``(3, None)`` is all of measure 3."""


@dataclass(slots=True)
class Chain:
    """Where the entries taken so far have brought an issue."""

    parties: Parties
    due: date | None
    nodes: frozenset[Node]
    status: Status = Status.NOT_STARTED
    acted: bool = False
    completed: date | None = None
    accepted: date | None = None
    closed: date | None = None
    notice: Notice | None = None
    signed: set[str] = field(default_factory=set)
    objections: int = 0
    rejections: int = 0
    relapses: int = 0
    achieved: dict[Node, date] = field(default_factory=dict)
    extensions: list[Extension] = field(default_factory=list)
    supervised: list[tuple[date, Level]] = field(default_factory=list)
    reviewed: date | None = None
    claim: str | None = None
    similar: bool = False
    mechanism: bool = False
    evidence: bool = False
    readings: dict[tuple[int, int | None, str], Value] = field(default_factory=dict)

    def take(self, entry: Entry) -> Refusal | None:
        """Move on by ``entry``; says why where it has no effect."""
        allowed = self.parties.entitled(entry.type)
        if entry.by not in allowed and not (entry.type in _BY_OFFICE and not allowed):
            return Refusal.NOT_ENTITLED
        refused = self._move(entry)
        if refused is None and entry.type not in _NO_ACTION:
            self.acted = True
            if self.status is Status.NOT_STARTED:
                self.status = Status.IN_PROGRESS
        return refused

    def _move(self, entry: Entry) -> Refusal | None:
        match entry.type:
            case "progress":
                self.claim = entry.pace or self.claim
                for reading in entry.readings:
                    key = (reading.target, reading.part, entry.by)
                    self.readings.pop(key, None)  # the latest stands last
                    self.readings[key] = Value(entry.by, entry.date, reading.value)
            case "achieve":
                if (entry.measure, entry.milestone) not in self.nodes:
                    return Refusal.NO_SUCH_MILESTONE
                self.achieved.setdefault((entry.measure, entry.milestone), entry.date)
            case "complete":
                if self.completed is not None:
                    return Refusal.OUT_OF_ORDER
                self.status, self.completed = Status.COMPLETED, entry.date
                self._note(entry)
            case "accept" | "reject":
                return self._accept(entry)
            case "publicize":
                if self.status not in {Status.ACCEPTED, Status.PUBLICIZED}:
                    return Refusal.OUT_OF_ORDER
                self.status, self.notice = Status.PUBLICIZED, Notice(entry.since, entry.until)
            case "object":
                if self.status is not Status.PUBLICIZED:
                    return Refusal.OUT_OF_ORDER
                self.objections += 1
            case "answer":
                if not self.objections:
                    return Refusal.OUT_OF_ORDER
                self.objections = 0
            case "close":
                return self._close(entry)
            case "reopen":
                if self.completed is None:
                    return Refusal.OUT_OF_ORDER
                self._relapse()
            case "review":
                if self.completed is None:
                    return Refusal.OUT_OF_ORDER
                self.reviewed = entry.date
                if entry.result == "relapsed":
                    self._relapse()
            case "extend":
                if self.completed is not None:
                    return Refusal.OUT_OF_ORDER
                if self.due is not None and entry.due <= self.due:
                    return Refusal.NOT_LATER
                self.extensions.append(Extension(entry.date, self.due, entry.due))
                self.due = entry.due
            case "supervise":
                self.supervised.append((entry.date, entry.level))
            case _:
                pass
        return None

    def _note(self, entry: Complete | Close) -> None:
        self.similar |= entry.similar is not None
        self.mechanism |= entry.mechanism is not None
        self.evidence |= bool(entry.evidence)

    def _accept(self, entry: Entry) -> Refusal | None:
        if self.status is not Status.COMPLETED or entry.by in self.signed:
            return Refusal.OUT_OF_ORDER
        if entry.type == "reject":
            self.rejections += 1
            self._back()
            return None
        self.signed.add(entry.by)
        if self.signed == set(self.parties.acceptance):
            self.status, self.accepted = Status.ACCEPTED, entry.date
        return None

    def _close(self, entry: Close) -> Refusal | None:
        if self.status is not Status.PUBLICIZED or self.notice is None:
            return Refusal.OUT_OF_ORDER
        if self.objections:
            return Refusal.OBJECTION_OPEN
        if entry.date <= self.notice.until:
            return Refusal.NOTICE_RUNNING
        self.status, self.closed = Status.CLOSED, entry.date
        self._note(entry)
        return None

    def _relapse(self) -> None:
        self.relapses += 1
        self._back()

    def _back(self) -> None:
        self.status = Status.IN_PROGRESS
        self.completed = self.accepted = self.closed = self.notice = self.reviewed = None
        self.signed = set()
        self.objections = 0
        self.similar = self.mechanism = self.evidence = False


def start_chain(baseline: Baseline, who: Parties) -> Chain:
    """The chain of an issue before its first entry."""
    nodes: set[Node] = {(None, n) for n in range(1, len(baseline.milestones) + 1)}
    for k, measure in enumerate(baseline.measures, 1):
        nodes |= {(k, None), *((k, n) for n in range(1, len(measure.milestones) + 1))}
    return Chain(who, baseline.deadline.due, frozenset(nodes))


class Step(NamedTuple):
    """An entry in the order in which it counts; ``position`` is its place in the file, from 0."""

    position: int
    entry: Entry
    refused: Refusal | None


def steps(entries: Sequence[Entry], chain: Chain, until: date | None = None) -> Iterator[Step]:
    """Move ``chain`` on by the entries dated up to ``until``, by date, on one day in file order.

    Yields every entry, also those without effect, with the reason; a voided entry is left out.
    """
    for position, entry, refused in _in_effect(entries, until, chain.parties.office):
        yield Step(position, entry, refused or (None if entry.type == "void" else chain.take(entry)))


def in_effect(entries: Sequence[Entry], until: date, office: frozenset[str] = frozenset()) -> list[Entry]:
    """The entries dated up to ``until`` that count: not voided, not the same as an earlier one; by date."""
    found = _in_effect(entries, until, office)
    return [entry for _, entry, refused in found if refused is None and entry.type != "void"]


def standing_records(entries: Sequence[Entry], office: frozenset[str]) -> set[Entry]:
    """The entries that no later one voids, voids among them: what has been said and still stands."""
    voided, _ = _voided(list(enumerate(entries)), office)
    return {entry for n, entry in enumerate(entries) if n not in voided}


def _in_effect(
    entries: Sequence[Entry], until: date | None, office: frozenset[str]
) -> list[tuple[int, Entry, Refusal | None]]:
    seen = [(n, entry) for n, entry in enumerate(entries) if until is None or entry.date <= until]
    if len(seen) == 1:
        entry = seen[0][1]
        return [(*seen[0], Refusal.NO_SUCH_ENTRY if entry.type == "void" else None)]
    voided, refused = _voided(seen, office)
    kept: set[Entry] = set()
    for n, entry in seen:
        if n not in voided:
            if entry in kept and entry.type != "void":  # what a void took back may have been recorded again
                refused[n] = Refusal.REPEATED
            kept.add(entry)
    found = [(n, entry, refused.get(n)) for n, entry in seen if n not in voided]
    return sorted(found, key=lambda item: item[1].date)


def _voided(seen: Sequence[tuple[int, Entry]], office: frozenset[str]) -> tuple[set[int], dict[int, Refusal]]:
    """The positions of voided entries, and the voids without effect.

    A void takes back every earlier entry in the file with its reference; it is made by the unit that made
    that entry, or by the office.  From the last one on, as a void may itself have been voided.
    """
    voided: set[int] = set()
    refused: dict[int, Refusal] = {}
    if not any(entry.type == "void" for _, entry in seen):
        return voided, refused
    from ledger.model.entry import ref_of

    refs = {n: ref_of(entry) for n, entry in seen}
    for n, void in reversed(seen):
        if void.type != "void" or n in voided:
            continue
        meant = [(k, entry) for k, entry in seen if k < n and refs[k] == void.entry]
        if not meant:
            refused[n] = Refusal.NO_SUCH_ENTRY
        elif void.by != meant[0][1].by and void.by not in office:
            refused[n] = Refusal.NOT_ENTITLED
        else:
            voided |= {k for k, _ in meant}
    return voided, refused
