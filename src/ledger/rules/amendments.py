"""Which fields of a baseline the issuer has changed since the plan (方案调整)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.judging.chain import in_effect, offices
from ledger.judging.status import policy_of

if TYPE_CHECKING:
    from ledger.model.ledger import Issue
    from ledger.rules.finding import Shared


def settled(issue: Issue, shared: Shared) -> frozenset[str]:
    """The fields, positions counted from 1, whose meaning was settled on record (核定): ``measures.2.by``.

    There is no such entry yet.
    """
    del issue, shared
    return frozenset()


def amended(issue: Issue, shared: Shared) -> frozenset[str]:
    """The top-level fields of the baseline that amendments in effect name."""
    if not issue.entries:
        return frozenset()
    office = offices(shared.units, policy_of(shared.plan))
    return frozenset(
        entry.field.partition(".")[0]
        for entry in in_effect(issue.entries, date.max, office)
        if entry.type == "amend" and (entry.by in office or not office)
    )
