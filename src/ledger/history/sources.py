"""The official text stays what it was, to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.history.memory import one_end
from ledger.history.objects import LINK, SUBMODULE
from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.history.git import Repository
    from ledger.history.memory import At, Memory
    from ledger.history.objects import Change

SOURCE = "data/source/"


def judge_sources(changes: Iterable[Change], at: At, memory: Memory, repository: Repository) -> bool:
    """Texts that are others than when they were first committed; whether only line ends are.

    A merge is told of what no parent has; what a branch did is told there.
    """
    ends_alone = False
    for change in changes:
        path = change.path
        if not path.startswith(SOURCE):
            continue
        first = memory.sources.setdefault(path, change.new_oid)
        wounds = memory.source_wounds.setdefault(path, [])
        if change.new_oid == first:
            for told in wounds:
                told.right = told.right or at.commit.sha
            wounds.clear()
            continue
        if any(told.diagnostic.args.get("made") == change.new_oid for told in wounds):
            continue
        told = memory.tell(Diagnostic("L718", path, args={"made": change.new_oid}), at.commit)
        if _same_but_ends(repository, first, change):
            told.right, memory.sources[path] = at.commit.sha, change.new_oid
            ends_alone = True
        else:
            wounds.append(told)
    return ends_alone


def _same_but_ends(repository: Repository, first: str, change: Change) -> bool:
    """Whether line ends were made LF, and nothing else was touched."""
    if not change.new_oid.strip("0") or change.new_mode in {LINK, SUBMODULE}:
        return False
    data = dict(repository.blobs(dict.fromkeys((first, change.new_oid))))
    old, new = data[first], data[change.new_oid]
    return old is not None and new is not None and b"\r" not in new and one_end(old) == new
