"""Faults in writing: kills, full disks, bad disks and many writers at once, and what is left after each.

    python tools/faults.py             everything; exit 1 when a promise is broken
    python tools/faults.py --quick     fewer random kills and rounds
    python tools/faults.py NAME...     the fault points of some scenarios
    python tools/faults.py --canary    the same harness before broken writers, which it must catch

A fault is put at every call that the writer makes of the operating system, one at a time.  The program is run in
a process of its own for each, with the call counted out by a wrapper around the functions of `os`.
"""

import contextlib
import errno
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import ledger.recording.record
import ledger.rules.engine  # noqa: F401
from fault_scenarios import BASE, ROOT, Scenario, call, scenarios
from ledger import writing
from ledger.folder import read_folder
from ledger.reports.tables.dataset import JOURNAL
from ledger.writing import aside, files, locking, sweeping, unfinished

PARTS = (aside, files, locking, sweeping, unfinished)
"""The modules that write; each gets the faulty ``os``."""

CALLS = (
    *(
        "open",
        "write",
        "fsync",
        "link",
        "replace",
        "rename",
        "unlink",
        "chmod",
        "mkdir",
        "makedirs",
        "rmdir",
        "close",
        "stat",
    ),
    "listdir",
)
"""Functions of `os` that writing makes use of; a fault is put at each call of each."""

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)

POINTS = 12
"""Calls of a heavy scenario that a quick run puts faults at."""

Snapshot = dict[str, bytes]


def snapshot(root: Path) -> Snapshot:
    """Every file below ``root``, hidden ones among them."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def hidden(files: Snapshot) -> list[str]:
    """Files that the writer keeps aside, and notes of what it has begun."""
    return [
        name
        for name in files
        if (name.rpartition("/")[2].startswith(".") and name.endswith((".tmp", ".old", ".unfinished")))
        or name.endswith(f"/{JOURNAL}")
    ]


# -- a fault at the nth call ---------------------------------------------------------------------------------


def _wrapped(
    act: Callable[[int, str, Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any],
) -> Iterator[Any]:
    """Patches for the functions of ``os`` as the writer sees them; ``act`` gets every call, counted."""
    count = [0]
    for name in CALLS:
        real = getattr(os, name)

        def wrapper(*args: Any, _real: Any = real, _name: str = name, **options: Any) -> Any:
            count[0] += 1
            return act(count[0], _name, _real, args, options)

        yield mock.patch.object(_Os, name, staticmethod(wrapper))


class _Os:
    """What the writer gets in place of the module ``os``: the same, but for the functions that are wrapped."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


for _name in CALLS:
    setattr(_Os, _name, staticmethod(getattr(os, _name)))


def without_links(act: Any) -> Any:
    """The same faults in a file system where no file has two names (exFAT, shares)."""

    def other(n: int, name: str, real: Any, args: Any, options: Any) -> Any:
        def refuse(*_args: Any, **_options: Any) -> Any:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        return act(n, name, refuse if name == "link" else real, args, options)

    return other


def attempt(root: Path, scenario: Scenario, act: Any, writer: Any = None) -> int:
    """Run the program in a child process with faulty system calls; its exit code, below zero when killed."""
    child = os.fork()
    if not child:
        code = 99
        with contextlib.ExitStack() as stack:
            for part in PARTS:
                stack.enter_context(mock.patch.object(part, "os", _Os()))
            for patch in _wrapped(act if scenario.links else without_links(act)):
                stack.enter_context(patch)
            if writer is not None:
                stack.enter_context(mock.patch.object(writing, "append_files", writer))
            code = call(root, scenario.arguments)
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def count_calls(scenario: Scenario, folder: Path) -> int:
    """How many calls a run without faults makes."""
    root = _fresh(scenario, folder / "count")
    log = folder / "calls"

    def act(n: int, name: str, real: Any, args: Any, options: Any) -> Any:
        log.write_text(str(n))
        del name
        return real(*args, **options)

    code = attempt(root, scenario, act)
    if code != scenario.code:
        raise SystemExit(f"{scenario.name}: a run without faults ends with {code}")
    return int(log.read_text())


def _fresh(scenario: Scenario, root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(scenario.base, root)
    return root


def killing(at: int, when: str) -> Any:
    """Kill the process before, after or, for a write, in the middle of the call ``at``."""

    def act(n: int, name: str, real: Any, args: Any, options: Any) -> Any:
        if n == at:
            if when == "middle" and name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            elif when == "after":
                real(*args, **options)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)

    return act


def failing(at: int, number: int) -> Any:
    """Let the call ``at`` fail with an error of the system."""

    def act(n: int, name: str, real: Any, args: Any, options: Any) -> Any:
        if n == at:
            if name == "close":
                real(*args, **options)
            raise OSError(number, os.strerror(number))
        return real(*args, **options)

    return act


def _is_noted(files: Snapshot) -> bool:
    """Whether something is noted down that was to be done: before its first file, or after its last one."""
    return "data/.unfinished" in files


