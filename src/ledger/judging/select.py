"""Choosing issues: criteria that combine."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.judging.status import Judgement
    from ledger.model.unit import Units


class Criteria(NamedTuple):
    """What is asked for.  Empty means "all"; several units of one criterion mean "any of them".

    ``unit`` is anybody concerned, the others a role; ``holds`` are further conditions, all of which must
    hold.
    """

    unit: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    acceptance: tuple[str, ...] = ()
    holds: tuple[Callable[[Judgement], bool], ...] = ()


def select(judgements: Iterable[Judgement], criteria: Criteria, units: Units) -> list[Judgement]:
    """The judgements that meet all criteria, order kept.

    Units are matched by canonical name, through groups both ways: asking for 白云鄂博矿区 finds what 各旗县区
    owe, asking for 各旗县区 finds what any of its members owe; through successors as well.
    """
    if criteria == Criteria():
        return list(judgements)
    return [judgement for judgement in judgements if _meets(judgement, criteria, units)]


def _meets(judgement: Judgement, wanted: Criteria, units: Units) -> bool:
    baseline = judgement.baseline
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    doing = [name for measure in baseline.measures for name in measure.by]
    assigned = [name for held in judgement.chain.assigned.values() for name in held]
    watching = baseline.supervising
    roles = (
        (
            wanted.unit,
            (*baseline.acceptance.units, *lead, *support, *doing, *assigned, *watching),
        ),
        (wanted.lead, lead),
        (wanted.support, support),
        (wanted.acceptance, baseline.acceptance.units),
    )
    return all(not names or _meet(names, held, units) for names, held in roles) and all(
        holds(judgement) for holds in wanted.holds
    )


def _meet(names: tuple[str, ...], held: Iterable[str], units: Units) -> bool:
    """Whether any of ``names`` is held, itself, as a member of a group, or as what it has taken over."""
    known = tuple(held)
    wanted = {*names, *units.expand(names)}
    if units.renamed:
        wanted |= {before for name in tuple(wanted) for before in units.speaks_for(name)}
    return bool({*known, *units.expand(known)} & wanted)
