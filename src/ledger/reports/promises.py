"""What units promised, and whether they kept it: ``promises``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.promises import Kept, kept
from ledger.reports.report import Column, Message, Report, tallied
from ledger.reports.sentences import promised_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement

_COLUMNS = (
    Column("number"),
    Column("title", grow=2),
    Column("unit"),
    Column("promised", grow=3),
    Column("promised_until"),
    Column("said", grow=2),
    Column("became", words="promise"),
    Column("days_overdue", right=True, mark=True),
)


def promises_report(found: Sequence[tuple[Judgement, Obligation]], as_of: date) -> Report:
    """Promises as they come, each with what became of it."""
    records = tuple(_record(judgement, one) for judgement, one in found)
    lines = tuple(
        {
            **record,
            "promised": _promised(judgement, one),
            "promised_until": one.due,
            "said": _said(record),
            "became": _became(record),
        }
        for record, (judgement, one) in zip(records, found, strict=True)
    )
    counts = {state.value: sum(1 for r in records if r["became"] == state.value) for state in Kept}
    return Report(
        kind="promises",
        columns=_COLUMNS,
        records=records,
        lines=lines,
        as_of=as_of,
        title=Message(
            "promises.title" if records else "promises.title_none",
            {"as_of": as_of, "count": len(records), "parts": tallied("promise", counts)},
        ),
        summary={"counts": counts},
        empty=Message("promises.none"),
    )


def _record(judgement: Judgement, one: Obligation) -> dict[str, Any]:
    baseline = judgement.baseline
    late = one.shares[0].days_late(judgement.as_of)
    entry = judgement.issue.entries[(one.position or 1) - 1]
    return {
        "id": baseline.id,
        "number": baseline.number,
        "title": baseline.title,
        "unit": one.shares[0].unit,
        "measure": one.measure,
        "milestone": one.milestone,
        "text": one.text,
        "where": getattr(entry, "where", None),
        "date": one.since,
        "until": one.due,
        "done": one.done,
        "became": kept(one, judgement.as_of).value,
        "days_overdue": None if one.lapsed else late,
        "renewed": one.renewed,
        "entry": one.position,
    }


def _promised(judgement: Judgement, one: Obligation) -> Message:
    what = promised_message(judgement, one)
    return Message("promises.said", {"what": what, "text": one.text}) if one.text else what


def _became(record: dict[str, Any]) -> Message:
    """What became of it; of one that another stands in the place of, until when that is."""
    became = Message(f"promise.{record['became']}")
    if record["renewed"] is None or record["done"] is not None:
        return became
    return Message("promises.renewed", {"became": became, "until": record["renewed"]})


def _said(record: dict[str, Any]) -> Message:
    where = {"date": record["date"], "where": record["where"]}
    return Message("promises.where" if record["where"] else "promises.day", where)
