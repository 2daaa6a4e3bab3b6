"""Issues as records, and the lists of them: ``list``, ``overdue``, ``due``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.judging.status import Judgement, MilestoneState, Standing
from ledger.plans.clauses import clauses
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.model.unit import Units

COLUMNS = {
    column.key: column
    for column in (
        Column("number"),
        Column("id"),
        Column("section"),
        Column("title", grow=3),
        Column("problem", grow=6),
        Column("goal", grow=6),
        Column("acceptance", grow=2),
        Column("lead", grow=2),
        Column("support", grow=3),
        Column("units", grow=3),
        Column("deadline.text", grow=2),
        Column("kind", words="kind"),
        Column("due"),
        Column("days_overdue", right=True, mark=True),
        Column("standing", words="standing", mark=True),
        Column("status", words="status"),
        Column("completed"),
        Column("margin_days", right=True),
        Column("accepted"),
        Column("closed"),
        Column("next_review"),
        Column("extensions", right=True),
        Column("relapses", right=True),
        Column("entries", right=True),
        Column("path"),
    )
}
"""Every column that a list of issues can show, by key."""

LIST_COLUMNS = ("number", "title", "lead", "due", "standing", "status")
"""What ``list`` shows unless asked otherwise."""


def issue_record(judgement: Judgement, units: Units) -> dict[str, Any]:
    """The record of an issue by the contract for scripts; dates stay dates until they are rendered."""
    baseline = judgement.issue.baseline
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    concerned = (*baseline.acceptance.units, *lead, *support)
    deadline = baseline.deadline
    return {
        "id": baseline.id,
        "number": baseline.number,
        "section": baseline.section,
        "title": baseline.title,
        "acceptance": list(baseline.acceptance.units),
        "lead": list(lead),
        "support": list(support),
        "units": list(units.expand(concerned)),
        "unexpanded": [name for name in dict.fromkeys(concerned) if name in units.collectives],
        "deadline": {
            "text": deadline.text,
            "due": deadline.due,
            "immediate": deadline.immediate,
            "sustained": deadline.sustained,
        },
        "kind": judgement.kind.value,
        "due": judgement.due,
        "status": judgement.status.value,
        "standing": judgement.standing.value,
        "days_overdue": judgement.days_overdue,
        "completed": judgement.completed,
        "margin_days": judgement.margin,
        "accepted": judgement.accepted,
        "notice_until": judgement.notice.until if judgement.notice else None,
        "closed": judgement.closed,
        "extensions": len(judgement.extensions),
        "relapses": judgement.chain.relapses,
        "next_review": judgement.review,
        "entries": judgement.entries,
        "path": judgement.issue.path,
        "problem": baseline.problem,
        "goal": baseline.goal,
    }


def list_report(
    judgements: Sequence[Judgement], units: Units, as_of: date, columns: Sequence[str] = LIST_COLUMNS
) -> Report:
    """The issues as they come, with the columns asked for."""
    return Report(
        kind="list",
        columns=tuple(COLUMNS[key] for key in columns),
        records=tuple(issue_record(judgement, units) for judgement in judgements),
        as_of=as_of,
        title=Message("list.title", {"as_of": as_of, "count": len(judgements)}),
        empty=Message("list.none"),
    )


DUE_COLUMNS = (
    Column("number"),
    Column("title", grow=3),
    Column("item", grow=4),
    Column("due"),
    Column("days_overdue", right=True, mark=True),
    Column("lead", grow=2),
    Column("status", words="status"),
)
"""What ``overdue`` shows."""


def milestone_text(judgement: Judgement, state: MilestoneState) -> str:
    """What is to be done by a milestone: its clause in the measure or goal."""
    baseline = judgement.issue.baseline
    if state.measure is None:
        text, milestones = baseline.goal, baseline.milestones
    else:
        measure = baseline.measures[state.measure - 1]
        text, milestones = measure.text, measure.milestones
    return clauses(text, [m.text for m in milestones])[state.index - 1]


def _due_item(
    judgement: Judgement, units: Units, as_of: date, state: MilestoneState | None
) -> dict[str, Any]:
    """A record about the deadline of an issue, about one of its milestones, or about its review."""
    record = issue_record(judgement, units)
    review = state is None and judgement.completed is not None
    due = judgement.review if review else judgement.due if state is None else state.milestone.due
    late = (as_of - due).days if due is not None and as_of > due else None
    record |= {
        "due": due,
        "days_overdue": late,
        "what": "review" if review else "issue" if state is None else "milestone",
        "measure": None if state is None else state.measure,
        "milestone": None if state is None else state.index,
        "text": None if state is None else milestone_text(judgement, state),
    }
    return record


def _lines(records: Iterable[dict[str, Any]], judgements: Iterable[Judgement]) -> tuple[dict[str, Any], ...]:
    """The records with the words that a table shows for what is due."""
    by_id = {j.issue.id: j.issue.baseline for j in judgements}
    lines = []
    for record in records:
        if record["what"] in {"issue", "review"}:
            item = Message("item.issue" if record["what"] == "issue" else "item.review")
        elif record["measure"] is None:
            item = Message("item.goal", {"text": record["text"]})
        else:
            number = by_id[record["id"]].measures[record["measure"] - 1].number
            key = "item.measure" if number else "item.measure_plain"
            item = Message(key, {"number": number, "text": record["text"]})
        lines.append({**record, "item": item})
    return tuple(lines)


def _undone(judgement: Judgement, after: date | None, until: date) -> Iterator[MilestoneState]:
    """Milestones not done that are due on or before ``until`` and, where given, on or after ``after``."""
    for state in judgement.milestones:
        due = state.milestone.due
        if state.done is None and due <= until and (after is None or due >= after):
            yield state


def overdue_report(
    judgements: Sequence[Judgement], units: Units, as_of: date, warn_days: int, *, issued_known: bool = True
) -> Report:
    """What is late, most days first: issues, milestones of issues that are not late, and reviews."""
    records: list[dict[str, Any]] = []
    for judgement in judgements:
        unreviewed = judgement.review is not None and judgement.review < as_of
        if judgement.standing is Standing.OVERDUE or unreviewed:
            records.append(_due_item(judgement, units, as_of, None))
        elif judgement.completed is None:
            records += [
                _due_item(judgement, units, as_of, state)
                for state in _undone(judgement, None, as_of)
                if state.milestone.due < as_of
            ]
    records.sort(key=lambda r: (-r["days_overdue"], r["id"], r["measure"] or 0, r["milestone"] or 0))
    counts = {what: sum(1 for r in records if r["what"] == what) for what in ("issue", "milestone", "review")}
    unacted = [j for j in judgements if j.standing is Standing.UNACTED]
    soon = _upcoming(judgements, as_of, warn_days)
    return Report(
        kind="overdue",
        columns=DUE_COLUMNS,
        records=tuple(records),
        lines=_lines(records, judgements),
        as_of=as_of,
        title=Message(
            "overdue.title_reviews" if counts["review"] else "overdue.title",
            {
                "as_of": as_of,
                "issues": counts["issue"],
                "milestones": counts["milestone"],
                "reviews": counts["review"],
            },
        ),
        summary={
            "unacted": [j.issue.id for j in unacted],
            "due_soon": {
                "days": warn_days,
                "issues": sum(1 for _, state in soon if state is None),
                "milestones": sum(1 for _, state in soon if state is not None),
            },
        },
        notes=(_unacted_note(unacted, issued_known=issued_known), _soon_note(soon, as_of, warn_days)),
        empty=Message("overdue.none", {"as_of": as_of}),
    )


def _unacted_note(unacted: Sequence[Judgement], *, issued_known: bool) -> Message:
    if not unacted:
        return Message("overdue.unacted_none")
    numbers = [j.issue.baseline.number for j in unacted]
    key = "overdue.unacted" if issued_known else "overdue.unacted_since_unknown"
    return Message(key, {"count": len(unacted), "numbers": numbers})


def _soon_note(soon: Sequence[tuple[Judgement, MilestoneState | None]], as_of: date, days: int) -> Message:
    until = _later(as_of, days)
    if not soon:
        return Message("overdue.soon_none", {"days": days, "until": until})
    numbers = list(dict.fromkeys(j.issue.baseline.number for j, _ in soon))
    issues = sum(1 for _, state in soon if state is None)
    args = {
        "days": days,
        "until": until,
        "issues": issues,
        "milestones": len(soon) - issues,
        "numbers": numbers,
    }
    return Message("overdue.soon", args)


def _later(day: date, days: int) -> date:
    """``days`` after ``day``, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _upcoming(
    judgements: Iterable[Judgement], as_of: date, days: int
) -> list[tuple[Judgement, MilestoneState | None]]:
    """What falls due from ``as_of`` on within ``days``; a goal's milestone on the deadline counts once."""
    until = _later(as_of, days)
    found: list[tuple[Judgement, MilestoneState | None]] = []
    for judgement in judgements:
        if judgement.completed is not None:
            continue
        if judgement.due is not None and as_of <= judgement.due <= until:
            found.append((judgement, None))
        found += [
            (judgement, state)
            for state in _undone(judgement, as_of, until)
            if state.measure is not None or state.milestone.due != judgement.due
        ]
    return found


def due_report(judgements: Sequence[Judgement], units: Units, as_of: date, days: int) -> Report:
    """What falls due from ``as_of`` on within ``days``, soonest first."""
    upcoming = _upcoming(judgements, as_of, days)
    records = []
    for judgement, state in upcoming:
        record = _due_item(judgement, units, as_of, state)
        record["days_left"] = (record["due"] - as_of).days
        records.append(record)
    records.sort(key=lambda r: (r["due"], r["id"], r["measure"] or 0, r["milestone"] or 0))
    columns = tuple(Column("days_left", right=True) if c.key == "days_overdue" else c for c in DUE_COLUMNS)
    until = _later(as_of, days)
    return Report(
        kind="due",
        columns=columns,
        records=tuple(records),
        lines=_lines(records, judgements),
        as_of=as_of,
        title=Message("due.title", {"as_of": as_of, "until": until, "days": days, "count": len(records)}),
        summary={"until": until},
        empty=Message("due.none", {"until": until}),
    )
