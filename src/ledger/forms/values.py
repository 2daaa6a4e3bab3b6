"""What was typed into a cell → a day, a figure, a word of a closed list, a text; or why it is none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.documents.xlsx import CellKind
from ledger.forms.columns import PACES, RESULTS, spoken
from ledger.model.measure_units import same_measure
from ledger.plans.width import half_width
from ledger.reports.report import Message

if TYPE_CHECKING:
    from ledger.documents.xlsx import SheetCell

TEXT_MOST = 4000
"""Characters of one cell that are taken."""
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
_BEGINNING = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""The numbers under which a workbook keeps the days from 2000 to 2099."""
_URL = re.compile(r"https?://[^\s<>\"，、；]{1,500}", re.IGNORECASE)
_DAY = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
    r"(?:[ T]00:00(?::00)?)?",
    re.ASCII,
)
_FIGURE = re.compile(
    r"(-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,10})?|-?[0-9]{1,15}(?:\.[0-9]{1,10})?)(.*)", re.DOTALL
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_PACES_TOO = {
    **dict.fromkeys(("超过", "超过序时", "超序时", "超序时进度"), "ahead"),
    **dict.fromkeys(("达到", "达到序时", "达序时", "达序时进度", "已达到序时进度"), "on_pace"),
    **dict.fromkeys(
        (
            "未达到",
            "未达到序时",
            "未达序时",
            "未达序时进度",
            "滞后",
            "滞后序时",
            "滞后序时进度",
            "落后序时进度",
        ),
        "behind_pace",
    ),
}
"""The pace in words that offices use for the choices: 达到, 滞后序时."""
_DONE_TOO = {"完成", "是", "已办结", "yes", "y"}
_NOT_DONE_TOO = {
    "否",
    "尚未完成",
    "仍未完成",
    "没有完成",
    "未全部完成",
    "尚未全部完成",
    "no",
    "n",
    "正在推进",
    "推进中",
}


_NO_WORDS = re.compile(r"[-—–_/\\.。·~*]+|无|暂无|没有|[0-9][0-9.,]*%?")
"""What is no word about progress though something was typed."""
_PERSONAL = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx])(?![0-9])"
)
"""Numbers of mobile telephones and of identity cards."""


class Read(NamedTuple):
    """A value, and what is told of how it was understood; or ``bad``, why it cannot be taken."""

    value: Any = None
    note: Message | None = None
    bad: Message | None = None


def refused(key: str, **args: Any) -> Read:
    """A cell that cannot be taken."""
    return Read(bad=Message(key, args))


def _never(cell: SheetCell) -> Read | None:
    """What is wrong with a cell whatever should be in it."""
    if cell.formula:
        return refused("form.bad.formula")
    if cell.kind is CellKind.ERROR:
        return refused("form.bad.error", value=cell.text)
    if len(cell.text) > TEXT_MOST:
        return refused("form.bad.long", most=TEXT_MOST, count=len(cell.text))
    if _CONTROL.search(cell.text):
        return refused("form.bad.control")
    return None


def read_words(cell: SheetCell) -> Read:
    """Text as it was typed; a figure is text as well, a day is what a spreadsheet made of something else."""
    if (wrong := _never(cell)) is not None:
        return wrong
    if cell.kind is CellKind.DAY:
        return refused("form.bad.day_for_text", value=cell.text)
    if cell.kind is CellKind.FLAG:
        return refused("form.bad.flag", value=cell.text)
    return Read("\n".join(line.rstrip() for line in cell.text.splitlines()).strip() or None)


def is_empty_talk(text: str) -> bool:
    """Whether a text says nothing: a dash, 无, a number by itself."""
    return _NO_WORDS.fullmatch("".join(half_width(text).split())) is not None


def personal_numbers(text: str) -> list[str]:
    """The numbers in a text that are of persons: mobile telephones, identity cards."""
    return [found[0] for found in _PERSONAL.finditer(half_width(text))]


def read_day(cell: SheetCell) -> Read:
    """A real date, the number of one, or a date as people write it; the last two are told."""
    if (wrong := _never(cell)) is not None:
        return wrong
    text = half_width(cell.text.strip())
    if cell.kind is CellKind.NUMBER and text.isdecimal() and len(text) < 6 and int(text) in _SERIALS:  # noqa: PLR2004
        day = _BEGINNING + timedelta(int(text))
        return Read(day, Message("form.note.day", {"value": text, "day": day}))
    found = _DAY.fullmatch(text)
    if found is None:
        return refused("form.bad.day", value=cell.text)
    try:
        day = date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        return refused("form.bad.no_such_day", value=cell.text)
    if not _FIRST <= day <= _LAST:
        return refused("form.bad.day_far", value=day)
    if cell.kind is CellKind.DAY:
        return Read(day)
    return Read(day, Message("form.note.day", {"value": cell.text.strip(), "day": day}))


def read_number(cell: SheetCell, unit: str) -> Read:
    """A figure of zero or more, with or without its unit of measure behind it."""
    if (wrong := _never(cell)) is not None:
        return wrong
    if cell.kind is CellKind.DAY:
        return refused("form.bad.day_for_number", value=cell.text)
    text = half_width(cell.text.strip())
    if cell.kind is CellKind.NUMBER and "e" in text.lower():  # as very small and very large ones are shown
        try:
            text = f"{Decimal(text):f}"
        except InvalidOperation:
            return refused("form.bad.number", value=cell.text, unit=unit)
    found = _FIGURE.fullmatch(text)
    if cell.kind is CellKind.FLAG or found is None or (found[2].strip() and not same_measure(found[2], unit)):
        return refused("form.bad.number", value=cell.text, unit=unit)
    number = Decimal(found[1].replace(",", ""))
    if number < 0:
        return refused("form.bad.negative", value=cell.text)
    note = None
    if cell.kind is not CellKind.NUMBER:
        note = Message("form.note.number", {"value": cell.text.strip(), "number": number})
    return Read(_plain(number), note)


def _plain(number: Decimal) -> Decimal:
    """The number without zeros at its end, and never with an exponent."""
    return Decimal(f"{number.normalize():f}")


def read_pace(cell: SheetCell) -> Read:
    """The unit's own judgement of pace, in the words of either language."""
    known = spoken("pace", PACES) | _PACES_TOO
    return _choice(cell, known, [Message(f"pace.{one}") for one in PACES])


def read_result(cell: SheetCell) -> Read:
    """``done`` or ``not_done``; anything else is words, which complete nothing."""
    known = spoken("form_result", RESULTS)
    known |= dict.fromkeys(_DONE_TOO, "done") | dict.fromkeys(_NOT_DONE_TOO, "not_done")
    return _choice(cell, known, [Message(f"form_result.{one}") for one in RESULTS])


def _choice(cell: SheetCell, known: dict[str, str], allowed: list[Message]) -> Read:
    if (wrong := _never(cell)) is not None:
        return wrong
    said = "".join(half_width(cell.text).split()).casefold()
    for word, value in known.items():
        if said == "".join(half_width(word).split()).casefold():
            return Read(value)
    return refused("form.bad.choice", value=cell.text, allowed=allowed)


def read_proof(cell: SheetCell) -> Read:
    """Addresses of the web, separated by blanks, commas, semicolons or ends of lines, with or without a full
    stop after the last."""
    read = read_words(cell)
    if read.bad is not None or read.value is None:
        return read
    parts = [part for part in re.split(r"[\s,，、;；。]+", read.value) if part]
    if not all(_URL.fullmatch(part) for part in parts):
        return refused("form.bad.proof", value=read.value)
    return Read(tuple(dict.fromkeys(parts)))
