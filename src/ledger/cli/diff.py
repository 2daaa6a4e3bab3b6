"""``ledger diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ledger.history.git import Repository
    from ledger.history.sides import Ends


@o.delivers("Document")
def command(
    ctx: typer.Context,
    range_: Annotated[str, typer.Argument(metavar="[A..B]", help=words()("argument.range"))] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=words()("option.since"))] = "",
    as_of: o.AsOf = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.diff-exit-code"))] = False,
    out: o.Out = o.UNSAID,
    directory: o.Directory = "",
) -> int:
    """Tell what two states of the ledger differ in, each judged on its own day.

    The folder is judged on ``--as-of``, a commit on the day that names it or on which it was committed; two
    commits with ``--as-of`` are both judged on that day, so that only records tell.  What is not committed
    yet is held against HEAD on one day.
    """
    from ledger.cli.history import open_history, tell_uncommitted, warn
    from ledger.cli.session import find_root
    from ledger.folder import read_folder
    from ledger.history import sides
    from ledger.history.compare import State, compare
    from ledger.reports.differences import diff_document

    if range_ and since:
        raise CommandError("error.together", one="A..B", other="--since")
    day = o.read_as_of(as_of)
    root = find_root(ctx, directory, gone=bool(range_))
    repository = open_history(root)
    ends = _ends(repository, range_, since)
    first, last = _days(ends, day, fixed=bool(as_of))
    left = sides.committed(repository, ends.old) if ends.old else sides.NOTHING
    if ends.new:
        right = sides.committed(repository, ends.new)
    else:
        right = sides.of_folder(read_folder(root).tree, repository.head())
    before, after = sides.contents(repository, left, right, whole=first != last)
    differences = compare(
        State(before, first, _evidence(root, ends.old, folder=False)),
        State(after, last, _evidence(root, ends.new, folder=True)),
    )
    warn(repository.backwards)
    revisions = {"old": ends.old, "new": ends.new}
    days = {"old": first, "new": last}
    document = diff_document(differences, _named(ends.old), _named(ends.new), days, revisions)
    out.deliver(document)
    if ends.new is None:
        tell_uncommitted(root)
    return FINDINGS if exit_code and differences else FINE


def _ends(repository: Repository, range_: str, since: str) -> Ends:
    from ledger.history.sides import ends_of

    return ends_of(repository, f"@{o.read_date(since, '--since').isoformat()}" if since else range_)


def _days(ends: Ends, as_of: date, *, fixed: bool) -> tuple[date, date]:
    """The days on which the two ends are judged."""
    if fixed and ends.new_day is not None:
        return as_of, as_of
    last = ends.new_day or as_of
    return ends.old_day or last, last


def _evidence(root: str, sha: str | None, *, folder: bool) -> Callable[[str], str | None] | None:
    """The checksums of evidence files of a commit, or of the folder."""
    from ledger.cli.history import evidence_at
    from ledger.folder import evidence_of

    if sha is not None:
        return evidence_at(root, sha)
    return evidence_of(root) if folder else None


def _named(sha: str | None) -> str:
    return sha[:10] if sha else words()("diff.folder")
