"""Commit after commit, each with what it changed."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ledger.history.batch import checked, list_commits, read_commits
from ledger.history.errors import HistoryError
from ledger.history.objects import Change, Commit, read_change
from ledger.history.process import CHUNK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

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
    shas = _in_range(git, since, until, boundary)
    for commit in _differing(git, shas, [f"{prefix}data"], (prefix,)):
        if commit.changes or any(commit.other_changes):
            yield commit


def walk_some(
    git: Git,
    prefix: str,
    since: str | None,
    until: str,
    boundary: Collection[str],
    paths: Sequence[str],
    commits: Collection[str],
) -> Iterator[Commit]:
    """As :func:`walk`, in the same order, of a few full paths; only the ``commits`` are asked about."""
    shas = (sha for sha in _in_range(git, since, until, boundary) if sha in commits)
    if not paths:  # to git that is all of them
        return
    for commit in _differing(git, shas, paths, (prefix,)):
        if commit.changes or any(commit.other_changes):
            yield commit


def _in_range(git: Git, since: str | None, until: str, boundary: Collection[str]) -> Iterator[str]:
    known = with_ancestors(git, since) if since else frozenset()
    demand_whole(git, until, boundary, known)
    listed = list_commits(git, "--topo-order", "--reverse", checked(until))
    return (sha for sha in listed if bytes.fromhex(sha) not in known) if known else listed


def list_whole(git: Git, known: Collection[bytes], until: str, boundary: Collection[str]) -> list[str]:
    """Every commit that ``until`` has, from the first one on: those that are ``known`` first.

    Where several beginnings were joined, the one with the earliest date comes first.
    """
    demand_whole(git, until, boundary, frozenset())
    listed = list(list_commits(git, "--date-order", "--reverse", checked(until)))
    if known:
        listed.sort(key=lambda sha: bytes.fromhex(sha) not in known)
    return listed


def walk_listed(git: Git, prefixes: Sequence[str], shas: Iterable[str]) -> Iterator[Commit]:
    """The commits, also those beside the ledger, in their order.

    All ``prefixes`` are folders that the ledger was in at some time; their files are told as one ledger's.
    """
    return _differing(git, iter(shas), [f"{prefix}data" for prefix in prefixes], prefixes)


def demand_whole(git: Git, until: str, boundary: Collection[str], known: Collection[bytes]) -> None:
    """Raise :class:`HistoryError` where ``until`` reaches a commit at which history is cut, not yet known."""
    if boundary:
        for sha in list_commits(git, "--max-parents=0", checked(until)):
            if sha in boundary and bytes.fromhex(sha) not in known:
                raise HistoryError("history.shallow", sha=sha)


def _differing(
    git: Git, shas: Iterator[str], paths: Sequence[str], prefixes: Sequence[str]
) -> Iterator[Commit]:
    with git.start(*_DIFFERENCES, *paths) as differences:
        yield from _with_changes(differences, read_commits(git, shas), prefixes)


def list_deleted(git: Git, shas: Iterable[str], folder: str, *, inside: bool) -> Iterator[Change]:
    """The files in a folder, or anywhere but there, that some of the commits took away; moved ones too.

    To leave out a folder in which most commits change something is what makes this quick.
    """
    where = (f":(top,literal){folder}",) if inside else (":(top)", f":(top,exclude,literal){folder}")
    found = _listed(git, iter(shas), "", "--diff-filter=D", "--", *where, words=True)
    return (change for _, change in found)


def list_changes(
    git: Git, prefix: str, until: str, without: Sequence[str], folder: str
) -> Iterator[tuple[str, Change]]:
    """What the commits that ``until`` has, and none of ``without``, changed in a folder below ``prefix``."""
    shas = list_commits(git, checked(until), *(f"^{checked(sha)}" for sha in without))
    return _listed(git, shas, prefix, "--", f"{prefix}{folder}")


def _listed(
    git: Git, shas: Iterator[str], prefix: str, *args: str, words: bool = False
) -> Iterator[tuple[str, Change]]:
    """The changes against each parent, with the name of their commit; ``words``: paths may have magic."""
    magic = ("--no-literal-pathspecs",) if words else ()
    with git.start(*magic, *_DIFFERENCES[:-1], "-m", *args) as differences:
        while asked := list(islice(shas, _ASKED_MOST)):
            differences.ask("".join([*(f"{sha}\n" for sha in asked), "\n"]).encode())
            sha = ""
            # each parent's answer is headed by the commit's name; the line's end closes the whole
            while not differences.next_is(b"\n"):
                if differences.next_is(b":"):
                    head = differences.answer(b"\0")
                    yield sha, read_change(head, differences.answer(b"\0"), prefix)
                else:
                    sha = differences.answer(b"\0").decode("ascii")


def with_ancestors(git: Git, sha: str) -> frozenset[bytes]:
    """A commit and all its ancestors, 20 or 32 bytes each.

    ``rev-list A ^B`` would need no such set, but where dates run backwards it lists commits that ``B`` has.
    """
    return frozenset(bytes.fromhex(line) for line in list_commits(git, checked(sha)))


_ASKED_MOST = CHUNK // 131 - 1
"""How many questions are asked at once: two names of 64 digits and a line's end each, and one more line."""


