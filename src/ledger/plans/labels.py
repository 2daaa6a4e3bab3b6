"""The lexicon, kept as data in ``labels.yaml``: what a field of a list is called → its role, and other words.

A ledger may have words of its own (:class:`LabelsFile`); they are known while its documents are read, within
:func:`spoken`."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.labels import LabelsFile

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
_PERSON = re.compile("(?:领导|负责人|责任人|联系人|联络员|同志|姓名|职务|电话|联系方式)$")


_BESIDES = "besides"
JOINED = "[及和与](?:其)?"
"""What joins a label to what stands beside it: 整改措施及责任分工."""
_HEADS: Mapping[str, Role] = {
    "title_heads": "title",
    "measures_heads": "measures",
    "responsibility_heads": "responsibility",
    "deadline_heads": "deadline",
    "goal_heads": "goal",
    "acceptance_heads": "acceptance",
}
"""The keys whose words are labels only as heads of columns and rows."""
PHRASES = frozenset({_BESIDES, *_HEADS, "immediate", "sustained", "bodies", "duties", "nothing"})
"""The keys whose words are no labels."""
PERSONS = frozenset({"leader", "person", "contact", "phone", "supervising"})
"""The keys whose labels are about persons and who watches over a task; to a list they are others."""


@cache
def _data() -> Mapping[str, tuple[str, ...]]:
    import yaml

    data = pkgutil.get_data("ledger.plans", "labels.yaml") or b""
    return {key: tuple(names) for key, names in yaml.load(data, Loader=yaml.CSafeLoader).items()}


class Words:
    """The words of the program, with those of a ledger's own put before them."""

    def __init__(self, own: LabelsFile | None) -> None:
        self.own: Mapping[str, tuple[str, ...]] = (
            {} if own is None else {key: names for key, names in own if names}
        )

    def listed(self, key: str) -> tuple[str, ...]:
        """The words of a key that are no labels, the longest first."""
        words = dict.fromkeys((*self.own.get(key, ()), *_data().get(key, ())))
        return tuple(sorted(words, key=len, reverse=True))

    @cached_property
    def names(self) -> Mapping[str, Role]:
        """Every name of a label with its role; ValueError where the program has no such role, or it twice."""
        roles: dict[str, Role] = {role: role for role in get_args(Role)}
        found: dict[str, Role] = {}
        for key, names in _data().items():
            if key in PHRASES:
                continue
            if key not in roles:
                raise ValueError(f"labels.yaml: {key}")
            for name in names:
                if name in found:
                    raise ValueError(f"labels.yaml: {name}")
                found[name] = roles[key]
        for key, names in self.own.items():
            if key not in PHRASES:
                found |= dict.fromkeys(map(simplified, names), roles.get(key, "other"))
        return MappingProxyType(found)

    @cached_property
    def beside(self) -> re.Pattern[str]:
        """What stands beside a label at its end."""
        return re.compile(f"{JOINED}(?:{'|'.join(map(re.escape, self.listed(_BESIDES)))})$")


_made = lru_cache(maxsize=16)(Words)
_SPOKEN: ContextVar[Words | None] = ContextVar("words", default=None)


def words() -> Words:
    """The words that are known here."""
    return _SPOKEN.get() or _made(None)


@contextmanager
def spoken(own: LabelsFile | None) -> Iterator[None]:
    """Know the words of a ledger's own besides those of the program."""
    token = _SPOKEN.set(_made(own))
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def states_nothing(text: str) -> bool:
    """Whether what stands for a field states nothing: /, —, 无."""
    bare = half_width(text).strip(" \t\n。.()")
    return bool(text) and (not bare.strip("-") or bare in words().listed("nothing"))


def besides() -> tuple[str, ...]:
    """What may stand behind a label with 及 and changes nothing of what the field is."""
    return words().listed(_BESIDES)


def lexicon() -> Mapping[str, Role]:
    """Every name of a label with its role."""
    return words().names


def role_named(name: str) -> Role | None:
    """The role of a name in simplified script without white space, alone or with another beside it."""
    known = lexicon()
    if name in known:
        return known[name]
    found = words().beside.search(name)
    return known.get(name[: found.start()]) if found is not None else None


_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、](?![0-9]))")


def role_of(label: str) -> Role | None:
    """The role of the head of a column or row; ``None`` where it is in no line of the lexicon.

    White space inside, a number before it (一、责任单位) and script count for nothing, nor what stands in
    brackets; of a head in two parts
    (整改责任单位-施工) the part that is known decides, the later first; 单位 may stand in the other one
    (责任单位-牵头).
    """
    known = lexicon()
    bare = _ORDINAL.sub("", simplified("".join(half_width(label).split()).rstrip(":")))
    for name in (bare, _BRACKETS.sub("", bare)):
        if (named := role_named(name)) is not None:
            return named
        headed = next((role for key, role in _HEADS.items() if name in words().listed(key)), None)
        if headed is not None:
            return headed
    parts = [part for part in _PARTS.split(_BRACKETS.sub("", bare)) if part]
    if len(parts) < 2:  # noqa: PLR2004 - a head in one part has been looked up
        return None
    if parts[-1] not in known and _PERSON.search(parts[-1]):
        return "other"  # 责任分工-牵头市领导: who that is, is no unit
    names = (name for part in reversed(parts) for name in (part, f"{part}单位"))
    return next((known[name] for name in names if name in known), None)
