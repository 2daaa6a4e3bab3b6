"""The ledger as a whole: plan, units and issues."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

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


class Issues(Sequence[Issue]):
    """Issues in plan order, each made when it is asked for.

    ``make`` gives the issues of some of ``ids``, in that order; ``earliest`` the earliest day that any of
    their plans names.
    """

    def __init__(
        self,
        ids: Sequence[str],
        make: Callable[[Sequence[str]], Iterable[Issue]],
        earliest: Callable[[], date | None],
    ) -> None:
        self.ids = tuple(ids)
        self._make, self._earliest = make, earliest
        self._made: dict[str, Issue] = {}

    def _of(self, ids: Sequence[str]) -> Iterator[Issue]:
        lacking = [one for one in ids if one not in self._made]
        if lacking:
            self._made.update(zip(lacking, self._make(lacking), strict=True))
        return (self._made[one] for one in ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Issue]:
        return self._of(self.ids)

    @overload
    def __getitem__(self, index: int) -> Issue: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Issue]: ...
    def __getitem__(self, index: int | slice) -> Issue | Sequence[Issue]:
        if isinstance(index, slice):
            return tuple(self._of(self.ids[index]))
        return next(self._of((self.ids[index],)))

    def find(self, issue_id: str) -> Issue | None:
        """The issue of that id."""
        return next(self._of((issue_id,))) if issue_id in self._known else None

    @cached_property
    def earliest(self) -> date | None:
        """The earliest day that any of their plans names."""
        return self._earliest()

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.ids)


class Ledger(NamedTuple):
    """Everything that was read, issues in plan order.

    ``plan`` is ``None`` where it was unreadable, ``calendar`` where there are no local days.
    """

    plan: Plan | None
    units: Units
    issues: Sequence[Issue]
    calendar: Calendar | None = None
    disclosures: tuple[Disclosure, ...] = ()
    letters: tuple[Letter | Reply | Taken, ...] = ()
    rounds: tuple[Round, ...] = ()
    complaints: tuple[Complaint, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the issues, in plan order."""
        held = self.issues
        return held.ids if isinstance(held, Issues) else tuple(issue.id for issue in held)

    def find(self, issue_id: str) -> Issue | None:
        """The issue of that id; no other is made for it."""
        held = self.issues
        if isinstance(held, Issues):
            return held.find(issue_id)
        return next((issue for issue in held if issue.id == issue_id), None)

    @property
    def earliest(self) -> date | None:
        """The earliest day that the plan names for any issue: for a task, a measure or a milestone."""
        held = self.issues
        if isinstance(held, Issues):
            return held.earliest
        return min((day for issue in held if (day := issue.baseline.earliest) is not None), default=None)
