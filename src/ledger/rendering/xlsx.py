"""Reports → Excel workbook: dates are dates, numbers are numbers, all else is text and is never run."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.rendering.cells import cell, field, table_lines, titles
from ledger.rendering.extras import needing
from ledger.rendering.outline import UNDATED, midnight, spoken
from ledger.rendering.text import printable, width, wrap
from ledger.reports.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.locale import Words
    from ledger.reports.report import Column, Document, Value

_MOST = 32_767  # characters of a cell, as UTF-16 counts them
_MOST_NAME = 31
_MOST_HEADER = 200
_EXACT = 10**15  # beyond it a number of a spreadsheet loses digits
_FIRST_YEAR = 1900
_WIDEST = 42
_NARROWEST = 6
_A4 = 9
_LINE = 15  # points
_TALLEST = 400
_FULLER = 1.08  # a Chinese character is a little wider than two digits
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\\n", " "))


def render_document_xlsx(document: Document, words: Words) -> bytes:
    """The tables of the document, one sheet each; without tables a sheet that says so."""
    sheets = [*(block for block in document.blocks if isinstance(block, Report)), *document.sheets]
    nothing = Report(document.kind, (), (), title=document.title)
    return render_workbook(sheets or [nothing], words, document.as_of, spoken(document.title, words))


def render_workbook(sheets: Sequence[Report], words: Words, as_of: date | None, title: str = "") -> bytes:
    """The reports as sheets of a workbook that is dated ``as_of``."""
    with needing("office"):
        from xlsxwriter import Workbook

    out = io.BytesIO()
    book: Any = Workbook(
        out,
        {
            "in_memory": True,
            "constant_memory": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    created = midnight(as_of or UNDATED)
    book.set_properties({"title": printable(title), "created": created})
    styles = _styles(book)
    names: list[str] = []
    for report in sheets:
        names.append(_name(report, words, names))
        _sheet(book.add_worksheet(names[-1]), report, words, styles)
    book.close()
    return out.getvalue()


class _Styles(NamedTuple):
    head: Any
    text: Any
    number: Any
    right: Any
    date: Any
    foot: Any
    foot_number: Any
    note: Any


def _styles(book: Any) -> _Styles:
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
    box = base | {"border": 1, "border_color": "#999999"}
    head = box | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"}
    foot = box | {"bold": True, "top": 2}
    return _Styles(
        head=book.add_format(head),
        text=book.add_format(box | {"num_format": "@"}),
        number=book.add_format(box | {"align": "right"}),
        right=book.add_format(box | {"num_format": "@", "align": "right"}),
        date=book.add_format(box | {"num_format": "yyyy-mm-dd", "align": "left"}),
        foot=book.add_format(foot | {"num_format": "@"}),
        foot_number=book.add_format(foot | {"align": "right"}),
        note=book.add_format(base | {"text_wrap": False, "num_format": "@"}),
    )


def _cut(text: str, most: int) -> str:
    """The text cut to what fits, as UTF-16 counts it, with an ellipsis where it was longer."""
    coded = text.encode("utf-16-le")
    if len(coded) <= most * 2:
        return text
    return coded[: (most - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _name(report: Report, words: Words, taken: Sequence[str]) -> str:
    """A name that a sheet can have and no other sheet has."""
    said = spoken(report.title, words) if report.title else report.kind
    whole = " ".join(said.translate(_NOT_IN_NAMES).split()).strip("' ") or report.kind
    used = {name.casefold() for name in taken} | {"history"}  # a name that Excel keeps for itself
    name, number = _cut(whole, _MOST_NAME).strip("'"), 1
    while name.casefold() in used:
        number += 1
        end = f" ({number})"
        name = _cut(whole, _MOST_NAME - len(end)).strip("'") + end
    return name


def _sheet(sheet: Any, report: Report, words: Words, styles: _Styles) -> None:
    lines = table_lines(report)
    heads = [_cut(printable(head), _MOST) for head in titles(report, words)]
    for n, head in enumerate(heads):
        sheet.write_string(0, n, head, styles.head)
    below = [*lines, *([report.foot] if report.foot is not None and lines else [])]
    shown = [
        [
            _write(sheet, row, n, field(line, column.key), column, words, styles, foot=line is report.foot)
            for n, column in enumerate(report.columns)
        ]
        for row, line in enumerate(below, 1)
    ]
    widths = [width(head) + 4 for head in heads]  # the arrow of the filter takes room
    for n, most in enumerate(widths):
        broadest = max((width(part) for row in shown for part in row[n].split("\n")), default=0)
        widths[n] = min(max(most, broadest, _NARROWEST), _WIDEST)
        sheet.set_column(n, n, widths[n] * _FULLER + 1)
    for row, texts in enumerate(shown, 1):
        high = max(len(wrap(text, room)) for text, room in zip(texts, widths, strict=True)) if texts else 1
        if high > 1:
            sheet.set_row(row, min(high * _LINE, _TALLEST))
    notes = ([] if lines else [report.empty]) + list(report.notes)
    for n, note in enumerate(notes, len(below) + 2):
        sheet.write_string(n, 0, _cut(spoken(note, words), _MOST), styles.note)
    if heads:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
        sheet.repeat_rows(0)
    _print_setup(sheet, spoken(report.title, words) if report.title else "")


def _print_setup(sheet: Any, title: str) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    heading = " ".join(_cut(title, _MOST_HEADER // 2).split()).replace("&", "&&")
    if heading:
        sheet.set_header(f"&C{heading}")
    sheet.set_footer("&C&P / &N")


def _write(
    sheet: Any, row: int, n: int, value: Value, column: Column, words: Words, styles: _Styles, *, foot: bool
) -> str:
    """Write one cell as what it is; tells what it shows."""
    number = None if column.words else _number(value)
    if number is not None:
        sheet.write_number(row, n, number, styles.foot_number if foot else styles.number)
        return str(number)
    if isinstance(value, date) and value.year >= _FIRST_YEAR and not foot:
        sheet.write_datetime(row, n, midnight(value), styles.date)
        return value.isoformat()
    text = _cut(printable(cell(value, column, words, "")), _MOST)
    plain, right = (styles.foot, styles.foot_number) if foot else (styles.text, styles.right)
    style = right if column.right else plain
    if not text:
        sheet.write_blank(row, n, None, style)
        return ""
    sheet.write_string(row, n, text, style)
    return text


def _number(value: Value | Decimal) -> int | float | None:
    """The value as a number that a spreadsheet holds without loss, or nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        value = int(value) if value == value.to_integral_value() else float(value)
    return value if -_EXACT < value < _EXACT else None  # what is no number is not between them
