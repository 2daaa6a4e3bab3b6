"""A check over two processes where there is enough to do."""

from __future__ import annotations

import gc
import multiprocessing
import os
from typing import TYPE_CHECKING

from ledger.cli.errors import CommandError
from ledger.folder import evidence_of, evidence_why, read_folder
from ledger.reading.load import no_collecting
from ledger.rules.engine import Checked, Result, check_issue, conclude, issue_paths, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.rules.finding import Shared

WORTH_IT = 1000
"""From how many files on a second process pays for being started."""

_PIECE = 64


def check_folder(root: str) -> tuple[Checked, dict[str, bytes]]:
    """Check the ledger in ``root``; also returns its files."""
    tree, found = read_folder(root)
    with no_collecting():
        shared, diagnostics = share(tree, evidence_of(root), evidence_why(root))
        paths = issue_paths(tree)
        processes = min(os.cpu_count() or 1, 4) if len(paths) >= WORTH_IT else 1
        if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
            results = _spread(paths, shared, processes)
        else:
            results = [check_issue(path, shared) for path in paths]
        return conclude(shared, results, [*found, *diagnostics]), tree


_shared: Shared | None = None


def _spread(paths: Sequence[str], shared: Shared, processes: int) -> list[Result]:
    """Check issues in forked processes, which see ``shared`` without its being sent.

    One that is ended from outside ends the check with a message; nobody waits for it.
    """
    global _shared  # noqa: PLW0603 - how a forked process gets at what its parent has read
    _shared = shared
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    gc.freeze()  # what is there already need not be looked at, and so not be copied, in the other processes
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_check, paths, chunksize=_PIECE))
    except BrokenProcessPool:  # ended from outside, as by a system that is short of memory
        raise CommandError("error.worker_ended") from None
    finally:
        _shared = None
        gc.unfreeze()


def _check(path: str) -> Result:
    assert _shared is not None  # noqa: S101 - set before the fork
    return check_issue(path, _shared)
