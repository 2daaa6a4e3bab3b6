"""``ledger render``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session, write_file
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    whole: Annotated[bool, typer.Option("--whole", help=words()("option.whole"))] = False,
    rev: o.Rev = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Write the task list as official text."""
    from ledger.plans.render import render

    del lang
    session = open_session(ctx, directory, "", rev)
    if session.ledger.plan is None:
        raise CommandError("error.no_plan")
    baselines = [issue.baseline for issue in session.ledger.issues]
    text = render(session.ledger.plan, baselines, whole=whole)
    if output:
        write_file(output, text.encode())
    else:
        terminal.write_out(text)
    return session.exit_code
