"""What is owed on the day: the list of obligations, the shares of units in it, and the standing duties."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.duties import state_of
from ledger.reports.tables.schema import (
    ENTRY,
    ISSUE,
    MEASURE,
    PART,
    POSITION,
    TARGET,
    UNIT,
    Field,
    Reference,
    joined,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.judging.day import Day
    from ledger.judging.owed import Obligation, Share


class Owed(NamedTuple):
    """An obligation at its place in the list; ``listed`` says that ``ledger overdue`` has a row for it, and
    ``days`` what due days these rows have."""

    position: int
    obligation: Obligation
    as_of: date
    listed: bool
    days: frozenset[date] = frozenset()


class Part(NamedTuple):
    """What one unit owes of an obligation."""

    of: Owed
    share: Share


def _days_overdue(part: Part) -> int | None:
    """Days since the due day of a part that is open, without going through all parts of its obligation."""
    share, as_of = part.share, part.of.as_of
    if part.of.obligation.done is not None or share.done is not None or share.due is None:
        return None
    return max((as_of - share.due).days, 0) or None


def _is_listed(part: Part) -> bool:
    """Whether ``ledger overdue`` has a row that names this part."""
    return part.share.done is None and part.share.due in part.of.days


OBLIGATIONS = table(
    "obligations",
    "export.obligations",
    POSITION,
    Field("issue", of=attrgetter("obligation.issue")),
    Field("what", of=attrgetter("obligation.what.value"), head="kind", words="what"),
    Field("measure", "integer", of=attrgetter("obligation.measure")),
    Field("milestone", "integer", of=attrgetter("obligation.milestone")),
    Field("target", "integer", of=attrgetter("obligation.target")),
    Field("part", "integer", of=attrgetter("obligation.part")),
    Field("entry", "integer", of=attrgetter("obligation.position")),
    Field("attempt", "integer", of=attrgetter("obligation.attempt")),
    Field("text", of=attrgetter("obligation.text")),
    Field("since", "date", of=attrgetter("obligation.since")),
    Field("first_due", "date", of=attrgetter("obligation.first_due")),
    Field("due", "date", of=attrgetter("obligation.due")),
    Field("dated", "boolean", of=attrgetter("obligation.dated")),
    Field("done", "date", of=attrgetter("obligation.done")),
    Field("joint", "boolean", of=attrgetter("obligation.joint")),
    Field("basis", of=attrgetter("obligation.basis.value"), words="basis"),
    Field("days_overdue", "integer", of=lambda o: o.obligation.days_overdue(o.as_of)),
    Field("days_late", "integer", of=lambda o: o.obligation.days_late(o.as_of)),
    Field("listed", "boolean"),
    Field("owed_by", of=lambda o: joined(o.obligation.owed_by)),
    Field("done_by", of=lambda o: joined(o.obligation.done_by)),
    key=("position",),
    references=(ISSUE, MEASURE, TARGET, PART, ENTRY),
)

SHARES = table(
    "shares",
    "export.shares",
    Field("issue", of=attrgetter("of.obligation.issue")),
    Field("obligation", "integer", of=attrgetter("of.position")),
    Field("unit", of=attrgetter("share.unit")),
    Field("due", "date", of=attrgetter("share.due")),
    Field("done", "date", of=attrgetter("share.done")),
    Field("days_overdue", "integer", of=_days_overdue),
    Field("listed", "boolean", of=_is_listed),
    key=("obligation", "unit"),
    references=(ISSUE, Reference(("obligation",), "obligations", ("position",)), UNIT),
)

DUTIES = table(
    "duties",
    "export.duties",
    POSITION,
    Field("kind", of=attrgetter("obligation.what.value"), head="duty", words="duty"),
    Field("issue", of=attrgetter("obligation.issue")),
    Field("measure", "integer", of=attrgetter("obligation.measure")),
    Field("text", of=attrgetter("obligation.text")),
    Field("units", of=lambda d: joined(share.unit for share in d.obligation.shares), head="unit"),
    Field("owed_by", of=lambda d: joined(d.obligation.owed_by)),
    Field("since", "date", of=attrgetter("obligation.since")),
    Field("until", "date", of=attrgetter("obligation.due")),
    Field("state", of=lambda d: state_of(d.obligation, d.as_of).value, words="state"),
    Field("done", "date", of=attrgetter("obligation.done")),
    key=("position",),
    references=(ISSUE, MEASURE),
)


def obligations(day: Day) -> list[Owed]:
    """Everything that is owed, in the order of the plan, duties last."""
    late: dict[int, set[date]] = {}
    for debt in day.late():
        late.setdefault(id(debt.obligation), set()).add(debt.due)
    return [
        Owed(n, one, day.as_of, id(one) in late, frozenset(late.get(id(one), ())))
        for n, one in enumerate(day.obligations, 1)
    ]


def shares(owed: Sequence[Owed]) -> Iterator[Part]:
    """The shares of units in these obligations."""
    return (Part(one, share) for one in owed for share in one.obligation.shares)


def duties(day: Day) -> Iterator[Owed]:
    """Reviews, recurring duties and disclosures that have begun, by their last day."""
    return (Owed(n, one, day.as_of, listed=False) for n, one in enumerate(day.duties(), 1))
