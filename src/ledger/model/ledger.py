"""The ledger as a whole: plan, units and issues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.calendar import Calendar
    from ledger.model.complaint import Complaint
    from ledger.model.disclosure import Disclosure
    from ledger.model.entries import Entry
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.plan import Plan
    from ledger.model.round import Round
    from ledger.model.unit import Units


class Issue(NamedTuple):
    """One rectification task: its baseline, its entries in file order, and the file it was read from.

    ``path`` is relative to the project folder, with ``/`` between its parts.
    """

    baseline: Baseline
    entries: tuple[Entry, ...]
    path: str

    @property
    def id(self) -> str:
        """Identity, such as ``07-1``."""
        return self.baseline.id


class Ledger(NamedTuple):
    """Everything that was read, issues in plan order.

    ``plan`` is ``None`` where it was unreadable, ``calendar`` where there are no local days.
    """

    plan: Plan | None
    units: Units
    issues: tuple[Issue, ...]
    source: bytes | None
    calendar: Calendar | None = None
    disclosures: tuple[Disclosure, ...] = ()
    letters: tuple[Letter | Reply | Taken, ...] = ()
    rounds: tuple[Round, ...] = ()
    complaints: tuple[Complaint, ...] = ()
