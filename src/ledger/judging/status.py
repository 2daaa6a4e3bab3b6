"""Status (未启动…已销号) and standing (逾期、按期…) of an issue on a day.

Both are derived from the baseline and the entries dated up to that day; nothing of them is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.chain import Chain, Parties, Refusal, Status, parties, start_chain, steps
from ledger.judging.days import months_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.judging.chain import Extension, Notice
    from ledger.model.baseline import Baseline, Milestone
    from ledger.model.entry import Entry
    from ledger.model.ledger import Issue, Ledger
    from ledger.model.plan import Plan, Policy
    from ledger.model.unit import Units


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

    ``due`` is the deadline after extensions, the first one is in the baseline; ``days_overdue`` counts the
    days after it, ``None`` when the issue is not late.  ``completed`` is the day on which rectification was
    completed, while it stands, and ``margin`` the days from then to the due day: early above zero, late
    below, frozen with completion.  ``review`` is the day by which a standing duty is to be reviewed next.
    ``chain`` holds what the entries have brought about besides.
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
    chain: Chain
    margin: int | None
    review: date | None

    @property
    def accepted(self) -> date | None:
        """The day on which the last acceptance unit signed, while that stands."""
        return self.chain.accepted

    @property
    def closed(self) -> date | None:
        """The day on which the issue was cleared, while that stands."""
        return self.chain.closed

    @property
    def notice(self) -> Notice | None:
        """The public notice."""
        return self.chain.notice

    @property
    def extensions(self) -> list[Extension]:
        """How the deadline was moved, in order."""
        return self.chain.extensions


def policy_of(plan: Plan | None) -> Policy:
    """The office's settings, or the defaults where the plan could not be read."""
    from ledger.model.plan import Policy

    return plan.policy if plan else Policy()


def judge_all(ledger: Ledger, as_of: date) -> list[Judgement]:
    """Judge every issue of the ledger on the day ``as_of``, in plan order."""
    policy = policy_of(ledger.plan)
    issued = ledger.plan.issued if ledger.plan else None
    return [judge(issue, as_of, ledger.units, policy, issued) for issue in ledger.issues]


def judge(issue: Issue, as_of: date, units: Units, policy: Policy, issued: date | None = None) -> Judgement:
    """Judge one issue on the day ``as_of``.  ``issued`` is the day the plan was issued, where known."""
    chain = chain_on(issue, as_of, units, policy)
    due, completed = chain.due, chain.completed
    milestones = milestone_states(issue.baseline, chain)
    kind = Kind.DATED if due else Kind.IMMEDIATE if issue.baseline.deadline.immediate else Kind.UNDATED
    late = (as_of - due).days if due is not None and completed is None and as_of > due else None
    return Judgement(
        issue=issue,
        status=chain.status,
        standing=_standing(chain, kind, late, milestones, as_of, policy, issued),
        kind=kind,
        due=due,
        days_overdue=late,
        completed=completed,
        milestones=milestones,
        entries=sum(1 for entry in issue.entries if entry.date <= as_of),
        chain=chain,
        margin=(due - completed).days if due is not None and completed is not None else None,
        review=_review(issue, chain, policy),
    )


def chain_on(issue: Issue, as_of: date | None, units: Units, policy: Policy) -> Chain:
    """The closing chain of an issue after its entries dated up to ``as_of``; ``None`` for all of them."""
    if not issue.entries:  # most issues of a new ledger: who may record is asked only of records
        return Chain(_NOBODY, issue.baseline.deadline.due, frozenset())
    chain = start_chain(issue.baseline, parties(issue.baseline, units, policy))
    for _ in steps(issue.entries, chain, as_of):
        pass
    return chain


_NOBODY = Parties(frozenset(), frozenset(), (), frozenset())


def refusals(issue: Issue, units: Units, policy: Policy) -> list[tuple[Entry, Refusal]]:
    """The entries of an issue that have no effect, and why; in order of date."""
    chain = start_chain(issue.baseline, parties(issue.baseline, units, policy))
    return [(step.entry, step.refused) for step in steps(issue.entries, chain) if step.refused is not None]


def milestone_states(baseline: Baseline, chain: Chain) -> tuple[MilestoneState, ...]:
    """The milestones of an issue: done when recorded, with their measure, or with the issue as a whole."""
    groups: list[tuple[int | None, Iterable[Milestone]]] = [(None, baseline.milestones)]
    groups += [(number, measure.milestones) for number, measure in enumerate(baseline.measures, 1)]
    achieved = chain.achieved
    return tuple(
        MilestoneState(
            measure,
            index,
            milestone,
            achieved.get((measure, index)) or achieved.get((measure, None)) or chain.completed,
        )
        for measure, milestones in groups
        for index, milestone in enumerate(milestones, 1)
    )


def _review(issue: Issue, chain: Chain, policy: Policy) -> date | None:
    """The day by which a completed standing duty is to be reviewed, counted from the last review."""
    if chain.completed is None or not issue.baseline.deadline.sustained:
        return None
    return months_after(chain.reviewed or chain.completed, policy.review_months)


def _standing(
    chain: Chain,
    kind: Kind,
    late: int | None,
    milestones: tuple[MilestoneState, ...],
    as_of: date,
    policy: Policy,
    issued: date | None,
) -> Standing:
    due = chain.due
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
