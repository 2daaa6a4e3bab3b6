"""Rows whose key was overwritten: which of the unit's rows they are, and which rows are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.forms.batch import NOT_TAKEN, RowState
from ledger.forms.rows import rows_of
from ledger.forms.workbook import shown_as
from ledger.model.round import OpenRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.forms.batch import Batch, CollectedForm, CollectedRow
    from ledger.forms.rows import Row
    from ledger.judging.day import Day
    from ledger.model.rowkey import Key


def lost_keys(batch: Batch, form: CollectedForm, unit: str, owed: Sequence[Row]) -> set[Key]:
    """What the unit owes of which its form has no key any more, and which no other form of it answers."""
    here = {row.key for row in form.returned.rows}
    taken = {row.returned.key for row in batch.rows if row.unit == unit and row.state not in NOT_TAKEN}
    return {row.key for row in owed if row.key not in here | taken}


def meant_by(row: CollectedRow, owed: Sequence[Row], lost: set[Key]) -> Key | None:
    """The row of the unit that this is: the one that it shows, if that key is gone, else that of its key."""
    shows = [one.key for one in owed if one.key in lost and row.returned.shown in shown_as(one)]
    if len(shows) == 1:
        return shows[0]
    return next((one.key for one in owed if one.key == row.returned.key), None)


def open_rows(batch: Batch, form: CollectedForm, day: Day) -> tuple[OpenRow, ...]:
    """The rows of a form that were not taken and that the unit owes an answer to, in the order of the form.

    A row that is none of the unit's is no answer that is missing.  Of one whose key cannot be told nobody
    knows which it is: each row of which the form has no key any more is open then, as it goes back.
    """
    bad = [row for row in form.rows if row.state in NOT_TAKEN]
    if not bad:
        return ()
    unit = bad[0].unit
    owed, lost = rows_of(day, unit, every=True), lost_keys(batch, form, unit, rows_of(day, unit))
    found: dict[Key, OpenRow] = {}
    for row in bad:
        asked = row.returned.key if row.state is not RowState.REFUSED else None
        key = meant_by(row, owed, lost) or asked
        if key is not None:
            found.setdefault(key, OpenRow(key=str(key), row=row.returned.number))
    unknown = next(
        (row for row in bad if row.returned.key is None and meant_by(row, owed, lost) is None), None
    )
    if unknown is not None:
        for key in sorted(lost - found.keys(), key=lambda key: (key.issue, key.order)):
            found[key] = OpenRow(key=str(key), row=unknown.returned.number)
    return tuple(found.values())
