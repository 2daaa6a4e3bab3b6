"""The rows of a unit's form: what it owes itself on a day, each by a key that outlives order and columns."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ledger.judging.owed import What
from ledger.judging.promises import words_given
from ledger.judging.walk import in_effect
from ledger.model.course import Status
from ledger.model.rowkey import Key, is_about, read_name
from ledger.reports.brief import until_message
from ledger.reports.issues import figure_text, text_of
from ledger.reports.report import Message
from ledger.reports.sentences import entry_message, standing_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledger.judging.day import Day
    from ledger.judging.owed import Obligation
    from ledger.judging.status import Judgement
    from ledger.judging.targets import PartState, TargetState
    from ledger.judging.walk import Step
    from ledger.model.entries import Entry

_CONTACTS = {"leader", "person", "contact", "phone"}
_STATE_DIGITS = 6
_STATE = re.compile("([0-9a-f]{6})((?:[?](?:[0-9]{1,2}(?:[.][0-9]{1,2}){0,23})?:[0-9a-f]{6})?)", re.ASCII)


def read_key(text: str) -> tuple[Key, str, str] | None:
    """A key and the state that it was sent with (``07-1/2#3f9a12``), and the mark of what was asked about
    where it went back (``?15:9f8e7d``), else nothing; ``None`` where it is no key."""
    name, _, rest = text.strip().partition("#")
    key, found = read_name(name), _STATE.fullmatch(rest)
    return None if key is None or found is None else (key, found[1], found[2])


class Row(NamedTuple):
    """One thing that a unit owes, as its form shows it.

    ``due`` is the unit's own day, ``first_due`` that of the plan where it was moved.  ``last`` are the day
    and the words of what the unit last said about it, ``promised`` the day of an open promise; ``figure`` is
    the figure that is reached with it, and may be read in its row.
    """

    key: Key
    number: str
    title: str
    goal: str
    item: str
    lead: tuple[str, ...]
    support: tuple[str, ...]
    acceptance: tuple[str, ...]
    persons: str
    due: date | None
    first_due: date | None
    standing: Message
    last: tuple[date, Message] | None
    promised: date | Message | None
    figure: str = ""

    @property
    def state(self) -> str:
        """What the row asks for, in six digits: another text or another day is another state."""
        said = "\n".join((str(self.key), self.title, self.item, str(self.due)))
        return sha256(said.encode()).hexdigest()[:_STATE_DIGITS]

    @property
    def name(self) -> str:
        """The key and the state, as a form has them."""
        return f"{self.key}#{self.state}"

    @property
    def is_figure(self) -> bool:
        """Whether a reading is asked for, and nothing can be done but reach it."""
        return self.key.target is not None

    @property
    def is_read(self) -> bool:
        """Whether a reading may be filled in."""
        return self.is_figure or bool(self.figure)


def rows_of(day: Day, unit: str, *, every: bool = False) -> list[Row]:
    """What a unit owes itself on a day, in the order of the plan.

    A figure that is read in the row of what it is reached with has no row of its own, but with ``every``.
    Tasks that it leads, its shares and joint parts of measures and milestones, figures that are its own to
    reach; not what it merely takes part in, and nothing of a task that is completed or withdrawn.
    """
    found: list[Row] = []
    for judgement in day.judgements:
        if judgement.completed is None and judgement.status is not Status.WITHDRAWN:
            rows = list(_of_issue(day, judgement, unit))
            beside = {figure_key(judgement, row.key) for row in rows if row.figure}
            found += rows if every else (row for row in rows if row.key not in beside)
    return found


def figure_key(judgement: Judgement, key: Key) -> Key | None:
    """The key of the figure that is reached with what a key names."""
    held = _figure_with(judgement, key)
    if held is None:
        return None
    state, part = held
    return Key(key.issue, target=state.number, part=part.number if part is not None else None)


def _of_issue(day: Day, judgement: Judgement, unit: str) -> Iterator[Row]:
    stages = [
        one
        for one in judgement.obligations
        if one.what in {What.MEASURE, What.MILESTONE} and unit in one.owed_by
    ]
    in_parts = {one.measure for one in stages if one.what is What.MILESTONE}
    owed = [
        (Key(judgement.issue.id, one.measure, one.milestone), one)
        for one in stages
        if one.what is What.MILESTONE or one.measure not in in_parts
    ]
    figures = list(_figures(judgement, unit))
    said = [step.entry for step in _counting(day, judgement)]
    task = judgement.task
    if task is not None and unit in task.owed_by:
        leads = unit in day.named(judgement.chain.leads)
        if leads or not (owed or figures):
            yield _row(day, judgement, unit, said, Key(judgement.issue.id), task)
    for key, one in sorted(owed, key=lambda item: (item[0].measure or 0, item[0].milestone or 0)):
        yield _row(day, judgement, unit, said, key, one)
    for state, part in figures:
        key = Key(judgement.issue.id, None, None, state.number, part.number if part else None)
        yield _row(day, judgement, unit, said, key, None, judgement.figure_due(state, part))


def _figures(judgement: Judgement, unit: str) -> Iterator[tuple[TargetState, PartState | None]]:
    """The figures that are not reached and that are this unit's own to reach."""
    chain = judgement.chain

    def mine(names: Iterable[str]) -> bool:
        return unit in {chain.units.on(name, judgement.as_of) for name in names}

    for state in judgement.targets:
        if state.reached is not None:
            continue
        if state.each:
            if mine(one.unit for one in state.each if one.reached is None):
                yield state, None
        elif state.parts:
            for part in state.parts:
                if part.reached is None and mine(chain.sharers(part.part.measure) or chain.leads):
                    yield state, part
        elif mine(chain.sharers(state.target.measure) or chain.leads):
            yield state, None


def _figure_with(judgement: Judgement, key: Key) -> tuple[TargetState, PartState | None] | None:
    """The one figure that is reached when the milestone or the task of a key is done, so that both are of one
    day; none where there are several."""
    if key.target is not None or (key.measure is not None and key.milestone is None):
        return None
    if key.milestone is not None:
        found = judgement.shares.carried.get((key.measure, key.milestone), [])
    else:
        wanted = [state for state in judgement.targets if state.target.measure is None]
        found = [(state, None) for state in wanted if not state.each and not state.parts]
        found = found if len(wanted) == 1 else []
    return found[0] if len(found) == 1 else None


def _counting(day: Day, judgement: Judgement) -> list[Step]:
    return in_effect(judgement.issue.baseline, judgement.issue.entries, day.setting, day.as_of)


def _row(
    day: Day,
    judgement: Judgement,
    unit: str,
    said: Sequence[Entry],
    key: Key,
    one: Obligation | None,
    figure_due: date | None = None,
) -> Row:
    baseline = judgement.baseline
    due, first = figure_due, None
    if one is not None:
        share = next((share for share in one.shares if share.unit == unit), None)
        due = share.due if share is not None else one.due
        first = (share.first_due if share is not None else None) or one.first_due
    return Row(
        key=key,
        number=baseline.number,
        title=baseline.title,
        goal=baseline.goal or "",
        item=_item(judgement, key, one),
        lead=tuple(baseline.responsibility.lead),
        support=tuple(baseline.responsibility.support),
        acceptance=tuple(baseline.acceptance.units),
        persons="\n".join(f"{o.label}：{o.text}" for o in baseline.others if o.role in _CONTACTS and o.text),
        due=due,
        first_due=first if first != due else None,
        standing=_standing(judgement, due),
        last=_last(day, judgement, unit, said, key),
        promised=_promised(judgement, unit, key),
        figure=_figure_beside(judgement, unit, key),
    )


def _figure_beside(judgement: Judgement, unit: str, key: Key) -> str:
    """What the figure is called that the unit may read beside a milestone or a task; empty without one."""
    read = figure_key(judgement, key)
    if read is None or read.target is None:
        return ""
    mine = {
        (state.number, part.number if part is not None else None) for state, part in _figures(judgement, unit)
    }
    if (read.target, read.part) not in mine:
        return ""
    return figure_text(judgement.baseline, read.target, read.part)


def _standing(judgement: Judgement, due: date | None) -> Message:
    """How far ahead or past the unit's own day is; without one, how the task stands."""
    if due is None:
        return standing_message(judgement)
    days = (judgement.as_of - due).days
    key = "brief.days_late" if days > 0 else "brief.days_left" if days < 0 else "brief.today"
    return Message(key, {"days": abs(days)})


def _item(judgement: Judgement, key: Key, one: Obligation | None) -> str:
    """What is asked for, in the plan's words; nothing of the task itself, whose title says it."""
    baseline = judgement.baseline
    if key.target is not None:
        return figure_text(baseline, key.target, key.part)
    text = text_of(judgement, one) if one is not None and one.what is not What.ISSUE else None
    number = baseline.measures[key.measure - 1].number if key.measure is not None else None
    return f"{number or ''}{text or ''}"


def _last(
    day: Day, judgement: Judgement, unit: str, said: Sequence[Entry], key: Key
) -> tuple[date, Message] | None:
    units = day.ledger.units
    found: Entry | None = None
    for entry in said:
        whose = {units.on(name, day.as_of) for name in (entry.by, *units.expand(entry.named))}
        if unit in whose and is_about(entry, key) and (found is None or entry.date >= found.date):
            found = entry
    return (found.date, entry_message(found, judgement.baseline)) if found is not None else None


def _promised(judgement: Judgement, unit: str, key: Key) -> date | Message | None:
    """The day that the unit has promised for this and not kept yet, with those it had promised before."""
    for word in words_given(judgement):
        one = word.standing
        mine = one.shares[0].unit == unit and (one.measure, one.milestone) == (key.measure, key.milestone)
        if mine and one.done is None and key.target is None:
            return until_message(one.due, [former.due for former in word.former if former.due])
    return None
