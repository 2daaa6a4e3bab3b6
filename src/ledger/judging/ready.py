"""The closing checklist: what the next step of the closing chain still needs (销号清单)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.chain import Status
from ledger.judging.targets import TargetState, target_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Baseline
    from ledger.model.plan import Need, Policy
    from ledger.model.unit import Units


class Gap(NamedTuple):
    """Something that is missing.

    ``need`` is a need of the policy, or ``signature``, ``objection``, ``notice``.  The other fields say what
    of it: a measure and a milestone in it (both counted from 1), a target, units, a day.
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


def unmet(needs: Iterable[Need], baseline: Baseline, chain: Chain, units: Units) -> list[Gap]:
    """What of ``needs`` an issue does not have."""
    return [gap for need in needs for gap in _gaps(need, baseline, chain, units)]


def _gaps(need: Need, baseline: Baseline, chain: Chain, units: Units) -> Iterator[Gap]:
    match need:
        case "measures":
            for k, measure in enumerate(baseline.measures, 1):
                nodes = [(k, n) for n in range(1, len(measure.milestones) + 1)]
                by_nodes = bool(nodes) and all(node in chain.achieved for node in nodes)
                if (k, None) not in chain.achieved and not by_nodes:
                    yield Gap(need, measure=k)
        case "milestones":
            for k, measure in enumerate(baseline.measures, 1):
                for n in range(1, len(measure.milestones) + 1):
                    if not {(k, n), (k, None)} & chain.achieved.keys():
                        yield Gap(need, measure=k, milestone=n)
        case "targets":
            for state in target_states(baseline, chain, units):
                if not state.met:
                    yield Gap(need, target=state, units=state.waiting)
        case "similar" | "mechanism" | "evidence":
            if not getattr(chain, need):
                yield Gap(need)


def readiness(judgement: Judgement, units: Units, policy: Policy, as_of: date) -> Readiness:
    """What comes next for an issue, and what is missing for it on the day ``as_of``."""
    baseline, chain = judgement.issue.baseline, judgement.chain
    lead = tuple(units.expand(baseline.responsibility.lead)) or baseline.responsibility.lead
    acceptance = units.members(baseline.acceptance.units)
    match judgement.status:
        case Status.NOT_STARTED | Status.IN_PROGRESS:
            gaps = unmet(_once(policy.complete_needs), baseline, chain, units)
            return Readiness("complete", lead, tuple(gaps))
        case Status.COMPLETED:
            waiting = tuple(name for name in acceptance if name not in chain.signed)
            return Readiness("accept", waiting, ())
        case Status.ACCEPTED:
            return Readiness("publicize", (*acceptance, *(u for u in lead if u not in acceptance)), ())
        case Status.PUBLICIZED:
            gaps = unmet(_once(policy.close_needs), baseline, chain, units)
            if chain.objections:
                gaps.append(Gap("objection"))
            if chain.notice is not None and as_of <= chain.notice.until:
                gaps.append(Gap("notice", day=chain.notice.until))
            return Readiness("close", tuple(sorted(policy.office or units.offices)), tuple(gaps))
        case Status.CLOSED:
            if judgement.review is None:
                return Readiness(None, (), ())
            return Readiness("review", lead, (Gap("review", day=judgement.review),))


def _once(needs: Sequence[Need]) -> list[Need]:
    """Each need once; a measure that is done has its milestones done."""
    kept = list(dict.fromkeys(needs))
    return [need for need in kept if need != "milestones" or "measures" not in kept]
