"""What the history of a ledger costs, beside git itself: `log`, `blame`, `audit`, `diff`.

    python tools/bench_history.py [ISSUES [COMMITS]]     1,000 and 1,000 unless given

Every issue has four records when history begins; every commit appends one or two to one issue.  What is compared is
processor time (user and system, of the program and of every git that it starts): the commands run in turn, round
after round, so that whatever else the machine does weighs on all of them.  Figures are medians, memory is the peak of
the largest process.  "Start-up" is the same command in a ledger of one issue and one commit.

| what | held against | bar |
|---|---|---|
| `log ID`, `blame ID` | `git log -- FILE` | twice that, and start-up |
| `audit` since the last one, ten commits ago | | 0.5 s |
| `audit --no-cache` | `git log --raw` | four times that |
| `diff A..B` of revisions 1,000 commits apart, judged on one day | `git diff A B` | four times that |

`log ID` is measured twice: for the first time in a clone, and with what it kept then.  All runs to the end; then it is
said which bars are missed, or what failed, and the exit code is 1.
"""

import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ledger.judging.zone import CHINA

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
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


class Run(NamedTuple):
    """What one run took: seconds of processor time with all that it started, the peak memory in MiB."""

    seconds: float
    memory: int


class FailedError(Exception):
    """A command that did not end as it should."""


def once(command: list[str], cwd: Path) -> Run:
    """Run a command to its end; 1 is an end as well, for an audit that finds something."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment()
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1} or b"Traceback" in said:
        raise FailedError(f"exit {process.returncode}: {said.decode(errors='replace')[-500:]}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


class Contender(NamedTuple):
    """A command, where it runs, and what is done before each run."""

    name: str
    command: list[str]
    folder: Path
    before: Callable[[], None] | None = None


def alternate(contenders: list[Contender]) -> tuple[dict[str, list[Run]], dict[str, str]]:
    """Run all in turn, after one round that does not count: what each run took, and what failed."""
    runs: dict[str, list[Run]] = {one.name: [] for one in contenders}
    failed: dict[str, str] = {}
    for number in range(ROUNDS + 1):
        for one in contenders:
            if one.name in failed:
                continue
            try:
                if one.before is not None:
                    one.before()
                run = once(one.command, one.folder)
            except FailedError as error:
                failed[one.name] = str(error)
                continue
            if number:
                runs[one.name].append(run)
    return runs, failed


# -- what is measured ----------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A line of the table: what is measured, held against what, how many times that; or how many seconds."""

    name: str
    base: str | None
    start: str | None
    times: float
    seconds: float = 0.0


ROWS = (
    Row("log ID, first", "git log FILE", "start of log", 2.0),
    Row("log ID", "git log FILE", "start of log", 2.0),
    Row("blame ID", "git log FILE", "start of log", 2.0),
    Row("audit, 10 commits later", None, None, 0.0, 0.5),
    Row("audit --no-cache", "git log --raw", None, 4.0),
    Row("diff A..B", "git diff", None, 4.0),
)
KEPT = ".git/ledger"


