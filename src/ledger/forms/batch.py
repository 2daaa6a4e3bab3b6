"""What a batch of forms comes to: files, forms, rows, and what becomes of each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.forms.reading import Returned, ReturnedRow, Trouble
    from ledger.model.rowkey import Key
    from ledger.reading.diagnostic import Diagnostic
    from ledger.recording.record import Problem, Request
    from ledger.reports.report import Message

Changes = dict[str, tuple[bytes | None, bytes]]


class RowState(StrEnum):
    """What becomes of a row."""

    GOOD = "good"
    KNOWN = "known"
    ASK = "ask"
    REFUSED = "refused"


NOT_TAKEN = frozenset({RowState.REFUSED, RowState.ASK})
"""The states of rows that go back."""


class CollectedRow(NamedTuple):
    """A row in which something was filled in.

    ``requests`` are its records, of which those that are ``lines`` will be written; ``problems`` are what the
    rules of recording say against it.
    """

    file: str
    returned: ReturnedRow
    unit: str
    state: RowState
    requests: tuple[Request, ...] = ()
    notes: tuple[Trouble, ...] = ()
    why: tuple[Trouble, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = ()


class CollectedForm(NamedTuple):
    """A form of a file: the rows with something in them, and how many are empty; ``named`` is another unit,
    after which the file is named."""

    file: str
    returned: Returned
    rows: tuple[CollectedRow, ...]
    empty: int
    named: str | None = None

    @property
    def is_back(self) -> bool:
        """Whether nothing of it is recorded, now or already."""
        return all(row.state in NOT_TAKEN for row in self.rows)


class Batch(NamedTuple):
    """All files together: what is taken, what is not taken at all, the new bytes of issues; ``told`` are the
    new bytes of rounds, with what went back; ``doubted`` are files that a person has to ask about, though no
    row of theirs is left to be recorded."""

    forms: tuple[CollectedForm, ...]
    refused: tuple[tuple[str, Message], ...]
    changes: Changes
    warnings: tuple[Diagnostic, ...]
    told: Changes
    doubted: tuple[tuple[str, Message], ...] = ()

    @property
    def rows(self) -> Iterator[CollectedRow]:
        """Every row in which something was filled in."""
        for form in self.forms:
            yield from form.rows

    @property
    def sound(self) -> bool:
        """Whether nothing was refused and nothing is to be asked."""
        return not self.refused and not self.doubted and not any(row.state in NOT_TAKEN for row in self.rows)


class Asked(NamedTuple):
    """How a batch is to be taken: forms of which round, rows asked about that are settled, the day of forms
    that give none."""

    round: str | None = None
    settled: frozenset[str] = frozenset()
    day: date | None = None

    def takes(self, key: Key) -> bool:
        """Whether a person has settled what was asked about a row."""
        return ALL in self.settled or str(key) in self.settled


ALL = "all"
"""What stands for every row that was asked about."""
