"""``ledger check``."""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options as o
from ledger.cli import screen, terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.session import deliver, display_prefix, find_root, write_file
from ledger.cli.speech import words

if TYPE_CHECKING:
    from ledger.reading.diagnostic import Diagnostic
    from ledger.rules.engine import Checked

_OWN = ("text", "concise", "github", "gitlab", "sarif", "junit")
FORMATS = (*_OWN, "json", "jsonl", "table", "csv", "tsv", "md")
"""What ``check`` can write."""

_EXCHANGE = set(_OWN) - {"text", "concise"}
_ENDINGS = {"sarif": "sarif", "xml": "junit", "json": "json", "jsonl": "jsonl", "csv": "csv", "md": "md"}


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
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help=words()("option.check-format"))
    ] = "",
    output: o.Output = "",
    rev: o.Rev = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Check the data and list everything that is wrong with it."""
    from ledger.cli.parallel import check_folder
    from ledger.reading.selection import choose, cut
    from ledger.rules.engine import placed

    del lang
    say = words()
    wanted, unwanted = o.read_codes(select), o.read_codes(ignore)
    form = _form(form, output)
    root = find_root(ctx, directory, gone=bool(rev))
    revision = None
    if rev:
        from ledger.cli.history import check_revision

        revision, checked, tree = check_revision(root, rev)
    else:
        checked, tree = check_folder(root)
    paths = [_inside(file, root) for file in files or []]
    inferred = placed(checked.inferred, tree) if notes or "L417" in wanted else []
    diagnostics = choose([*checked.diagnostics, *inferred], wanted, unwanted, paths)
    shown, left_out = cut(diagnostics, o.read_count(most, "--most") if most else None)
    text = _render(form, shown, checked, tree, root)
    if text is not None and output:
        write_file(output, text.encode())
    elif text is not None:
        terminal.write_out(text)
    else:
        from ledger.reports.findings import check_report

        report = check_report(shown, len(checked.issues), say)
        deliver(report.marked_revision(revision) if revision else report, form, output)
    errors = sum(1 for d in diagnostics if d.severity == "error")
    warnings = sum(1 for d in diagnostics if d.severity == "warning")
    if left_out:
        terminal.write_note(say("check.left_out", count=left_out))
    source = "check.read" if checked.has_source else "check.read_without_source"
    terminal.write_note(say(source, issues=len(checked.issues), units=checked.units))
    found = errors or warnings
    terminal.write_note(say("check.found", errors=errors, warnings=warnings) if found else say("check.clean"))
    if checked.inferred and not inferred:
        terminal.write_note(say("check.inferred", count=len(checked.inferred)))
    if not rev:
        from ledger.cli.history import tell_uncommitted

        tell_uncommitted(root)
    return FINDINGS if errors or (strict and warnings) else FINE


def _form(form: str, output: str) -> str:
    """The format asked for, else by the ending of the output file, else text."""
    from difflib import get_close_matches

    if not form and output:
        return _ENDINGS.get(output.rpartition(".")[2].lower(), "text")
    form = {"": "text", "markdown": "md"}.get(form.lower(), form.lower())
    if form not in FORMATS:
        near = get_close_matches(form, FORMATS, 1) or FORMATS
        raise CommandError("error.choice", option="--format", value=form, near=", ".join(near))
    return form


def _inside(file: str, root: str) -> str:
    """The path of a file given on the command line, as the ledger names it."""
    path = os.path.relpath(os.path.abspath(file), os.path.abspath(root)).replace(os.sep, "/")
    if path.startswith("../") or not os.path.lexists(file):
        raise CommandError("error.not_in_ledger", file=file)
    return path


def _render(
    form: str, diagnostics: "list[Diagnostic]", checked: "Checked", tree: Mapping[str, bytes], root: str
) -> str | None:
    """The text for formats of ``check`` alone; ``None`` for those that every report has."""
    from ledger.rendering.findings import render_concise, render_text

    if form in _EXCHANGE:
        from ledger.cli.history import path_prefix
        from ledger.rendering.exchange import render_exchange

        prefix = path_prefix(root)
        return render_exchange(form, diagnostics, words(), prefix, [issue.path for issue in checked.issues])
    prefix = display_prefix(root)
    colour = screen.takes_colour(sys.stdout, os.environ)
    if form == "text":
        return render_text(diagnostics, tree, words(), prefix, colour=colour)
    if form == "concise":
        return render_concise(diagnostics, words(), prefix, colour=colour)
    return None
