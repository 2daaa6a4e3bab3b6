"""What the run's output is drawn on: colour, width, pager, and how wide ambiguous characters are.

``--color``, ``--width`` and ``--no-pager`` may stand anywhere on the command line, as ``--debug`` may: they
say nothing of the ledger, so no command reads them.
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TextIO

from ledger.cli import again
from ledger.cli.errors import CommandError

COLOURS = ("auto", "always", "never")
"""What ``--color`` may be."""

_WIDEST = 1000


@dataclass(frozen=True, slots=True)
class Screen:
    """What was asked for: colour, a width in cells or none, and whether a pager may be started."""

    colour: str = "auto"
    width: int | None = None
    pager: bool = True


_current = Screen()


def take(arguments: Sequence[str]) -> list[str]:
    """Remember the options of the screen among ``arguments``; returns the others."""
    global _current
    _current, rest = read(arguments)
    return rest


def read(arguments: Sequence[str]) -> tuple[Screen, list[str]]:
    """The screen that ``arguments`` ask for, and the arguments that say something else."""
    screen, rest = Screen(), list[str]()
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            rest += [argument, *left]
        elif argument == "--no-pager":
            screen = replace(screen, pager=False)
        elif argument in {"--color", "--colour", "--width"}:
            screen = _with(screen, argument, next(left, ""))
        elif argument.startswith(("--color=", "--colour=", "--width=")):
            screen = _with(screen, *argument.split("=", 1))
        else:
            rest.append(argument)
    return screen, rest


def _with(screen: Screen, option: str, value: str) -> Screen:
    if option == "--width":
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= _WIDEST):
            raise CommandError("error.count", option=option, value=value)
        return replace(screen, width=int(value))
    if value not in COLOURS:
        raise CommandError("error.choice", option="--color", value=value, near=COLOURS)
    return replace(screen, colour=value)


def is_completing(environment: Mapping[str, str]) -> bool:
    """Whether a shell is asking for completions, under either name of the program."""
    return "_LEDGER_COMPLETE" in environment or "_TAIZHANG_COMPLETE" in environment


def room(stream: TextIO | None, environment: Mapping[str, str]) -> int | None:
    """Width of what is drawn on, in cells: ``--width``, else that of a terminal; ``None`` for a pipe or file.

    ``COLUMNS`` counts only where there is a terminal: what goes into a pipe is never cut unasked.
    """
    if _current.width is not None:
        return _current.width
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
    """Whether to colour: ``--color``, else never with ``NO_COLOR``, always with ``FORCE_COLOR``.

    Without any of them a terminal that is not dumb is coloured.
    """
    if _current.colour != "auto":
        return _current.colour == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return stream is not None and stream.isatty() and environment.get("TERM") != "dumb"


@contextmanager
def drawing(width: int | None, environment: Mapping[str, str]) -> Iterator[None]:
    """Within it, text for a screen of ``width`` cells is measured as the terminal draws it."""
    from ledger.rendering.text import ambiguous

    with ambiguous(wide=width is not None and ambiguous_is_wide(environment)):
        yield


def ambiguous_is_wide(environment: Mapping[str, str]) -> bool:
    """Whether “ ” ─ ★ take two cells: ``LEDGER_AMBIGUOUS``, else what a VTE terminal says of itself."""
    asked = environment.get("LEDGER_AMBIGUOUS") or environment.get("VTE_CJK_WIDTH") or ""
    return asked.lower() in {"wide", "2"}


def pager_for(text: str, environment: Mapping[str, str]) -> list[str] | None:
    """The pager to show ``text`` with: only on a terminal, and only what does not fit on it.

    ``LEDGER_PAGER``, else ``PAGER``, else ``less`` where there is one; ``cat`` or nothing is no pager.
    """
    if not _current.pager or environment.get("TERM") == "dumb" or not _is_terminal(sys.stdin, sys.stdout):
        return None
    try:
        lines = os.get_terminal_size(sys.stdout.fileno()).lines
    except OSError:
        return None
    if not lines or text.count("\n") < lines:
        return None
    return _pager(environment)


def _is_terminal(*streams: TextIO | None) -> bool:
    return all(stream is not None and stream.isatty() for stream in streams)


def _pager(environment: Mapping[str, str]) -> list[str] | None:
    """The words of the pager's command line."""
    import shlex
    from shutil import which

    given = next((environment[name] for name in ("LEDGER_PAGER", "PAGER") if name in environment), "less")
    try:
        words = shlex.split(given, posix=os.name != "nt")
    except ValueError:
        return None
    return words if words and words[0] != "cat" and which(words[0]) else None


def page(text: str, pager: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Show ``text`` with a pager and wait until it is left; false where it could not be started."""
    import subprocess

    again.spoil()
    # as git has it: leave at once where all fits, colours as they are, the page stays on the screen
    settings = {"LESS": "FRX", "LESSCHARSET": "utf-8"} | dict(environment)
    try:
        process = subprocess.Popen(list(pager), stdin=subprocess.PIPE, env=settings)  # noqa: S603 - the person's own
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the pager's to obey
    try:
        process.communicate(text.encode("utf-8", "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, before)
    return True
