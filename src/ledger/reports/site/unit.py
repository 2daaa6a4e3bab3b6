"""The page of a unit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.judging.duties import State, state_of
from ledger.judging.owed import What
from ledger.judging.promises import Kept, kept
from ledger.model.entries.base import measure_name
from ledger.reports.complaints_public import public_record
from ledger.reports.counts import roles_of
from ledger.reports.figures import target_text
from ledger.reports.issues import figure_text
from ledger.reports.report import Message
from ledger.reports.sentences import promised_message
from ledger.reports.site.issue import part_name
from ledger.reports.site.naming import Namer
from ledger.reports.site.pages import (
    CaseLine,
    DebtLine,
    DoneLine,
    DutyLine,
    LetterLine,
    PromiseLine,
    UnitPage,
)
from ledger.reports.timeline import is_undetermined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.judging.complaints import CaseStanding
    from ledger.judging.day import Day
    from ledger.judging.owed import Debt, Obligation
    from ledger.judging.status import Judgement
    from ledger.model.attempt import Node as Place


def unit_pages(day: Day, namer: Namer) -> tuple[UnitPage, ...]:
    units = day.ledger.units
    late, done, duties, held = day.late(), _done(day), _duties(day), _holders(day)
    promises, letters = _promises(day), _letters(day)
    overdue = [debt.obligation.issue or "" for debt in late if debt.obligation.what is What.ISSUE]
    pages = []
    for name, unit in units.units.items():
        now = units.on(name, day.as_of)
        mine = [debt for debt in late if name in debt.units]
        leads, supports, accepts = (
            tuple(held.get(role, {}).get(name, ())) for role in ("lead", "support", "acceptance")
        )
        pages.append(
            UnitPage(
                key=namer.keys[name],
                name=name,
                full=unit.name,
                kind=unit.kind.value,
                leads=leads,
                supports=supports,
                accepts=accepts,
                leads_late=tuple(issue for issue in overdue if issue in leads),
                successor=namer(now) if now != name else None,
                late=len(mine),
                debts=tuple(_debts(day, name, mine)),
                done=tuple(done.get(name, ())),
                duties=tuple(duties.get(name, ())),
                promises=tuple(promises.get(name, ())),
                letters=tuple(letters.get(name, ())),
                complaints=tuple(_complaint(day, one) for one in day.complaints_of.get(name, ())),
            )
        )
    return tuple(pages)


def _holders(day: Day) -> dict[str, dict[str, list[str]]]:
    """The issues in which units have a role, by role and by what the units are called on the day."""
    found: dict[str, dict[str, list[str]]] = {}
    for judgement in day.judgements:
        for role, names in roles_of(judgement, day.ledger.units).items():
            for name in names:
                found.setdefault(role, {}).setdefault(name, []).append(judgement.issue.id)
    return found


def _debts(day: Day, unit: str, late: list[Debt]) -> Iterable[DebtLine]:
    """What a unit owes: what is late first, then by day, then what has none."""
    for debt in late:
        yield _debt(day, unit, debt.obligation, debt.due, debt.days(day.as_of))
    for debt in day.coming_of(unit):
        yield _debt(day, unit, debt.obligation, debt.due, None)
    for judgement in day.judgements:
        task = judgement.task
        if task is not None and task.done is None and task.due is None and unit in task.owed_by:
            yield _debt(day, unit, task, None, None)


def _debt(day: Day, unit: str, one: Obligation, due: date | None, days: int | None) -> DebtLine:
    judgement = day.by_id[one.issue or ""]
    baseline = judgement.baseline
    return DebtLine(
        issue=baseline.id,
        number=baseline.number,
        title=baseline.title,
        what=_what(judgement, one, unit),
        due=due,
        days=days,
        undetermined=due is None and is_undetermined(judgement),
    )


def _what(judgement: Judgement, one: Obligation, unit: str | None = None) -> Message:
    """What is owed; of a task, which measures of it a unit owes."""
    measure = {"measure": measure_name(judgement.baseline, one.measure)}
    match one.what:
        case What.ISSUE:
            parts = [
                measure_name(judgement.baseline, o.measure)
                for o in judgement.obligations
                if o.what is What.MEASURE and not o.joint and not o.dated and unit in o.owed_by
            ]
            return Message("site.debt_parts", {"parts": parts}) if parts else Message("site.debt_issue")
        case What.MILESTONE:
            return part_name(judgement, one.measure, one.milestone)
        case What.MEASURE:
            return Message("site.debt_measure", measure)
        case What.FIGURE:
            return Message("site.debt_figure", {"target": _figure_text(judgement, one)})
        case What.FIRST_ACTION:
            return Message("site.debt_first_measure" if one.measure else "site.debt_first", measure)
        case What.PROMISE:
            return Message("site.debt_promise", {"text": one.text or Message("site.debt_issue")})
        case _:
            return Message("site.debt_review")


def _figure_text(judgement: Judgement, one: Obligation) -> Message | str:
    state = judgement.shares.target(one.target or 1)
    if one.part is not None:
        return figure_text(judgement.baseline, state.number, one.part)
    return target_text(state, judgement.shares)


def _done(day: Day) -> dict[str, list[DoneLine]]:
    """What units have done of the issues, by their names on the day; what was done last comes first."""
    found: dict[str, list[DoneLine]] = {}
    for judgement in day.judgements:
        baseline = judgement.baseline
        for unit, what, when in _deeds(day, judgement):
            line = DoneLine(baseline.id, baseline.number, baseline.title, what, when)
            found.setdefault(unit, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (-line.day.toordinal(), line.issue))
    return found


def _deeds(day: Day, judgement: Judgement) -> Iterable[tuple[str, Message, date]]:
    """A completed task for those who lead it; for all others the stages that they have done themselves."""
    units, as_of = day.ledger.units, day.as_of
    leads = {units.on(name, as_of) for name in judgement.chain.leads}
    finished = leads if judgement.completed is not None else set()
    for unit in sorted(finished):
        yield unit, Message("site.done_issue"), judgement.completed or as_of
    whole: set[tuple[int | None, str]] = set()
    for one in judgement.obligations:
        if one.what not in {What.MEASURE, What.MILESTONE}:
            continue
        for name, when in _own(judgement, (one.measure, one.milestone)):
            unit = units.on(name, as_of)
            if unit in finished or (one.what is What.MILESTONE and (one.measure, unit) in whole):
                continue
            if one.what is What.MEASURE:
                whole.add((one.measure, unit))
            yield unit, _what(judgement, one), when


def _own(judgement: Judgement, node: Place) -> Iterable[tuple[str, date]]:
    """The units that did their part of a stage themselves, and when."""
    chain, shares = judgement.chain, judgement.shares
    for name in shares.units(node):
        when = chain.parts.get(node, {}).get(name) if shares.is_joint(node) else shares.share(node, name)
        if when is None and shares.is_joint(node) and name in chain.leads:
            when = chain.whole.get(node)
        if when is not None:
            yield name, when


def _duties(day: Day) -> dict[str, list[DutyLine]]:
    """What is to be done again and again and has no record; reviews are among what is owed of the issues."""
    found: dict[str, list[DutyLine]] = {}
    for duty in day.duties():
        state = state_of(duty, day.as_of)
        # letters have a table of their own
        if duty.what in {What.REVIEW, What.REPLY} or state is State.DONE:
            continue
        args = {"measure": duty.measure, "text": duty.text, "since": duty.since}
        if duty.what is What.DISCLOSURE:
            what = Message("site.duty_year", {"year": duty.due.year if duty.due else day.as_of.year})
        else:
            what = Message("site.duty" if duty.since else "site.duty_unknown", args)
        for unit in duty.owed_by:
            found.setdefault(unit, []).append(DutyLine(what, duty.due, state.value, duty.issue, duty.number))
    return found


def _promises(day: Day) -> dict[str, list[PromiseLine]]:
    """What units promised, by their names on the day; what is broken comes first."""
    found: dict[str, list[PromiseLine]] = {}
    for judgement in day.judgements:
        baseline = judgement.baseline
        for one in judgement.obligations:
            if one.what is What.PROMISE:
                became = kept(one, day.as_of).value
                what = promised_message(judgement, one)
                if one.renewed is not None and one.done is None:
                    what = Message("promises.renewed", {"became": what, "until": one.renewed})
                line = PromiseLine(baseline.id, baseline.number, what, one.due, one.done, became)
                for share in one.shares:
                    found.setdefault(share.unit, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (list(Kept).index(Kept(line.state)), line.until or date.max))
    return found


def _complaint(day: Day, one: CaseStanding) -> CaseLine:
    """A complaint that is not dealt with, with the number that the page of complaints has."""
    record, _ = public_record(one)
    days = one.days_overdue(day.as_of) or None
    return CaseLine(record["number"], record["key"], one.due, days, one.state.value, record["text"])


def _letters(day: Day) -> dict[str, list[LetterLine]]:
    """The letters to units and what became of them, the latest first."""
    found: dict[str, list[LetterLine]] = {}
    for one in day.letters:
        letter = one.letter
        late = one.owed and one.days_late is not None
        state = "late" if late else "owed" if one.owed else "replied" if one.replied else "none"
        line = LetterLine(
            letter.number,
            letter.date,
            letter.level,
            tuple(letter.issues),
            letter.reply_by,
            one.replied,
            one.days_late,
            state,
        )
        found.setdefault(one.unit, []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: line.sent, reverse=True)
    return found
