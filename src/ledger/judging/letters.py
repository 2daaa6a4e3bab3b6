"""Letters of the office (函): which count, who has replied to them, and whose reply is owed.

A letter or reply that does not fit has no effect, and :mod:`ledger.rules.letters` says why.  Letters are told
by their numbers (:func:`same`); where a number stands twice, the first in the file has it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.owed import Obligation, Share, What, days_late
from ledger.model.entries import ref_of
from ledger.model.letter import Letter, Reply, Taken
from ledger.model.plan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.model.unit import Units


_BRACKETS = str.maketrans("〔〕[]【】{}", "()()()()")


class Wrong(StrEnum):
    """Why a letter or reply has no effect."""

    NOT_OFFICE = "not_office"
    NUMBER_TAKEN = "number_taken"
    REPLY_BY_BEFORE = "reply_by_before"
    NO_LETTER = "no_letter"
    NOT_ASKED = "not_asked"
    BEFORE_LETTER = "before_letter"
    NOTHING_TAKEN = "nothing_taken"
    NOT_TAKER = "not_taker"
    TAKEN_BACK = "taken_back"


class Refused(NamedTuple):
    """A record of the book that has no effect: its place from 0, why, and what fills the gaps of that."""

    position: int
    why: Wrong
    args: Mapping[str, str | int | tuple[str, ...]]


class Sent(NamedTuple):
    """A letter that counts: its place in the book from 0, the units it is for, and the replies to it by the
    unit that was asked, in the order of the file."""

    position: int
    letter: Letter
    to: tuple[str, ...]
    replies: tuple[tuple[str, Reply], ...]


class Asked(NamedTuple):
    """A letter and one of the units it is for, by its name of the day.

    ``owed`` says that a reply is asked for and is not there; ``days_late`` counts the days after the last one
    on which it came or, while it is owed, that have passed.
    """

    letter: Letter
    unit: str
    replied: date | None
    owed: bool
    days_late: int | None


class Read(NamedTuple):
    """A book of letters: what counts, what has no effect, the positions of what was taken back."""

    sent: tuple[Sent, ...]
    refused: tuple[Refused, ...]
    taken: frozenset[int] = frozenset()


def same(number: str) -> str:
    """What a number is compared by: brackets, width, blanks and leading zeros make no other letter of it."""
    plain = "".join(unicodedata.normalize("NFKC", number).split())
    plain = plain.translate(_BRACKETS)
    return re.sub("(?<![0-9])0+(?=[0-9])", "", plain)


def read_letters(book: Sequence[Letter | Reply | Taken], units: Units, office: Collection[str]) -> Read:
    """Which letters count, with their replies; in a merge a reply may come to stand before its letter.

    What was taken back is settled first: it never was.  A reply to a letter that was taken back falls away
    with it, unless another letter has the number now; one that comes later answers nothing.
    """
    taken, refused, gone = _taken(book, office)
    letters: dict[str, tuple[int, Letter]] = {}
    for n, one in enumerate(book):
        if isinstance(one, Letter) and n not in taken:
            wrong = _wrong_letter(one, letters, office)
            if wrong is None:
                letters[same(one.number)] = (n, one)
            else:
                refused.append(Refused(n, *wrong))
    to = {no: units.expand(letter.to) for no, (_, letter) in letters.items()}
    replies: dict[str, list[tuple[str, Reply]]] = {no: [] for no in letters}
    for n, one in enumerate(book):
        if isinstance(one, Reply) and n not in taken:
            no = same(one.number)
            if no in gone and no not in letters:
                if one.date > gone[no]:
                    refused.append(Refused(n, Wrong.TAKEN_BACK, {"no": one.number, "date": str(gone[no])}))
                continue
            wrong = _wrong_reply(one, letters, to, units)
            if wrong is None:
                meant = units.speaks_for(one.by)
                replies[no] += [(unit, one) for unit in to[no] if unit in meant]
            else:
                refused.append(Refused(n, *wrong))
    sent = tuple(Sent(n, letter, to[no], tuple(replies[no])) for no, (n, letter) in letters.items())
    return Read(sent, tuple(sorted(refused)), frozenset(taken))


def _taken(
    book: Sequence[Letter | Reply | Taken], office: Collection[str]
) -> tuple[set[int], list[Refused], dict[str, date]]:
    """The positions of what was taken back, the voids that take back nothing, and the numbers of letters that
    are gone, each with the day of that."""
    voids = [(n, one) for n, one in enumerate(book) if isinstance(one, Taken)]
    if not voids:
        return set(), [], {}
    places: dict[str, list[tuple[int, Letter | Reply]]] = {}
    for n, one in enumerate(book):
        if not isinstance(one, Taken):
            places.setdefault(ref_of(one), []).append((n, one))
    taken: set[int] = set()
    gone: dict[str, date] = {}
    refused: list[Refused] = []
    for n, void in voids:
        meant = [(k, one) for k, one in places.get(void.entry, ()) if same(one.number) == same(void.number)]
        if not meant:
            refused.append(Refused(n, Wrong.NOTHING_TAKEN, {"no": void.number, "entry": void.entry}))
        elif office and void.by not in {*office, meant[0][1].by}:
            args: dict[str, str | int | tuple[str, ...]] = {"unit": void.by, "by": meant[0][1].by}
            args["office"] = tuple(sorted(office))
            refused.append(Refused(n, Wrong.NOT_TAKER, args))
        else:
            taken |= {k for k, _ in meant}
            gone |= {same(one.number): void.date for _, one in meant if isinstance(one, Letter)}
    return taken, refused, gone


def _wrong_letter(
    one: Letter, letters: Mapping[str, tuple[int, Letter]], office: Collection[str]
) -> tuple[Wrong, dict[str, Any]] | None:
    if office and one.by not in office:
        return Wrong.NOT_OFFICE, {"unit": one.by, "office": tuple(sorted(office))}
    if same(one.number) in letters:
        return Wrong.NUMBER_TAKEN, {"no": one.number, "position": letters[same(one.number)][0] + 1}
    if one.reply_by is not None and one.reply_by < one.date:
        return Wrong.REPLY_BY_BEFORE, {"reply_by": str(one.reply_by), "date": str(one.date)}
    return None


def _wrong_reply(
    one: Reply,
    letters: Mapping[str, tuple[int, Letter]],
    to: Mapping[str, Collection[str]],
    units: Units,
) -> tuple[Wrong, dict[str, Any]] | None:
    no = same(one.number)
    if no not in letters:
        from difflib import get_close_matches

        near = [letters[key][1].number for key in get_close_matches(no, letters, 3)]
        return Wrong.NO_LETTER, {"no": one.number, "near": tuple(near)}
    letter = letters[no][1]
    if not units.speaks_for(one.by) & set(to[no]):
        return Wrong.NOT_ASKED, {"unit": one.by, "no": one.number, "to": tuple(to[no])}
    if one.date < letter.date:
        return Wrong.BEFORE_LETTER, {"date": str(one.date), "no": one.number, "sent": str(letter.date)}
    return None


def asked(sent: Iterable[Sent], units: Units, as_of: date) -> Iterator[Asked]:
    """Each letter by the day and each unit it is for, in the order of the file."""
    for one in sent:
        letter = one.letter
        if letter.date > as_of:
            continue
        for unit, replied in _answers(one, units, as_of).items():
            wanted = letter.reply_by is not None
            late = days_late(letter.reply_by, replied, as_of)
            yield Asked(letter, unit, replied, wanted and replied is None, late)


def _answers(one: Sent, units: Units, as_of: date) -> dict[str, date | None]:
    """The units that a letter is for by their names of the day, with the day on which each replied; where two
    have become one, what is left of both is one reply."""
    found: dict[str, date | None] = {}
    for name in one.to:
        days = [reply.date for unit, reply in one.replies if unit == name and reply.date <= as_of]
        unit, replied = units.on(name, as_of), min(days, default=None)
        known = found.get(unit, replied)
        found[unit] = max(known, replied) if known is not None and replied is not None else None
    return found


def owed_replies(sent: Iterable[Sent], units: Units, as_of: date) -> Iterator[Obligation]:
    """The replies that letters by the day ask for, a share for each unit; the text of one is the number of
    its letter."""
    for one in sent:
        letter, due = one.letter, one.letter.reply_by
        if letter.date > as_of or due is None:
            continue
        shares = tuple(Share(u, due, day) for u, day in _answers(one, units, as_of).items())
        days = [share.done for share in shares if share.done is not None]
        done = max(days) if days and len(days) == len(shares) else None
        yield Obligation(What.REPLY, None, shares, due, due, done, since=letter.date, text=letter.number)


def unmeant(judgement: Judgement, to: Iterable[str], level: str) -> dict[str, list[str]]:
    """The units that a letter of a level about a task may not be meant for, by why: they have no part in it,
    owe nothing of it themselves or, where the letter is more than a reminder, nothing late.  Who speaks for
    others has their part."""
    chain, as_of = judgement.chain, judgement.as_of
    units = chain.units

    def mine(name: str) -> set[str]:
        known = {name, *units.speaks_for(name)}
        return known | {units.on(one, as_of) for one in known}

    part = {name for unit in chain.taking_part for name in mine(unit)}
    owing = {name for unit in judgement.owed_by for name in mine(unit)}
    late = {name for debt in judgement.late for unit in debt.units for name in mine(unit)}
    anybody = any(not debt.units for debt in judgement.late)
    found: dict[str, list[str]] = {}
    for unit in to:
        names = mine(unit)
        if not names & part:
            found.setdefault("letter.no_part", []).append(unit)
        elif not names & owing:
            found.setdefault("letter.not_owed", []).append(unit)
        elif level != LEVELS[0] and not names & late and not anybody:
            found.setdefault("letter.not_late", []).append(unit)
    return found
