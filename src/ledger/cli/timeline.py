"""``ledger timeline``."""

from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words


@o.delivers("Timeline")
@o.filtered()
def command(
    ctx: typer.Context,
    filters: o.Filters,
    issue_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help=words()("argument.ids_or_all"))
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="GROUPING", help=words()("option.timeline-by"))
    ] = "section",
    since: Annotated[str, typer.Option("--from", metavar="DATE", help=words()("option.timeline-from"))] = "",
    until: Annotated[str, typer.Option("--to", metavar="DATE", help=words()("option.timeline-to"))] = "",
    paper: Annotated[
        str, typer.Option("--paper", metavar="A3|A2|A1", help=words()("option.timeline-paper"))
    ] = "A3",
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Draw what is due when on one axis."""
    from ledger.rendering.drawing.ink import PAPERS
    from ledger.reports.timeline import GROUPINGS, build_timeline

    size = paper.strip().upper()
    if size not in PAPERS:
        raise CommandError("error.choice", option="--paper", value=paper, near=list(PAPERS))
    grouping = o.read_word(by, GROUPINGS, "by", "--by")
    begin = o.read_date(since, "--from") if since else None
    end = o.read_date(until, "--to") if until else None
    if begin and end and begin > end:
        raise CommandError("timeline.range", since=begin, until=end)
    session = open_session(ctx, directory, as_of, rev)
    wanted = o.read_ids(issue_ids, session.ledger, session.tree)
    chosen = session.day.select(session.criteria(filters))
    timeline = build_timeline(
        session.day,
        [judgement for judgement in chosen if wanted is None or judgement.issue.id in wanted],
        grouping,
        since=begin,
        until=end,
        partial=session.partial,
    )
    session.tell_refused()
    out.deliver(timeline, paper=size)
    return session.exit_code
