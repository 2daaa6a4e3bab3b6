"""Damaged forms by the hundred: kinds of damage × columns × rows × forms, each with what must be said of it.

What must be said is stated here by kind and column, not asked of the program: the cell, and the sort of
reason.  Beside the damaged row another is filled in soundly, which has to be taken.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest

from ledger.forms.columns import COLUMNS
from ledger.forms.workbook import FIRST_ROW
from profiles import large_but
from test_forms import Worksheet, column, filled, lines, on_day, opened, reasons, row_of, sent, states, taken

TEXTS = ("progress", "trouble", "next")
DAYS = ("done", "promise")
CHOICES = ("pace", "result")
ROWS = {
    "东河区": ("01/1.1", "02/1", "02/2"),
    "九原区": ("01/2", "02/1", "02/2"),
    "市水务局": ("01", "02", "02/1", "02/2"),
}
"""The rows of each form that are no figures."""
FIGURES = {"东河区": "01/t1.1", "九原区": "01/t1.2"}
LETTERS = {one.key: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n] for n, one in enumerate(COLUMNS)}


class Damage(NamedTuple):
    """A damaged cell of a row, what else is filled in there, and what must be said: of which column and why."""

    name: str
    unit: str
    row: str
    cells: dict[str, Any]
    at: str
    why: str


WRONG: dict[str, tuple[tuple[str, ...], Any, str]] = {
    # what is put in, into which columns, and what must be said
    "formula": ((*TEXTS, *CHOICES, *DAYS, "reading", "proof"), "=1+1", "bad.formula"),
    "formula of text": ((*TEXTS, "proof"), '="进"&"场"', "bad.formula"),
    "formula to another file": ((*TEXTS, "reading", "promise"), "='[别的.xlsx]调度表'!O7", "bad.formula"),
    "error": ((*TEXTS, *DAYS, *CHOICES, "proof", "reading"), "#REF!", "bad.error"),
    "no value": ((*TEXTS, "promise", "reading"), "#N/A", "bad.error"),
    "a day for a text": ((*TEXTS, "proof"), date(2025, 7, 1), "bad.day_for_text"),
    "a day for a figure": (("reading",), date(2025, 7, 1), "bad.day_for_number"),
    "a day for a choice": (CHOICES, date(2025, 7, 1), "bad.choice"),
    "true for a text": ((*TEXTS, "proof"), True, "bad.flag"),
    "true for a choice": (CHOICES, True, "bad.choice"),
    "true for a figure": (("reading",), False, "bad.number"),
    "much text": ((*TEXTS, "proof"), "长" * 4001, "bad.long"),
    "a character nobody sees": ((*TEXTS, "proof"), "进\u2028场", "bad.control"),
    "no choice": (CHOICES, "差不多", "bad.choice"),
    "a number for a choice": (CHOICES, 3, "bad.choice"),
    "day in words": (DAYS, "月底前后", "bad.day"),
    "day without a year": (DAYS, "7月1日", "bad.day"),
    "day that is none": (DAYS, "2025-02-30", "bad.no_such_day"),
    "month that is none": (DAYS, "2025年13月1日", "bad.no_such_day"),
    "day of another century": (DAYS, "1925-02-18", "bad.day_far"),
    "small number for a day": (DAYS, 218, "bad.day_far"),
    "telephone for a day": (DAYS, 13800138000, "bad.day"),
    "two days": (DAYS, "2025-02-01至2025-02-10", "bad.day"),
    "figure in words": (("reading",), "约三公里", "bad.number"),
    "figure below zero": (("reading",), -2.5, "bad.negative"),
    "figure of another unit": (("reading",), "3平方米", "bad.number"),
    "two figures": (("reading",), "2.1、3.2", "bad.number"),
    "a file for evidence": (("proof",), "现场照片.jpg", "bad.proof"),
    "a share for evidence": (("proof",), r"\\server\share\a.pdf", "bad.proof"),
    "mail for evidence": (("proof",), "mailto:a@example.org", "bad.proof"),
}
BESIDE: dict[str, dict[str, Any]] = {
    "done": {"result": "已完成"},
    "proof": {"progress": "进场"},
}
"""What has to stand beside a column for its damage to be the only thing wrong."""

KEYS: dict[str, tuple[Any, str]] = {
    "telephone": ("13800138000", "bad.key"),
    "telephone as a number": (13800138000, "bad.key"),
    "a day": (date(2025, 7, 1), "bad.day_for_key"),
    "typed anew": ("7-1", "bad.key"),
    "formula": ("=A7", "bad.formula"),
    "nothing": (None, "bad.no_key"),
    "true": (True, "bad.key"),
    "without its state": ("02/1", "bad.key"),
    "of no task": ("88/1#0a1b2c", "bad.no_task"),
    "of no measure": ("02/9#0a1b2c", "bad.not_owed"),
    "of no figure": ("02/t3#0a1b2c", "bad.not_owed"),
}


def damages() -> Iterator[Damage]:
    """Every kind of damage in every column that it is damage in, over the rows and forms in turn."""
    for name, (columns, value, why) in WRONG.items():
        for at in columns:
            for unit, rows in ROWS.items():
                if at == "reading":
                    if unit in FIGURES:
                        yield Damage(name, unit, FIGURES[unit], {at: value}, at, why)
                    continue
                row = rows[sum(map(ord, name + at + unit)) % len(rows)]
                yield Damage(name, unit, row, BESIDE.get(at, {}) | {at: value}, at, why)
    for name, (key, why) in KEYS.items():
        for unit, rows in ROWS.items():
            for row in rows[-2:]:
                yield Damage(f"key: {name}", unit, row, {"progress": "进场", "key": key}, "key", why)
    for unit, rows in ROWS.items():
        for row in rows:
            yield Damage(
                "a reading where no figure is", unit, row, {"reading": 3}, "reading", "bad.no_reading"
            )
            yield Damage("a day without done", unit, row, {"done": date(2025, 2, 1)}, "done", "bad.done_what")
            yield Damage("done without a day", unit, row, {"result": "已完成"}, "result", "bad.done_when")
            yield Damage(
                "not done on a day",
                unit,
                row,
                {"result": "未完成", "done": date(2025, 2, 1)},
                "done",
                "bad.done_what",
            )
            late = {"progress": "已办", "result": "已完成", "done": date(2025, 2, 21)}
            yield Damage("done after the report", unit, row, late, "done", "bad.done_later")
            yield Damage(
                "promised for the past",
                unit,
                row,
                {"promise": date(2025, 2, 19)},
                "promise",
                "bad.promise_past",
            )
            yield Damage("a dash alone", unit, row, {"progress": "—"}, "progress", "bad.no_progress")


ALL = tuple(damages())
SOME = random.Random(13).sample(ALL, 60)
"""Those of `make test`."""


@cache
def form(unit: str) -> bytes:
    """The form of a unit as it was sent out."""
    return sent(unit)


def sound_row(one: Damage) -> str:
    """A row of the same form that the damage does not touch."""
    return next(row for row in ROWS[one.unit] if row != one.row)


def spoilt(one: Damage, *more: Callable[[Worksheet], None]) -> tuple[bytes, str]:
    """The form with the damage and a sound row, and the cell that must be named."""
    place = ""

    def change(sheet: Worksheet) -> None:
        nonlocal place
        row = row_of(sheet, one.row)
        sheet.cell(row_of(sheet, sound_row(one)), column("progress")).value = "已开工两处"
        for name, value in one.cells.items():
            sheet.cell(row, column(name)).value = value
        place = f"{LETTERS[one.at]}{row}"

    return filled(form(one.unit), on_day(), change, *more), place


@pytest.mark.parametrize(
    "one", large_but(SOME, ALL), ids=lambda one: f"{one.name}-{one.at}-{one.unit}-{one.row}"
)
def test_damage_is_named_by_its_cell(one: Damage) -> None:
    """The first that is said is the cell and why; nothing of the row is recorded, and the other row is."""
    data, place = spoilt(one)
    batch = taken(data)
    found = reasons(batch)
    assert (found[0][0].partition("!")[2], found[0][1]) == (place, one.why), found
    assert all(at.partition("!")[2][1:] == place[1:] for at, _ in found)
    assert [state for _, state in states(batch) if state != "good"] == ["refused"]
    assert [str(row.returned.key) for row in batch.rows if row.lines] == [sound_row(one)]
    issue = sound_row(one).partition("/")[0]
    held = {path: new for path, (_, new) in batch.changes.items()}
    assert list(held) == [f"data/issues/{issue}.yaml"]
    (line,) = lines(held, issue)
    assert "已开工两处" in line


def test_there_are_three_hundred() -> None:
    """By hand: enough of them, no two the same, in every form and every column that is filled in."""
    assert len(ALL) >= 300
    assert len({(one.name, one.unit, one.row, one.at) for one in ALL}) == len(ALL)
    assert {one.unit for one in ALL} == set(ROWS)
    assert {one.at for one in ALL} == {*TEXTS, *CHOICES, *DAYS, "reading", "proof", "key"}
    assert len({one.why for one in ALL}) >= 20


def by_order(data: bytes, unit: str) -> dict[str, Any]:
    """A collector that trusts the order in which rows were sent: what not to do."""
    was, now = opened(form(unit)), opened(data)
    keys = [str(was.cell(n, 1).value).partition("#")[0] for n in range(FIRST_ROW + 1, was.max_row + 1)]
    return {key: now.cell(FIRST_ROW + 1 + n, column("progress")).value for n, key in enumerate(keys)}


def turned(sheet: Worksheet) -> None:
    """The rows in the reverse order."""
    numbers = [n for n in range(FIRST_ROW + 1, sheet.max_row + 1) if sheet.cell(n, 1).value]
    rows = [[sheet.cell(n, c).value for c in range(1, len(COLUMNS) + 1)] for n in numbers]
    for n, values in zip(numbers, reversed(rows), strict=True):
        for c, value in enumerate(values, 1):
            sheet.cell(n, c).value = value


def test_a_collector_that_trusts_the_order_of_rows_would_be_caught() -> None:
    """With the rows turned round the damage is still that of its row; the canary takes it for another's."""
    caught = 0
    for one in random.Random(7).sample([d for d in ALL if d.at == "trouble" and d.why == "bad.formula"], 3):
        data, _ = spoilt(one, turned)
        batch = taken(data)
        assert [str(row.returned.key) for row in batch.rows if row.state == "refused"] == [one.row]
        assert [str(row.returned.key) for row in batch.rows if row.lines] == [sound_row(one)]
        said = by_order(data, one.unit)
        caught += said.get(sound_row(one)) != "已开工两处"
    assert caught == 3
