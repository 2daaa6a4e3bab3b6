"""What holds of an issue on a day: status (未启动…已销号), standing (逾期、反弹、滞后…), pace and doubts.

All of it follows from its obligations and its course; nothing of it is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ledger.judging.milestones import MilestoneState, milestone_states
from ledger.judging.obligations import of_issue, review_day
from ledger.judging.owed import STAGES, Basis, Debt, Obligation, What
from ledger.judging.pace import Pace, Pacing, pace
from ledger.judging.parties import Setting
from ledger.judging.shares import Shares
from ledger.judging.targets import called
from ledger.judging.walk import walk
from ledger.model.course import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.attempt import Attempt, Extension, Notice
    from ledger.model.baseline import Baseline
    from ledger.model.ledger import Issue
    from ledger.model.plan import Plan, Policy
    from ledger.model.unit import Units


class Standing(StrEnum):
    """Whether the issue is in time: the word of its worst open obligation."""

    OVERDUE = "overdue"
    RELAPSED = "relapsed"
    BEHIND = "behind"
    UNDETERMINED = "undetermined"
    UNACTED = "unacted"
    DUE_SOON = "due_soon"
    ON_SCHEDULE = "on_schedule"
    MET = "met"
    MET_EXTENDED = "met_extended"
    MET_LATE = "met_late"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """How the deadline is given."""

    DATED = "dated"
    IMMEDIATE = "immediate"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What holds of an issue on a day.

    ``baseline`` is what the plan says on the day, as construed and amended, with units as they are called
    then.
    ``due`` is the deadline after extensions and amendments, ``first_due`` the plan's own; ``days_overdue``
    counts the days after it, ``None`` when the issue is not late.  ``completed`` is the day on which
    rectification was completed, while it stands, and ``margin`` the days from then to the due day: early
    above zero, late below.  ``review`` is the day by which a standing duty is to be reviewed next.
    ``pacing`` is the program's reading of pace; ``doubts`` name what a person has to decide or look at.
    ``refused`` are the entries by the day that have no effect: their positions, from 0, and why.
    """

    issue: Issue
    as_of: date
    chain: Chain
    shares: Shares
    baseline: Baseline
    obligations: tuple[Obligation, ...]
    status: Status
    standing: Standing
    kind: Kind
    pacing: Pacing
    doubts: tuple[str, ...]
    review: date | None
    entries: int
    late: tuple[Debt, ...] = field(default=(), repr=False)
    refused: tuple[tuple[int, Reason], ...] = ()

    @property
    def without_effect(self) -> int:
        """How many entries by the day have no effect, but for those that only say again what was said."""
        return sum(1 for _, reason in self.refused if reason is not Reason.REPEATED)

    @property
    def task(self) -> Obligation | None:
        """The obligation of the issue as a whole; ``None`` once it is withdrawn."""
        return self.obligations[0] if self.obligations else None

    @property
    def first_due(self) -> date | None:
        """The due day of the plan, before it was amended or extended."""
        return self.chain.attempts[0].first_due

    @property
    def due(self) -> date | None:
        """The due day of the attempt that is going on."""
        return self.chain.attempt.due

    @property
    def completed(self) -> date | None:
        """The day on which rectification was completed, while it stands."""
        return self.chain.completed

    @property
    def first_completed(self) -> date | None:
        """The day on which the first attempt was completed, also when the problem came back since."""
        return self.chain.attempts[0].done

    @property
    def days_overdue(self) -> int | None:
        """Days after the due day of an open issue."""
        if self.due is None or self.completed is not None or self.status is Status.WITHDRAWN:
            return None
        days = (self.as_of - self.due).days
        return days if days > 0 else None

    @property
    def margin(self) -> int | None:
        """Days from completion to the due day."""
        if self.due is None or self.completed is None:
            return None
        return (self.due - self.completed).days

    @property
    def accepted(self) -> date | None:
        """The day on which the last acceptance unit signed, while that stands."""
        return self.chain.attempt.accepted

    @property
    def closed(self) -> date | None:
        """The day on which the issue was cleared, while that stands."""
        return self.chain.attempt.closed

    @property
    def notice(self) -> Notice | None:
        """The public notice."""
        return self.chain.attempt.notice

    @property
    def extensions(self) -> list[Extension]:
        """How due days were moved, in order."""
        return self.chain.extensions

    @property
    def targets(self) -> tuple[TargetState, ...]:
        """The figures to be reached; units are named as they are called on the day."""
        units = self.chain.units
        if not units.renamed:
            return self.shares.targets
        return tuple(called(state, units, self.as_of) for state in self.shares.targets)

    def figure_due(self, state: TargetState, part: PartState | None = None) -> date | None:
        """The day by which a figure is to be reached: its own as it holds, else that of the task."""
        number = part.number if part else None
        for one in self.obligations:
            if one.what is What.FIGURE and (one.target, one.part) == (state.number, number):
                return one.due
        for node, carried in self.shares.carried.items():
            if any(
                held.number == state.number and (p.number if p else None) == number for held, p in carried
            ):
                return self.chain.due_of(node)
        own = state.target.due if part is None else part.part.due or state.target.due
        return own if own is not None and own != self.baseline.deadline.due else self.due

    @property
    def owed_by(self) -> tuple[str, ...]:
        """The units that still owe something of the issue."""
        owing = dict.fromkeys(self.task.owed_by if self.task is not None else ())
        for one in self.obligations:
            if one.what in STAGES:
                owing |= dict.fromkeys(one.owed_by)
        return tuple(owing)

    @property
    def done_by(self) -> tuple[str, ...]:
        """The units that have done a share and owe nothing of the issue any more."""
        done = dict.fromkeys(unit for one in self.obligations for unit in one.done_by)
        owing = set(self.owed_by)
        return tuple(unit for unit in done if unit not in owing)

    @property
    def basis(self) -> Basis:
        """What the due day rests on."""
        return self.task.basis if self.task is not None else Basis.READ

    @property
    def pace(self) -> Pace | None:
        """序时进度 while it is open; ``None`` of what is completed or withdrawn."""
        return self.pacing.pace if self.completed is None and self.obligations else None

    @property
    def reopened(self) -> int | None:
        """Days since the attempt after a relapse began; ``None`` in the first attempt."""
        began = self.chain.attempt.began
        return None if began is None else (self.as_of - began).days

    @property
    def milestones(self) -> tuple[MilestoneState, ...]:
        """The milestones of the plan: done when recorded, with their measure, their figure, or the issue."""
        return milestone_states(self.chain, self.shares, self.as_of)


