"""Which lines of a PDF go on with a paragraph, as their places tell.

Where a sentence ends just at the edge, its words do not say whether the next line goes on with the paragraph.
How lines go on and begin in the same document is learned from those whose words say it: they begin further
left, or stand nearer to the line above, than lines that begin something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.documents.pdforder import Shape

_LEAST = 2
"""Lines of each sort from which it is learned."""
_APART = 0.25
"""How far (in the size of the font) what goes on and what begins must be apart."""
_EDGE = 1.6
"""How far (in the size of the font) from the right edge a line may end that is full."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What lines that go on have in common: how far left they begin, else how near they stand."""

    start: float | None = None
    gap: float | None = None

    def goes_on(self, before: Shape | None, line: Shape | None, *, same_page: bool) -> bool:
        """Whether a line goes on with the one above; false where nothing tells."""
        if before is None or line is None:
            return False
        if self.start is not None:
            return line.start <= self.start + _APART * line.size
        near = self.gap is not None and (before.line - line.line) / line.size <= self.gap + _APART / 2
        return same_page and near


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
    start = _told(starts, _APART * size)
    return Habit(start, _told(gaps, _APART) if start is None else None)


def _told(sides: dict[bool, list[float]], apart: float) -> float | None:
    """The largest value of those that go on, where all of them are below all of the others."""
    on, begun = sides[True], sides[False]
    if min(len(on), len(begun)) < _LEAST or max(on) + apart >= min(begun):
        return None
    return max(on)


def is_full(shape: Shape, right: float) -> bool:
    """Whether a line reaches the right edge of the text."""
    return shape.end >= right - _EDGE * shape.size
