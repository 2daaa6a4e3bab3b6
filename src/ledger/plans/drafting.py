"""A first draft of ``units.yaml`` for a city that has none: the names a document uses, to be completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.document import Document, Label
from ledger.plans.unitlines import read_units

if TYPE_CHECKING:
    from ledger.model.unit import Units


def draft_unit_table(document: Document, units: Units) -> str:
    """YAML with every name of the unit lines that ``units`` does not know, in order of appearance.

    Full names and kinds are for a person to fill in: the document does not state them.
    """
    names: dict[str, int] = {}
    for draft in document.drafts:
        for label in (Label.ACCEPTANCE, Label.RESPONSIBILITY):
            for name, _ in read_units(draft.fields.get(label, ""), units).unresolved:
                names.setdefault(name, draft.lines[label.name])
    lines = ["units:\n"]
    for name, line in names.items():
        lines.append(f"  {name}: {{name: {name}, kind: other}}  # {line}\n")
    return "".join(lines) if names else "units: {}\n"
