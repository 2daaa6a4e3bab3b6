"""Records that were made, for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.entries import content
from ledger.reports.report import Column, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.recording.record import Made


def record_report(made: Sequence[Made], *, written: bool) -> Report:
    """One record an entry: where it stands, its reference, and whether it was there already."""
    return Report(
        kind="record",
        columns=(Column("id"), Column("ref"), Column("known"), Column("record", grow=1)),
        records=tuple(
            {
                "id": one.request.issue,
                "path": one.path,
                "ref": one.ref,
                "known": one.known,
                "record": one.line,
                "entry": content(one.entry),
            }
            for one in made
        ),
        summary={"written": written},
    )
