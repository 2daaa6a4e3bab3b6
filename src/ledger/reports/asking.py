"""Answers to questions in SQL, and what can be asked about."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ledger.reports.tables import DataTable


def sql_report(names: Sequence[str], rows: Iterable[Sequence[Any]], as_of: date) -> Report:
    """The answer to a question: records by the names of the query's columns, which stay in their order."""
    keys = _distinct(names)
    values = [tuple(map(_value, row)) for row in rows]
    columns = []
    for n, key in enumerate(keys):
        found = [row[n] for row in values if row[n] is not None]
        right = bool(found) and all(isinstance(value, int | float) for value in found)
        columns.append(Column(f"c{n}", title=key, right=right, grow=0 if right else 1))
    return Report(
        kind="sql",
        columns=tuple(columns),
        records=tuple(dict(zip(keys, row, strict=True)) for row in values),
        lines=tuple({f"c{n}": value for n, value in enumerate(row)} for row in values),
        as_of=as_of,
        title=Message("sql.title", {"as_of": as_of, "count": len(values)}),
        summary={"columns": keys},
        empty=Message("sql.none"),
    )


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, a repeated one with a number after it."""
    taken: dict[str, None] = {}
    for name in names:
        wanted, number = name, 1
        while wanted in taken or (number > 1 and wanted in names):
            number += 1
            wanted = f"{name}_{number}"
        taken[wanted] = None
    return list(taken)


def _value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    return value


def tables_report(tables: Sequence[DataTable], views: Mapping[str, Sequence[str]]) -> Report:
    """The columns of every table and view: types, keys and what they refer to."""
    records: list[dict[str, Any]] = []
    for table in tables:
        records += [
            {
                "table": table.name,
                "column": column.name,
                "type": column.type,
                "key": column.name in table.key,
                "refers": [
                    f"{r.table}.{r.to[r.columns.index(column.name)]}"
                    for r in table.references
                    if column.name in r.columns
                ],
            }
            for column in table.columns
        ]
    for name, columns in views.items():
        records += [
            {"table": name, "column": column, "type": None, "key": False, "refers": []} for column in columns
        ]
    return Report(
        kind="sql_tables",
        columns=(
            Column("table"),
            Column("column"),
            Column("type"),
            Column("key"),
            Column("refers", grow=1),
        ),
        records=tuple(records),
        lines=tuple({**r, "key": "✓" if r["key"] else None} for r in records),
        title=Message("sql.tables", {"tables": len(tables), "views": len(views)}),
        notes=(Message("sql.tables_note"),),
    )
