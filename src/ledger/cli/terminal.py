"""The terminal: where output goes, how wide it is, whether it takes colour."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO


def prepare_streams() -> None:
    """Write UTF-8 with ``\\n`` whatever the locale says; a character that cannot be shown is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def room(stream: TextIO, environment: Mapping[str, str]) -> int | None:
    """Width of the terminal behind ``stream`` in cells; ``None`` for a pipe or file.

    ``COLUMNS`` counts only where there is a terminal: what goes into a pipe is never cut.
    """
    if not stream.isatty():
        return None
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def takes_colour(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: on a terminal that is not dumb, unless ``NO_COLOR`` is set."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def write_out(text: str) -> None:
    """Write to standard output; a reader that has gone away is no error."""
    _write(sys.stdout, text)


def write_note(text: str) -> None:
    """Write a line to standard error."""
    _write(sys.stderr, f"{text}\n")


def flush() -> None:
    """Send off what is still held back."""
    _write(sys.stdout, "")
    _write(sys.stderr, "")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        # what is left in the buffer must not raise again when the stream is closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
