"""What differs between the superior's list and the ledger: one line a difference, places on both sides."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ledger.judging.counting import DONE, Class
from ledger.reading.yaml import parse
from ledger.reports.importing import place_message
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.reports.pairing import Theirs
    from ledger.reports.reconciling import Difference, Reconciliation

_COLUMNS = (
    Column("number"),
    Column("title", grow=2),
    Column("difference", words="reconciled"),
    Column("they_say", grow=3),
    Column("we_say", grow=3),
    Column("place_there"),
    Column("place_here"),
    Column("remark", grow=2),
)

_ALONE = ("missing_here", "missing_there", "twice", "line")
"""Differences of which only one side says anything."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "text": ("title",),
    "due": ("deadline",),
    "lead": ("responsibility",),
    "support": ("responsibility",),
    "acceptance": ("acceptance",),
}
"""The field of an issue file that a difference is about; that of a status is in no field of the baseline."""


def reconciled_report(found: Reconciliation, tree: Mapping[str, bytes], as_of: date, source: str) -> Report:
    """The differences in the order of the list, then what stands in the ledger alone; then the doubts.

    ``source`` is what the file of the list is called.
    """
    told = [*((one, False) for one in found.differences), *((one, True) for one in found.doubts)]
    records = tuple(_record(one, tree, doubt=doubt) for one, doubt in told)
    lines = tuple(_line(one, record) for (one, _), record in zip(told, records, strict=True))
    counts = {
        "listed": found.listed,
        "both": len(found.pairs),
        "agreeing": found.agreeing,
        "missing_here": _count(found.differences, "missing_here"),
        "missing_there": _count(found.differences, "missing_there"),
        "differences": len(found.differences),
        "doubts": len(found.doubts),
    }
    args = {**counts, "file": source, "as_of": as_of}
    return Report(
        kind="reconciliation",
        columns=_COLUMNS,
        records=records,
        lines=lines,
        cards=tuple(_cards(lines)),
        as_of=as_of,
        title=Message("reconcile.title", args),
        summary={"file": source, "counts": counts},
        notes=(Message("reconcile.counted", args),),
        empty=Message("reconcile.none", args),
        sheet=Message("reconcile.sheet"),
    )


def _count(found: Sequence[Difference], name: str) -> int:
    return sum(1 for one in found if one.field == name)


def _record(one: Difference, tree: Mapping[str, bytes], *, doubt: bool) -> dict[str, Any]:
    held = one.ours.baseline if one.ours is not None else None
    return {
        "id": held.id if held is not None else None,
        "number": held.number if held is not None else one.theirs and (one.theirs.number or None),
        "title": held.title if held is not None else one.theirs and (one.theirs.title or None),
        "difference": one.field,
        "doubt": doubt,
        "they_say": one.they_say,
        "we_say": one.we_say,
        "place_there": _place_code(one.theirs),
        "place_here": _place_here(one, tree),
        "why": one.note.removeprefix("reconcile.") or None,
    }


def there(row: Theirs) -> Message:
    """Where a row stands in the list, in words."""
    if isinstance(row.place, int):
        return Message("place.line", {"line": row.place})
    return place_message(row.place)


def _place_code(row: Theirs | None) -> str | None:
    if row is None:
        return None
    return f"line:{row.place}" if isinstance(row.place, int) else row.place.code


def _place_here(one: Difference, tree: Mapping[str, bytes]) -> str | None:
    """The file of the task and the line of the field in it."""
    if one.ours is None:
        return None
    path = one.ours.issue.path
    at = _FIELDS.get(one.field)
    if at is None or path not in tree:
        return path
    document, _ = parse(tree[path], path, places=True)
    return f"{path}:{document.locate(at).line}" if document is not None else path


def _line(one: Difference, record: dict[str, Any]) -> dict[str, Any]:
    return {
        **record,
        "number": record["number"] or "—",
        "title": record["title"] or "—",
        "they_say": record["they_say"] or "—",
        "we_say": _shown(one.ours, one.we_say),
        "place_there": there(one.theirs) if one.theirs is not None else "—",
        "place_here": record["place_here"] or "—",
        "remark": Message(one.note) if one.note else "",
    }


def _cards(lines: Sequence[Mapping[str, Any]]) -> Iterator[Card]:
    """A task each, with its differences: what they say and what we say, and where."""
    for _, group in groupby(lines, key=lambda line: (line["number"], line["title"])):
        told = list(group)
        head = Message("reconcile.head", {"number": told[0]["number"], "title": told[0]["title"]})
        yield Card(head, tuple(one for line in told for one in _told(line)))


def _told(line: Mapping[str, Any]) -> Iterator[Line]:
    label = Message(f"reconciled.{line['difference']}")
    if line["difference"] not in _ALONE:
        yield Line(Message("reconcile.both", {"theirs": line["they_say"], "ours": line["we_say"]}), label)
        label = Message("reconcile.where")
    places = [line[key] for key in ("place_there", "place_here") if line[key] != "—"]
    yield Line(Message("reconcile.places", {"places": places}), label, tone="weak")
    if line["remark"]:
        yield Line(line["remark"], Message("reconcile.note"))


def _shown(ours: Judgement | None, value: Any) -> Any:
    """A class as the report calls it, of an open task behind its status."""
    if not isinstance(value, Class) or ours is None:
        return value if value is not None else "—"
    status = Message(f"status.{ours.status}")
    if value in DONE or value is Class.WITHDRAWN:
        return status
    return Message("reconcile.open", {"status": status, "klass": Message(f"klass.{value}")})
