"""Diagnostics: what is wrong with the data, where, and in which words it is to be told."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(NamedTuple):
    """A stretch of text.  Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)
"""Where a diagnostic points that concerns a whole file."""


class Diagnostic(NamedTuple):
    """One finding.

    ``code`` names its kind (see :mod:`ledger.reading.codes`); the words are in the message catalogue under
    that code and are filled in with ``args``.  ``path`` is relative to the project folder, POSIX.  ``field``
    is the dotted place inside the file, where there is one.
    """

    code: str
    path: str
    span: Span = START
    args: Mapping[str, str | int] = {}
    field: str = ""

    @property
    def severity(self) -> Severity:
        """The weight of this kind of finding."""
        from ledger.reading.codes import CODES

        return CODES[self.code].severity

    def sort_key(self) -> tuple[object, ...]:
        """Order of a list: by file, then place, then code."""
        return (self.path, self.span, self.code, self.field, sorted(self.args.items(), key=str))
