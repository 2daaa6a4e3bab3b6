"""What git says of files of the working folder: which are not committed, what it does to their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.history.objects import decode_path
from ledger.history.process import CHUNK
from ledger.reading.layout import FOLDERS, limit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.history.process import Git

GIT_ATTRIBUTES = b"""\
# a ledger's files: LF everywhere; records are one on a line, and a merge keeps those of both sides
data/**/*.yaml text eol=lf merge=union
# not a byte of the official document and of evidence is changed
data/source/** -text
data/evidence/** -text -merge
"""
"""What git has to be told of the files of a ledger; what comes later in the file wins."""


class Uncommitted(NamedTuple):
    """Files of a ledger that the last commit does not have as they are, by path from the project folder.

    ``changed`` git knows, ``untracked`` not, and ``ignored`` it was told to overlook; an ignored folder is
    named with a ``/`` at its end.
    """

    changed: tuple[str, ...] = ()
    untracked: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self)


def uncommitted(git: Git, prefix: str, *, committing: bool = False) -> Uncommitted:
    """The files of the ledger below ``prefix`` that are not committed.

    While ``committing``, in a hook, what is in the index is as good as committed.  Raises
    :class:`~ledger.history.errors.HistoryError`.
    """
    names = _filters(git)
    if names is None:
        return Uncommitted()
    off = [part for name in names for part in _switched_off(name)]
    out = git.run(
        *(*off, "status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all"),
        *("--untracked-files=all", "--ignored=matching", "--", f"{prefix}data", f"{prefix}.gitattributes"),
    )
    found: dict[str, list[str]] = {"changed": [], "untracked": [], "ignored": []}
    for entry in out.split(b"\0"):
        state, path = entry[:2].decode("ascii", "replace"), decode_path(entry[3:], prefix)
        kind = {"??": "untracked", "!!": "ignored"}.get(state, "changed")
        if path and _ours(path) and not (committing and state in _STAGED):
            found[kind].append(path)
    return Uncommitted(*(tuple(sorted(found[name])) for name in Uncommitted._fields))


_STAGED = {"A ", "M ", "D ", "T "}


def _ours(path: str) -> bool:
    """Whether a path is that of a file of a ledger, or of a folder of such files."""
    if path in {".gitattributes", "data/"}:
        return True
    if path.endswith("/"):
        return (
            path == "data/evidence/"
            or path.removeprefix("data/").rstrip("/") in FOLDERS
            or _ours(f"{path}x.yaml")
        )
    parts = path.split("/")
    if any(part.startswith(".") for part in parts):
        return False
    return parts[:2] == ["data", "evidence"] or isinstance(limit_of(path), int)


def _filters(git: Git) -> list[str] | None:
    """The names of the filters that the configuration holds; ``None`` where one cannot be switched off.

    To see whether a file is what was committed git runs its filter, and filters are programs.
    """
    _, out, _ = git.attempt("config", "--null", "--name-only", "--get-regexp", r"^filter\.")
    names = {
        key.decode("utf-8", "surrogateescape").removeprefix("filter.").rpartition(".")[0]
        for key in out.split(b"\0")
        if key
    }
    return None if any("=" in name or "\n" in name for name in names) else sorted(names)


def _switched_off(name: str) -> Iterator[str]:
    for setting in ("clean=", "smudge=", "process=", "required=false"):
        yield from ("-c", f"filter.{name}.{setting}")


WANTED = {
    "data/source/": {"text": "unset"},
    "data/evidence/": {"text": "unset"},
    "data/disclosures.yaml": {"text": "set", "eol": "lf", "merge": "union"},
    "data/letters.yaml": {"text": "set", "eol": "lf", "merge": "union"},
    "data/issues/": {"text": "set", "eol": "lf", "merge": "union"},
    "data/rounds/": {"text": "set", "eol": "lf", "merge": "union"},
    "data/complaints/": {"text": "set", "eol": "lf", "merge": "union"},
    "data/": {"text": "set", "eol": "lf"},
}
"""The attributes that files of a ledger need, by how their paths begin: the first that fits holds."""


def wanting(git: Git, prefix: str, paths: Iterable[str]) -> list[str]:
    """Which of the files of the ledger lack an attribute that they need, as git itself sees it.

    Raises :class:`~ledger.history.errors.HistoryError`.
    """
    asked = [path for path in paths if _needs(path)]
    names = sorted({name for needed in WANTED.values() for name in needed})
    found = []
    with git.start("check-attr", "--stdin", "-z", *names) as answers:
        for piece in _pieces(f"{prefix}{path}\0".encode("utf-8", "surrogateescape") for path in asked):
            answers.ask(b"".join(piece))
            for raw in piece:
                said = {}
                for _ in names:
                    answers.answer(b"\0")
                    name, value = answers.answer(b"\0"), answers.answer(b"\0")
                    said[name.decode("ascii")] = value.decode("utf-8", "replace")
                path = decode_path(raw.removesuffix(b"\0"), prefix)
                if any(said[name] != value for name, value in _needs(path).items()):
                    found.append(path)
    return found


def _needs(path: str) -> dict[str, str]:
    return next((needed for start, needed in WANTED.items() if path.startswith(start)), {})


def _pieces(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines in pieces that may be asked at once; a line longer than that is left to be asked alone."""
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if piece and size + len(line) > CHUNK:
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield piece
