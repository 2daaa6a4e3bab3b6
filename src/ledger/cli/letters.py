"""``ledger letters``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    owed: Annotated[bool, typer.Option("--owed", help=words()("option.letters-owed"))] = False,
    unit: o.Unit = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List the letters that were sent, to whom, and whether there is a reply."""
    from ledger.reports.letters import letters_report

    session = open_session(ctx, directory, as_of, rev)
    wanted = session.day.named(session.criteria({"unit": unit}).unit)
    found = [
        one for one in session.day.letters if (not wanted or one.unit in wanted) and (one.owed or not owed)
    ]
    session.deliver(letters_report(session.day, found, owed=owed), out)
    return session.exit_code
