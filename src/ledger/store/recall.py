"""The ledger of a folder from the store, as far as git says that its files are those of a commit.

What git names as changed is read by the ordinary reader and laid over; where more than files of issues has
changed, or anything is in doubt, there is no answer and all is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger import __version__, model, reading
from ledger.folder import UNFINISHED, read_paths
from ledger.model.ledger import Issue, Issues, Ledger
from ledger.reading.layout import FOLDERS, limit_of
from ledger.store.changes import Place, State, between, blobs_of, place_of, state_of
from ledger.store.facts import About, DamagedError, Row, Store, as_text, bring_forward, make, of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.reading.diagnostic import Diagnostic

ISSUES = "data/issues/"


class Recalled(NamedTuple):
    """A ledger that was not read anew, the files behind it, and what is wrong with those that were."""

    ledger: Ledger
    tree: Mapping[str, bytes]
    diagnostics: list[Diagnostic]
    bring_forward: Callable[[], None]


def recall(root: str, environment: Mapping[str, str]) -> Recalled | None:
    """The ledger in the folder ``root`` from the store; ``None`` where it has to be read.

    What it gives back as ``bring_forward`` is to be called when the answer is out.
    """
    place = place_of(root)
    if place is None:
        return None
    try:
        store = Store(_file(place), program())
    except DamagedError:
        return None
    state = state_of(place, environment)
    if state is None:
        return None
    moved: dict[str, str] | None = {}
    if state.commit != store.about.commit:
        moved = between(place, store.about.commit, state.commit, environment)
    fresh = _to_read(store, state, moved) if moved is not None else None
    if moved is None or fresh is None:
        return None
    try:
        return _laid_over(root, place, store, state, moved, fresh)
    except DamagedError:
        return None


def _file(place: Place) -> str:
    return os.path.join(place.git_dir, "ledger", "facts.db")


def program() -> str:
    """What the rows depend on besides the bytes of files: the modules that read them."""
    folders = [folder for package in (model, reading) for folder in package.__path__]
    folders += [os.path.join(folder, "entries") for folder in model.__path__]
    stamps = []
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    stamps.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
    return "\n".join([__version__, *sorted(stamps)])


def _to_read(store: Store, state: State, moved: Mapping[str, str]) -> set[str] | None:
    """The files of issues that have to be read; ``None`` where more than these has changed."""
    found = {path for path, row in store.rows.items() if row.said is None}
    for path in {*state.changed, *moved}:
        if _is_of_issue(path):
            found.add(path)
        elif _concerns(path):
            return None
    return found


def _is_of_issue(path: str) -> bool:
    return path.startswith(ISSUES) and isinstance(limit_of(path), int)


def _concerns(path: str) -> bool:
    """Whether a file that is new, changed or gone may say anything to a reader of the ledger."""
    names = path.rstrip("/").split("/")
    if path == UNFINISHED or names == ["data"]:
        return True
    if len(names) == 2 and names[1] in FOLDERS:  # noqa: PLR2004 - data/ and a folder of it, perhaps now a link
        return True
    return limit_of(f"{path}x.yaml" if path.endswith("/") else path) is not None


# --- reading -----------------------------------------------------------------------------------------------


class _Shared(NamedTuple):
    """What all issues share, as the store has it."""

    plan: Any
    units: Any
    labels: Any
    calendar: Any
    disclosures: Any
    letters: Any
    rounds: Any
    complaints: Any
    files: tuple[str, ...]


def _laid_over(
    root: str, place: Place, store: Store, state: State, moved: Mapping[str, str], fresh: set[str]
) -> Recalled:
    from ledger.model.complaint import Complaint
    from ledger.model.round import Round
    from ledger.model.unit import Units

    shared = _Shared(*of_text(store.about.common))
    units = Units(shared.units, shared.labels)
    kept = {path: row for path, row in store.rows.items() if path not in fresh}
    tree = _Tree(root, (*shared.files, *kept))
    anew: dict[str, Issue] = {}
    found: list[Diagnostic] = []
    if fresh:
        held = read_paths(root, sorted(fresh))
        tree.update(held.tree)
        anew, found = _read_anew(held.tree, units)
        found = held.diagnostics + found
    pairs = [(path, row.id or "") for path, row in kept.items()] + [(p, one.id) for p, one in anew.items()]
    paths, clashes = _in_order(pairs, tree, settle=bool(anew))
    if anew:
        from ledger.reading.names import unknown_units

        found += clashes
        for path, issue in anew.items():
            found += unknown_units(issue, units, tree[path])

    def made(ids: Sequence[str]) -> Iterator[Issue]:
        wanted = [paths[one] for one in ids if paths[one] not in anew]
        facts = {wanted[0]: store.facts(wanted[0])} if len(wanted) == 1 else store.all_facts(wanted)
        for one in ids:
            path = paths[one]
            if path in anew:
                yield anew[path]
            else:
                baseline, entries = facts[path]
                yield Issue(baseline, entries, path)

    days = [row.earliest for row in kept.values() if row.earliest is not None]
    named = [date.fromisoformat(min(days))] if days else []
    named += [day for issue in anew.values() if (day := issue.baseline.earliest) is not None]
    ledger = Ledger(
        shared.plan,
        units,
        Issues(tuple(paths), made, min(named, default=None)),
        shared.calendar,
        shared.disclosures,
        shared.letters,
        tuple(Round(*one) for one in shared.rounds),
        tuple(Complaint(*one) for one in shared.complaints),
    )

    def forward() -> None:
        store.close()
        if moved or state.commit != store.about.commit:
            _bring_forward(place, store, state.commit, moved, tree, anew, found)

    return Recalled(ledger, tree, found, forward)


def _read_anew(tree: Mapping[str, bytes], units: Any) -> tuple[dict[str, Issue], list[Diagnostic]]:
    from ledger.reading.load import read_issue

    del units
    found: list[Diagnostic] = []
    issues = {}
    for path in sorted(tree):
        issue = read_issue(tree[path], path, found)
        if issue is not None:
            issues[path] = issue
    return issues, found


def _in_order(
    pairs: Iterable[tuple[str, str]], tree: Mapping[str, bytes], *, settle: bool
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The path that stands for each id, in order of id; what clashes only where files were read anew."""
    if settle:
        from ledger.reading.load import settled

        return settled(pairs, tree)
    return dict(sorted((one, path) for path, one in pairs)), []


