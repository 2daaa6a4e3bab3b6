"""Where the store of a ledger lies: in git's folder for the work tree, else among the user's caches."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.dotgit import pointed
from ledger.history.kept import FOLDER, MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping


TIMES_TELL = os.name != "nt"
"""Whether the times of a file tell each change of it; on Windows none does."""


class Place(NamedTuple):
    """The folder in whose ``ledger`` things are kept, and what those of one ledger are called there."""

    folder: str
    name: str


def place_of(root: str, environment: Mapping[str, str]) -> Place | None:
    """Where things are kept of the ledger in the folder ``root``; ``None`` where nothing can be."""
    folder = os.path.realpath(root)
    held = _git_dir(folder)
    if held is None:
        home = environment.get("XDG_CACHE_HOME") or ""
        if not os.path.isabs(home):
            home = os.path.join(environment.get("HOME") or "", ".cache")
        if not os.path.isabs(home):
            return None
        held = home
    from zlib import crc32

    path = os.fsencode(folder)
    return Place(held, f"{crc32(path):08x}{crc32(path[::-1]):08x}")  # of several ledgers each has its own


def file_of(root: str, environment: Mapping[str, str]) -> str | None:
    """The file of the store of the ledger in the folder ``root``; ``None`` where there cannot be one."""
    place = place_of(root, environment) if TIMES_TELL else None
    return os.path.join(place.folder, FOLDER, f"facts-{place.name}.db") if place is not None else None


def _git_dir(folder: str) -> str | None:
    """The folder that git keeps for the work tree of ``folder``, found without asking git."""
    top = folder
    while not os.path.lexists(here := os.path.join(top, ".git")):
        above = os.path.dirname(top)
        if above == top:
            return None
        top = above
    try:
        here = os.path.normpath(pointed(here))
    except OSError:
        return None
    return here if os.path.isfile(os.path.join(here, "HEAD")) else None


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)


def now_at(file: str) -> int | None:
    """The time in nanoseconds by the clock that stamps files beside ``file``; ``None`` where none can be.

    The folder is made where it lacks.
    """
    marker = f"{file}.{os.getpid()}{MARKER}"
    try:
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        descriptor = os.open(marker, _FLAGS, 0o600)
        try:
            os.write(descriptor, b"\n")
            return os.fstat(descriptor).st_ctime_ns
        finally:
            os.close(descriptor)
            os.unlink(marker)
    except OSError:
        return None
