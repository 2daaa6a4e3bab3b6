"""``ledger blame``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINE, CommandError
from ledger.cli.speech import words


@o.delivers()
def command(
    ctx: typer.Context,
    issue_id: Annotated[str, typer.Argument(metavar="ID", help=words()("argument.id"))],
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Say for each field and entry of an issue which commit it is from."""
    from ledger.cli.history import (
        baselines_at,
        of_issue,
        open_history,
        setting_at,
        warn,
    )
    from ledger.cli.session import find_root
    from ledger.history.log import blame
    from ledger.reports.history import blame_report

    root = find_root(ctx, directory, gone=True)
    repository = open_history(root)
    until = repository.resolve(rev) if rev else repository.head()
    wanted, mine, paths = of_issue(issue_id, repository, None, until)
    baseline = baselines_at(repository, until, mine, paths).get(wanted)
    policy = setting_at(repository, until).policy
    warn(repository.backwards)
    found = blame(mine)
    if not found:
        raise CommandError("error.no_such_issue", id=issue_id)
    number = next((one.difference.number for one in reversed(mine) if one.difference.number), wanted)
    out.deliver(blame_report(found, number, baseline, policy))
    return FINE
