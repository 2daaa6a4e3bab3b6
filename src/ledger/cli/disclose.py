"""``ledger disclose``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli import terminal
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words


def command(
    ctx: typer.Context,
    unit: Annotated[list[str], typer.Argument(metavar="UNIT...", help=words()("argument.disclosing"))],
    where: Annotated[
        str, typer.Option("--where", metavar="TEXT", help=words()("option.disclose-where"))
    ] = "",
    day: Annotated[str, typer.Option("--date", metavar="DATE", help=words()("option.record-date"))] = "",
    text: Annotated[
        str, typer.Option("--text", "-m", metavar="TEXT", help=words()("option.record-text"))
    ] = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="FILE|URL", help=words()("option.evidence"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words()("option.dry-run"))] = False,
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Record that a unit told the public how far its tasks have come."""
    from ledger.cli.clock import today
    from ledger.cli.evidence import Copies
    from ledger.cli.record import tell_completed
    from ledger.cli.session import open_session
    from ledger.writing import ChangedError, locked, sweep

    del lang
    if not where:
        raise CommandError("record.missing", name="--where", about=words()("option.disclose-where"))
    session = open_session(ctx, directory, "today")
    date = o.read_date(day, "--date") if day else today()
    if date > today():
        raise CommandError("record.future", FINDINGS, date=str(date), today=str(today()))
    copies = Copies(session.root)
    units = session.ledger.units
    proofs = [copies.add(item, "disclosures") for item in evidence or ()]
    records: list[dict[str, Any]] = []
    for name in units.expand(o.read_unit(one, units) for one in unit):
        record: dict[str, Any] = {"date": date, "unit": name, "where": where}
        record |= {"text": text} if text else {}
        records.append(record | ({"evidence": proofs} if proofs else {}))
    if not records:
        raise CommandError("error.is_collective", value=unit[0])
    try:
        with locked(session.root):
            if not dry_run:
                tell_completed(sweep(session.root))
            wanted = copies.needed({proof["path"] for proof in proofs if "path" in proof})
            return _append(session.root, records, wanted, dry_run)
    except ChangedError as error:
        raise CommandError("error.changed", FINDINGS, file=error.path) from None
    except OSError as error:
        file = error.filename or session.root
        raise CommandError("error.write", file=file, reason=terminal.reason(error)) from None


def _append(root: str, records: list[dict[str, Any]], copies: dict[str, str], dry: bool) -> int:
    from ledger.cli.history import tell_uncommitted
    from ledger.folder import read_single
    from ledger.reading.load import DISCLOSURES
    from ledger.recording.append import NotAppendableError
    from ledger.recording.disclose import disclose
    from ledger.rendering.text import clean
    from ledger.reports.findings import hint, message
    from ledger.writing import append_files

    say = words()
    old = read_single(root, DISCLOSURES).tree.get(DISCLOSURES)
    try:
        made = disclose(old, records, DISCLOSURES)
    except NotAppendableError as error:
        raise CommandError(error.key, FINDINGS, file=DISCLOSURES, line=error.line) from None
    for found in made.problems:
        terminal.write_note(f"{message(found, say)} [{found.code}]\n    = {hint(found, say)}")
    if made.problems:
        raise CommandError("record.nothing", FINDINGS)
    if made.lines and not dry:
        append_files(root, {DISCLOSURES: (old, made.data)}, copies)
    if made.lines:
        terminal.write_out(f"{DISCLOSURES}\n" + "".join(f"+ - {clean(line)}\n" for line in made.lines))
    key = "disclose.dry" if dry else "disclose.written"
    known = len(records) - len(made.lines)
    terminal.write_note(say(key, count=len(made.lines), known=known))
    if not dry:
        tell_uncommitted(root)
    return FINE
