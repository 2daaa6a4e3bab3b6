"""Lists of issues and of what is owed: ``list``, ``overdue``, ``due``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.days import later
from ledger.judging.duties import State, state_of
from ledger.judging.owed import What
from ledger.model.baseline import lead_in
from ledger.plans.clauses import clauses
from ledger.reports.facts import COLUMNS, issue_record
from ledger.reports.folding import folded
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.letters import Asked
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.select import Criteria
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Baseline

LIST_COLUMNS = ("number", "title", "lead", "due", "standing", "status")
"""What ``list`` shows unless asked otherwise."""


def list_report(day: Day, judgements: Sequence[Judgement], columns: Sequence[str] = LIST_COLUMNS) -> Report:
    """The issues as they come, with the columns asked for."""
    records = tuple(issue_record(judgement) for judgement in judgements)
    said = zip(records, judgements, strict=True)
    return Report(
        kind="list",
        columns=tuple(COLUMNS[key] for key in columns),
        records=records,
        lines=tuple({**record, "standing": standing_word(one)} for record, one in said),
        as_of=day.as_of,
        title=Message("list.title", {"as_of": day.as_of, "count": len(judgements)}),
        sheet=Message("list.sheet"),
        empty=Message("list.none"),
    )


DUE_COLUMNS = (
    Column("number"),
    Column("title", grow=3),
    Column("item", grow=4),
    Column("due"),
    Column("days_overdue", right=True, mark=True),
    Column("owing", grow=3),
    Column("status", words="status"),
)
"""What ``overdue`` shows."""


def standing_word(judgement: Judgement) -> Message:
    """The standing; of what was completed without a day to be held against, that it was completed.

    After a relapse it is said of the attempt that completed it: the day beside it is that one's.
    """
    undated = {"deadline_undetermined", "relapse_without_due"} & set(judgement.doubts)
    if undated and judgement.standing == "met":
        return Message("standing.met_undated")
    attempt = judgement.chain.attempt
    if judgement.completed is not None and attempt.number > 1:
        late = attempt.due is not None and judgement.completed > attempt.due
        return Message("standing.met_again_late" if late else "standing.met_again")
    return Message(f"standing.{judgement.standing}")


def measure_done(judgement: Judgement, number: int) -> bool:
    """Whether a measure (from 1) is carried out: by itself, or with its task."""
    return judgement.completed is not None or judgement.shares.done((number, None)) is not None


def milestone_text(judgement: Judgement, state: MilestoneState) -> str:
    """What is to be done by a milestone: its clause in the measure or goal."""
    return clause_of(judgement.baseline, state.measure, state.index)


def clause_of(baseline: Baseline, measure: int | None, milestone: int) -> str:
    """The clause of the goal or of a measure that a milestone (from 1) stands in."""
    if measure is None:
        text, milestones = baseline.goal or "", baseline.milestones
    else:
        text, milestones = baseline.measures[measure - 1].text, baseline.measures[measure - 1].milestones
    return clauses(text, tuple(m.text for m in milestones))[milestone - 1]


def text_of(judgement: Judgement, one: Obligation) -> str | None:
    """What an obligation asks for, in the plan's words; ``None`` for the task itself."""
    baseline = judgement.baseline
    if one.milestone is not None:
        return clause_of(baseline, one.measure, one.milestone)
    if one.what is What.FIGURE and one.target is not None:
        return figure_text(baseline, one.target, one.part)
    if one.measure is not None:
        return baseline.measures[one.measure - 1].text
    return one.text


def figure_text(baseline: Baseline, target: int, part: int | None) -> str:
    """What a figure, or a part of it, is called, and what is to be reached in the plan's words."""
    whole = baseline.targets[target - 1]
    text = whole.text if part is None else whole.parts[part - 1].text
    return f"{baseline.figure_name(target, part)} {text}"


