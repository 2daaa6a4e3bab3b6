"""The whole ledger on a day as tables of plain values, for databases and for programs that count.

Each table is a list of fields that know their own values (:mod:`ledger.reports.tables.schema`); a module says
what the rows of its tables are about.  Nothing is judged or counted here: it is all asked of the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.counting import Class
from ledger.reports.tables import complaints as c
from ledger.reports.tables import entries as e
from ledger.reports.tables import issues as i
from ledger.reports.tables import obligations as o
from ledger.reports.tables import plan as p
from ledger.reports.tables import targets as t
from ledger.reports.tables.schema import JOIN, Cell, DataTable, Field, Reference, Row, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ledger.judging.day import Day

__all__ = [
    "CLASSES",
    "HEADS",
    "JOIN",
    "TABLES",
    "TABLE_NAMES",
    "Cell",
    "DataTable",
    "Field",
    "Reference",
    "Row",
    "Type",
    "data_tables",
]

TABLES = (
    p.PLAN,
    p.SECTIONS,
    p.UNITS,
    p.UNIT_GROUPS,
    i.ISSUES,
    i.ISSUE_UNITS,
    i.MEASURES,
    i.MILESTONES,
    t.TARGETS,
    t.TARGET_PARTS,
    e.ENTRIES,
    e.READINGS,
    e.EVIDENCE,
    e.EXTENSIONS,
    i.ATTEMPTS,
    o.OBLIGATIONS,
    o.SHARES,
    o.DUTIES,
    e.DISCLOSURES,
    e.LETTERS,
    e.REPLIES,
    c.COMPLAINTS,
    c.COMPLAINT_UNITS,
    c.COMPLAINT_RECORDS,
)
"""Every table, without rows; a table comes after those that it refers to."""

TABLE_NAMES = tuple(table.name for table in TABLES)
"""The names of the tables."""

HEADS = frozenset(column.head or column.name for table in TABLES for column in table.columns)
"""The keys of all column heads."""

CLASSES = tuple(one.value for one in Class if one is not Class.SUSTAINED)
"""The classes that an issue can be in; they add up.  Only a report by another convention knows one more."""


def data_tables(day: Day, revision: str | None = None) -> tuple[DataTable, ...]:
    """The tables of the ledger on a day; entries of later days are left out.

    Every reference holds, whatever is wrong with the data: a unit or section that is named and unknown has a
    row with nothing but its name, and a number that points at nothing is absent.
    """
    things = _things(day)
    made = {table.name: table.filled(things[table.name]) for table in TABLES if table.name in things}
    made["plan"] = p.PLAN.filled([p.Read(day, revision)])
    made["sections"] = p.SECTIONS.filled(p.sections(day, made["issues"].values("section")))
    made["units"] = p.UNITS.filled(p.units_named(day.ledger.units, _units_in(made)))
    return tuple(made[name] for name in TABLE_NAMES)


def _things(day: Day) -> Mapping[str, Iterable[Any]]:
    """What the rows of each table are about, in the order of the plan."""
    judged = day.judgements
    recorded = [(judgement, *e.entries(day, judgement)) for judgement in judged]
    owed = o.obligations(day)
    return {
        "unit_groups": p.members(day.ledger.units),
        "issues": day.items(),
        "issue_units": (one for j in judged for one in i.concerned(j)),
        "attempts": (one for j in judged for one in i.attempts(j)),
        "measures": i.measures(day),
        "milestones": (one for j in judged for one in i.milestones(j)),
        "targets": (one for j in judged for one in t.targets(j)),
        "target_parts": (one for j in judged for one in t.parts(j)),
        "entries": (row for _, rows, _ in recorded for row in rows),
        "readings": (one for j, rows, _ in recorded for one in e.readings(j.baseline, rows)),
        "evidence": (one for _, rows, _ in recorded for one in e.evidence(rows)),
        "extensions": (one for _, _, moved in recorded for one in moved),
        "obligations": owed,
        "shares": o.shares(owed),
        "duties": o.duties(day),
        "disclosures": e.disclosures(day),
        "letters": day.letters,
        "replies": e.replies(day),
        "complaints": c.complaints(day),
        "complaint_units": c.complaint_units(day),
        "complaint_records": c.complaint_records(day),
    }


def _units_in(made: Mapping[str, DataTable]) -> Iterable[Any]:
    """Every unit that a table refers to."""
    for table in made.values():
        for reference in table.references:
            if reference.table == "units":
                yield from table.values(reference.columns[0])
