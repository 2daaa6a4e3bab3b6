"""Diagnostics: what is wrong with the data, where, and in which words it is to be told."""

from collections.abc import Mapping
from typing import NamedTuple, Self

from ledger.reading.codes import CODES, Severity


class Span(NamedTuple):
    """A stretch of text.  Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Span(1, 1, 1, 1)
"""Where a diagnostic points that concerns a whole file."""


Arg = str | int | tuple[str, ...]
"""What fills a gap of a message; a list is joined where it is told, as the language joins lists."""

Args = dict[str, Arg]
"""What fills the gaps of a message, by their names."""

_NO_ARGS: Mapping[str, Arg] = {}

_SCHEMA = 2
"""The last tier of codes that are about the form of a file."""


class _Fields(NamedTuple):
    code: str
    path: str
    span: Span
    args: Mapping[str, Arg]
    field: str


class Diagnostic(_Fields):
    """One finding.

    ``code`` names its kind, which must be declared (see :mod:`ledger.reading.codes`); its words are filled in
    with ``args``.  ``path`` is relative to the project folder, POSIX.  ``field`` is the dotted place inside
    the file, where there is one.
    """

    __slots__ = ()

    def __new__(
        cls,
        code: str,
        path: str,
        span: Span = START,
        args: Mapping[str, Arg] = _NO_ARGS,
        field: str = "",
    ) -> Self:
        if code not in CODES:
            raise ValueError(f"{code}: nobody declared this code")
        return super().__new__(cls, code, path, span, args, field)

    @property
    def severity(self) -> Severity:
        """The weight of this kind of finding."""
        return CODES[self.code].severity

    @property
    def tier(self) -> int:
        """What kind of thing is told: 1 and 2 of the form of a file, the higher ones of what it says."""
        return CODES[self.code].tier

    @property
    def of_form(self) -> bool:
        """Whether a file cannot be read, or does not have the form that its kind has."""
        return self.tier <= _SCHEMA

    def sort_key(self) -> tuple[object, ...]:
        """Order of a list: by file, then place, then code."""
        said = list(map(str, self.args.items())) if self.args else []  # of a hundred thousand most have one
        return (self.path, self.span, self.code, self.field, sorted(said) if len(said) > 1 else said)
