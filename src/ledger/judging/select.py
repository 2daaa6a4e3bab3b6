"""Choosing and ordering issues: filters that combine, sort keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.judging.chain import Status
    from ledger.judging.status import Judgement, Kind, Standing
    from ledger.model.baseline import Baseline
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
    owe, asking for 各旗县区 finds what any of its members owe.
    """
    return [judgement for judgement in judgements if _meets(judgement, criteria, units)]


def _meets(judgement: Judgement, wanted: Criteria, units: Units) -> bool:
    baseline = judgement.issue.baseline
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    roles = (
        (wanted.unit, (*baseline.acceptance.units, *lead, *support)),
        (wanted.lead, lead),
        (wanted.support, support),
        (wanted.acceptance, baseline.acceptance.units),
    )
    return (
        all(not names or _meet(names, held, units) for names, held in roles)
        and (not wanted.section or baseline.section in wanted.section)
        and (not wanted.status or judgement.status in wanted.status)
        and (not wanted.standing or judgement.standing in wanted.standing)
        and (not wanted.kind or judgement.kind in wanted.kind)
        and (wanted.due_before is None or (judgement.due is not None and judgement.due <= wanted.due_before))
        and (wanted.due_after is None or (judgement.due is not None and judgement.due >= wanted.due_after))
        and (not wanted.text or wanted.text.casefold() in _all_text(baseline).casefold())
    )


def _meet(names: tuple[str, ...], held: tuple[str, ...], units: Units) -> bool:
    """Whether any of ``names`` is held, itself or as a member of a group."""
    return bool({*held, *units.expand(held)} & {*names, *units.expand(names)})


def _all_text(baseline: Baseline) -> str:
    parts = [baseline.title, baseline.problem or "", baseline.goal, baseline.deadline.text]
    parts += [measure.text for measure in baseline.measures]
    parts += [baseline.acceptance.text or "", baseline.responsibility.text]
    return "\n".join(parts)


def _late_first(judgement: Judgement) -> int:
    return -(judgement.days_overdue or 0)


_ORDERS: dict[str, Callable[[Judgement], object]] = {
    "id": lambda j: j.issue.id,
    "number": lambda j: j.issue.id,
    "section": lambda j: j.issue.id,  # sections follow one another in plan order
    "title": lambda j: j.issue.baseline.title,
    "due": lambda j: j.due or date.max,
    "status": lambda j: list(type(j.status)).index(j.status),
    "standing": lambda j: list(type(j.standing)).index(j.standing),
    "lead": lambda j: j.issue.baseline.responsibility.lead,
    "days_overdue": lambda j: j.days_overdue or 0,
    "entries": lambda j: j.entries,
}
SORT_KEYS = tuple(_ORDERS)
"""What issues can be sorted by; a leading ``-`` turns the order round."""


def order(judgements: Iterable[Judgement], keys: Iterable[str]) -> list[Judgement]:
    """Sort by several keys, the first one weighing most; issues that tie stay in plan order."""
    result = list(judgements)
    for key in reversed(list(keys)):
        name = key.removeprefix("-")
        result.sort(key=_ORDERS[name], reverse=key.startswith("-"))  # type: ignore[arg-type]
        if name == "due":  # what has no date comes last either way
            result.sort(key=lambda judgement: judgement.due is None)
    return result
