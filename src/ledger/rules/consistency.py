"""4xx: what a phrase was understood to mean must be what the phrase says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.phrases import find_dates, read_deadline
from ledger.plans.unitlines import read_units
from ledger.rules.engine import Context, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.baseline import Baseline, Milestone
    from ledger.model.ledger import Issue
    from ledger.reading.yaml import Path


def deadline(context: Context) -> Iterator[Finding]:
    """L401, L402: due date and flags are what the 整改时限 line says."""
    ledger = context.ledger
    for issue in ledger.issues:
        stored = issue.baseline.deadline
        read, left = read_deadline(stored.text)
        if left:
            yield Finding("L402", issue.path, ("deadline", "text"), {"text": stored.text})
            continue
        for name in ("due", "immediate", "sustained"):
            has, says = getattr(stored, name), getattr(read, name)
            if has != says:
                args = {"text": stored.text, "says": _value(says), "has": _value(has)}
                yield Finding("L401", issue.path, ("deadline", name), args)


def _value(value: object) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def milestones(context: Context) -> Iterator[Finding]:
    """L403, L404, L405: a milestone stands in its text, means what it says, and is not after the deadline."""
    ledger = context.ledger
    for issue in ledger.issues:
        baseline = issue.baseline
        yield from _milestones(issue, ("milestones",), baseline.goal, baseline.milestones)
        for n, measure in enumerate(baseline.measures):
            yield from _milestones(issue, ("measures", n, "milestones"), measure.text, measure.milestones)


def _milestones(issue: Issue, place: Path, text: str, stored: tuple[Milestone, ...]) -> Iterator[Finding]:
    says = [(phrase.text, phrase.due) for phrase in find_dates(text)]
    last = issue.baseline.deadline.due
    for n, milestone in enumerate(stored):
        dues = [due for words, due in says if words == milestone.text]
        if milestone.text not in text:
            yield Finding("L403", issue.path, (*place, n, "text"), {"text": milestone.text})
        elif dues and milestone.due not in dues:
            args = {"text": milestone.text, "says": str(dues[0]), "has": str(milestone.due)}
            yield Finding("L404", issue.path, (*place, n, "due"), args)
        elif last is not None and milestone.due > last:
            yield Finding(
                "L405", issue.path, (*place, n, "due"), {"due": str(milestone.due), "last": str(last)}
            )


def units(context: Context) -> Iterator[Finding]:
    """L408: the lists of units are what the unit lines say."""
    ledger = context.ledger
    for issue in ledger.issues:
        baseline = issue.baseline
        accepting = read_units(baseline.acceptance.text, ledger.units)
        responsible = read_units(baseline.responsibility.text, ledger.units)
        compared: list[tuple[Path, tuple[str, ...], list[str]]] = []
        if not accepting.unresolved:
            compared.append((("acceptance", "units"), baseline.acceptance.units, accepting.units))
        if not responsible.unresolved:
            stored = baseline.responsibility
            lead, support = responsible.lead, responsible.support
            if stored.support_text is not None:
                lead, support = responsible.units, read_units(stored.support_text, ledger.units).units
            compared.append((("responsibility", "lead"), stored.lead, lead))
            compared.append((("responsibility", "support"), stored.support, support))
        for place, has, says in compared:
            if list(has) != says:
                n = next((n for n, (a, b) in enumerate(zip(has, says, strict=False)) if a != b), None)
                args = {"has": "、".join(has) or "—", "says": "、".join(says) or "—"}
                yield Finding("L408", issue.path, place if n is None else (*place, n), args)


def targets(context: Context) -> Iterator[Finding]:
    """L406, L407, L410: a figure stands in its text with that value, and its parts add up to it."""
    ledger = context.ledger
    for issue in ledger.issues:
        for n, target in enumerate(issue.baseline.targets):
            place: Path = ("targets", n)
            yield from _figure(issue, (*place,), target.text, target.value, target.measure)
            for k, part in enumerate(target.parts):
                yield from _figure(issue, (*place, "parts", k), part.text, part.value, part.measure)
            total = sum(part.value for part in target.parts)
            if target.parts and total != target.value:
                args = {"sum": str(total), "value": str(target.value), "unit": target.unit}
                yield Finding("L407", issue.path, (*place, "value"), args)


def _figure(issue: Issue, place: Path, text: str, value: object, measure: int | None) -> Iterator[Finding]:
    baseline: Baseline = issue.baseline
    if measure is not None and measure > len(baseline.measures):
        args: dict[str, str | int] = {"measure": measure, "count": len(baseline.measures)}
        yield Finding("L411", issue.path, (*place, "measure"), args)
        return
    where = baseline.goal if measure is None else baseline.measures[measure - 1].text
    if text not in where:
        yield Finding("L406", issue.path, (*place, "text"), {"text": text})
        return
    from ledger.plans.figures import find_figures

    says = {figure.value for figure in find_figures(where, measure) if figure.text == text}
    if says and value not in says:
        args = {"text": text, "has": str(value), "says": str(min(says))}
        yield Finding("L410", issue.path, (*place, "value"), args)


def numbering(context: Context) -> Iterator[Finding]:
    """L409: measures are numbered one after another, without gaps or doubles."""
    ledger = context.ledger
    from ledger.plans.numerals import count_of

    for issue in ledger.issues:
        numbers = [count_of(measure.number) for measure in issue.baseline.measures]
        for n, number in enumerate(numbers, 1):
            if number is not None and number != n:
                shown = issue.baseline.measures[n - 1].number or ""
                yield Finding(
                    "L409", issue.path, ("measures", n - 1, "number"), {"number": shown, "expected": n}
                )
                break


RULES: tuple[Rule, ...] = (deadline, milestones, units, targets, numbering)
