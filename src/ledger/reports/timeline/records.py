"""The wall chart for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.report import Report

if TYPE_CHECKING:
    from datetime import date

    from ledger.reports.timeline.rows import Group, Moved, Row, Span, Timeline


def timeline_report(timeline: Timeline) -> Report:
    """The chart for scripts: one record a row."""
    return Report(
        kind="timeline",
        columns=(),
        records=tuple(_record(row, group) for group in timeline.groups for row in group.rows),
        as_of=timeline.as_of,
        summary={
            "by": timeline.by,
            "since": timeline.since,
            "until": timeline.until,
            "issued": timeline.issued,
        },
        partial=timeline.partial,
    )


def _record(row: Row, group: Group) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "title": row.title,
        "group": list(group.key) if isinstance(group.key, tuple) else group.key,
        "lead": list(row.lead),
        "start": row.attempts[0].begin,
        "first_due": row.attempts[0].first_due,
        "due": row.due,
        "extensions": [_moved(moved) for moved in row.extensions],
        "milestones": [
            {
                "measure": node.measure,
                "milestone": node.place,
                "first_due": node.first_due,
                "due": node.due,
                "done": node.done,
                "state": node.state.value,
                "text": node.text,
            }
            for node in row.milestones
        ],
        "attempts": [_attempt(span) for span in row.attempts],
        "completed": row.last.completed,
        "accepted": row.last.accepted,
        "closed": row.last.closed,
        "notice": _notice(row.last),
        "kind": row.kind,
        "status": row.status,
        "standing": row.standing,
        "immediate": row.immediate,
        "sustained": row.sustained,
        "undetermined": row.undetermined,
        "withdrawn": row.withdrawn,
        "days_overdue": row.days_overdue,
        "pressed": list(row.pressed),
    }


def _attempt(span: Span) -> dict[str, Any]:
    return {**span._asdict(), "notice": _notice(span)}


def _notice(span: Span) -> dict[str, date] | None:
    return {"since": span.notice[0], "until": span.notice[1]} if span.notice else None


def _moved(moved: Moved) -> dict[str, Any]:
    part = {"measure": moved.measure, "milestone": moved.milestone, "units": list(moved.units)}
    return {"date": moved.day, "from": moved.old, "to": moved.new, "late": moved.late, **part}
