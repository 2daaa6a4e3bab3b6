"""``ledger export``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import current, open_session, write_file, write_files
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.reports.tables import DataTable

_say = words()


def command(
    ctx: typer.Context,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help=_say("export.option_table"))
    ] = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    force: Annotated[bool, typer.Option("--force", help=_say("export.option_force"))] = False,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=_say("export.option_format"))
    ] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help=_say("export.option_output"))
    ] = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Write the ledger on a day as tables."""
    from ledger.rendering.extras import MissingExtraError
    from ledger.rendering.tables import ONE_FILE, TEXT_FORMATS, export_format_of, render_export

    del lang
    form = _format(form, output)
    wanted = _names(table)
    single = form in ONE_FILE or len(wanted) == 1
    if not output and (form not in TEXT_FORMATS or not single):
        raise CommandError("export.no_output", format=form)
    if not single and export_format_of(os.path.basename(output)):
        raise CommandError("export.one_table", format=form)

    from ledger.cli.data import tables_of
    from ledger.reports.workbook import overview_report

    session = open_session(ctx, directory, as_of, rev)
    tables = [one for one in tables_of(session) if one.name in wanted]
    try:
        files = render_export(
            tables,
            form,
            words(),
            session.as_of,
            revision=session.revision,
            partial=session.partial,
            overview=overview_report(session.day, session.revision) if form == "xlsx" else None,
        )
    except MissingExtraError as error:
        raise CommandError(error.key, extra=error.extra) from None
    if not output:
        (content,) = files.values()
        terminal.write_out(content.decode())
        return session.exit_code
    if form == "csv":  # a spreadsheet program takes it for the local code page otherwise
        files = {name: b"\xef\xbb\xbf" + content for name, content in files.items()}
    if single:
        (content,) = files.values()
        _write_one(output, content, force=force)
    else:
        write_files(output, files, force=force)
    _tell(tables, output)
    return session.exit_code


def _format(form: str, output: str) -> str:
    """The format asked for, else the one that the ending of the output stands for."""
    from difflib import get_close_matches

    from ledger.rendering.tables import EXPORT_FORMATS, export_format_of

    if not form:
        guessed = export_format_of(os.path.basename(output))
        if guessed is None:
            raise CommandError("export.no_format", known=", ".join(EXPORT_FORMATS))
        return guessed
    form = form.lower()
    if form not in EXPORT_FORMATS:
        near = get_close_matches(form, EXPORT_FORMATS, 1) or EXPORT_FORMATS
        raise CommandError("error.choice", option="--format", value=form, near=", ".join(near))
    return form


def _names(given: Sequence[str] | None) -> list[str]:
    """The tables asked for in their own order; all where none is named."""
    from ledger.reports.tables import TABLE_NAMES, TABLES

    if given is None:
        return list(TABLE_NAMES)
    parts = [part.strip() for text in given for part in re.split("[,，、]", text) if part.strip()]
    if not parts:  # an unset variable in a script must not mean "all"
        raise CommandError("error.empty_filter", option="--table")
    spoken = {words()(one.title): one.name for one in TABLES}
    wanted = {o.read_keys(part, TABLE_NAMES, spoken, "--table")[0] for part in parts}
    return [name for name in TABLE_NAMES if name in wanted]


def _write_one(path: str, content: bytes, *, force: bool) -> None:
    there = current(path)
    if there == content:
        return
    if there is not None and not force:
        raise CommandError("export.differs", file=path, count=1)
    write_file(path, content)


def _tell(tables: Sequence[DataTable], output: str) -> None:
    rows = sum(len(one.rows) for one in tables)
    terminal.write_note(words()("export.written", tables=len(tables), rows=rows, file=output))
