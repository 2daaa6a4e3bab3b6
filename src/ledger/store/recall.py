"""The ledger of a folder, of which only those files are read that are not as they were when they were kept.

A file is the one that was kept where its stamp is: size, both times and number.  The time of its last change
cannot be set by hand; a file that was changed only a moment before it was read is not kept, because another
change could bear the same time.  What was at fault is not kept either, so that it is told each time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger import __version__, model, reading
from ledger.folder import FolderTree, list_readable, read_listed, stamp_of
from ledger.history.kept import folder_of
from ledger.locale.refusal import Refusal
from ledger.model.ledger import Issue, Issues, Ledger
from ledger.reading.layout import TOTAL_MAX, FolderRead, Stamp
from ledger.store.facts import SHARED, DamagedError, Row, Store, keep, row_of
from ledger.store.places import file_of, now_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.reading.diagnostic import Diagnostic

ISSUES = "data/issues/"

YOUNG = 2_000_000_000
"""Nanoseconds within which two changes of a file may bear the same time, on any file system."""


class Recalled(NamedTuple):
    """A ledger of which not everything was read anew, the files behind it, and what is wrong.

    ``later`` is to be called when the answer is out: it keeps what was read anew.
    """

    ledger: Ledger
    tree: Mapping[str, bytes]
    diagnostics: list[Diagnostic]
    later: Callable[[], None]


class _Shared(NamedTuple):
    """What all issues share, as the store has it, with the stamps of the files that say it."""

    plan: Any
    units: Any
    labels: Any
    calendar: Any
    disclosures: Any
    letters: Any
    rounds: Any
    complaints: Any
    stamps: dict[str, tuple[int, ...]]


def recall(root: str, environment: Mapping[str, str]) -> Recalled | None:
    """The ledger in the folder ``root``, as far as it is kept; ``None`` where all of it has to be read."""
    file = file_of(root, environment)
    if file is None:
        return None
    try:
        store = Store(file, program())
    except DamagedError:
        return None
    listed, found = list_readable(root)
    stamps = {path: stamp_of(root, path) for path, _ in listed}
    if sum(stamp.size for stamp in stamps.values() if stamp is not None) > TOTAL_MAX:
        return None
    said = store.facts([SHARED]).get(SHARED)
    shared = _Shared(*said) if said is not None else None
    common = {path: tuple(stamp or ()) for path, stamp in stamps.items() if not path.startswith(ISSUES)}
    if shared is None or shared.stamps != common:
        return None
    kept = {path: row for path, row in store.rows.items() if path and stamps.get(path) == row.stamp}
    now = None
    anew = [(path, limit) for path, limit in listed if path.startswith(ISSUES) and path not in kept]
    if anew:
        now = now_at(file)
    read: dict[str, Stamp] = {}
    held = read_listed(root, anew, found, read)
    return _laid_over(root, Keeping(file, now), store, shared, kept, held, read)


class Keeping(NamedTuple):
    """Where things are kept, and when reading began by the clock of files; ``None`` keeps nothing."""

    file: str
    now: int | None


def program() -> str:
    """What the rows depend on besides the bytes of files: the modules and the libraries that read them."""
    folders = [folder for package in (model, reading) for folder in package.__path__]
    folders += [os.path.join(folder, "entries") for folder in model.__path__]
    stamps = []
    for name in ("yaml", "pydantic", "pydantic_core"):
        where = folder_of(name)
        stamps.append(f"{name} {os.stat(where).st_mtime_ns if where else 0}")
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    stamps.append(f"{entry.path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    return "\n".join([__version__, sys.version, *sorted(stamps)])


# --- reading -----------------------------------------------------------------------------------------------


def _laid_over(
    root: str,
    keeping: Keeping,
    store: Store,
    shared: _Shared,
    kept: Mapping[str, Row],
    held: FolderRead,
    stamps: Mapping[str, Stamp],
) -> Recalled:
    from ledger.model.complaint import Complaint
    from ledger.model.round import Round
    from ledger.model.unit import Units

    units = Units(shared.units, shared.labels)
    tree = FolderTree(root, (*shared.stamps, *kept), held.tree)
    anew, of_files = _read_anew(held.tree)
    pairs = [(path, row.id) for path, row in kept.items()] + [(path, one.id) for path, one in anew.items()]
    paths, clashes = _in_order(pairs, tree, settle=bool(anew))
    found = held.diagnostics + of_files + clashes + list(_unknown(anew, units, tree))

    def made(ids: Sequence[str]) -> Iterator[Issue]:
        facts = store.facts([paths[one] for one in ids if paths[one] not in anew])
        for one in ids:
            path = paths[one]
            if path in anew:
                yield anew[path]
            elif path in facts:
                baseline, entries = facts[path]
                yield Issue(baseline, entries, path)
            else:
                yield _read_after_all(path, tree)

    def earliest() -> date | None:
        days = [row.earliest for row in kept.values() if row.earliest]
        named = [date.fromisoformat(min(days))] if days else []
        named += [day for issue in anew.values() if (day := issue.baseline.earliest) is not None]
        return min(named, default=None)

    ledger = Ledger(
        shared.plan,
        units,
        Issues(tuple(paths), made, earliest),
        shared.calendar,
        shared.disclosures,
        shared.letters,
        tuple(Round(*one) for one in shared.rounds),
        tuple(Complaint(*one) for one in shared.complaints),
    )

    def later() -> None:
        store.close()
        rows = list(_rows(anew.values(), stamps, found, keeping.now))
        gone = [path for path in store.rows if path and path not in kept and path not in held.tree]
        if rows or gone:
            keep(keeping.file, program(), rows, gone)

    return Recalled(ledger, tree, found, later)


def _read_anew(tree: Mapping[str, bytes]) -> tuple[dict[str, Issue], list[Diagnostic]]:
    found: list[Diagnostic] = []
    issues: dict[str, Issue] = {}
    if tree:
        from ledger.reading.load import no_collecting, read_issue

        with no_collecting():
            for path in sorted(tree):
                issue = read_issue(tree[path], path, found)
                if issue is not None:
                    issues[path] = issue
    return issues, found


def _unknown(issues: Mapping[str, Issue], units: Any, tree: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    if issues:
        from ledger.reading.names import unknown_units

        for path, issue in issues.items():
            yield from unknown_units(issue, units, tree[path])


def _read_after_all(path: str, tree: Mapping[str, bytes]) -> Issue:
    """The issue of a file of which the store is damaged; nothing was wrong with it when it was kept."""
    from ledger.reading.load import read_issue

    found: list[Diagnostic] = []
    issue = read_issue(tree[path], path, found) if path in tree else None
    if issue is None or found:  # written to since its stamp was looked at
        raise Refusal("error.changed_meanwhile", file=path)
    return issue


def _in_order(
    pairs: Iterable[tuple[str, str]], tree: Mapping[str, bytes], *, settle: bool
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The path that stands for each id, in order of id; what clashes only where files were read anew."""
    if settle:
        from ledger.reading.load import settled

        return settled(pairs, tree)
    return dict(sorted((one, path) for path, one in pairs)), []


