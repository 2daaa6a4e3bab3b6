"""Tables → SQLite: a database file, and questions put to the same tables in memory."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.locale.refusal import Refusal
from ledger.reports.report import SCHEMA_VERSION
from ledger.reports.tables import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ledger.reports.tables import Cell, DataTable

_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "date": "TEXT", "boolean": "INTEGER"}

_COUNTS = "count(i.id) AS issues" + "".join(
    f",\n  coalesce(sum(i.class = '{name}'), 0) AS {name}" for name in CLASSES
)
"""How many issues are in each class: the classes add up to ``issues``."""

VIEWS: dict[str, tuple[frozenset[str], str]] = {
    "overdue": (
        frozenset({"issues"}),
        """SELECT id, number, section, title, lead, owed_by, first_due, due, days_overdue, status
  FROM issues WHERE class = 'overdue' ORDER BY days_overdue DESC, id""",
    ),
    "open_issues": (
        frozenset({"issues"}),
        """SELECT id, number, section, title, lead, owed_by, due, status, standing, class, days_overdue
  FROM issues WHERE class NOT IN ('closed', 'withdrawn') ORDER BY id""",
    ),
    "late": (
        frozenset({"issues", "obligations", "shares"}),
        """SELECT s.unit AS unit, o.issue AS issue, i.number AS number, i.title AS title, o.what AS what,
  o.measure AS measure, o.milestone AS milestone, o.target AS target, o.part AS part,
  o.first_due AS first_due,
  coalesce(s.due, o.due) AS due, coalesce(s.days_overdue, o.days_overdue) AS days_overdue,
  o.position AS obligation
  FROM obligations AS o JOIN issues AS i ON i.id = o.issue
  LEFT JOIN shares AS s ON s.obligation = o.position AND s.listed
  WHERE o.listed ORDER BY days_overdue DESC, o.position, s.rowid""",
    ),
    "by_lead": (
        frozenset({"issues"}),
        f"""SELECT i.lead AS lead, {_COUNTS}
  FROM issues AS i GROUP BY i.lead ORDER BY min(i.id)""",  # noqa: S608 - our own words
    ),
    "by_unit": (
        frozenset({"issues", "issue_units", "units", "obligations", "shares"}),
        """SELECT u.name AS unit, u.kind AS kind,
  count(DISTINCT CASE WHEN r.role = 'lead' THEN r.issue END) AS leads,
  count(DISTINCT CASE WHEN r.role IN ('support', 'executor') AND NOT EXISTS (
    SELECT 1 FROM issue_units AS x WHERE x.issue = r.issue AND x.unit = r.unit AND x.role = 'lead'
  ) THEN r.issue END) AS supports,
  count(DISTINCT CASE WHEN r.role = 'executor' THEN r.issue END) AS executes,
  count(DISTINCT CASE WHEN r.role = 'acceptance' THEN r.issue END) AS accepts,
  count(DISTINCT CASE WHEN r.role = 'lead' AND i.class = 'overdue' THEN r.issue END) AS leads_late,
  count(DISTINCT CASE WHEN r.owes THEN r.issue END) AS issues_owed,
  count(DISTINCT CASE WHEN r.done THEN r.issue END) AS issues_done,
  (SELECT count(DISTINCT l.issue) FROM late AS l WHERE l.unit = u.name) AS issues_late
  FROM units AS u LEFT JOIN issue_units AS r ON r.unit = u.name LEFT JOIN issues AS i ON i.id = r.issue
  GROUP BY u.name, u.kind ORDER BY min(u.rowid)""",
    ),
    "by_section": (
        frozenset({"issues", "sections"}),
        f"""SELECT i.section AS section, s.title AS title, {_COUNTS}
  FROM issues AS i LEFT JOIN sections AS s ON s.number = i.section
  GROUP BY i.section, s.title ORDER BY min(i.id)""",  # noqa: S608 - our own words
    ),
}
"""Views by name: the tables that each needs, and what it selects.

They only choose and add up what the columns say: what is late, done, or in which class was judged before.
"""


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(_name, names))


_OF_LEDGER = {"overdue": "ledger", "open_issues": "ledger", "late": "i.ledger"}
"""Views with a row for something of one task: where several ledgers are read, they say of which it is."""


def schema(tables: Sequence[DataTable]) -> list[str]:
    """The statements that make the tables, their indexes and the views that these tables allow."""
    there = {table.name for table in tables}
    made = []
    for table in tables:
        lines = [
            f"{_name(c.name)} {_TYPES[c.type]}{' NOT NULL' if c.name in table.key else ''}"
            for c in table.columns
        ]
        lines.append(f"PRIMARY KEY ({_names(table.key)})")
        held = [reference for reference in table.references if reference.table in there]
        lines += [
            f"FOREIGN KEY ({_names(r.columns)}) REFERENCES {_name(r.table)} ({_names(r.to)})" for r in held
        ]
        made.append(f"CREATE TABLE {_name(table.name)} (\n  " + ",\n  ".join(lines) + "\n)")
    for table in tables:
        for reference in table.references:
            if reference.table in there and reference.columns != table.key[: len(reference.columns)]:
                name = f"{table.name}_{'_'.join(reference.columns)}"
                made.append(
                    f"CREATE INDEX {_name(name)} ON {_name(table.name)} ({_names(reference.columns)})"
                )
    several = any(table.name == "issues" and "ledger" in table.names for table in tables)
    for name, (needed, _) in VIEWS.items():
        if needed <= there:
            made.append(f"CREATE VIEW {_name(name)} AS {view_of(name, several=several)}")
    return made


def view_of(name: str, *, several: bool) -> str:
    """What a view selects; of ``several`` ledgers it says whose each row is, where it has one for a task."""
    own, query = _OF_LEDGER.get(name) if several else None, VIEWS[name][1]
    return query.replace("SELECT ", f"SELECT {own} AS ledger, ", 1) if own else query


def _stored(value: Cell) -> str | int | float | None:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def database(tables: Sequence[DataTable]) -> sqlite3.Connection:
    """A database in memory that holds the tables; dates are ISO texts, truth values 0 and 1."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    fill(connection, (tables,))
    return connection