def states(name: str, old: Snapshot, new: Snapshot) -> set[bytes | None]:
    """What a file may hold after a fault: the old and the new; a site's list of checksums also both, one after
    the other, so that whatever a killed run leaves is known to be its own."""
    both = (old.get(name) or b"") + (new.get(name) or b"")
    return {old.get(name), new.get(name), *({both} if name.endswith("/files.sha256") else ())}


class Verdict(NamedTuple):
    """What a fault led to; empty when every promise was kept."""

    where: str
    broken: str


def after_kill(scenario: Scenario, root: Path, old: Snapshot, new: Snapshot, where: str) -> list[Verdict]:
    """Each file old or new, nothing visible to the check, and a second run that ends as a first one would."""
    found = snapshot(root)
    broken = []
    for name, data in found.items():
        if name not in hidden(found) and data not in states(name, old, new):
            broken.append(Verdict(where, f"{name} is torn"))
    broken += [Verdict(where, f"{name} is gone") for name in old if name not in found]
    told = read_folder(str(root)).diagnostics
    half = any(found[name] == old[name] != new.get(name) for name in old if name in found) and any(
        found[name] == new[name] != old.get(name) for name in old if name in found and name in new
    )
    if (
        not scenario.outside
        and half != any(d.code == "L123" for d in told)
        and (half or not _is_noted(found))
    ):
        broken.append(
            Verdict(where, "half of a batch is written, and nobody says so" if half else "a false alarm")
        )
    stray = [d for d in told if d.code not in {"L305", "L123"}]
    broken += [Verdict(where, f"check sees {d.path}") for d in stray]
    code = call(root, scenario.arguments)
    again = snapshot(root)
    if (
        code not in {scenario.code, scenario.again}
        or {k: v for k, v in again.items() if k not in hidden(again)} != new
    ):
        broken.append(Verdict(where, f"a second run ends with {code} and other files"))
    if hidden(again):
        broken.append(Verdict(where, f"left over: {hidden(again)}"))
    return broken


def after_error(
    scenario: Scenario, code: int, root: Path, old: Snapshot, new: Snapshot, where: str
) -> list[Verdict]:
    """Exit 2 and the old files, or, where the error came after all was written, its exit code and the new ones.

    What writes in two places, one of them outside the ledger, may leave each file old or new: then the same run
    once more ends it.
    """
    found = snapshot(root)
    visible = {k: v for k, v in found.items() if k not in hidden(found)}
    if code == 2 and found == old:
        return []
    if code == scenario.code and visible == new:
        return []
    whole = all(found.get(name) in states(name, old, new) for name in {*visible, *old})
    if (
        scenario.outside
        and code == 2
        and whole
        and call(root, scenario.arguments) in {scenario.code, scenario.again}
        and snapshot(root) == new
    ):
        return []
    changed = sorted(k for k in {*found, *old} if found.get(k) != old.get(k))
    return [Verdict(where, f"exit {code}, differs from before in {changed[:3]}")]


