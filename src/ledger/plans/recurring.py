"""Duties that come back: 每季度, 按月, 每年 in a measure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline

MONTHS = {"月": 1, "季度": 3, "季": 3, "半年": 6, "年度": 12, "年": 12}
"""Length of a period in months by its word."""

# 每年 also opens clauses of other sense (每年度夏); 每月底, 每月10日 are monthly all the same
_EVERY = re.compile("(?:每|按)(?:个)?(?!年度夏)(半年|年度|年|季度|季|月)")


class Recurring(NamedTuple):
    """A duty named in a measure: which measure (from 1), in which words, every how many months."""

    measure: int
    text: str
    months: int


def recurring(baseline: Baseline) -> tuple[Recurring, ...]:
    """The recurring duties of an issue; a measure that names one period several times has one duty."""
    found: dict[tuple[int, int], Recurring] = {}
    for k, measure in enumerate(baseline.measures, 1):
        for match in _EVERY.finditer(measure.text):
            months = MONTHS[match[1]]
            found.setdefault((k, months), Recurring(k, match[0], months))
    return tuple(found.values())
