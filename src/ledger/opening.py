"""A ledger from its folder, as it is now or as it was at a commit: what commands and programs begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.folder import evidence_of, read_folder
from ledger.locale.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ledger.history.git import Repository
    from ledger.model.ledger import Ledger
    from ledger.reading.diagnostic import Diagnostic
    from ledger.reading.layout import FolderRead, Stamp


@dataclass(slots=True)
class Files:
    """The files of a ledger, not yet understood, what of them could not be read, and the sums of evidence.

    ``revision`` is the commit whose data it is, ``None`` for the folder; ``backwards`` are commits whose days
    run backwards, where the answer hung on them.
    """

    tree: Mapping[str, bytes]
    diagnostics: list[Diagnostic]
    evidence: Callable[[str], str | None]
    revision: str | None = None
    backwards: tuple[str, ...] = field(default=())


@dataclass(slots=True)
class Read(Files):
    """The same, and what they say; ``diagnostics`` are what is wrong with them as well."""

    ledger: Ledger = field(kw_only=True)


def read(root: str, rev: str, environment: Mapping[str, str]) -> Read:
    """Read the ledger in the folder ``root`` or, with ``rev``, as it was at a commit, tag, branch or day.

    Refusal where git does not know the revision, or it has no ledger.
    """
    return understood(read_files(root, rev, environment))


def read_files(root: str, rev: str, environment: Mapping[str, str]) -> Files:
    """The same, not yet understood."""
    if not rev:
        held = read_folder(root)
        return Files(held.tree, held.diagnostics, evidence_of(root))
    repository, sha, held = at_revision(root, rev, environment)
    return Files(held.tree, held.diagnostics, evidence_at(repository, sha), sha, tuple(repository.backwards))


def understood(files: Files) -> Read:
    """What the files say."""
    from ledger.reading.load import load

    loaded = load(files.tree)
    return Read(
        files.tree,
        files.diagnostics + loaded.diagnostics,
        files.evidence,
        files.revision,
        files.backwards,
        ledger=loaded.ledger,
    )


def remembered(root: str, environment: Mapping[str, str]) -> tuple[Read, Callable[[], None]]:
    """The ledger in the folder ``root`` as :func:`read` gives it; what is as it was when it was read before
    is not read again.

    What comes with it keeps what was read, and is to be called when the answer is out.
    """
    from ledger.store.recall import begin, recall, remember

    held = recall(root, environment)
    if held is not None:
        return Read(held.tree, held.diagnostics, evidence_of(root), ledger=held.ledger), held.later
    keeping = begin(root, environment)
    stamps: dict[str, Stamp] = {}
    files = read_folder(root, stamps)
    said = understood(Files(files.tree, files.diagnostics, evidence_of(root)))

    def later() -> None:
        if keeping is not None:
            remember(keeping, said.ledger, stamps, said.diagnostics)

    return said, later


def read_named(root: str) -> Read:
    """The ledger in the folder ``root``, each issue read when it is asked for, from the file of its name.

    WholeNeededError, also when an issue is asked for, where that does not tell it: see
    :func:`ledger.reading.load.load_named`.
    """
    from ledger.folder import FolderTree, list_readable
    from ledger.reading.load import WholeNeededError, load_named
    from ledger.rules.named_days import earliest_due

    listed, found = list_readable(root)
    tree = FolderTree(root, (path for path, _ in listed), unread=WholeNeededError)
    loaded = load_named(tree, lambda: earliest_due(tree))
    return Read(tree, found + loaded.diagnostics, evidence_of(root), ledger=loaded.ledger)


def at_revision(root: str, rev: str, environment: Mapping[str, str]) -> tuple[Repository, str, FolderRead]:
    """The repository, the commit that ``rev`` names, and the files of the ledger as they were there."""
    from ledger.history.opening import open_repository

    repository = open_repository(root, environment)
    sha = repository.resolve(rev)
    held = repository.read(sha)
    if not any(path.startswith("data/") for path in held.tree):
        raise Refusal("history.no_ledger", revision=rev, sha=sha[:10])
    return repository, sha, held


def evidence_at(repository: Repository, sha: str) -> Callable[[str], str | None]:
    """A look-up of SHA-256 sums of evidence files as a commit has them, all read at the first question."""
    sums: dict[str, str | None] = {}
    known = False

    def look_up(path: str) -> str | None:
        nonlocal known
        if not known:
            known = True
            sums.update(_evidence_sums(repository, sha))
        return sums.get(path)

    return look_up


def _evidence_sums(repository: Repository, sha: str) -> Iterator[tuple[str, str | None]]:
    from hashlib import sha256

    from ledger.reading.sums import EVIDENCE_MAX, TOO_LARGE

    paths: dict[str, list[str]] = {}
    for path, blob in repository.tree(sha, "data/evidence/").items():
        if blob.regular:
            paths.setdefault(blob.oid, []).append(path.removeprefix("data/"))
    for oid, data in repository.blobs(list(paths), EVIDENCE_MAX):
        for path in paths[oid]:
            yield path, sha256(data).hexdigest() if data is not None else TOO_LARGE
