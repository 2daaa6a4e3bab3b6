"""Counts of issues by group and of what units owe; the groups share no issue, so their parts add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.status import Standing
from ledger.model.course import Status
from ledger.reports.facts import issue_record
from ledger.reports.issues import DUE_COLUMNS, debt_line, debt_records, standing_word
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.owed import Debt
    from ledger.judging.status import Judgement
    from ledger.model.unit import Units

COUNTED = ("total", *(status.value for status in Status), "overdue")
"""What is counted for each group."""

GROUPINGS: dict[str, Callable[[Judgement], Any]] = {
    "section": lambda j: j.baseline.section,
    "lead": lambda j: j.baseline.responsibility.lead,
    "status": lambda j: j.status,
    "standing": lambda j: j.standing,
    "due-year": lambda j: j.first_due.year if j.first_due else j.kind,
}
"""What issues can be counted by.  Units that lead together make a group of their own; years are those of the
first due day."""


def stats_report(day: Day, judgements: Sequence[Judgement], by: str) -> Report:
    """Counts by ``by`` (a key of :data:`GROUPINGS`), with a last line for the total."""
    key = GROUPINGS[by]
    groups: dict[Any, list[Judgement]] = {}
    for judgement in judgements:
        groups.setdefault(key(judgement), []).append(judgement)
    plan = day.ledger.plan
    titles = plan.section_titles if plan else {}
    ordered = sorted(groups, key=lambda group: rank(by, group, list(groups)))
    records = [{"group": value_of(group), **_count(groups[group])} for group in ordered]
    labels = [label_of(by, group, titles) for group in ordered]
    total = _count(judgements)
    counted = [name for name in COUNTED if name != "withdrawn" or total[name]]
    head = by.replace("-", "_")
    columns = (Column(head, grow=1), *(Column(name, right=True) for name in counted))
    return Report(
        kind="stats",
        columns=columns,
        records=tuple(records),
        lines=tuple(
            {**record, "label": label, head: label} for record, label in zip(records, labels, strict=True)
        ),
        as_of=day.as_of,
        title=Message("stats.title", {"as_of": day.as_of, "by": Message(f"by.{by}")}),
        summary={"by": by, "total": total},
        foot={**total, head: Message("stats.total")},
        notes=(Message("stats.note_lead"),) if by == "lead" else (),
    )


def _count(judgements: Sequence[Judgement]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    counts["total"] = len(judgements)
    for judgement in judgements:
        counts[judgement.status.value] += 1
        counts["overdue"] += judgement.standing is Standing.OVERDUE
    return counts


def rank(by: str, group: Any, seen: list[Any]) -> tuple[Any, ...]:
    """The place of a group among those of its table."""
    if by in {"status", "standing"}:
        members: list[Any] = list(type(group))  # type: ignore[call-overload]
        return (members.index(group),)
    if by == "due-year":
        return (not isinstance(group, int), str(group))
    return (seen.index(group),)  # in plan order


def value_of(group: Any) -> Any:
    """A group as scripts get it."""
    return list(group) if isinstance(group, tuple) else group.value if hasattr(group, "value") else group


def label_of(by: str, group: Any, titles: dict[str, str]) -> Any:
    """A group in words."""
    if group is None:
        return Message("stats.no_section")
    if by == "section":
        return f"{group}、{titles.get(group, '')}"
    if by == "lead":
        return list(group) or Message("stats.no_lead")
    if by == "due-year":
        return str(group) if isinstance(group, int) else Message(f"kind.{value_of(group)}")
    return Message(f"{by}.{group.value}")


def units_report(day: Day) -> Report:
    """For every unit: how many issues it leads, supports and accepts, how much it owes, is late with, has
    done."""
    units = day.ledger.units
    roles = _roles(day)
    records = [
        {
            "unit": name,
            "name": unit.name,
            "kind": unit.kind.value,
            "leads": len(roles[name]["lead"]),
            "supports": len(roles[name]["support"]),
            "accepts": len(roles[name]["acceptance"]),
            "owes": len(day.debts_of(name)),
            "late": len(day.late_of(name)),
            "done": day.done_of(name),
        }
        for name, unit in units.units.items()
    ]
    columns = (
        Column("unit", grow=2),
        Column("kind", words="unit_kind"),
        *(Column(key, right=True) for key in ("leads", "supports", "accepts", "owes", "late")),
        Column("shares_done", right=True),
    )
    return Report(
        kind="units",
        columns=columns,
        records=tuple(records),
        lines=tuple({**record, "shares_done": record["done"]} for record in records),
        as_of=day.as_of,
        title=Message("units.title", {"as_of": day.as_of, "count": len(records)}),
        notes=(Message("units.note"),),
    )


def _roles(day: Day) -> dict[str, dict[str, list[Judgement]]]:
    """The issues of each unit by the role that it has in them."""
    held: dict[str, dict[str, list[Judgement]]] = {
        name: {"lead": [], "support": [], "acceptance": []} for name in day.ledger.units.units
    }
    for judgement in day.judgements:
        for role, names in roles_of(judgement, day.ledger.units).items():
            for name in names:
                if name in held:
                    held[name][role].append(judgement)
    return held


def roles_of(judgement: Judgement, units: Units) -> dict[str, list[str]]:
    """The units by the role that they have in an issue, groups expanded, by their names of the day.

    Who does a measure supports it, also where the line of responsible units does not name it.
    """
    baseline = judgement.baseline
    lead = units.expand(baseline.responsibility.lead)
    doing = [name for k in judgement.chain.all_measures() for name in judgement.chain.sharers(k)]
    support = [n for n in units.expand((*baseline.responsibility.support, *doing)) if n not in lead]
    found = {"lead": lead, "support": support, "acceptance": units.expand(baseline.acceptance.units)}
    return {
        role: list(dict.fromkeys(units.on(name, judgement.as_of) for name in names))
        for role, names in found.items()
    }


def _own(owed: Sequence[Debt], as_of: date) -> Message:
    """How much of a task a unit owes itself, and how much of it late."""
    late = sum(1 for one in owed if one.days(as_of) > 0)
    key = "unit.own_late" if late else "unit.own" if owed else "unit.own_nothing"
    return Message(key, {"owes": len(owed), "late": late})


def unit_report(day: Day, name: str) -> Report:
    """What one unit owes, what is late first; then the issues that it leads, supports and accepts, each with
    what of it is the unit's own: standing and status are the task's, which others may be late with."""
    late = day.late_of(name)
    owed = day.debts_of(name)
    records: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    by_issue: dict[str | None, list[Debt]] = {}
    for debt, told in zip(owed, debt_records(day, owed), strict=True):
        by_issue.setdefault(debt.obligation.issue, []).append(debt)
        record = {"role": "owes", **told}
        records.append(record)
        lines.append(debt_line(day, debt, record))
    counts = {"owes": len(owed), "late": len(late), "done": day.done_of(name)}
    for role, judgements in _roles(day)[name].items():
        counts[role] = len(judgements)
        for judgement in sorted(judgements, key=lambda j: -(j.days_overdue or 0)):
            record = {"role": role, **issue_record(judgement)}
            records.append(record)
            own = by_issue.get(judgement.issue.id, [])
            shown = {"item": _own(own, day.as_of), "days_overdue": None}  # the days stand in its own rows
            lines.append({**record, **shown, "standing": standing_word(judgement)})
    unit = day.ledger.units.units[name]
    of_task = {
        "owing": Column("task_standing", words="standing"),
        "status": Column("task_status", words="status"),
    }
    columns = tuple(of_task.get(c.key, c) for c in DUE_COLUMNS)
    lines = [{**one, "task_standing": one["standing"], "task_status": one["status"]} for one in lines]
    return Report(
        kind="unit",
        columns=(Column("role", words="role"), *columns),
        records=tuple(records),
        lines=tuple(lines),
        as_of=day.as_of,
        title=Message("unit.title", {"as_of": day.as_of, "unit": name, "name": unit.name, **counts}),
        summary={"unit": name, "name": unit.name, "unit_kind": unit.kind.value, "counts": counts},
        empty=Message("unit.none", {"unit": name}),
    )
