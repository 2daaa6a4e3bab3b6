"""The tables of several ledgers → one set, in which keys and references hold as they do in one.

Ids, sections, letters and batches are told apart by the name of the ledger (``2024/07-1``), units by where
they are at home (``包头市/昆区``): those of one city are one unit in all its ledgers.  A column
``ledger`` is added.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ledger.reports.tables.schema import DataTable, Field, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.reports.tables.schema import Cell, Row

_LEDGER = Field("ledger")
_OWN = {"issues": "id", "sections": "number", "units": "name"}
"""Tables of things that others refer to by name, and the column of the name."""
_BY_LEDGER = {"issues", "sections"}
_COUNTED = "position"
"""A number that is the whole key of its table: counted on from one ledger to the next."""
_NAMED = {
    *((name, "letter") for name in ("letters", "replies")),
    *((name, "batch") for name in ("complaints", "complaint_units", "complaint_records")),
}
"""Names of things that are told apart by the ledger and are no key of a table by themselves."""
_GROUPS = {("unit_groups", "name")}


class Tables(NamedTuple):
    """The tables of one ledger: its name, and where its units are at home."""

    name: str
    home: str
    tables: tuple[DataTable, ...]


class Joining:
    """Ledgers that are joined one after another: what has to be known of those that went before."""

    def __init__(self) -> None:
        self._seen: dict[str, set[tuple[Cell, ...]]] = {}
        self._before: dict[str, int] = {}

    def add(self, part: Tables) -> tuple[DataTable, ...]:
        """The tables with the rows that a further ledger adds."""
        made = []
        for table in part.tables:
            own = _own_rows(table, part, self._before, self._seen)
            made.append(_with_ledger(table, tuple((part.name, *row) for row in own)))
        for table in part.tables:
            if table.key == (_COUNTED,):
                self._before[table.name] = self._before.get(table.name, 0) + len(table.rows)
        return tuple(made)


def tables_together(parts: Iterable[Tables]) -> tuple[DataTable, ...]:
    """One table of each name; in time and memory of the sum of all."""
    joining = Joining()
    added = [joining.add(part) for part in parts]
    return tuple(
        same[0]._replace(rows=tuple(row for table in same for row in table.rows))
        for same in zip(*added, strict=True)
    )


def tables_alone(part: Tables) -> tuple[DataTable, ...]:
    """The tables of one ledger as they stand among others: names are qualified, and nothing is added."""
    return tuple(
        table._replace(
            rows=tuple(_own_rows(table, part, {}, {})),
            key=tuple(column for column in _with_ledger(table, ()).key if column != "ledger"),
        )
        for table in part.tables
    )


def _with_ledger(table: DataTable, rows: tuple[Row, ...]) -> DataTable:
    key = ("ledger",) if table.name == "plan" else table.key
    return table._replace(columns=(_LEDGER, *table.columns), rows=rows, key=key)


def _own_rows(
    table: DataTable, part: Tables, before: Mapping[str, int], seen: dict[str, set[tuple[Cell, ...]]]
) -> Iterable[Row]:
    """The qualified rows of one ledger; of what ledgers share without those that were ``seen``."""
    rows = _qualified(table, part, before)
    if table.name not in SHARED:
        return rows
    keys = [table.names.index(name) for name in table.key]
    known = seen.setdefault(table.name, set())
    kept = []
    for row in rows:
        key = tuple(row[at] for at in keys)
        if key not in known:
            known.add(key)
            kept.append(row)
    return kept


def _qualified(table: DataTable, part: Tables, before: Mapping[str, int]) -> Iterable[Row]:
    """The rows of one ledger with names and numbers that no other ledger has, made a column at a time."""
    if not table.rows:
        return ()
    columns: list[Sequence[Cell]] = list(zip(*table.rows, strict=True))
    for at, (told_apart, counts) in enumerate(_ways(table.name, table.names, table.key, table.references)):
        more = before.get(counts or "", 0)
        if told_apart is not None:
            prefix = f"{part.home if told_apart == 'home' else part.name}/"
            columns[at] = [value if value is None else f"{prefix}{value}" for value in columns[at]]
        elif more:
            columns[at] = [value + more if isinstance(value, int) else value for value in columns[at]]
    return zip(*columns, strict=True)


@cache
def _ways(
    name: str, names: tuple[str, ...], key: tuple[str, ...], references: tuple[Reference, ...]
) -> tuple[tuple[str | None, str | None], ...]:
    """By what values of each column are told apart (``home``, ``ledger``), and the table that they count."""
    table = DataTable(name, tuple(Field(one) for one in names), (), key, references)
    found: list[tuple[str | None, str | None]] = []
    for column in names:
        of = _refers_to(table, column)
        by_home = of == "units" or (name, column) in _GROUPS
        by_ledger = of in _BY_LEDGER or (name, column) in _NAMED
        found.append(("home" if by_home else "ledger" if by_ledger else None, counted(table, column)))
    return tuple(found)


def counted(table: DataTable, name: str) -> str | None:
    """The table whose rows a column counts: a ledger's numbers go on where those of the one before end."""
    if table.key == (_COUNTED,) and name == _COUNTED:
        return table.name
    of = _refers_to(table, name)
    return of if of not in _OWN else None


SHARED = {"units": ("name",), "unit_groups": ("name", "member")}
"""Tables of what several ledgers of a city share, and their keys: each is said once, as the first has it."""


def _refers_to(table: DataTable, name: str) -> str | None:
    """The table whose things the values of a column name, its own among them."""
    if _OWN.get(table.name) == name:
        return table.name
    single: Iterator[Reference] = (one for one in table.references if one.columns == (name,))
    return next((one.table for one in single), None)
