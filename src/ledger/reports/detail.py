"""One issue in full, for scripts; and entries as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.chain import walk
from ledger.judging.obligations import What
from ledger.reports.facts import issue_record
from ledger.reports.issues import milestone_text, standing_word, text_of
from ledger.reports.paths import field_message, value_message
from ledger.reports.report import Message
from ledger.reports.working import target_text

if TYPE_CHECKING:
    from ledger.judging.day import Day
    from ledger.judging.obligations import Obligation
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.judging.targets import TargetState
    from ledger.model.baseline import Baseline
    from ledger.model.course import Attempt, Extension, Reason
    from ledger.model.entries import Entry, Said


def full_record(day: Day, judgement: Judgement) -> dict[str, Any]:
    """Everything about one issue: what the plan says, what it was understood to mean, where it stands."""
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
        "text": milestone_text(judgement, state),
    }


def standing_message(judgement: Judgement) -> Message:
    """The standing with its days."""
    if judgement.days_overdue is not None:
        return Message("show.late", {"days": judgement.days_overdue})
    if judgement.standing == "relapsed":
        key = "show.relapsed" if judgement.due else "show.relapsed_without_due"
        return Message(key, {"days": judgement.reopened, "due": judgement.due})
    return standing_word(judgement)


def doubt_message(judgement: Judgement, doubt: str) -> Message:
    """A doubt in words."""
    name, _, number = doubt.partition(":")
    args: dict[str, Any] = {"text": judgement.baseline.deadline.text}
    if name == "deadline_undetermined" and args["text"] is None:
        return Message("doubt.deadline_unstated")
    if number:
        state = judgement.shares.target(int(number))
        args |= {
            "target": target_text(state, judgement.shares),
            "name": state.target.name,
            "percent": state.percent,
        }
        args["elapsed"] = judgement.pacing.elapsed
    return Message(f"doubt.{name}", args)


def moved_item(judgement: Judgement, moved: Extension) -> Message:
    """What was given more time, in short, and for whom."""
    if moved.node is None:
        return Message("item.issue")
    item = part_message(judgement, *moved.node)
    return Message("part.of", {"part": item, "units": list(moved.units)}) if moved.units else item


def part_message(judgement: Judgement, measure: int | None, milestone: int | None) -> Message:
    """A measure or milestone by its number, without its text."""
    if measure is None:
        return Message("part.goal", {"milestone": milestone})
    number = judgement.baseline.measures[measure - 1].number
    of = Message("part.measure", {"number": number or measure})
    return of if milestone is None else Message("part.milestone", {"measure": of, "milestone": milestone})


def entry_message(
    entry: Entry,
    baseline: Baseline,
    *,
    void: bool = False,
    state: str = "",
    reason: Reason | None = None,
    backfilled: bool = False,
) -> Message:
    """An entry in one line, as a sentence.

    ``state`` is ``void`` or ``refused`` where it has no effect; ``reason`` says why it was refused.
    """
    state = "void" if void else state
    pieces: list[Any] = [*entry_details(entry, baseline)]
    if entry.text:
        pieces.append(entry.text)
    proofs = [item.title or item.path or item.url or "" for item in entry.evidence]
    shown = [proof for proof in proofs if proof]
    pieces = [*(_within(piece) for piece in pieces[:-1]), *pieces[-1:]]
    said: Any = pieces[0] if pieces else ""
    for piece in pieces[1:]:
        said = Message("show.said", {"sentence": said, "text": piece})
    if shown:
        said = Message("show.with_evidence", {"text": said, "evidence": shown})
    if backfilled:
        said = Message("show.backfilled", {"text": said})
    args = {"date": entry.date, "by": entry.by, "type": type_message(entry), "text": said}
    if reason is not None:
        args["why"] = Message(f"without_effect.{reason}")
    plain = "show.entry_told" if _tells_its_type(entry, baseline) else "show.entry_line"
    return Message(f"show.entry_{state}" if state else plain, args)


def _tells_its_type(entry: Entry, baseline: Baseline) -> bool:
    """Whether the first sentence has the word of the type in it, so that it need not be said (启动整改)."""
    speech = entry.about.zh
    shown = entry_details(entry, baseline)
    key = entry.sentence(baseline).key
    first = f"sentence.{entry.type}.{key}" if key else f"sentence.{entry.type}"
    return bool(shown) and shown[0].key == first and speech.name in speech.sentences.get(key, "")


def type_message(entry: Entry) -> Message:
    """What an entry is, in a word or two."""
    called = entry.called()
    return Message(f"sentence.{entry.type}.{called}" if called else f"entry.{entry.type}")


def _within(piece: Any) -> Any:
    """A sentence that goes on: what is quoted at its end loses its full stop."""
    if isinstance(piece, Message):
        return Message(piece.key, {name: _within(value) for name, value in piece.args.items()})
    return piece.rstrip("。；") if isinstance(piece, str) else piece


def entry_details(entry: Entry, baseline: Baseline) -> tuple[Message, ...]:
    """What an entry says besides its own text, as sentences of its type."""
    said = entry.sentence(baseline)
    more = tuple(said_message(entry.type, one) for one in entry.more())
    if said.key not in entry.about.zh.sentences or (not said.key and not said.args and _needs(entry)):
        return more
    return (said_message(entry.type, said), *more)


def _needs(entry: Entry) -> bool:
    """Whether the sentence that stands alone has gaps."""
    return "{" in entry.about.zh.sentences.get("", "")


def said_message(kind: str, said: Said) -> Message:
    """A sentence of a type of entry as words to look up."""
    key = f"sentence.{kind}.{said.key}" if said.key else f"sentence.{kind}"
    if "field" in said.args:  # a change of the baseline
        field, old, new = (str(said.args[name]) for name in ("field", "old", "new"))
        values = {"old": value_message(old, field), "new": value_message(new, field)}
        return Message(key, {"field": field_message(field), **values})
    return Message(key, {name: _said(kind, v) for name, v in said.args.items()})


def _said(kind: str, value: Any) -> Any:
    from ledger.model.entries import Said

    if isinstance(value, Said):
        return said_message(kind, value)
    if isinstance(value, list):
        return [_said(kind, item) for item in value]
    if isinstance(value, tuple):  # a word of the catalogue: its prefix and the value
        return Message(".".join(value))
    return value


def promised_message(judgement: Judgement, one: Obligation) -> Message:
    """What is promised: the task, or a measure or milestone by its number."""
    if one.measure is None and one.milestone is None:
        return Message("show.promise_task")
    return Message("show.promise_part", {"part": part_message(judgement, one.measure, one.milestone)})
