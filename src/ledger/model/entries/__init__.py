"""Entries: dated records appended to an issue, one file for each type.

Every module of this folder but ``base`` holds one type; a type that lacks a piece fails when this package is
imported.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from ledger.model.entries.base import SHARED, About, Change, EntryBase, Evidence, Reading, Said, Speech
from ledger.model.record import Most, OneOf, Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import TypeAdapter

__all__ = [
    "BY_TYPE",
    "ENTRIES",
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

LANGUAGES = ("zh", "en")
"""The languages in which a type says its words."""


def types_in(modules: Iterable[Any]) -> dict[str, type[EntryBase]]:
    """The types of entries that modules define, by name, in the order in which help lists them.

    Raises TypeError where a type lacks a piece: its :class:`About`, words in a language, its effect.
    """
    found: dict[str, type[EntryBase]] = {}
    for module in modules:
        for kind in _kinds(module):
            name = choices_of(kind, "type")[0]
            _demand_whole(name, kind)
            found[name] = kind
    return dict(sorted(found.items(), key=lambda item: item[1].about.order))


def _kinds(module: Any) -> list[type[EntryBase]]:
    """The types that a module defines, not those that it only uses."""
    held = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, EntryBase)]
    return [kind for kind in held if kind.__module__ == module.__name__]


def _demand_whole(name: str, kind: type[EntryBase]) -> None:
    about = getattr(kind, "about", None)
    if not isinstance(about, About):
        raise TypeError(f"{name}: no About")
    if "move" not in vars(kind):
        raise TypeError(f"{name}: no effect (move)")
    own = {field for field in kind.model_fields() if field not in EntryBase.model_fields()}
    values = {value for field in own - SHARED for value in choices_of(kind, field)}
    for speech in (about.zh, about.en):
        if not speech.name or not speech.about:
            raise TypeError(f"{name}: words are missing")
        if speech.choices.keys() != values:
            raise TypeError(
                f"{name}: words of its choices are missing: {sorted(values ^ speech.choices.keys())}"
            )
    missing = own - about.en.fields.keys()
    if missing or about.zh.sentences.keys() != about.en.sentences.keys():
        raise TypeError(f"{name}: words are missing: {sorted(missing) or 'sentences'}")


def choices_of(kind: type[EntryBase], field: str) -> tuple[str, ...]:
    """The values of a field that is a closed list; none where it is not."""
    annotation = kind.model_fields()[field].annotation
    for one in (annotation, *get_args(annotation)):
        if get_origin(one) is Literal:
            return get_args(one)
    return ()


_MODULES = [import_module(f"{__name__}.{m.name}") for m in iter_modules(__path__) if m.name != "base"]

BY_TYPE: dict[str, type[EntryBase]] = {
    kind.__module__.rpartition(".")[2]: kind
    for kind in sorted(
        (one for module in _MODULES for one in _kinds(module)), key=lambda one: one.about.order
    )
}
"""The class of an entry by its type, which is the name of its module, in the order of help."""

if TYPE_CHECKING:
    Entry = EntryBase
else:
    Entry = Annotated[Union[tuple(BY_TYPE.values())], OneOf("type")]  # noqa: UP007 - made of a list
"""Any entry; its ``type`` says which."""

ENTRIES_MOST = 100_000


class _Entries:
    """Reads the ``entries`` of an issue file; the types are looked over before the first of them is read."""

    def validate_python(self, raw: Any) -> tuple[Entry, ...]:
        """The entries of a list of mappings; ValidationError where one is none.

        TypeError where a type lacks a piece.
        """
        return _reader().validate_python(raw)


@cache
def _reader() -> TypeAdapter[tuple[Entry, ...]]:
    from pydantic import TypeAdapter

    types_in(_MODULES)
    return TypeAdapter(Annotated[tuple[Entry, ...], Most(ENTRIES_MOST)])


ENTRIES = _Entries()
"""Reads the ``entries`` of an issue file."""


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

    said = json.dumps(content(entry), ensure_ascii=False, sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()[:REF_LENGTH]


REF_LENGTH = 8
"""Digits of a reference: enough to tell the entries of one issue apart."""
