"""The ledger for Python programs: open it, ask what holds on a day.  Nothing is ever written.

    import ledger

    book = ledger.open("examples/demo", as_of="2025-06-30")
    for one in book.late(unit="昆区"):
        print(one.days(book.as_of), one.due)
    book.to_dataframe("obligations")

The names of this module and the attributes that docs/api.md lists stay within a first number of the
version.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ledger.judging.day import Day
from ledger.judging.select import Criteria
from ledger.locale import Words
from ledger.locale.refusal import Refusal
from ledger.model.age import FIRST_DAY, LAST_DAY, is_of_this_age
from ledger.opening import Read, read
from ledger.reports.naming import find_id
from ledger.roots import find_root
from ledger.today import today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.counting import Figures
    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.status import Judgement
    from ledger.model.ledger import Ledger
    from ledger.reading.diagnostic import Diagnostic
    from ledger.reports.tables import DataTable

__all__ = ["OpenError", "Opened", "open"]


class OpenError(Refusal):
    """There is no ledger, git does not know the revision, or a name or a table is not known.

    As a text it is an English sentence; ``key`` and ``gaps`` are those of the catalogue.
    """

    def __str__(self) -> str:
        """What is wrong, in a sentence."""
        return Words("en")(self.key, **self.gaps)


class Opened:
    """A ledger on a day.  Each answer is worked out once, when it is asked for.

    ``root`` is its folder and ``as_of`` the day.  A broken file hides nothing of the others, but then
    :attr:`partial` is true.
    """

    def __init__(self, root: str, as_of: date, held: Read) -> None:
        self.root, self.as_of, self._held = root, as_of, held

    @property
    def revision(self) -> str | None:
        """The full name of the commit, ``None`` where the folder was read."""
        return self._held.revision

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """What reading found wrong; ``ledger check`` says more."""
        return tuple(self._held.diagnostics)

    @property
    def partial(self) -> bool:
        """Whether something could not be read, so that answers may lack a part."""
        return any(one.severity == "error" for one in self._held.diagnostics)

    @property
    def ledger(self) -> Ledger:
        """What the files say: plan, units, issues with their entries, letters, rounds."""
        return self._held.ledger

    @cached_property
    def day(self) -> Day:
        """What holds on the day; every command of the program asks this."""
        return Day(self._held.ledger, self.as_of, self._held.evidence)

    @property
    def issues(self) -> Sequence[Judgement]:
        """Every task as it stands on the day, in plan order."""
        return self.day.judgements

    def issue(self, issue_id: str) -> Judgement:
        """The task with an id as commands take it (``"7（1）"``); OpenError where there is none."""
        meant = find_id(issue_id, self.ledger)
        found = self.day.by_id.get(meant) if meant is not None else None
        if found is None:
            raise OpenError("error.id", value=issue_id, near="")
        return found

    @property
    def obligations(self) -> Sequence[Obligation]:
        """Everything that is owed: tasks, measures, milestones, figures, reviews, promises, replies."""
        return self.day.obligations

    def late(self, unit: str | None = None) -> Sequence[Debt]:
        """What is late on the day, the most urgent first; of what one unit owes where it is named."""
        if unit is None:
            return self.day.late()
        found = self.ledger.units.resolve(unit)
        if found is None:
            raise OpenError("error.unit", value=unit, near="")
        return self.day.late(Criteria(unit=(found.name,)))

    def figures(self) -> Figures:
        """The standard figures of the tasks, as the report has them (docs/account.md)."""
        return self.day.figures()

    def on(self, as_of: date | str) -> Opened:
        """The same ledger on another day, without reading it again."""
        return Opened(self.root, _day(as_of), self._held)

    @cached_property
    def tables(self) -> dict[str, DataTable]:
        """The tables of docs/tables.md by name: those that ``export`` writes and ``sql`` asks."""
        from ledger.reports.tables import data_tables

        return {table.name: table for table in data_tables(self.day, self.revision)}

    def to_dataframe(self, table: str = "issues", library: str = "") -> Any:
        """A table as a data frame of ``pandas`` or ``polars``, whichever is installed, or the one named.

        Columns have the types of the table whatever is absent: whole numbers and flags are nullable.
        OpenError for a table that is not there, ImportError where neither library is installed.
        """
        found = self.tables.get(table)
        if found is None:
            raise OpenError("error.choice", option="table", value=table, near=list(self.tables))
        from importlib import import_module

        for name in [library] if library else ["pandas", "polars"]:
            try:
                frames = import_module(name)
            except ImportError:
                continue
            return _frame(frames, name, found)
        raise ImportError(
            f"to_dataframe needs {library or 'pandas or polars'}; rows are in .tables without it"
        )


_POLARS = {"text": "String", "integer": "Int64", "real": "Float64", "date": "Date", "boolean": "Boolean"}
_PANDAS = {"integer": "Int64", "real": "Float64", "boolean": "boolean"}
"""The types of columns there; what is left out is found by the library."""


def _frame(frames: Any, library: str, table: DataTable) -> Any:
    """The table as a data frame of the library, typed by its columns and not by what is in them today."""
    columns = {name: [row[n] for row in table.rows] for n, name in enumerate(table.names)}
    if library == "polars":
        schema = {column.name: getattr(frames, _POLARS[column.type]) for column in table.columns}
        return frames.DataFrame(columns, schema=schema)
    types = {column.name: _PANDAS[column.type] for column in table.columns if column.type in _PANDAS}
    return frames.DataFrame(columns).astype(types)


def open(path: str | os.PathLike[str] = ".", *, rev: str = "", as_of: date | str | None = None) -> Opened:  # noqa: A001 - ledger.open
    """Open the ledger in a folder, or in one above it.

    ``rev`` reads it as it was at a commit, tag, branch or day (``"@2025-06-30"``); ``as_of`` is the day to
    judge at, a date or ``"2025-06-30"``, today in China where it is left out.  OpenError where there is none.
    """
    place = os.fspath(path)
    if not os.path.isdir(place):
        raise OpenError("error.no_folder", folder=place)
    root, day = find_root(place), _day(as_of)
    if root is None:
        raise OpenError("error.no_ledger", folder=place)
    try:
        return Opened(root, day, read(root, rev, os.environ))
    except Refusal as refusal:
        raise OpenError(refusal.key, **refusal.gaps) from None


def _day(as_of: date | str | None) -> date:
    if as_of is None:
        return today()
    try:
        day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    except ValueError:
        raise OpenError("error.date", option="as_of", value=as_of) from None
    if not is_of_this_age(day):
        raise OpenError("error.date_far_off", option="as_of", value=str(day), first=FIRST_DAY, last=LAST_DAY)
    return day
