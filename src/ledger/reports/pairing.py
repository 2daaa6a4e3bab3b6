"""Which task of ours each row of a superior's list is: by number and text, by one of them, or several."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.document import OWN
from ledger.plans.progress import squeezed
from ledger.plans.tableheads import read_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ledger.documents.blocks import Place
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Baseline

_ALIKE, _LOOKED_AT = 0.4, 500
"""From how alike two texts of one number are, on, they are one task reworded, and how much is read."""
_EXCERPT = 8
"""How many characters of a text name it when the rest is left off."""
_NUMBER = re.compile(r"第?([0-9]{1,6})项?号?(?:[-(]([0-9]{1,4})\)?)?")
_MARKS = re.compile(r"[\s\W_]+")


class Theirs(NamedTuple):
    """A row of the list: its number and title as written, what else it says, and where it stands.

    ``state`` is its column of states, ``told`` its words on progress.  ``baseline`` is what was understood of
    it, ``None`` where the row has nothing more; ``unread`` are names of units that were not.
    """

    number: str
    title: str
    problem: str
    state: str
    told: tuple[str, ...]
    place: Place | int
    baseline: Baseline | None
    unread: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the row says of how far the task is."""
        return self.state or "；".join(self.told)


class Listing(NamedTuple):
    """The superior's list: its rows, and what stands in it that is no part of any."""

    rows: list[Theirs]
    left: list[Theirs]


def first_of_each(rows: Sequence[Theirs]) -> tuple[list[Theirs], set[int]]:
    """The rows without those that say number and text of an earlier one again, and these."""
    seen: set[tuple[str, str]] = set()
    first, twice = [], set()
    for row in rows:
        name = number_key(row.number), letters(row.title or row.problem)
        if name in seen:
            twice.add(id(row))
        else:
            first.append(row)
            seen.add(name)
    return first, twice


def pair_up(
    rows: Sequence[Theirs], judged: Sequence[Judgement]
) -> tuple[dict[int, Judgement], dict[int, list[Judgement]]]:
    """The task of ours that each row is: by number and text, by text alone, then by number where the texts
    are alike or the list has none; and the rows that name several, such as a problem with its sub-items."""
    known = _Known(judged)
    pairs: dict[int, Judgement] = {}
    taken: set[int] = set()

    def pair(row: Theirs, ours: Judgement | None) -> None:
        if ours is not None and id(row) not in pairs and id(ours) not in taken:
            pairs[id(row)] = ours
            taken.add(id(ours))

    for row in rows:
        ours = known.by_number(row)
        pair(row, ours if ours is not None and same_text(row, ours) else None)
    for row in rows:
        named = known.by_text(row)
        pair(row, named[0] if len(named) == 1 else None)
    for row in rows:
        ours = known.by_number(row)
        pair(row, ours if ours is not None and (not row.title or _alike(row, ours)) else None)
    several: dict[int, list[Judgement]] = {}
    for row in rows:
        if id(row) not in pairs:
            named = known.by_text(row)
            free = [one for one in named if id(one) not in taken]
            if free:
                several[id(row)] = free
                taken |= {id(one) for one in named}
    return pairs, several


class _Known:
    """Our tasks by their numbers and by the texts that each goes by."""

    def __init__(self, judged: Iterable[Judgement]) -> None:
        self._numbered: dict[str, Judgement] = {}
        self.texts: dict[str, list[Judgement]] = {}
        for one in judged:
            self._numbered.setdefault(number_key(one.baseline.number), one)
            for text in _names(one.baseline.title, one.baseline.problem or ""):
                self.texts.setdefault(text, []).append(one)

    def by_number(self, row: Theirs) -> Judgement | None:
        """The task with the number of a row."""
        return self._numbered.get(number_key(row.number)) if row.number else None

    def by_text(self, row: Theirs) -> list[Judgement]:
        """The tasks that go by a text of a row."""
        texts = _names(row.title, row.problem)
        return list({id(one): one for text in texts for one in self.texts.get(text, ())}.values())


def number_key(text: str) -> str:
    """A number as all ways of writing it have it: 7（1）, 7-1, 07-1 and 第7项（1） are one."""
    text = squeezed(read_number(text) or text)
    said = _NUMBER.fullmatch(text)
    if said is None:
        return text
    return "-".join(str(int(part)) for part in said.groups() if part is not None)


