"""``ledger promises``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    broken: Annotated[bool, typer.Option("--broken", help=words()("option.broken"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List what units promised, and whether they kept it."""
    from ledger.judging.promises import Kept, kept, promises
    from ledger.reports.promises import promises_report

    session = open_session(ctx, directory, as_of, rev)
    criteria = session.criteria(filters)
    wanted = session.day.named(criteria.unit)
    chosen = session.day.select(criteria)
    found = [
        (judgement, one)
        for judgement, one in promises(chosen)
        if (not wanted or one.shares[0].unit in wanted)
        and (not broken or kept(one, session.as_of) in {Kept.BROKEN, Kept.KEPT_LATE})
    ]
    session.deliver(promises_report(found, session.as_of), out, chosen)
    return session.exit_code
