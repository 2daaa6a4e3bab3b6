"""What history tells: the differences of two states as a document, and commits as a report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.history.compare import KINDS
from ledger.reports.report import Column, Document, Heading, Message, Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.history.compare import Difference
    from ledger.reports.report import Block

_NUMBER, _TITLE = Column("number"), Column("title", grow=3)
_OLD, _NEW = Column("old", grow=3), Column("new", grow=3)
_ENTRY = (_NUMBER, Column("date"), Column("by", grow=2), Column("type"), Column("text", grow=5))

_COLUMNS: dict[str, tuple[Column, ...]] = {
    "status": (_NUMBER, _TITLE, _OLD, _NEW),
    "due": (_NUMBER, _TITLE, _OLD, _NEW),
    "standing": (_NUMBER, _TITLE, _OLD, _NEW),
    "entry_added": _ENTRY,
    "entry_gone": _ENTRY,
    "baseline": (_NUMBER, Column("field"), _OLD, _NEW),
    "issue_added": (_NUMBER, _TITLE, Column("path", grow=2)),
    "issue_gone": (_NUMBER, _TITLE, Column("path", grow=2)),
    "moved": (_NUMBER, _OLD, _NEW),
    "unit": (Column("field", grow=2), _OLD, _NEW),
    "plan": (Column("field"), _OLD, _NEW),
    "disclosure_added": (Column("unit", grow=1), Column("date"), Column("where", grow=2)),
    "disclosure_gone": (Column("unit", grow=1), Column("date"), Column("where", grow=2)),
    "unreadable": (Column("path", grow=1), Column("side", words="side")),
}


def diff_document(
    differences: Sequence[Difference], old: str, new: str, as_of: date, revisions: Mapping[str, str | None]
) -> Document:
    """The differences grouped for a reader.  ``old`` and ``new`` name the two sides in words."""
    blocks: list[Block] = []
    counted = {kind: sum(1 for one in differences if one.kind == kind) for kind in KINDS}
    counts = [
        Message("diff.count", {"what": Message(f"diff.{kind}"), "count": count})
        for kind, count in counted.items()
        if count
    ]
    blocks.append(Paragraph(Message("diff.summary", {"counts": counts}) if counts else Message("diff.none")))
    for kind in KINDS:
        mine = [one for one in differences if one.kind == kind]
        if mine:
            blocks.append(Heading(Message(f"diff.{kind}"), 2))
            blocks.append(
                Report(
                    kind=kind,
                    columns=_COLUMNS[kind],
                    records=tuple(map(_record, mine)),
                    lines=tuple(map(_line, mine)),
                )
            )
    return Document(
        kind="diff",
        title=Message("diff.title", {"old": old, "new": new}),
        dateline=(Message("diff.judged", {"as_of": as_of}),),
        blocks=tuple(blocks),
        as_of=as_of,
        revision=revisions["new"],
        data={**revisions, "counts": counted, "data": [_record(one) for one in differences]},
    )


def _record(one: Difference) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": one.kind,
        "id": one.issue,
        "number": one.number,
        "title": one.title,
        "path": one.path,
        "field": one.field,
        "old": one.old,
        "new": one.new,
        "entry": None,
        "ref": None,
    }
    if one.entry is not None:
        from ledger.model.entry import content, ref_of

        record |= {"entry": content(one.entry), "ref": ref_of(one.entry)}
    return record


def _line(one: Difference) -> dict[str, Any]:
    line: dict[str, Any] = {**one._asdict(), "old": _shown(one.old), "new": _shown(one.new)}
    if one.kind in {"status", "standing"}:
        line |= {"old": Message(f"{one.kind}.{one.old}"), "new": Message(f"{one.kind}.{one.new}")}
    elif one.kind.startswith("disclosure"):
        line |= {"unit": one.field, "date": one.old, "where": one.new}
    elif one.kind == "unreadable":
        line |= {"side": one.field}
    elif one.entry is not None:
        line |= entry_line(one.entry)
    return line


def entry_line(entry: Any) -> dict[str, Any]:
    """Date, unit, type and text of an entry for a table."""
    return {
        "date": entry.date,
        "by": entry.by,
        "type": Message(f"entry.{entry.type}"),
        "text": entry.text or "",
    }


_LONGEST = 60


def _shown(value: Any) -> Any:
    """A value as a table shows it, shortened: differences of long texts are for the JSON form."""
    if value is None or isinstance(value, Message):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value)
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
