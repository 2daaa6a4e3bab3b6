"""What one unit owes on a day, how much of it, and when it was last heard of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.duties import State, state_of
from ledger.judging.owed import What

if TYPE_CHECKING:
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.owed import Debt
    from ledger.judging.status import Judgement


def owed_counts(day: Day, unit: str) -> dict[str, int]:
    """How much a unit owes on a day, how much of that is late, how many of its tasks have no day, how much it
    has done."""
    owed = owed_by(day, unit)
    return {
        "owes": len(owed),
        "late": len(day.late_of(unit)),
        "undated": len(undated_of(day, unit, owed)),
        "done": day.done_of(unit),
    }


def owed_by(day: Day, unit: str) -> list[Debt]:
    """What a unit owes on a day, what is late first; of promises not yet due only the one that stands."""

    def given_anew(debt: Debt) -> bool:
        one = debt.obligation
        return one.renewed is not None and debt.due >= day.as_of

    return [debt for debt in day.debts_of(unit) if not given_anew(debt)]


def undated_of(day: Day, unit: str, owed: list[Debt]) -> list[Judgement]:
    """The open tasks of which the unit owes a part that has no day."""
    dated = {debt.obligation.issue for debt in owed}
    return [
        judgement
        for judgement in day.judgements
        if judgement.completed is None and unit in judgement.owed_by and judgement.issue.id not in dated
    ]


def heard_of(day: Day, unit: str) -> dict[str, date]:
    """By issue, the day of the last thing on record of what the unit did."""
    found: dict[str, date] = {}
    for judgement in day.judgements:
        units = judgement.chain.units
        for deed in judgement.chain.deeds:
            if unit in {units.on(name, day.as_of) for name in deed.units}:
                known = found.get(judgement.issue.id, deed.day)
                found[judgement.issue.id] = max(known, deed.day)
    return found


def missed_of(day: Day, unit: str) -> int:
    """How many recurring duties and disclosures of the unit have no record; letters are told one by one."""
    return sum(
        1
        for duty in day.duties()
        if duty.what not in {What.REVIEW, What.REPLY}
        and unit in duty.owed_by
        and state_of(duty, day.as_of) is State.MISSED
    )
