"""The web site of the ledger as page data: everything that its pages say, in no language yet.

The public site holds what is on the list :data:`PUBLIC` and nothing else: whatever is added to a page later
is left out of it until it is put on the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.judging.chain import walk
from ledger.judging.counting import Class, percent
from ledger.judging.duties import State, state_of
from ledger.judging.obligations import What
from ledger.judging.status import Kind, Standing
from ledger.model.course import Status
from ledger.model.entries import BY_TYPE
from ledger.model.entries.base import measure_name
from ledger.model.unit import UnitKind
from ledger.reports.counts import roles_of, stats_report
from ledger.reports.detail import entry_details, type_message
from ledger.reports.issues import milestone_text
from ledger.reports.report import Message
from ledger.reports.timeline import Group as RowGroup
from ledger.reports.timeline import (
    Moved,
    Node,
    NodeState,
    Row,
    Span,
    Timeline,
    attempts_of,
    build_timeline,
    is_undetermined,
    moves_of,
    node_state,
)
from ledger.reports.working import SIGNS, target_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ledger.judging.counting import Figures
    from ledger.judging.day import Day
    from ledger.judging.obligations import Debt, Obligation
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.judging.targets import PartState, TargetState
    from ledger.model.course import Node as Place
    from ledger.model.unit import Units

CHARTS = ("status", "standing", "section", "lead", "due-year")
"""What the overview counts by, in order."""

PUBLIC_ENTRIES = frozenset(name for name, kind in BY_TYPE.items() if kind.about.public)
"""The types of entries that the public site lists."""

VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "standing": tuple(Standing),
    "kind": tuple(Kind),
    "unit_kind": tuple(UnitKind),
    "state": tuple(State),
}
"""The closed lists that pages use words of, in the order in which they sort."""

ENTRY_TYPES = tuple(BY_TYPE)
"""The types of entries, whose names pages say."""

_DONE = (Status.COMPLETED, Status.ACCEPTED, Status.PUBLICIZED, Status.CLOSED)


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


def _all_of(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


PUBLIC: dict[type, frozenset[str]] = {
    Name: frozenset({"text", "key", "members", "collective"}),
    Overview: _all_of(Overview),
    Group: frozenset({"label", "total", "completed", "overdue", "withdrawn", "share", "value"}),
    Chart: frozenset({"by", "groups", "total"}),
    MilestoneLine: frozenset({"text", "phrase", "due", "state"}),
    MeasureLine: frozenset({"number", "text", "milestones", "was", "dropped"}),
    PartLine: frozenset({"name", "text"}),
    TargetLine: frozenset({"name", "text", "sign", "value", "unit", "each", "due", "parts"}),
    Extension: frozenset({"day", "old", "new"}),
    AttemptLine: _all_of(AttemptLine),
    EntryLine: frozenset({"date", "type", "by"}),
    IssuePage: frozenset(
        {
            *("id", "number", "title", "section", "section_title", "problem", "goal", "deadline"),
            *("problem_now", "goal_now", "deadline_now", "immediate", "sustained", "first_due", "due"),
            *("undetermined", "days_overdue", "kind", "status", "standing", "completed", "accepted"),
            *("closed", "withdrawn", "lead", "support", "acceptance", "concerned", "extensions"),
            *("milestones", "measures", "targets", "record", "attempts"),
        }
    ),
    UnitPage: frozenset(
        {"key", "name", "full", "kind", "leads", "supports", "accepts", "leads_late", "successor"}
    ),
    Settings: frozenset({"warn_days", "immediate_days", "review_months"}),
    Site: frozenset(
        {
            *("title", "issued", "as_of", "public", "partial", "overview", "charts", "sections", "issues"),
            *("late", "units", "settings", "timeline"),
        }
    ),
}
"""What the public site says, field by field; of entries only those of :data:`PUBLIC_ENTRIES` in effect.

