"""Start-up, side by side: `ledger` against a Typer program that prints one line.

Runs alternate (A B A B), so that whatever else the machine does weighs on both; figures are medians of wall
time.  Exits with 1 when a ratio is above its bar.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "21"))

ONE_LINE = """\
import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def main() -> None:
    print("one line")


app()
"""

COMPLETION = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger ov", "COMP_CWORD": "1"}


def once(command: list[str], extra: dict[str, str]) -> float:
    """Wall time of one run in milliseconds."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | extra
    start = time.perf_counter()
    subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Measure, print a table, and say whether every bar holds."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "one_line.py"
        reference.write_text(ONE_LINE, encoding="utf-8")
        contenders: list[tuple[str, list[str], dict[str, str], float]] = [
            ("typer, one line", [python, str(reference)], {}, 1.0),
            ("ledger overdue", [python, "-m", "ledger", "overdue"], {}, 3.0),
            ("ledger --help", [python, "-m", "ledger", "--help"], {}, 2.0),
            ("ledger overdue --help", [python, "-m", "ledger", "overdue", "--help"], {}, 2.0),
            ("completion", [python, "-m", "ledger"], COMPLETION, 2.0),
        ]
        times: dict[str, list[float]] = {name: [] for name, *_ in contenders}
        for _ in range(ROUNDS + 1):
            for name, command, extra, _bar in contenders:
                times[name].append(once(command, extra))
    medians = {name: statistics.median(measured[1:]) for name, measured in times.items()}
    base = medians["typer, one line"]
    failed = False
    print(f"{'':24}{'ms':>8}{'ratio':>8}{'bar':>8}")
    for name, _command, _extra, bar in contenders:
        ratio = medians[name] / base
        failed |= ratio > bar
        print(f"{name:24}{medians[name]:8.1f}{ratio:8.2f}{bar:8.1f}{'  over the bar' if ratio > bar else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
