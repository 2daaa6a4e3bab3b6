"""需重点关注的事项: what is late, due soon, doubtful, extended, pressed, relapsed, not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import percent
from ledger.judging.duties import State, state_of
from ledger.judging.owed import What
from ledger.judging.status import Standing
from ledger.reports.folding import folded
from ledger.reports.report import Block, Column, Message, Paragraph, Report, stated
from ledger.reports.reported import Asked, posted, rate_text, rows, stages, who
from ledger.reports.sentences import doubt_message, moved_item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.judging.status import Judgement


def attention(asked: Asked) -> Iterator[Block]:
    """Overdue, due soon, behind, undetermined, extended, supervised, letters; what there is none of is left
    out."""
    yield from (table for table in _tables(asked) if table.records)
    yield from _letters(asked)


def outcomes(asked: Asked) -> Iterator[Block]:
    """How many tasks relapsed and how many units have told the public, where there are any."""
    yield from _relapse(asked.judgements)
    yield from _disclosure(asked)


def watched(blocks: Sequence[Block]) -> Message:
    """What needs attention in one sentence: how much there is of each, in the order of the tables."""
    said = [
        Message(f"watched_count.{block.kind}", {"count": _count(block)})
        for block in blocks
        if isinstance(block, Report)
    ]
    return Message("progress.watched", {"parts": said}) if said else Message("progress.nothing_watched")


def _count(table: Report) -> int:
    """How many a table is about: its rows, of extensions the tasks."""
    return len({row["id"] for row in table.records}) if table.kind == "extended" else len(table.records)


def _tables(asked: Asked) -> Iterator[Report]:
    judgements = asked.judgements
    late = [j for j in judgements if j.standing is Standing.OVERDUE]
    yield _list("overdue", late, {"due": _due, "days_overdue": lambda j: j.days_overdue, "owing": _owing})
    soon = [j for j in judgements if j.standing is Standing.DUE_SOON]
    yield _list("due_soon", soon, {"due": _due})
    behind = [d for d in asked.late if d.obligation.what is not What.ISSUE]
    yield stages(behind, asked)
    undetermined = [j for j in judgements if j.standing is Standing.UNDETERMINED]
    yield _list("undetermined", undetermined, {"deadline.text": lambda j: stated(j.baseline.deadline.text)})
    doubtful = [j for j in judgements if j.pacing.lagging]
    yield _list("doubtful", doubtful, {"doubts": _doubts})
    moved = [
        {
            **who(j),
            "item": moved_item(j, e),
            "first_due": e.old,
            "due": e.new,
            "approval": e.approval,
            "application": Message("progress.asked_late" if e.late else "progress.asked_in_time"),
        }
        for j in judgements
        for e in j.extensions
    ]
    columns = (
        Column("item", grow=2),
        Column("first_due"),
        Column("due"),
        Column("approval", grow=2),
        Column("application"),
    )
    yield rows("extended", moved, columns)
    pressed = [j for j in judgements if j.chain.supervised]
    levels = {"level": lambda j: [Message(f"level.{level}") for _, level in j.chain.supervised]}
    yield _list("supervised", pressed, levels)


def _due(judgement: Judgement) -> Any:
    return judgement.due


def _owing(judgement: Judgement) -> Any:
    return folded(judgement, judgement.owed_by)


def _doubts(judgement: Judgement) -> Any:
    return [doubt_message(judgement, d) for d in judgement.doubts if d.startswith("figure_lags")]


def _list(name: str, chosen: Sequence[Judgement], more: Mapping[str, Callable[[Judgement], Any]]) -> Report:
    right = {"days_overdue"}
    grow = {"level": 2, "owing": 3, "deadline.text": 2, "doubts": 4}
    columns = [Column(key, right=key in right, grow=grow.get(key, 0)) for key in more]
    return rows(name, [{**who(j), **{k: value(j) for k, value in more.items()}} for j in chosen], columns)


def _relapse(judgements: Sequence[Judgement]) -> Iterator[Block]:
    """反弹率: issues that came back, against those that were ever completed."""
    back = [j for j in judgements if j.chain.relapses]
    ever = [j for j in judgements if j.completed is not None or j.chain.relapses]
    if not back:
        return
    args = {
        "back": len(back),
        "ever": len(ever),
        "rate": rate_text(percent(len(back), len(ever))),
        "numbers": [j.baseline.number for j in back],
    }
    yield Paragraph(Message("progress.relapse", args))


def _disclosure(asked: Asked) -> Iterator[Block]:
    mine = [duty for duty in asked.day.duties() if duty.what is What.DISCLOSURE and duty.since is not None]
    if asked.unit is not None:
        mine = [duty for duty in mine if asked.unit in {share.unit for share in duty.shares}]
    for year in sorted({duty.since.year for duty in mine if duty.since}):
        due = [duty for duty in mine if duty.since and duty.since.year == year]
        told = [duty for duty in due if state_of(duty, asked.as_of) is State.DONE]
        left = len(due) - len(told)
        key = "progress.disclosure" if told else "progress.none_disclosed"
        key = key if left else "progress.all_disclosed"
        args = {"year": year, "due": len(due), "told": len(told), "left": left}
        yield Paragraph(Message(key, args))


def _letters(asked: Asked) -> Iterator[Block]:
    """The letters to which a reply is owed, where there are letters at all."""
    letters = asked.letters
    if not letters:
        return
    owed = [one for one in letters if one.owed]
    args = {"letters": len({one.letter.number for one in letters}), "owed": len(owed)}
    args["late"] = sum(1 for one in owed if one.days_late)
    key = "progress.letters_late" if args["late"] else "progress.letters"
    key = key if owed else "progress.letters_answered"
    yield Paragraph(Message(key, args))
    if owed:
        yield posted("letters_owed", asked.day, owed)
