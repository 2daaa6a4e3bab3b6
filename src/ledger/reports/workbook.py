"""The tables of the ledger as the sheets of a workbook that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class
from ledger.reports.report import Column, Message, Report
from ledger.reports.tables import CLASSES, JOIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.reports.tables import Cell, DataTable, Field

_NUMBERS = {"integer", "real"}
_LAST = {"plan", "sections", "units", "unit_groups", "issue_units"}  # what issues refer to


def workbook(
    tables: Sequence[DataTable], as_of: date, overview: Report | None = None, *, partial: bool = False
) -> list[Report]:
    """Each table as a sheet, issues first; before them the overview, where the issues are among them."""
    ordered = sorted(tables, key=lambda table: table.name in _LAST)
    has_issues = any(table.name == "issues" for table in tables)
    first = [overview] if overview is not None and has_issues else []
    sheets = first + [_sheet(table, as_of) for table in ordered if table.name != "plan" or not first]
    return [sheet.marked_partial() for sheet in sheets] if partial else sheets


def overview_report(day: Day, revision: str | None = None) -> Report:
    """The plan, and the standard figures of the day, those that a report has."""
    plan, figures = day.ledger.plan, day.figures()
    lines: list[tuple[Message, Any]] = []
    if plan is not None:
        lines += [
            (Message("export.plan"), plan.title),
            (Message("column.issuer"), plan.issuer),
            (Message("column.issued"), plan.issued),
        ]
    lines += [(Message("column.revision"), revision), (Message("column.as_of"), day.as_of)]
    for name, ids in figures.named().items():
        if name in CLASSES:
            item = {"name": Message("column.klass"), "value": Message(f"klass.{name}")}
            lines.append((Message("export.item", item), len(ids)))
        elif name != Class.SUSTAINED:
            lines.append((Message(f"overview.{name}"), len(ids)))
    lines += [(Message(f"overview.{name}"), _percent(rate)) for name, rate in figures.rates().items()]
    return Report(
        kind="overview",
        columns=(Column("field", grow=1), Column("value", grow=2)),
        records=tuple({"field": item, "value": value} for item, value in lines),
        as_of=day.as_of,
        title=Message("export.overview"),
    )


def _percent(rate: Any) -> str | None:
    return None if rate is None else f"{rate}%"


def _sheet(table: DataTable, as_of: date) -> Report:
    heads = [column.head or column.name for column in table.columns]
    return Report(
        kind=table.name,
        columns=tuple(
            Column(head, right=column.type in _NUMBERS, words="" if column.many else column.words)
            for head, column in zip(heads, table.columns, strict=True)
        ),
        records=tuple(
            {
                head: _shown(value, column)
                for head, value, column in zip(heads, row, table.columns, strict=True)
            }
            for row in table.rows
        ),
        as_of=as_of,
        title=Message(table.title),
    )


def _shown(value: Cell, column: Field) -> Any:
    """The value of a cell; several in words where there may be several."""
    if not column.many or not isinstance(value, str):
        return value
    said = []
    for one in value.split(JOIN):
        name, _, number = one.partition(":")
        said.append(Message(f"{column.words}.{name}", {"number": number}))
    return said
