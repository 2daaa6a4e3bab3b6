"""Rows of the pages of a PDF → paragraphs; what repeats at the edges of pages is furniture.

Whether a row goes on with the paragraph above is told by what the page shows: the row above ends where its
first word would have had room, or not; rows that begin something begin further right, or lower, than
others.  Where neither tells, words do: a number or label begins, a row that ends no sentence goes on.  A
full row that ends a sentence above one without a number may be either: it is taken to go on, for far more
sentences than paragraphs end, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ledger.documents.blocks import Block, BlockKind, Mark, Place, paragraph_end
from ledger.documents.pdflines import has_room, learn
from ledger.documents.pdftext import within, written
from ledger.documents.text import unify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.documents.pdforder import Shape

_EDGE = 2
"""How many lines at the top and bottom of a page may be furniture."""
_ENDS = re.compile("[。；：！？;:!?]$")
_BEGINS = re.compile(
    r"(?:[0-9]{1,3}[.、．](?![0-9])|[0-9]{1,2}[.．]20[0-9]{2}年|[（(][0-9一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}[、是]|附件|——|第[一二三四五六七八九十]{1,3}[章条项]|[\u4e00-\u9fff]{2,8}[：:])"
)
"""What a paragraph begins with, and a line that goes on with one does not; 7.7公里 is a figure."""
_NUMBER = re.compile(
    r"[-—–―\s·]*(?:第\s*)?[0-9]{1,4}\s*(?:页)?(?:\s*[,，/]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–―\s·]*"
)
_FULL = 0.93
"""How much of the usual width a line fills that goes on in the next."""
_ALIKE, _EDGE_LEAST = 1.2, 4
"""How far (in the size of the font) rows at an edge fall short of one another, and the fewest there are."""
_LEAST = 3
"""Full lines of a page from which its right edge is taken."""


class Row(NamedTuple):
    """A line of a page; ``edge`` where it may be furniture, ``shape`` where it stands, as far as known."""

    text: str
    place: Place
    edge: bool
    shape: Shape | None = None

    @property
    def size(self) -> float:
        """The size of its font."""
        return self.shape.size if self.shape is not None else 0.0


Shapes = list[tuple[str, "Shape"]]
"""The lines of a page without their blanks, and where each stands."""


def paragraphs(texts: list[str], shapes: list[Shapes], width: float = 0.0) -> tuple[list[Block], list[Mark]]:
    """The paragraphs of all pages, and marks where one was made of two rows that may be two.

    ``width`` is that of a page, where it is known.
    """
    pages = [
        rows_of(text, number, own) for number, (text, own) in enumerate(zip(texts, shapes, strict=True), 1)
    ]
    repeated = _repeated(pages)
    blocks: list[Block] = []
    marks: list[Mark] = []
    rows: list[Row] = []
    for row in (row for page in pages for row in page):
        if row.edge and (_NUMBER.fullmatch(row.text) or _masked(row.text) in repeated):
            blocks.append(Block(BlockKind.FURNITURE, row.text, row.place))
        else:
            rows.append(row)
    page = _Page(rows, width)
    text, place = "", Place()
    last: Row | None = None
    for row in rows:
        goes_on = page.goes_on(last, row) if last is not None else False
        if last is not None and goes_on is not False:
            if goes_on is None:
                marks.append(Mark("joined", place, paragraph_end(last.text, row.text)))
            text += _glue(last.text, row.text) + within(row.text)
        else:
            if text:
                blocks.append(Block(BlockKind.PARAGRAPH, text, place))
            text, place = row.text, row.place
        last = row
    if text:
        blocks.append(Block(BlockKind.PARAGRAPH, text, place))
    return sorted(blocks, key=lambda block: (block.place.page, block.place.line)), marks


class _Page:
    """How the rows of a document stand: its habits, and the right edge of each page."""

    def __init__(self, rows: Sequence[Row], width: float = 0.0) -> None:
        self.full = _width(rows)
        ends: dict[int, list[float]] = {}
        for row in rows:
            if row.shape is not None and self._is_long(row) and not _ENDS.search(row.text):
                ends.setdefault(row.place.page, []).append(row.shape.end)
        every = [end for one in ends.values() for end in one]
        self.right = _upper(every)
        reach = max((row.shape.end for row in rows if row.shape is not None), default=0.0)
        alike = [row for row in rows if row.shape is not None and row.shape.end > reach - _ALIKE * row.size]
        if len(alike) < _EDGE_LEAST:  # no edge is seen: that of the page
            self.right = max(
                self.right, width - min((row.shape.start for row in rows if row.shape), default=0.0)
            )
        self.rights = {page: _upper(own) for page, own in ends.items() if len(own) >= _LEAST}
        self.habit = learn(self._told(rows))

    def goes_on(self, last: Row, row: Row) -> bool | None:
        """Whether a row goes on with the paragraph of the last one; ``None`` where it may be either."""
        ended, begins = _ENDS.search(last.text) is not None, _BEGINS.match(row.text) is not None
        if last.shape is None or row.shape is None or not self.right:
            return not ended and not begins and self._is_long(last)
        told = self.habit.goes_on(last.shape, row.shape, same_page=last.place.page == row.place.page)
        broken = told and not ended and not begins and self._is_long(last)
        if self._has_room(last, row) and not broken:
            return False
        if told is not None and not (begins and ended and told):
            return told
        if told:  # so as a few stand that begin something
            return True if self.habit.sure else None
        return False if begins else (True if not ended else None)

    def _told(self, rows: Sequence[Row]) -> Iterator[tuple[Shape, Shape, bool, bool]]:
        """Rows of which it is known without their places whether they go on or begin something."""
        for last, row in pairwise(rows):
            if last.shape is None or row.shape is None:
                continue
            begins = self._has_room(last, row)
            on = (
                not begins
                and self._is_long(last)
                and not (_ENDS.search(last.text) or _BEGINS.match(row.text))
            )
            if on or begins:
                yield last.shape, row.shape, on, last.place.page == row.place.page

    def _has_room(self, last: Row, row: Row) -> bool:
        assert last.shape is not None  # noqa: S101 - seen by the caller
        right = self.rights.get(last.place.page, self.right)
        return has_room(last.shape, last.text, row.text, right)

    def _is_long(self, row: Row) -> bool:
        return len(row.text) >= _FULL * self.full


def _upper(ends: Sequence[float]) -> float:
    """Where the lines end that reach furthest, but for a few."""
    return sorted(ends)[len(ends) * 9 // 10] if ends else 0.0


def rows_of(text: str, page: int, shapes: Sequence[tuple[str, Shape]] = ()) -> list[Row]:
    lines = [(n, line.strip()) for n, line in enumerate(written(unify(text)).split("\n"), 1) if line.strip()]
    known: dict[str, list[Shape]] = {}
    for words, shape in reversed(shapes):
        known.setdefault("".join(written(words).split()), []).append(shape)
    return [
        Row(line, Place(page=page, line=n), i < _EDGE or i >= len(lines) - _EDGE, _taken(known, line))
        for i, (n, line) in enumerate(lines)
    ]


def _taken(known: dict[str, list[Shape]], line: str) -> Shape | None:
    """Where a line stands; each place once, for lines may say the same."""
    held = known.get("".join(line.split()))
    return held.pop() if held else None


def _masked(text: str) -> str:
    return re.sub("[0-9]+", "#", "".join(text.split()))


def _repeated(pages: list[list[Row]]) -> set[str]:
    """What stands at the edge of more than half of the pages, and of three at least."""
    counts = Counter(text for page in pages for text in {_masked(row.text) for row in page if row.edge})
    return {text for text, count in counts.items() if count > max(len(pages) / 2, 2)}


def _width(rows: Sequence[Row]) -> int:
    """The width of a full line: the commonest length among the long ones."""
    lengths = Counter(len(row.text) for row in rows)
    longest = max(lengths, default=0)
    long = {length: count for length, count in lengths.items() if length * 2 > longest}
    return max(long, key=lambda length: (long[length], length), default=0)


def _glue(before: str, after: str) -> str:
    """A blank between two words in Latin letters, nothing between Chinese ones."""
    return (
        " "
        if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha()
        else ""
    )
