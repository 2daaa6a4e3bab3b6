"""Rounds: what an entry answers is there and was asked, and what was asked can be answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.model.round import Asking, SentBack
from ledger.reading.codes import ERROR, WARNING, Code
from ledger.reading.load import ROUNDS
from ledger.rules.finding import Finding, Shared, ledger_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.ledger import Issue
    from ledger.model.round import Round
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


@ledger_rule(
    Code(
        "L648",
        WARNING,
        "sent-back-by-who-was-not-asked",
        zh=(
            "这一轮没有向“{unit}”下发调度表，却记了它的表退回",
            "核对单位和轮次，没有提交的改正；确实要它报的，用 ledger dispatch 补下发。",
        ),
        en=(
            "{unit} was not asked in this round, and a form of it is on record as sent back",
            "See to unit and round before it is committed; if it is to answer, ask it with ledger dispatch.",
        ),
    )
)
def sent_back_by_who_was_asked(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L648: a form that went back is of a unit that was asked."""
    del issues
    for one in shared.rounds:
        asked = _asked(one, shared)
        for n, back in enumerate(one.records):
            if isinstance(back, SentBack) and back.unit in shared.units.names and back.unit not in asked:
                yield Finding("L648", one.path, ("asked", n, "unit"), {"unit": back.unit})


@rule(
    Code(
        "L655",
        WARNING,
        "answer-of-who-was-not-asked",
        zh=(
            "{round} 这一轮没有向“{by}”下发调度表，这条记录却写着答这一轮",
            "核对单位和轮次，没有提交的改正；确实要它报的，用 ledger dispatch 补下发。记录照样算数。",
        ),
        en=(
            "{by} was not asked in the round {round}, which this entry is said to answer",
            "See to unit and round before it is committed; if it is to answer, ask it with ledger dispatch. The entry counts.",
        ),
    )
)
def answer_of_who_was_asked(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L655: who answers a round was asked in it."""
    answers = [(n, one) for n, one in enumerate(issue.entries) if one.round is not None]
    if not answers:
        return
    asked = {one.id: _asked(one, shared) for one in shared.rounds}
    for n, entry in answers:
        if entry.round in asked and entry.by in shared.units.names and entry.by not in asked[entry.round]:
            args: dict[str, str | int] = {"round": entry.round, "by": entry.by}
            yield Finding("L655", issue.path, ("entries", n, "round"), args)


def _asked(one: Round, shared: Shared) -> set[str]:
    """Who was asked in a round, by every name that it has had or comes to have."""
    names = {name for asking in one.records if isinstance(asking, Asking) for name in asking.units}
    if not shared.units.renamed:
        return names
    return (
        names
        | {name for name in shared.units.units if not names.isdisjoint(shared.units.speaks_for(name))}
        | {before for name in names for before in shared.units.speaks_for(name)}
    )
