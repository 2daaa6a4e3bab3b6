"""What there is on a day that the report before did not have: held against the judgements of its day.

A thing belongs to the period in which it came to be known: what was done before it and recorded in it is told
in it, or no report would ever tell it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ledger.judging.owed import STAGES, What
from ledger.judging.promises import Kept, Word, kept, words_given
from ledger.model.entries import ref_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.letters import Asked as Letter
    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.status import Judgement
    from ledger.model.entries import Entry
    from ledger.reports.reported import Period

T = TypeVar("T", bound="Hashable")
Identity = tuple[str | None, What, int | None, int | None, int | None, int | None, int]


class Step(NamedTuple):
    """A stage that was done, on which day: as a whole, or by ``units``, with those that still owe it."""

    obligation: Obligation
    day: date
    units: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def identity(one: Obligation) -> Identity:
    """What an obligation is by which it is the same on another day."""
    return (one.issue, one.what, one.measure, one.milestone, one.target, one.part, one.attempt)


def not_in(now: Iterable[T], then: Iterable[T], key: Callable[[T], Hashable] | None = None) -> list[T]:
    """Those of ``now`` that ``then`` does not have, each as often as it is more, in their order.

    Two are the same where their ``key`` is; without one where they are equal.
    """
    held: Counter[Hashable] = Counter(then if key is None else map(key, then))
    fresh = []
    for one in now:
        name = one if key is None else key(one)
        if held[name]:
            held[name] -= 1
        else:
            fresh.append(one)
    return fresh


class Since:
    """A day, and the report before it."""

    def __init__(self, day: Day, before: Period) -> None:
        self.day, self.period = day, before
        self.first = before.day.as_of
        self.then = before.day.by_id

    def was(self, judgement: Judgement) -> Judgement | None:
        """The task as the report before had it; none where it had no such task."""
        return self.then.get(judgement.issue.id)

    def entries(self, judgement: Judgement) -> list[Entry]:
        """The entries of the period: by the data as they were then, else by their dates."""
        entries = [one for one in judgement.issue.entries if one.date <= self.day.as_of]
        if not self.period.by_revision:
            return [one for one in entries if one.date > self.first]
        was = self.was(judgement)
        before = was.issue.entries if was is not None else ()
        return not_in(entries, (one for one in before if one.date <= self.first), key=ref_of)

    def posted(self) -> dict[tuple[str, str], date | None]:
        """The letters of the report before by number and unit, and when each was answered."""
        letters = self.period.day.letters
        return {(one.letter.number, self._now(one.unit)): one.replied for one in letters}

    def letters(self, letters: Sequence[Letter]) -> list[Letter]:
        """The letters, each for a unit, that were sent or answered in the period."""
        held = {(*key, replied) for key, replied in self.posted().items()}
        return [one for one in letters if (one.letter.number, one.unit, one.replied) not in held]

    def late(self, debts: Iterable[Debt]) -> list[Debt]:
        """What is late, and was not late of all that owe it."""
        held: dict[Identity, set[str]] = {}
        for judgement in self.then.values():
            for debt in judgement.late:
                units = held.setdefault(identity(debt.obligation), set())
                units |= {self._now(unit) for unit in debt.units}
        fresh = []
        for debt in debts:
            known = held.get(identity(debt.obligation))
            if known is None or not known.issuperset(debt.units):
                fresh.append(debt)
        return fresh

    def broken(self, judgement: Judgement) -> Iterator[Obligation]:
        """The promises that were broken in the period."""
        was = self.was(judgement)
        held = [_promise(one) for one in _broken(was, self.first)] if was is not None else []
        for one in _broken(judgement, self.day.as_of):
            if _promise(one) not in held:
                yield one

    def promised(self, judgement: Judgement) -> Iterator[Word]:
        """What was promised in the period and stands, with what was promised of the same before; what was
        broken at once is told as broken alone."""
        was = self.was(judgement)
        held = [_promise(one) for one in _promises(was)] if was is not None else []
        for word in words_given(judgement):
            given = _promise(word.standing) not in held
            if given and kept(word.standing, self.day.as_of) is not Kept.BROKEN:
                yield word

    def done(self, judgement: Judgement) -> Iterator[Step]:
        """The measures, milestones and figures that were done in the period, whole or in shares; not what is
        done only because the task was completed, nor the parts of what is told as a whole."""
        was = self._stages(self.was(judgement))
        steps = [step for one in judgement.obligations for step in self._done(judgement, one, was)]
        whole: dict[int | None, set[str] | None] = {}
        for step in steps:
            if step.obligation.what is What.MEASURE:
                units = {*step.units}
                known = whole.get(step.obligation.measure, set())
                whole[step.obligation.measure] = None if not units or known is None else known | units
        for step in steps:
            told: set[str] | None = set()
            if step.obligation.what is What.MILESTONE and step.obligation.measure is not None:
                told = whole.get(step.obligation.measure, set())
            if told is None or (step.units and told >= {*step.units}):
                continue
            yield step

    def _done(self, judgement: Judgement, one: Obligation, was: dict[Identity, Obligation]) -> Iterator[Step]:
        if one.what not in STAGES:
            return
        before = was.get(identity(one))
        if one.done is not None:
            own = self._own(judgement, one)
            if own is not None and (before is None or before.done is None):
                yield Step(one, own)
            return
        held = {self._now(unit) for unit in before.done_by} if before is not None else set()
        days: dict[date, list[str]] = {}
        for share in one.shares:
            if share.done is not None and share.unit not in held:
                days.setdefault(share.done, []).append(share.unit)
        for day, units in sorted(days.items()):
            yield Step(one, day, tuple(units), one.owed_by)

    def undone(self, judgement: Judgement) -> Iterator[Step]:
        """What the report before had as done and is open now: taken back, or sent back by who accepts."""
        was = self.was(judgement)
        if was is None:
            return
        stages = self._stages(judgement)
        for before in self._stages(was).values():
            now = stages.get(identity(before))
            if now is None or now.done is not None:
                continue
            held = [self._now(unit) for unit in before.done_by]
            lost = tuple(unit for unit in held if unit in now.owed_by)
            day = self._own(was, before) if before.done is not None else None
            if day is not None:
                yield Step(before, day, (), now.owed_by)
            elif lost and before.done is None:
                days = [s.done for s in before.shares if s.done is not None and self._now(s.unit) in lost]
                yield Step(before, max(days), lost, now.owed_by)

    def _own(self, judgement: Judgement, one: Obligation) -> date | None:
        """The day on which a stage was done by itself, not with its task."""
        if one.what is What.FIGURE:
            return one.done if one.done != judgement.completed else None
        return judgement.shares.done((one.measure, one.milestone))

    def _stages(self, judgement: Judgement | None) -> dict[Identity, Obligation]:
        owed = judgement.obligations if judgement is not None else ()
        return {identity(one): one for one in owed if one.what in STAGES}

    def _now(self, unit: str) -> str:
        """A unit as it is called on the day."""
        return self.day.ledger.units.on(unit, self.day.as_of)


def _promises(judgement: Judgement) -> list[Obligation]:
    return [one for one in judgement.obligations if one.what is What.PROMISE]


def _broken(judgement: Judgement, as_of: date) -> list[Obligation]:
    return [one for one in _promises(judgement) if kept(one, as_of) is Kept.BROKEN]


def _promise(one: Obligation) -> tuple[object, ...]:
    """A promise by what it says: its place among the entries may be another after a merge."""
    return (one.shares[0].unit, one.measure, one.milestone, one.due, one.since, one.text, one.attempt)
