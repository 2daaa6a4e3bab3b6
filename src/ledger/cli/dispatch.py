"""``ledger dispatch``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, CommandError, missing
from ledger.cli.output import read_out, write_files
from ledger.cli.session import open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.cli.session import Session
    from ledger.forms.workbook import Form
    from ledger.reports.rounds import SentForm


def command(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ROUND", help=words()("argument.round"))],
    unit: Annotated[
        list[str] | None, typer.Argument(metavar="[UNIT]...", help=words()("argument.dispatched"))
    ] = None,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=words()("option.dispatch-due"))] = "",
    folder: Annotated[
        str, typer.Option("--output", "-o", metavar="DIR", help=words()("option.dispatch-output"))
    ] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.dispatch-date"))] = "",
    force: o.Force = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    form: o.Format = "",
    directory: o.Directory = "",
) -> int:
    """Write the forms of a round, one for each unit, and record who was asked by when."""
    from ledger.cli.books import append_to
    from ledger.forms.dispatch import forms_of, to_be_asked
    from ledger.forms.workbook import file_name, render_form
    from ledger.recording.books import asked_in
    from ledger.reports.rounds import dispatch_report

    if not due:
        raise missing("--due", words()("option.dispatch-due"))
    if not folder:
        raise missing("--output", words()("option.dispatch-output"))
    out = read_out(form, "", ("Report",))
    asked, until = o.read_record_day(day), o.read_date(due, "--due")
    if until < asked:
        raise CommandError("round.due_before", due=until, date=asked)
    session = open_session(ctx, directory, asked.isoformat(), writes=True)
    round_id = read_round(name)
    units = _units(unit, session)
    revision = _revision(session.root)
    forms = forms_of(session.day, round_id, units, until, revision)
    if not forms:
        raise CommandError("round.nothing_owed", FINDINGS)
    say = words()
    made = {file_name(one, say): one for one in forms}
    if not dry_run:
        write_files(folder, {path: render_form(one, say) for path, one in made.items()}, force=force)
    out.deliver(dispatch_report(round_id, until, _sent(made, folder), asked))
    for one in (one for one in units if unit and one not in {f.identity.unit for f in forms}):
        terminal.write_note(say("round.owes_nothing", unit=one))
    record = to_be_asked(session.ledger, round_id, [f.identity.unit for f in forms], asked, until)
    if record is not None:
        record |= {"revision": revision} if revision else {}
        try:
            append_to(
                session.root, asked_in(round_id), [record], dict, dry=dry_run, aside=out.form != "table"
            )
        except CommandError:
            if not dry_run:
                terminal.write_note(say("round.forms_alone", folder=folder))
            raise
    return session.exit_code


def read_round(text: str) -> str:
    """The id of a round as people write it: ``2025-12``, ``2025年12月``."""
    from ledger.reading.layout import round_of

    month = re.fullmatch(r"\s*([0-9]{4})年([0-9]{1,2})月\s*", text)
    name = f"{month[1]}-{int(month[2]):02}" if month else text.strip().lower()
    if round_of(f"data/rounds/{name}.yaml") is None:
        raise CommandError("error.round", value=text)
    return name


def _units(given: Sequence[str] | None, session: Session) -> tuple[str, ...]:
    """The units asked for, groups expanded, by the names of the day; all there are where none is named."""
    units = session.ledger.units
    if not given:
        names: Sequence[str] = tuple(units.units)
    else:
        names = units.expand(o.read_unit(name, units) for name in given)
        if not names:
            raise CommandError("error.is_collective", value=given[0])
    return tuple(dict.fromkeys(units.on(name, session.as_of) for name in names))


def _revision(root: str) -> str | None:
    """The commit that is checked out, where the ledger lies in a repository and that commit holds it."""
    from ledger.cli.history import in_repository, open_history
    from ledger.history.errors import HistoryError
    from ledger.reading.load import PLAN

    if not in_repository(root):
        return None
    try:
        history = open_history(root)
        sha = history.head()
        return sha if PLAN in history.tree(sha) else None  # the repository may be of something else
    except HistoryError:  # no git here, or nothing committed yet
        return None


def _sent(made: dict[str, Form], folder: str) -> list[SentForm]:
    """What there is to say of each form, by the name of its file in the folder."""
    from ledger.reports.rounds import SentForm

    return [
        SentForm(
            unit=one.identity.unit,
            rows=len(one.rows),
            late=sum(1 for row in one.rows if row.due is not None and row.due < one.identity.asked),
            earliest=min((row.due for row in one.rows if row.due is not None), default=None),
            file=os.path.join(folder, path),
        )
        for path, one in made.items()
    ]
