"""Names of units and groups with the way to their pages."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.reports.private import masked, private_numbers
from ledger.reports.site.front import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.unit import Units


class Namer:
    """Names of the vocabulary with the way to their pages."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._known: dict[str, Name] = {}
        self.keys = {name: unit_key(name) for name in units.units}

    def __call__(self, name: str) -> Name:
        if name not in self._known:
            group = self._units.groups.get(name)
            members = tuple(self(member) for member in group.members if member != name) if group else ()
            collective = name in self._units.collectives
            self._known[name] = Name(name, self.keys.get(name), members, collective)
        return self._known[name]

    def all(self, names: Iterable[str]) -> tuple[Name, ...]:
        return tuple(map(self, names))


_SAFE = re.compile(r"[0-9a-z_\u3400-\u4dbf\u4e00-\u9fff]{1,40}")
_RESERVED = re.compile(r"index|con|prn|aux|nul|com[0-9]|lpt[0-9]")
_OTHER = re.compile(r"[^0-9A-Za-z_\u3400-\u4dbf\u4e00-\u9fff]+")


def unit_key(name: str) -> str:
    """What the page of a unit is called, the same as long as its short name is: the name itself.

    A name that not every disk can hold as it is, or that differs from another by case alone, is cut to what
    is harmless and told apart by a part of its checksum.  So is one with a private number in it, which would
    be published in the address.
    """
    if _SAFE.fullmatch(name) and not _RESERVED.fullmatch(name) and not private_numbers(name):
        return name
    told = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    kept = _OTHER.sub("-", masked(name)).strip("-")[:30]
    return f"{kept}-{told}" if kept else told
