"""The calendar: days on which something is due, each with an identity that outlives a change of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

from ledger.reports.issues import milestone_text
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.judging.duties import Duty
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.model.disclosure import Disclosure
    from ledger.model.plan import Plan

Kind = Literal["due", "milestone", "review", "recurring", "notice", "disclosure"]
"""What an occasion is."""


class Occasion(NamedTuple):
    """A day in the calendar.

    ``uid`` is made of issue, kind and place, never of the day: a deadline that is moved stays the same
    occasion.  ``changes`` grows with the records that can change it.  ``done`` is the day on which it was
    done.
    """

    uid: str
    kind: Kind
    day: date
    done: date | None
    changes: int
    summary: Message
    details: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The occasions by day; ``units`` are those that were asked for, none for all."""

    title: Message
    as_of: date
    occasions: tuple[Occasion, ...]


_OWN = {
    "achieve",
    "complete",
    "accept",
    "reject",
    "publicize",
    "close",
    "reopen",
    "extend",
    "review",
    "amend",
}
_OWN |= {"void", "progress"}
# supervise and account are left out: not even their number is told


def build_agenda(
    judgements: Sequence[Judgement],
    duties: Iterable[Duty],
    plan: Plan | None,
    disclosures: Sequence[Disclosure],
    as_of: date,
    units: Sequence[str] = (),
    *,
    every: bool = False,
) -> Agenda:
    """The calendar of ``judgements`` and ``duties``; what is done is left out unless ``every``.

    ``units`` are named in its title.
    """
    site = sha256((plan.title if plan else "").encode()).hexdigest()[:16]
    by_id = {judgement.issue.id: judgement for judgement in judgements}
    found: list[Occasion] = []
    for judgement in judgements:
        found += _of_issue(judgement, site, as_of)
    for duty in duties:
        found += _of_duty(duty, by_id, disclosures, site, as_of)
    kept = sorted((o for o in found if every or o.done is None), key=lambda o: (o.day, o.uid))
    title = Message("calendar.name_unit", {"units": list(units)}) if units else Message("calendar.name")
    return Agenda(title, as_of, tuple(kept))


def _changes(judgement: Judgement, as_of: date) -> int:
    """How many records there are that can have changed an occasion of the issue; it never falls."""
    return sum(1 for entry in judgement.issue.entries if entry.type in _OWN and entry.date <= as_of)


def _of_issue(judgement: Judgement, site: str, as_of: date) -> Iterator[Occasion]:
    baseline = judgement.issue.baseline
    named = {"number": baseline.number, "title": baseline.title}
    changes = _changes(judgement, as_of)

    def occasion(
        kind: Kind, place: str, day: date, done: date | None, summary: Message, *details: Message
    ) -> Occasion:
        uid = f"{baseline.id}.{kind}{place}@{site}.ledger"
        return Occasion(uid, kind, day, done, changes, summary, (*details, *_about(judgement, as_of)))

    if judgement.due is not None:
        moved = []
        if judgement.extensions and baseline.deadline.due is not None:
            args = {"first": baseline.deadline.due, "times": len(judgement.extensions)}
            moved.append(Message("calendar.extended", args))
        yield occasion("due", "", judgement.due, judgement.completed, Message("calendar.due", named), *moved)
    for state in judgement.milestones:
        # a goal's milestone on the deadline counts once; on the plan's own, so that an extension adds none
        if state.measure is None and state.milestone.due == baseline.deadline.due:
            continue
        place = f".{state.measure or 0}.{state.index}"
        text = Message("calendar.what", {"text": milestone_text(judgement, state)})
        summary = _node_summary(judgement, state, named)
        yield occasion("milestone", place, state.milestone.due, state.done, summary, text)
    if judgement.notice is not None:
        summary = Message("calendar.notice", named)
        yield occasion("notice", "", judgement.notice.until, judgement.closed, summary)


def _node_summary(judgement: Judgement, state: MilestoneState, named: Mapping[str, str]) -> Message:
    if state.measure is None:
        return Message("calendar.goal_node", named)
    return Message("calendar.node", {**named, "measure": _measure(judgement, state.measure)})


def _measure(judgement: Judgement, measure: int) -> str:
    return judgement.issue.baseline.measures[measure - 1].number or str(measure)


def _about(judgement: Judgement, as_of: date) -> tuple[Message, ...]:
    baseline = judgement.issue.baseline
    return (
        Message("calendar.lead", {"units": list(baseline.responsibility.lead)}),
        Message("calendar.deadline", {"text": baseline.deadline.text}),
        Message(
            "calendar.state",
            {
                "as_of": as_of,
                "status": Message(f"status.{judgement.status.value}"),
                "standing": Message(f"standing.{judgement.standing.value}"),
            },
        ),
    )


def _of_duty(
    duty: Duty,
    by_id: Mapping[str, Judgement],
    disclosures: Sequence[Disclosure],
    site: str,
    as_of: date,
) -> Iterator[Occasion]:
    period = Message("calendar.period", {"since": duty.since, "until": duty.until})
    if duty.issue is None:
        (unit,) = duty.units
        year = duty.since.year
        name = sha256(unit.encode()).hexdigest()[:16]
        told = sum(1 for one in disclosures if one.unit == unit and one.date <= as_of)
        summary = Message("calendar.disclosure", {"year": year, "unit": unit})
        uid = f"disclosure.{name}.{year}@{site}.ledger"
        yield Occasion(uid, "disclosure", duty.until, duty.done, told, summary, (period,))
        return
    judgement = by_id.get(duty.issue)
    if judgement is None:
        return
    baseline = judgement.issue.baseline
    args = {"number": baseline.number, "title": baseline.title}
    about = _about(judgement, as_of)
    changes = _changes(judgement, as_of)
    if duty.kind == "review":
        uid = f"{baseline.id}.review@{site}.ledger"
        summary = Message("calendar.review", args)
        yield Occasion(uid, "review", duty.until, duty.done, changes, summary, about)
    elif duty.measure is not None:
        # the period is the name of the duty, not its day: it is never moved
        months = (duty.until.year - duty.since.year) * 12 + duty.until.month - duty.since.month + 1
        place = f"{duty.measure}.{months}.{duty.since:%Y-%m}"
        uid = f"{baseline.id}.recurring.{place}@{site}.ledger"
        measure = _measure(judgement, duty.measure)
        summary = Message("calendar.recurring", {**args, "text": duty.text, "measure": measure})
        yield Occasion(uid, "recurring", duty.until, duty.done, changes, summary, (period, *about))
