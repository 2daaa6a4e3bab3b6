"""Who has said nothing for a while (久未报送): units and tasks by the last thing on record of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ledger.judging.chain import Chain
    from ledger.judging.status import Judgement


class Quiet(NamedTuple):
    """A task or, without ``judgement``, a unit of which nothing was recorded for longer than asked about.

    ``units`` are those that still owe the task, or the unit itself; ``last`` is the day of the last record,
    ``None`` where there is none; ``days`` those gone by since then, or since the plan was issued, ``None``
    where nobody knows that day; ``tasks`` counts the open tasks of which the unit owes a part.
    """

    judgement: Judgement | None
    units: tuple[str, ...]
    last: date | None
    days: int | None
    tasks: int


def last_heard(chain: Chain) -> date | None:
    """The day of the last thing that a responsible unit did of a task; nobody had to say anything of what
    was done before a relapse."""
    heard = max((deed.day for deed in chain.deeds), default=None)
    if heard is not None and chain.attempt.began is not None:
        return max(heard, chain.attempt.began)
    return heard


def quiet_tasks(
    judgements: Iterable[Judgement], as_of: date, days: int, issued: date | None = None
) -> list[Quiet]:
    """The open tasks of which nothing was recorded for more than ``days``, the longest silence first."""
    found = []
    for judgement in _open(judgements):
        last = last_heard(judgement.chain)
        silent = _days(last or issued, as_of)
        if silent is None or silent > days:
            found.append(Quiet(judgement, judgement.owed_by, last, silent, 1))
    return _longest_first(found)


def quiet_units(
    judgements: Sequence[Judgement], as_of: date, days: int, issued: date | None = None
) -> list[Quiet]:
    """The units that owe something and of which nothing was recorded for more than ``days``."""
    owed: dict[str, int] = {}
    heard: dict[str, date] = {}
    for judgement in judgements:
        for deed in judgement.chain.deeds:
            for unit in {judgement.chain.units.on(name, as_of) for name in deed.units}:
                heard[unit] = max(heard.get(unit, deed.day), deed.day)
    for judgement in _open(judgements):
        for unit in judgement.owed_by:
            owed[unit] = owed.get(unit, 0) + 1
    found = []
    for unit, tasks in owed.items():
        last = heard.get(unit)
        silent = _days(last or issued, as_of)
        if silent is None or silent > days:
            found.append(Quiet(None, (unit,), last, silent, tasks))
    return _longest_first(found)


def _open(judgements: Iterable[Judgement]) -> list[Judgement]:
    return [one for one in judgements if one.completed is None and one.obligations]


def _days(since: date | None, as_of: date) -> int | None:
    return None if since is None else (as_of - since).days


def _longest_first(found: list[Quiet]) -> list[Quiet]:
    """Of whom nothing was ever heard first; the order of the plan or of the first debt is kept."""
    return sorted(found, key=lambda one: (one.last is not None, -(one.days or 0)))
