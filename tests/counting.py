"""The cost of a call as a count that is the same on every machine: the functions that it called."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(function: Callable[[], object]) -> int:
    """The number of functions, Python's and the library's, that ``function`` called; what it raises is raised.

    Counting ends a call that would never end: a hundred million calls are an error.
    """
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        del frame, argument
        count += event in {"call", "c_call"}
        if count > 100_000_000:
            raise RuntimeError("called without end")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count
