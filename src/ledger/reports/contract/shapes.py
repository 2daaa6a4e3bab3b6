"""What a value of a JSON answer may be: small shapes, of which schemas and a page are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that has no parts: its schema, and how the page on the contract calls its type."""

    schema: Schema
    name: str


@dataclass(frozen=True, slots=True)
class Many:
    """A list, each item of which is of one shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Row:
    """An object with the fields ``always``, and possibly those of ``sometimes``; no others, unless ``open``.

    One that is ``like`` another has the fields of that as well.  One that has a ``name`` is described once,
    and referred to by whatever contains it.
    """

    always: Mapping[str, Shape] = field(default_factory=dict)
    sometimes: Mapping[str, Shape] = field(default_factory=dict)
    open: bool = False
    name: str = ""
    like: Row | None = None

    @property
    def required(self) -> dict[str, Shape]:
        """All fields that are always there."""
        return {**(self.like.required if self.like else {}), **self.always}

    @property
    def optional(self) -> dict[str, Shape]:
        """All fields that may be there."""
        return {**(self.like.optional if self.like else {}), **self.sometimes}


@dataclass(frozen=True, slots=True)
class Keyed:
    """An object whose keys are data (names of units), each with a value of one shape."""

    value: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """A value of one of several shapes."""

    shapes: tuple[Shape, ...]


Shape = Plain | Many | Row | Keyed | Either


class Output(NamedTuple):
    """What a command gives with ``-f json``.

    ``commands`` are those that give it, with options where these decide.  ``summary`` are the fields between
    the head of the envelope and ``data``, ``seldom`` those that may be absent there; ``data`` is what is in
    the list of that name, ``None`` where it is ``whole`` instead.  ``day`` says whether it is an answer as of
    a day.  One that is ``several`` can be asked of several ledgers at once: then it has ``ledgers``, and each
    object in a list names its ledger.
    """

    commands: tuple[str, ...]
    row: Shape
    summary: Mapping[str, Shape] = {}
    seldom: Mapping[str, Shape] = {}
    day: bool = True
    several: bool = False
    whole: bool = False


def _one(name: str, kind: str, **more: Any) -> Plain:
    return Plain({"type": kind, **more}, name)


TEXT = _one("text", "string")
DAY = _one("day", "string", format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
INTEGER = _one("integer", "integer")
COUNT = _one("count", "integer", minimum=0)
NUMBER = _one("number", "number")
FLAG = _one("flag", "boolean")
NOTHING = _one("nothing", "null")
SHA = _one("text", "string", pattern="^[0-9a-f]+$")
ANY = Plain({}, "any")
"""A value as it stands in a file or as a query gives it, whatever it is."""


def maybe(shape: Shape) -> Either:
    """The shape, or null."""
    return Either((shape, NOTHING))


def many(item: Shape) -> Many:
    """A list of it."""
    return Many(item)


def one_of(kind: type[StrEnum] | tuple[str, ...]) -> Plain:
    """One of the words of an enumeration."""
    words = [member.value for member in kind] if isinstance(kind, type) else list(kind)
    return Plain({"type": "string", "enum": words}, "word")


def counts(*names: str) -> Row:
    """An object with a count under each name."""
    return Row(dict.fromkeys(names, COUNT))


TEXTS = many(TEXT)


class Maker:
    """Makes the schema of a shape; rows that have a name are put into ``parts`` and referred to.

    Where ``several`` ledgers can answer, each object in a list may say which one it is of.  ``about`` gives
    title and description of a field of a row; one without a name has that of what contains it, ``owner``.
    """

    def __init__(self, owner: str, about: Callable[[str, str], Schema], *, several: bool) -> None:
        self.several = several
        self.owner = owner
        self.about = about
        self.parts: dict[str, Schema] = {}

    def of(self, shape: Shape, *, listed: bool = False) -> Schema:
        """The schema of a shape; ``listed`` where it is an item of a list."""
        if isinstance(shape, Plain):
            return dict(shape.schema)
        if isinstance(shape, Many):
            return {"type": "array", "items": self.of(shape.item, listed=True)}
        if isinstance(shape, Keyed):
            return {"type": "object", "additionalProperties": self.of(shape.value)}
        if isinstance(shape, Either):
            return self._either(shape, listed=listed)
        if not shape.name:
            return self._row(shape, listed=listed)
        if shape.name not in self.parts:
            self.parts[shape.name] = {}  # a row may contain itself
            self.parts[shape.name] = self._row(shape, listed=True)
        return {"$ref": f"#/$defs/{shape.name}"}

    def _either(self, shape: Either, *, listed: bool) -> Schema:
        made = [self.of(one, listed=listed) for one in shape.shapes]
        if all(set(one) == {"type"} and isinstance(one["type"], str) for one in made):
            return {"type": [one["type"] for one in made]}
        return {"anyOf": made}

    def _row(self, row: Row, *, listed: bool) -> Schema:
        required, optional = row.required, row.optional
        if self.several and listed and "ledger" not in required:
            optional.setdefault("ledger", TEXT)
        outer, self.owner = self.owner, row.name or self.owner
        made: Schema = {
            "type": "object",
            "properties": {
                name: self.about(self.owner, name) | self.of(shape)
                for name, shape in (required | optional).items()
            },
            "required": list(required),
        }
        self.owner = outer
        if not row.open:
            made["additionalProperties"] = False
        return made
