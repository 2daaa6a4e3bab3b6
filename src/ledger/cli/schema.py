"""``ledger schema``."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import current
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.output import write_files
from ledger.cli.session import find_root
from ledger.cli.speech import words

_ENDING = ".schema.json"


def command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=words()("argument.schema"))] = "",
    write: Annotated[bool, typer.Option("--write", help=words()("option.schema-write"))] = False,
    check: Annotated[bool, typer.Option("--check", help=words()("option.schema-check"))] = False,
    answers: Annotated[bool, typer.Option("--json", help=words()("option.schema-json"))] = False,
    folder: Annotated[str, typer.Option("--dir", metavar="DIR", help=words()("option.schema-dir"))] = "",
    directory: o.Directory = "",
) -> int:
    """List, print, write or check the JSON Schemas of the files, or with ``--json`` those of the answers."""
    if write and check:
        raise CommandError("error.together", one="--write", other="--check")
    files = answer_files() if answers else schema_files()
    if name:
        files = {key: files[key] for key in [_key(name, files)]}
    if write or check:
        folder = folder or os.path.join(
            find_root(ctx, directory), "schemas", *(["output"] if answers else [])
        )
        return _write(folder, files) if write else _check(folder, files)
    if name:
        terminal.write_out(next(iter(files.values())).decode())
    else:
        terminal.write_out("".join(f"{key.removesuffix(_ENDING)}\n" for key in files))
    return FINE


def schema_files() -> dict[str, bytes]:
    """The schemas of this version, by the names of their files."""
    from ledger.model.schema import schemas

    return _files(schemas())


def answer_files() -> dict[str, bytes]:
    """The schemas of what commands give with ``-f json``, by the names of their files."""
    from ledger.reports.contract import output_schemas

    return _files(output_schemas())


def _files(schemas: Mapping[str, Any]) -> dict[str, bytes]:
    return {
        name: f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()
        for name, schema in schemas.items()
    }


def _key(name: str, files: dict[str, bytes]) -> str:
    key = name.removesuffix(_ENDING) + _ENDING
    if key not in files:
        known = words()("list.join").join(known.removesuffix(_ENDING) for known in files)
        raise CommandError("error.choice", option="NAME", value=name, near=known)
    return key


def _write(folder: str, files: dict[str, bytes]) -> int:
    write_files(folder, files, force=True)  # made from the models, never by hand
    terminal.write_note(words()("schema.written", count=len(files), folder=folder))
    return FINE


def _check(folder: str, files: dict[str, bytes]) -> int:
    """Name the files that are missing or differ."""
    paths = {os.path.join(folder, name): data for name, data in files.items()}
    stale = [path for path, data in paths.items() if current(path) != data]
    terminal.write_out("".join(f"{path}\n" for path in stale))
    terminal.write_note(words()("schema.stale" if stale else "schema.fresh", count=len(stale)))
    return FINDINGS if stale else FINE
