"""``ledger pace``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.session import open_session
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    issue_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help=words()("argument.ids_or_all"))
    ] = None,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    unit: o.Unit = None,
    lead: o.Lead = None,
    section: o.Section = None,
    explain: Annotated[bool, typer.Option("--explain", help=words()("option.explain"))] = False,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Read from milestones and targets whether issues are on pace (序时进度)."""
    from ledger.judging.duties import known_since
    from ledger.judging.pace import pace
    from ledger.reports.working import pace_report

    del lang
    session = open_session(ctx, directory, as_of, rev)
    ledger = session.ledger
    wanted = o.read_ids(issue_ids, ledger, session.tree)
    since = known_since(ledger)
    found = [
        (j, pace(j.issue.baseline, j.chain, ledger.units, session.as_of, since), j.chain.claim)
        for j in session.judge(unit=unit, lead=lead, section=section)
        if j.completed is None and (wanted is None or j.issue.id in wanted)
    ]
    session.deliver(pace_report(found, session.as_of, explain=explain), form, output)
    return session.exit_code
