"""``ledger quiet``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words

_DAYS = 90


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    days: Annotated[str, typer.Option("--days", metavar="N", help=words()("option.quiet-days"))] = "",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List units and tasks of which nothing was recorded for a while."""
    from ledger.judging.quiet import quiet_tasks, quiet_units
    from ledger.reports.quiet import quiet_report

    session = open_session(ctx, directory, as_of, rev)
    asked = o.read_days(days) if days else session.policy.silent_days or _DAYS
    criteria = session.criteria(filters)
    wanted = session.day.named(criteria.unit)
    chosen, issued = session.day.select(criteria), session.day.issued
    units = quiet_units(session.day.judgements if wanted else chosen, session.as_of, asked, issued)
    tasks = quiet_tasks(chosen, session.as_of, asked, issued)
    if wanted:
        units = [one for one in units if wanted & set(one.units)]
        tasks = [one for one in tasks if wanted & set(one.units)]
    session.deliver(quiet_report(units, tasks, session.as_of, asked), out, chosen)
    return session.exit_code
