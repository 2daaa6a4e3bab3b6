"""Writing to a book of records: what ``disclose`` and ``settle`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.cli import terminal
from ledger.cli.disk import held
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.recording.books import Book


def append_to(
    root: str,
    book: Book,
    records: Sequence[dict[str, Any]],
    needed: Callable[[], Mapping[str, str]],
    *,
    dry: bool,
    aside: bool = False,
) -> int:
    """Append records to a book, with copies of the evidence ``needed``; the exit code.

    The lines are printed; ``aside`` on standard error, where an answer for programs is on standard output.
    """
    with held(root, sweeping=not dry):
        return _append(root, book, records, needed(), dry=dry, aside=aside)


def _append(
    root: str,
    book: Book,
    records: Sequence[dict[str, Any]],
    copies: Mapping[str, str],
    *,
    dry: bool,
    aside: bool,
) -> int:
    from ledger.cli.history import tell_uncommitted
    from ledger.folder import read_single
    from ledger.recording.books import add
    from ledger.rendering.text import clean
    from ledger.reports.findings import sentence
    from ledger.writing import append_files

    say = words()
    old = read_single(root, book.path).tree.get(book.path)
    made = add(book, old, records)
    for found in made.problems:
        terminal.write_note(sentence(found, say))
    if made.problems:
        raise CommandError("record.nothing", FINDINGS)
    if made.lines and not dry:
        append_files(root, {book.path: (old, made.data)}, dict(copies))
        terminal.mark_written()
    if made.lines:
        lines = [book.path, *(f"+ - {clean(line)}" for line in made.lines)]
        if aside:
            terminal.write_note("\n".join(lines))
        else:
            terminal.write_out("\n".join([*lines, ""]))
    known = len(records) - len(made.lines)
    terminal.write_note(
        say("disclose.dry" if dry else "disclose.written", count=len(made.lines), known=known)
    )
    if not dry:
        tell_uncommitted(root)
    return FINE
