"""6xx: entries fit the closing chain and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.status import Refusal, refusals
from ledger.rules.engine import Context, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODES = {
    Refusal.NOT_ENTITLED: ("L601", "by"),
    Refusal.OUT_OF_ORDER: ("L602", "type"),
    Refusal.NO_SUCH_MILESTONE: ("L603", "milestone"),
}


def without_effect(context: Context) -> Iterator[Finding]:
    """L601, L602, L603: an entry that the chain cannot take has no effect, and that is said."""
    for issue in context.ledger.issues:
        for entry, why in refusals(issue, context.ledger.units):
            code, field = _CODES[why]
            n = next(k for k, other in enumerate(issue.entries) if other is entry)
            yield Finding(code, issue.path, ("entries", n, field), {"type": entry.type, "by": entry.by})


def void_without_entry(context: Context) -> Iterator[Finding]:
    """L604: what is voided is an earlier entry."""
    for issue in context.ledger.issues:
        for n, entry in enumerate(issue.entries):
            if entry.type == "void" and not 1 <= entry.entry <= n:
                args: dict[str, str | int] = {"entry": entry.entry, "before": n}
                yield Finding("L604", issue.path, ("entries", n, "entry"), args)


def reading_without_target(context: Context) -> Iterator[Finding]:
    """L605: a reading is of a target that the issue has."""
    for issue in context.ledger.issues:
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


RULES: tuple[Rule, ...] = (without_effect, void_without_entry, reading_without_target)
