"""The words around a date phrase that say what is to be done by then."""

import re
from collections.abc import Iterable

from ledger.plans.width import half_width

_TERSE = 6


def clause_of(text: str, start: int, end: int) -> str:
    """The words around a date phrase that say what is to be done by then.

    The clause that holds ``text[start:end]``; where that says hardly more than the date
    (“2025年12月底前建成”), with the clause it belongs to.
    """
    half = half_width(text)
    begin = max((m.end() for m in re.finditer("[,;。\n]", half[:start])), default=0)
    stop = _next_stop(half, end)
    said = re.sub(r"[到至于前底末,]", "", half[begin:start] + half[end:stop]).strip()
    if not said and half[stop : stop + 1] == ",":
        stop = _next_stop(half, stop + 1)
    elif len(said) <= _TERSE and begin and half[begin - 1] == ",":
        begin = max((m.end() for m in re.finditer("[,;。\n]", half[: begin - 1])), default=0)
    return text[begin:stop].strip()


def _next_stop(half: str, position: int) -> int:
    found = re.compile("[,;。\n]").search(half, position)
    return found.start() if found else len(half)


def clauses(text: str, phrases: Iterable[str]) -> list[str]:
    """:func:`clause_of` for each of ``phrases``, which stand in ``text`` in this order."""
    found, position = [], 0
    for phrase in phrases:
        start = text.find(phrase, position)
        if start < 0:
            found.append(phrase)
            continue
        position = start + len(phrase)
        found.append(clause_of(text, start, position))
    return found
