"""A new edition of the plan: what it changes, one line a field; for scripts amendments to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.model.change import in_file
from ledger.reports.report import Column, Message, Report
from ledger.reports.rereading import shown

if TYPE_CHECKING:
    from datetime import date

    from ledger.recording.edition import Edition, Revised


def edition_report(edition: Edition, office: str, approval: str, day: date) -> Report:
    """The changes of an edition.

    A record for scripts is an amendment of one task, by ``office`` and dated ``day``, with ``approval`` where
    the approving document is to be named.
    """
    amended = [one for one in edition.revised if one.changes]
    return Report(
        kind="edition",
        columns=(
            Column("number"),
            Column("field"),
            Column("old", grow=2),
            Column("new", grow=2),
            Column("how"),
        ),
        records=tuple(_amendment(one, office, approval, day) for one in amended),
        lines=tuple(
            {
                "number": one.number or Message("edition.plan"),
                "field": edit.field,
                "old": shown(edit.old),
                "new": shown(edit.new),
                "how": Message("edition.amend" if edit.amends else "edition.by_hand"),
            }
            for one in edition.revised
            for edit in one.edits
        ),
        summary={
            "changed": [_told(one) for one in edition.revised],
            "added": [{"number": new.number, "title": new.title} for new in edition.added],
            "gone": [
                {"id": issue.id, "number": issue.baseline.number, "title": issue.baseline.title}
                for issue in edition.gone
            ],
        },
        notes=(
            *(Message("edition.added", {"number": new.number, "title": new.title}) for new in edition.added),
            *(
                Message("edition.gone", {"number": issue.baseline.number, "title": issue.baseline.title})
                for issue in edition.gone
            ),
        ),
        empty=Message("edition.none"),
    )


def _amendment(one: Revised, office: str, approval: str, day: date) -> dict[str, Any]:
    changes = [{"field": e.field, "old": in_file(e.old), "new": in_file(e.new)} for e in one.changes]
    return {
        "id": one.id,
        "type": "amend",
        "date": day,
        "by": office,
        "changes": changes,
        "approval": approval,
    }


def _told(one: Revised) -> dict[str, Any]:
    return {
        "id": one.id or None,
        "number": one.number or None,
        "fields": [
            {"field": e.field, "old": in_file(e.old), "new": in_file(e.new), "amends": e.amends}
            for e in one.edits
        ],
    }
