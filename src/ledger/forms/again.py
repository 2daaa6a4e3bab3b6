"""What was asked about and went back: a mark beside the key by which it is known when it comes unchanged.

What was asked may be lost in a form that is written anew (cells merged, rows hidden, an old day), so that the
same answer, sent again, would be taken without anybody having settled it.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.documents.xlsx import CellKind
from ledger.forms.columns import COLUMNS, FILLED
from ledger.forms.reading import Trouble
from ledger.rendering.text import printable
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ledger.documents.xlsx import SheetCell
    from ledger.forms.reading import ReturnedRow
    from ledger.forms.workbook import Filled

_WHOLE_MOST = 10**15
_DIGITS = 6
_NUMBERS = {column.key: column.number for column in COLUMNS}


def mark_of(row: ReturnedRow, troubles: Collection[Trouble]) -> str:
    """The mark of a row of which something was asked: the columns meant, and what stood in them
    (``?15.17:9f8e7d``); without columns it is the whole row.  Empty where nothing was asked."""
    if not troubles:
        return ""
    places = {placed.place: key for key, placed in row.cells.items()}
    keys = {places.get(one.place) for one in troubles}
    columns = sorted(_NUMBERS[key] for key in keys if key is not None) if None not in keys else []
    return f"?{'.'.join(map(str, columns))}:{_digest(row, columns)}"


def unchanged(row: ReturnedRow) -> Iterator[Trouble]:
    """What went back as asked about and stands in the row as it did, a cell each; else the row."""
    columns, colon, digest = row.mark.removeprefix("?").partition(":")
    numbers = [int(one) for one in columns.split(".") if one]
    if not colon or _digest(row, numbers) != digest:
        return
    told = {one.place for one in row.questions}
    places = [row.cells[key].place for key in FILLED if _NUMBERS[key] in numbers and key in row.cells]
    for place in places or [row.place]:
        if place not in told:
            yield Trouble(place, Message("form.ask.unchanged"))


def _digest(row: ReturnedRow, columns: Collection[int]) -> str:
    said = [
        f"{key}={_plain(value_of(placed.cell))}"
        for key, placed in sorted(row.cells.items())
        if not columns or _NUMBERS[key] in columns
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:_DIGITS]


def _plain(value: Filled | None) -> str:
    """A value as no program that saves a workbook changes it."""
    if isinstance(value, int | float):
        return f"{value:.10g}"
    return " ".join(printable(str(value)).split())


def value_of(cell: SheetCell) -> Filled | None:
    """What had been filled in, as it was: a day, a number, a text; ``None`` for nothing."""
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
