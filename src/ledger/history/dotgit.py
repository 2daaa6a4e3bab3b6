"""Where the ``.git`` of a work tree leads, found without asking git."""

from __future__ import annotations

import os

_MOST = 1 << 14


def pointed(dot_git: str) -> str:
    """The folder that a ``.git`` is or, where it is a file, points to; OSError where it cannot be read."""
    if not os.path.isfile(dot_git):
        return dot_git
    with open(dot_git, "rb") as file:
        said = os.fsdecode(file.read(_MOST)).removeprefix("gitdir:").strip()
    return os.path.join(os.path.dirname(dot_git), said)
