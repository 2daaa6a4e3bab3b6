"""What all issues share, audited like them: the plan, the office's settings, units, calendar, books.

A shared file is held against what each parent had.  Whatever weakens a rule, changes who may act, or takes a
record away is told once, at the commit that made it, with the old and the new value; it is put right when the
first value is back before anything was recorded under the other one.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from ledger.history.differing import differing
from ledger.history.memory import RELIED_DAYS, Args, Memory, Proof, Wound
from ledger.history.places import place_in, short
from ledger.history.weakening import weaker
from ledger.model.calendar import Calendar
from ledger.model.plan import Plan
from ledger.model.unit import UnitKind, Units, UnitsFile
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.labels import LABELS
from ledger.reading.load import CALENDAR, COMPLAINTS, DISCLOSURES, LETTERS, PLAN, ROUNDS, SETTLED, UNITS
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.history.memory import At
    from ledger.history.objects import Commit
    from ledger.history.steps import CommonStep
    from ledger.model.record import Record


class Changed(NamedTuple):
    """A field of a shared file that was changed: its name, the old and new value, the code to tell it by.

    Without a code the change is lawful.
    """

    code: str
    field: str
    old: Any
    new: Any


_MODELS = {
    PLAN: ("plan", "Plan"),
    UNITS: ("unit", "UnitsFile"),
    LABELS: ("labels", "LabelsFile"),
    CALENDAR: ("calendar", "Calendar"),
    DISCLOSURES: ("disclosure", "DisclosuresFile"),
    SETTLED: ("settlement", "SettledFile"),
    LETTERS: ("letter", "LettersFile"),
    ROUNDS: ("round", "RoundFile"),
    COMPLAINTS: ("complaint", "ComplaintFile"),
}
"""The model of each shared file, by its module: a book is imported only where there is one."""


class _Codes(NamedTuple):
    """How it is told that a record of a book is gone or, of what is dated, that it came late or too early."""

    removed: str
    late: str = ""
    ahead: str = ""


_RECORDS = {
    DISCLOSURES: _Codes("L737", "L738", "L739"),
    LETTERS: _Codes("L770", "L771", "L772"),
    SETTLED: _Codes("L753"),
}
"""The books of records; what is settled is told by the day of its commit alone."""

_FOLDERS = {ROUNDS: _Codes("L773"), COMPLAINTS: _Codes("L920", "L921", "L922")}
"""The folders of which every file is one of records, and how it is told."""


def _in_folder(path: str) -> str | None:
    return next((folder for folder in _FOLDERS if path.startswith(folder)), None)


def _codes(path: str) -> _Codes:
    """How it is told of the records of a book that some are gone, late or too early."""
    folder = _in_folder(path)
    return _FOLDERS[folder] if folder is not None else _RECORDS[path]


def _model(path: str) -> type[Record]:
    module, name = _MODELS[_in_folder(path) or path]
    found: type[Record] = getattr(import_module(f"ledger.model.{module}"), name)
    return found


def _is_growing(path: str) -> bool:
    """Whether a ledger need not have a shared file, which begins with the first line written."""
    return path in {CALENDAR, LABELS} or _holds_records(path)


def _holds_records(path: str) -> bool:
    return path in _RECORDS or _in_folder(path) is not None


def judge_book(step: CommonStep, at: At, memory: Memory, *, reread: bool) -> None:
    """All that a commit did to a shared file."""
    after = _read(step.after, step.path)
    if step.after is None:
        _gone(step, at, memory)
        return
    if after is None:
        memory.tell(Diagnostic("L717", step.path), at.commit)
        return
    restored = ("", step.path) in memory.wounds and not any(step.befores)
    if restored:
        _mend(("", step.path), at, memory)
    befores = [one for one in (_read(data, step.path) for data in step.befores) if one is not None]
    known = memory.books.setdefault(step.path, {})
    last = known.get("last")
    # two branches may each begin a book of days or records: a merge shows whether it keeps those of both
    fresh = _is_growing(step.path) and not restored and not any(step.befores)
    if not befores and last is not None and not fresh:  # after what nobody could read, or begun again
        befores = [last]
    known["last"] = after
    if _holds_records(step.path):
        _records(step, after, befores, at, memory)
        return
    for before in befores or (None,):
        for one in _changes(before, after, at, memory, reread=reread):
            _told(step, one, at, memory)
    _mended(step.path, after, befores, at, memory)
    if isinstance(after, Plan):
        memory.format = max(memory.format, after.format)
        memory.issued = memory.issued or after.issued


def _read(data: bytes | None, path: str) -> Record | None:
    document, _ = parse(data, path) if data is not None else (None, [])
    if document is None:
        return None
    try:
        return _model(path).model_validate(document.value)
    except ValidationError:
        return None


def _gone(step: CommonStep, at: At, memory: Memory) -> None:
    if len(at.commit.parents) > 1 and ("", step.path) in memory.wounds:
        return
    told = memory.tell(Diagnostic("L757", step.path, args={"file": step.path}), at.commit)
    known = memory.books.setdefault(step.path, {})
    before = _read(step.before, step.path)
    dated = _holds_records(step.path) and bool(_codes(step.path).late)
    single = dated and len(step.befores) == 1
    if single and before is not None and _is_revert(before, None, known.get("ever", {}), at):
        told.right, known["last"] = at.commit.sha, None  # the book was begun by what is reverted
        return
    memory.wounds.setdefault(("", step.path), []).append(Wound(told, step.before, None, at.place))


def _mend(key: tuple[str, str], at: At, memory: Memory) -> None:
    wounds = memory.wounds.pop(key, [])
    made = {repr(wound.made) for wound in wounds}
    ways = memory.ways.get(key, set())  # who makes it again, in a merge too, is told again
    ways -= {way for way in ways if way[1] in made}
    for wound in wounds:
        if not any(wound.at <= place < at.place for place in memory.recorded):
            wound.told.right = at.commit.sha


def _told(step: CommonStep, one: Changed, at: At, memory: Memory) -> None:
    """Tell of a change, unless it was made in a parent already, or puts the first value back."""
    key = (step.path, one.field)
    ways = memory.ways.setdefault(key, set())
    if len(step.befores) > 1 and _led(ways, repr(one.old), repr(one.new)):
        return
    ways.add((repr(one.old), repr(one.new)))
    if not one.code:
        return
    wounds = memory.wounds.setdefault(key, [])
    if wounds and (wounds[0].value == one.new or any(wound.made == one.new for wound in wounds)):
        return
    args: Args = {"field": one.field, "old": short(one.old), "new": short(one.new)}
    span = place_in(step.after, one.field)
    told = memory.tell(Diagnostic(one.code, step.path, span, args, one.field), at.commit)
    if told.diagnostic.severity != "note":
        first = wounds[0].value if wounds else one.old
        wounds.append(Wound(told, first, one.new, at.place))


def _led(ways: set[tuple[str, str]], old: str, new: str) -> bool:
    """Whether changes that were seen lead from one value to the other: a merge then brings no new one."""
    reached, waiting = {old}, [old]
    while waiting:
        here = waiting.pop()
        for start, end in ways:
            if start == here and end not in reached:
                reached.add(end)
                waiting.append(end)
    return new in reached


def _mended(path: str, after: Record, befores: Sequence[Record], at: At, memory: Memory) -> None:
    """Fields whose first value is back where it was lost: a branch that never lost it mends nothing."""
    for key, wounds in list(memory.wounds.items()):
        if key[0] == path and wounds and wounds[-1].at < at.place:
            now = _value(after, key[1])
            back = any(_value(before, key[1]) != now for before in befores)
            if back and now == wounds[0].value and now != wounds[-1].made:
                _mend(key, at, memory)


def _changes(
    before: Record | None, after: Record, at: At, memory: Memory, *, reread: bool
) -> Iterator[Changed]:
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


# --- books of records -----------------------------------------------------------------------------


def _records(step: CommonStep, after: Record, befores: Sequence[Record], at: At, memory: Memory) -> None:
    """Records are only added; a new one of what is dated is held against its commit.

    As with entries of an issue, who puts the first record back is not told of what stood in its place, and
    the last disclosures and letters may be reverted within days by who committed them.
    """
    now = Counter(_listed(after))
    known: Counter[Any] = Counter()
    gone: Counter[Any] = Counter()
    for before in befores:
        held = Counter(_listed(before))
        known |= held
        gone |= held - now
    codes = _codes(step.path)
    ever: dict[str, Commit] = memory.books[step.path].setdefault("ever", {})
    added = {record.model_dump_json() for record in now - known}
    instead: dict[str, set[str]] = memory.books[step.path].setdefault("instead", {})
    reverted = (
        bool(codes.late) and not added and len(befores) == 1 and _is_revert(befores[0], after, ever, at)
    )
    for record in gone:
        key = (step.path, record.model_dump_json())
        if key in memory.wounds:  # told where it was lost
            continue
        if instead.get(key[1], set()) & added:
            continue
        for one in added:
            instead.setdefault(one, set()).add(key[1])
        args: Args = {"date": str(record.date), "what": short(_named(record))}
        told = memory.tell(Diagnostic(codes.removed, step.path, args=args), at.commit)
        told.right = at.commit.sha if reverted else None
        memory.wounds[key] = [Wound(told, record, None, at.place)]
    for record in now - known:
        key = (step.path, record.model_dump_json())
        if key in memory.wounds:
            for wound in memory.wounds.pop(key):
                wound.told.right = wound.told.right or at.commit.sha
        elif key[1] not in ever and codes.late:
            _dated(step, record, at, memory)
        ever.setdefault(key[1], at.commit)


def _is_revert(before: Record, after: Record | None, ever: Mapping[str, Commit], at: At) -> bool:
    """Whether the last records are taken back by who had committed them, within a few days."""
    was, now = _listed(before), _listed(after) if after is not None else ()
    if tuple(was[: len(now)]) != tuple(now):
        return False
    firsts = [ever.get(record.model_dump_json()) for record in was[len(now) :]]
    return all(
        first is not None
        and first.author_email == at.commit.author_email
        and 0 <= (at.day - first.committed_on).days <= RELIED_DAYS
        for first in firsts
    )


def _listed(book: Record) -> Sequence[Any]:
    return next(iter(vars(book).values())) or ()


def _named(record: Any) -> str:
    from ledger.model.complaint import ComplaintRecord, Receive
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.round import Asking, SentBack

    if isinstance(record, Letter):
        return record.number
    if isinstance(record, Reply | Taken):
        return f"{record.by} {record.number}"
    if isinstance(record, Receive):
        return f"{record.type} {'、'.join(record.units)} ≤ {record.due or '—'}"
    if isinstance(record, ComplaintRecord):
        return f"{record.type} {record.by}"
    if isinstance(record, Asking):
        return f"{'、'.join(record.units)} ≤ {record.due}"
    if isinstance(record, SentBack):
        return f"{record.unit} {record.file}"
    return getattr(record, "unit", None) or f"{record.code} {record.commit[:10]}"


def _dated(step: CommonStep, record: Any, at: At, memory: Memory) -> None:
    late, codes = (at.day - record.date).days, _codes(step.path)
    args: Args = {"date": str(record.date), "unit": _named(record), "committed": str(at.day)}
    if late > at.setting.policy.backdate_days:
        memory.tell(Diagnostic(codes.late, step.path, args=args | {"days": late}), at.commit)
    elif late < 0:
        memory.tell(Diagnostic(codes.ahead, step.path, args=args), at.commit)
    for item in record.evidence:
        if item.path is not None and item.proves:
            path = f"data/{item.path}"
            oid = memory.evidence.get(path)
            proof = Proof("", None, at.commit, path, item.sha256, oid, step.path)
            memory.proofs.append(proof)
            memory.by_file.setdefault(path, []).append(proof)


# --- values by name -------------------------------------------------------------------------------


def _value(book: Record, field: str) -> Any:
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
        elif isinstance(value, list | tuple) and part.isdigit() and int(part) <= len(value):
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
