"""In which values two nested values differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def differing(old: Any, new: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """The values that differ between two nested values, by dotted name; positions count from 1."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differing(old.get(key), new.get(key), f"{name}.{key}" if name else str(key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new):
        for n, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from differing(one, other, f"{name}.{n}")
    elif old != new:
        yield name, old, new
