"""The types of entries, looked for in the modules of this folder."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from ledger.model import entries
from ledger.model.entries.base import SHARED, About, EntryBase
from ledger.model.record import Most, OneOf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import TypeAdapter

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


_MODULES = [
    import_module(f"{entries.__name__}.{m.name}")
    for m in iter_modules(entries.__path__)
    if m.name not in {"base", "types"}
]

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
