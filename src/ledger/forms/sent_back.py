"""Forms that came back and of which nothing was taken, or not every row: who sent one is not silent.

They are told in the file of the round (退回), by a closed list of reasons: what was typed stays in the form
that goes back, as it may name persons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from ledger.model.round import Why
from ledger.recording.append import NotAppendableError
from ledger.recording.books import add, asked_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.forms.identity import Identity
    from ledger.model.ledger import Ledger
    from ledger.model.round import OpenRow, Round
    from ledger.model.unit import Units
    from ledger.reports.report import Message

_OTHER = frozenset({"other_ledger", "no_round", "not_asked", "other_round"})
_DAY = frozenset({"no_report_day", "two_days", "before_asked", "future"})
_KEY = frozenset({"no_key", "key", "key_twice", "day_for_key", "no_task", "not_owed", "withdrawn"})


class Back(NamedTuple):
    """A file of which nothing was taken: its name and checksum, why, whose form it says it is, the day on
    which it says it was filled in.  With ``rows`` all but these was taken."""

    file: str
    sha256: str
    why: tuple[Why, ...]
    identity: Identity | None = None
    reported: date | None = None
    rows: tuple[OpenRow, ...] = ()


def why_of(
    reasons: Iterable[Message], *, asked: bool = False, misfilled: bool = False, empty: bool = False
) -> tuple[Why, ...]:
    """The reasons of a form, each once, in the order of the closed list."""
    found: set[Why] = {"doubtful"} if asked else set()
    if empty:
        found.add("empty")
    if misfilled:
        found.add("misfilled")
    for one in reasons:
        _, sort, name = one.key.split(".", 2)
        if sort == "ask":
            found.add("doubtful")
        elif sort == "file":
            found.add("other_form" if name in _OTHER else "unreadable")
        else:
            found.add("no_day" if name in _DAY else "no_key" if name in _KEY else "misfilled")
    return tuple(one for one in get_args(Why) if one in found)


def units_named(file: str, this: Round, units: Units) -> set[str]:
    """The units that the name of a file tells, of the round or not; of a name within a longer one only the
    longer."""
    told: dict[str, str] = {}
    for one in (*this.units, *units.units):
        known = units.units.get(one)
        names = (one, known.name, *known.aliases) if known is not None else (one,)
        told |= {name: one for name in names if name in file}
    return {one for name, one in told.items() if not any(name != other and name in other for other in told)}


def latest(ledger: Ledger, unit: str) -> str:
    """The round in which a unit was last asked; empty where it never was."""
    asked = [(one.of(unit), one.id) for one in ledger.rounds]
    return max(((a.date, name) for a, name in asked if a is not None), default=(None, ""))[1]


def recorded(
    backs: Sequence[Back], ledger: Ledger, wanted: str | None, day: date, tree: Mapping[str, bytes]
) -> dict[str, tuple[bytes | None, bytes]]:
    """The files of rounds with the forms that went back, each file told once."""
    rounds = {one.id: one for one in ledger.rounds}
    made: dict[str, list[dict[str, Any]]] = {}
    for back in backs:
        unit, name = _whose(back, ledger, wanted)
        this = rounds.get(name)
        if this is None or this.of(unit) is None:
            continue
        if any(one.sha256 == back.sha256 and one.rows == back.rows for one in this.backs(unit)):
            continue
        rows = [{"key": one.key, "row": one.row} for one in back.rows]
        record = {
            "date": back.reported or day,
            "type": "sent_back",
            "unit": unit,
            "why": list(back.why),
            "file": back.file,
            "sha256": back.sha256,
            **({"rows": rows} if rows else {}),
        }
        mine = made.setdefault(name, [])
        if not any(one | {"file": ""} == record | {"file": ""} for one in mine):  # copies of one file
            mine.append(record)
    changes: dict[str, tuple[bytes | None, bytes]] = {}
    for name, records in made.items():
        book = asked_in(name)
        try:
            changes[book.path] = (tree[book.path], add(book, tree[book.path], records).data)
        except NotAppendableError:  # nobody can append there by hand either, and check says so
            continue
    return changes


def _whose(back: Back, ledger: Ledger, wanted: str | None) -> tuple[str, str]:
    """The unit that sent a file, and the round that it was to answer.

    The name of the file tells who sent it where it names a unit of the round and the form is another's, or
    the file could not be read.  Nothing where it names several.
    """
    mine = back.identity
    sent_out = [(max(a.date for a in one.asked), one.id) for one in ledger.rounds if one.asked]
    name = wanted or (latest(ledger, mine.unit) if mine is not None else "")
    name = name or max(sent_out, default=(None, ""))[1]
    this = next((one for one in ledger.rounds if one.id == name), None)
    told = units_named(back.file, this, ledger.units) if this is not None else set()
    if mine is not None and (mine.unit in told or not told):
        return mine.unit, name
    named = told & set(this.units) if this is not None else set()
    return (next(iter(named)), name) if len(named) == 1 else ("", "")
