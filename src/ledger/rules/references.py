"""3xx: what a file names must exist, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.unit import Unit
from ledger.reading.load import PLAN, UNITS
from ledger.rules.engine import Context, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.yaml import Path


def unknown_section(context: Context) -> Iterator[Finding]:
    """L302: the section of an issue is one of the plan's."""
    ledger = context.ledger
    if ledger.plan is None:
        return
    known = [section.number for section in ledger.plan.sections]
    for issue in ledger.issues:
        section = issue.baseline.section
        if section is not None and section not in known:
            args = {"section": section, "known": "、".join(known) or "—"}
            yield Finding("L302", issue.path, ("section",), args)


def duplicate_number(context: Context) -> Iterator[Finding]:
    """L309: no two issues have the same number."""
    ledger = context.ledger
    seen: dict[str, str] = {}
    for issue in ledger.issues:
        other = seen.setdefault(issue.baseline.number, issue.path)
        if other != issue.path:
            args = {"number": issue.baseline.number, "other": other}
            yield Finding("L309", issue.path, ("number",), args)


def spelling_claimed_twice(context: Context) -> Iterator[Finding]:
    """L306: a spelling names one unit, group or collective."""
    ledger = context.ledger
    claimed: dict[str, str] = {}
    units = ledger.units
    for table, items in (
        ("units", units.units),
        ("groups", units.groups),
        ("collectives", units.collectives),
    ):
        for name, item in items.items():
            spellings: list[tuple[Path, str]] = [((table, name), name)]
            spellings += [((table, name, "aliases", n), a) for n, a in enumerate(item.aliases)]
            if isinstance(item, Unit):
                spellings.append(((table, name, "name"), item.name))
            for place, spelling in spellings:
                other = claimed.setdefault(spelling, name)
                if other != name:
                    yield Finding("L306", UNITS, place, {"name": spelling, "other": other})


def unit_table_reference(context: Context) -> Iterator[Finding]:
    """L307: members of groups and parents of units are units."""
    ledger = context.ledger
    units = ledger.units
    named: list[tuple[Path, str]] = [
        (("groups", group, "members", n), member)
        for group, item in units.groups.items()
        for n, member in enumerate(item.members)
    ]
    named += [(("units", name, "parent"), u.parent) for name, u in units.units.items() if u.parent]
    for place, name in named:
        if name not in units.units:
            near = "、".join(units.nearest(name)) or "—"
            yield Finding("L307", UNITS, place, {"name": name, "near": near})


def source_changed(context: Context) -> Iterator[Finding]:
    """L504: the official text is the one that was imported."""
    ledger = context.ledger
    import hashlib

    if ledger.plan is None or ledger.source is None:
        return
    actual = hashlib.sha256(ledger.source).hexdigest()
    if actual != ledger.plan.source.sha256:
        args = {"file": "data/" + ledger.plan.source.path, "actual": actual}
        yield Finding("L504", PLAN, ("source", "sha256"), args)


def evidence(context: Context) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for issue in context.ledger.issues:
        for n, entry in enumerate(issue.entries):
            for k, item in enumerate(entry.evidence):
                place: Path = ("entries", n, "evidence", k)
                if item.path is None:
                    continue
                actual = context.evidence.get(item.path)
                if actual is None:
                    yield Finding("L310", issue.path, (*place, "path"), {"file": f"data/{item.path}"})
                elif item.sha256 is not None and actual != item.sha256:
                    yield Finding("L311", issue.path, (*place, "sha256"), {"file": f"data/{item.path}"})


RULES: tuple[Rule, ...] = (
    unknown_section,
    duplicate_number,
    spelling_claimed_twice,
    unit_table_reference,
    source_changed,
    evidence,
)
