"""One run of a reading command: find the ledger, load it, tell what is wrong, write the report."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ledger.cli import again, errors, keeping, terminal
from ledger.cli.errors import CommandError
from ledger.cli.options import read_as_of, read_criteria
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    import typer

    from ledger.cli.output import Out
    from ledger.judging.day import Day
    from ledger.judging.select import Criteria
    from ledger.judging.status import Judgement
    from ledger.model.ledger import Ledger
    from ledger.model.plan import Policy
    from ledger.opening import Files, Read
    from ledger.reading.diagnostic import Diagnostic
    from ledger.reports.report import Report


@dataclass(slots=True)
class Session:
    """Where the ledger is, the day to judge at, and whether all of it could be read.

    ``evidence`` gives the checksums of evidence files, of the folder or of the commit; ``revision`` is the
    commit whose data was read, ``None`` for the working folder.
    """

    root: str
    as_of: date
    ledger: Ledger
    evidence: Callable[[str], str | None]
    revision: str | None = None
    tree: Mapping[str, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _day: Day | None = None

    @property
    def exit_code(self) -> int:
        """1 when a part of the ledger could not be read: the answer is partial."""
        return errors.FINDINGS if self.partial else errors.FINE

    @property
    def partial(self) -> bool:
        """Whether something in the ledger is broken, so that the answer may lack a part."""
        return any(d.severity == "error" for d in self.diagnostics)

    @property
    def day(self) -> Day:
        """What holds of the ledger on the day; a record without its evidence has no effect."""
        if self._day is None:
            from ledger.judging.day import Day

            self._day = Day(self.ledger, self.as_of, self.evidence)
        return self._day

    def criteria(self, filters: Mapping[str, Any]) -> Criteria:
        """What the filter options ask for."""
        return read_criteria(self.ledger, **filters)

    def tell_refused(self, judgements: Iterable[Judgement] | None = None) -> None:
        """Say on standard error how many records have no effect, so that the answer does not count them."""
        asked = self.day.judgements if judgements is None else judgements
        count = sum(one.without_effect for one in asked)
        if count:
            terminal.write_note(words()("load.refused", count=count))

    def deliver(self, report: Report, out: Out, judgements: Iterable[Judgement] | None = None) -> None:
        """Render the report, with the revision it was made of, and write it out.

        Where the ledger was judged for it, records without effect are told of: those of ``judgements`` only
        where they are given.
        """
        if self._day is not None:
            self.tell_refused(judgements)
        if self.partial:
            report = report.marked_partial()
        if self.revision is not None:
            report = report.marked_revision(self.revision)
        out.deliver(report)

    @property
    def policy(self) -> Policy:
        """The office's settings, or the defaults where the plan could not be read."""
        from ledger.judging.status import policy_of

        return policy_of(self.ledger.plan)


def find_root(ctx: typer.Context | None, directory: str, *, gone: bool = False) -> str:
    """The folder of the ledger: ``-C``, else ``LEDGER_ROOT``, else the current folder or one above it.

    With ``gone``, the data need not be there now: a commit may have it.
    """
    from ledger.roots import find_root as find
    from ledger.roots import is_root, working_folder

    named = (ctx and ctx.obj) or {}
    if not directory and len(named.get("directories") or ()) > 1:
        raise CommandError("roster.one_ledger", command=ctx.command_path.partition(" ")[2] if ctx else "")
    given = directory or named.get("directory") or os.environ.get("LEDGER_ROOT")
    if given:
        if not os.path.isdir(given):
            raise CommandError("error.no_folder", folder=given)
        if gone or is_root(given):
            return str(given)
        _refuse_closed(given)
        raise CommandError("error.no_ledger", folder=given)
    _refuse_closed(".")  # what stands above it is another ledger
    found = find(".")
    if found is not None:
        return found
    here = working_folder()
    if not gone or not here:
        raise CommandError("error.no_ledger", folder=".")
    return here


def _refuse_closed(folder: str) -> None:
    """CommandError where the system lets nobody see whether a folder holds a ledger."""
    from ledger.cli.disk import reading
    from ledger.roots import closed

    refused = closed(folder)
    if refused is not None:
        with reading(str(refused.filename or folder)):
            raise refused


class Found(NamedTuple):
    """The files of a ledger, not yet understood: where, of which commit, and what could not be read."""

    root: str
    files: Files


def find_data(ctx: typer.Context | None, directory: str, rev: str = "") -> Found:
    """Read the files of the ledger in the folder or, with ``rev``, as they were at a commit."""
    from ledger.opening import read_files

    root = find_root(ctx, directory, gone=bool(rev))
    return Found(root, read_files(root, rev, os.environ))


def open_session(
    ctx: typer.Context, directory: str, as_of: str, rev: str = "", *, writes: bool = False
) -> Session:
    """Read the ledger in the folder or, with ``rev``, as it was at a commit.

    What is wrong with it goes to standard error, the rest is there to be asked.  What was read before and is
    unchanged is recalled, unless the run ``writes`` or ``--no-cache`` is given.
    """
    day = read_as_of(as_of)
    if rev or writes or not keeping.is_used():
        return open_found(find_data(ctx, directory, rev), day)
    from ledger import opening

    root = find_root(ctx, directory)
    again.begin(root, ctx.command_path.partition(" ")[2])
    held, later = opening.remembered(root, os.environ)
    terminal.afterwards(later)
    return _session(root, day, held)


def open_named(ctx: typer.Context, directory: str) -> Session:
    """The same as of today for a run that writes records of a few issues: only these are read.

    WholeNeededError where their files by themselves do not tell.
    """
    from ledger import opening

    root = find_root(ctx, directory)
    return _session(root, read_as_of("today"), opening.read_named(root))


def open_found(found: Found, day: date) -> Session:
    """Understand the files of a ledger; what is wrong with it is told as :func:`open_session` does."""
    from ledger.opening import understood

    held = understood(found.files)
    if held.backwards:
        from ledger.cli.history import warn

        warn(held.backwards)
    return _session(found.root, day, held)


def _session(root: str, day: date, held: Read) -> Session:
    session = Session(root, day, held.ledger, held.evidence, held.revision, held.tree, held.diagnostics)
    tell(session)
    return session


def tell(session: Session) -> None:
    """Show the diagnostics on standard error."""
    if not session.diagnostics:
        return
    from ledger.reading.selection import cut
    from ledger.rendering.findings import render_text

    worst = [d for d in session.diagnostics if d.severity == "error"]
    if worst:
        prefix = f"{session.revision[:10]}:" if session.revision else display_prefix(session.root)
        shown, left_out = cut(worst, None)
        terminal.write_note(render_text(shown, session.tree, words(), prefix).rstrip("\n"))
        if left_out:
            terminal.write_note(words()("load.left_out", count=left_out))
        terminal.write_note(words()("load.partial", count=len({d.path for d in worst})))


def display_prefix(root: str) -> str:
    """What to put before a path of the ledger so that it leads there from the current folder."""
    try:
        relative = os.path.relpath(root)
    except ValueError:  # another drive
        relative = root
    return "" if relative == "." else relative.replace(os.sep, "/") + "/"
