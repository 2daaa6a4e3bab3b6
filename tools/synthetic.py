"""A ledger of any size for measuring: the shipped task list over and over, renumbered."""

import re
import sys
from pathlib import Path

from ledger.documents import text as limits
from ledger.documents.blocks import LINES_MOST
from ledger.model.baseline import Baseline
from ledger.model.plan import FORMAT
from ledger.model.unit import Units, UnitsFile
from ledger.plans.understand import understand
from ledger.reading.yaml import parse
from ledger.recording.yamltext import issue_yaml, plan_yaml

ROOT = Path(__file__).resolve().parent.parent


def plan_text(count: int) -> str:
    """A plan of at least ``count`` issues in one section."""
    text = (ROOT / "data/source/plan.txt").read_text("utf-8")
    head, _, tasks = text.partition("一、贯彻落实习近平生态文明思想仍有差距\n\n")
    tasks = re.sub(r"^[一二三四五]、.*\n\n", "", tasks, flags=re.MULTILINE).rstrip() + "\n\n"
    blocks = re.split(r"(?m)^(?=\d+\.)", tasks)[1:]
    out, number, issues = [head, "一、任务\n\n"], 0, 0
    while issues < count:
        block = blocks[number % len(blocks)]
        number += 1
        issues += max(len(re.findall(r"(?m)^（\d+）", block)), 1)
        out.append(re.sub(r"^\d+\.", f"{number}.", block))
    return "".join(out)


def records(issue: Baseline, number: int) -> str:
    """Four records of an issue, as a unit and the office make them: begun, and three reports."""
    unit = issue.responsibility.lead[0] if issue.responsibility.lead else "市生态环境局"
    day, months = 1 + number % 27, ("01", "02", "03", "04")
    texts = (
        "已制定方案。",
        "完成工程量的一半，正在验收已完工的部分。",
        "措施已落实。",
        "继续推进余下的工作。",
    )
    kinds = ("start", "progress", "progress", "progress")
    return "".join(
        f"- {{date: 2025-{month}-{day:02}, type: {kind}, by: {unit}, text: {text}}}\n"
        for month, kind, text in zip(months, kinds, texts, strict=True)
    )


def make(folder: Path, count: int, *, entries: bool = False) -> int:
    """Write a ledger of at least ``count`` issues below ``folder``, each with four records where ``entries`` are
    asked for, and return how many issues there are."""
    table = (ROOT / "data/units.yaml").read_bytes()
    document, _ = parse(table, "units.yaml")
    if document is None:
        raise SystemExit("data/units.yaml is broken")
    data = plan_text(count).encode()
    vars(limits)["LINES_MOST"] = max(
        LINES_MOST, data.count(b"\n")
    )  # a plan that no city has is written all the same
    said = understand(data, "plan.txt", Units(UnitsFile.model_validate(document.value)))
    if said.plan is None or not said.sound:
        raise SystemExit("\n".join(map(str, said.diagnostics)))
    (folder / "data/issues").mkdir(parents=True)
    (folder / "data/source").mkdir()
    (folder / "data/units.yaml").write_bytes(table)
    (folder / "data/source/plan.txt").write_bytes(data)
    plan = said.plan.model_copy(update={"format": FORMAT})
    (folder / "data/plan.yaml").write_bytes(plan_yaml(plan))
    for number, issue in enumerate(said.issues):
        said_of_it = records(issue, number).encode() if entries else b""
        (folder / f"data/issues/{issue.id}.yaml").write_bytes(issue_yaml(issue) + said_of_it)
    return len(said.issues)


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2]), entries="--entries" in sys.argv))
