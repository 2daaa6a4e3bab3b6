"""``ledger rounds``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[ROUND]", help=words()("argument.rounds"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List rounds, or the units of one, and who has answered."""
    from ledger.cli.dispatch import read_round
    from ledger.reports.rounds import round_report, rounds_report

    session = open_session(ctx, directory, as_of, rev)
    if not name:
        session.deliver(rounds_report(session.day), out, ())
        return session.exit_code
    wanted = read_round(name)
    found = next((one for one in session.ledger.rounds if one.id == wanted), None)
    if found is None:
        known = words()("list.join").join(one.id for one in session.ledger.rounds) or "—"
        raise CommandError("round.unknown", round=wanted, known=known)
    session.deliver(round_report(session.day, found), out, ())
    return session.exit_code
