"""``ledger reconcile``; and the reading of the superior's list, for the paper that is made of it too."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.disk import read_bounded
from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.session import open_session
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.cli.session import Session
    from ledger.documents.blocks import Mark
    from ledger.reports.pairing import Listing


@o.delivers()
def command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=words()("argument.list"))],
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=words()("option.reconcile-exit-code"))
    ] = False,
    as_of: o.AsOf = "",
    rev: o.Rev = "",
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Hold the superior's list against the ledger: what they have, what we have, what differs."""
    from ledger.reports.reconciled import reconciled_report
    from ledger.reports.reconciling import reconcile

    session = open_session(ctx, directory, as_of, rev)
    found = reconcile(read_list(session, file), session.day.judgements, session.ledger.units)
    report = reconciled_report(found, session.tree, session.as_of, os.path.basename(file))
    session.deliver(report, out)
    return FINDINGS if exit_code and (found.differences or found.doubts) else session.exit_code


def _tell_hidden(marks: Iterable[Mark]) -> None:
    """Say what of the list nobody sees: sheets that are left out, rows and columns that are read."""
    hidden = [one for one in marks if one.kind == "hidden"]
    sheets = [one for one in hidden if one.words == one.place.part]
    rest = [one for one in hidden if one not in sheets]
    if sheets:
        terminal.write_note(words()("reconcile.hidden_sheets", sheets=[one.words for one in sheets]))
    if rest:
        from ledger.rendering.cells import say
        from ledger.reports.importing import place_message

        places = [say(place_message(one.place), words()) for one in rest[:_SHOWN]]
        terminal.write_note(words()("reconcile.hidden", count=len(rest), places=places))


_SHOWN = 5
"""How many places of hidden content are named."""


def read_list(session: Session, file: str) -> Listing:
    """The superior's list; CommandError where the file is not read, or has no list."""
    from ledger.documents.read import read
    from ledger.folder import SOURCE_MAX
    from ledger.plans.drafting import with_names_of
    from ledger.plans.understand import understand
    from ledger.reports.reconciling import NUMBER_HEADS, STATUS_HEAD, bare, listed

    data = read_bounded(file, SOURCE_MAX)
    issued = session.ledger.plan.issued if session.ledger.plan is not None else None
    units = session.ledger.units
    said = understand(data, file, units, issued)
    known = with_names_of(said.document, units)
    if known is not units:
        said = understand(data, file, known, issued)
    listing = listed(said, known)
    if not listing.rows and said.document.lines:
        listing = bare(read(data, os.path.basename(file)))
    if listing.rows:
        _tell_hidden(read(data, os.path.basename(file)).marks)
        return listing
    unread = [found for found in said.diagnostics if not said.document.lines]
    if unread:
        from ledger.rendering.findings import render_text

        terminal.write_note(render_text(unread, {file: data}, words()).rstrip("\n"))
    raise CommandError("reconcile.no_list", file=file, number=NUMBER_HEADS[0], status=STATUS_HEAD)
