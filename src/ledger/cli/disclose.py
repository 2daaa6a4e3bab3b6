"""``ledger disclose``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ledger.cli import options as o
from ledger.cli.errors import CommandError, missing
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
) -> int:
    """Record that a unit told the public how far its tasks have come."""
    from ledger.cli.books import append_to
    from ledger.cli.evidence import Copies
    from ledger.cli.session import open_session
    from ledger.recording.books import DISCLOSED

    if not where:
        raise missing("--where", words()("option.disclose-where"))
    session = open_session(ctx, directory, "today", writes=True)
    date = o.read_record_day(day)
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
    paths = {proof["path"] for proof in proofs if "path" in proof}
    return append_to(session.root, DISCLOSED, records, lambda: copies.needed(paths), dry=dry_run)
