"""Why an entry has no effect, in words: each reason of the walk has its codes and says what would be accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.course import Reason
from ledger.rules import refused_dates, refused_parts, refused_records
from ledger.rules.telling import CODES_BY_KEY, SAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.reading.codes import Code
    from ledger.rules.telling import Refused, Told

TELLERS = (refused_records, refused_dates, refused_parts)
"""The modules whose functions tell of reasons; importing them puts these on the list."""

if SAYS.keys() != set(Reason):
    raise TypeError(f"reasons without words: {set(Reason) - SAYS.keys()}")

REASONS = frozenset(SAYS)
"""The reasons that there are words for: all."""

CODES: tuple[Code, ...] = tuple(CODES_BY_KEY.values())
"""The codes of entries without effect."""


def told(refused: Refused) -> Iterator[Told]:
    """What there is to say of an entry without effect."""
    reason = refused.step.refused
    return SAYS[reason.reason](refused) if reason is not None else iter(())
