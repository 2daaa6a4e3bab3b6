"""Baselines: once committed their bytes never change, but by a re-reading of the same text.

What is lawful is remembered for each issue over all of history.  A version that is neither lawful nor what a
parent had already is told, at the commit that made it: in whatever file, branch or merge that is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ledger.history.differing import Differing, differing
from ledger.history.memory import Args, one_end
from ledger.history.places import keys_of, place_of, short
from ledger.history.versions import Unread, fields_of
from ledger.judging.walk import standing_records
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.load import read_baseline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ledger.history.memory import At, Known, Memory
    from ledger.history.rereading import Reread
    from ledger.history.steps import FileStep
    from ledger.history.versions import Version
    from ledger.model.entries import Entry


def judge_baseline(file: FileStep, at: At, memory: Memory, reread: Reread | None) -> None:
    """Hold the baseline of a version against the lawful one."""
    if file.after is None:
        return
    known = memory.issue(file.issue)
    known.version = file.after
    if known.lawful is None:
        known.lawful = one_end(next((v.head for v in file.before if not v.broken), file.after.head))
    head = one_end(file.after.head)
    befores = [one_end(version.head) for version in file.before]
    if head == known.lawful:
        _put_right(known, (before for before in befores if before != head), at)
        return
    if head in befores:  # told where it was made
        open_ = [told for told in known.accused.get(head, ()) if told.right is None]
        fields = _fields(known.lawful, head) if open_ and memory.format == 1 else []
        if fields and _licensed(file, at, known, fields):  # amended afterwards
            known.lawful = head
            _put_right(known, [head], at)
        return
    old = befores[0] if len(befores) == 1 else known.lawful
    fields = _fields(old, head)
    if not fields:
        return
    if reread is not None and befores and _texts(fields_of(old)) == _texts(fields_of(head)):
        _reread(file, at, memory, reread, fields)
        return
    if memory.format == 1 and _licensed(file, at, known, fields):
        known.lawful = head
        return
    made = known.accused.setdefault(head, [])
    for name, was, now in _by_top(fields):
        code = "L704" if name.partition(".")[0] == "deadline" else "L703"
        args: Args = {"field": name, "old": short(was), "new": short(now)}
        span = place_of(file.after, keys_of(name))
        made.append(memory.tell(Diagnostic(code, file.path, span, args, name), at.commit))


def _put_right(known: Known, heads: Iterable[bytes], at: At) -> None:
    for head in heads:
        for told in known.accused.get(head, ()):
            told.right = told.right or at.commit.sha


def _fields(old: bytes, new: bytes) -> list[Differing]:
    before, after = fields_of(old), fields_of(new)
    return [] if before is None or after is None else list(differing(before, after))


def tell_difference(path: str, was: Version, now: Version, memory: Memory) -> None:
    """The fields in which the baseline at the tip differs from one that was stored."""
    for name, old, new in _by_top(_fields(was.head, now.head)):
        code = "L704" if name.partition(".")[0] == "deadline" else "L703"
        args: Args = {"field": name, "old": short(old), "new": short(new)}
        memory.tell(Diagnostic(code, path, place_of(now, keys_of(name)), args, name), None)


def _by_top(fields: list[Differing]) -> Iterator[Differing]:
    """The first difference within each top-level field."""
    tops: set[str] = set()
    for one in fields:
        top = one.field.partition(".")[0]
        if top not in tops:
            tops.add(top)
            yield one


def _reread(file: FileStep, at: At, memory: Memory, reread: Reread, fields: list[Differing]) -> None:
    """A re-reading is lawful where today's reader reads the same."""
    if file.after is None:
        return
    known = memory.issue(file.issue)
    head = one_end(file.after.head)
    baseline = read_baseline(file.after.head)
    differences = list(reread.differences(baseline)) if baseline is not None else fields
    if not differences:
        known.lawful = head
        _put_right(known, known.accused, at)
        return
    name, has, says = differences[0]
    args: Args = {"field": name, "old": short(has), "new": short(says)}
    span = place_of(file.after, keys_of(name))
    told = memory.tell(Diagnostic("L740", file.path, span, args, name), at.commit)
    known.accused.setdefault(head, []).append(told)


def confirm(reread: Reread, at: At, memory: Memory) -> None:
    """Baselines that were told of, and that a re-reading found to be what the text says."""
    for known in memory.issues.values():
        version = known.version
        if version is None or not known.accused:
            continue
        head = one_end(version.head)
        if any(told.right is None for told in known.accused.get(head, ())):
            baseline = read_baseline(version.head)
            if baseline is not None and not any(reread.differences(baseline)):
                known.lawful = head
                _put_right(known, known.accused, at)


# --- data of format 1 -----------------------------------------------------------------------------


def _licensed(file: FileStep, at: At, known: Known, fields: list[Differing]) -> bool:
    """Whether amendments on record that were not used yet allow each change; then they are used."""
    if file.after is None or not file.before:
        return False
    wanted = {name.partition(".")[0] for name, _, _ in fields}
    there = _amendments(file.after.entries, at)
    if any(there.get(top, 0) <= known.spent[top] for top in wanted):
        return False
    known.spent.update(wanted)
    return True


def _amendments(entries: tuple[Entry, ...], at: At) -> Mapping[str, int]:
    """How many amendments of each top-level field stand on record, by units that may make one."""
    office = at.setting.office
    found: dict[str, int] = {}
    for entry in standing_records(entries, at.setting):
        if entry.type == "amend" and (not office or entry.by in office):
            for name in amended(entry):
                found[name] = found.get(name, 0) + 1
    return found


def amended(entry: Entry) -> list[str]:
    """The top-level fields that an amendment names, in the form of today or of format 1."""
    if isinstance(entry, Unread):
        said = json.loads(entry.raw)
        names = [said.get("field")] if isinstance(said, dict) else []
    else:
        names = [change.field for change in getattr(entry, "changes", ())]
    return list(dict.fromkeys(str(name).partition(".")[0] for name in names if name))


# --- what is official text ------------------------------------------------------------------------

_TEXTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("id", "number", "section", "title", "problem", "goal"), ()),
    "others": ("label", "text"),
    "acceptance": ("text",),
    "responsibility": ("text", "support_text", "leads_only"),
    "deadline": ("text",),
    "measures": ("number", "text"),
}
"""The fields of a baseline that hold the official text; of a mapping or a list of them the parts named."""


def _texts(fields: dict[str, Any] | None) -> Any:
    """What of a baseline is official text, as the file has it; all else is what it was understood to mean."""
    found: dict[str, Any] = {}
    for key, parts in _TEXTS.items():
        value: Any = (fields or {}).get(key)
        if isinstance(value, list) and parts:
            value = [_parts(item, parts) for item in value]
        elif parts:
            value = _parts(value, parts)
        found[key] = value
    return found


def _parts(value: Any, parts: tuple[str, ...]) -> Any:
    return {part: value.get(part) for part in parts} if isinstance(value, dict) else value
