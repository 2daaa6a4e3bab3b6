"""3xx: what a file names must exist, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.unit import Unit
from ledger.reading.load import DISCLOSURES, PLAN, UNITS
from ledger.rules.engine import Finding, LedgerRule, Shared, Summary
from ledger.rules.evidence import evidence_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.reading.yaml import Path


def unknown_section(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L302: the section of an issue is one of the plan's."""
    if shared.plan is None:
        return
    known = [section.number for section in shared.plan.sections]
    for issue in issues:
        if issue.section is not None and issue.section not in known:
            args = {"section": issue.section, "known": "、".join(known) or "—"}
            yield Finding("L302", issue.path, ("section",), args)


def duplicate_number(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L309: no two issues have the same number."""
    del shared
    seen: dict[str, str] = {}
    for issue in issues:
        other = seen.setdefault(issue.number, issue.path)
        if other != issue.path:
            yield Finding("L309", issue.path, ("number",), {"number": issue.number, "other": other})


def spelling_claimed_twice(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L306: a spelling names one unit, group or collective."""
    del issues
    claimed: dict[str, str] = {}
    units = shared.units
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


def unit_table_reference(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L307: members of groups and parents of units are units."""
    del issues
    units = shared.units
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


def policy_office(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L301: the units that the policy names as office are in the vocabulary."""
    del issues
    for n, name in enumerate(shared.plan.policy.office if shared.plan else ()):
        if name not in shared.units.names:
            near = "、".join(shared.units.nearest(name)) or "—"
            yield Finding("L301", PLAN, ("policy", "office", n), {"name": name, "near": near})


def disclosure_evidence(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence of disclosures, as that of entries."""
    del issues
    for n, one in enumerate(shared.disclosures):
        yield from evidence_findings(one.evidence, DISCLOSURES, ("disclosures", n), shared)


def source_changed(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L504: the official text is the one that was imported."""
    import hashlib

    del issues
    if shared.plan is None:
        return
    source = shared.tree.get("data/" + shared.plan.source.path)
    if source is not None and hashlib.sha256(source).hexdigest() != shared.plan.source.sha256:
        args = {"file": "data/" + shared.plan.source.path, "actual": hashlib.sha256(source).hexdigest()}
        yield Finding("L504", PLAN, ("source", "sha256"), args)
    elif source is not None and shared.plan.imports:
        last = len(shared.plan.imports) - 1
        if shared.plan.imports[last].sha256 != shared.plan.source.sha256:
            args = {"file": "data/" + shared.plan.source.path, "actual": shared.plan.source.sha256}
            yield Finding("L504", PLAN, ("imports", last, "sha256"), args)


RULES: tuple[LedgerRule, ...] = (
    unknown_section,
    duplicate_number,
    spelling_claimed_twice,
    unit_table_reference,
    policy_office,
    disclosure_evidence,
    source_changed,
)