class _Tree(Mapping[str, bytes]):
    """The files of the ledger, read when they are asked for."""

    def __init__(self, root: str, paths: Iterable[str]) -> None:
        self._root = root
        self._read: dict[str, bytes | None] = dict.fromkeys(paths)

    def update(self, tree: Mapping[str, bytes]) -> None:
        """These were read."""
        self._read.update(tree)

    def __getitem__(self, path: str) -> bytes:
        data = self._read[path]
        if data is None:
            held = read_paths(self._root, (path,)).tree
            if path not in held:  # gone since
                raise KeyError(path)
            data = self._read[path] = held[path]
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._read))

    def __len__(self) -> int:
        return len(self._read)


# --- keeping -----------------------------------------------------------------------------------------------


def remember(
    root: str,
    environment: Mapping[str, str],
    ledger: Ledger,
    tree: Mapping[str, bytes],
    diagnostics: Sequence[Diagnostic],
) -> None:
    """Keep a ledger that was read from the folder ``root`` for the next question.

    Only bytes that a commit has are kept; nothing is where anything but a file of an issue is at fault.
    """
    place = place_of(root)
    if place is None or any(not _is_of_issue(d.path) for d in diagnostics):
        return
    held = blobs_of(place, "HEAD", environment)
    if held is None:
        return
    commit, data, blobs = held
    read = {path for path in (*blobs, *tree) if isinstance(limit_of(path), int)}
    shared = sorted(path for path in read if not path.startswith(ISSUES))
    if not all(path in tree and _is(tree[path], blobs.get(path, "")) for path in shared):
        return
    doubtful = {d.path for d in diagnostics}
    rows, facts = {}, {}
    by_path = {issue.path: issue for issue in ledger.issues}
    for path in blobs:
        if path.startswith(ISSUES) and path in read:
            issue = by_path.get(path) if path not in doubtful else None
            if issue is not None and not _is(tree[path], blobs[path]):
                issue = None
            rows[path], facts[path] = _row(path, issue)
    if sum(1 for row in rows.values() if row.said is None) > len(rows) // 2:
        return  # next to nothing would be kept
    common = as_text(_shared(ledger, shared))
    if _made_folder(place):
        make(_file(place), program(), About(commit, data, common), rows, facts)


def _shared(ledger: Ledger, files: Iterable[str]) -> tuple[Any, ...]:
    units = ledger.units
    return tuple(
        _Shared(
            ledger.plan,
            units.file,
            units.labels,
            ledger.calendar,
            tuple(ledger.disclosures),
            tuple(ledger.letters),
            tuple((one.id, one.records, one.path) for one in ledger.rounds),
            tuple((one.batch, one.number, one.records, one.path) for one in ledger.complaints),
            tuple(files),
        )
    )


def _is(data: bytes, oid: str) -> bool:
    """Whether bytes are those of an object."""
    from ledger.history.objects import oid_of

    return bool(oid) and oid_of(data, len(oid)) == oid


def _row(path: str, issue: Issue | None) -> tuple[Row, str]:
    from zlib import crc32

    if issue is None:
        return Row(path), ""
    text = as_text((issue.baseline, issue.entries))
    day = issue.baseline.earliest
    return Row(path, issue.id, day.isoformat() if day else None, crc32(text.encode())), text


def _made_folder(place: Place) -> bool:
    """Whether there is a folder for the store: not where git's folder is not to be written."""
    try:
        os.makedirs(os.path.dirname(_file(place)), exist_ok=True)
    except OSError:
        return False
    return True


def _bring_forward(
    place: Place,
    store: Store,
    commit: str,
    moved: Mapping[str, str],
    tree: Mapping[str, bytes],
    anew: Mapping[str, Issue],
    found: Iterable[Diagnostic],
) -> None:
    """Of the store of an earlier commit make that of ``commit``, by the files that were read anew."""
    doubtful = {d.path for d in found}
    rows, facts = dict(store.rows), {}
    for path, oid in moved.items():
        if not _is_of_issue(path):
            continue
        rows.pop(path, None)
        if oid:
            issue = anew.get(path) if path not in doubtful else None
            if issue is not None and not _is(tree[path], oid):
                issue = None
            rows[path], facts[path] = _row(path, issue)
    after = About(commit, store.about.tree, store.about.common)
    bring_forward(_file(place), store.about, after, rows, moved, facts)
