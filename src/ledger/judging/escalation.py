"""Who is due for which level of supervision (督办升级) by the policy's thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.model.plan import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ledger.judging.status import Judgement, MilestoneState
    from ledger.model.plan import Level, SuperviseDays


class Suggestion(NamedTuple):
    """A level that an issue has come to, and why.

    Late by ``days`` since ``due``, by the milestone ``milestone`` or, without one, as a whole; the level
    begins at ``threshold`` days.  ``last`` is the highest level recorded since it became late.
    """

    judgement: Judgement
    level: Level
    days: int
    due: date
    milestone: MilestoneState | None
    threshold: int
    last: tuple[date, Level] | None


def suggest(judgements: Iterable[Judgement], days: SuperviseDays, as_of: date) -> list[Suggestion]:
    """What the thresholds call for and has not been recorded, heaviest level first, then most days late."""
    found = [one for judgement in judgements if (one := _suggest(judgement, days, as_of)) is not None]
    return sorted(found, key=lambda one: (-LEVELS.index(one.level), -one.days, one.judgement.issue.id))


def _suggest(judgement: Judgement, days: SuperviseDays, as_of: date) -> Suggestion | None:
    if judgement.completed is not None:
        return None
    milestone = None
    due = judgement.due
    if judgement.days_overdue is None:
        open_ones = [m for m in judgement.milestones if m.done is None and m.milestone.due < as_of]
        milestone = min(open_ones, key=lambda m: m.milestone.due, default=None)
        due = milestone.milestone.due if milestone else None
    if due is None:
        return None
    late = (as_of - due).days
    reached = [
        (level, least) for level in LEVELS if (least := getattr(days, level)) is not None and least <= late
    ]
    if not reached or late < 1:
        return None
    level, threshold = reached[-1]
    since = [(day, done) for day, done in judgement.chain.supervised if day > due]
    last = max(since, key=lambda item: LEVELS.index(item[1]), default=None)
    if last is not None and LEVELS.index(last[1]) >= LEVELS.index(level):
        return None
    return Suggestion(judgement, level, late, due, milestone, threshold, last)
