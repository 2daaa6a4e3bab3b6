"""Which fields of a baseline a person has decided on record (核定)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.parties import Setting
from ledger.judging.status import policy_of
from ledger.judging.walk import walk

if TYPE_CHECKING:
    from ledger.model.ledger import Issue
    from ledger.rules.finding import Shared


def settled(issue: Issue, shared: Shared) -> frozenset[str]:
    """The fields, positions counted from 1, whose meaning was settled on record (核定): ``measures.2.by``.

    The baseline itself stays what the plan says, without exception; what was settled or amended is put into it
    when it is judged.
    """
    if not any(entry.type == "construe" for entry in issue.entries):
        return frozenset()
    setting = Setting(shared.units, policy_of(shared.plan), shared.calendar, shared.evidence)
    return walk(issue.baseline, issue.entries, setting).chain.construed


def covers(fields: frozenset[str], name: str) -> bool:
    """Whether one of ``fields`` is ``name``, a part of it, or what it is a part of."""
    return any(f == name or f.startswith(f"{name}.") or name.startswith(f"{f}.") for f in fields)