def policy_of(plan: Plan | None) -> Policy:
    """The office's settings, or the defaults where the plan could not be read."""
    from ledger.model.plan import Policy

    return plan.policy if plan else Policy()


def judge(
    issue: Issue, as_of: date, setting: Setting, issued: date | None = None, since: date | None = None
) -> Judgement:
    """Judge one issue on a day.

    ``issued`` is the day the plan was issued, where known; ``since`` the day from which time is counted for
    pace.
    """
    walked = walk(issue.baseline, issue.entries, setting, as_of)
    refused = tuple((step.position, step.refused.reason) for step in walked if step.refused is not None)
    chain, policy = walked.chain, setting.policy
    shares = Shares(chain)
    obligations = tuple(of_issue(issue.id, chain, shares, policy, issued, as_of))
    late = tuple(_late(obligations, as_of))
    unacted = _unacted(obligations, as_of)
    reading = pace(chain, shares, obligations, as_of, policy, since, unacted=unacted)
    return Judgement(
        issue=issue,
        as_of=as_of,
        chain=chain,
        shares=shares,
        baseline=_called(chain.baseline, setting.units, as_of),
        obligations=obligations,
        status=chain.status,
        standing=_standing(chain, obligations, late, as_of, policy, unacted=unacted),
        kind=_kind(chain),
        pacing=reading,
        doubts=tuple(_doubts(chain, obligations, shares, reading)),
        review=review_day(chain, policy),
        entries=sum(1 for entry in issue.entries if entry.date <= as_of),
        late=late,
        refused=refused,
    )


def _called(baseline: Baseline, units: Units, as_of: date) -> Baseline:
    """The baseline with the units that it names as they are called on a day."""
    if not units.renamed:
        return baseline
    said = baseline.responsibility
    lead, support = (units.all_on(names, as_of) for names in (said.lead, said.support))
    update: dict[str, Any] = {"responsibility": said.model_copy(update={"lead": lead, "support": support})}
    accepting = units.all_on(baseline.acceptance.units, as_of)
    update["acceptance"] = baseline.acceptance.model_copy(update={"units": accepting})
    update["measures"] = tuple(
        one.model_copy(update={"by": units.all_on(one.by, as_of)}) if one.by else one
        for one in baseline.measures
    )
    return baseline.model_copy(update=update)


