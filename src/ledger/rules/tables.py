"""3xx: the unit table, the calendar and the office's own settings say what can be: bodies that act are units, a
unit is below another one, a day is worked or off, a list names a thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.model.unit import Unit, UnitKind
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.load import CALENDAR, PLAN, UNITS
from ledger.rules.finding import Finding, Shared, Summary, ledger_rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from typing import Any

    from ledger.model.unit import Units
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path


LISTED_TWICE = Code(
    "L321",
    ERROR,
    "listed-twice",
    zh=("“{item}”在这里列了两次", "删掉多出的一个；本来要写的是别的，改过来。"),
    en=("{item!r} is listed twice here", "Delete the copy, or write what was meant."),
)


@ledger_rule(
    Code(
        "L313",
        ERROR,
        "office-is-no-unit",
        zh=(
            "“{name}”是单位组或统称，不是一个单位，不能作整改办",
            "写名录 units 里的一个单位；几个单位都是的，逐个写。",
        ),
        en=(
            "{name!r} stands for several bodies and cannot be the office",
            "Name a unit of the table; where several are the office, name each.",
        ),
    ),
    Code(
        "L314",
        WARNING,
        "office-of-another-kind",
        zh=(
            "“{name}”在名录里的 kind 是 {kind}，又定为整改办：延期、督办、销号都可以由它自己记",
            "整改办设在某个单位的，把整改办单独列进名录（kind: office），再写到这里。",
        ),
        en=(
            "{name!r} is of the kind {kind} and the office as well: it may extend, press and clear what it owes",
            "Where the office is part of another unit, list it by itself (kind: office) and name it here.",
        ),
    ),
)
def office_can_act(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L313, L314: the office of the policy is one body, and not one of those that it presses."""
    del issues
    for n, name in enumerate(shared.plan.policy.office if shared.plan else ()):
        unit = shared.units.units.get(name)
        place: Path = ("policy", "office", n)
        if unit is None and name in shared.units.names:
            yield Finding("L313", PLAN, place, {"name": name})
        elif unit is not None and unit.kind not in {UnitKind.OFFICE, UnitKind.COUNCIL}:
            yield Finding("L314", PLAN, place, {"name": name, "kind": unit.kind.value})


