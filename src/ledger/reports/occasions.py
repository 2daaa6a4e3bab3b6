"""The days of an issue: what is to be done by each, whose it is, and what a calendar calls it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.judging.owed import Share, What
from ledger.plans.clauses import clauses
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.judging.owed import Obligation
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


class Due(NamedTuple):
    """A day and what there is to do by it: the shares of an obligation that have one day."""

    kind: Kind
    place: str
    obligation: Obligation
    day: date
    shares: tuple[Share, ...]
    summary: Message
    details: tuple[Message, ...] = ()


def dues_of(judgement: Judgement) -> Iterator[Due]:
    """All days of an issue: those of what is owed, of attempts that are over, and the end of a notice."""
    yield from _dues(judgement)
    yield from _earlier(judgement)
    yield from _notices(judgement)


def digest(unit: str) -> str:
    """A name as an identity has it, which no reader of a calendar can read."""
    return sha256(unit.encode()).hexdigest()[:16]


def named(judgement: Judgement, one: Obligation | None = None) -> dict[str, Any]:
    """What a summary names: the issue, and the measure in which the obligation stands."""
    baseline = judgement.baseline
    found: dict[str, Any] = {"number": baseline.number, "title": baseline.title}
    if one is not None and one.measure is not None:
        found["measure"] = baseline.measures[one.measure - 1].mark or str(one.measure)
    return found


def _dues(judgement: Judgement) -> Iterator[Due]:
    """The obligations of an issue that have a day of their own; a share with another day is one by itself."""
    for one in judgement.obligations:
        if not one.dated:
            continue
        kind, place = _place(one)
        apart = one.what is What.MEASURE and not one.joint  # each share is given out and extended by itself
        summary = _summary(judgement, one)
        together = tuple(share for share in one.shares if not apart and share.due in {None, one.due})
        if one.due is not None and not apart and (together or not one.shares):
            yield Due(kind, place, one, one.due, together, summary, _details(judgement, one, one.due))
        for share in one.shares:
            if share.due is not None and (apart or share.due != one.due):
                said = Message("calendar.share", {"unit": share.unit, "summary": summary})
                details = _details(judgement, one, share.due)
                yield Due(kind, f"{place}.{digest(share.unit)}", one, share.due, (share,), said, details)


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
    args = named(judgement, one)
    of_measure = one.measure is not None
    match one.what:
        case What.ISSUE:
            return Message("calendar.due" if one.attempt == 1 else "calendar.relapse", args)
        case What.MEASURE:
            return Message("calendar.measure", args)
        case What.MILESTONE:
            return Message("calendar.node" if of_measure else "calendar.goal_node", args)
        case What.FIGURE:
            return Message("calendar.figure", args | {"name": _figure_name(judgement, one)})
        case What.FIRST_ACTION:
            return Message("calendar.first_action_of" if of_measure else "calendar.first_action", args)
        case What.PROMISE:
            return Message("calendar.promise_of" if of_measure else "calendar.promise", args)
        case _:
            return Message("calendar.review", args)


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


def _earlier(judgement: Judgement) -> Iterator[Due]:
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
            yield Due(kind, place, was, attempt.due, shares, _summary(judgement, was))


def _notices(judgement: Judgement) -> Iterator[Due]:
    """The end of a public notice; it concerns those who lead and those who accept."""
    task, notice, closed = judgement.task, judgement.notice, judgement.closed
    if task is None or notice is None:
        return
    concerned = _now(judgement, (*judgement.chain.leads, *judgement.chain.parties.acceptance))
    shares = tuple(Share(unit, notice.until, closed) for unit in concerned)
    ends = task._replace(shares=shares, due=notice.until, done=closed)
    yield Due("notice", "", ends, notice.until, shares, Message("calendar.notice", named(judgement)))
