"""Days of records held against the days of their commits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ledger.judging.days import backfilled

if TYPE_CHECKING:
    from datetime import date

    from ledger.model.plan import Policy


def is_backfill(day: date, committed: date, policy: Policy) -> bool:
    """Whether a record of a day before the ledger was kept was made soon after that began (补录)."""
    if policy.adopted is None or not backfilled(day, policy):
        return False
    return timedelta(0) <= committed - policy.adopted <= timedelta(policy.adoption_days)
