"""Who may record what: units in their roles, and what the course of every issue depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.model.course import Parties

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ledger.model.baseline import Baseline
    from ledger.model.calendar import Calendar
    from ledger.model.plan import Policy
    from ledger.model.unit import Units


@dataclass(frozen=True, slots=True)
class Setting:
    """What the course of every issue depends on.

    ``evidence`` gives the SHA-256 of a file by its path below ``data/``, ``None`` where there is none;
    without it files are taken to be there.
    """

    units: Units
    policy: Policy
    calendar: Calendar | None = None
    evidence: Callable[[str], str | None] | None = None

    @property
    def office(self) -> frozenset[str]:
        """The units that act as rectification office."""
        return offices(self.units, self.policy)


def offices(units: Units, policy: Policy) -> frozenset[str]:
    """The units that act as rectification office (整改办): those of the policy, else of kind ``office``."""
    return frozenset(policy.office) or units.offices


def parties(baseline: Baseline, units: Units, policy: Policy, more: Iterable[str] = ()) -> Parties:
    """The parties to an issue; ``more`` are units that a measure was assigned to.

    Without a lead every responsible unit may complete.  Successors stand for what they took over; a unit
    below speaks for a responsible one.
    """
    lead = set(units.expand(baseline.responsibility.lead))
    responsible = {*lead, *units.expand(baseline.responsibility.support)}
    completers = lead or set(responsible)
    for measure in baseline.measures:
        responsible |= set(units.expand(measure.by))
    responsible |= set(more)
    acceptance = units.members(baseline.acceptance.units)
    return Parties(
        lead=units.successors(lead),
        completers=units.successors(completers),
        responsible=units.speakers(responsible),
        acceptance=acceptance,
        acceptors=units.successors(acceptance),
        office=offices(units, policy),
        council=units.councils,
        units=units.every,
    )
