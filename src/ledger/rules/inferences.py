"""What was inferred and not said in so many words: no findings, but notes for a person to look through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.reading.codes import NOTE, Code, declare
from ledger.rules.amendments import settled
from ledger.rules.finding import Finding, Shared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.baseline import Milestone
    from ledger.model.ledger import Issue
    from ledger.reading.diagnostic import Arg
    from ledger.reading.yaml import Path

# 2024年新增…, 2025年启动建设: by the end of the year, though neither 前 nor 底 says so
_SAID = re.compile(r"[前底末内日旬止]|[.\-/][0-9]{1,2}[.\-/]")


declare(
    Code(
        "L417",
        NOTE,
        "inferred",
        zh=("{field}：由“{words}”推断为 {what}", "核对原文；推断不对时由整改办核定。"),
        en=(
            "{field}: {what} was inferred from {words!r}",
            "Compare with the text; a wrong inference is settled by the office.",
        ),
    ),
)


def inferred(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L417: who does a measure, who leads where no mark or one mark for several says so, year ends unsaid.

    A field that was settled on record (核定) is no guess any more.
    """
    known = settled(issue, shared)
    for finding in _inferred(issue, shared):
        if finding.args["field"] not in known:
            yield finding


def _inferred(issue: Issue, shared: Shared) -> Iterator[Finding]:
    from ledger.plans.executors import find_subjects, names_of
    from ledger.plans.unitlines import read_units

    baseline = issue.baseline
    if shared.plan is not None and shared.plan.source.recognised:
        yield from _recognised(issue, shared.plan.source.path)
    responsibility = baseline.responsibility
    if not responsibility.leads_only and responsibility.lead and responsibility.text is not None:
        line = read_units(responsibility.text, shared.units)
        if line.inferred and tuple(line.lead) == responsibility.lead:
            yield _note(issue, ("responsibility", "lead"), responsibility.lead, line.inferred)
    yield from _year_ends(issue, ("milestones",), baseline.milestones)
    for n, measure in enumerate(baseline.measures):
        if measure.by and measure.units_text is None:
            subjects = find_subjects(measure.text, shared.units)
            if names_of(subjects) == measure.by:
                words = "；".join(subject.text for subject in subjects)
                yield _note(issue, ("measures", n, "by"), measure.by, words)
        yield from _year_ends(issue, ("measures", n, "milestones"), measure.milestones)


def _recognised(issue: Issue, picture: str) -> Iterator[Finding]:
    """Every field of a task whose text a program recognised in a picture."""
    baseline = issue.baseline
    stated = {
        ("title",): baseline.title,
        ("problem",): baseline.problem,
        ("acceptance", "text"): baseline.acceptance.text,
        ("responsibility", "text"): baseline.responsibility.text,
        ("deadline", "text"): baseline.deadline.text,
        ("goal",): baseline.goal,
    }
    for place, text in stated.items():
        if text is not None:
            yield _note(issue, place, text, picture)
    for n, measure in enumerate(baseline.measures):
        yield _note(issue, ("measures", n, "text"), measure.text, picture)


def _year_ends(issue: Issue, place: Path, milestones: tuple[Milestone, ...]) -> Iterator[Finding]:
    for n, milestone in enumerate(milestones):
        if not _SAID.search(milestone.text):
            yield _note(issue, (*place, n, "due"), str(milestone.due), milestone.text)


def _note(issue: Issue, place: Path, what: Arg, words: str) -> Finding:
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return Finding("L417", issue.path, place, {"field": field, "what": what, "words": words})
