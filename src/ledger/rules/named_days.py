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


def is_due_by(tree: Mapping[str, bytes], last: date) -> bool:
    """Whether the plan asks for anything up to a day; one file that does so is enough."""
    return any(day <= last for path in issue_paths(tree) for day in _days(_named(tree[path])))


def _named(data: bytes) -> list[bytes]:
    return _DUE.findall(data.partition(b"\nentries:")[0])


def _days(named: Iterable[bytes]) -> Iterator[date]:
    """Those that are days, in order."""
    for day in sorted(named):
        with suppress(ValueError):
            yield date.fromisoformat(day.decode())
