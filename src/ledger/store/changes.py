"""What git says of the files of ``data``: which are as the commit that is checked out has them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.errors import HistoryError
from ledger.history.objects import decode_path
from ledger.history.process import Git
from ledger.history.worktree import filters_off

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# whatever the configuration says: a file is unchanged by all that git can see of it, or it is looked at
_STRICT = (
    *("-c", "core.ignoreStat=false", "-c", "core.trustctime=true", "-c", "core.checkStat=default"),
    *("-c", "core.untrackedCache=false"),
)


class Place(NamedTuple):
    """Where a ledger is in a repository: git's folder for this work tree, its top, and the way down."""

    git_dir: str
    top: str
    prefix: str


class State(NamedTuple):
    """The commit that is checked out, and the paths below ``data`` that are not as it has them.

    A folder that git overlooks ends with ``/``.
    """

    commit: str
    changed: frozenset[str]


def place_of(root: str) -> Place | None:
    """Where git keeps the ledger in the folder ``root``, found without asking; ``None`` where it does not."""
    folder = os.path.realpath(root)
    top = folder
    while not os.path.lexists(here := os.path.join(top, ".git")):
        above = os.path.dirname(top)
        if above == top:
            return None
        top = above
    if os.path.isfile(here):
        try:
            with open(here, "rb") as file:
                pointed = os.fsdecode(file.read(1 << 14)).removeprefix("gitdir:").strip()
        except OSError:
            return None
        here = os.path.normpath(os.path.join(top, pointed))
    if not os.path.isfile(os.path.join(here, "HEAD")):
        return None
    relative = os.path.relpath(folder, top)
    return Place(here, top, "" if relative == os.curdir else f"{relative.replace(os.sep, '/')}/")


def state_of(place: Place, environment: Mapping[str, str]) -> State | None:
    """What is checked out and what differs; ``None`` where git does not say, or there is no commit."""
    try:
        git = Git(place.top, environment, place.top)
        data = f"{place.prefix}data"
        with git.start("ls-files", "-v", "-z", "--", data) as listed:
            off = filters_off(git)
            if off is None:
                return None
            said = git.run(
                *(*_STRICT, *off, "status", "--porcelain=v2", "--branch", "-z", "--no-renames"),
                *("--ignore-submodules=all", "--untracked-files=all", "--ignored=matching", "--", data),
            )
            changed = set()
            while (line := listed.until(b"\0")) is not None:
                # lower case: assumed to be unchanged; S: left out of the folder, whatever is there
                if line[:1].islower() or line[:1] == b"S":
                    changed.add(decode_path(line[2:], place.prefix))
            listed.check()
    except HistoryError:
        return None
    commit = ""
    for line in said.split(b"\0"):
        if line.startswith(b"# branch.oid "):
            commit = line[13:].decode("ascii", "replace")
        else:
            changed |= set(_path_in(line, place.prefix))
    if not commit or not commit.isalnum():
        return None
    return State(commit, frozenset(changed))


_WORDS_BEFORE = {b"1": 8, b"u": 10, b"?": 1, b"!": 1}
"""How many words stand before the path in a line of ``git status``, by its first."""


def _path_in(line: bytes, prefix: str) -> Iterator[str]:
    words = _WORDS_BEFORE.get(line[:1])
    if words is not None:
        path = decode_path(line.split(b" ", words)[words], prefix)
        if path:
            yield path


class Held(NamedTuple):
    """What a commit has of ``data``: its own name, the tree's, and each file with that of its object."""

    commit: str
    tree: str
    blobs: dict[str, str]


def blobs_of(place: Place, revision: str, environment: Mapping[str, str]) -> Held | None:
    """What a commit has of ``data``; ``None`` where there is no such commit, or it has no such folder."""
    try:
        git = Git(place.top, environment, place.top)
        asked = (f"{revision}^{{commit}}", f"{revision}:{place.prefix}data")
        commit, tree = git.run("rev-parse", "--end-of-options", *asked).decode("ascii").split()[-2:]
        listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{place.prefix}data")
    except HistoryError:
        return None
    found = {}
    for line in listed.split(b"\0"):
        if line:
            said, _, path = line.partition(b"\t")
            _, kind, oid = said.decode("ascii").split(" ")
            found[decode_path(path, place.prefix)] = oid if kind == "blob" else ""
    return Held(commit, tree, found)


def between(place: Place, old: str, new: str, environment: Mapping[str, str]) -> dict[str, str] | None:
    """The paths of ``data`` that differ between two commits, each with the object of the later, else ""."""
    try:
        git = Git(place.top, environment, place.top)
        said = git.run(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", old, new, "--", f"{place.prefix}data"
        )
    except HistoryError:
        return None
    parts = said.split(b"\0")
    found = {}
    for meta, path in zip(parts[::2], parts[1::2], strict=False):
        words = meta.decode("ascii").split(" ")
        oid = words[3]
        found[decode_path(path, place.prefix)] = "" if set(oid) == {"0"} else oid
    return found
