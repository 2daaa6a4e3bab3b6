"""``ledger overdue``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers()
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.exit-code"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List what is late on a day."""
    from ledger.reports.issues import overdue_report

    session = open_session(ctx, directory, as_of, rev)
    report = overdue_report(session.day, session.criteria(filters))
    session.deliver(report, out)
    return FINDINGS if exit_code and report.records else session.exit_code
