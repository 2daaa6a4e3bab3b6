"""What stands out on a terminal: few styles, each readable on light ground and on dark.

Colour only repeats what the words say.  Yellow, cyan and green are not used: on a white terminal they
cannot be read; what is coloured is bold as well, because plain red is the weakest of all on a dark one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TONES: Mapping[str, str] = MappingProxyType(
    {"late": "1;31", "warn": "1;35", "strong": "1", "soon": "1", "plain": "", "dim": "2"}
)
"""The escape codes of each tone: what is late, what needs a look, what is near, what may be passed over."""

TONE_OF: Mapping[str, str] = MappingProxyType(
    {
        "overdue": "late",
        "unacted": "late",
        "relapsed": "warn",
        "behind": "warn",
        "undetermined": "warn",
        "due_soon": "soon",
        "withdrawn": "dim",
    }
)
"""The tone of a standing; what is in order has none."""


def paint(text: str, tone: str, *, colour: bool) -> str:
    """The text in a tone; nothing is added where colour is not wanted or the tone has no code."""
    code = TONES.get(tone, "") if colour else ""
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text
