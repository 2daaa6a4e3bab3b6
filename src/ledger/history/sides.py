"""The two sides of a comparison: a commit, the working folder or nothing, and the day each is judged on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.history.compare import changed_paths, needed
from ledger.history.errors import HistoryError
from ledger.history.objects import oid_of
from ledger.history.revisions import is_symmetric, read_day, split_range
from ledger.history.snapshot import select

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.history.git import Repository
    from ledger.history.objects import Blob


class Side(NamedTuple):
    """The object of each file, the bytes of those that are at hand, and what a commit has."""

    oids: Mapping[str, str]
    held: Mapping[str, bytes]
    blobs: Mapping[str, Blob]

    def files(self, wanted: set[str]) -> list[str]:
        """Which of the wanted paths are files of the ledger here."""
        if not self.blobs:
            return [path for path in self.oids if path in wanted]
        return list(select({path: self.blobs[path] for path in self.oids if path in wanted}).files)


NOTHING = Side({}, {}, {})
"""Before the first commit."""


def committed(repository: Repository, sha: str) -> Side:
    """The side that a commit is."""
    blobs = {path: blob for path, blob in repository.tree(sha).items() if not path.startswith(_SOURCE)}
    return Side({path: blob.oid for path, blob in blobs.items()}, {}, blobs)


def of_folder(tree: Mapping[str, bytes], like: str) -> Side:
    """The side that the files of the working folder are; ``like`` is the name of any commit."""
    held = {path: data for path, data in tree.items() if not path.startswith(_SOURCE)}
    return Side({path: oid_of(data, len(like)) for path, data in held.items()}, held, {})


_SOURCE = "data/source/"


def contents(
    repository: Repository, left: Side, right: Side, *, whole: bool = True
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files that a comparison has to see, from both sides.

    Where both sides are judged on one day, files that are the same need not be looked at: without ``whole``.
    """
    everything = {*left.oids, *right.oids}
    changed = changed_paths(left.oids, right.oids)
    if any(path.startswith("data/evidence/") for path in changed):
        whole = True  # what a record proves may have changed without the record
    wanted = everything if whole else needed(changed, everything)
    sides = [(side, side.files(wanted)) for side in (left, right)]
    asked = {side.oids[path] for side, paths in sides for path in paths if path not in side.held}
    read = {oid: data or b"" for oid, data in repository.blobs(sorted(asked))}

    def content(side: Side, paths: list[str]) -> dict[str, bytes]:
        return {path: side.held[path] if path in side.held else read[side.oids[path]] for path in paths}

    before, after = (content(side, paths) for side, paths in sides)
    return before, after


class Ends(NamedTuple):
    """What is compared: commits, with their days; ``None`` for nothing on the left, the folder on the right.

    A day is that which names the commit (``@2025-06-30``), else that of the commit.
    """

    old: str | None
    new: str | None
    old_day: date | None
    new_day: date | None


def ends_of(repository: Repository, text: str) -> Ends:
    """The ends that ``A..B`` names; ``A`` is held against the folder, and HEAD where nothing is named.

    HEAD that nobody named has no day of its own: it is what is on record now.  ``A...B`` is held against the
    last common commit, so that what came to A since does not look as if B had taken it away.
    """
    if ".." not in text and repository.bare:
        raise HistoryError("history.no_folder")
    if not text:
        return Ends(repository.head(), None, None, None)
    if ".." not in text:
        sha = repository.resolve(text)
        return Ends(sha, None, read_day(text) or repository.commit(sha).committed_on, None)
    old, new = repository.resolve_range(text)
    since, until = split_range(text)
    return Ends(
        old,
        new,
        None if old is None else _day(since, text) or repository.commit(old).committed_on,
        read_day(until) or repository.commit(new).committed_on,
    )


def _day(since: str, text: str) -> date | None:
    """The day that the left side names; a common commit is not that of the day."""
    return None if is_symmetric(text) else read_day(since)
