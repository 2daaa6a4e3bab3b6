"""What is said of a task in sentences: its standing, its doubts, its parts, its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.figures import target_text
from ledger.reports.issues import clause_of, standing_word
from ledger.reports.paths import field_message, value_message
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Extension
    from ledger.model.baseline import Baseline
    from ledger.model.course import Reason
    from ledger.model.entries import Entry, Said


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
            "name": judgement.baseline.figure_name(state.number),
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
    """A measure by its number, without its text; a milestone, which has no number, by the plan's words."""
    text = clause_of(judgement.baseline, measure, milestone).rstrip("。；") if milestone is not None else ""
    if measure is None:
        return Message("part.goal", {"text": text})
    measures = judgement.baseline.measures
    mark = measures[measure - 1].mark
    of = Message("part.measure", {"number": mark or measure, "n": measure})
    if not mark and len(measures) == 1:  # there is nothing to tell it from
        of = Message("part.only")
    return of if milestone is None else Message("part.milestone", {"measure": of, "text": text})


def entry_message(
    entry: Entry,
    baseline: Baseline,
    *,
    void: bool = False,
    state: str = "",
    reason: Reason | None = None,
    backfilled: bool = False,
    among: Sequence[Entry] = (),
) -> Message:
    """An entry in one line, as a sentence; what it takes back is ``among`` the entries of its issue.

    ``state`` is ``void`` or ``refused`` where it has no effect; ``reason`` says why it was refused.
    """
    state = "void" if void else state
    pieces: list[Any] = [*entry_details(entry, baseline, among)]
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
    if entry.called():  # 落实措施（一） says that a measure is done
        return bool(shown)
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
    return piece.rstrip("。；") if isinstance(piece, str) and piece.endswith(("。", "；")) else piece


def entry_details(entry: Entry, baseline: Baseline, among: Sequence[Entry] = ()) -> tuple[Message, ...]:
    """What an entry says besides its own text, as sentences of its type.

    Of an entry that takes back one ``among`` those of its issue that one is named by day and type.
    """
    if (meant := _taken_back(entry, among)) is not None:
        return (Message("show.takes_back", {"date": meant.date, "type": type_message(meant)}),)
    said = entry.sentence(baseline)
    more = tuple(said_message(entry.type, one) for one in entry.more())
    if said.key not in entry.about.zh.sentences or (not said.key and not said.args and _needs(entry)):
        return more
    return (said_message(entry.type, said), *more)


def _taken_back(entry: Entry, among: Sequence[Entry]) -> Entry | None:
    """The entry that another one takes back, by its position or its reference."""
    if entry.type != "void":
        return None
    named = getattr(entry, "entry", None)
    if isinstance(named, int):
        return among[named - 1] if 0 < named <= len(among) else None
    from ledger.model.entries import ref_of

    return next((one for one in among if ref_of(one) == named), None)


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
    """What is promised: the task, a measure by its number, or a milestone by its words."""
    if one.measure is None and one.milestone is None:
        return Message("show.promise_task")
    return Message("show.promise_part", {"part": part_message(judgement, one.measure, one.milestone)})
