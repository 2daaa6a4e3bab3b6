"""Rows that were not taken go back to the unit, on a form of their own, with what is wrong beside each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.documents.xlsx import CellKind
from ledger.forms.collect import RowState
from ledger.forms.rows import rows_of
from ledger.forms.workbook import Form
from ledger.rendering.cells import say
from ledger.reports.findings import hint, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.documents.xlsx import SheetCell
    from ledger.forms.collect import Batch, CollectedForm, CollectedRow
    from ledger.forms.workbook import Filled
    from ledger.judging.day import Day
    from ledger.locale import Words
    from ledger.recording.record import Problem

_WHOLE_MOST = 10**15


def reasons(row: CollectedRow, words: Words) -> list[str]:
    """Why a row was not taken, cell by cell, in the words of a language."""
    told = [words("form.at", cell=one.place, why=say(one.why, words)) for one in row.why]
    told += [words("form.at", cell=row.returned.place, why=problem_words(one, words)) for one in row.problems]
    return list(dict.fromkeys(told))


def problem_words(problem: Problem, words: Words) -> str:
    """What the rules of recording say, and the way out."""
    if problem.diagnostic is None:
        return words(problem.key, **problem.args)
    found = problem.diagnostic
    return f"{message(found, words)} [{found.code}] {hint(found, words)}"


def returned_forms(batch: Batch, day: Day, words: Words) -> list[Form]:
    """The forms that go back: one for each unit of which a row was refused or is to be asked about."""
    return [made for form in batch.forms if (made := _returned(form, day, words)) is not None]


def _returned(form: CollectedForm, day: Day, words: Words) -> Form | None:
    bad = [row for row in form.rows if row.state in {RowState.REFUSED, RowState.ASK}]
    this = next((one for one in day.ledger.rounds if one.id == form.returned.identity.round), None)
    asked = this.of(form.returned.identity.unit) if this is not None else None
    plan = day.ledger.plan
    if not bad or asked is None or plan is None:
        return None
    unit = day.ledger.units.on(form.returned.identity.unit, day.as_of)
    by_key = {row.returned.key: row for row in bad if row.returned.key is not None}
    rows = [row for row in rows_of(day, unit) if row.key in by_key]
    shown = {row.key for row in rows}
    return Form(
        identity=form.returned.identity,
        plan=plan.title,
        due=asked.due,
        rows=rows,
        filled={str(key): dict(_filled(by_key[key])) for key in shown},
        remarks={str(key): "\n".join(reasons(by_key[key], words)) for key in shown},
        reported=form.returned.reported,
        notes=[text for row in bad if row.returned.key not in shown for text in reasons(row, words)],
    )


def _filled(row: CollectedRow) -> Iterator[tuple[str, Filled]]:
    """What the unit had filled in, as it was."""
    for key, placed in row.returned.cells.items():
        value = _value(placed.cell)
        if value is not None:
            yield key, value


def _value(cell: SheetCell) -> Filled | None:
    if cell.kind is CellKind.DAY and not cell.formula:
        try:
            return date.fromisoformat(cell.text)
        except ValueError:
            return cell.text
    if cell.kind is CellKind.NUMBER and not cell.formula:
        try:
            number = float(cell.text)
        except ValueError:
            return cell.text
        return number if abs(number) < _WHOLE_MOST else cell.text
    return cell.text or None
