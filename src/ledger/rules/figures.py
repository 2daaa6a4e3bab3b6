"""4xx: the figures that are stored must be those that the text commits to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.baseline import Target, TargetPart
    from ledger.model.ledger import Issue
    from ledger.plans.interpret import Meaning, Texts
    from ledger.reading.yaml import Path


def shown_value(value: object) -> str:
    """A value as the file has it."""
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def figures_differ(issue: Issue, texts: Texts, said: Meaning) -> Iterator[Finding]:
    """L406, L407, L410, L411, L413: targets are the figures that the texts commit to."""
    missing = list(said.targets)
    stored = issue.baseline.targets
    counterparts = _counterparts(stored, missing)
    for n, target in enumerate(stored):
        place: Path = ("targets", n)
        says = counterparts.get(n)
        if says is not None:
            missing.remove(says)
        elif any((target.text, target.measure) == (t.text, t.measure) for t in said.targets):
            yield Finding("L414", issue.path, place, {"text": target.text})
            continue
        yield from _figure(issue, place, texts, target, says)
        parts = list(says.parts) if says else []
        for k, part in enumerate(target.parts):
            twin = next((p for p in parts if (p.text, p.measure) == (part.text, part.measure)), None)
            if twin is not None:
                parts.remove(twin)
            yield from _figure(issue, (*place, "parts", k), texts, part, twin)
        total = sum(part.value for part in target.parts)
        if target.parts and total != target.value:
            args = {"sum": str(total), "value": str(target.value), "unit": target.unit}
            yield Finding("L407", issue.path, (*place, "value"), args)
        elif says and says.parts and not target.parts:
            yield Finding("L413", issue.path, place, {"text": tuple(part.text for part in says.parts)})
    for target in missing:
        yield Finding("L413", issue.path, ("targets",), {"text": f"{target.name} {target.text}"})


def _counterparts(stored: Sequence[Target], said: Sequence[Target]) -> dict[int, Target]:
    """The figure of the texts that each stored target stands for, by position.

    First those with the same words at the same place, then those that are alike in words or in name.
    """
    left = list(said)
    found: dict[int, Target] = {}
    for key in (_words_and_place, _words, _name_and_place):
        for n, target in enumerate(stored):
            if n in found or (key is not _words_and_place and _is_copy(target, said)):
                continue
            match = next((t for t in left if key(t) == key(target)), None)
            if match is not None:
                found[n] = match
                left.remove(match)
    return found


def _is_copy(target: Target, said: Sequence[Target]) -> bool:
    return any(_words_and_place(t) == _words_and_place(target) for t in said)


def _words_and_place(target: Target) -> tuple[str, int | None]:
    return target.text, target.measure


def _words(target: Target) -> str:
    return target.text


def _name_and_place(target: Target) -> tuple[str, int | None]:
    return target.name, target.measure


def _figure(
    issue: Issue, place: Path, texts: Texts, has: Target | TargetPart, says: Target | TargetPart | None
) -> Iterator[Finding]:
    measures = texts.measures
    if has.measure is not None and has.measure > len(measures):
        args: dict[str, str | int] = {"measure": has.measure, "count": len(measures)}
        yield Finding("L411", issue.path, (*place, "measure"), args)
        return
    where = texts.goal or "" if has.measure is None else measures[has.measure - 1]
    if has.text not in where and (says is None or says.text != has.text):
        yield Finding("L406", issue.path, (*place, "text"), {"text": has.text})
    elif says is not None:
        for name in ("text", "measure", "value", "unit", "compare", "each", "due"):
            mine, theirs = getattr(has, name, None), getattr(says, name, None)
            if mine != theirs:
                args = {"text": has.text, "has": shown_value(mine), "says": shown_value(theirs)}
                yield Finding("L410", issue.path, (*place, name), args)
