"""What the phrases of an issue mean: unit lines, deadline, dates and figures in goal and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ledger.model.baseline import Baseline, Deadline, Measure, Milestone, Missing, Recurrence, Target
from ledger.model.unit import Units
from ledger.plans.demands import is_immediate, recurrences
from ledger.plans.executors import find_subjects, names_of
from ledger.plans.labels import spoken
from ledger.plans.measuring import Beside, aside_of, bracket_of
from ledger.plans.phrases import DatePhrase, find_dates, read_deadline
from ledger.plans.targets import targets_of
from ledger.plans.unitlines import UnitLine, read_units


@dataclass(frozen=True, slots=True)
class Texts:
    """The phrases of an issue as officially written; ``None`` where the plan has none.

    ``measures`` holds their texts in order, ``beside`` what rows of a table state for each of them, where any
    does.
    """

    acceptance: str | None
    responsibility: str | None
    support: str | None
    leads_only: bool
    deadline: str | None
    goal: str | None
    measures: Sequence[str]
    beside: Sequence[Beside] = ()

    @property
    def rows(self) -> Sequence[Beside]:
        """What the row of each measure states."""
        return self.beside or [Beside()] * len(self.measures)


class Demand(NamedTuple):
    """What a measure asks: who does it (read from brackets behind it, or inferred), whether at once, and what
    again and again."""

    by: tuple[str, ...]
    immediate: bool
    recurring: tuple[Recurrence, ...]


@dataclass(slots=True)
class Meaning:
    """What the phrases mean; ``left`` is what of the deadline was not understood."""

    acceptance: UnitLine
    responsible: UnitLine
    supporting: UnitLine | None
    deadline: Deadline
    left: str
    goal: tuple[Milestone, ...]
    measures: list[tuple[Milestone, ...]]
    targets: tuple[Target, ...] = field(default=())
    demands: list[Demand] = field(default_factory=list)

    @property
    def support(self) -> list[str]:
        """The units that support, from whichever line names them."""
        if self.supporting is None:
            return self.responsible.support
        return [unit for unit in self.supporting.units if unit not in self.lead]

    @property
    def lead(self) -> list[str]:
        """The units that lead."""
        return self.responsible.lead

    @property
    def bodies(self) -> dict[str, tuple[str, ...]]:
        """The bodies that were named for places."""
        return self.responsible.bodies | (self.supporting.bodies if self.supporting else {})


def texts_of(baseline: Baseline) -> Texts:
    """The phrases that a baseline keeps."""
    responsibility = baseline.responsibility
    return Texts(
        acceptance=baseline.acceptance.text,
        responsibility=responsibility.text,
        support=responsibility.support_text,
        leads_only=responsibility.leads_only,
        deadline=baseline.deadline.text,
        goal=baseline.goal,
        measures=[measure.text for measure in baseline.measures],
        beside=[Beside(measure.units_text, measure.deadline_text) for measure in baseline.measures],
    )


def unstated(texts: Texts) -> tuple[Missing, ...]:
    """The fields that every task needs and the plan does not state."""
    stated: dict[Missing, object] = {
        "acceptance": texts.acceptance,
        "responsibility": texts.responsibility or texts.support,
        "deadline": texts.deadline,
        "goal": texts.goal,
        "measures": texts.measures,
    }
    return tuple(name for name, said in stated.items() if not said)


_UNSTATED: tuple[Deadline, str, tuple[DatePhrase, ...]] = (
    Deadline(text=None, due=None, immediate=False, sustained=False),
    "",
    (),
)


def read_row(row: Beside, issued: date | None) -> tuple[Deadline, str, tuple[DatePhrase, ...]]:
    """The deadline that the row of a measure states, what of it was not understood, and its stages."""
    return _UNSTATED if row.deadline is None else read_deadline(row.deadline, issued)


def _with_row(dates: Sequence[DatePhrase], row: Beside, issued: date | None) -> list[DatePhrase]:
    """The dates of a measure: those in its text, then those of its row on other days."""
    deadline, _, stages = read_row(row, issued)
    found = [*dates, *stages]
    if deadline.due is not None and row.deadline is not None:
        found.append(DatePhrase(row.deadline, 0, len(row.deadline), deadline.due))
    said = {one.due for one in dates}
    return [*dates, *(one for one in found[len(dates) :] if one.due not in said)]


def _units(text: str | None, units: Units) -> UnitLine:
    return UnitLine() if text is None else read_units(text, units)


def interpret(texts: Texts, units: Units, issued: date | None = None) -> Meaning:
    """Read the phrases of an issue against the vocabulary of units.

    ``issued`` is the day of issue of the plan, where known: 印发后3个月内 is counted from it.  The parts that
    a deadline of several dates names are milestones of the task, before those of its goal.
    """
    with spoken(units.labels):
        return _interpret(texts, units, issued)


def _interpret(texts: Texts, units: Units, issued: date | None) -> Meaning:
    responsible = _units(texts.responsibility, units)
    if texts.leads_only:
        responsible.lead = list(responsible.units)
    deadline, left, stages = _UNSTATED if texts.deadline is None else read_deadline(texts.deadline, issued)
    goal = texts.goal or ""
    dates = {text: find_dates(text, issued) for text in (goal, *texts.measures)}
    return Meaning(
        acceptance=_units(texts.acceptance, units),
        responsible=responsible,
        supporting=None if texts.support is None else read_units(texts.support, units),
        deadline=deadline,
        left=left,
        goal=_milestones([*stages, *dates[goal]]),
        measures=[
            _milestones(_with_row(dates[text], row, issued))
            for text, row in zip(texts.measures, texts.rows, strict=True)
        ],
        targets=targets_of(goal, texts.measures, dates),
        demands=[
            Demand(
                tuple(_units(row.units, units).units) or _doing(text, units, dates[text]),
                is_immediate(text) or _said_at_once(text) or read_row(row, issued)[0].immediate,
                recurrences(text),
            )
            for text, row in zip(texts.measures, texts.rows, strict=True)
        ],
    )


def said_aside(text: str, units: Units) -> UnitLine:
    """The units named behind a measure: ``（责任单位：市水务局；…）``, ``（市水务局，2025年底前）``."""
    aside = aside_of(text)
    said = [aside[role] for role in ("lead", "responsibility", "support") if role in aside]
    if not aside:
        said = list(_unlabelled(*bracket_of(text), units))
    return read_units("、".join(said), units) if said else UnitLine()


def _said_at_once(text: str) -> bool:
    """Whether the words behind a measure say it begins at once: ``（责任单位：甲；时限：立行立改）``."""
    aside = aside_of(text)
    if aside:
        return "deadline" in aside and read_deadline(aside["deadline"]).deadline.immediate
    pieces = (read_deadline(found[0].strip()) for found in _PART.finditer(bracket_of(text)[0]))
    return any(piece.deadline.immediate and not piece.left for piece in pieces)


_PART = re.compile("[^,，;；。]+")
_CHARGED = re.compile("(?:负责|牵头|落实|配合)$")
_NAMED = re.compile("(?:[区旗县市局委办部院厅]|政府|管委会|委员会|办公室|集团|公司|中心)$")
_ANYBODY = re.compile("有关|相关|专人|企业$|各级|各地")


def _unlabelled(inner: str, apart: bool, units: Units) -> Iterator[str]:
    """The names in brackets without labels, where these say who is in charge, or who and by when.

    Names alone say so behind a sentence (``…清运。（市水务局）``); inside one they may explain a word.
    """
    names: list[str] = []
    charged = apart
    for piece in (found[0].strip() for found in _PART.finditer(inner)):
        if not read_deadline(piece).left:  # 长期坚持, 2025年5月底前
            charged = True
            continue
        dates = find_dates(piece)
        who = piece[: dates[0].start].rstrip("于在到 ") if dates else piece
        charged = charged or bool(dates) or _CHARGED.search(who) is not None
        if who:
            names.append(_CHARGED.sub("", who))
    if charged and names and all(_like_units(name, units) for name in names):
        yield from names


def _like_units(text: str, units: Units) -> bool:
    """Whether a text is names of units, known ones or such as are called so."""
    if not read_units(text, units).unresolved:
        return True
    parts = [part for part in re.split("[、和及与]", text) if part]
    return _ANYBODY.search(text) is None and all(_NAMED.search(part) for part in parts)


def _doing(text: str, units: Units, dates: Sequence[DatePhrase]) -> tuple[str, ...]:
    """Who does a measure: those that brackets behind it name, else those that its sentences begin with."""
    named = said_aside(text, units).units
    return tuple(named) or names_of(find_subjects(text, units, dates))


def _milestones(dates: list[DatePhrase]) -> tuple[Milestone, ...]:
    return tuple(Milestone(text=phrase.text, due=phrase.due) for phrase in dates)


def measures_of(numbers: Sequence[str | None], texts: Texts, meaning: Meaning) -> tuple[Measure, ...]:
    """The measures with what was read from them."""
    return tuple(
        Measure(
            number=number,
            text=text,
            units_text=row.units,
            deadline_text=row.deadline,
            milestones=milestones,
            by=demand.by,
            immediate=demand.immediate,
            recurring=demand.recurring,
        )
        for number, text, row, milestones, demand in zip(
            numbers, texts.measures, texts.rows, meaning.measures, meaning.demands, strict=True
        )
    )
