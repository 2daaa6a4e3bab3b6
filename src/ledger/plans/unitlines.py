"""Unit lines (验收单位, 责任单位) → canonical units, lead and support, with the bodies that were named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ledger.model.unit import Resolved, Units
from ledger.plans.labels import Words, spoken, words
from ledger.plans.script import either
from ledger.plans.width import half_width

_SEGMENTS = ",;。"
"""What ends a list of places that share their bodies; 、 and white space only part two names."""
_SEPARATORS = frozenset(_SEGMENTS + "、/ \t\n\r\f\v")
_HEADING = f"(?:{either('牵头|主办|主责')})"
# marks and particles around a name, each at its end
_LEAD = re.compile(
    rf"(?:\((?P<all>共同)?(?:{either('总')}|主要)?{_HEADING}(?:{either('单位|部门|负责')})?\)"
    rf"|(?P<each>共同)?{_HEADING}(?:{either('负责|落实|办理|推进')})?)$"
)
_SUPPORT = re.compile(r"(?:\((?:配合|参与|协助|协同|配合单位|协办)\)|(?:积极|协同)?(?:配合|参与|协助|协办))$")
_DUTY = re.compile("按照?(?:各自)?(?:职责|职能)?(?:分工)?(?:负责|落实|推进)?$")
_OTHERS = re.compile(
    r"等(?P<count>[0-9一二两三四五六七八九十]{1,3}[个家])?(?:(?:各?有关|各?相关)?(?:部门|单位|地区)(?:[和及、]单位)?)?$"
)
_ROLE = re.compile(
    r"^(?:(?P<lead>牵头|总牵头|主办|主责)|(?P<support>配合|参与|协办|协助)|责任)(?:(?:单位|部门|负责)?:\s*|(?:单位|部门)(?=.))"
)
_BEFORE = re.compile("^(?:并?由|会同|以及)")
_JOINED = re.compile("以及|会同|[和及与]")
_PLACE = re.compile(r"(?:[区旗县市镇乡]|街道|苏木)(?:\([^()]*\))?$")
"""How a name of a place ends, or of all of a kind: 东岭区, 城关镇, 各县（市、区）."""
_TOWN = re.compile("[镇乡]$|街道$|苏木$")
"""A place below the districts, whatever kind the table gives it."""
_AND = "(?:和|与|及|、)?"


@dataclass(frozen=True, slots=True)
class _Forms:
    """How units and the bodies of places are written, by the words that are known."""

    duty: re.Pattern[str]
    ruler: re.Pattern[str]
    bodies: tuple[re.Pattern[str], ...]
    """Names of places with their bodies, first those of party and government, then of government alone."""


@lru_cache(maxsize=16)
def _forms(known: Words) -> _Forms:
    named = "|".join(known.listed("bodies"))
    ruler = f"(?:[区旗县市镇乡]|苏木)?(?:{named})|(?:街道)?办事处"
    bodies = [
        re.compile(rf"^(?P<name>.+?)(?P<party>{party}){rest}$")
        for rest in (rf"{_AND}(?P<ruler>{ruler})", "(?P<ruler>)")
        for party in ("党工委|党委|委", "[区旗县市镇乡]委")
    ]
    bodies += [
        re.compile(f"^(?P<name>.+?)(?P<ruler>{named})$"),
        re.compile("^(?P<name>.+?)(?P<ruler>[区旗县市镇乡](?:人民政府|政府))$"),
        re.compile("^(?P<name>.+?街道)(?P<ruler>办事处)$"),
    ]
    duty = re.compile(f"(?:{'|'.join(known.listed('duties'))})$")
    return _Forms(duty, re.compile(ruler), tuple(bodies))


_NAME_MOST = 60
"""The longest name that is looked up; more characters in a row are no name of a unit."""
_PLACE_LEAST = 2
_UNKNOWN_MOST = 500
"""After so many unknown names the rest of a line is not read: it is no line of units."""


class Unresolved(NamedTuple):
    """A name that is in no list, and where it begins in the line (from 0)."""

    name: str
    start: int


@dataclass(slots=True)
class UnitLine:
    """What a unit line says.  ``lead`` is empty where the line names no lead among several units.

    ``inferred`` holds the words from which the lead was guessed: one mark after several names, or a single
    unit without a mark.  ``others`` are the words by which it says that there are more units than it lists
    (等部门).
    """

    units: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    bodies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)
    inferred: str = ""
    others: list[Unresolved] = field(default_factory=list)

    @property
    def support(self) -> list[str]:
        """The units that do not lead."""
        return [unit for unit in self.units if unit not in self.lead]


def read_units(text: str, units: Units) -> UnitLine:
    """Read a unit line against the vocabulary; lines that were read before are looked up.

    市 and 市委 may be left off; 委和政府 after the last of several places belongs to all of them; one
    （牵头） after several units makes all of them lead.  What stands in brackets is never split:
    各县（市、区） is one name.  Particles (由…牵头, 按职责分工负责, 等部门) are no part of a name.
    """
    known = units.lines.get(text)
    if known is None:
        with spoken(units.labels):
            known = units.lines[text] = _Reader(text, units).read()
    found: UnitLine = known
    return UnitLine(
        list(found.units),
        list(found.lead),
        dict(found.bodies),
        list(found.unresolved),
        found.inferred,
        list(found.others),
    )


def is_balanced(name: str) -> bool:
    """Whether every bracket in a name has its counterpart; a name without is a piece of one."""
    depth = 0
    for character in half_width(name):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def place_of(name: str) -> str:
    """A name that is in no list without the bodies of a place after it: 东岭区人民政府, 云阳市委 → the place.

    委 alone is taken off only after a place (区, 旗, 县, 市): 市发改委 stays what it is.
    """
    for form in _forms(words()).bodies:
        match = form.match(name)
        if match is None or len(match["name"]) < _PLACE_LEAST:
            continue
        party = match.groupdict().get("party", "")
        if party in {"", "党委", "党工委"} or _PLACE.search(half_width(match["name"])):
            return str(match["name"])
    return name


def is_body(name: str) -> bool:
    """Whether a name is only that of a body of the place before it: 区政府, 管委会."""
    return _forms(words()).ruler.fullmatch(name) is not None


def split_names(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each name of a unit line begins and ends, and whether a new segment begins with it.

    Separators within brackets part nothing.
    """
    half = half_width(text)
    depth = begin = 0
    fresh = True
    for position, character in enumerate(half):
        depth = max(depth + (character == "(") - (character == ")"), 0)
        if depth or character not in _SEPARATORS:
            continue
        if position > begin:
            yield begin, position, fresh
            fresh = False
        fresh |= character in _SEGMENTS
        begin = position + 1
    if len(half) > begin:
        yield begin, len(half), fresh


