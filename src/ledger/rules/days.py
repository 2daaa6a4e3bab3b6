"""6xx: the days of records are days of this age."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.model.age import FIRST_DAY, LAST_DAY, is_of_this_age
from ledger.model.record import by_class
from ledger.reading.codes import ERROR, Code
from ledger.reading.load import CALENDAR, DISCLOSURES, LETTERS, PLAN, UNITS
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.ledger import Issue
    from ledger.model.record import Record
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path

FAR_OFF = Code(
    "L639",
    ERROR,
    "date-far-off",
    zh=("日期 {date} 不可能：应在 {first} 至 {last} 之间", "核对年份。"),
    en=("{date} cannot be: a day is from {first} to {last}", "Check the year."),
)


def _far_off(record: Record, path: str, place: Path) -> Iterator[Finding]:
    """L639 for the days of one record."""
    for name in _days_of(type(record)):
        value = getattr(record, name)
        days = value if isinstance(value, tuple) else (value,)
        for n, day in enumerate(days):
            if day is not None and not is_of_this_age(day):
                at = (*place, name, n) if isinstance(value, tuple) else (*place, name)
                args: Args = {"date": str(day), "first": str(FIRST_DAY), "last": str(LAST_DAY)}
                yield Finding("L639", path, at, args)


@by_class
def _days_of(model: Any) -> tuple[str, ...]:
    """The fields of a model that are days or lists of days."""
    return tuple(
        name for name, info in model.model_fields().items() if "datetime.date" in repr(info.annotation)
    )


@rule(FAR_OFF)
def days_of_entries(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L639: the days of entries are days of this age."""
    del shared
    for n, entry in enumerate(issue.entries):
        yield from _far_off(entry, issue.path, ("entries", n))


@ledger_rule(FAR_OFF)
def days_of_books(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L639: so are those of the plan, the units, the calendar and the other books."""
    del issues
    records: list[tuple[Record, str, Path]] = []
    if shared.plan is not None:
        records.append((shared.plan, PLAN, ()))
        records.append((shared.plan.policy, PLAN, ("policy",)))
    if shared.calendar is not None:
        records.append((shared.calendar, CALENDAR, ()))
    records += [(unit, UNITS, ("units", name)) for name, unit in shared.units.units.items()]
    records += [(one, DISCLOSURES, ("disclosures", n)) for n, one in enumerate(shared.disclosures)]
    records += [(one, LETTERS, ("letters", n)) for n, one in enumerate(shared.letters)]
    records += [(a, one.path, ("asked", n)) for one in shared.rounds for n, a in enumerate(one.records)]
    records += [(a, one.path, ("records", n)) for one in shared.complaints for n, a in enumerate(one.records)]
    for record, path, place in records:
        yield from _far_off(record, path, place)
