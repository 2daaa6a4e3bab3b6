"""Runs the rules and puts their findings in place.

A check goes in three steps: what all issues share is read first; then each issue by itself, which is most of
the work and can be done in any process; then what concerns several issues at once, from summaries of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ledger.model.rowkey import keys_of
from ledger.reading.codes import Severity
from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.identity import settle
from ledger.reading.load import UNITS, exhausted, read_common, read_issue
from ledger.reading.names import unknown_in_books, unknown_units
from ledger.reading.yaml import Path, YamlDocument, parse
from ledger.rules import (
    baseline,
    complaints,
    consistency,
    days,
    entries,
    letters,
    lines,
    records,
    references,
    rounds,
    stated,
    tables,
)
from ledger.rules.finding import (
    ISSUE_RULES,
    LEDGER_RULES,
    Evidence,
    Finding,
    IssueRule,
    LedgerRule,
    Shared,
    Summary,
    WhyChanged,
)
from ledger.rules.inferences import inferred
from ledger.rules.named_days import earliest_due, issue_paths

if TYPE_CHECKING:
    from types import ModuleType

    from ledger.model.labels import LabelsFile
    from ledger.plans.stating import Stated

ORDER: tuple[ModuleType, ...] = (
    *(consistency, stated, days, entries, lines, records, letters, complaints, references, tables),
    *(rounds, baseline),
)
"""The modules of rules, from the most specific to the most general: their rules run in this order.

