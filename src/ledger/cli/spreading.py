"""One task a ledger, done in this process or spread over others by Dask.

Dask moves, retries and watches; nothing of that is done here.  A ledger whose task fails for good is named,
and the others go on.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ledger.cli import partition
from ledger.cli.errors import CommandError
from ledger.rendering.extras import needing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.cli.partition import Job, Made

LOCAL, NONE = "local", "none"
"""Words in place of an address: processes on this machine, and this process alone."""

WORTH_IT = 64
"""From how many ledgers on other processes pay for being started: that takes some seconds."""

WORKERS_MOST = 8
"""Processes on this machine; each takes up to 300 MiB."""

RETRIES = 2
"""How often a task that failed is tried again; one whose worker is gone is, by Dask, three times."""

_AHEAD = 4
"""Tasks that wait for each worker: results are written one by one, and no more of them are held."""

_PATIENCE = 10
"""Seconds after which a scheduler that does not answer is not there."""


def spread(
    jobs: Sequence[Job], scheduler: str, task: Callable[[Job], Made] = partition.make
) -> Iterator[Made]:
    """What comes of each job, in the order in which they are done.

    ``scheduler`` is the address of one, ``local``, ``none``, or ``""``: ``local`` where there are many
    ledgers and Dask is installed.
    """
    if scheduler == NONE or (not scheduler and not (len(jobs) >= WORTH_IT and _is_installed())):
        yield from _alone(jobs, task)
        return
    with needing("cluster"):
        import distributed
    with _client(distributed, scheduler) as client:
        yield from _spread(distributed, client, jobs, task)


def _alone(jobs: Sequence[Job], task: Callable[[Job], Made]) -> Iterator[Made]:
    """One after the other in this process; what a ledger leaves behind goes before the next one is read.

    What is there before the first (the program itself) is not looked at each time.
    """
    import gc

    gc.freeze()
    try:
        for job in jobs:
            yield task(job)
            gc.collect()
    finally:
        gc.unfreeze()


def _is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("distributed") is not None and find_spec("cryptography") is not None


@contextmanager
def _client(distributed: Any, scheduler: str) -> Iterator[Any]:
    """A connection to the scheduler at the address, or to one of our own that ends with it.

    Ours asks for certificates that it makes for itself: on a machine of many users, nobody else's program may
    give it work.
    """
    import gc
    import logging

    for name in [*logging.root.manager.loggerDict]:  # Dask gives levels to its loggers one by one
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is told by ledger, in words
    if scheduler in {"", LOCAL}:
        with needing("cluster"):
            import cryptography  # noqa: F401 - what the certificates are made with
        workers = max(1, min(os.cpu_count() or 1, WORKERS_MOST))
        with (
            distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address=None,
                # its page of health, which nobody asks for, stands at a port of ours and no fixed one
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                security=True,
                silence_logs=logging.CRITICAL,
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        gc.collect()  # what Dask shares between processes is given back by its objects when they go
        return
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise CommandError("dataset.no_scheduler", address=scheduler, reason=str(error)) from None
    with client:
        yield client


def _spread(
    distributed: Any, client: Any, jobs: Sequence[Job], task: Callable[[Job], Made]
) -> Iterator[Made]:
    waiting = iter(jobs)
    names: dict[str, str] = {}

    def submit() -> Any:
        job = next(waiting, None)
        if job is None:
            return None
        future = client.submit(task, job, pure=False, retries=RETRIES)
        names[future.key] = job.name
        return future

    workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    begun = [future for _ in range(workers * _AHEAD) if (future := submit()) is not None]
    running = distributed.as_completed(begun)
    del begun
    for future in running:
        name = names.pop(future.key)
        if future.status in {"cancelled", "lost"}:
            raise CommandError("dataset.lost")
        yield future.result() if future.status == "finished" else _failed(name, future.exception())
        future.release()
        more = submit()
        if more is not None:
            running.add(more)


def _failed(name: str, error: BaseException | None) -> Made:
    """What is told of a ledger whose task could not be done."""
    if type(error).__name__ == "KilledWorker":
        return partition.Made(name, {}, why=("dataset.killed", {}))
    reason = f"{type(error).__name__}: {error}"
    return partition.Made(name, {}, why=("dataset.failed", {"reason": reason}))
