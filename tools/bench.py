"""What reading commands cost beside what they could cost: CPU time of whole processes, in one interleaved run.

    python tools/bench.py            ledgers of 23, 1,000 and 10,000 issues with four records each
    python tools/bench.py --short    23 and 1,000
    python tools/bench.py --write    the same, and the table goes into docs/performance.md

Each row is a command, what it is held against, and a bar: how many times the other it may cost.  Runs alternate, so
that whatever else the machine does weighs on all; figures are medians of user and system time of the process and of
those it starts.  Everything is run to the end; then the bars that are missed are named, and the exit code is 1.
Taskwarrior, where it is installed, is asked for what is overdue of the same tasks, with the records as annotations.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from itertools import count, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "7"))

ONE_LINE = """\
import gc
import os
import sys

gc.disable()
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main() -> None:
    print("one line", flush=True)


app(standalone_mode=False)
os._exit(0)
"""
IMPORT = "import gc, os; gc.disable(); import typer; os._exit(0)"
COMPLETION = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger ov", "COMP_CWORD": "1"}
DAY = ("--as-of", "2025-03-01")
PEERS_FROM = 10_000
"""Issues from which programs are compared; below, git takes less than the interpreter to start."""
PYTHON = (sys.executable,)
LEDGER = (sys.executable, "-m", "ledger")


class Cost(NamedTuple):
    """What a run took: seconds of CPU, MiB at most."""

    cpu: float
    memory: float


class Run(NamedTuple):
    """A command, where it runs, and with which variables; ``new`` asks another question each time, so that no
    answer is given again."""

    name: str
    command: Sequence[str]
    folder: Path
    extra: Mapping[str, str] = MappingProxyType({})
    new: bool = False


class Bar(NamedTuple):
    """How many times the ``base`` a run may cost, or how many MiB it may take."""

    run: str
    base: str
    most: float
    memory: float | None = None


_NUMBERS = count()


def once(run: Run) -> Cost:
    """Run it and see what it took."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | dict(run.extra)
    if run.new:
        environment["BENCH"] = str(next(_NUMBERS))
    with subprocess.Popen(
        run.command, cwd=run.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0  # it was waited for
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ledger(folder: Path, size: int) -> Path:
    """A ledger in git of so many issues with records; of 23, the shipped one."""
    root = folder / str(size)
    root.mkdir()
    if size == 23:
        shutil.copytree(ROOT / "data", root / "data")
    else:
        # by another process: what this one takes at most would be said to be taken by each that it starts
        made = (*PYTHON, str(ROOT / "tools" / "synthetic.py"), str(root), str(size), "--entries")
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *who, *command], cwd=root, check=True)
    return root


def taskwarrior(root: Path) -> Run | None:
    """Its question for what is overdue, of the tasks and records of a ledger; None where it is not installed."""
    program = shutil.which("task")
    if program is None:
        return None
    folder = root.with_name(f"{root.name}-task")
    folder.mkdir()
    settings, tasks = folder / "taskrc", folder / "tasks.json"
    making = (*PYTHON, __file__, "--tasks", str(root))  # by another process, as in ledger()
    tasks.write_bytes(subprocess.run(making, check=True, stdout=subprocess.PIPE).stdout)
    settings.write_text(f"data.location={folder}\nconfirmation=off\nverbose=nothing\n", "utf-8")
    extra = {"TASKRC": str(settings)}
    command = (program, "import", str(tasks))
    subprocess.run(command, env={**os.environ, **extra}, check=True, capture_output=True)
    return Run(f"taskwarrior {root.name}", (program, "overdue"), folder, extra)


def _tasks(root: Path) -> Iterator[dict[str, object]]:
    import yaml

    for path in sorted((root / "data" / "issues").iterdir()):
        said = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        notes = [
            {"entry": f"{one['date']:%Y%m%d}T000000Z", "description": str(one.get("text") or one["type"])}
            for one in said.get("entries") or ()
        ]
        task = {"uuid": str(uuid5(NAMESPACE_URL, said["id"])), "status": "pending", "annotations": notes}
        due = said["deadline"].get("due")
        yield {
            **task,
            "entry": "20200101T000000Z",
            "description": said["title"],
            "project": next(iter(said["responsibility"]["lead"]), ""),
            **({"due": f"{due:%Y%m%d}T000000Z"} if due else {}),
        }


