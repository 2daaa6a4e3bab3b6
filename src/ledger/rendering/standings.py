"""How the standing of a row of the wall chart is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.outline import spoken

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.timeline.rows import Row


def standing_said(row: Row, words: Words) -> str:
    """The standing; of what was completed after a relapse, that of the attempt that completed it."""
    return words(f"standing.{row.standing}") if row.word is None else spoken(row.word, words)
