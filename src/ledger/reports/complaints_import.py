"""What the table of a batch of complaints comes to: a row each, what is doubted by its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.plans.complaint_words import usual_name
from ledger.reports.importing import place_message
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.model.unit import Units
    from ledger.plans.complaints import BatchRead, Doubt, Handed, NoHead

_COLUMNS = (
    Column("read_from"),
    Column("complaint", grow=1),
    Column("key_case"),
    Column("area"),
    Column("pollution", words="pollution"),
    Column("handlers", grow=1),
    Column("received_on"),
    Column("handle_by"),
    Column("described", grow=4),
)


def batch_report(batch: str, rows: Sequence[Handed], known: int) -> Report:
    """One row a complaint that was read."""
    records = [
        {
            "read_from": one.place.code,
            "number": one.number or None,
            "place": None,
            "channel": None,
            **one.fields,
            "doubts": [
                {"code": d.key, "place": d.place.code, **{k: v for k, v in d.args.items() if k != "near"}}
                for d in one.doubts
            ],
        }
        for one in rows
    ]
    lines: list[dict[str, Any]] = [
        {
            "read_from": place_message(one.place),
            "complaint": one.number or None,
            "key_case": Message("complaint.yes") if one.fields["key"] else None,
            "area": one.fields["area"] or None,
            "pollution": one.fields["kinds"] or None,
            "handlers": one.fields["units"] or None,
            "received_on": one.fields["received"],
            "handle_by": one.fields["due"],
            "described": one.fields["text"] or None,
        }
        for one in rows
    ]
    doubtful = sum(1 for one in rows if one.doubts)
    counts = {"count": len(rows), "sound": len(rows) - doubtful - known, "doubtful": doubtful, "known": known}
    return Report(
        kind="complaint_import",
        columns=_COLUMNS,
        records=tuple(records),
        lines=tuple(lines),
        title=Message("complaint.import_title", {"batch": batch, **counts}),
        summary={"batch": batch, "counts": counts},
        empty=Message("complaints.none"),
    )


def doubt_message(doubt: Doubt) -> Message:
    """A doubt in a sentence, with its cell before it."""
    args = dict(doubt.args)
    if doubt.key == "unit":
        near = args.pop("near")
        args["nearest"] = Message("complaint.near", {"near": list(near)}) if near else ""
    said = Message(f"complaint_doubt.{doubt.key}", args)
    return Message("complaint.import_note", {"place": place_message(doubt.place), "said": said})


def lacking(found: NoHead) -> Message:
    """Which column a table lacks, and which columns of its head were not known."""
    assert found.place is not None  # noqa: S101 - only of a row that is like a head
    args: dict[str, Any] = {
        "place": place_message(found.place),
        "lacking": [usual_name(one) for one in found.lacking],
        "unknown": list(found.unknown) or [Message("complaint.no_columns")],
    }
    return Message("complaint.head_lacks", args)


def unknown_areas(read: BatchRead, units: Units) -> list[Message]:
    """Areas that are in no table of units, each once: they are counted in a row of their own."""
    found: dict[str, Message] = {}
    for one in read.rows:
        area = one.fields["area"]
        if area and area not in found and units.resolve(area) is None:
            near = units.nearest(area, 1)
            args = {"place": place_message(one.place), "area": area, "near": near[0] if near else "—"}
            found[area] = Message("complaint.area_unknown", args)
    return list(found.values())
