"""Reading spread over processes by Dask: the same bytes, whoever does it, also when a worker is killed on the way."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import random_ledgers
from cli_tools import clean_environment, run_cli
from ledger.cli import spreading
from ledger.cli.partition import Job, Made
from ledger.reports.tables import TABLE_NAMES
from ledger.reports.tables.dataset import JOURNAL
from profiles import large
from test_account import reference
from test_dataset import content
from test_together import DAY, ledgers_yaml

pytest.importorskip("distributed")
pytest.importorskip("pyarrow")

COUNT = 24


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of 24 ledgers, one of them gone."""
    root = tmp_path_factory.mktemp("many")
    for seed in range(COUNT - 1):
        random_ledgers.write(random_ledgers.ledger(seed), root / f"l{seed}", reference)
    return ledgers_yaml(root, [{"name": f"n{n}", "folder": f"l{n}"} for n in range(COUNT)])


@pytest.fixture(scope="module")
def alone(region: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], str]:
    """What one process writes and says."""
    out = tmp_path_factory.mktemp("alone") / "out"
    arguments = ("-C", str(region), "export", "-f", "parquet", "-o", str(out), "--scheduler", "none")
    result = run_cli(*arguments, env={"LEDGER_AS_OF": DAY, "LEDGER_LANG": "en"})
    assert result.code == 1
    return content(out), result.err


