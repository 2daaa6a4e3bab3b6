"""Labels of persons and of who watches over a task, kept as data in ``persons.yaml``."""

from __future__ import annotations

import pkgutil
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, get_args

from ledger.model.baseline import OtherLine, OtherRole
from ledger.plans.labels import PERSONS, Words, spoken, words
from ledger.plans.script import simplified
from ledger.plans.unitlines import UnitLine, read_units
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.model.unit import Units


_LABEL_MOST = 60
_END_LEAST = 3
"""Characters that a known label has at least which another one ends with."""


@cache
def roles() -> Mapping[str, OtherRole]:
    """Every label with what it means.  ValueError where the data names no role or one label twice."""
    import yaml

    data = pkgutil.get_data("ledger.plans", "persons.yaml") or b""
    found: dict[str, OtherRole] = {}
    for role, labels in yaml.load(data, Loader=yaml.CSafeLoader).items():
        if role not in get_args(OtherRole):
            raise ValueError(f"persons.yaml: {role}")
        for label in labels:
            if label in found:
                raise ValueError(f"persons.yaml: {label}")
            found[label] = role
    return MappingProxyType(found)


@lru_cache(maxsize=16)
def _roles(known: Words) -> Mapping[str, OtherRole]:
    """The labels of the program and those of a ledger's own, which come first, as all its words do."""
    own: dict[str, OtherRole] = {role: role for role in get_args(OtherRole)}
    found = {name: role for name, role in roles().items() if known.names.get(name, "other") == "other"}
    for key, names in known.own.items():
        if key in PERSONS:
            found |= dict.fromkeys(map(simplified, names), own[key])
    return MappingProxyType(found)


def role_of_line(label: str) -> OtherRole | None:
    """What a line with this label means; ``None`` where it is about neither persons nor supervision.

    A label that ends with a known one means the same: 牵头市领导, 责任体系责任人 under two heads.
    """
    if len(label) > _LABEL_MOST:
        return None  # a line without a colon may be as long as a book
    known, bare = _roles(words()), simplified("".join(half_width(label).split()).rstrip(":"))
    if bare in known or words().names.get(bare, "other") != "other":
        return known.get(bare)
    ends = (bare[start:] for start in range(1, len(bare) - _END_LEAST + 1))
    named = next((known[end] for end in ends if end in known), None)
    return "leader" if named is None and bare.endswith("领导") else named


def others_of(pairs: Iterable[tuple[str, str | None]], units: Units) -> tuple[OtherLine, ...]:
    """The further lines of a task, by label and text, with what they mean."""
    with spoken(units.labels):
        return tuple(
            OtherLine(
                label=label,
                text=text or None,
                role=role_of_line(label),
                named=tuple(supervisors(label, text or "", units).units),
            )
            for label, text in pairs
        )


def supervisors(label: str, text: str, units: Units) -> UnitLine:
    """The units of a line that says who watches over a task; none of any other line."""
    return read_units(text, units) if role_of_line(label) == "supervising" else UnitLine()
