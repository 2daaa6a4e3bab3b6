"""A ledger of any size for measuring: the shipped task list over and over, renumbered."""

import re
import sys
from pathlib import Path

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


def make(folder: Path, count: int) -> int:
    """Write a ledger of at least ``count`` issues below ``folder`` and return how many there are."""
    table = (ROOT / "data/units.yaml").read_bytes()
    document, _ = parse(table, "units.yaml")
    if document is None:
        raise SystemExit("data/units.yaml is broken")
    data = plan_text(count).encode()
    said = understand(data, "plan.txt", Units(UnitsFile.model_validate(document.value)))
    if said.plan is None or not said.sound:
        raise SystemExit("\n".join(map(str, said.diagnostics)))
    (folder / "data/issues").mkdir(parents=True)
    (folder / "data/source").mkdir()
    (folder / "data/units.yaml").write_bytes(table)
    (folder / "data/source/plan.txt").write_bytes(data)
    plan = said.plan.model_copy(update={"format": FORMAT})
    (folder / "data/plan.yaml").write_bytes(plan_yaml(plan))
    for issue in said.issues:
        (folder / f"data/issues/{issue.id}.yaml").write_bytes(issue_yaml(issue))
    return len(said.issues)


if __name__ == "__main__":
    print(make(Path(sys.argv[1]), int(sys.argv[2])))
