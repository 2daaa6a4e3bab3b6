"""The calendar: days on which something is due, each with an identity that outlives a change of its day.

An occasion is an obligation that has a day, or the share of one unit in it where that share has a day of its
own; to these comes the end of a public notice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.duties import earliest_named
from ledger.judging.owed import Basis, What
from ledger.judging.status import judge
from ledger.reports.issues import standing_word
from ledger.reports.occasions import Due, digest, dues_of, named
from ledger.reports.report import Message, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.judging.day import Day
    from ledger.judging.owed import Obligation
    from ledger.judging.select import Criteria
    from ledger.judging.status import Judgement
    from ledger.reports.occasions import Kind


class Occasion(NamedTuple):
    """A day in the calendar.

    ``uid`` is made of issue, kind and place, never of the day: a deadline that is moved stays the same
    occasion.  ``changes`` grows with the records that can change it.  ``done`` is the day on which it was
    done.  What is ``cancelled`` is to be taken off a calendar that has it.
    """

    uid: str
    kind: Kind
    day: date
    done: date | None
    changes: int
    summary: Message
    details: tuple[Message, ...]
    cancelled: bool = False


class Undated(NamedTuple):
    """How much has no day, so that the calendar cannot show it: by what it is."""

    issues: int = 0
    actions: int = 0
    duties: int = 0
    complaints: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The occasions by day, cancelled ones among them, and how much has no day."""

    title: Message
    as_of: date
    occasions: tuple[Occasion, ...]
    undated: Undated = field(default_factory=Undated)

    @property
    def standing(self) -> tuple[Occasion, ...]:
        """The occasions that are not cancelled."""
        return tuple(one for one in self.occasions if not one.cancelled)


_NEVER_TOLD = {"supervise", "account"}
"""Entries that change no occasion; not even their number is told."""


def build_agenda(day: Day, criteria: Criteria, until: date, *, every: bool = False) -> Agenda:
    """The calendar of what is asked for, with the duties that begin up to ``until``.

    Where units are asked for it has what they owe, nothing else; where tasks are, nothing that is of no task.
    What is done is cancelled unless ``every``: a calendar program keeps what it was once given until it is
    told otherwise.
    """
    of_tasks = bool(criteria.support or criteria.acceptance or criteria.holds)
    asked = list(dict.fromkeys((*criteria.unit, *criteria.lead)))
    maker = _Maker(day, criteria.unit or criteria.lead)
    shown = day.select(criteria)
    duties = [one for one in day.duties(until) if one.what in {What.RECURRING, What.DISCLOSURE, What.REPLY}]
    found = [occasion for judgement in shown for occasion in maker.of_issue(judgement)]
    ids = {judgement.issue.id for judgement in shown}
    for duty in duties:
        if duty.issue in ids or (duty.issue is None and not of_tasks):
            found += maker.of_duty(duty)
    found += maker.complaints()
    kept = [
        occasion if every or occasion.done is None else occasion._replace(cancelled=True)
        for occasion in _told_apart(found)
    ]
    kept.sort(key=lambda occasion: (occasion.day, occasion.uid))
    owed = [one for judgement in shown for one in judgement.obligations]
    owed += [one for one in duties if one.issue in ids]
    title = Message("calendar.name_unit", {"units": asked}) if asked else Message("calendar.name")
    return Agenda(title, day.as_of, tuple(kept), maker.undated(owed))


def _told_apart(found: Iterable[Occasion]) -> Iterator[Occasion]:
    """The occasions; of several with one identity, as two duties of a measure, all but one get numbers."""
    groups: dict[str, list[Occasion]] = {}
    for occasion in found:
        groups.setdefault(occasion.uid, []).append(occasion)
    for uid, group in groups.items():
        name, _, rest = uid.partition("@")
        for n, occasion in enumerate(sorted(group, key=lambda one: str(one.summary.args.get("text"))), 1):
            yield occasion if n == 1 else occasion._replace(uid=f"{name}.{n}@{rest}")


