"""The web site of the ledger as page data: everything that its pages say, in no language yet.

The public site holds what is on the list :data:`PUBLIC` and nothing else: whatever is added to a page later
is left out of it until it is put on the list.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ledger.judging.chain import start_chain, steps
from ledger.judging.counting import percent
from ledger.judging.duties import State
from ledger.judging.status import Standing, policy_of
from ledger.judging.targets import target_states
from ledger.reports.counts import stats_report
from ledger.reports.detail import entry_details
from ledger.reports.issues import milestone_text
from ledger.reports.report import Message
from ledger.reports.timeline import Group as RowGroup
from ledger.reports.timeline import Node, Row, Timeline, build_timeline
from ledger.reports.working import duty_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.judging.duties import Duty
    from ledger.judging.status import Judgement, MilestoneState
    from ledger.judging.targets import TargetState
    from ledger.model.ledger import Ledger
    from ledger.model.unit import Units

CHARTS = ("status", "standing", "section", "lead", "due-year")
"""What the overview counts by, in order."""

PUBLIC_ENTRIES = ("complete", "accept", "publicize", "close", "extend")
"""The types of entries that the public site lists."""

_DONE = ("completed", "accepted", "publicized", "closed")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the vocabulary; ``key`` leads to the page of a unit, a group has its ``members``."""

    text: str
    key: str | None = None
    members: tuple[Name, ...] = ()
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The figures of the standard sentence.

    ``accepted`` holds what is closed, ``completed`` what is accepted; ``open`` and ``completed`` make up the
    total.  ``due`` is what had to be completed by the day, ``early`` what was completed before its day.
    """

    total: int
    completed: int
    accepted: int
    closed: int
    open: int
    overdue: int
    due: int
    due_done: int
    early: int
    immediate: int
    immediate_done: int
    sustained: int
    sustained_done: int

    @property
    def share(self) -> Decimal | None:
        """Completed of all, per cent."""
        return percent(self.completed, self.total)

    @property
    def due_share(self) -> Decimal | None:
        """Completed of what had to be, per cent."""
        return percent(self.due_done, self.due)


@dataclass(frozen=True, slots=True)
class Group:
    """A row of a chart: completed, late and other open issues make up the total.

    ``value`` is what the list is filtered by to see the group.
    """

    label: Any
    total: int
    completed: int
    overdue: int
    statuses: tuple[int, ...]
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Issues counted by one of :data:`CHARTS`; the groups share no issue."""

    by: str
    groups: tuple[Group, ...]
    total: Group


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone: the clause, the phrase with the day, and whether it is done, late or open."""

    text: str
    phrase: str
    due: date
    state: str
    done: date | None = None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as the plan has it."""

    number: str | None
    text: str
    milestones: tuple[MilestoneLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A figure that the plan commits to, and how far it has come."""

    name: str
    text: str
    sign: str
    value: Decimal
    unit: str
    each: bool
    due: date | None
    parts: tuple[tuple[str, str], ...] = ()
    reading: Decimal | None = None
    percent: Decimal | None = None
    read: date | None = None
    met: bool | None = None
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A deadline moved."""

    day: date
    old: date | None
    new: date


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry; ``state`` is ``void`` or ``refused`` where it has no effect."""

    date: date
    type: str
    by: Name
    state: str = ""
    text: str | None = None
    details: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One issue in full."""

    id: str
    number: str
    title: str
    section: str | None
    section_title: str | None
    problem: str | None
    goal: str
    deadline: str
    immediate: bool
    sustained: bool
    first_due: date | None
    due: date | None
    days_overdue: int | None
    kind: str
    status: str
    standing: str
    completed: date | None
    accepted: date | None
    closed: date | None
    lead: tuple[Name, ...]
    support: tuple[Name, ...]
    acceptance: tuple[Name, ...]
    concerned: tuple[str, ...]
    extensions: tuple[Extension, ...]
    milestones: tuple[MilestoneLine, ...]
    measures: tuple[MeasureLine, ...]
    targets: tuple[TargetLine, ...]
    record: tuple[EntryLine, ...]
    acceptance_text: str | None = None
    responsibility_text: str | None = None
    others: tuple[tuple[str, str | None], ...] = ()
    notice: tuple[date, date] | None = None
    review: date | None = None
    relapses: int = 0


@dataclass(frozen=True, slots=True)
class DutyLine:
    """An occurrence of a standing duty that is owed or was missed."""

    kind: str
    what: Message
    due: date
    state: str
    issue: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What one unit leads, supports and accepts, by the ids of the issues; ``late`` is what it owes late."""

    key: str
    name: str
    full: str
    kind: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    accepts: tuple[str, ...]
    late: tuple[str, ...]
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
    progress: Progress
    charts: tuple[Chart, ...]
    sections: tuple[tuple[str, str], ...]
    issues: tuple[IssuePage, ...]
    units: tuple[UnitPage, ...]
    settings: Settings
    timeline: Timeline
    revision: str | None = None


PUBLIC: dict[type, frozenset[str]] = {
    Name: frozenset({"text", "key", "members", "collective"}),
    Progress: frozenset(field.name for field in fields(Progress)),
    Group: frozenset({"label", "total", "completed", "overdue", "statuses", "value"}),
    Chart: frozenset({"by", "groups", "total"}),
    MilestoneLine: frozenset({"text", "phrase", "due", "state"}),
    MeasureLine: frozenset({"number", "text", "milestones"}),
    TargetLine: frozenset({"name", "text", "sign", "value", "unit", "each", "due", "parts"}),
    Extension: frozenset({"day", "old", "new"}),
    EntryLine: frozenset({"date", "type", "by"}),
    IssuePage: frozenset(
        {
            *(
                "id",
                "number",
                "title",
                "section",
                "section_title",
                "problem",
                "goal",
                "deadline",
                "immediate",
            ),
            *("sustained", "first_due", "due", "days_overdue", "kind", "status", "standing", "completed"),
            *("accepted", "closed", "lead", "support", "acceptance", "concerned", "extensions"),
            *("milestones", "measures", "targets", "record"),
        }
    ),
    UnitPage: frozenset({"key", "name", "full", "kind", "leads", "supports", "accepts", "late"}),
    Settings: frozenset({"warn_days", "immediate_days", "review_months"}),
    Site: frozenset(
        {
            *("title", "issued", "as_of", "public", "partial", "progress", "charts", "sections", "issues"),
            *("units", "settings", "timeline"),
        }
    ),
}
"""What the public site says, field by field; of entries only those of :data:`PUBLIC_ENTRIES` in effect.

The wall chart is copied field by field as well, without notices and the days on which milestones were done.
"""


def build_site(
    ledger: Ledger,
    judgements: Sequence[Judgement],
    owed: Iterable[Duty],
    as_of: date,
    *,
    revision: str | None = None,
    partial: bool = False,
    public: bool = False,
) -> Site:
    """The site of the issues judged on a day; ``owed`` are the standing duties begun by then."""
    plan, units = ledger.plan, ledger.units
    sections = tuple((s.number, s.title) for s in plan.sections) if plan else ()
    titles = dict(sections)
    namer = _Namer(units)
    policy = policy_of(plan)
    site = Site(
        title=plan.title if plan else None,
        issued=plan.issued if plan else None,
        as_of=as_of,
        public=public,
        partial=partial,
        progress=progress(judgements, as_of),
        charts=tuple(_chart(judgements, ledger, as_of, by, namer) for by in CHARTS),
        sections=sections,
        issues=tuple(_issue(judgement, units, namer, titles, as_of) for judgement in judgements),
        units=_units(judgements, units, namer, list(owed)),
        settings=Settings(policy.warn_days, policy.immediate_days, policy.review_months),
        timeline=build_timeline(judgements, plan, as_of, partial=partial),
        revision=revision,
    )
    return published(site) if public else site


def published(value: Any) -> Any:
    """The same data with nothing but what is on the list :data:`PUBLIC`."""
    if isinstance(value, Timeline):
        return _public_timeline(value)
    if is_dataclass(value) and not isinstance(value, type):
        listed = PUBLIC[type(value)]
        kept = {f.name: published(getattr(value, f.name)) for f in fields(value) if f.name in listed}
        return type(value)(**kept)
    if isinstance(value, tuple) and not isinstance(value, Message):
        return tuple(published(item) for item in value if not isinstance(item, EntryLine) or _public(item))
    return value


def _public_timeline(chart: Timeline) -> Timeline:
    """The wall chart with what is public of each row, named one by one."""
    return Timeline(
        title=chart.title,
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
        title=row.title,
        lead=row.lead,
        start=row.start,
        first_due=row.first_due,
        due=row.due,
        extensions=row.extensions,
        milestones=tuple(Node(n.measure, n.place, n.due, None, n.state, n.text) for n in row.milestones),
        completed=row.completed,
        accepted=row.accepted,
        closed=row.closed,
        notice=None,
        status=row.status,
        standing=row.standing,
        kind=row.kind,
        immediate=row.immediate,
        sustained=row.sustained,
        days_overdue=row.days_overdue,
    )


def _public(line: EntryLine) -> bool:
    return line.type in PUBLIC_ENTRIES and not line.state and line.by.key is not None


def progress(judgements: Sequence[Judgement], as_of: date) -> Progress:
    """The figures of the standard sentence."""
    counted = dict.fromkeys((field.name for field in fields(Progress)), 0)
    for judgement in judgements:
        deadline = judgement.issue.baseline.deadline
        done = judgement.completed is not None
        due = judgement.due is not None and judgement.due <= as_of
        for key, holds in (
            ("total", True),
            ("completed", done),
            ("accepted", judgement.accepted is not None),
            ("closed", judgement.closed is not None),
            ("open", not done),
            ("overdue", judgement.standing is Standing.OVERDUE),
            ("due", due),
            ("due_done", due and done),
            ("early", (judgement.margin or 0) > 0),
            ("immediate", deadline.immediate),
            ("immediate_done", deadline.immediate and done),
            ("sustained", deadline.sustained),
            ("sustained_done", deadline.sustained and done),
        ):
            counted[key] += holds
    return Progress(**counted)


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


def _chart(judgements: Sequence[Judgement], ledger: Ledger, as_of: date, by: str, namer: _Namer) -> Chart:
    report = stats_report(judgements, ledger.plan, as_of, by)
    groups = []
    for line in report.lines or ():
        label, group = line["label"], line["group"]
        if isinstance(label, list):
            label = namer.all(label)
        value = group if by in {"status", "standing", "section"} and isinstance(group, str) else None
        groups.append(_group(line, label, value))
    return Chart(by, tuple(groups), _group(report.foot or {}, Message("stats.total"), None))


def _group(counts: Any, label: Any, value: str | None) -> Group:
    statuses = tuple(counts[name] for name in STATUS_ORDER)
    return Group(
        label, counts["total"], sum(counts[name] for name in _DONE), counts["overdue"], statuses, value
    )


STATUS_ORDER = ("not_started", "in_progress", *_DONE)
"""The statuses in the order of the chain."""


def _issue(
    judgement: Judgement, units: Units, namer: _Namer, titles: dict[str, str], as_of: date
) -> IssuePage:
    baseline = judgement.issue.baseline
    lead, support = baseline.responsibility.lead, baseline.responsibility.support
    acceptance = baseline.acceptance.units
    lines = [(s.measure, _milestone(judgement, s, as_of)) for s in judgement.milestones]
    notice = judgement.notice
    return IssuePage(
        id=baseline.id,
        number=baseline.number,
        title=baseline.title,
        section=baseline.section,
        section_title=titles.get(baseline.section or ""),
        problem=baseline.problem,
        goal=baseline.goal,
        deadline=baseline.deadline.text,
        immediate=baseline.deadline.immediate,
        sustained=baseline.deadline.sustained,
        first_due=baseline.deadline.due,
        due=judgement.due,
        days_overdue=judgement.days_overdue,
        kind=judgement.kind.value,
        status=judgement.status.value,
        standing=judgement.standing.value,
        completed=judgement.completed,
        accepted=judgement.accepted,
        closed=judgement.closed,
        lead=namer.all(lead),
        support=namer.all(support),
        acceptance=namer.all(acceptance),
        concerned=tuple(
            namer.keys[name] for name in units.expand((*acceptance, *lead, *support)) if name in namer.keys
        ),
        extensions=tuple(Extension(e.day, e.old, e.new) for e in judgement.extensions),
        milestones=tuple(line for measure, line in lines if measure is None),
        measures=tuple(
            MeasureLine(m.number, m.text, tuple(line for measure, line in lines if measure == n))
            for n, m in enumerate(baseline.measures, 1)
        ),
        targets=tuple(map(_target, target_states(baseline, judgement.chain, units))),
        record=_record(judgement, namer, as_of),
        acceptance_text=baseline.acceptance.text,
        responsibility_text="\n".join(
            filter(None, (baseline.responsibility.text, baseline.responsibility.support_text))
        ),
        others=tuple((other.label, other.text) for other in baseline.others),
        notice=(notice.since, notice.until) if notice else None,
        review=judgement.review,
        relapses=judgement.chain.relapses,
    )


def _milestone(judgement: Judgement, state: MilestoneState, as_of: date) -> MilestoneLine:
    due = state.milestone.due
    word = "done" if state.done else "late" if due < as_of else "open"
    return MilestoneLine(milestone_text(judgement, state), state.milestone.text, due, word, state.done)


def _target(state: TargetState) -> TargetLine:
    target = state.target
    return TargetLine(
        name=target.name,
        text=target.text,
        sign="≥" if target.compare == ">=" else "≤",
        value=target.value,
        unit=target.unit,
        each=target.each,
        due=target.due,
        parts=tuple((part.name, part.text) for part in target.parts),
        reading=state.value,
        percent=state.percent,
        read=state.read,
        met=state.met,
        waiting=state.waiting,
    )


def _record(judgement: Judgement, namer: _Namer, as_of: date) -> tuple[EntryLine, ...]:
    """The entries up to the day, by date; in the file's order within one day."""
    entries = judgement.issue.entries
    if not entries:
        return ()
    chain = start_chain(judgement.issue.baseline, judgement.chain.parties)
    taken = {step.position: step.refused for step in steps(entries, chain, as_of)}
    lines = []
    for position, entry in enumerate(entries):
        if entry.date <= as_of:
            state = "void" if position not in taken else "refused" if taken[position] else ""
            proofs = [proof.title or proof.path or proof.url or "" for proof in entry.evidence]
            lines.append(
                EntryLine(
                    date=entry.date,
                    type=entry.type,
                    by=namer(entry.by),
                    state=state,
                    text=entry.text,
                    details=tuple(entry_details(entry)),
                    evidence=tuple(proof for proof in proofs if proof),
                )
            )
    return tuple(sorted(lines, key=lambda line: line.date))


def _units(
    judgements: Sequence[Judgement], units: Units, namer: _Namer, owed: Sequence[Duty]
) -> tuple[UnitPage, ...]:
    held: dict[str, dict[str, list[Judgement]]] = {
        name: {"lead": [], "support": [], "acceptance": []} for name in units.units
    }
    for judgement in judgements:
        baseline = judgement.issue.baseline
        roles = {
            "lead": baseline.responsibility.lead,
            "support": baseline.responsibility.support,
            "acceptance": baseline.acceptance.units,
        }
        for role, names in roles.items():
            for name in units.expand(names):
                if name in held:
                    held[name][role].append(judgement)
    duties: dict[str, list[DutyLine]] = {name: [] for name in units.units}
    for duty in owed:
        if duty.state is not State.DONE:
            for name in units.expand(duty.units):
                if name in duties:
                    duties[name].append(_duty(duty))
    return tuple(
        _unit(name, unit.name, unit.kind.value, namer.keys[name], held[name], duties[name])
        for name, unit in units.units.items()
    )


def _unit(
    name: str,
    full: str,
    kind: str,
    key: str,
    held: dict[str, list[Judgement]],
    duties: Sequence[DutyLine],
) -> UnitPage:
    ids = {role: tuple(j.issue.id for j in found) for role, found in held.items()}
    owes = {j.issue.id: j for role in ("lead", "support") for j in held[role]}
    late = [j for j in owes.values() if j.standing is Standing.OVERDUE]
    late.sort(key=lambda j: (-(j.days_overdue or 0), j.issue.id))
    return UnitPage(
        key=key,
        name=name,
        full=full,
        kind=kind,
        leads=ids["lead"],
        supports=ids["support"],
        accepts=ids["acceptance"],
        late=tuple(j.issue.id for j in late),
        duties=tuple(duties),
    )


def _duty(duty: Duty) -> DutyLine:
    record = {"duty": duty.kind, "since": duty.since, "measure": duty.measure, "text": duty.text}
    return DutyLine(duty.kind, duty_text(record), duty.until, duty.state.value, duty.issue, duty.number)
