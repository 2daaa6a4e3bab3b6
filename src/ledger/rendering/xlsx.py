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
from ledger.rendering.widths import lowest, measured
from ledger.reports.report import Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.locale import Words
    from ledger.reports.report import Column, Document, Record, Value

_MOST = 32_767  # characters of a cell, as UTF-16 counts them
_MOST_NAME = 31
_MOST_HEADER = 200
_EXACT = 10**15  # beyond it a number of a spreadsheet loses digits
_FIRST_YEAR = 1900
_WIDEST = 42
_NARROWEST = 6
_HEAD = 8  # a head of four characters is not broken: it has the arrow of the filter
_A3, _A4 = 8, 9
_A3_ROOM = 176  # cells of a row that an A3 page on its side holds at full size
_PERCENT = "0.0%"
_LATE = {"overdue", "behind", "relapsed"}
_WHO = {"title", "matter"}
_TITLE_HEIGHT, _BELOW_HEIGHT = 36, 20  # points
_LINE = 15  # points
_TALLEST = 400
_FULLER = 1.08  # a Chinese character is a little wider than two digits
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\\n", " "))


def render_document_xlsx(document: Document, words: Words) -> bytes:
    """The sheets of the document, else its tables, those of annexes first; a sheet that says so where there
    are none."""
    annexed = [block for annex in document.annexes for block in annex.blocks]
    tables = [block for block in (*annexed, *document.blocks) if isinstance(block, Report)]
    sheets = list(document.sheets) or tables
    nothing = Report(document.kind, (), (), title=document.title)
    title = spoken(document.title, words.formal())
    source = spoken(document.source, words.formal()) if document.source is not None else ""
    return render_workbook(sheets or [nothing], words, document.as_of, title, source)


def render_workbook(
    sheets: Sequence[Report], words: Words, as_of: date | None, title: str = "", source: str = ""
) -> bytes:
    """The reports as sheets of a workbook that is dated ``as_of``; ``source`` says what the data are."""
    words = words.formal(sent=True)
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
    book.set_properties({"title": printable(title), "created": created, "comments": printable(source)})
    styles = _styles(book)
    names: list[str] = []
    for report in sheets:
        names.append(_name(report, words, names))
        _sheet(book.add_worksheet(names[-1]), report, words, styles)
    book.close()
    return out.getvalue()


class _Styles(NamedTuple):
    title: Any
    below: Any
    head: Any
    text: Any
    number: Any
    right: Any
    date: Any
    foot: Any
    foot_number: Any
    note: Any
    percent: Any
    foot_percent: Any
    late: Any


def _styles(book: Any) -> _Styles:
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
    box = base | {"border": 1, "border_color": "#999999"}
    head = box | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"}
    foot = box | {"bold": True, "top": 2}
    return _Styles(
        title=book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}),
        below=book.add_format({"font_name": "宋体", "font_size": 11, "align": "right", "valign": "vcenter"}),
        head=book.add_format(head),
        text=book.add_format(box | {"num_format": "@"}),
        number=book.add_format(box | {"align": "right"}),
        right=book.add_format(box | {"num_format": "@", "align": "right"}),
        date=book.add_format(box | {"num_format": "yyyy-mm-dd", "align": "left"}),
        foot=book.add_format(foot | {"num_format": "@"}),
        foot_number=book.add_format(foot | {"align": "right"}),
        note=book.add_format(base | {"text_wrap": False, "num_format": "@"}),
        percent=book.add_format(box | {"align": "right", "num_format": _PERCENT}),
        foot_percent=book.add_format(foot | {"align": "right", "num_format": _PERCENT}),
        late=book.add_format(box | {"num_format": "@", "font_color": "#C00000", "bold": True}),
    )


