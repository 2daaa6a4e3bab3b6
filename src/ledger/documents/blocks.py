"""The one form that every document is brought into: blocks in reading order, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ledger.locale.refusal import Refusal

SourceKind = Literal["text", "csv", "html", "docx", "xlsx", "pdf", "png", "jpg", "gif", "tif", "bmp", "webp"]
"""What a file was found to be, by its content."""


class BlockKind(StrEnum):
    """What a block is in its document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CELL = "cell"
    FURNITURE = "furniture"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in its file; numbers count from 1, those that do not apply are 0.

    ``part`` is the sheet of a workbook, or the part of a document that is not its body (``header``,
    ``footer``, ``footnotes``, ``endnotes``, ``comments``).
    """

    part: str = ""
    page: int = 0
    line: int = 0
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0

    @property
    def code(self) -> str:
        """The place for scripts: ``line:12``, ``table:1/row:3/column:2``, ``part:清单/row:3/column:2``."""
        names = ("part", "page", "line", "paragraph", "table", "row", "column")
        return "/".join(f"{name}:{value}" for name in names if (value := getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a cell in its table and how far it reaches; tables, rows and columns count from 1."""

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document.  ``text`` holds line breaks where the document breaks a line by hand.

    ``number`` is an automatic number as it is shown (``（一）``), which is not part of ``text``; ``level``
    the depth of a heading.
    """

    kind: BlockKind
    text: str
    place: Place
    number: str = ""
    level: int = 0
    cell: Cell | None = None

    @property
    def shown(self) -> str:
        """The text as a reader sees it, its number before it."""
        last = self.number[-1:]
        gap = " " if last.isascii() and last.isalnum() else ""
        return self.number + gap + self.text


MarkKind = Literal["struck", "hidden", "revised", "remark", "uncounted", "disordered", "joined"]
"""What is on a text and cannot be seen from it: struck out, hidden, revised, remarked on, not
worked out, drawn in another order than it is read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a text that the text does not show: where it is, and the cell or words in question."""

    kind: MarkKind
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file taken apart.

    ``encoding`` is empty for files that are no text; ``doubtful`` where it is a guess.  ``text`` is the text
    of a file that is one, its line breaks made alike.  ``marks`` are in the order of the file.
    ``recognised`` are the pages whose writing a program recognised in a picture.
    """

    kind: SourceKind
    blocks: tuple[Block, ...]
    encoding: str = ""
    doubtful: bool = False
    text: str = ""
    marks: tuple[Mark, ...] = ()
    recognised: tuple[int, ...] = ()


Reason = Literal["binary", "old", "password", "picture", "damaged", "hostile", "long", "lines", "other"]
"""Why a file is not read: no text, an old format, locked, a picture, spoilt, not plausible, a paragraph
without end, more lines than any, another."""

LINES_MOST = 40_000
"""The most lines of a text that are not blank: more than the longest of plans has pages for."""

ROWS_MOST = 10 * LINES_MOST
"""The same with blank ones."""

PARAGRAPH_MOST = 200_000
"""Characters of a line, paragraph or cell at most: a whole plan in one line has fewer."""


class UnreadableError(Exception):
    """A file that is not read; ``reason`` says why, ``detail`` names the member or format.

    ``place`` is where that is seen, where it is seen at one place.
    """

    def __init__(self, reason: Reason, detail: str = "", place: Place | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.place = place


class MissingLibraryError(Refusal):
    """The library for a kind of file is not installed; ``extra`` names what to install."""

    def __init__(self, extra: str) -> None:
        super().__init__("error.extra", extra=extra)
        self.extra = extra


INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\x07"
"""What is no text though it stands in one: marks of width nil, soft hyphens, Word's mark of a cell."""

_UNSEEN = str.maketrans("", "", INVISIBLE)
_HIDDEN = re.compile(f"[{INVISIBLE}]")


_SHOWN = 14
"""Characters on either side by which a place is shown where a paragraph may end."""


def paragraph_end(before: str, after: str) -> str:
    """The words about a place where a paragraph may end: ``…项目情况。／根据摸排结果…``."""
    return f"{before[-_SHOWN:]}／{after[:_SHOWN]}"


def size_of(text: str) -> int:
    """The number of characters that are seen: what the account of a document counts."""
    if _HIDDEN.search(text):  # seldom: to translate each text takes ten times as long
        text = text.translate(_UNSEEN)
    return len("".join(text.split()))
