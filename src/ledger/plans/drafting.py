"""A first draft of ``units.yaml`` for a city that has none: the names a document uses, to be completed.

Nothing is drafted that only a person can decide: no unit of kind ``office``, and no members of a name such as
各旗县区.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledger.model.unit import Unit, UnitKind, Units, UnitsFile
from ledger.plans.document import Document, Draft, Label
from ledger.plans.interpret import said_aside
from ledger.plans.labels import spoken
from ledger.plans.persons import role_of_line
from ledger.plans.unitlines import is_balanced, is_body, place_of, read_units
from ledger.plans.width import half_width
from ledger.reading.load import UNITS, read_units_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MODELINE = "# yaml-language-server: $schema=../schemas/units.schema.json\n"
_SHORTEST, _LONGEST = 2, 40
_MEMBERS = re.compile("[区旗县市](?:[（(][^（）()]*[）)])?$|街道|乡镇|苏木")
"""Ends of names for several places, of which somebody knows which they are."""
_SOME = re.compile("(?:其他|其它|所有|全部)?(?:有关|相关|涉及|所涉)|其他|其它")
"""How a name begins that stands for some, of which somebody knows which they are: 有关部门, 相关旗县区."""
_KINDS = (
    ("zone", "高新区$|开发区$|示范区$|园区$|经开区$"),
    ("district", "[区旗县市]$"),
    ("enterprise", "集团$|公司$"),
    ("party", "^(?:市|区|旗|县)?委|纪委|(?:组织|宣传|统战)部$"),
    ("government", "(?:局|委|办|办公室|委员会|政府|院|中心|支队|大队|部门|处|厅)$"),
)
_OFFICE = re.compile("(?:整改|督察|督查)(?:.{0,8}(?:领导|协调)小组)?(?:办|办公室)$|整改(?:工作)?专班$")
"""How a name ends that may be the office; that it is, a person says."""
_BOTH = re.compile("以及|[和及与]")
_ENDING = re.compile("(?:[区旗县市局委办部院处厅]|政府|集团|公司|办公室|委员会)$")
_NO_NAME = re.compile(r"[:：;；。!！?？\"“”]")


class Drafted(NamedTuple):
    """A unit to be completed: the kind that its name looks like, the line that names it, and how the line
    writes it where that is not the whole name."""

    kind: str
    line: int
    written: str | None = None


class Remarks(NamedTuple):
    """What remarks in a table are made with: the words of a language by key, and where a line stands in the
    document, in words."""

    words: Callable[..., str]
    place: Callable[[int], str]

    def at(self, key: str, line: int, **gaps: str) -> str:
        """The remark, on one line whatever a place is called."""
        return " ".join(self.words(key, place=self.place(line), **gaps).split())


@dataclass(slots=True)
class UnitDraft:
    """What the unit table lacks, by the line that names it.

    ``units`` are by canonical name, ``unlisted`` names of bodies that nobody lists,
    ``undecided`` names whose members a person has to list, ``refused`` what is no whole name.
    """

    units: dict[str, Drafted] = field(default_factory=dict)
    unlisted: dict[str, int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    offices: bool = True

    @property
    def office_like(self) -> list[str]:
        """Drafted units that look like the office, where the table has none."""
        return [] if self.offices else [name for name in self.units if _OFFICE.search(name)]

    @property
    def empty(self) -> bool:
        """Whether the table has every name of the document."""
        return not (self.units or self.unlisted or self.undecided or self.refused)


def draft_units(document: Document, units: Units) -> UnitDraft:
    """Every name of the unit lines that ``units`` does not know, in order of appearance.

    Kinds are guessed from the names and full names are left as written: both are for a person to finish.
    """
    with spoken(units.labels):
        return _draft_units(document, units)


def _draft_units(document: Document, units: Units) -> UnitDraft:
    found = UnitDraft(offices=bool(units.offices))
    named: dict[str, int] = {}
    for draft in document.drafts:
        for name, line in _names(document, draft, units):
            if is_body(name):
                continue
            if not _is_name(name):
                found.refused.setdefault(name, line)
            else:
                named.setdefault(place_of(name), line)
    of_city = any(name.startswith("市") for name in (*named, *units.units))
    for name, line in named.items():
        if units.resolve(name) is not None or any(f"{before}{name}" in named for before in ("市", "市委")):
            continue
        if "各" in name or _SOME.match(name):
            place = found.undecided if _MEMBERS.search(name) else found.unlisted
            place.setdefault(name, line)
            continue
        kind = _kind(name)
        # a plan leaves off 市 where it is plain: the table has the whole name, and knows the short one by it
        bare = of_city and kind == "government" and re.fullmatch(".{2,6}(?:局|委)", name)
        whole = f"市{name}" if bare and not name.startswith(("市", "区", "县", "旗")) else name
        found.units.setdefault(whole, Drafted(kind, line, name if whole != name else None))
    return found


def with_names_of(document: Document, units: Units) -> Units:
    """The table and, as units, the names of a document that it lacks: to read what others wrote, not to keep.

    The same table where it lacks none, or where a name cannot be told to be whole.
    """
    lacking = draft_units(document, units)
    # the kind as it looks: with its bodies (东岭区政府) a place is known by being one
    kinds = {name: UnitKind(one.kind) for name, one in lacking.units.items()}
    kinds |= dict.fromkeys((*lacking.unlisted, *lacking.undecided), UnitKind.OTHER)
    if not kinds:
        return units
    added = {name: Unit(name=name, kind=kind) for name, kind in kinds.items()}
    table = UnitsFile(
        units={**units.units, **added}, groups=dict(units.groups), collectives=dict(units.collectives)
    )
    return Units(table, units.labels)


def _names(document: Document, draft: Draft, units: Units) -> Iterator[tuple[str, int]]:
    held = [(draft.fields.get(label, ""), label.name) for label in (Label.ACCEPTANCE, Label.RESPONSIBILITY)]
    held += [(draft.support, "SUPPORT")]
    lines = [(text, draft.lines.get(place, draft.line)) for text, place in held]
    lines += [
        (text, document.line_of(draft, text)[0])
        for label, text in draft.others
        if role_of_line(label) == "supervising"
    ]
    for text, line in lines:
        for name, _ in read_units(text, units).unresolved:
            for one in _apart(name):
                yield one, line
    for measure in draft.measures:
        for said in (said_aside(measure.text, units), read_units(measure.beside.units or "", units)):
            for name, _ in said.unresolved:
                for one in _apart(name):
                    yield one, measure.line


def _apart(name: str) -> Iterator[str]:
    """Two names joined by 和, where both end as names do; 市住房和城乡建设局 is one."""
    for joined in _BOTH.finditer(name):
        left, right = name[: joined.start()], name[joined.end() :]
        if len(right) >= _SHORTEST and _ENDING.search(left) and _ENDING.search(right):
            yield left
            yield from _apart(right)
            return
    yield name


def _is_name(name: str) -> bool:
    if not is_balanced(name) or not _SHORTEST <= len(name) <= _LONGEST:
        return False
    return not _NO_NAME.search(half_width(name)) and re.search("[\u4e00-\u9fff]", name) is not None


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "other")


def draft_text(draft: UnitDraft, remarks: Remarks) -> str:
    """The draft as a table of its own, with what was not drafted as remarks."""
    lines = [_MODELINE, "units:\n" if draft.units else "units: {}\n", *_unit_lines(draft, remarks, "  ")]
    if draft.unlisted:
        lines += ["collectives:\n", *_unlisted_lines(draft, remarks, "  ")]
    return "".join([*lines, *_open_remarks(draft, remarks)])


def _unit_lines(draft: UnitDraft, remarks: Remarks, indent: str) -> list[str]:
    return [
        f"{indent}{name}: {{name: {name}, kind: {one.kind}}}  # {_of_unit(draft, name, remarks)}\n"
        for name, one in draft.units.items()
    ]


def _of_unit(draft: UnitDraft, name: str, remarks: Remarks) -> str:
    """Where a unit stands, and what a person has to see to."""
    one = draft.units[name]
    text = (
        remarks.at("draft.at", one.line)
        if one.written is None
        else remarks.at("draft.written_as", one.line, name=one.written)
    )
    if name in draft.office_like:
        return text + remarks.words("draft.office_like")
    return text + remarks.words("draft.kind_open") if one.kind == "other" else text


def _unlisted_lines(draft: UnitDraft, remarks: Remarks, indent: str) -> list[str]:
    return [
        f"{indent}{name}: {{}}  # {remarks.at('draft.unlisted', line)}\n"
        for name, line in draft.unlisted.items()
    ]


def _open_remarks(draft: UnitDraft, remarks: Remarks) -> list[str]:
    """What was not drafted, because a person has to decide it."""
    lines = [
        f"# {remarks.at('draft.undecided', line, name=name)}\n" for name, line in draft.undecided.items()
    ]
    lines += [f"# {remarks.at('draft.refused', line, name=name)}\n" for name, line in draft.refused.items()]
    if draft.units and not draft.offices:
        lines.append(f"# {remarks.words('draft.office')}\n")
    return lines


def merged(table: bytes, draft: UnitDraft, remarks: Remarks) -> bytes | None:
    """The table with the draft put into it, every line of it as it was; ``None`` where it cannot be.

    That is so where its layout has no place for another entry; the result is read again and compared.
    """
    before, _ = read_units_file({UNITS: table})
    if before is None:
        return None
    text = table.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    text = text if text.endswith("\n") else text + end
    for key, make in (("units", _unit_lines), ("collectives", _unlisted_lines)):
        text = _put(text, key, make(draft, remarks, _indent(text, key)), end)
    held = text.replace("\r\n", "\n").split("\n")
    text += "".join(
        line.replace("\n", end) for line in _open_remarks(draft, remarks) if line.rstrip("\n") not in held
    )
    data = text.encode()
    after, _ = read_units_file({UNITS: data})
    added, _ = read_units_file({UNITS: draft_text(draft, remarks).encode()})
    added = added if added is not None else UnitsFile(units={})
    wanted = UnitsFile(
        units={**before.units, **added.units},
        groups=before.groups,
        collectives={**before.collectives, **added.collectives},
    )
    return data if after == wanted else None


def _indent(text: str, key: str) -> str:
    found = re.search(rf"^{key}:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?P<indent> +)\S", text, re.MULTILINE)
    return found["indent"] if found is not None else "  "


def _put(text: str, key: str, lines: list[str], end: str) -> str:
    """``lines`` at the end of the block of a top-level key, which is made where it is missing."""
    if not lines:
        return text
    body = "".join(lines).replace("\n", end)
    text = re.sub(rf"^({key}:)[ \t]*(?:\{{\}}|~|null)?[ \t]*$", r"\1", text, count=1, flags=re.MULTILINE)
    found = re.search(rf"^{key}:[^\n]*\n(?:(?:[ \t]+[^\n]*|[ \t]*\r?|#[^\n]*)\n)*", text, re.MULTILINE)
    if found is None:
        return f"{text}{key}:{end}{body}"
    block = found[0]
    # remarks and blank lines at the end of a block most likely belong to what comes next
    kept = re.sub(r"(?:^(?:#[^\n]*|[ \t]*\r?)\n)+\Z", "", block, flags=re.MULTILINE)
    place = found.start() + len(kept)
    return text[:place] + body + text[place:]
