"""Text on a terminal: width in cells, lines broken as Chinese typesetting breaks them."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# nothing of these begins a line, nothing of those ends one (标点避头尾)
_NOT_FIRST = set("，。、；：！？）》〉”’】〕」』％%…,.;:!?)]}·")
_DOT = "·"
_NOT_LAST = set("（《〈“‘【〔「『([{")
_PIECES = re.compile(r"[A-Za-z0-9_.+/@#&=\-]+[%％]?|\s+|.", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def clean(text: str) -> str:
    """The text without anything that a terminal would obey instead of show."""
    return _CONTROL.sub("\ufffd", text.replace("\t", " "))


def in_line(text: str) -> str:
    """The clean text in one line: a name of a file may hold a line break, and what follows it would be a line
    of its own, which who reads the output (as a forge reads ``::error``) obeys."""
    return clean(text).replace("\n", "\ufffd")


def harmless(text: str) -> str:
    """JSON with everything of that kind written as ``\\u…``; its meaning stays."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_NO_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """The clean text without what no file of UTF-8 or XML can hold."""
    return _NO_TEXT.sub("\ufffd", clean(text))


def line_of(text: str) -> str:
    """The printable text as one line, for what has no others: a drawing, a title of a calendar."""
    return " ".join(printable(text).split("\n"))


_AMBIGUOUS: ContextVar[bool] = ContextVar("ambiguous", default=False)


@contextmanager
def ambiguous(wide: bool) -> Iterator[None]:
    """Within it, characters of ambiguous width (“ ” … ─ ★) take two cells, as some terminals draw them."""
    before = _AMBIGUOUS.set(wide)
    try:
        yield
    finally:
        _AMBIGUOUS.reset(before)


def ambiguous_is_wide() -> bool:
    """Whether the terminal that is drawn for gives characters of ambiguous width two cells."""
    return _AMBIGUOUS.get()


def rule(size: int) -> str:
    """A line of ``size`` cells, of a character that every terminal draws as wide as it is measured."""
    return ("-" if ambiguous_is_wide() else "─") * size


@lru_cache(maxsize=8192)
def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@lru_cache(maxsize=8192)
def _wide_cell(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) == "A" else _cell(character)


def width(text: str) -> int:
    """How many cells the text takes in one line of a terminal."""
    if text.isascii():
        return len(text)
    return _cells(text, _AMBIGUOUS.get())


@lru_cache(maxsize=1 << 14)
def _cells(text: str, wide: bool) -> int:
    return sum(map(_wide_cell if wide else _cell, text))


def wrap(text: str, room: int) -> list[str]:
    """Break the text into lines of at most ``room`` cells; every character of it stays.

    Words and numbers are kept whole where they fit, closing punctuation does not begin a line and opening
    punctuation does not end one, as long as ``room`` is wide enough for that.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap(paragraph, max(room, 1))
    return lines


def _wrap(text: str, room: int) -> list[str]:
    if width(text) <= room:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for piece in _glued(text, room):
        size = width(piece)
        if used + size > room and line:
            kept, line = _at_a_name(line, room)
            lines.append(kept.rstrip(" "))
            used = width(line)
            if used + size > room:
                lines.append(line)
                line, used = "", 0
            if piece.isspace() and not line:
                continue
        line, used = line + piece, used + size
    if line:
        lines.append(line)
    return lines


_CELL = 30  # a line so short is the cell of a table


def _at_a_name(line: str, room: int) -> tuple[str, str]:
    """A full line of a narrow cell, broken behind a 、 or comma near its end: names of units stay whole."""
    if room > _CELL:
        return line, ""
    kept, mark, tail = max(line.rpartition("、"), line.rpartition(", "), key=lambda parts: len(parts[0]))
    if not mark or not tail or width(tail) * (2 if mark == "、" else 3) > room:
        return line, ""
    return kept + mark, tail


def _glued(text: str, room: int | None) -> list[str]:
    """Pieces that are not to be torn apart, in lines of ``room`` cells or of any length."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        for part in (piece,) if room is None else _cut(piece, room):
            if part == _DOT and len(pieces) > 1 and pieces[-1].isspace():  # it ends a line with its blank
                pieces[-2:] = ["".join(pieces[-2:])]
            last = pieces[-1] if pieces else ""
            sticks = bool(last) and (part[0] in _NOT_FIRST or last[-1] in _NOT_LAST)
            if sticks and (room is None or width(last) + width(part) <= room):
                pieces[-1] = last + part
            else:
                pieces.append(part)
    return pieces


def _cut(piece: str, room: int) -> list[str]:
    if width(piece) <= room:
        return [piece]
    return [piece[n : n + room] for n in range(0, len(piece), room)] if piece.isascii() else list(piece)


def longest_piece(text: str) -> int:
    """The width of the widest part that is not to be torn apart."""
    most = 0
    for piece in _glued(text, None):
        if 2 * len(piece) > most:  # no character has more than two cells
            most = max(most, width(piece))
    return most


def pad(text: str, room: int, *, right: bool = False) -> str:
    """The text filled up with blanks to ``room`` cells."""
    blank = " " * max(room - width(text), 0)
    return blank + text if right else text + blank


def cut(text: str, room: int) -> str:
    """The text in at most ``room`` cells; where something is left off it ends in …."""
    if width(text) <= room:
        return text
    kept, used, mark = [], 0, width("…")
    for character in text:
        used += width(character)
        if used > room - mark:
            break
        kept.append(character)
    return ("".join(kept).rstrip() + "…")[: max(room, 0)]