The wall chart is copied field by field as well, without notices and the days on which milestones were done.
What was extended for a part of a task, or for some units, is left out.
"""


def build_site(day: Day, *, revision: str | None = None, partial: bool = False, public: bool = False) -> Site:
    """The site of the ledger on a day."""
    plan, namer = day.ledger.plan, _Namer(day.ledger.units)
    sections = tuple((s.number, s.title) for s in plan.sections) if plan else ()
    titles = dict(sections)
    site = Site(
        title=plan.title if plan else None,
        issued=day.issued,
        as_of=day.as_of,
        public=public,
        partial=partial,
        overview=_overview(day),
        charts=tuple(_chart(day, by, namer) for by in CHARTS),
        sections=sections,
        issues=tuple(_issue(day, judgement, namer, titles) for judgement in day.judgements),
        late=tuple(d.obligation.issue or "" for d in day.late() if d.obligation.what is What.ISSUE),
        units=_units(day, namer),
        settings=Settings(day.policy.warn_days, day.policy.immediate_days, day.policy.review_months),
        timeline=build_timeline(day, day.judgements, partial=partial),
        revision=revision,
    )
    return published(site) if public else site


_PRIVATE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-－—–―\s]?[0-9]{7,8}|[0-9]{17}[0-9Xx])(?![0-9])"
)
"""Numbers of telephones and of identity cards, wherever they stand."""
_KEYS = frozenset({"id", "key", "concerned"})
"""Fields that name pages, and are no text."""


def masked(text: str) -> str:
    """A text without the numbers of telephones and identity cards in it."""
    return _PRIVATE.sub("＊＊＊", text)


def published(value: Any) -> Any:
    """The same data with nothing but what is on the list :data:`PUBLIC`; private numbers are masked."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Message):
        return Message(value.key, {name: published(gap) for name, gap in value.args.items()})
    if isinstance(value, Timeline):
        return _public_timeline(value)
    if is_dataclass(value) and not isinstance(value, type):
        listed = PUBLIC[type(value)]
        given = {f.name: getattr(value, f.name) for f in fields(value) if f.name in listed}
        kept = {name: held if name in _KEYS else published(held) for name, held in given.items()}
        return type(value)(**kept)
    if isinstance(value, tuple):
        return tuple(published(item) for item in value if _public(item))
    return value


def _public(item: Any) -> bool:
    if isinstance(item, EntryLine):
        return item.type in PUBLIC_ENTRIES and not item.state and item.by.key is not None
    return not (isinstance(item, Extension) and (item.part is not None or item.units))


def _public_timeline(chart: Timeline) -> Timeline:
    """The wall chart with what is public of each row, named one by one."""
    return Timeline(
        title=masked(chart.title) if chart.title is not None else None,
        by=chart.by,
        groups=tuple(RowGroup(g.key, g.heading, tuple(map(_public_row, g.rows))) for g in chart.groups),
        since=chart.since,
        until=chart.until,
        as_of=chart.as_of,
        issued=chart.issued,
        partial=chart.partial,
    )


def _public_row(row: Row) -> Row:
    return Row(
        id=row.id,
        number=row.number,
        title=masked(row.title),
        lead=row.lead,
        attempts=tuple(
            Span(s.begin, s.first_due, s.due, s.completed, s.accepted, s.closed, None, s.standing)
            for s in row.attempts
        ),
        extensions=tuple(Moved(m.day, m.old, m.new) for m in row.extensions if m.of_task),
        milestones=tuple(
            Node(n.measure, n.place, n.first_due, n.due, None, n.state, published(n.text))
            for n in row.milestones
        ),
        status=row.status,
        standing=row.standing,
        kind=row.kind,
        immediate=row.immediate,
        sustained=row.sustained,
        undetermined=row.undetermined,
        withdrawn=row.withdrawn,
        days_overdue=row.days_overdue,
    )


def _overview(day: Day) -> Overview:
    figures = day.figures()

    def flagged(name: str) -> Figures:
        return day.figures(judgements=[j for j in day.judgements if getattr(j.baseline.deadline, name)])

    immediate, sustained = flagged("immediate"), flagged("sustained")
    closed = len(figures.classes[Class.CLOSED])
    return Overview(
        total=len(figures.total),
        completed=len(figures.done),
        accepted=len(figures.classes[Class.ACCEPTED]) + closed,
        closed=closed,
        open=figures.counted - len(figures.done),
        overdue=len(figures.classes[Class.OVERDUE]),
        undetermined=len(figures.classes[Class.UNDETERMINED]),
        withdrawn=len(figures.classes[Class.WITHDRAWN]),
        rate=figures.rate,
        due=len(figures.due),
        due_done=len(figures.due_done),
        due_rate=figures.due_rate,
        due_in_time=len(figures.due_in_time),
        in_time_rate=figures.in_time_rate,
        early=len(figures.early),
        extended=len(figures.extended),
        immediate=immediate.counted,
        immediate_done=len(immediate.done),
        sustained=sustained.counted,
        sustained_done=len(sustained.done),
    )