@ledger_rule(
    Code(
        "L315",
        ERROR,
        "unit-above-itself",
        zh=("“{name}”的 {field} 绕了一圈又回到它自己：{way}", "改掉其中一处：上级和承接单位都不能是自己。"),
        en=(
            "{field} of {name!r} leads back to itself: {way}",
            "Change one of them: no unit is above itself or takes itself over.",
        ),
    ),
)
def unit_above_itself(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L315: no unit is its own parent or successor, whether at once or by way of others."""
    del issues
    units = shared.units.units
    for field in ("parent", "successor"):
        above = {name: getattr(unit, field) for name, unit in units.items() if getattr(unit, field) in units}
        for circle in _circles(above):
            args: Args = {"name": circle[0], "field": field, "way": " → ".join([*circle, circle[0]])}
            yield Finding("L315", UNITS, ("units", circle[0], field), args)


def _circles(above: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle of a relation once, from its member that comes first; every name is gone over once."""
    done: set[str] = set()
    for name in above:
        way: dict[str, None] = {}
        at: str | None = name
        while at is not None and at not in done and at not in way:
            way[at] = None
            at = above.get(at)
        if at in way:
            names = list(way)
            yield names[names.index(str(at)) :]
        done |= way.keys()


@ledger_rule(
    Code(
        "L316",
        ERROR,
        "unit-name-malformed",
        zh=(
            "单位名称“{name}”里有换行，或首尾有空格",
            "名称写成一行，首尾不留空格；任务里引用它的地方一并改。",
        ),
        en=(
            "The name {name!r} holds a line break, or a blank at an end",
            "Write the name in one line without blanks around it, and so wherever it is used.",
        ),
    ),
)
def names_in_one_line(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L316: the names and spellings of units, groups and collectives are one line each."""
    del issues
    for spelling in _spellings(shared.units):
        if len(spelling.text.splitlines()) != 1 or spelling.text != spelling.text.strip():
            name = spelling.text.replace("\n", "⏎")
            yield Finding("L316", UNITS, spelling.place, {"name": name})


class _Spelling(NamedTuple):
    """A way in which a body is written in the table, and where."""

    place: Path
    text: str


def _spellings(units: Units) -> Iterator[_Spelling]:
    tables: dict[str, Mapping[str, Any]] = {
        "units": units.units,
        "groups": units.groups,
        "collectives": units.collectives,
    }
    for table, items in tables.items():
        for name, item in items.items():
            yield _Spelling((table, name), name)
            yield from (_Spelling((table, name, "aliases", n), a) for n, a in enumerate(item.aliases))
            if isinstance(item, Unit):
                yield _Spelling((table, name, "name"), item.name)


@ledger_rule(
    Code(
        "L317",
        WARNING,
        "names-exchanged",
        zh=("“{name}”的全称是“{full}”，像是“{other}”的", "核对这两个单位的全称是否写反了。"),
        en=(
            "The full name of {name!r} is {full!r}, which looks like that of {other!r}",
            "See whether the names of the two were exchanged.",
        ),
    ),
)
def names_exchanged(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L317: the full name of a unit does not end with the name of another unit and lack its own."""
    del issues
    units = shared.units.units
    for name, unit in units.items():
        if _stands_in(name, unit.name):
            continue
        ends = (unit.name[k:] for k in range(max(0, len(unit.name) - _NAME_MOST), len(unit.name) - 1))
        other = next((end for end in ends if end in units and end != name), None)
        if other is not None:
            args: Args = {"name": name, "full": unit.name, "other": other}
            yield Finding("L317", UNITS, ("units", name, "name"), args)


_NAME_MOST = 30
"""Characters of a short name that are looked for at the end of a full one."""


def _stands_in(short: str, full: str) -> bool:
    """Whether all characters of a short name stand in the full one in their order (市发改委: 市发展和改革委员会)."""
    rest = iter(full)
    return all(character in rest for character in short.removeprefix("市"))


@ledger_rule(
    Code(
        "L320",
        ERROR,
        "day-worked-and-off",
        zh=("{day} 既是上班日又是休息日", "照当地的放假通知，只留一处。"),
        en=("{day} is worked and off", "Keep one of them, as the local arrangement has it."),
    ),
    LISTED_TWICE,
)
def listed_once(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L320, L321: a day is worked or off; days, members of groups, needs and offices are listed once."""
    del issues
    lists: list[tuple[str, Path, Sequence[Hashable]]] = []
    if shared.calendar is not None:
        calendar = shared.calendar
        lists += [(CALENDAR, ("workdays",), calendar.workdays), (CALENDAR, ("holidays",), calendar.holidays)]
        worked = frozenset(calendar.workdays)
        for n, day in enumerate(calendar.holidays):
            if day in worked:
                yield Finding("L320", CALENDAR, ("holidays", n), {"day": str(day)})
    lists += [
        (UNITS, ("groups", name, "members"), group.members) for name, group in shared.units.groups.items()
    ]
    if shared.plan is not None:
        policy = shared.plan.policy
        names = ("office", "complete_needs", "close_needs")
        lists += [(PLAN, ("policy", name), getattr(policy, name)) for name in names]
    for path, place, items in lists:
        for n, item in twice(items):
            yield Finding("L321", path, (*place, n), {"item": str(item)})


def twice(items: Sequence[Hashable]) -> Iterator[tuple[int, Hashable]]:
    """What a list names again, with its places there."""
    seen: set[Hashable] = set()
    for n, item in enumerate(items):
        if item in seen:
            yield n, item
        seen.add(item)
