"""How far the figures that a plan commits to (量化指标) have come, by the readings recorded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.model.unit import UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.chain import Chain, Value
    from ledger.model.baseline import Baseline, Target
    from ledger.model.unit import Units


class TargetState(NamedTuple):
    """A target on a day.

    ``number`` counts from 1.  ``value`` is the latest reading, for parts their sum, for a target that each
    unit has to reach the value of the unit that is furthest from it; ``None`` without any reading.
    ``percent`` is the share of the target, one decimal, and may exceed 100; ``None`` where the target is an
    upper limit.  ``waiting`` names units that have to reach it and have no reading.
    """

    number: int
    target: Target
    value: Decimal | None
    percent: Decimal | None
    read: date | None
    met: bool
    waiting: tuple[str, ...] = ()


def target_states(baseline: Baseline, chain: Chain, units: Units) -> tuple[TargetState, ...]:
    """The targets of an issue as the readings taken so far have them."""
    return tuple(_state(n, target, baseline, chain, units) for n, target in enumerate(baseline.targets, 1))


def _state(index: int, target: Target, baseline: Baseline, chain: Chain, units: Units) -> TargetState:
    whole = [v for (t, part, _), v in chain.readings.items() if t == index and part is None]
    waiting: tuple[str, ...] = ()
    if target.each:
        value, read = _furthest(target, whole), max((v.day for v in whole), default=None)
        told = {v.by for v in whole}
        waiting = tuple(name for name in _each(baseline, units) if name not in told)
    else:
        value, read = _latest(index, target, whole, chain)
    met = value is not None and not waiting and _meets(target, value)
    return TargetState(index, target, value, _percent(target, value), read, met, waiting)


def _meets(target: Target, value: Decimal) -> bool:
    return value >= target.value if target.compare == ">=" else value <= target.value


def _furthest(target: Target, readings: Sequence[Value]) -> Decimal | None:
    values = [reading.value for reading in readings]
    if not values:
        return None
    return min(values) if target.compare == ">=" else max(values)


def _each(baseline: Baseline, units: Units) -> tuple[str, ...]:
    """Who has to reach a target that is for each (各旗县区、稀土高新区): the places among those responsible.

    Where no group is named, it is everybody responsible.
    """
    named = (*baseline.responsibility.lead, *baseline.responsibility.support)
    everybody = units.expand(named)
    if not any(name in units.groups for name in named):
        return everybody
    places = {UnitKind.DISTRICT, UnitKind.ZONE}
    return tuple(name for name in everybody if name not in units.units or units.units[name].kind in places)


def _latest(
    index: int, target: Target, whole: Sequence[Value], chain: Chain
) -> tuple[Decimal | None, date | None]:
    """The latest reading of the whole or, where parts were read later, the sum of the parts."""
    parts: dict[int, Value] = {}
    for (t, part, _), reading in chain.readings.items():
        if t == index and part is not None and part <= len(target.parts):
            known = parts.get(part)
            if known is None or known.day <= reading.day:
                parts[part] = reading
    last: Value | None = None
    for reading in whole:
        if last is None or last.day <= reading.day:
            last = reading
    read = max((reading.day for reading in parts.values()), default=None)
    if read is not None and (last is None or last.day < read):
        return sum((reading.value for reading in parts.values()), Decimal(0)), read
    return (last.value, last.day) if last else (None, None)


def _percent(target: Target, value: Decimal | None) -> Decimal | None:
    if value is None or target.compare != ">=" or not target.value:
        return None
    return (value / target.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
