"""The page of an issue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.judging.owed import STAGES, What
from ledger.judging.ready import readiness
from ledger.judging.walk import walk
from ledger.model.course import Status
from ledger.model.entries.base import measure_name
from ledger.reports.figures import SIGNS
from ledger.reports.folding import folded
from ledger.reports.issues import clause_of, measure_done, milestone_text, standing_word
from ledger.reports.readiness import gap_text
from ledger.reports.report import Message
from ledger.reports.sentences import entry_details, type_message
from ledger.reports.site.naming import Namer
from ledger.reports.site.pages import (
    AttemptLine,
    EntryLine,
    Extension,
    IssuePage,
    MeasureLine,
    MilestoneLine,
    MovedLine,
    PartLine,
    Proof,
    TargetLine,
)
from ledger.reports.timeline import (
    Moved,
    NodeState,
    attempts_of,
    is_undetermined,
    moves_of,
    node_state,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.judging.day import Day
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.entries.base import Evidence


def issue_page(day: Day, judgement: Judgement, namer: Namer, titles: Mapping[str, str]) -> IssuePage:
    plan, baseline, chain = judgement.issue.baseline, judgement.baseline, judgement.chain
    named = baseline.responsibility
    lines = [(s.measure, _milestone(judgement, s, namer)) for s in judgement.milestones]
    notice = judgement.notice
    record = _record(day, judgement, namer)
    owed = [n for n in range(1, len(baseline.measures) + 1) if n not in chain.effective.dropped]
    ready = readiness(judgement, day.ledger.units, day.policy, day.as_of)
    open_due = judgement.due if judgement.completed is None and chain.withdrawn is None else None
    keys = [_keys_of(day, role, namer) for role in (named.lead, named.support, baseline.acceptance.units)]
    return IssuePage(
        id=baseline.id,
        number=baseline.number,
        title=baseline.title,
        section=baseline.section,
        section_title=titles.get(baseline.section or ""),
        problem=plan.problem,
        goal=plan.goal,
        deadline=plan.deadline.text,
        immediate=baseline.deadline.immediate,
        sustained=baseline.deadline.sustained,
        first_due=judgement.first_due,
        due=judgement.due,
        undetermined=is_undetermined(judgement),
        days_overdue=judgement.days_overdue,
        kind=judgement.kind.value,
        status=judgement.status.value,
        standing=judgement.standing.value,
        word=standing_word(judgement),
        completed=judgement.completed,
        accepted=judgement.accepted,
        closed=judgement.closed,
        withdrawn=chain.withdrawn,
        lead=namer.all(named.lead),
        support=namer.all(named.support),
        acceptance=namer.all(baseline.acceptance.units),
        extensions=tuple(_extension(judgement, moved, namer) for moved in moves_of(judgement)),
        milestones=tuple(line for measure, line in lines if measure is None),
        measures=tuple(
            _measure(judgement, n, tuple(line for measure, line in lines if measure == n), namer)
            for n in range(1, len(baseline.measures) + 1)
        ),
        targets=tuple(_target(judgement, state, namer) for state in judgement.targets),
        record=record,
        attempts=tuple(
            AttemptLine(
                number, span.begin, span.due, span.completed, span.accepted, span.closed, span.standing,
                undetermined=span.due is None and span.completed is None and is_undetermined(judgement),
            )
            for number, span in enumerate(attempts_of(judgement, day.issued), 1)
        ),
        problem_now=_other(plan.problem, baseline.problem),
        goal_now=_other(plan.goal, baseline.goal),
        deadline_now=_other(plan.deadline.text, baseline.deadline.text),
        acceptance_text=plan.acceptance.text,
        responsibility_text="\n".join(
            filter(None, (plan.responsibility.text, plan.responsibility.support_text))
        ),
        others=tuple((other.label, other.text) for other in plan.others),
        notice=(notice.since, notice.until) if notice else None,
        review=judgement.review,
        owed_by=namer.all(folded(judgement, judgement.owed_by)) if judgement.completed is None else (),
        days_left=(open_due - day.as_of).days if open_due is not None and open_due >= day.as_of else None,
        reopened=chain.attempt.began if chain.attempt.number > 1 else None,
        measures_done=sum(measure_done(judgement, n) for n in owed),
        measures_owed=len(owed),
        latest=next((line for line in record if line.type in _PROGRESS and not line.state), None),
        step=ready.step,
        step_by=namer.all(folded(judgement, ready.by)),
        lacking=tuple(gap_text(judgement, gap, full=False) for gap in ready.gaps),
        lead_keys=keys[0],
        support_keys=keys[1],
        acceptance_keys=keys[2],
        other_keys=_others(day, judgement, namer, {key for role in keys for key in role}),
    )  # fmt: skip


def _other(was: str | None, now: str | None) -> str | None:
    """What holds where it is not what was."""
    return None if now == was else now


def _others(day: Day, judgement: Judgement, namer: Namer, known: set[str]) -> tuple[str, ...]:
    """The keys of units that have to do with the issue by a measure of it only."""
    names = [name for measure in judgement.baseline.measures for name in measure.by]
    names += [name for held in judgement.chain.assigned.values() for name in held]
    return tuple(key for key in _keys_of(day, names, namer) if key not in known)


def _keys_of(day: Day, names: Iterable[str], namer: Namer) -> tuple[str, ...]:
    """The keys of units, groups expanded, by their names then and now."""
    units = day.ledger.units
    both = ((name, units.on(name, day.as_of)) for name in units.expand(tuple(names)))
    found = dict.fromkeys(name for pair in both for name in pair)
    return tuple(namer.keys[name] for name in found if name in namer.keys)


_LINE_STATES = {
    NodeState.OPEN: "open",
    NodeState.DONE: "done",
    NodeState.DONE_LATE: "done_late",
    NodeState.MISSED: "late",
    NodeState.WITHDRAWN: "withdrawn",
}


def _milestone(judgement: Judgement, state: MilestoneState, namer: Namer) -> MilestoneLine:
    how = node_state(judgement, state)
    joint = judgement.shares.is_joint((state.measure, state.index))
    told = how in {NodeState.OPEN, NodeState.MISSED} and (
        how is NodeState.MISSED or not joint or bool(state.done_by)
    )
    return MilestoneLine(
        text=milestone_text(judgement, state),
        phrase=state.milestone.text,
        due=state.due,
        state=_LINE_STATES[how],
        done=state.done,
        first_due=state.milestone.due if state.milestone.due != state.due else None,
        owed_by=namer.all(folded(judgement, state.owed_by)) if told else (),
        done_by=namer.all(folded(judgement, state.done_by)) if told else (),
        moved=_moved(state.moved, namer),
    )


def _moved(units: Iterable[tuple[str, date]], namer: Namer) -> tuple[MovedLine, ...]:
    return tuple(MovedLine(name, due) for unit, due in units for name in namer.all((unit,)))


def _measure(
    judgement: Judgement, number: int, milestones: tuple[MilestoneLine, ...], namer: Namer
) -> MeasureLine:
    plan, measure = judgement.issue.baseline, judgement.baseline.measures[number - 1]
    was = plan.measures[number - 1].text if number <= len(plan.measures) else None
    mine = [o for o in judgement.obligations if o.what is What.MEASURE and o.measure == number]
    one = mine[0] if mine else None
    shared = one is not None and one.done is None and not one.joint
    return MeasureLine(
        number=measure.number,
        text=measure.text,
        milestones=milestones,
        was=_other(measure.text, was),
        dropped=number in judgement.chain.effective.dropped,
        due=day_of(one) if one is not None and one.dated else None,
        done=one.done if one is not None else None,
        owed_by=namer.all(folded(judgement, one.owed_by)) if one is not None and shared else (),
        done_by=namer.all(folded(judgement, one.done_by)) if one is not None and shared else (),
        moved=_moved(one.moved, namer) if one is not None and shared else (),
        state=_measure_state(judgement, number, milestones),
    )


def _measure_state(judgement: Judgement, number: int, milestones: tuple[MilestoneLine, ...]) -> str:
    if number in judgement.chain.effective.dropped:
        return "dropped"
    if measure_done(judgement, number):
        return "done"
    mine = (debt.obligation for debt in judgement.late if debt.obligation.measure == number)
    late = any(one.what in STAGES for one in mine) or any(line.state == "late" for line in milestones)
    return "late" if late else "open"


def day_of(one: Obligation) -> date | None:
    """By when the first of those who still owe it has to do it; one may have been given longer."""
    days = [share.due for share in one.shares if share.done is None and share.due is not None]
    return min(days, default=one.due)


def _target(judgement: Judgement, state: TargetState, namer: Namer) -> TargetLine:
    target = state.target
    return TargetLine(
        name=judgement.baseline.figure_name(state.number),
        text=target.text,
        sign=SIGNS[target.compare],
        value=target.value,
        unit=target.unit,
        each=target.each,
        due=judgement.figure_due(state, None),
        parts=tuple(
            PartLine(
                judgement.baseline.figure_name(state.number, part.number),
                part.part.text,
                part.value,
                _reached(judgement, state, part),
            )
            for part in state.parts
        ),
        reading=state.value,
        percent=state.percent,
        read=state.read,
        said=_reached(judgement, state, None),
        summed=state.summed if state.conflict else None,
        reached_by=namer.all(folded(judgement, [one.unit for one in state.each if one.reached is not None])),
        missing=tuple((namer(one.unit), one.value) for one in state.each if one.reached is None),
    )


def _reached(judgement: Judgement, state: TargetState, part: PartState | None) -> Message:
    """Whether a figure is reached; before its day nothing is said to be missed."""
    met, value = (state.met, state.value) if part is None else (part.met, part.value)
    due = judgement.figure_due(state, part)
    if met:
        return Message("site.met_yes")
    if judgement.status is Status.WITHDRAWN:
        return Message("standing.withdrawn")
    if due is None or due >= judgement.as_of:
        return Message("site.met_none" if value is None else "site.met_open")
    return Message("site.met_due" if value is None else "site.met_no")


def _extension(judgement: Judgement, moved: Moved, namer: Namer) -> Extension:
    part = None
    if not moved.of_task:
        part = part_name(judgement, moved.measure, moved.milestone)
    return Extension(moved.day, moved.old, moved.new, part, namer.all(moved.units))


def part_name(judgement: Judgement, measure: int | None, milestone: int | None) -> Message:
    """A measure, or a milestone by its clause."""
    if milestone is not None:
        return _stage_name(judgement, measure, clause_of(judgement.baseline, measure, milestone))
    return Message("site.debt_measure", {"measure": measure_name(judgement.baseline, measure)})


def _stage_name(judgement: Judgement, measure: int | None, text: str) -> Message:
    if measure is None:
        return Message("site.debt_goal", {"text": text})
    return Message("site.debt_stage", {"measure": measure_name(judgement.baseline, measure), "text": text})


_PROGRESS = frozenset(
    {
        *("start", "progress", "achieve", "complete", "accept", "reject", "publicize", "close", "reopen"),
        *("inspect", "review", "withdraw"),
    }
)
"""The types of entries that tell how far an issue has come."""

_STEPS = {"complete": "completed", "accept": "accepted", "publicize": "notice", "close": "closed"}
"""The steps of the closing chain, and where an attempt keeps that it was taken."""


def _record(day: Day, judgement: Judgement, namer: Namer) -> tuple[EntryLine, ...]:
    """The entries up to the day, the latest first; within one day the last of the file first."""
    issue = judgement.issue
    if not issue.entries:
        return ()
    walked = walk(issue.baseline, issue.entries, day.setting, day.as_of)
    taken = {step.position: step.refused for step in walked}
    lines = []
    for position, entry in enumerate(issue.entries):
        if entry.date <= day.as_of:
            state = "void" if position not in taken else "refused" if taken[position] else ""
            lines.append(
                EntryLine(
                    date=entry.date,
                    type=entry.type,
                    by=namer(entry.by),
                    state=state,
                    text=entry.text,
                    details=tuple(entry_details(entry, judgement.baseline, issue.entries)),
                    evidence=tuple(map(_proof, entry.evidence)),
                    called=type_message(entry),
                    undone="" if state else _undone(judgement, entry.type, entry.date),
                )
            )
    lines.sort(key=lambda line: line.date)
    return tuple(reversed(lines))


def _proof(proof: Evidence) -> Proof:
    # a link to anything else could run a program
    address = proof.url if proof.url and proof.url.lower().startswith(("http://", "https://")) else None
    return Proof(proof.title or proof.path or proof.url or "", address, proof.path)


def _undone(judgement: Judgement, kind: str, when: date) -> str:
    """Why a step of the closing chain that was taken on a day stands no longer, or nothing."""
    if kind not in _STEPS:
        return ""
    attempt = judgement.chain.attempt
    if attempt.number > 1 and attempt.began is not None and when <= attempt.began:
        return "reopened"
    stands = attempt.completed is not None and when >= attempt.completed
    taken = getattr(attempt, _STEPS[kind]) is not None or (kind == "accept" and bool(attempt.signed))
    return "" if stands and taken else "returned"
