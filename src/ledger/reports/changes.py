"""较上期变化情况: what moved since the report before, by records and by time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.walk import in_effect
from ledger.reports.folding import folded
from ledger.reports.issues import obligation_item
from ledger.reports.report import Block, Column, Message, Note, Paragraph, Report
from ledger.reports.reported import WHO, Asked, posted, rows, stages, who
from ledger.reports.sentences import entry_message, moved_item, promised_message
from ledger.reports.since import Since, Step, not_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

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
    for table in _TABLES:
        found = [row for judgement in asked.judgements for row in table.rows(judgement, since)]
        made = rows(table.name, found, table.columns)
        yield _belated(made, table.day, since.first) if table.day else made
    yield posted("letters_since", asked.day, since.letters(asked.letters))


def _belated(table: Report, key: str, first: date) -> Report:
    """The table, saying so where it tells of what is older than the report before."""
    if not any(row[key] <= first for row in table.records):  # type: ignore[operator]
        return table
    from dataclasses import replace

    return replace(table, notes=(*table.notes, Message("progress.belated", {"since": first})))


def _done(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    return (_step(judgement, step) for step in since.done(judgement))


def _undone(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    return (_step(judgement, step) for step in since.undone(judgement))


def _step(judgement: Judgement, step: Step) -> dict[str, Any]:
    """What was done, when and by whom; where not by all, who still owes it."""
    return {
        **who(judgement),
        "item": obligation_item(judgement, step.obligation),
        "done": step.day,
        "finished_by": folded(judgement, step.units or step.obligation.done_by),
        "owing": folded(judgement, step.left),
    }


def _extended(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """The due days that were moved."""
    was = since.was(judgement)
    for moved in not_in(judgement.extensions, was.extensions if was is not None else ()):
        yield {
            **who(judgement),
            "item": moved_item(judgement, moved),
            "old": moved.old,
            "new": moved.new,
            "approval": moved.approval,
            "recorded": moved.day,
        }


def _readings(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """The readings of the figures of an issue that the report before did not have, in order."""
    targets, was = judgement.baseline.targets, since.was(judgement)
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


def _promised(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """What was promised by whom until when, and until when before."""
    for word in since.promised(judgement):
        one = word.standing
        yield {
            **who(judgement),
            "unit": one.shares[0].unit,
            "promised": promised_message(judgement, one),
            "promised_until": one.due,
            "before": [former.due for former in word.former],
        }


def _broken(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """The promises that were not kept."""
    for one in since.broken(judgement):
        item = promised_message(judgement, one)
        yield {**who(judgement), "unit": one.shares[0].unit, "item": item, "due": one.due}


def _supervised(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """At which levels a task was supervised, all in one row, by the first day of them."""
    was = since.was(judgement)
    new = not_in(judgement.chain.supervised, was.chain.supervised if was is not None else ())
    if new:
        levels = [Message(f"level.{level}") for _, level in new]
        yield {**who(judgement), "level": levels, "recorded": min(day for day, _ in new)}


def _happened(judgement: Judgement, since: Since) -> Iterator[dict[str, Any]]:
    """What no other table tells: the plan amended, inspections, reviews, objections."""
    fresh = [entry for entry in since.entries(judgement) if entry.type in _OTHERWISE]
    if not fresh:
        return
    issue, day = judgement.issue, since.day
    steps = in_effect(issue.baseline, issue.entries, day.setting, day.as_of)
    counting = {id(step.entry) for step in steps}
    for entry in fresh:
        if id(entry) in counting:
            yield {**who(judgement), "change": entry_message(entry, judgement.baseline)}


class _Table(NamedTuple):
    """A table of what changed: its rows of a task, its columns, and the one whose day may be an older one."""

    name: str
    rows: Callable[[Judgement, Since], Iterator[dict[str, Any]]]
    columns: tuple[Column, ...]
    day: str = ""


_STAGES = (
    Column("item", grow=4),
    Column("done"),
    Column("finished_by", grow=2),
    Column("owing", grow=2),
)
_TABLES = (
    _Table("stages_done", _done, _STAGES, "done"),
    _Table("stages_undone", _undone, _STAGES),
    _Table(
        "extended_since",
        _extended,
        (Column("item", grow=2), Column("old"), Column("new"), Column("approval", grow=2)),
        "recorded",
    ),
    _Table(
        "read_since",
        _readings,
        (Column("figure_name", grow=3), Column("reading"), Column("read"), Column("unit")),
        "read",
    ),
    _Table(
        "promised_since",
        _promised,
        (
            Column("unit"),
            Column("promised", grow=3),
            Column("promised_until"),
            Column("before", stacked=True),
        ),
    ),
    _Table("broken_since", _broken, (Column("unit"), Column("item", grow=3), Column("due"))),
    _Table("supervised_since", _supervised, (Column("level", grow=2),), "recorded"),
    _Table("otherwise_since", _happened, (Column("change", grow=5),)),
)
"""The tables between what became late and the letters, in the order of the report."""
