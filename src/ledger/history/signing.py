"""Signatures of commits: there where the policy asks for them, and good where it is said whose count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.reading.diagnostic import Diagnostic

if TYPE_CHECKING:
    from ledger.history.git import Repository
    from ledger.history.memory import At, Memory


class Signers(NamedTuple):
    """A file of allowed signers, and the full path of the program that verifies SSH signatures."""

    file: str
    keygen: str


class Signing:
    """The signatures of a walk; without ``signers`` none is verified, and it is said how many there are."""

    def __init__(self, repository: Repository, signers: Signers | None) -> None:
        self._repository, self._signers = repository, signers
        self._unverified = 0

    def judge(self, at: At, memory: Memory) -> None:
        """The signature of a commit that touches the ledger."""
        commit = at.commit
        if not commit.signed:
            if at.setting.policy.signed_commits:
                memory.tell(Diagnostic("L715", "", args={"sha": commit.sha[:10]}), commit)
        elif self._signers is None:
            self._unverified += 1
        elif not self._repository.verifies(commit.sha, *self._signers):
            memory.tell(Diagnostic("L751", "", args={"sha": commit.sha[:10]}), commit)

    def conclude(self, memory: Memory) -> None:
        """How many signatures nobody verified."""
        if self._unverified:
            memory.tell(Diagnostic("L752", "", args={"signatures": self._unverified}), None)
