"""Folders that a ledger was in before it came to the one it is in now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.history.objects import LINK, SUBMODULE
from ledger.history.versions import read_version
from ledger.reading.load import ISSUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.history.git import Repository
    from ledger.history.objects import Change

_LEAST = 60
"""How long a line has to be, in bytes, to be some issue's own words."""


Gone = dict[str, dict[str, str]]
"""Issue files that were taken away: by the folder of their ledger, the object and the path."""


def note_gone(changes: Iterable[Change], gone: Gone) -> None:
    """Add the issue files among files that were taken away."""
    for change in changes:
        folder, mark, name = f"/{change.path}".partition(f"/{ISSUES}")
        if mark and name.endswith(".yaml") and change.old_mode not in {LINK, SUBMODULE}:
            prefix = f"{folder[1:]}/" if folder else ""
            gone.setdefault(prefix, {})[change.old_oid] = change.path


def former_folders(
    repository: Repository, until: str, gone: Gone, inside: Callable[[], Iterable[Change]]
) -> list[str]:
    """The folders that held the same ledger and hold none now: one of their issues is one of ours.

    Two files are versions of one issue where the id is the same and a long line of the baseline.  ``gone``
    are the issues taken away from elsewhere; ``inside`` lists those of our own, which is asked for only where
    there are others.
    """
    lasting = {repository.prefix, *repository.ledgers(until, list(gone))}
    others = {prefix: blobs for prefix, blobs in gone.items() if prefix not in lasting}
    if not others:
        return []
    own: Gone = {}
    note_gone(inside(), own)
    mine = own.get(repository.prefix, {})
    ours = {**mine, **{b.oid: p for p, b in repository.tree(until, ISSUES).items() if b.regular}}
    known = _words(repository, ours.items())
    return sorted(prefix for prefix, blobs in others.items() if known & _words(repository, blobs.items()))


def _words(repository: Repository, blobs: Iterable[tuple[str, str]]) -> set[tuple[str, bytes]]:
    """The long lines of baselines, each with the id of its issue."""
    paths = dict(blobs)
    found = set()
    for oid, data in repository.blobs(paths):
        version = read_version(data or b"", f"data/issues/{paths[oid].rpartition('/')[2]}")
        if version.id is not None:
            lines = version.head.split(b"\n")
            found |= {
                (version.id, line.strip()) for line in lines if len(line) >= _LEAST and line[:1] != b"#"
            }
    return found
