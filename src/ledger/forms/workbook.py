"""A form as an Excel workbook: what is known is locked, what is to be filled in is yellow."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.archive import needing
from ledger.forms.columns import COLUMNS, PACES, RESULTS, FormColumn, Sort
from ledger.locale import LANGUAGES, Words
from ledger.rendering.outline import midnight, spoken
from ledger.rendering.text import printable, width, wrap
from ledger.reports.rounds import round_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.forms.identity import Identity
    from ledger.forms.rows import Row

_A3 = 8
_LINE = 14  # points
_TALLEST = 400
_MOST = 32_000  # characters of a cell
_FIRST_YEAR = 1900
TITLE_ROW, NOTE_ROW, HEAD_ROW, IDENTITY_ROW, TITLES_ROW, NUMBERS_ROW, FIRST_ROW = range(7)
"""The rows of the sheet, from 0."""
DAY_COLUMN = 2
"""The column of the day of the report, from 0."""

Filled = str | date | float | int
"""What is in a cell that was filled in."""


class Form(NamedTuple):
    """A form to be written: its round and rows, what the unit had filled in, and what is said of it.

    ``filled``, ``remarks`` and ``marks`` (of what was asked about) are by the key of the row; ``notes`` are
    lines below the rows.  ``overdue`` says that the last day for it was over when it was sent back.
    """

    identity: Identity
    plan: str
    due: date
    rows: Sequence[Row]
    filled: Mapping[str, Mapping[str, Filled]] = {}
    remarks: Mapping[str, str] = {}
    marks: Mapping[str, str] = {}
    notes: Sequence[str] = ()
    overdue: bool = False

    @property
    def returned(self) -> bool:
        """Whether it goes back to the unit with remarks."""
        return bool(self.remarks or self.notes)


def render_form(form: Form, words: Words) -> bytes:
    """The workbook; the same form has the same bytes."""
    with needing("office"):
        from xlsxwriter import Workbook

    out = io.BytesIO()
    book: Any = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": _title(form, words), "created": midnight(form.identity.asked)})
    sheet = book.add_worksheet(words("form.sheet"))
    styles = _Styles(book)
    columns = [c for c in COLUMNS if c.key != "remark" or form.returned]
    _head(sheet, form, columns, words, styles)
    for n, row in enumerate(form.rows, FIRST_ROW):
        _row(sheet, n, row, form, columns, words, styles)
    _notes(sheet, form, styles)
    _choices(sheet, form, columns, words)
    _page(sheet, form, columns, words)
    book.close()
    return out.getvalue()


class _Styles:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        box = base | {"border": 1, "border_color": "#999999"}
        known = box | {"bg_color": "#F7F7F7", "num_format": "@"}
        filled = box | {"bg_color": "#FFF6C8", "locked": False}
        self.title = book.add_format(
            base | {"font_size": 16, "bold": True, "text_wrap": False, "center_across": True}
        )
        self.note = book.add_format(base | {"text_wrap": False, "num_format": "@"})
        self.small = book.add_format(
            {"font_name": "宋体", "font_size": 8, "font_color": "#808080", "num_format": "@"}
        )
        self.head = book.add_format(box | {"bold": True, "align": "center", "bg_color": "#E3E3E3"})
        self.mark = book.add_format(
            box | {"font_size": 8, "font_color": "#808080", "align": "center", "num_format": "@"}
        )
        self.known = book.add_format(known)
        self.known_day = book.add_format(known | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.text = book.add_format(filled | {"num_format": "@"})
        self.day = book.add_format(filled | {"num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format(filled | {"align": "right"})
        self.choice = book.add_format(filled | {"align": "center", "num_format": "@"})
        self.remark = book.add_format(box | {"font_color": "#C00000", "num_format": "@"})

    def of(self, sort: Sort) -> Any:
        """The format of a cell to fill in."""
        named = {
            Sort.DAY: self.day,
            Sort.NUMBER: self.number,
            Sort.PACE: self.choice,
            Sort.RESULT: self.choice,
        }
        return named.get(sort, self.text)


def _title(form: Form, words: Words) -> str:
    name = round_name(form.identity.round)
    called = name if isinstance(name, str) else spoken(name, words)
    return printable(words("form.title", round=called, unit=form.identity.unit))


def _head(sheet: Any, form: Form, columns: Sequence[FormColumn], words: Words, styles: _Styles) -> None:
    sheet.write_string(TITLE_ROW, 0, _title(form, words), styles.title)
    for n in range(1, len(columns)):
        sheet.write_blank(TITLE_ROW, n, None, styles.title)
    key = "form.note"
    if form.returned:
        key = "form.returned_late" if form.overdue else "form.returned_note"
    note = words.formal()(key, due=form.due, plan=form.plan)
    sheet.write_string(NOTE_ROW, 0, printable(note), styles.note)
    sheet.write_string(HEAD_ROW, 0, words("form.reported"), styles.note)
    # empty in a form that goes back too: mended on a later day it is a report of that day
    sheet.write_blank(HEAD_ROW, DAY_COLUMN, None, styles.day)
    sheet.write_string(HEAD_ROW, 4, words("form.reporter"), styles.note)
    sheet.write_blank(HEAD_ROW, 6, None, styles.text)
    sheet.write_string(IDENTITY_ROW, 0, form.identity.line, styles.small)
    for n, column in enumerate(columns):
        sheet.write_string(TITLES_ROW, n, words(f"form_column.{column.key}"), styles.head)
        sheet.write_string(NUMBERS_ROW, n, column.mark, styles.mark)
        sheet.set_column(n, n, column.width + 1)


def _row(
    sheet: Any, n: int, row: Row, form: Form, columns: Sequence[FormColumn], words: Words, styles: _Styles
) -> None:
    known = _known(row, form, words)
    filled = form.filled.get(str(row.key), {})
    high = 1
    for k, column in enumerate(columns):
        value: Filled | None = known.get(column.key)
        if column.sort is Sort.KNOWN or not is_asked(column, row):
            shown = styles.remark if column.key == "remark" else styles.known
            value = value if column.sort in {Sort.KNOWN, Sort.FREE} else None
            _write(sheet, n, k, value, shown, styles.known_day)
        else:
            value = filled.get(column.key, value)
            _write(sheet, n, k, value, styles.of(column.sort), styles.day)
        if isinstance(value, str):
            high = max(high, len(wrap(value, column.width)))
    sheet.set_row(n, min(high * _LINE + 4, _TALLEST))


def is_asked(column: FormColumn, row: Row) -> bool:
    """Whether a column is to be filled in for a row: a reading of figures and of what is reached with one,
    what is done and promised of all but figures."""
    if column.sort is Sort.NUMBER:
        return row.is_read
    return not (row.is_figure and column.key in {"result", "done", "promise"})


def shown_as(row: Row) -> set[tuple[str, ...]]:
    """What tells a row to people (number, problem, item), as a form in each language shows it."""
    items = {
        item for one in LANGUAGES for item in (_item(row, Words(one)), row.item or Words(one)("form.whole"))
    }
    return {tuple(printable(text).strip() for text in (row.number, row.title, item)) for item in items}


def _item(row: Row, words: Words) -> str:
    """What is asked for, with the figure that may be read in the row."""
    item = row.item or words("form.whole")
    said = not row.figure or row.figure.rpartition(" ")[2] in item  # the plan has it in the same words
    return item if said else words("form.with_figure", item=item, figure=row.figure)


def _known(row: Row, form: Form, words: Words) -> dict[str, Filled]:
    """What is told of a row, by the keys of columns."""
    join = words("list.join")
    told: dict[str, Filled | None] = {
        "key": f"{row.name}{form.marks.get(str(row.key), '')}",
        "number": row.number,
        "problem": row.title,
        "goal": row.goal,
        "item": _item(row, words),
        "lead": join.join(row.lead),
        "support": join.join(row.support),
        "acceptance": join.join(row.acceptance),
        "persons": row.persons,
        "due": row.due,
        "extended": words("form.extended", day=row.first_due) if row.first_due is not None else "",
        "standing": spoken(row.standing, words),
        "last": spoken(row.last[1], words) if row.last is not None else "",
        "promised": row.promised if isinstance(row.promised, date | None) else spoken(row.promised, words),
        "remark": form.remarks.get(str(row.key), ""),
    }
    return {key: value for key, value in told.items() if value is not None}


def _write(sheet: Any, n: int, k: int, value: Filled | None, style: Any, day_style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(n, k, None, style)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        sheet.write_datetime(n, k, midnight(value), day_style)
    elif isinstance(value, int | float):
        sheet.write_number(n, k, value, style)
    else:
        sheet.write_string(n, k, printable(str(value))[:_MOST], style)


def _notes(sheet: Any, form: Form, styles: _Styles) -> None:
    for n, note in enumerate(form.notes, FIRST_ROW + len(form.rows) + 1):
        sheet.write_string(n, 0, printable(note)[:_MOST], styles.note)


def _choices(sheet: Any, form: Form, columns: Sequence[FormColumn], words: Words) -> None:
    """Drop-downs, and what a day and a figure have to be."""
    if not form.rows:
        return
    last = FIRST_ROW + len(form.rows) - 1
    paces = [words(f"pace.{one}") for one in PACES]
    results = [words(f"form_result.{one}") for one in RESULTS]
    days = {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2000, 1, 1),
        "maximum": date(2099, 12, 31),
        "error_message": words("form.day_wanted"),
    }
    rules: dict[Sort, dict[str, Any]] = {
        Sort.PACE: {"validate": "list", "source": paces, "error_message": words("form.choice_wanted")},
        Sort.RESULT: {"validate": "list", "source": results, "error_message": words("form.choice_wanted")},
        Sort.DAY: days,
        Sort.NUMBER: {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_message": words("form.number_wanted"),
        },
    }
    for k, column in enumerate(columns):
        if column.sort in rules:
            sheet.data_validation(FIRST_ROW, k, last, k, rules[column.sort])
    sheet.data_validation(HEAD_ROW, DAY_COLUMN, HEAD_ROW, DAY_COLUMN, days)


def _page(sheet: Any, form: Form, columns: Sequence[FormColumn], words: Words) -> None:
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "sort": True,
            "autofilter": True,
            "select_locked_cells": True,
        },
    )
    sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(TITLES_ROW, NUMBERS_ROW)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.set_footer("&C&P / &N")
    high = max(len(wrap(words(f"form_column.{c.key}"), c.width)) for c in columns)
    sheet.set_row(TITLES_ROW, high * _LINE + 6)
    sheet.set_row(TITLE_ROW, 28)
    if form.rows:
        sheet.autofilter(NUMBERS_ROW, 0, FIRST_ROW + len(form.rows) - 1, len(columns) - 1)


def file_name(form: Form, words: Words) -> str:
    """The name of the file of a form, fit for any file system."""
    unsafe = {ord(c): "_" for c in '<>:"/\\|?*'}
    stem = f"{form.identity.round}-{form.identity.unit}".translate(unsafe)
    stem = "".join(c if c.isprintable() else "_" for c in stem)
    while width(stem) > 120:  # noqa: PLR2004 - a name of 255 bytes at most
        stem = stem[:-1]
    return f"{stem}{words('form.returned_mark') if form.returned else ''}.xlsx"
