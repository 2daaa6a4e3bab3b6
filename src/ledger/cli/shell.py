"""Words of a command as they are typed into a shell: of Unix, or of Windows."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[\w./][\w./-]*|--?[\w-]+")
"""What needs no quotes in any shell; letters of any script are plain."""


def quoted(word: str) -> str:
    """One word for a shell; PowerShell and cmd both take double quotes, and cmd no others."""
    if _PLAIN.fullmatch(word):
        return word
    if os.name == "nt":
        inner = word.replace('"', '\\"')
        return f'"{inner}"'
    return shlex.quote(word)


def joined(words: Iterable[str]) -> str:
    """A command line."""
    return " ".join(map(quoted, words))
