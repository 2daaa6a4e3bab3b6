"""What the commands that read history share: the repository, and its errors as errors of a command."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.cli.options import id_parts
from ledger.cli.speech import words
from ledger.history.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.log import Logged
    from ledger.judging.chain import Setting
    from ledger.model.baseline import Baseline
    from ledger.reading.layout import FolderRead
    from ledger.rules.engine import Checked


@contextmanager
def reading_history() -> Iterator[None]:
    """History that cannot be read ends the command with its reason."""
    try:
        yield
    except HistoryError as error:
        raise CommandError(error.key, **error.args_) from None


def open_history(root: str) -> Repository:
    """The repository of the ledger in ``root``."""
    from ledger.history.git import open_repository

    return open_repository(root, os.environ)


def read_revision(root: str, rev: str) -> tuple[str, FolderRead]:
    """The commit that ``rev`` names, and the ledger as it was there."""
    with reading_history():
        repository = open_history(root)
        sha = repository.resolve(rev)
        read = repository.read(sha)
    warn(repository)
    if not any(path.startswith("data/") for path in read.tree):
        raise CommandError("history.no_ledger", revision=rev, sha=sha[:10])
    return sha, read


def evidence_at(root: str, sha: str) -> Callable[[str], str | None]:
    """A look-up of SHA-256 sums of evidence files as a commit has them, all read at the first question."""
    sums: dict[str, str | None] = {}
    known = False

    def look_up(path: str) -> str | None:
        nonlocal known
        if not known:
            known = True
            with reading_history():
                sums.update(_evidence_sums(open_history(root), sha))
        return sums.get(path)

    return look_up


def _evidence_sums(repository: Repository, sha: str) -> Iterator[tuple[str, str | None]]:
    from hashlib import sha256

    paths: dict[str, list[str]] = {}
    for path, blob in repository.tree(sha, "data/evidence/").items():
        if blob.regular:
            paths.setdefault(blob.oid, []).append(path.removeprefix("data/"))
    for oid, data in repository.blobs(list(paths), _EVIDENCE_MAX):
        for path in paths[oid]:
            yield path, sha256(data).hexdigest() if data is not None else None


def check_revision(root: str, rev: str) -> tuple[str, Checked, dict[str, bytes]]:
    """The commit that ``rev`` names, and the check of the ledger as it was there, evidence included."""
    from ledger.reading.load import no_collecting
    from ledger.rules.engine import check_issue, conclude, issue_paths, share

    sha, (tree, found) = read_revision(root, rev)
    with reading_history(), no_collecting():
        shared, diagnostics = share(tree, evidence_at(root, sha))
        results = [check_issue(path, shared) for path in issue_paths(tree)]
        return sha, conclude(shared, results, [*found, *diagnostics]), tree


_EVIDENCE_MAX = 1 << 30


def warn(repository: Repository) -> None:
    """Say where an answer hung on commit dates that run backwards."""
    for sha in repository.backwards:
        terminal.write_note(words()("history.backwards", sha=sha[:10]))


def issue_in_history(text: str, logged: Sequence[Logged]) -> str:
    """The id of an issue as people write it, among those that history knows, also deleted ones."""
    from ledger.plans.width import half_width

    known = {one.difference.issue: one.difference.number or "" for one in logged if one.difference.issue}
    if text in known:
        return text
    wanted = id_parts(half_width(text))
    for issue, number in known.items():
        if wanted and wanted in (id_parts(half_width(number)), id_parts(issue)):
            return issue
    raise CommandError("error.no_such_issue", id=text)


def baselines_at(repository: Repository, sha: str, logged: Sequence[Logged]) -> dict[str, Baseline]:
    """The baselines, as a commit has them, of the issues that a log tells entries of, by id.

    A baseline never changes, so that this one gives every entry its sentence.
    """
    from ledger.history.versions import split
    from ledger.reading.load import ISSUES, read_baseline

    wanted = {one.difference.path for one in logged if one.difference.entry is not None}
    known = {one.difference.issue for one in logged if one.difference.entry is not None}
    files = repository.tree(sha, ISSUES).items()
    blobs = {path: blob for path, blob in files if blob.regular and path.endswith(".yaml")}
    if not wanted <= set(blobs):  # some have moved since
        wanted = {*blobs}
    held = dict(repository.blobs(blob.oid for path, blob in blobs.items() if path in wanted))
    found = {}
    for data in held.values():
        baseline = read_baseline(split(data or b"")[0])
        if baseline is not None and baseline.id in known:
            found[baseline.id] = baseline
    return found


def setting_at(repository: Repository, sha: str) -> Setting:
    """The office's settings, the units and the calendar as a commit has them, or the defaults."""
    from ledger.judging.chain import Setting
    from ledger.judging.status import policy_of
    from ledger.reading.load import CALENDAR, PLAN, UNITS, read_common

    wanted = {PLAN, UNITS, CALENDAR}
    blobs = {path: blob for path, blob in repository.tree(sha).items() if path in wanted and blob.regular}
    held = dict(repository.blobs(blob.oid for blob in blobs.values()))
    common = read_common({path: held[blob.oid] or b"" for path, blob in blobs.items()})
    return Setting(common.units, policy_of(common.plan), common.calendar)


def folder_differs(repository: Repository, sha: str, tree: Mapping[str, bytes]) -> bool:
    """Whether the files of the working folder are not those of a commit."""
    from ledger.history.objects import oid_of
    from ledger.history.snapshot import select

    held = {path: blob.oid for path, blob in select(repository.tree(sha)).files.items()}
    return held != {path: oid_of(data, len(sha)) for path, data in tree.items()}
