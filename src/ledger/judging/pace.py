"""序时进度: whether what was to be done by a day is done, read from the obligations of an issue.

No official definition was found; this one is what reports go by: on the day of the report, everything that
was to be done by then is done.  The program only says what is certain; how a unit judges itself it never
rewrites.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.owed import STAGES, Basis, Obligation, What

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.shares import Shares
    from ledger.judging.targets import TargetState
    from ledger.model.plan import Policy


class Pace(StrEnum):
    """超过、达到、未达到序时进度；时限未定."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND_PACE = "behind_pace"
    UNDETERMINED = "undetermined"


class Pacing(NamedTuple):
    """The reading of an issue, and what it rests on.

    ``stages`` are the obligations with a day that had come; ``missed`` those of them that are open.
    ``elapsed`` is the share of time that has passed from ``since`` to the due day, per cent with one decimal;
    ``lagging`` are the targets, from 1, whose per cent is behind that of time by more than the policy allows.
    """

    pace: Pace
    stages: tuple[Obligation, ...]
    missed: tuple[Obligation, ...]
    targets: tuple[TargetState, ...]
    since: date | None
    elapsed: Decimal | None
    lagging: tuple[int, ...] = ()
    claim: str | None = None
    unacted: bool = False


_COUNT = {What.ISSUE, What.MEASURE, What.MILESTONE, What.FIGURE, What.PROMISE}


def pace(
    chain: Chain,
    shares: Shares,
    obligations: Sequence[Obligation],
    day: date,
    policy: Policy,
    since: date | None = None,
    *,
    unacted: bool = False,
) -> Pacing:
    """The reading on ``day``; ``unacted`` that nothing was done of what was to be begun at once."""
    mine = [one for one in obligations if one.what in _COUNT]
    dated = [one for one in mine if one.dated]
    stages = sorted((one for one in dated if _first_day(one, day)), key=lambda one: one.due or day)
    missed = tuple(one for one in stages if any(one.debts(None, day)))
    ahead = any(one.what in STAGES and one.done and _last_day(one, day) > day for one in dated)
    ahead = ahead and (not mine or mine[0].done is None)
    elapsed = _elapsed(since, chain.attempt.due, day)
    if missed or unacted or chain.claim == Pace.BEHIND_PACE:
        verdict = Pace.BEHIND_PACE
    elif mine and mine[0].basis is Basis.UNDETERMINED:
        verdict = Pace.UNDETERMINED
    else:
        verdict = Pace.AHEAD if ahead else Pace.ON_PACE
    targets = shares.targets
    lagging = tuple(_lagging(targets, elapsed, policy.pace_gap)) if chain.completed is None else ()
    return Pacing(verdict, tuple(stages), missed, targets, since, elapsed, lagging, chain.claim, unacted)


def _first_day(one: Obligation, day: date) -> bool:
    """Whether any part of it was due by the day."""
    days = [share.due for share in one.shares if share.due is not None]
    first = min(days, default=one.due)
    return first is not None and first <= day


def _last_day(one: Obligation, day: date) -> date:
    """The last day on which any part of it is due."""
    return max((share.due for share in one.shares if share.due is not None), default=one.due or day)


def _lagging(targets: Sequence[TargetState], elapsed: Decimal | None, gap: int) -> list[int]:
    if elapsed is None:
        return []
    return [
        state.number
        for state in targets
        if state.percent is not None and not state.each and elapsed - state.percent > gap and not state.met
    ]


def contradicts(claim: str, reading: Pacing) -> bool:
    """Whether a unit's own judgement cannot be right: on pace or ahead while something due is not done."""
    return claim != Pace.BEHIND_PACE.value and bool(reading.missed)


def _elapsed(since: date | None, due: date | None, day: date) -> Decimal | None:
    if since is None or due is None or due <= since or day < since:
        return None
    share = Decimal(min((day - since).days, (due - since).days)) / (due - since).days * 100
    return share.quantize(Decimal("0.1"), ROUND_HALF_UP)
