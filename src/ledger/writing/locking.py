"""The lock by which runs that write to a ledger wait for each other."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def locked(root: str, below: str = "data") -> Iterator[None]:
    """Hold the ledger below ``root`` against other runs that write; waits for its turn.

    The lock is the kernel's, on the folder ``data`` itself: it leaves no file and ends with the process.
    With ``below`` another folder is held; ``""`` is ``root`` itself.
    """
    if os.name == "nt":
        with _locked_by_file(os.path.join(root, below, ".lock")):
            yield
        return
    import fcntl

    descriptor = os.open(os.path.join(root, below), os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):  # only the lock hangs on it
            os.close(descriptor)


@contextmanager
def _locked_by_file(path: str) -> Iterator[None]:
    """The same with a file, where folders cannot be locked (Windows).

    It is taken away afterwards, so that it is never committed; the system refuses that while another run has
    it open, and then that run does it.
    """
    import msvcrt

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
                break
            except OSError as error:
                if error.errno not in _WAITED:
                    raise
        yield
    finally:
        os.close(descriptor)
        with suppress(OSError):
            os.unlink(path)


_WAITED = {errno.EDEADLK, errno.EACCES}
"""What ``msvcrt.locking`` says after ten seconds of waiting for another run: it gives up, we do not."""
