"""The tables of the ledger as the sheets of a workbook that people read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ledger.judging.counting import Class
from ledger.judging.walk import in_effect
from ledger.reports.differences import entry_line
from ledger.reports.figures import SIGNS
from ledger.reports.register import register
from ledger.reports.report import Column, Message, Report
from ledger.reports.tables import CLASSES, JOIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.reports.report import Document
    from ledger.reports.reported import Asked
    from ledger.reports.tables import Cell, DataTable, Field

REPORTED = ("measures", "milestones", "targets", "duties", "disclosures", "letters")
"""The tables of the ledger that a report's workbook has behind its own."""

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


def report_workbook(asked: Asked, document: Document, tables: Sequence[DataTable]) -> list[Report]:
    """The workbook of a report: first the table of all tasks, then those of the report, the records as
    sentences, and ``tables`` of the ledger with tasks by their numbers in the plan."""
    annexed = [b for annex in document.annexes for b in annex.blocks if isinstance(b, Report)]
    numbers = {one.baseline.id: one.baseline.number for one in asked.judgements}
    sheets = [register(asked), *(b for b in document.blocks if isinstance(b, Report))]
    sheets += [one for one in annexed if one.kind != "register"]
    sheets.append(records_report(asked))
    sheets = [replace(sheet, as_of=asked.as_of) for sheet in sheets]
    return [*sheets, *(_sheet(table, asked.as_of, numbers) for table in tables)]


def records_report(asked: Asked) -> Report:
    """Every record that counts, a sentence each, in the order of the plan."""
    lines = []
    for judgement in asked.judgements:
        issue = judgement.issue
        for step in in_effect(issue.baseline, issue.entries, asked.day.setting, asked.as_of):
            if step.entry.type not in _UNTOLD:
                told = entry_line(step.entry, judgement.baseline)
                lines.append({"number": judgement.baseline.number, "title": judgement.baseline.title, **told})
    return Report(
        kind="records",
        columns=(
            Column("number"),
            Column("title", grow=2),
            Column("date"),
            Column("by", grow=1),
            Column("type"),
            Column("text", grow=4),
        ),
        records=tuple(lines),
        title=Message("export.entries"),
        sheet=Message("export.entries"),
    )


_UNTOLD = {"account", "void"}
"""What is told to nobody outside the office."""


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
    rates = [(Message(f"overview.{name}"), rate) for name, rate in figures.rates().items()]
    return Report(
        kind="overview",
        columns=(Column("field", grow=1), Column("value", grow=2)),
        records=(
            *({"field": item, "value": value} for item, value in lines),
            *({"field": item, "value": rate, "percent": True} for item, rate in rates),
        ),
        as_of=day.as_of,
        title=Message("export.overview"),
    )


def _sheet(table: DataTable, as_of: date, numbers: Mapping[str, str] | None = None) -> Report:
    heads = [column.head or column.name for column in table.columns]
    return Report(
        kind=table.name,
        columns=tuple(
            Column(head, right=column.type in _NUMBERS, words="" if column.many else column.words)
            for head, column in zip(heads, table.columns, strict=True)
        ),
        records=tuple(
            {
                head: _shown(value, column, numbers)
                for head, value, column in zip(heads, row, table.columns, strict=True)
            }
            for row in table.rows
        ),
        as_of=as_of,
        title=Message(table.title),
    )


def _shown(value: Cell, column: Field, numbers: Mapping[str, str] | None) -> Any:
    """The value of a cell; several in words where there may be several, a comparison by its sign."""
    if column.name == "compare":
        return SIGNS.get(str(value), value)
    if column.name == "issue" and numbers is not None:
        return numbers.get(str(value), value)
    if not column.many or not isinstance(value, str):
        return value
    said = []
    for one in value.split(JOIN):
        name, _, number = one.partition(":")
        said.append(Message(f"{column.words}.{name}", {"number": number}))
    return said
