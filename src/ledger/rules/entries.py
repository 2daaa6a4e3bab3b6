"""6xx: entries fit the closing chain and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.status import Refusal, refusals
from ledger.rules.engine import Finding, IssueRule, Shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.ledger import Issue
    from ledger.reading.yaml import Path

_CODES = {
    Refusal.NOT_ENTITLED: ("L601", "by"),
    Refusal.OUT_OF_ORDER: ("L602", "type"),
    Refusal.NO_SUCH_MILESTONE: ("L603", "milestone"),
}


def without_effect(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L601, L602, L603: an entry that the chain cannot take has no effect, and that is said."""
    if not issue.entries:
        return
    for entry, why in refusals(issue, shared.units):
        code, field = _CODES[why]
        n = next(k for k, other in enumerate(issue.entries) if other is entry)
        yield Finding(code, issue.path, ("entries", n, field), {"type": entry.type, "by": entry.by})


def void_without_entry(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L604: what is voided is an earlier entry."""
    del shared
    for n, entry in enumerate(issue.entries):
        if entry.type == "void" and not 1 <= entry.entry <= n:
            args: dict[str, str | int] = {"entry": entry.entry, "before": n}
            yield Finding("L604", issue.path, ("entries", n, "entry"), args)


def reading_without_target(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L605: a reading is of a target that the issue has."""
    del shared
    targets = issue.baseline.targets
    for n, entry in enumerate(issue.entries):
        for k, reading in enumerate(entry.readings if entry.type == "progress" else ()):
            parts = targets[reading.target - 1].parts if reading.target <= len(targets) else ()
            args: dict[str, str | int] = {"target": reading.target, "count": len(targets)}
            if reading.target > len(targets):
                yield Finding("L605", issue.path, ("entries", n, "readings", k, "target"), args)
            elif reading.part is not None and reading.part > len(parts):
                args = {"target": reading.part, "count": len(parts)}
                yield Finding("L605", issue.path, ("entries", n, "readings", k, "part"), args)


def evidence(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L310, L311: evidence files exist and are those that were recorded."""
    for n, entry in enumerate(issue.entries):
        for k, item in enumerate(entry.evidence):
            if item.path is None:
                continue
            actual = shared.evidence(item.path)
            if actual is None:
                place: Path = ("entries", n, "evidence", k, "path")
                yield Finding("L310", issue.path, place, {"file": f"data/{item.path}"})
            elif item.sha256 is not None and actual != item.sha256:
                place = ("entries", n, "evidence", k, "sha256")
                yield Finding("L311", issue.path, place, {"file": f"data/{item.path}"})


def dates_in_order(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L606: a public notice does not end before it begins, and an extension is to a later day."""
    del shared
    due = issue.baseline.deadline.due
    for n, entry in enumerate(issue.entries):
        if entry.type == "publicize" and entry.until < entry.since:
            args = {"first": str(entry.since), "second": str(entry.until)}
            yield Finding("L606", issue.path, ("entries", n, "until"), args)
        if entry.type == "extend":
            if due is not None and entry.due <= due:
                args = {"first": str(due), "second": str(entry.due)}
                yield Finding("L606", issue.path, ("entries", n, "due"), args)
            due = entry.due


RULES: tuple[IssueRule, ...] = (
    without_effect,
    void_without_entry,
    reading_without_target,
    evidence,
    dates_in_order,
)
