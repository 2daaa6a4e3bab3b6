"""The lexicon of labels, kept as data in ``labels.yaml``: what a field of a list is called → its role."""

from __future__ import annotations

import pkgutil
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping

Role = Literal[
    "number",
    "section",
    "title",
    "problem",
    "acceptance",
    "responsibility",
    "lead",
    "support",
    "deadline",
    "goal",
    "measures",
    "other",
]
"""What a label stands for."""

_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile("[-/·:]")


_BESIDES = "besides"
JOINED = "[及和与](?:其)?"
"""What joins a label to what stands beside it: 整改措施及责任分工."""


@cache
def _data() -> Mapping[str, tuple[str, ...]]:
    import yaml

    data = pkgutil.get_data("ledger.plans", "labels.yaml") or b""
    return {key: tuple(names) for key, names in yaml.load(data, Loader=yaml.CSafeLoader).items()}


def besides() -> tuple[str, ...]:
    """What may stand behind a label with 及 and changes nothing of what the field is."""
    return _data()[_BESIDES]


@cache
def lexicon() -> Mapping[str, Role]:
    """Every name of a label with its role.  ValueError where the data names no role or one name twice."""
    roles: dict[str, Role] = {role: role for role in get_args(Role)}
    found: dict[str, Role] = {}
    for key, names in _data().items():
        if key == _BESIDES:
            continue
        if key not in roles:
            raise ValueError(f"labels.yaml: {key}")
        for name in names:
            if name in found:
                raise ValueError(f"labels.yaml: {name}")
            found[name] = roles[key]
    return MappingProxyType(found)


def role_named(name: str) -> Role | None:
    """The role of a name in simplified script without white space, alone or with another beside it."""
    known = lexicon()
    if name in known:
        return known[name]
    found = _beside().search(name)
    return known.get(name[: found.start()]) if found is not None else None


@cache
def _beside() -> re.Pattern[str]:
    names = "|".join(sorted(besides(), key=len, reverse=True))
    return re.compile(f"{JOINED}(?:{names})$")


def role_of(label: str) -> Role | None:
    """The role of the head of a column or row; ``None`` where it is in no line of the lexicon.

    White space inside and script count for nothing, nor what stands in brackets; of a head in two parts
    (整改责任单位-施工) the part that is known decides, the later first.
    """
    known = lexicon()
    bare = simplified("".join(half_width(label).split()).rstrip(":"))
    for name in (bare, _BRACKETS.sub("", bare)):
        if (named := role_named(name)) is not None:
            return named
    parts = [part for part in _PARTS.split(_BRACKETS.sub("", bare)) if part]
    return next((known[part] for part in reversed(parts) if part in known), None) if len(parts) > 1 else None
