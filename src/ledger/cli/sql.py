"""``ledger sql``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli.clock import ended_after, stopwatch
from ledger.cli.disk import read_input, shown
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    import sqlite3

    from ledger.cli.data import Data

_say = words()
_GRACE = 5  # seconds in which a query that is asked to stop does so, unless a single function holds it


@o.delivers()
def command(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="[SQL]", help=_say("sql.argument"))] = "",
    tables: Annotated[bool, typer.Option("--tables", help=_say("sql.option_tables"))] = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    timeout: Annotated[
        str, typer.Option("--timeout", metavar="SECONDS", help=_say("sql.option_timeout"))
    ] = "10",
    dataset: Annotated[str, typer.Option("--data", metavar="DATASET", help=_say("sql.option_data"))] = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Answer a question in SQL about the ledger on a day."""
    from ledger.rendering.sqlite import QueryError, ask
    from ledger.reports.asking import sql_report

    if tables:
        if query:
            raise CommandError("error.together", one="--tables", other="SQL")
        _list_tables(out)
        return FINE
    seconds = o.read_count(timeout, "--timeout")
    if query == "-":
        query = _standard_input()
    if not query.strip():
        raise CommandError("sql.missing")

    if dataset:
        folder = directory or (ctx.obj or {}).get("directories")
        for option, given in (("--as-of", as_of), ("--rev", rev), ("-C", folder)):
            if given:
                raise CommandError("error.together", one="--data", other=option)
        return _ask_dataset(dataset, query, seconds, out)

    data, connection = _opened(ctx, directory, as_of, rev)
    try:
        with ended_after(seconds + _GRACE, "sql.slow", seconds=seconds):
            answer = ask(connection, query, stopwatch(seconds))
    except QueryError as error:
        raise CommandError(error.key, seconds=seconds, **error.gaps) from None
    finally:
        connection.close()
    out.deliver(data.marked(sql_report(*answer, data.as_of)))
    return data.exit_code


def _opened(ctx: typer.Context, directory: str, as_of: str, rev: str) -> tuple[Data, sqlite3.Connection]:
    """The database that is asked, and what it is of; several ledgers are read one after another."""
    import sqlite3

    from ledger.cli.data import Data, Reading, read_data
    from ledger.cli.roster import several
    from ledger.rendering.sqlite import database, fill
    from ledger.reports.tables.together import Joining

    held = several(ctx, [directory] if directory else [])
    if held is None:
        data = read_data(ctx, directory, as_of, rev)
        return data._replace(tables=()), database(data.tables)
    day = o.read_as_of(as_of)
    reading, joining = Reading(ctx, held, as_of, rev), Joining()
    # a file without a name, gone with the connection: what is in memory does not grow with the ledgers
    connection = sqlite3.connect("", isolation_level=None)
    fill(connection, map(joining.add, reading))
    return Data((), day, None, reading.partial, None), connection


def _ask_dataset(folder: str, query: str, seconds: int, out: o.Out) -> int:
    """The answer of DuckDB about the ledgers of a data set, on the day of the data set."""
    from ledger.cli import duck, terminal
    from ledger.rendering.sqlite import QueryError
    from ledger.reports.asking import sql_report

    held = duck.read_dataset(folder)
    unfinished = duck.is_unfinished(folder)
    try:
        with ended_after(seconds + _GRACE, "sql.slow", seconds=seconds):
            answer = duck.ask(folder, held, query, seconds)
    except QueryError as error:
        raise CommandError(error.key, seconds=seconds, **error.gaps) from None
    if unfinished:
        terminal.write_note(words()("dataset.unfinished", folder=folder))
    if held.partial:
        names = [*held.missing, *(part.place.ledger for part in held.parts if part.partial)]
        terminal.write_note(words()("dataset.partial", folder=folder, names=names))
    partial = unfinished or held.partial
    report = sql_report(*answer, date.fromisoformat(held.as_of))
    out.deliver(report.marked_partial() if partial else report)
    return FINDINGS if partial else FINE


def _list_tables(out: o.Out) -> None:
    from ledger.rendering.sqlite import VIEWS, database
    from ledger.reports.asking import tables_report
    from ledger.reports.tables import TABLES

    connection = database(TABLES)
    views = {}
    for name in VIEWS:
        described = connection.execute(f"SELECT * FROM {name}").description  # noqa: S608 - our own names
        views[name] = [column[0] for column in described]
    connection.close()
    out.deliver(tables_report(TABLES, views))


_LONGEST = 1 << 20


def _standard_input() -> str:
    data = read_input(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise CommandError("error.too_large", file=shown("-"), most=1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError("error.not_utf8", file=shown("-")) from None
