"""Complaints (信访举报件): the one state machine: records and a day → where a complaint stands.

A record that does not fit has no effect, and :mod:`ledger.rules.complaints` says why.  Records count by their
dates, on one day in the order of the file.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.counting import percent
from ledger.judging.parties import offices
from ledger.model.complaint import (
    RESULTS,
    Check,
    Complaint,
    Correct,
    Deed,
    Finish,
    Handle,
    Publish,
    Receive,
    Return,
    Stage,
    TakenBack,
)
from ledger.model.entries import ref_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from ledger.model.complaint import ComplaintRecord, Step, Verdict
    from ledger.model.ledger import Ledger
    from ledger.model.unit import Units


class State(StrEnum):
    """How far a complaint has come: 未办结、阶段性办结、办结."""

    OPEN = "open"
    STAGED = "staged"
    FINISHED = "finished"


class Wrong(StrEnum):
    """Why a record has no effect."""

    NOT_RECEIVED = "not_received"
    RECEIVED_TWICE = "received_twice"
    BEFORE_RECEIVED = "before_received"
    NOT_OFFICE = "not_office"
    NOT_HANDLER = "not_handler"
    FINISHED = "finished"
    NOT_DONE = "not_done"
    NO_VERDICT = "no_verdict"
    NOTHING_TAKEN = "nothing_taken"
    NOT_TAKER = "not_taker"


_Args = dict[str, "str | int | tuple[str, ...]"]


class Refused(NamedTuple):
    """A record that has no effect: its place from 0, why, and what fills the gaps of that."""

    position: int
    why: Wrong
    args: Mapping[str, str | int | tuple[str, ...]] = {}


@dataclass(slots=True)
class CaseStanding:
    """Where a complaint stands on a day.

    ``given`` is what was handed over, with all that was put right since; ``None`` where nothing was, or it
    was taken back.  ``limit`` is the day that the office gave, by which 按时 is judged; ``due`` the one by
    which something is owed now, ``None`` where nobody has said.  ``finished`` is the day of 办结, ``staged``
    that of the last stage, ``handed_over`` that of the first record of it that stands.  ``taken`` are the
    places of what was taken back; ``steps`` the records in effect with their places from 0, by date.
    """

    complaint: Complaint
    given: Receive | None = None
    state: State = State.OPEN
    verdict: Verdict | None = None
    limit: date | None = None
    due: date | None = None
    staged: date | None = None
    finished: date | None = None
    returns: int = 0
    checked: date | None = None
    disclosed: date | None = None
    steps: list[tuple[int, Step]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    handed_over: date | None = None
    taken: frozenset[int] = frozenset()

    @property
    def received(self) -> Receive:
        """What was handed over; ValueError where nothing was: :func:`standings_of` leaves such out."""
        if self.given is None:
            raise ValueError(self.complaint.number)
        return self.given

    def days_overdue(self, as_of: date) -> int:
        """How many days after its day an open complaint is; 0 where none.

        One in stages (阶段性办结) is so only after a day that its stage gave.  The day itself is in time.
        """
        if self.state is State.FINISHED or self.due is None:
            return 0
        return max((as_of - self.due).days, 0)

    @property
    def owed(self) -> bool:
        """Whether something is still to be done: it is open, or in stages with a day for the rest."""
        return self.state is State.OPEN or (self.state is State.STAGED and self.due is not None)

    @property
    def in_time(self) -> bool:
        """Whether it was finished by the day that the office gave."""
        return self.finished is not None and self.limit is not None and self.finished <= self.limit

    @property
    def results(self) -> dict[str, int | Decimal]:
        """What was ordered, fined and so on, added up over the records in effect."""
        deeds = [one for _, one in self.steps if isinstance(one, Deed)]
        found: dict[str, int | Decimal] = {}
        for name in RESULTS:
            start: int | Decimal = Decimal(0) if name == "fine" else 0
            found[name] = _plain(sum((getattr(one, name) or 0 for one in deeds), start))
        return found


def _plain(number: int | Decimal) -> int | Decimal:
    """An amount without zeros behind it: 3.0 and 3 are one."""
    if not isinstance(number, Decimal):
        return number
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


PUNISHED = ("cases", "fine", "criminal", "detained", "accountable")
"""Results that say somebody did wrong."""


class Who(NamedTuple):
    """Who may record: the units of the table, and the office; without any office everybody is it."""

    units: Units
    office: frozenset[str]

    def is_office(self, unit: str) -> bool:
        """Whether a unit may do what the office may."""
        return not self.office or unit in self.office

    def handles(self, unit: str, asked: Sequence[str]) -> bool:
        """Whether a unit may record for those that a complaint was given to."""
        return self.is_office(unit) or unit in self.units.speakers(self.units.expand(asked))


def judge(complaint: Complaint, who: Who, as_of: date | None = None) -> CaseStanding:
    """Where a complaint stands on a day, or after all its records."""
    standing = CaseStanding(complaint)
    records = complaint.records
    taken = _taken(records, who, standing.refused)
    standing.taken = frozenset(taken)
    days = (one.date for n, one in enumerate(records) if isinstance(one, Receive) and n not in taken)
    standing.handed_over = next(days, None)
    for n in sorted(range(len(records)), key=lambda n: records[n].date):
        one = records[n]
        if n in taken or isinstance(one, TakenBack) or (as_of is not None and one.date > as_of):
            continue
        wrong = _wrong(one, standing, who)
        if wrong is not None:
            standing.refused.append(Refused(n, *wrong))
            continue
        _move(one, standing)
        standing.steps.append((n, one))
    standing.refused.sort()
    return standing


def judge_all(complaints: Iterable[Complaint], who: Who, as_of: date) -> list[CaseStanding]:
    """Every complaint that had been handed over by a day: batch 9 comes before batch 10."""
    found = [judge(one, who, as_of) for one in complaints]
    found.sort(key=lambda one: (batch_order(one.complaint.batch), one.complaint.number))
    return [one for one in found if one.given is not None]


def batch_order(batch: str) -> tuple[tuple[int, str], ...]:
    """By what batches are ordered: numbers in them as numbers."""
    parts = re.findall("[0-9]+|[^0-9]+", batch)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def _taken(records: Sequence[Step], who: Who, refused: list[Refused]) -> set[int]:
    """The places of what was taken back; voids count on all days."""
    places: dict[str, list[int]] = {}
    for n, one in enumerate(records):
        if not isinstance(one, TakenBack):
            places.setdefault(ref_of(one), []).append(n)
    taken: set[int] = set()
    for n, one in enumerate(records):
        if not isinstance(one, TakenBack):
            continue
        meant = places.get(one.entry)
        if not meant:
            refused.append(Refused(n, Wrong.NOTHING_TAKEN, {"entry": one.entry}))
        elif one.by != records[meant[0]].by and not who.is_office(one.by):
            args: _Args = {"unit": one.by, "by": records[meant[0]].by, "office": tuple(sorted(who.office))}
            refused.append(Refused(n, Wrong.NOT_TAKER, args))
        else:
            taken.update(meant)
    return taken


_Why = tuple[Wrong, "_Args"]


def _wrong(one: ComplaintRecord, standing: CaseStanding, who: Who) -> _Why | None:
    """Why a record does not fit what stands; ``None`` where it does."""
    office: _Args = {"unit": one.by, "office": tuple(sorted(who.office))}
    received = standing.given
    if isinstance(one, Receive):
        if received is not None:
            return Wrong.RECEIVED_TWICE, {"date": str(received.date)}
        return None if who.is_office(one.by) else (Wrong.NOT_OFFICE, office)
    if received is None:
        if standing.handed_over is not None:
            return Wrong.BEFORE_RECEIVED, {"date": str(one.date), "received": str(standing.handed_over)}
        return Wrong.NOT_RECEIVED, {}
    if isinstance(one, Correct | Return) and not who.is_office(one.by):
        return Wrong.NOT_OFFICE, office
    if isinstance(one, Deed | Publish) and not who.handles(one.by, received.units):
        return Wrong.NOT_HANDLER, {"unit": one.by, "units": received.units}
    if isinstance(one, Deed) and standing.state is State.FINISHED:
        return Wrong.FINISHED, {"date": str(standing.finished)}
    if isinstance(one, Check | Return) and standing.state is State.OPEN:
        return Wrong.NOT_DONE, {}
    if isinstance(one, Finish) and (one.verdict or standing.verdict) is None:
        return Wrong.NO_VERDICT, {}
    return None


def _move(one: ComplaintRecord, standing: CaseStanding) -> None:
    """What a record that fits does."""
    if isinstance(one, Deed):
        standing.verdict = one.verdict or standing.verdict
    match one:
        case Receive():
            standing.given = one
            standing.limit = standing.due = one.due
        case Correct():
            _put_right(one, standing)
        case Stage():
            standing.state, standing.staged = State.STAGED, one.date
            standing.due = one.due
        case Finish():
            standing.state, standing.finished = State.FINISHED, one.date
        case Check() if one.outcome == "holds":
            standing.checked = one.date
        case Check() | Return():
            standing.state = State.OPEN
            standing.finished = standing.staged = standing.checked = None
            standing.returns += 1
            standing.limit = standing.due = one.due or standing.limit  # nobody is given time by silence
        case Publish():
            standing.disclosed = one.date
        case Handle() | _:
            pass


_PUT_RIGHT = ("channel", "key", "area", "place", "kinds", "units", "due", "task")


def _put_right(one: Correct, standing: CaseStanding) -> None:
    named = {name: value for name in _PUT_RIGHT if (value := getattr(one, name)) not in (None, ())}
    standing.given = standing.received.model_copy(update=named)
    if one.due is not None:
        standing.limit = one.due
        if standing.state is State.OPEN:
            standing.due = one.due


_TELLING = 8
"""How many characters a text has at least that tells two complaints to be one without a place."""


def place_of(received: Receive) -> str | None:
    """Area and place with what looks alike made alike; without a place area and text, where that is more than
    a word or two, else ``None``."""
    if received.place is None and len(received.text) < _TELLING:
        return None
    named = received.place or f"|{received.text}"
    said = unicodedata.normalize("NFKC", received.area + "|" + named).casefold()
    return "".join(character for character in said if character.isalnum() or character == "|")


def repeated(standings: Iterable[CaseStanding]) -> dict[str, tuple[str, ...]]:
    """All complaints of one area and place, or without a place of one text, by the number of each; who
    is alone is left out."""
    by_place: dict[str, list[str]] = {}
    for one in standings:
        place = place_of(one.received)
        if place is not None:
            by_place.setdefault(place, []).append(one.complaint.number)
    found: dict[str, tuple[str, ...]] = {}
    for numbers in by_place.values():
        if len(numbers) > 1:
            shown = tuple(numbers)
            found |= dict.fromkeys(numbers, shown)
    return found


class Counts(NamedTuple):
    """What a set of complaints comes to; each field counts complaints, results what records say."""

    total: int
    key: int
    open: int
    staged: int
    finished: int
    confirmed: int
    partly: int
    unfounded: int
    unjudged: int
    overdue: int
    undetermined: int
    due: int
    in_time: int
    returned: int
    results: Mapping[str, int | Decimal]

    @property
    def rates(self) -> dict[str, Decimal | None]:
        """The rates, by their names: see :func:`rates`."""
        return rates(self._asdict())


def rates(told: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The rates of counts by the names of :class:`Counts`, of one ledger or of sums over several, per cent.

    办结率 (``rate``): finished of all; 办结和阶段性办结率 (``stage_rate``): finished or in stages of all;
    按时办结率 (``in_time_rate``): of those whose day has come, the ones finished by it.
    """
    return {
        "rate": percent(told["finished"], told["total"]),
        "stage_rate": percent(told["finished"] + told["staged"], told["total"]),
        "in_time_rate": percent(told["in_time"], told["due"]),
    }