def fault_points(
    scenario: Scenario, folder: Path, writer: Any = None, most: int = 0
) -> tuple[Counter[str], list[Verdict]]:
    """Every call (or ``most`` of them, evenly) × kill before, in the middle, after × each error."""
    root = _fresh(scenario, folder / "done")
    old = snapshot(root)
    if call(root, scenario.arguments) != scenario.code:
        raise SystemExit(f"{scenario.name}: a run without faults fails")
    new = snapshot(root)
    counts: Counter[str] = Counter()
    verdicts: list[Verdict] = []
    total = count_calls(scenario, folder)
    counts["points"] = total
    for at in range(1, total + 1, -(-total // most) if most else 1):
        for when in ("before", "middle", "after"):
            root = _fresh(scenario, folder / "work")
            if attempt(root, scenario, killing(at, when), writer) != -signal.SIGKILL:
                continue  # the call was not reached: an earlier one took another way
            counts["kills"] += 1
            verdicts += after_kill(scenario, root, old, new, f"{scenario.name}: kill {when} call {at}")
        for number in ERRORS:
            root = _fresh(scenario, folder / "work")
            code = attempt(root, scenario, failing(at, number), writer)
            counts["errors"] += 1
            where = f"{scenario.name}: {errno.errorcode[number]} at call {at}"
            verdicts += after_error(scenario, code, root, old, new, where)
    return counts, verdicts


# -- kills at any moment of the real program -----------------------------------------------------------------


def random_kills(folder: Path, count: int, seed: int = 20261124) -> tuple[Counter[str], list[Verdict]]:
    """Start the program, kill it after a random time, look, run it again."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    scenario = scenarios(folder)[1]
    root = _fresh(scenario, folder / "done")
    old = snapshot(root)
    begun = time.monotonic()
    _spawn(root, scenario.arguments).wait()
    took = time.monotonic() - begun
    new = snapshot(root)
    counts: Counter[str] = Counter()
    verdicts: list[Verdict] = []
    for n in range(count):
        root = _fresh(scenario, folder / "work")
        process = _spawn(root, scenario.arguments)
        time.sleep(chance.uniform(took * 0.5, took * 1.2))
        process.kill()
        counts["killed" if process.wait() == -signal.SIGKILL else "ended"] += 1
        counts["written"] += snapshot(root) == new
        verdicts += after_kill(scenario, root, old, new, f"random kill {n}")
    return counts, verdicts


def _spawn(root: Path, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ledger", "-C", str(root), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


# -- many writers --------------------------------------------------------------------------------------------

WRITERS, RECORDS = 8, 50


def _writer(job: tuple[str, int, int, str]) -> list[int]:
    """One process: its records, every other one on the same issue as all the others'."""
    root, writer, round_, broken = job
    codes = []
    with contextlib.ExitStack() as stack:
        if broken:
            stack.enter_context(mock.patch.object(writing, "locked", _no_lock))
            stack.enter_context(mock.patch.object(writing, "append_files", naive))
        for n in range(RECORDS):
            issue = "01" if n % 2 else "02"
            text = f"第{round_}轮，{writer}号，第{n}条"
            codes.append(
                call(Path(root), ("progress", issue, "--date", "2024-05-01", "--by", "市水务局", "-m", text))
            )
    return codes


@contextlib.contextmanager
def _no_lock(root: str) -> Iterator[None]:
    del root
    yield


def naive(root: str, changes: Any, copies: Any) -> None:
    """A broken writer: straight into the file, in two pieces."""
    del copies
    for path, (_, new) in changes.items():
        target = os.path.join(root, *path.split("/"))
        system = vars(files)["os"]  # with the faults that are put there
        descriptor = system.open(target, os.O_WRONLY | os.O_TRUNC)
        system.write(descriptor, new[: len(new) // 2])
        system.write(descriptor, new[len(new) // 2 :])
        system.close(descriptor)


_APPEND = writing.append_files


def unnoted(root: str, changes: Any, copies: Any) -> None:
    """A broken writer: as ours, but nobody can tell that it was killed between two files."""
    with mock.patch.object(files, "note_down", return_value=None):
        _APPEND(root, changes, copies)


def many_writers(folder: Path, rounds: int, *, broken: bool = False) -> tuple[Counter[str], list[Verdict]]:
    """Rounds of processes that record on the same issues at once: as many records as were made."""
    counts: Counter[str] = Counter()
    verdicts: list[Verdict] = []
    with multiprocessing.get_context("fork").Pool(WRITERS) as pool:
        for round_ in range(rounds):
            root = folder / "shared"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(BASE, root)
            jobs = [(str(root), writer, round_, "broken" if broken else "") for writer in range(WRITERS)]
            codes = [code for done in pool.map(_writer, jobs, chunksize=1) for code in done]
            made = sum(1 for code in codes if code == 0)
            held = sum(
                (root / f"data/issues/{issue}.yaml").read_text("utf-8", "replace").count(f"第{round_}轮")
                for issue in ("01", "02")
            )
            counts["records"] += made
            counts["told to try again"] += sum(1 for code in codes if code == 1)
            counts["rounds"] += 1
            if made != held or made < WRITERS * RECORDS:
                verdicts.append(Verdict(f"round {round_}", f"{made} made, {held} held, {len(codes)} tried"))
    return counts, verdicts


# -- running -------------------------------------------------------------------------------------------------


def _report(name: str, counts: Counter[str], verdicts: list[Verdict], begun: float) -> int:
    told = ", ".join(f"{count} {what}" for what, count in counts.items())
    print(f"{name}: {told}; broken promises: {len(verdicts)} ({time.monotonic() - begun:.0f} s)", flush=True)
    for verdict in verdicts[:5]:
        print(f"  {verdict.where}: {verdict.broken}")
    return len(verdicts)


def canary(folder: Path) -> int:
    """Broken writers, which the harness must catch."""
    begun = time.monotonic()
    _, torn = fault_points(scenarios(folder)[1], folder, naive)
    print(f"a writer straight into the file: {len(torn)} promises broken ({time.monotonic() - begun:.0f} s)")
    begun = time.monotonic()
    _, silent = fault_points(scenarios(folder)[1], folder, unnoted)
    print(
        f"a writer that notes nothing down: {len(silent)} promises broken ({time.monotonic() - begun:.0f} s)"
    )
    _, lost = many_writers(folder, 1, broken=True)
    print(f"a writer without lock and comparison: {len(lost)} of 1 rounds lost records {lost[:1]}")
    return 0 if len(torn) > 10 and silent and lost else 1


def main() -> int:
    """Run all, print the numbers."""
    quick = "--quick" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "--canary" in sys.argv[1:]:
            return canary(folder)
        broken = 0
        named = [one for one in sys.argv[1:] if not one.startswith("--")]
        for scenario in scenarios(folder):
            if named and scenario.name not in named:
                continue
            begun = time.monotonic()
            found = fault_points(scenario, folder, most=POINTS if quick and scenario.heavy else 0)
            broken += _report(f"fault points, {scenario.name}", *found, begun)
        if named:
            return int(bool(broken))
        begun = time.monotonic()
        broken += _report("random kills", *random_kills(folder, 40 if quick else 500), begun)
        begun = time.monotonic()
        broken += _report("many writers", *many_writers(folder, 2 if quick else 20), begun)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
