"""What is doubtful in splitting a measure (分解): who is let go by it, and who has nothing to do with the task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.reading.codes import NOTE, WARNING, Code
from ledger.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.judging.chain import Chain
    from ledger.judging.walk import Step
    from ledger.model.ledger import Issue

CODES = (
    Code(
        "L646",
        WARNING,
        "assigned-outside",
        zh=(
            "{units}不是这项任务的责任单位，也不在责任单位之下，牵头单位把措施 {measure} 分给了它",
            "核对单位；确要由它承担的，由整改办登记分解，或先调整责任单位（amend，responsibility.support）。",
        ),
        en=(
            "{units} is neither responsible for the task nor below a unit that is; a lead assigned measure {measure} to it",
            "Check the unit; where it is to do a share all the same, let the office assign it, or amend responsibility.support first.",
        ),
    ),
    Code(
        "L647",
        NOTE,
        "others-let-go",
        zh=(
            "措施 {measure} 原由责任单位共同落实，分解后只由{units}各自承担；{others}不再承担这一条",
            "还要它承担的，再分解一次，把它写进 units；不用它承担的不用改。",
        ),
        en=(
            "Measure {measure} was owed by all responsible units together; now only {units} owe a share, and {others} owe it no more",
            "Where they are to do a share as well, assign it to them too; else nothing to do.",
        ),
    ),
)


def of_assignment(issue: Issue, step: Step, state: Chain) -> Iterator[Finding]:
    """L646, L647: units from outside, and units that no longer owe what they owed together; ``state`` is after
    the entry."""
    entry: Any = step.entry
    if entry.type != "assign" or any(state.units.resolve(name) is None for name in entry.units):
        return
    measure = state.baseline.measures[entry.measure - 1]
    units = state.units.expand(entry.units)
    concerned = {*state.responsible, *(u for m in state.baseline.measures for u in state.units.expand(m.by))}
    outside = [unit for unit in units if unit not in state.units.speakers(concerned)]
    if outside and entry.by not in state.parties.office:
        place = ("entries", step.position, "units")
        yield Finding("L646", issue.path, place, {"units": tuple(outside), "measure": entry.measure})
    sharers = state.sharers(entry.measure)
    first = not measure.by and set(sharers) == set(units)
    leads = state.units.expand(state.baseline.responsibility.lead)
    others = [unit for unit in state.responsible if unit not in sharers and unit not in leads]
    if first and others:
        args = {"measure": entry.measure, "units": tuple(sharers), "others": tuple(others)}
        yield Finding("L647", issue.path, ("entries", step.position, "measure"), args)
