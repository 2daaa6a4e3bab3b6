"""One issue in full: ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.issues import issue_record, milestone_text
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from datetime import date

    from ledger.judging.status import Judgement, MilestoneState
    from ledger.model.entry import Entry
    from ledger.model.plan import Plan
    from ledger.model.unit import Units


def show_report(judgement: Judgement, units: Units, plan: Plan | None, as_of: date) -> Report:
    """Everything about one issue: the official text, what it was understood to mean, and where it stands."""
    record = _record(judgement, units)
    titles = {s.number: s.title for s in plan.sections} if plan else {}
    return Report(
        kind="issue",
        columns=(Column("field"), Column("value", grow=1)),
        records=(record,),
        lines=tuple(
            {"field": field, "value": value}
            for field, value in _lines(judgement, units, record, titles, as_of)
        ),
        as_of=as_of,
        title=Message("show.title", {"number": record["number"], "title": record["title"], "as_of": as_of}),
    )


def _record(judgement: Judgement, units: Units) -> dict[str, Any]:
    baseline = judgement.issue.baseline
    states = judgement.milestones
    return {
        **issue_record(judgement, units),
        "acceptance_text": baseline.acceptance.text,
        "responsibility_text": baseline.responsibility.text,
        "bodies": {name: list(bodies) for name, bodies in baseline.responsibility.bodies.items()},
        "completed": judgement.completed,
        "milestones": [_milestone(judgement, s) for s in states],
        "measures": [
            {
                "number": m.number,
                "text": m.text,
                "milestones": [_milestone(judgement, s) for s in states if s.measure == n],
            }
            for n, m in enumerate(baseline.measures, 1)
        ],
        "targets": [target.model_dump() for target in baseline.targets],
        "others": [other.model_dump() for other in baseline.others],
        "record": [entry.model_dump(exclude_none=True) for entry in judgement.issue.entries],
    }


def _milestone(judgement: Judgement, state: MilestoneState) -> dict[str, Any]:
    return {
        "measure": state.measure,
        "milestone": state.index,
        "phrase": state.milestone.text,
        "due": state.milestone.due,
        "done": state.done,
        "text": milestone_text(judgement, state),
    }


def _lines(
    judgement: Judgement, units: Units, record: dict[str, Any], titles: dict[str, str], as_of: date
) -> list[tuple[Any, Any]]:
    baseline = judgement.issue.baseline
    section = baseline.section
    lines: list[tuple[Any, Any]] = [
        (Message("show.section"), f"{section}、{titles.get(section, '')}" if section else None),
        (Message("show.status"), Message(f"status.{judgement.status}")),
        (Message("show.standing"), _standing(judgement)),
        (Message("show.deadline"), _deadline(judgement)),
        (Message("show.problem"), baseline.problem),
        (Message("show.lead"), record["lead"]),
        (Message("show.support"), [_with_members(name, units) for name in record["support"]]),
        (Message("show.acceptance"), record["acceptance"]),
        (Message("show.goal"), baseline.goal),
    ]
    for number, measure in enumerate(baseline.measures, 1):
        lines.append((Message("show.measure"), (measure.number or "") + measure.text))
        lines += [
            (Message("show.milestone"), _node(s, as_of)) for s in judgement.milestones if s.measure == number
        ]
    for target in baseline.targets:
        lines.append(
            (
                Message("show.target"),
                _target(target.name, target.compare, target.value, target.unit, target.due),
            )
        )
        lines += [(Message("show.part"), f"{p.name} {p.text}") for p in target.parts]
    lines += [(other.label, other.text) for other in baseline.others]
    numbered = sorted(enumerate(judgement.issue.entries, 1), key=lambda item: item[1].date)
    lines += [(Message("show.entry", {"n": n}), _entry(entry)) for n, entry in numbered]
    if not judgement.issue.entries:
        lines.append((Message("show.entries"), Message("show.no_entries")))
    lines.append((Message("show.path"), record["path"]))
    return lines


def _standing(judgement: Judgement) -> Message:
    if judgement.days_overdue is not None:
        return Message("show.late", {"days": judgement.days_overdue})
    return Message(f"standing.{judgement.standing}")


def _deadline(judgement: Judgement) -> Message:
    text, due = judgement.issue.baseline.deadline.text, judgement.due
    return Message("show.due", {"text": text, "due": due}) if due else Message("show.no_due", {"text": text})


_SAID = {"date", "by", "type", "text", "evidence"}


def _entry(entry: Entry) -> Message:
    """An entry in one line: its own fields follow what every entry has."""
    values = entry.model_dump(exclude_none=True, exclude_defaults=True)
    own = [f"{key}={value}" for key, value in values.items() if key not in _SAID]
    proofs = [item.title or item.path or item.url or "" for item in entry.evidence]
    text = "　".join(part for part in (entry.text or "", *own, "、".join(proofs)) if part)
    args = {"date": entry.date, "by": entry.by, "type": Message(f"entry.{entry.type}"), "text": text}
    return Message("show.entry_line", args)


def _node(state: MilestoneState, as_of: date) -> Message:
    late = (as_of - state.milestone.due).days
    args = {"text": state.milestone.text, "due": state.milestone.due, "done": state.done, "days": late}
    return Message(
        "show.node_done" if state.done else "show.node_late" if late > 0 else "show.node_open", args
    )


def _target(name: str, compare: str, value: object, unit: str, due: date | None) -> Message:
    sign = "≥" if compare == ">=" else "≤"
    args = {"name": name, "sign": sign, "value": value, "unit": unit, "due": due}
    return Message("show.target_due" if due else "show.target_line", args)


def _with_members(name: str, units: Units) -> Any:
    if name in units.groups:
        return Message("show.group", {"name": name, "members": list(units.groups[name].members)})
    if name in units.collectives:
        return Message("show.collective", {"name": name})
    return name
