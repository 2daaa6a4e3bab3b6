"""Days that the plan names for anything, found in the bytes of issue files without reading these one by one."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ledger.reading.layout import ISSUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# no field of a baseline ends with these letters; what begins with them is found by them alone
_DUE = re.compile(rb"""due: *["']?([0-9]{4}-[0-9]{2}-[0-9]{2})""")


def issue_paths(tree: Iterable[str]) -> list[str]:
    """The issue files among the files of a ledger."""
    return sorted(path for path in tree if path.startswith(ISSUES))


def earliest_due(tree: Mapping[str, bytes]) -> date | None:
    """The earliest day on which the plan asks for anything."""
    return next(_days({day for path in issue_paths(tree) for day in _named(tree[path])}), None)


class NamedDays:
    """The earliest of the days that were found so far; each file is looked at once, and only when it has to be."""

    def __init__(self, tree: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._left: Iterator[str] | None = None
        self._first: date | None = None

    def is_due_by(self, last: date) -> bool:
        """Whether the plan asks for anything up to a day; one file that does so is enough."""
        if self._left is None:
            self._left = iter(issue_paths(self._tree))
        while self._first is None or self._first > last:
            path = next(self._left, None)
            if path is None:
                return False
            day = next(_days(_named(self._tree[path])), None)
            if day is not None and (self._first is None or day < self._first):
                self._first = day
        return True


def _named(data: bytes) -> list[bytes]:
    return _DUE.findall(data.partition(b"\nentries:")[0])


def _days(named: Iterable[bytes]) -> Iterator[date]:
    """Those that are days, in order."""
    for day in sorted(named):
        with suppress(ValueError):
            yield date.fromisoformat(day.decode())
