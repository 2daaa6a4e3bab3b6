"""Rounds: what an entry answers is there, and what was asked can be answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.round import Asking, SentBack
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.load import ROUNDS
from ledger.rules.finding import Finding, Shared, ledger_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.ledger import Issue
    from ledger.rules.finding import Summary


@rule(
    Code(
        "L329",
        WARNING,
        "no-such-round",
        zh=(
            "没有“{round}”这一轮调度（{file}）",
            "核对轮次的名称；文件没有提交的补提交。记录照样算数，ledger rounds 里看不到它。",
        ),
        en=(
            "There is no round {round!r} ({file})",
            "See to its name, or commit its file; the record counts, but ledger rounds does not show it.",
        ),
    )
)
def entry_of_known_round(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L329: the round that an entry answers has a file."""
    for n, entry in enumerate(issue.entries):
        if entry.round is not None and f"{ROUNDS}{entry.round}.yaml" not in shared.tree:
            args: dict[str, str | int] = {"round": entry.round, "file": f"{ROUNDS}{entry.round}.yaml"}
            yield Finding("L329", issue.path, ("entries", n, "round"), args)


@ledger_rule(
    Code(
        "L649",
        ERROR,
        "round-due-before-asked",
        zh=("报送期限 {due} 早于下发日期 {date}", "改正没有提交的；已经提交的再下发一次，写明新的期限。"),
        en=(
            "The answers are due on {due}, before they were asked for on {date}",
            "Correct it before it is committed; else ask once more, with another day.",
        ),
    )
)
def asked_in_time(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L649: answers are due no earlier than they are asked for."""
    del issues
    for one in shared.rounds:
        for n, asking in enumerate(one.records):
            if isinstance(asking, Asking) and asking.due < asking.date:
                args: dict[str, str | int] = {"due": str(asking.due), "date": str(asking.date)}
                yield Finding("L649", one.path, ("asked", n, "due"), args)


@ledger_rule(
    Code(
        "L670",
        WARNING,
        "row-of-no-task",
        zh=(
            "退回的行“{key}”所说的任务、措施、节点或指标不在台账里",
            "核对行键，没有提交的改正；已经提交的会一直列在“退回未补”下。",
        ),
        en=(
            "The row {key!r} that went back is of no task, measure, milestone or figure of the ledger",
            "Correct the key before it is committed; once committed the row stays listed as still open.",
        ),
    )
)
def rows_of_known_tasks(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L670: the rows of a form that went back are of what is there, else nothing can answer them."""
    rows = {one.id: one.rows for one in issues}
    for one in shared.rounds:
        for n, back in enumerate(one.records):
            for k, row in enumerate(back.rows if isinstance(back, SentBack) else ()):
                if row.key not in rows.get(row.key.partition("/")[0], ()):
                    yield Finding("L670", one.path, ("asked", n, "rows", k, "key"), {"key": row.key})