def _cut(text: str, most: int) -> str:
    """The text cut to what fits, as UTF-16 counts it, with an ellipsis where it was longer."""
    coded = text.encode("utf-16-le")
    if len(coded) <= most * 2:
        return text
    return coded[: (most - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _name(report: Report, words: Words, taken: Sequence[str]) -> str:
    """A name that a sheet can have and no other sheet has."""
    named = report.sheet or report.title
    said = spoken(named, words) if named else report.kind
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
    top = _titled(sheet, report, words, styles, len(heads)) if report.sheet is not None else 0
    for n, head in enumerate(heads):
        sheet.write_string(top, n, head, styles.head)
    below = [*lines, *([report.foot] if report.foot is not None and lines else [])]
    shown = [
        [
            _write(sheet, row, n, line, column, words, styles, foot=line is report.foot)
            for n, column in enumerate(report.columns)
        ]
        for row, line in enumerate(below, top + 1)
    ]
    widths = _widths(report, heads, shown)
    for n, size in enumerate(widths):
        sheet.set_column(n, n, size * _FULLER + 1)
    for row, texts in enumerate(shown, top + 1):
        high = max(len(wrap(text, room)) for text, room in zip(texts, widths, strict=True)) if texts else 1
        if high > 1:
            sheet.set_row(row, min((high + 0.5) * _LINE, _TALLEST))
    notes = ([] if lines else [report.empty]) + list(report.notes)
    for n, note in enumerate(notes, top + len(below) + 2):
        sheet.write_string(n, 0, _cut(spoken(note, words), _MOST), styles.note)
    if heads:
        last = top + max(len(lines), 1)
        named = next((n for n, column in enumerate(report.columns[:3], 1) if column.key in _WHO), 0)
        sheet.freeze_panes(top + 1, named if report.sheet is not None else 0)
        sheet.autofilter(top, 0, last, len(heads) - 1)
        sheet.repeat_rows(top)
        sheet.ignore_errors({"number_stored_as_text": _range(top + 1, last + 1, len(heads))})
    _print_setup(sheet, report, words, wide=sum(widths) > _A3_ROOM // 2)


def _range(first: int, last: int, columns: int) -> str:
    """Rows and columns as a formula names them: A2:N24."""
    from xlsxwriter.utility import xl_range

    return str(xl_range(first, 0, last, columns - 1))


def _titled(sheet: Any, report: Report, words: Words, styles: _Styles, columns: int) -> int:
    """Title and day above the table; the row that its head stands in."""
    title = _cut(spoken(report.title or report.sheet or report.empty, words), _MOST)
    day = words("report.as_of", as_of=report.as_of) if report.as_of is not None else ""
    for row, (text, style, high) in enumerate(
        ((title, styles.title, _TITLE_HEIGHT), (day, styles.below, _BELOW_HEIGHT))
    ):
        sheet.set_row(row, high)
        if columns > 1:
            sheet.merge_range(row, 0, row, columns - 1, text, style)
        else:
            sheet.write_string(row, 0, text, style)
    return 2


def _widths(report: Report, heads: list[str], shown: list[list[str]]) -> list[int]:
    """Widths in cells: by content; of a table that is wider than a page as it is lowest on that page."""
    columns = list(zip(*shown, strict=True)) if shown else [()] * len(heads)
    natural = [
        max(width(head) + 4, _NARROWEST, *(width(part) for text in texts for part in text.split("\n")))
        for head, texts in zip(heads, columns, strict=True)  # the arrow of the filter takes room
    ]
    capped = [min(size, _WIDEST) for size in natural]
    if report.sheet is None or sum(capped) <= _A3_ROOM or not shown:
        return capped
    of = measured(report.columns, heads, shown)
    least = [
        max(size, _NARROWEST, min(width(head), _HEAD)) for size, head in zip(of.least, heads, strict=True)
    ]
    return lowest(of._replace(least=least, natural=list(map(max, of.natural, least))), _A3_ROOM)


def _print_setup(sheet: Any, report: Report, words: Words, *, wide: bool) -> None:
    sheet.set_paper(_A3 if wide and report.sheet is not None else _A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    title = spoken(report.title, words) if report.title and report.sheet is None else ""
    heading = " ".join(_cut(title, _MOST_HEADER // 2).split()).replace("&", "&&")
    if heading:
        sheet.set_header(f"&C{heading}")
    sheet.set_footer("&C&P / &N")


def _write(
    sheet: Any, row: int, n: int, line: Record, column: Column, words: Words, styles: _Styles, *, foot: bool
) -> str:
    """Write one cell as what it is; tells what it shows."""
    value = field(line, column.key)
    number = None if column.words else _number(value)
    if number is not None and (column.percent or line.get("percent") is True):
        sheet.write_number(row, n, number / 100, styles.foot_percent if foot else styles.percent)
        return f"{number}%"
    if number is not None:
        sheet.write_number(row, n, number, styles.foot_number if foot else styles.number)
        return str(number)
    if isinstance(value, date) and value.year >= _FIRST_YEAR and not foot:
        sheet.write_datetime(row, n, midnight(value), styles.date)
        return value.isoformat()
    shown = value.isoformat() if isinstance(value, date) else cell(value, column, words, "")
    text = _cut(printable(shown), _MOST)
    plain, right = (styles.foot, styles.foot_number) if foot else (styles.text, styles.right)
    style = right if column.right else plain
    if column.mark and _is_late(line) and not column.right:
        style = styles.late
    if not text:
        sheet.write_blank(row, n, None, style)
        return ""
    sheet.write_string(row, n, text, style)
    return text


def _is_late(line: Record) -> bool:
    """Whether a row is of a task that is late, as its identifier or its words say."""
    standing: Any = line.get("standing")
    named = standing.key.removeprefix("standing.") if isinstance(standing, Message) else standing
    return named in _LATE


def _number(value: Value | Decimal) -> int | float | None:
    """The value as a number that a spreadsheet holds without loss, or nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        value = int(value) if value == value.to_integral_value() else float(value)
    return value if -_EXACT < value < _EXACT else None  # what is no number is not between them
