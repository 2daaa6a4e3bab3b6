"""``ledger stats``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.keys import read_keys
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    by: Annotated[str, typer.Option("--by", metavar="GROUPING", help=words()("option.by"))] = "section",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Count issues by group."""
    from ledger.reports.counts import GROUPINGS, stats_report

    names = {words()(f"by.{key}"): key for key in GROUPINGS}
    keys = read_keys(by.replace("_", "-"), GROUPINGS, names, "--by")
    if len(keys) != 1:
        raise CommandError("error.one_grouping", value=by)
    session = open_session(ctx, directory, as_of, rev)
    chosen = session.day.select(session.criteria(filters))
    session.deliver(stats_report(session.day, chosen, keys[0]), out)
    return session.exit_code
