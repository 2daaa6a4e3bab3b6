"""The disk, for commands: the one place where what the system refuses becomes words."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader

from ledger.cli.errors import FINDINGS, CommandError
from ledger.cli.speech import words

_REASONS = {
    errno.ENOENT: "reason.none",
    errno.EACCES: "reason.denied",
    errno.EPERM: "reason.denied",
    errno.EISDIR: "reason.folder",
    errno.ENOTDIR: "reason.no_folder",
    errno.ENOSPC: "reason.full",
    errno.EROFS: "reason.read_only",
    errno.EEXIST: "reason.exists",
    errno.ELOOP: "reason.link",
    errno.EIO: "reason.broken",
    errno.ENOMEM: "reason.memory",
    errno.ENAMETOOLONG: "reason.long_name",
    errno.EMFILE: "reason.many_files",
    errno.ESTALE: "reason.stale",
}


def reason(error: OSError) -> str:
    """Why the system refused, in the language of the run."""
    key = _REASONS.get(error.errno or 0)
    if error.errno == errno.ELOOP and error.filename and _goes_round(error.filename):
        key = "reason.loop"
    return words()(key) if key else error.strerror or str(error)


def _goes_round(path: str) -> bool:
    """Whether a link leads back to itself, so that following it would not help."""
    try:
        os.stat(path)
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def shown(file: str) -> str:
    """The name of a file as people know it: ``-`` is standard input, a hidden one what it is written for."""
    from ledger.writing import meant_by

    return words()("stream.input") if file == "-" else meant_by(file)


@contextmanager
def reading(file: str) -> Iterator[None]:
    """Read a file or folder that a person named; CommandError with the reason where that cannot be."""
    try:
        yield
    except OSError as error:
        raise CommandError("error.read", file=shown(file), reason=reason(error)) from None


@contextmanager
def writing_to(file: str, *, inside: bool = False) -> Iterator[None]:
    """Write to a file or folder that a person named; CommandError with the reason where that cannot be.

    With ``inside`` it is a folder, and the file in it is told where the system names one.
    """
    from ledger.writing import ChangedError

    try:
        yield
    except ChangedError as error:
        raise CommandError("error.changed", file=os.path.join(file, error.path)) from None
    except OSError as error:
        named = (error.filename if inside else None) or file
        raise CommandError("error.write", file=shown(named), reason=reason(error)) from None


@contextmanager
def held(root: str, *, sweeping: bool) -> Iterator[None]:
    """Hold the ledger against other runs that write; what changed and what the system refuses is told.

    With ``sweeping`` what a run that was killed had begun is completed first, and named.
    """
    from ledger.cli import terminal
    from ledger.writing import ChangedError, locked, sweep

    try:
        with locked(root):
            completed = sweep(root) if sweeping else []
            if completed:
                files = words()("list.join").join(completed)
                terminal.write_note(words()("record.completed", files=files))
            yield
    except ChangedError as error:
        raise CommandError("error.changed", FINDINGS, file=error.path) from None
    except OSError as error:
        raise CommandError("error.write", file=shown(error.filename or root), reason=reason(error)) from None


def read_bounded(path: str, most: int) -> bytes:
    """A file that a person names; CommandError where it cannot be read or has more than ``most`` bytes."""
    data = read_begin(path, most + 1)
    if len(data) > most:
        raise CommandError("error.too_large", file=path, most=most // 1024 // 1024)
    return data


def read_input(most: int) -> bytes:
    """At most so many bytes of standard input; none where it was closed."""
    if sys.stdin is None:
        return b""
    with reading("-"):
        return sys.stdin.buffer.read(most)


@contextmanager
def opened(path: str, *, again: bool = False) -> Iterator[BufferedReader]:
    """A file that a person names, to be read; CommandError, at once, where it cannot be or is no file.

    With ``again`` it will be read a second time, which the pipe of a shell cannot.
    """
    from ledger.folder import UnfitError, open_given

    try:
        with reading(path), open_given(path, again=again) as stream:
            yield stream
    except UnfitError:
        raise CommandError("error.read", file=shown(path), reason=words()("reason.special")) from None


def read_begin(path: str, most: int) -> bytes:
    """At most so many bytes of a file that a person names."""
    with opened(path) as stream:
        return stream.read(most)


def current(path: str) -> bytes | None:
    """What a file holds; nothing where there is none, or no file that could be compared."""
    if not os.path.isfile(path):
        return None
    with opened(path) as stream:
        return stream.read()
