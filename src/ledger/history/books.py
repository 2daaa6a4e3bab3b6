"""What all issues share, audited like them: the plan, the office's settings, units, calendar, books.

A shared file is held against what each parent had.  Whatever weakens a rule, changes who may act, or takes a
record away is told once, at the commit that made it, with the old and the new value; it is put right when the
first value is back before anything was recorded under the other one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ledger.history.bookchanges import Changed, changes, value_of
from ledger.history.bookrecords import codes_of, folder_of, holds_records, is_revert, judge_records
from ledger.history.memory import Args, Memory, Wound
from ledger.history.places import place_in, short
from ledger.model.plan import Plan
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.labels import LABELS
from ledger.reading.load import CALENDAR, COMPLAINTS, DISCLOSURES, LETTERS, PLAN, ROUNDS, SETTLED, UNITS
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.history.memory import At
    from ledger.history.steps import CommonStep
    from ledger.model.record import Record


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


def _model(path: str) -> type[Record]:
    module, name = _MODELS[folder_of(path) or path]
    found: type[Record] = getattr(import_module(f"ledger.model.{module}"), name)
    return found


def _is_growing(path: str) -> bool:
    """Whether a ledger need not have a shared file, which begins with the first line written."""
    return path in {CALENDAR, LABELS} or holds_records(path)


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
    if holds_records(step.path):
        judge_records(step, after, befores, at, memory)
        return
    for before in befores or (None,):
        for one in changes(before, after, at, memory, reread=reread):
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
    dated = holds_records(step.path) and bool(codes_of(step.path).late)
    single = dated and len(step.befores) == 1
    if single and before is not None and is_revert(before, None, known.get("ever", {}), at):
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
            now = value_of(after, key[1])
            back = any(value_of(before, key[1]) != now for before in befores)
            if back and now == wounds[0].value and now != wounds[-1].made:
                _mend(key, at, memory)
