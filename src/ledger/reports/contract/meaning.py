"""What a field of an answer means, in the words of the catalogue."""

from functools import cache

from ledger.locale import OWN, Words
from ledger.reports.tables import TABLES

_HEADS = {
    (f"table_{table.name}", column.name): f"column.{column.head or column.name}"
    for table in TABLES
    for column in table.columns
} | {("export", table.name): table.title for table in TABLES}


@cache
def _words(language: str) -> Words:
    return Words(language)


def key_of(owner: str, name: str) -> str:
    """The key of the catalogue for a field ``name`` of the row or answer ``owner``.

    KeyError where nothing is said of it.
    """
    if (owner, name) in _HEADS:
        return _HEADS[owner, name]
    for key in (f"json.{owner}.{name}", f"json.{name}", f"change.{name}", f"column.{name}"):
        if _words(OWN[0]).find(key) is not None:
            return key
    raise KeyError(f"{owner}.{name}")


def meaning(owner: str, name: str, language: str) -> str:
    """What the field means."""
    return _words(language)(key_of(owner, name))
