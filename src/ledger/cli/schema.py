"""``ledger schema``."""

import json
import os
from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.session import find_root, write_file
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help=words()("argument.schema"))] = "",
    write: Annotated[bool, typer.Option("--write", help=words()("option.schema-write"))] = False,
    check: Annotated[bool, typer.Option("--check", help=words()("option.schema-check"))] = False,
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Print, write or compare the JSON Schemas of the data files."""
    from ledger.model.schema import schemas

    del lang
    texts = {key: json.dumps(value, ensure_ascii=False, indent=2) + "\n" for key, value in schemas().items()}
    if write or check:
        folder = os.path.join(find_root(ctx, directory), "schemas")
        return _write(folder, texts) if write else _check(folder, texts)
    if not name:
        terminal.write_out("".join(f"{key.partition('.')[0]}\n" for key in texts))
        return FINE
    wanted = f"{name.removesuffix('.schema.json')}.schema.json"
    if wanted not in texts:
        known = "、".join(key.partition(".")[0] for key in texts)
        raise CommandError("error.choice", option="NAME", value=name, near=known)
    terminal.write_out(texts[wanted])
    return FINE


def _write(folder: str, texts: dict[str, str]) -> int:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise CommandError("error.write", file=folder, reason=terminal.reason(error)) from None
    for name, text in texts.items():
        write_file(os.path.join(folder, name), text.encode())
    return FINE


def _check(folder: str, texts: dict[str, str]) -> int:
    stale = [name for name, text in texts.items() if _read(os.path.join(folder, name)) != text]
    for name in stale:
        terminal.write_note(words()("schema.stale", file=os.path.join(folder, name)))
    if not stale:
        terminal.write_note(words()("schema.fresh", count=len(texts)))
    return FINDINGS if stale else FINE


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None
