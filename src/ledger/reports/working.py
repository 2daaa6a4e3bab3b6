"""Reports for driving the ledger: what the next step needs, standing duties, supervision, pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.duties import State
from ledger.reports.issues import milestone_text
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.duties import Duty
    from ledger.judging.escalation import Suggestion
    from ledger.judging.pace import Pacing, Stage
    from ledger.judging.ready import Gap, Readiness
    from ledger.judging.status import Judgement
    from ledger.judging.targets import TargetState


def target_text(state: TargetState) -> Message:
    """A target in a few words: its name, how much is to be reached, how much has been."""
    target = state.target
    args = {
        "name": target.name,
        "sign": "≥" if target.compare == ">=" else "≤",
        "value": target.value,
        "unit": target.unit,
        "reading": state.value,
        "percent": state.percent,
    }
    if state.value is None:
        return Message("target.unread", args)
    return Message("target.read" if state.percent is None else "target.percent", args)


def ready_report(found: Sequence[tuple[Judgement, Readiness]], as_of: date, *, full: bool) -> Report:
    """What the next step of each issue still needs; with ``full`` in the words of the plan."""
    records = tuple(_ready_record(judgement, ready) for judgement, ready in found)
    lines = tuple(
        {
            **record,
            "step": Message(f"entry.{ready.step}") if ready.step else None,
            "missing": [_verdict(ready), *(_gap_text(judgement, gap, full=full) for gap in ready.gaps)],
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
        as_of=as_of,
        title=Message(
            "ready.title",
            {"as_of": as_of, "ready": sum(1 for r in records if r["ready"]), "count": len(records)},
        ),
        empty=Message("list.none"),
    )


def _ready_record(judgement: Judgement, ready: Readiness) -> dict[str, Any]:
    baseline = judgement.issue.baseline
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


def _verdict(ready: Readiness) -> Message:
    if ready.step is None:
        return Message("ready.nothing")
    return Message("ready.missing", {"count": len(ready.gaps)}) if ready.gaps else Message("ready.can")


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


def _gap_text(judgement: Judgement, gap: Gap, *, full: bool) -> Message:
    """What is missing; ``full`` adds the words of the plan."""
    if gap.target is not None:
        return Message("ready.target", {"n": gap.target.number, "target": target_text(gap.target)})
    if gap.measure is None:
        return Message(f"gap.{gap.need}", {"what": gap.day})
    measure = judgement.issue.baseline.measures[gap.measure - 1]
    if gap.milestone is not None:
        said = Message("gap.milestone", {"what": f"{gap.measure}.{gap.milestone}"})
        text = measure.milestones[gap.milestone - 1].text
    else:
        said = Message("gap.measure", {"what": gap.measure})
        text = measure.text
    return Message("ready.node", {"gap": said, "text": text}) if full else said


def duties_report(duties: Sequence[Duty], as_of: date, since: date | None, *, every: bool) -> Report:
    """Standing duties: missed and owed ones, with ``every`` also those that are done."""
    shown = [duty for duty in duties if every or duty.state is not State.DONE]
    records = tuple(
        {
            "duty": duty.kind,
            "units": list(duty.units),
            "id": duty.issue,
            "number": duty.number,
            "measure": duty.measure,
            "text": duty.text,
            "since": duty.since,
            "due": duty.until,
            "state": duty.state.value,
            "done": duty.done,
            "days_overdue": (as_of - duty.until).days if duty.state is State.MISSED else None,
        }
        for duty in shown
    )
    counted = {state.value: sum(1 for duty in duties if duty.state is state) for state in State}
    note = Message("duties.since", {"since": since}) if since else Message("duties.no_start")
    return Report(
        kind="duties",
        columns=(
            Column("state", words="state"),
            Column("duty", words="duty"),
            Column("units", grow=2),
            Column("number"),
            Column("what", grow=2),
            Column("due"),
            Column("days_overdue", right=True, mark=True),
        ),
        records=records,
        lines=tuple({**record, "what": duty_text(record)} for record in records),
        as_of=as_of,
        title=Message("duties.title", {"as_of": as_of, **counted}),
        summary={"counts": counted, "since": since},
        notes=(note,),
        empty=Message("duties.none", {"as_of": as_of}),
    )


def duty_text(record: dict[str, Any]) -> Message:
    """What is to be done."""
    if record["duty"] == "disclosure":
        return Message("duties.year", {"year": record["since"].year})
    if record["duty"] == "recurring":
        args = {"measure": record["measure"], "text": record["text"], "since": record["since"]}
        return Message("duties.recurring", args)
    return Message("duties.review", {"since": record["since"]})


def suggestions_report(found: Sequence[Suggestion], as_of: date) -> Report:
    """Who is due for which level of supervision, and why."""
    records = tuple(
        {
            "id": one.judgement.issue.id,
            "number": one.judgement.issue.baseline.number,
            "title": one.judgement.issue.baseline.title,
            "lead": list(one.judgement.issue.baseline.responsibility.lead),
            "level": one.level,
            "days_overdue": one.days,
            "due": one.due,
            "threshold": one.threshold,
            "measure": one.milestone.measure if one.milestone else None,
            "milestone": one.milestone.index if one.milestone else None,
            "text": milestone_text(one.judgement, one.milestone) if one.milestone else None,
            "last_level": one.last[1] if one.last else None,
            "last_date": one.last[0] if one.last else None,
        }
        for one in found
    )
    return Report(
        kind="suggestions",
        columns=(
            Column("level", words="level"),
            Column("number"),
            Column("title", grow=3),
            Column("lead", grow=2),
            Column("days_overdue", right=True, mark=True),
            Column("reason", grow=4),
        ),
        records=records,
        lines=tuple({**record, "reason": _reason(record)} for record in records),
        as_of=as_of,
        title=Message("suggest.title", {"as_of": as_of, "count": len(records)}),
        notes=(Message("suggest.note"),) if records else (),
        empty=Message("suggest.none", {"as_of": as_of}),
    )


def _reason(record: dict[str, Any]) -> Message:
    args = {**record, "days": record["days_overdue"]}
    what = Message("suggest.milestone" if record["text"] else "suggest.issue", args)
    last = Message("suggest.first")
    if record["last_level"]:
        level = Message(f"level.{record['last_level']}")
        last = Message("suggest.last", {"level": level, "date": record["last_date"]})
    return Message("suggest.reason", {"what": what, "threshold": record["threshold"], "last": last})


def pace_report(
    found: Sequence[tuple[Judgement, Pacing, str | None]], as_of: date, *, explain: bool
) -> Report:
    """The program's reading of 序时进度, beside what units say themselves; on request with the arithmetic."""
    records: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for judgement, reading, claim in found:
        baseline = judgement.issue.baseline
        record = {
            "id": baseline.id,
            "number": baseline.number,
            "title": baseline.title,
            "lead": list(baseline.responsibility.lead),
            "pace": reading.pace.value,
            "claim": claim,
            "due_stages": len(reading.stages),
            "done_stages": len(reading.stages) - len(reading.missed),
            "elapsed": reading.elapsed,
            "since": reading.since,
            "due": judgement.due,
            "targets": [
                {
                    "target": t.number,
                    "name": t.target.name,
                    "value": t.value,
                    "percent": t.percent,
                    "met": t.met,
                }
                for t in reading.targets
            ],
            "missed": [{"due": stage.due, "days": (as_of - stage.due).days} for stage in reading.missed],
        }
        records.append(record)
        stages = f"{record['done_stages']}/{record['due_stages']}"
        line = {**record, "stages": stages, "claim": Message(f"pace.{claim}") if claim else None}
        lines.append({**line, "pace": Message(f"pace.{reading.pace}")})
        if explain:
            lines[-1]["steps"] = _arithmetic(judgement, reading, as_of)
    steps = (Column("steps", grow=5, stacked=True),) if explain else ()
    return Report(
        kind="pace",
        columns=(
            Column("number"),
            Column("title", grow=3),
            Column("lead", grow=2),
            Column("stages", right=True),
            Column("pace"),
            Column("claim"),
            *steps,
        ),
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        title=Message(
            "pacing.title",
            {
                "as_of": as_of,
                **{p: sum(1 for r in records if r["pace"] == p) for p in ("ahead", "on_pace", "behind_pace")},
            },
        ),
        notes=(Message("pacing.note"),),
        empty=Message("list.none"),
    )


def _arithmetic(judgement: Judgement, reading: Pacing, as_of: date) -> list[Message]:
    """What the reading rests on, a line each."""
    steps = [_stage_text(judgement, stage, as_of) for stage in reading.stages]
    steps += [Message("pacing.target", {"target": target_text(state)}) for state in reading.targets]
    if reading.elapsed is not None:
        args = {"since": reading.since, "due": judgement.due, "percent": reading.elapsed}
        steps.append(Message("pacing.time", args))
    return steps or [Message("pacing.nothing_due")]


def _stage_text(judgement: Judgement, stage: Stage, as_of: date) -> Message:
    if stage.milestone is not None:
        what: Any = milestone_text(judgement, stage.milestone)
    elif stage.target is not None:
        what = target_text(stage.target)
    else:
        what = Message("item.issue")
    args = {"due": stage.due, "what": what, "days": (as_of - stage.due).days}
    return Message("pacing.done" if stage.done else "pacing.missed", args)
