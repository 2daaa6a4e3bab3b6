"""序时进度: whether what was to be done by a day is done, read from milestones, deadline and targets.

No official definition was found; this one is what reports go by: on the day of the report, every stage that
was to be done is done.  The program only says what is certain; how a unit judges itself it never rewrites.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.status import milestone_states
from ledger.judging.targets import TargetState, target_states

if TYPE_CHECKING:
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.status import MilestoneState
    from ledger.model.baseline import Baseline
    from ledger.model.unit import Units


class Pace(StrEnum):
    """超过、达到、未达到序时进度."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND_PACE = "behind_pace"


class Stage(NamedTuple):
    """Something that was to be done by a day: a milestone, a target with a day of its own, or the issue."""

    due: date
    done: bool
    milestone: MilestoneState | None = None
    target: TargetState | None = None


class Pacing(NamedTuple):
    """The reading of an issue, and what it rests on.

    ``elapsed`` is the share of time that has passed from ``since`` to the due day, per cent with one decimal;
    it is shown beside the targets' shares and decides nothing.
    """

    pace: Pace
    stages: tuple[Stage, ...]
    targets: tuple[TargetState, ...]
    since: date | None
    elapsed: Decimal | None

    @property
    def missed(self) -> tuple[Stage, ...]:
        """The stages that had to be done and are not."""
        return tuple(stage for stage in self.stages if not stage.done)


def pace(baseline: Baseline, chain: Chain, units: Units, day: date, since: date | None = None) -> Pacing:
    """The reading on ``day`` of an issue whose entries up to that day ``chain`` has taken."""
    targets = target_states(baseline, chain, units)
    completed = chain.completed is not None
    stages = [
        Stage(m.milestone.due, m.done is not None, milestone=m) for m in milestone_states(baseline, chain)
    ]
    stages += [Stage(t.target.due, t.met or completed, target=t) for t in targets if t.target.due is not None]
    if chain.due is not None:
        stages.append(Stage(chain.due, completed))
    stages.sort(key=lambda stage: stage.due)
    due = [stage for stage in stages if stage.due < day]
    if any(not stage.done for stage in due):
        verdict = Pace.BEHIND_PACE
    elif any(stage.done for stage in stages if stage.due >= day):
        verdict = Pace.AHEAD
    else:
        verdict = Pace.ON_PACE
    return Pacing(verdict, tuple(due), targets, since, _elapsed(since, chain.due, day))


def contradicts(claim: str, reading: Pacing) -> bool:
    """Whether a unit's own judgement cannot be right: on pace or ahead while something due is not done."""
    return claim != Pace.BEHIND_PACE.value and reading.pace is Pace.BEHIND_PACE


def _elapsed(since: date | None, due: date | None, day: date) -> Decimal | None:
    if since is None or due is None or due <= since or day < since:
        return None
    share = Decimal(min((day - since).days, (due - since).days)) / (due - since).days * 100
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
