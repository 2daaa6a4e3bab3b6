"""Cards: blocks of lines below a head, for what is read and not compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.cells import say
from ledger.rendering.style import paint
from ledger.rendering.text import ambiguous_is_wide, clean, pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.locale import Words
    from ledger.reports.report import Card, Line, Message

_INDENT = 2
_STEP = 4
_GAP = 2
_TEXT_LEAST = 16  # cells of text below which labels stand on lines of their own

_MARKS: Mapping[str, str] = {"done": "✓", "open": "○", "late": "✗", "gone": "–"}
_PLAIN_MARKS: Mapping[str, str] = {"done": "[x]", "open": "[ ]", "late": "[!]", "gone": "[-]"}
_TONES: Mapping[str, str] = {"late": "late", "gone": "dim"}


def _words(text: Message | str, words: Words) -> str:
    return clean(text if isinstance(text, str) else say(text, words))


def render_cards(cards: Sequence[Card], words: Words, room: int | None, *, colour: bool) -> list[str]:
    """The cards as lines of at most ``room`` cells, a blank line between two; ``None`` wraps nothing."""
    out: list[str] = []
    for card in cards:
        if out:
            out.append("")
        out += _card(card, words, room, colour)
    return out


def _card(card: Card, words: Words, room: int | None, colour: bool) -> list[str]:
    head = _words(card.head, words)
    out = [paint(line, card.tone, colour=colour) for line in _fit(head, room)] if head else []
    indent = _INDENT if head else 0
    labels = [_words(line.label, words) for line in card.lines]
    column = max((width(label) for label in labels), default=0)
    marks = _PLAIN_MARKS if ambiguous_is_wide() else _MARKS
    for line, label in zip(card.lines, labels, strict=True):
        mark = marks.get(line.mark, "")
        start = " " * (indent + _STEP * line.level)
        left = pad(label, column) + " " * _GAP if label else ""
        lead = f"{mark} " if mark else ""
        out += _line(line, words, room, colour, (start, left, lead))
    return out


def _line(
    line: Line, words: Words, room: int | None, colour: bool, before: tuple[str, str, str]
) -> list[str]:
    """A line with what stands before it; further lines of it begin where its text does."""
    text = _words(line.text, words)
    start, left, lead = before
    tone = line.tone or _TONES.get(line.mark, "")
    hang = width(start + left + lead)
    rows: list[str] = []
    if room is not None and room - hang < _TEXT_LEAST and left.strip():
        rows.append(start + paint(left.rstrip(), "dim", colour=colour))
        left, hang = "", width(start + lead)
    pieces = _fit(text, None if room is None else room - hang)
    first = start + paint(left, "dim", colour=colour) + paint(lead, tone, colour=colour)
    for number, piece in enumerate(pieces):
        rows.append((first if not number else " " * hang) + paint(piece, line.tone, colour=colour))
    return rows


def _fit(text: str, room: int | None) -> list[str]:
    return text.split("\n") if room is None else wrap(text, room)