class _Namer:
    """Names of the vocabulary with the way to their pages."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._known: dict[str, Name] = {}
        self.keys = {name: unit_key(name) for name in units.units}

    def __call__(self, name: str) -> Name:
        if name not in self._known:
            group = self._units.groups.get(name)
            members = tuple(self(member) for member in group.members if member != name) if group else ()
            collective = name in self._units.collectives
            self._known[name] = Name(name, self.keys.get(name), members, collective)
        return self._known[name]

    def all(self, names: Iterable[str]) -> tuple[Name, ...]:
        return tuple(map(self, names))


def unit_key(name: str) -> str:
    """What the page of a unit is called: the same as long as its short name is."""
    return sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _chart(day: Day, by: str, namer: _Namer) -> Chart:
    report = stats_report(day, day.judgements, by)
    stacked = by not in {"status", "standing"}
    foot: Any = report.foot or {}
    whole = None if stacked else foot["total"]
    groups = []
    for line in report.lines or ():
        label, group = line["label"], line["group"]
        if isinstance(label, list):
            label = namer.all(label)
        value = group if by in {"status", "standing", "section"} and isinstance(group, str) else None
        groups.append(_group(line, label, value, whole))
    return Chart(by, tuple(groups), _group(foot, Message("stats.total"), None, whole))


def _group(counts: Any, label: Any, value: str | None, whole: int | None) -> Group:
    """A row; its share is that of ``whole`` or, without it, completed of what was not withdrawn."""
    total, withdrawn = counts["total"], counts[Status.WITHDRAWN.value]
    completed = sum(counts[status.value] for status in _DONE)
    share = percent(completed, total - withdrawn) if whole is None else percent(total, whole)
    return Group(label, total, completed, counts["overdue"], withdrawn, share, value)


# --- an issue ------------------------------------------------------------------------------------


def _issue(day: Day, judgement: Judgement, namer: _Namer, titles: Mapping[str, str]) -> IssuePage:
    plan, baseline, chain = judgement.issue.baseline, judgement.baseline, judgement.chain
    named = baseline.responsibility
    lines = [(s.measure, _milestone(judgement, s, namer)) for s in judgement.milestones]
    notice = judgement.notice
    return IssuePage(
        id=baseline.id,
        number=baseline.number,
        title=baseline.title,
        section=baseline.section,
        section_title=titles.get(baseline.section or ""),
        problem=plan.problem,
        goal=plan.goal,
        deadline=plan.deadline.text,
        immediate=baseline.deadline.immediate,
        sustained=baseline.deadline.sustained,
        first_due=judgement.first_due,
        due=judgement.due,
        undetermined=is_undetermined(judgement),
        days_overdue=judgement.days_overdue,
        kind=judgement.kind.value,
        status=judgement.status.value,
        standing=judgement.standing.value,
        completed=judgement.completed,
        accepted=judgement.accepted,
        closed=judgement.closed,
        withdrawn=chain.withdrawn,
        lead=namer.all(named.lead),
        support=namer.all(named.support),
        acceptance=namer.all(baseline.acceptance.units),
        concerned=_concerned(day, judgement, namer),
        extensions=tuple(_extension(judgement, moved, namer) for moved in moves_of(judgement)),
        milestones=tuple(line for measure, line in lines if measure is None),
        measures=tuple(
            _measure(judgement, n, tuple(line for measure, line in lines if measure == n), namer)
            for n in range(1, len(baseline.measures) + 1)
        ),
        targets=tuple(_target(judgement, state, namer) for state in judgement.targets),
        record=_record(day, judgement, namer),
        attempts=tuple(
            AttemptLine(
                number, span.begin, span.due, span.completed, span.accepted, span.closed, span.standing,
                undetermined=span.due is None and span.completed is None and is_undetermined(judgement),
            )
            for number, span in enumerate(attempts_of(judgement, day.issued), 1)
        ),
        problem_now=_other(plan.problem, baseline.problem),
        goal_now=_other(plan.goal, baseline.goal),
        deadline_now=_other(plan.deadline.text, baseline.deadline.text),
        acceptance_text=plan.acceptance.text,
        responsibility_text="\n".join(
            filter(None, (plan.responsibility.text, plan.responsibility.support_text))
        ),
        others=tuple((other.label, other.text) for other in plan.others),
        notice=(notice.since, notice.until) if notice else None,
        review=judgement.review,
        owed_by=namer.all(judgement.owed_by) if judgement.completed is None else (),
    )  # fmt: skip


def _other(was: str | None, now: str | None) -> str | None:
    """What holds where it is not what was."""
    return None if now == was else now


def _concerned(day: Day, judgement: Judgement, namer: _Namer) -> tuple[str, ...]:
    """The keys of all units that have to do with the issue, by their names then and now."""
    baseline, units = judgement.baseline, day.ledger.units
    names = [*baseline.acceptance.units, *baseline.responsibility.lead, *baseline.responsibility.support]
    names += [name for measure in baseline.measures for name in measure.by]
    names += [name for held in judgement.chain.assigned.values() for name in held]
    both = ((name, units.on(name, day.as_of)) for name in units.expand(names))
    found = dict.fromkeys(name for pair in both for name in pair)
    return tuple(namer.keys[name] for name in found if name in namer.keys)


_LINE_STATES = {
    NodeState.OPEN: "open",
    NodeState.DONE: "done",
    NodeState.DONE_LATE: "done_late",
    NodeState.MISSED: "late",
    NodeState.WITHDRAWN: "withdrawn",
}


def _milestone(judgement: Judgement, state: MilestoneState, namer: _Namer) -> MilestoneLine:
    how = node_state(judgement, state)
    joint = judgement.shares.is_joint((state.measure, state.index))
    told = how in {NodeState.OPEN, NodeState.MISSED} and (
        how is NodeState.MISSED or not joint or bool(state.done_by)
    )
    return MilestoneLine(
        text=milestone_text(judgement, state),
        phrase=state.milestone.text,
        due=state.due,
        state=_LINE_STATES[how],
        done=state.done,
        first_due=state.milestone.due if state.milestone.due != state.due else None,
        owed_by=namer.all(state.owed_by) if told else (),
        done_by=namer.all(state.done_by) if told else (),
    )


def _measure(
    judgement: Judgement, number: int, milestones: tuple[MilestoneLine, ...], namer: _Namer
) -> MeasureLine:
    plan, measure = judgement.issue.baseline, judgement.baseline.measures[number - 1]
    was = plan.measures[number - 1].text if number <= len(plan.measures) else None
    mine = [o for o in judgement.obligations if o.what is What.MEASURE and o.measure == number]
    one = mine[0] if mine else None
    shared = one is not None and one.done is None and not one.joint
    return MeasureLine(
        number=measure.number,
        text=measure.text,
        milestones=milestones,
        was=_other(measure.text, was),
        dropped=number in judgement.chain.effective.dropped,
        due=_day_of(one) if one is not None and one.dated else None,
        done=one.done if one is not None else None,
        owed_by=namer.all(one.owed_by) if one is not None and shared else (),
        done_by=namer.all(one.done_by) if one is not None and shared else (),
    )


def _day_of(one: Obligation) -> date | None:
    """By when the first of those who still owe it has to do it; one may have been given longer."""
    days = [share.due for share in one.shares if share.done is None and share.due is not None]
    return min(days, default=one.due)


def _target(judgement: Judgement, state: TargetState, namer: _Namer) -> TargetLine:
    target = state.target
    return TargetLine(
        name=target.name,
        text=target.text,
        sign=SIGNS[target.compare],
        value=target.value,
        unit=target.unit,
        each=target.each,
        due=judgement.figure_due(state, None),
        parts=tuple(
            PartLine(part.part.name, part.part.text, part.value, _reached(judgement, state, part))
            for part in state.parts
        ),
        reading=state.value,
        percent=state.percent,
        read=state.read,
        said=_reached(judgement, state, None),
        summed=state.summed if state.conflict else None,
        reached_by=namer.all(one.unit for one in state.each if one.reached is not None),
        missing=tuple((namer(one.unit), one.value) for one in state.each if one.reached is None),
    )


def _reached(judgement: Judgement, state: TargetState, part: PartState | None) -> Message:
    """Whether a figure is reached; before its day nothing is said to be missed."""
    met, value = (state.met, state.value) if part is None else (part.met, part.value)
    due = judgement.figure_due(state, part)
    if met:
        return Message("site.met_yes")
    if judgement.status is Status.WITHDRAWN:
        return Message("standing.withdrawn")
    if due is None or due >= judgement.as_of:
        return Message("site.met_none" if value is None else "site.met_open")
    return Message("site.met_due" if value is None else "site.met_no")


def _extension(judgement: Judgement, moved: Moved, namer: _Namer) -> Extension:
    part = None
    if not moved.of_task:
        part = _part_name(judgement, moved.measure, moved.milestone)
    return Extension(moved.day, moved.old, moved.new, part, namer.all(moved.units))


def _part_name(judgement: Judgement, measure: int | None, milestone: int | None) -> Message:
    """A measure, or a milestone by its clause."""
    for state in judgement.milestones:
        if milestone is not None and (state.measure, state.index) == (measure, milestone):
            return _stage_name(judgement, measure, milestone_text(judgement, state))
    return Message("site.debt_measure", {"measure": measure_name(judgement.baseline, measure)})


def _stage_name(judgement: Judgement, measure: int | None, text: str) -> Message:
    if measure is None:
        return Message("site.debt_goal", {"text": text})
    return Message("site.debt_stage", {"measure": measure_name(judgement.baseline, measure), "text": text})


def _record(day: Day, judgement: Judgement, namer: _Namer) -> tuple[EntryLine, ...]:
    """The entries up to the day, by date; in the file's order within one day."""
    issue = judgement.issue
    if not issue.entries:
        return ()
    walked = walk(issue.baseline, issue.entries, day.setting, day.as_of)
    taken = {step.position: step.refused for step in walked}
    lines = []
    for position, entry in enumerate(issue.entries):
        if entry.date <= day.as_of:
            state = "void" if position not in taken else "refused" if taken[position] else ""
            proofs = [proof.title or proof.path or proof.url or "" for proof in entry.evidence]
            lines.append(
                EntryLine(
                    date=entry.date,
                    type=entry.type,
                    by=namer(entry.by),
                    state=state,
                    text=entry.text,
                    details=tuple(entry_details(entry, judgement.baseline)),
                    evidence=tuple(proof for proof in proofs if proof),
                    called=type_message(entry),
                )
            )
    return tuple(sorted(lines, key=lambda line: line.date))


