"""``ledger show``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="ID", help=words()("argument.id"))],
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    refs: Annotated[bool, typer.Option("--refs", help=words()("option.refs"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Show one issue in full."""
    from ledger.reports.detail import show_report

    session = open_session(ctx, directory, as_of, rev)
    wanted = o.read_id(issue_id, session.ledger, session.tree)
    judgement = session.day.judgement(wanted)
    session.deliver(show_report(session.day, judgement, refs=refs), out, [judgement])
    return session.exit_code
