"""The terminal: where output goes, and how."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from ledger.cli import again, screen
from ledger.cli.disk import reason
from ledger.cli.errors import CommandError
from ledger.cli.speech import words
from ledger.rendering.text import clean

if TYPE_CHECKING:
    from threading import Timer


_written = False


def mark_written() -> None:
    """The ledger was written to: whatever goes wrong with telling of it, that is said."""
    global _written  # noqa: PLW0603 - one run a process
    _written = True


def prepare_streams() -> None:
    """Write UTF-8 with ``\\n`` whatever the locale says; a character that cannot be shown is escaped.

    Who asks for another encoding by ``PYTHONIOENCODING`` (a pager of Chinese Windows reads GBK) gets it.
    """
    global _written  # noqa: PLW0603 - as above
    _written = False
    _later.clear()
    encoding = _asked_for(os.environ.get("PYTHONIOENCODING", "").partition(":")[0])
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
            with suppress(OSError, ValueError, AttributeError):  # no file, closed, or an older Windows
                # a pipe that refuses what it cannot take at once, as some programs leave theirs, loses it
                os.set_blocking(stream.fileno(), True)


def _asked_for(encoding: str) -> str:
    """The encoding, where it has Chinese characters: what has none was set for something else."""
    try:
        "任务".encode(encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return "utf-8"
    return encoding or "utf-8"


PATIENCE = 1.0
"""Seconds after which a run says that it is at work."""

_timer: "Timer | None" = None


def start_waiting() -> None:
    """Say on a terminal that the run is at work, once it has been for a second; what is written clears it."""
    global _timer  # noqa: PLW0603 - one run a process
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return
    from threading import Timer

    _timer = Timer(PATIENCE, write_progress, [words()("wait.working")])
    _timer.daemon = True
    _timer.start()


def stop_waiting() -> None:
    """Nothing more is to be waited for; the line that said so goes away."""
    global _timer
    timer, _timer = _timer, None
    if timer is not None:
        said = timer.finished.is_set()
        timer.cancel()
        if said:
            write_progress("")


def write_out(text: str) -> None:
    """Write to standard output; a reader that has gone away is no error.

    What does not fit on a terminal is shown with a pager.
    """
    stop_waiting()
    pager = screen.pager_for(text, os.environ)
    if pager is None or not screen.page(text, pager, os.environ):
        _write(sys.stdout, text)


_NAMES: list[str] = []


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Notes that are written meanwhile are about the ledger of this name, and say so."""
    _NAMES.append(name)
    try:
        yield
    finally:
        _NAMES.pop()


def write_note(text: str) -> None:
    """Write a line to standard error."""
    stop_waiting()
    if _NAMES:
        text = words()("together.note", name=_NAMES[-1], text=text)
    with suppress(CommandError):  # there is nowhere left to say it; the exit code tells
        _write(sys.stderr, "".join(f"{clean(line)}\n" for line in text.split("\n")))


def write_error(label: str, text: str) -> None:
    """Write a refusal to standard error: its label stands out, the text is one or more lines, broken between
    words on a terminal."""
    from ledger.rendering.style import paint
    from ledger.rendering.text import wrap

    stop_waiting()
    said = "\n".join(clean(line) for line in text.split("\n"))
    room = screen.room(sys.stderr, os.environ)
    if room is not None:
        said = "\n".join(wrap(f"{label}{said}", room))[len(label) :]
    with suppress(CommandError):  # as above
        _write(
            sys.stderr, f"{paint(label, 'late', colour=screen.takes_colour(sys.stderr, os.environ))}{said}\n"
        )


def write_progress(text: str) -> None:
    """Write over the last line of a terminal; nothing takes the line away again."""
    with suppress(CommandError):
        _send(sys.stderr, f"\r{clean(text)}\x1b[K")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Something to say how far a long task has come: one line, on a terminal only, that goes away again."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    stop_waiting()
    try:
        yield write_progress
    finally:
        write_progress("")


_later: list[Callable[[], None]] = []


def afterwards(what: Callable[[], None]) -> None:
    """Something to be done when the answer is out; nobody waits for it."""
    _later.append(what)


def run_later() -> None:
    """Do it now, and forget it."""
    while _later:
        _later.pop()()


def flush() -> None:
    """Send off what is still held back."""
    _write(sys.stdout, "")
    _write(sys.stderr, "")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # it is when the program was started with the stream closed
        again.hear(stream, text)
        _send(stream, text)


def _send(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        _silence(stream)
        if _is_closed_pipe(error):
            return
        key = "error.write_after" if _written else "error.write"
        name = words()("stream.output" if stream is sys.stdout else "stream.errors")
        raise CommandError(key, file=name, reason=reason(error)) from None


def _is_closed_pipe(error: OSError) -> bool:
    """Whether nobody reads any more; Windows calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _silence(stream: TextIO) -> None:
    """What is left in the buffer must not raise again when the stream is closed."""
    again.spoil()
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