# --- a unit --------------------------------------------------------------------------------------


def _units(day: Day, namer: _Namer) -> tuple[UnitPage, ...]:
    units = day.ledger.units
    late, done, duties, held = day.late(), _done(day), _duties(day), _holders(day)
    overdue = [debt.obligation.issue or "" for debt in late if debt.obligation.what is What.ISSUE]
    pages = []
    for name, unit in units.units.items():
        now = units.on(name, day.as_of)
        mine = [debt for debt in late if name in debt.units]
        leads, supports, accepts = (
            tuple(held.get(role, {}).get(name, ())) for role in ("lead", "support", "acceptance")
        )
        pages.append(
            UnitPage(
                key=namer.keys[name],
                name=name,
                full=unit.name,
                kind=unit.kind.value,
                leads=leads,
                supports=supports,
                accepts=accepts,
                leads_late=tuple(issue for issue in overdue if issue in leads),
                successor=namer(now) if now != name else None,
                late=len(mine),
                debts=tuple(_debts(day, name, mine)),
                done=tuple(done.get(name, ())),
                duties=tuple(duties.get(name, ())),
            )
        )
    return tuple(pages)


def _holders(day: Day) -> dict[str, dict[str, list[str]]]:
    """The issues in which units have a role, by role and by what the units are called on the day."""
    found: dict[str, dict[str, list[str]]] = {}
    for judgement in day.judgements:
        for role, names in roles_of(judgement, day.ledger.units).items():
            for name in names:
                found.setdefault(role, {}).setdefault(name, []).append(judgement.issue.id)
    return found


