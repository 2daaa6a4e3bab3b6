"""The terminal: where output goes, how wide it is, whether it takes colour."""

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO

from ledger.cli.errors import CommandError
from ledger.cli.speech import words
from ledger.rendering.text import clean


def prepare_streams() -> None:
    """Write UTF-8 with ``\\n`` whatever the locale says; a character that cannot be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def room(stream: TextIO | None, environment: Mapping[str, str]) -> int | None:
    """Width of the terminal behind ``stream`` in cells; ``None`` for a pipe or file.

    ``COLUMNS`` counts only where there is a terminal: what goes into a pipe is never cut.
    """
    if stream is None or not stream.isatty():
        return None
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def takes_colour(stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    """Whether to colour: on a terminal that is not dumb, unless ``NO_COLOR`` is set."""
    if stream is None or not stream.isatty():
        return False
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write_out(text: str) -> None:
    """Write to standard output; a reader that has gone away is no error."""
    _write(sys.stdout, text)


def write_note(text: str) -> None:
    """Write a line to standard error."""
    with suppress(CommandError):  # there is nowhere left to say it; the exit code tells
        _write(sys.stderr, "".join(f"{clean(line)}\n" for line in text.split("\n")))


def write_progress(text: str) -> None:
    """Write over the last line of a terminal; nothing takes the line away again."""
    with suppress(CommandError):
        _write(sys.stderr, f"\r{clean(text)}\x1b[K")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Something to say how far a long task has come: one line, on a terminal only, that goes away again."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    try:
        yield write_progress
    finally:
        write_progress("")


def flush() -> None:
    """Send off what is still held back."""
    _write(sys.stdout, "")
    _write(sys.stderr, "")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the program was started with the stream closed
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        raise CommandError("error.write", file=stream.name, reason=reason(error)) from None


def _silence(stream: TextIO) -> None:
    """What is left in the buffer must not raise again when the stream is closed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
}


def reason(error: OSError) -> str:
    """Why the system refused, in the language of the run."""
    key = _REASONS.get(error.errno or 0)
    return words()(key) if key else error.strerror or str(error)
