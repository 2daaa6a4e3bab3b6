"""What history tells: the differences of two states as a document, and commits as a report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.history.compare import KINDS
from ledger.reports.report import Column, Document, Heading, Message, Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.history.audit import Finding
    from ledger.history.compare import Difference
    from ledger.history.log import Blamed, Logged
    from ledger.history.objects import Commit
    from ledger.locale import Words
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
        Message("diff.count", {"what": Message(f"change.{kind}"), "count": count})
        for kind, count in counted.items()
        if count
    ]
    blocks.append(Paragraph(Message("diff.summary", {"counts": counts}) if counts else Message("diff.none")))
    records = [_record(one) for one in differences]
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
        dateline=(Message("diff.judged", {"as_of": as_of}),),
        blocks=tuple(blocks),
        as_of=as_of,
        revision=revisions["new"],
        data={**revisions, "counts": counted, "data": records},
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
        from ledger.model.entries import content, ref_of

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


def _shown(value: Any) -> Any:
    """A value as a table shows it."""
    if value is None or isinstance(value, Message):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return str(value)
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def log_report(logged: Sequence[Logged], *, newest_first: bool = True) -> Report:
    """One row an entry or change, with the commit that made it."""
    records = tuple(_logged(one) for one in (reversed(logged) if newest_first else logged))
    return Report(
        kind="log",
        columns=(
            Column("commit"),
            Column("committed"),
            Column("author", grow=1),
            Column("number"),
            Column("change"),
            Column("what_field", grow=6),
        ),
        records=records,
        lines=tuple(
            {
                **record,
                "commit": record["commit"][:10],
                "change": Message(f"change.{record['kind']}"),
                "what_field": _told(record),
            }
            for record in records
        ),
        title=Message("log.title", {"count": len(records)}),
        empty=Message("log.none"),
    )


def _logged(one: Logged) -> dict[str, Any]:
    return {**_commit(one.commit), **_record(one.difference)}


def _commit(commit: Commit) -> dict[str, Any]:
    """A commit for scripts: names are for display, so without control characters."""
    from ledger.history.audit import committed_on
    from ledger.history.errors import clean

    return {
        "commit": commit.sha,
        "committed": committed_on(commit.commit_time),
        "author": clean(commit.author_name),
        "author_email": clean(commit.author_email),
        "subject": clean(commit.subject),
        "signed": commit.signed,
    }


def _told(record: Mapping[str, Any]) -> Any:
    """What was done, in a few words."""
    entry = record["entry"]
    if entry is not None:
        kind = Message(f"entry.{entry['type']}")
        args = {"date": entry["date"], "by": entry["by"], "type": kind, "text": entry.get("text", "")}
        return Message("log.entry", args)
    if record["field"] is not None and record["kind"] != "unreadable":
        args = {"field": record["field"], "old": _shown(record["old"]), "new": _shown(record["new"])}
        return Message("log.field", {key: "—" if value is None else value for key, value in args.items()})
    if record["kind"] == "moved":
        return Message("log.moved", {"old": record["old"], "new": record["new"]})
    return record["path"]


def blame_report(found: Sequence[Blamed], number: str) -> Report:
    """For each field and entry the commit that it is from."""
    records = []
    for one in found:
        record = {**_commit(one.commit), "field": one.field, "entry": None, "ref": None}
        if one.entry is not None:
            from ledger.model.entries import content, ref_of

            record |= {"entry": content(one.entry), "ref": ref_of(one.entry)}
        records.append(record)
    return Report(
        kind="blame",
        columns=(
            Column("commit"),
            Column("committed"),
            Column("author", grow=1),
            Column("ref"),
            Column("what_field", grow=5),
        ),
        records=tuple(records),
        lines=tuple(
            {
                **record,
                "commit": record["commit"][:10],
                "what_field": Message("blame.rest")
                if record["field"] == "*"
                else record["field"] or _told({**record, "kind": "entry_added", "old": None, "new": None}),
            }
            for record in records
        ),
        title=Message("blame.title", {"number": number}),
    )


def audit_report(findings: Sequence[Finding], summary: Mapping[str, Any], words: Words) -> Report:
    """One record a finding, with the commit that made it; the words are in the language of ``words``."""
    from ledger.reading.codes import CODES
    from ledger.reports.findings import hint, message

    nobody = dict.fromkeys(("commit", "committed", "author", "author_email", "subject", "signed"))
    records = tuple(
        {
            **(_commit(found.commit) if found.commit is not None else nobody),
            "code": found.diagnostic.code,
            "name": CODES[found.diagnostic.code].name,
            "severity": found.diagnostic.severity.value,
            "path": found.diagnostic.path or None,
            "line": found.diagnostic.span.line,
            "column": found.diagnostic.span.column,
            "field": found.diagnostic.field or None,
            "message": message(found.diagnostic, words),
            "hint": hint(found.diagnostic, words),
            "args": dict(found.diagnostic.args),
        }
        for found in findings
    )
    return Report(
        kind="audit",
        columns=(
            Column("commit"),
            Column("committed"),
            Column("author", grow=1),
            Column("path", grow=1),
            Column("line", right=True),
            Column("severity", words="severity"),
            Column("code"),
            Column("message", grow=5),
        ),
        records=records,
        lines=tuple({**record, "commit": (record["commit"] or "—")[:10]} for record in records),
        summary=summary,
        empty=Message("audit.clean"),
    )
