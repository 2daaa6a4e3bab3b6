"""Complaints for the public and for the report: 公开情况一览表, the table by area, the paragraph.

What is published is listed here field by field; in texts the numbers by which people can be found are blotted
out.  Nothing of it counts tasks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.judging.complaints import batch_order, counts, standings_of
from ledger.model.complaint import RESULTS, Check, Deed, Handle, Return
from ledger.reports.complaints import counted
from ledger.reports.complaints_show import results_said
from ledger.reports.complaints_stats import COUNTED, complaint_stats
from ledger.reports.private import blotted
from ledger.reports.report import Column, Document, Heading, Message, Note, Paragraph, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.judging.complaints import CaseStanding, Counts
    from ledger.judging.day import Day
    from ledger.model.unit import Units
    from ledger.reports.report import Block

_COLUMNS = (
    Column("number", right=True),
    Column("complaint", grow=1),
    Column("described", grow=4),
    Column("area"),
    Column("pollution", words="pollution"),
    Column("found_out", grow=4),
    Column("found_out_to_be", words="verdict"),
    Column("handled_how", grow=4),
    Column("is_finished", words="complaint_state"),
    Column("held_to_account", grow=1),
)

_OF_PERSONS = {"talked", "accountable"}
"""What happened to those who answer for it; told by number, never by name."""


def public_document(standings: Sequence[CaseStanding], as_of: date, units: Units) -> tuple[Document, Message]:
    """The two tables that are published, by the areas of ``units``, and what is to be looked at before."""
    blots = 0
    records: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for n, one in enumerate(standings, 1):
        record, found = public_record(one)
        blots += found
        records.append(record)
        handled, persons = outcome(one, record["handled"])
        lines.append(
            {
                **record,
                "number": n,
                "complaint": Message("complaint.marked", {"number": record["number"]})
                if record["key"]
                else record["number"],
                "described": record["text"],
                "pollution": record["kinds"] or None,
                "found_out": joined(record["found"]),
                "found_out_to_be": record["verdict"],
                "handled_how": handled,
                "is_finished": record["state"],
                "held_to_account": persons or None,
            }
        )
    table = Report(
        kind="public_complaints",
        columns=_COLUMNS,
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        empty=Message("complaints.none"),
        sheet=Message("complaint.public_sheet"),
    )
    areas = areas_table(standings, as_of, units)
    document = Document(
        kind="public_complaints",
        title=Message("complaint.public"),
        dateline=(Message("complaint.public_dateline", {"as_of": as_of}),),
        blocks=(
            *(Paragraph(said) for said in overall(standings, as_of, public=True)),
            table,
            Heading(Message("complaint.public_areas")),
            areas,
        ),
        as_of=as_of,
        data={
            "counts": published_counts(counted(counts(standings, as_of))),
            "areas": list(areas.records),
            "data": records,
        },
        sheets=(table, areas),
    )
    return document, Message("complaint.masked", {"count": blots}) if blots else Message("complaint.names")


def outcome(one: CaseStanding, told: Sequence[str]) -> tuple[str | Message | None, list[Message]]:
    """What was done, with what it led to; and what happened to those who answer for it."""
    results = {name: value for name, value in one.results.items() if value}
    done = results_said({k: v for k, v in results.items() if k not in _OF_PERSONS})
    ended = [Message("complaint.ended", {"results": done})] if done else []
    return joined([*told, *ended]), results_said({k: v for k, v in results.items() if k in _OF_PERSONS})


def joined(parts: Sequence[str | Message]) -> str | Message | None:
    """Sentences one after the other; one that was written without a stop gets one where another follows."""
    said: str | Message | None = None
    for n, part in enumerate(parts, 1):
        ended = _ended(part) if isinstance(part, str) and n < len(parts) else part
        said = ended if said is None else Message("complaint.and", {"one": said, "other": ended})
    return said


_STOPS = tuple("。！？；…”）.!?;)")


def _ended(text: str) -> str:
    """A sentence with its stop, in the language of the data."""
    return text if not text or text.rstrip().endswith(_STOPS) else f"{text.rstrip()}。"


def public_record(one: CaseStanding) -> tuple[dict[str, Any], int]:
    """What may be published of a complaint, for scripts, and how many numbers were blotted out."""
    received = one.received
    blots = 0

    def clean(text: str | None) -> str:
        nonlocal blots
        made, found = blotted(text or "")
        blots += found
        return made

    found_out: list[str] = []
    handled: list[str] = []
    for _, step in one.steps:
        if isinstance(step, Return) or (isinstance(step, Check) and step.outcome == "fails"):
            handled = []  # what was said to be done and did not hold is not published as done
        elif isinstance(step, Deed):
            (found_out if isinstance(step, Handle) else handled).append(clean(step.text))
    record = {
        "number": one.complaint.number,
        "batch": one.complaint.batch,
        "key": received.key,
        "text": clean(received.text),
        "area": clean(received.area),
        "kinds": list(received.kinds),
        "found": found_out,
        "verdict": one.verdict,
        "handled": handled,
        "state": one.state.value,
        **one.results,
    }
    return record, blots


_PUBLISHED = (
    *("total", "key", "open", "staged", "finished", "confirmed", "partly", "unfounded", "unjudged"),
    *("rate", "in_time", "in_time_rate", *RESULTS),
)
"""The counts that are published; who is late is for those who supervise."""


def areas_table(standings: Sequence[CaseStanding], as_of: date, units: Units) -> Report:
    """Counts by area as they are published: every column adds up to its total."""
    table = complaint_stats(standings, "area", as_of, units)
    shown = {COUNTED[name] for name in ("total", "key", "finished", "in_time", "rate", "in_time_rate")}
    columns = [column for column in table.columns if column.key in {*shown, *RESULTS}]
    lines = tuple({**line, "area": line["label"]} for line in table.lines or ())
    foot = {**table.foot, "area": table.foot["label"]} if table.foot is not None else None
    records = tuple({"area": one["group"], **published_counts(one)} for one in table.records)
    return replace(
        table,
        kind="areas",
        title=None,
        columns=(Column("area", grow=1), *columns),
        records=records,
        lines=lines,
        foot=foot,
        summary={},
        sheet=Message("complaint.areas_sheet"),
    )


def published_counts(told: Mapping[str, Any]) -> dict[str, Any]:
    """Of counts those that are published."""
    return {name: told[name] for name in _PUBLISHED}


def overall(standings: Sequence[CaseStanding], as_of: date, *, public: bool = False) -> list[Message]:
    """The published sentences; what there is none of is not spelled out.

    Who is late is for those who supervise, and is left out of what is ``public``.
    """
    told = counts(standings, as_of)
    if not told.total:
        return [Message("complaints.none")]
    batches = sorted({one.complaint.batch for one in standings}, key=batch_order)
    span = {"first": batches[0], "last": batches[-1]}
    args: dict[str, Any] = {
        **{name: getattr(told, name) for name in told._fields},
        "as_of": as_of,
        "batches": Message("complaint.batches" if len(batches) > 1 else "complaint.batch_one", span),
        "rate": f"{told.rates['rate']}%",
        "in_time_rate": f"{told.rates['in_time_rate']}%",
    }
    said = joined(_sentences(told, args, public=public))
    assert isinstance(said, Message)  # noqa: S101 - there is at least the first
    return [said]


def _sentences(told: Counts, args: dict[str, Any], *, public: bool) -> list[Message]:
    results = results_said(dict(told.results))
    wanted = (
        ("complaint.standard", True),
        ("complaint.of_key", told.key),
        ("complaint.verdicts", told.total - told.unjudged),
        ("complaint.unjudged", told.unjudged),
        ("complaint.in_time", told.due),
        ("complaint.overdue", told.overdue and not public),
    )
    found = [Message(key, args) for key, there in wanted if there]
    return [*found, Message("complaint.results", {"results": results})] if results else found


def report_blocks(day: Day, unit: str | None) -> tuple[list[Block], dict[str, Any] | None]:
    """The part of the report about complaints and its figures; nothing without any."""
    standings = standings_of(day.ledger, day.as_of)
    if unit is not None:
        names = day.named((unit,))
        standings = [one for one in standings if names & set(one.received.units)]
    if not standings:
        return [], None
    blocks: list[Block] = [
        Heading(Message("complaint.heading")),
        *(Paragraph(said) for said in overall(standings, day.as_of)),
        Note(Message("complaints.definitions")),
    ]
    return blocks, counted(counts(standings, day.as_of))
