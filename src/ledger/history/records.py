"""Entries are only added: what a commit took away from an issue file, changed in it, or put between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.history.acts import judge_act, judge_together
from ledger.history.baselines import judge_baseline
from ledger.history.differing import differing
from ledger.history.memory import RELIED_DAYS, Args, Known, numbers_gone, one_end
from ledger.history.places import place_of, where
from ledger.history.versions import Unread, fields_of
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.history.memory import At, Memory
    from ledger.history.rereading import Reread
    from ledger.history.steps import FileStep
    from ledger.history.versions import Version
    from ledger.model.entries import Entry

_MERGE = 2
_OF_OTHERS = {"object", "reject", "inspect", "review", "supervise", "account", "reopen", "extend", "amend"}
"""Types of records that others rely on from the first day, or that are about others than who recorded."""


def judge_file(file: FileStep, at: At, memory: Memory, reread: Reread | None) -> None:
    """All that a commit did to an issue file."""
    known = memory.issue(file.issue)
    known.touched, known.path = at.commit, file.path
    if file.after is None:
        _deleted(file, at, memory)
        return
    whole = not file.after.broken
    if whole and all(version.head != file.after.head for version in file.before):
        whole = fields_of(file.after.head) is not None
    if not whole:
        known.unreadable.append(memory.tell(Diagnostic("L717", file.path), at.commit))
        return
    _readable_again(known, at)
    known.number = file.after.number
    if not file.before:
        _new(file, at, memory)
    elif all(version.broken for version in file.before):  # what was there before cannot be known
        for entry in file.after.entries:
            known.entries.setdefault(entry, at.commit)
        return
    judge_baseline(file, at, memory, reread)
    _entries(file, at, memory)


def _readable_again(known: Known, at: At) -> None:
    for told in known.unreadable:
        told.right = told.right or at.commit.sha
    known.unreadable.clear()


def _deleted(file: FileStep, at: At, memory: Memory) -> None:
    was = next((version for version in file.before if version.id is not None), None)
    if was is None or was.id is None:
        return
    known = memory.issue(was.id)
    if known.deleted is not None:  # told where it was deleted
        return
    args: Args = {"id": was.id, "number": was.number or "—"}
    known.number = was.number
    known.deleted = memory.tell(Diagnostic("L705", file.path, args=args), at.commit)
    known.last_had = was.entries


def _new(file: FileStep, at: At, memory: Memory) -> None:
    version = file.after
    if version is None or version.id is None:
        return
    known = memory.issue(version.id)
    reused = known.deleted is not None and known.lawful not in {None, one_end(version.head)}
    if known.deleted is not None and not reused:  # dropped and restored
        known.deleted.right, known.deleted = at.commit.sha, None
        _lost([e for e in known.last_had if e not in version.entries], file, at, known, memory)
    elif reused or (version.number in numbers_gone(memory.issues) and known.deleted is None):
        args: Args = {"number": version.number or version.id}
        place = place_of(version, ("number",))
        memory.tell(Diagnostic("L706", file.path, place, args, "number"), at.commit)
        known.deleted, known.lawful = None, one_end(version.head)


def _entries(file: FileStep, at: At, memory: Memory) -> None:
    if file.after is None:
        return
    known = memory.issue(file.issue)
    _regained(file, at, known)
    added = list(file.added)
    changed: set[Entry] = set()
    gone: list[Entry] = []
    for entry in file.gone:
        twin = _twin(entry, added)
        if twin is None:
            gone.append(entry)
            continue
        added.remove(twin)
        changed.add(twin)
        if known.made.get(entry) == twin:  # what it was before it was changed
            known.missing.setdefault(entry, [])
            continue
        known.made[twin] = entry
        names = dict.fromkeys(name.partition(".")[0] for name, _, _ in differing(_said(entry), _said(twin)))
        args = _about(entry) | {"fields": tuple(names)}
        span = where((file.after,), twin)
        told = memory.tell(Diagnostic("L702", file.path, span, args, "entries"), at.commit)
        known.missing.setdefault(entry, []).append(told)
    reverted = bool(gone) and not changed and _is_revert(file, gone, at, known)
    _lost(gone, file, at, known, memory, reverted=reverted)
    if not reverted:
        _rewritten(file, at, known, memory)
    new = [entry for entry in file.added if entry not in known.entries]
    for entry in file.added:
        if isinstance(entry, Unread) and entry in new:
            span = where((file.after,), entry)
            memory.tell(Diagnostic("L717", file.path, span, {}, "entries"), at.commit)
    for entry in new:
        judge_act(file, entry, at, memory, fresh=entry not in changed)
    judge_together(file, [entry for entry in new if entry not in changed], at, memory)
    for entry in file.added:
        known.entries.setdefault(entry, at.commit)
    if new:
        memory.recorded.append(at.place)


def _about(entry: Entry) -> Args:
    return {"date": str(entry.date), "by": entry.by, "type": entry.type}


def _lost(
    entries: Iterable[Entry], file: FileStep, at: At, known: Known, memory: Memory, *, reverted: bool = False
) -> None:
    for entry in entries:
        span = where(file.before, entry)
        told = memory.tell(Diagnostic("L701", file.path, span, _about(entry), "entries"), at.commit)
        told.right = at.commit.sha if reverted else None
        known.missing.setdefault(entry, []).append(told)


def _regained(file: FileStep, at: At, known: Known) -> None:
    """What was gone and is there again is put right: by this commit, where some parent lacked it."""
    if file.after is None or not known.missing:
        return
    lacking = [entry for entry in known.missing if any(entry not in v.entries for v in file.before)]
    for entry in lacking:
        if entry in file.after.entries:
            for told in known.missing.pop(entry):
                told.right = told.right or at.commit.sha


def _is_revert(file: FileStep, gone: Sequence[Entry], at: At, known: Known) -> bool:
    """Whether records are taken back that nobody relied on.

    That is: the last ones of the file, by the person who had committed them, within a few days, and none that
    is about others.  The file is then what it was before, to the byte.
    """
    if len(file.before) != 1 or file.after is None:
        return False
    before = file.before[0]
    if before.head != file.after.head or not before.tail.startswith(file.after.tail):
        return False
    if list(before.entries[len(file.after.entries) :]) != list(gone):
        return False
    for entry in gone:
        first = known.entries.get(entry)
        if first is None or first.author_email != at.commit.author_email or entry.type in _OF_OTHERS:
            return False
        if not 0 <= (at.day - first.committed_on).days <= RELIED_DAYS:
            return False
    return True


def _rewritten(file: FileStep, at: At, known: Known, memory: Memory) -> None:
    """Bytes that were committed are others, and mean the same."""
    if file.after is None or not file.before or file.gone:
        return
    back = _bytes_back(file.after, at, known)
    if back or file.kept or len(at.commit.parents) >= _MERGE or file.fields():
        return
    if _restored(file, known):
        return
    told = memory.tell(Diagnostic("L716", file.path), at.commit)
    if _line_ends_alone(file.after, file.before):
        told.right = at.commit.sha
    else:
        known.rewrites.append((told, file.before[0].head + file.before[0].tail))


def _bytes_back(after: Version, at: At, known: Known) -> bool:
    """Whether bytes that were written over are there again, with what was added since below them."""
    data = after.head + after.tail
    back = [one for one in known.rewrites if data.startswith(one[1])]
    for one in back:
        known.rewrites.remove(one)
        one[0].right = at.commit.sha
    return bool(back)


def _line_ends_alone(after: Version, before: Sequence[Version]) -> bool:
    """Whether line ends were made LF, and nothing else was touched."""
    data = after.head + after.tail
    return b"\r" not in data and all(data.startswith(one_end(v.head + v.tail)) for v in before)


def _restored(file: FileStep, known: Known) -> bool:
    """Whether the first bytes of the baseline were put back, and those of the entries kept."""
    after = file.after
    if after is None or one_end(after.head) != known.lawful:
        return False
    if any(one_end(version.head) == known.lawful for version in file.before):
        return bool(file.added) and _put_back(file, known)
    return all(after.tail.startswith(version.tail) for version in file.before)


def _put_back(file: FileStep, known: Known) -> bool:
    """Whether all that was inserted are records that had been there before."""
    return all(entry in known.entries for entry in file.added)


def _said(entry: Entry) -> Any:
    from ledger.model.entries import content

    return content(entry)


def _twin(entry: Entry, added: Sequence[Entry]) -> Entry | None:
    """The new entry that an entry was made into: of its type, and most like it."""
    said = _said(entry)

    def alike(other: Entry) -> int:
        theirs = _said(other)
        return sum(1 for key in {*said, *theirs} if said.get(key) == theirs.get(key))

    best = max(added, key=alike, default=None)
    # the same type alone would make any new entry the heir of any that is gone
    return best if best is not None and alike(best) * 2 > len(said) else None


def still_missing(memory: Memory, tip: dict[str, Version]) -> Iterator[tuple[str, Known, Entry]]:
    """Entries that were committed at some time, are not there at the tip, and that nothing tells of."""
    for name, known in memory.issues.items():
        version = tip.get(name)
        if version is None or version.broken:
            continue
        same = set(map(id, version.entries))
        lacking = [
            entry for entry in known.entries if id(entry) not in same
        ]  # most often none: seldom compared
        there = set(version.entries) if lacking else set()
        for entry in lacking:
            if entry not in there and not any(t.right is None for t in known.missing.get(entry, ())):
                yield name, known, entry
