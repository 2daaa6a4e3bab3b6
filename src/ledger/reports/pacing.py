"""Whether tasks keep pace with their plan, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.figures import target_text
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item
from ledger.reports.report import Card, Column, Line, Message, Report, listed, tallied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement


def pace_report(found: Sequence[Judgement], as_of: date, *, explain: bool) -> Report:
    """The program's reading of 序时进度, beside what units say themselves; on request with the arithmetic."""
    records: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for judgement in found:
        record = _pace_record(judgement)
        records.append(record)
        stages = f"{record['done_stages']}/{record['due_stages']}"
        claim = record["claim"]
        line = {
            **record,
            "tone": record["pace"],
            "stages": stages,
            "claim": Message(f"pace.{claim}") if claim else None,
        }
        pace = Message(f"pace.{record['pace']}")
        doubtful = [judgement.baseline.figure_name(n) for n in judgement.pacing.lagging]
        lines.append(
            {
                **line,
                "pace": Message("pacing.doubtful", {"pace": pace, "names": doubtful}) if doubtful else pace,
            }
        )
        if explain:
            lines[-1]["steps"] = [
                Message(_PACE_MARKS[mark], {"step": step}) if mark else step
                for step, mark in _arithmetic(judgement)
            ]
    order = sorted(range(len(found)), key=lambda n: _PACE_ORDER.index(records[n]["pace"]))
    cards = tuple(_pace_card(found[n], lines[n]) for n in order) if explain else None
    steps = (Column("steps", grow=5, stacked=True),) if explain else ()
    counted = {p: sum(1 for r in records if r["pace"] == p) for p in _PACES}
    return Report(
        kind="pace",
        columns=(
            Column("number"),
            Column("title", grow=3),
            Column("lead", grow=2),
            Column("stages", right=True),
            Column("pace", mark=True),
            Column("claim"),
            *steps,
        ),
        records=tuple(records),
        lines=tuple({**line, "tone": _PACE_TONES.get(line["tone"], "")} for line in lines),
        cards=cards,
        as_of=as_of,
        title=Message(
            "pacing.title" if records else "pacing.title_none",
            {"as_of": as_of, "parts": tallied("pace", counted)},
        ),
        notes=(Message("pacing.note"),),
        empty=Message("list.none"),
    )


_PACE_ORDER = ("behind_pace", "undetermined", "ahead", "on_pace")
_PACE_TONES = {"behind_pace": "late", "undetermined": "warn"}
"""What is read first, and how it is marked."""
_PACE_MARKS = {"done": "pacing.mark_done", "late": "pacing.mark_late"}


def _pace_card(judgement: Judgement, line: dict[str, Any]) -> Card:
    """The pace of an issue and what it rests on."""
    baseline = judgement.baseline
    args = {"number": baseline.number, "title": baseline.title, "pace": line["pace"]}
    about = []
    if baseline.responsibility.lead:
        about.append(Line(listed(baseline.responsibility.lead), Message("show.lead")))
    if line["claim"] is not None:
        about.append(Line(line["claim"], Message("column.claim")))
    shown = (Line(step, mark=mark) for step, mark in _arithmetic(judgement))
    return Card(Message("pacing.head", args), (*about, *shown), tone=_PACE_TONES.get(line["tone"], "strong"))


_PACES = ("ahead", "on_pace", "behind_pace", "undetermined")


def _pace_record(judgement: Judgement) -> dict[str, Any]:
    baseline, reading = judgement.baseline, judgement.pacing
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
        "pace": reading.pace.value,
        "claim": reading.claim,
        "unacted": reading.unacted,
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
                "doubtful": t.number in reading.lagging,
                "waiting": list(t.waiting),
            }
            for t in reading.targets
        ],
        "missed": [
            {
                "what": one.what.value,
                "due": debt.due,
                "days": debt.days(judgement.as_of),
                "units": list(debt.units),
            }
            for one in reading.missed
            for debt in one.debts(None, judgement.as_of)
        ],
        "doubts": list(judgement.doubts),
    }


def _arithmetic(judgement: Judgement) -> list[tuple[Message, str]]:
    """What the reading rests on, a line each, with how far each stage is."""
    reading = judgement.pacing
    steps = [_stage_text(judgement, stage) for stage in reading.stages]
    if reading.unacted:
        steps.append((Message("pacing.unacted"), "late"))
    if reading.claim == "behind_pace":
        steps.append((Message("pacing.says_behind"), "late"))
    steps += [
        (Message("pacing.target", {"target": target_text(state, judgement.shares)}), "")
        for state in reading.targets
    ]
    if reading.elapsed is not None:
        args = {"since": reading.since, "due": judgement.due, "percent": reading.elapsed}
        steps.append((Message("pacing.time", args), ""))
    return steps or [(Message("pacing.nothing_due"), "")]


def _stage_text(judgement: Judgement, stage: Obligation) -> tuple[Message, str]:
    item = obligation_item(judgement, stage)
    missing = list(stage.debts(None, judgement.as_of))
    if not missing:
        return Message("pacing.done", {"due": stage.due, "what": item}), "done"
    args = {"due": missing[0].due, "what": item, "days": missing[0].days(judgement.as_of)}
    units = [unit for debt in missing for unit in debt.units]
    return Message("pacing.missed", {**args, "units": folded(judgement, units)}), "late"
