"""The duties that measures demand again and again, as they are stored in baselines, by period."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline


class Recurring(NamedTuple):
    """A duty named in a measure: which measure (from 1), in which words, every how many months."""

    measure: int
    text: str
    months: int


def recurring(baseline: Baseline) -> tuple[Recurring, ...]:
    """The recurring duties of an issue that have a period; what is asked 定期 or 每周 has none in months."""
    return tuple(
        Recurring(n, one.text, one.months)
        for n, measure in enumerate(baseline.measures, 1)
        for one in measure.recurring
        if one.months is not None
    )
