"""A page of a PDF in the order it is laid out, where it is stored in another.

Office programs draw the quotation marks and dashes of a line before its characters, in a font of their own,
and leave gaps for them.  What is drawn on one line is put in order from left to right; where two things lie
upon one another nobody can tell, and that is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

_GAP = 0.2
"""How wide (in the size of the font) a gap is at least that is one."""
_OVER = 0.35
"""How far two things may lie upon one another: widths of narrow characters are guessed."""
_NARROW = 0.5
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Gaps:
    """The gaps within what is drawn, in the size of the font.

    ``wide`` are those that part words, ``spread`` what the others come to: lines set to one width have
    some between all characters.
    """

    wide: list[float] = field(default_factory=list)
    spread: float = 0.0

    def show(self, shown: object) -> None:
        """Take what a TJ shows: strings, and how far the next one is moved to the left, in thousandths."""
        gap, begun = 0.0, False
        for one in shown if isinstance(shown, list) else ():
            if isinstance(one, str | bytes):
                if begun and gap > _GAP:
                    self.wide.append(gap)
                elif begun:
                    self.spread += gap
                gap, begun = 0.0, True
            elif isinstance(one, int | float):
                gap -= float(one) / 1000


class Piece(NamedTuple):
    """A text drawn in one go: where it begins and ends from the left, its line, and the size of its font."""

    text: str
    start: float
    end: float
    line: float
    size: float


class Shape(NamedTuple):
    """Where a line stands: its left and right end, its height, and the size of its font."""

    start: float
    end: float
    line: float
    size: float


@dataclass(slots=True)
class Layout:
    """What was drawn on a page, in the order of the file.

    ``disordered`` are words drawn behind others to the right of them; ``whole`` is false where something was
    drawn of which nobody knows where it stands.
    """

    pieces: list[Piece] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)
    whole: bool = True

    def draw(self, text: str, place: tuple[float, float], size: float, gaps: Gaps) -> None:
        """Something is drawn at ``place`` (from the left, from below); ``gaps`` inside it are in its size."""
        body = text.strip()
        if not body:
            return
        x, y = place
        x += _width(text[: len(text) - len(text.lstrip())]) * size
        spread = 1 + gaps.spread / _width(body)
        last = self.pieces[-1] if self.pieces else None
        if last is not None and abs(last.line - y) < 1 and x < last.start - 1:
            self.disordered.append(f"{last.text}{body}")
        parts = body.split(" ")
        if "\n" in body or len(parts) != len(gaps.wide) + 1:
            self.whole &= len(parts) == 1 and "\n" not in body
            self.pieces.append(Piece(body, x, x + _width(body) * spread * size, y, size))
            return
        for part, gap in zip(parts, [*gaps.wide, 0.0], strict=True):
            end = x + _width(part) * spread * size
            self.pieces.append(Piece(part, x, end, y, size))
            x = end + gap * size

    def _rows(self) -> list[list[Piece]]:
        rows: list[list[Piece]] = []
        for piece in self.pieces:
            if rows and abs(rows[-1][0].line - piece.line) < 1:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        return rows

    def text(self) -> tuple[str, list[str]]:
        """The page in the order it is laid out, and the words that lie upon one another."""
        doubts: list[str] = []
        return "\n".join(_ordered(row, doubts) for row in self._rows()), doubts

    def shapes(self) -> list[tuple[str, Shape]]:
        """The lines of the page without their blanks, and where each stands."""
        return [
            (
                "".join("".join(piece.text.split()) for piece in sorted(row, key=lambda piece: piece.start)),
                Shape(
                    min(piece.start for piece in row),
                    max(piece.end for piece in row),
                    row[0].line,
                    max(piece.size for piece in row),
                ),
            )
            for row in self._rows()
        ]


def _ordered(row: list[Piece], doubts: list[str]) -> str:
    row = sorted(row, key=lambda piece: piece.start)
    said = row[0].text
    for before, piece in pairwise(row):
        if piece.start < before.end - _OVER * piece.size:
            doubts.append(f"{before.text}{piece.text}")
        said += (" " if piece.start > before.end + _GAP * piece.size else "") + piece.text
    return said


def _width(text: str) -> float:
    """How wide a text is, in the size of its font: of what is no Chinese character that is guessed."""
    wide = len(_WIDE.findall(text))
    return wide + _NARROW * (len(text) - wide)
