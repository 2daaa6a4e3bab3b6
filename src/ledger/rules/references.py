"""3xx: what a file names must exist, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.unit import Unit
from ledger.reading.codes import ERROR, UNKNOWN_UNIT, Code
from ledger.reading.load import DISCLOSURES, PLAN, UNITS
from ledger.reading.names import first_of
from ledger.rules.evidence import EVIDENCE_OF_BOOKS, evidence_of_book
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path


@ledger_rule(
    Code(
        "L302",
        ERROR,
        "unknown-section",
        zh=("没有“{section}”这一部分（有：{known}）", "改成 plan.yaml 里有的部分编号。"),
        en=(
            "There is no section {section!r} (there are: {known})",
            "Use the number of a section in plan.yaml.",
        ),
    ),
)
def unknown_section(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L302: the section of an issue is one of the plan's."""
    if shared.plan is None:
        return
    known = [section.number for section in shared.plan.sections]
    for issue in issues:
        if issue.section is not None and issue.section not in known:
            args: Args = {"section": issue.section, "known": tuple(known)}
            yield Finding("L302", issue.path, ("section",), args)


@ledger_rule(
    Code(
        "L309",
        ERROR,
        "duplicate-number",
        zh=("序号“{number}”重复，{other} 已用", "改掉其中一个；序号照方案写。"),
        en=("Number {number!r} is taken by {other}", "Change one; numbers are those of the plan."),
    ),
)
def duplicate_number(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L309: no two issues have the same number."""
    del shared
    seen: dict[str, str] = {}
    for issue in issues:
        other = seen.setdefault(issue.number, issue.path)
        if other != issue.path:
            yield Finding("L309", issue.path, ("number",), {"number": issue.number, "other": other})


@ledger_rule(
    Code(
        "L306",
        ERROR,
        "spelling-claimed-twice",
        zh=("“{name}”同时是“{other}”的写法", "一种写法只能指一个单位，删掉一处。"),
        en=("{name!r} is also a spelling of {other!r}", "A spelling may name one unit only; delete one."),
    ),
)
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


@ledger_rule(
    Code(
        "L307",
        ERROR,
        "unit-table-reference",
        zh=("“{name}”不是名录里的单位{nearest}", "改成 units 里有的规范简称。"),
        en=(
            "{name!r} is not a unit in the table{nearest}",
            "Use the canonical short name of a unit.",
        ),
    ),
)
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
    unknown = [(place, name) for place, name in named if name not in units.units]
    asked = first_of(name for _, name in unknown)
    for place, name in unknown:
        near = tuple(units.nearest(name)) if name in asked else ()
        yield Finding("L307", UNITS, place, {"name": name, "near": near})


@ledger_rule(UNKNOWN_UNIT)
def policy_office(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L301: the units that the policy names as office are in the vocabulary."""
    del issues
    for n, name in enumerate(shared.plan.policy.office if shared.plan else ()):
        if name not in shared.units.names:
            near = tuple(shared.units.nearest(name))
            yield Finding("L301", PLAN, ("policy", "office", n), {"name": name, "near": near})


@ledger_rule(*EVIDENCE_OF_BOOKS)
def disclosure_evidence(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L310, L311, L654: evidence of disclosures, as that of entries."""
    del issues
    for n, one in enumerate(shared.disclosures):
        yield from evidence_of_book(one.evidence, DISCLOSURES, ("disclosures", n), shared)


@ledger_rule(
    Code(
        "L504",
        ERROR,
        "source-changed",
        zh=("方案原文 {file} 已不是导入时的那一份（现为 {actual}）", "恢复原文；换了新方案时重新导入。"),
        en=(
            "The official text {file} is not the one that was imported (now {actual})",
            "Restore it; import again if there is a new plan.",
        ),
    ),
)
def source_changed(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L504: the official text is the one that was imported."""
    import hashlib

    del issues
    if shared.plan is None:
        return
    extract = shared.plan.source.extract
    if extract is not None:
        text = shared.tree.get("data/" + extract.path)
        if text is not None and hashlib.sha256(text).hexdigest() != extract.sha256:
            args = {"file": "data/" + extract.path, "actual": hashlib.sha256(text).hexdigest()}
            yield Finding("L504", PLAN, ("source", "extract", "sha256"), args)
    source = shared.tree.get("data/" + shared.plan.source.path)
    if source is not None and hashlib.sha256(source).hexdigest() != shared.plan.source.sha256:
        args = {"file": "data/" + shared.plan.source.path, "actual": hashlib.sha256(source).hexdigest()}
        yield Finding("L504", PLAN, ("source", "sha256"), args)
    elif source is not None and shared.plan.imports:
        last = len(shared.plan.imports) - 1
        if shared.plan.imports[last].sha256 != shared.plan.source.sha256:
            args = {"file": "data/" + shared.plan.source.path, "actual": shared.plan.source.sha256}
            yield Finding("L504", PLAN, ("imports", last, "sha256"), args)
