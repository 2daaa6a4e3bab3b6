"""The disk, written: new files, records appended to files, output files; each whole or not at all.

A file is written aside under a hidden name, flushed to the disk and put in its place in one step, so that
whoever reads sees the old content or the new.  Where several files of a ledger change together, what is to be
done is noted down before the first is put in its place; a run that was killed between two of them is
completed by the next one that writes, and until then whoever reads is told.  Hidden files that a killed run
left behind are swept by the next one.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ledger.folder import UNFINISHED, UnfitError, read_file
from ledger.reading.layout import FOLDERS, limit_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_PIECE = 1 << 20
_SIZE_MOST = 1 << 20


class ChangedError(Exception):
    """A file is no longer what it was when it was read.  ``path`` names it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@contextmanager
def locked(root: str, below: str = "data") -> Iterator[None]:
    """Hold the ledger below ``root`` against other runs that write; waits for its turn.

    The lock is the kernel's, on the folder ``data`` itself: it leaves no file and ends with the process.
    With ``below`` another folder is held; ``""`` is ``root`` itself.
    """
    if os.name == "nt":
        with _locked_by_file(os.path.join(root, below, ".lock")):
            yield
        return
    import fcntl

    descriptor = os.open(os.path.join(root, below), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):  # only the lock hangs on it
            os.close(descriptor)


@contextmanager
def _locked_by_file(path: str) -> Iterator[None]:
    import msvcrt  # pragma: no cover - folders cannot be locked on Windows

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        yield
    finally:
        os.close(descriptor)


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
        _refuse_links(root, path)
    note = os.path.join(root, *UNFINISHED.split("/"))
    made: list[str] = []
    replaced: list[tuple[str, str]] = []
    try:
        for path, source in copies.items():
            _make_folders(os.path.dirname(targets[path]), made)
            _copy(source, targets[path])
            made.append(targets[path])
        for path in changes:
            _make_folders(os.path.dirname(targets[path]), made)
        _change(targets, changes, made, replaced, note, flushed=flushed)
        for folder in sorted({os.path.dirname(target) for target in targets.values()} if flushed else ()):
            _sync_folder(folder)
    except BaseException:
        for kept, target in reversed(replaced):
            os.replace(kept, target)
            _drop(kept)  # still there where both names led to one file
        _take_back(made)
        _drop(note)
        raise
    _drop(note)
    for kept, _ in replaced:
        _drop(kept)


def _refuse_links(root: str, path: str) -> None:
    """No folder on the way below ``root`` may be a link: it might lead out of the ledger."""
    folder = root
    for part in path.split("/")[:-1]:
        folder = os.path.join(folder, part)
        if os.path.islink(folder):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)


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
            asides[path] = _name_aside(targets[path], "tmp")
            mode = None if old is None else stat.S_IMODE(os.stat(targets[path]).st_mode)
            _write_aside(asides[path], new, mode, flushed=flushed)
        for path, (old, _) in changes.items():
            if _current(targets[path], old) != old:
                raise ChangedError(path)
        if len(changes) > 1 and all(map(_is_of_ledger, changes)):
            _note_down(note, {path: (asides[path], old) for path, (old, _) in changes.items()})
        for path, (old, _) in changes.items():
            target = targets[path]
            if old is None:
                _put_new(asides[path], target)
                made.append(target)
            else:
                kept = _name_aside(target, "old")
                _keep(target, kept)
                replaced.append((kept, target))
                os.replace(asides[path], target)
    finally:
        for aside in asides.values():
            _drop(aside)


def _is_of_ledger(path: object) -> bool:
    return isinstance(path, str) and isinstance(limit_of(path), int) and ".." not in path.split("/")


def _note_down(note: str, asides: Mapping[str, tuple[str, bytes | None]]) -> None:
    """Write down which hidden file is to take the place of which, and what was there."""
    import json

    listed = [
        {"path": path, "aside": os.path.basename(aside), "old": None if old is None else _sum(old)}
        for path, (aside, old) in asides.items()
    ]
    with _aside(note, json.dumps(listed, ensure_ascii=False).encode()) as aside:
        os.replace(aside, note)
    _sync_folder(os.path.dirname(note))


