"""Asking git for many things through one process."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ledger.history.errors import HistoryError
from ledger.history.objects import OID, Commit, read_commit
from ledger.history.process import CHUNK
from ledger.history.revisions import bad_revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.history.process import Conversation, Git

_COMMIT_MOST = 1 << 20
"""What is kept of a commit object, in bytes; the rest of a longer message is let go."""

_ASKED_MOST = CHUNK // 65
"""How many names of objects are asked at once."""


def checked(sha: str) -> str:
    """``sha`` if it is the full name of an object; else raises :class:`HistoryError`."""
    if not OID.fullmatch(sha):
        raise bad_revision(sha)
    return sha


def read_objects(git: Git, oids: Iterator[str], kind: str, most: int) -> Iterator[tuple[str, int, bytes]]:
    """The name, size and first ``most`` bytes of objects, in the order asked for.

    Raises :class:`HistoryError` for one that is not there or not of ``kind``.
    """
    with git.start("cat-file", "--batch") as objects:
        yield from ask_objects(objects, oids, kind, most)


def ask_objects(
    objects: Conversation, oids: Iterator[str], kind: str, most: int
) -> Iterator[tuple[str, int, bytes]]:
    """As :func:`read_objects`, of a ``cat-file`` that runs already."""
    while asked := _ask(objects, oids):
        for oid in asked:
            size = _size(objects, oid, kind)
            yield oid, size, objects.take(size, most)
            objects.take(1, 0)  # the line's end


def read_sizes(git: Git, oids: Iterable[str]) -> dict[str, int]:
    """The sizes of the objects that are there.

    One that is not has none, or in a partial clone is a :class:`HistoryError`.
    """
    sizes: dict[str, int] = {}
    waiting = iter(oids)
    with git.start("cat-file", "--batch-check=%(objectsize)") as objects:
        while asked := _ask(objects, waiting):
            for oid in asked:
                size = objects.answer(b"\n")
                if size.isdigit():
                    sizes[oid] = int(size)
    return sizes


def ask_names(git: Git, names: Iterable[str], kind: str = "blob") -> list[str | None]:
    """The objects of a kind that names such as ``sha:path`` stand for; ``None`` where there is none."""
    found: list[str | None] = []
    with git.start("cat-file", "--batch-check=%(objecttype) %(objectname)") as objects:
        for name in names:
            asked = name.encode("utf-8", "surrogateescape")
            if b"\n" in asked or len(asked) >= CHUNK:
                found.append(None)
                continue
            objects.ask(asked + b"\n")
            is_a, _, oid = objects.answer(b"\n").decode("utf-8", "replace").partition(" ")
            found.append(oid if is_a == kind and OID.fullmatch(oid) else None)
    return found


def list_absent(git: Git, name: str) -> frozenset[str]:
    """The objects in the tree ``name`` (``sha:path``) that were left out of a partial clone."""
    lines = list_commits(git, "--objects", "--no-object-names", "--missing=print", name)
    return frozenset(oid[1:] for oid in lines if oid.startswith("?"))


def read_commits(git: Git, shas: Iterator[str]) -> Iterator[Commit]:
    """Commits without their changes, in the order asked for."""
    for sha, _, data in read_objects(git, shas, "commit", _COMMIT_MOST):
        yield read_commit(sha, data)


def is_there(git: Git, oid: str) -> bool:
    """Whether the repository has an object."""
    return git.attempt("cat-file", "-e", checked(oid))[0] == 0


def list_commits(git: Git, *args: str) -> Iterator[str]:
    """The lines of ``rev-list``."""
    with git.start("rev-list", *args, "--") as lines:
        while (line := lines.until(b"\n")) is not None:
            yield line.decode("ascii")
        lines.check()


def _ask(objects: Conversation, oids: Iterator[str]) -> list[str]:
    """Ask for as many of ``oids`` as may be asked at once."""
    asked = [checked(oid) for oid in islice(oids, _ASKED_MOST)]
    if asked:
        objects.ask("".join(f"{oid}\n" for oid in asked).encode())
    return asked


def _size(objects: Conversation, oid: str, kind: str) -> int:
    """The size of the object that was asked for, which must be of ``kind``."""
    head = objects.answer(b"\n").decode("ascii", "replace").split(" ")
    if len(head) != 3:  # noqa: PLR2004 - "OID missing"
        raise HistoryError("history.missing_object", oid=oid)
    if head[1] != kind:
        raise HistoryError("history.failed", reason=f"{oid}: {head[1]}, not {kind}")
    return int(head[2])
