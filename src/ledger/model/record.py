"""The base of everything that is read from a file.

A record is a plain frozen object.  Its class says what a file may hold, in the words of pydantic's fields,
and pydantic validates by it; but pydantic is not imported before something has to be validated.  What was
validated once and kept can be had again without it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from copy import copy
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pydantic import GetCoreSchemaHandler, TypeAdapter
    from pydantic_core import CoreSchema

_T = TypeVar("_T")


def by_class(made: Callable[[Any], _T]) -> Callable[[Any], _T]:
    """What is worked out once for each class; the checker takes the hash of records for that of the class."""
    return cache(made)


_UNSAID: Any = dataclasses.MISSING
_put = object.__setattr__


def Field(  # noqa: N802 - it stands where pydantic's own would
    *,
    default: Any = _UNSAID,
    default_factory: Any = _UNSAID,
    alias: str | None = None,
    title: str | None = None,
    description: str | None = None,
    **limits: int,
) -> Any:
    """What a class says of a field: its default, its name in files where that is another (``alias``), its
    words in the schema, and ``limits`` by pydantic's names (``min_length``, ``max_length``, ``ge``)."""
    said = {"alias": alias, "title": title, "description": description, **limits}
    metadata = {key: value for key, value in said.items() if value is not None}
    return dataclasses.field(default=default, default_factory=default_factory, metadata=metadata)


def _own_fields(kind: Any) -> list[tuple[str, dataclasses.Field[Any]]]:
    """The fields that files have; what a class only says of itself is none."""
    return [(one.name, one) for one in dataclasses.fields(kind)]


class FieldInfo(NamedTuple):
    """A field as its class says it: :class:`Record` has one for each."""

    name: str
    annotation: Any
    alias: str | None
    title: str
    description: str
    required: bool


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
class Record:
    """A frozen mapping of known fields; an unknown field is an error, never ignored.

    Making one validates it, as :meth:`model_validate` does: ValidationError where a value does not fit.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}
    file_names: ClassVar[Mapping[str, str]]
    """How files call each field."""

    def __init_subclass__(cls) -> None:
        for name, said in tuple(vars(cls).items()):
            if isinstance(said, dataclasses.Field):  # the same words may be said in several classes
                setattr(cls, name, copy(said))
        dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
        cls.file_names = {n: said.metadata.get("alias", n) for n, said in _own_fields(cls)}

    def __init__(self, **values: Any) -> None:
        _adapter(type(self)).validator.validate_python(values, self_instance=self)

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """The record that a mapping of values says; ValidationError where it says none."""
        return cast("Self", _adapter(cls).validate_python(value))

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> Self:
        """The record of values that were validated before, all of them, as they were."""
        made = object.__new__(cls)
        for name, value in values.items():  # one by one they share their names, which halves the record
            _put(made, name, value)
        return made

    @classmethod
    def model_fields(cls) -> Mapping[str, FieldInfo]:
        """The fields by name, in the order of files, with their types resolved."""
        return _fields(cls)

    def model_copy(self, *, update: Mapping[str, Any] = MappingProxyType({})) -> Self:
        """The same with other values, which are not validated."""
        return self.kept({**self.__dict__, **update})

    def model_dump(
        self,
        *,
        mode: str = "python",
        include: Collection[str] | None = None,
        exclude: Collection[str] = (),
        exclude_defaults: bool = False,
    ) -> dict[str, Any]:
        """The values by the names of the fields, records inside as mappings; with mode ``json`` days, numbers
        and closed lists as text."""
        plain = _json if mode == "json" else _python
        defaults = _defaults(type(self)) if exclude_defaults else {}
        return {
            name: plain(value)
            for name, value in self.__dict__.items()
            if (include is None or name in include)
            and name not in exclude
            and not (name in defaults and value == defaults[name])
        }

    def model_dump_json(self) -> str:
        """The same as text: equal for records that say the same, and for no others of their class."""
        import json

        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.__dict__.items())

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({said})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")


class OneOf:
    """Which of several classes a mapping is: by the field ``told``, or by what a function makes of it, with a
    :class:`Tagged` on each class."""

    def __init__(self, told: str | Callable[[Any], str]) -> None:
        self.told = told

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As pydantic's Discriminator has it."""
        from pydantic import Discriminator

        return Discriminator(self.told).__get_pydantic_core_schema__(source, handler)


class Tagged:
    """The tag of a class for :class:`OneOf`."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """As pydantic's Tag has it."""
        from pydantic import Tag

        return Tag(self.tag).__get_pydantic_core_schema__(source, handler)


class Most:
    """At most so many items, for a type that is no field by itself."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the type, with the limit."""
        schema: Any = handler(source)
        return cast("CoreSchema", {**schema, "max_length": self.length})


@by_class
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


@by_class
def _fields(kind: Any) -> dict[str, FieldInfo]:
    from typing import get_type_hints

    hints = get_type_hints(kind, include_extras=True)
    return {
        name: FieldInfo(
            name,
            hints[name],
            said.metadata.get("alias"),
            said.metadata.get("title", ""),
            said.metadata.get("description", ""),
            said.default is _UNSAID and said.default_factory is _UNSAID,
        )
        for name, said in _own_fields(kind)
    }


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema by which an editor checks a file of this class."""
    return _adapter(kind).json_schema()


@by_class
def _defaults(kind: Any) -> dict[str, Any]:
    found = {}
    for name, said in _own_fields(kind):
        if said.default is not _UNSAID:
            found[name] = said.default
        elif said.default_factory is not dataclasses.MISSING:
            found[name] = said.default_factory()
    return found


def _python(value: Any) -> Any:
    if isinstance(value, Record):
        return {name: _python(inner) for name, inner in value.__dict__.items()}
    if isinstance(value, tuple):
        return tuple(_python(inner) for inner in value)
    if isinstance(value, dict):
        return {key: _python(inner) for key, inner in value.items()}
    return value


def _json(value: Any) -> Any:
    if isinstance(value, Record):
        return {name: _json(inner) for name, inner in value.__dict__.items()}
    if isinstance(value, tuple | list):
        return [_json(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _json(inner) for key, inner in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
