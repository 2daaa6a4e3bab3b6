"""The figures that the plan commits to, and their parts, as the readings of the day have them."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ledger.reports.tables.schema import ISSUE, MEASURE, POSITION, TARGET, Field, joined, real, table, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.judging.targets import PartState, TargetState


class TargetRow(NamedTuple):
    """A target of an issue; ``measures`` is how many measures the issue has, ``due`` the day that holds."""

    issue: str
    measures: int
    state: TargetState
    due: date | None


class PartRow(NamedTuple):
    """A part of a target; ``due`` is the day that holds."""

    issue: str
    measures: int
    target: int
    state: PartState
    due: date | None


def _met(state: TargetState | PartState) -> bool | None:
    """Whether it is reached; nobody knows without a reading."""
    return None if state.read is None else state.met


TARGETS = table(
    "targets",
    "export.targets",
    Field("issue"),
    Field("position", "integer", of=attrgetter("state.number")),
    Field("measure", "integer", of=lambda t: within(t.state.target.measure, t.measures)),
    Field("name", of=attrgetter("state.target.name")),
    Field("text", of=attrgetter("state.target.text")),
    Field("value", "real", of=lambda t: real(t.state.target.value), head="figure"),
    Field("unit", of=attrgetter("state.target.unit"), head="unit_of_figure"),
    Field("compare", of=attrgetter("state.target.compare")),
    Field("each", "boolean", of=attrgetter("state.target.each")),
    Field("due", "date", of=lambda t: t.state.target.due and t.due),
    Field("reading", "real", of=lambda t: real(t.state.value)),
    Field("read", "date", of=attrgetter("state.read")),
    Field("summed", "real", of=lambda t: real(t.state.summed)),
    Field("percent", "real", of=lambda t: real(t.state.percent)),
    Field("met", "boolean", of=lambda t: _met(t.state)),
    Field("reached", "date", of=attrgetter("state.reached")),
    Field("waiting", of=lambda t: joined(t.state.waiting)),
    Field("conflict", "boolean", of=attrgetter("state.conflict")),
    key=("issue", "position"),
    references=(ISSUE, MEASURE),
)

TARGET_PARTS = table(
    "target_parts",
    "export.target_parts",
    Field("issue"),
    Field("target", "integer"),
    POSITION._replace(of=attrgetter("state.number")),
    Field("measure", "integer", of=lambda p: within(p.state.part.measure, p.measures)),
    Field("name", of=attrgetter("state.part.name")),
    Field("text", of=attrgetter("state.part.text")),
    Field("value", "real", of=lambda p: real(p.state.part.value), head="figure"),
    Field("due", "date", of=lambda p: p.state.part.due and p.due),
    Field("reading", "real", of=lambda p: real(p.state.value)),
    Field("read", "date", of=attrgetter("state.read")),
    Field("met", "boolean", of=lambda p: _met(p.state)),
    Field("reached", "date", of=attrgetter("state.reached")),
    key=("issue", "target", "position"),
    references=(ISSUE, TARGET, MEASURE),
)


def targets(judgement: Judgement) -> Iterator[TargetRow]:
    """The targets of an issue."""
    count = len(judgement.baseline.measures)
    return (
        TargetRow(judgement.issue.id, count, state, judgement.figure_due(state))
        for state in judgement.targets
    )


def parts(judgement: Judgement) -> Iterator[PartRow]:
    """The parts of the targets of an issue."""
    count = len(judgement.baseline.measures)
    for state in judgement.targets:
        for part in state.parts:
            due = judgement.figure_due(state, part)
            yield PartRow(judgement.issue.id, count, state.number, part, due)
