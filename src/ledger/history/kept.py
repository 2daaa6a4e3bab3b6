"""What was worked out of a history and is kept beside it, in ``.git/ledger``: to save time, and never needed.

A file there is taken only where it is ours (of this user, written by nobody else), whole (it begins with the
SHA-256 of what follows) and made by this very program; else it is as if there were none.  What is kept can
be deleted at any time.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "ledger"
MOST = 256 << 20
"""Largest file that is read again, in bytes."""

MARKER = ".now"
"""How the name of a file ends of which only the time counts."""

_LONG_AGO = 3600
"""Seconds after which nobody is still writing a file."""

_WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Shelf:
    """The folder of what is kept for one repository; without a folder nothing is kept."""

    def __init__(self, git_dir: str | None) -> None:
        self._folder = os.path.join(git_dir, FOLDER) if git_dir else None

    def take(self, name: str) -> bytes | None:
        """What was put there under a name; ``None`` where there is nothing that can be relied on."""
        if self._folder is None:
            return None
        try:
            if not stat.S_ISDIR(os.lstat(self._folder).st_mode):
                return None
            # without O_NONBLOCK, opening a pipe would wait for a writer
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY
            descriptor = os.open(os.path.join(self._folder, name), flags)
        except OSError:
            return None
        try:
            if not is_ours(os.fstat(descriptor)):  # a folder can be opened as well
                return None
            file = os.fdopen(os.dup(descriptor), "rb")
        finally:
            os.close(descriptor)
        with file:
            head = file.readline(len(_head(b"")))
            data = file.read(MOST)
        return data if head == _head(data) else None

    def leave(self, beginning: str, most: int) -> None:
        """Of the files whose names begin so, leave no more than the ``most`` that were put there last.

        What runs that were killed left half-written or as a marker goes as well, once it is an hour older.
        """
        if self._folder is None:
            return
        with suppress(OSError):
            found = [(entry, entry.stat(follow_symlinks=False)) for entry in os.scandir(self._folder)]
            held = sorted(
                (status.st_mtime, entry.path) for entry, status in found if entry.name.startswith(beginning)
            )
            gone = [path for _, path in held[: max(len(held) - most, 0)]]
            last = max((when for when, _ in held), default=0.0)
            gone += [
                entry.path
                for entry, status in found
                if stat.S_ISREG(status.st_mode)
                and _is_left(entry.name)
                and status.st_mtime < last - _LONG_AGO
            ]
            for path in gone:
                os.unlink(path)

    def put(self, name: str, data: bytes) -> None:
        """Keep something under a name, in the place of what was there.  A repository that cannot be written
        to keeps nothing."""
        if self._folder is None or len(data) > MOST:
            return
        target = os.path.join(self._folder, name)
        aside = os.path.join(self._folder, f".{name}.{os.getpid()}")
        with suppress(OSError):  # it costs time the next time, and nothing else
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            if not stat.S_ISDIR(os.lstat(self._folder).st_mode):
                return
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | _BINARY
                with open(os.open(aside, flags, 0o600), "wb") as file:
                    file.write(_head(data))
                    file.write(data)
                os.replace(aside, target)
            except BaseException:
                with suppress(OSError):
                    os.unlink(aside)
                raise


def _is_left(name: str) -> bool:
    """Whether a file of this name is nothing that is taken: half-written, or a marker."""
    return name.endswith(MARKER) or (name.startswith(".") and name.rpartition(".")[2].isdigit())


_BINARY: int = getattr(os, "O_BINARY", 0)


def is_ours(found: os.stat_result) -> bool:
    """Whether it is a regular file of this user that nobody else can write to: what others may have put there
    is not believed."""
    if not stat.S_ISREG(found.st_mode):
        return False
    if os.name == "nt":
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & _WRITTEN_BY_OTHERS


def _head(data: bytes) -> bytes:
    from hashlib import sha256

    return b"ledger %s\n" % sha256(data).hexdigest().encode("ascii")


@cache
def program() -> str:
    """What tells this program from any other, also from itself after a change: version, files, libraries.

    What is kept holds for the program that made it alone, for a better one may understand data otherwise.
    """
    from hashlib import sha256

    from ledger import __version__

    made = sha256(f"{__version__} {sys.version}".encode())
    for folder in filter(None, map(folder_of, ("ledger", *LIBRARIES))):
        for file in _files(folder):
            made.update(file)
    return made.hexdigest()


LIBRARIES = ("yaml", "pydantic", "pydantic_core", "chinese_calendar", "dateutil")


def folder_of(module: str) -> str | None:
    """The folder of a package, which is not imported for it; ``None`` where there is none."""
    spec = find_spec(module)
    return os.path.dirname(spec.origin) if spec is not None and spec.origin else None


def _files(folder: str) -> Iterator[bytes]:
    """Path, size and both times of every module below a folder."""
    for here, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if name != "__pycache__")
        for name in sorted(names):
            if name.endswith((".py", ".so", ".pyd")):
                said = os.stat(os.path.join(here, name))
                stamp = f"{said.st_size} {said.st_mtime_ns} {said.st_ctime_ns}"
                yield f"{here} {name} {stamp}\n".encode("utf-8", "replace")
