"""Whom to press, and at which level of supervision (督办升级), by the policy's thresholds.

A unit is judged by the oldest of what it owes late of a task, so that a level never falls while that stays
open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.obligations import What
from ledger.judging.quiet import last_heard
from ledger.judging.status import Standing
from ledger.model.plan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ledger.judging.obligations import Debt
    from ledger.judging.status import Judgement
    from ledger.model.plan import Level, Policy, SuperviseDays


class Suggestion(NamedTuple):
    """A level that units have come to with an issue, and why.

    ``cause`` is ``late`` (for ``days`` since ``due``, by the obligation ``debt``; the level begins at
    ``threshold`` days), ``unacted`` (nothing done of what is to be begun at once) or ``silent`` (nothing on
    record for ``days``).  ``last`` is the highest level recorded since.
    """

    judgement: Judgement
    cause: str
    level: Level
    units: tuple[str, ...]
    days: int | None
    due: date | None
    debt: Debt | None
    threshold: int | None
    last: tuple[date, Level] | None


def suggest(judgements: Iterable[Judgement], policy: Policy) -> list[Suggestion]:
    """What the thresholds call for and has not been recorded, heaviest level first, then most days late."""
    found = [one for judgement in judgements for one in _of_issue(judgement, policy)]
    return sorted(
        found, key=lambda one: (-LEVELS.index(one.level), -(one.days or 0), one.judgement.issue.id, one.units)
    )


def _of_issue(judgement: Judgement, policy: Policy) -> Iterator[Suggestion]:
    if judgement.completed is not None or not judgement.obligations:
        return
    late = sorted(
        (d for d in judgement.late if d.obligation.what is not What.FIRST_ACTION), key=lambda d: d.due
    )
    oldest: dict[str, Debt] = {}
    for debt in late:
        for unit in debt.units or ("",):
            oldest.setdefault(unit, debt)
    groups: dict[int, tuple[Debt, list[str]]] = {}
    for unit, debt in oldest.items():
        groups.setdefault(id(debt), (debt, []))[1].append(unit)
    for debt, units in groups.values():
        one = _late(judgement, debt, tuple(filter(None, units)), policy.supervise_days)
        if one is not None:
            yield one
    if not late:
        yield from _unacted(judgement, policy)


def _late(judgement: Judgement, debt: Debt, units: tuple[str, ...], days: SuperviseDays) -> Suggestion | None:
    late = debt.days(judgement.as_of)
    reached = [
        (level, least) for level in LEVELS if (least := getattr(days, level)) is not None and least <= late
    ]
    if not reached:
        return None
    level, threshold = reached[-1]
    last = _last(judgement, debt.due)
    if last is not None and LEVELS.index(last[1]) >= LEVELS.index(level):
        return None
    return Suggestion(judgement, "late", level, units, late, debt.due, debt, threshold, last)


def _last(judgement: Judgement, after: date | None) -> tuple[date, Level] | None:
    """The highest level on record after a day."""
    since = [one for one in judgement.chain.supervised if after is None or one[0] > after]
    return max(since, key=lambda item: LEVELS.index(item[1]), default=None)


def _unacted(judgement: Judgement, policy: Policy) -> Iterator[Suggestion]:
    """立行立改 without action, and long silence: a reminder, once."""
    as_of, chain = judgement.as_of, judgement.chain
    level = LEVELS[0]
    if judgement.standing is Standing.UNACTED or judgement.pacing.unacted:
        first = [o for o in judgement.obligations if o.what is What.FIRST_ACTION and o.done is None]
        due = min((o.due for o in first if o.due is not None), default=None)
        last = _last(judgement, due)
        if last is None:
            units = tuple(dict.fromkeys(unit for one in first for unit in one.owed_by))
            days = None if due is None else (as_of - due).days
            yield Suggestion(judgement, "unacted", level, units, days, due, None, None, None)
        return
    heard = last_heard(chain)
    if heard is None or policy.silent_days is None:
        return
    silent = (as_of - heard).days
    if silent > policy.silent_days and _last(judgement, heard) is None:
        yield Suggestion(
            judgement, "silent", level, judgement.owed_by, silent, None, None, policy.silent_days, None
        )
