"""Status (未启动…已销号) and standing (逾期、按期…) of an issue on a day.

Both are derived from the baseline and the entries dated up to that day; nothing of them is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.model.baseline import Milestone
    from ledger.model.entry import Entry
    from ledger.model.ledger import Issue, Ledger
    from ledger.model.plan import Policy
    from ledger.model.unit import Units


class Status(StrEnum):
    """How far the closing chain has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    PUBLICIZED = "publicized"
    CLOSED = "closed"


class Standing(StrEnum):
    """Whether the issue is in time; one word for each issue."""

    OVERDUE = "overdue"
    BEHIND = "behind"
    UNACTED = "unacted"
    DUE_SOON = "due_soon"
    ON_SCHEDULE = "on_schedule"
    MET = "met"
    MET_LATE = "met_late"


class Kind(StrEnum):
    """How the deadline is given."""

    DATED = "dated"
    IMMEDIATE = "immediate"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone of an issue on a day.

    ``measure`` counts from 1 and is ``None`` for a milestone of the goal; ``index`` counts from 1 within it.
    """

    measure: int | None
    index: int
    milestone: Milestone
    done: date | None


class Judgement(NamedTuple):
    """What holds of an issue on a day.

    ``due`` is the deadline after extensions; ``days_overdue`` counts the days after it, ``None`` when the
    issue is not late.  ``completed`` is the day on which rectification was completed, while it stands.
    """

    issue: Issue
    status: Status
    standing: Standing
    kind: Kind
    due: date | None
    days_overdue: int | None
    completed: date | None
    milestones: tuple[MilestoneState, ...]
    entries: int


def judge_all(ledger: Ledger, as_of: date) -> list[Judgement]:
    """Judge every issue of the ledger on the day ``as_of``, in plan order."""
    from ledger.model.plan import Policy

    policy = ledger.plan.policy if ledger.plan else Policy()
    issued = ledger.plan.issued if ledger.plan else None
    return [judge(issue, as_of, ledger.units, policy, issued) for issue in ledger.issues]


def judge(issue: Issue, as_of: date, units: Units, policy: Policy, issued: date | None = None) -> Judgement:
    """Judge one issue on the day ``as_of``.  ``issued`` is the day the plan was issued, where known."""
    seen = in_effect(issue.entries, as_of)
    chain = _Chain(issue, units)
    for entry in seen:
        chain.take(entry)
    deadline = issue.baseline.deadline
    due = chain.due or deadline.due
    milestones = _milestones(issue, chain)
    kind = Kind.DATED if due else Kind.IMMEDIATE if deadline.immediate else Kind.UNDATED
    late = (as_of - due).days if due is not None and chain.completed is None and as_of > due else None
    return Judgement(
        issue=issue,
        status=chain.status,
        standing=_standing(chain, kind, due, late, milestones, as_of, policy, issued),
        kind=kind,
        due=due,
        days_overdue=late,
        completed=chain.completed,
        milestones=milestones,
        entries=sum(1 for entry in issue.entries if entry.date <= as_of),
    )


def in_effect(entries: Sequence[Entry], as_of: date) -> list[Entry]:
    """The entries dated up to ``as_of`` that no later entry voids, by date; on one day in file order."""
    voided: set[int] = set()
    for n in range(len(entries) - 1, -1, -1):  # from the last: a void may itself have been voided
        entry = entries[n]
        if entry.type == "void" and entry.date <= as_of and n not in voided and entry.entry <= n:
            voided.add(entry.entry - 1)
    seen = [e for n, e in enumerate(entries) if e.date <= as_of and n not in voided and e.type != "void"]
    return sorted(seen, key=lambda entry: entry.date)


class Refusal(StrEnum):
    """Why an entry has no effect on the closing chain."""

    NOT_ENTITLED = "not_entitled"
    OUT_OF_ORDER = "out_of_order"
    NO_SUCH_MILESTONE = "no_such_milestone"


def refusals(issue: Issue, units: Units) -> list[tuple[Entry, Refusal]]:
    """The entries of an issue that have no effect, and why; in order of date."""
    chain = _Chain(issue, units)
    refused = []
    for entry in in_effect(issue.entries, date.max):
        why = chain.take(entry)
        if why is not None:
            refused.append((entry, why))
    return refused


class _Chain:
    """The closing chain, moved on by one entry at a time.

    Status only advances along the chain and only by a unit that may: an entry that does not fit has no
    effect, so that a wrong record never counts as completed, accepted or cleared.
    """

    def __init__(self, issue: Issue, units: Units) -> None:
        baseline = issue.baseline
        self.leads = {*baseline.responsibility.lead, *units.expand(baseline.responsibility.lead)}
        self.acceptors = set(baseline.acceptance.units)
        self.known: set[tuple[int | None, int]] = {(None, n) for n in range(1, len(baseline.milestones) + 1)}
        self.known |= {
            (k, n)
            for k, measure in enumerate(baseline.measures, 1)
            for n in range(1, len(measure.milestones) + 1)
        }
        self.status = Status.NOT_STARTED
        self.completed: date | None = None
        self.accepted: set[str] = set()
        self.due: date | None = None
        self.acted = False
        self.achieved: dict[tuple[int | None, int], date] = {}

    def take(self, entry: Entry) -> Refusal | None:
        """Move on by ``entry``; says why where it has no effect."""
        refused = self._move(entry)
        # only what units do themselves is an action; pressure and consequences from above are not
        if refused is None and entry.type not in _FROM_ABOVE:
            self.acted = True
            if self.status is Status.NOT_STARTED:
                self.status = Status.IN_PROGRESS
        return refused

    def _move(self, entry: Entry) -> Refusal | None:
        match entry.type:
            case "achieve":
                if (entry.measure, entry.milestone) not in self.known:
                    return Refusal.NO_SUCH_MILESTONE
                self.achieved.setdefault((entry.measure, entry.milestone), entry.date)
            case "complete":
                if entry.by not in self.leads:
                    return Refusal.NOT_ENTITLED
                if self.completed is not None:
                    return Refusal.OUT_OF_ORDER
                self.status, self.completed = Status.COMPLETED, entry.date
            case "accept" | "reject":
                return self._accept(entry)
            case "publicize":
                if self.status is not Status.ACCEPTED:
                    return Refusal.OUT_OF_ORDER
                self.status = Status.PUBLICIZED
            case "close":
                if self.status is not Status.PUBLICIZED:
                    return Refusal.OUT_OF_ORDER
                self.status = Status.CLOSED
            case "reopen":
                if self.completed is None:
                    return Refusal.OUT_OF_ORDER
                self._back()
            case "review" if entry.result == "relapsed":
                self._back()
            case "extend":
                self.due = entry.due
            case _:
                pass
        return None

    def _accept(self, entry: Entry) -> Refusal | None:
        if entry.by not in self.acceptors:
            return Refusal.NOT_ENTITLED
        if self.status is not Status.COMPLETED:
            return Refusal.OUT_OF_ORDER
        if entry.type == "reject":
            self._back()
            return None
        self.accepted.add(entry.by)
        if self.accepted == self.acceptors:
            self.status = Status.ACCEPTED
        return None

    def _back(self) -> None:
        self.status, self.completed = Status.IN_PROGRESS, None
        self.accepted = set()


_FROM_ABOVE = {"supervise", "account", "extend", "amend", "object"}


def _milestones(issue: Issue, chain: _Chain) -> tuple[MilestoneState, ...]:
    baseline = issue.baseline
    groups: list[tuple[int | None, Iterable[Milestone]]] = [(None, baseline.milestones)]
    groups += [(number, measure.milestones) for number, measure in enumerate(baseline.measures, 1)]
    return tuple(
        MilestoneState(measure, index, milestone, chain.achieved.get((measure, index)) or chain.completed)
        for measure, milestones in groups
        for index, milestone in enumerate(milestones, 1)
    )


def _standing(
    chain: _Chain,
    kind: Kind,
    due: date | None,
    late: int | None,
    milestones: tuple[MilestoneState, ...],
    as_of: date,
    policy: Policy,
    issued: date | None,
) -> Standing:
    if chain.completed is not None:
        return Standing.MET_LATE if due is not None and chain.completed > due else Standing.MET
    if late is not None:
        return Standing.OVERDUE
    if any(m.done is None and m.milestone.due < as_of for m in milestones):
        return Standing.BEHIND
    if kind is Kind.IMMEDIATE:
        patient = issued is not None and (as_of - issued).days <= policy.immediate_days
        return Standing.ON_SCHEDULE if chain.acted or patient else Standing.UNACTED
    if due is not None and (due - as_of).days <= policy.warn_days:
        return Standing.DUE_SOON
    return Standing.ON_SCHEDULE
