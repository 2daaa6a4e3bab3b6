"""How far the figures that a plan commits to (量化指标) have come, by the readings recorded.

Readings of the whole and of its parts are kept apart: a part never stands in for another, nor for the whole.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ledger.model.unit import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.model.attempt import Value
    from ledger.model.baseline import Target, TargetPart
    from ledger.model.unit import Units


class PartState(NamedTuple):
    """A part of a target on a day; ``number`` counts from 1, ``reached`` is the day since which it is met."""

    number: int
    part: TargetPart
    value: Decimal | None
    read: date | None
    reached: date | None

    @property
    def met(self) -> bool:
        """Whether the latest reading is enough."""
        return self.reached is not None


class UnitState(NamedTuple):
    """What one unit has reached of a target that is for each."""

    unit: str
    value: Decimal | None
    read: date | None
    reached: date | None


class TargetState(NamedTuple):
    """A target on a day.

    ``number`` counts from 1.  ``value`` is the latest reading of the whole or, without one, the sum of the
    parts; for a target that each unit has to reach, the value of the unit that is furthest from it.
    ``summed`` is the sum of the parts' latest readings.  ``percent`` is the share of the target, one decimal,
    and may exceed 100; ``None`` where the target is an upper limit, and of one for each unit while a unit has
    no reading.  ``waiting`` names what is missing of a target for each unit: those without a reading and
    those whose reading falls short.  ``conflict`` says that the whole's reading and the parts' do not agree.
    """

    number: int
    target: Target
    value: Decimal | None
    percent: Decimal | None
    read: date | None
    reached: date | None
    parts: tuple[PartState, ...] = ()
    each: tuple[UnitState, ...] = ()
    summed: Decimal | None = None
    conflict: bool = False

    @property
    def met(self) -> bool:
        """Whether it is reached."""
        return self.reached is not None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The units that have not reached a target for each unit."""
        return tuple(state.unit for state in self.each if state.reached is None)


def called(state: TargetState, units: Units, as_of: date) -> TargetState:
    """The target by the names of the day; of units that have become one, what is missing of either is."""
    found: dict[str, UnitState] = {}
    for one in state.each:
        name = units.on(one.unit, as_of)
        known = found.get(name)
        if known is None or (known.reached is not None and one.reached is None):
            found[name] = one._replace(unit=name)
    return state._replace(each=tuple(found.values()))


def target_states(chain: Chain) -> tuple[TargetState, ...]:
    """The targets of an issue as the readings taken so far have them."""
    taken: dict[int, list[tuple[int | None, Value]]] = {}
    for number, part, value in chain.readings:
        taken.setdefault(number, []).append((part, value))
    return tuple(
        _state(n, target, taken.get(n, ()), members_of(chain, n), chain.effective.dropped)
        for n, target in enumerate(chain.baseline.targets, 1)
        if target.measure not in chain.effective.dropped
    )


def members_of(chain: Chain, number: int) -> tuple[str, ...]:
    """Who has to reach a target that is for each (各旗县区、稀土高新区).

    Those that do the measure it stands in; else the places among those responsible; where no group is named,
    everybody responsible.
    """
    targets = chain.baseline.targets
    if not 1 <= number <= len(targets) or not targets[number - 1].each:
        return ()
    sharers = chain.sharers(targets[number - 1].measure)
    if sharers:
        return sharers
    named = chain.baseline.responsibility
    names = (*named.lead, *named.support)
    everybody = chain.units.expand(names)
    if not any(name in chain.units.groups for name in names):
        return everybody
    places = {UnitKind.DISTRICT, UnitKind.ZONE}
    table = chain.units.units
    return tuple(name for name in everybody if name not in table or table[name].kind in places)


