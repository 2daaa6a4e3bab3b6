"""Which folder is a ledger."""

from __future__ import annotations

import os


def find_root(start: str) -> str | None:
    """The nearest folder at or above ``start`` that holds ``data/issues`` or ``data/plan.yaml``.

    ``None`` where there is none, also in a folder that was deleted.
    """
    try:
        folder = os.path.abspath(start)
    except OSError:
        return None
    while True:
        if is_root(folder):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def working_folder() -> str:
    """The current folder; ``""`` where it was deleted."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def is_root(folder: str) -> bool:
    """Whether ``folder`` holds a ledger."""
    data = os.path.join(folder, "data")
    return os.path.isdir(os.path.join(data, "issues")) or os.path.isfile(os.path.join(data, "plan.yaml"))


def closed(folder: str) -> OSError | None:
    """Why the system lets nobody see whether ``folder`` holds a ledger; ``None`` where it does."""
    for place in (folder, os.path.join(folder, "data")):
        try:
            os.scandir(place).close()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return error
    return None
