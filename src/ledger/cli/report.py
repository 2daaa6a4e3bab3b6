"""``ledger report``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli.disk import read_bounded
from ledger.cli.errors import CommandError
from ledger.cli.paper import own_template
from ledger.cli.session import Session, open_session
from ledger.cli.speech import words
from ledger.papers.kinds import file_name

if TYPE_CHECKING:
    from datetime import date

    from ledger.reports.report import Document, Report
    from ledger.reports.reported import Asked, Period

_say = words()
_TEMPLATE_MOST = 32 * 1024 * 1024


@o.delivers("Document")
def command(
    ctx: typer.Context,
    as_of: o.AsOf = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=_say("option.report-since"))] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help=_say("option.report-unit"))] = "",
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help=_say("option.level"))] = "issues",
    sustained: Annotated[
        str, typer.Option("--sustained", metavar="HOW", help=_say("option.sustained"))
    ] = "on-schedule",
    merge_behind: Annotated[bool, typer.Option("--merge-behind", help=_say("option.merge-behind"))] = False,
    trace: Annotated[bool, typer.Option("--trace", help=_say("option.trace"))] = False,
    brief: Annotated[bool, typer.Option("--brief", help=_say("option.brief"))] = False,
    addressee: Annotated[str, typer.Option("--to", metavar="TEXT", help=_say("option.paper-to"))] = "",
    signed_on: Annotated[str, typer.Option("--date", metavar="DATE", help=_say("option.paper-date"))] = "",
    tell_source: Annotated[bool, typer.Option("--revision", help=_say("option.report-revision"))] = False,
    template: Annotated[str, typer.Option("--template", metavar="FILE", help=_say("option.template"))] = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Write the report on how rectification has come along."""
    from ledger.judging.counting import Level, Sustained
    from ledger.reports.progress import progress_document
    from ledger.reports.reported import Asked

    by_level = Level(o.read_word(level, [one.value for one in Level], "level_of", "--level"))
    how = [one.value for one in Sustained]
    convention = Sustained(o.read_word(sustained, how, "sustained", "--sustained"))
    session = open_session(ctx, directory, as_of, rev)
    filling = (
        read_bounded(template, _TEMPLATE_MOST)
        if template
        else own_template(session.root, file_name("report"))
    )
    revision, changed = _revision(session)
    asked = Asked(
        day=session.day,
        level=by_level,
        sustained=convention,
        since=period_of(session, o.read_date(since, "--since")) if since else None,
        revision=revision,
        changed=changed,
        trace=trace,
        blocks=not brief,
        merge_behind=merge_behind,
        unit=o.read_one_unit(unit, session.ledger.units) if unit else None,
        to=addressee,
        signed_on=o.read_date(signed_on, "--date") if signed_on else None,
        tell_source=tell_source,
    )
    session.tell_refused()
    document = replace(progress_document(asked), partial=session.partial)
    if out.form == "xlsx":
        document = replace(document, sheets=_sheets(session, asked, document))
    out.deliver(document, template=filling)
    return session.exit_code


def _revision(session: Session) -> tuple[str | None, bool]:
    """The commit that the data are of, and whether the folder differs from it; none without git."""
    if session.revision is not None:
        return session.revision, False
    from ledger.cli.history import folder_differs, open_history
    from ledger.history.errors import HistoryError

    try:
        repository = open_history(session.root)
        head = repository.head()
        return head, folder_differs(repository, head, session.tree)
    except HistoryError:  # a ledger may be kept without git; the report says so
        return None, False


def period_of(session: Session, day: date) -> Period:
    """The day of the report before: by the data as it was then where git has it, else by dates of entries."""
    from ledger.cli.history import open_history, warn
    from ledger.history.errors import HistoryError
    from ledger.judging.day import Day
    from ledger.reading.load import load
    from ledger.reports.reported import Period

    if day > session.as_of:
        raise CommandError("error.since_later", since=day, as_of=session.as_of)
    try:
        repository = open_history(session.root)
        tree = repository.read(repository.resolve(f"@{day.isoformat()}")).tree
        warn(repository.backwards)
    except HistoryError as error:
        if error.key in {"history.shallow", "history.missing_object"}:
            raise
        tree = {}
    then = load(tree).ledger if tree else None
    if then is None or not then.issues:
        return Period(session.day.on(day), by_revision=False)
    return Period(Day(then, day, session.evidence), by_revision=True)


def _sheets(session: Session, asked: Asked, document: Document) -> tuple[Report, ...]:
    """The table of all tasks, the tables of the report, and of the whole ledger what stands behind them."""
    from ledger.cli.data import tables_of
    from ledger.reports.workbook import REPORTED, report_workbook

    tables = [one for one in tables_of(session) if one.name in REPORTED] if asked.unit is None else []
    sheets = report_workbook(asked, document, tables)
    return tuple(sheet.marked_partial() if session.partial else sheet for sheet in sheets)
