"""The papers by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.papers.circular import circular
from ledger.papers.forms import acceptance, request
from ledger.papers.public import disclosure, notice
from ledger.papers.reconciliation import reconciliation
from ledger.papers.units import letter, unit_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.judging.status import Judgement
    from ledger.papers.sheet import Asked, Paper

_OF_ALL: Mapping[str, Callable[[Asked], Paper]] = {
    "circular": circular,
    "reconciliation": reconciliation,
}
_OF_UNIT: Mapping[str, Callable[[Asked, str], Paper]] = {
    "unit_tasks": unit_tasks,
    "letter": letter,
    "disclosure": disclosure,
}
_OF_ISSUE: Mapping[str, Callable[[Asked, Judgement], Paper]] = {
    "request": request,
    "acceptance": acceptance,
    "notice": notice,
}


def write_paper(kind: str, asked: Asked, subject: str = "") -> Paper:
    """The paper of a kind about a unit, as it is called on the day, or about the issue of an id.

    Refused says why there is nothing to be written.
    """
    if kind in _OF_UNIT:
        return _OF_UNIT[kind](asked, subject)
    if kind in _OF_ISSUE:
        return _OF_ISSUE[kind](asked, asked.day.by_id[subject])
    return _OF_ALL[kind](asked)
