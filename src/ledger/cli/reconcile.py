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
    from ledger.cli.session import Session
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
        return listing
    unread = [found for found in said.diagnostics if not said.document.lines]
    if unread:
        from ledger.rendering.findings import render_text

        terminal.write_note(render_text(unread, {file: data}, words()).rstrip("\n"))
    raise CommandError("reconcile.no_list", file=file, number=NUMBER_HEADS[0], status=STATUS_HEAD)
