"""Tasks as people name them: ``7-1``, ``07-1``, ``7.1``, ``7(1)``, ``7（1）``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.plans.width import half_width

if TYPE_CHECKING:
    from ledger.model.ledger import Ledger


def id_parts(text: str) -> list[int] | None:
    """The numbers of an id as people write it: ``7(1)`` → ``[7, 1]``; ``None`` where it is none."""
    found = re.fullmatch(r"\s*([0-9]{1,6})(?:\s*[-.(_]\s*([0-9]{1,6})\)?)?\s*", text)
    return [int(part) for part in found.groups() if part] if found else None


def find_id(text: str, ledger: Ledger) -> str | None:
    """The id of the task that is meant, by its id in any way of writing, or by its number in the plan."""
    known = dict.fromkeys(ledger.ids)
    if text in known:
        return text
    wanted = id_parts(half_width(text))
    if not wanted:
        return None
    for issue_id in known:
        if wanted == id_parts(issue_id):
            return issue_id
    for issue in ledger.issues:
        if wanted == id_parts(half_width(issue.baseline.number)):
            return issue.id
    return None