def _state(
    number: int,
    target: Target,
    taken: Iterable[tuple[int | None, Value]],
    members: Sequence[str],
    dropped: frozenset[int],
) -> TargetState:
    if target.each:
        return _for_each(number, target, [value for part, value in taken if part is None], members)
    readings = list(taken)
    whole = [value for part, value in readings if part is None]
    parts = tuple(
        _part(n, part, target, [v for p, v in readings if p == n])
        for n, part in enumerate(target.parts, 1)
        if part.measure not in dropped
    )
    last = whole[-1] if whole else None
    reached = _reached(target, target.value, whole)
    read_parts = [part for part in parts if part.value is not None]
    summed = sum((part.value or Decimal(0) for part in parts), Decimal(0)) if read_parts else None
    if parts and all(part.met for part in parts):
        days = [part.reached for part in parts if part.reached is not None]
        reached = reached or max(days)
    value = last.value if last is not None else summed
    days_read = [day for day in (last.day if last else None, *(p.read for p in parts)) if day is not None]
    return TargetState(
        number,
        target,
        value,
        percent_of(target, value),
        max(days_read, default=None),
        reached,
        parts,
        (),
        summed,
        last is not None and _disagree(target, last, read_parts, parts, summed),
    )


def _disagree(
    target: Target,
    whole: Value,
    read: Sequence[PartState],
    parts: Sequence[PartState],
    summed: Decimal | None,
) -> bool:
    """Whether the whole's reading and its parts' contradict each other: all parts are read and add up to
    something else, parts read no later add up to more, or the whole is said to be reached while a part read
    no earlier falls short."""
    if len(read) == len(parts) and summed is not None and summed != whole.value:
        return True
    by_then = sum((p.value for p in read if p.value and p.read and p.read <= whole.day), Decimal(0))
    if by_then > whole.value and all(part.value is not None and part.value >= 0 for part in read):
        return True
    short = [part for part in read if not part.met and part.read is not None and part.read >= whole.day]
    return bool(short) and enough(target, whole.value, target.value)


def _for_each(number: int, target: Target, readings: Sequence[Value], members: Sequence[str]) -> TargetState:
    by_unit: dict[str, list[Value]] = {unit: [] for unit in members}
    for value in readings:
        if value.by in by_unit:
            by_unit[value.by].append(value)
    each = tuple(
        UnitState(
            unit,
            values[-1].value if values else None,
            values[-1].day if values else None,
            _reached(target, target.value, values),
        )
        for unit, values in by_unit.items()
    )
    known = [state.value for state in each if state.value is not None]
    furthest = (max(known) if target.compare == "<=" else min(known)) if known else None
    days = [state.reached for state in each if state.reached is not None]
    read = max((state.read for state in each if state.read is not None), default=None)
    reached = max(days) if each and len(days) == len(each) else None
    # a unit without a reading may be further from it than any that was read: the share is not known
    share = percent_of(target, furthest) if len(known) == len(each) else None
    return TargetState(number, target, furthest, share, read, reached, (), each)


def _part(number: int, part: TargetPart, target: Target, values: Sequence[Value]) -> PartState:
    last = values[-1] if values else None
    reached = _reached(target, part.value, values)
    return PartState(number, part, last.value if last else None, last.day if last else None, reached)


def _reached(target: Target, wanted: Decimal, values: Sequence[Value]) -> date | None:
    """The day since which the readings are enough; ``None`` when the latest one is not."""
    since = None
    for value in values:
        if not enough(target, value.value, wanted):
            since = None
        elif since is None:
            since = value.day
    return since


def enough(target: Target, value: Decimal, wanted: Decimal) -> bool:
    """Whether a value reaches what is wanted."""
    if (
        target.compare == "?"
    ):  # nobody can say which way it is meant: it is not reached until a person decides
        return False
    return value >= wanted if target.compare == ">=" else value <= wanted


def percent_of(target: Target, value: Decimal | None) -> Decimal | None:
    """The share of a target in per cent, one decimal; ``None`` for an upper limit."""
    if value is None or target.compare != ">=" or not target.value:
        return None
    return (value / target.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
