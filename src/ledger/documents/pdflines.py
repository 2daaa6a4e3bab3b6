"""Which lines of a PDF go on with a paragraph, as their places tell.

Where a sentence ends just at the edge, its words do not say whether the next line goes on with the paragraph.
How lines go on and begin in the same document is learned from those whose words say it: they begin further
left, or stand nearer to the line above, than lines that begin something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.documents.pdforder import Shape

_LEAST = 2
"""Lines of each sort from which it is learned."""
_ODD_ON, _ODD_BEGUN = 20, 5
"""One in so many lines may be taken for the other sort by its words; what begins at the edge is a heading."""
_APART = 0.25
"""How far (in the size of the font) what goes on and what begins must be apart."""
_HAN = "\u3400-\u9fff"
_WORD = re.compile(
    rf"(?:[{_HAN}][^{_HAN}]{{0,12}}|[^{_HAN}]{{1,12}})(?:(?<=[“”‘’（(《〈【/·])[{_HAN}][^{_HAN}]{{0,4}}){{0,3}}"
)
"""What a line is not broken within: a character and the marks and figures that follow it, as some programs
keep them together; quotation marks stay on both sides, and brackets with what they enclose."""
_SLACK, _DIGIT, _LETTER = 0.1, 0.06, 0.2
"""How far a line's width is guessed wrong, in the size of the font; more for each digit or letter."""
_NARROW = 0.5
_DIGITS, _LETTERS = re.compile("[0-9]"), re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Habit:
    """What lines that go on have in common: how far left they begin, else how near they stand.

    ``sure`` where no line that begins something stands so.
    """

    start: float | None = None
    gap: float | None = None
    sure: bool = False

    def goes_on(self, before: Shape, line: Shape, *, same_page: bool) -> bool | None:
        """Whether a line goes on with the one above; ``None`` where its place does not tell."""
        if self.start is not None:
            return line.start <= self.start + _APART * line.size
        if self.gap is None or not same_page:
            return None
        return (before.line - line.line) / line.size <= self.gap + _APART / 2


def learn(pairs: Iterable[tuple[Shape, Shape, bool, bool]]) -> Habit:
    """What tells lines that go on from those that begin.

    ``pairs`` are lines with the one above, whether they go on, and whether both stand on one page.
    """
    starts: dict[bool, list[float]] = {True: [], False: []}
    gaps: dict[bool, list[float]] = {True: [], False: []}
    size = 1.0
    for before, line, on, same_page in pairs:
        size = line.size or size
        starts[on].append(line.start)
        if same_page and before.line > line.line:
            gaps[on].append((before.line - line.line) / size)
    start, sure = _told(starts, _APART * size)
    if start is not None:
        return Habit(start, None, sure)
    gap, sure = _told(gaps, _APART)
    return Habit(None, gap, sure)


def _told(sides: dict[bool, list[float]], apart: float) -> tuple[float | None, bool]:
    """The largest value of those that go on, where most others are above, and whether all are."""
    on, begun = (sorted(sides[side]) for side in (True, False))
    if min(len(on), len(begun)) < _LEAST:
        return None, False
    most, least = on[len(on) - 1 - len(on) // _ODD_ON], begun[len(begun) // _ODD_BEGUN]
    return (most, most + apart < begun[0]) if most + apart < least else (None, False)


def has_room(shape: Shape, text: str, following: str, right: float) -> bool:
    """Whether the first word of the line that follows would have had room at the end of this one."""
    word = _WORD.match(following)
    said = text + (word[0] if word else "")
    slack = _SLACK + _DIGIT * len(_DIGITS.findall(said)) + _LETTER * len(_LETTERS.findall(said))
    need = sum(_NARROW if sign.isascii() else 1.0 for sign in word[0]) if word else 1.0
    return shape.end + (need + slack) * shape.size < right
