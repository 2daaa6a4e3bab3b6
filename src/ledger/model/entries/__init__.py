"""Entries: dated records appended to an issue, one file for each type.

Every module of this folder but ``base`` and ``types`` holds one type; a type that lacks a piece fails before
the first entry is read.  The types are imported when somebody asks for them: most questions meet a few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.model.entries.base import About, Change, EntryBase, Evidence, Reading, Said, Speech
from ledger.model.record import Record

if TYPE_CHECKING:
    from ledger.model.entries.types import BY_TYPE, ENTRIES, LANGUAGES, choices_of, types_in

    Entry = EntryBase

__all__ = [
    "BY_TYPE",
    "ENTRIES",
    "LANGUAGES",
    "REF_LENGTH",
    "About",
    "Change",
    "Entry",
    "EntryBase",
    "Evidence",
    "Reading",
    "Said",
    "Speech",
    "choices_of",
    "content",
    "ref_of",
    "types_in",
]


def __getattr__(name: str) -> Any:
    """What belongs to all types."""
    if name in __all__:
        from ledger.model.entries import types

        return getattr(types, name)
    raise AttributeError(name)


def content(entry: Record) -> dict[str, Any]:
    """What an entry, a letter or a reply says, in the order in which it is written; fields that are absent or
    empty left out.

    Fields that a later version adds with a default do not change it.
    """
    names = type(entry).file_names
    said = {names[key]: value for key, item in entry if (value := _value(item)) not in (None, [])}
    first = {key: said.pop(key) for key in ("date", "type", "by")}
    last = {key: said.pop(key) for key in ("text", "evidence", "round", "source") if key in said}
    return first | said | last


def _value(item: Any) -> Any:
    if isinstance(item, Change):  # an old or new value of nothing is said
        return {"field": item.field, "old": _value(item.old), "new": _value(item.new)}
    if isinstance(item, Record):
        return {key: value for key, inner in item if (value := _value(inner)) not in (None, [])}
    if isinstance(item, tuple):
        return [_value(inner) for inner in item]
    return item


def ref_of(entry: Record) -> str:
    """The reference by which an entry, a letter or a reply is named: the first 8 digits of the SHA-256 of
    its content.

    It does not change when entries are merged from two branches, as a position would; entries that say the
    same in every field are one record and have one reference.
    """
    import json
    from hashlib import sha256

    said = json.dumps(content(entry), ensure_ascii=False, sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()[:REF_LENGTH]


REF_LENGTH = 8
"""Digits of a reference: enough to tell the entries of one issue apart."""
