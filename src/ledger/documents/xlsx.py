"""Workbooks (.xlsx): the cells of the sheets that can be seen, merged ones with their reach."""

from __future__ import annotations

import posixpath
import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.archive import Allowance, Archive, attribute, events, local, release
from ledger.documents.blocks import Block, BlockKind, Cell, Mark, MarkKind, Place, Source, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK = "xl/workbook.xml"
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile("([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
"""The built-in number formats that show a day."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MONTH = 17
"""The built-in number format that shows month and year."""
_PERCENT = frozenset({9, 10})
"""The built-in number formats that show a share of a hundred."""
_FRAMED = re.compile(r'(?:"(?P<before>[^"]*)")?(?:0|General|#)(?:"(?P<after>[^"]*)")?')
"""A number between words of its format: ``0"年底前"``."""
_CELLS_MOST = 400_000


class CellKind(StrEnum):
    """What a cell of a workbook holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    ERROR = "error"


class SheetCell(NamedTuple):
    """A cell that holds something: its text as the workbook shows it, what it is, whether it is worked out.

    ``hidden`` tells that its row or column cannot be seen, ``struck`` that it is struck out, ``uncounted``
    that what is worked out was not stored.  ``shown`` is what its format shows of a day or number where that
    is not ``text``: ``2025年12月``, ``85%``.
    """

    text: str
    kind: CellKind
    formula: bool
    hidden: bool
    struck: bool = False
    uncounted: bool = False
    shown: str = ""


class Sheet(NamedTuple):
    """A sheet: its cells by row and column, from 1, in order; how many rows and columns merged ones reach."""

    name: str
    part: str
    hidden: bool
    cells: dict[tuple[int, int], SheetCell]
    spans: dict[tuple[int, int], tuple[int, int]]


def read_sheets(archive: Archive) -> Iterator[Sheet]:
    """The sheets of a workbook in order; only what is stored is looked at, whatever range a sheet claims."""
    allowance = Allowance()
    shared = _shared(archive)
    styles = _styles(archive)
    sheets, early = _sheets(archive)
    for name, part, hidden in sheets:
        if part not in archive.names:
            raise UnreadableError("damaged", part)
        cells, spans = _cells(archive.read(part), part, (shared, styles, early, allowance))
        yield Sheet(name, part, hidden, cells, spans)


def read_xlsx(archive: Archive) -> Source:
    """The cells of a workbook, sheet by sheet; each sheet is a table.  What is hidden is furniture."""
    blocks: list[Block] = []
    marks: list[Mark] = []
    for n, sheet in enumerate(read_sheets(archive), 1):
        kind = BlockKind.FURNITURE if sheet.hidden else BlockKind.CELL
        if sheet.hidden and sheet.cells:
            first = min(sheet.cells)
            marks.append(Mark("hidden", Place(part=sheet.name, row=first[0], column=first[1]), sheet.name))
        for (r, c), cell in sheet.cells.items():
            if not sheet.hidden:
                place = Place(part=sheet.name, row=r, column=c)
                marks += (Mark(kind, place, f"{column_letters(c)}{r}") for kind in _marks(cell))
            if not cell.text:  # worked out, and not to be seen
                continue
            rows, columns = sheet.spans.get((r, c), (1, 1))
            place = Place(part=sheet.name, row=r, column=c)
            within = None if sheet.hidden else Cell(n, r, c, max(rows, 1), max(columns, 1))
            blocks.append(Block(kind, cell.shown or cell.text, place, cell=within))
        marks += _remarks(archive, sheet)
    return Source("xlsx", tuple(blocks), marks=tuple(marks))


def _marks(cell: SheetCell) -> Iterator[MarkKind]:
    if cell.hidden and cell.text:
        yield "hidden"
    if cell.struck and cell.text:
        yield "struck"
    if cell.uncounted:
        yield "uncounted"


def _remarks(archive: Archive, sheet: Sheet) -> list[Mark]:
    """The comments on cells of a sheet."""
    folder, _, file = sheet.part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    data = archive.read_if(name)
    found: list[Mark] = []
    for _, relation in events(data, name, ("end",)) if data else ():
        target = attribute(relation, "Target")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if not attribute(relation, "Type").endswith("/comments") or part not in archive.names:
            continue
        words: list[str] = []
        for _, element in events(archive.read(part), part, ("end",)):
            if local(element) == "t":
                words.append(element.text or "")
            elif local(element) == "comment":
                said = "".join("".join(words).split())
                named = _REFERENCE.fullmatch(attribute(element, "ref"))
                if named and said:
                    place = Place(part=sheet.name, row=int(named[2]), column=column_number(named[1]))
                    found.append(Mark("remark", place, f"{named[0]} {said}"))
                words = []
    return found


def _sheets(archive: Archive) -> tuple[list[tuple[str, str, bool]], bool]:
    """The sheets in order: name, part and whether it is hidden; and whether days count from 1904."""
    targets: dict[str, str] = {}
    relations = archive.read_if("xl/_rels/workbook.xml.rels")
    for _, element in events(relations, "xl/_rels/workbook.xml.rels", ("end",)) if relations else ():
        if local(element) == "Relationship":
            target = attribute(element, "Target")
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if attribute(element, "Type").endswith("/worksheet"):
                targets[attribute(element, "Id")] = target
    found, early = [], False
    for _, element in events(archive.read(BOOK), BOOK, ("end",)):
        if local(element) == "workbookPr":
            early = attribute(element, "date1904") in {"1", "true"}
        elif local(element) == "sheet":
            key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            if key in targets:
                hidden = attribute(element, "state") in {"hidden", "veryHidden"}
                found.append((attribute(element, "name"), targets[key], hidden))
    return found, early


def _shared(archive: Archive) -> list[tuple[str, bool]]:
    """The texts that cells share, and whether a part of each is struck out."""
    data = archive.read_if("xl/sharedStrings.xml")
    found: list[tuple[str, bool]] = []
    pieces: list[str] = []
    phonetic = 0
    struck = False
    for event, element in events(data, "xl/sharedStrings.xml") if data else ():
        tag = local(element)
        if tag == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "end" and tag == "t" and not phonetic:
            pieces.append(element.text or "")
        elif event == "end" and tag == "strike":
            struck = struck or attribute(element, "val") not in _NO
        elif event == "end" and tag == "si":
            found.append(("".join(pieces), struck))
            pieces, struck = [], False
            release(element)
    return found


class _Format(NamedTuple):
    """How a number is shown: as a day or only the year and month of one, in hundredths, between words."""

    day: bool = False
    month: str = ""
    percent: bool = False
    before: str = ""
    after: str = ""
    struck: bool = False


def _format_of(code: str) -> _Format:
    """The format that a code of a workbook stands for: ``yyyy"年"m"月"``, ``0%``."""
    framed = _FRAMED.fullmatch(code)
    if framed is not None:
        return _Format(before=framed["before"] or "", after=framed["after"] or "")
    bare = _QUOTED.sub("", code).split(";")[0].lower()
    year = "y" in bare
    rough = year and "d" not in bare and "h" not in bare
    month = "" if not rough else "month" if "m" in bare else "year"
    return _Format(year or ("m" in bare and "d" in bare), month, percent="%" in bare)


def _built_in(number: str) -> _Format:
    known = int(number) if number.isdecimal() and len(number) < 4 else 0  # noqa: PLR2004
    return _Format(known in _DATES, "month" if known == _MONTH else "", percent=known in _PERCENT)


def _styles(archive: Archive) -> list[_Format]:
    """For each style of cells how it shows a number."""
    data = archive.read_if("xl/styles.xml")
    formats: dict[str, _Format] = {}
    styles: list[_Format] = []
    fonts: list[bool] = []
    inside = font = False
    for event, element in events(data, "xl/styles.xml") if data else ():
        tag = local(element)
        if tag == "cellXfs":
            inside = event == "start"
        elif tag == "fonts":
            font = event == "start"
        elif tag == "font" and font and event == "start":
            fonts.append(False)
        elif tag == "strike" and font and fonts and event == "end":
            fonts[-1] = attribute(element, "val") not in _NO
        elif event == "end" and tag == "numFmt":
            formats[attribute(element, "numFmtId")] = _format_of(attribute(element, "formatCode"))
        elif event == "end" and tag == "xf" and inside:
            number, named = attribute(element, "numFmtId"), attribute(element, "fontId")
            struck = re.fullmatch("[0-9]{1,5}", named) is not None and True in fonts[int(named) :][:1]
            found = formats[number] if number in formats else _built_in(number)
            styles.append(found._replace(struck=struck))
    return styles


_Shared = tuple[list[tuple[str, bool]], list[_Format], bool, Allowance]


def _cells(
    data: bytes, part: str, known: _Shared
) -> tuple[dict[tuple[int, int], SheetCell], dict[tuple[int, int], tuple[int, int]]]:
    found: dict[tuple[int, int], SheetCell] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    strings, styles, early, allowance = known
    unseen: list[tuple[int, int]] = []
    row = column = 0
    hidden = formula = False
    value, inline = "", False
    for event, element in events(data, part):
        tag = local(element)
        if event == "start":
            if tag == "row":
                number = attribute(element, "r")
                row = int(number) if re.fullmatch("[0-9]{1,7}", number) else row + 1
                column = 0
                hidden = attribute(element, "hidden") in _YES
            elif tag == "c":
                named = _REFERENCE.fullmatch(attribute(element, "r"))
                column = column_number(named[1]) if named else column + 1
                value, inline = "", attribute(element, "t") == "inlineStr"
                formula = False
        elif tag == "v":
            value = element.text or ""
        elif tag == "f":
            formula = True
        elif tag == "c":
            kind, style = attribute(element, "t"), _styled(styles, attribute(element, "s"))
            text, struck = _inline(element) if inline else _text(value, kind, strings, part)
            is_number = kind in {"", "n"} and bool(text)
            seen = ""
            if is_number:
                text, what, seen = _shown(text, style, early=early)
            else:
                what = _KINDS.get(kind, CellKind.TEXT)
            if text.strip() or formula:
                shown = allowance.take(text.replace("\r\n", "\n").strip("\n"))
                unseeable = hidden or any(first <= column <= last for first, last in unseen)
                uncounted = formula and not (value or kind == "str")
                found[row, column] = SheetCell(
                    shown, what, formula, unseeable, style.struck or struck, uncounted, seen
                )
                if len(found) > _CELLS_MOST:
                    raise UnreadableError("hostile", part)
        elif tag == "row":
            release(element)
        elif tag == "col" and attribute(element, "hidden") in _YES:
            unseen.append(_reach(element))
        elif tag == "mergeCell" and (area := _RANGE.fullmatch(attribute(element, "ref"))):
            top, left = int(area[2]), column_number(area[1])
            spans[top, left] = (int(area[4]) - top + 1, column_number(area[3]) - left + 1)
    return dict(sorted(found.items())), spans


_YES = {"1", "true"}
_NO = {"0", "false"}
_KINDS = {"b": CellKind.FLAG, "e": CellKind.ERROR, "d": CellKind.DAY}


def _reach(element: Any) -> tuple[int, int]:
    """The first and the last column that a setting of columns is for."""
    first, last = attribute(element, "min"), attribute(element, "max")
    if re.fullmatch("[0-9]{1,5}", first) and re.fullmatch("[0-9]{1,5}", last):
        return int(first), int(last)
    return 1, 0


def _styled(styles: list[_Format], style: str) -> _Format:
    known = style.isdecimal() and len(style) < 6 and int(style) < len(styles)  # noqa: PLR2004
    return styles[int(style)] if known else _Format()


def _shown(stored: str, style: _Format, *, early: bool) -> tuple[str, CellKind, str]:
    """A number as text, what it is, and what its format shows of it where that is something else."""
    text, is_day = _number(stored, day=style.day, early=early)
    return text, CellKind.DAY if is_day else CellKind.NUMBER, _seen(stored, text, style, is_day=is_day)


def _seen(stored: str, text: str, style: _Format, *, is_day: bool) -> str:
    """What a format shows of a number, where it is less or more than the number; else nothing."""
    if is_day:
        year, month, _ = text.split("-")
        return {"month": f"{year}年{int(month)}月", "year": f"{year}年"}.get(style.month, "")
    if not _PLAIN.fullmatch(stored):
        return ""
    if style.percent:
        return f"{float(Decimal(stored) * 100):.12g}%"
    return f"{style.before}{text}{style.after}" if style.before or style.after else ""


_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,30})?(?:E-?[0-9]{1,2})?", re.IGNORECASE)


