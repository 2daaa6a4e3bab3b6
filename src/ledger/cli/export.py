"""``ledger export``."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.keys import read_keys
from ledger.cli.lists import chosen_of
from ledger.cli.output import choose, is_folder, write_file, write_files
from ledger.cli.roster import several
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cli.data import Data
    from ledger.reports.tables import DataTable

_say = words()


def command(
    ctx: typer.Context,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="NAME", help=_say("export.option_table"))
    ] = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    force: o.Force = False,
    form: Annotated[str, o.format_option("Tables")] = "",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help=_say("export.option_output"))
    ] = "",
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", metavar="ADDRESS|local|none", help=_say("export.option_scheduler")),
    ] = "",
    directory: o.Directory = "",
) -> int:
    """Write the ledger on a day as tables."""
    from ledger.rendering.formats import by_ending, formats_of

    known = formats_of("Tables")
    if not form and (not output or is_folder(output)):
        raise CommandError("export.no_format", known=list(known))
    form = choose(form, output, known)
    wanted = _names(table)
    single = _is_single(form, wanted, output, known)
    held = several(ctx, [directory] if directory else [])
    if held is not None and form == "parquet" and not by_ending(os.path.basename(output), known):
        from ledger.cli.dataset import export

        as_of_day = o.read_as_of(as_of)
        return export(held, wanted, as_of_day, rev, output, force=force, scheduler=scheduler)
    if scheduler:
        raise CommandError("dataset.only", option="--scheduler")

    from ledger.cli.data import read_data

    data = read_data(ctx, directory, as_of, rev)
    tables = [one for one in data.tables if one.name in wanted]
    files = _rendered(data, tables, form)
    if not output:
        (content,) = files.values()
        terminal.write_out(content.decode())
    else:
        _write(files, form, output, single=single, force=force)
        _tell(tables, output)
    return data.exit_code


def _is_single(form: str, wanted: Sequence[str], output: str, known: tuple[str, ...]) -> bool:
    """Whether what is asked for is one file; CommandError where the output does not suit that."""
    from ledger.rendering.formats import FORMATS, by_ending
    from ledger.rendering.tables import ONE_FILE

    single = form in ONE_FILE or len(wanted) == 1
    if not output and (FORMATS[form].binary or not single):
        raise CommandError("export.no_output", format=form)
    if not single and by_ending(os.path.basename(output), known):
        raise CommandError("export.one_table", format=form)
    return single


def _rendered(data: Data, tables: Sequence[DataTable], form: str) -> dict[str, bytes]:
    """The files of the tables by name; a workbook of one ledger begins with the overview of its tasks."""
    from ledger.rendering.tables import render_export

    overview, one = None, data.session
    if form == "xlsx" and one is not None:
        from ledger.reports.workbook import overview_report

        overview = overview_report(one.day, one.revision)
    return render_export(
        tables,
        form,
        words(),
        data.as_of,
        revision=data.revision,
        partial=data.partial,
        overview=overview,
    )


def _write(files: dict[str, bytes], form: str, output: str, *, single: bool, force: bool) -> None:
    """Write one file, or a folder of them, with the mark by which spreadsheet programs know the encoding."""
    from ledger.rendering.formats import FORMATS

    if FORMATS[form].marked:
        files = {name: codecs.BOM_UTF8 + content for name, content in files.items()}
    if single:
        (content,) = files.values()
        write_file(output, content, force=force)
    else:
        write_files(output, files, force=force)


def _names(given: Sequence[str] | None) -> list[str]:
    """The tables asked for in their own order; all where none is named."""
    from ledger.reports.tables import TABLE_NAMES, TABLES

    if given is None:
        return list(TABLE_NAMES)
    parts = chosen_of(given, "--table")
    spoken = {words()(one.title): one.name for one in TABLES}
    wanted = {read_keys(part, TABLE_NAMES, spoken, "--table")[0] for part in parts}
    return [name for name in TABLE_NAMES if name in wanted]


def _tell(tables: Sequence[DataTable], output: str) -> None:
    rows = sum(len(one.rows) for one in tables)
    terminal.write_note(words()("export.written", tables=len(tables), rows=rows, file=output))
