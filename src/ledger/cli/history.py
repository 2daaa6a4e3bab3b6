"""What the commands that read history share: the repository, and its errors as errors of a command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ledger.cli import keeping, terminal
from ledger.cli.errors import CommandError
from ledger.cli.shell import quoted
from ledger.cli.speech import words
from ledger.history.errors import HistoryError
from ledger.reports.naming import id_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.history.git import Repository
    from ledger.history.log import Logged
    from ledger.history.worktree import Uncommitted
    from ledger.judging.parties import Setting
    from ledger.model.baseline import Baseline
    from ledger.rules.engine import Checked


def open_history(root: str) -> Repository:
    """The repository of the ledger in ``root``, with what earlier runs worked out of it if that is used."""
    from ledger.history.opening import open_repository

    repository = open_repository(root, os.environ)
    if not keeping.is_used():
        from ledger.history.kept import Shelf

        repository.shelf = Shelf(None)
    return repository


def evidence_at(root: str, sha: str) -> Callable[[str], str | None]:
    """A look-up of SHA-256 sums of evidence files as a commit has them."""
    from ledger.opening import evidence_at as look_up

    return look_up(open_history(root), sha)


def evidence_why_at(root: str, sha: str) -> Callable[[str, str], str]:
    """As :func:`evidence_at`: why an evidence file of a commit is not the one of a SHA-256."""

    def look(path: str, recorded: str) -> str:
        from ledger.reading.sums import MOST, why_differs

        repository = open_history(root)
        blob = repository.tree(sha, f"data/{path}").get(f"data/{path}")
        if blob is None or not blob.regular:
            return "other"
        return why_differs(next(repository.blobs([blob.oid], MOST))[1] or b"", recorded)

    return look


def check_revision(root: str, rev: str) -> tuple[str, Checked, dict[str, bytes]]:
    """The commit that ``rev`` names, and the check of the ledger as it was there, evidence included."""
    from ledger.opening import at_revision
    from ledger.reading.load import no_collecting
    from ledger.rules.engine import check_issue, conclude, share
    from ledger.rules.named_days import issue_paths

    repository, sha, (tree, found) = at_revision(root, rev, os.environ)
    warn(repository.backwards)
    with no_collecting():
        shared, diagnostics = share(tree, evidence_at(root, sha), evidence_why_at(root, sha))
        results = [check_issue(path, shared) for path in issue_paths(tree)]
        return sha, conclude(shared, results, [*found, *diagnostics]), tree


def warn(backwards: Iterable[str]) -> None:
    """Say where an answer hung on commit dates that run backwards."""
    for sha in backwards:
        terminal.write_note(words()("history.backwards", sha=sha[:10]))


_FEW = 100
"""How many files are asked for by name; of more all are read."""


class OfIssue(NamedTuple):
    """An issue by its id, what a range of commits did to it, oldest first, and the files it ever was in."""

    id: str
    logged: list[Logged]
    paths: list[str]


def of_issue(text: str, repository: Repository, since: str | None, until: str) -> OfIssue:
    """An issue as people write it, among those that history knows, also deleted ones."""
    from ledger.history.log import log_of
    from ledger.history.whereabouts import places

    meant = _meant(text)
    found = places(repository, until, meant)
    logged = log_of(repository, since, until, found)
    known = {one.difference.issue: one.difference.number or "" for one in logged if one.difference.issue}
    wanted = text if text in known else next((name for name in known if meant(name, known[name])), None)
    if wanted is None:
        raise CommandError("error.no_such_issue", id=text)
    return OfIssue(wanted, [one for one in logged if one.difference.issue == wanted], found.paths)


def _meant(text: str) -> Callable[[str, str], bool]:
    """Whether an issue, by its id and number, may be meant by what people write."""
    from ledger.plans.width import half_width

    parts = id_parts(half_width(text))

    def meant(issue: str, number: str) -> bool:
        return issue == text or (bool(parts) and parts in (id_parts(half_width(number)), id_parts(issue)))

    return meant


def baselines_at(
    repository: Repository, sha: str, logged: Sequence[Logged], paths: Sequence[str] | None = None
) -> dict[str, Baseline]:
    """The baselines, as a commit has them, of the issues that a log tells entries of, by id.

    A baseline never changes, so that this one gives every entry its sentence.  ``paths`` are those where the
    issues can be, if that is known.
    """
    from ledger.history.versions import split
    from ledger.reading.load import ISSUES, read_baseline

    told = [one.difference for one in logged if one.difference.entry is not None]
    known = {one.issue for one in told}
    found = {}
    wanted = {one.path for one in told if one.path is not None}
    few = len(wanted) <= _FEW
    held = repository.files(sha, wanted) if few else {}
    if not few or held.keys() != wanted:  # some have moved since
        held = repository.files(sha, paths) if paths is not None else _all_at(repository, sha, ISSUES)
    for path, data in held.items():
        if not path.endswith(".yaml"):
            continue
        baseline = read_baseline(split(data)[0])
        if baseline is not None and baseline.id in known:
            found[baseline.id] = baseline
    return found


def _all_at(repository: Repository, sha: str, folder: str) -> dict[str, bytes]:
    blobs = {path: blob.oid for path, blob in repository.tree(sha, folder).items() if blob.regular}
    held = dict(repository.blobs(dict.fromkeys(blobs.values())))
    return {path: held[oid] or b"" for path, oid in blobs.items()}


def setting_at(repository: Repository, sha: str) -> Setting:
    """The office's settings, the units and the calendar as a commit has them, or the defaults."""
    from ledger.judging.parties import Setting
    from ledger.judging.status import policy_of
    from ledger.reading.load import CALENDAR, PLAN, UNITS, read_common

    common = read_common(repository.files(sha, {PLAN, UNITS, CALENDAR}))
    return Setting(common.units, policy_of(common.plan), common.calendar)