class _Maker:
    """Makes occasions for a calendar of ``units``, of everybody where none are given."""

    def __init__(self, day: Day, units: Sequence[str]) -> None:
        table, plan = day.ledger.units, day.ledger.plan
        self._day = day
        self._site = sha256((plan.title if plan else "").encode()).hexdigest()[:16]
        self._units = {table.on(name, day.as_of) for name in table.expand(units)} if units else None

    def of_issue(self, judgement: Judgement) -> Iterator[Occasion]:
        """The occasions of an issue; those that one had until it was withdrawn are cancelled."""
        withdrawn = judgement.chain.withdrawn
        then = judgement
        if withdrawn is not None:
            day, last = self._day, withdrawn - timedelta(1)
            then = judge(judgement.issue, last, day.setting, day.issued, earliest_named(day.ledger))
        for due in dues_of(then):
            name = f"{judgement.issue.id}.{due.kind}{due.place}"
            made = self._made(due, name, _changes(judgement), _about(judgement))
            yield from made if withdrawn is None else (one._replace(cancelled=True) for one in made)

    def of_duty(self, duty: Obligation) -> Iterator[Occasion]:
        """The occasion of a period of a recurring duty, of a year in which a unit tells the public, or of a
        letter to be replied to."""
        if duty.due is None or duty.since is None:
            return
        if duty.what is What.REPLY:
            yield from self._reply(duty, duty.due)
            return
        period = Message("calendar.period", {"since": duty.since, "until": duty.due})
        if duty.issue is None:
            unit, year = duty.shares[0].unit, duty.since.year
            told = sum(
                1 for one in self._day.ledger.disclosures if one.unit == unit and one.date <= self._day.as_of
            )
            summary = Message("calendar.disclosure", {"year": year, "unit": unit})
            due = Due("disclosure", "", duty, duty.due, duty.shares, summary, (period,))
            yield from self._made(due, f"disclosure.{digest(unit)}.{year}", told, ())
            return
        judgement = self._day.by_id[duty.issue]
        # the period is the name of the duty, not its day: it is never moved
        months = (duty.due.year - duty.since.year) * 12 + duty.due.month - duty.since.month + 1
        place = f".{duty.measure}.{months}.{duty.since:%Y-%m}"
        summary = Message("calendar.recurring", named(judgement, duty) | {"text": duty.text})
        due = Due("recurring", place, duty, duty.due, duty.shares, summary, (period,))
        name = f"{judgement.issue.id}.recurring{place}"
        yield from self._made(due, name, _changes(judgement), _about(judgement))

    def _reply(self, duty: Obligation, day: date) -> Iterator[Occasion]:
        """The occasion of a letter, of which no text is told: one for all who are asked, who each reply."""
        number = duty.text or ""
        (sent,) = (one for one in self._day.post.sent if one.letter.number == number)
        told = sum(1 for _, reply in sent.replies if reply.date <= self._day.as_of)
        due = Due("reply", "", duty, day, duty.shares, Message("calendar.reply", {"number": number}))
        yield from self._made(due, f"reply.{digest(number)}", told, ())

    def complaints(self) -> Iterator[Occasion]:
        """The days by which complaints are to be dealt with; of what they say only the area is told."""
        for one in self._day.complaints:
            units = self._day.handlers(one)
            last = one.due or one.limit  # what is done in stages without a further day was due then
            if last is None or (self._units is not None and self._units.isdisjoint(units)):
                continue
            complaint = one.complaint
            told = sum(1 for step in complaint.records if step.date <= self._day.as_of)
            details = [Message("calendar.complaint_area", {"area": one.received.area})]
            if one.owed:
                details.insert(0, Message("calendar.owed_by", {"units": list(units)}))
            summary = Message("calendar.complaint", {"number": complaint.number})
            uid = f"complaint.{digest(f'{complaint.batch}/{complaint.number}')}@{self._site}.ledger"
            done = None if one.owed else one.finished or one.staged
            yield Occasion(uid, "complaint", last, done, told, summary, tuple(details))

    def _made(self, due: Due, name: str, changes: int, about: tuple[Message, ...]) -> Iterator[Occasion]:
        """The occasion; none where the units that are asked for have no part in it."""
        shares, done = due.shares, due.obligation.done
        if self._units is not None:
            shares = tuple(share for share in shares if share.unit in self._units)
            if not shares:
                return
        if done is None and shares:  # of a part: done when all of that part is
            days = [share.done for share in shares]
            done = max(day for day in days if day is not None) if None not in days else None
        owing = () if due.kind == "notice" or done is not None else due.shares
        missing = [share.unit for share in owing if share.done is None]
        said = (Message("calendar.owed_by", {"units": missing}),) if missing else ()
        uid = f"{name}@{self._site}.ledger"
        yield Occasion(uid, due.kind, due.day, done, changes, due.summary, (*due.details, *said, *about))

    def undated(self, owed: Iterable[Obligation]) -> Undated:
        """How much of what is owed has no day because nobody knows it; stages go with their task."""
        open_ones = [
            one.what
            for one in owed
            if one.basis is Basis.UNDETERMINED
            and one.due is None
            and one.done is None
            and (self._units is None or self._units & set(one.owed_by))
        ]
        cases = [
            one
            for one in self._day.complaints
            if one.owed
            and one.due is None
            and (self._units is None or not self._units.isdisjoint(self._day.handlers(one)))
        ]
        whats = (What.ISSUE, What.FIRST_ACTION, What.RECURRING)
        return Undated(*[*map(open_ones.count, whats), len(cases)])


def _changes(judgement: Judgement) -> int:
    """How many records there are that can have changed an occasion of the issue; it never falls."""
    known = (entry for entry in judgement.issue.entries if entry.date <= judgement.as_of)
    return sum(1 for entry in known if entry.type not in _NEVER_TOLD)


def _about(judgement: Judgement) -> tuple[Message, ...]:
    baseline = judgement.baseline
    return (
        Message("calendar.lead", {"units": list(baseline.responsibility.lead)}),
        Message("calendar.deadline", {"text": stated(baseline.deadline.text)}),
        Message(
            "calendar.state",
            {
                "as_of": judgement.as_of,
                "status": Message(f"status.{judgement.status.value}"),
                "standing": standing_word(judgement),
            },
        ),
    )
