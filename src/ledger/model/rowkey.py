"""What a row of a form is about, as a key that outlives order and columns, and which records answer it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry

_KEY = re.compile(
    r"(?P<id>[a-z0-9][a-z0-9-]{0,63})"
    r"(?:/(?P<measure>[1-9][0-9]{0,3})(?:[.](?P<milestone>[1-9][0-9]{0,3}))?"
    r"|/g(?P<goal>[1-9][0-9]{0,3})|/t(?P<target>[1-9][0-9]{0,3})(?:[.](?P<part>[1-9][0-9]{0,3}))?)?",
    re.ASCII,
)


class Key(NamedTuple):
    """What a row is about: the task, a measure, a milestone of a measure or of the goal, a figure or a part.

    Written ``07-1``, ``07-1/2``, ``07-1/2.1``, ``07-1/g1``, ``07-1/t1``, ``07-1/t1.2``.
    """

    issue: str
    measure: int | None = None
    milestone: int | None = None
    target: int | None = None
    part: int | None = None

    def __str__(self) -> str:
        """As a form has it."""
        if self.target is not None:
            return f"{self.issue}/t{self.target}{f'.{self.part}' if self.part else ''}"
        if self.measure is None:
            return f"{self.issue}/g{self.milestone}" if self.milestone else self.issue
        return f"{self.issue}/{self.measure}{f'.{self.milestone}' if self.milestone else ''}"

    @property
    def order(self) -> tuple[int, ...]:
        """The place among the rows of a task: the task itself last, as it is complete last."""
        if self.target is not None:
            return (1, self.target, self.part or 0)
        if self.measure is None:
            return (0, 0, self.milestone) if self.milestone else (3, 0, 0)
        return (0, self.measure, self.milestone) if self.milestone else (2, self.measure, 0)


def read_name(name: str) -> Key | None:
    """A key without a state (``07-1/2``); ``None`` where it is no key."""
    found = _KEY.fullmatch(name)
    if found is None:
        return None
    number = {name: int(value) for name, value in found.groupdict().items() if value and name != "id"}
    milestone = number.get("milestone") or number.get("goal")
    return Key(found["id"], number.get("measure"), milestone, number.get("target"), number.get("part"))


def keys_of(baseline: Baseline) -> frozenset[str]:
    """Every key that a row can have: the task, its measures, milestones, figures and their parts."""
    keys = [Key(baseline.id), *(Key(baseline.id, None, k) for k in _places(baseline.milestones))]
    for n, measure in enumerate(baseline.measures, 1):
        keys += [Key(baseline.id, n), *(Key(baseline.id, n, k) for k in _places(measure.milestones))]
    for n, target in enumerate(baseline.targets, 1):
        keys.append(Key(baseline.id, target=n))
        keys += [Key(baseline.id, target=n, part=k) for k in _places(target.parts)]
    return frozenset(map(str, keys))


def _places(items: Sequence[object]) -> range:
    """The places of a list, from 1."""
    return range(1, len(items) + 1)


def answers_to(entry: Entry, key: Key) -> bool:
    """Whether a record is what a row of this key comes to: progress, the deed or a promise about it."""
    if entry.type == "promise":
        node = (entry.of_measure, getattr(entry, "milestone", None))
        return key.target is None and node == (key.measure, key.milestone)
    if entry.type == "complete":
        return key == Key(key.issue)
    if key.target is None and entry.type == "progress" and entry.readings:  # type: ignore[attr-defined]
        return False
    return is_about(entry, key)


def is_about(entry: Entry, key: Key) -> bool:
    """Whether a record tells how far it is with what a key names."""
    if (
        "whose" not in type(entry).model_fields() or entry.type == "extend"
    ):  # work is what is done for a share
        return False
    readings = {(one.target, one.part) for one in getattr(entry, "readings", ())}
    if key.target is not None:
        return (key.target, key.part) in readings
    milestone = getattr(entry, "milestone", None)
    return entry.of_measure == key.measure and milestone in {None, key.milestone}