def obligation_item(judgement: Judgement, one: Obligation) -> Message:
    """The words that a table shows for an obligation; they may stand within a sentence."""
    text = (text_of(judgement, one) or "").rstrip("。；")
    promised = one.what is What.PROMISE
    if one.measure is None:
        key = {What.MILESTONE: "item.goal", What.FIGURE: "item.figure"}.get(one.what, f"item.{one.what}")
        item = Message(key, {"text": text or Message("item.issue") if promised else text})
        return _promise(one, item) if promised else item
    number = judgement.baseline.measures[one.measure - 1].number
    args = {"number": lead_in(number, text), "n": one.measure, "text": text}
    inner = Message("item.measure" if number else "item.measure_plain", args)
    if one.what is What.FIRST_ACTION:
        return Message("item.first_action_of", {"item": inner})
    return _promise(one, Message("item.promise_of", {"item": inner})) if promised else inner


def _promise(one: Obligation, item: Message) -> Message:
    """What was promised, and until when it was promised again."""
    until = one.renewed
    return item if until is None else Message("item.promise_renewed", {"item": item, "until": until})


def debt_records(day: Day, debts: Iterable[Debt]) -> list[dict[str, Any]]:
    """The records of what is owed: those of their issues, each with what, by whom and by when."""
    of_issues: dict[str, dict[str, Any]] = {}  # an issue with many milestones is told once for all of them
    records = []
    for debt in debts:
        judgement = day.by_id[debt.obligation.issue or ""]
        if judgement.issue.id not in of_issues:
            of_issues[judgement.issue.id] = issue_record(judgement)
        records.append(of_issues[judgement.issue.id] | _owed(day, judgement, debt))
    return records


def _owed(day: Day, judgement: Judgement, debt: Debt) -> dict[str, Any]:
    one = debt.obligation
    late = debt.days(day.as_of)
    return {
        "what": one.what.value,
        "measure": one.measure,
        "milestone": one.milestone,
        "target": one.target,
        "part": one.part,
        "text": text_of(judgement, one),
        "units": list(debt.units),
        "done_units": list(one.done_by),
        "first_due": debt.first_due,
        "due": debt.due,
        "days_overdue": late if late > 0 else None,
        "attempt": one.attempt,
        "reading": one.basis.value,
    }


def debt_line(day: Day, debt: Debt, record: dict[str, Any]) -> dict[str, Any]:
    """The row of a table for something that is owed."""
    judgement = day.by_id[debt.obligation.issue or ""]
    return {
        **record,
        "item": obligation_item(judgement, debt.obligation),
        "owing": folded(judgement, debt.units),
    }


def _counts(debts: Iterable[Debt]) -> list[Message]:
    """How many of each kind, in words: 8 项任务、7 个阶段节点."""
    found: dict[What, int] = {}
    for debt in debts:
        found[debt.obligation.what] = found.get(debt.obligation.what, 0) + 1
    return [Message(f"count.{what}", {"count": found[what]}) for what in What if what in found]


_NAMED = 6
"""So many tasks are named with title and lead; of more the numbers are told."""


def _named(judgements: Sequence[Judgement]) -> list[Any]:
    """Tasks in a sentence: by number, title and lead where they are few."""
    if len(judgements) > _NAMED:
        return [j.baseline.number for j in judgements]
    return [
        Message(
            "overdue.named" if j.baseline.responsibility.lead else "overdue.named_only",
            {
                "number": j.baseline.number,
                "title": j.baseline.title,
                "units": list(j.baseline.responsibility.lead),
            },
        )
        for j in judgements
    ]


def overdue_report(day: Day, criteria: Criteria) -> Report:
    """What is late, by how urgent its kind is and then most days first; whoever still owes it is named."""
    debts = day.late(criteria)
    records = debt_records(day, debts)
    unacted = day.unacted(criteria)
    undetermined = _undetermined(day, criteria)
    soon = day.upcoming(day.policy.warn_days, criteria)
    letters = [one for one in day.replies(criteria) if one.days_late]
    args: dict[str, Any] = {"as_of": day.as_of, "items": _counts(debts)}
    return Report(
        kind="overdue",
        columns=DUE_COLUMNS,
        records=tuple(records),
        lines=tuple(
            debt_line(day, debt, record) | {"tone": "late"}
            for debt, record in zip(debts, records, strict=True)
        ),
        as_of=day.as_of,
        title=Message("overdue.title" if debts else "overdue.title_none", args),
        summary={
            "unacted": [j.issue.id for j in unacted],
            "undetermined": [j.issue.id for j in undetermined],
            "due_soon": {
                "days": day.policy.warn_days,
                "issues": sum(1 for d in soon if d.obligation.what is What.ISSUE),
                "milestones": sum(1 for d in soon if d.obligation.what is not What.ISSUE),
            },
            "letters": [_asked(one) for one in letters],
        },
        notes=(
            *_notes(day, criteria, unacted, undetermined, soon),
            *_letters_note("overdue.letters", letters),
        ),
        empty=Message("overdue.none", {"as_of": day.as_of}),
    )


