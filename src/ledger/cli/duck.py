"""Questions to a data set, answered by DuckDB: the tables and views of ``ledger sql`` over files on the disk.

What is said differently in its dialect is told in ``docs/dataset.md``; where a setting makes it do as SQLite
does, it is set.  A question can read the data set and nothing else.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime
from decimal import Decimal
from threading import Timer
from typing import TYPE_CHECKING, Any

from ledger.cli.errors import CommandError
from ledger.folder import peek
from ledger.rendering.extras import needing
from ledger.rendering.sqlite import VIEWS, Answer, QueryError, gathered, view_of
from ledger.reports.tables import TABLES
from ledger.reports.tables.dataset import JOURNAL, LISTED, DataSet, read_list
from ledger.reports.tables.together import SHARED, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.reports.tables import DataTable

_MEMORY = "1GB"
_THREADS = 4
_PIECE = 10_000
_SETTINGS = (
    "SET default_null_order = 'sqlite'",
    "SET integer_division = true",
    "SET enable_progress_bar = false",
    f"SET memory_limit = '{_MEMORY}'",
    "SET temp_directory = ''",
    "SET preserve_insertion_order = true",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
)
_POSITIONS = "_before"
"""Our table of how many rows of what is counted stand in the ledgers before each."""


def read_dataset(folder: str) -> DataSet:
    """What the data set in a folder holds; CommandError where it is none."""
    path = os.path.join(folder, LISTED)
    try:
        return read_list(peek(path) or b"")
    except ValueError:
        raise CommandError("dataset.none", folder=folder, file=LISTED) from None


def is_unfinished(folder: str) -> bool:
    """Whether a run that writes it was killed, or runs still."""
    return os.path.lexists(os.path.join(folder, JOURNAL))


def ask(folder: str, held: DataSet, query: str, seconds: float) -> Answer:
    """The answer to one ``SELECT``; raises :class:`QueryError`."""
    with needing("duckdb"):
        import duckdb
    root = os.path.abspath(folder)
    if re.search(r"[*?\[\]]", root):
        raise CommandError("dataset.pattern", folder=folder)
    _refuse_others(duckdb, query)
    connection = duckdb.connect(":memory:", config={"threads": min(os.cpu_count() or 1, _THREADS)})
    late = False

    def stop() -> None:
        nonlocal late
        late = True
        connection.interrupt()

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        try:
            for statement in (*_SETTINGS, *_views(root, held, query), *_closed(root)):
                connection.execute(statement)
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            reason = str(error).partition("\n")[0]
            raise CommandError("dataset.damaged", folder=folder, reason=reason) from None
        found = connection.execute(query)
        names = tuple(column[0] for column in found.description)
        return Answer(names, gathered(_rows(found)))
    except duckdb.Error as error:
        raise _told(duckdb, error, late=late) from None
    finally:
        timer.cancel()
        connection.close()


def _refuse_others(duckdb: Any, query: str) -> None:
    """One question and nothing else: DuckDB itself says what a statement is."""
    try:
        statements = duckdb.extract_statements(query)
    except duckdb.Error as error:
        raise _told(duckdb, error, late=False) from None
    except UnicodeError:
        raise QueryError("sql.unreadable") from None
    if not statements:
        raise QueryError("sql.nothing")
    if len(statements) > 1:
        raise QueryError("sql.one")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("sql.refused")


def _rows(found: Any) -> Iterator[tuple[Any, ...]]:
    while rows := found.fetchmany(_PIECE):
        yield from (tuple(map(_plain, row)) for row in rows)


def _plain(value: Any) -> Any:
    """The value as SQLite would give it: truth as 1 and 0, days as text, figures as numbers."""
    if value is None or isinstance(value, (str, float, bytes)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat() if not isinstance(value, datetime) else value.isoformat(" ")
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


# --- the tables ---------------------------------------------------------------------------------------


def _views(root: str, held: DataSet, query: str) -> Iterator[str]:
    """The statements that make the tables and views that the question may speak of."""
    spoken = {word.lower() for word in re.findall(r"\w+", query)}
    there = set(held.tables)
    views = [name for name, (needed, _) in VIEWS.items() if needed <= there and name in spoken]
    if "by_unit" in views and "late" not in views:
        views = [name for name in VIEWS if name in {*views, "late"}]
    needed = spoken.union(*(VIEWS[name][0] for name in views))
    yield from _positions(held)
    for table in TABLES:
        if table.name in there & needed:
            yield _view(root, held, table)
    for name in views:
        said = view_of(name, several=True).replace("s.rowid", "s.unit").replace("min(u.rowid)", "min(u.name)")
        yield f"CREATE VIEW {name} AS {said}"


def _positions(held: DataSet) -> Iterator[str]:
    names = [table.name for table in TABLES if counted(table, "position") == table.name]
    columns = ", ".join(f"{name} BIGINT" for name in names)
    yield f"CREATE TABLE {_POSITIONS} (ledger VARCHAR, n BIGINT, {columns})"
    before, rows = dict.fromkeys(names, 0), []
    for at, part in enumerate(held.parts):
        rows.append(f"({_text(part.place.ledger)}, {at}, {', '.join(str(before[name]) for name in names)})")
        for name in names:
            before[name] += part.rows.get(name, 0)
    if rows:
        yield f"INSERT INTO {_POSITIONS} VALUES {', '.join(rows)}"  # noqa: S608 - quoted
    columns = "ledger VARCHAR, level VARCHAR, round VARCHAR, as_of DATE, revision VARCHAR, partial BOOLEAN"
    yield f"CREATE TABLE ledgers ({columns})"
    listed = [
        f"({', '.join(map(_text, (*part.place[:3], held.as_of, part.revision)))}, {part.partial})"
        for part in held.parts
    ]
    if listed:
        yield f"INSERT INTO ledgers VALUES {', '.join(listed)}"  # noqa: S608 - quoted


_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "real": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}


def _view(root: str, held: DataSet, table: DataTable) -> str:
    """A table over the files of all ledgers, as ``ledger sql`` has it over the ledgers themselves."""
    columns = ["p.ledger AS ledger"]
    for field in table.columns:
        of = counted(table, field.name)
        more = f" + b.{of}" if of is not None and counted_alone(of) else ""
        columns.append(f"p.{_name(field.name)}{more} AS {_name(field.name)}")
    if not held.parts:
        empty = ", ".join(f"CAST(NULL AS {_TYPES[one.type]}) AS {_name(one.name)}" for one in table.columns)
        return f"CREATE VIEW {_name(table.name)} AS SELECT '' AS ledger, {empty} WHERE false"
    files = ", ".join(_text(os.path.join(root, part.place.file(table.name))) for part in held.parts)
    once = ""
    if table.name in SHARED:
        keys = ", ".join(f"p.{key}" for key in SHARED[table.name])
        once = f" QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY b.n) = 1"
    joined = (
        f" JOIN {_POSITIONS} AS b ON b.ledger = p.ledger" if once or any("b." in c for c in columns) else ""
    )
    read = f"read_parquet([{files}], hive_partitioning = true, hive_types_autocast = false)"
    return (
        f"CREATE VIEW {_name(table.name)} AS SELECT {', '.join(columns)} "  # noqa: S608 - quoted
        f"FROM {read} AS p{joined}{once}"
    )


def counted_alone(name: str) -> bool:
    """Whether rows of the table are counted over all ledgers, its position being its whole key."""
    return any(table.name == name and table.key == ("position",) for table in TABLES)


def _closed(root: str) -> Iterable[str]:
    """From here on only the data set can be read, and no setting changed."""
    yield f"SET allowed_directories = [{_text(root)}]"
    yield "SET enable_external_access = false"
    yield "SET lock_configuration = true"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


# --- what DuckDB says ---------------------------------------------------------------------------------

_SAID = (
    (r'Referenced column "(.+?)" (?:not found|was not found)', "sql.no_column"),
    (r'does not have a column named "(.+?)"', "sql.no_column"),
    (r"Table with name (\S+) does not exist", "sql.no_table"),
    (r"(?:Scalar|Table|Aggregate)?\s*Function with name (\S+) does not exist", "sql.no_function"),
    (r'Ambiguous reference to column name "(.+?)"', "sql.ambiguous"),
    (r'syntax error at or near "(.+?)"', "sql.syntax"),
)


def _told(duckdb: Any, error: Exception, *, late: bool) -> Exception:
    """Why DuckDB refused."""
    if isinstance(error, duckdb.InterruptException) or late:
        return QueryError("sql.slow")
    if isinstance(error, duckdb.PermissionException):
        return QueryError("sql.refused")
    if isinstance(error, duckdb.OutOfMemoryException):
        return QueryError("sql.too_much", most=1 << 10)
    problem = str(error).partition("\n")[0]
    for pattern, key in _SAID:
        found = re.search(pattern, problem)
        if found is not None:
            return QueryError(key, name=found[1] if found.groups() else "")
    return QueryError("sql.wrong", problem=problem)
