"""A data set of many ledgers, measured: exporting against loading, questions by DuckDB, peak memory.

    python tools/many.py FOLDER           makes 1,000 ledgers of 100 tasks
    python tools/bench_dataset.py FOLDER  measures; nothing is asserted

Times of one run stand beside each other, so that a busy machine slows both.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

DAY = "2025-07-15"
QUESTIONS = (
    "select count(*) as tasks, sum(class = 'overdue') as late from issues",
    (
        "select l.level, l.round, count(*) as tasks, sum(i.class = 'overdue') as late from issues i"
        " join ledgers l on l.ledger = i.ledger group by l.level, l.round order by l.level, l.round"
    ),
    "select unit, count(*) as late, max(days_overdue) as longest from late group by unit order by late desc, unit limit 10",
)


def load_all(root: Path) -> float:
    """CPU seconds of reading all ledgers, one after the other, in a process of its own."""
    code = (
        "import sys, gc, time; from pathlib import Path\n"
        "from ledger.folder import read_folder; from ledger.reading.load import load\n"
        "gc.disable(); begin = time.process_time()\n"
        "for one in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    if one.is_dir(): load(read_folder(str(one)).tree); gc.collect()\n"
        "print(time.process_time() - begin)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, check=True, text=True)
    return float(done.stdout)


def watched(command: Sequence[str]) -> tuple[float, float, int]:
    """Wall and CPU seconds of a command and its children, and the peak of its largest process in MiB."""
    before, begin = os.times(), time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "LEDGER_AS_OF": DAY}, stdout=subprocess.DEVNULL)
    peak, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            peak[0] = max([peak[0], *map(_peak, _family(process.pid))])

    watcher = threading.Thread(target=look)
    watcher.start()
    code = process.wait()
    over.set()
    watcher.join()
    after = os.times()
    if code:
        print(f"exit code {code}: {' '.join(command)}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - begin, cpu, peak[0]


def _family(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(text) for text in task.read_text().split()]
            except OSError:  # it has ended
                continue
    return found


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of something."""
    begin = time.monotonic()
    work()
    return time.monotonic() - begin


def main() -> int:
    """Measure and print."""
    root = Path(sys.argv[1])
    program = str(Path(sys.executable).parent / "ledger")
    with tempfile.TemporaryDirectory() as folder:
        local, alone = f"{folder}/local", f"{folder}/alone"
        loading = load_all(root)
        print(f"load all, one process: {loading:.1f} s CPU", flush=True)
        for scheduler, out in (("local", local), ("none", alone), ("local", local)):
            wall, cpu, peak = watched(
                [program, "-C", str(root), "export", "-f", "parquet", "-o", out, "--scheduler", scheduler]
            )
            print(
                f"export --scheduler {scheduler}: wall {wall:.1f} s, CPU {cpu:.1f} s, wall / (load / 2) ="
                f" {wall / (loading / 2):.2f}, CPU / load = {cpu / loading:.2f}, largest process {peak} MiB",
                flush=True,
            )
        same = subprocess.run(["diff", "-rq", local, alone], check=False).returncode == 0
        print("the same bytes" if same else "DIFFERENT BYTES")
        from ledger.cli import duck

        held = duck.read_dataset(local)
        for question in QUESTIONS:
            best = min(timed(lambda q=question: duck.ask(local, held, q, 60)) for _ in range(3))  # type: ignore[misc]
            print(f"DuckDB {best:.2f} s (best of 3): {question}")
            print(f"  {duck.ask(local, held, question, 60).rows[:3]}")
        print(f"whole command: {watched([program, 'sql', '--data', local, QUESTIONS[1]])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
