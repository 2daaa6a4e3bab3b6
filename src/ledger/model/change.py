"""Changes of a baseline: what an amendment or a construal puts in place of what was there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.model.baseline import Baseline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.model.entries.base import Change

_NAMES = (
    "title",
    "problem",
    "goal",
    "deadline.due",
    "deadline.text",
    "deadline.immediate",
    "deadline.sustained",
    "responsibility.lead",
    "responsibility.support",
    "acceptance.units",
    "milestones.N",
    "milestones.N.text",
    "milestones.N.due",
    "measures.N",
    "measures.N.text",
    "measures.N.by",
    "measures.N.immediate",
    "measures.N.milestones.K",
    "measures.N.milestones.K.text",
    "measures.N.milestones.K.due",
    "targets.N",
    "targets.N.name",
    "targets.N.value",
    "targets.N.unit",
    "targets.N.compare",
    "targets.N.each",
    "targets.N.due",
    "targets.N.parts.K.value",
    "targets.N.parts.K.due",
)
FIELDS = ", ".join(_NAMES)
"""The fields that can be changed, for saying so; N and K count from 1."""
_FIELDS = re.compile("|".join(re.sub("[NK]", "[1-9][0-9]{0,3}", re.escape(name)) for name in _NAMES))


def is_field(path: str) -> bool:
    """Whether a dotted path names a field that can be changed."""
    return _FIELDS.fullmatch(path) is not None


def names_units(path: str) -> bool:
    """Whether a field holds units."""
    return path.rpartition(".")[2] in {"lead", "support", "by", "units"}


class Effective(NamedTuple):
    """A baseline with changes put into it; ``dropped`` are the measures, from 1, that are owed no more."""

    baseline: Baseline
    dropped: frozenset[int] = frozenset()


class Misfit(NamedTuple):
    """Why a change does not fit: ``old`` is not what holds, or the new value is none for that field.

    Or there is no such part: ``wanted``; ``nodes`` are those that there are, as in ``measure:1,measure:2``.
    """

    field: str
    why: str  # "field" | "old" | "new" | "absent"
    holds: str = ""
    wanted: str = ""
    nodes: str = ""


def held(effective: Effective, path: str) -> Any:
    """What a field holds, as a person would write it; ``None`` where there is nothing, or no such field."""
    *above, last = (int(part) - 1 if part.isdecimal() else part for part in path.split("."))
    holder: Any = effective.baseline.model_dump()
    for step in above:
        holder = _at(holder, step)
    value = _at(holder, last)
    if above == ["measures"] and isinstance(last, int) and last + 1 in effective.dropped:
        return None
    return value.get("text") if isinstance(value, dict) else value


def apply(before: Effective, changes: Iterable[Change]) -> Effective | Misfit:
    """The baseline after ``changes``, all of them, or the first one that does not fit."""
    data = before.baseline.model_dump()
    dropped = set(before.dropped)
    last = ""
    for change in changes:
        last = change.field
        if not is_field(change.field):
            return Misfit(change.field, "field")
        misfit = _put(data, dropped, change)
        if misfit is not None:
            return misfit
        if change.field.startswith("responsibility."):
            data["responsibility"]["support"] = _besides(data, data["responsibility"]["support"])
    from pydantic import ValidationError

    try:
        return Effective(Baseline.model_validate(data), frozenset(dropped))
    except ValidationError:
        return Misfit(last, "new", show(held(before, last)))


def _put(data: dict[str, Any], dropped: set[int], change: Change) -> Misfit | None:
    *above, last = (int(part) - 1 if part.isdecimal() else part for part in change.field.split("."))
    absent = _absent(data, dropped, change)
    if absent is not None:
        return absent
    holder: Any = data
    for step in above:
        holder = _at(holder, step)
    value = _at(holder, last)
    if above == ["measures"] and isinstance(last, int):
        return _put_measure(data, dropped, change, last)
    shown = value.get("text") if isinstance(value, dict) else value
    before = change.old
    if change.field == "responsibility.support" and isinstance(before, list | tuple):
        before = _besides(data, before)  # an office may still name the unit that has become a lead
    if not same(shown, before):
        return Misfit(change.field, "old", show(shown))
    new = _as_held(value, change.new)
    if isinstance(holder, dict):
        holder[str(last)] = new
    elif isinstance(last, int) and change.new is None and last < len(holder):
        _replace(data, above, [item for n, item in enumerate(holder) if n != last])
    else:
        return Misfit(change.field, "new", show(shown))
    if change.field in _DECIDED and new is not None:
        data["deadline"]["unread"] = False
    return None


def _besides(data: dict[str, Any], support: Iterable[str]) -> tuple[str, ...]:
    """The support units without those that lead: a unit that becomes a lead supports no more."""
    return tuple(name for name in support if name not in data["responsibility"]["lead"])


_DECIDED = {"deadline.due", "deadline.immediate", "deadline.sustained"}


_KINDS = {
    ("milestones",): "goal",
    ("measures",): "measure",
    ("measures", "milestones"): "milestone",
    ("targets",): "target",
    ("targets", "parts"): "part",
}


def _absent(data: dict[str, Any], dropped: set[int], change: Change) -> Misfit | None:
    """What of the field is not there, from the outside in; a measure may be added as the next one."""
    steps = change.field.split(".")
    holder: Any = data
    names: tuple[str, ...] = ()
    outer = ""
    for step, number in zip(steps[::2], steps[1::2], strict=False):
        if not number.isdecimal():
            return None
        names, items = (*names, step), _at(holder, step)
        there = [n for n in range(1, len(items) + 1) if names != ("measures",) or n not in dropped]
        if int(number) not in there:
            if steps[1:] == [number] and step == "measures" and int(number) == len(items) + 1:
                return None
            kind = _KINDS[names]
            nodes = ",".join(f"{kind}:{outer}{n}" for n in there)
            return Misfit(change.field, "absent", "", f"{kind}:{outer}{number}", nodes)
        holder, outer = items[int(number) - 1], f"{number}."
    return None


def _put_measure(data: dict[str, Any], dropped: set[int], change: Change, n: int) -> Misfit | None:
    measures = list(data["measures"])
    held = measures[n]["text"] if n < len(measures) and n + 1 not in dropped else None
    if not same(held, change.old):
        return Misfit(change.field, "old", show(held))
    if change.new is None and held is not None:
        dropped.add(n + 1)
    elif isinstance(change.new, str) and held is None and n == len(measures):
        data["measures"] = (*measures, {"text": change.new})
    elif isinstance(change.new, str) and held is not None:
        measures[n] = {**measures[n], "text": change.new}
        data["measures"] = tuple(measures)
    else:
        return Misfit(change.field, "new", show(held))
    return None


def _at(holder: Any, step: str | int) -> Any:
    if isinstance(step, int):
        if not isinstance(holder, list | tuple) or step >= len(holder):
            return None
        return holder[step]
    return holder.get(step) if isinstance(holder, dict) else None


def _replace(data: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = tuple(value)


def _as_held(held: Any, new: Any) -> Any:
    """The new value in the shape of what it replaces: a list where there are several, a number as a
    number."""
    if isinstance(held, list | tuple):
        return (
            ()
            if new is None
            else (new,)
            if isinstance(new, str)
            else tuple(new)
            if isinstance(new, list | tuple)
            else new
        )
    if isinstance(held, Decimal) and isinstance(new, int) and not isinstance(new, bool):
        return Decimal(new)
    if isinstance(held, dict) and isinstance(new, str):
        return {**held, "text": new}
    return new


def in_file(value: Any) -> Any:
    """A value of a baseline as a file holds it: a list of what is several."""
    return list(value) if isinstance(value, tuple) else value


def same(value: Any, old: Any) -> bool:
    """Whether ``old`` is how a person would write ``value``."""
    if value in (None, (), []) or old in (None, (), []):
        return value in (None, (), []) and old in (None, (), [])
    if isinstance(value, list | tuple):
        wanted = list(old) if isinstance(old, list | tuple) else [old]
        return [str(item) for item in value] == [str(item) for item in wanted]
    if isinstance(value, bool) or isinstance(old, bool):
        return value is old
    if isinstance(value, Decimal):
        return isinstance(old, int | Decimal) and value == old
    return str(value) == str(old)


def show(value: Any) -> str:
    """A value as it is named to people."""
    if value in (None, (), []):
        return "null"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
