"""What the pages of the site hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.reports.report import Message
from ledger.reports.site.front import Changes, Chart, Name, Overview, Point, Urgent
from ledger.reports.timeline import Timeline

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A unit that owes its part by a day of its own."""

    unit: Name
    due: date


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
    moved: tuple[MovedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as it holds; ``was`` is the plan's text where that is another one.

    ``state`` is ``done``, ``late`` (a stage of it is), ``open`` or ``dropped``.
    """

    number: str | None
    text: str
    milestones: tuple[MilestoneLine, ...] = ()
    was: str | None = None
    dropped: bool = False
    due: date | None = None
    done: date | None = None
    owed_by: tuple[Name, ...] = ()
    done_by: tuple[Name, ...] = ()
    moved: tuple[MovedLine, ...] = ()
    state: str = ""


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
class Proof:
    """A piece of evidence by what it is called; ``url`` where it lies on the net, ``path`` in the ledger."""

    text: str
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry; ``state`` is ``void`` or ``refused`` where it has no effect, ``called`` its type in words.

    ``undone`` tells why a step no longer stands: ``reopened`` after a relapse, ``returned`` when it was sent
    back.
    """

    date: date
    type: str
    by: Name
    state: str = ""
    text: str | None = None
    details: tuple[Message, ...] = ()
    evidence: tuple[Proof, ...] = ()
    called: Message | None = None
    undone: str = ""


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue in full, the latest record first.

    ``measures_done`` of ``measures_owed`` are carried out; ``step`` is the next step of the closing chain, by
    ``step_by``, and ``lacking`` what it still wants.  ``reopened`` is the day of the last relapse.
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
    word: Message
    completed: date | None
    accepted: date | None
    closed: date | None
    withdrawn: date | None
    lead: tuple[Name, ...]
    support: tuple[Name, ...]
    acceptance: tuple[Name, ...]
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
    days_left: int | None = None
    reopened: date | None = None
    measures_done: int = 0
    measures_owed: int = 0
    latest: EntryLine | None = None
    step: str | None = None
    step_by: tuple[Name, ...] = ()
    lacking: tuple[Message, ...] = ()
    lead_keys: tuple[str, ...] = ()
    support_keys: tuple[str, ...] = ()
    acceptance_keys: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()


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
class PromiseLine:
    """A promise of a unit; ``state`` is ``kept``, ``kept_late``, ``broken`` or ``pending``."""

    issue: str
    number: str
    what: Message
    until: date | None
    done: date | None
    state: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter to a unit; ``state`` is ``replied``, ``owed``, ``late`` or, without a demand, ``none``."""

    number: str
    sent: date
    level: str
    issues: tuple[str, ...]
    reply_by: date | None
    replied: date | None
    days_late: int | None
    state: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A complaint that a unit has not dealt with; ``days`` is how late it is."""

    number: str
    key: bool
    due: date | None
    days: int | None
    state: str
    text: str


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
    promises: tuple[PromiseLine, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    complaints: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as it is published: what it is about, what was found out, what was done."""

    number: str
    key: bool
    text: str
    area: str
    kinds: tuple[str, ...]
    found: Message | str | None
    verdict: str | None
    handled: Message | str | None
    state: str
    persons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The counts of an area, or of all where it has no name."""

    area: str | None
    total: int
    key: int
    finished: int
    in_time: int
    rate: Decimal | None
    in_time_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class ComplaintsPage:
    """The complaints as they are published, in both editions; the last of ``areas`` is the total."""

    said: tuple[Message, ...]
    lines: tuple[ComplaintLine, ...]
    areas: tuple[AreaLine, ...]


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
    urgent: tuple[Urgent, ...]
    changes: Changes
    trend: tuple[Point, ...]
    units: tuple[UnitPage, ...]
    settings: Settings
    timeline: Timeline
    revision: str | None = None
    complaints: ComplaintsPage | None = None
