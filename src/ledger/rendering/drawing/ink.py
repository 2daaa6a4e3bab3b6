"""Sizes, colours, and text of which it is known how long it is at most."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    pass


WIDTH, HEIGHT = 420.0, 297.0
"""A3, landscape."""


PAPERS = {"A3": 1.0, "A2": 594 / 420, "A1": 841 / 420}
"""Sizes of paper, and how many times larger than on A3 the same sheet is drawn on them."""

MARGIN = 10.0
HEAD = 3.2
GAP = 2.0

FONTS = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', SimHei, "
    "sans-serif"
)
INK, GREY, RED, GREEN = "#111111", "#6b6b6b", "#a31616", "#1f6b2b"


_THIN = set(" .,:;'|!ijltfr()[]{}`/\\-")
_BROAD = set("mwMW@%")
_ASTRAL = 0x10000


def ems(text: str) -> float:
    """How many times its size a text is long at most, whichever of the fonts is there."""
    return sum(map(_em, text))


def _em(character: str) -> float:
    if character.isascii():
        if character in _THIN:
            return 0.5
        return 1.0 if character in _BROAD else 0.78 if character.isupper() else 0.65
    if unicodedata.combining(character):
        return 0.0
    return 1.35 if ord(character) >= _ASTRAL else 1.0


_SURE = re.compile("[ -~\\u2e80-\\u9fff\\uf900-\\ufaff\\uff01-\\uff60、。《》（）“”‘’—…·]*")


def is_sure(text: str) -> bool:
    """Whether every font has the characters as wide as ``ems`` says: ASCII and those of Chinese text."""
    return _SURE.fullmatch(text) is not None


def fit_text(text: str, room: float) -> str:
    """The text at most ``room`` times its size long; where something is left off it ends in …."""
    if ems(text) <= room:
        return text
    kept, used = [], 1.0
    for character in text:
        used += _em(character)
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def mm(value: float) -> str:
    """A length, in hundredths."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def add(parent: ET.Element, tag: str, text: str | None = None, /, **attributes: str | float) -> ET.Element:
    """A new element; underscores in names stand for hyphens."""
    made = ET.SubElement(parent, tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else mm(value))
    made.text = text
    return made
