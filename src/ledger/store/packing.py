"""Values of the model ↔ what JSON can hold, and back without validating: what is packed was sound.

JSON and nothing that could run: whoever can write into the repository's folder may write the store.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

from ledger.model.record import Record

# what stands first in a list; a record has the name of its class there
_TUPLE, _DATE, _NUMBER, _WORD = 0, 1, 2, 3

_MODEL = "ledger.model."
_MADE = (list, dict)


def pack(value: Any) -> Any:
    """A value of the model as texts, whole numbers, flags, null, lists and mappings; TypeError for others."""
    if value is None or type(value) in {str, int, bool}:
        return value
    if isinstance(value, Record):
        return [_name(type(value)), *(pack(getattr(value, name)) for name in value.file_names)]
    if isinstance(value, tuple):
        return [_TUPLE, *map(pack, value)]
    if isinstance(value, dict):
        return {key: pack(inner) for key, inner in value.items()}
    if type(value) is date:
        return [_DATE, value.toordinal()]
    if isinstance(value, Decimal):
        return [_NUMBER, str(value)]
    if isinstance(value, StrEnum):
        return [_WORD, _name(type(value)), value.value]
    raise TypeError(f"{type(value).__name__} is no value of the model")


def unpack(packed: Any) -> Any:
    """The value again, equal to the one packed; ValueError, KeyError or TypeError where nothing was."""
    if type(packed) is list:
        first = packed[0]
        if type(first) is str:
            kind, names = _class(first)
            return kind.kept(dict(zip(names, _each(packed), strict=True)))
        if first == _TUPLE:
            return tuple(_each(packed))
        if first == _DATE:
            return date.fromordinal(packed[1])
        if first == _NUMBER:
            return Decimal(packed[1])
        return _class(packed[1])[0](packed[2])
    if type(packed) is dict:
        return {key: unpack(inner) for key, inner in packed.items()}
    return packed


def _each(packed: list[Any]) -> list[Any]:
    """What stands behind the first of a list; most of it is what JSON itself can hold."""
    return [unpack(one) if type(one) in _MADE else one for one in packed[1:]]


def _name(kind: type) -> str:
    """``baseline:Measure``: the module below the model, and the class."""
    module, found = kind.__module__.removeprefix(_MODEL), f"{kind.__module__}:{kind.__name__}"
    if module == kind.__module__:
        raise TypeError(f"{found} is no class of the model")
    return f"{module}:{kind.__name__}"


@cache
def _class(name: str) -> tuple[Any, tuple[str, ...]]:
    """The class of that name, and the names of its fields in order."""
    module, _, own = name.partition(":")
    if not all(part.isidentifier() for part in module.split(".")):
        raise ValueError(name)
    kind = getattr(import_module(_MODEL + module), own)
    if not (isinstance(kind, type) and issubclass(kind, Record | StrEnum)):
        raise TypeError(name)
    return kind, tuple(kind.file_names) if issubclass(kind, Record) else ()
