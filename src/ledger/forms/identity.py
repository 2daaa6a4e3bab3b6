"""Which form a workbook is: ledger, round, unit, day and version, in one line that anybody can see."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ledger.model.plan import Plan

_LEDGER_DIGITS = 12
_REVISION_DIGITS = 10
_CHECK_DIGITS = 6
_LINE = re.compile(
    r"LF1\|([0-9a-f]{12})\|([a-z0-9][a-z0-9-]{0,63})\|([^|]{1,100})\|([0-9]{4}-[0-9]{2}-[0-9]{2})\|([0-9a-f]{10}|-)"
    r"\|([0-9a-f]{6})"
)


class Identity(NamedTuple):
    """Which form it is; ``revision`` is the beginning of the commit that it was made of, if any."""

    ledger: str
    round: str
    unit: str
    asked: date
    revision: str | None

    @property
    def line(self) -> str:
        """The line in the form; its last part tells whether somebody has changed it."""
        said = f"LF1|{self.ledger}|{self.round}|{self.unit}|{self.asked}|{self.revision or '-'}"
        return f"{said}|{_check(said)}"


def ledger_of(plan: Plan) -> str:
    """What tells a ledger from others: the beginning of the checksum of its official document."""
    return plan.source.sha256[:_LEDGER_DIGITS]


def identity(plan: Plan, name: str, unit: str, asked: date, revision: str | None) -> Identity:
    """The identity of a unit's form of a round."""
    return Identity(ledger_of(plan), name, unit, asked, revision[:_REVISION_DIGITS] if revision else None)


def looks_like_identity(text: str) -> bool:
    """Whether a text is, or was, the line of a form."""
    return text.strip().startswith("LF1|")


def read_identity(text: str) -> Identity | None:
    """The identity that a line tells; ``None`` where it was changed."""
    found = _LINE.fullmatch(text.strip())
    if found is None or _check(text.strip().rpartition("|")[0]) != found[6]:
        return None
    try:
        asked = date.fromisoformat(found[4])
    except ValueError:
        return None
    return Identity(found[1], found[2], found[3], asked, None if found[5] == "-" else found[5])


def _check(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:_CHECK_DIGITS]
