"""Commit after commit, each with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.history.batch import checked, list_commits, read_commits
from ledger.history.errors import HistoryError
from ledger.history.objects import Change, Commit, read_change
from ledger.history.process import CHUNK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ledger.history.process import Conversation, Git

_DIFFERENCES = (
    "diff-tree",
    "--stdin",
    "--always",  # each question has an answer, so that answers can be told apart
    "--root",
    "-r",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
    "--",
)


def walk(git: Git, prefix: str, since: str | None, until: str, boundary: Collection[str]) -> Iterator[Commit]:
    """The commits that ``until`` has and ``since`` has not, where they touch ``data/`` below ``prefix``.

    ``boundary`` are the commits at which history is cut; reaching one is a :class:`HistoryError`.
    """
    known = _with_ancestors(git, since) if since else frozenset()
    if boundary:
        for sha in list_commits(git, "--max-parents=0", checked(until)):
            if sha in boundary and bytes.fromhex(sha) not in known:
                raise HistoryError("history.shallow", sha=sha)
    listed = list_commits(git, "--topo-order", "--reverse", checked(until))
    shas = (sha for sha in listed if bytes.fromhex(sha) not in known) if known else listed
    with git.start(*_DIFFERENCES, f"{prefix}data") as differences:
        for commit in read_commits(git, shas):
            sides = _sides(differences, commit, prefix)
            if any(sides):
                yield commit._replace(changes=sides[0], other_changes=tuple(sides[1:]))


def _with_ancestors(git: Git, sha: str) -> frozenset[bytes]:
    """A commit and all its ancestors, 20 or 32 bytes each.

    ``rev-list A ^B`` would need no such set, but where dates run backwards it lists commits that ``B`` has.
    """
    return frozenset(bytes.fromhex(line) for line in list_commits(git, checked(sha)))


def _sides(differences: Conversation, commit: Commit, prefix: str) -> list[tuple[Change, ...]]:
    """What differs from each parent; for a first commit, from nothing."""
    pairs = [f"{commit.sha} {parent}\n" for parent in commit.parents] or [f"{commit.sha}\n"]
    sides: list[tuple[Change, ...]] = []
    at_once = CHUNK // len(pairs[0]) - 1
    for start in range(0, len(pairs), at_once):
        some = pairs[start : start + at_once]
        # a line that is no commit comes back as it is, and pushes out what is waiting to be written
        differences.ask("".join([*some, "\n"]).encode())
        for _ in some:
            differences.answer(b"\0")  # the commit's name
            sides.append(tuple(_changes(differences, prefix)))
        differences.take(1, 0)
    return sides


def _changes(differences: Conversation, prefix: str) -> Iterator[Change]:
    while differences.next_is(b":"):
        head = differences.answer(b"\0")
        yield read_change(head, differences.answer(b"\0"), prefix)
