"""Issues → the official text of the task list: the way back."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.document import LEAD_LABEL, OWN, SUPPORT_LABEL, Label
from ledger.plans.labels import role_of
from ledger.plans.measuring import aside_of, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ledger.model.baseline import Baseline, Measure
    from ledger.model.plan import Plan


def paragraphs(plan: Plan, issues: Iterable[Baseline], *, whole: bool = False) -> Iterator[str]:
    """The paragraphs of the task list in order; with ``whole`` those of the document before it as well."""
    if whole and plan.preamble:
        yield from plan.preamble.split("\n")
    yield from plan.heading
    titles = {section.number: section.title for section in plan.sections}
    section: str | None = None
    parent = ""
    for issue in issues:
        if issue.section is not None and issue.section != section:
            section = issue.section
            yield f"{section}、{titles.get(section, '')}"
        number, _, sub = issue.number.partition("（")
        title, own, heading = issue.title.rpartition(OWN) if sub else ("", "", issue.title)
        if number != parent or not sub:
            parent = number
            yield f"{number}.{title if own else heading}"
        problem = (issue.problem or "").split("\n") if issue.problem else []
        if sub and own:
            problem = [f"（{sub}{heading}", *problem]
        elif sub:
            problem = [f"（{sub}{problem[0] if problem else ''}", *problem[1:]]
        described = next((label for label in plan.layout.labels if role_of(label) == "problem"), None)
        if described is not None and problem and not sub:
            problem = [f"{described}：{problem[0]}", *problem[1:]]
        yield from problem
        yield from _fields(issue, plan.layout.labels)


def _fields(issue: Baseline, labels: Sequence[str]) -> Iterator[str]:
    """The labelled lines of an issue: those that the plan's layout names in its order, then the others."""
    lines = _lines(issue)
    named: list[tuple[str, Iterable[str]]] = []
    for label in labels:
        key: str = role_of(label) or ""
        if key == "other":
            key = f"other {label}"
        elif key == "responsibility" and issue.responsibility.leads_only:
            key = "support"
        if key in lines:
            named.append((label, lines.pop(key)[1]))
    if not labels:
        named, lines = list(lines.values()), {}
    for label, paragraphs in [*named, *lines.values()]:
        first, *more = paragraphs
        yield f"{label}：{first}"
        yield from more


def _lines(issue: Baseline) -> dict[str, tuple[str, list[str]]]:
    """The usual label and the paragraphs of each field, in the usual order."""
    found: dict[str, tuple[str, list[str]]] = {}
    responsibility = issue.responsibility
    if issue.acceptance.text is not None:
        found["acceptance"] = Label.ACCEPTANCE.value, [issue.acceptance.text]
    if responsibility.text is not None and not _is_gathered(issue):
        key = "lead" if responsibility.leads_only else "responsibility"
        label = LEAD_LABEL if responsibility.leads_only else Label.RESPONSIBILITY.value
        found[key] = label, [responsibility.text]
    if responsibility.support_text is not None and not _is_gathered(issue):
        found["support"] = SUPPORT_LABEL, [responsibility.support_text]
    for n, other in enumerate(issue.others):
        key = f"other {other.label}"
        found[f"{key} {n}" if key in found else key] = other.label, (other.text or "").split("\n")
    if issue.deadline.text is not None:
        found["deadline"] = Label.DEADLINE.value, [issue.deadline.text]
    if issue.goal is not None:
        found["goal"] = Label.GOAL.value, issue.goal.split("\n")
    if issue.measures:
        texts = (f"{one.number or ''}{one.text}{_row(one)}".split("\n") for one in issue.measures)
        found["measures"] = Label.MEASURES.value, ["", *(line for text in texts for line in text)]
    return found


def _row(measure: Measure) -> str:
    """What the row of a table states for a measure alone, as brackets behind it say it."""
    said = {Label.RESPONSIBILITY: measure.units_text, "完成时限": measure.deadline_text}
    parts = [f"{label}：{text}" for label, text in said.items() if text is not None]
    return f"（{'；'.join(parts)}）" if parts else ""


def _is_gathered(issue: Baseline) -> bool:
    """Whether the responsible units are those of brackets behind measures, with no line of their own."""
    asides = [aside_of(measure.text) for measure in issue.measures]
    if issue.responsibility.leads_only:
        return bool(asides) and {aside.get("lead") for aside in asides} == {issue.responsibility.text}
    said = gathered(asides, "responsibility")
    return said == issue.responsibility.text and "；" in (said or "")


def render(plan: Plan, issues: Iterable[Baseline], *, whole: bool = False) -> str:
    """The task list as official text, one paragraph a line, with the blank lines of the plan's layout."""
    text = ("\n" * (plan.layout.gap + 1)).join(paragraphs(plan, issues, whole=whole))
    return text + "\n" * (plan.layout.end + 1)


class Place(NamedTuple):
    """The first line (from 1) in which two texts differ, and that line of each; ``None`` past its end."""

    line: int
    original: str | None
    rendered: str | None


def first_difference(original: str, rendered: str) -> Place | None:
    """Where a rendered document is first another than the original; ``None`` where they are the same."""
    pairs = zip_longest(original.split("\n"), rendered.split("\n"))
    return next((Place(n, one, other) for n, (one, other) in enumerate(pairs, 1) if one != other), None)