def counts(standings: Collection[CaseStanding], as_of: date) -> Counts:
    """Count complaints; states add up to the total, and so do verdicts with those that have none."""

    def how_many(holds: Iterable[bool]) -> int:
        return sum(1 for one in holds if one)

    results: dict[str, int | Decimal] = dict.fromkeys(RESULTS, 0)
    for one in standings:
        for name, value in one.results.items():
            results[name] = _plain(results[name] + value)
    judged = [one.verdict for one in standings]
    states = [one.state for one in standings]
    passed = [one for one in standings if one.limit is not None and one.limit <= as_of]
    return Counts(
        total=len(standings),
        key=how_many(one.received.key for one in standings),
        open=states.count(State.OPEN),
        staged=states.count(State.STAGED),
        finished=states.count(State.FINISHED),
        confirmed=judged.count("confirmed"),
        partly=judged.count("partly"),
        unfounded=judged.count("unfounded"),
        unjudged=judged.count(None),
        overdue=how_many(one.days_overdue(as_of) > 0 for one in standings),
        undetermined=how_many(one.state is State.OPEN and one.due is None for one in standings),
        due=len(passed),
        in_time=how_many(one.in_time for one in passed),
        returned=how_many(one.returns > 0 for one in standings),
        results=results,
    )


def who_of(ledger: Ledger) -> Who:
    """Who may record of the complaints of a ledger."""
    from ledger.judging.status import policy_of

    return Who(ledger.units, offices(ledger.units, policy_of(ledger.plan)))


def standings_of(ledger: Ledger, as_of: date) -> list[CaseStanding]:
    """Every complaint that had been handed over by a day, in the order of batches and numbers."""
    return judge_all(ledger.complaints, who_of(ledger), as_of) if ledger.complaints else []
