"""The tables of the ledger, or of several, for the commands that hand them out or ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import typer

    from ledger.cli.roster import Several
    from ledger.cli.session import Session
    from ledger.reports.report import Report
    from ledger.reports.tables import DataTable
    from ledger.reports.tables.together import Tables


class Data(NamedTuple):
    """Tables, the day they are of, the commit where they are of one, and whether a part is lacking.

    ``session`` is that of the one ledger, ``None`` where there are several.
    """

    tables: tuple[DataTable, ...]
    as_of: date
    revision: str | None
    partial: bool
    session: Session | None

    @property
    def exit_code(self) -> int:
        """1 when a part could not be read."""
        from ledger.cli.errors import FINDINGS, FINE

        return FINDINGS if self.partial else FINE

    def marked(self, report: Report) -> Report:
        """The report, saying which commit it was made of and what it lacks."""
        if self.partial:
            report = report.marked_partial()
        return report.marked_revision(self.revision) if self.revision is not None else report


def tables_of(session: Session) -> tuple[DataTable, ...]:
    """Everything that the ledger holds and that follows from it on the session's day."""
    from ledger.reports.tables import data_tables

    return data_tables(session.day, session.revision)


def read_data(ctx: typer.Context, directory: str, as_of: str, rev: str) -> Data:
    """The tables of the ledger, or of all where several are asked; one that cannot be read is told."""
    from ledger.cli.roster import several
    from ledger.cli.session import open_session

    held = several(ctx, [directory] if directory else [])
    if held is None:
        session = open_session(ctx, directory, as_of, rev)
        return Data(tables_of(session), session.as_of, session.revision, session.partial, session)
    from ledger.cli.options import read_as_of
    from ledger.reports.tables.together import tables_together

    day = read_as_of(as_of)
    reading = Reading(ctx, held, as_of, rev)
    return Data(tables_together(reading), day, None, reading.partial, None)


class Reading:
    """The tables of several ledgers, read one after another; CommandError where none can be.

    ``partial`` says afterwards whether something could not be read.
    """

    def __init__(self, ctx: typer.Context, held: Several, as_of: str, rev: str) -> None:
        self._asked = ctx, held, as_of, rev
        self.partial = bool(held.wrong)

    def __iter__(self) -> Iterator[Tables]:
        from ledger.cli.errors import FINDINGS, CommandError
        from ledger.cli.roster import each
        from ledger.reports.tables.together import Tables

        found = False
        for one, read in each(*self._asked):
            self.partial |= read is None or read.partial
            if read is not None:
                found = True
                yield Tables(one.name, one.city or one.name, tables_of(read))
        if not found:
            raise CommandError("roster.no_answer", FINDINGS)