def export(region: Path, out: Path, scheduler: str) -> "subprocess.Popen[str]":
    """Start an export in a process of its own."""
    arguments = ["-C", str(region), "export", "-f", "parquet", "-o", str(out), "--scheduler", scheduler]
    return subprocess.Popen(
        [sys.executable, "-m", "ledger", *arguments],
        env=clean_environment() | {"LEDGER_AS_OF": DAY, "LEDGER_LANG": "en"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
    )


class Cluster:
    """A scheduler and workers as an office would start them: programs of Dask, with no part in this one."""

    def __init__(self, folder: Path) -> None:
        self.address_file, self.folder = folder / "scheduler.json", folder
        self.processes = [
            self._start(
                "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
            )
        ]

    def _start(self, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        given = [sys.executable, "-m", module, *arguments, "--scheduler-file", str(self.address_file)]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(given, env=clean_environment(), stdout=log, stderr=log, cwd=self.folder)

    def add_worker(self) -> "subprocess.Popen[bytes]":
        """A worker of one thread that nothing starts again."""
        more = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        self.processes.append(self._start("distributed.cli.dask_worker", *more))
        return self.processes[-1]

    @property
    def address(self) -> str:
        """Where it answers, once it does."""
        import json

        for _ in range(600):
            if self.address_file.exists() and self.address_file.read_text("utf-8"):
                return str(json.loads(self.address_file.read_text("utf-8"))["address"])
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text("utf-8"))

    def close(self) -> None:
        """End all of it."""
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster")
    yield made
    made.close()


def lines_in(path: Path) -> int:
    """How many lines a file has that may not be there yet."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


@large
def test_a_worker_is_killed_on_the_way(
    region: Path, alone: tuple[dict[str, bytes], str], tmp_path: Path, cluster: Cluster
) -> None:
    """Another worker does what it had in hand: the same files, the same words."""
    out = tmp_path / "out"
    first = cluster.add_worker()
    running = export(region, out, cluster.address)
    while lines_in(out / JOURNAL) < 3:
        assert running.poll() is None, running.communicate()
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)  # nothing more comes of it: what follows is the work of another
    done = lines_in(out / JOURNAL)
    assert done < COUNT - 1
    assert running.poll() is None
    cluster.add_worker()  # before the first is gone: a run that has no worker left ends
    first.kill()
    _, said = running.communicate(timeout=200)
    assert running.returncode == 1, said
    assert (content(out), said.replace(str(out), "")) == (alone[0], said_of(alone[1]))


def said_of(text: str) -> str:
    """What was said without the folder that was written to."""
    import re

    return re.sub(r"(Data set ).*?(: \d)", r"\1\2", text)


@large
def test_processes_of_this_machine(region: Path, alone: tuple[dict[str, bytes], str], tmp_path: Path) -> None:
    """A cluster of its own, that ends with the run."""
    out = tmp_path / "out"
    running = export(region, out, "local")
    _, said = running.communicate(timeout=250)
    assert running.returncode == 1
    assert (content(out), said.replace(str(out), "")) == (alone[0], said_of(alone[1]))


def jobs(*names: str) -> list[Job]:
    """Jobs that only have a name."""
    return [Job(name, name, "", "", DAY, TABLE_NAMES, "", "en") for name in names]


@large
def test_what_fails_is_tried_again_and_named(tmp_path: Path, cluster: Cluster) -> None:
    """A task that fails once is done the second time; one that always fails, or kills its worker, is named."""
    mark = str(tmp_path / "tried")

    def task(job: Job) -> Made:
        import os

        from ledger.cli.partition import Made

        if job.name == "deadly":
            os._exit(1)
        with open(f"{mark}-{job.name}", "a") as file:
            file.write("x")
        tried = os.path.getsize(f"{mark}-{job.name}")
        if job.name == "bad" or (job.name == "shaky" and tried < 2):
            raise ValueError("no luck")
        return Made(job.name, {})

    address = cluster.address
    for _ in range(6):
        cluster.add_worker()
    # what a worker had in hand when another task ended it would be tried once more
    found = {
        made.name: made.why
        for names in (("good", "bad", "shaky"), ("deadly",))
        for made in spreading.spread(jobs(*names), address, task)
    }
    assert found == {
        "good": None,
        "bad": ("dataset.failed", {"reason": "ValueError: no luck"}),
        "shaky": None,
        "deadly": ("dataset.killed", {}),
    }
    assert os.path.getsize(f"{mark}-bad") == 1 + spreading.RETRIES
    assert os.path.getsize(f"{mark}-shaky") == 2


def test_few_results_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ledgers there are, no more tasks are begun than some for each worker."""
    import distributed

    ahead: list[int] = []

    class Future:
        status = "finished"

        def __init__(self, made: Made) -> None:
            self.key, self.made = made.name, made

        def result(self) -> Made:
            ahead.append(len(futures))
            return self.made

        def release(self) -> None:
            futures.remove(self)

    futures: list[Future] = []

    class Client:
        def scheduler_info(self, **_: int) -> dict[str, Any]:
            return {"workers": {"a": 1, "b": 2}}

        def submit(self, task: Any, job: Job, **_: Any) -> Future:
            futures.append(Future(task(job)))
            return futures[-1]

    class Completed:
        def __init__(self, begun: list[Future]) -> None:
            self.waiting = list(begun)

        def add(self, future: Future) -> None:
            self.waiting.append(future)

        def __iter__(self) -> Iterator[Future]:
            while self.waiting:
                yield self.waiting.pop(0)

    monkeypatch.setattr(distributed, "as_completed", Completed)
    names = [f"n{n}" for n in range(100)]
    made = list(spreading._spread(distributed, Client(), jobs(*names), lambda job: Made(job.name, {})))
    assert [one.name for one in made] == names
    assert max(ahead) == 2 * spreading._AHEAD
    assert futures == []


def test_when_processes_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """For few ledgers, without Dask, or when told so, all is done in this process."""
    started: list[str] = []

    def client(_: Any, scheduler: str) -> Any:
        started.append(scheduler)
        raise KeyboardInterrupt

    monkeypatch.setattr(spreading, "_client", client)
    many = jobs(*(f"n{n}" for n in range(spreading.WORTH_IT)))

    def task(job: Job) -> Made:
        return Made(job.name, {})

    assert len(list(spreading.spread(many, "none", task))) == spreading.WORTH_IT
    assert len(list(spreading.spread(many[1:], "", task))) == spreading.WORTH_IT - 1
    with monkeypatch.context() as patch:
        patch.setattr(spreading, "_is_installed", lambda: False)
        assert len(list(spreading.spread(many, "", task))) == spreading.WORTH_IT
    assert started == []
    with pytest.raises(KeyboardInterrupt):
        list(spreading.spread(many, "", task))
    with pytest.raises(KeyboardInterrupt):
        list(spreading.spread(many[:1], "local", task))
    assert started == ["", "local"]


def test_no_scheduler_there(region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers is told in one line, and so is the missing extra."""
    shutil.copytree(region, tmp_path / "region")
    monkeypatch.setattr(spreading, "_PATIENCE", 1)
    arguments = ("-C", str(tmp_path / "region"), "export", "-f", "parquet", "-o", str(tmp_path / "out"))
    env = {"LEDGER_AS_OF": DAY, "LEDGER_LANG": "en"}
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        result = run_cli(*arguments, "--scheduler", address, env=env)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert address in result.err
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run_cli(*arguments, "--scheduler", "local", env=env)
    assert result.code == 2
    assert "[cluster]" in result.err


def test_dask_says_nothing_beside_us(cluster: Cluster) -> None:
    """Whatever level Dask gives a logger of its own, what it warns of is told in our words or not at all."""
    import logging

    import distributed

    cluster.add_worker()
    logger = logging.getLogger("distributed.client")
    logger.setLevel(logging.WARNING)
    with spreading._client(distributed, cluster.address):
        assert not logger.isEnabledFor(logging.ERROR)


@large
def test_two_at_once_on_one_machine() -> None:
    """A cluster of our own takes ports that are free: that another program has Dask's is nothing to tell of."""
    import socket
    import warnings

    import distributed

    with socket.socket() as taken, warnings.catch_warnings():
        with contextlib.suppress(OSError):  # somebody else has it already, which is as good
            taken.bind(("127.0.0.1", 8787))
            taken.listen()
        warnings.simplefilter("error")
        with spreading._client(distributed, "local") as client:
            assert client.submit(abs, -1).result() == 1
            assert client.cluster.scheduler.http_server.port != 8787
