"""The plan, its sections, and the table of units."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.reports.tables.schema import Field, Reference, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.judging.day import Day
    from ledger.model.unit import Unit, Units


class Read(NamedTuple):
    """What was read: the ledger on a day, and the commit it was read at."""

    day: Day
    revision: str | None


class Part(NamedTuple):
    """A section of the plan; one that issues name and the plan does not have has no title."""

    number: str
    title: str | None


class Member(NamedTuple):
    """A unit as a member of a group."""

    name: str
    member: str


class Named(NamedTuple):
    """A unit by the name that is used for it; ``unit`` is absent where the table of units has none."""

    name: str
    unit: Unit | None


def _of_plan(name: str) -> Any:
    def of(read: Read) -> Any:
        return getattr(read.day.ledger.plan, name, None)

    return of


def _of_source(name: str) -> Any:
    def of(read: Read) -> Any:
        plan = read.day.ledger.plan
        return getattr(plan.source, name) if plan else None

    return of


PLAN = table(
    "plan",
    "export.plan",
    Field("title", of=_of_plan("title")),
    Field("issuer", of=_of_plan("issuer")),
    Field("issued", "date", of=_of_plan("issued")),
    Field("as_of", "date", of=attrgetter("day.as_of")),
    Field("revision"),
    Field("source", of=_of_source("path")),
    Field("sha256", of=_of_source("sha256")),
    key=("as_of",),
)

SECTIONS = table("sections", "export.sections", Field("number"), Field("title"), key=("number",))


def _of_unit(name: str) -> Any:
    def of(named: Named) -> Any:
        return getattr(named.unit, name, None)

    return of


UNITS = table(
    "units",
    "export.units",
    Field("name"),
    Field("full_name", of=_of_unit("name")),
    Field("kind", of=lambda n: n.unit.kind.value if n.unit else None, head="unit_kind", words="unit_kind"),
    Field("parent", of=_of_unit("parent")),
    Field("since", "date", of=_of_unit("since")),
    Field("until", "date", of=_of_unit("until")),
    Field("successor", of=_of_unit("successor")),
    key=("name",),
    references=(
        Reference(("parent",), "units", ("name",)),
        Reference(("successor",), "units", ("name",)),
    ),
)

UNIT_GROUPS = table(
    "unit_groups",
    "export.unit_groups",
    Field("name"),
    Field("member"),
    key=("name", "member"),
    references=(Reference(("member",), "units", ("name",)),),
)


def sections(day: Day, named: Iterable[Any]) -> list[Part]:
    """The sections of the plan in its order, then those that are only ``named``."""
    titles: dict[str, str | None] = {}
    for section in day.ledger.plan.sections if day.ledger.plan else ():
        titles.setdefault(section.number, section.title)
    for number in named:
        if number is not None:
            titles.setdefault(number, None)
    return [Part(number, title) for number, title in titles.items()]


def members(units: Units) -> Iterator[Member]:
    """The members of every group, each once."""
    for name, group in units.groups.items():
        for member in dict.fromkeys(group.members):
            yield Member(name, member)


def units_named(units: Units, named: Iterable[Any]) -> list[Named]:
    """The table of units in its order, then those that are only ``named``."""
    found: dict[str, Unit | None] = dict(units.units)
    for unit in units.units.values():
        for other in (unit.parent, unit.successor):
            if other:
                found.setdefault(other, None)
    for name in named:
        if name:
            found.setdefault(name, None)
    return [Named(name, unit) for name, unit in found.items()]
