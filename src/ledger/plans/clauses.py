"""The words around a date phrase that say what is to be done by then."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from ledger.plans.width import half_width

_TERSE = 6
_STOP = re.compile("[,;。\n]")
_HARDLY = re.compile("[到至于前底末,]")


class _Text:
    """A text with its stops, found once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.half = half_width(text)
        self.stops = [found.start() for found in _STOP.finditer(self.half)]

    def begin(self, position: int) -> int:
        """Where the clause begins that holds ``position``: behind the last stop before it."""
        before = bisect_left(self.stops, position)
        return self.stops[before - 1] + 1 if before else 0

    def end(self, position: int) -> int:
        """The first stop from ``position`` on, or the end of the text."""
        after = bisect_left(self.stops, position)
        return self.stops[after] if after < len(self.stops) else len(self.text)

    def clause(self, start: int, end: int) -> str:
        """The clause that holds ``text[start:end]``; where that says hardly more than the date
        (“2025年12月底前建成”), with the clause it belongs to.
        """
        begin, stop = self.begin(start), self.end(end)
        said = _HARDLY.sub("", self.half[begin:start] + self.half[end:stop]).strip()
        if not said and self.half[stop : stop + 1] == ",":
            stop = self.end(stop + 1)
        elif len(said) <= _TERSE and begin and self.half[begin - 1] == ",":
            begin = self.begin(begin - 1)
        return self.text[begin:stop].strip()


def clause_of(text: str, start: int, end: int) -> str:
    """The words around the date phrase ``text[start:end]`` that say what is to be done by then."""
    return _Text(text).clause(start, end)


@lru_cache(maxsize=512)
def clauses(text: str, phrases: Sequence[str]) -> tuple[str, ...]:
    """:func:`clause_of` for each of ``phrases`` (a tuple), which stand in ``text`` in this order.

    What is asked of the milestones of a measure one by one is worked out for all of them at once.
    """
    made, found, position = _Text(text), [], 0
    for phrase in phrases:
        start = text.find(phrase, position)
        if start < 0:
            found.append(phrase)
            continue
        position = start + len(phrase)
        found.append(made.clause(start, position))
    return tuple(found)
