"""In which values two nested values differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Differing(NamedTuple):
    """A value that two nested values have otherwise: its dotted name (positions count from 1), old and new;
    ``None`` where one of them has none."""

    field: str
    old: Any
    new: Any


def differing(old: Any, new: Any, name: str = "") -> Iterator[Differing]:
    """The smallest values that differ between two nested values, in the order of the old one."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differing(old.get(key), new.get(key), f"{name}.{key}" if name else str(key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from differing(one, other, f"{name}.{n}")
    elif old != new:
        yield Differing(name, old, new)
