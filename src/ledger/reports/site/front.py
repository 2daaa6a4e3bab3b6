"""What the overview holds, and names, which every page has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.reports.report import Message


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the vocabulary; ``key`` leads to the page of a unit, a group has its ``members``."""

    text: str
    key: str | None = None
    members: tuple[Name, ...] = ()
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The standard figures of the day, as every report has them.

    ``accepted`` holds what is closed, ``completed`` what is accepted.  ``due`` is what had to be completed by
    the day.
    """

    total: int
    completed: int
    accepted: int
    closed: int
    open: int
    overdue: int
    undetermined: int
    withdrawn: int
    rate: Decimal | None
    due: int
    due_done: int
    due_rate: Decimal | None
    due_in_time: int
    in_time_rate: Decimal | None
    early: int
    extended: int
    immediate: int
    immediate_done: int
    sustained: int
    sustained_done: int


@dataclass(frozen=True, slots=True)
class Group:
    """A row of a chart: completed, late, withdrawn and other open issues make up the total.

    ``share`` is in per cent; ``value`` is what the list is filtered by to see the group.
    """

    label: Any
    total: int
    completed: int
    overdue: int
    withdrawn: int
    share: Decimal | None
    value: str | None = None

    @property
    def rest(self) -> int:
        """The other open issues."""
        return self.total - self.completed - self.overdue - self.withdrawn


@dataclass(frozen=True, slots=True)
class Chart:
    """Issues counted by one of :data:`CHARTS`; the groups share no issue."""

    by: str
    groups: tuple[Group, ...]
    total: Group


@dataclass(frozen=True, slots=True)
class UrgentLine:
    """An issue that wants somebody's attention.

    ``days_overdue`` counts from the issue's due day; ``what`` is its oldest late obligation where that is not
    the issue itself, ``days`` late.
    """

    issue: str
    number: str
    title: str
    lead: tuple[Name, ...]
    due: date | None
    kind: str
    undetermined: bool
    days_overdue: int | None
    days_left: int | None
    what: Message | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """The issues of one urgent standing: how many there are, and the first of them."""

    standing: str
    total: int
    lines: tuple[UrgentLine, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to issues since a day, by their ids; ``what`` is one of :data:`CHANGES`."""

    what: str
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than on the day ``since``, by the days of the records."""

    since: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """How many issues were completed by the end of a day, and how many had to be."""

    day: date
    completed: int
    due: int
