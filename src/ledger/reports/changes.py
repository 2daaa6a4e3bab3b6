"""较上期变化情况: what moved since the report before, by records and by time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.obligations import STAGES, What
from ledger.judging.promises import Kept, kept
from ledger.reports.issues import obligation_item
from ledger.reports.report import Block, Column, Message, Note, Paragraph, Report
from ledger.reports.reported import WHO, Asked, posted, rows, stages, who
from ledger.reports.sentences import moved_item, promised_message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.judging.status import Judgement


def changes(asked: Asked) -> Iterator[Block]:
    """What moved since the report before; what nothing is to be said of is left out."""
    since = asked.since
    if since is None:
        return
    tables = [table for table in change_tables(asked, since.day.as_of) if table.records]
    added = _added(asked)
    if added:
        yield Paragraph(Message("progress.entries_added", {"count": added}))
    yield from tables
    if not tables:
        yield Paragraph(Message("progress.no_changes"))
    key = "progress.since_revision" if since.by_revision else "progress.since_entries"
    yield Note(Message(key, {"since": since.day.as_of}))


def _added(asked: Asked) -> int:
    """How many entries there are that the data of the day before did not have."""
    since = asked.since
    if since is None or not since.by_revision:
        return 0
    held = {issue.id: len(issue.entries) for issue in since.day.ledger.issues}
    return sum(len(j.issue.entries) - held.get(j.issue.id, 0) for j in asked.judgements)


def change_tables(asked: Asked, first: date) -> Iterator[Report]:
    """Every table of what changed after a day, also those without rows."""
    before = asked.since.day.by_id if asked.since is not None else {}
    moved, turned = [], []
    for judgement in asked.judgements:
        was = before.get(judgement.issue.id)
        if was is None or was.status is not judgement.status:
            old = was.status.value if was is not None else None
            moved.append({**who(judgement), "was": old, "now": judgement.status.value})
        if was is not None and was.standing is not judgement.standing:
            turned.append({**who(judgement), "was": was.standing.value, "now": judgement.standing.value})
    yield _turns("moves", moved, "status")
    yield _turns("turns", turned, "standing")
    yield from _done_since(asked, first)


def _turns(name: str, found: Sequence[dict[str, Any]], words: str) -> Report:
    return Report(
        kind=name,
        columns=(*WHO, Column("was", words=words), Column("now", words=words)),
        records=tuple(found),
        title=Message(f"progress.{name}"),
        sheet=Message(f"progress.{name}"),
        empty=Message("progress.none"),
    )


def _done_since(asked: Asked, first: date) -> Iterator[Report]:
    """What became late, stages done, due days moved, readings, broken promises, supervision and letters since
    a day.  On its due day nothing is late yet."""
    yield stages([debt for debt in asked.late if debt.due >= first], asked, "late_since")
    done, moved, pressed = [], [], []
    read: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    for judgement in asked.judgements:
        read += _readings(judgement, first)
        broken += [
            {
                **who(judgement),
                "unit": one.shares[0].unit,
                "item": promised_message(judgement, one),
                "due": one.due,
            }
            for one in judgement.obligations
            if one.what is What.PROMISE
            and kept(one, asked.as_of) is Kept.BROKEN
            and (one.due or first) >= first
        ]
        done += [
            {**who(judgement), "item": obligation_item(judgement, one), "done": one.done}
            for one in judgement.obligations
            if one.what in STAGES and one.dated and one.done is not None and one.done > first
        ]
        moved += [
            {
                **who(judgement),
                "item": moved_item(judgement, e),
                "old": e.old,
                "new": e.new,
                "approval": e.approval,
            }
            for e in judgement.extensions
            if e.day > first
        ]
        levels = [Message(f"level.{level}") for day, level in judgement.chain.supervised if day > first]
        if levels:
            pressed.append({**who(judgement), "level": levels})
    yield rows("stages_done", done, (Column("item", grow=4), Column("done")))
    yield rows(
        "extended_since",
        moved,
        (Column("item", grow=2), Column("old"), Column("new"), Column("approval", grow=2)),
    )
    yield rows(
        "read_since", read, (Column("figure_name", grow=3), Column("reading"), Column("read"), Column("unit"))
    )
    yield rows("broken_since", broken, (Column("unit"), Column("item", grow=3), Column("due")))
    yield rows("supervised_since", pressed, (Column("level", grow=2),))
    sent = [one for one in asked.letters if max(one.letter.date, one.replied or first) > first]
    yield posted("letters_since", asked.day, sent)


def _readings(judgement: Judgement, first: date) -> Iterator[dict[str, Any]]:
    """The readings of the figures of an issue after a day, in the order of the records."""
    targets = judgement.baseline.targets
    for number, part, value in judgement.chain.readings:
        if value.day > first:
            target = targets[number - 1]
            name = target.name if part is None else target.parts[part - 1].name
            said = Message("progress.reading", {"value": value.value, "unit": target.unit})
            yield {
                **who(judgement),
                "figure_name": name,
                "reading": said,
                "read": value.day,
                "unit": value.by,
            }
