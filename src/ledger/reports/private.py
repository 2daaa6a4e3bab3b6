"""Numbers of telephones and of identity cards in texts that are to be published."""

from __future__ import annotations

import re

_PRIVATE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—–―\s]?[0-9]{7,8}|[0-9]{17}[0-9Xx])(?![0-9])"
)
"""Numbers of telephones and of identity cards, wherever they stand."""


_FOUND_BY = re.compile(
    _PRIVATE.pattern
    + r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}"
    + r"|(?<=[路街巷道弄村组])[0-9]{1,5}号(?:院|楼)?"
    + r"(?:[0-9]{1,3}(?:栋|幢|单元|号楼)){0,2}(?:[0-9]{1,5}(?:室|户))?"
    + r"|(?<![0-9])[0-9]{1,4}(?:号楼|栋|幢)(?:[0-9]{1,3}单元)?(?:[0-9]{1,5}(?:室|户))?"
)
"""Also addresses of mail, and numbers of houses, staircases and flats."""


def blotted(text: str) -> tuple[str, int]:
    """A text without any number by which people can be found, and how many there were."""
    return _FOUND_BY.subn("＊＊＊", text)


def masked(text: str) -> str:
    """A text without the numbers of telephones and identity cards in it."""
    return _PRIVATE.sub("＊＊＊", text)


def private_numbers(text: str) -> bool:
    """Whether there is such a number in a text."""
    return _PRIVATE.search(text) is not None
