"""销号台账: what was cleared, kept to be looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.model.course import Status
from ledger.papers.sheet import full_name
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from ledger.judging.day import Day
    from ledger.judging.status import Judgement


def clearing_report(day: Day) -> Report:
    """The tasks that are cleared on the day; 文号 and 归档号 are left to be written in.

    A task that was cleared and came back is no longer in it, and is told below the table.
    """
    cleared = [j for j in day.judgements if j.status is Status.CLOSED]
    back = [
        j.baseline.number
        for j in day.judgements
        if j.status is not Status.CLOSED and any(a.closed for a in j.chain.attempts)
    ]
    records = tuple(_record(judgement) for judgement in cleared)
    return Report(
        kind="clearing",
        columns=(
            Column("number"),
            Column("title", grow=3),
            Column("responsible", grow=3),
            Column("acceptance", grow=2),
            Column("completed"),
            Column("accepted"),
            Column("notice_since"),
            Column("notice_until"),
            Column("closed"),
            Column("serial", grow=1),
            Column("archive", grow=1),
        ),
        records=records,
        lines=tuple(_line(day, record) for record in records),
        as_of=day.as_of,
        title=Message("clearing.title", {"as_of": day.as_of, "count": len(cleared)}),
        notes=(Message("clearing.back", {"count": len(back), "numbers": back}),) if back else (),
        empty=Message("clearing.none"),
    )


def _line(day: Day, record: dict[str, Any]) -> dict[str, Any]:
    """The record as people read it: units by their full names, room for what is written in."""
    units = {name: [full_name(day, one) for one in record[name]] for name in ("responsible", "acceptance")}
    return {**record, **units, "serial": "", "archive": ""}


def _record(judgement: Judgement) -> dict[str, Any]:
    baseline, noticed = judgement.baseline, judgement.notice
    named = baseline.responsibility
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "responsible": [*named.lead, *named.support],
        "acceptance": list(baseline.acceptance.units),
        "completed": judgement.completed,
        "accepted": judgement.accepted,
        "notice_since": noticed.since if noticed else None,
        "notice_until": noticed.until if noticed else None,
        "closed": judgement.closed,
        "serial": None,
        "archive": None,
    }
