"""Rows that were not taken go back to the unit, on a form of their own, with what is wrong beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.documents.xlsx import column_letters
from ledger.forms.again import mark_of, value_of
from ledger.forms.batch import NOT_TAKEN, RowState
from ledger.forms.columns import COLUMNS
from ledger.forms.meant import lost_keys, meant_by
from ledger.forms.rows import rows_of
from ledger.forms.workbook import DAY_COLUMN, FIRST_ROW, HEAD_ROW, Form
from ledger.rendering.cells import say
from ledger.reports.findings import hint, message
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.forms.batch import Batch, CollectedForm, CollectedRow
    from ledger.forms.rows import Row
    from ledger.forms.workbook import Filled
    from ledger.judging.day import Day
    from ledger.locale import Words
    from ledger.model.rowkey import Key
    from ledger.recording.record import Problem

_LETTERS = {one.key: column_letters(at) for at, one in enumerate(COLUMNS, 1)}


def reasons(row: CollectedRow, words: Words) -> list[str]:
    """Why a row was not taken, cell by cell, in the words of a language."""
    told = [words("form.at", cell=one.place, why=say(one.why, words)) for one in row.why]
    told += [words("form.at", cell=row.returned.place, why=problem_words(one, words)) for one in row.problems]
    return list(dict.fromkeys(told))


def _remarks(row: CollectedRow, n: int, now: Mapping[str, str], words: Words) -> list[str]:
    """The same as the unit reads it: by the cells of the form that goes back (``now``, by those of the form
    that came), and without what is for the one who records.  It is row ``n`` there, from 0."""
    day_at = f"{column_letters(DAY_COLUMN + 1)}{HEAD_ROW + 1}"
    first = f"{_LETTERS['key']}{n + 1}"
    told = []
    for one in row.why:
        head = first if one.place == row.returned.place else day_at
        why = say(_readdressed(one.why, now, words), words)
        told.append(words("form.at", cell=now.get(one.place, head), why=why))
    for problem in row.problems:
        found = problem.diagnostic
        why = message(found, words) if found is not None else words(problem.key, **problem.args)
        told.append(words("form.at", cell=first, why=why))
    return list(dict.fromkeys(told))


def _readdressed(why: Message, now: Mapping[str, str], words: Words) -> Message:
    """A reason that names another cell of the form that came: by its place in the form that goes back; a
    cell that does not go back is said to be of the old one."""
    cell = why.args.get("cell")
    if why.key != "form.ask.merged" or cell is None:
        return why
    return Message(why.key, {**why.args, "cell": now.get(cell) or words("form.old_cell", cell=cell)})


def problem_words(problem: Problem, words: Words) -> str:
    """What the rules of recording say, and the way out."""
    if problem.diagnostic is None:
        return words(problem.key, **problem.args)
    found = problem.diagnostic
    return f"{message(found, words)} [{found.code}] {hint(found, words)}"


def returned_forms(batch: Batch, day: Day, words: Words) -> list[Form]:
    """The forms that go back: one for each unit of which a row was refused or is to be asked about.

    None of a file that is named after another unit: nobody knows yet to which of the two it should go.
    """
    return [made for form in batch.forms if (made := _returned(batch, form, day, words)) is not None]


def _returned(batch: Batch, form: CollectedForm, day: Day, words: Words) -> Form | None:
    bad = [row for row in form.rows if row.state in NOT_TAKEN]
    this = next((one for one in day.ledger.rounds if one.id == form.returned.identity.round), None)
    asked = this.of(form.returned.identity.unit) if this is not None else None
    plan = day.ledger.plan
    if not bad or asked is None or plan is None or (form.named is not None and form.is_back):
        return None
    unit = day.ledger.units.on(form.returned.identity.unit, day.as_of)
    owed = rows_of(day, unit, every=True)
    lost = lost_keys(batch, form, unit, rows_of(day, unit))
    placed, beside = _placed(bad, owed, lost)
    shown = [row for row in owed if row.key in placed]
    at = {row.key: n for n, row in enumerate(shown, FIRST_ROW)}
    now = {
        cell.place: f"{_LETTERS[column]}{at[key] + 1}"
        for key, rows in placed.items()
        for row in rows
        for column, cell in row.returned.cells.items()
    }
    remarks = {
        str(key): "\n".join(
            dict.fromkeys(text for row in placed[key] for text in _remarks(row, n, now, words))
            or (words("form.key_gone"),)
        )
        for key, n in at.items()
    }
    return Form(
        identity=form.returned.identity,
        plan=plan.title,
        due=asked.due,
        overdue=(form.returned.reported or day.as_of) > asked.due,
        rows=shown,
        filled={str(key): dict(_filled(rows[0])) for key, rows in placed.items() if rows},
        remarks=remarks,
        marks={str(key): _mark(rows[0]) for key, rows in placed.items() if rows},
        notes=[text for row in beside for text in reasons(row, words)],
    )


def _placed(
    bad: Iterable[CollectedRow], owed: Sequence[Row], lost: set[Key]
) -> tuple[dict[Key, list[CollectedRow]], list[CollectedRow]]:
    """The rows that go back by the key of what each is about, and those that are about nothing the unit owes.

    Where one of these may be about a row whose key is lost, all such rows are there, if without an answer.
    """
    placed: dict[Key, list[CollectedRow]] = {}
    beside: list[CollectedRow] = []
    for row in bad:
        key = meant_by(row, owed, lost)
        if key is None:
            beside.append(row)
        else:
            placed.setdefault(key, []).append(row)
    if beside or any(key in lost for key in placed):
        for key in lost:
            placed.setdefault(key, [])
    return placed, beside


def _mark(row: CollectedRow) -> str:
    """What was asked about, also where something else was refused of the row first."""
    asked = row.why if row.state is RowState.ASK else ()
    return mark_of(row.returned, (*row.returned.questions, *asked))


def _filled(row: CollectedRow) -> Iterator[tuple[str, Filled]]:
    """What the unit had filled in, as it was."""
    for key, placed in row.returned.cells.items():
        value = value_of(placed.cell)
        if value is not None:
            yield key, value
