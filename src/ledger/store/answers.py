"""What a run said, kept to be said again: the same question of the same files, by the same modules.

An answer hangs on the words of the command line, the folder, the environment, the day and what it is drawn
on, which are its name; on every file of the ledger, by their stamps; and on the modules that made it, by
theirs.  Where any of them is another, or cannot be told, there is no answer.
"""

from __future__ import annotations

import os
import stat
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType

LARGEST = 4 << 20
"""Bytes of an answer that is kept; a longer one takes so long to make that the question is seldom asked."""

VOLATILE = frozenset({"_", "OLDPWD", "SHLVL"})
"""Variables that shells change from run to run and no program of ours reads."""


class Seen(NamedTuple):
    """The files of a ledger as they are: a sum over names and stamps of files and folders, and when the last
    of them changed.

    ``home`` is the stamp of the ledger's own folder: that it was not moved away while it was read.
    """

    digest: str
    changed: int
    home: str


class Answer(NamedTuple):
    """What was said on which stream (1 or 2), the exit code, of which files, and by which modules.

    A module stands with size, both times and number of its file and its path, and so do the folders in which
    modules are looked for: ``"1234 1700000000000000000 1700000000000000000 567 /path"``.
    """

    code: int
    said: tuple[tuple[int, bytes], ...]
    digest: str
    modules: tuple[str, ...]


def name_of(parts: Iterable[object], environment: Mapping[str, str]) -> str:
    """The name of a question: what it consists of, the environment among it, and which Python runs how.

    Where modules are looked for tells one installation from another of the same name.
    """
    held = sorted((key, value) for key, value in environment.items() if key not in VOLATILE)
    runs = (sys.version, sys.path, tuple(sys.flags), sys.warnoptions, __file__)
    return sha256(repr((*runs, *parts, held)).encode("utf-8", "surrogateescape")).hexdigest()


# --- the files ---------------------------------------------------------------------------------------------


def seen(root: str) -> Seen | None:
    """The files below ``data/`` as they are; ``None`` where something else than files and folders is there,
    or a run was killed between two files."""
    rows: list[str] = []
    data = os.path.join(root, "data")
    try:
        home = _stamp(os.stat(root))
        changed = _look(data, os.lstat(data), rows)
    except OSError:  # the run itself tells it
        return None
    if changed is None:
        return None
    return Seen(sha256("\n".join(rows).encode("utf-8", "surrogateescape")).hexdigest(), changed, home)


def is_at_home(root: str, found: Seen) -> bool:
    """Whether the ledger's folder is where it was, and was not elsewhere meanwhile."""
    status = _status(root)
    return status is not None and _stamp(status) == found.home


_UNFINISHED = ".unfinished"


def _look(folder: str, status: os.stat_result, rows: list[str]) -> int | None:
    """Put what is in a folder into ``rows``; the last change of a file or folder, in nanoseconds.

    A folder has a stamp as well: one that is moved away while it is read, and back, changes no file in it.
    """
    if not stat.S_ISDIR(status.st_mode):
        return None
    found, below, changed = [], [], status.st_ctime_ns
    rows.append(_stamp(status))
    with os.scandir(folder) as entries:
        for entry in entries:
            known = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(known.st_mode):
                below.append((entry.name, known))
            elif not stat.S_ISREG(known.st_mode) or entry.name == _UNFINISHED:
                return None
            else:
                last = known.st_ctime_ns
                changed = max(changed, last)
                found.append(f"{entry.name}\0{known.st_size} {known.st_mtime_ns} {last} {known.st_ino}")
    rows += sorted(found)
    for name, known in sorted(below):
        rows.append(f"{name}/")
        last_below = _look(os.path.join(folder, name), known, rows)
        if last_below is None:
            return None
        changed = max(changed, last_below)
        rows.append("..")
    return changed


def _stamp(folder: os.stat_result) -> str:
    return f"{folder.st_dev} {folder.st_ino} {folder.st_mtime_ns} {folder.st_ctime_ns}"


# --- the modules -------------------------------------------------------------------------------------------


def modules_of(modules: Iterable[ModuleType], folders: Iterable[str], before: int) -> tuple[str, ...] | None:
    """The files of modules with their stamps, those of Python itself left out, and the ``folders`` in which
    modules are looked for: what is put there may come before what ran.

    ``None`` where one was changed after ``before`` (nanoseconds): what ran may be what it was.
    """
    found = set()
    for module in modules:
        path = getattr(module, "__file__", None)
        if not path or (path.startswith(_PYTHON) and not path.startswith(_THIRD)):
            continue
        status = _status(path)
        if status is None or _changed(status) > before:
            return None
        found.add(_row(path, status))
    for path in folders:
        status = _status(path)
        if status is not None and _changed(status) > before:
            return None
        found.add(_row(path, status))
    return tuple(sorted(found))


_PYTHON = os.path.dirname(os.__file__) + os.sep
_THIRD = tuple(f"{_PYTHON}{name}{os.sep}" for name in ("site-packages", "dist-packages"))


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _row(path: str, status: os.stat_result | None) -> str:
    if status is None:
        return f"- - - - {path}"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} {path}"


def _changed(status: os.stat_result) -> int:
    return max(status.st_mtime_ns, status.st_ctime_ns)


def are_same(modules: Iterable[str]) -> bool:
    """Whether the files of modules, and where they are looked for, are as they were."""
    return all(row == _row(path, _status(path)) for row in modules for path in [row.split(" ", 4)[4]])


# --- kept --------------------------------------------------------------------------------------------------


def pack(answer: Answer) -> bytes:
    """An answer as lines, the bytes that were said behind them."""
    head = [f"{answer.code} {len(answer.modules)} {len(answer.said)}", answer.digest, *answer.modules]
    head += [f"{stream} {len(data)}" for stream, data in answer.said]
    text = "".join(f"{line}\n" for line in head).encode("utf-8", "surrogateescape")
    return text + b"".join(data for _, data in answer.said)


def unpack(data: bytes) -> Answer:
    """The answer again; ValueError where there is none."""
    first, _, rest = data.partition(b"\n")
    code, modules, said = map(int, first.split(b" "))
    *lines, body = rest.split(b"\n", 1 + modules + said)
    if len(lines) != 1 + modules + said:
        raise ValueError(len(lines))
    chunks, at = [], 0
    for line in lines[1 + modules :]:
        stream, length = map(int, line.split(b" "))
        chunks.append((stream, body[at : at + length]))
        at += length
    texts = [line.decode("utf-8", "surrogateescape") for line in lines[: 1 + modules]]
    return Answer(code, tuple(chunks), texts[0], tuple(texts[1:]))
