"""调度表: one row a task with what the plan asks for, how far it is, what is wrong and what comes next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class, class_of
from ledger.judging.owed import What
from ledger.judging.status import Standing
from ledger.judging.walk import in_effect
from ledger.plans.progress import NEXT, RESULT, TROUBLE
from ledger.reports.figures import target_text
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item, standing_word
from ledger.reports.report import Column, Message, Report, stated
from ledger.reports.reported import how_moved
from ledger.reports.sentences import (
    doubt_message,
    entry_message,
    moved_item,
    part_message,
    promised_message,
    standing_message,
    type_message,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.judging.owed import Debt
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry
    from ledger.reports.reported import Asked

_TOLD = {"start", "progress", "achieve", "complete", "reject", "reopen", "inspect", "review"}
"""Types of entries that say how far a task is; steps of the closing chain stand in the state."""

_TURNS = {"start", "reject", "reopen", "inspect", "review"}
"""Those that say it without words of their own."""

_LATEST = 3
_NEXT = 3

COLUMNS = (
    Column("number"),
    Column("matter", grow=2),
    Column("goal", grow=4),
    Column("measures", grow=7, stacked=True),
    Column("progress", grow=6, stacked=True),
    Column("trouble", grow=3, stacked=True),
    Column("next_steps", grow=3, stacked=True),
    Column("lead", grow=1, stacked=True),
    Column("responsible", grow=2),
    Column("acceptance", grow=1, stacked=True),
    Column("deadline.text", grow=2, stacked=True),
    Column("due"),
    Column("extension", grow=2, stacked=True),
    Column("status", words="status", mark=True),
)
"""The columns of the table, as offices have them (docs/design.md)."""


def register(asked: Asked, *, due: bool = True) -> Report:
    """The table of all tasks in the order of the plan; ``due`` gives the due day a column of its own."""
    as_of = asked.as_of
    lines = tuple(_line(judgement, asked) for judgement in asked.judgements)
    return Report(
        kind="register",
        columns=tuple(column for column in COLUMNS if due or column.key != "due"),
        records=tuple(
            {"id": line["id"], "number": line["number"], "status": line["status"]} for line in lines
        ),
        lines=lines,
        as_of=as_of,
        title=Message("register.title", named_plan(asked)),
        sheet=Message("register.sheet"),
        empty=Message("list.none"),
    )


def named_plan(asked: Asked) -> dict[str, Any]:
    """The plan by its title, and what it is for, as titles of documents name it."""
    plan = asked.ledger.plan
    return {"plan": plan.title if plan else Message("progress.no_plan"), "works": works_of(asked)}


def works_of(asked: Asked) -> Any:
    """What the plan is for, without the word 方案: 贯彻落实…督察报告整改."""
    plan = asked.ledger.plan
    if plan is None:
        return Message("progress.no_plan")
    return plan.title.removesuffix("方案") if plan.title.endswith("整改方案") else plan.title


def _line(judgement: Judgement, asked: Asked) -> dict[str, Any]:
    baseline = judgement.baseline
    named = baseline.responsibility
    told = _told(judgement, asked)
    return {
        "id": baseline.id,
        "number": baseline.number,
        "matter": baseline.title,
        "goal": stated(baseline.goal),
        "measures": _measures(judgement),
        "progress": _progress(judgement, asked, told),
        "trouble": list(_trouble(judgement, asked, told)),
        "next_steps": list(_next(judgement, asked, told)),
        "lead": list(named.lead),
        "responsible": folded(judgement, [*named.lead, *named.support]),
        "acceptance": list(baseline.acceptance.units),
        "deadline": {"text": list(deadline(judgement))},
        "due": judgement.due,
        "extension": [_extension(judgement, one) for one in judgement.extensions],
        "status": judgement.status.value,
        "standing": judgement.standing.value,
    }


def _measures(judgement: Judgement) -> list[Any]:
    dropped = judgement.chain.effective.dropped
    texts = [
        Message("show.dropped", {"text": text}) if n in dropped else text
        for n, text in enumerate((measure.in_full for measure in judgement.baseline.measures), 1)
    ]
    return texts or [stated(None)]


def _progress(judgement: Judgement, asked: Asked, told: Sequence[Entry]) -> list[Message]:
    """The state, how many measures are done, the figures, and the latest records."""
    said = [state_message(judgement, class_of(judgement, asked.sustained))]
    owed = list(judgement.chain.all_measures())
    done = [k for k in owed if judgement.shares.done((k, None))]
    if judgement.completed is None and done:
        said.append(Message("register.measures", {"count": len(owed), "done": len(done)}))
    said += [
        Message("register.target", {"target": target_text(state, judgement.shares)})
        for state in judgement.targets
    ]
    latest = [one for one in told if one.type in (_TOLD if one.text else _TURNS)][-_LATEST:]
    said += [_record(judgement, one) for one in latest]
    return said


def _told(judgement: Judgement, asked: Asked) -> list[Entry]:
    steps = in_effect(judgement.issue.baseline, judgement.issue.entries, asked.day.setting, asked.as_of)
    return [step.entry for step in steps]


def _record(judgement: Judgement, entry: Entry) -> Message:
    """A record with its day and unit, without what a form had in columns of their own."""
    text: Any = _parts(entry)[""]
    if not text:
        text = entry_message(entry, judgement.baseline).args["text"] or type_message(entry)
    return Message("register.record", {"date": entry.date, "by": entry.by, "text": text})


def _parts(entry: Entry) -> dict[str, str]:
    """The text of a record by the columns of the form that it came from; what stands in none under ``""``."""
    found: dict[str, list[str]] = {"": []}
    label = ""
    for line in (entry.text or "").splitlines():
        label = next((one for one in (RESULT, TROUBLE, NEXT) if line.startswith(one)), label)
        found.setdefault(label, []).append(line.removeprefix(label) if label else line)
    return {name: "；".join(part.rstrip("。；") for part in parts if part) for name, parts in found.items()}


def _latest(judgement: Judgement, asked: Asked, told: Sequence[Entry], label: str) -> Iterator[Message]:
    """What the units say in a column of its own: each in its last words of the task and of each measure that
    it has not done; the same words of several measures are told once."""
    units = judgement.chain.units
    last: dict[tuple[str, int | None], Entry] = {}
    for entry in told:
        if entry.type in _TOLD and entry.text:
            by = units.on(entry.by, asked.as_of)
            last.pop((by, entry.of_measure), None)  # in the order of the last words
            last[by, entry.of_measure] = entry
    said: dict[tuple[str, str], list[int | None]] = {}
    for (by, measure), entry in last.items():
        text = _parts(entry).get(label, "")
        if text and not _has_done(judgement, by, measure):
            said.setdefault((by, text), []).append(measure)
    for (by, text), measures in said.items():
        parts = [part_message(judgement, one, None) for one in sorted(one for one in measures if one)]
        args = {"unit": by, "text": text, "parts": parts}
        whole = None in measures
        yield Message("register.said_by" if whole else "register.said_of", args)


def _has_done(judgement: Judgement, unit: str, measure: int | None) -> bool:
    """Whether a unit has done its own share of a measure."""
    return any(
        share.unit == unit and share.done is not None
        for one in judgement.obligations
        if measure is not None and one.what is What.MEASURE and one.measure == measure
        for share in one.shares
    )


def _trouble(judgement: Judgement, asked: Asked, told: Sequence[Entry]) -> Iterator[Any]:
    """What the unit says stands in the way, what is late and who owes it, and what is in doubt."""
    if judgement.completed is None:
        yield from _latest(judgement, asked, told, TROUBLE)
    late: dict[tuple[date, tuple[str, ...]], list[Debt]] = {}
    for debt in judgement.late:
        late.setdefault((debt.due, tuple(debt.units)), []).append(debt)
    for (due, units), debts in late.items():
        for begin, items in _by_day(judgement, debts):
            args = {"due": due, "items": items, "units": folded(judgement, units)}
            yield Message("register.late_start" if begin else "register.late", args)
    for doubt in judgement.doubts:
        yield Message("register.said", {"text": doubt_message(judgement, doubt)})


def _by_day(judgement: Judgement, debts: Sequence[Debt]) -> Iterator[tuple[bool, list[Message]]]:
    """What is owed by a day, what is to be begun (true) apart from what is to be finished: a measure stands
    for its milestones, and the task for the measures that are due with it."""
    owed = [debt.obligation for debt in debts]
    whole = any(one.what is What.ISSUE for one in owed)
    measures = sorted({one.measure or 0 for one in owed if one.what is What.MEASURE})
    begun: list[Message] = []
    done: list[Message] = []
    for debt in debts:
        one = debt.obligation
        said = begun if one.what is What.FIRST_ACTION else done
        within = one.what is What.MILESTONE and one.measure in measures
        if within or (one.what is What.MEASURE and whole):
            continue
        item = _whole(judgement, measures) if one.what is What.ISSUE else _short(judgement, debt)
        if item not in said:
            said.append(item)
    yield from ((begin, said) for begin, said in ((True, begun), (False, done)) if said)


def _whole(judgement: Judgement, measures: Sequence[int]) -> Message:
    """The task, with those of its measures that are due with it where others are not."""
    if not measures or set(measures) == set(judgement.chain.all_measures()):
        return Message("register.whole")
    parts = [part_message(judgement, one, None) for one in measures]
    return Message("register.whole_of", {"parts": parts})


def _short(judgement: Judgement, debt: Debt) -> Message:
    """What is owed, by its number where it has one: its text stands in the row."""
    one = debt.obligation
    if one.what is What.PROMISE:
        what = promised_message(judgement, one)
        if one.renewed is not None:
            return Message("register.promise_renewed", {"what": what, "until": one.renewed})
        return Message("register.promise", {"what": what})
    if one.what in {What.MEASURE, What.MILESTONE}:
        only = one.measure is not None and len(judgement.baseline.measures[one.measure - 1].milestones) == 1
        return part_message(judgement, one.measure, None if only else one.milestone)
    if one.what is What.FIRST_ACTION:
        if one.measure is None:
            return Message("register.first_action")
        return Message("register.first_action_of", {"part": part_message(judgement, one.measure, None)})
    return obligation_item(judgement, one)


def _next(judgement: Judgement, asked: Asked, told: Sequence[Entry]) -> Iterator[Any]:
    """What the unit says it will do, then what falls due next; after completion the next step to clearing."""
    step = _STEPS.get(judgement.status.value)
    if step is not None:
        yield Message(step)
    if judgement.completed is not None or not judgement.obligations:
        return
    yield from _latest(judgement, asked, told, NEXT)
    coming: dict[date, list[Debt]] = {}
    for one in judgement.obligations:
        if one.renewed is not None:
            continue
        for debt in one.debts(asked.as_of, date.max):
            coming.setdefault(debt.due, []).append(debt)
    for due in sorted(coming)[:_NEXT]:
        for begin, items in _by_day(judgement, coming[due]):
            args = {"due": due, "items": items}
            yield Message("register.next_start" if begin else "register.next", args)


_STEPS = {
    "completed": "register.to_accept",
    "accepted": "register.to_publicize",
    "publicized": "register.to_close",
}
"""By status, what a completed task still has before it."""


def _extension(judgement: Judgement, one: Any) -> Message:
    args = {"item": moved_item(judgement, one), "old": one.old, "new": one.new, "approval": one.approval}
    if one.old is None:
        args["old"] = Message("standing.undetermined")
    return Message("register.extension", args)


_DEADLINE = {"extended": "register.deadline_extended", "amended": "register.deadline_amended"}
_AGAIN = {
    "": "register.again",
    "extended": "register.again_extended",
    "amended": "register.again_amended",
}


def deadline(judgement: Judgement) -> Iterator[Any]:
    """The deadline of the plan and how it was moved; below it, that of the attempt after a relapse."""
    first, *later = judgement.chain.attempts
    text = stated(judgement.baseline.deadline.text)
    moved = how_moved(judgement, first)
    yield Message(_DEADLINE[moved], {"text": text, "due": first.due}) if moved else text
    if later:
        last = later[-1]
        again = {"first": last.first_due or last.due, "due": last.due}
        yield Message(_AGAIN[how_moved(judgement, last)] if last.due else "register.again_undue", again)


def state_message(judgement: Judgement, klass: Class) -> Message:
    """Status, standing and class of an issue: the class that the tables count it in, said once where the
    standing says the same, and alone where the standing says only that nothing is late."""
    args: dict[str, Any] = {
        "status": Message(f"status.{judgement.status}"),
        "standing": standing_message(judgement),
        "pace": Message(f"klass.{klass}"),
        "completed": judgement.completed,
        "days": judgement.days_overdue,
    }
    if judgement.completed is not None:
        args["how"] = _how(judgement)
        only = judgement.status == "completed"
        return Message("register.done" if only else "register.done_and", args)
    if not judgement.obligations:
        return Message("register.state", args)
    if judgement.days_overdue is not None:
        return Message("register.overdue", args)
    if judgement.standing == Standing.UNACTED:
        return Message("register.unacted", args)
    if judgement.standing == Standing.ON_SCHEDULE:
        return Message("register.state_pace", args)
    same = klass is Class.UNDETERMINED and judgement.standing != Standing.RELAPSED
    return Message("register.state_standing" if same else "register.state_both", args)


def _how(judgement: Judgement) -> Message:
    """How completion stood to its day."""
    margin = judgement.margin
    if margin is not None and judgement.standing == Standing.MET_LATE:
        return Message("register.done_late", {"days": -margin})
    if margin and judgement.standing == Standing.MET:
        return Message("register.done_early", {"days": margin})
    return standing_word(judgement)