class _Reader:
    """Reads one line."""

    def __init__(self, text: str, units: Units) -> None:
        self.text, self.units = text, units
        self.line = UnitLine()
        self.waiting: list[str] = []  # places of this segment that no bodies were named for yet
        self.foreign = False  # a place that is in no list stands in this segment, its bodies still to come
        self.told: set[str] = set()  # names that are in no list, and how many places have one
        self.unknown = 0
        self.since: list[str] = []  # names that a mark （牵头） would be about
        self.begin = 0
        self.role = ""
        self.single = True  # nothing says that the only unit is not the one that leads

    def read(self) -> UnitLine:
        line = self.line
        for start, end, fresh in split_names(self.text):
            if self.unknown >= _UNKNOWN_MOST:
                line.unresolved.append(Unresolved(self.text[start : start + _NAME_MOST], start))
                break
            if fresh:
                self.waiting, self.foreign = [], False
            self._token(start, end)
        if not line.lead and len(line.units) == 1 and not line.unresolved and self.single:
            line.lead = list(line.units)
            line.inferred = self.text
        return line

    def _token(self, start: int, end: int) -> None:
        half = half_width(self.text[start:end])
        role = _ROLE.match(half)
        if role is not None:
            self.role = "lead" if role["lead"] else "support" if role["support"] else ""
            self.single &= self.role != "support"
            self.since = []
            start += role.end()
        start, end, mark = self._particles(start, end)
        for name in self._names(start, end) if end > start else ():
            if name not in self.line.units:
                self.line.units.append(name)
            self.begin = self.begin if self.since else start
            self.since.append(name)
        if mark is not None and mark.re is _SUPPORT:
            self.since, self.single = [], False
        elif mark is not None:
            said = mark["all"] or mark["each"]
            if len(self.since) > 1 and not said and not self.line.inferred:
                self.line.inferred = self.text[self.begin : end + len(mark[0])]
            self._lead(self.since)
            self.since = []
        elif self.role == "lead":
            self._lead(self.since)

    def _lead(self, names: list[str]) -> None:
        self.line.lead += [name for name in names if name not in self.line.lead]

    def _particles(self, start: int, end: int) -> tuple[int, int, re.Match[str] | None]:
        """Where the name itself begins and ends, and the mark of lead or support after it."""
        mark: re.Match[str] | None = None
        while end > start and self._find(start, end) is None:
            half = half_width(self.text[max(start, end - _NAME_MOST) : end])
            found = _LEAD.search(half) or _SUPPORT.search(half)
            if found is not None and mark is None:
                mark = found
            elif (found := _OTHERS.search(half)) is not None:
                if not found["count"]:
                    begin = end - len(found[0])
                    self.line.others.append(Unresolved(self.text[begin:end], begin))
                self.single = False
            elif (found := _DUTY.search(half) or _forms(words()).duty.search(half)) is None:
                break
            end -= len(found[0])
        if end > start and self._find(start, end) is None:
            before = _BEFORE.match(self.text[start : start + 4])
            start += before.end() if before is not None else 0
        return start, end, mark

    def _names(self, start: int, end: int) -> list[str]:
        """The canonical names in one token; notes bodies and what could not be resolved."""
        found: list[str] = []
        while True:
            names = self._one(start, end)
            if names is not None:
                return found + names
            joined, names = self._join(start, end)
            if joined is None:
                self._unknown(start, end)
                return found
            found += names
            start = joined.end()

    def _unknown(self, start: int, end: int) -> None:
        """A name that is in no list; of a place with its bodies (东岭区党委、政府) it is the place."""
        name = self.text[start:end]
        if self.foreign and _forms(words()).ruler.fullmatch(name):
            self.foreign = False
            return
        place = place_of(name)
        self.foreign = is_balanced(place) and _PLACE.search(half_width(place)) is not None
        name = place if self.foreign else name
        self.unknown += 1
        if name not in self.told:
            self.told.add(name)
            self.line.unresolved.append(Unresolved(name, start))

    def _join(self, start: int, end: int) -> tuple[re.Match[str] | None, list[str]]:
        """The word (和, 以及) that joins a known name to what follows, and what that name is.

        One at the very beginning joins to the token before, where a known name follows: 和平区 is a name.
        """
        for joined in _JOINED.finditer(self.text, start, end):
            if joined.start() - start > _NAME_MOST or joined.end() == end:
                break
            if joined.start() == start:
                if self._find(joined.end(), end) is not None:
                    return joined, []
                continue
            names = self._one(start, joined.start())
            if names is not None:
                return joined, names
        return None, []

    def _one(self, start: int, end: int) -> list[str] | None:
        """The unit of a name, or none where it only says the bodies of those before; ``None``: neither."""
        if not 0 < end - start <= _NAME_MOST:
            return [] if end == start else None
        name = self.text[start:end]
        found = self._find(start, end)
        if found is not None:
            if is_place(found.name, self.units):
                self.waiting.append(found.name)
            return [found.name]
        if _forms(words()).ruler.fullmatch(name) and self.waiting:
            for place in self.waiting:
                self._body(place, (*self.line.bodies.get(place, ("党委",)), _ruler(name)))
            self.waiting = []
            return []
        for form in _forms(words()).bodies:
            match = form.match(name)
            found = self._look_up(match["name"]) if match is not None else None
            if match is not None and found is not None:
                return self._place(found, match.groupdict())
        return None

    def _place(self, found: Resolved, said: dict[str, str]) -> list[str] | None:
        party = said.get("party", "")
        ruler = _ruler(said["ruler"])
        if not party and not (is_place(found.name, self.units) or found.sort == "collective"):
            return None  # only places have a government of their own
        if found.name not in self.waiting:
            self.waiting.append(found.name)
        if party not in {"", "党工委"}:
            party = "党委"  # 委, 区委 after the name of a place is short for it
        for place in self.waiting:
            if party and ruler:
                self._body(place, (party, ruler))
            elif party:
                self.line.bodies.setdefault(place, (party,))
            else:
                self._body(place, (*self.line.bodies.get(place, ()), ruler))
        if ruler:
            self.waiting = []
        return [found.name]

    def _body(self, place: str, bodies: tuple[str, ...]) -> None:
        self.line.bodies[place] = tuple(dict.fromkeys(bodies))

    def _find(self, start: int, end: int) -> Resolved | None:
        return self._look_up(self.text[start:end]) if end - start <= _NAME_MOST else None

    def _look_up(self, name: str) -> Resolved | None:
        found = self.units.resolve(name)
        if found is None and "(" in half_width(name):
            found = self.units.resolve(half_width(name).translate(_FULL))
        return found


_FULL = str.maketrans("(),", "（）、")


def _ruler(said: str) -> str:
    """The name of a body without the end of the place that stands before it: 区政府 → 政府."""
    return _RULER_END.sub("", said)


_RULER_END = re.compile("^(?:[区旗县市镇乡]|苏木|街道)")


def is_place(name: str, units: Units) -> bool:
    """Whether a canonical name is a place with bodies of its own, or a group of such places."""
    if _TOWN.search(name):
        return True
    members = units.groups[name].members if name in units.groups else (name,)
    return all(m in units.units and units.units[m].kind in {"district", "zone"} for m in members)
