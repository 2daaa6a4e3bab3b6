"""The tables of the ledger, for the commands that hand them out or ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.cli.session import Session
    from ledger.reports.tables import DataTable


def tables_of(session: Session) -> tuple[DataTable, ...]:
    """Everything that the ledger holds and that follows from it on the session's day."""
    from ledger.judging.duties import duties
    from ledger.judging.recurring import recurring
    from ledger.reports.tables import data_tables

    ledger = session.ledger
    judgements = session.judge()
    named = {issue.id: recurring(issue.baseline) for issue in ledger.issues}
    owed = duties(ledger, judgements, named, session.as_of)
    return data_tables(ledger, judgements, owed, session.as_of, session.revision)