def _undetermined(day: Day, criteria: Criteria) -> list[Judgement]:
    """The tasks whose due day a person has to decide."""
    waiting = {"deadline_undetermined", "relapse_without_due"}
    return [j for j in day.select(criteria) if waiting & set(j.doubts)]


def _notes(
    day: Day,
    criteria: Criteria,
    unacted: Sequence[Judgement],
    undetermined: Sequence[Judgement],
    soon: Sequence[Debt],
) -> Iterable[Message]:
    immediate = [j for j in day.select(criteria) if j.baseline.deadline.immediate]
    if unacted:
        key = "overdue.unacted" if day.issued is not None else "overdue.unacted_since_unknown"
        yield Message(key, {"count": len(unacted), "tasks": _named(unacted)})
    elif immediate and not criteria.unit and all(j.chain.acted for j in immediate):
        yield Message("overdue.unacted_none", {"count": len(immediate)})
    if undetermined:
        yield Message("overdue.undetermined", {"count": len(undetermined), "tasks": _named(undetermined)})
    yield _soon_note(day, soon)
    apart = {What.REVIEW, What.REPLY}
    missed = [d for d in day.duties() if d.what not in apart and state_of(d, day.as_of) is State.MISSED]
    if missed and criteria == type(criteria)():
        yield Message("overdue.duties", {"count": len(missed)})


def _asked(one: Asked) -> dict[str, Any]:
    """A letter to which a unit owes a reply, for scripts."""
    return {"letter": one.letter.number, "unit": one.unit, "reply_by": one.letter.reply_by}


def _letters_note(key: str, letters: Sequence[Asked]) -> Iterable[Message]:
    """How many replies are owed, and to which letters."""
    if letters:
        numbers = list(dict.fromkeys(one.letter.number for one in letters))
        yield Message(key, {"count": len(letters), "numbers": numbers})


def _soon_note(day: Day, soon: Sequence[Debt]) -> Message:
    days = day.policy.warn_days
    until = later(day.as_of, days)
    if not soon:
        return Message("overdue.soon_none", {"days": days, "until": until})
    tasks = _named([day.by_id[issue] for issue in dict.fromkeys(d.obligation.issue or "" for d in soon)])
    return Message("overdue.soon", {"days": days, "until": until, "items": _counts(soon), "tasks": tasks})


def due_report(day: Day, criteria: Criteria, days: int) -> Report:
    """What falls due from the day on within ``days``, soonest first."""
    debts = day.upcoming(days, criteria)
    told = zip(debts, debt_records(day, debts), strict=True)
    records = [{**record, "days_left": (debt.due - day.as_of).days} for debt, record in told]
    columns = tuple(Column("days_left", right=True) if c.key == "days_overdue" else c for c in DUE_COLUMNS)
    until: date = later(day.as_of, days)
    letters = [
        one
        for one in day.replies(criteria)
        if one.letter.reply_by is not None and day.as_of <= one.letter.reply_by <= until
    ]
    return Report(
        kind="due",
        columns=columns,
        records=tuple(records),
        lines=tuple(
            debt_line(day, debt, record) | {"tone": "soon"}
            for debt, record in zip(debts, records, strict=True)
        ),
        as_of=day.as_of,
        title=Message("due.title", {"as_of": day.as_of, "until": until, "days": days, "count": len(records)}),
        summary={"until": until, "letters": [_asked(one) for one in letters]},
        notes=tuple(_letters_note("due.letters", letters)),
        empty=Message("due.none", {"until": until}),
    )
