"""What was changed in a shared file that is no book of records: the plan, its settings, units, the calendar.

Each change is named by its field; whatever weakens a rule or changes who may act has a code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.history.differing import differing
from ledger.history.weakening import weaker
from ledger.model.calendar import Calendar
from ledger.model.plan import Plan
from ledger.model.unit import UnitKind, Units, UnitsFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ledger.history.memory import At, Memory
    from ledger.model.record import Record


class Changed(NamedTuple):
    """A field of a shared file that was changed: its name, the old and new value, the code to tell it by.

    Without a code the change is lawful.
    """

    code: str
    field: str
    old: Any
    new: Any


def changes(
    before: Record | None, after: Record, at: At, memory: Memory, *, reread: bool
) -> Iterator[Changed]:
    """What a version of a file changes of the one before, ``None`` of the first."""
    if isinstance(after, Plan):
        yield from _plan(before if isinstance(before, Plan) else None, after, memory, reread=reread)
    elif isinstance(after, UnitsFile):
        yield from _units(before if isinstance(before, UnitsFile) else None, after)
    elif isinstance(after, Calendar):
        yield from _calendar(before if isinstance(before, Calendar) else None, after, at, memory)
    # words of documents change freely: what they made of the text stands in the issues


# --- the plan -------------------------------------------------------------------------------------

_FIRST_KNOWN = {"issued", "issuer"}
"""Facts that the official text may leave open; once known they stay."""


def _plan(before: Plan | None, after: Plan, memory: Memory, *, reread: bool) -> Iterator[Changed]:
    if before is None:
        return
    begun = memory.begun.committed_on if memory.begun is not None else None
    for name, old, new in differing(before.model_dump(), after.model_dump()):
        top, _, rest = name.partition(".")
        if top == "source":
            yield Changed("L724", name, old, new)
        elif top in _FIRST_KNOWN and old is None:
            yield Changed("L727", name, old, new)
        elif top == "issued":
            yield Changed("L725", name, old, new)
        elif top == "policy":
            if rest == "office" or rest.startswith("office."):
                continue
            yield Changed(_setting(rest, old, new, begun), name, old, new)
        elif top == "imports":
            if after.imports[: len(before.imports)] != before.imports:
                yield Changed("L728", name, old, new)
        elif top == "unrecognised":
            yield Changed("L727", name, old, new)
        else:
            yield Changed("" if reread and top in {"layout", "format"} else "L728", name, old, new)
    if before.policy.office != after.policy.office:
        yield Changed("L729", "policy.office", before.policy.office, after.policy.office)


def _setting(field: str, old: Any, new: Any, begun: date | None) -> str:
    """The code of a setting that was moved; of a list that is as long, its items are told."""
    top, _, place = field.partition(".")
    if place and top != "supervise_days":
        return "L726"  # one member stands in the place of another
    return "L726" if weaker(field, old, new, begun) else "L727"


# --- units ----------------------------------------------------------------------------------------


def _units(before: UnitsFile | None, after: UnitsFile) -> Iterator[Changed]:
    """Who is who: what a name means, who is the office, who belongs to a group."""
    if before is None:
        return
    old_office, new_office = (_offices(file) for file in (before, after))
    if old_office != new_office:
        yield Changed("L729", "units", old_office, new_office)
    for name, unit in before.units.items():
        now = after.units.get(name)
        if now is None:
            yield Changed("L731", f"units.{name}", unit.name, None)
            continue
        if unit.kind != now.kind and UnitKind.OFFICE not in {unit.kind, now.kind}:
            yield Changed("L730", f"units.{name}.kind", unit.kind.value, now.kind.value)
        if unit.name != now.name:
            yield Changed("L732", f"units.{name}.name", unit.name, now.name)
        lawful = now.approval is not None and unit.until is None and unit.successor is None
        for field in ("parent", "since", "until", "successor", "approval"):
            was, here = getattr(unit, field), getattr(now, field)
            if was != here:
                stated = lawful and was is None and field in {"until", "successor", "approval"}
                yield Changed("" if stated else "L735", f"units.{name}.{field}", was, here)
    for table in ("groups", "collectives"):
        for name in getattr(before, table):
            if name not in getattr(after, table):
                yield Changed("L731", f"{table}.{name}", name, None)
    for name, group in before.groups.items():
        members = after.groups[name].members if name in after.groups else None
        if members is not None and set(members) != set(group.members):
            yield Changed("L734", f"groups.{name}.members", group.members, members)
    yield from _aliases(before, after)


def _offices(file: UnitsFile) -> tuple[str, ...]:
    return tuple(name for name, unit in file.units.items() if unit.kind is UnitKind.OFFICE)


def _aliases(before: UnitsFile, after: UnitsFile) -> Iterator[Changed]:
    """Spellings that mean somebody else than they did, or nobody any more."""
    old, new = Units(before), Units(after)
    for spelling in dict.fromkeys(_spellings(before)):
        was, now = old.resolve(spelling), new.resolve(spelling)
        if was is None or was == now or not _is_there(after, was.name):
            continue
        yield Changed("L733", f"aliases.{spelling}", was.name, now.name if now is not None else None)


def _spellings(file: UnitsFile) -> Iterator[str]:
    for table in (file.units, file.groups, file.collectives):
        for item in table.values():
            yield from item.aliases


def _is_there(file: UnitsFile, name: str) -> bool:
    return name in file.units or name in file.groups or name in file.collectives


# --- the calendar ---------------------------------------------------------------------------------


def _calendar(before: Calendar | None, after: Calendar, at: At, memory: Memory) -> Iterator[Changed]:
    """Days that have passed, or by which a notice on record is counted, stay what they were."""
    for field in ("workdays", "holidays"):
        old, new = (set(getattr(one, field)) if one is not None else set() for one in (before, after))
        for day in sorted(old ^ new):
            late = day <= at.day or any(since <= day <= until for since, until in memory.notices)
            was, now = (str(day), None) if day in old else (None, str(day))
            yield Changed("L736" if late else "", f"{field}.{day}", was, now)


# --- values by name -------------------------------------------------------------------------------


def value_of(book: Record, field: str) -> Any:
    """The value that a field of a change has now."""
    special: dict[str, Callable[[Any], Any]] = {
        "units": _offices,
    }
    if field in special:
        return special[field](book)
    top, _, rest = field.partition(".")
    if top == "aliases" and isinstance(book, UnitsFile):
        found = Units(book).resolve(rest)
        return found.name if found is not None else None
    if top in {"workdays", "holidays"}:
        return rest if rest in {str(day) for day in getattr(book, top)} else None
    if isinstance(book, UnitsFile):
        return _unit_value(book, top, rest)
    value: Any = book.model_dump()
    for part in field.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list | tuple) and part.isdecimal() and int(part) <= len(value):
            value = value[int(part) - 1]
        else:
            return None
    return value


def _unit_value(book: UnitsFile, table: str, rest: str) -> Any:
    name, _, field = rest.rpartition(".") if rest.rpartition(".")[0] else (rest, "", "")
    item = getattr(book, table).get(name)
    if item is None:
        return None
    if not field:
        return getattr(item, "name", name)
    value = getattr(item, field)
    return value.value if isinstance(value, UnitKind) else value
