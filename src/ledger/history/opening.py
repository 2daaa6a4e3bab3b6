"""The repository that a folder lies in, whatever its configuration or the environment says of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ledger.history.dotgit import pointed
from ledger.history.errors import HistoryError
from ledger.history.git import Repository
from ledger.history.kept import Shelf
from ledger.history.process import Git

if TYPE_CHECKING:
    from collections.abc import Mapping


def open_repository(root: str, environment: Mapping[str, str]) -> Repository:
    """The repository that holds the folder ``root``, whatever ``GIT_DIR`` says.

    A bare repository is one only where ``root`` is that repository itself and lies in no other: what lies in
    the folder of a ledger and looks like one is not.  Raises :class:`HistoryError`: no git, no repository, or
    one of another owner.
    """
    folder = os.path.realpath(root)
    bare = _is_bare(folder)
    git = Git(folder, environment, bare=bare)
    found = os.fsdecode(git.run("rev-parse", "--absolute-git-dir")).removesuffix("\n")
    if bare and os.path.samefile(found, folder):
        return Repository(git, "", bare=True, shelf=Shelf(found))
    top = _top(folder, found)
    if top is None:
        raise HistoryError("history.not_a_repository", folder=root)
    relative = os.path.relpath(folder, top)
    prefix = "" if relative == os.curdir else f"{relative.replace(os.sep, '/')}/"
    return Repository(Git(folder, environment, top), prefix, shelf=Shelf(found))


def _is_bare(folder: str) -> bool:
    """Whether a folder looks like a repository without a work tree, and is not inside one that has one."""
    inside = (os.path.join(folder, name) for name in ("objects", "refs"))
    if not os.path.isfile(os.path.join(folder, "HEAD")) or not all(map(os.path.isdir, inside)):
        return False
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return True
        folder = above
    return False


def _top(folder: str, git_dir: str) -> str | None:
    """The folder at or above ``folder`` whose ``.git`` is, or points to, ``git_dir``.

    git is not asked, because it would answer with ``core.worktree``, and with nothing in a bare repository.
    """
    while True:
        here = os.path.join(folder, ".git")
        try:
            if os.path.samefile(pointed(here), git_dir):
                return folder
        except OSError:
            pass
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