def _with_changes(
    differences: Conversation, commits: Iterator[Commit], prefixes: Sequence[str]
) -> Iterator[Commit]:
    """Each commit with what differs from each parent; while some are being used, git works on the next."""
    questions = _questions(commits)
    asked = _ask(differences, questions)
    sides: list[tuple[Change, ...]] = []
    while asked:
        answers = []
        for _ in asked:
            differences.answer(b"\0")  # the commit's name
            answers.append(_folded(_changes(differences, prefixes), prefixes))
        differences.take(1, 0)
        answered, asked = asked, _ask(differences, questions)
        for (_, commit), changes in zip(answered, answers, strict=True):
            sides.append(changes)
            if commit is not None:
                yield commit._replace(changes=sides[0], other_changes=tuple(sides[1:]))
                sides = []


def _questions(commits: Iterator[Commit]) -> Iterator[tuple[str, Commit | None]]:
    """A line for each parent, the last with the commit; a first commit is held against nothing."""
    for commit in commits:
        *others, last = [f"{commit.sha} {parent}\n" for parent in commit.parents] or [f"{commit.sha}\n"]
        yield from ((line, None) for line in others)
        yield last, commit


def _ask(
    differences: Conversation, questions: Iterator[tuple[str, Commit | None]]
) -> list[tuple[str, Commit | None]]:
    asked = list(islice(questions, _ASKED_MOST))
    if asked:
        # a line that is no commit comes back as it is, and pushes out what is waiting to be written
        differences.ask("".join([*(line for line, _ in asked), "\n"]).encode())
    return asked


def _changes(differences: Conversation, prefixes: Sequence[str]) -> Iterator[Change]:
    while differences.next_is(b":"):
        head = differences.answer(b"\0")
        path = differences.answer(b"\0")
        mine = [prefix for prefix in prefixes if path.startswith(f"{prefix}data".encode())]
        yield read_change(head, path, max(mine, key=len, default=""))


def _folded(changes: Iterable[Change], prefixes: Sequence[str]) -> tuple[Change, ...]:
    """The changes, where a file that went from one folder of the ledger to another is one that stayed."""
    if len(prefixes) == 1:
        return tuple(changes)
    by_path: dict[str, list[Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, []).append(change)
    found = []
    for path, mine in by_path.items():
        gone = next((one for one in mine if one.status == "D"), None)
        new = next((one for one in mine if one.status == "A"), None)
        if gone is None or new is None:
            found.append(mine[0])
        elif (gone.old_oid, gone.old_mode) != (new.new_oid, new.new_mode):
            found.append(Change("M", path, gone.old_oid, new.new_oid, gone.old_mode, new.new_mode))
    return tuple(found)
