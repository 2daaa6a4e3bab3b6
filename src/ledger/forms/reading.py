"""A workbook that came back → which form it is, and its rows by their keys, wherever these now stand.

Rows are known by the key in them and columns by the number above them; no order is relied on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.documents.archive import Archive
from ledger.documents.blocks import UnreadableError
from ledger.documents.xlsx import BOOK, CellKind, column_letters, read_sheets
from ledger.forms.columns import BY_KEY, BY_MARK, COLUMNS, FILLED, titles
from ledger.forms.identity import looks_like_identity, read_identity
from ledger.forms.rows import read_key
from ledger.forms.values import read_day
from ledger.locale import LANGUAGES, Words
from ledger.locale.refusal import Refusal
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.documents.xlsx import Sheet, SheetCell
    from ledger.forms.identity import Identity
    from ledger.model.rowkey import Key

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OLD = b"\xd0\xcf\x11\xe0"
_ROWS_MOST, _COLUMNS_MOST = 1_048_576, 16_384
_FORM_ROWS_MOST = 2000
_MACROS = ("vbaProject.bin", "macrosheets/")
_TITLES_LEAST = 4
TELLING = ("number", "problem", "item")
"""The columns by which a row is known to people, where its key was overwritten."""
_UNREADABLE = {"hostile": "form.file.hostile", "password": "form.file.password"}


class FormError(Refusal):
    """A file, or a form in it, that is not taken at all; ``why`` says it, with the cell where it is one."""

    def __init__(self, key: str, /, cell: str = "", **args: object) -> None:
        super().__init__(key, **args, **({"cell": cell} if cell else {}))
        self.why = Message(key, self.gaps)
        self.cell = cell


class Placed(NamedTuple):
    """A cell that was filled in, and its name (``调度表!D7``)."""

    place: str
    cell: SheetCell


class Trouble(NamedTuple):
    """What is wrong with a cell, or asked about it."""

    place: str
    why: Message


class ReturnedRow(NamedTuple):
    """A row: where it stands, its key and state, the cells that are filled in by their columns' keys.

    ``due`` is the day that the form shows, ``shown`` what it tells the row by (:data:`TELLING`), ``mark``
    what was asked about when it went back (:mod:`ledger.forms.again`).  Without a key ``troubles`` say why.
    """

    number: int
    place: str
    key: Key | None
    state: str
    cells: Mapping[str, Placed]
    due: date | None
    troubles: tuple[Trouble, ...] = ()
    questions: tuple[Trouble, ...] = ()
    shown: tuple[str, ...] = ()
    mark: str = ""


class Returned(NamedTuple):
    """A form that came back; ``reported`` is the day that the unit gave, ``day_at`` the cell that it is in.

    Without a day ``troubles`` say why.
    """

    identity: Identity
    sheet: str
    reported: date | None
    day_at: str
    rows: tuple[ReturnedRow, ...]
    notes: tuple[Message, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def read_forms(data: bytes) -> list[Returned]:
    """The forms in a workbook, one a sheet.  Raises :class:`FormError` where there is none to be taken."""
    sheets = _sheets(data)
    found = [(sheet, at) for sheet in sheets if (at := _identity_cell(sheet)) is not None]
    if not found:
        raise FormError("form.file.no_form")
    hidden = next((sheet.name for sheet, _ in found if sheet.hidden), None)
    if hidden is not None:  # what nobody saw is not what was reported; beside another it may be an old one
        alone = all(sheet.hidden for sheet, _ in found)
        raise FormError("form.file.hidden_sheet" if alone else "form.file.hidden_too", sheet=hidden)
    notes = tuple(
        Message("form.note.other_sheet", {"sheet": sheet.name})
        for sheet in sheets
        if sheet.cells and _identity_cell(sheet) is None
    )
    first, *others = (_read(sheet, at) for sheet, at in found)
    return [first._replace(notes=(*first.notes, *notes)), *others]


def _sheets(data: bytes) -> list[Sheet]:
    if data.startswith(_OLD):
        raise FormError("form.file.old")
    try:
        archive = Archive(data)
        if any(mark in name for name in archive.names for mark in _MACROS):
            raise FormError("form.file.macros")
        if BOOK not in archive.names:
            ods = "mimetype" in archive.names and archive.read("mimetype").startswith(_OPEN_DOCUMENT)
            raise FormError("form.file.ods" if ods else "form.file.no_workbook")
        return list(read_sheets(archive))
    except UnreadableError as error:
        raise FormError(_UNREADABLE.get(error.reason, "form.file.damaged"), detail=error.detail) from None


def _identity_cell(sheet: Sheet) -> tuple[int, int] | None:
    return next((at for at, cell in sheet.cells.items() if looks_like_identity(cell.text)), None)


def _read(sheet: Sheet, at: tuple[int, int]) -> Returned:
    identity = read_identity(sheet.cells[at].text)
    if identity is None:
        raise FormError("form.file.identity_changed", _name(sheet, *at))
    if any(row > _ROWS_MOST or column > _COLUMNS_MOST for row, column in sheet.cells):
        raise FormError("form.file.out_of_bounds")
    head, columns, notes = _columns(sheet)
    reported, day_at, wrong = _reported(sheet, head)
    rows = list(_rows(sheet, head, columns))
    if len(rows) > _FORM_ROWS_MOST:
        raise FormError("form.file.too_many_rows", count=len(rows), most=_FORM_ROWS_MOST)
    notes += _added(sheet, head, columns)
    return Returned(identity, sheet.name, reported, day_at, tuple(_once(rows)), tuple(notes), wrong)


def _name(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name}!{column_letters(column)}{row}"


# -- columns -------------------------------------------------------------------------------------------------


def _columns(sheet: Sheet) -> tuple[int, dict[str, int], list[Message]]:
    """The row below which the rows stand, the columns by their keys, and what is told of them."""
    marks: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.text.strip() in BY_MARK and not cell.formula:
            marks.setdefault(row, {})[column] = cell.text.strip()
    at = max(marks, key=lambda row: len(marks[row]), default=0)
    if len(marks.get(at, ())) >= _TITLES_LEAST:
        found: dict[str, int] = {}
        for column, mark in marks[at].items():
            key = BY_MARK[mark].key
            if key in found:
                raise FormError("form.file.column_twice", _name(sheet, at, column), mark=mark)
            found[key] = column
        _agree(sheet, at, found)
        notes: list[Message] = []
    else:
        at, found = _by_titles(sheet)
        notes = [Message("form.note.by_titles")]
    if "key" not in found:
        raise FormError("form.file.no_key_column", mark=BY_KEY["key"].mark)
    missing = [Message(f"form_column.{key}") for key in FILLED if key not in found]
    if missing:
        notes.append(Message("form.note.columns_gone", {"columns": missing}))
    return at, found, notes


def _agree(sheet: Sheet, at: int, found: Mapping[str, int]) -> None:
    """A number under the title of another column may have been moved by itself: nothing is read."""
    by_title = {title: column.key for column in COLUMNS for title in titles(column.key)}
    for key, column in found.items():
        cell = sheet.cells.get((at - 1, column))
        meant = by_title.get(cell.text.strip()) if cell is not None else None
        if meant is not None and meant != key:
            raise FormError("form.file.column_mixed", _name(sheet, at, column), mark=BY_KEY[key].mark)


def _by_titles(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The columns by their titles, where the row of numbers is gone."""
    by_title = {title: column.key for column in COLUMNS for title in titles(column.key)}
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        key = by_title.get(cell.text.strip())
        if key is not None:
            if key in rows.setdefault(row, {}):
                raise FormError("form.file.column_twice", _name(sheet, row, column), mark=cell.text.strip())
            rows[row][key] = column
    at = max(rows, key=lambda row: len(rows[row]), default=0)
    if len(rows.get(at, ())) < _TITLES_LEAST:
        raise FormError("form.file.no_columns")
    return at, rows[at]