_BETWEEN = re.compile(r"[、,，;；/\n]|和|及|与")
_RANGE = re.compile(r"第?([0-9]{1,4})项?(?:[-~～—–]+|至|到)第?([0-9]{1,4})项?")
_RANGE_MOST = 200


def numbers_of(text: str, known: Collection[str]) -> list[str]:
    """The numbers that a row names where it names several: 7(1)、7(2), or 9-11 where there is no 9（11）.

    ``known`` are the keys of our tasks; a number with sub-items stands for these.  Empty where it names one.
    """
    said = text.strip()
    parts = [part.strip() for part in _BETWEEN.split(said) if part.strip()]
    found: list[str] = []
    for part in parts:
        ends = _RANGE.fullmatch(squeezed(part))
        if ends is None or number_key(part) in known:
            found.append(part)
            continue
        first, last = int(ends[1]), int(ends[2])
        if not first < last <= first + _RANGE_MOST:
            return []
        for number in range(first, last + 1):
            own = [key for key in known if key.partition("-")[0] == str(number)]
            found += sorted(own) or [str(number)]
    return found if len(found) > 1 and any(number_key(one) in known for one in found) else []


def parts_of(rows: Sequence[Theirs], known: Collection[str]) -> list[Theirs]:
    """The rows, one for each task where one names several by their numbers."""
    return [
        row._replace(number=number) if number else row
        for row in rows
        for number in (numbers_of(row.number, known) or [""])
    ]


def letters(text: str) -> str:
    """The words of a text without marks, spaces, ends of lines and width."""
    return _MARKS.sub("", squeezed(text))


def _names(title: str, problem: str) -> list[str]:
    """The texts by which a task goes: its title, its own heading in it, its problem, and both."""
    own = title.rpartition(OWN)[2]
    texts = dict.fromkeys(letters(one) for one in (title, own, problem, title + problem))
    return [text for text in texts if text]


def same_text(row: Theirs, ours: Judgement) -> bool:
    """Whether a row names the task in its own words, whole or in an excerpt."""
    theirs, held = _names(row.title, row.problem), _names(ours.baseline.title, ours.baseline.problem or "")
    if not set(theirs).isdisjoint(held):
        return True
    return any(len(a) >= _EXCERPT and a in b for a in theirs for b in held)


def _alike(row: Theirs, ours: Judgement) -> bool:
    pairs = ((row.title, ours.baseline.title), (row.problem or row.title, ours.baseline.problem or ""))
    cut = ((letters(a)[:_LOOKED_AT], letters(b)[:_LOOKED_AT]) for a, b in pairs)
    return any(a and b and SequenceMatcher(None, a, b).ratio() >= _ALIKE for a, b in cut)


_At = tuple[str, int, int] | None


def row_of(row: Theirs) -> _At:
    """The row of a table in which something stands; ``None`` outside of tables."""
    at = row.place
    return None if isinstance(at, int) or not at.row else (at.part, at.table, at.row)


def spoken_of(
    listing: Listing, pairs: dict[int, Judgement], kept: set[int], judged: Sequence[Judgement]
) -> dict[_At, Judgement]:
    """The tasks of ours that cells which were not read are about, by their rows: the one of the row, or where
    the row was not read at all the only one that goes by the text of a cell, or by the number in it."""
    found = {row_of(row): pairs[id(row)] for row in listing.rows if id(row) in pairs}
    texts = _Known(judged).texts
    numbered = {number_key(one.baseline.number): one for one in judged if id(one) not in kept}
    columns = {
        row.place.column for row in listing.rows if row_of(row) is not None and not isinstance(row.place, int)
    }
    for cell in listing.left:
        if not isinstance(cell.place, int) and cell.place.column in columns:
            ours = numbered.get(number_key(cell.title))
            if ours is not None:
                found.setdefault(row_of(cell), ours)
    for cell in listing.left:
        named = texts.get(letters(cell.title), ())
        if len(named) == 1 and id(named[0]) not in kept:
            found.setdefault(row_of(cell), named[0])
    found.pop(None, None)
    return found
