"""``ledger stats``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="GROUPING", help=words()("option.by"))] = "section",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    section: o.Section = None,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Count issues by group."""
    from ledger.reports.counts import GROUPINGS, stats_report

    del lang
    names = {words()(f"by.{key}"): key for key in GROUPINGS}
    keys = o.read_keys(by.replace("_", "-"), GROUPINGS, names, "--by")
    if len(keys) != 1:
        raise CommandError("error.one_grouping", value=by)
    grouping = keys[0]
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    judgements = session.judge(unit=unit, lead=lead, section=section)
    session.deliver(stats_report(judgements, ledger.plan, session.as_of, grouping), form, output)
    return session.exit_code
