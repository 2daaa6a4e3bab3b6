"""The history of a ledger in git, read as data.

Only plumbing is used, nothing is written, and no other program is run (see :mod:`ledger.history.process`).
Revisions are turned into full object names first; everything else takes those.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ledger.history import worktree
from ledger.history.batch import (
    ask_names,
    ask_objects,
    checked,
    is_there,
    list_absent,
    read_commits,
    read_objects,
    read_sizes,
)
from ledger.history.errors import HistoryError, failure
from ledger.history.kept import Shelf
from ledger.history.objects import OID, SUBMODULE, Blob, read_tree
from ledger.history.revisions import bad_revision, base_of, end_of, is_symmetric, read_day, split_range
from ledger.history.snapshot import select
from ledger.history.walk import (
    demand_whole,
    list_changes,
    list_deleted,
    list_whole,
    walk,
    walk_listed,
    walk_some,
    with_ancestors,
)
from ledger.reading import layout
from ledger.reading.layout import FolderRead

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from ledger.history.objects import Change, Commit
    from ledger.history.process import Git
    from ledger.history.worktree import Uncommitted

    Reader = Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]

_ABBREVIATED = re.compile(r"[0-9a-f]{4,64}")


class AsOf(NamedTuple):
    """The commit that a day stands for; where dates run backwards, a later one that claims to be as old."""

    sha: str
    backwards: str | None


class Repository:
    """A repository, and the place of the ledger in it.

    ``prefix`` is the path of the project folder inside the repository: ``''`` or ``'a/b/'``.  ``backwards``
    are the commits by which a day's answer so far hung on dates that run backwards (see :meth:`as_of`).
    A ``bare`` one has no work tree.  On its ``shelf`` lies what was worked out before.
    """

    def __init__(self, git: Git, prefix: str, *, bare: bool = False, shelf: Shelf | None = None) -> None:
        self._git, self.prefix, self.bare = git, prefix, bare
        self.shelf = shelf if shelf is not None else Shelf(None)
        self.backwards: list[str] = []
        self._boundary: tuple[str, ...] | None = None

    # --- names ------------------------------------------------------------------------------------

    def head(self) -> str:
        """The commit that is checked out."""
        return self.resolve("HEAD")

    def resolve(self, revision: str) -> str:
        """The full name of the commit that ``revision`` stands for.

        Taken are commits, tags, branches, steps from them (``HEAD~2``, ``v1^2``) and days (``@2025-06-30``,
        see :meth:`as_of`).  Anything else is a :class:`HistoryError`, before git sees it.
        """
        day = read_day(revision)
        if day is not None:
            return self.as_of(day).sha
        base = base_of(revision)
        sha = self._parse(f"{revision}^{{commit}}")
        if sha is None:
            raise self._unresolved(revision, base)
        return sha

    def resolve_range(self, text: str) -> tuple[str | None, str]:
        """The commits of ``A..B``, ``A..`` and ``A`` (up to ``HEAD``) or ``..B`` (from the beginning).

        ``A...B`` begins where B left A: at their last common commit.
        """
        since, until = split_range(text)
        first = self.resolve(since) if since or not until else None
        last = self.resolve(until or "HEAD")
        return (self.merge_base(first, last) if first and is_symmetric(text) else first), last

    def merge_base(self, one: str, other: str) -> str:
        """The last commit that two commits have in common; :class:`HistoryError` where there is none."""
        code, out, err = self._git.attempt("merge-base", checked(one), checked(other))
        found = out.decode("ascii", "replace").removesuffix("\n")
        if code == 0 and OID.fullmatch(found):
            return found
        if code != 1:
            raise self._git.failure(err)
        raise self._cut() or HistoryError("history.no_common", one=one[:10], other=other[:10])

    def commit(self, sha: str) -> Commit:
        """A commit by its full name, without its changes."""
        return next(read_commits(self._git, iter([sha])))

    def as_of(self, day: date) -> AsOf:
        """The last commit of the first-parent line of ``HEAD`` by the end of ``day`` at UTC+08:00.

        Dates are what the committer's clock said and need not rise.  A commit cannot be older than its
        parents, so the line is walked from its beginning up to the first commit dated after the day; the one
        before it is the answer.  Thus nothing is ever said to have been there on a day, unless it and all
        before it are dated by then.  A commit further on that is dated by the day shows that dates run
        backwards; the last such commit is ``backwards``, and people are to be warned of it.
        """
        end = end_of(day)
        answer = first = late = backwards = None
        with self._git.start(
            "rev-list", "--first-parent", "--reverse", "--timestamp", self.head(), "--"
        ) as line:
            while (entry := line.until(b"\n")) is not None:
                seconds, sha = entry.decode("ascii").split()
                first = first or sha
                if int(seconds) >= end:
                    late = late or sha
                elif late is None:
                    answer = sha
                else:
                    backwards = sha
            line.check()
        if backwards is not None and backwards not in self.backwards:
            self.backwards.append(backwards)
        if answer is not None:
            return AsOf(answer, backwards)
        if first in self.boundary():
            raise HistoryError("history.shallow", sha=first)
        raise HistoryError("history.no_commit_by_day", day=day.isoformat(), sha=first)

    def is_ancestor(self, earlier: str, later: str) -> bool:
        """Whether the commit ``earlier`` is ``later`` or one of its ancestors.

        In a shallow clone "no" is a :class:`HistoryError`, since the way may lie before the cut.
        """
        code, _, _ = self._git.attempt("merge-base", "--is-ancestor", checked(earlier), checked(later))
        if code == 0:
            return True
        for sha in (earlier, later):
            self.resolve(sha)
        if self.boundary():
            raise HistoryError("history.shallow", sha=self.boundary()[0])
        return False

    def _parse(self, text: str) -> str | None:
        code, out, _ = self._git.attempt("rev-parse", "--verify", "-q", "--end-of-options", text)
        found = out.decode("ascii", "replace").removesuffix("\n")
        if code == 0 and OID.fullmatch(found):
            return found
        return None

    def _unresolved(self, revision: str, base: str) -> HistoryError:
        if base in {"HEAD", "@"} and self._parse("HEAD") is None:
            if old := self._git.too_old():
                return old
            code, _, err = self._git.attempt("symbolic-ref", "-q", "HEAD")
            # a branch whose file is damaged is not one without commits
            return failure(err, self._git.folder) if code else HistoryError("history.empty")
        if revision != base and self._parse(f"{base}^{{commit}}"):  # a step too far
            return self._cut() or bad_revision(revision)
        named = self._parse(base)
        if named is not None and named != base and not is_there(self._git, named):
            return self._cut() or HistoryError("history.missing_object", oid=named)
        if _ABBREVIATED.fullmatch(base):  # it may name a commit from before the cut
            return self._cut() or bad_revision(revision)
        return bad_revision(revision)

    def _cut(self) -> HistoryError | None:
        return HistoryError("history.shallow", sha=self.boundary()[0]) if self.boundary() else None

    # --- where history is cut ---------------------------------------------------------------------

    def boundary(self) -> tuple[str, ...]:
        """The commits whose parents were left out when the repository was cloned."""
        if self._boundary is None:
            self._boundary = self._read_boundary()
        return self._boundary

    def _read_boundary(self) -> tuple[str, ...]:
        named = os.fsdecode(self._git.run("rev-parse", "--git-path", "shallow")).removesuffix("\n")
        try:
            with open(os.path.join(self._git.folder, named), encoding="ascii") as file:
                listed = sorted({line.strip() for line in file if OID.fullmatch(line.strip())})
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise HistoryError("history.failed", reason=str(error)) from None
        # a first commit may be listed too; nothing is cut there
        return tuple(commit.sha for commit in read_commits(self._git, iter(listed)) if commit.parents)

    # --- content ----------------------------------------------------------------------------------

    def tree(self, sha: str, folder: str = "data/") -> dict[str, Blob]:
        """The entries below ``folder`` at a commit, by path from the project folder.

        Links and submodules are among them, with their mode.  A ``folder`` that is a file or link there is
        the only entry.
        """
        path = f"{self.prefix}{folder}".rstrip("/")
        entries = self._entries(sha, [path] if path else [])
        wanted = dict.fromkeys(oid for _, mode, oid in entries if mode != SUBMODULE)
        try:
            sizes = read_sizes(self._git, wanted)
        except HistoryError as error:
            if error.key != "history.missing_object":
                raise
            # in a partial clone git ends at the first object that was left out
            absent = list_absent(self._git, f"{sha}:{path}")
            sizes = read_sizes(self._git, (oid for oid in wanted if oid not in absent))
        return {path: Blob(mode, oid, sizes.get(oid)) for path, mode, oid in entries}

    def _entries(self, sha: str, paths: Sequence[str]) -> list[tuple[str, str, str]]:
        args = ["ls-tree", "-r", "-z", "--full-tree", checked(sha), "--", *paths]
        return list(read_tree(self._git.run(*args), self.prefix))

    def files(self, sha: str, paths: Collection[str]) -> dict[str, bytes]:
        """Those of a few files that a commit has, by path; one that is too large is empty."""
        if not paths:  # to git that is all of them
            return {}
        full = [f"{self.prefix}{path}" for path in paths]
        found = {path: oid for path, mode, oid in self._entries(sha, full) if Blob(mode, oid, None).regular}
        held = dict(self.blobs(dict.fromkeys(found.values())))
        return {path: held[oid] or b"" for path, oid in found.items() if path in paths}

    def read(self, sha: str) -> FolderRead:
        """The ledger at a commit, as the disk would be read: the same files, limits and diagnostics."""
        chosen = select(self.tree(sha))
        for blob in chosen.files.values():
            if blob.size is None:
                raise HistoryError("history.missing_object", oid=blob.oid)
        blobs = self.blobs(blob.oid for blob in chosen.files.values())
        tree = {path: data or b"" for path, (_, data) in zip(chosen.files, blobs, strict=True)}
        return FolderRead(tree, chosen.diagnostics)

    def blobs(self, oids: Iterable[str], most: int = layout.SOURCE_MAX) -> Iterator[tuple[str, bytes | None]]:
        """The contents of blobs, in the order asked for, through one process.

        One larger than ``most`` comes as ``None``; it passes through and is not kept.  One that is not there
        is a :class:`HistoryError`.
        """
        for oid, size, data in read_objects(self._git, iter(oids), "blob", most):
            yield oid, data if size <= most else None

    @contextmanager
    def reader(self, most: int = layout.SOURCE_MAX) -> Iterator[Reader]:
        """As :meth:`blobs`, to be asked again and again, each answer being read to its end."""
        with self._git.start("cat-file", "--batch") as objects:

            def read(oids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
                for oid, size, data in ask_objects(objects, iter(oids), "blob", most):
                    yield oid, data if size <= most else None

            yield read

    # --- the working folder -----------------------------------------------------------------------

    def uncommitted(self, *, committing: bool = False) -> Uncommitted:
        """The files of the ledger in the working folder that are not committed: see :mod:`.worktree`."""
        return (
            worktree.Uncommitted()
            if self.bare
            else worktree.uncommitted(self._git, self.prefix, committing=committing)
        )

    def wanting(self, paths: Iterable[str]) -> list[str]:
        """Which files of the ledger lack an attribute that they need: see :mod:`.worktree`."""
        return worktree.wanting(self._git, self.prefix, paths)

    # --- the walk ---------------------------------------------------------------------------------

    def walk(self, since: str | None, until: str) -> Iterator[Commit]:
        """The commits that touch ``data/``, oldest first, parents before children.

        Those are all that ``until`` has and ``since`` has not.  A merge is among them when it differs from
        any parent.  A range that reaches the cut of a shallow clone is a :class:`HistoryError` before the
        first commit: what the oldest commits changed cannot be known then.
        """
        return walk(self._git, self.prefix, since, until, self.boundary())

    def walk_some(
        self, since: str | None, until: str, paths: Collection[str], commits: Collection[str]
    ) -> Iterator[Commit]:
        """As :meth:`walk`, of a few files: those of the ``commits`` that touch one of the ``paths``."""
        full = [f"{self.prefix}{path}" for path in paths]
        return walk_some(self._git, self.prefix, since, until, self.boundary(), full, commits)

    def changes(self, until: str, without: Sequence[str], folder: str) -> Iterator[tuple[str, Change]]:
        """What the commits that ``until`` has, and none of ``without``, changed in a folder; with their names

        A merge has a change for each parent that differs.  In no order that could be relied on.  History
        that is cut is a :class:`HistoryError`.
        """
        demand_whole(self._git, until, self.boundary(), frozenset())
        return list_changes(self._git, self.prefix, until, without, folder)

    def known(self, shas: Sequence[str]) -> list[str]:
        """Which of the commits the repository has."""
        found = ask_names(self._git, [checked(sha) for sha in shas], "commit")
        return [sha for sha in found if sha is not None]

    def list_whole(self, until: str, known: Collection[bytes] = ()) -> list[str]:
        """All commits that ``until`` has, also those beside the ledger, parents before children.

        Those ``known`` come first (see :meth:`ancestors`).
        """
        return list_whole(self._git, known, until, self.boundary())

    def walk_listed(self, prefixes: Sequence[str], shas: Iterable[str]) -> Iterator[Commit]:
        """Commits of :meth:`list_whole`, each with what it changed.

        ``prefixes`` are the folders that the ledger was in, :attr:`prefix` among them; a file that went from
        one to another stayed where it is.
        """
        return walk_listed(self._git, prefixes, shas)

    def seen_from(self, prefix: str) -> Repository:
        """The same repository, where the ledger lies in another folder."""
        return Repository(self._git, prefix, bare=self.bare, shelf=self.shelf)

    def ancestors(self, sha: str) -> frozenset[bytes]:
        """A commit and all its ancestors, as bytes."""
        return with_ancestors(self._git, sha)

    def deleted(self, shas: Iterable[str], *, inside: bool) -> Iterator[Change]:
        """Every file that some of the commits took away, by its full path: issues of the ledger, or all else
        that is anywhere in the repository."""
        return list_deleted(self._git, shas, f"{self.prefix}{layout.ISSUES}", inside=inside)

    def named(self, names: Sequence[tuple[str, str]]) -> list[str | None]:
        """The object that a commit has at a path below :attr:`prefix`, for each commit and path."""
        asked = [f"{checked(sha)}:{self.prefix}{path}" for sha, path in names]
        return ask_names(self._git, asked)

    def ledgers(self, sha: str, prefixes: Sequence[str]) -> list[str]:
        """Which of the folders hold issues at a commit."""
        found = ask_names(self._git, [f"{checked(sha)}:{prefix}data/issues" for prefix in prefixes], "tree")
        return [prefix for prefix, oid in zip(prefixes, found, strict=True) if oid is not None]

    def verifies(self, sha: str, signers: str, keygen: str) -> bool:
        """Whether a commit has a good SSH signature of somebody in the file ``signers``.

        ``keygen`` is the full path of ``ssh-keygen``: the one program that is run.  git is told so, because
        the repository's configuration could name another.
        """
        settings = {
            "gpg.ssh.allowedSignersFile": signers,
            "gpg.ssh.program": keygen,
            "gpg.ssh.revocationFile": "",
            "gpg.program": "false",
            "gpg.openpgp.program": "false",
            "gpg.x509.program": "false",
            "gpg.minTrustLevel": "fully",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        code, _, _ = self._git.attempt(*options, "verify-commit", checked(sha))
        return code == 0
