"""Complaints (信访举报件): the list, one of them, and counts; in no count of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.complaints import State, batch_order, counts, repeated
from ledger.judging.counting import percent
from ledger.model.complaint import RESULTS, VERDICTS, Check, Correct, Publish, Receive, TakenBack
from ledger.model.entries import content, ref_of
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.complaints import Counts, Standing
    from ledger.model.complaint import Step
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

_SHOWN_MOST = 20
"""How many complaints of one place are named."""


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

    def takes(self, one: Standing, as_of: date) -> bool:
        """Whether a complaint is asked for."""
        received = one.received
        return (
            received is not None
            and (self.units is None or not self.units.isdisjoint(received.units))
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


def complaint_record(one: Standing, as_of: date) -> dict[str, Any]:
    """A complaint for scripts."""
    received = one.received
    assert received is not None  # noqa: S101 - only what was handed over is told
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


def complaints_report(
    standings: Sequence[Standing], chosen: Chosen, as_of: date, *, only_late: bool = False
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


def _short(one: Standing, line: dict[str, Any]) -> Card:
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


# --- one of them ----------------------------------------------------------------------------------


def complaint_report(one: Standing, standings: Iterable[Standing], as_of: date) -> Report:
    """All that is known of a complaint, with its records and their references."""
    record = complaint_record(one, as_of)
    others = [n for n in repeated(standings).get(one.complaint.number, ()) if n != one.complaint.number]
    refused = {found.position: found.why.value for found in one.refused}
    told = [
        {
            "position": n,
            "ref": ref_of(step),
            "void": n in one.taken,
            "refused": refused.get(n),
            **content(step),
        }
        for n, step in enumerate(one.complaint.records)
    ]
    record |= {"same_place": others[:_SHOWN_MOST], "same_place_count": len(others), "records": told}
    return Report(
        kind="complaint",
        columns=(Column("complaint"),),
        records=(record,),
        as_of=as_of,
        cards=(_head(one, record, others), _records(one, refused)),
        page=True,
    )


def _head(one: Standing, record: dict[str, Any], others: Sequence[str]) -> Card:
    """How it stands, then what it is about."""
    lines = [Line(text) for text in _stands(one, record)]
    kinds = [Message(f"pollution.{kind}") for kind in record["kinds"]]
    labelled: list[tuple[str, Any]] = [
        ("complaint.about", record["text"]),
        ("column.area", record["area"]),
        ("complaint.where", record["place"]),
        ("column.pollution", Message("complaint.list", {"items": kinds}) if kinds else None),
        ("column.handlers", Message("complaint.list", {"items": record["units"]})),
        ("complaint.task", record["task"]),
        ("complaint.same_place", _others(others)),
    ]
    lines += [Line(value, Message(label)) for label, value in labelled if value]
    key = Message("complaint.key") if record["key"] else ""
    args = {"number": record["number"], "batch": record["batch"], "key": key}
    return Card(Message("complaint.title", args), tuple(lines))


def _others(numbers: Sequence[str]) -> Message | None:
    if not numbers:
        return None
    shown = Message("complaint.list", {"items": list(numbers[:_SHOWN_MOST])})
    if len(numbers) <= _SHOWN_MOST:
        return shown
    return Message("complaint.more", {"shown": shown, "count": len(numbers)})


def _stands(one: Standing, record: dict[str, Any]) -> Iterable[Message]:
    parts = [Message(f"complaint_state.{record['state']}")]
    if record["verdict"]:
        parts.append(Message(f"verdict.{record['verdict']}"))
    if record["days_overdue"]:
        parts.append(Message("complaint.late", {"days": record["days_overdue"]}))
    parts.append(Message("complaint.since", {"date": record["received"]}))
    if one.finished is not None:
        parts.append(Message("complaint.done_on", {"date": one.finished}))
    elif one.due is not None:
        parts.append(Message("complaint.due", {"due": one.due}))
    else:
        parts.append(Message("complaint.no_due"))
    if one.returns:
        parts.append(Message("complaint.returned", {"count": one.returns}))
    yield Message("complaint.list", {"items": parts})


def _records(one: Standing, refused: dict[int, str]) -> Card:
    lines = []
    for n, step in enumerate(one.complaint.records):
        key = (
            "complaint.taken"
            if n in one.taken
            else "complaint.no_effect"
            if n in refused
            else "complaint.line"
        )
        args = {"date": step.date, "by": step.by, "what": step_message(step)}
        lines.append(Line(Message(key, args), mark="gone" if key != "complaint.line" else ""))
        lines.append(Line(Message("complaint.ref", {"ref": ref_of(step)}), level=1, tone="dim"))
    return Card(Message("complaint.records"), tuple(lines))


def step_message(step: Step) -> Message:
    """What a record says, in words."""
    parts: list[Any] = []
    if isinstance(step, Check):
        parts.append(Message(f"outcome.{step.outcome}"))
    if isinstance(step, Publish):
        parts.append(step.where)
    if isinstance(step, TakenBack):
        parts.append(Message("complaint.ref", {"ref": step.entry}))
    verdict = getattr(step, "verdict", None)
    if verdict is not None:
        parts.append(Message(f"verdict.{verdict}"))
    if isinstance(step, Receive | Correct) and step.units:
        parts.append(Message("complaint.list", {"items": list(step.units)}))
    due = getattr(step, "due", None)
    if due is not None:
        parts.append(Message("complaint.due", {"due": due}))
    parts += results_said({name: getattr(step, name, None) or 0 for name in RESULTS})
    said = Message(f"complaint_record.{step.type}")
    if parts:
        said = Message("complaint.with", {"record": said, "parts": parts})
    return Message("complaint.said", {"record": said, "text": step.text}) if step.text else said


_YUAN = 10_000  # fines are given in 万元


def results_said(results: dict[str, int | Decimal]) -> list[Message]:
    """What was ordered, fined and so on, as far as there was any."""
    return [
        Message(f"complaint.result.{name}", {"n": n, "yuan": f"{n * _YUAN:,.0f}"})
        for name, n in results.items()
        if n
    ]


# --- counts ---------------------------------------------------------------------------------------

GROUPINGS: dict[str, Callable[[Standing], Collection[str | None]]] = {
    "batch": lambda one: (one.complaint.batch,),
    "unit": lambda one: one.received.units if one.received else (),
    "area": lambda one: (one.received.area if one.received else None,),
    "kind": lambda one: (one.received.kinds if one.received else ()) or (None,),
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


_FIELDS = (
    *("total", "key", "open", "staged", "finished", "confirmed", "partly", "unfounded", "unjudged"),
    *("overdue", "undetermined", "due", "in_time", "returned", "rate", "stage_rate", "in_time_rate"),
)


def counted(told: Counts) -> dict[str, Any]:
    """Counts and rates for scripts."""
    found: dict[str, Any] = {name: getattr(told, name) for name in _FIELDS}
    return found | dict(told.results)


_SHARES = {"rate": ("finished", "total"), "in_time_rate": ("in_time", "due")}
"""Of the rates that columns show, what each is the share of."""


def rates_of_counts(told: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The rates of counts as :func:`counted` names them, of one ledger or of sums over several."""
    return {
        "rate": percent(told["finished"], told["total"]),
        "stage_rate": percent(told["finished"] + told["staged"], told["total"]),
        "in_time_rate": percent(told["in_time"], told["due"]),
    }


def counts_columns(total: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of counts; what was ordered, fined and so on only where there was any in ``total``."""
    return (
        *(
            Column(column, right=True, percent=name in _SHARES, of=_SHARES.get(name))
            for name, column in COUNTED.items()
        ),
        *(Column(name, right=True) for name in RESULTS if total[name]),
    )


def complaint_stats(standings: Sequence[Standing], by: str, as_of: date, units: Units) -> Report:
    """Counts by batch, unit, area, kind or verdict, with a last line for the total.

    Units and areas come in the order of the table of ``units``, and others behind them; an area is one
    whatever spelling of the table a record has.
    """
    places = {name: n for n, name in enumerate(units.units)}
    groups: dict[str | None, list[Standing]] = {}
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
