"""Tables → files for programs: CSV, JSON, JSON lines, Parquet, and the workbook and the database."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import TYPE_CHECKING, Literal

from ledger.rendering.extras import needing
from ledger.rendering.structured import begins_formula, dump
from ledger.rendering.text import clean
from ledger.reports.report import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pyarrow as pa

    from ledger.locale import Words
    from ledger.reports.report import Report
    from ledger.reports.tables import Cell, DataTable

ONE_FILE = {"json", "xlsx", "sqlite"}
"""Formats that hold all tables in one file; the others are a file for each table."""


def render_export(
    tables: Sequence[DataTable],
    form: str,
    words: Words,
    as_of: date,
    *,
    revision: str | None = None,
    partial: bool = False,
    overview: Report | None = None,
) -> dict[str, bytes]:
    """The files of an export by name; in a format of :data:`ONE_FILE` it is one, called ``""``.

    ``overview`` is the first sheet of a workbook that has the issues.  MissingExtraError is raised where the
    format's library is not installed.
    """
    if form == "sqlite":
        from ledger.rendering.sqlite import render_sqlite

        return {"": render_sqlite(tables)}
    if form == "xlsx":
        from ledger.rendering.xlsx import render_workbook
        from ledger.reports.workbook import workbook

        title = next((str(row["title"] or "") for t in tables if t.name == "plan" for row in t.records()), "")
        sheets = workbook(tables, as_of, overview, partial=partial)
        return {"": render_workbook(sheets, words, as_of, title)}
    if form == "json":
        return {"": render_tables_json(tables, as_of, revision, partial=partial).encode()}
    renderers = {"csv": render_table_csv, "jsonl": render_table_jsonl, "parquet": render_table_parquet}
    return {f"{table.name}.{form}": renderers[form](table) for table in tables}


def render_tables_json(
    tables: Sequence[DataTable], as_of: date, revision: str | None, *, partial: bool = False
) -> str:
    """The envelope; ``data`` holds the records of each table under its name."""
    envelope = {
        "schema_version": SCHEMA_VERSION,
        "kind": "export",
        "as_of": as_of,
        "revision": revision,
        "partial": partial,
        "data": {table.name: table.records() for table in tables},
    }
    return dump(envelope, indent=2) + "\n"


def render_table_jsonl(table: DataTable) -> bytes:
    """One record a line."""
    return "".join(f"{dump(record)}\n" for record in table.records()).encode()


def render_table_csv(table: DataTable) -> bytes:
    """Comma-separated values under the English names; a text that a spreadsheet would run is kept from it.

    Numbers are numbers, also below zero; truth values are ``true`` and ``false``; what is absent is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.names)
    for row in table.rows:
        writer.writerow(map(_cell, row))
    return out.getvalue().encode()


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if begins_formula(text) else text
    return "" if value is None else str(value)


def render_table_parquet(table: DataTable, compression: Compression = "zstd") -> bytes:
    """A Parquet file with a column of the right type for each.

    Of the thousands of small files of a data set Snappy takes half the time, for a tenth more bytes.
    """
    with needing("parquet"):
        import pyarrow as pa

    layout = tuple((column.name, column.type, column.name not in table.key) for column in table.columns)
    if not table.rows:
        return _nothing(layout, compression)
    schema = _schema(layout)
    columns = [
        pa.array(values, type=field.type)
        for values, field in zip(zip(*table.rows, strict=True), schema, strict=True)
    ]
    return _parquet(pa.Table.from_arrays(columns, schema=schema), compression)


Compression = Literal["zstd", "snappy"]
_Layout = tuple[tuple[str, str, bool], ...]
"""The columns of a table: what each is called, its type, and whether it may be absent."""


@cache
def _schema(layout: _Layout) -> pa.Schema:
    import pyarrow as pa

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "real": pa.float64(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    return pa.schema([pa.field(name, types[kind], nullable=absent) for name, kind, absent in layout])


@cache
def _nothing(layout: _Layout, compression: Compression) -> bytes:
    """The file of a table without rows: a small ledger has many, all alike."""
    return _parquet(_schema(layout).empty_table(), compression)


def _parquet(table: pa.Table, compression: Compression) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = pa.BufferOutputStream()
    parquet.write_table(table, out, compression=compression)
    return bytes(out.getvalue().to_pybytes())