# --- keeping -----------------------------------------------------------------------------------------------


def begin(root: str, environment: Mapping[str, str]) -> Keeping | None:
    """Note down when reading begins; ``None`` where nothing can be kept."""
    file = file_of(root, environment)
    now = now_at(file) if file is not None else None
    return Keeping(file, now) if file is not None and now is not None else None


def remember(
    keeping: Keeping, ledger: Ledger, stamps: Mapping[str, Stamp], diagnostics: Sequence[Diagnostic]
) -> None:
    """Keep a ledger that was read since ``keeping`` began, for the next question.

    Nothing is kept where anything but a file of an issue is at fault.
    """
    if any(not one.path.startswith(ISSUES) for one in diagnostics):
        return
    common = {path: stamp for path, stamp in stamps.items() if not path.startswith(ISSUES)}
    if keeping.now is None or any(_is_young(stamp, keeping.now) for stamp in common.values()):
        return
    units = ledger.units
    shared = _Shared(
        ledger.plan,
        units.file,
        units.labels,
        ledger.calendar,
        tuple(ledger.disclosures),
        tuple(ledger.letters),
        tuple((one.id, one.records, one.path) for one in ledger.rounds),
        tuple((one.batch, one.number, one.records, one.path) for one in ledger.complaints),
        {path: tuple(stamp) for path, stamp in common.items()},
    )
    rows = [row_of(SHARED, "", "", Stamp(0, 0, 0, 0), tuple(shared))]
    rows += _rows(ledger.issues, stamps, diagnostics, keeping.now)
    keep(keeping.file, program(), rows)


def _rows(
    issues: Iterable[Issue], stamps: Mapping[str, Stamp], found: Iterable[Diagnostic], now: int | None
) -> Iterator[tuple[Row, str]]:
    """Rows of the issues that nothing is wrong with and that were not changed a moment ago."""
    doubtful = {one.path for one in found}
    for issue in issues if now is not None else ():
        stamp = stamps[issue.path]
        if issue.path not in doubtful and not _is_young(stamp, now or 0):
            day = issue.baseline.earliest
            said = day.isoformat() if day is not None else ""
            yield row_of(issue.path, issue.id, said, stamp, (issue.baseline, issue.entries))


def _is_young(stamp: Stamp, now: int) -> bool:
    return stamp.changed + YOUNG > now