def fill(connection: sqlite3.Connection, parts: Iterable[Sequence[DataTable]]) -> None:
    """Make the tables in an empty database and take in their rows, a part after the other, as of several
    ledgers; each is let go before the next is asked for."""
    connection.text_factory = _text
    # nothing of the layout is left to how the library was built
    for setting in ("page_size = 4096", "encoding = 'UTF-8'", "auto_vacuum = NONE", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA cache_size = -{_CACHE >> 10}")
    connection.execute("BEGIN")
    for n, tables in enumerate(parts):
        for statement in schema(tables) if n == 0 else ():
            connection.execute(statement)
        _take_in(connection, tables)
        del tables
    connection.execute("COMMIT")


_CACHE = 64 << 20
"""How many bytes of a database that stands in a file are in memory."""


def _take_in(connection: sqlite3.Connection, tables: Sequence[DataTable]) -> None:
    for table in tables:
        gaps = ", ".join("?" * len(table.columns))
        connection.executemany(
            f"INSERT INTO {_name(table.name)} VALUES ({gaps})",  # noqa: S608 - our own names, values are bound
            (tuple(map(_stored, row)) for row in table.rows),
        )


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def render_sqlite(tables: Sequence[DataTable]) -> bytes:
    """A database file; the same tables make the same bytes."""
    connection = database(tables)
    try:
        return connection.serialize()
    finally:
        connection.close()


class QueryError(Refusal):
    """A question that is not answered."""


class Answer(NamedTuple):
    """What a question found: the names of its columns as the query gives them, and the rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


ROWS_MOST = 1_000_000
"""Rows of an answer; more would only be a slip."""

_STEPS = 10_000  # instructions between two looks at the clock
_LONGEST = 4 << 20  # bytes of one value
_ANSWER_MOST = 64 << 20  # characters of a whole answer
_HEAP = 1 << 30  # bytes that the database may take
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE}


def _may(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Reading is all that a question may do."""
    del first
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in {
        "load_extension",
        "fts3_tokenizer",
    }:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def guard(connection: sqlite3.Connection) -> None:
    """Let the connection do nothing but read what it holds."""
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA hard_heap_limit = {_HEAP}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.set_authorizer(_may)


def ask(
    connection: sqlite3.Connection, query: str, is_over: Callable[[], bool], most: int = ROWS_MOST
) -> Answer:
    """The answer to one ``SELECT``; raises :class:`QueryError`.  The connection can only read from then on.

    ``is_over`` is asked again and again whether time is up; ``most`` rows are too many.
    """
    guard(connection)
    late = False

    def stop() -> bool:
        nonlocal late
        late = late or is_over()
        return late

    connection.set_progress_handler(stop, _STEPS)
    try:
        cursor = connection.execute(query)
        if cursor.description is None:
            raise QueryError("sql.nothing")
        names = tuple(column[0] for column in cursor.description)
        rows = gathered(cursor, most)
    except sqlite3.Warning:  # what Python up to 3.11 says of two statements
        raise QueryError("sql.one") from None
    except MemoryError:
        raise QueryError("sql.too_much", most=_HEAP >> 20) from None
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise _told(error, late=late) from None
    finally:
        connection.set_progress_handler(None, 0)
    return Answer(names, rows)


def gathered(found: Iterable[tuple[Any, ...]], most: int = ROWS_MOST) -> tuple[tuple[Any, ...], ...]:
    """The rows of an answer; raises :class:`QueryError` where they are more than anybody reads."""
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in found:
        size += sum(len(value) if isinstance(value, (str, bytes)) else 8 for value in row)
        if len(rows) == most:
            raise QueryError("sql.too_many", most=most)
        if size > _ANSWER_MOST:
            raise QueryError("sql.too_much", most=_ANSWER_MOST >> 20)
        rows.append(row)
    return tuple(rows)


def _told(error: Exception, *, late: bool) -> BaseException:
    """Why the database refused."""
    code = getattr(error, "sqlite_errorcode", None)
    problem = " ".join(str(error).split())
    if code == sqlite3.SQLITE_INTERRUPT:
        return QueryError("sql.slow") if late else KeyboardInterrupt()
    if code == sqlite3.SQLITE_AUTH or "prohibited" in problem or "not authorized" in problem:
        return QueryError("sql.refused")
    if "one statement" in problem:
        return QueryError("sql.one")
    if isinstance(error, UnicodeError):
        return QueryError("sql.unreadable")
    for pattern, key in _SAID:
        found = re.search(pattern, problem)
        if found is not None:
            return QueryError(key, name=found[1] if found.groups() else "")
    return QueryError("sql.wrong", problem=problem)


_SAID = (
    (r"no such column: (.+)", "sql.no_column"),
    (r"no such table: (.+)", "sql.no_table"),
    (r"no such function: (.+)", "sql.no_function"),
    (r"ambiguous column name: (.+)", "sql.ambiguous"),
    (r'near "(.+)": syntax error', "sql.syntax"),
    (r'unrecognized token: "(.+)"', "sql.syntax"),
    (r"incomplete input", "sql.incomplete"),
    (r"misuse of aggregate.*: (.+)", "sql.aggregate"),
)
"""What SQLite says, and where it stands in the catalogue."""