def _sum(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _finish(root: str) -> list[str]:
    """Put in place what a run that was killed had written aside; the paths that were still missing.

    Raises :class:`ChangedError` when such a file was changed since: then nothing is to be done for it, and
    the command that was killed has to be run again.
    """
    note = os.path.join(root, *UNFINISHED.split("/"))
    waiting = _read_note(root, note)
    done, changed = [], ""
    for path, aside, old in waiting:
        target = os.path.join(root, *path.split("/"))
        try:
            there: str | None = _sum(read_file(target, _SIZE_MOST))
        except FileNotFoundError:
            there = None
        except UnfitError:
            there = ""
        if there == old:
            os.replace(aside, target)
            _sync_folder(os.path.dirname(target))
            done.append(path)
        elif there != _sum(read_file(aside, _SIZE_MOST)):  # a new file may be in its place under both names
            changed = path
    _drop(note)
    if changed:
        raise ChangedError(changed)
    return done


def _read_note(root: str, note: str) -> Iterator[tuple[str, str, str | None]]:
    """Path, hidden file and old checksum of what is still to be put in place.

    The note lies in the folder of the ledger, where anybody may have put it: only a hidden file beside a file
    of the ledger, named after it, can take its place.
    """
    import json

    try:
        listed = json.loads(read_file(note, _SIZE_MOST))
    except FileNotFoundError:
        return
    except (UnfitError, ValueError):
        listed = None
    for item in listed if isinstance(listed, list) else ():
        if not isinstance(item, dict) or not _is_of_ledger(item.get("path")):
            continue
        path, aside, old = str(item["path"]), str(item.get("aside")), item.get("old")
        folder, _, name = path.rpartition("/")
        found = _LEFT_OVER.fullmatch(aside)
        if found is None or aside != f".{name}.{found[2]}.tmp":
            continue
        _refuse_links(root, path)
        hidden = os.path.join(root, *folder.split("/"), aside)
        if os.path.isfile(hidden) and not os.path.islink(hidden):
            yield path, hidden, old


def _current(target: str, old: bytes | None) -> bytes | None:
    """What is there now; ``None`` also stands for something that cannot have been read."""
    try:
        return read_file(target, len(old or b""))
    except (UnfitError, FileNotFoundError):
        return None


def _make_folders(folder: str, made: list[str]) -> None:
    """Make a folder and those above it that are missing; ``made`` gets their names."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for name in reversed(missing):
        os.mkdir(name)
        made.append(name)


def _take_back(made: Iterable[str]) -> None:
    for name in reversed(list(made)):
        if os.path.isdir(name):
            os.rmdir(name)
        else:
            os.unlink(name)


def _copy(source: str, target: str) -> None:
    """A new file with the bytes of ``source``, however large."""
    aside = _name_aside(target, "tmp")
    try:
        with open(source, "rb") as given:
            descriptor = os.open(aside, _NEW, 0o666)
            try:
                while piece := given.read(_PIECE):
                    _write(descriptor, piece)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        _put_new(aside, target)
    finally:
        _drop(aside)


def _put_new(aside: str, target: str) -> None:
    """Put what was written aside where nothing is yet; whoever reads sees nothing, or all of it.

    A second name fails where there is a file, unlike a rename.  Where a file system has none (exFAT, shares),
    it is looked before the rename: what another program puts there between the two is lost.
    """
    try:
        os.link(aside, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        os.rename(aside, target)


def _keep(target: str, kept: str) -> None:
    """Keep what is in a file under a hidden name, until all files are in their places."""
    try:
        os.link(target, kept)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with open(target, "rb") as file:
            try:
                _write_aside(kept, file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode))
            except BaseException:
                _drop(kept)
                raise


_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""How a system says that a file cannot have two names, there or of somebody else."""


def has_links(root: str) -> bool:
    """Whether a file of the ledger below ``root`` can have two names: then a new one is put over no other.

    Raises ``OSError`` where nothing can be written.
    """
    probe = _name_aside(os.path.join(root, "data", "probe"), "tmp")
    second = _name_aside(os.path.join(root, "data", "probe"), "old")
    _write_aside(probe, b"", None)
    try:
        os.link(probe, second)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    finally:
        _drop(probe)
        _drop(second)
    return True


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
            with _aside(target, files[path]) as aside:
                _put_new(aside, target)
            made.append(target)
        for folder in sorted({os.path.dirname(target) for target in made}):
            _sync_folder(folder)
    except BaseException:
        for target in made:
            os.unlink(target)
        raise


def replace_file(path: str, data: bytes) -> None:
    """Write ``path`` whole or not at all: readers see the old content or the new."""
    if os.path.lexists(path) and not os.path.isfile(path):
        # a device or pipe (/dev/stdout) cannot be replaced, only written to
        with open(path, "wb") as file:
            file.write(data)
        return
    sweep_beside([os.path.abspath(path)])
    with _aside(os.path.abspath(path), data) as aside:
        os.replace(aside, path)


@contextmanager
def _aside(target: str, data: bytes) -> Iterator[str]:
    """A hidden file beside ``target`` with ``data``, flushed to the disk; taken away again if not moved."""
    aside = _name_aside(target, "tmp")
    try:
        _write_aside(aside, data, None)
        yield aside
    finally:
        _drop(aside)


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _write_aside(aside: str, data: bytes, mode: int | None, *, flushed: bool = True) -> None:
    descriptor = os.open(aside, _NEW, 0o666)
    try:
        if mode is not None:
            os.chmod(aside, mode)
        _write(descriptor, data)
        if flushed:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_all() -> None:
    """Have the system bring everything to the disk that was written without being flushed."""
    if hasattr(os, "sync"):
        os.sync()


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _name_aside(target: str, ending: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.{ending}")


_LEFT_OVER = re.compile(r"\.(.+)\.([0-9]+)\.(?:tmp|old)", re.DOTALL)


def _drop(name: str) -> None:
    """Take a hidden file away; where that fails nothing is lost, and the next run sweeps it."""
    with suppress(OSError):
        os.unlink(name)


def sweep(root: str) -> list[str]:
    """Complete what a killed run left half done in the ledger below ``root``, and take its hidden files away.

    To be called while the ledger is :func:`locked`.  Returns the paths that were completed; raises
    :class:`ChangedError` when one of them was changed since.
    """
    data = os.path.join(root, "data")
    done = _finish(root)
    folders = [root, data, *(os.path.join(data, name) for name in (*FOLDERS, "evidence"))]
    for parent in (
        os.path.join(data, "evidence"),
        os.path.join(data, "complaints"),
    ):  # a folder a task, a batch
        if os.path.isdir(parent):
            folders += [os.path.join(parent, name) for name in os.listdir(parent)]
    for folder in folders:
        _sweep(folder)
    return done


def is_left_over(name: str) -> bool:
    """Whether a file of this name is what a run of this program left that no longer runs."""
    found = _LEFT_OVER.fullmatch(name)
    return found is not None and not _runs(int(found[2]))


def sweep_beside(targets: Iterable[str]) -> None:
    """Take away what a killed run left beside the files that it was to write, and nothing else."""
    names: dict[str, set[str]] = {}
    for target in targets:
        folder, name = os.path.split(target)
        names.setdefault(folder, set()).add(name)
    for folder, known in names.items():
        _sweep(folder, known)


def _sweep(folder: str, names: Collection[str] | None = None) -> None:
    """Take away what a killed run left in a folder, of these names; what a living one is writing stays."""
    if os.name == "nt" or not os.path.isdir(folder):
        return
    for name in os.listdir(folder):
        found = _LEFT_OVER.fullmatch(name)
        if found is not None and (names is None or found[1] in names) and not _runs(int(found[2])):
            _drop(os.path.join(folder, name))


def _runs(pid: int) -> bool:
    if pid == os.getpid():
        return False  # left by an earlier process of this number
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _sync_folder(folder: str) -> None:
    if os.name == "nt":  # folders cannot be opened there, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
