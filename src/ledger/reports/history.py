"""What history tells: what commits did, whose each thing is, and what should not have happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.history.dates import is_backfill
from ledger.history.errors import clean
from ledger.reports.differences import difference_record, entry_line, entry_record, shown
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.log import Blamed, Logged
    from ledger.history.objects import Commit
    from ledger.history.settling import AuditFinding
    from ledger.locale import Words
    from ledger.model.baseline import Baseline
    from ledger.model.entries import Entry
    from ledger.model.plan import Policy


def _entry_told(entry: Entry, baseline: Baseline | None, *, backfill: bool) -> Message:
    """An entry in one line, as ``show`` has it; of a task that is gone what was written alone."""
    from ledger.reports.sentences import entry_message

    if baseline is not None:
        return entry_message(entry, baseline, backfilled=backfill)
    line = entry_line(entry, None)
    if backfill:
        line["text"] = Message("show.backfilled", {"text": line["text"]})
    return Message("show.entry_line", line)


def log_report(
    logged: Sequence[Logged], baselines: Mapping[str, Baseline], policy: Policy, *, newest_first: bool = True
) -> Report:
    """One row an entry or change, with the commit that made it.

    ``baselines`` by the ids of their issues give entries their sentences; an issue that is gone has none.
    """
    listed = tuple(reversed(logged) if newest_first else logged)
    records = tuple(_logged(one, policy) for one in listed)
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
                "what_field": _told(one, baselines.get(one.difference.issue or ""), record),
            }
            for one, record in zip(listed, records, strict=True)
        ),
        title=Message("log.title", {"count": len(records)}),
        empty=Message("log.none"),
    )


def _logged(one: Logged, policy: Policy) -> dict[str, Any]:
    backfill = _is_backfill(one.difference.entry, one.commit, policy)
    return {**_commit(one.commit), **difference_record(one.difference), "backfill": backfill}


def _is_backfill(entry: Entry | None, commit: Commit, policy: Policy) -> bool:
    return entry is not None and is_backfill(entry.date, commit.committed_on, policy)


def _commit(commit: Commit) -> dict[str, Any]:
    """A commit for scripts: names are for display, so without control characters."""
    return {
        "commit": commit.sha,
        "committed": commit.committed_on,
        "author": clean(commit.author_name),
        "author_email": clean(commit.author_email),
        "subject": clean(commit.subject),
        "signed": commit.signed,
    }


def _said(record: Mapping[str, Any]) -> Any:
    """What a record of a book says; of a complaint the word for its type."""
    of_complaint = record["kind"].startswith("complaint")
    return Message(f"complaint_record.{record['new']}") if of_complaint else record["new"]


def _told(one: Logged, baseline: Baseline | None, record: Mapping[str, Any]) -> Any:
    """What was done, in a few words."""
    entry = one.difference.entry
    if entry is not None:
        return _entry_told(entry, baseline, backfill=record["backfill"])
    if record["kind"].startswith(("letter", "round", "complaint")):
        told = {"number": record["field"], "date": record["old"], "units": record["units"]}
        return Message("log.letter", told | {"text": _said(record)})
    if record["field"] is not None and record["kind"] != "unreadable":
        args = {"field": record["field"], "old": shown(record["old"]), "new": shown(record["new"])}
        return Message("log.field", {key: "—" if value is None else value for key, value in args.items()})
    if record["kind"] == "moved":
        return Message("log.moved", {"old": record["old"], "new": record["new"]})
    return record["path"]


def blame_report(found: Sequence[Blamed], number: str, baseline: Baseline | None, policy: Policy) -> Report:
    """For each field and entry the commit that it is from."""
    records = [
        {
            **_commit(one.commit),
            "field": one.field,
            **entry_record(one.entry),
            "backfill": _is_backfill(one.entry, one.commit, policy),
        }
        for one in found
    ]
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
                "what_field": _blamed(one, baseline, backfill=record["backfill"]),
            }
            for one, record in zip(found, records, strict=True)
        ),
        title=Message("blame.title", {"number": number}),
    )


def _blamed(one: Blamed, baseline: Baseline | None, *, backfill: bool) -> Any:
    if one.entry is None:
        return Message("blame.rest") if one.field == "*" else one.field
    return _entry_told(one.entry, baseline, backfill=backfill)


def audit_report(findings: Sequence[AuditFinding], summary: Mapping[str, Any], words: Words) -> Report:
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
            "outcome": found.state,
            "put_right_in": found.right,
            "settlement": found.settled.model_dump(include={"date", "text", "approval"})
            if found.settled is not None
            else None,
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
            Column("outcome", words="finding"),
        ),
        records=records,
        lines=tuple({**record, "commit": (record["commit"] or "—")[:10]} for record in records),
        summary=summary,
        empty=Message("audit.clean"),
    )