def _added(sheet: Sheet, head: int, columns: Mapping[str, int]) -> list[Message]:
    """The columns that hold something and are none of the form's."""
    known = set(columns.values())
    more = sorted({column for row, column in sheet.cells if row > head and column not in known})
    named = [column_letters(column) for column in more]
    return [Message("form.note.columns_added", {"columns": named})] if named else []


# -- head ----------------------------------------------------------------------------------------------------


def _reported(sheet: Sheet, head: int) -> tuple[date | None, str, tuple[Trouble, ...]]:
    """The day of the report: the one day in the row that asks for it, wherever its cell was moved."""
    labels, beside = (
        {Words(language)(key) for language in LANGUAGES} for key in ("form.reported", "form.reporter")
    )
    for (row, column), cell in sheet.cells.items():
        if row >= head or cell.text.strip() not in labels:
            continue
        others = [
            (c, one)
            for (r, c), one in sheet.cells.items()
            if r == row and c != column and one.text.strip() not in beside
        ]
        days = [(c, one) for c, one in others if one.kind is CellKind.DAY or read_day(one).value is not None]
        at = _name(
            sheet, row, days[-1][0] if days else min((c for c, _ in others if c > column), default=column)
        )
        if any(one.formula for _, one in days):
            return None, at, (Trouble(at, Message("form.bad.formula")),)
        if not days:
            return None, *_no_day(
                sheet, row, others, at, [c for c in _beside(sheet, row, beside) if c > column]
            )
        if len(days) > 1:
            return None, at, (Trouble(at, Message("form.bad.two_days")),)
        read = read_day(days[0][1])
        return read.value, at, () if read.bad is None else (Trouble(at, read.bad),)
    return None, sheet.name, (Trouble(sheet.name, Message("form.bad.no_report_day")),)


