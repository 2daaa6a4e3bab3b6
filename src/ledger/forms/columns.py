"""The columns of a form: a number that stays with a column wherever it is moved, and what is filled in."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from ledger.locale import LANGUAGES, Words


class Sort(StrEnum):
    """What is filled in; nothing where the column tells what is known."""

    KNOWN = "known"
    TEXT = "text"
    PACE = "pace"
    RESULT = "result"
    DAY = "day"
    NUMBER = "number"
    FREE = "free"
    """Filled in for people to read; never recorded."""


class FormColumn(NamedTuple):
    """A column: its key, its number in the row of numbers, its width in characters, what is filled in."""

    key: str
    number: int
    width: int
    sort: Sort = Sort.KNOWN

    @property
    def mark(self) -> str:
        """What stands in the row of numbers."""
        return f"#{self.number}"


COLUMNS = (
    FormColumn("key", 1, 13),
    FormColumn("number", 2, 5),
    FormColumn("problem", 3, 14),
    FormColumn("goal", 4, 18),
    FormColumn("item", 5, 26),
    FormColumn("lead", 6, 9),
    FormColumn("support", 7, 11),
    FormColumn("acceptance", 8, 9),
    FormColumn("persons", 9, 10, Sort.FREE),
    FormColumn("due", 10, 11),
    FormColumn("extended", 11, 11),
    FormColumn("standing", 12, 9),
    FormColumn("last", 13, 20),
    FormColumn("promised", 14, 11),
    FormColumn("progress", 15, 30, Sort.TEXT),
    FormColumn("pace", 16, 10, Sort.PACE),
    FormColumn("result", 17, 8, Sort.RESULT),
    FormColumn("done", 18, 11, Sort.DAY),
    FormColumn("reading", 19, 8, Sort.NUMBER),
    FormColumn("trouble", 20, 18, Sort.TEXT),
    FormColumn("next", 21, 18, Sort.TEXT),
    FormColumn("promise", 22, 11, Sort.DAY),
    FormColumn("proof", 23, 14, Sort.TEXT),
    FormColumn("remark", 24, 30),
)
"""In the order in which they are sent out; a number is never given to another column."""

BY_KEY = {column.key: column for column in COLUMNS}
BY_MARK = {column.mark: column for column in COLUMNS}

FILLED = tuple(c.key for c in COLUMNS if c.sort not in {Sort.KNOWN, Sort.FREE})
"""What a unit fills in and is read back."""

PACES = ("ahead", "on_pace", "behind_pace")
RESULTS = ("done", "not_done")


def titles(key: str) -> tuple[str, ...]:
    """The title of a column in each language."""
    return tuple(Words(language)(f"form_column.{key}") for language in LANGUAGES)


def spoken(prefix: str, values: tuple[str, ...]) -> dict[str, str]:
    """The values of a closed list by their words in any language."""
    return {Words(language)(f"{prefix}.{value}"): value for language in LANGUAGES for value in values}
