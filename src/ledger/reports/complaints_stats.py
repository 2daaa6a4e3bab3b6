"""Complaints counted by batch, unit, area, kind or verdict, with the rates that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.complaints import batch_order, counts
from ledger.model.complaint import RESULTS, VERDICTS
from ledger.reports.complaints import area_named, counted
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from ledger.judging.complaints import CaseStanding, Counts
    from ledger.model.unit import Units

GROUPINGS: dict[str, Callable[[CaseStanding], Collection[str | None]]] = {
    "batch": lambda one: (one.complaint.batch,),
    "unit": lambda one: one.received.units,
    "area": lambda one: (one.received.area,),
    "kind": lambda one: one.received.kinds or (None,),
    "verdict": lambda one: (one.verdict,),
}
"""What complaints can be counted by; of several units or kinds each counts it once."""

_HEADS = {"unit": "handlers", "kind": "pollution", "verdict": "found_out_to_be"}
"""The head of the first column where it is not the name of the grouping."""

_WORDS = {"kind": "pollution", "verdict": "verdict"}

COUNTED = {
    "total": "handed",
    "key": "key_cases",
    "finished": "finished_cases",
    "staged": "staged_cases",
    "open": "open_cases",
    "overdue": "overdue_cases",
    "confirmed": "confirmed_cases",
    "partly": "partly_cases",
    "unfounded": "unfounded_cases",
    "rate": "finish_rate",
    "in_time": "timely_cases",
    "in_time_rate": "timely_rate",
}
"""What is counted for each group, and the head of its column."""


_SHARES = {"rate": ("finished", "total"), "in_time_rate": ("in_time", "due")}
"""Of the rates that columns show, what each is the share of."""


def counts_columns(total: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of counts; what was ordered, fined and so on only where there was any in ``total``."""
    return (
        *(
            Column(column, right=True, percent=name in _SHARES, of=_SHARES.get(name))
            for name, column in COUNTED.items()
        ),
        *(Column(name, right=True) for name in RESULTS if total[name]),
    )


def complaint_stats(standings: Sequence[CaseStanding], by: str, as_of: date, units: Units) -> Report:
    """Counts by batch, unit, area, kind or verdict, with a last line for the total.

    Units and areas come in the order of the table of ``units``, and others behind them; an area is one
    whatever spelling of the table a record has.
    """
    places = {name: n for n, name in enumerate(units.units)}
    groups: dict[str | None, list[CaseStanding]] = {}
    for one in standings:
        for group in dict.fromkeys(GROUPINGS[by](one)):
            called = area_named(group, units) if by == "area" and group else group
            groups.setdefault(called, []).append(one)
    told = {
        group: counts(groups[group], as_of) for group in sorted(groups, key=lambda g: _rank(by, g, places))
    }
    total = counts(standings, as_of)
    several = sum(one.total for one in told.values()) > total.total
    word, head = Message(f"complaint_by.{by}"), _HEADS.get(by, by)
    return Report(
        kind="complaint_stats",
        columns=(
            Column(head, grow=1),
            *counts_columns(counted(total)),
        ),
        records=tuple({"group": group, **counted(one)} for group, one in told.items()),
        lines=tuple(
            {"label": _label(by, group), head: _label(by, group), **_line(one)} for group, one in told.items()
        ),
        as_of=as_of,
        title=Message("complaints.stats", {"by": word, "as_of": as_of}),
        summary={"by": by, "total": counted(total)},
        foot={"label": Message("complaints.total"), head: Message("complaints.total"), **_line(total)},
        notes=(
            *((Message("complaints.several", {"by": word}),) if several else ()),
            *((Message("complaints.definitions"),) if told else ()),
        ),
        empty=Message("complaints.none"),
        sheet=Message("complaints.sheet"),
    )


def _line(told: Counts) -> dict[str, Any]:
    found = counted(told)
    return {**found, **{column: found[name] for name, column in COUNTED.items()}}


def _label(by: str, group: str | None) -> Any:
    if group is None:
        return Message("complaints.unstated")
    return Message(f"{_WORDS[by]}.{group}") if by in _WORDS else group


def _rank(by: str, group: str | None, places: Mapping[str, int]) -> tuple[Any, ...]:
    if by == "batch":
        return batch_order(group or "")
    if by == "verdict":
        return (VERDICTS.index(group) if group in VERDICTS else len(VERDICTS),)
    return (group is None, places.get(group or "", len(places)), group or "")
