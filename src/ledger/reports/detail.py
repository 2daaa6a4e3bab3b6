"""One issue in full: ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.days import backfilled
from ledger.judging.obligations import What
from ledger.judging.promises import Kept, kept
from ledger.reports.folding import folded
from ledger.reports.records import references, whole_record
from ledger.reports.report import Column, Message, Report, stated
from ledger.reports.sentences import (
    doubt_message,
    entry_message,
    moved_item,
    promised_message,
    standing_message,
)
from ledger.reports.working import target_text

if TYPE_CHECKING:
    from ledger.judging.day import Day
    from ledger.judging.obligations import Obligation
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.judging.targets import TargetState
    from ledger.model.baseline import Baseline, Missing
    from ledger.model.course import Attempt
    from ledger.model.unit import Units


def show_report(day: Day, judgement: Judgement) -> Report:
    """Everything about one issue: the official text, what it was understood to mean, and where it stands."""
    record = whole_record(day, judgement)
    titles = day.ledger.plan.section_titles if day.ledger.plan else {}
    return Report(
        kind="issue",
        columns=(Column("field"), Column("value", grow=1)),
        records=(record,),
        lines=tuple(
            {"field": field, "value": value} for field, value in _lines(day, judgement, record, titles)
        ),
        as_of=day.as_of,
        title=Message(
            "show.title", {"number": record["number"], "title": record["title"], "as_of": day.as_of}
        ),
    )


def _lines(
    day: Day, judgement: Judgement, record: dict[str, Any], titles: dict[str, str]
) -> list[tuple[Any, Any]]:
    baseline, units = judgement.baseline, day.ledger.units
    section = baseline.section
    lines: list[tuple[Any, Any]] = [
        (Message("show.section"), f"{section}、{titles.get(section, '')}" if section else None),
        (Message("show.status"), Message(f"status.{judgement.status}")),
        (Message("show.standing"), standing_message(judgement)),
        (Message("show.deadline"), _deadline(judgement)),
        *_moved(judgement),
        *((Message("show.doubt"), doubt_message(judgement, doubt)) for doubt in judgement.doubts),
        *_owing(judgement),
        (Message("show.problem"), baseline.problem),
        (Message("show.lead"), _stated(baseline, "responsibility", record["lead"])),
        *_first_lead(judgement),
        (Message("show.support"), [_with_members(name, units) for name in record["support"]]),
        (Message("show.acceptance"), _stated(baseline, "acceptance", record["acceptance"])),
        (Message("show.goal"), stated(baseline.goal)),
    ]
    if "measures" in baseline.missing:
        lines.append((Message("show.measure"), stated(None)))
    for n, measure in enumerate(record["measures"], 1):
        lines += _measure_lines(judgement, measure, n)
        lines += [
            (Message("show.milestone"), _node(judgement, s)) for s in judgement.milestones if s.measure == n
        ]
    for state in judgement.targets:
        lines.append((Message("show.target"), _target(judgement, state)))
        lines += [(Message("show.part"), _part(p)) for p in state.parts]
    promises = [o for o in judgement.obligations if o.what is What.PROMISE]
    lines += [(Message("show.promise"), _promise(judgement, one)) for one in promises]
    lines += [(other.label, other.text) for other in baseline.others]
    lines += _entries(day, judgement, record)
    lines.append((Message("show.path"), record["path"]))
    return lines


def _stated(baseline: Baseline, name: Missing, value: Any) -> Any:
    """A field of the task, or that nobody has said it yet."""
    return stated(None) if name in baseline.missing else value


def _entries(day: Day, judgement: Judgement, record: dict[str, Any]) -> list[tuple[Any, Any]]:
    if not judgement.issue.entries:
        return [(Message("show.entries"), Message("show.no_entries"))]
    reasons = dict(judgement.refused)
    numbered = sorted(enumerate(references(judgement)), key=lambda item: item[1][1].date)
    return [
        (
            Message("show.entry", {"n": n + 1, "ref": ref}),
            entry_message(
                entry,
                judgement.baseline,
                state=record["record"][n]["state"],
                reason=reasons.get(n),
                backfilled=backfilled(entry.date, day.policy),
            ),
        )
        for n, (ref, entry) in numbered
        if entry.date <= day.as_of
    ]


def _measure_lines(judgement: Judgement, measure: dict[str, Any], n: int) -> list[tuple[Any, Any]]:
    text = (measure["number"] or "") + measure["text"]
    if measure["dropped"]:
        return [(Message("show.measure"), Message("show.dropped", {"text": text}))]
    lines: list[tuple[Any, Any]] = [(Message("show.measure"), text)]
    sharers = judgement.chain.sharers(n)
    if judgement.completed is None and measure["done"] is not None:
        lines.append((Message("show.share"), Message("show.measure_done", {"date": measure["done"]})))
    elif sharers and judgement.completed is None:
        done = list(measure["done_by"])
        owing = folded(judgement, measure["owed_by"] or list(sharers))
        args = {"units": owing, "done": folded(judgement, done)}
        key = "show.shares_some" if done else "show.shares" if len(owing) > 1 else "show.shares_one"
        lines.append((Message("show.share"), Message(key, args)))
    return lines


def _deadline(judgement: Judgement) -> Message:
    text, first = stated(judgement.baseline.deadline.text), judgement.chain.attempts[0]
    if first.due is not None:
        args = {"text": text, "due": first.due, "first": first.first_due}
        moved = first.first_due is not None and first.due != first.first_due
        return Message("show.due_moved" if moved else "show.due", args)
    return Message(
        "show.undetermined" if judgement.basis == "undetermined" else "show.no_due", {"text": text}
    )


def _how(attempt: Attempt) -> Message | str:
    """How an attempt that was completed stood to the days it had."""
    if attempt.due is None or attempt.done is None:
        return ""
    if attempt.done > attempt.due:
        return Message("show.how", {"how": Message("standing.met_late")})
    by_first = attempt.first_due is None or attempt.done <= attempt.first_due
    return Message("show.how", {"how": Message("standing.met" if by_first else "standing.met_extended")})


def _owing(judgement: Judgement) -> list[tuple[Any, Any]]:
    """Who still owes something; not said once nobody does."""
    return [(Message("show.owing"), folded(judgement, judgement.owed_by))] if judgement.owed_by else []


def _first_lead(judgement: Judgement) -> list[tuple[Any, Any]]:
    first = judgement.chain.first.responsibility.lead
    if first == judgement.baseline.responsibility.lead:
        return []
    return [(Message("show.first_lead"), list(first))]


def _moved(judgement: Judgement) -> list[tuple[Any, Any]]:
    """Extensions, attempts, completion, notice, clearing and the next review, where there are any."""
    lines: list[tuple[Any, Any]] = []
    for e in judgement.extensions:
        key = "show.extension_late" if e.late else "show.extension"
        moved: dict[str, Any] = {"date": e.day, "old": e.old, "new": e.new, "approval": e.approval}
        said = Message(key, moved)
        if e.node is not None:
            said = Message("show.extension_part", {"extension": said, "part": moved_item(judgement, e)})
        lines.append((Message("show.extended"), said))
    for attempt in judgement.chain.attempts[:-1]:
        args: dict[str, Any] = {"n": attempt.number, "completed": attempt.done, "closed": attempt.closed}
        args["how"] = _how(attempt)
        lines.append(
            (
                Message("show.attempt"),
                Message("show.attempt_closed" if attempt.closed else "show.attempt_done", args),
            )
        )
    if judgement.chain.attempt.number > 1:
        args = {
            "n": judgement.chain.attempt.number,
            "began": judgement.chain.attempt.began,
            "due": judgement.due,
        }
        lines.append(
            (
                Message("show.attempt"),
                Message("show.attempt_now" if judgement.due else "show.attempt_undue", args),
            )
        )
    completed, margin = judgement.completed, judgement.margin
    if completed is not None:
        key = "show.done" if margin is None else "show.early" if margin >= 0 else "show.late_by"
        if margin is not None and margin >= 0 and judgement.first_due != judgement.due:
            attempt = judgement.chain.attempt
            key = "show.done_extended" if attempt.first_due and completed > attempt.first_due else key
        if key == "show.early" and judgement.chain.attempt.number > 1:
            key = "show.early_again"
        lines.append((Message("show.completed"), Message(key, {"date": completed, "days": abs(margin or 0)})))
    days = (
        (Message("show.accepted"), judgement.accepted),
        (Message("show.closed"), judgement.closed),
        (Message("show.withdrawn"), judgement.chain.withdrawn),
        (Message("show.review"), judgement.review),
    )
    lines += [(name, day) for name, day in days if day is not None]
    if judgement.notice is not None:
        key = "show.days_projected" if judgement.notice.projected else "show.days"
        lines.append((Message("show.notice"), Message(key, judgement.notice._asdict())))
    return lines


def _node(judgement: Judgement, state: MilestoneState) -> Message:
    late = (judgement.as_of - state.due).days
    args = {
        "text": state.milestone.text,
        "due": state.due,
        "done": state.done,
        "days": late,
        "units": list(state.owed_by),
    }
    if state.done:
        return Message("show.node_done", args)
    some = bool(state.done_by) and bool(state.owed_by)
    if some:
        return Message("show.node_late_owing" if late > 0 else "show.node_open_owing", args)
    return Message("show.node_late" if late > 0 else "show.node_open", args)


def _target(judgement: Judgement, state: TargetState) -> Message:
    said = target_text(state, judgement.shares)
    if state.target.due:
        return Message("show.target_due", {"target": said, "due": judgement.figure_due(state)})
    return said


def _part(part: Any) -> Any:
    text = f"{part.part.name} {part.part.text}"
    if part.value is None:
        return text
    return Message("show.part_read", {"text": text, "reading": part.value})


_PROMISES = {
    Kept.KEPT: "show.promise_kept",
    Kept.KEPT_LATE: "show.promise_late",
    Kept.BROKEN: "show.promise_broken",
    Kept.PENDING: "show.promise_open",
}


def _promise(judgement: Judgement, one: Obligation) -> Message:
    """Who promised what by when, and whether it was kept."""
    what = promised_message(judgement, one)
    args = {"by": [s.unit for s in one.shares], "until": one.due, "done": one.done, "what": what}
    return Message(_PROMISES[kept(one, judgement.as_of)], args)


def _with_members(name: str, units: Units) -> Any:
    if name in units.groups:
        return Message("show.group", {"name": name, "members": list(units.groups[name].members)})
    if name in units.collectives:
        return Message("show.collective", {"name": name})
    return name
