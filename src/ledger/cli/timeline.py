"""``ledger timeline``."""

import os
import sys
from typing import Annotated

import typer

from ledger.cli import options as o
from ledger.cli import screen, terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import open_session, write_file
from ledger.cli.speech import words


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
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=words()("option.timeline-format"))
    ] = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Draw what is due when on one axis."""
    from ledger.rendering.extras import MissingExtraError
    from ledger.rendering.formats import render_timeline
    from ledger.reports.timeline import GROUPINGS, build_timeline

    del lang
    form = _format(form, output)
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
    try:
        if output:
            write_file(output, render_timeline(timeline, form, words()).encode())
        else:
            room = screen.room(sys.stdout, os.environ)
            colour = screen.takes_colour(sys.stdout, os.environ)
            with screen.drawing(room, os.environ):
                text = render_timeline(timeline, form, words(), room=room, colour=colour)
            terminal.write_out(text)
    except MissingExtraError as error:
        raise CommandError(error.key, extra=error.extra) from None
    return session.exit_code


def _format(form: str, output: str) -> str:
    """The format asked for, else the one that the output file's ending stands for, else a table."""
    from difflib import get_close_matches

    from ledger.rendering.formats import TIMELINE_FORMATS, timeline_format_of

    if not form:
        guessed = timeline_format_of(output) if output else "table"
        if guessed is None:
            raise CommandError("error.ending", file=output, known=", ".join(TIMELINE_FORMATS))
        return guessed
    if form.lower() not in TIMELINE_FORMATS:
        near = get_close_matches(form.lower(), TIMELINE_FORMATS, 1) or TIMELINE_FORMATS
        raise CommandError("error.choice", option="--format", value=form, near=", ".join(near))
    return form.lower()
