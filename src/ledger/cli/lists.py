"""Lists as they are written on the command line: several items in one word are parted by commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMA = re.compile("[,，、]")
"""What parts the items of a list."""


def items_of(texts: Iterable[str] | None) -> list[str]:
    """The items of all texts, without blanks around them; what is empty between two commas is no item."""
    return [item.strip() for text in texts or () for item in COMMA.split(text) if item.strip()]


def chosen_of(texts: Iterable[str] | None, option: str) -> list[str]:
    """The items of an option that chooses among what there is; none where it was not given.

    CommandError for a value without an item: an unset variable in a script must not mean all there is.
    """
    found: list[str] = []
    for text in texts or ():
        items = items_of([text])
        if not items:
            raise CommandError("error.empty_filter", option=option)
        found += items
    return found
