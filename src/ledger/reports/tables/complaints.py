"""Complaints up to the day, the units that have them, and their records; in no count of tasks."""

from __future__ import annotations

import json
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.judging.complaints import State
from ledger.model.complaint import RESULTS
from ledger.model.entries import content, ref_of
from ledger.reports.tables.schema import POSITION, UNIT, Field, Reference, joined, real, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ledger.judging.complaints import CaseStanding
    from ledger.judging.day import Day
    from ledger.model.complaint import Receive, Step


class CaseRow(NamedTuple):
    """A complaint on the day; ``task`` only where the ledger has it."""

    of: CaseStanding
    task: str | None
    days_overdue: int | None

    @property
    def received(self) -> Receive:
        """What was handed over, with what was put right since."""
        return self.of.received

    @property
    def finished(self) -> bool:
        """Whether it is dealt with."""
        return self.of.state is State.FINISHED


class CaseUnitRow(NamedTuple):
    """A unit that a complaint was given to, by its name on the day."""

    of: CaseStanding
    unit: str


class CaseRecordRow(NamedTuple):
    """A record of a complaint at its place in the file, from 1."""

    of: CaseStanding
    position: int
    step: Step
    in_effect: bool


def _batch(one: CaseRow | CaseUnitRow | CaseRecordRow) -> str:
    return one.of.complaint.batch


def _number(one: CaseRow | CaseUnitRow | CaseRecordRow) -> str:
    return one.of.complaint.number


def _result(name: str) -> Callable[[CaseRow], int | float | None]:
    if name == "fine":
        return lambda one: float(one.of.results["fine"])
    return lambda one: int(one.of.results[name])


BATCH = Field("batch", of=_batch)
NUMBER = Field("complaint", of=_number)
COMPLAINT = Reference(("batch", "complaint"), "complaints", ("batch", "complaint"))

COMPLAINTS = table(
    "complaints",
    "export.complaints",
    BATCH,
    NUMBER,
    Field("received", "date", of=attrgetter("received.date"), head="received_on"),
    Field("channel", of=attrgetter("received.channel"), words="channel"),
    Field("key_case", "boolean", of=attrgetter("received.key")),
    Field("area", of=attrgetter("received.area")),
    Field("place", of=attrgetter("received.place")),
    Field("kinds", of=lambda c: joined(c.received.kinds), head="pollution", words="pollution", many=True),
    Field("units", of=lambda c: joined(c.received.units), head="handlers"),
    Field("time_limit", "date", of=attrgetter("of.limit"), head="handle_by"),
    Field("due", "date", of=lambda c: None if c.finished else c.of.due),
    Field("issue", of=attrgetter("task")),
    Field("text", of=attrgetter("received.text"), head="described"),
    Field("state", of=attrgetter("of.state.value"), head="case_state", words="complaint_state"),
    Field("verdict", of=attrgetter("of.verdict"), head="found_out_to_be", words="verdict"),
    Field("staged", "date", of=attrgetter("of.staged"), head="staged_on"),
    Field("finished", "date", of=attrgetter("of.finished"), head="finished_on"),
    Field("in_time", "boolean", of=lambda c: c.of.in_time if c.of.finished else None, head="timely_cases"),
    Field("days_overdue", "integer"),
    Field("returns", "integer", of=attrgetter("of.returns"), head="times_returned"),
    Field("checked", "date", of=attrgetter("of.checked"), head="checked_on"),
    Field("disclosed", "date", of=attrgetter("of.disclosed"), head="disclosed_on"),
    *(Field(name, "real" if name == "fine" else "integer", of=_result(name)) for name in RESULTS),
    key=("batch", "complaint"),
    references=(Reference(("issue",), "issues", ("id",)),),
)

COMPLAINT_UNITS = table(
    "complaint_units",
    "export.complaint_units",
    BATCH,
    NUMBER,
    Field("unit"),
    key=("batch", "complaint", "unit"),
    references=(COMPLAINT, UNIT),
)

COMPLAINT_RECORDS = table(
    "complaint_records",
    "export.complaint_records",
    BATCH,
    NUMBER,
    POSITION,
    Field("ref", of=lambda r: ref_of(r.step)),
    Field("date", "date", of=attrgetter("step.date")),
    Field("type", of=attrgetter("step.type"), words="complaint_record"),
    Field("unit", of=attrgetter("step.by"), head="by"),
    Field("text", of=attrgetter("step.text")),
    Field("verdict", of=lambda r: getattr(r.step, "verdict", None), head="found_out_to_be", words="verdict"),
    Field("due", "date", of=lambda r: getattr(r.step, "due", None)),
    Field("fine", "real", of=lambda r: real(getattr(r.step, "fine", None))),
    Field("in_effect", "boolean"),
    Field("fields", of=lambda r: _others(r.step)),
    key=("batch", "complaint", "position"),
    references=(COMPLAINT, UNIT),
)

_TOLD = {"date", "type", "by", "text", "verdict", "due", "fine"}


def _others(step: Step) -> str | None:
    """What a record says beside its columns, as JSON."""
    rest = {name: value for name, value in content(step).items() if name not in _TOLD}
    return json.dumps(rest, ensure_ascii=False, default=_plain) if rest else None


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def complaints(day: Day) -> Iterator[CaseRow]:
    """The complaints that had been handed over by the day, by batch and number."""
    for one in day.complaints:
        task = one.received.task
        yield CaseRow(one, task if task in day.by_id else None, one.days_overdue(day.as_of) or None)


def complaint_units(day: Day) -> Iterator[CaseUnitRow]:
    """Who has each complaint, each unit once."""
    return (CaseUnitRow(one, unit) for one in day.complaints for unit in day.handlers(one))


def complaint_records(day: Day) -> Iterator[CaseRecordRow]:
    """The records up to the day in the order of the file, with whether they count."""
    for one in day.complaints:
        counting = {n for n, _ in one.steps}
        for n, step in enumerate(one.complaint.records):
            if step.date <= day.as_of:
                counts = n in counting or (step.type == "void" and n not in {r.position for r in one.refused})
                yield CaseRecordRow(one, n + 1, step, counts)
