"""The tables of several ledgers → one set, in which keys and references hold as they do in one.

Ids, sections, letters and batches are told apart by the name of the ledger (``2024/07-1``), units by where
they are at home (``包头市/昆区``): those of one city are one unit in all its ledgers.  A column
``ledger`` is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.reports.tables.schema import DataTable, Field, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def tables_together(parts: Sequence[Tables]) -> tuple[DataTable, ...]:
    """One table of each name; in time and memory of the sum of all."""
    rows: dict[str, list[Row]] = {}
    seen: dict[str, set[tuple[Cell, ...]]] = {}
    before: dict[str, int] = {}
    for part in parts:
        for table in part.tables:
            held = rows.setdefault(table.name, [])
            keys = [table.names.index(name) for name in table.key]
            for row in _qualified(table, part, before):
                key = tuple(row[at + 1] for at in keys)
                if table.name in SHARED:
                    known = seen.setdefault(table.name, set())
                    if key in known:
                        continue
                    known.add(key)
                held.append(row)
        for table in part.tables:
            if table.key == (_COUNTED,):
                before[table.name] = before.get(table.name, 0) + len(table.rows)
    return tuple(_with_ledger(table, tuple(rows[table.name])) for table in parts[0].tables)


def _with_ledger(table: DataTable, rows: tuple[Row, ...]) -> DataTable:
    key = ("ledger",) if table.name == "plan" else table.key
    return table._replace(columns=(_LEDGER, *table.columns), rows=rows, key=key)


def _qualified(table: DataTable, part: Tables, before: dict[str, int]) -> Iterator[Row]:
    """The rows of one ledger with names and numbers that no other ledger has."""
    prefixes: list[str | None] = []
    added: list[int] = []
    for name in table.names:
        of = _refers_to(table, name)
        by_home = of == "units" or (table.name, name) in _GROUPS
        by_ledger = of in _BY_LEDGER or (table.name, name) in _NAMED
        prefixes.append(f"{part.home}/" if by_home else f"{part.name}/" if by_ledger else None)
        added.append(before.get(counted(table, name) or "", 0))
    for row in table.rows:
        yield (
            part.name,
            *(
                value
                if value is None
                else f"{prefix}{value}"
                if prefix is not None
                else value + more
                if more and isinstance(value, int)
                else value
                for value, prefix, more in zip(row, prefixes, added, strict=True)
            ),
        )


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
