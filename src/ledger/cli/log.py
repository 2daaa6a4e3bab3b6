"""``ledger log``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINE
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="[ID]", help=words()("argument.log-id"))] = "",
    range_: Annotated[str, typer.Option("--range", metavar="A..B", help=words()("option.log-range"))] = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """List who recorded and changed what, and when."""
    from ledger.cli.history import baselines_at, of_issue, open_history, setting_at
    from ledger.cli.session import find_root
    from ledger.history.log import log
    from ledger.reports.history import log_report

    root = find_root(ctx, directory, gone=True)
    repository = open_history(root)
    since, until = repository.resolve_range(range_) if range_ else (None, repository.head())
    if issue_id:
        mine = of_issue(issue_id, repository, since, until)
        logged, baselines = mine.logged, baselines_at(repository, until, mine.logged, mine.paths)
    else:
        logged = list(log(repository, since, until))
        baselines = baselines_at(repository, until, logged)
    policy = setting_at(repository, until).policy
    out.deliver(log_report(logged, baselines, policy))
    return FINE
