"""Where in a version of an issue file something stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reading.diagnostic import START, Span
from ledger.reading.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.history.versions import Version
    from ledger.model.entries import Entry

_LONGEST = 40


def where(versions: Sequence[Version | None], entry: Entry) -> Span:
    """The place of an entry in the first of the versions that has it."""
    for version in versions:
        if version is not None and entry in version.entries:
            return place_of(version, ("entries", version.entries.index(entry)))
    return START


def place_of(version: Version | None, place: tuple[str | int, ...]) -> Span:
    """The place of a field."""
    if version is None:
        return START
    document, _ = parse(version.head + version.tail, "", places=True)
    return document.locate(place) if document is not None else START


def place_in(data: bytes | None, name: str) -> Span:
    """The place in a file of the field with a dotted name, positions counted from 1."""
    document, _ = parse(data, "", places=True) if data is not None else (None, [])
    return document.locate(keys_of(name)) if document is not None else START


def keys_of(name: str) -> tuple[str | int, ...]:
    """The keys of a dotted name; positions count from 1 in names and from 0 in keys."""
    return tuple(int(part) - 1 if part.isdecimal() else part for part in name.split("."))


def short(value: Any) -> str:
    """A value for a sentence."""
    if isinstance(value, list | tuple):
        text = "、".join(map(str, value)) or "—"
    else:
        text = "—" if value is None else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
