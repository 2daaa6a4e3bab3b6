"""The figures of the goal and of the measures of a task → its targets, those that add up as parts of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.baseline import Target, TargetPart
from ledger.plans.figures import Figure, find_figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.plans.phrases import DatePhrase


def targets_of(
    goal: str, measures: Sequence[str], dates: Mapping[str, list[DatePhrase]] | None = None
) -> tuple[Target, ...]:
    """The targets of an issue: those of the goal, then those of the measures.

    Where figures of the measures in the same unit add up to exactly one figure of the goal, they become its
    parts instead of targets of their own.
    """
    known = dates or {}
    wholes = find_figures(goal, None, known.get(goal))
    found = [find_figures(measure, n, known.get(measure)) for n, measure in enumerate(measures, 1)]
    alike: dict[str, list[Figure]] = {}
    among: dict[tuple[int | None, str], list[Figure]] = {}
    for figure in (figure for figures in found for figure in figures):
        if figure.among:
            among.setdefault((figure.measure, figure.unit), []).append(figure)
        else:
            alike.setdefault(figure.unit, []).append(figure)
    sums = {unit: sum(f.value for f in figures) for unit, figures in alike.items()}
    shares = {place: sum(f.value for f in figures) for place, figures in among.items()}
    targets = []
    for whole in wholes:
        parts = alike.get(whole.unit, []) if whole.unit not in {"%", "‰"} else []
        # one is no sum
        fits = len(parts) > 1 and sums[whole.unit] == whole.value
        targets.append(_target(whole, alike.pop(whole.unit) if fits else []))
    for figure in (figure for figures in found for figure in figures if not figure.among):
        place = figure.measure, figure.unit
        if figure.unit in alike:
            fits = place in among and shares[place] == figure.value
            targets.append(_target(figure, among.pop(place) if fits else []))
    left = (f for figures in found for f in figures if f.among and (f.measure, f.unit) in among)
    return (*targets, *(_target(figure, []) for figure in left))


def _target(figure: Figure, parts: list[Figure]) -> Target:
    return Target(
        name=figure.name,
        text=figure.text,
        value=figure.value,
        unit=figure.unit,
        compare=figure.compare,
        each=figure.each,
        measure=figure.measure,
        due=figure.due,
        parts=tuple(
            TargetPart(name=p.name, text=p.text, value=p.value, measure=p.measure or 1, due=p.due)
            for p in parts
        ),
    )
