"""What a rule is: what it is given, what it finds, and how it is registered with its codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.codes import Code, declare
from ledger.reading.layout import issue_of
from ledger.rules.named_days import NamedDays

if TYPE_CHECKING:
    from datetime import date

    from ledger.model.calendar import Calendar
    from ledger.model.complaint import Complaint
    from ledger.model.disclosure import Disclosure
    from ledger.model.ledger import Issue
    from ledger.model.letter import Letter, Reply, Taken
    from ledger.model.plan import Plan
    from ledger.model.round import Round
    from ledger.model.unit import Units
    from ledger.plans.stating import Stated
    from ledger.reading.diagnostic import Arg
    from ledger.reading.yaml import Path

Evidence = Callable[[str], str | None]
"""The SHA-256 of an evidence file by its path below ``data/``; ``None`` where there is none."""

WhyChanged = Callable[[str, str], str]
"""Why an evidence file is not the one of a SHA-256: see :func:`ledger.reading.sums.why_differs`."""


class Finding(NamedTuple):
    """What a rule found: code, file, place in it, words; ``offset`` counts characters in the value."""

    code: str
    path: str
    place: Path
    args: Mapping[str, Arg] = {}
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What the check of every issue needs.

    ``since_when`` gives the day of issue or, where that is unknown, the earliest day that the plan names.
    Without ``why_changed`` nobody can look into evidence files.  ``tasks`` are the ids of all issues of which
    there is a file, whether it can be read or not.
    """

    tree: Mapping[str, bytes]
    plan: Plan | None
    units: Units
    units_sound: bool
    stated: Stated | None
    evidence: Evidence
    calendar: Calendar | None = None
    disclosures: tuple[Disclosure, ...] = ()
    rounds: tuple[Round, ...] = ()
    since_when: date | Callable[[], date | None] | None = None
    why_changed: WhyChanged | None = None
    letters: tuple[Letter | Reply | Taken, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    tasks: frozenset[str] = field(init=False)
    _named_days: NamedDays = field(init=False)

    def __post_init__(self) -> None:
        """See by the names of files, in whatever folder, which issues there are, broken ones too."""
        named = frozenset(name for path in self.tree if (name := issue_of(path)) is not None)
        object.__setattr__(self, "tasks", named)
        object.__setattr__(self, "_named_days", NamedDays(self.tree))

    @property
    def since(self) -> date | None:
        """The day from which time is counted for pace."""
        return self.since_when() if callable(self.since_when) else self.since_when

    def is_due_by(self, last: date) -> bool:
        """Whether the plan asks for anything up to a day; of files that are still to be read as few as can be
        are."""
        if not callable(self.since_when):
            return self.since_when is not None and self.since_when <= last
        return self._named_days.is_due_by(last)


class Summary(NamedTuple):
    """What is known of an issue once it has been checked by itself.

    ``into`` is the task that it was merged into, and the position of the entry that says so; ``rows`` is what a
    row of a form can be about (:func:`ledger.model.rowkey.keys_of`).
    """

    path: str
    id: str
    number: str
    section: str | None
    into: tuple[str, int] | None = None
    rows: frozenset[str] = frozenset()


IssueRule = Callable[["Issue", Shared], Iterable[Finding]]
LedgerRule = Callable[[Sequence[Summary], Shared], Iterable[Finding]]

ISSUE_RULES: dict[IssueRule, tuple[Code, ...]] = {}
"""The rules for one issue by itself, each with the codes that it gives."""

LEDGER_RULES: dict[LedgerRule, tuple[Code, ...]] = {}
"""The rules for several issues at once, for the unit table and for the plan, each with the codes that it gives."""


def rule(*codes: Code) -> Callable[[IssueRule], IssueRule]:
    """Register a function as a rule for one issue by itself, and declare the codes that it gives."""
    declare(*codes)

    def registered(function: IssueRule) -> IssueRule:
        ISSUE_RULES[function] = codes
        return function

    return registered


def ledger_rule(*codes: Code) -> Callable[[LedgerRule], LedgerRule]:
    """Register a function as a rule for several issues at once, and declare the codes that it gives."""
    declare(*codes)

    def registered(function: LedgerRule) -> LedgerRule:
        LEDGER_RULES[function] = codes
        return function

    return registered
