"""``show``: one issue on a page, what counts first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.days import backfilled
from ledger.judging.obligations import past_promises
from ledger.judging.owed import What
from ledger.judging.promises import Kept, kept
from ledger.judging.ready import readiness
from ledger.model.baseline import lead_in
from ledger.reports.figures import target_text
from ledger.reports.folding import folded
from ledger.reports.issues import figure_text, measure_done
from ledger.reports.moved import deadline_message, moved_lines
from ledger.reports.readiness import gap_text
from ledger.reports.records import references, whole_record
from ledger.reports.report import Card, Column, Line, Message, Report, listed, stated
from ledger.reports.sentences import (
    doubt_message,
    entry_message,
    promised_message,
    standing_message,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.milestones import MilestoneState
    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.baseline import Baseline, Missing
    from ledger.model.unit import Units


def show_report(day: Day, judgement: Judgement, *, refs: bool = False) -> Report:
    """Everything about one issue: where it stands and what is left, then the plan, then the records.

    ``refs`` adds to each record the reference by which others name it.
    """
    record = whole_record(day, judgement)
    cards = tuple(card for card in _cards(day, judgement, record, refs=refs) if card.lines)
    return Report(
        kind="issue",
        columns=(Column("field"), Column("value", grow=1)),
        records=(record,),
        lines=tuple(
            {"field": line.label or card.head or Message("column.status"), "value": line.text}
            for card in cards
            for line in card.lines
        ),
        cards=cards,
        page=True,
        as_of=day.as_of,
        title=Message(
            "show.title", {"number": record["number"], "title": record["title"], "as_of": day.as_of}
        ),
    )


def _cards(day: Day, judgement: Judgement, record: dict[str, Any], *, refs: bool) -> Iterator[Card]:
    yield Card("", (state_line(judgement),))
    yield _next_step(day, judgement)
    yield Card(Message("show.about"), tuple(_about(day, judgement, record)))
    dropped = judgement.chain.effective.dropped
    count = {"done": _measures_done(judgement), "count": len(judgement.baseline.measures) - len(dropped)}
    yield Card(Message("show.measures", count), tuple(_measures(judgement, record)))
    targets = judgement.targets
    args = {"done": sum(1 for state in targets if state.met), "count": len(targets)}
    yield Card(Message("show.targets", args), tuple(_targets(judgement)))
    promises = [one for one in judgement.obligations if one.what is What.PROMISE]
    promises += past_promises(judgement.issue.id, judgement.chain)
    yield Card(Message("show.promises"), tuple(_promise(judgement, one) for one in promises))
    yield _records(day, judgement, record, refs=refs)
    yield Card("", (Line(record["path"], Message("show.path"), tone="dim"),))


def state_line(judgement: Judgement) -> Line:
    """Where the issue stands, in one line: status, days, lead, measures and pace."""
    pieces: list[Any] = [Message(f"status.{judgement.status}"), *_time_pieces(judgement)]
    lead = list(judgement.baseline.responsibility.lead)
    if lead:
        pieces.append(Message("show.led_by", {"units": lead}))
    count = len(judgement.baseline.measures) - len(judgement.chain.effective.dropped)
    if count:
        pieces.append(Message("show.measures_of", {"done": _measures_done(judgement), "count": count}))
    if judgement.pace is not None and judgement.pace != "undetermined":
        pieces.append(Message(f"pace.{judgement.pace}"))
    return Line(_joined(pieces), tone=_TONES.get(judgement.standing, "strong"))


_TONES = {"overdue": "late", "unacted": "late", "relapsed": "warn", "behind": "warn", "undetermined": "warn"}


def _joined(pieces: Iterable[Any]) -> Message:
    """Pieces of a line, a dot between two."""
    first, *others = pieces
    said: Message = first
    for other in others:
        said = Message("show.and", {"first": said, "other": other})
    return said


def _time_pieces(judgement: Judgement) -> Iterator[Message]:
    """How the issue stands to its due day, and how many days are left."""
    standing = judgement.standing
    if standing not in {"on_schedule", "due_soon"} or judgement.due is None:
        yield standing_message(judgement)
    if judgement.completed is not None or judgement.due is None or standing in {"withdrawn", "relapsed"}:
        return
    days = (judgement.due - judgement.as_of).days
    args = {"due": judgement.due, "days": days}
    if judgement.days_overdue is None and days >= 0:
        yield Message("show.days_left" if days else "show.due_today", args)
    else:
        yield Message("show.was_due", args)


def _measures_done(judgement: Judgement) -> int:
    dropped = judgement.chain.effective.dropped
    numbers = range(1, len(judgement.baseline.measures) + 1)
    return sum(1 for n in numbers if n not in dropped and measure_done(judgement, n))


def _next_step(day: Day, judgement: Judgement) -> Card:
    """The next step: who takes it and what it still needs."""
    ready = readiness(judgement, day.ledger.units, day.policy, day.as_of)
    if ready.step is None:
        return Card("", ())
    args = {"step": Message(f"step.{ready.step}"), "units": list(ready.by), "count": len(ready.gaps)}
    key = "show.next" if ready.by else "show.next_by_anybody"
    lines = [Line(gap_text(judgement, gap, full=False), mark="open") for gap in ready.gaps]
    if not lines:
        lines = [Line(Message("ready.can"), mark="done")]
    lines += [
        Line(doubt_message(judgement, doubt), Message("show.doubt"), tone="warn")
        for doubt in judgement.doubts
    ]
    if judgement.owed_by:
        lines.append(Line(listed(folded(judgement, judgement.owed_by)), Message("show.owing")))
    return Card(Message(key, args), tuple(lines))


def _about(day: Day, judgement: Judgement, record: dict[str, Any]) -> Iterator[Line]:
    """What the plan says of the issue, and what moved since."""
    baseline, units = judgement.baseline, day.ledger.units
    yield Line(deadline_message(judgement), Message("show.deadline"))
    yield from (
        Line(text if isinstance(text, Message) else str(text), label)
        for label, text in moved_lines(judgement)
    )
    yield Line(_stated(baseline, "responsibility", record["lead"]), Message("show.lead"))
    first = judgement.chain.first.responsibility.lead
    if first != baseline.responsibility.lead:
        yield Line(listed(first), Message("show.first_lead"))
    if record["support"]:
        support = [_with_members(name, units) for name in record["support"]]
        yield Line(listed(support), Message("show.support"))
    yield Line(_stated(baseline, "acceptance", record["acceptance"]), Message("show.acceptance"))
    if baseline.problem:  # of a task whose title is all that is said there is none
        yield Line(baseline.problem, Message("show.problem"))
    yield Line(stated(baseline.goal), Message("show.goal"))
    if "measures" in baseline.missing:
        yield Line(stated(None), Message("show.measure"))
    yield from (Line(other.text or "", other.label or "") for other in baseline.others)
    if baseline.section:
        titles = day.ledger.plan.section_titles if day.ledger.plan else {}
        title = titles.get(baseline.section, "")
        yield Line(f"{baseline.section}、{title}", Message("show.section"))


def _stated(baseline: Baseline, name: Missing, names: list[str]) -> str | Message:
    """Units that the plan states, or that it does not."""
    return stated(None) if name in baseline.missing or not names else listed(names)


def _measures(judgement: Judgement, record: dict[str, Any]) -> Iterator[Line]:
    for n, measure in enumerate(record["measures"], 1):
        text = lead_in(measure["number"], measure["text"]) + measure["text"]
        if measure["dropped"]:
            yield Line(Message("show.dropped", {"text": text}), mark="gone")
            continue
        nodes = [state for state in judgement.milestones if state.measure == n]
        done = measure_done(judgement, n)
        late = not done and any(_is_late(judgement, state) for state in nodes)
        yield Line(text, mark="done" if done else "late" if late else "open")
        yield from _share(judgement, measure, n)
        yield from (
            Line(_node(judgement, state), mark=_node_mark(judgement, state), level=1) for state in nodes
        )


def _is_late(judgement: Judgement, state: MilestoneState) -> bool:
    return state.done is None and judgement.completed is None and state.due < judgement.as_of


def _node_mark(judgement: Judgement, state: MilestoneState) -> str:
    if state.done is not None or judgement.completed is not None:
        return "done"
    return "late" if _is_late(judgement, state) else "open"


def _share(judgement: Judgement, measure: dict[str, Any], n: int) -> Iterator[Line]:
    """When a measure was done, or who has done a share of it and who has not."""
    sharers = judgement.chain.sharers(n)
    if judgement.completed is not None:
        return
    if measure["done"] is not None:
        yield Line(Message("show.measure_done", {"date": measure["done"]}), level=1, tone="dim")
    elif sharers:
        done = list(measure["done_by"])
        owing = folded(judgement, measure["owed_by"] or list(sharers))
        key = "show.shares_some" if done else "show.shares" if len(owing) > 1 else "show.shares_one"
        said = Message(key, {"units": owing, "done": folded(judgement, done)})
        mine = [o for o in judgement.obligations if o.what is What.MEASURE and o.measure == n]
        yield Line(
            _with_moved(judgement, said, [pair for one in mine for pair in one.moved], judgement.due), level=1
        )


def _with_moved(
    judgement: Judgement, said: Message, moved: Sequence[tuple[str, date]], usual: date | None
) -> Message:
    """A line with the units that owe their part by another day than the usual one."""
    by_day: dict[date, list[str]] = {}
    for unit, day in moved:
        by_day.setdefault(day, []).append(unit)
    for day, units in sorted(by_day.items()):
        key = "show.also" if usual is None or day > usual else "show.also_by"
        said = Message(key, {"said": said, "units": folded(judgement, units), "due": day})
    return said


def _targets(judgement: Judgement) -> Iterator[Line]:
    """Targets and their parts, with the numbers by which a reading names them."""
    for state in judgement.targets:
        mark = "done" if state.met else "open"
        yield Line(_target(judgement, state), str(state.number), mark=mark)
        for n, part in enumerate(state.parts, 1):
            yield Line(
                _part(judgement, state, part),
                f"{state.number}.{n}",
                mark="done" if part.met else "open",
                level=0,
            )


def _records(day: Day, judgement: Judgement, record: dict[str, Any], *, refs: bool) -> Card:
    """The records up to the day, the latest first, each with its position in the file."""
    reasons = dict(judgement.refused)
    shown = [
        (n, ref, entry) for n, (ref, entry) in enumerate(references(judgement)) if entry.date <= day.as_of
    ]
    lines = []
    for n, ref, entry in sorted(shown, key=lambda one: (one[2].date, one[0]), reverse=True):
        state = record["record"][n]["state"]
        said = entry_message(
            entry,
            judgement.baseline,
            state=state,
            reason=reasons.get(n),
            backfilled=backfilled(entry.date, day.policy),
            among=judgement.issue.entries,
        )
        text = Message("show.with_ref", {"text": said, "ref": ref}) if refs else said
        lines.append(Line(text, str(n + 1), tone={"void": "dim", "refused": "warn"}.get(state, "")))
    if not lines:
        return Card(Message("show.records_none"), (Line(Message("show.no_entries")),))
    return Card(Message("show.records", {"count": len(lines)}), tuple(lines))


def _node(judgement: Judgement, state: MilestoneState) -> Message:
    late = (judgement.as_of - state.due).days
    args = {
        "text": state.milestone.text,
        "due": state.due,
        "done": state.done,
        "days": late,
        "units": [unit for unit in state.owed_by if unit not in dict(state.moved)],
    }
    if state.done:
        return Message("show.node_done", args)
    some = bool(state.done_by) and bool(state.owed_by)
    if some:
        key = "show.node_late_owing" if late > 0 else "show.node_open_owing"
    else:
        key = "show.node_late" if late > 0 else "show.node_open"
    return _with_moved(judgement, Message(key, args), state.moved, state.due)


def _target(judgement: Judgement, state: TargetState) -> Message:
    said = target_text(state, judgement.shares)
    if state.target.due:
        return Message("show.target_due", {"target": said, "due": judgement.figure_due(state)})
    return said


def _part(judgement: Judgement, state: TargetState, part: PartState) -> str | Message:
    text = figure_text(judgement.baseline, state.number, part.number)
    if part.value is None:
        return text
    return Message("show.part_read", {"text": text, "reading": part.value, "unit": state.target.unit})


_PROMISES = {
    Kept.KEPT: "show.promise_kept",
    Kept.KEPT_LATE: "show.promise_late",
    Kept.BROKEN: "show.promise_broken",
    Kept.PENDING: "show.promise_open",
    Kept.LAPSED: "show.promise_lapsed",
}


_PROMISE_MARKS = {
    Kept.KEPT: "done",
    Kept.KEPT_LATE: "done",
    Kept.BROKEN: "late",
    Kept.PENDING: "open",
    Kept.LAPSED: "gone",
}


def _promise(judgement: Judgement, one: Obligation) -> Line:
    """Who promised what by when, and whether it was kept."""
    what = promised_message(judgement, one)
    args = {"by": [s.unit for s in one.shares], "until": one.due, "done": one.done, "what": what}
    became = kept(one, judgement.as_of)
    if one.done is None and one.renewed is not None:
        key = "show.promise_former_broken" if became is Kept.BROKEN else "show.promise_former"
        return Line(Message(key, args), mark=_PROMISE_MARKS[became])
    return Line(Message(_PROMISES[became], args), mark=_PROMISE_MARKS[became])


def _with_members(name: str, units: Units) -> Any:
    if name in units.groups:
        return Message("show.group", {"name": name, "members": list(units.groups[name].members)})
    if name in units.collectives:
        return Message("show.collective", {"name": name})
    return name
