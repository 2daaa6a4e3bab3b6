"""Counts of issues by group; the groups share no issue, so their parts add up to the total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.chain import Status
from ledger.judging.status import Standing
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ledger.judging.status import Judgement
    from ledger.model.plan import Plan
    from ledger.model.unit import Units

COUNTED = (
    "total",
    *(status.value for status in Status),
    "overdue",
)
"""What is counted for each group."""


GROUPINGS: dict[str, Callable[[Judgement], Any]] = {
    "section": lambda j: j.issue.baseline.section,
    "lead": lambda j: j.issue.baseline.responsibility.lead,
    "status": lambda j: j.status,
    "standing": lambda j: j.standing,
    "due-year": lambda j: j.due.year if j.due else j.kind,
}
"""What issues can be counted by.  Units that lead together make a group of their own."""


def stats_report(judgements: Sequence[Judgement], plan: Plan | None, as_of: date, by: str) -> Report:
    """Counts by ``by`` (a key of :data:`GROUPINGS`), with a last line for the total."""
    key = GROUPINGS[by]
    groups: dict[Any, list[Judgement]] = {}
    for judgement in judgements:
        groups.setdefault(key(judgement), []).append(judgement)
    titles = {s.number: s.title for s in plan.sections} if plan else {}
    ordered = sorted(groups, key=lambda group: _rank(by, group, list(groups)))
    records = [{"group": _value(group), **_count(groups[group])} for group in ordered]
    labels = [_label(by, group, titles) for group in ordered]
    total = _count(judgements)
    columns = (Column("label", grow=1), *(Column(name, right=True) for name in COUNTED))
    return Report(
        kind="stats",
        columns=columns,
        records=tuple(records),
        lines=tuple({**record, "label": label} for record, label in zip(records, labels, strict=True)),
        as_of=as_of,
        title=Message("stats.title", {"as_of": as_of, "by": Message(f"by.{by}")}),
        summary={"by": by, "total": total},
        foot={**total, "label": Message("stats.total")},
        notes=(Message("stats.note_lead"),) if by == "lead" else (),
    )


def _count(judgements: Sequence[Judgement]) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    counts["total"] = len(judgements)
    for judgement in judgements:
        counts[judgement.status.value] += 1
        counts["overdue"] += judgement.standing is Standing.OVERDUE
    return counts


def _rank(by: str, group: Any, seen: list[Any]) -> tuple[Any, ...]:
    if by in {"status", "standing"}:
        kind: type[Status | Standing] = type(group)
        return (list(kind).index(group),)
    if by == "due-year":
        return (not isinstance(group, int), str(group))
    return (seen.index(group),)  # in plan order


def _value(group: Any) -> Any:
    return list(group) if isinstance(group, tuple) else group.value if hasattr(group, "value") else group


def _label(by: str, group: Any, titles: dict[str, str]) -> Any:
    if group is None:
        return Message("stats.no_section")
    if by == "section":
        return f"{group}、{titles.get(group, '')}"
    if by == "lead":
        return list(group)
    if by == "due-year":
        return str(group) if isinstance(group, int) else Message(f"kind.{group.value}")
    return Message(f"{by}.{group.value}")


def units_report(judgements: Sequence[Judgement], units: Units, as_of: date) -> Report:
    """For every unit: how many issues it leads, supports and accepts, and how many it owes late."""
    records = []
    for name, unit in units.units.items():
        roles = [(j, unit_roles(j, name, units)) for j in judgements]
        records.append(
            {
                "unit": name,
                "name": unit.name,
                "kind": unit.kind.value,
                "leads": sum(1 for _, held in roles if "lead" in held),
                "supports": sum(1 for _, held in roles if "support" in held),
                "accepts": sum(1 for _, held in roles if "acceptance" in held),
                "late": sum(1 for j, h in roles if _owes_late(j) and h & {"lead", "support"}),
                "leads_late": sum(1 for j, h in roles if _owes_late(j) and "lead" in h),
            }
        )
    columns = (
        Column("unit", grow=2),
        Column("kind", words="unit_kind"),
        *(Column(key, right=True) for key in ("leads", "supports", "accepts", "leads_late", "late")),
    )
    return Report(
        kind="units",
        columns=columns,
        records=tuple(records),
        as_of=as_of,
        title=Message("units.title", {"as_of": as_of, "count": len(records)}),
        notes=(Message("units.note"),),
    )


def unit_roles(judgement: Judgement, name: str, units: Units) -> set[str]:
    """The roles that a unit has in an issue, itself or as a member of a group."""
    baseline = judgement.issue.baseline
    held = {
        "acceptance": baseline.acceptance.units,
        "lead": baseline.responsibility.lead,
        "support": baseline.responsibility.support,
    }
    return {role for role, names in held.items() if name in units.expand(names)}


def _owes_late(judgement: Judgement) -> bool:
    return judgement.standing is Standing.OVERDUE


def unit_report(judgements: Sequence[Judgement], units: Units, name: str, as_of: date) -> Report:
    """What one unit leads, supports and accepts; what is late comes first within each role."""
    from ledger.reports.issues import COLUMNS, issue_record

    records: list[dict[str, Any]] = []
    for role in ("lead", "support", "acceptance"):
        held = [j for j in judgements if role in unit_roles(j, name, units)]
        held.sort(key=lambda j: -(j.days_overdue or 0))
        records += [{"role": role, **issue_record(j, units)} for j in held]
    counts = {
        role: sum(1 for r in records if r["role"] == role) for role in ("lead", "support", "acceptance")
    }
    owed = {r["id"] for r in records if r["role"] != "acceptance"}
    late = {r["id"] for r in records if r["role"] != "acceptance" and r["days_overdue"]}
    unit = units.units[name]
    shown = ("number", "title", "due", "days_overdue", "standing", "status")
    return Report(
        kind="unit",
        columns=(Column("role", words="role"), *(COLUMNS[key] for key in shown)),
        records=tuple(records),
        as_of=as_of,
        title=Message(
            "unit.title",
            {"as_of": as_of, "unit": name, "name": unit.name, **counts, "owed": len(owed), "late": len(late)},
        ),
        summary={
            "unit": name,
            "name": unit.name,
            "unit_kind": unit.kind.value,
            "counts": counts | {"late": len(late)},
        },
        empty=Message("unit.none", {"unit": name}),
    )
