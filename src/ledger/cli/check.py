"""``ledger check``."""

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE
from ledger.cli.session import deliver, display_prefix, find_root
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    form: o.Format = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Check the data and list everything that is wrong with it."""
    from ledger.folder import read_folder
    from ledger.reading.load import load
    from ledger.rendering.findings import render_text
    from ledger.reports.findings import check_report
    from ledger.rules.engine import run

    del lang
    say = words()
    root = find_root(ctx, directory)
    tree, found = read_folder(root)
    loaded = load(tree)
    diagnostics = run(loaded.ledger, tree, found + loaded.diagnostics)
    report = check_report(diagnostics, loaded.ledger, say)
    if form or output:
        deliver(report, form, output)
    else:
        terminal.write_out(render_text(diagnostics, tree, say, display_prefix(root)))
    counts = {
        severity: sum(1 for d in diagnostics if d.severity == severity) for severity in ("error", "warning")
    }
    terminal.write_note(
        say("check.read", issues=len(loaded.ledger.issues), units=len(loaded.ledger.units.units))
    )
    if not diagnostics:
        terminal.write_note(say("check.clean"))
        return FINE
    terminal.write_note(say("check.found", errors=counts["error"], warnings=counts["warning"]))
    return FINDINGS if counts["error"] else FINE