def _debts(day: Day, unit: str, late: list[Debt]) -> Iterable[DebtLine]:
    """What a unit owes: what is late first, then by day, then what has none."""
    for debt in late:
        yield _debt(day, unit, debt.obligation, debt.due, debt.days(day.as_of))
    for debt in day.coming_of(unit):
        yield _debt(day, unit, debt.obligation, debt.due, None)
    for judgement in day.judgements:
        task = judgement.task
        if task is not None and task.done is None and task.due is None and unit in task.owed_by:
            yield _debt(day, unit, task, None, None)


def _debt(day: Day, unit: str, one: Obligation, due: date | None, days: int | None) -> DebtLine:
    judgement = day.by_id[one.issue or ""]
    baseline = judgement.baseline
    return DebtLine(
        issue=baseline.id,
        number=baseline.number,
        title=baseline.title,
        what=_what(judgement, one, unit),
        due=due,
        days=days,
        undetermined=due is None and is_undetermined(judgement),
    )


def _what(judgement: Judgement, one: Obligation, unit: str | None = None) -> Message:
    """What is owed; of a task, which measures of it a unit owes."""
    measure = {"measure": measure_name(judgement.baseline, one.measure)}
    match one.what:
        case What.ISSUE:
            parts = [
                measure_name(judgement.baseline, o.measure)
                for o in judgement.obligations
                if o.what is What.MEASURE and not o.joint and not o.dated and unit in o.owed_by
            ]
            return Message("site.debt_parts", {"parts": parts}) if parts else Message("site.debt_issue")
        case What.MILESTONE:
            return _part_name(judgement, one.measure, one.milestone)
        case What.MEASURE:
            return Message("site.debt_measure", measure)
        case What.FIGURE:
            return Message("site.debt_figure", {"target": _figure_text(judgement, one)})
        case What.FIRST_ACTION:
            return Message("site.debt_first_measure" if one.measure else "site.debt_first", measure)
        case What.PROMISE:
            return Message("site.debt_promise", {"text": one.text or Message("site.debt_issue")})
        case _:
            return Message("site.debt_review")


