"""A first draft of ``units.yaml`` for a city that has none: the names a document uses, to be completed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.document import Document, Label
from ledger.plans.unitlines import read_units
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from ledger.model.unit import Units

_MODELINE = "# yaml-language-server: $schema=../schemas/units.schema.json\n"
_TAIL = re.compile(
    r"(?:\((?:牵头|牵头单位|牵头负责|配合|参与)\)|牵头|配合)$|(?:党工委|党委|委)(?:和|与)(?:人民)?政府$|党工委$|党委$|(?<=[区旗县])委$"
)
_BODY = re.compile("^[区旗县市]?(?:人民)?政府$|^管委会$|^管理委员会$")
_KINDS = (
    ("zone", "高新区$|开发区$|示范区$|园区$"),
    ("district", "[区旗县]$"),
    ("enterprise", "集团$|公司$"),
    ("party", "^(?:市|区|旗|县)?委|纪委"),
    ("office", "委员会$|专班$|专项组$|领导小组|(?<!委|府)办公室$"),
)


def draft_unit_table(document: Document, units: Units) -> str:
    """YAML with every name of the unit lines that ``units`` does not know, in order of appearance.

    Kinds are guessed from the names and full names are left as written: both are for a person to finish.
    Names such as 各旗县区 are put down as collectives until somebody lists their members.
    """
    names: dict[str, int] = {}
    for draft in document.drafts:
        for label in (Label.ACCEPTANCE, Label.RESPONSIBILITY):
            for name, _ in read_units(draft.fields.get(label, ""), units).unresolved:
                bare = _bare(name)
                if bare:
                    names.setdefault(bare, draft.lines[label.name])
    known = {f"市{name}" for name in names} | {f"市委{name}" for name in names}
    short = {name for name in names if known & set(names) & {f"市{name}", f"市委{name}"}}
    own = [name for name in names if not name.startswith("各") and "各" not in name and name not in short]
    collective = [name for name in names if name not in own and name not in short]
    lines = [_MODELINE, "units:\n" if own else "units: {}\n"]
    lines += [f"  {name}: {{name: {name}, kind: {_kind(name)}}}  # 第 {names[name]} 行\n" for name in own]
    if collective:
        lines.append("collectives:\n")
        lines += [
            f"  {name}: {{}}  # 第 {names[name]} 行；能列出成员的改放到 groups\n" for name in collective
        ]
    return "".join(lines)


def _bare(name: str) -> str:
    """The name without what a unit line puts after it; empty for a body that belongs to the name before."""
    half = half_width(name)
    if _BODY.match(half):
        return ""
    while (found := _TAIL.search(half)) is not None and found.start() > 0:
        half = half[: found.start()]
    return name[: len(half)]


def _kind(name: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, name)), "government")
