"""Units: one closed vocabulary, keyed by canonical short name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.model.labels import LabelsFile
from ledger.model.record import Field, Record
from ledger.model.saying import Approval
from ledger.model.scalar import MANY, SEVERAL, Date, Key, Text

if TYPE_CHECKING:
    from datetime import date


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    PARTY = "party"
    GOVERNMENT = "government"
    OFFICE = "office"
    COUNCIL = "council"
    DISTRICT = "district"
    ZONE = "zone"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class Unit(Record):
    """A body that can be asked to account for a task."""

    name: Text = Field(title="全称", description="单位的正式全称。")
    kind: UnitKind = Field(
        title="类别",
        description="party 党委部门；government 政府部门；office 整改办，督办、延期、销号由它记；"
        "council 议事协调机构；"
        "district 旗县区；zone 开发区；enterprise 国有企业；other 其他。",
    )
    aliases: tuple[Text, ...] = Field(
        default=(),
        title="别名",
        description="文件里见到的其他写法；省略“市”“市委”的写法不必列出。",
        max_length=SEVERAL,
    )
    parent: Text | None = Field(default=None, title="上级单位", description="上级单位的规范简称。")
    since: Date | None = Field(default=None, title="设立", description="从哪一天起有这个单位；不写为一直有。")
    until: Date | None = Field(
        default=None, title="撤并", description="到哪一天为止（当天仍在）；不写为至今。"
    )
    successor: Text | None = Field(
        default=None, title="承接单位", description="更名、合并、撤销后由谁承接，规范简称。"
    )
    approval: Approval | None = Field(
        default=None, title="批准文件", description="更名、合并、撤销的文件名称和文号。"
    )


class Group(Record):
    """A name that stands for several units, such as 各旗县区."""

    members: tuple[Text, ...] = Field(
        title="成员", description="组成单位的规范简称。", min_length=1, max_length=MANY
    )
    aliases: tuple[Text, ...] = Field(default=(), title="别名", description="其他写法。", max_length=SEVERAL)


class Collective(Record):
    """A name for bodies that the document does not list; it stays as named and counts as no unit."""

    aliases: tuple[Text, ...] = Field(default=(), title="别名", description="其他写法。", max_length=SEVERAL)


class UnitsFile(Record):
    """``data/units.yaml``: every unit, group and collective that a document may name."""

    units: dict[Key, Unit] = Field(title="单位", description="键为规范简称。", max_length=MANY)
    groups: dict[Key, Group] = Field(
        default_factory=dict, title="单位组", description="可以展开成具体单位的统称。", max_length=MANY
    )
    collectives: dict[Key, Collective] = Field(
        default_factory=dict,
        title="不可展开的统称",
        description="文件没有列出成员的统称，不当单位统计。",
        max_length=MANY,
    )


class Resolved(NamedTuple):
    """A name looked up: its canonical form, and whether it names a unit, a group or a collective."""

    name: str
    sort: str  # "unit" | "group" | "collective"


# What a document may leave off before a name, tried in this order (方案常省略“市”“市委”).
_DROPPED = ("", "市", "市委", "市人民政府")
# what is left of a name that lacks one of these must still tell units apart: not 政府 alone
_SHORTEST = 3
_ALIKE = 0.5
# of a name that is looked for: characters, spellings that have one of them, spellings compared in full
_NAME_MOST, _ROW_MOST, _COMPARED = 40, 400, 24
_PART = 2


def _bare(name: str) -> str:
    """A name without what documents leave off before it."""
    return name.removeprefix("市委" if name.startswith("市委") else "市")


class Units:
    """The vocabulary with its look-ups.  Built once from :class:`UnitsFile`; immutable afterwards.

    ``labels`` are the words by which a ledger's documents speak of units, fields and days, beyond those of
    the program.
    """

    def __init__(self, file: UnitsFile, labels: LabelsFile | None = None) -> None:
        self.file, self.labels = file, labels
        self.units: Mapping[str, Unit] = file.units
        self.groups: Mapping[str, Group] = file.groups
        self.collectives: Mapping[str, Collective] = file.collectives
        self._expanded: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._spoken: dict[str, frozenset[str]] = {}
        self._nearest: dict[str, tuple[str, ...]] = {}
        self._names_on: dict[tuple[str, date], str] = {}
        self._speakers: dict[str, frozenset[str]] = {}
        self._alike: dict[str, frozenset[str]] = {}
        self.lines: dict[str, Any] = {}  # unit lines that were read: a plan repeats most of them

    @cached_property
    def names(self) -> frozenset[str]:
        """All canonical names: of units, groups and collectives."""
        return frozenset({*self.units, *self.groups, *self.collectives})

    @cached_property
    def every(self) -> frozenset[str]:
        """The canonical names of all units."""
        return frozenset(self.units)

    @cached_property
    def offices(self) -> frozenset[str]:
        """The units of kind ``office``."""
        return frozenset(name for name, unit in self.units.items() if unit.kind is UnitKind.OFFICE)

    def on(self, name: str, day: "date") -> str:
        """What the unit is called on a day: that of its successors which it has become by then."""
        way: dict[str, None] = {}
        while (unit := self.units.get(name)) is not None and unit.successor in self.units:
            if unit.until is None or day <= unit.until:
                break
            known = self._names_on.get((name, day))
            if known is not None:
                name = known
                break
            way[name] = None
            if unit.successor in way:  # a circle, which the check tells
                return name
            name = str(unit.successor)
        self._names_on.update(((one, day), name) for one in way)
        return name

    def all_on(self, names: Iterable[str], day: "date") -> tuple[str, ...]:
        """Units as they are called on a day, each once; groups stay what they are."""
        return tuple(dict.fromkeys(self.on(name, day) for name in names))

    def speaks_for(self, name: str) -> frozenset[str]:
        """The units that a record of ``name`` may be about: itself, what it took over or has become, and what
        is above these."""
        known = self._spoken.get(name)
        if known is None:
            found = self.took_over(name) | self.became(name)
            for one in tuple(found):
                above = self.units[one].parent if one in self.units else None
                if above is not None:
                    found |= self.took_over(above)
            known = self._spoken[name] = frozenset(found)
        return known

    def became(self, name: str) -> set[str]:
        """The successors of a unit, one after another."""
        found: set[str] = set()
        unit = self.units.get(name)
        while unit is not None and unit.successor is not None and unit.successor not in found:
            found.add(unit.successor)
            unit = self.units.get(unit.successor)
        return found

    def took_over(self, name: str) -> set[str]:
        """A unit and those that have become it or will."""
        found = {name}
        waiting = [name]
        while waiting:
            for before in self._predecessors.get(waiting.pop(), ()):
                if before not in found:
                    found.add(before)
                    waiting.append(before)
        return found

    @property
    def renamed(self) -> bool:
        """Whether any unit has become another one."""
        return bool(self._predecessors)

    @cached_property
    def _predecessors(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, unit in self.units.items():
            if unit.successor is not None:
                found.setdefault(unit.successor, []).append(name)
        return found

    def successors(self, names: Iterable[str]) -> frozenset[str]:
        """``names`` and the units that are the same: what has taken them over, and what they have taken
        over."""
        same = set(names)
        for name in tuple(same):
            same |= self._same(name)
        return frozenset(same)

    def speakers(self, names: Iterable[str]) -> frozenset[str]:
        """The units that may speak for any of ``names``: themselves, their successors, those below them."""
        found = set(names)
        for name in tuple(found):
            found |= self._spoken_by(name)
        return frozenset(found)

    def _same(self, name: str) -> frozenset[str]:
        """The units of the table that a unit was or is yet to be, itself among them."""
        known = self._alike.get(name)
        if known is None:
            found = self.took_over(name) | self.became(name)
            known = self._alike[name] = frozenset(one for one in found if one in self.units)
        return known

    def _spoken_by(self, name: str) -> frozenset[str]:
        """The units for which :meth:`speaks_for` has ``name``: it is looked for from below."""
        known = self._speakers.get(name)
        if known is None:
            found = set(self._same(name))
            for above in (name, *self.became(name)):
                for below in self._below.get(above, ()):
                    found |= self._same(below)
            known = self._speakers[name] = frozenset(found)
        return known

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        """The units that are right below each unit."""
        found: dict[str, list[str]] = {}
        for name, unit in self.units.items():
            if unit.parent is not None:
                found.setdefault(unit.parent, []).append(name)
        return found

    @cached_property
    def councils(self) -> frozenset[str]:
        """The units of kind ``council``."""
        return frozenset(name for name, unit in self.units.items() if unit.kind is UnitKind.COUNCIL)

    @cached_property
    def _index(self) -> dict[str, Resolved]:
        index: dict[str, Resolved] = {}
        for sort, table in (("unit", self.units), ("group", self.groups), ("collective", self.collectives)):
            for name, item in table.items():
                target = Resolved(name, sort)
                spellings = [name, *item.aliases]
                if isinstance(item, Unit):
                    spellings.append(item.name)
                for spelling in spellings:
                    index.setdefault(spelling, target)
        return index

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """What :meth:`resolve` knows, by its first two characters, longest first: for names within a text."""
        known = set(self._index)
        for spelling in self._index:
            for dropped in _DROPPED[1:]:
                rest = spelling.removeprefix(dropped)
                if len(rest) >= _SHORTEST:
                    known.add(rest)
        found: dict[str, list[str]] = {}
        for spelling in sorted(known, key=lambda s: (-len(s), s)):
            found.setdefault(spelling[:2], []).append(spelling)
        return {beginning: tuple(ones) for beginning, ones in found.items()}

    def resolve(self, name: str) -> Resolved | None:
        """Look up ``name`` as written: canonical, full or other spelling, also without 市 or 市委."""
        for dropped in _DROPPED:
            found = self._index.get(dropped + name)
            if found is not None:
                return found
        return None

    def expand(self, names: Iterable[str]) -> tuple[str, ...]:
        """Canonical unit names behind ``names``: groups expanded, collectives left out, order kept."""
        named = tuple(names)
        known = self._expanded.get(named)
        if known is None:
            found: dict[str, None] = {}
            for name in named:
                if name in self.groups:
                    found.update(dict.fromkeys(self.groups[name].members))
                elif name not in self.collectives:
                    found[name] = None
            known = self._expanded[named] = tuple(found)
        return known

    def members(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names with groups expanded and all others as they are."""
        return tuple(dict.fromkeys(m for name in names for m in (self.expand([name]) or [name])))

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Canonical names most like ``name``, best first; for "did you mean".

        市 and 市委 before a name make none alike.  Names that hold this one come first, then those with the
        most characters in common; half of them at least.
        """
        known = self._nearest.get(name)
        if known is None:
            known = self._nearest[name] = self._most_like(_bare(name))
        return known[:count]

    def _most_like(self, own: str) -> tuple[str, ...]:
        from difflib import SequenceMatcher

        scores: dict[str, float] = {}
        for spelling in self._like(own):
            target, other = self._index[spelling], _bare(spelling)
            within = len(own) >= _PART and own in other
            score = SequenceMatcher(None, own, other).ratio() + within
            if score > scores.get(target.name, 0.0):
                scores[target.name] = score
        ranked = sorted((-score, found) for found, score in scores.items() if score >= _ALIKE)
        return tuple(found for _, found in ranked)

    def _like(self, own: str) -> list[str]:
        """The spellings to compare a name with: those with the most of its characters, a bounded number."""
        shared: Counter[str] = Counter()
        rows = (self._by_character.get(character, ()) for character in dict.fromkeys(own[:_NAME_MOST]))
        for row in sorted(rows, key=len):  # of two with as many the one with a rarer character
            shared.update(row[:_ROW_MOST])
        return [spelling for spelling, _ in shared.most_common(_COMPARED)]

    @cached_property
    def _by_character(self) -> dict[str, list[str]]:
        """The spellings by the characters that they hold, without what documents leave off before them."""
        rows: dict[str, list[str]] = {}
        for spelling in self._index:
            for character in dict.fromkeys(_bare(spelling)):
                rows.setdefault(character, []).append(spelling)
        return rows