def reading_on(
    issue: str, chain: Chain, day: date, policy: Policy, issued: date | None, since: date | None
) -> Pacing:
    """The program's reading of pace on a day, by the entries that the chain has taken so far."""
    shares = Shares(chain)
    obligations = tuple(of_issue(issue, chain, shares, policy, issued, day))
    return pace(chain, shares, obligations, day, policy, since, unacted=_unacted(obligations, day))


def _kind(chain: Chain) -> Kind:
    if chain.attempt.due is not None:
        return Kind.DATED
    return Kind.IMMEDIATE if chain.baseline.deadline.immediate else Kind.UNDATED


def _late(obligations: Iterable[Obligation], as_of: date) -> Iterable[Debt]:
    """What is open after its day."""
    if as_of.toordinal() == 1:
        return
    for one in obligations:
        yield from one.debts(None, as_of - timedelta(1))


def _unacted(obligations: Iterable[Obligation], as_of: date) -> bool:
    """Whether nothing was done of what is to be begun at once: past its days or, for a task, since nobody
    knows."""
    for one in obligations:
        if one.what is What.FIRST_ACTION and one.done is None:
            if one.due is None and one.measure is None:
                return True
            if one.due is not None and as_of > one.due:
                return True
    return False


def _standing(
    chain: Chain,
    obligations: tuple[Obligation, ...],
    late: Iterable[Debt],
    as_of: date,
    policy: Policy,
    *,
    unacted: bool,
) -> Standing:
    if not obligations:
        return Standing.WITHDRAWN
    task = obligations[0]
    if task.done is not None:
        return _met(chain)
    kinds = {debt.obligation.what for debt in late}
    if What.ISSUE in kinds:
        return Standing.OVERDUE
    if chain.attempt.number > 1:
        return Standing.RELAPSED
    if kinds - {What.FIRST_ACTION}:
        return Standing.BEHIND
    if task.basis is Basis.UNDETERMINED:
        return Standing.UNDETERMINED
    if unacted:
        return Standing.UNACTED
    if task.due is not None and (task.due - as_of).days <= policy.warn_days:
        return Standing.DUE_SOON
    return Standing.ON_SCHEDULE


def _met(chain: Chain) -> Standing:
    """Completed by the first due day, by the one it was moved to, or later; of several attempts the worst."""
    words = [how_met(one) for one in chain.attempts if one.done is not None]
    order = (Standing.MET_LATE, Standing.MET_EXTENDED, Standing.MET)
    return min(words, key=order.index, default=Standing.MET)


def how_met(attempt: Attempt) -> Standing:
    """How one attempt was completed: by its first due day, by the one it was moved to, or later."""
    done = attempt.done
    if done is None or attempt.due is None:
        return Standing.MET
    if done > attempt.due:
        return Standing.MET_LATE
    if attempt.first_due is not None and done <= attempt.first_due:
        return Standing.MET
    return Standing.MET_EXTENDED if attempt.first_due is not None else Standing.MET


def _doubts(
    chain: Chain, obligations: tuple[Obligation, ...], shares: Shares, reading: Pacing
) -> Iterable[str]:
    """What a person has to decide or look at, as tokens: ``deadline_undetermined``, ``figure_lags:1``."""
    if not obligations:
        return
    if obligations[0].basis is Basis.UNDETERMINED:
        yield "deadline_undetermined" if chain.attempt.number == 1 else "relapse_without_due"
    missing = chain.baseline.missing
    if not chain.baseline.responsibility.lead:
        yield "responsible_undetermined" if "responsibility" in missing else "lead_undetermined"
    if not chain.parties.acceptance:
        yield "acceptance_undetermined"
    if "goal" in missing:
        yield "goal_undetermined"
    if not chain.all_measures():
        yield "measures_undetermined"
    for number in reading.lagging:
        yield f"figure_lags:{number}"
    for state in shares.targets:
        if state.target.compare == "?":
            yield f"comparison_undetermined:{state.number}"
        if state.conflict:
            yield f"figures_conflict:{state.number}"
        if chain.completed is not None and state.value is not None and not state.met:
            yield f"below_target:{state.number}"
    if chain.attempt.notice is not None and chain.attempt.notice.projected:
        yield "notice_projected"
