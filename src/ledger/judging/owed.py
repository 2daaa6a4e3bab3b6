"""An obligation (应办事项), its shares, and what of it is open: what questions about debt are answered in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class What(StrEnum):
    """The kinds of obligations."""

    ISSUE = "issue"
    MEASURE = "measure"
    MILESTONE = "milestone"
    FIGURE = "figure"
    FIRST_ACTION = "first_action"
    REVIEW = "review"
    PROMISE = "promise"
    RECURRING = "recurring"
    DISCLOSURE = "disclosure"
    REPLY = "reply"


STAGES = frozenset({What.MEASURE, What.MILESTONE, What.FIGURE})
"""Parts of a task that are due on days."""


class Basis(StrEnum):
    """What a due day or an executor rests on."""

    READ = "read"
    INFERRED = "inferred"
    CONSTRUED = "construed"
    UNDETERMINED = "undetermined"


def days_late(due: date | None, done: date | None, as_of: date) -> int | None:
    """Days after ``due`` on which something was done or, while it is open, that have passed on a day."""
    days = 0 if due is None else ((done or as_of) - due).days
    return days if days > 0 else None


class Share(NamedTuple):
    """What one unit owes of an obligation: by when, since when it is done, and by when at first."""

    unit: str
    due: date | None
    done: date | None
    first_due: date | None = None

    def days_late(self, as_of: date) -> int | None:
        """Days after its due day on which it was done or, while it is open, that have passed since."""
        return days_late(self.due, self.done, as_of)


class Debt(NamedTuple):
    """A part of an obligation that is open: due on one day, and by whom it is owed."""

    obligation: Obligation
    due: date
    units: tuple[str, ...]

    @property
    def first_due(self) -> date | None:
        """The first due day of those who owe it."""
        days = [
            s.first_due for s in self.obligation.shares if s.unit in self.units and s.first_due is not None
        ]
        known = self.obligation.first_due
        return min(
            days, default=known if known is not None or self.obligation.what is What.ISSUE else self.due
        )

    def days(self, as_of: date) -> int:
        """Days after the due day; below zero before it."""
        return (as_of - self.due).days


class Obligation(NamedTuple):
    """Something that is owed.

    ``measure``, ``milestone``, ``target`` and ``part`` count from 1.  ``first_due`` is the day that the plan
    names, ``due`` what holds; ``None`` where it is due with its task or nobody knows.  ``dated`` says that it
    has a day of its own.  ``done`` is the day on which all of it was done.  ``shares`` are those of the units
    that owe it; ``joint`` that they owe it together.  ``renewed`` is until when the same was promised again
    later.  ``since`` begins the period of a recurring one.
    ``lapsed`` is a promise that nobody owes any more.
    """

    what: What
    issue: str | None
    shares: tuple[Share, ...]
    first_due: date | None
    due: date | None
    done: date | None
    dated: bool = True
    joint: bool = False
    measure: int | None = None
    milestone: int | None = None
    target: int | None = None
    part: int | None = None
    position: int | None = None
    attempt: int = 1
    basis: Basis = Basis.READ
    since: date | None = None
    text: str | None = None
    renewed: date | None = None
    number: str | None = None
    lapsed: bool = False

    @property
    def owed_by(self) -> tuple[str, ...]:
        """The units that have not done their part."""
        return () if self.done is not None else tuple(s.unit for s in self.shares if s.done is None)

    @property
    def done_by(self) -> tuple[str, ...]:
        """The units that have done their part."""
        return tuple(s.unit for s in self.shares if s.done is not None)

    @property
    def moved(self) -> tuple[tuple[str, date], ...]:
        """The units that owe their part by another day than the others, each with that day."""
        missing = (s for s in self.shares if self.done is None and s.done is None)
        return tuple((s.unit, s.due) for s in missing if s.due is not None and s.due != self.due)

    @property
    def partly(self) -> bool:
        """Whether some of its shares are done and others are missing."""
        return self.done is None and bool(self.done_by)

    def days_overdue(self, as_of: date, unit: str | None = None) -> int | None:
        """Days since the oldest due day that has passed while its part is open, of one unit where it is
        named."""
        open_ones = (d for d in self.debts(None, as_of) if unit is None or unit in d.units)
        return max((debt.days(as_of) for debt in open_ones), default=0) or None

    def days_late(self, as_of: date) -> int | None:
        """The most days by which a part of it was done late or is late, also when all of it is done."""
        if not self.shares:
            return days_late(self.due, self.done, as_of)
        return max((share.days_late(as_of) or 0 for share in self.shares), default=0) or None

    def debts(self, first: date | None, last: date) -> Iterator[Debt]:
        """What of it is open and due from ``first`` to ``last``, one for each due day."""
        if self.done is not None:
            return
        if not self.shares:
            if self.due is not None and self.due <= last and (first is None or self.due >= first):
                yield Debt(self, self.due, ())
            return
        by_day: dict[date, list[str]] = {}
        for share in self.shares:
            if share.done is None and share.due is not None and share.due <= last:
                by_day.setdefault(share.due, []).append(share.unit)
        for day, units in sorted(by_day.items()):
            if first is None or day >= first:
                yield Debt(self, day, tuple(units))
