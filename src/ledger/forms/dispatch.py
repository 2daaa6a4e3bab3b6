"""What a round sends out: the forms of its units, and the record that says who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.forms.identity import identity
from ledger.forms.rows import rows_of
from ledger.forms.workbook import Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.model.ledger import Ledger


def forms_of(day: Day, name: str, units: Sequence[str], due: date, revision: str | None) -> list[Form]:
    """The forms of the units that owe anything on the day; none without a plan.

    A unit that was asked in the round before keeps the day on which it was.
    """
    plan = day.ledger.plan
    found: list[Form] = []
    for unit in units if plan is not None else ():
        assert plan is not None  # noqa: S101 - as was asked
        rows = rows_of(day, unit)
        if rows:
            before = next((one.of(unit) for one in day.ledger.rounds if one.id == name), None)
            asked = before.date if before is not None else day.as_of
            found.append(Form(identity(plan, name, unit, asked, revision), plan.title, due, rows))
    return found


def to_be_asked(
    ledger: Ledger, name: str, units: Sequence[str], asked: date, due: date
) -> dict[str, Any] | None:
    """The record of asking the units; without those that have been asked to answer by that day already.

    ``None`` where all of them have.
    """
    known = next((one for one in ledger.rounds if one.id == name), None)
    fresh = []
    for unit in units:
        before = known.of(unit) if known is not None else None
        if before is None or before.due != due:
            fresh.append(unit)
    return {"date": asked, "due": due, "units": fresh} if fresh else None
