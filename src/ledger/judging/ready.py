"""The closing checklist: what the next step of the closing chain still needs (销号清单)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.shares import Shares
from ledger.judging.targets import called
from ledger.model.course import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.status import Judgement
    from ledger.judging.targets import TargetState
    from ledger.model.plan import Need, Policy
    from ledger.model.unit import Units


class Gap(NamedTuple):
    """Something that is missing.

    ``need`` is a need of the policy, or ``signature``, ``objection``, ``notice``, ``review``.  The other
    fields say what of it: a measure and a milestone in it (both counted from 1), a target, the units that are
    missing, a day.
    """

    need: str
    measure: int | None = None
    milestone: int | None = None
    target: TargetState | None = None
    units: tuple[str, ...] = ()
    day: date | None = None


class Readiness(NamedTuple):
    """The next step of an issue, who takes it, and what it still needs; ``step`` is ``None`` at the end."""

    step: str | None
    by: tuple[str, ...]
    gaps: tuple[Gap, ...]


def unmet(needs: Iterable[Need], chain: Chain) -> list[Gap]:
    """What of ``needs`` an issue does not have."""
    return [gap for need in needs for gap in _gaps(need, chain)]


def tokens(chain: Chain, needs: Iterable[Need]) -> list[str]:
    """What of ``needs`` is missing, in short: ``measure:1``, ``milestone:1.2``, ``target:1``,
    ``evidence``."""
    return [_token(gap) for gap in unmet(dict.fromkeys(needs), chain)]


def _token(gap: Gap) -> str:
    if gap.target is not None:
        return f"target:{gap.target.number}"
    if gap.milestone is not None:
        return f"milestone:{gap.measure}.{gap.milestone}"
    return f"measure:{gap.measure}" if gap.measure is not None else gap.need


def _gaps(need: Need, chain: Chain) -> Iterator[Gap]:
    shares = Shares(chain)
    match need:
        case "measures":
            for k in chain.all_measures():
                if shares.done((k, None)) is None:
                    yield Gap(need, measure=k, units=_owing(shares, chain, k))
        case "milestones":
            if len(chain.attempts) > 1:  # they belong to the first attempt
                return
            for k in chain.all_measures():
                for n in range(1, len(chain.baseline.measures[k - 1].milestones) + 1):
                    if shares.done((k, n)) is None:
                        yield Gap(need, measure=k, milestone=n, units=shares.owed_by((k, n)))
        case "targets":
            for state in shares.targets:
                if not state.met:
                    yield Gap(need, target=state, units=state.waiting)
        case "similar" | "mechanism" | "evidence":
            if not getattr(chain.attempt, need):
                yield Gap(need)


def _owing(shares: Shares, chain: Chain, measure: int) -> tuple[str, ...]:
    """Who has not done a measure, or a milestone of it that is open: as ``overdue`` names them."""
    owing = dict.fromkeys(shares.owed_by((measure, None)))
    if len(chain.attempts) == 1:
        for n in range(1, len(chain.baseline.measures[measure - 1].milestones) + 1):
            if shares.done((measure, n)) is None:
                owing |= dict.fromkeys(shares.owed_by((measure, n)))
    return tuple(owing)


def readiness(judgement: Judgement, units: Units, policy: Policy, as_of: date) -> Readiness:
    """What comes next for an issue, and what is missing for it on the day ``as_of``; units are named as they
    are called then."""
    found = _readiness(judgement, units, policy, as_of)
    gaps = tuple(
        gap._replace(
            units=units.all_on(gap.units, as_of),
            target=None if gap.target is None else called(gap.target, units, as_of),
        )
        for gap in found.gaps
    )
    return found._replace(by=units.all_on(found.by, as_of), gaps=gaps)


def _readiness(judgement: Judgement, units: Units, policy: Policy, as_of: date) -> Readiness:
    chain = judgement.chain
    attempt = chain.attempt
    match judgement.status:
        case Status.NOT_STARTED | Status.IN_PROGRESS:
            return Readiness("complete", chain.leads, tuple(unmet(_once(policy.complete_needs), chain)))
        case Status.COMPLETED:
            waiting = tuple(name for name in chain.parties.acceptance if name not in attempt.signed)
            gaps = () if chain.parties.acceptance else (Gap("signature"),)
            return Readiness("accept", waiting, gaps)
        case Status.ACCEPTED:
            acceptance = chain.parties.acceptance
            return Readiness("publicize", (*acceptance, *(u for u in chain.leads if u not in acceptance)), ())
        case Status.PUBLICIZED:
            missing = unmet(_once(policy.close_needs), chain)
            if chain.objections:
                missing.append(Gap("objection"))
            if attempt.notice is not None and as_of <= attempt.notice.until:
                missing.append(Gap("notice", day=attempt.notice.until))
            return Readiness("close", tuple(sorted(policy.office or units.offices)), tuple(missing))
        case Status.CLOSED:
            if judgement.review is None:
                return Readiness(None, (), ())
            return Readiness("review", chain.leads, (Gap("review", day=judgement.review),))
        case Status.WITHDRAWN:
            return Readiness(None, (), ())


def _once(needs: Sequence[Need]) -> list[Need]:
    """Each need once; a measure that is done has its milestones done."""
    kept = list(dict.fromkeys(needs))
    return [need for need in kept if need != "milestones" or "measures" not in kept]
