"""Complaints (信访举报件): which are asked for, each as a record, and the list; in no count of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.complaints import State, counts, repeated
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.complaints import CaseStanding, Counts
    from ledger.model.unit import Units

_COLUMNS = (
    Column("complaint", grow=1),
    Column("batch"),
    Column("key_case"),
    Column("area"),
    Column("pollution", words="pollution"),
    Column("handlers", grow=1),
    Column("handle_by"),
    Column("case_state", words="complaint_state"),
    Column("found_out_to_be", words="verdict"),
    Column("late_days", right=True, mark=True),
    Column("same_place", right=True),
    Column("described", grow=4),
)


class Chosen(NamedTuple):
    """What is asked for: any of the values of each; nothing given means all.

    ``units`` are names as they are recorded, of whoever is meant; ``areas`` those of the ``table`` of units.
    """

    units: frozenset[str] | None = None
    states: frozenset[str] = frozenset()
    batches: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    key: bool = False
    overdue: bool = False
    table: Units | None = None

    def takes(self, one: CaseStanding, as_of: date) -> bool:
        """Whether a complaint is asked for."""
        received = one.received
        return (
            (self.units is None or not self.units.isdisjoint(received.units))
            and (not self.states or one.state.value in self.states)
            and (not self.batches or one.complaint.batch in self.batches)
            and (not self.areas or area_named(received.area, self.table) in self.areas)
            and (not self.kinds or not self.kinds.isdisjoint(received.kinds))
            and (not self.verdicts or one.verdict in self.verdicts)
            and (not self.key or received.key)
            and (not self.overdue or one.days_overdue(as_of) > 0)
        )


def area_named(area: str, units: Units | None) -> str:
    """An area as the table of units calls it, whatever spelling of it a record has."""
    found = units.resolve(area) if units is not None else None
    return found.name if found is not None else area


def complaint_record(one: CaseStanding, as_of: date) -> dict[str, Any]:
    """A complaint for scripts."""
    received = one.received
    return {
        "number": one.complaint.number,
        "batch": one.complaint.batch,
        "received": received.date,
        "channel": received.channel,
        "key": received.key,
        "area": received.area,
        "place": received.place,
        "kinds": list(received.kinds),
        "units": list(received.units),
        "limit": one.limit,
        "due": one.due if one.state is not State.FINISHED else None,
        "task": received.task,
        "text": received.text,
        "state": one.state.value,
        "verdict": one.verdict,
        "staged": one.staged,
        "finished": one.finished,
        "in_time": one.in_time if one.finished is not None else None,
        "days_overdue": one.days_overdue(as_of) or None,
        "returns": one.returns,
        "checked": one.checked,
        "disclosed": one.disclosed,
        **one.results,
    }


def counted(told: Counts) -> dict[str, Any]:
    """Counts for scripts: those of complaints, the rates, then what was ordered, fined and so on."""
    counts_alone = told._asdict()
    results = counts_alone.pop("results")
    return {**counts_alone, **told.rates, **results}


def complaints_report(
    standings: Sequence[CaseStanding], chosen: Chosen, as_of: date, *, only_late: bool = False
) -> Report:
    """One row a complaint that is asked for; late ones the longest first where only these are."""
    mine = [one for one in standings if chosen.takes(one, as_of)]
    if only_late:
        mine.sort(key=lambda one: -one.days_overdue(as_of))
    places = repeated(standings)
    records = []
    lines = []
    for one in mine:
        record = complaint_record(one, as_of)
        record["same_place"] = len(places.get(one.complaint.number, ())) or None
        records.append(record)
        lines.append(
            {
                **record,
                "complaint": record["number"],
                "key_case": Message("complaint.yes") if record["key"] else None,
                "pollution": record["kinds"] or None,
                "handlers": record["units"],
                "handle_by": one.due,
                "case_state": record["state"],
                "found_out_to_be": record["verdict"],
                "late_days": record["days_overdue"],
                "described": record["text"],
            }
        )
    told = counts(mine, as_of)
    undetermined = Message("complaints.undetermined", {"count": told.undetermined})
    return Report(
        kind="complaints",
        columns=tuple(c for c in _COLUMNS if c.key not in _SELDOM or any(line[c.key] for line in lines)),
        records=tuple(records),
        lines=tuple(lines),
        as_of=as_of,
        cards=tuple(_short(one, line) for one, line in zip(mine, lines, strict=True)) or None,
        title=Message(
            "complaints.overdue" if only_late else "complaints.title", {"count": len(mine), "as_of": as_of}
        ),
        summary={"counts": counted(told)},
        notes=(undetermined,) if told.undetermined and not only_late else (),
        empty=Message("complaints.none_overdue" if only_late else "complaints.none"),
        sheet=Message("complaints.sheet"),
    )


def _short(one: CaseStanding, line: dict[str, Any]) -> Card:
    """A complaint in three lines: how it stands, who has it, what it is about."""
    stands: list[Any] = [Message(f"complaint_state.{one.state.value}")]
    if line["late_days"]:
        stands.append(Message("complaint.late", {"days": line["late_days"]}))
    elif one.due is not None and one.state is not State.FINISHED:
        stands.append(Message("complaint.due", {"due": one.due}))
    if one.verdict:
        stands.append(Message(f"verdict.{one.verdict}"))
    units = [unit for unit in line["handlers"] if unit != line["area"]]
    where: list[Any] = [Message("complaint.in_batch", {"batch": line["batch"]}), line["area"], *units]
    where += [Message(f"pollution.{kind}") for kind in line["kinds"]]
    if line["same_place"]:
        where.append(Message("complaint.same_count", {"count": line["same_place"]}))
    args = {
        "number": line["number"],
        "stands": stands,
        "key": Message("complaint.key") if line["key"] else "",
    }
    tone = "late" if line["late_days"] else "strong"
    lines = (Line(Message("complaint.list", {"items": where}), tone="dim"), Line(line["text"]))
    return Card(Message("complaint.short_key" if line["key"] else "complaint.short", args), lines, tone)


_SELDOM = {"key_case", "late_days", "same_place"}
"""Columns that are shown where any row has something to say."""
