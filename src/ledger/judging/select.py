"""Choosing and ordering issues: filters that combine, sort keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.status import Judgement, Kind, Standing
    from ledger.model.baseline import Baseline
    from ledger.model.course import Status
    from ledger.model.unit import Units


class Criteria(NamedTuple):
    """What is asked for.  Empty means "all"; several values of one criterion mean "any of them"."""

    unit: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    acceptance: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    standing: tuple[Standing, ...] = ()
    kind: tuple[Kind, ...] = ()
    due_before: date | None = None
    due_after: date | None = None
    text: str = ""


def select(judgements: Iterable[Judgement], criteria: Criteria, units: Units) -> list[Judgement]:
    """The judgements that meet all criteria, order kept.

    Units are matched by canonical name, through groups both ways: asking for 白云鄂博矿区 finds what 各旗县区
    owe, asking for 各旗县区 finds what any of its members owe; through successors as well.
    """
    return [judgement for judgement in judgements if _meets(judgement, criteria, units)]


def _meets(judgement: Judgement, wanted: Criteria, units: Units) -> bool:
    baseline = judgement.baseline
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    doing = [name for measure in baseline.measures for name in measure.by]
    assigned = [name for held in judgement.chain.assigned.values() for name in held]
    roles = (
        (wanted.unit, (*baseline.acceptance.units, *lead, *support, *doing, *assigned)),
        (wanted.lead, lead),
        (wanted.support, support),
        (wanted.acceptance, baseline.acceptance.units),
    )
    due = judgement.due
    return (
        all(not names or _meet(names, held, units) for names, held in roles)
        and (not wanted.section or baseline.section in wanted.section)
        and (not wanted.status or judgement.status in wanted.status)
        and (not wanted.standing or judgement.standing in wanted.standing)
        and (not wanted.kind or judgement.kind in wanted.kind)
        and (wanted.due_before is None or (due is not None and due <= wanted.due_before))
        and (wanted.due_after is None or (due is not None and due >= wanted.due_after))
        and (not wanted.text or wanted.text.casefold() in _all_text(baseline).casefold())
    )


def _meet(names: tuple[str, ...], held: Iterable[str], units: Units) -> bool:
    """Whether any of ``names`` is held, itself, as a member of a group, or as what it has taken over."""
    known = tuple(held)
    wanted = {*names, *units.expand(names)}
    if units.renamed:
        wanted |= {before for name in tuple(wanted) for before in units.speaks_for(name)}
    return bool({*known, *units.expand(known)} & wanted)


def _all_text(baseline: Baseline) -> str:
    parts = [baseline.title, baseline.problem or "", baseline.goal, baseline.deadline.text]
    parts += [measure.text for measure in baseline.measures]
    parts += [baseline.acceptance.text or "", baseline.responsibility.text]
    return "\n".join(parts)
