"""Unit lines (验收单位, 责任单位) → canonical units, lead and support, with the bodies that were named."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.model.unit import Units
from ledger.plans.width import half_width

_LEAD = re.compile(r"(?:\((?:牵头|牵头单位|牵头负责)\)|(?<=.)牵头)$")
_SUPPORT = re.compile(r"(?:\((?:配合|参与)\)|(?<=.)配合)$")
_TOKEN = re.compile(r"[^、,;\s]+")
# how a party committee is tacked onto the name of its place; shortest first, so that the longest name wins
_PARTY = ("委", "党委", "旗委", "区委", "县委", "党工委")
_RULERS = ("人民政府", "政府", "管委会", "管理委员会")
_RULER = re.compile(rf"[区旗县市]?(?:{'|'.join(_RULERS)})$")
# 委 after the name of a place is short for its party committee
_BODY = {"委": "党委", "旗委": "党委", "区委": "党委", "县委": "党委"}
_BOTH = re.compile(rf"^(?P<name>.+?)(?P<party>党工委|党委|委)(?:和|与|、)(?P<ruler>{'|'.join(_RULERS)})$")
_JOINED = re.compile(r"[和及与]")


class Unresolved(NamedTuple):
    """A name that is in no list, and where it begins in the line (from 0)."""

    name: str
    start: int


@dataclass(slots=True)
class UnitLine:
    """What a unit line says.  ``lead`` is empty where the line names no lead among several units.

    ``inferred`` holds the words from which the lead was guessed: one mark after several names, or a single
    unit without a mark.
    """

    units: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    bodies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unresolved: list[Unresolved] = field(default_factory=list)
    inferred: str = ""

    @property
    def support(self) -> list[str]:
        """The units that do not lead."""
        return [unit for unit in self.units if unit not in self.lead]


def read_units(text: str, units: Units) -> UnitLine:
    """Read a unit line against the vocabulary; lines that were read before are looked up.

    市 and 市委 may be left off; 委和政府 after the last of several places belongs to all of them; one
    （牵头） after several units makes all of them lead.
    """
    known = units.lines.get(text)
    if known is None:
        known = units.lines[text] = _read(text, units)
    found: UnitLine = known
    bodies, unresolved = dict(found.bodies), list(found.unresolved)
    return UnitLine(list(found.units), list(found.lead), bodies, unresolved, found.inferred)


def _read(text: str, units: Units) -> UnitLine:
    line = UnitLine()
    half = half_width(text)
    since_lead: list[str] = []
    offset = begin = 0
    for segment in re.split(r"([,;])", half):
        waiting: list[str] = []  # places of this segment that no bodies were named for yet
        for match in _TOKEN.finditer(segment):
            start = offset + match.start()
            token = text[start : offset + match.end()]
            mark = _LEAD.search(match[0])
            end = mark or _SUPPORT.search(match[0])
            if end:
                token = token[: end.start()]
            for name in _token(token, start, waiting, line, units):
                if name not in line.units:
                    line.units.append(name)
                begin = begin if since_lead else start
                since_lead.append(name)
            if mark:
                if len(since_lead) > 1 and not line.inferred:
                    line.inferred = text[begin : offset + match.end()]
                line.lead += [name for name in since_lead if name not in line.lead]
                since_lead = []
        offset += len(segment)
    if not line.lead and len(line.units) == 1 and not line.unresolved:
        line.lead = list(line.units)
        line.inferred = text
    return line


def _token(token: str, start: int, waiting: list[str], line: UnitLine, units: Units) -> list[str]:
    """The canonical names in one token; notes bodies and what could not be resolved in ``line``."""
    found = units.resolve(token)
    if found is not None:
        if _is_place(found.name, units):
            waiting.append(found.name)
        return [found.name]
    if _RULER.fullmatch(token) and waiting:
        for place in waiting:
            line.bodies[place] = (*line.bodies.get(place, ("党委",)), token.lstrip("区旗县市"))
        waiting.clear()
        return []
    both = _BOTH.match(token)
    if both is not None:
        found = units.resolve(both["name"])
        if found is not None:
            for place in [*waiting, found.name]:
                line.bodies[place] = (_BODY.get(both["party"], both["party"]), both["ruler"])
            waiting.clear()
            return [found.name]
    for suffix in _PARTY:
        if token.endswith(suffix):
            found = units.resolve(token[: -len(suffix)])
            if found is not None:
                waiting.append(found.name)
                for place in waiting:
                    line.bodies.setdefault(place, (_BODY.get(suffix, suffix),))
                return [found.name]
    joined = _JOINED.search(token)
    if joined is not None:
        names = [*_token(token[: joined.start()], start, waiting, line, units)]
        if names:
            return names + _token(token[joined.end() :], start + joined.end(), waiting, line, units)
        line.unresolved.pop()
    line.unresolved.append(Unresolved(token, start))
    return []


def _is_place(name: str, units: Units) -> bool:
    members = units.groups[name].members if name in units.groups else (name,)
    return all(m in units.units and units.units[m].kind in {"district", "zone"} for m in members)
