"""What is owed, as a row of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.papers.sheet import day_text, full_name, joined, told
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item

if TYPE_CHECKING:
    from ledger.judging.day import Day
    from ledger.judging.owed import Debt


def debt_fields(day: Day, debt: Debt) -> dict[str, str]:
    """The task, what of it is owed, by when, how that stands, and by whom."""
    judgement = day.by_id[debt.obligation.issue or ""]
    names = (full_name(day, unit) for unit in folded(judgement, debt.units))
    return {**owed_fields(day, debt), "units": joined(names)}


def owed_fields(day: Day, debt: Debt) -> dict[str, str]:
    """The same for the unit itself, which knows who it is."""
    judgement = day.by_id[debt.obligation.issue or ""]
    return {
        "number": judgement.baseline.number,
        "title": judgement.baseline.title,
        "item": told(obligation_item(judgement, debt.obligation)).rstrip("。；"),
        "due": day_text(debt.due),
        "state": state_of_days(debt.days(day.as_of)),
    }


def state_of_days(days: int) -> str:
    """How late something is, or how many days are left."""
    if days > 0:
        return f"逾期{days}天"
    return f"还有{-days}天" if days else "当日到期"
