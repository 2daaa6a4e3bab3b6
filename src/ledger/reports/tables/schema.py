"""What a table is: its fields, each of which knows its value, its key, and what it refers to."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

Type = Literal["text", "integer", "real", "date", "boolean"]
"""The type of a column; any value may be absent unless its column is part of the key."""

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]

JOIN = "、"
"""What stands between several values in one cell."""


class Field(NamedTuple):
    """A column of a table.

    ``of`` gives the value of the column for what a row is about; without it the attribute of that name is.
    ``head`` is its key in the catalogue of column heads where that is not its name.  ``words`` is the
    catalogue prefix of its values where these are English identifiers; ``many`` that a cell may hold several
    of them, each with a number after it (``figure_lags:1``).
    """

    name: str
    type: Type = "text"
    of: Callable[[Any], Cell] | None = None
    head: str = ""
    words: str = ""
    many: bool = False


class Reference(NamedTuple):
    """Columns whose values are the key of a row of another table."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


class DataTable(NamedTuple):
    """A table: its columns, its rows in the order of the plan, its key, and what it refers to.

    ``title`` is a key of the catalogue.
    """

    name: str
    columns: tuple[Field, ...]
    rows: tuple[Row, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def filled(self, things: Iterable[Any]) -> DataTable:
        """The table with one row for each of ``things``, made by its fields."""
        held = list(things)
        made = [map(column.of or attrgetter(column.name), held) for column in self.columns]
        return self._replace(rows=tuple(zip(*made, strict=True)))

    def records(self) -> list[dict[str, Cell]]:
        """The rows by the names of the columns."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def values(self, column: str) -> list[Cell]:
        """The values of one column."""
        at = self.names.index(column)
        return [row[at] for row in self.rows]


def table(
    name: str, title: str, *columns: Field, key: tuple[str, ...], references: tuple[Reference, ...] = ()
) -> DataTable:
    """A table without rows."""
    return DataTable(name, columns, (), key, references, title)


POSITION = Field("position", "integer")

ISSUE = Reference(("issue",), "issues", ("id",))
MEASURE = Reference(("issue", "measure"), "measures", ("issue", "position"))
TARGET = Reference(("issue", "target"), "targets", ("issue", "position"))
PART = Reference(("issue", "target", "part"), "target_parts", ("issue", "target", "position"))
ENTRY = Reference(("issue", "entry"), "entries", ("issue", "position"))
UNIT = Reference(("unit",), "units", ("name",))


def joined(names: Iterable[str]) -> str | None:
    """Several values in one cell; nothing where there are none."""
    return JOIN.join(names) or None


def real(number: Decimal | None) -> float | None:
    """A figure as a floating-point number."""
    return None if number is None else float(number)


def within(number: int | None, count: int) -> int | None:
    """The number where it counts one of ``count`` things."""
    return number if number is not None and 1 <= number <= count else None
