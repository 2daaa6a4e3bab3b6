"""Files written aside under hidden names, flushed to the disk, and put in their places in one step."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""How a system says that a file cannot have two names, there or of somebody else."""

LEFT_OVER = re.compile(r"\.(.+)\.([0-9]+)\.(?:tmp|old)", re.DOTALL)
"""The names of hidden files, with the number of the process that wrote them."""


class ChangedError(Exception):
    """A file is no longer what it was when it was read.  ``path`` names it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def refuse_links(root: str, path: str) -> None:
    """Neither the file below ``root`` nor a folder on its way may be a link, which might lead elsewhere."""
    folder = root
    for part in path.split("/"):
        folder = os.path.join(folder, part)
        if os.path.islink(folder):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)


def name_aside(target: str, ending: str) -> str:
    """The hidden name beside ``target`` under which this run keeps something: ``.a.yaml.123.tmp``."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.{ending}")


def meant_by(path: str) -> str:
    """The file that one of this run, hidden beside it, is written for; any other as it is."""
    folder, name = os.path.split(path)
    hidden = LEFT_OVER.fullmatch(name)
    return os.path.join(folder, hidden[1]) if hidden and int(hidden[2]) == os.getpid() else path


@contextmanager
def written_aside(target: str, data: bytes, mode: int | None = None) -> Iterator[str]:
    """A hidden file beside ``target`` with ``data``, flushed to the disk; taken away again if not moved."""
    aside = name_aside(target, "tmp")
    try:
        write_aside(aside, data, mode)
        yield aside
    finally:
        drop(aside)


def write_aside(aside: str, data: bytes, mode: int | None, *, flushed: bool = True) -> None:
    """Write a hidden file that is not there yet; ``flushed``, it is on the disk when this returns.

    OSError where it is there or cannot be written; what was begun is the caller's to take away.
    """
    descriptor = os.open(aside, _NEW, 0o666)
    try:
        if mode is not None:
            os.chmod(aside, mode)
        write_all(descriptor, data)
        if flushed:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of it, in as many pieces as the system takes it."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def copy(source: str, target: str) -> None:
    """A new file with the bytes of ``source``, however large."""
    aside = name_aside(target, "tmp")
    try:
        with open(source, "rb") as given:
            descriptor = os.open(aside, _NEW, 0o666)
            try:
                while piece := given.read(_PIECE):
                    write_all(descriptor, piece)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        put_new(aside, target)
    finally:
        drop(aside)


def put_new(aside: str, target: str) -> None:
    """Put what was written aside where nothing is yet; whoever reads sees nothing, or all of it.

    A second name fails where there is a file, unlike a rename.  Where a file system has none (exFAT, shares),
    it is looked before the rename: what another program puts there between the two is lost.
    """
    try:
        os.link(aside, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.rename(aside, target)


def keep(target: str, kept: str) -> None:
    """Keep what is in a file under a hidden name, until all files are in their places."""
    try:
        os.link(target, kept)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        with open(target, "rb") as file:
            try:
                write_aside(kept, file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode))
            except BaseException:
                drop(kept)
                raise


def drop(name: str) -> None:
    """Take a hidden file away; where that fails nothing is lost, and the next run sweeps it."""
    with suppress(OSError):
        os.unlink(name)


def make_folders(folder: str, made: list[str]) -> None:
    """Make a folder and those above it that are missing; ``made`` gets their names."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for name in reversed(missing):
        os.mkdir(name)
        made.append(name)


def take_back(made: Iterable[str]) -> None:
    """Take away files and empty folders that this run made, the last first; OSError where one cannot be."""
    for name in reversed(list(made)):
        if os.path.isdir(name):
            os.rmdir(name)
        else:
            os.unlink(name)


def sync_folder(folder: str) -> None:
    """Have the names in a folder on the disk when this returns."""
    if os.name == "nt":  # folders cannot be opened there, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_all() -> None:
    """Have the system bring everything to the disk that was written without being flushed."""
    if hasattr(os, "sync"):
        os.sync()
