"""Many ledgers of synthetic tasks with records and a `ledgers.yaml`, for measuring.

    python tools/many.py FOLDER [LEDGERS] [TASKS]        1,000 ledgers of 100 tasks unless said otherwise

One ledger is made of the shipped plan (tools/synthetic.py) and copied; records differ from one to the next.
"""

import random
import re
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from synthetic import make

LEVELS = ("中央", "自治区", None)
ROUNDS = ("2021年第二轮", "2024年第三轮")


def entries(text: str, rng: random.Random) -> str:
    """Two to five records of progress, by a lead unit, at the end of an issue file."""
    lead = re.search(r"(?m)^  lead: \[([^],]+)", text)
    if lead is None or not text.endswith("entries:\n"):
        raise SystemExit("tools/many.py does not know these issues")
    day, lines = date(2025, 1, 1) + timedelta(rng.randrange(60)), []
    for number in range(rng.randrange(2, 6)):
        kind = "progress" if number else "start"
        lines.append(
            f"- {{date: {day}, type: {kind}, by: {lead[1]}, text: 完成{rng.randrange(1, 100)}项。}}\n"
        )
        day += timedelta(rng.randrange(1, 90))
    return text + "".join(lines)


def write(root: Path, count: int, tasks: int) -> None:
    """Write `count` ledgers of `tasks` tasks and their roster below `root`."""
    listed = ["ledgers:\n"]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder)
        make(model, tasks)
        issues = {path.name: path.read_text("utf-8") for path in sorted((model / "data/issues").iterdir())}
        for number in range(count):
            rng, name = random.Random(number), f"c{number:04}"  # noqa: S311 - nothing secret
            shutil.copytree(model / "data", root / name / "data")
            for file, text in issues.items():
                (root / name / "data/issues" / file).write_text(entries(text, rng), "utf-8")
            level = LEVELS[number % len(LEVELS)]
            more = f", level: {level}" if level else ""
            listed.append(
                f"- {{name: {name}, folder: {name}, city: 市{number // 2}, round: {ROUNDS[number % 2]}{more}}}\n"
            )
    (root / "ledgers.yaml").write_text("".join(listed), "utf-8")


if __name__ == "__main__":
    where, counts = Path(sys.argv[1]), [int(text) for text in sys.argv[2:4]]
    write(where, *(*counts, *(1000, 100)[len(counts) :]))
