"""The calendar: days on which something is due, each with an identity that outlives a change of its day.

An occasion is an obligation that has a day, or the share of one unit in it where that share has a day of its
own; to these comes the end of a public notice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.judging.duties import earliest_named
from ledger.judging.owed import Basis, Share, What
from ledger.judging.status import judge
from ledger.plans.clauses import clauses
from ledger.reports.issues import standing_word
from ledger.reports.report import Message, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.judging.day import Day
    from ledger.judging.owed import Obligation
    from ledger.judging.select import Criteria
    from ledger.judging.status import Judgement

Kind = Literal[
    "due",
    "relapse",
    "measure",
    "milestone",
    "figure",
    "first_action",
    "promise",
    "review",
    "recurring",
    "notice",
    "disclosure",
    "reply",
    "complaint",
]
"""What an occasion is."""


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


class _Due(NamedTuple):
    """What an occasion is made of: the shares of an obligation that have one day."""

    kind: Kind
    place: str
    obligation: Obligation
    day: date
    shares: tuple[Share, ...]
    summary: Message
    details: tuple[Message, ...] = ()


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
        for due in (*_dues(then), *_earlier(then), *_notices(then)):
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
            due = _Due("disclosure", "", duty, duty.due, duty.shares, summary, (period,))
            yield from self._made(due, f"disclosure.{_digest(unit)}.{year}", told, ())
            return
        judgement = self._day.by_id[duty.issue]
        # the period is the name of the duty, not its day: it is never moved
        months = (duty.due.year - duty.since.year) * 12 + duty.due.month - duty.since.month + 1
        place = f".{duty.measure}.{months}.{duty.since:%Y-%m}"
        summary = Message("calendar.recurring", _named(judgement, duty) | {"text": duty.text})
        due = _Due("recurring", place, duty, duty.due, duty.shares, summary, (period,))
        name = f"{judgement.issue.id}.recurring{place}"
        yield from self._made(due, name, _changes(judgement), _about(judgement))

    def _reply(self, duty: Obligation, day: date) -> Iterator[Occasion]:
        """The occasion of a letter, of which no text is told: one for all who are asked, who each reply."""
        number = duty.text or ""
        (sent,) = (one for one in self._day.post.sent if one.letter.number == number)
        told = sum(1 for _, reply in sent.replies if reply.date <= self._day.as_of)
        due = _Due("reply", "", duty, day, duty.shares, Message("calendar.reply", {"number": number}))
        yield from self._made(due, f"reply.{_digest(number)}", told, ())

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
            uid = f"complaint.{_digest(f'{complaint.batch}/{complaint.number}')}@{self._site}.ledger"
            done = None if one.owed else one.finished or one.staged
            yield Occasion(uid, "complaint", last, done, told, summary, tuple(details))

    def _made(self, due: _Due, name: str, changes: int, about: tuple[Message, ...]) -> Iterator[Occasion]:
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


def _digest(unit: str) -> str:
    return sha256(unit.encode()).hexdigest()[:16]


def _named(judgement: Judgement, one: Obligation | None = None) -> dict[str, Any]:
    """What a summary names: the issue, and the measure in which the obligation stands."""
    baseline = judgement.baseline
    named: dict[str, Any] = {"number": baseline.number, "title": baseline.title}
    if one is not None and one.measure is not None:
        named["measure"] = baseline.measures[one.measure - 1].mark or str(one.measure)
    return named


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


def _dues(judgement: Judgement) -> Iterator[_Due]:
    """The obligations of an issue that have a day of their own; a share with another day is one by itself."""
    for one in judgement.obligations:
        if not one.dated:
            continue
        kind, place = _place(one)
        apart = one.what is What.MEASURE and not one.joint  # each share is given out and extended by itself
        summary = _summary(judgement, one)
        together = tuple(share for share in one.shares if not apart and share.due in {None, one.due})
        if one.due is not None and not apart and (together or not one.shares):
            yield _Due(kind, place, one, one.due, together, summary, _details(judgement, one, one.due))
        for share in one.shares:
            if share.due is not None and (apart or share.due != one.due):
                said = Message("calendar.share", {"unit": share.unit, "summary": summary})
                details = _details(judgement, one, share.due)
                yield _Due(kind, f"{place}.{_digest(share.unit)}", one, share.due, (share,), said, details)


def _place(one: Obligation) -> tuple[Kind, str]:
    """The kind of an occasion and its place in the issue, as its identity has them."""
    match one.what:
        case What.ISSUE:
            return ("due", "") if one.attempt == 1 else ("relapse", f".{one.attempt}")
        case What.MEASURE:
            return "measure", f".{one.measure}"
        case What.MILESTONE:
            return "milestone", f".{one.measure or 0}.{one.milestone}"
        case What.FIGURE:
            return "figure", f".{one.target}.{one.part or 0}"
        case What.FIRST_ACTION:
            return "first_action", f".{one.measure or 0}"
        case What.PROMISE:
            return "promise", f".{one.position}"
        case What.REVIEW:
            return "review", ""
        case What.RECURRING | What.DISCLOSURE | What.REPLY:  # of no attempt: they come from the day
            raise ValueError(one.what)


def _summary(judgement: Judgement, one: Obligation) -> Message:
    named = _named(judgement, one)
    of_measure = one.measure is not None
    match one.what:
        case What.ISSUE:
            return Message("calendar.due" if one.attempt == 1 else "calendar.relapse", named)
        case What.MEASURE:
            return Message("calendar.measure", named)
        case What.MILESTONE:
            return Message("calendar.node" if of_measure else "calendar.goal_node", named)
        case What.FIGURE:
            return Message("calendar.figure", named | {"name": _figure_name(judgement, one)})
        case What.FIRST_ACTION:
            return Message("calendar.first_action_of" if of_measure else "calendar.first_action", named)
        case What.PROMISE:
            return Message("calendar.promise_of" if of_measure else "calendar.promise", named)
        case _:
            return Message("calendar.review", named)


def _figure_name(judgement: Judgement, one: Obligation) -> str:
    return judgement.baseline.figure_name(one.target or 1, one.part)


def _details(judgement: Judgement, one: Obligation, day: date) -> tuple[Message, ...]:
    """What is to be done, where the plan says it in words of its own, and the first day of what was moved."""
    said = []
    if one.what is What.MILESTONE:
        said.append(Message("calendar.what", {"text": _milestone_text(judgement, one)}))
    elif one.what is What.MEASURE:
        text = judgement.baseline.measures[(one.measure or 1) - 1].text
        return (Message("calendar.what", {"text": text}),)  # its days were given out unit by unit
    if one.first_due is not None and one.first_due != day:
        times = sum(1 for extension in judgement.extensions if extension.node is None)
        if one.what is What.ISSUE and one.attempt == 1 and times:
            said.append(Message("calendar.extended", {"first": one.first_due, "times": times}))
        else:
            said.append(Message("calendar.moved", {"first": one.first_due}))
    return tuple(said)


def _milestone_text(judgement: Judgement, one: Obligation) -> str:
    """What is to be done by a milestone: its clause in the measure or goal."""
    baseline = judgement.baseline
    text, milestones = baseline.goal or "", baseline.milestones
    if one.measure is not None:
        measure = baseline.measures[one.measure - 1]
        text, milestones = measure.text, measure.milestones
    return clauses(text, tuple(milestone.text for milestone in milestones))[(one.milestone or 1) - 1]


def _now(judgement: Judgement, names: Iterable[str]) -> tuple[str, ...]:
    """Units by their names of the day, each once."""
    return tuple(dict.fromkeys(judgement.chain.units.on(name, judgement.as_of) for name in names))


def _earlier(judgement: Judgement) -> Iterator[_Due]:
    """The due days of the attempts before the one that is going on: each was completed once."""
    task = judgement.task
    if task is None:
        return
    for attempt in judgement.chain.attempts[:-1]:
        if attempt.due is not None and attempt.done is not None:
            leads = _now(judgement, judgement.chain.leads)
            shares = tuple(Share(unit, attempt.due, attempt.done) for unit in leads)
            was = task._replace(
                shares=shares,
                first_due=attempt.first_due,
                due=attempt.due,
                done=attempt.done,
                attempt=attempt.number,
            )
            kind, place = _place(was)
            yield _Due(kind, place, was, attempt.due, shares, _summary(judgement, was))


def _notices(judgement: Judgement) -> Iterator[_Due]:
    """The end of a public notice; it concerns those who lead and those who accept."""
    task, notice, closed = judgement.task, judgement.notice, judgement.closed
    if task is None or notice is None:
        return
    concerned = _now(judgement, (*judgement.chain.leads, *judgement.chain.parties.acceptance))
    shares = tuple(Share(unit, notice.until, closed) for unit in concerned)
    ends = task._replace(shares=shares, due=notice.until, done=closed)
    yield _Due("notice", "", ends, notice.until, shares, Message("calendar.notice", _named(judgement)))
