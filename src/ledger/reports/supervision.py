"""Whom to urge and by what, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.owed import What
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item, text_of
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.escalation import Proposal, Suggestion


def suggestions_report(found: Sequence[Suggestion], as_of: date) -> Report:
    """Who is due for which level of supervision, why, and whom to write to."""
    records = tuple(_suggestion(one) for one in found)
    return Report(
        kind="suggestions",
        columns=(
            Column("level", words="level"),
            Column("number"),
            Column("title", grow=3),
            Column("addressee", grow=2),
            Column("days_overdue", right=True, mark=True),
            Column("reason", grow=4),
        ),
        records=records,
        lines=tuple(
            {**record, "addressee": folded(one.judgement, one.units), "reason": _reason(one)}
            for record, one in zip(records, found, strict=True)
        ),
        as_of=as_of,
        title=Message("suggest.title", {"as_of": as_of, "count": len(records)}),
        notes=(Message("suggest.note"),) if records else (),
        empty=Message("suggest.none", {"as_of": as_of}),
    )


def _suggestion(one: Suggestion) -> dict[str, Any]:
    baseline = one.judgement.baseline
    owed = one.debt.obligation if one.debt is not None else None
    silent = one.cause == "silent"  # nothing is late yet
    return {
        "id": one.judgement.issue.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
        "units": list(one.units),
        "cause": one.cause,
        "level": one.level,
        "days_overdue": None if silent else one.days,
        "silent_days": one.days if silent else None,
        "due": one.due,
        "threshold": one.threshold,
        "what": owed.what.value if owed is not None else None,
        "measure": owed.measure if owed is not None else None,
        "milestone": owed.milestone if owed is not None else None,
        "target": owed.target if owed is not None else None,
        "text": text_of(one.judgement, owed) if owed is not None else None,
        "last_level": one.last[1] if one.last else None,
        "last_date": one.last[0] if one.last else None,
    }


def _reason(one: Suggestion) -> Message:
    args: dict[str, Any] = {"due": one.due, "days": one.days}
    if one.debt is None:
        key = (
            "suggest.unacted_unknown"
            if one.cause == "unacted" and one.due is None
            else f"suggest.{one.cause}"
        )
        return Message(key, args)
    if one.debt.obligation.what is What.ISSUE:
        what = Message("suggest.issue", args)
    else:
        item = obligation_item(one.judgement, one.debt.obligation)
        what = Message("suggest.stage", {**args, "item": item})
    last = Message("suggest.first")
    if one.last is not None:
        last = Message("suggest.last", {"level": Message(f"level.{one.last[1]}"), "date": one.last[0]})
    return Message("suggest.reason", {"what": what, "threshold": one.threshold, "last": last})


def proposals_report(found: Sequence[Proposal], as_of: date) -> Report:
    """The letters that the suggestions come to, one a unit and level."""
    records = tuple(_proposal(one) for one in found)
    lines = tuple(
        {**record, "reason": [_demand_of(about) for about in one.about]}
        for record, one in zip(records, found, strict=True)
    )
    return Report(
        kind="letter_suggestions",
        columns=(
            Column("level", words="level"),
            Column("letter_to"),
            Column("numbers", grow=1),
            Column("reason", grow=4, stacked=True),
        ),
        records=records,
        lines=lines,
        as_of=as_of,
        title=Message(
            "suggest.letters",
            {"as_of": as_of, "count": len(records), "units": len({one.unit for one in found})},
        ),
        empty=Message("suggest.none", {"as_of": as_of}),
    )


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "level": one.level,
        "letter_to": one.unit,
        "issues": [about.judgement.issue.id for about in one.about],
        "numbers": [about.judgement.baseline.number for about in one.about],
    }


def demand_of(one: Proposal) -> Message:
    """What a letter asks for: each task with what is late of it, and what is to be reported."""
    first, *others = (_demand_of(about) for about in one.about)
    for other in others:
        first = Message("suggest.demand_and", {"first": first, "other": other})
    return Message("suggest.demand", {"items": first})


def _demand_of(one: Suggestion) -> Message:
    """A task and why it is named, for whoever is written to."""
    baseline = one.judgement.baseline
    args: dict[str, Any] = {"number": baseline.number, "due": one.due, "days": one.days}
    if one.debt is None:
        if one.cause == "silent":
            return Message("suggest.demand_silent", args)
        if one.days is None:
            return Message("suggest.demand_begin", args)
        whole = baseline.deadline.immediate  # else only a measure says 立即
        return Message("suggest.demand_unacted" if whole else "suggest.demand_unacted_part", args)
    if one.debt.obligation.what is What.ISSUE:
        return Message("suggest.demand_task", args | {"title": baseline.title})
    item = obligation_item(one.judgement, one.debt.obligation)
    return Message("suggest.demand_late", args | {"item": item})
