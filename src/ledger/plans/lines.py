"""Text → lines that are not blank, freed of what nobody sees, each knowing where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger.documents.blocks import INVISIBLE
from ledger.documents.text import BLANK, unify
from ledger.plans.width import half_width

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that is not blank; ``number`` counts from 1 and blank lines count.

    ``half`` is the text, as long, with half-width punctuation.  ``pieces`` says where the text stands in the
    file, where it is not simply the line: for each piece its start in ``text``, its line and its column.
    """

    number: int
    text: str
    half: str
    indent: int
    pieces: tuple[tuple[int, int, int], ...] = ()

    def where(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) in the file of the character at ``offset`` of the text."""
        line, column = self.number, self.indent + 1 + offset
        for start, number, first in self.pieces:
            if start > offset:
                break
            line, column = number, first + offset - start
        return line, column


def split_lines(text: str) -> list[Line]:
    """The lines that are not blank; white space at both ends is layout, not text."""
    lines = []
    text = unify(text)
    if _INVISIBLE.search(text):
        return _cleaned(text)
    half = half_width(text).split("\n")
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip(BLANK)
        if stripped:
            indent = len(raw) - len(raw.lstrip(BLANK))
            lines.append(Line(number, stripped, half[number - 1][indent : indent + len(stripped)], indent))
    return lines


def _cleaned(text: str) -> list[Line]:
    """The same, of a text with invisible characters: they are left out, and places are kept."""
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        kept = "".join(_INVISIBLE.split(raw))
        stripped = kept.strip(BLANK)
        if not stripped:
            continue
        indent = len(kept) - len(kept.lstrip(BLANK))
        pieces = []
        gone = 0
        for found in _INVISIBLE.finditer(raw):
            start = found.start() - gone - indent
            gone += len(found[0])
            pieces.append((max(start, 0), number, found.end() + 1 - min(start, 0)))
        lines.append(Line(number, stripped, half_width(stripped), indent, tuple(pieces)))
    return lines


def part(line: Line, start: int, end: int | None = None) -> Line:
    """A part of a line as a line of its own, which knows where it stands."""
    raw = line.text[start:end]
    text = raw.strip(BLANK)
    start += len(raw) - len(raw.lstrip(BLANK))
    end = start + len(text)
    pieces: tuple[tuple[int, int, int], ...] = ()
    if line.pieces:
        first = (0, *line.where(start))
        pieces = (first, *((s - start, n, c) for s, n, c in line.pieces if start < s < end))
    return Line(line.number, text, line.half[start:end], line.indent + start, pieces)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, which no heading does."""
    return _ENDS.search(text) is not None


_ENDS = re.compile("[。；;！!？?：:”）)]$")
