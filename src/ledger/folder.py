"""The disk, read: the files of a ledger as a tree; no link is followed, nothing over its limit is read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from ledger.reading import layout
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.layout import SIZE_MAX, FolderRead, Stamp
from ledger.reading.sums import EVIDENCE_MAX, TOO_LARGE, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader

SOURCE_MAX = layout.SOURCE_MAX
"""Largest official document that is read, in bytes."""


UNFINISHED = "data/.unfinished"
"""Where a run that changes several files notes down what is to be done, until all of it is."""


def peek(path: str, most: int = -1) -> bytes | None:
    """What a file holds, or so many bytes of it; ``None`` where it cannot be read and nobody asked."""
    try:
        with open_given(path) as stream:
            return stream.read(most)
    except (OSError, UnfitError):
        return None


def names_in(folder: str) -> list[str]:
    """The names in a folder, sorted; none where it cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def read_folder(root: str, stamps: dict[str, Stamp] | None = None) -> FolderRead:
    """Read the ledger's files below ``root``; evidence is left out.

    Only regular files are opened, links are not followed, and no file larger than its limit is read.  The
    stamp that each had before it was read is put into ``stamps``.
    """
    found = [Diagnostic("L123", UNFINISHED)] if is_unfinished(root) else []
    return _read(root, _paths(root, found), found, stamps)


def is_unfinished(root: str) -> bool:
    """Whether a run that changed several files was killed between two of them, and does not run still."""
    if not os.path.lexists(os.path.join(root, *UNFINISHED.split("/"))):
        return False
    if os.name == "nt":  # folders cannot be locked there: nobody knows whether the run still writes
        return True
    import fcntl

    descriptor = os.open(os.path.join(root, "data"), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def read_single(root: str, path: str) -> FolderRead:
    """Read one YAML file of the ledger below ``root``, by the same rules; it may be absent."""
    present = os.path.lexists(os.path.join(root, *path.split("/")))
    return _read(root, [(path, SIZE_MAX)] if present else [], [])


def list_readable(root: str) -> tuple[list[tuple[str, int]], list[Diagnostic]]:
    """The paths that :func:`read_folder` reads, with the most bytes of each, and what it tells of others."""
    found = [Diagnostic("L123", UNFINISHED)] if is_unfinished(root) else []
    return list(_paths(root, found)), found


def stamp_of(root: str, path: str) -> Stamp | None:
    """The stamp of a regular file of the ledger; ``None`` where there is none."""
    try:
        status = os.lstat(os.path.join(root, *path.split("/")))
    except (OSError, ValueError):
        return None
    return _stamp(status) if stat.S_ISREG(status.st_mode) else None


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def read_listed(
    root: str,
    paths: Iterable[tuple[str, int]],
    found: list[Diagnostic],
    stamps: dict[str, Stamp] | None = None,
) -> FolderRead:
    """Read files that :func:`list_readable` lists."""
    return _read(root, paths, found, stamps)


def _read(
    root: str,
    paths: Iterable[tuple[str, int]],
    found: list[Diagnostic],
    stamps: dict[str, Stamp] | None = None,
) -> FolderRead:
    tree: dict[str, bytes] = {}
    total = 0
    for path, limit in paths:
        try:
            data, stamp = read_stamped(os.path.join(root, *path.split("/")), limit)
            total += len(data)
            if total > layout.TOTAL_MAX:
                found.append(layout.too_much(path))
                break
            tree[path] = data
            if stamps is not None:
                stamps[path] = stamp
        except UnfitError as unfit:
            found.append(Diagnostic(unfit.code, path, args=unfit.args_))
        except OSError as error:
            found.append(Diagnostic("L120", path, args={"reason": error.strerror or str(error)}))
    return FolderRead(tree, found)


class FolderTree(Mapping[str, bytes]):
    """Files of a ledger by path, each read when it is asked for; those that were read already are given.

    ``unread`` is raised where one that was listed cannot be read: a link, a folder, or gone since.
    """

    def __init__(
        self,
        root: str,
        paths: Iterable[str],
        tree: Mapping[str, bytes] = MappingProxyType({}),
        unread: type[Exception] = KeyError,
    ) -> None:
        self._root, self._unread = root, unread
        self._read: dict[str, bytes | None] = {**dict.fromkeys(paths), **tree}

    def __getitem__(self, path: str) -> bytes:
        data = self._read[path]
        if data is None:
            limit = layout.limit_of(path)
            held = _read(self._root, [(path, limit if isinstance(limit, int) else 0)], []).tree
            if path not in held:
                raise self._unread(path)
            data = self._read[path] = held[path]
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._read))

    def __len__(self) -> int:
        return len(self._read)


def list_files(root: str) -> list[str]:
    """The paths of the ledger's files below ``root``, evidence among them."""
    found: list[Diagnostic] = []
    paths = [path for path, _ in _paths(root, found)]
    return [*paths, *_walk(os.path.join(root, "data", "evidence"), "data/evidence", found)]


class UnfitError(Exception):
    """A path is no regular file, or too large.  ``code`` is the diagnostic's, ``args_`` fill its words."""

    def __init__(self, code: str, **args: str | int) -> None:
        super().__init__(code)
        self.code, self.args_ = code, args


