"""Commit after commit, what was done to each issue: entries, baseline, files; with the bytes read once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.differing import Differing, differing
from ledger.history.versions import Version, Versions, begins, fields_of
from ledger.reading.layout import SINGLE, limit_of
from ledger.reading.load import COMPLAINTS, ISSUES, ROUNDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.objects import Change, Commit
    from ledger.model.entries import Entry

_AT_ONCE = 100
"""How many commits and changes of files are read ahead together: few, so that git is at work on the next."""

COMMON = tuple(f"data/{name}" for name in SINGLE)
"""Files of a ledger besides its issues whose content is looked at."""


BOOKS = (ROUNDS, COMPLAINTS)
"""Folders of books, a file each."""


class FileStep(NamedTuple):
    """What a commit did to an issue file.

    ``before`` are the versions in the parents, none for a new file; for one that cannot be read, the last one
    before it that can, where there is one.  ``after`` is ``None`` where the file is gone.  ``old_path`` is
    another than ``path`` where the issue was moved.  ``added`` are entries that no parent has; ``gone`` are
    those that a parent has and the commit has not.  ``kept`` says that the bytes of the new one begin with
    those of every parent's.
    """

    path: str
    old_path: str
    before: tuple[Version, ...]
    after: Version | None
    added: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    kept: bool

    @property
    def issue(self) -> str:
        """The id, or the path of a file that cannot be read."""
        version = self.after if self.after is not None and self.after.id else (self.before or (None,))[0]
        return (version and version.id) or self.path

    def fields(self) -> list[Differing]:
        """The fields of the baseline that differ from every parent, each as it was in the first."""
        if self.after is None or not self.before or any(v.head == self.after.head for v in self.before):
            return []
        new = fields_of(self.after.head)
        sides = [fields_of(version.head) for version in self.before]
        if new is None or any(side is None for side in sides):
            return []
        found = [{one.field: one for one in differing(side, new)} for side in sides]
        return [one for name, one in found[0].items() if all(name in other for other in found)]


class CommonStep(NamedTuple):
    """What a commit did to another file of the ledger: its bytes in the first parent, now, in each parent."""

    path: str
    before: bytes | None
    after: bytes | None
    befores: tuple[bytes | None, ...]


class Step(NamedTuple):
    """A commit, and what it did."""

    commit: Commit
    files: tuple[FileStep, ...]
    common: tuple[CommonStep, ...]
    evidence: tuple[Change, ...]


def steps(repository: Repository, since: str | None, until: str) -> Iterator[Step]:
    """The commits of a range that touch the ledger, oldest first, each with what it did."""
    with repository.reader() as reader:
        yield from steps_of(Versions(reader), repository.walk(since, until))


def _told_once(file: FileStep, step: Step, lost: Lost) -> FileStep:
    """An entry that one side of a merge lost is told where it was lost, and not again by the merge."""
    if not file.gone and file.issue not in lost:
        return file
    mine = lost.setdefault(file.issue, set())
    gone = file.gone
    if len(step.commit.parents) > 1:
        gone = tuple(entry for entry in gone if entry not in mine)
    mine.update(file.gone)
    mine.difference_update(file.added)
    return file._replace(gone=gone)


Lost = dict[str, set["Entry"]]
"""By issue, the entries that are gone and were told of."""


def steps_of(versions: Versions, commits: Iterable[Commit], lost: Lost | None = None) -> Iterator[Step]:
    """What each of the commits did, parents before children; ``lost`` is what came of those before."""
    lost = {} if lost is None else lost
    for step in _steps(versions, commits):
        yield step._replace(files=tuple(_told_once(file, step, lost) for file in step.files))


def _steps(versions: Versions, commits: Iterable[Commit]) -> Iterator[Step]:
    waiting: list[Commit] = []
    weight = 0
    for commit in commits:
        waiting.append(commit)
        weight += 1 + len(commit.changes)
        if weight >= _AT_ONCE:
            yield from _read(waiting, versions)
            waiting, weight = [], 0
    yield from _read(waiting, versions)


def _read(commits: Sequence[Commit], versions: Versions) -> Iterator[Step]:
    """Read all that a few commits need at once."""
    oids = {
        oid
        for commit in commits
        for side in (commit.changes, *commit.other_changes)
        for change in side
        if _is_ours(change.path)
        for oid in change.files()
        if oid == change.new_oid or not versions.knows(oid, change.path)
    }
    held = versions.fetch(sorted(oids))
    for commit in commits:
        yield _step(commit, held, versions)


def _is_ours(path: str) -> bool:
    return path in COMMON or (path.startswith((ISSUES, *BOOKS)) and isinstance(limit_of(path), int))


def _step(commit: Commit, held: Mapping[str, bytes], versions: Versions) -> Step:
    sides = (commit.changes, *commit.other_changes)
    by_path = [{change.path: change for change in side} for side in sides]
    paths = [path for path in _paths(sides) if path.startswith(ISSUES) and _is_ours(path)]

    files = [_file_of(path, [side.get(path) for side in by_path], held, versions) for path in paths]
    return Step(
        commit,
        tuple(_moved(files)),
        tuple(_common(by_path, held)),
        tuple(change for change in commit.changes if change.path.startswith("data/evidence/")),
    )


def _file_of(
    path: str, changes: Sequence[Change | None], held: Mapping[str, bytes], versions: Versions
) -> FileStep:
    """What a commit did to an issue file; a change against each parent, ``None`` where there is none."""
    some = next(change for change in changes if change is not None)
    files = {oid for change in changes if change is not None for oid in change.files()}
    olds = [change.old_oid if change is not None else some.new_oid for change in changes]
    pairs = [(oid, versions.version(oid, path, held)) for oid in olds if oid in files]
    after = None
    if some.new_oid in files:
        after = versions.version(some.new_oid, path, held, [version for _, version in pairs])
    if after is not None and pairs and all(version.head != after.head for _, version in pairs):
        after = versions.looked_at(after)
        pairs = [(oid, versions.looked_at(version)) for oid, version in pairs]
    before = [versions.readable(oid, path, version) for oid, version in pairs]
    if after is not None and after.broken and before:
        versions.stand_in(some.new_oid, path, before[0])
    kept = after is not None and all(begins(held[some.new_oid], version) for version in before)
    return _file(path, path, before, after, kept=kept)


def _paths(sides: Iterable[Iterable[Change]]) -> list[str]:
    return sorted({change.path for side in sides for change in side})


def _file(
    path: str, old_path: str, before: Sequence[Version], after: Version | None, *, kept: bool
) -> FileStep:
    if after is not None and len(before) == 1 and not after.broken:
        mine = before[0].entries
        if after.entries[: len(mine)] == mine:  # as it should be
            more = after.entries[len(mine) :]
            return FileStep(path, old_path, tuple(before), after, more, (), kept)
    now = Counter(after.entries if after is not None else ())
    were = [Counter(version.entries) for version in before]
    known: Counter[Entry] = Counter()
    for one in were:
        known |= one
    gone: Counter[Entry] = Counter()
    if after is not None and not after.broken:
        for one in were:
            gone |= one - now
    return FileStep(
        path,
        old_path,
        tuple(before),
        after,
        tuple(_in_order(now - known, after)),
        tuple(gone.elements()),
        kept,
    )


def _in_order(entries: Counter[Entry], version: Version | None) -> Iterator[Entry]:
    """Entries in the order of the file, the later of equal ones."""
    left = Counter(entries)
    found = []
    for entry in reversed(version.entries if version is not None else ()):
        if left[entry]:
            left[entry] -= 1
            found.append(entry)
    yield from reversed(found)


def _moved(files: Sequence[FileStep]) -> Iterator[FileStep]:
    """A file that is gone and a new one with the same id are one issue that was moved."""
    gone = {f.before[0].id: f for f in files if f.after is None and f.before and f.before[0].id}
    new = {f.after.id: f for f in files if f.after is not None and not f.before and f.after.id}
    for file in files:
        if file.after is None and file.before and file.before[0].id in new:
            continue
        if file.after is not None and not file.before and file.after.id in gone:
            was = gone[file.after.id]
            old = was.before[0]
            kept = begins(file.after.head + file.after.tail, old)
            yield _file(file.path, was.path, was.before, file.after, kept=kept)
        else:
            yield file


def _common(sides: Sequence[Mapping[str, Change]], held: Mapping[str, bytes]) -> Iterator[CommonStep]:
    books = sorted({path for side in sides for path in side if path.startswith(BOOKS) and _is_ours(path)})
    for path in (*COMMON, *books):
        changes = [side.get(path) for side in sides]
        some = next((change for change in changes if change is not None), None)
        if some is not None:
            olds = [change.old_oid if change is not None else some.new_oid for change in changes]
            befores = tuple(held.get(oid) for oid in olds)
            yield CommonStep(path, befores[0], held.get(some.new_oid), befores)
