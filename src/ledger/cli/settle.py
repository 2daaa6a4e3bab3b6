"""``ledger settle``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli.errors import missing
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=words()("argument.settled-code"))],
    commit: Annotated[
        str, typer.Option("--commit", metavar="SHA", help=words()("option.settled-commit"))
    ] = "",
    file: Annotated[str, typer.Option("--file", metavar="FILE", help=words()("option.settled-file"))] = "",
    text: Annotated[
        str, typer.Option("--text", "-m", metavar="TEXT", help=words()("option.settled-text"))
    ] = "",
    approval: Annotated[
        str, typer.Option("--approval", metavar="TEXT", help=words()("option.settled-approval"))
    ] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.record-date"))] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    directory: o.Directory = "",
) -> int:
    """Record that something the audit found is settled: why, and by which approval."""
    from ledger.cli.books import append_to
    from ledger.cli.session import find_root
    from ledger.recording.books import CONCLUDED

    for name, value, about in (
        ("--commit", commit, "option.settled-commit"),
        ("--text", text, "option.settled-text"),
        ("--approval", approval, "option.settled-approval"),
    ):
        if not value:
            raise missing(name, words()(about))
    root = find_root(ctx, directory)
    date = o.read_record_day(day)
    record: dict[str, Any] = {"date": date, "code": code.upper(), "commit": _full(root, commit)}
    record |= {"file": file} if file else {}
    record |= {"text": text, "approval": approval}
    return append_to(root, CONCLUDED, [record], dict, dry=dry_run)


def _full(root: str, commit: str) -> str:
    """The full name of a commit; one that is no part of this repository any more is named in full."""
    from ledger.cli.history import open_history
    from ledger.history.objects import OID

    if OID.fullmatch(commit):
        return commit
    return open_history(root).resolve(commit)
