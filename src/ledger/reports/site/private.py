"""Numbers of telephones and of identity cards in texts that are to be published."""

from __future__ import annotations

import re

_PRIVATE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—–―\s]?[0-9]{7,8}|[0-9]{17}[0-9Xx])(?![0-9])"
)
"""Numbers of telephones and of identity cards, wherever they stand."""


def masked(text: str) -> str:
    """A text without the numbers of telephones and identity cards in it."""
    return _PRIVATE.sub("＊＊＊", text)


def private_numbers(text: str) -> bool:
    """Whether there is such a number in a text."""
    return _PRIVATE.search(text) is not None