def contenders(folder: Path, small: Path, commits: int) -> list[Contender]:
    """The commands, of a repository and of one in which there is next to nothing."""
    ledger = [sys.executable, "-m", "ledger"]
    last = commits // 2
    old, new = (git(folder, "rev-parse", f"HEAD~{n}") for n in (last, max(last - APART, 0)))
    files = sorted((folder / "data/issues").rglob("*.yaml"))
    file = files[len(files) // 2]  # git finds the first name of a folder sooner than others
    path, tiny = file.relative_to(folder).as_posix(), next((small / "data/issues").rglob("*.yaml")).stem
    kept = keep(folder, ledger)
    log = ("log", file.stem, "-f", "json")
    return [
        Contender("git log FILE", ["git", "log", "--", path], folder),
        Contender("git log --raw", ["git", "log", "--raw"], folder),
        Contender("git diff", ["git", "diff", old, new], folder),
        Contender("start of log", [*ledger, "log", tiny, "-f", "json"], small),
        Contender("log ID, first", [*ledger, *log], folder, lambda: forget(folder)),
        Contender("log ID", [*ledger, *log], folder),
        Contender("blame ID", [*ledger, "blame", file.stem, "-f", "json"], folder),
        Contender(
            "audit, 10 commits later", [*ledger, "audit", "-f", "json"], folder, lambda: restore(folder, kept)
        ),
        Contender("audit --no-cache", [*ledger, "audit", "--no-cache", "-f", "json"], folder),
        Contender(
            "diff A..B", [*ledger, "diff", f"{old}..{new}", "--as-of", "2026-01-01", "-f", "json"], folder
        ),
    ]


def forget(folder: Path) -> None:
    """Take away what the program kept."""
    shutil.rmtree(folder / KEPT, ignore_errors=True)


def keep(folder: Path, ledger: list[str]) -> dict[str, bytes]:
    """What an audit keeps that was made ten commits ago."""
    tip = git(folder, "rev-parse", "HEAD")
    git(folder, "update-ref", "refs/heads/main", git(folder, "rev-parse", "HEAD~10"))
    try:
        once([*ledger, "audit", "-f", "json"], folder)
    except FailedError as error:
        print(f"the audit before the last ten commits failed: {error}")
    finally:
        git(folder, "update-ref", "refs/heads/main", tip)
    kept = sorted((folder / KEPT).glob("audit-*"))
    return {file.name: file.read_bytes() for file in kept}


def restore(folder: Path, kept: dict[str, bytes]) -> None:
    """Put back what the audit of ten commits ago kept."""
    (folder / KEPT).mkdir(mode=0o700, exist_ok=True)
    for name, data in kept.items():
        file = folder / KEPT / name
        file.write_bytes(data)
        file.chmod(0o600)


def table(runs: dict[str, list[Run]], failed: dict[str, str]) -> list[str]:
    """Print the table; what is missed."""
    taken = {name: statistics.median(run.seconds for run in mine) for name, mine in runs.items() if mine}
    missed = [f"{name} failed: {why}" for name, why in failed.items()]
    for name in ("git log FILE", "git log --raw", "git diff", "start of log"):
        if name in taken:
            print(f"{name:26}{taken[name]:8.3f}")
    print(f"{'':26}{'s':>8}{'base':>8}{'ratio':>8}{'less start':>12}{'bar':>10}{'MiB':>6}")
    for row in ROWS:
        if row.name not in taken or (row.base is not None and row.base not in taken):
            continue
        base = taken.get(row.base or "", 0.0)
        start = taken.get(row.start or "", 0.0)
        most = row.seconds or row.times * base + start
        mine, peak = taken[row.name], max(run.memory for run in runs[row.name])
        ratios = (
            f"{mine / base:8.2f}{(mine - taken.get('start of log', 0.0)) / base:12.2f}" if base else " " * 20
        )
        over = "  missed" if mine > most else ""
        print(f"{row.name:26}{mine:8.3f}{base:8.3f}{ratios}{most:8.2f} s{peak:6}{over}")
        if over:
            missed.append(f"{row.name}: {mine:.2f} s, the bar is {most:.2f}")
    return missed


def main() -> int:
    """Measure, print the table, and say whether the bars hold."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    count, commits = (*numbers, *(1_000, 1_000)[len(numbers) :])
    with tempfile.TemporaryDirectory() as name:
        folder, small = Path(name) / "ledger", Path(name) / "small"
        for each in (folder, small):
            each.mkdir()
        count = make(folder, count, commits)
        make(small, 1, 0)
        print(
            f"{count} issues with {ENTRIES} records each, then {commits} commits; medians of {ROUNDS} rounds"
        )
        print(f"Python {platform.python_version()}, {git(folder, 'version')}")
        runs, failed = alternate(contenders(folder, small, commits))
    missed = table(runs, failed)
    for one in missed:
        print(one)
    return int(bool(missed))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stream"]:
        for part in stream(Path(sys.argv[2]), int(sys.argv[3])):
            sys.stdout.buffer.write(part)
    else:
        sys.exit(main())