def _figure_text(judgement: Judgement, one: Obligation) -> Message | str:
    state = judgement.shares.target(one.target or 1)
    if one.part is not None:
        part = state.parts[one.part - 1].part
        return f"{part.name} {part.text}"
    return target_text(state, judgement.shares)


def _done(day: Day) -> dict[str, list[DoneLine]]:
    """What units have done of the issues, by their names on the day; what was done last comes first."""
    found: dict[str, list[DoneLine]] = {}
    for judgement in day.judgements:
        baseline = judgement.baseline
        for unit, what, when in _deeds(day, judgement):
            line = DoneLine(baseline.id, baseline.number, baseline.title, what, when)
            found.setdefault(unit, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (-line.day.toordinal(), line.issue))
    return found


def _deeds(day: Day, judgement: Judgement) -> Iterable[tuple[str, Message, date]]:
    """A completed task for those who lead it; for all others the stages that they have done themselves."""
    units, as_of = day.ledger.units, day.as_of
    leads = {units.on(name, as_of) for name in judgement.chain.leads}
    finished = leads if judgement.completed is not None else set()
    for unit in sorted(finished):
        yield unit, Message("site.done_issue"), judgement.completed or as_of
    whole: set[tuple[int | None, str]] = set()
    for one in judgement.obligations:
        if one.what not in {What.MEASURE, What.MILESTONE}:
            continue
        for name, when in _own(judgement, (one.measure, one.milestone)):
            unit = units.on(name, as_of)
            if unit in finished or (one.what is What.MILESTONE and (one.measure, unit) in whole):
                continue
            if one.what is What.MEASURE:
                whole.add((one.measure, unit))
            yield unit, _what(judgement, one), when


def _own(judgement: Judgement, node: Place) -> Iterable[tuple[str, date]]:
    """The units that did their part of a stage themselves, and when."""
    chain, shares = judgement.chain, judgement.shares
    for name in shares.units(node):
        when = chain.parts.get(node, {}).get(name) if shares.is_joint(node) else shares.share(node, name)
        if when is None and shares.is_joint(node) and name in chain.leads:
            when = chain.whole.get(node)
        if when is not None:
            yield name, when


def _duties(day: Day) -> dict[str, list[DutyLine]]:
    """What is to be done again and again and has no record; reviews are among what is owed of the issues."""
    found: dict[str, list[DutyLine]] = {}
    for duty in day.duties():
        state = state_of(duty, day.as_of)
        # a letter is between the office and the unit, and on no page
        if duty.what in {What.REVIEW, What.REPLY} or state is State.DONE:
            continue
        args = {"measure": duty.measure, "text": duty.text, "since": duty.since}
        if duty.what is What.DISCLOSURE:
            what = Message("site.duty_year", {"year": duty.due.year if duty.due else day.as_of.year})
        else:
            what = Message("site.duty" if duty.since else "site.duty_unknown", args)
        for unit in duty.owed_by:
            found.setdefault(unit, []).append(DutyLine(what, duty.due, state.value, duty.issue, duty.number))
    return found
