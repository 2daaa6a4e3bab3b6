"""Names of units and groups with the way to their pages."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.reports.site.pages import Name

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


def unit_key(name: str) -> str:
    """What the page of a unit is called: the same as long as its short name is."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
