"""`ledger check` beside check-jsonschema, yamale and ajv-cli: the same files, an equivalent schema.

    python tools/bench_check.py [COUNT]

The issues have four records each.  Of more than some 4,000 (the default) the official text is longer than any
that is read: ours then says so, exits with 1, and compares nothing.  The peers are installed into .bench/ on the
first run (ajv-cli only where npm is).  Each is run cold, one after the other, BENCH_ROUNDS times; figures are
medians of wall time and the peak memory of the largest process.  Exits with 1 when a bar is missed: at least 12
times faster than check-jsonschema and 1.5 times faster than yamale.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / ".bench"
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))

# what a yamale schema can say of an issue
YAMALE = """\
id: regex('^[a-z0-9][a-z0-9-]{0,63}$')
number: str(min=1)
section: str(min=1, required=False)
title: str(min=1)
problem: str(min=1, required=False)
acceptance: map(str(), list(str()), key=str())
responsibility: include('responsibility')
deadline: include('deadline')
goal: str(min=1)
milestones: list(include('milestone'), required=False)
measures: list(include('measure'), min=1)
targets: list(include('target'), required=False)
others: list(include('other'), required=False)
entries: any(null(), list(map()))
---
responsibility:
  text: str(min=1)
  lead: list(str(min=1))
  support: list(str(min=1))
  bodies: map(list(str(min=1)), key=str(), required=False)
deadline:
  text: str(min=1)
  due: any(day(), null())
  immediate: bool()
  sustained: bool()
  unread: bool(required=False)
milestone:
  text: str(min=1)
  due: day()
measure:
  number: str(min=1, required=False)
  text: str(min=1)
  milestones: list(include('milestone'), required=False)
  by: list(str(min=1), required=False)
  immediate: bool(required=False)
  recurring: list(include('recurrence'), required=False)
recurrence:
  text: str(min=1)
  months: any(int(), null(), required=False)
  times: int(required=False)
target:
  name: str(min=1)
  text: str(min=1)
  value: num()
  unit: str(min=1)
  compare: enum('>=', '<=')
  each: bool(required=False)
  measure: int(min=1, required=False)
  due: day(required=False)
  parts: list(include('part'), required=False)
part:
  name: str(min=1)
  text: str(min=1)
  value: num()
  measure: int(min=1)
  due: day(required=False)
other:
  label: str(min=1)
  text: str()
"""


def install() -> dict[str, Path]:
    """Install the peers, and say where they are."""
    environment = BENCH / "venv"
    if not (environment / "bin/yamale").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        pip = [str(environment / "bin/python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "check-jsonschema==0.39.0", "yamale==6.1.0"], check=True)
    peers = {name: environment / "bin" / name for name in ("check-jsonschema", "yamale")}
    npm = shutil.which("npm")
    ajv = BENCH / "node_modules/.bin/ajv"
    if npm and not ajv.exists():
        command = [npm, "install", "--silent", "--no-package-lock", "--prefix", str(BENCH)]
        subprocess.run([*command, "ajv-cli@5.0.0", "ajv-formats@2.1.1"], check=False)
    if ajv.exists():
        peers["ajv"] = ajv
    return peers


def once(command: list[str], cwd: Path) -> tuple[float, int, int]:
    """Wall time in seconds, peak memory in MiB and exit code of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, usage.ru_maxrss // 1024, process.returncode


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def main() -> int:
    """Measure, print the table, and say whether the bars hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    peers = install()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # in a process of its own: what this one holds in memory would count for its children
        maker = [sys.executable, str(ROOT / "tools/synthetic.py"), str(folder), str(count), "--entries"]
        count = int(subprocess.run(maker, check=True, capture_output=True, text=True).stdout)
        schema = ROOT / "schemas/issue.schema.json"
        (folder / "issue.yamale.yaml").write_text(YAMALE, "utf-8")
        files = sorted(str(p.relative_to(folder)) for p in (folder / "data/issues").iterdir())
        commands = {"ledger check": [sys.executable, "-m", "ledger", "check", "--no-cache"]}
        commands["check-jsonschema"] = [str(peers["check-jsonschema"]), "--schemafile", str(schema), *files]
        commands["yamale -n 2"] = [str(peers["yamale"]), "-s", "issue.yamale.yaml", "-n", "2", "data/issues"]
        if "ajv" in peers:
            plain = ["validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats", "-s", str(schema)]
            commands["ajv"] = [str(peers["ajv"]), *plain, "-d", "data/issues/*.yaml"]
        results: dict[str, list[tuple[float, int, int]]] = {key: [] for key in commands}
        for _ in range(ROUNDS):
            for key, command in commands.items():
                results[key].append(once(command, folder))
    return report(count, results)


def report(count: int, results: dict[str, list[tuple[float, int, int]]]) -> int:
    """Print the table; 1 when a bar is missed."""
    medians = {key: statistics.median(t for t, _, _ in runs) for key, runs in results.items()}
    base = medians["ledger check"]
    print(f"{count} issue files{'':9}{'s':>8}{'ratio':>8}{'MiB':>8}{'exit':>6}")
    for key, runs in results.items():
        memory, code = max(m for _, m, _ in runs), runs[0][2]
        print(f"{key:26}{medians[key]:8.2f}{medians[key] / base:8.1f}{memory:8}{code:6}")
    missed = medians["check-jsonschema"] < 12 * base or medians["yamale -n 2"] < 1.5 * base
    print("a bar is missed" if missed else "within the bars: 12 x check-jsonschema, 1.5 x yamale")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