def runs(folder: Path, sizes: Sequence[int]) -> Iterator[Run]:
    """All that is run."""
    reference = folder / "one_line.py"
    reference.write_text(ONE_LINE, encoding="utf-8")
    yield Run("import typer", (*PYTHON, "-c", IMPORT), folder)
    yield Run("one-line Typer", (*PYTHON, str(reference)), folder)
    for size in sizes:
        root = ledger(folder, size)
        yield Run(f"git status {size}", ("git", "--no-optional-locks", "status", "--porcelain"), root)
        if size >= PEERS_FROM:
            peer = taskwarrior(root)
            if peer is not None:
                yield peer
        if size == sizes[0]:
            yield Run("--help", (*LEDGER, "--help"), root)
            yield Run("completion", LEDGER, root, COMPLETION)
        yield Run(f"overdue {size} cold", (*LEDGER, "--no-cache", "overdue", *DAY, "-f", "tsv"), root)
        asked = (*LEDGER, "overdue", *DAY, "-f", "tsv")
        yield Run(f"overdue {size} again", asked, root)
        yield Run(f"overdue {size} warm", asked, root, new=True)
        middle = sorted((root / "data" / "issues").iterdir())[size // 2]
        unit = next(line for line in middle.read_text("utf-8").split("\n") if line.startswith("  lead: ["))
        by = unit.partition("[")[2].strip("]").split(",")[0]
        yield Run(f"show {size} again", (*LEDGER, "show", middle.stem, *DAY), root)
        yield Run(f"show {size} warm", (*LEDGER, "show", middle.stem, *DAY), root, new=True)
        recorded = ("progress", middle.stem, "--by", by, "有进展", "--dry-run")
        yield Run(f"record {size}", (*LEDGER, *recorded), root)


def bars(sizes: Sequence[int], known: Container[str]) -> Iterator[Bar]:
    """What is to hold, of runs that are ``known``."""
    yield Bar("--help", "one-line Typer", 2.0)
    yield Bar("completion", "one-line Typer", 2.0)
    yield Bar("overdue 23 again", "import typer", 1.0)
    yield Bar("overdue 23 warm", "import typer", 1.0)
    yield Bar("overdue 23 cold", "one-line Typer", 2.3)
    yield Bar("show 23 again", "import typer", 1.0)
    for small, large in pairwise(sizes[1:]):
        yield Bar(f"overdue {large} warm", f"overdue {small} warm", 9.0)
        yield Bar(f"overdue {large} cold", f"overdue {small} cold", 9.0)
    for size in sizes[1:]:
        if size >= PEERS_FROM:
            yield Bar(f"overdue {size} again", f"git status {size}", 3.0, 60.0)
            yield Bar(f"overdue {size} warm", f"git status {size}", 3.0, 60.0)
            if f"taskwarrior {size}" in known:
                yield Bar(f"overdue {size} again", f"taskwarrior {size}", 1 / 7)
                yield Bar(f"overdue {size} warm", f"taskwarrior {size}", 1 / 7)
        yield Bar(f"show {size} again", "show 23 again", 1.3)
        yield Bar(f"show {size} warm", "show 23 warm", 1.3)
        yield Bar(f"record {size}", "record 23", 1.3)


def measured(all_runs: Sequence[Run]) -> dict[str, Cost]:
    """The median cost of each run; the first round warms disk, bytecode and store."""
    costs: dict[str, list[Cost]] = {run.name: [] for run in all_runs}
    for number in range(ROUNDS + 1):
        for run in all_runs:
            cost = once(run)
            if number:
                costs[run.name].append(cost)
    return {
        name: Cost(statistics.median(c.cpu for c in found), max(c.memory for c in found))
        for name, found in costs.items()
    }


def table(costs: dict[str, Cost], asked: Sequence[Bar]) -> tuple[list[str], list[str]]:
    """The lines of the table, and the bars that are missed."""
    lines = ["| what | CPU ms | MiB | beside | times | bar |", "|---|---:|---:|---|---:|---:|"]
    missed = []
    for bar in asked:
        cost, base = costs[bar.run], costs[bar.base]
        ratio = cost.cpu / base.cpu
        over = ratio > bar.most or (bar.memory is not None and cost.memory > bar.memory)
        limit = f"{bar.most:.2g}" + (f", {bar.memory:g} MiB" if bar.memory is not None else "")
        mark = "**" if over else ""
        lines.append(
            f"| {bar.run} | {cost.cpu * 1000:.0f} | {cost.memory:.0f} | {bar.base} | "
            f"{mark}{ratio:.2f}{mark} | {limit} |"
        )
        if over:
            missed.append(f"{bar.run}: {ratio:.2f} × {bar.base}, {cost.memory:.0f} MiB (bar {limit})")
    return lines, missed


BEGIN, END = "<!-- tools/bench.py --write: begin -->", "<!-- end -->"


def write(lines: Sequence[str]) -> None:
    """Put the table into the page, with what it was measured on."""
    said = (
        f"{date.today().isoformat()}, {os.cpu_count()} processors, {platform.system()} "  # noqa: DTZ011
        f"{platform.machine()}, CPython {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("typer", "pydantic", "PyYAML"))
        + f"; medians of {ROUNDS} interleaved runs. Bars that are missed are bold."
    )
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{said}\n\n" + "\n".join(lines) + f"\n{END}{after}", "utf-8")


def main(args: Sequence[str]) -> int:
    """Measure, print the table, and say which bars are missed."""
    if args[:1] == ["--tasks"]:
        print("\n".join(map(json.dumps, _tasks(Path(args[1])))))
        return 0
    sizes = (23, 1000) if "--short" in args else (23, 1000, 10_000)
    with tempfile.TemporaryDirectory() as held:
        costs = measured(list(runs(Path(held), sizes)))
    lines, missed = table(costs, list(bars(sizes, costs)))
    print("\n".join(lines))
    if "--write" in args:
        write(lines)
    for one in missed:
        print(f"missed: {one}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
