"""``ledger help``."""

from typing import Annotated, Any

import typer

from ledger.cli import terminal
from ledger.cli.errors import FINE, CommandError
from ledger.cli.keys import no_command
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]...", help=words()("argument.command"))
    ] = None,
    man: Annotated[bool, typer.Option("--man", help=words()("option.man"))] = False,
) -> int:
    """Show the help of a command, or its manual page."""
    top = ctx.parent or ctx
    found: Any = top.command
    path = [str(top.info_name)]
    for name in names or ():
        inner = getattr(found, "commands", {}).get(name)
        if inner is None:
            key, said = no_command(name, getattr(found, "commands", {}))
            raise CommandError(key, name=said["name"], near=said["near"])
        found, path = inner, [*path, name]
    about = type(top)(found, info_name=" ".join(path), **found.context_settings)
    if man:
        from ledger.cli.manual import manual

        terminal.write_out(manual(found, about))
    else:
        terminal.write_out(f"{found.get_help(about)}\n")
    return FINE
