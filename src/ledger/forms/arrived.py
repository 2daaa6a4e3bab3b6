"""Files that came in: which hold a form of this ledger, and whose form each is."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.forms.batch import ALL
from ledger.forms.identity import ledger_of
from ledger.forms.reading import FormError, Returned, Trouble, read_forms
from ledger.forms.sent_back import Back, latest, units_named, why_of
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.forms.batch import Asked
    from ledger.forms.identity import Identity
    from ledger.judging.day import Day


class Held(NamedTuple):
    """A form that is this ledger's, with the checksum of its file and the unit as it is called today;
    ``named`` is another unit, after which the file is named, ``fits`` says that it is named after
    this one."""

    file: str
    digest: str
    returned: Returned
    unit: str
    reported: date | None
    named: str | None
    fits: bool


class Arrived(NamedTuple):
    """The forms, and by their files what is not taken at all and what is asked about; ``backs`` are the files
    of which nothing is taken."""

    held: list[Held]
    refused: list[tuple[str, Message]]
    doubted: list[tuple[str, Message]]
    backs: list[Back]


def arrived(files: Sequence[tuple[str, bytes]], day: Day, asked: Asked) -> Arrived:
    """Read the files (name and bytes).  The same bytes are one form, whose file is the one that is named
    after its unit: another of a name of its own is a copy that another unit sent in the place of its form."""
    names: dict[str, list[str]] = {}
    contents: dict[str, bytes] = {}
    for name, data in files:
        digest = sha256(data).hexdigest()
        names.setdefault(digest, []).append(name)
        contents[digest] = data
    found = Arrived([], [], [], [])
    for digest, data in sorted(contents.items()):
        alike = sorted(set(names[digest]))
        held: list[Held] = []
        returned: Returned | None = None
        try:
            for returned in read_forms(data):
                held += [_fitting(alike, digest, returned, day, asked)]
        except FormError as error:
            mine = returned.identity if returned is not None else None
            for name in alike:
                found.refused.append((name, error.why))
                found.backs.append(Back(plain_name(name), digest, why_of([error.why]), mine))
        else:
            copies = [name for name in alike if name not in {one.file for one in held}]
            found.held.extend(_copied(one, copies, day, asked, found) for one in held)
    return found


def _fitting(alike: Sequence[str], digest: str, returned: Returned, day: Day, asked: Asked) -> Held:
    """The form under the name that fits its unit best: names it, names none, names another."""
    return min(
        (_held(name, digest, returned, day, asked) for name in alike),
        key=lambda one: (one.named is not None, not one.fits, one.file),
    )


def _copied(one: Held, copies: Sequence[str], day: Day, asked: Asked, found: Arrived) -> Held:
    """The form with its copies told: one that is named after another unit is asked about, as that unit has
    not sent its own form."""
    for name in copies:
        named = _named(name, one.returned.identity, day)
        if named.other is None or ALL in asked.settled:
            note = Message("form.note.copy", {"copy": name})
            one = one._replace(returned=one.returned._replace(notes=(*one.returned.notes, note)))
        else:
            args = {"file": one.file, "named": named.other, "unit": one.unit}
            found.doubted.append((name, Message("form.ask.copy", args)))
            found.backs.append(Back(plain_name(name), one.digest, ("other_form",), one.returned.identity))
    return one


def _held(name: str, digest: str, returned: Returned, day: Day, asked: Asked) -> Held:
    """The form as one of this ledger; FormError where it is none that can be taken."""
    ledger, mine = day.ledger, returned.identity
    if ledger.plan is None or ledger_of(ledger.plan) != mine.ledger:
        raise FormError("form.file.other_ledger")
    this = next((one for one in ledger.rounds if one.id == mine.round), None)
    if this is None:
        raise FormError("form.file.no_round", round=mine.round)
    if mine.unit not in ledger.units.units or this.of(mine.unit) is None:
        raise FormError("form.file.not_asked", round=mine.round, unit=mine.unit)
    wanted = asked.round or latest(ledger, mine.unit)
    if mine.round != wanted:
        raise FormError("form.file.other_round", round=mine.round, wanted=wanted, unit=mine.unit)
    reported = returned.reported
    if reported is None and asked.day is not None:
        reported = asked.day
        returned = returned._replace(troubles=())
    if reported is not None and reported < mine.asked:
        why = Message("form.bad.before_asked", {"reported": reported, "asked": mine.asked})
        returned = returned._replace(troubles=(*returned.troubles, Trouble(returned.day_at, why)))
    if reported is not None and reported > day.as_of:
        why = Message("form.bad.future", {"reported": reported, "today": day.as_of})
        returned = returned._replace(troubles=(*returned.troubles, Trouble(returned.day_at, why)))
    named = _named(name, mine, day)
    return Held(
        name, digest, returned, ledger.units.on(mine.unit, day.as_of), reported, named.other, fits=named.own
    )


class _Named(NamedTuple):
    """Whether the name of a file tells the unit of the form, and the unit that it tells in its place."""

    own: bool
    other: str | None


def _named(file: str, mine: Identity, day: Day) -> _Named:
    this = next(one for one in day.ledger.rounds if one.id == mine.round)
    whole = units_named(file, this, day.ledger.units)
    return _Named(mine.unit in whole, None if mine.unit in whole else min(whole, default=None))


_UNFIT = re.compile(r"[/\\\x00-\x1f\x7f]")


def plain_name(file: str) -> str:
    """The name of a file as a record may have it."""
    return _UNFIT.sub("_", file)[-200:] or "_"
