"""A complaint with its records: how it stands, what it is about, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.complaints import repeated
from ledger.model.complaint import RESULTS, Check, Correct, Publish, Receive, TakenBack
from ledger.model.entries import content, ref_of
from ledger.reports.complaints import complaint_record
from ledger.reports.report import Card, Column, Line, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from ledger.judging.complaints import CaseStanding
    from ledger.model.complaint import Step

_SHOWN_MOST = 20
"""How many complaints of one place are named."""


def complaint_report(one: CaseStanding, standings: Iterable[CaseStanding], as_of: date) -> Report:
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


def _head(one: CaseStanding, record: dict[str, Any], others: Sequence[str]) -> Card:
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


def _stands(one: CaseStanding, record: dict[str, Any]) -> Iterable[Message]:
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


def _records(one: CaseStanding, refused: dict[int, str]) -> Card:
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
