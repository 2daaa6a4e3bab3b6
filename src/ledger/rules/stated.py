"""4xx and 5xx: what every task states: measures one after another, and all fields that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.plans.codes import ACCEPTANCE_NOT_NAMED, FIELD_NOT_STATED, untold
from ledger.reading.codes import ERROR, Code
from ledger.rules.amendments import settled
from ledger.rules.finding import Finding, Shared, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.ledger import Issue
    from ledger.reading.diagnostic import Args
    from ledger.reading.yaml import Path


@rule(
    Code(
        "L409",
        ERROR,
        "numbering",
        zh=("措施编号“{number}”不接续，应为第 {expected} 条", "核对有没有漏掉或重复的措施。"),
        en=(
            "Measure number {number!r} does not follow; this is measure {expected}",
            "See whether a measure is missing or doubled.",
        ),
    ),
)
def numbering(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L409: measures are numbered one after another, without gaps or doubles."""
    from ledger.plans.numerals import count_of

    del shared
    for n, measure in enumerate(issue.baseline.measures, 1):
        if count_of(measure.number) not in {None, n}:
            args: dict[str, str | int] = {"number": measure.number or "", "expected": n}
            yield Finding("L409", issue.path, ("measures", n - 1, "number"), args)
            return


@rule(ACCEPTANCE_NOT_NAMED, FIELD_NOT_STATED)
def fields_missing(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L512, L525: what every task needs is in the plan, or was settled since."""
    from ledger.plans.interpret import texts_of, unstated

    known = settled(issue, shared)
    for name in unstated(texts_of(issue.baseline)):
        if not any(field.split(".")[0] == name for field in known):
            code, args = untold(name)
            place: Path = ("acceptance", "units") if name == "acceptance" else (name,)
            which: Args = {"number": issue.baseline.number, "id": issue.id, **args}
            yield Finding(code, issue.path, place, which)
