"""What each task lacks for its next step, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.figures import target_text
from ledger.reports.folding import folded
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.ready import Gap, Readiness
    from ledger.judging.status import Judgement


def ready_report(found: Sequence[tuple[Judgement, Readiness]], as_of: date, *, full: bool) -> Report:
    """What the next step of each issue still needs; with ``full`` in the words of the plan.

    As blocks, those that can go on come first and those that have no next step are counted below.
    """
    records = tuple(_ready_record(judgement, ready) for judgement, ready in found)
    lines = tuple(
        {
            **record,
            "step": Message(f"step.{ready.step}") if ready.step else None,
            "missing": _verdict(judgement, ready, full=full),
        }
        for record, (judgement, ready) in zip(records, found, strict=True)
    )
    return Report(
        kind="ready",
        columns=(
            Column("number"),
            Column("title", grow=2),
            Column("status", words="status"),
            Column("step"),
            Column("by", grow=2),
            Column("missing", grow=5, stacked=True),
        ),
        records=records,
        lines=lines,
        cards=tuple(
            _ready_card(judgement, ready, full=full)
            for judgement, ready in sorted(found, key=lambda one: len(one[1].gaps))
            if ready.step is not None
        ),
        as_of=as_of,
        title=Message(
            "ready.title",
            {"as_of": as_of, "ready": sum(1 for r in records if r["ready"]), "count": len(records)},
        ),
        notes=_ended_note(found),
        empty=Message("list.none"),
    )


def _ready_card(judgement: Judgement, ready: Readiness, *, full: bool) -> Card:
    """The next step of an issue and what it needs."""
    baseline = judgement.baseline
    args = {
        "number": baseline.number,
        "title": baseline.title,
        "step": Message(f"step.{ready.step}"),
        "units": list(ready.by),
    }
    head = Message("ready.head" if ready.by else "ready.head_alone", args)
    if not ready.gaps:
        return Card(head, (Line(Message("ready.can"), mark="done"),))
    return Card(head, tuple(Line(gap_text(judgement, gap, full=full), mark="open") for gap in ready.gaps))


def _ended_note(found: Sequence[tuple[Judgement, Readiness]]) -> tuple[Message, ...]:
    numbers = [judgement.baseline.number for judgement, ready in found if ready.step is None]
    return (Message("ready.ended", {"count": len(numbers), "numbers": numbers}),) if numbers else ()


def _ready_record(judgement: Judgement, ready: Readiness) -> dict[str, Any]:
    baseline = judgement.baseline
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "status": judgement.status.value,
        "step": ready.step,
        "by": list(ready.by),
        "ready": ready.step is not None and not ready.gaps,
        "missing": [_gap_record(gap) for gap in ready.gaps],
    }


def _verdict(judgement: Judgement, ready: Readiness, *, full: bool) -> list[Message]:
    """How many are missing with the first of them, then the others."""
    if ready.step is None:
        return [Message("ready.nothing_withdrawn" if judgement.chain.withdrawn else "ready.nothing")]
    if not ready.gaps:
        return [Message("ready.can")]
    first, *others = (gap_text(judgement, gap, full=full) for gap in ready.gaps)
    return [Message("ready.missing", {"count": len(ready.gaps), "first": first}), *others]


def _gap_record(gap: Gap) -> dict[str, Any]:
    return {
        "need": gap.need,
        "measure": gap.measure,
        "milestone": gap.milestone,
        "target": gap.target.number if gap.target else None,
        "value": gap.target.value if gap.target else None,
        "wanted": gap.target.target.value if gap.target else None,
        "units": list(gap.units),
        "day": gap.day,
    }


def gap_text(judgement: Judgement, gap: Gap, *, full: bool) -> Message:
    """What is missing; ``full`` adds the words of the plan."""
    if gap.target is not None:
        return Message(
            "ready.target", {"n": gap.target.number, "target": target_text(gap.target, judgement.shares)}
        )
    if gap.measure is None:
        return Message(f"gap.{gap.need}", {"what": gap.day})
    who = folded(judgement, gap.units)
    measure = judgement.baseline.measures[gap.measure - 1]
    if gap.milestone is not None:
        said = Message("gap.milestone", {"what": f"{gap.measure}.{gap.milestone}"})
        text = measure.milestones[gap.milestone - 1].text
    else:
        said = Message("gap.measure", {"what": gap.measure})
        text = measure.text
    if who:
        said = Message("gap.owing", {"gap": said, "units": who})
    return Message("ready.node", {"gap": said, "text": text}) if full else said
