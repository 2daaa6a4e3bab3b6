"""Which tasks were merged into each other: a circle in which none of them goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def circles(into: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The tasks that go into themselves over others, each with the way round from it.

    ``into`` is, for a task, the one it goes into.  Every task is passed once.
    """
    found: dict[str, tuple[str, ...]] = {}
    passed: set[str] = set()
    for start in into:
        way: list[str] = []
        at = start
        while at in into and at not in passed:
            passed.add(at)
            way.append(at)
            at = into[at]
        if at in way:
            ring = way[way.index(at) :]
            for n, one in enumerate(ring):
                found[one] = (*ring[n:], *ring[:n], one)
    return found
