"""``ledger units``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="[UNIT]", help=words()("argument.unit"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """List units, or what one unit has to do."""
    from ledger.reports.counts import unit_report, units_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    judgements = session.judge()
    if not unit:
        session.deliver(units_report(judgements, ledger.units, session.as_of), form, output)
        return session.exit_code
    name = o.read_unit(unit, ledger.units)
    if name in ledger.units.groups:
        raise CommandError(
            "error.is_group", value=name, members=words()("list.join").join(ledger.units.groups[name].members)
        )
    if name in ledger.units.collectives:
        raise CommandError("error.is_collective", value=name)
    session.deliver(unit_report(judgements, ledger.units, name, session.as_of), form, output)
    return session.exit_code
