"""A check over two processes where there is enough to do."""

from __future__ import annotations

import gc
import multiprocessing
import os
from typing import TYPE_CHECKING

from ledger.cli import terminal
from ledger.cli.errors import CommandError
from ledger.folder import evidence_of, evidence_why, read_folder
from ledger.history.kept import Shelf
from ledger.reading.load import no_collecting
from ledger.rules.engine import Checked, Result, check_issue, conclude, share
from ledger.rules.named_days import issue_paths
from ledger.store.checked import Asked, Asking, Kept
from ledger.store.places import place_of
from ledger.store.stated import KeptStated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.rules.finding import Shared

WORTH_IT = 1000
"""From how many files on a second process pays for being started."""

_PIECE = 64


def check_folder(root: str, *, kept: bool = True) -> tuple[Checked, dict[str, bytes]]:
    """Check the ledger in ``root``; also returns its files.

    What earlier checks found in the very bytes that are there now is taken over where ``kept`` is asked for.
    """
    tree, found = read_folder(root)
    with no_collecting():
        asking = Asking(evidence_of(root))
        place = place_of(root, os.environ) if kept else None
        shelf = Shelf(place.folder if place is not None else None)
        name = place.name if place is not None else ""
        state = KeptStated(shelf, f"stated-{name}")
        shared, diagnostics = share(tree, asking, evidence_why(root), state)
        held = Kept(shelf, f"checked-{name}", shared) if place is not None else None
        paths = issue_paths(tree)
        known = {path: one for path in paths if held is not None and (one := held.result(path)) is not None}
        left = [path for path in paths if path not in known]
        anew = _checked(left, shared, asking)
        results = [known[path] if path in known else anew[path][0] for path in paths]
        if held is not None:
            terminal.afterwards(lambda: held.keep(anew))
        return conclude(shared, results, [*found, *diagnostics]), tree


_Found = tuple[Result, Asked]


def _checked(paths: Sequence[str], shared: Shared, asking: Asking) -> dict[str, _Found]:
    processes = min(os.cpu_count() or 1, 4) if len(paths) >= WORTH_IT else 1
    if processes > 1 and "fork" in multiprocessing.get_all_start_methods():
        return dict(zip(paths, _spread(paths, shared, asking, processes), strict=True))
    return {path: _check_asking(path, shared, asking) for path in paths}


def _check_asking(path: str, shared: Shared, asking: Asking) -> _Found:
    asking.asked = {}
    return check_issue(path, shared), asking.asked


_shared: tuple[Shared, Asking] | None = None


def _spread(paths: Sequence[str], shared: Shared, asking: Asking, processes: int) -> list[_Found]:
    """Check issues in forked processes, which see ``shared`` without its being sent.

    One that is ended from outside ends the check with a message; nobody waits for it.
    """
    global _shared  # noqa: PLW0603 - how a forked process gets at what its parent has read
    _shared = shared, asking
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


def _check(path: str) -> _Found:
    assert _shared is not None  # noqa: S101 - set before the fork
    return _check_asking(path, *_shared)
