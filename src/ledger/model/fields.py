"""What the fields of a type of entry are, read off its model: for whoever has to ask for them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from ledger.model.entries import Change, EntryBase, Reading, choices_of
from ledger.model.scalar import Count, Date, Id, RefOrCount, Scalar, Text

if TYPE_CHECKING:
    from ledger.model.record import FieldInfo


class Sort(StrEnum):
    """What a field holds."""

    DATE = "date"
    CHOICE = "choice"
    COUNT = "count"
    COUNTS = "counts"
    UNITS = "units"
    READINGS = "readings"
    CHANGES = "changes"
    REF = "ref"
    ID = "id"
    TEXT = "text"


class Field(NamedTuple):
    """A field that a type of entry has of its own; ``name`` as a file has it."""

    name: str
    sort: Sort
    required: bool
    choices: tuple[str, ...] = ()


_SCALARS = {Date: Sort.DATE, Count: Sort.COUNT, RefOrCount: Sort.REF, Id: Sort.ID, Text: Sort.TEXT}
_BY_SCALAR: dict[Scalar, Sort] = {get_args(kind)[1]: sort for kind, sort in _SCALARS.items()}
_LISTS: dict[Any, Sort] = {Reading: Sort.READINGS, Change: Sort.CHANGES}
_LISTS_OF = {Sort.COUNT: Sort.COUNTS, Sort.TEXT: Sort.UNITS}


_KNOWN = "Date, Count, RefOrCount, Id, Text, a Literal, and tuples of Text (units), Count, Reading or Change"
"""What a field of a type of entry can be annotated as; each may be ``| None``."""


def fields_of(kind: type[EntryBase]) -> tuple[Field, ...]:
    """The fields that a type adds to date, unit, text and evidence.

    Raises TypeError for a field that is none of these sorts: nothing could ask for it.
    """
    key: Any = kind  # to mypy a class is not hashable where its instances have a hash of their own
    return _fields_of(key)


@cache
def _fields_of(kind: Any) -> tuple[Field, ...]:
    return tuple(
        Field(info.alias or name, sort_of(info), info.required, choices_of(kind, name))
        for name, info in kind.model_fields().items()
        if name not in EntryBase.model_fields()
    )


def sort_of(info: FieldInfo) -> Sort:
    """What a field holds; lists of text are units."""
    found = _sort(info.annotation)
    if found is None:
        raise TypeError(f"{info.name}: a field of no known sort; there are {_KNOWN}")
    return found


def _sort(annotation: Any) -> Sort | None:
    if get_origin(annotation) is Literal:
        return Sort.CHOICE
    if get_origin(annotation) is Annotated:
        return next((_BY_SCALAR.get(one) for one in get_args(annotation) if isinstance(one, Scalar)), None)
    if get_origin(annotation) in {Union, UnionType}:
        return next((_sort(one) for one in get_args(annotation) if one is not type(None)), None)
    if get_origin(annotation) is tuple:
        inner = get_args(annotation)[0]
        return _LISTS.get(inner) or _LISTS_OF.get(_sort(inner))  # type: ignore[arg-type]
    return None
