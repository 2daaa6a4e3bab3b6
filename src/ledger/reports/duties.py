"""Standing duties that recur, as a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.duties import State, known_since, state_of
from ledger.judging.owed import What
from ledger.reports.report import Card, Column, Line, Message, Report, tallied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.judging.day import Day
    from ledger.judging.owed import Obligation


def duties_report(day: Day, duties: Sequence[Obligation], *, every: bool) -> Report:
    """Standing duties: missed and owed ones, with ``every`` also those that are done."""
    as_of, since = day.as_of, known_since(day.ledger)
    stated = [(duty, state_of(duty, as_of)) for duty in duties]
    records = tuple(
        {
            "duty": duty.what.value,
            "units": list(duty.owed_by or duty.done_by),
            "id": duty.issue,
            "number": day.by_id[duty.issue].baseline.number if duty.issue else None,
            "measure": duty.measure,
            "text": duty.text,
            "since": duty.since,
            "due": duty.due,
            "state": state.value,
            "done": duty.done,
            "days_overdue": (as_of - duty.due).days if duty.due and state is State.MISSED else None,
        }
        for duty, state in stated
        if every or state is not State.DONE
    )
    counted = {state.value: sum(1 for _, held in stated if held is state) for state in State}
    by_unit = {name: n for n, name in enumerate(day.ledger.units.units)}
    note = Message("duties.since", {"since": since}) if since else Message("duties.no_start")
    return Report(
        kind="duties",
        columns=(
            Column("state", words="state"),
            Column("duty", words="duty"),
            Column("units", grow=2),
            Column("number"),
            Column("what", grow=2),
            Column("due"),
            Column("days_overdue", right=True, mark=True),
        ),
        records=records,
        lines=tuple({**record, "what": duty_text(record)} for record in records),
        cards=tuple(_duty_cards(records, stated, by_unit)),
        as_of=as_of,
        title=Message(
            "duties.title" if any(counted.values()) else "duties.title_none",
            {"as_of": as_of, "parts": tallied("duty", {"missed": counted["missed"], **counted})},
        ),
        summary={"counts": counted, "since": since},
        notes=(note,),
        empty=Message("duties.none", {"as_of": as_of}),
    )


_STATE_MARKS = {"missed": "late", "done": "done", "owed": "open"}


def _duty_cards(
    records: Sequence[dict[str, Any]],
    stated: Sequence[tuple[Obligation, State]],
    by_unit: dict[str, int],
) -> Iterator[Card]:
    """Reviews and recurring duties by state, then disclosures a line a year: the same of every unit."""
    single = [record for record in records if record["duty"] != "disclosure"]
    for state in ("missed", "owed", "unknown", "done"):
        lines = tuple(_duty_line(record) for record in single if record["state"] == state)
        if lines:
            yield Card(
                Message("duties.card", {"state": Message(f"state.{state}"), "count": len(lines)}), lines
            )
    years: dict[int, list[tuple[Obligation, State]]] = {}
    for duty, state in stated:
        if duty.what is What.DISCLOSURE and duty.since is not None:
            years.setdefault(duty.since.year, []).append((duty, state))
    shown = {record["since"].year for record in records if record["duty"] == "disclosure" and record["since"]}
    lines = tuple(_year_line(year, years[year], by_unit) for year in sorted(years) if year in shown)
    if lines:
        yield Card(Message("duties.years"), lines)


def _duty_line(record: dict[str, Any]) -> Line:
    args = {
        "units": record["units"],
        "number": record["number"],
        "what": duty_text(record),
        "due": record["due"],
        "days": record["days_overdue"],
    }
    key = "duties.line" if record["number"] else "duties.line_unit"
    said = Message(key, args)
    if record["due"] is not None:
        late = record["days_overdue"] is not None
        said = Message("duties.line_late" if late else "duties.line_due", {**args, "duty": said})
    return Line(said, mark=_STATE_MARKS.get(record["state"], ""))


def _year_line(year: int, held: Sequence[tuple[Obligation, State]], by_unit: dict[str, int]) -> Line:
    """One year of disclosures: who has told the public and who has not, as the table of units has them."""
    done = {unit for duty, state in held if state is State.DONE for unit in duty.done_by}
    owing = {unit for duty, state in held if state is not State.DONE for unit in duty.owed_by}
    order = sorted(owing, key=lambda unit: by_unit.get(unit, len(by_unit)))
    due = max((duty.due for duty, _ in held if duty.due is not None), default=None)
    args = {"year": year, "count": len(done | owing), "done": len(done), "units": order, "due": due}
    missed = any(state is State.MISSED for _, state in held)
    key = "duties.year_done" if not owing else "duties.year_line" if due else "duties.year_undated"
    return Line(Message(key, args), mark="late" if missed and owing else "open" if owing else "done")


def duty_text(record: dict[str, Any]) -> Message:
    """What is to be done."""
    if record["duty"] == "disclosure":
        return Message("duties.year", {"year": record["since"].year})
    if record["duty"] == "recurring":
        args = {"measure": record["measure"], "text": record["text"], "since": record["since"]}
        return Message("duties.recurring" if record["since"] else "duties.recurring_unknown", args)
    if record["duty"] == "reply":
        return Message("duties.reply", {"number": record["text"]})
    return Message("duties.review", {"since": record["since"]})
