"""``ledger render``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.output import Out
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    whole: Annotated[bool, typer.Option("--whole", help=words()("option.whole"))] = False,
    rev: o.Rev = "",
    output: o.Output = "",
    force: o.Force = False,
    directory: o.Directory = "",
) -> int:
    """Write the task list as official text."""
    from ledger.plans.render import render

    session = open_session(ctx, directory, "", rev)
    if session.ledger.plan is None:
        raise CommandError("error.no_plan")
    baselines = [issue.baseline for issue in session.ledger.issues]
    text = render(session.ledger.plan, baselines, whole=whole)
    Out("text", output, force).write_text(text)
    return session.exit_code
