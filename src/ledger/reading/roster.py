"""``ledgers.yaml`` → which ledgers are read together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from ledger.model.roster import Roster
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from ledger.reading.diagnostic import Diagnostic

NAME = "ledgers.yaml"


def read_roster(data: bytes, path: str) -> tuple[Roster | None, list[Diagnostic]]:
    """Read a roster; ``None`` where it cannot be read, and what is wrong with it."""
    document, found = parse(data, path)
    if document is None:
        return None, list(found)
    try:
        return Roster.model_validate(document.value), list(found)
    except ValidationError as error:
        from ledger.reading.schema import explain

        return None, [*found, *explain(error, data, path, Roster)]
