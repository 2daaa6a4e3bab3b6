"""Whom to press, and at which level of supervision (督办升级), by the policy's thresholds.

A unit is judged by the oldest of what it owes late of a task, so that a level never falls while that stays
open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.owed import What
from ledger.judging.quiet import last_heard
from ledger.judging.status import Standing
from ledger.model.plan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.letters import Sent
    from ledger.judging.owed import Debt
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


class _Pressed(NamedTuple):
    """The levels on record of a task: for all of its units, and those of letters by whom they went to."""

    everybody: list[tuple[date, Level]]
    by_letter: dict[str, list[tuple[date, Level]]]

    def last(self, unit: str, after: date | None) -> tuple[date, Level] | None:
        """The highest level on record for a unit after a day."""
        known = [*self.everybody, *self.by_letter.get(unit, ())]
        since = [one for one in known if after is None or one[0] > after]
        return max(since, key=lambda item: LEVELS.index(item[1]), default=None)


def suggest(judgements: Iterable[Judgement], policy: Policy, sent: Sequence[Sent] = ()) -> list[Suggestion]:
    """What the thresholds call for and has not been recorded, heaviest level first, then most days late.

    What a letter of ``sent`` put on a task presses those alone whom it went to.
    """
    found = [
        one for judgement in judgements for one in _of_issue(judgement, policy, _pressed(judgement, sent))
    ]
    return sorted(
        found, key=lambda one: (-LEVELS.index(one.level), -(one.days or 0), one.judgement.issue.id, one.units)
    )


def _pressed(judgement: Judgement, sent: Iterable[Sent]) -> _Pressed:
    pressed = _Pressed(list(judgement.chain.supervised), {})
    for one in sent:
        level = (one.letter.date, one.letter.level)
        if judgement.issue.id not in one.letter.issues or level not in pressed.everybody:
            continue
        pressed.everybody.remove(level)
        for name in one.to:
            unit = judgement.chain.units.on(name, judgement.as_of)
            pressed.by_letter.setdefault(unit, []).append(level)
    return pressed


class Proposal(NamedTuple):
    """A letter to one unit: all that is suggested of it at a level."""

    unit: str
    level: Level
    about: tuple[Suggestion, ...]


def by_unit(suggestions: Iterable[Suggestion]) -> list[Proposal]:
    """One letter for each unit and level, as none may press a task harder than suggested; those of a unit
    together, the heaviest of all first."""
    found: dict[tuple[str, Level], list[Suggestion]] = {}
    for one in suggestions:
        for unit in one.units:
            found.setdefault((unit, one.level), []).append(one)
    made = [Proposal(unit, level, tuple(about)) for (unit, level), about in found.items()]
    made.sort(key=lambda one: -LEVELS.index(one.level))
    first = {one.unit: n for n, one in reversed(tuple(enumerate(made)))}
    return sorted(made, key=lambda one: first[one.unit])


def _of_issue(judgement: Judgement, policy: Policy, pressed: _Pressed) -> Iterator[Suggestion]:
    if judgement.completed is not None or not judgement.obligations:
        return
    late = sorted(
        (d for d in judgement.late if d.obligation.what is not What.FIRST_ACTION), key=lambda d: d.due
    )
    oldest: dict[str, Debt] = {}
    for debt in late:
        for unit in debt.units or ("",):
            oldest.setdefault(unit, debt)
    groups: dict[tuple[int, tuple[date, Level] | None], tuple[Debt, list[str]]] = {}
    for unit, debt in oldest.items():
        last = pressed.last(unit, debt.due)
        groups.setdefault((id(debt), last), (debt, []))[1].append(unit)
    harder: set[str] = set()
    for (_, last), (debt, units) in groups.items():
        one = _late(judgement, debt, tuple(filter(None, units)), policy.supervise_days, last)
        if one is not None:
            yield one
            harder.update(one.units if one.level != LEVELS[0] else ())
    if _is_unacted(judgement):
        yield from _unacted(judgement, pressed, harder)
    elif not late:
        yield from _silent(judgement, policy, pressed)


def _late(
    judgement: Judgement,
    debt: Debt,
    units: tuple[str, ...],
    days: SuperviseDays,
    last: tuple[date, Level] | None,
) -> Suggestion | None:
    late = debt.days(judgement.as_of)
    reached = [
        (level, least) for level in LEVELS if (least := getattr(days, level)) is not None and least <= late
    ]
    if not reached:
        return None
    level, threshold = reached[-1]
    if last is not None and LEVELS.index(last[1]) >= LEVELS.index(level):
        return None
    return Suggestion(judgement, "late", level, units, late, debt.due, debt, threshold, last)


def _is_unacted(judgement: Judgement) -> bool:
    return judgement.standing is Standing.UNACTED or judgement.pacing.unacted


def _unacted(judgement: Judgement, pressed: _Pressed, harder: Container[str]) -> Iterator[Suggestion]:
    """立行立改 without action: a reminder, once, of the units that are not to be pressed ``harder``."""
    first = [o for o in judgement.obligations if o.what is What.FIRST_ACTION and o.done is None]
    due = min((o.due for o in first if o.due is not None), default=None)
    named = tuple(dict.fromkeys(unit for one in first for unit in one.owed_by))
    left = tuple(unit for unit in named if unit not in harder)
    units = _unpressed(left, pressed, due) if left or not named else None
    if units is not None:
        days = None if due is None else (judgement.as_of - due).days
        yield Suggestion(judgement, "unacted", LEVELS[0], units, days, due, None, None, None)


def _silent(judgement: Judgement, policy: Policy, pressed: _Pressed) -> Iterator[Suggestion]:
    """Long silence: a reminder, once."""
    heard = last_heard(judgement.chain)
    if heard is None or policy.silent_days is None:
        return
    silent = (judgement.as_of - heard).days
    units = _unpressed(judgement.owed_by, pressed, heard) if silent > policy.silent_days else None
    if units is not None:
        yield Suggestion(judgement, "silent", LEVELS[0], units, silent, None, None, policy.silent_days, None)


def _unpressed(units: tuple[str, ...], pressed: _Pressed, after: date | None) -> tuple[str, ...] | None:
    """Those of the units that nobody has pressed after a day; ``None`` where there is nobody to press."""
    if not units:
        return () if pressed.last("", after) is None else None
    return tuple(unit for unit in units if pressed.last(unit, after) is None) or None
