"""One issue in full: ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.chain import standing_records
from ledger.judging.targets import target_states
from ledger.reports.issues import issue_record, milestone_text
from ledger.reports.report import Column, Message, Report
from ledger.reports.working import target_text

if TYPE_CHECKING:
    from datetime import date

    from ledger.judging.status import Judgement, MilestoneState
    from ledger.judging.targets import TargetState
    from ledger.model.entries import Entry
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
    effective = _effective(judgement)
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
        "targets": [
            {**s.target.model_dump(), "reading": s.value, "percent": s.percent, "met": s.met, "read": s.read}
            for s in target_states(baseline, judgement.chain, units)
        ],
        "others": [other.model_dump() for other in baseline.others],
        "first_due": baseline.deadline.due,
        "extended": [{"date": e.day, "from": e.old, "due": e.new} for e in judgement.extensions],
        "supervised": [{"date": day, "level": level} for day, level in judgement.chain.supervised],
        "record": [
            {"ref": ref, "in_effect": ref in effective, **entry.model_dump(exclude_none=True)}
            for ref, entry in references(judgement)
        ],
    }


def references(judgement: Judgement) -> list[tuple[str, Entry]]:
    """The entries of an issue with their references, in file order."""
    if not judgement.issue.entries:
        return []
    from ledger.model.entries import ref_of

    return [(ref_of(entry), entry) for entry in judgement.issue.entries]


def _effective(judgement: Judgement) -> set[str]:
    """The references of the entries that no later entry takes back."""
    if not judgement.issue.entries:
        return set()
    from ledger.model.entries import ref_of

    office = judgement.chain.parties.office
    return {ref_of(entry) for entry in standing_records(judgement.issue.entries, office)}


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
        *_moved(judgement),
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
    for state in target_states(baseline, judgement.chain, units):
        lines.append((Message("show.target"), _target(state)))
        lines += [(Message("show.part"), f"{p.name} {p.text}") for p in state.target.parts]
    lines += [(other.label, other.text) for other in baseline.others]
    effective = _effective(judgement)
    numbered = sorted(enumerate(references(judgement), 1), key=lambda item: item[1][1].date)
    lines += [
        (Message("show.entry", {"n": n, "ref": ref}), entry_message(entry, void=ref not in effective))
        for n, (ref, entry) in numbered
        if entry.date <= as_of
    ]
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


def _moved(judgement: Judgement) -> list[tuple[Any, Any]]:
    """Extensions, completion, notice, clearing and the next review, where there are any."""
    lines: list[tuple[Any, Any]] = [
        (Message("show.extended"), Message("show.extension", {"date": e.day, "old": e.old, "new": e.new}))
        for e in judgement.extensions
    ]
    completed, margin = judgement.completed, judgement.margin
    if completed is not None:
        key = "show.done" if margin is None else "show.early" if margin >= 0 else "show.late_by"
        lines.append((Message("show.completed"), Message(key, {"date": completed, "days": abs(margin or 0)})))
    days = (
        (Message("show.accepted"), judgement.accepted),
        (Message("show.closed"), judgement.closed),
        (Message("show.review"), judgement.review),
    )
    lines += [(name, day) for name, day in days if day is not None]
    if judgement.notice is not None:
        lines.append((Message("show.notice"), Message("show.days", judgement.notice._asdict())))
    return lines


_SAID = {"date", "by", "type", "text", "evidence"}
_WORDS = {"level", "result", "pace"}


def entry_message(entry: Entry, *, void: bool = False) -> Message:
    """An entry in one line: its own fields follow what every entry has."""
    own: list[Any] = entry_details(entry)
    proofs = [item.title or item.path or item.url or "" for item in entry.evidence]
    more = [*own, *(proof for proof in proofs if proof)]
    text: Any = entry.text or ""
    if more:
        text = Message("show.and_more", {"text": text, "more": more}) if text else more
    args = {"date": entry.date, "by": entry.by, "type": Message(f"entry.{entry.type}"), "text": text}
    return Message("show.entry_void" if void else "show.entry_line", args)


def entry_details(entry: Entry) -> list[Message]:
    """What an entry says besides what every entry has."""
    values = entry.model_dump(exclude_none=True, exclude_defaults=True)
    return [
        Message("show.own", {"name": Message(f"part.{key}"), "value": _own(key, value)})
        for key, value in values.items()
        if key not in _SAID
    ]


def _own(key: str, value: Any) -> Any:
    if key in _WORDS:
        return Message(f"{key}.{value}")
    if key == "readings":
        return [f"{r['target']}{'.' + str(r['part']) if r.get('part') else ''}={r['value']}" for r in value]
    return value


def _node(state: MilestoneState, as_of: date) -> Message:
    late = (as_of - state.milestone.due).days
    args = {"text": state.milestone.text, "due": state.milestone.due, "done": state.done, "days": late}
    return Message(
        "show.node_done" if state.done else "show.node_late" if late > 0 else "show.node_open", args
    )


def _target(state: TargetState) -> Message:
    said = target_text(state)
    return Message("show.target_due", {"target": said, "due": state.target.due}) if state.target.due else said


def _with_members(name: str, units: Units) -> Any:
    if name in units.groups:
        return Message("show.group", {"name": name, "members": list(units.groups[name].members)})
    if name in units.collectives:
        return Message("show.collective", {"name": name})
    return name
