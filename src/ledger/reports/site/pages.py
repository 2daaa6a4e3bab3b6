"""What the pages of the site hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.reports.report import Message
from ledger.reports.timeline import Timeline

if TYPE_CHECKING:
    pass


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
class MilestoneLine:
    """A milestone: the clause, the phrase with the day, and how it stands.

    ``state`` is ``done``, ``done_late``, ``late``, ``open`` or ``withdrawn``.  ``due`` is what holds;
    ``first_due`` what the plan says, where that is another day.
    """

    text: str
    phrase: str
    due: date
    state: str
    done: date | None = None
    first_due: date | None = None
    owed_by: tuple[Name, ...] = ()
    done_by: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it holds; ``was`` is the plan's text where that is another one."""

    number: str | None
    text: str
    milestones: tuple[MilestoneLine, ...] = ()
    was: str | None = None
    dropped: bool = False
    due: date | None = None
    done: date | None = None
    owed_by: tuple[Name, ...] = ()
    done_by: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a target."""

    name: str
    text: str
    reading: Decimal | None = None
    said: Message | None = None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A figure that the plan commits to, and how far it has come.

    ``said`` tells whether it is reached; ``missing`` are the units that have not reached a target for each
    unit, with their readings.  ``summed`` is the sum of the parts where the whole's own reading differs.
    """

    name: str
    text: str
    sign: str
    value: Decimal
    unit: str
    each: bool
    due: date | None
    parts: tuple[PartLine, ...] = ()
    reading: Decimal | None = None
    percent: Decimal | None = None
    read: date | None = None
    said: Message | None = None
    summed: Decimal | None = None
    reached_by: tuple[Name, ...] = ()
    missing: tuple[tuple[Name, Decimal | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A due day moved; ``part`` says of what, where it is not the task's."""

    day: date
    old: date | None
    new: date
    part: Message | None = None
    units: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt at an issue: a further one begins with each relapse."""

    number: int
    begin: date | None
    due: date | None
    completed: date | None
    accepted: date | None
    closed: date | None
    standing: str
    undetermined: bool


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry; ``state`` is ``void`` or ``refused`` where it has no effect, ``called`` its type in words."""

    date: date
    type: str
    by: Name
    state: str = ""
    text: str | None = None
    details: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = ()
    called: Message | None = None


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue in full.

    ``problem``, ``goal`` and ``deadline`` are the plan's; what holds in their place, where it was amended,
    ends in ``_now``.
    """

    id: str
    number: str
    title: str
    section: str | None
    section_title: str | None
    problem: str | None
    goal: str | None
    deadline: str | None
    immediate: bool
    sustained: bool
    first_due: date | None
    due: date | None
    undetermined: bool
    days_overdue: int | None
    kind: str
    status: str
    standing: str
    completed: date | None
    accepted: date | None
    closed: date | None
    withdrawn: date | None
    lead: tuple[Name, ...]
    support: tuple[Name, ...]
    acceptance: tuple[Name, ...]
    concerned: tuple[str, ...]
    extensions: tuple[Extension, ...]
    milestones: tuple[MilestoneLine, ...]
    measures: tuple[MeasureLine, ...]
    targets: tuple[TargetLine, ...]
    record: tuple[EntryLine, ...]
    attempts: tuple[AttemptLine, ...] = ()
    problem_now: str | None = None
    goal_now: str | None = None
    deadline_now: str | None = None
    acceptance_text: str | None = None
    responsibility_text: str | None = None
    others: tuple[tuple[str, str | None], ...] = ()
    notice: tuple[date, date] | None = None
    review: date | None = None
    owed_by: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class DebtLine:
    """Something that a unit owes, ``days`` late where it is; without a day where there is none."""

    issue: str
    number: str
    title: str
    what: Message
    due: date | None
    days: int | None
    undetermined: bool = False


@dataclass(frozen=True, slots=True)
class DoneLine:
    """Something that a unit has done."""

    issue: str
    number: str
    title: str
    what: Message
    day: date


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An occurrence of a standing duty that has no record; without a day where nobody knows since when."""

    what: Message
    due: date | None
    state: str
    issue: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What one unit leads, supports and accepts, by the ids of the issues, and what it owes and has done.

    ``late`` counts what it owes late; ``leads_late`` are the late issues that it leads.
    """

    key: str
    name: str
    full: str
    kind: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    accepts: tuple[str, ...]
    leads_late: tuple[str, ...]
    successor: Name | None = None
    late: int = 0
    debts: tuple[DebtLine, ...] = ()
    done: tuple[DoneLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The office's own thresholds that figures of the site rest on."""

    warn_days: int
    immediate_days: int
    review_months: int


@dataclass(frozen=True, slots=True)
class Site:
    """All pages."""

    title: str | None
    issued: date | None
    as_of: date
    public: bool
    partial: bool
    overview: Overview
    charts: tuple[Chart, ...]
    sections: tuple[tuple[str, str], ...]
    issues: tuple[IssuePage, ...]
    late: tuple[str, ...]
    units: tuple[UnitPage, ...]
    settings: Settings
    timeline: Timeline
    revision: str | None = None
