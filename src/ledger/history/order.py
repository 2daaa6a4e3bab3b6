"""The shape of a history: where the ledger begins, where it begins again, and days that run backwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ledger.history.memory import Args
from ledger.history.proofs import EVIDENCE
from ledger.reading.diagnostic import Diagnostic
from ledger.reading.layout import limit_of
from ledger.reading.load import ISSUES, PLAN

if TYPE_CHECKING:
    from datetime import date

    from ledger.history.memory import At, Memory
    from ledger.history.steps import Step

_SLACK = timedelta(days=1)
"""By how much clocks of two machines may differ without a word."""

_APART = timedelta(days=30)
"""How far the author's date may lie from the committer's without a word."""


class Seen(NamedTuple):
    """What of the commits walked so far their descendants are held against.

    By commit whether it has a ledger and the latest day up to it; the files told of that nobody reads.
    """

    holds: dict[str, bool]
    latest: dict[str, datetime]
    unread: set[str]


class Order:
    """Holds each commit against those before it; ``today`` is a day after which none can be dated."""

    def __init__(self, today: date | None, seen: Seen | None = None) -> None:
        self._today = today
        self._holds, self._latest, self._unread = seen or Seen({}, {}, set())

    def judge(self, step: Step, at: At, memory: Memory) -> None:
        """The place of a commit among the others, and files that it puts where nobody reads them."""
        self._begins(step, at, memory)
        self._dates(step, at, memory)
        for change in step.commit.changes:
            path = change.path
            if change.status != "D" and path not in self._unread and _is_unread(path):
                self._unread.add(path)
                memory.tell(Diagnostic("L723", path), at.commit)

    def _begins(self, step: Step, at: At, memory: Memory) -> None:
        commit = step.commit
        held = any(self._holds[parent] for parent in commit.parents)
        adds = any(
            change.status == "A" and (change.path == PLAN or change.path.startswith(ISSUES))
            for change in commit.changes
        )
        self._holds[commit.sha] = held or adds
        if held or not adds:
            return
        if memory.begun is not None:
            args: Args = {"sha": commit.sha[:10], "first": memory.begun.sha[:10]}
            memory.tell(Diagnostic("L719", "", args=args), at.commit)
            return
        memory.begun = at.commit
        entries = sum(len(file.after.entries) for file in step.files if file.after is not None)
        if entries:
            args = {"date": str(at.day), "count": entries}
            memory.tell(Diagnostic("L721", "", args=args), at.commit)

    def _dates(self, step: Step, at: At, memory: Memory) -> None:
        commit = step.commit
        before = max((self._latest[parent] for parent in commit.parents), default=commit.commit_time)
        self._latest[commit.sha] = max(before, commit.commit_time)
        if not commit.changes and not any(commit.other_changes):
            return
        args: Args = {"date": str(at.day)}
        if commit.commit_time < before - _SLACK:
            later = str(before.astimezone(commit.commit_time.tzinfo).date())
            memory.tell(Diagnostic("L741", "", args=args | {"before": later}), at.commit)
            self._latest[commit.sha] = commit.commit_time  # told once, not of every commit after it
        if abs(commit.author_time - commit.commit_time) > _APART:
            authored = str(commit.author_time.date())
            memory.tell(Diagnostic("L742", "", args=args | {"authored": authored}), at.commit)
        if self._today is not None and at.day > self._today:
            memory.tell(Diagnostic("L743", "", args=args), at.commit)


def _is_unread(path: str) -> bool:
    """Whether a file looks like one of the ledger and lies where it is not read."""
    looks = path.lower().endswith((".yaml", ".yml")) and path.startswith("data/")
    return looks and not path.startswith(EVIDENCE) and not isinstance(limit_of(path), int)
