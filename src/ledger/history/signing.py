"""Signatures of commits: there where the policy asks for them, and good where it is said whose count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.memory import At, Memory


class Signers(NamedTuple):
    """A file of allowed signers, and the full path of the program that verifies SSH signatures."""

    file: str
    keygen: str


class Signing:
    """The signatures of a walk; without ``signers`` none is verified, and it is said how many there are."""

    def __init__(self, repository: Repository, signers: Signers | None, unverified: list[int]) -> None:
        """``unverified`` are the places of the signed commits that were walked before."""
        self._repository, self._signers = repository, signers
        self._unverified = unverified

    def judge(self, at: At, memory: Memory, *, fresh: bool) -> None:
        """The signature of a commit that touches the ledger; of those before the range none is verified."""
        commit = at.commit
        if not commit.signed:
            if at.setting.policy.signed_commits:
                memory.tell(Diagnostic("L715", "", args={"sha": commit.sha[:10]}), commit)
        elif self._signers is None:
            self._unverified.append(at.place)
        elif fresh and not self._repository.verifies(commit.sha, *self._signers):
            memory.tell(Diagnostic("L751", "", args={"sha": commit.sha[:10]}), commit)


def conclude_signatures(
    memory: Memory, unverified: Sequence[int], begins: int, places: Mapping[str, int]
) -> None:
    """How many signatures nobody verified; only of the range, which ``begins`` at a place of the walk."""
    memory.told = [
        told
        for told in memory.told
        if told.diagnostic.code != "L715" or told.commit is None or places[told.commit.sha] >= begins
    ]
    count = sum(1 for place in unverified if place >= begins)
    if count:
        memory.tell(Diagnostic("L752", "", args={"signatures": count}), None)