def tell_uncommitted(root: str) -> None:
    """Name the files of the ledger that are not committed, and the command.

    Nothing outside a repository, and where none of its files are checked out.
    """
    if not in_repository(root) or not os.path.isdir(os.path.join(root, "data")):
        return
    try:
        repository = open_history(root)
        found = repository.uncommitted(committing="GIT_INDEX_FILE" in os.environ)
    except HistoryError:  # no git, or none that answers: what was asked for does not hang on it
        return
    for text in uncommitted_words(found, root):
        terminal.write_note(text)


def in_repository(root: str) -> bool:
    """Whether there may be a repository at all: without asking git, which takes time."""
    folder = os.path.realpath(root)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


_NAMED_MOST = 3


def uncommitted_words(found: Uncommitted, root: str) -> Iterator[str]:
    """A line for files that are not committed, with the command that commits them; one for ignored ones."""
    from ledger.cli.session import display_prefix

    say = words()
    prefix = display_prefix(root).removesuffix("/")
    git = f"git -C {quoted(prefix)}" if prefix else "git"
    kinds = (("uncommitted.untracked", found.untracked), ("uncommitted.changed", found.changed))
    parts = [say(key, count=len(paths), files=_listed(paths)) for key, paths in kinds if paths]
    if parts:
        loose = (*found.untracked, *found.changed)
        added = "data .gitattributes" if ".gitattributes" in loose else "data"
        command = f'{git} add {added} && {git} commit -m "{say("uncommitted.subject")}"'
        yield say("uncommitted.files", files=say("list.semicolon").join(parts), command=command)
    if found.ignored:
        command = f"{git} add -f {' '.join(map(quoted, found.ignored[:_NAMED_MOST]))}"
        yield say(
            "uncommitted.ignored", count=len(found.ignored), files=_listed(found.ignored), command=command
        )


def _listed(paths: Sequence[str]) -> str:
    say = words()
    named = say("list.join").join(paths[:_NAMED_MOST])
    return named if len(paths) <= _NAMED_MOST else say("uncommitted.more", files=named)


def tell_wanting(root: str, paths: Iterable[str]) -> None:
    """Name files whose bytes git would change, or whose records it would not merge, and the lines to add."""
    if not in_repository(root):
        return
    try:
        found = open_history(root).wanting(paths)
    except HistoryError:
        return
    if found:
        terminal.write_note(wanting_words(found))


def wanting_words(found: Sequence[str]) -> str:
    """That git is not told what these files need, and the lines that tell it."""
    from ledger.history.worktree import GIT_ATTRIBUTES

    lines = [line for line in GIT_ATTRIBUTES.decode("ascii").splitlines() if not line.startswith("#")]
    return "\n".join([words()("attributes.wanting", count=len(found), files=_listed(found)), *lines])


def path_prefix(root: str) -> str:
    """What leads from the top of the repository to the ledger; outside one, from the current folder.

    What a forge shows beside the lines of a file is looked for from the top of the repository.
    """
    from ledger.cli.session import display_prefix

    if in_repository(root):
        try:
            return open_history(root).prefix
        except HistoryError:  # no git: the folder is all there is
            pass
    return display_prefix(root)


def folder_differs(repository: Repository, sha: str, tree: Mapping[str, bytes]) -> bool:
    """Whether the files of the working folder are not those of a commit."""
    from ledger.history.objects import oid_of
    from ledger.history.snapshot import select

    held = {path: blob.oid for path, blob in select(repository.tree(sha)).files.items()}
    return held != {path: oid_of(data, len(sha)) for path, data in tree.items()}
