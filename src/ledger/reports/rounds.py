"""Rounds (调度): what was sent out, and who has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.reports.report import Column, Message, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def dispatch_report(
    name: str, due: date, sent: Sequence[tuple[str, int, int, date | None, str]], asked: date
) -> Report:
    """One line a form: unit, how many things it is asked about, how many of these are late, its file."""
    keys = ("unit", "rows", "late", "earliest", "file")
    return Report(
        kind="dispatch",
        columns=(
            Column("unit", grow=1),
            Column("rows", right=True),
            Column("late", right=True),
            Column("earliest"),
            Column("file", grow=2),
        ),
        records=tuple(dict(zip(keys, one, strict=True)) for one in sent),
        as_of=asked,
        title=Message("round.sent", {"round": name, "due": due, "count": len(sent)}),
        summary={"round": name, "due": due, "asked": asked},
    )
