"""What holds on a day: the ledger judged once, and everything that is owed as one list.

Every question about time, debt and counts is put to a :class:`Day`; no other place decides what is late, who
owes it, or counts.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.judging.counting import Figures, Item, Level, Sustained, figures, items
from ledger.judging.days import later
from ledger.judging.duties import disclosures, earliest_named, known_since, recurring
from ledger.judging.escalation import Suggestion, suggest
from ledger.judging.letters import Asked, Read, asked, owed_replies, read_letters
from ledger.judging.owed import STAGES, Debt, Obligation, What
from ledger.judging.parties import Setting
from ledger.judging.select import Criteria, select
from ledger.judging.status import Judgement, Standing, judge, policy_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

    from ledger.judging.complaints import CaseStanding
    from ledger.model.ledger import Issue, Ledger
    from ledger.model.plan import Policy

_COUNTED = {What.ISSUE, What.PROMISE}
_LISTED = {What.ISSUE, What.FIRST_ACTION, What.REVIEW, What.PROMISE} | STAGES

URGENCY = {What.ISSUE: 0, What.FIRST_ACTION: 1, What.REVIEW: 3, What.PROMISE: 4}
"""What is read first of what is late: whole tasks, what was never begun, stages, reviews, promises."""

_STAGE = 2


class Day:
    """The ledger on a day, each answer worked out once.

    ``evidence`` gives the SHA-256 of an evidence file by its path below ``data/``, ``None`` where there is
    none; a record whose evidence is missing or changed has no effect.
    """

    def __init__(
        self, ledger: Ledger, as_of: date, evidence: Callable[[str], str | None] | None = None
    ) -> None:
        self.ledger, self.as_of = ledger, as_of
        self.policy: Policy = policy_of(ledger.plan)
        self.setting = Setting(ledger.units, self.policy, ledger.calendar, evidence)
        self._single: dict[str, Judgement] = {}

    @property
    def issued(self) -> date | None:
        """The day the plan was issued, where known."""
        return self.ledger.plan.issued if self.ledger.plan else None

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every issue judged, in plan order."""
        return tuple(map(self._judge, self.ledger.issues))

    @cached_property
    def by_id(self) -> dict[str, Judgement]:
        """The judgements by the ids of their issues."""
        return {judgement.issue.id: judgement for judgement in self.judgements}

    def judgement(self, issue_id: str) -> Judgement:
        """One issue judged, and no other, unless all are; KeyError where there is none of that id."""
        known = self._single.get(issue_id)
        if known is None:
            if "judgements" in self.__dict__:
                known = self.by_id[issue_id]
            else:
                issue = self.ledger.find(issue_id)
                if issue is None:
                    raise KeyError(issue_id)
                known = self._judge(issue)
            self._single[issue_id] = known
        return known

    def _judge(self, issue: Issue) -> Judgement:
        return self._single.get(issue.id) or judge(issue, self.as_of, self.setting, self.issued, self._since)

    @cached_property
    def _since(self) -> date | None:
        return earliest_named(self.ledger)

    def select(self, criteria: Criteria) -> list[Judgement]:
        """The judgements that meet all criteria, in plan order."""
        return select(self.judgements, criteria, self.ledger.units)

    def on(self, day: date) -> Day:
        """The same ledger on another day."""
        return Day(self.ledger, day, self.setting.evidence)

    # -- what is owed ---------------------------------------------------------------------------------------

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """Everything that is owed of the issues, and the standing duties that have begun."""
        found = [one for judgement in self.judgements for one in judgement.obligations]
        return (*found, *(one for one in self.duties() if one.what is not What.REVIEW))

    def duties(self, until: date | None = None) -> list[Obligation]:
        """Reviews, recurring duties, disclosures and replies to letters by their last day; to come as well up
        to ``until``."""
        last = max(until, self.as_of) if until is not None else self.as_of
        start = known_since(self.ledger)
        found = [o for j in self.judgements for o in j.obligations if o.what is What.REVIEW]
        for judgement in self.judgements:
            found += recurring(judgement, start, last)
        if self.policy.yearly_disclosure:
            found += disclosures(self.ledger, self.judgements, start, self.as_of, last)
        found += owed_replies(self.post.sent, self.ledger.units, self.as_of)
        return sorted(
            found,
            key=lambda o: (
                o.due or date.max,
                o.what,
                o.issue or "",
                o.measure or 0,
                o.owed_by,
                o.done_by,
                o.text or "",
            ),
        )

    @cached_property
    def post(self) -> Read:
        """The letters of all days, and what of the book of letters has no effect."""
        return read_letters(self.ledger.letters, self.ledger.units, self.setting.office)

    @cached_property
    def letters(self) -> tuple[Asked, ...]:
        """The letters by the day, each for each of its units, in the order of the file."""
        return tuple(asked(self.post.sent, self.ledger.units, self.as_of))

    @cached_property
    def complaints(self) -> tuple[CaseStanding, ...]:
        """The complaints that had been handed over by the day, by batch and number; no tasks."""
        if not self.ledger.complaints:  # a ledger without them does not pay for them
            return ()
        from ledger.judging.complaints import standings_of

        return tuple(standings_of(self.ledger, self.as_of))

    def handlers(self, one: CaseStanding) -> tuple[str, ...]:
        """The units that a complaint was given to, groups expanded, by their names on the day."""
        units = self.ledger.units
        return tuple(dict.fromkeys(units.on(name, self.as_of) for name in units.expand(one.received.units)))

    @cached_property
    def complaints_of(self) -> Mapping[str, tuple[CaseStanding, ...]]:
        """By unit, the complaints it has not dealt with: those with a day by it, then those without one."""
        found: dict[str, list[CaseStanding]] = {}
        for one in self.complaints:
            if one.owed:
                for unit in self.handlers(one):
                    found.setdefault(unit, []).append(one)
        return {
            unit: tuple(sorted(owed, key=lambda one: (one.due is None, one.due or self.as_of)))
            for unit, owed in found.items()
        }

    def replies(self, criteria: Criteria | None = None) -> list[Asked]:
        """The letters without a reply by the last day for it, of the units asked for, soonest due first; none
        where something else is asked for as well, because a letter is no task."""
        wanted: set[str] | None = None
        if criteria is not None and criteria != Criteria():
            if criteria != Criteria(unit=criteria.unit):
                return []
            wanted = self.named(criteria.unit)
        found = [one for one in self.letters if one.owed and (wanted is None or one.unit in wanted)]
        return sorted(found, key=lambda one: (one.letter.reply_by or date.max, one.letter.number))

    def late(self, criteria: Criteria | None = None) -> list[Debt]:
        """What is late, the most urgent kind first, and most days first within it."""
        chosen = self.select(criteria) if criteria is not None else self.judgements
        found = [d for judgement in chosen for d in _shown(judgement, judgement.late)]
        kept = self._of_units(found, criteria)
        return sorted(kept, key=lambda d: (URGENCY.get(d.obligation.what, _STAGE), d.due, *_place(d)))

    def upcoming(self, days: int, criteria: Criteria | None = None) -> list[Debt]:
        """What falls due from the day on within ``days``, soonest first."""
        until = later(self.as_of, days)
        chosen = self.select(criteria) if criteria is not None else self.judgements
        found = []
        for judgement in chosen:
            open_ones = [d for one in judgement.obligations for d in one.debts(self.as_of, until)]
            shown = [d for d in open_ones if _is_listed(d) and not _is_with_task(d, judgement)]
            milestones = _milestones(shown)
            found += [d for d in shown if _is_new(d, milestones)]
        return sorted(self._of_units(found, criteria), key=lambda d: (d.due, *_place(d)))

    def _of_units(self, debts: Iterable[Debt], criteria: Criteria | None) -> list[Debt]:
        """Those that one of the units asked for owes."""
        if criteria is None or not criteria.unit:
            return list(debts)
        wanted = self.named(criteria.unit)
        return [debt for debt in debts if wanted & set(debt.units)]

    def named(self, names: Iterable[str]) -> set[str]:
        """The units behind names, groups expanded, as they are called on the day."""
        units = self.ledger.units
        return {units.on(name, self.as_of) for name in units.expand(names)}

    def unacted(self, criteria: Criteria | None = None) -> list[Judgement]:
        """Tasks to be begun at once of which nothing is on record."""
        chosen = self.select(criteria) if criteria is not None else self.judgements
        return [j for j in chosen if j.standing is Standing.UNACTED]

    # -- counts and suggestions -----------------------------------------------------------------------------

    def items(
        self,
        level: Level = Level.ISSUES,
        sustained: Sustained = Sustained.ON_SCHEDULE,
        judgements: Sequence[Judgement] | None = None,
    ) -> list[Item]:
        """What is counted at a level; of ``judgements`` only where they are given."""
        return items(self.judgements if judgements is None else judgements, level, sustained)

    def figures(
        self,
        level: Level = Level.ISSUES,
        sustained: Sustained = Sustained.ON_SCHEDULE,
        judgements: Sequence[Judgement] | None = None,
    ) -> Figures:
        """The standard figures."""
        return figures(self.items(level, sustained, judgements), self.as_of)

    def suggestions(self) -> list[Suggestion]:
        """Whom to press, and at which level."""
        return suggest(self.judgements, self.policy, self.post.sent)

    @cached_property
    def _coming_by_unit(self) -> dict[str, list[Debt]]:
        found: dict[str, list[Debt]] = {}
        for judgement in self.judgements:
            leads = self.named(judgement.baseline.responsibility.lead)
            for unit, debt in _coming(judgement, leads, self.as_of):
                found.setdefault(unit, []).append(debt)
        for debts in found.values():
            debts.sort(key=lambda d: (d.due, *_place(d)))
        return found

    @cached_property
    def _late_by_unit(self) -> dict[str, list[Debt]]:
        found: dict[str, list[Debt]] = {}
        for debt in self.late():
            for unit in debt.units:
                found.setdefault(unit, []).append(debt)
        return found

    def late_of(self, unit: str) -> list[Debt]:
        """What a unit owes late, most urgent first: the rows of ``overdue`` that name it."""
        return list(self._late_by_unit.get(unit, ()))

    def coming_of(self, unit: str) -> list[Debt]:
        """What a unit owes from the day on, however far ahead, soonest first.

        A stage without a day of its own is told with its task to who leads; to others by itself, in the
        place of the task, which they owe because of it.  A measure of which a milestone is open stands by
        that, as in a form, also where the milestone is late.
        """
        return list(self._coming_by_unit.get(unit, ()))

    def debts_of(self, unit: str) -> list[Debt]:
        """What a unit owes of the issues and has a day for, each debt once, what is late first."""
        return [*self.late_of(unit), *self.coming_of(unit)]

    @cached_property
    def _done_by_unit(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for judgement in self.judgements:
            for one in judgement.obligations:
                for share in one.shares:
                    if share.done is not None and (one.what in STAGES or one.what in _COUNTED):
                        found[share.unit] = found.get(share.unit, 0) + 1
        return found

    def done_of(self, unit: str) -> int:
        """How many shares of tasks, measures, milestones, figures and promises a unit has done."""
        return self._done_by_unit.get(unit, 0)


def _place(debt: Debt) -> tuple[object, ...]:
    one = debt.obligation
    return (
        one.issue or "",
        list(What).index(one.what),
        one.measure or 0,
        one.milestone or 0,
        one.target or 0,
        one.part or 0,
        one.position or 0,
    )


def _is_listed(debt: Debt) -> bool:
    return debt.obligation.what in _LISTED


def _is_with_task(debt: Debt, judgement: Judgement) -> bool:
    """Whether a stage has no day of its own and is due with its task."""
    one = debt.obligation
    return one.what in STAGES and not one.dated and debt.due == judgement.due


def _put_off(debt: Debt, judgement: Judgement) -> bool:
    """Whether it is due after its task, by an extension of that part."""
    return judgement.due is not None and debt.due > judgement.due


def _once(
    judgement: Judgement, debts: Sequence[Debt], said: Container[int | None], *, leads: bool
) -> Iterator[Debt]:
    """The debts of one unit in an issue, each said once; ``said`` are the measures of which it owes a
    milestone."""
    days = {debt.due for debt in debts if _is_with_task(debt, judgement)}
    milestones = _milestones(debts)
    for debt in debts:
        one = debt.obligation
        if not _is_new(debt, milestones):
            continue
        again = leads or (one.what is What.MEASURE and one.measure in said)
        if again and _is_with_task(debt, judgement):
            continue
        if one.what is What.ISSUE and not leads and debt.due in days:
            continue
        yield debt


def _coming(judgement: Judgement, leads: Collection[str], as_of: date) -> Iterator[tuple[str, Debt]]:
    """What is owed of an issue from a day on, by unit, each said once to whom it concerns."""
    debts = [debt for one in judgement.obligations for debt in one.debts(None, date.max)]
    owed: dict[str, list[Debt]] = {}
    parted: dict[str, set[int | None]] = {}
    for debt in debts:
        is_milestone = debt.obligation.what is What.MILESTONE
        is_coming = debt.due >= as_of and _is_listed(debt)
        for unit in debt.units if is_milestone else ():
            parted.setdefault(unit, set()).add(debt.obligation.measure)
        for unit in debt.units if is_coming else ():
            owed.setdefault(unit, []).append(debt)
    for unit, theirs in owed.items():
        for debt in _once(judgement, theirs, parted.get(unit, set()), leads=not leads or unit in leads):
            yield unit, debt


def _shown(judgement: Judgement, debts: Iterable[Debt]) -> Iterator[Debt]:
    """The debts that have a row of their own: a stage of a task that is late itself only where it is partly
    done or was put off beyond the task's day, because the task's row says the rest."""
    task_late = judgement.days_overdue is not None
    said = {o.measure for o in judgement.obligations if o.what is What.MILESTONE and o.done is None}
    debts = tuple(debts)
    milestones = _milestones(debts)
    for debt in debts:
        one = debt.obligation
        if not _is_listed(debt):
            continue
        if one.what in STAGES and task_late and not one.partly and not _put_off(debt, judgement):
            continue
        if _is_with_task(debt, judgement) and (not task_late or one.measure in said):
            continue  # its milestone says the same debt
        if _is_new(debt, milestones):
            yield debt


_Said = tuple[int | None, date, tuple[str, ...]]
"""What a measure and a milestone of it may say alike: of which measure, due when, owed by whom."""


def _milestones(debts: Iterable[Debt]) -> set[_Said]:
    return {(d.obligation.measure, d.due, d.units) for d in debts if d.obligation.what is What.MILESTONE}


def _is_new(debt: Debt, milestones: set[_Said]) -> bool:
    """Whether it is no measure of which a milestone says the same debt."""
    one = debt.obligation
    return one.what is not What.MEASURE or (one.measure, debt.due, debt.units) not in milestones
