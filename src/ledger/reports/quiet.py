"""Units and tasks of which nothing was recorded for a while: ``quiet``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reports.folding import folded
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.quiet import Quiet

_COLUMNS = (
    Column("silent", words="silent"),
    Column("number"),
    Column("subject", grow=3),
    Column("owing", grow=3),
    Column("last_record"),
    Column("silent_days", right=True, mark=True),
)


def quiet_report(units: Sequence[Quiet], tasks: Sequence[Quiet], as_of: date, days: int) -> Report:
    """First the units, then the tasks, as they come; ``days`` is how long a silence was asked for."""
    found = [*units, *tasks]
    records = tuple(_record(one) for one in found)
    lines = tuple(_line(one, record) for one, record in zip(found, records, strict=True))
    args = {"as_of": as_of, "days": days, "units": len(units), "tasks": len(tasks)}
    never = any(one.last is None and one.days is None for one in found)
    return Report(
        kind="quiet",
        columns=_COLUMNS,
        records=records,
        lines=lines,
        as_of=as_of,
        title=Message("quiet.title", args),
        summary={"days": days, "counts": {"units": len(units), "issues": len(tasks)}},
        notes=(Message("quiet.note"),) if never else (),
        empty=Message("quiet.none", args),
    )


def _record(one: Quiet) -> dict[str, Any]:
    baseline = one.judgement.baseline if one.judgement is not None else None
    return {
        "silent": "issue" if baseline is not None else "unit",
        "id": baseline.id if baseline is not None else None,
        "number": baseline.number if baseline is not None else None,
        "title": baseline.title if baseline is not None else None,
        "unit": one.units[0] if baseline is None else None,
        "units": list(one.units),
        "last_record": one.last,
        "silent_days": one.days,
        "issues_owed": one.tasks,
    }


def _line(one: Quiet, record: dict[str, Any]) -> dict[str, Any]:
    if one.judgement is None:
        shown: dict[str, Any] = {
            "subject": one.units[0],
            "owing": Message("quiet.owes", {"count": one.tasks}),
        }
    else:
        shown = {"subject": record["title"], "owing": folded(one.judgement, one.units)}
    return {**record, **shown, "last_record": one.last or Message("quiet.never")}
