"""The tables of the ledger as the sheets of a workbook that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.chain import Status
from ledger.judging.status import Standing
from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.reports.tables import DataTable

_NUMBERS = {"integer", "real"}
_LAST = {"plan", "sections", "units", "unit_groups", "issue_units"}  # what issues refer to


def workbook(tables: Sequence[DataTable], as_of: date, *, partial: bool = False) -> list[Report]:
    """An overview where the issues are among the tables, then each table as a sheet, issues first."""
    by_name = {table.name: table for table in tables}
    ordered = sorted(tables, key=lambda table: table.name in _LAST)
    sheets = [_sheet(table, as_of) for table in ordered if table.name != "plan" or "issues" not in by_name]
    if "issues" in by_name:
        sheets.insert(0, _overview(by_name, as_of))
    return [sheet.marked_partial() for sheet in sheets] if partial else sheets


def _overview(tables: dict[str, DataTable], as_of: date) -> Report:
    issues = _records(tables["issues"])
    lines: list[tuple[Message, Any]] = []
    for plan in _records(tables["plan"]) if "plan" in tables else ():
        lines += [
            (Message("export.plan"), plan["title"]),
            (Message("column.issuer"), plan["issuer"]),
            (Message("column.issued"), plan["issued"]),
            (Message("column.revision"), plan["revision"]),
        ]
    lines += [(Message("column.as_of"), as_of), (Message("export.issues"), len(issues))]
    for key, kind in (("status", Status), ("standing", Standing)):
        for value in kind:
            item = Message(
                "export.item", {"name": Message(f"column.{key}"), "value": Message(f"{key}.{value}")}
            )
            lines.append((item, sum(1 for issue in issues if issue[key] == value.value)))
    lines += [(Message(table.title), len(table.rows)) for table in tables.values() if table.name not in _SAID]
    return Report(
        kind="overview",
        columns=(Column("field", grow=1), Column("value", grow=2)),
        records=tuple({"field": item, "value": value} for item, value in lines),
        as_of=as_of,
        title=Message("export.overview"),
    )


_SAID = {"plan", "issues"}


def _records(table: DataTable) -> list[dict[str, Any]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


def _sheet(table: DataTable, as_of: date) -> Report:
    heads = [column.head or column.name for column in table.columns]
    return Report(
        kind=table.name,
        columns=tuple(
            Column(head, right=column.type in _NUMBERS, words=column.words)
            for head, column in zip(heads, table.columns, strict=True)
        ),
        records=tuple(dict(zip(heads, row, strict=True)) for row in table.rows),
        as_of=as_of,
        title=Message(table.title),
    )
