"""Diagnostic codes: what a code is, and the register of all that are declared.

A code is declared once, with its words in every language, beside what raises it: those of rules above their
rules, those of reading, of the official document and of the history in a module ``codes`` of their room.
:func:`ledger.reports.findings.all_codes` has them all.

1xx syntax, 2xx schema, 3xx references, 4xx consistency, 5xx the plan document and the baseline
against it, 6xx entries, 7xx what git shows was done to them, 9xx complaints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ledger.locale import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Text(NamedTuple):
    """What a code says in one language: what is wrong, and the way out.  Gaps are filled with arguments."""

    message: str
    hint: str


_FORM = re.compile("L[1-79][0-9]{2}")


@dataclass(frozen=True, slots=True, init=False)
class Code:
    """A kind of diagnostic: its key, its weight, its readable name, and its words by language.

    The words are given by the names of the languages: ``Code("L401", ERROR, "name", zh=(…, …), en=(…, …))``.
    """

    key: str
    severity: Severity
    name: str
    words: Mapping[str, Text]

    @property
    def tier(self) -> int:
        """The first digit of the key: what kind of thing is told, as the head of this module lists them."""
        return int(self.key[1])

    def __init__(self, key: str, severity: Severity, name: str, **words: tuple[str, str]) -> None:
        if not _FORM.fullmatch(key):
            raise ValueError(f"{key} is no code: L, a tier from 1 to 7 or 9, two digits")
        if words.keys() != set(OWN):
            raise ValueError(f"{key} has words in {', '.join(words) or 'no language'}, not {', '.join(OWN)}")
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "severity", severity)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "words", {language: Text(*said) for language, said in words.items()})


CODES: dict[str, Code] = {}
"""The codes that were declared by the modules imported so far."""


def declare(*codes: Code) -> None:
    """Put codes into the register.  Naming a code again is fine, another one of the same key is an error."""
    for code in codes:
        if CODES.setdefault(code.key, code) is not code:
            raise ValueError(f"{code.key} is declared twice: as {CODES[code.key].name} and as {code.name}")
