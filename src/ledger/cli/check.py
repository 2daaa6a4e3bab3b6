"""``ledger check``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import keeping, terminal
from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.session import display_prefix, find_root
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.rules.engine import Checked


@o.delivers("Findings")
def command(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help=words()("argument.files"))
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="CODES", help=words()("option.select"))
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODES", help=words()("option.ignore"))
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=words()("option.strict"))] = False,
    notes: Annotated[bool, typer.Option("--notes", help=words()("option.notes"))] = False,
    most: Annotated[str, typer.Option("--most", metavar="N", help=words()("option.most"))] = "",
    out: o.Out = o.UNSAID,
    rev: o.Rev = "",
    directory: o.Directory = "",
) -> int:
    """Check the data and list everything that is wrong with it."""
    from ledger.cli.parallel import check_folder
    from ledger.reading.selection import choose, cut
    from ledger.reports.findings import Findings, check_report
    from ledger.rules.engine import placed

    say = words()
    wanted, unwanted = o.read_codes(select), o.read_codes(ignore)
    root = find_root(ctx, directory, gone=bool(rev))
    revision = None
    if rev:
        from ledger.cli.history import check_revision

        revision, checked, tree = check_revision(root, rev)
    else:
        checked, tree = check_folder(root, kept=keeping.is_used())
    paths = [_inside(file, root) for file in files or []]
    inferred = placed(checked.inferred, tree) if notes or "L417" in wanted else []
    diagnostics = choose([*checked.diagnostics, *inferred], wanted, unwanted, paths)
    shown, left_out = cut(diagnostics, o.read_count(most, "--most") if most else None)
    report = check_report(shown, len(checked.issues), say)
    out.deliver(
        Findings(
            shown,
            report.marked_revision(revision) if revision else report,
            tree,
            _prefix(out.form, root),
            [issue.path for issue in checked.issues],
        )
    )
    if left_out:
        terminal.write_note(say("check.left_out", count=left_out))
    errors, warnings = (sum(1 for d in diagnostics if d.severity == one) for one in ("error", "warning"))
    _tell(checked, errors, warnings)
    if checked.inferred and not inferred:
        terminal.write_note(say("check.inferred", count=len(checked.inferred)))
    if not rev:
        from ledger.cli.history import tell_uncommitted

        tell_uncommitted(root)
    return FINDINGS if errors or (strict and warnings) else FINE


def _tell(checked: Checked, errors: int, warnings: int) -> None:
    """Say what was read, and how much of it is wrong."""
    say = words()
    source = "check.read" if checked.has_source else "check.read_without_source"
    terminal.write_note(say(source, issues=len(checked.issues), units=checked.units))
    found = errors or warnings
    terminal.write_note(say("check.found", errors=errors, warnings=warnings) if found else say("check.clean"))


def _inside(file: str, root: str) -> str:
    """The path of a file given on the command line, as the ledger names it."""
    try:
        path = os.path.relpath(os.path.abspath(file), os.path.abspath(root)).replace(os.sep, "/")
    except ValueError:  # another drive
        raise CommandError("error.not_in_ledger", file=file) from None
    if path.startswith("../") or not os.path.lexists(file):
        raise CommandError("error.not_in_ledger", file=file)
    return path


def _prefix(form: str, root: str) -> str:
    """What is put before the paths: for other programs from the root of the repository."""
    from ledger.rendering.formats import EXCHANGED

    if form not in EXCHANGED:
        return display_prefix(root)
    from ledger.cli.history import path_prefix

    return path_prefix(root)
