"""Files written: several together or none, new ones, one in the place of another; and taken away."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from ledger.folder import UNFINISHED, UnfitError, read_file
from ledger.writing.aside import (
    NO_LINKS,
    ChangedError,
    copy,
    drop,
    keep,
    make_folders,
    name_aside,
    put_new,
    refuse_links,
    sync_folder,
    take_back,
    write_all,
    write_aside,
    written_aside,
)
from ledger.writing.sweeping import sweep, sweep_beside
from ledger.writing.unfinished import is_of_ledger, note_down

if TYPE_CHECKING:
    from collections.abc import Mapping


def append_files(
    root: str,
    changes: Mapping[str, tuple[bytes | None, bytes]],
    copies: Mapping[str, str],
    *,
    flushed: bool = True,
) -> None:
    """Put new bytes in the place of old ones, in all files or in none.

    ``changes`` maps a path below ``root`` to what was read there (``None``: no file) and what is to be there;
    ``copies`` maps the path of a new evidence file to the file it is a copy of.  Folders that are missing are
    made.  To be called while the ledger is :func:`locked` where its files are written.  Raises
    :class:`ChangedError` when a file is no longer what was read, and ``OSError``; then everything is as it
    was before.  Without ``flushed`` it is left to the system when bytes reach the disk, for files that are
    looked at again before they are believed; who writes many flushes them at once (:func:`flush_all`).
    """
    targets = {path: os.path.join(root, *path.split("/")) for path in (*changes, *copies)}
    for path in targets:
        refuse_links(root, path)
    note = os.path.join(root, *UNFINISHED.split("/"))
    made: list[str] = []
    replaced: list[tuple[str, str]] = []
    try:
        for path, source in copies.items():
            make_folders(os.path.dirname(targets[path]), made)
            copy(source, targets[path])
            made.append(targets[path])
        for path in changes:
            make_folders(os.path.dirname(targets[path]), made)
        _change(targets, changes, made, replaced, note, flushed=flushed)
        for folder in sorted({os.path.dirname(target) for target in targets.values()} if flushed else ()):
            sync_folder(folder)
    except BaseException:
        for kept, target in reversed(replaced):
            os.replace(kept, target)
            drop(kept)  # still there where both names led to one file
        take_back(made)
        drop(note)
        raise
    drop(note)
    for kept, _ in replaced:
        drop(kept)


def _change(
    targets: Mapping[str, str],
    changes: Mapping[str, tuple[bytes | None, bytes]],
    made: list[str],
    replaced: list[tuple[str, str]],
    note: str,
    *,
    flushed: bool,
) -> None:
    """Write all files aside, and note down where, before the first of them is put in its place."""
    asides: dict[str, str] = {}
    try:
        for path, (old, new) in changes.items():
            asides[path] = name_aside(targets[path], "tmp")
            mode = None if old is None else stat.S_IMODE(os.stat(targets[path]).st_mode)
            write_aside(asides[path], new, mode, flushed=flushed)
        for path, (old, _) in changes.items():
            if _current(targets[path], old) != old:
                raise ChangedError(path)
        if len(changes) > 1 and all(map(is_of_ledger, changes)):
            note_down(note, {path: (asides[path], old) for path, (old, _) in changes.items()})
        for path, (old, _) in changes.items():
            target = targets[path]
            if old is None:
                put_new(asides[path], target)
                made.append(target)
            else:
                kept = name_aside(target, "old")
                keep(target, kept)
                replaced.append((kept, target))
                os.replace(asides[path], target)
    finally:
        for aside in asides.values():
            drop(aside)


def _current(target: str, old: bytes | None) -> bytes | None:
    """What is there now; ``None`` also stands for something that cannot have been read."""
    try:
        return read_file(target, len(old or b""))
    except (UnfitError, FileNotFoundError):
        return None


def create_files(root: str, files: Mapping[str, bytes]) -> None:
    """Write new files below ``root``; a file that is there already is never touched.

    When one cannot be written, those already put in place by this call are taken away again and the error is
    raised.
    """
    sweep(root)
    made: list[str] = []
    try:
        for path in sorted(files):
            target = os.path.join(root, *path.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with written_aside(target, files[path]) as aside:
                put_new(aside, target)
            made.append(target)
        for folder in sorted({os.path.dirname(target) for target in made}):
            sync_folder(folder)
    except BaseException:
        for target in made:
            os.unlink(target)
        raise


def is_stream(path: str) -> bool:
    """Whether a name is that of a stream of the system (/dev/stdout), which may lead to a file."""
    return os.path.abspath(path).startswith(("/dev/", "/proc/"))


def replace_file(path: str, data: bytes, *, linked: bool = False) -> None:
    """Write ``path`` whole or not at all: readers see the old content or the new; who may read it stays.

    With ``linked`` what a link leads to is written, else the link gives way.
    """
    if os.path.exists(path) and (is_stream(path) or not os.path.isfile(path)):
        # a device or pipe (/dev/stdout) cannot be replaced, only written to
        with open(path, "wb") as file:
            file.write(data)
        return
    if linked and os.path.islink(path):
        path = os.path.realpath(path)
        if os.path.islink(path):  # it leads back to itself
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    sweep_beside([os.path.abspath(path)])
    mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.isfile(path) else None
    with written_aside(os.path.abspath(path), data, mode) as aside:
        os.replace(aside, path)


def has_links(root: str) -> bool:
    """Whether a file of the ledger below ``root`` can have two names: then a new one is put over no other.

    Raises ``OSError`` where nothing can be written.
    """
    probe = name_aside(os.path.join(root, "data", "probe"), "tmp")
    second = name_aside(os.path.join(root, "data", "probe"), "old")
    sweep_beside([os.path.join(root, "data", "probe")])
    write_aside(probe, b"", None)
    try:
        os.link(probe, second)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return False
    finally:
        drop(probe)
        drop(second)
    return True


def make_folder(path: str) -> None:
    """Make a folder and those above it that are missing; one that is there stays as it is."""
    os.makedirs(path, exist_ok=True)


def append_line(path: str, line: str) -> None:
    """Add a line to a file that notes down what is begun; a new one where there is none."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
    try:
        write_all(descriptor, line.encode())
    finally:
        os.close(descriptor)


def remove_file(path: str) -> None:
    """Take a file away that this program wrote; one that is gone already is no error."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def take_out(root: str, path: str, *, top: bool = False) -> None:
    """Take away a file below ``root``, and folders on its way that are empty then; with ``top`` that, too."""
    remove_file(os.path.join(root, *path.split("/")))
    folder = path.rpartition("/")[0]
    with suppress(OSError):  # something else is in it
        while folder:
            os.rmdir(os.path.join(root, *folder.split("/")))
            folder = folder.rpartition("/")[0]
        if top:
            os.rmdir(root)
