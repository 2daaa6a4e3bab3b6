"""Telling why an entry has no effect: what a reason is told with, and the list of those who tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.model.course import Reason
from ledger.reading.codes import ERROR, Code
from ledger.reading.diagnostic import Args

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from ledger.judging.chain import Chain
    from ledger.judging.parties import Setting
    from ledger.judging.walk import Step
    from ledger.model.ledger import Issue
    from ledger.reading.yaml import Path


class Refused(NamedTuple):
    """An entry without effect, in its place: where the issue stands, and what the refusal holds."""

    issue: Issue
    step: Step
    chain: Chain
    about: Mapping[str, Any]
    setting: Setting

    @property
    def entry(self) -> Any:
        """The entry, with the fields of its type."""
        return self.step.entry


Told = tuple[str, "Path", Args]
"""A code, the place within the entry, and what fills the gaps of its words."""


SAYS: dict[Reason, Callable[[Refused], Iterator[Told]]] = {}
CODES_BY_KEY: dict[str, Code] = {}


def tells(
    reason: Reason, *codes: Code
) -> Callable[[Callable[[Refused], Iterator[Told]]], Callable[[Refused], Iterator[Told]]]:
    """Register what tells of a reason, with the codes that it gives."""

    def registered(function: Callable[[Refused], Iterator[Told]]) -> Callable[[Refused], Iterator[Told]]:
        SAYS[reason] = function
        CODES_BY_KEY.update((code.key, code) for code in codes)
        return function

    return registered


DATES_OUT_OF_ORDER = Code(
    "L606",
    ERROR,
    "dates-out-of-order",
    zh=(
        "日期次序不对：{second} 应晚于 {first}",
        "核对日期；公示止日不早于起日，延期后的时限晚于原时限，新时限和承诺期限不早于记录日期。",
    ),
    en=(
        "Dates out of order: {second} should be after {first}",
        "Check the dates: a notice ends after it begins, an extension is later than what it extends, a new due day or promise is not before its record.",
    ),
)
