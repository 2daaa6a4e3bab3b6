"""Whether time is up; the day is told by :mod:`ledger.today`."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ledger.cli import terminal
from ledger.cli.errors import USAGE
from ledger.cli.speech import words


def stopwatch(seconds: float) -> Callable[[], bool]:
    """A question whether ``seconds`` have passed from now on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


@contextmanager
def ended_after(limit: float, key: str, **gaps: Any) -> Iterator[None]:
    """End the run with the error ``key`` where what is inside takes longer.

    For a single call that nothing can interrupt; nothing may be half written inside.
    """
    from threading import Timer

    def end() -> None:
        terminal.write_note(f"{words()('error.prefix')}{words()(key, **gaps)}")
        os._exit(USAGE)

    timer = Timer(limit, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
