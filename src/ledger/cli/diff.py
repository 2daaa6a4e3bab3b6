"""``ledger diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ledger.cli import options as o
from ledger.cli.errors import FINDINGS, FINE, CommandError
from ledger.cli.speech import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.history.git import Repository
    from ledger.history.objects import Blob


def command(
    ctx: typer.Context,
    range_: Annotated[str, typer.Argument(metavar="[A..B]", help=words()("argument.range"))] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=words()("option.since"))] = "",
    as_of: o.AsOf = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help=words()("option.diff-exit-code"))] = False,
    form: o.DocumentFormat = "",
    output: o.Output = "",
    directory: o.Directory = "",
    lang: o.Lang = "",
) -> int:
    """Tell what two states of the ledger differ in."""
    from ledger.cli.history import open_history, reading_history, warn
    from ledger.cli.session import deliver_document, find_root
    from ledger.history.compare import compare
    from ledger.reports.history import diff_document

    del lang
    if range_ and since:
        raise CommandError("error.together", one="A..B", other="--since")
    day = o.read_as_of(as_of)
    root = find_root(ctx, directory, gone=bool(range_))
    with reading_history():
        repository = open_history(root)
        old, new = _sides(repository, root, range_, since)
        before, after = _contents(repository, root, old, new)
    warn(repository)
    differences = compare(before, after, day)
    revisions = {"old": old, "new": new}
    document = diff_document(differences, _named(old), _named(new), day, revisions)
    deliver_document(document, form, output)
    return FINDINGS if exit_code and differences else FINE


def _sides(repository: Repository, root: str, range_: str, since: str) -> tuple[str | None, str | None]:
    """The commits to compare; ``None`` for nothing on the left and for the working folder on the right."""
    del root
    if since:
        return repository.resolve(f"@{o.read_date(since, '--since').isoformat()}"), None
    if not range_:
        return repository.head(), None
    if ".." not in range_:
        return repository.resolve(range_), None
    return repository.resolve_range(range_)


class _Side(NamedTuple):
    """The object of each file, the bytes of those on the disk, and what a commit has."""

    oids: dict[str, str]
    held: Mapping[str, bytes]
    blobs: Mapping[str, Blob]

    def files(self, wanted: set[str]) -> list[str]:
        """Which of the wanted paths are files of the ledger here."""
        from ledger.history.snapshot import select

        if not self.blobs:
            return [path for path in self.oids if path in wanted]
        return list(select({path: self.blobs[path] for path in self.oids if path in wanted}).files)


def _contents(
    repository: Repository, root: str, old: str | None, new: str | None
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files that the comparison has to see, from both sides."""
    from ledger.history.compare import changed_paths, needed

    left = _committed(repository, old) if old else _Side({}, {}, {})
    length = len(next(iter(left.oids.values()), "0" * 40))
    right = _committed(repository, new) if new else _on_disk(root, length)
    wanted = needed(changed_paths(left.oids, right.oids), {*left.oids, *right.oids})
    sides = [(side, side.files(wanted)) for side in (left, right)]
    asked = {side.oids[path] for side, paths in sides for path in paths if path not in side.held}
    held = {oid: data or b"" for oid, data in repository.blobs(sorted(asked))}
    before, after = (
        {p: side.held[p] if p in side.held else held[side.oids[p]] for p in paths} for side, paths in sides
    )
    return before, after


def _committed(repository: Repository, sha: str) -> _Side:
    blobs = {p: blob for p, blob in repository.tree(sha).items() if not p.startswith("data/source/")}
    return _Side({path: blob.oid for path, blob in blobs.items()}, {}, blobs)


def _on_disk(root: str, length: int) -> _Side:
    from ledger.folder import read_folder
    from ledger.history.objects import oid_of

    held = {p: data for p, data in read_folder(root).tree.items() if not p.startswith("data/source/")}
    return _Side({path: oid_of(data, length) for path, data in held.items()}, held, {})


def _named(sha: str | None) -> str:
    return sha[:10] if sha else words()("diff.folder")
