"""The whole ledger on a day as tables of plain values, for databases and for programs that count."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ledger.judging.chain import parties, start_chain, steps
from ledger.judging.status import policy_of
from ledger.judging.targets import target_states

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.judging.duties import Duty
    from ledger.judging.status import Judgement
    from ledger.model.baseline import Baseline
    from ledger.model.entries import EntryBase
    from ledger.model.ledger import Ledger
    from ledger.model.plan import Plan
    from ledger.model.unit import Units

Type = Literal["text", "integer", "real", "date", "boolean"]
"""The type of a column; any value may be absent unless its column is part of the key."""

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]


class Field(NamedTuple):
    """A column of a table.

    ``head`` is its key in the catalogue of column heads where that is not its name.  ``words`` is the
    catalogue prefix of its values where these are English identifiers.
    """

    name: str
    type: Type = "text"
    head: str = ""
    words: str = ""


class Reference(NamedTuple):
    """Columns whose values are the key of a row of another table."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


class DataTable(NamedTuple):
    """A table: its columns, its rows in the order of its key, the key, and what it refers to.

    ``title`` is a key of the catalogue.
    """

    name: str
    columns: tuple[Field, ...]
    rows: tuple[Row, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_ISSUE = Reference(("issue",), "issues", ("id",))
_MEASURE = Reference(("issue", "measure"), "measures", ("issue", "position"))
_TARGET = Reference(("issue", "target"), "targets", ("issue", "position"))
_PART = Reference(("issue", "target", "part"), "target_parts", ("issue", "target", "position"))
_ENTRY = Reference(("issue", "entry"), "entries", ("issue", "position"))
_UNIT = Reference(("unit",), "units", ("name",))

_POSITION = Field("position", "integer")

TABLES = (
    DataTable(
        "plan",
        (
            Field("title"),
            Field("issuer"),
            Field("issued", "date"),
            Field("as_of", "date"),
            Field("revision"),
            Field("source"),
            Field("sha256"),
        ),
        (),
        ("as_of",),
        title="export.plan",
    ),
    DataTable("sections", (Field("number"), Field("title")), (), ("number",), title="export.sections"),
    DataTable(
        "units",
        (
            Field("name"),
            Field("full_name"),
            Field("kind", head="unit_kind", words="unit_kind"),
            Field("parent"),
        ),
        (),
        ("name",),
        (Reference(("parent",), "units", ("name",)),),
        title="export.units",
    ),
    DataTable(
        "unit_groups",
        (Field("name"), Field("member")),
        (),
        ("name", "member"),
        (Reference(("member",), "units", ("name",)),),
        title="export.unit_groups",
    ),
    DataTable(
        "issues",
        (
            Field("id"),
            Field("number"),
            Field("section"),
            Field("title"),
            Field("problem"),
            Field("goal"),
            Field("deadline_text"),
            Field("first_due", "date"),
            Field("due", "date"),
            Field("immediate", "boolean"),
            Field("sustained", "boolean"),
            Field("kind", words="kind"),
            Field("status", words="status"),
            Field("standing", words="standing"),
            Field("days_overdue", "integer"),
            Field("completed", "date"),
            Field("margin_days", "integer"),
            Field("accepted", "date"),
            Field("notice_since", "date"),
            Field("notice_until", "date"),
            Field("closed", "date"),
            Field("next_review", "date"),
            Field("extensions", "integer"),
            Field("rejections", "integer"),
            Field("relapses", "integer"),
            Field("entries", "integer"),
            Field("lead"),
            Field("support"),
            Field("acceptance"),
            Field("unexpanded"),
            Field("path"),
        ),
        (),
        ("id",),
        (Reference(("section",), "sections", ("number",)),),
        title="export.issues",
    ),
    DataTable(
        "issue_units",
        (Field("issue"), Field("unit"), Field("role", words="role"), Field("via")),
        (),
        ("issue", "unit", "role"),
        (_ISSUE, _UNIT),
        title="export.issue_units",
    ),
    DataTable(
        "measures",
        (Field("issue"), _POSITION, Field("number"), Field("text"), Field("done", "date")),
        (),
        ("issue", "position"),
        (_ISSUE,),
        title="export.measures",
    ),
    DataTable(
        "milestones",
        (
            Field("issue"),
            _POSITION,
            Field("measure", "integer"),
            Field("milestone", "integer"),
            Field("text"),
            Field("due", "date"),
            Field("done", "date"),
            Field("days_late", "integer"),
        ),
        (),
        ("issue", "position"),
        (_ISSUE, _MEASURE),
        title="export.milestones",
    ),
    DataTable(
        "targets",
        (
            Field("issue"),
            _POSITION,
            Field("measure", "integer"),
            Field("name"),
            Field("text"),
            Field("value", "real", head="figure"),
            Field("unit", head="unit_of_figure"),
            Field("compare"),
            Field("each", "boolean"),
            Field("due", "date"),
            Field("reading", "real"),
            Field("read", "date"),
            Field("percent", "real"),
            Field("met", "boolean"),
        ),
        (),
        ("issue", "position"),
        (_ISSUE, _MEASURE),
        title="export.targets",
    ),
    DataTable(
        "target_parts",
        (
            Field("issue"),
            Field("target", "integer"),
            _POSITION,
            Field("measure", "integer"),
            Field("name"),
            Field("text"),
            Field("value", "real", head="figure"),
            Field("due", "date"),
        ),
        (),
        ("issue", "target", "position"),
        (_ISSUE, _TARGET, _MEASURE),
        title="export.target_parts",
    ),
    DataTable(
        "entries",
        (
            Field("issue"),
            _POSITION,
            Field("ref"),
            Field("date", "date"),
            Field("type", words="entry"),
            Field("unit"),
            Field("text"),
            Field("in_effect", "boolean"),
            Field("fields"),
        ),
        (),
        ("issue", "position"),
        (_ISSUE, _UNIT),
        title="export.entries",
    ),
    DataTable(
        "readings",
        (
            Field("issue"),
            Field("entry", "integer"),
            _POSITION,
            Field("target", "integer"),
            Field("part", "integer"),
            Field("date", "date"),
            Field("unit"),
            Field("value", "real", head="figure"),
            Field("in_effect", "boolean"),
        ),
        (),
        ("issue", "entry", "position"),
        (_ISSUE, _ENTRY, _TARGET, _PART, _UNIT),
        title="export.readings",
    ),
    DataTable(
        "evidence",
        (
            Field("issue"),
            Field("entry", "integer"),
            _POSITION,
            Field("path"),
            Field("sha256"),
            Field("url"),
            Field("title", head="name"),
        ),
        (),
        ("issue", "entry", "position"),
        (_ISSUE, _ENTRY),
        title="export.evidence",
    ),
    DataTable(
        "extensions",
        (
            Field("issue"),
            _POSITION,
            Field("entry", "integer"),
            Field("date", "date"),
            Field("old_due", "date"),
            Field("new_due", "date"),
            Field("approval"),
        ),
        (),
        ("issue", "position"),
        (_ISSUE, _ENTRY),
        title="export.extensions",
    ),
    DataTable(
        "duties",
        (
            _POSITION,
            Field("kind", head="duty", words="duty"),
            Field("issue"),
            Field("measure", "integer"),
            Field("text"),
            Field("units", head="unit"),
            Field("since", "date"),
            Field("until", "date"),
            Field("state", words="state"),
            Field("done", "date"),
        ),
        (),
        ("position",),
        (_ISSUE, _MEASURE),
        title="export.duties",
    ),
    DataTable(
        "disclosures",
        (_POSITION, Field("date", "date"), Field("unit"), Field("place"), Field("text"), Field("evidence")),
        (),
        ("position",),
        (_UNIT,),
        title="export.disclosures",
    ),
)
"""Every table, without rows; a table comes after those that it refers to."""

TABLE_NAMES = tuple(table.name for table in TABLES)
"""The names of the tables."""

HEADS = frozenset(column.head or column.name for table in TABLES for column in table.columns)
"""The keys of all column heads."""

JOIN = "、"
"""What stands between the names of units in one value."""


def data_tables(
    ledger: Ledger,
    judgements: Sequence[Judgement],
    duties: Sequence[Duty],
    as_of: date,
    revision: str | None = None,
) -> tuple[DataTable, ...]:
    """The tables of the ledger as ``judgements`` have it on ``as_of``; entries of later days are left out.

    Every reference holds, whatever is wrong with the data: a unit or section that is named and unknown has a
    row with nothing but its name, and a number that points at nothing is absent.
    """
    rows: dict[str, list[Row]] = {name: [] for name in TABLE_NAMES}
    rows["plan"] = [_plan(ledger.plan, as_of, revision)]
    for judgement in judgements:
        _issue(rows, ledger, judgement, as_of)
    known = {judgement.issue.id: len(judgement.issue.baseline.measures) for judgement in judgements}
    for position, duty in enumerate(duties, 1):
        issue = duty.issue if duty.issue in known else None
        measure = _within(duty.measure, known[issue]) if issue is not None else None
        rows["duties"].append(
            (
                position,
                duty.kind,
                issue,
                measure,
                duty.text,
                JOIN.join(duty.units),
                duty.since,
                duty.until,
                duty.state.value,
                duty.done,
            )
        )
    told = [one for one in ledger.disclosures if one.date <= as_of]
    for position, one in enumerate(told, 1):
        proof = JOIN.join(filter(None, (e.path or e.url or e.title for e in one.evidence)))
        rows["disclosures"].append((position, one.date, one.unit, one.where, one.text, proof or None))
    _sections(rows, ledger)
    _units(rows, ledger.units)
    return tuple(_sorted(table._replace(rows=tuple(rows[table.name]))) for table in TABLES)


def _plan(plan: Plan | None, as_of: date, revision: str | None) -> Row:
    if plan is None:
        return (None, None, None, as_of, revision, None, None)
    source = plan.source
    return (plan.title, plan.issuer, plan.issued, as_of, revision, source.path, source.sha256)


def _sorted(table: DataTable) -> DataTable:
    if table.name in {"issues", "sections", "units", "unit_groups", "issue_units"}:
        return table  # in the order of the plan and of the table of units
    at = [table.names.index(name) for name in table.key]
    first: dict[Cell, int] = {}
    for row in table.rows:  # issues stay in plan order
        first.setdefault(row[at[0]], len(first))
    rows = sorted(table.rows, key=lambda row: (first[row[at[0]]], *(row[n] for n in at[1:])))
    return table._replace(rows=tuple(rows))


def _within(number: int | None, count: int) -> int | None:
    """The number where it counts one of ``count`` things."""
    return number if number is not None and 1 <= number <= count else None


def _sections(rows: dict[str, list[Row]], ledger: Ledger) -> None:
    titles: dict[Cell, str | None] = {}
    for section in ledger.plan.sections if ledger.plan else ():
        titles.setdefault(section.number, section.title)
    for row in rows["issues"]:
        if row[2] is not None:
            titles.setdefault(row[2], None)
    rows["sections"] = list(titles.items())


def _units(rows: dict[str, list[Row]], units: Units) -> None:
    for name, group in units.groups.items():
        rows["unit_groups"] += [(name, member) for member in dict.fromkeys(group.members)]
    rows["units"] = [(name, unit.name, unit.kind.value, unit.parent) for name, unit in units.units.items()]
    named: dict[Cell, None] = {unit.parent: None for unit in units.units.values()}
    for table in TABLES:
        for reference in table.references:
            if reference.table == "units" and table.name != "units":
                at = table.names.index(reference.columns[0])
                named |= {row[at]: None for row in rows[table.name]}
    rows["units"] += [(name, None, None, None) for name in named if name not in units.units and name]


def _issue(rows: dict[str, list[Row]], ledger: Ledger, judgement: Judgement, as_of: date) -> None:
    """Everything about one issue."""
    issue, chain = judgement.issue, judgement.chain
    baseline, deadline = issue.baseline, issue.baseline.deadline
    held = {
        "lead": baseline.responsibility.lead,
        "support": baseline.responsibility.support,
        "acceptance": baseline.acceptance.units,
    }
    concerned = dict.fromkeys((*held["acceptance"], *held["lead"], *held["support"]))
    notice = judgement.notice
    rows["issues"].append(
        (
            issue.id,
            baseline.number,
            baseline.section,
            baseline.title,
            baseline.problem,
            baseline.goal,
            deadline.text,
            deadline.due,
            judgement.due,
            deadline.immediate,
            deadline.sustained,
            judgement.kind.value,
            judgement.status.value,
            judgement.standing.value,
            judgement.days_overdue,
            judgement.completed,
            judgement.margin,
            judgement.accepted,
            notice.since if notice else None,
            notice.until if notice else None,
            judgement.closed,
            judgement.review,
            len(judgement.extensions),
            chain.rejections,
            chain.relapses,
            judgement.entries,
            JOIN.join(held["lead"]) or None,
            JOIN.join(held["support"]) or None,
            JOIN.join(held["acceptance"]) or None,
            JOIN.join(name for name in concerned if name in ledger.units.collectives) or None,
            issue.path,
        )
    )
    for role, names in held.items():
        for unit, via in _expanded(names, ledger.units).items():
            rows["issue_units"].append((issue.id, unit, role, via))
    for number, measure in enumerate(baseline.measures, 1):
        done = chain.achieved.get((number, None)) or chain.completed
        rows["measures"].append((issue.id, number, measure.number, measure.text, done))
    for position, state in enumerate(judgement.milestones, 1):
        late = ((state.done or as_of) - state.milestone.due).days
        rows["milestones"].append(
            (
                issue.id,
                position,
                state.measure,
                state.index,
                state.milestone.text,
                state.milestone.due,
                state.done,
                late if late > 0 else None,
            )
        )
    _targets(rows, ledger, judgement)
    _entries(rows, ledger, judgement, as_of)


def _expanded(names: Iterable[str], units: Units) -> dict[str, str | None]:
    """The units behind ``names`` and the group that each was named by; a unit named itself has none."""
    found: dict[str, str | None] = {}
    for name in names:
        for unit in units.expand([name]):
            group = name if name in units.groups else None
            found[unit] = found.get(unit, group) and group
    return found


def _figure(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _targets(rows: dict[str, list[Row]], ledger: Ledger, judgement: Judgement) -> None:
    baseline = judgement.issue.baseline
    count = len(baseline.measures)
    for state in target_states(baseline, judgement.chain, ledger.units):
        target = state.target
        rows["targets"].append(
            (
                baseline.id,
                state.number,
                _within(target.measure, count),
                target.name,
                target.text,
                _figure(target.value),
                target.unit,
                target.compare,
                target.each,
                target.due,
                _figure(state.value),
                state.read,
                _figure(state.percent),
                state.met,
            )
        )
        for position, part in enumerate(target.parts, 1):
            rows["target_parts"].append(
                (
                    baseline.id,
                    state.number,
                    position,
                    _within(part.measure, count),
                    part.name,
                    part.text,
                    _figure(part.value),
                    part.due,
                )
            )


def _entries(rows: dict[str, list[Row]], ledger: Ledger, judgement: Judgement, as_of: date) -> None:
    from ledger.model.entries import Extend, Progress, ref_of

    issue = judgement.issue
    if not judgement.entries:
        return
    chain = start_chain(issue.baseline, parties(issue.baseline, ledger.units, policy_of(ledger.plan)))
    counting = [step for step in steps(issue.entries, chain, as_of) if step.refused is None]
    in_effect = {step.position for step in counting}
    for position, entry in enumerate(issue.entries, 1):
        if entry.date > as_of:
            continue
        effective = position - 1 in in_effect
        rows["entries"].append(
            (
                issue.id,
                position,
                ref_of(entry),
                entry.date,
                entry.type,
                entry.by,
                entry.text,
                effective,
                _fields(entry),
            )
        )
        for n, proof in enumerate(entry.evidence, 1):
            rows["evidence"].append((issue.id, position, n, proof.path, proof.sha256, proof.url, proof.title))
        if isinstance(entry, Progress):
            rows["readings"] += _readings(issue.baseline, entry, position, in_effect=effective)
    moved = [(step.position + 1, step.entry) for step in counting if isinstance(step.entry, Extend)]
    for n, ((position, entry), extension) in enumerate(zip(moved, chain.extensions, strict=True), 1):
        rows["extensions"].append(
            (issue.id, n, position, extension.day, extension.old, extension.new, entry.approval)
        )


def _readings(baseline: Baseline, entry: Any, position: int, *, in_effect: bool) -> Iterator[Row]:
    for n, reading in enumerate(entry.readings, 1):
        target = _within(reading.target, len(baseline.targets))
        part = _within(reading.part, len(baseline.targets[target - 1].parts)) if target else None
        yield (
            baseline.id,
            position,
            n,
            target,
            part,
            entry.date,
            entry.by,
            float(reading.value),
            in_effect,
        )


_COLUMNS_OF_THEIR_OWN = {"date", "type", "by", "text", "evidence"}


def _fields(entry: EntryBase) -> str:
    """What the entry says besides, as JSON."""
    from ledger.model.entries import content

    said: Mapping[str, Any] = content(entry)
    rest = {key: value for key, value in said.items() if key not in _COLUMNS_OF_THEIR_OWN}
    return json.dumps(rest, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat()
