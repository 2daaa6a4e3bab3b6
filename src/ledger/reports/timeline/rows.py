"""What the wall chart holds: issues as rows, with their attempts and milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.status import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.reports.report import Message

GROUPINGS = ("section", "lead", "unit")
"""What the rows can be grouped by."""

STANDINGS = tuple(standing.value for standing in Standing)
"""The standings that a row can have."""


class NodeState(StrEnum):
    """How it stands with a milestone; what a withdrawn task has not done is owed no more."""

    OPEN = "open"
    DONE = "done"
    DONE_LATE = "done_late"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Node(NamedTuple):
    """A milestone on the chart.

    ``measure`` counts from 1 and is ``None`` for a milestone of the goal; ``place`` counts from 1 within it.
    ``due`` is what holds, ``first_due`` what the plan says.
    """

    measure: int | None
    place: int
    first_due: date
    due: date
    done: date | None
    state: NodeState
    text: str


class Moved(NamedTuple):
    """A due day moved on ``day``; of the task where neither ``measure`` nor ``milestone`` is named.

    ``late`` where it was asked for after the day that it moved.
    """

    day: date
    old: date | None
    new: date
    measure: int | None = None
    milestone: int | None = None
    units: tuple[str, ...] = ()
    late: bool = False

    @property
    def of_task(self) -> bool:
        """Whether it is the task's due day that was moved."""
        return self.measure is None and self.milestone is None


class Span(NamedTuple):
    """One attempt at an issue; a further one begins with each relapse.

    ``begin`` is the day on which the plan was issued, where known, or that of the relapse.  ``first_due`` is
    the due day it began with, ``due`` what holds after extensions.  ``standing`` is how it ended or, of the
    last one, how it stands.
    """

    begin: date | None
    first_due: date | None
    due: date | None
    completed: date | None
    accepted: date | None
    closed: date | None
    notice: tuple[date, date] | None
    standing: str

    def days(self) -> Iterable[date]:
        """Every day that is marked of it."""
        single = (self.begin, self.first_due, self.due, self.completed, self.accepted, self.closed)
        yield from (day for day in single if day is not None)
        yield from self.notice or ()


class Row(NamedTuple):
    """An issue on the chart, with its attempts in order; on the days ``pressed`` the office supervised.

    ``word`` is how its standing is said.
    """

    id: str
    number: str
    title: str
    lead: tuple[str, ...]
    attempts: tuple[Span, ...]
    extensions: tuple[Moved, ...]
    milestones: tuple[Node, ...]
    status: str
    standing: str
    kind: str
    immediate: bool
    sustained: bool
    undetermined: bool
    withdrawn: date | None
    days_overdue: int | None
    pressed: tuple[date, ...] = ()
    word: Message | None = None

    @property
    def last(self) -> Span:
        """The attempt that is going on, or the last one."""
        return self.attempts[-1]

    @property
    def due(self) -> date | None:
        """The due day that holds."""
        return self.last.due

    def is_past(self, span: Span) -> bool:
        """Whether a relapse came before the due day of an earlier attempt: the day means nothing any more."""
        if span is self.last or span.due is None:
            return False
        after = self.attempts[self.attempts.index(span) + 1].begin
        return after is not None and after <= span.due

    def moved_late(self) -> tuple[date, ...]:
        """The due days of the task that were moved after they had passed."""
        return tuple(
            dict.fromkeys(m.old for m in self.extensions if m.of_task and m.late and m.old is not None)
        )

    def moved_from(self) -> tuple[date, ...]:
        """The due days, of the task and of its milestones, in whose place others hold."""
        days = [moved.old for moved in self.extensions if moved.of_task]
        days += [span.first_due for span in self.attempts if span.first_due != span.due]
        days += [node.first_due for node in self.milestones if node.first_due != node.due]
        return tuple(dict.fromkeys(day for day in days if day is not None))

    def days(self) -> Iterable[date]:
        """Every day that is marked on the row."""
        for span in self.attempts:
            yield from span.days()
        yield from (moved.new for moved in self.extensions)
        yield from (node.due for node in self.milestones)
        yield from self.pressed
        if self.withdrawn is not None:
            yield self.withdrawn


class Group(NamedTuple):
    """Rows under one heading; ``key`` is the number of the section or the names of the lead units."""

    key: str | tuple[str, ...] | None
    heading: str | tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart: groups of rows, from the first day of a month to the last day of one."""

    title: str
    by: str
    groups: tuple[Group, ...]
    since: date
    until: date
    as_of: date
    issued: date | None
    partial: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def late(self) -> int:
        """How many rows are overdue."""
        return sum(row.standing == Standing.OVERDUE for row in self.rows)

    @property
    def behind(self) -> int:
        """How many are not overdue but have missed a stage."""
        return sum(row.standing == Standing.BEHIND for row in self.rows)