The rules of one module run in the order in which they are written.
"""

_GENERAL = "L501"  # gives way to a finding at the same place that says more


class Result(NamedTuple):
    """The check of one file: its summary where it could be read, what is wrong with it, what was guessed."""

    summary: Summary | None
    diagnostics: list[Diagnostic]
    inferred: Sequence[Finding] = ()


class Checked(NamedTuple):
    """A whole check: which issues there are, how many units, whether there is an official text.

    ``inferred`` is not wrong but guessed; most runs only count it, so it gets its places in :func:`placed`.
    """

    issues: list[Summary]
    units: int
    has_source: bool
    diagnostics: list[Diagnostic]
    inferred: Sequence[Finding] = ()


def check_tree(
    tree: Mapping[str, bytes], evidence: Mapping[str, str | None], found: Iterable[Diagnostic] = ()
) -> Checked:
    """Check a ledger from its files.

    ``evidence`` holds checksums by path below ``data/``; ``found`` is what reading the files brought up.
    """
    shared, diagnostics = share(tree, evidence.get)
    results = [check_issue(path, shared) for path in issue_paths(tree)]
    return conclude(shared, results, [*found, *diagnostics])


def share(
    tree: Mapping[str, bytes],
    evidence: Evidence,
    why_changed: WhyChanged | None = None,
    state: Callable[[bytes, str, LabelsFile | None], Stated] | None = None,
) -> tuple[Shared, list[Diagnostic]]:
    """Read what all issues share: plan, units, and what the official text states, which ``state`` tells;
    :func:`ledger.plans.stating.state` unless another is given."""
    common = read_common(tree)
    read = "data/" + common.plan.source.readable if common.plan and common.source is not None else ""
    if state is None:
        from ledger.plans import stating

        state = stating.state
    stated = state(tree[read], read, common.units.labels) if read in tree else None
    sound = not any(d.path == UNITS and d.severity is Severity.ERROR for d in common.diagnostics)
    issued = common.plan.issued if common.plan else None
    since = issued or earliest_due(tree)
    shared = Shared(
        *(tree, common.plan, common.units, sound, stated, evidence, common.calendar, common.disclosures),
        rounds=common.rounds,
        since_when=since,
        why_changed=why_changed,
        letters=common.letters,
        complaints=common.complaints,
    )
    return shared, common.diagnostics


def check_issue(path: str, shared: Shared, rules: Sequence[IssueRule] | None = None) -> Result:
    """Check one issue file by itself, by all rules for issues or by ``rules``.

    Rules run from the most specific to the most general; what stands at a place that an earlier rule has
    spoken of is not said twice.  A file that exhausts stack or memory is told, and ends nothing else.
    """
    found: list[Diagnostic] = []
    try:
        return _check_issue(path, shared, rules, found)
    except (RecursionError, MemoryError) as error:
        return Result(None, [*found, exhausted(path, error)])


def _check_issue(
    path: str, shared: Shared, rules: Sequence[IssueRule] | None, found: list[Diagnostic]
) -> Result:
    notes: list[Finding] = []
    issue = read_issue(shared.tree[path], path, found)
    if issue is None:
        return Result(None, found)
    baseline = issue.baseline
    if shared.units_sound:  # else every unit would be unknown, and one error says that
        found += unknown_units(issue, shared.units, shared.tree[path])
        placer = Placer(shared.tree)
        spoken = {_place(d.field) for d in found if d.field}
        for rule in issue_rules() if rules is None else rules:
            fresh = []
            for finding in rule(issue, shared):
                if not any(place in spoken for place in _around(finding.place)):
                    found.append(placer.diagnostic(finding))
                    fresh.append(finding.place)
            spoken.update(fresh)
        if rules is None:
            notes = [f for f in inferred(issue, shared) if not any(p in spoken for p in _around(f.place))]
    into = entries.into_of(issue, shared)
    rows = keys_of(baseline) if shared.rounds else frozenset()
    return Result(Summary(path, baseline.id, baseline.number, baseline.section, into, rows), found, notes)


def placed(findings: Iterable[Finding], tree: Mapping[str, bytes]) -> list[Diagnostic]:
    """The findings with their places in the files of ``tree``."""
    placer = Placer(tree)
    return [placer.diagnostic(finding) for finding in findings]


def conclude(shared: Shared, results: Iterable[Result], found: Iterable[Diagnostic]) -> Checked:
    """Put the checks of all issues together with what concerns several of them."""
    diagnostics = list(found)
    summaries = []
    notes: list[Finding] = []
    for result in results:
        diagnostics += result.diagnostics
        notes += result.inferred
        if result.summary is not None:
            summaries.append(result.summary)
    paths, clashes = settle((s.path, s.id) for s in summaries)
    standing = set(paths.values())
    issues = sorted((s for s in summaries if s.path in standing), key=lambda s: s.id)
    placer = Placer(shared.tree)
    diagnostics += [placer.diagnostic(Finding(c.code, c.path, ("id",), c.args)) for c in clashes]
    if shared.units_sound:
        diagnostics += unknown_in_books(shared, shared.units, shared.tree)
    spoken = {(d.path, _place(d.field)) for d in diagnostics if d.field and d.code != _GENERAL}
    precise = set()
    for rule in ledger_rules() if shared.units_sound else ():
        for finding in rule(issues, shared):
            if not any((finding.path, place) in spoken for place in _around(finding.place)):
                diagnostics.append(placer.diagnostic(finding))
                precise.add((finding.path, finding.place))
    diagnostics = [d for d in diagnostics if d.code != _GENERAL or (d.path, _place(d.field)) not in precise]
    diagnostics.sort(key=Diagnostic.sort_key)
    is_read = shared.stated is not None and shared.stated.unread is None
    return Checked(issues, len(shared.units.units), is_read, diagnostics, notes)


def issue_rules(*modules: ModuleType) -> list[IssueRule]:
    """The rules for one issue by itself, in their order; those of ``modules`` only, where any are named."""
    return _in_order(ISSUE_RULES, modules)


def ledger_rules(*modules: ModuleType) -> list[LedgerRule]:
    """The rules for several issues at once, for the unit table, the plan and the books, in their order; those
    of ``modules`` only, where any are named."""
    return _in_order(LEDGER_RULES, modules)


_R = TypeVar("_R")


def _in_order(rules: Iterable[_R], modules: Sequence[ModuleType] = ()) -> list[_R]:
    turn = {module.__name__: n for n, module in enumerate(ORDER)}
    wanted = {module.__name__ for module in modules} or turn.keys()
    found = sorted(rules, key=lambda one: turn[one.__module__])  # of a module that has no turn: a bug
    return [one for one in found if one.__module__ in wanted]


def _place(name: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in name.split("."))


def _around(place: Path) -> Iterator[Path]:
    for end in range(len(place), 0, -1):
        yield place[:end]


@dataclass(slots=True)
class Placer:
    """Finds places in the files of a tree; each file is read once, and only when something is wrong in it."""

    tree: Mapping[str, bytes]
    documents: dict[str, YamlDocument] = field(default_factory=dict)

    def diagnostic(self, finding: Finding) -> Diagnostic:
        """The finding with its place."""
        span = self._span(finding) if finding.place and finding.path in self.tree else START
        return Diagnostic(finding.code, finding.path, span, finding.args, ".".join(map(str, finding.place)))

    def _span(self, finding: Finding) -> Span:
        path = finding.path
        if not path.endswith(".yaml"):
            return START
        if path not in self.documents:
            self.documents[path] = parse(self.tree[path], path, places=True)[0] or YamlDocument({})
        span = self.documents[path].locate(finding.place)
        if finding.offset is None:
            return span
        text = self.tree[path].decode("utf-8").removeprefix("\ufeff")
        return _inside(text, span, finding.offset) or span


def _inside(text: str, span: Span, offset: int) -> Span | None:
    """The place of character ``offset`` of a scalar that was written without escapes."""
    rows = text.replace("\r\n", "\n").split("\n")
    first = rows[span.line - 1][span.column - 1 :]
    if first[:1] in {"|", ">"}:
        row, left = span.line, offset
        indent = len(rows[row]) - len(rows[row].lstrip(" ")) if row < len(rows) else 0
        while row < len(rows) and left > len(rows[row]) - indent:
            left -= len(rows[row]) - indent + 1
            row += 1
        return Span(row + 1, indent + left + 1, row + 1, indent + left + 2) if row < len(rows) else None
    if span.line != span.end_line:
        return None
    column = span.column + offset + (first[:1] in {'"', "'"})
    return Span(span.line, column, span.line, column + 1) if column <= span.end_column else None