def _inline(cell: Any) -> tuple[str, bool]:
    """What a cell holds that shares no text, and whether a part of it is struck out."""
    inner = list(cell.iter("{*}t", "{*}strike"))
    text = "".join(one.text or "" for one in inner if local(one) == "t")
    return text, any(local(one) == "strike" and attribute(one, "val") not in _NO for one in inner)


def _text(value: str, kind: str, strings: list[tuple[str, bool]], part: str) -> tuple[str, bool]:
    """What a cell holds, and whether a part of it is struck out."""
    if kind != "s":
        return ({"0": "FALSE", "1": "TRUE"}.get(value, value) if kind == "b" else value), False
    if not re.fullmatch("[0-9]{1,9}", value) or int(value) >= len(strings):
        raise UnreadableError("damaged", part)
    return strings[int(value)]


def _number(text: str, *, day: bool, early: bool) -> tuple[str, bool]:
    """A number as a workbook shows it: a day where its format shows one, a whole number without point.

    Also whether it is a day.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text, False
    if not number.is_finite() or abs(number) > 10**15:
        return text, False
    if day and 0 < number < 2_958_466:  # noqa: PLR2004 - the last day of the year 9999
        first = date(1904, 1, 1) if early else date(1899, 12, 30)
        return (first + timedelta(days=int(number))).isoformat(), True
    if number == number.to_integral_value():
        return str(int(number)), False
    return f"{float(text):.15g}", False


def column_number(letters: str) -> int:
    """``A`` → 1, ``AB`` → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 → ``A``, 28 → ``AB``."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
