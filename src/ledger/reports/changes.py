"""较上期变化情况: what moved since the report before, by records and by time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.walk import in_effect
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item
from ledger.reports.report import Block, Column, Message, Note, Paragraph, Report
from ledger.reports.reported import WHO, Asked, posted, rows, stages, who
from ledger.reports.sentences import entry_message, moved_item, promised_message
from ledger.reports.since import Since, Step, not_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledger.judging.promises import Word
    from ledger.judging.status import Judgement

_OTHERWISE = {"amend", "inspect", "object", "review"}
"""What is told of a period in its own words: no other table says that it happened."""


def changes(asked: Asked) -> Iterator[Block]:
    """What moved since the report before; what nothing is to be said of is left out."""
    since = asked.since
    if since is None:
        return
    tables = [table for table in change_tables(asked, Since(asked.day, since)) if table.records]
    yield from tables
    if not tables:
        yield Paragraph(Message("progress.no_changes"))
    key = "progress.since_revision" if since.by_revision else "progress.since_entries"
    yield Note(Message(key, {"since": since.day.as_of}))


def change_tables(asked: Asked, since: Since) -> Iterator[Report]:
    """Every table of what changed since the report before, also those without rows."""
    moved, turned = [], []
    for judgement in asked.judgements:
        was = since.was(judgement)
        if was is None or was.status is not judgement.status:
            old = was.status.value if was is not None else None
            moved.append({**who(judgement), "was": old, "now": judgement.status.value})
        if was is not None and was.standing is not judgement.standing:
            turned.append({**who(judgement), "was": was.standing.value, "now": judgement.standing.value})
    yield _turns("moves", moved, "status")
    yield _turns("turns", turned, "standing")
    yield from _done_since(asked, since)


def _turns(name: str, found: Sequence[dict[str, Any]], words: str) -> Report:
    return Report(
        kind=name,
        columns=(*WHO, Column("was", words=words), Column("now", words=words)),
        records=tuple(found),
        title=Message(f"progress.{name}"),
        sheet=Message(f"progress.{name}"),
        empty=Message("progress.none"),
    )


def _done_since(asked: Asked, since: Since) -> Iterator[Report]:
    """What became late, what was done and what is open again, due days moved, readings, promises given and
    broken, supervision, letters, what else happened.  On its due day nothing is late yet."""
    told = {id(one) for judgement in asked.judgements for one in since.broken(judgement)}
    late = [debt for debt in since.late(asked.late) if id(debt.obligation) not in told]
    yield stages(late, asked, "late_since")  # promises that were broken have a table of their own
    done: list[dict[str, Any]] = []
    undone: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    pressed: list[dict[str, Any]] = []
    read: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    promised: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    for judgement in asked.judgements:
        was = since.was(judgement)
        read += _readings(judgement, was)
        broken += [
            {
                **who(judgement),
                "unit": one.shares[0].unit,
                "item": promised_message(judgement, one),
                "due": one.due,
            }
            for one in since.broken(judgement)
        ]
        promised += [_promised(judgement, word) for word in since.promised(judgement)]
        done += [_step(judgement, step) for step in since.done(judgement)]
        undone += [_step(judgement, step) for step in since.undone(judgement)]
        moved += [
            {
                **who(judgement),
                "item": moved_item(judgement, e),
                "old": e.old,
                "new": e.new,
                "approval": e.approval,
                "recorded": e.day,
            }
            for e in not_in(judgement.extensions, was.extensions if was is not None else ())
        ]
        new = not_in(judgement.chain.supervised, was.chain.supervised if was is not None else ())
        levels = [Message(f"level.{level}") for _, level in new]
        if levels:
            pressed.append({**who(judgement), "level": levels, "recorded": min(day for day, _ in new)})
        other += _happened(asked, since, judgement)
    columns = (Column("item", grow=4), Column("done"), Column("finished_by", grow=2), Column("owing", grow=2))
    yield _belated(rows("stages_done", done, columns), "done", since.first)
    yield rows("stages_undone", undone, columns)
    columns = (Column("item", grow=2), Column("old"), Column("new"), Column("approval", grow=2))
    yield _belated(rows("extended_since", moved, columns), "recorded", since.first)
    columns = (Column("figure_name", grow=3), Column("reading"), Column("read"), Column("unit"))
    yield _belated(rows("read_since", read, columns), "read", since.first)
    columns = (
        Column("unit"),
        Column("promised", grow=3),
        Column("promised_until"),
        Column("before", stacked=True),
    )
    yield rows("promised_since", promised, columns)
    yield rows("broken_since", broken, (Column("unit"), Column("item", grow=3), Column("due")))
    yield _belated(rows("supervised_since", pressed, (Column("level", grow=2),)), "recorded", since.first)
    yield rows("otherwise_since", other, (Column("change", grow=5),))
    yield posted("letters_since", asked.day, since.letters(asked.letters))


def _belated(table: Report, key: str, first: date) -> Report:
    """The table, saying so where it tells of what is older than the report before."""
    if not any(row[key] <= first for row in table.records):  # type: ignore[operator]
        return table
    from dataclasses import replace

    return replace(table, notes=(*table.notes, Message("progress.belated", {"since": first})))


def _step(judgement: Judgement, step: Step) -> dict[str, Any]:
    """What was done, when and by whom; where not by all, who still owes it."""
    return {
        **who(judgement),
        "item": obligation_item(judgement, step.obligation),
        "done": step.day,
        "finished_by": folded(judgement, step.units or step.obligation.done_by),
        "owing": folded(judgement, step.left),
    }


def _promised(judgement: Judgement, word: Word) -> dict[str, Any]:
    """What was promised by whom until when, and until when before."""
    one = word.standing
    return {
        **who(judgement),
        "unit": one.shares[0].unit,
        "promised": promised_message(judgement, one),
        "promised_until": one.due,
        "before": [former.due for former in word.former],
    }


def _happened(asked: Asked, since: Since, judgement: Judgement) -> Iterator[dict[str, Any]]:
    """What no other table tells: the plan amended, inspections, reviews, objections."""
    fresh = [entry for entry in since.entries(judgement) if entry.type in _OTHERWISE]
    if not fresh:
        return
    issue = judgement.issue
    steps = in_effect(issue.baseline, issue.entries, asked.day.setting, asked.as_of)
    counting = {id(step.entry) for step in steps}
    for entry in fresh:
        if id(entry) in counting:
            yield {**who(judgement), "change": entry_message(entry, judgement.baseline)}


def _readings(judgement: Judgement, was: Judgement | None) -> Iterator[dict[str, Any]]:
    """The readings of the figures of an issue that the report before did not have, in order."""
    targets = judgement.baseline.targets
    held = was.chain.readings if was is not None else ()
    for number, part, value in not_in(judgement.chain.readings, held):
        target = targets[number - 1]
        said = Message("progress.reading", {"value": value.value, "unit": target.unit})
        yield {
            **who(judgement),
            "figure_name": judgement.baseline.figure_name(number, part),
            "reading": said,
            "read": value.day,
            "unit": value.by,
        }
