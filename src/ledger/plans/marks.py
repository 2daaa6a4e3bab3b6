"""What is told of a file that its text does not show: struck out, hidden, revised, pages of pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.plans.document import Document, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ledger.documents.blocks import Mark, MarkKind, Place

_MARKS: dict[MarkKind, str] = {
    "struck": "L565",
    "hidden": "L566",
    "revised": "L567",
    "remark": "L568",
    "uncounted": "L569",
    "disordered": "L574",
}
"""What is told of what a text does not show."""
_WORDS_MOST = 40
MARKS_SHOWN = 5
"""How many words of a kind are told."""


def pictures_told(document: Document) -> Trouble:
    """That these pages were not read, told at what stands before the first."""
    places = document.places
    before = max((line for line, place in places.items() if place.page < document.pictures[0]), default=1)
    return Trouble("L564", before, 1, {"pages": ", ".join(map(str, document.pictures))})


def marks_told(document: Document, marks: Sequence[Mark]) -> Iterator[Trouble]:
    """What the text does not show: each kind once, at the first of its places, the next ones named."""
    lines = {place: line for line, place in sorted(document.places.items(), reverse=True)}
    for kind, code in _MARKS.items():
        held = [mark for mark in marks if mark.kind == kind]
        if not held:
            continue
        said = dict.fromkeys(mark.words.strip(" 。；;") for mark in held)
        words = [one[:_WORDS_MOST] + "…" * (len(one) > _WORDS_MOST) for one in said]
        shown = (*words[:MARKS_SHOWN], *["…"] * (len(words) > MARKS_SHOWN))
        yield Trouble(code, _nearest(lines, held[0].place), 1, {"words": shown, "count": len(held)})


def joined_told(document: Document, marks: Sequence[Mark]) -> Iterator[Trouble]:
    """Where a task holds lines of a page that may be two paragraphs: each place, for each is a value."""
    held = {place: line for line, place in document.places.items() if line in document.used}
    for mark in marks:
        if mark.kind == "joined" and mark.place in held:
            yield Trouble("L581", held[mark.place], 1, {"words": mark.words})


def _nearest(lines: Mapping[Place, int], place: Place) -> int:
    """The line of a place, or of another one in its row: an empty cell has none."""
    if place in lines:
        return lines[place]
    row = replace(place, column=0)
    return min((line for held, line in lines.items() if replace(held, column=0) == row), default=1)


def names_of_pictures(document: Document) -> tuple[str, ...]:
    """What the pictures of a document are called, the first few; — where they have no names."""
    names = tuple(dict.fromkeys(document.image_names)) or ("—",)
    return (*names[:MARKS_SHOWN], *["…"] * (len(names) > MARKS_SHOWN))
