"""``ledger import --reread``: the text in the ledger is understood anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cli import disk, terminal
from ledger.cli.errors import FINE
from ledger.cli.session import display_prefix
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.cli.output import Out


def reread_plan(root: str, out: Out, *, dry: bool) -> int:
    """Understand the text in the ledger anew; all files or none."""
    with disk.held(root, sweeping=not dry):
        return _reread_locked(root, out, dry=dry)


def _reread_locked(root: str, out: Out, *, dry: bool) -> int:
    from ledger.folder import read_folder
    from ledger.recording.reread import RereadError, reread
    from ledger.rendering.findings import render_text
    from ledger.reports.rereading import reread_report
    from ledger.today import today
    from ledger.writing import append_files

    say = words()
    tree = read_folder(root).tree
    try:
        result = reread(tree, today(), program())
    except RereadError as error:
        if error.found:
            terminal.write_note(render_text(error.found, tree, say, display_prefix(root)).rstrip("\n"))
        raise
    if result.changes and not dry:
        append_files(root, result.changes, {})
        terminal.mark_written()
    out.deliver(reread_report(result.differences))
    if not result.changes:
        terminal.write_note(say("reread.same"))
    elif dry:
        terminal.write_note(say("reread.dry", count=len(result.changes)))
    else:
        terminal.write_note(say("reread.written", count=len(result.changes)))
    return FINE


def program() -> str:
    """This program and its version, as a re-reading on record names them."""
    from ledger import __version__

    return f"ledger {__version__}"
