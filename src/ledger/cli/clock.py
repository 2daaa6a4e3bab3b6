"""The one clock: today is the date at UTC+08:00, whatever the machine's zone; and whether time is up."""

import time
from collections.abc import Callable
from datetime import date, datetime

from ledger.judging.zone import CHINA


def today() -> date:
    """Today's date in China."""
    return datetime.now(CHINA).date()


def stopwatch(seconds: float) -> Callable[[], bool]:
    """A question whether ``seconds`` have passed from now on."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end
