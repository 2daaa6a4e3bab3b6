"""``ledger units``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="[UNIT]", help=words()("argument.unit"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List units, or what one unit has to do."""
    from ledger.reports.counts import unit_report, units_report

    session = open_session(ctx, directory, as_of, rev)
    units = session.ledger.units
    if not unit:
        session.deliver(units_report(session.day), out)
        return session.exit_code
    name = o.read_one_unit(unit, units)
    session.deliver(unit_report(session.day, name), out)
    return session.exit_code
