"""One issue in full, as scripts get it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.owed import What
from ledger.judging.walk import walk
from ledger.reports.facts import issue_record
from ledger.reports.issues import milestone_text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.judging.targets import TargetState
    from ledger.model.attempt import Attempt
    from ledger.model.entries import Entry


def whole_record(day: Day, judgement: Judgement) -> dict[str, Any]:
    """Everything about one issue on the day."""
    baseline = judgement.baseline
    states = judgement.milestones
    statuses = effects_of(day, judgement)
    dropped = judgement.chain.effective.dropped
    by_measure = {o.measure: o for o in judgement.obligations if o.what is What.MEASURE}
    return {
        **issue_record(judgement),
        "acceptance_text": baseline.acceptance.text,
        "responsibility_text": baseline.responsibility.text,
        "bodies": {name: list(bodies) for name, bodies in baseline.responsibility.bodies.items()},
        "first_lead": list(judgement.chain.first.responsibility.lead),
        "milestones": [_milestone(judgement, s) for s in states],
        "measures": [
            {
                "number": m.number,
                "text": m.text,
                "by": list(m.by),
                "immediate": m.immediate,
                "dropped": n in dropped,
                "done": judgement.shares.done((n, None)) or judgement.completed if n not in dropped else None,
                "owed_by": list(by_measure[n].owed_by) if n in by_measure else [],
                "done_by": list(by_measure[n].done_by) if n in by_measure else [],
                "moved": _moved(by_measure[n].moved) if n in by_measure else [],
                "milestones": [_milestone(judgement, s) for s in states if s.measure == n],
            }
            for n, m in enumerate(baseline.measures, 1)
        ],
        "targets": [_target_record(judgement, s) for s in judgement.targets],
        "others": [other.model_dump() for other in baseline.others],
        "extended": [
            {
                "date": e.day,
                "from": e.old,
                "due": e.new,
                "asked": e.asked,
                "late": e.late,
                "approval": e.approval,
                "measure": e.node[0] if e.node else None,
                "milestone": e.node[1] if e.node else None,
                "units": list(e.units),
            }
            for e in judgement.extensions
        ],
        "attempts": [_attempt(one) for one in judgement.chain.attempts],
        "supervised": [{"date": d, "level": level} for d, level in judgement.chain.supervised],
        "inspected": [{"date": d, "by": by, "result": r} for d, by, r in judgement.chain.inspected],
        "objections": [{"ref": o.ref, "date": o.day} for o in judgement.chain.objections],
        "obligations": [_obligation(judgement, one) for one in judgement.obligations],
        "record": [
            {"ref": ref, "in_effect": statuses[n] == "", "state": statuses[n], **_content(entry)}
            for n, (ref, entry) in enumerate(references(judgement))
        ],
    }


def _content(entry: Entry) -> dict[str, Any]:
    from ledger.model.entries import content

    return content(entry)


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "began": attempt.began,
        "first_due": attempt.first_due,
        "due": attempt.due,
        "completed": attempt.done,
        "accepted": attempt.accepted,
        "closed": attempt.closed,
        "measures": sorted(attempt.measures) if attempt.measures is not None else None,
    }


def _obligation(judgement: Judgement, one: Obligation) -> dict[str, Any]:
    return {
        "what": one.what.value,
        "measure": one.measure,
        "milestone": one.milestone,
        "target": one.target,
        "part": one.part,
        "text": text_of(judgement, one),
        "first_due": one.first_due,
        "due": one.due,
        "done": one.done,
        "joint": one.joint,
        "reading": one.basis.value,
        "shares": [{"unit": s.unit, "due": s.due, "done": s.done} for s in one.shares],
    }


def _target_record(judgement: Judgement, state: TargetState) -> dict[str, Any]:
    return {
        **state.target.model_dump(),
        "reading": state.value,
        "percent": state.percent,
        "met": state.met,
        "read": state.read,
        "reached": state.reached,
        "summed": state.summed,
        "conflict": state.conflict,
        "waiting": list(state.waiting),
        "unread": list(judgement.shares.unread(state)),
        "parts": [
            {**p.part.model_dump(), "reading": p.value, "read": p.read, "met": p.met} for p in state.parts
        ],
        "units": [{"unit": u.unit, "reading": u.value, "met": u.reached is not None} for u in state.each],
    }


def references(judgement: Judgement) -> list[tuple[str, Entry]]:
    """The entries of an issue with their references, in file order."""
    if not judgement.issue.entries:
        return []
    from ledger.model.entries import ref_of

    return [(ref_of(entry), entry) for entry in judgement.issue.entries]


def effects_of(day: Day, judgement: Judgement) -> list[str]:
    """For each entry in file order, also after the day: ``void``, ``refused``, or nothing where it counts."""
    entries = judgement.issue.entries
    if not entries:
        return []
    taken = {s.position: s.refused for s in walk(judgement.issue.baseline, entries, day.setting)}
    return ["void" if n not in taken else "refused" if taken[n] else "" for n in range(len(entries))]


def _moved(units: Iterable[tuple[str, date]]) -> list[dict[str, Any]]:
    """Units that owe their part by a day of their own."""
    return [{"unit": unit, "due": due} for unit, due in units]


def _milestone(judgement: Judgement, state: MilestoneState) -> dict[str, Any]:
    return {
        "measure": state.measure,
        "milestone": state.index,
        "phrase": state.milestone.text,
        "first_due": state.milestone.due,
        "due": state.due,
        "done": state.done,
        "owed_by": list(state.owed_by),
        "done_by": list(state.done_by),
        "moved": _moved(state.moved),
        "text": milestone_text(judgement, state),
    }
