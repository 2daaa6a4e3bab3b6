"""What a killed run left behind: completed where several files change together, and taken away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.reading.layout import FOLDERS
from ledger.writing.aside import LEFT_OVER, drop
from ledger.writing.unfinished import finish

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def sweep(root: str) -> list[str]:
    """Complete what a killed run left half done in the ledger below ``root``, and take its hidden files away.

    To be called while the ledger is :func:`locked`.  Returns the paths that were completed; raises
    :class:`ChangedError` when one of them was changed since.
    """
    data = os.path.join(root, "data")
    done = finish(root)
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
    found = LEFT_OVER.fullmatch(name)
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
        found = LEFT_OVER.fullmatch(name)
        if found is not None and (names is None or found[1] in names) and not _runs(int(found[2])):
            drop(os.path.join(folder, name))


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
