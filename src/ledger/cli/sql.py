"""``ledger sql``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli.clock import stopwatch
from ledger.cli.errors import FINE, CommandError
from ledger.cli.session import deliver, open_session, write_file
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.reports.report import Report

_say = words()


def command(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="[SQL]", help=_say("sql.argument"))] = "",
    tables: Annotated[bool, typer.Option("--tables", help=_say("sql.option_tables"))] = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    timeout: Annotated[
        str, typer.Option("--timeout", metavar="SECONDS", help=_say("sql.option_timeout"))
    ] = "10",
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Answer a question in SQL about the ledger on a day."""
    from ledger.rendering.sqlite import QueryError, ask, database
    from ledger.reports.asking import sql_report

    del lang
    if tables:
        if query:
            raise CommandError("error.together", one="--tables", other="SQL")
        _list_tables(form, output)
        return FINE
    seconds = o.read_count(timeout, "--timeout")
    if query == "-":
        query = _standard_input()
    if not query.strip():
        raise CommandError("sql.missing")

    from ledger.cli.data import tables_of

    session = open_session(ctx, directory, as_of, rev)
    connection = database(tables_of(session))
    try:
        answer = ask(connection, query, stopwatch(seconds))
    except QueryError as error:
        raise CommandError(error.key, seconds=seconds, **error.gaps) from None
    finally:
        connection.close()
    report = sql_report(*answer, session.as_of)
    if form.lower() == "xlsx" or (not form and output.lower().endswith(".xlsx")):
        _write_workbook(report.marked_partial() if session.partial else report, output)
    else:
        session.deliver(report, form, output, ())  # the table of entries says which have an effect
    return session.exit_code


def _write_workbook(report: Report, output: str) -> None:
    from ledger.rendering.extras import MissingExtraError
    from ledger.rendering.xlsx import render_workbook

    if not output:
        raise CommandError("error.needs_output", form="xlsx")
    try:
        made = render_workbook([report], words(), report.as_of)
    except MissingExtraError as error:
        raise CommandError(error.key, extra=error.extra) from None
    write_file(output, made)


def _list_tables(form: str, output: str) -> None:
    from ledger.rendering.sqlite import VIEWS, database
    from ledger.reports.asking import tables_report
    from ledger.reports.tables import TABLES

    connection = database(TABLES)
    views = {}
    for name in VIEWS:
        described = connection.execute(f"SELECT * FROM {name}").description  # noqa: S608 - our own names
        views[name] = [column[0] for column in described]
    connection.close()
    deliver(tables_report(TABLES, views), form, output)


_LONGEST = 1 << 20


def _standard_input() -> str:
    if sys.stdin is None:
        return ""
    try:
        text = sys.stdin.read(_LONGEST + 1)
    except UnicodeDecodeError:
        raise CommandError("error.not_utf8", file="-") from None
    if len(text) > _LONGEST:
        raise CommandError("error.too_large", file="-", most=1)
    return text
