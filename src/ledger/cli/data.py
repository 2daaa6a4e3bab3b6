"""The tables of the ledger, for the commands that hand them out or ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.cli.session import Session
    from ledger.reports.tables import DataTable


def tables_of(session: Session) -> tuple[DataTable, ...]:
    """Everything that the ledger holds and that follows from it on the session's day."""
    from ledger.reports.tables import data_tables

    return data_tables(session.day, session.revision)