def _beside(sheet: Sheet, row: int, labels: set[str]) -> list[int]:
    """The columns of a row that hold one of the labels."""
    return [c for (r, c), one in sheet.cells.items() if r == row and one.text.strip() in labels]


def _no_day(
    sheet: Sheet, row: int, others: Sequence[tuple[int, SheetCell]], at: str, ends: Sequence[int]
) -> tuple[str, tuple[Trouble, ...]]:
    """Why there is no day: nothing was filled in before the next question, or what cannot be read as one."""
    end = min(ends, default=_COLUMNS_MOST)
    for column, cell in sorted(others, key=lambda one: one[0]):
        if column < end and (cell.text.strip() or cell.formula):
            place = _name(sheet, row, column)
            bad = read_day(cell).bad
            return place, (Trouble(place, bad if bad is not None else Message("form.bad.no_report_day")),)
    return at, (Trouble(at, Message("form.bad.no_report_day")),)


# -- rows ----------------------------------------------------------------------------------------------------


def _rows(sheet: Sheet, head: int, columns: Mapping[str, int]) -> Iterator[ReturnedRow]:
    by_row: dict[int, dict[int, SheetCell]] = {}
    for (row, column), cell in sheet.cells.items():
        if row > head:
            by_row.setdefault(row, {})[column] = cell
    merged = _merged(sheet, head)
    filled = {columns[key]: key for key in FILLED if key in columns}
    for row, cells in sorted(by_row.items()):
        found: dict[str, Placed] = {}
        questions: list[Trouble] = []
        for column, key in filled.items():
            place = _name(sheet, row, column)
            above = merged.get((row, column))
            if above is not None and above != (row, column) and above in sheet.cells:
                found[key] = Placed(place, sheet.cells[above])
                questions.append(Trouble(place, Message("form.ask.merged", {"cell": _name(sheet, *above)})))
            elif column in cells and (cells[column].text.strip() or cells[column].formula):
                found[key] = Placed(place, cells[column])
        if any(cells[column].hidden for column in filled if column in cells and filled[column] in found):
            questions.append(Trouble(_name(sheet, row, columns["key"]), Message("form.ask.hidden")))
        made = _row(sheet, row, cells, columns, found)
        if made is not None:
            shown = tuple(
                cells[columns[key]].text.strip() if columns.get(key) in cells else "" for key in TELLING
            )
            yield made._replace(questions=tuple(questions), shown=shown)


def _row(
    sheet: Sheet,
    row: int,
    cells: Mapping[int, SheetCell],
    columns: Mapping[str, int],
    found: Mapping[str, Placed],
) -> ReturnedRow | None:
    """The row by its key; nothing for one that is no row of a form and in which nothing is filled in."""
    place = _name(sheet, row, columns["key"])
    cell = cells.get(columns["key"])
    read = read_key(cell.text) if cell is not None and not cell.formula else None
    if read is not None and cell is not None and cell.kind is CellKind.TEXT:
        key, state, mark = read
        return ReturnedRow(row, place, key, state, found, _due(cells, columns), mark=mark)
    if not found:
        return None
    if cell is None or (not cell.text.strip() and not cell.formula):
        why = Message("form.bad.no_key")
    elif cell.formula:
        why = Message("form.bad.formula")
    elif cell.kind is CellKind.DAY:
        why = Message("form.bad.day_for_key", {"value": cell.text})
    else:
        why = Message("form.bad.key", {"value": cell.text[:40]})
    return ReturnedRow(row, place, None, "", found, None, (Trouble(place, why),))


def _due(cells: Mapping[int, SheetCell], columns: Mapping[str, int]) -> date | None:
    cell = cells.get(columns["due"]) if "due" in columns else None
    value: date | None = read_day(cell).value if cell is not None else None
    return value


def _merged(sheet: Sheet, head: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell that is merged into another in the same column: the one that holds the value."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (rows, _) in sheet.spans.items():
        last = min(top + rows, top + _FORM_ROWS_MOST)
        if top > head and len(found) < _FORM_ROWS_MOST * len(COLUMNS):
            found |= dict.fromkeys(((row, left) for row in range(top + 1, last)), (top, left))
    return found


def _once(rows: list[ReturnedRow]) -> Iterator[ReturnedRow]:
    """A key that stands in two rows in which something is filled in: neither is taken."""
    places: dict[Key, list[str]] = {}
    for row in rows:
        if row.key is not None and row.cells:
            places.setdefault(row.key, []).append(row.place)
    for row in rows:
        others = [place for place in places.get(row.key, ()) if place != row.place] if row.key else []
        if others and row.cells:
            why = Message("form.bad.key_twice", {"other": others[0]})
            yield row._replace(troubles=(*row.troubles, Trouble(row.place, why)))
        else:
            yield row
