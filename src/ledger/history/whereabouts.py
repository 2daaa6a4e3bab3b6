"""Which files ever held which issue, and which commits touched them: what a question about one issue needs.

An issue is known by the id in its file, not by the file's name, so that every version of every file has to
be seen once to know where an issue ever was.  What was seen is kept (:mod:`ledger.history.kept`): of each
file the ids and numbers that stood in it, and the commits that touched it.  Commits never change, so that
only those are looked at that came since.  Commits of other branches may be among those kept: they lead to
more files being looked at, never to fewer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.kept import program
from ledger.history.versions import identity
from ledger.reading.load import ISSUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.history.git import Repository
    from ledger.history.objects import Change

WORTH_KEEPING = 100
"""From how many commits on what was seen is kept: fewer are as soon looked at again."""

_TIPS_MOST = 8
_AT_ONCE = 500


@dataclass(slots=True)
class File:
    """The issues that a file ever held, as id and number, and the commits that touched it."""

    issues: set[tuple[str, str]] = field(default_factory=set)
    commits: set[str] = field(default_factory=set)


class Places(NamedTuple):
    """The issues that are meant, the files that ever held one, and the commits that touched one of these.

    An issue in a file that cannot be read goes by the path.
    """

    issues: frozenset[str]
    paths: list[str]
    commits: frozenset[str]


def places(
    repository: Repository,
    until: str,
    meant: Callable[[str, str], bool],
    *,
    keep_from: int = WORTH_KEEPING,
) -> Places:
    """Where the issues were that ``meant`` says yes to, given an id and a number."""
    files = _files(repository, until, keep_from)
    issues = {name for file in files.values() for name, number in file.issues if meant(name, number)}
    issues |= {path for path in files if meant(path, "")}
    paths = _related(files, issues)
    commits = frozenset(sha for path in paths for sha in files[path].commits)
    return Places(frozenset(issues), paths, commits)


def _related(files: dict[str, File], issues: set[str]) -> list[str]:
    """The files that ever held one of the issues, those that held another issue of one of these, and so on:
    what is known of one version may tell of another, wherever it stands."""
    holding: dict[str, list[str]] = {}
    for path, file in files.items():
        for name in {path, *(name for name, _ in file.issues)}:
            holding.setdefault(name, []).append(path)
    found: set[str] = set()
    waiting = sorted(issues)
    while waiting:
        for path in holding.pop(waiting.pop(), ()):
            if path not in found:
                found.add(path)
                waiting += [name for name, _ in files[path].issues]
    return sorted(found)


def _files(repository: Repository, until: str, keep_from: int) -> dict[str, File]:
    name = f"whereabouts-{sha256(repository.prefix.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    tips, files = _understood(repository.shelf.take(name), repository)
    if until in tips:
        return files
    before = sum(len(file.commits) for file in files.values())
    _look(repository, repository.changes(until, tips, ISSUES.rstrip("/")), files)
    touched = sum(len(file.commits) for file in files.values())
    if touched >= keep_from and touched > before:
        repository.shelf.put(name, _said([until, *tips][:_TIPS_MOST], files))
    return files


def _look(repository: Repository, changes: Iterator[tuple[str, Change]], files: dict[str, File]) -> None:
    """Add what commits changed to what is known of the files."""
    seen: dict[str, tuple[str, str] | None] = {}
    waiting: list[tuple[str, Change]] = []
    with repository.reader() as read:

        def settle() -> None:
            named = (oid for _, change in waiting for oid in change.files())
            oids = [oid for oid in dict.fromkeys(named) if oid not in seen]
            for oid, data in read(oids):
                seen[oid] = identity(data or b"", "")
            for sha, change in waiting:
                file = files.setdefault(change.path, File())
                file.commits.add(sha)
                file.issues |= {one for oid in change.files() if (one := seen[oid]) is not None}
            waiting.clear()

        for one in changes:
            waiting.append(one)
            if len(waiting) >= _AT_ONCE:
                settle()
        settle()


# --- what is kept ---------------------------------------------------------------------------------


def _said(tips: list[str], files: dict[str, File]) -> bytes:
    said = {path: [sorted(file.issues), " ".join(sorted(file.commits))] for path, file in files.items()}
    return json.dumps([program(), tips, said]).encode("ascii")


def _understood(data: bytes | None, repository: Repository) -> tuple[list[str], dict[str, File]]:
    """The commits up to which all was seen, and the files; nothing where any of it cannot be relied on."""
    if data is None:
        return [], {}
    by, tips, said = json.loads(data)
    # commits that are gone from the repository tell nothing of those that came since
    if by != program() or not (known := repository.known(tips)):
        return [], {}
    return known, {path: _file(issues, commits) for path, (issues, commits) in said.items()}


def _file(issues: Iterable[tuple[str, str]], commits: str) -> File:
    return File({(name, number) for name, number in issues}, set(commits.split()))
