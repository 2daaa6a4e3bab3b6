"""Issues → the official text of the task list: the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.document import LEAD_LABEL, OWN, SUPPORT_LABEL, Label
from ledger.plans.measuring import aside_of, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        yield from problem
        yield from _fields(issue)


def _fields(issue: Baseline) -> Iterator[str]:
    if issue.acceptance.text is not None:
        yield f"{Label.ACCEPTANCE}：{issue.acceptance.text}"
    responsibility = issue.responsibility
    if responsibility.text is not None and not _is_gathered(issue):
        yield f"{LEAD_LABEL if responsibility.leads_only else Label.RESPONSIBILITY}：{responsibility.text}"
    if responsibility.support_text is not None:
        yield f"{SUPPORT_LABEL}：{responsibility.support_text}"
    for other in issue.others:
        yield f"{other.label}：{other.text or ''}"
    if issue.deadline.text is not None:
        yield f"{Label.DEADLINE}：{issue.deadline.text}"
    if issue.goal is not None:
        yield from f"{Label.GOAL}：{issue.goal}".split("\n")
    if issue.measures:
        yield f"{Label.MEASURES}："
    for measure in issue.measures:
        yield from f"{measure.number or ''}{measure.text}{_row(measure)}".split("\n")


def _row(measure: Measure) -> str:
    """What the row of a table states for a measure alone, as brackets behind it say it."""
    said = {Label.RESPONSIBILITY: measure.units_text, "完成时限": measure.deadline_text}
    parts = [f"{label}：{text}" for label, text in said.items() if text is not None]
    return f"（{'；'.join(parts)}）" if parts else ""


def _is_gathered(issue: Baseline) -> bool:
    """Whether the responsible units are those of brackets behind measures, with no line of their own."""
    said = gathered([aside_of(measure.text) for measure in issue.measures], "responsibility")
    return said == issue.responsibility.text and "；" in (said or "")


def render(plan: Plan, issues: Iterable[Baseline], *, whole: bool = False) -> str:
    """The task list as official text, one paragraph a line, with the blank lines of the plan's layout."""
    text = ("\n" * (plan.layout.gap + 1)).join(paragraphs(plan, issues, whole=whole))
    return text + "\n" * (plan.layout.end + 1)