def _paths(root: str, found: list[Diagnostic]) -> Iterator[tuple[str, int]]:
    data = os.path.join(root, "data")
    if os.path.islink(data):
        found.append(Diagnostic("L119", "data"))
        return
    for name in layout.SINGLE:
        if os.path.lexists(os.path.join(data, name)):
            yield f"data/{name}", SIZE_MAX
    for folder in layout.FOLDERS:
        for path in _walk(os.path.join(data, folder), f"data/{folder}", found):
            limit = layout.limit_of(path)
            if isinstance(limit, Diagnostic):
                found.append(limit)
            elif limit is not None:
                yield path, limit
    found += _unread(data)


def _unread(data: str) -> Iterator[Diagnostic]:
    """What is told of names directly below ``data`` that nobody reads."""
    try:
        entries = sorted(os.scandir(data), key=lambda entry: entry.name)
    except OSError:  # told of each file in it
        return
    for entry in entries:
        path = f"data/{entry.name}"
        inside = f"{path}/-" if entry.is_dir(follow_symlinks=False) else path
        if entry.name not in {*layout.SINGLE, *layout.FOLDERS}:
            limit = layout.limit_of(inside)
            if isinstance(limit, Diagnostic):
                yield limit


def _walk(folder: str, prefix: str, found: list[Diagnostic], depth: int = layout.DEPTH) -> Iterator[str]:
    if os.path.islink(folder):
        found.append(Diagnostic("L119", prefix))
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        found.append(Diagnostic("L120", prefix, args={"reason": error.strerror or str(error)}))
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}"
        if entry.name.startswith("."):
            told = None if entry.is_dir(follow_symlinks=False) else layout.hidden(path)
            found += [told] if told else []
            continue
        if unnamed := layout.stray(path):
            found.append(unnamed)
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth:
                yield from _walk(entry.path, path, found, depth - 1)
            else:
                found.append(layout.too_deep(path))
        else:
            yield path


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def read_file(path: str, limit: int) -> bytes:
    """The bytes of the regular file ``path``; more than ``limit`` of them is an :class:`UnfitError`."""
    return read_stamped(path, limit)[0]


def open_given(path: str, *, again: bool = False) -> BufferedReader:
    """A file that a person names, opened to be read: at once, or an :class:`UnfitError` (L119) or OSError.

    A link is followed.  A device, a socket or a named pipe is unfit: nobody may ever write to it, or nobody
    end.  The pipe that a shell puts in the place of a file (``<(…)``) has its writer and is
    read to its end, but not ``again``.
    """
    try:
        stream = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _FLAGS))  # noqa: SIM115
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise UnfitError("L119") from None
        raise
    mode = os.fstat(stream.fileno()).st_mode
    if stat.S_ISFIFO(mode) and not again and path.startswith(_OF_THE_SHELL):
        os.set_blocking(stream.fileno(), True)
    elif not stat.S_ISREG(mode):
        stream.close()
        raise UnfitError("L119")
    return stream


_OF_THE_SHELL = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def read_stamped(path: str, limit: int) -> tuple[bytes, Stamp]:
    """The bytes of a file, and its stamp of before they were read."""
    if not _NO_LINK and os.path.islink(path):
        raise UnfitError("L119")
    try:
        # without O_NONBLOCK, opening a pipe would wait for a writer
        descriptor = os.open(path, _FLAGS | _NO_LINK)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENXIO}:  # a link; a pipe or socket
            raise UnfitError("L119") from None
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnfitError("L119")
        if status.st_size > limit:
            raise UnfitError("L109", size=status.st_size, most=limit)
        data = os.read(descriptor, status.st_size + 1)
        while len(data) < status.st_size and (more := os.read(descriptor, limit)):
            data += more
        return data[:limit], _stamp(status)
    finally:
        os.close(descriptor)


def evidence_of(root: str) -> Callable[[str], str | None]:
    """A look-up of SHA-256 sums of evidence files by path below ``data/``; ``None`` where there is none.

    A file is read when it is asked for the first time.  The sum of one over its limit is ``TOO_LARGE``, that
    of one that cannot be read begins with ``UNREADABLE``.
    """
    sums: dict[str, str | None] = {}

    def look_up(path: str) -> str | None:
        if path not in sums:
            sums[path] = _sum(root, path)
        return sums[path]

    return look_up


def evidence_why(root: str) -> Callable[[str, str], str]:
    """Why an evidence file, by its path below ``data/``, is not the one of a SHA-256."""

    def look(path: str, recorded: str) -> str:
        from ledger.reading.sums import MOST, why_differs

        try:
            file = _evidence_file(root, path)
            return why_differs(read_file(file, MOST), recorded) if file is not None else "other"
        except (OSError, UnfitError):  # too large to be looked at, or gone since
            return "other"

    return look


def _sum(root: str, path: str) -> str | None:
    from hashlib import file_digest

    try:
        file = _evidence_file(root, path)
        if file is None:
            return None
        with open(file, "rb") as stream:
            if os.fstat(stream.fileno()).st_size > EVIDENCE_MAX:
                return TOO_LARGE
            return file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return UNREADABLE + (error.strerror or str(error))


def _evidence_file(root: str, path: str) -> str | None:
    """Where an evidence file is on the disk; ``None`` where there is none inside the ledger.

    No part of the way may be a link.
    """
    parts = path.split("/")
    if path.startswith("/") or any(part in {"", ".", ".."} for part in parts) or "\\" in path:
        return None
    folder = os.path.join(root, "data")
    for part in parts:
        folder = os.path.join(folder, part)
        if os.path.islink(folder):
            return None
    try:
        regular = stat.S_ISREG(os.stat(folder).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return folder if regular else None
