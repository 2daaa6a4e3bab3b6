"""History of 10,000 issues and 10,000 commits: `ledger diff` and `ledger audit` beside git itself.

    python tools/bench_history.py [ISSUES [COMMITS]]

Every commit appends one or two entries to one issue.  Runs alternate with what they are measured against, so
that whatever else the machine does weighs on both; figures are medians of wall time, memory is the peak of the
largest process.  Exits with 1 when a bar is missed:

- ``ledger diff A..B --as-of DAY`` of two revisions 1,000 commits apart, both judged on one day (on two, time
  works on every issue, and all of them are read): at most 3 times as long as
  ``git diff --name-status A B`` and reading the files that differ, both versions, with the program's reader;
- ``ledger audit`` of everything: at most 3 times as long as ``git log --raw``.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from ledger.judging.zone import CHINA

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BAR = 3.0
FIRST = datetime(2025, 1, 6, 9, tzinfo=CHINA)
PER_DAY = 40
APART = 1_000
ENTRIES = 4
UNITS = ("昆区", "青山区", "东河区", "九原区", "市水务局", "市工信局")


# -- the repository ------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """The environment without settings of git, and with compiled modules."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("GIT_") and k != "PYTHONDONTWRITEBYTECODE"
    }
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *args: str) -> str:
    """What git prints."""
    done = subprocess.run(["git", *args], cwd=folder, env=environment(), check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().strip()


def stream(folder: Path, commits: int) -> Iterator[bytes]:
    """The history for ``git fast-import``: all files, then entry after entry."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.glob("data/**/*.*"))}
    issues = [path for path in files if path.startswith("data/issues/")]
    chance = random.Random(2025)  # noqa: S311 - not for secrets
    for path in issues:  # a ledger that has been kept for some time
        files[path] = files[path].removesuffix(b"entries: []\n").removesuffix(b"entries:\n") + b"entries:\n"
        for n in range(ENTRIES):
            files[path] += _entry(FIRST.date(), chance.choice(UNITS), f"演示：接管前的第{n + 1}次记录。")
    yield _commit(0, "市整改专项组", files)
    for number in range(1, commits + 1):
        path, by = chance.choice(issues), chance.choice(UNITS)
        day = _moment(number).date()
        for n in range(chance.choice((1, 2))):
            text = f"演示：第{number}次记录之{n + 1}，完成工程量{chance.randrange(100)}%。"
            files[path] += _entry(day, by, text)
        yield _commit(number, by, {path: files[path]})


def _entry(day: date, by: str, text: str) -> bytes:
    return f"- {{date: {day}, type: progress, by: {by}, text: {text}}}\n".encode()


def _moment(number: int) -> datetime:
    day, place = divmod(number, PER_DAY)
    return FIRST + timedelta(days=day, minutes=place)


def _commit(number: int, by: str, files: dict[str, bytes]) -> bytes:
    who = f"{by} <{by.encode().hex()[:12]}@example.org> {int(_moment(number).timestamp())} +0800"
    message = f"记录 {number}".encode()
    out = [f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {len(message)}\n".encode(), message]
    for path, data in files.items():
        out.append(f"\nM 100644 inline {path}\ndata {len(data)}\n".encode() + data)
    return b"".join([*out, b"\n"])


def make(folder: Path, count: int, commits: int) -> int:
    """Make the repository, packed as a clone of it would be; how many issues there are."""
    # in a process of its own: what this one holds in memory would count for its children
    maker = [sys.executable, str(ROOT / "tools/synthetic.py"), str(folder), str(count)]
    made = int(subprocess.run(maker, check=True, capture_output=True, text=True).stdout)
    git(folder, "init", "-q", "-b", "main")
    command = [sys.executable, str(Path(__file__).resolve()), "--stream", str(folder), str(commits)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as source:
        importing = ["git", "fast-import", "--quiet"]
        subprocess.run(importing, cwd=folder, env=environment(), stdin=source.stdout, check=True)
    git(folder, "reset", "-q", "--hard")
    return made


# -- measuring -----------------------------------------------------------------------------------------------


def once(command: list[str], cwd: Path) -> tuple[float, int]:
    """Wall time in seconds and peak memory in MiB of one run, which must end well."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment()
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(
            f"{command} ended with {process.returncode}:\n{said.decode(errors='replace')[-2000:]}"
        )
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def reading(folder: Path, old: str, new: str) -> float:
    """Seconds to read both versions of the files that differ, their bytes being there."""
    command = [sys.executable, str(Path(__file__).resolve()), "--read", str(folder), old, new]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def read(folder: Path, old: str, new: str) -> None:
    """Print how long the reader of the program takes for the files that differ."""
    from ledger.history.git import open_repository
    from ledger.reading.load import no_collecting, read_issue

    repository = open_repository(str(folder), os.environ)
    before, after = repository.tree(old), repository.tree(new)
    paths = [path for path, blob in after.items() if before.get(path) != blob]
    oids = [side[path].oid for path in paths for side in (before, after) if path in side]
    held = [data or b"" for _, data in repository.blobs(oids)]
    read_issue(held[0], "data/issues/1.yaml", [])  # what is imported at first use is start-up
    start = time.perf_counter()
    with no_collecting():
        for data in held:
            read_issue(data, "data/issues/1.yaml", [])
    print(time.perf_counter() - start)


def _median(runs: list[tuple[float, int]]) -> float:
    return statistics.median(seconds for seconds, _ in runs)


def alternate(*contenders: Callable[[], tuple[float, int]]) -> list[list[tuple[float, int]]]:
    """Run all in turn, after one round that does not count."""
    results: list[list[tuple[float, int]]] = [[] for _ in contenders]
    for number in range(ROUNDS + 1):
        for result, run in zip(results, contenders, strict=True):
            measured = run()
            if number:
                result.append(measured)
    return results


def main() -> int:
    """Measure, print the table, and say whether the bars hold."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    count, commits = (*numbers, *(10_000, 10_000)[len(numbers) :])
    ledger = [sys.executable, "-m", "ledger"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = make(folder, count, commits)
        last = commits // 2
        old, new = (
            git(folder, "rev-parse", f"HEAD~{last}"),
            git(folder, "rev-parse", f"HEAD~{max(last - APART, 0)}"),
        )
        diff, names, parsed = alternate(
            lambda: once(
                [*ledger, "diff", f"{old}..{new}", "--as-of", "2026-01-01", "--format", "json"], folder
            ),
            lambda: once(["git", "diff", "--name-status", old, new], folder),
            lambda: (reading(folder, old, new), 0),
        )
        audit, log = alternate(
            lambda: once([*ledger, "audit", "--format", "json"], folder),
            lambda: once(["git", "log", "--raw"], folder),
        )
    rows = [
        ("ledger diff A..B", _median(diff), _median(names) + _median(parsed), diff),
        ("ledger audit", _median(audit), _median(log), audit),
    ]
    print(f"{count} issues, {commits} commits")
    print(
        f"git diff {_median(names):.2f} s, reading {_median(parsed):.2f} s, git log --raw {_median(log):.2f} s"
    )
    print(f"{'':20}{'s':>8}{'base':>8}{'ratio':>8}{'bar':>8}{'MiB':>8}")
    missed = False
    for title, seconds, base, runs in rows:
        ratio = seconds / base
        missed |= ratio > BAR
        peak = max(memory for _, memory in runs)
        over = "  over the bar" if ratio > BAR else ""
        print(f"{title:20}{seconds:8.2f}{base:8.2f}{ratio:8.2f}{BAR:8.1f}{peak:8}{over}")
    return int(missed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stream"]:
        for part in stream(Path(sys.argv[2]), int(sys.argv[3])):
            sys.stdout.buffer.write(part)
    elif sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        sys.exit(main())
