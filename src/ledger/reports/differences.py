"""The differences of two states: as a document, as records for scripts, and each as a line of a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.history.compare import KINDS
from ledger.judging.owed import Obligation, What
from ledger.model.plan import LEVELS
from ledger.reading.oneline import one_line
from ledger.reports.report import Column, Document, Heading, Message, Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.compare import Difference
    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry
    from ledger.reports.report import Block

_NUMBER, _TITLE = Column("number"), Column("title", grow=3)
_OLD, _NEW = Column("old", grow=3), Column("new", grow=3)
_MOVED = (_NUMBER, _TITLE, _OLD, _NEW)
_ITEM, _UNITS = Column("item", grow=4), Column("units", grow=3)
_ENTRY = (_NUMBER, Column("date"), Column("by", grow=2), Column("type"), Column("text", grow=5))
_ASKED = (Column("round"), Column("date"), Column("reply_due"), Column("units", grow=3))

_COMPLAINT = (Column("complaint", grow=2), Column("date"), Column("record"), Column("by", grow=2))

_LETTER = (Column("letter", grow=1), Column("date"), Column("units", grow=2), Column("text", grow=4))

_COLUMNS: dict[str, tuple[Column, ...]] = {
    "status": _MOVED,
    "due": _MOVED,
    "first_due": _MOVED,
    "standing": _MOVED,
    "extended": (_NUMBER, _ITEM, _UNITS, _OLD, _NEW, Column("approval", grow=2)),
    "relapsed": (_NUMBER, _TITLE, Column("begun"), Column("due")),
    "became_late": (_NUMBER, _ITEM, Column("due"), _UNITS),
    "done": (_NUMBER, _ITEM, Column("due"), Column("done"), _UNITS),
    "lead": _MOVED,
    "first_lead": _MOVED,
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
    "letter_added": _LETTER,
    "letter_gone": _LETTER,
    "letter_void": _LETTER,
    "round_asked": _ASKED,
    "round_sent_back": (Column("round"), Column("date"), Column("units"), Column("file", grow=2)),
    "round_gone": (Column("round"), Column("date"), Column("units", grow=3)),
    "complaint_added": _COMPLAINT,
    "complaint_gone": _COMPLAINT,
    "unreadable": (Column("path", grow=1), Column("side", words="side")),
}


def diff_document(
    differences: Sequence[Difference],
    old: str,
    new: str,
    days: Mapping[str, date],
    revisions: Mapping[str, str | None],
) -> Document:
    """The differences grouped for a reader.  ``old`` and ``new`` name the two sides in words."""
    as_of = days["new"]
    judged = Message("diff.judged" if days["old"] == as_of else "diff.judged_each", {**days, "as_of": as_of})
    blocks: list[Block] = []
    counted = {kind: sum(1 for one in differences if one.kind == kind) for kind in KINDS}
    counts = [
        Message("diff.count", {"what": Message(f"change.{kind}"), "count": count})
        for kind, count in counted.items()
        if count
    ]
    blocks.append(Paragraph(Message("diff.summary", {"counts": counts}) if counts else Message("diff.none")))
    records = [difference_record(one) for one in differences]
    for kind in KINDS:
        mine = [n for n, one in enumerate(differences) if one.kind == kind]
        if mine:
            blocks.append(Heading(Message(f"change.{kind}"), 2))
            blocks.append(
                Report(
                    kind=kind,
                    columns=_COLUMNS[kind],
                    records=tuple(records[n] for n in mine),
                    lines=tuple(_line(differences[n]) for n in mine),
                )
            )
    return Document(
        kind="diff",
        title=Message("diff.title", {"old": old, "new": new}),
        dateline=(judged,),
        blocks=tuple(blocks),
        as_of=as_of,
        revision=revisions["new"],
        data={**revisions, "days": dict(days), "counts": counted, "data": records},
        partial=counted["unreadable"] > 0,
    )


def difference_record(one: Difference) -> dict[str, Any]:
    """A difference for scripts."""
    record: dict[str, Any] = {
        "kind": one.kind,
        "id": one.issue,
        "number": one.number,
        "title": one.title,
        "path": one.path,
        "field": one.field,
        "old": one.old,
        "new": one.new,
        **entry_record(one.entry),
        **dict.fromkeys(("what", "measure", "milestone", "target", "part")),
        "units": list(one.units),
        "approval": None,
    }
    if one.obligation is not None:
        for key in ("measure", "milestone", "target", "part"):
            record[key] = getattr(one.obligation, key)
        record["what"] = one.obligation.what.value
    if one.extension is not None:
        measure, milestone = one.extension.node or (None, None)
        record |= {"measure": measure, "milestone": milestone, "approval": one.extension.approval}
        record["what"] = _what(measure, milestone).value
    return record


_ABOUT = {"extended", "became_late", "done"}
"""Kinds of differences that are about a part of an issue, and about units."""


def _what(measure: int | None, milestone: int | None) -> What:
    if milestone is not None:
        return What.MILESTONE
    return What.MEASURE if measure is not None else What.ISSUE


def entry_record(entry: Entry | None) -> dict[str, Any]:
    """An entry for scripts, and its reference."""
    if entry is None:
        return {"entry": None, "ref": None}
    from ledger.model.entries import content, ref_of

    return {"entry": content(entry), "ref": ref_of(entry)}


def _line(one: Difference) -> dict[str, Any]:
    line: dict[str, Any] = {**one._asdict(), "old": shown(one.old), "new": shown(one.new)}
    if one.kind in {"status", "standing"}:
        line |= {"old": Message(f"{one.kind}.{one.old}"), "new": Message(f"{one.kind}.{one.new}")}
    elif one.kind.startswith("disclosure"):
        line |= {"unit": one.field, "date": one.old, "where": one.new}
    elif one.kind.startswith("letter"):
        line |= {"letter": one.field, "date": one.old, "text": one.new, "units": list(one.units)}
    elif one.kind.startswith("round"):
        line |= {"round": one.field, "date": one.old, "reply_due": one.new, "units": list(one.units)}
        line |= {"file": one.new}
    elif one.kind.startswith("complaint"):
        record = Message(f"complaint_record.{one.new}")
        line |= {"complaint": one.field, "date": one.old, "record": record, "by": list(one.units)}
    elif one.kind == "unreadable":
        line |= {"side": one.field}
    elif one.kind == "relapsed":
        line |= {"begun": one.old, "due": one.new}
    elif one.kind in _ABOUT:
        line |= {"item": _item(one), "due": one.old, "done": one.new}
        line |= {"approval": one.extension.approval if one.extension is not None else None}
    elif one.entry is not None:
        line |= entry_line(one.entry, one.judgement.issue.baseline if one.judgement is not None else None)
    return line


def _item(one: Difference) -> Any:
    """What a difference is about, in the plan's words."""
    from ledger.reports.issues import obligation_item

    if one.judgement is None:
        return None
    about = one.obligation
    if about is None:
        measure, milestone = (one.extension.node if one.extension is not None else None) or (None, None)
        about = Obligation(
            _what(measure, milestone), one.issue, (), None, None, None, measure=measure, milestone=milestone
        )
    return obligation_item(one.judgement, about)


def entry_line(entry: Entry, baseline: Baseline | None) -> dict[str, Any]:
    """Date, unit, type and text of an entry for a table; the text is its sentence and what was written."""
    from ledger.reports.sentences import entry_message, type_message

    text: Any = entry.text or ""
    if baseline is not None:
        text = entry_message(entry, baseline).args["text"]
    return {"date": entry.date, "by": entry.by, "type": type_message(entry), "text": text}


def shown(value: Any) -> Any:
    """A value as a table shows it; a day stays one, which each table writes as its document does."""
    if value is None or isinstance(value, Message | date):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return _fields_shown(value)
    return [shown(item) for item in value] if isinstance(value, list | tuple) else str(value)


def _fields_shown(value: Mapping[str, Any]) -> Any:
    """A value with fields: days by level of supervision in words, others as the file has them."""
    if value.keys() <= set(LEVELS):
        return [
            Message("diff.count", {"what": Message(f"level.{level}"), "count": "—" if days is None else days})
            for level, days in value.items()
        ]
    return one_line({name: item for name, item in value.items() if item is not None})
