"""Reports for driving the ledger: what the next step needs, standing duties, supervision, pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.duties import State, known_since, state_of
from ledger.judging.owed import What
from ledger.judging.targets import enough
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item, text_of
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.escalation import Proposal, Suggestion
    from ledger.judging.owed import Obligation
    from ledger.judging.ready import Gap, Readiness
    from ledger.judging.shares import Shares
    from ledger.judging.status import Judgement
    from ledger.judging.targets import TargetState


SIGNS = {">=": "≥", "<=": "≤", "?": "？"}
_COMPARED = {">=": "target.at_least", "<=": "target.at_most", "?": "target.either_way"}
"""How a comparison is written."""


def target_text(state: TargetState, shares: Shares) -> Message:
    """A target in a few words: its name, how much is to be reached, how much has been, who is missing.

    Of one for each unit, those that recorded its milestone as done lack the reading, not the work.
    """
    target = state.target
    unread = shares.unread(state)
    args = {
        "name": shares.chain.baseline.figure_name(state.number),
        "sign": Message(_COMPARED[target.compare]),
        "value": target.value,
        "unit": target.unit,
        "reading": state.value,
        "percent": state.percent,
        "summed": state.summed,
        "done": len(state.each) - len(state.waiting),
        "missing": [unit for unit in state.waiting if unit not in unread],
        "unread": list(unread),
    }
    if state.each:
        return Message(_each_key(state, unread), args)
    if state.value is None:
        return Message("target.unread", args)
    if state.conflict:
        return Message("target.conflict", args)
    if not state.met and enough(target, state.value, target.value):  # one part stands in for others
        name = shares.chain.baseline.figure_name
        short = [name(state.number, part.number) for part in state.parts if not part.met]
        return Message("target.parts_short", {**args, "short": short})
    said = Message("target.read" if state.percent is None else "target.percent", args)
    if state.summed in {None, state.value}:
        return said
    return Message("target.with_sum", {"target": said, "summed": state.summed})


def _each_key(state: TargetState, unread: Sequence[str]) -> str:
    if not state.waiting:
        return "target.each_done"
    if not unread:
        return "target.each"
    return "target.each_unread" if len(unread) == len(state.waiting) else "target.each_some_unread"


def ready_report(found: Sequence[tuple[Judgement, Readiness]], as_of: date, *, full: bool) -> Report:
    """What the next step of each issue still needs; with ``full`` in the words of the plan.

    As blocks, those that can go on come first and those that have no next step are counted below.
    """
    records = tuple(_ready_record(judgement, ready) for judgement, ready in found)
    lines = tuple(
        {
            **record,
            "step": Message(f"entry.{ready.step}") if ready.step else None,
            "missing": _verdict(judgement, ready, full=full),
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
        cards=tuple(
            _ready_card(judgement, ready, full=full)
            for judgement, ready in sorted(found, key=lambda one: len(one[1].gaps))
            if ready.step is not None
        ),
        as_of=as_of,
        title=Message(
            "ready.title",
            {"as_of": as_of, "ready": sum(1 for r in records if r["ready"]), "count": len(records)},
        ),
        notes=_ended_note(found),
        empty=Message("list.none"),
    )


def _ready_card(judgement: Judgement, ready: Readiness, *, full: bool) -> Card:
    """The next step of an issue and what it needs."""
    baseline = judgement.baseline
    args = {
        "number": baseline.number,
        "title": baseline.title,
        "step": Message(f"entry.{ready.step}"),
        "units": list(ready.by),
    }
    head = Message("ready.head" if ready.by else "ready.head_alone", args)
    if not ready.gaps:
        return Card(head, (Line(Message("ready.can"), mark="done"),))
    return Card(head, tuple(Line(gap_text(judgement, gap, full=full), mark="open") for gap in ready.gaps))


def _ended_note(found: Sequence[tuple[Judgement, Readiness]]) -> tuple[Message, ...]:
    numbers = [judgement.baseline.number for judgement, ready in found if ready.step is None]
    return (Message("ready.ended", {"count": len(numbers), "numbers": numbers}),) if numbers else ()


def _ready_record(judgement: Judgement, ready: Readiness) -> dict[str, Any]:
    baseline = judgement.baseline
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


def _verdict(judgement: Judgement, ready: Readiness, *, full: bool) -> list[Message]:
    """How many are missing with the first of them, then the others."""
    if ready.step is None:
        return [Message("ready.nothing_withdrawn" if judgement.chain.withdrawn else "ready.nothing")]
    if not ready.gaps:
        return [Message("ready.can")]
    first, *others = (gap_text(judgement, gap, full=full) for gap in ready.gaps)
    return [Message("ready.missing", {"count": len(ready.gaps), "first": first}), *others]


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


def gap_text(judgement: Judgement, gap: Gap, *, full: bool) -> Message:
    """What is missing; ``full`` adds the words of the plan."""
    if gap.target is not None:
        return Message(
            "ready.target", {"n": gap.target.number, "target": target_text(gap.target, judgement.shares)}
        )
    if gap.measure is None:
        return Message(f"gap.{gap.need}", {"what": gap.day})
    who = folded(judgement, gap.units)
    measure = judgement.baseline.measures[gap.measure - 1]
    if gap.milestone is not None:
        said = Message("gap.milestone", {"what": f"{gap.measure}.{gap.milestone}"})
        text = measure.milestones[gap.milestone - 1].text
    else:
        said = Message("gap.measure", {"what": gap.measure})
        text = measure.text
    if who:
        said = Message("gap.owing", {"gap": said, "units": who})
    return Message("ready.node", {"gap": said, "text": text}) if full else said


def duties_report(day: Day, duties: Sequence[Obligation], *, every: bool) -> Report:
    """Standing duties: missed and owed ones, with ``every`` also those that are done."""
    as_of, since = day.as_of, known_since(day.ledger)
    stated = [(duty, state_of(duty, as_of)) for duty in duties]
    records = tuple(
        {
            "duty": duty.what.value,
            "units": list(duty.owed_by or duty.done_by),
            "id": duty.issue,
            "number": day.by_id[duty.issue].baseline.number if duty.issue else None,
            "measure": duty.measure,
            "text": duty.text,
            "since": duty.since,
            "due": duty.due,
            "state": state.value,
            "done": duty.done,
            "days_overdue": (as_of - duty.due).days if duty.due and state is State.MISSED else None,
        }
        for duty, state in stated
        if every or state is not State.DONE
    )
    counted = {state.value: sum(1 for _, held in stated if held is state) for state in State}
    by_unit = {name: n for n, name in enumerate(day.ledger.units.units)}
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
        cards=tuple(_duty_cards(records, stated, by_unit)),
        as_of=as_of,
        title=Message("duties.title", {"as_of": as_of, **counted}),
        summary={"counts": counted, "since": since},
        notes=(note,),
        empty=Message("duties.none", {"as_of": as_of}),
    )


_STATE_MARKS = {"missed": "late", "done": "done", "owed": "open"}


def _duty_cards(
    records: Sequence[dict[str, Any]],
    stated: Sequence[tuple[Obligation, State]],
    by_unit: dict[str, int],
) -> Iterator[Card]:
    """Reviews and recurring duties by state, then disclosures a line a year: the same of every unit."""
    single = [record for record in records if record["duty"] != "disclosure"]
    for state in ("missed", "owed", "unknown", "done"):
        lines = tuple(_duty_line(record) for record in single if record["state"] == state)
        if lines:
            yield Card(
                Message("duties.card", {"state": Message(f"state.{state}"), "count": len(lines)}), lines
            )
    years: dict[int, list[tuple[Obligation, State]]] = {}
    for duty, state in stated:
        if duty.what is What.DISCLOSURE and duty.since is not None:
            years.setdefault(duty.since.year, []).append((duty, state))
    shown = {record["since"].year for record in records if record["duty"] == "disclosure" and record["since"]}
    lines = tuple(_year_line(year, years[year], by_unit) for year in sorted(years) if year in shown)
    if lines:
        yield Card(Message("duties.years"), lines)


def _duty_line(record: dict[str, Any]) -> Line:
    args = {
        "units": record["units"],
        "number": record["number"],
        "what": duty_text(record),
        "due": record["due"],
        "days": record["days_overdue"],
    }
    key = "duties.line" if record["number"] else "duties.line_unit"
    said = Message(key, args)
    if record["due"] is not None:
        late = record["days_overdue"] is not None
        said = Message("duties.line_late" if late else "duties.line_due", {**args, "duty": said})
    return Line(said, mark=_STATE_MARKS.get(record["state"], ""))


def _year_line(year: int, held: Sequence[tuple[Obligation, State]], by_unit: dict[str, int]) -> Line:
    """One year of disclosures: who has told the public and who has not, as the table of units has them."""
    done = {unit for duty, state in held if state is State.DONE for unit in duty.done_by}
    owing = {unit for duty, state in held if state is not State.DONE for unit in duty.owed_by}
    order = sorted(owing, key=lambda unit: by_unit.get(unit, len(by_unit)))
    due = max((duty.due for duty, _ in held if duty.due is not None), default=None)
    args = {"year": year, "count": len(done | owing), "done": len(done), "units": order, "due": due}
    missed = any(state is State.MISSED for _, state in held)
    key = "duties.year_done" if not owing else "duties.year_line" if due else "duties.year_undated"
    return Line(Message(key, args), mark="late" if missed and owing else "open" if owing else "done")


def duty_text(record: dict[str, Any]) -> Message:
    """What is to be done."""
    if record["duty"] == "disclosure":
        return Message("duties.year", {"year": record["since"].year})
    if record["duty"] == "recurring":
        args = {"measure": record["measure"], "text": record["text"], "since": record["since"]}
        return Message("duties.recurring" if record["since"] else "duties.recurring_unknown", args)
    if record["duty"] == "reply":
        return Message("duties.reply", {"number": record["text"]})
    return Message("duties.review", {"since": record["since"]})


def suggestions_report(found: Sequence[Suggestion], as_of: date) -> Report:
    """Who is due for which level of supervision, why, and whom to write to."""
    records = tuple(_suggestion(one) for one in found)
    return Report(
        kind="suggestions",
        columns=(
            Column("level", words="level"),
            Column("number"),
            Column("title", grow=3),
            Column("addressee", grow=2),
            Column("days_overdue", right=True, mark=True),
            Column("reason", grow=4),
        ),
        records=records,
        lines=tuple(
            {**record, "addressee": folded(one.judgement, one.units), "reason": _reason(one)}
            for record, one in zip(records, found, strict=True)
        ),
        as_of=as_of,
        title=Message("suggest.title", {"as_of": as_of, "count": len(records)}),
        notes=(Message("suggest.note"),) if records else (),
        empty=Message("suggest.none", {"as_of": as_of}),
    )


def _suggestion(one: Suggestion) -> dict[str, Any]:
    baseline = one.judgement.baseline
    owed = one.debt.obligation if one.debt is not None else None
    return {
        "id": one.judgement.issue.id,
        "number": baseline.number,
        "title": baseline.title,
        "lead": list(baseline.responsibility.lead),
        "units": list(one.units),
        "cause": one.cause,
        "level": one.level,
        "days_overdue": one.days,
        "due": one.due,
        "threshold": one.threshold,
        "what": owed.what.value if owed is not None else None,
        "measure": owed.measure if owed is not None else None,
        "milestone": owed.milestone if owed is not None else None,
        "target": owed.target if owed is not None else None,
        "text": text_of(one.judgement, owed) if owed is not None else None,
        "last_level": one.last[1] if one.last else None,
        "last_date": one.last[0] if one.last else None,
    }


def _reason(one: Suggestion) -> Message:
    args: dict[str, Any] = {"due": one.due, "days": one.days}
    if one.debt is None:
        key = (
            "suggest.unacted_unknown"
            if one.cause == "unacted" and one.due is None
            else f"suggest.{one.cause}"
        )
        return Message(key, args)
    if one.debt.obligation.what is What.ISSUE:
        what = Message("suggest.issue", args)
    else:
        item = obligation_item(one.judgement, one.debt.obligation)
        what = Message("suggest.stage", {**args, "item": item})
    last = Message("suggest.first")
    if one.last is not None:
        last = Message("suggest.last", {"level": Message(f"level.{one.last[1]}"), "date": one.last[0]})
    return Message("suggest.reason", {"what": what, "threshold": one.threshold, "last": last})


def proposals_report(found: Sequence[Proposal], as_of: date) -> Report:
    """The letters that the suggestions come to, one a unit and level."""
    records = tuple(_proposal(one) for one in found)
    lines = tuple(
        {**record, "reason": [_demand_of(about) for about in one.about]}
        for record, one in zip(records, found, strict=True)
    )
    return Report(
        kind="letter_suggestions",
        columns=(
            Column("level", words="level"),
            Column("letter_to"),
            Column("numbers", grow=1),
            Column("reason", grow=4, stacked=True),
        ),
        records=records,
        lines=lines,
        as_of=as_of,
        title=Message(
            "suggest.letters",
            {"as_of": as_of, "count": len(records), "units": len({one.unit for one in found})},
        ),
        empty=Message("suggest.none", {"as_of": as_of}),
    )


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "level": one.level,
        "letter_to": one.unit,
        "issues": [about.judgement.issue.id for about in one.about],
        "numbers": [about.judgement.baseline.number for about in one.about],
    }


def demand_of(one: Proposal) -> Message:
    """What a letter asks for: each task with what is late of it, and what is to be reported."""
    first, *others = (_demand_of(about) for about in one.about)
    for other in others:
        first = Message("suggest.demand_and", {"first": first, "other": other})
    return Message("suggest.demand", {"items": first})


def _demand_of(one: Suggestion) -> Message:
    """A task and why it is named, for whoever is written to."""
    baseline = one.judgement.baseline
    args: dict[str, Any] = {"number": baseline.number, "due": one.due, "days": one.days}
    if one.debt is None:
        if one.cause == "silent":
            return Message("suggest.demand_silent", args)
        if one.days is None:
            return Message("suggest.demand_begin", args)
        whole = baseline.deadline.immediate  # else only a measure says 立即
        return Message("suggest.demand_unacted" if whole else "suggest.demand_unacted_part", args)
    if one.debt.obligation.what is What.ISSUE:
        return Message("suggest.demand_task", args | {"title": baseline.title})
    item = obligation_item(one.judgement, one.debt.obligation)
    return Message("suggest.demand_late", args | {"item": item})


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
        title=Message("pacing.title", {"as_of": as_of, **counted}),
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
        about.append(Line(list_message(baseline.responsibility.lead), Message("show.lead")))
    if line["claim"] is not None:
        about.append(Line(line["claim"], Message("column.claim")))
    shown = (Line(step, mark=mark) for step, mark in _arithmetic(judgement))
    return Card(Message("pacing.head", args), (*about, *shown), tone=_PACE_TONES.get(line["tone"], "strong"))


def list_message(items: Sequence[Any]) -> Message:
    """A list as it stands in a line of its own."""
    return Message("show.list", {"items": list(items)})


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
