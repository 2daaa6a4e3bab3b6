"""``ledger letters``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    owed: Annotated[bool, typer.Option("--owed", help=words()("option.letters-owed"))] = False,
    unit: o.Unit = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List the letters that were sent, to whom, and whether there is a reply."""
    from ledger.reports.letters import letters_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    wanted = session.day.named(session.criteria({"unit": unit}).unit)
    found = [
        one for one in session.day.letters if (not wanted or one.unit in wanted) and (one.owed or not owed)
    ]
    session.deliver(letters_report(session.day, found, owed=owed), form, output)
    return session.exit_code
