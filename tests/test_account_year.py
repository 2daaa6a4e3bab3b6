"""The invented year: month ends counted by hand against the slow model of the account, and shapes of the records."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from account_model import CLASSES, Json, Task, judge
from cli_tools import copy_ledger, run_cli

ROOT = Path(__file__).resolve().parents[1]
YEAR = ROOT / "tests/cases/year"

EXECUTORS: dict[str, dict[int, list[str]]] = {
    "06": {1: ["东河区"], 2: ["市城市管理局"], 3: ["市农牧局"]},
    "14": {1: ["昆区"], 2: ["市水务集团"]},
    "15": {1: ["九原区"], 2: ["昆区", "稀土高新区", "石拐区"], 3: ["市河长办"], 4: ["市城市管理局"]},
    "16": {2: ["市河长办"]},
    "19": {1: ["市城市管理局"], 2: ["市工信局"], 3: ["市生态环境局"]},
    "20": {1: ["各旗县区", "稀土高新区"]},
    "21": {2: ["市城市管理局"], 3: ["市住建局"]},
    "22": {1: ["市市场监管局", "市生态环境局"], 2: ["市市场监管局", "市生态环境局"], 4: ["市生态环境局"]},
}
"""Who does a measure, as import reads it from the shipped plan."""

IMMEDIATE = {"03": [1], "06": [1], "10": [1], "15": [2]}
"""Measures that say 立即."""


def read(path: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


def records() -> list[Json]:
    """The lines of the year."""
    return [json.loads(line) for line in (YEAR / "records.jsonl").read_text("utf-8").splitlines()]


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)


def entry_of(record: Json) -> Json:
    """A record as the entry of a file; the evidence that it names is there."""
    made = {key: value for key, value in record.items() if key not in {"commit", "id"}}
    for key in {"date", "due", "asked", "since", "until"} & set(made):
        made[key] = day(made[key])
    if "evidence" in made:
        made["evidence"] = [{"path": one["file"], "present": True} for one in made["evidence"]]
    return made


@cache
def ledger() -> tuple[Json, Json, list[Json]]:
    """The shipped plan with executors and the records of the year."""
    issues = {}
    for path in sorted((ROOT / "data/issues").glob("*.yaml")):
        issue = read(f"data/issues/{path.name}")
        for number, by in EXECUTORS.get(issue["id"], {}).items():
            issue["measures"][number - 1]["by"] = by
        for number in IMMEDIATE.get(issue["id"], []):
            issue["measures"][number - 1]["immediate"] = True
        issue["entries"] = []
        issues[issue["id"]] = issue
    for record in records():
        if "id" in record:
            number, _, item = record["id"].partition("-")
            issues[f"{number:>02}" + (f"-{item}" if item else "")]["entries"].append(entry_of(record))
    return read("data/plan.yaml"), read("data/units.yaml"), list(issues.values())


@cache
def expected() -> dict[date, Json]:
    """The month ends counted by hand."""
    found: dict[date, Json] = yaml.safe_load((YEAR / "expected.yaml").read_text("utf-8"))
    return found


@pytest.mark.parametrize("end", sorted(expected()), ids=str)
def test_the_month_end_is_what_was_counted_by_hand(end: date) -> None:
    """Classes, figures, rates and rows of overdue."""
    right, got = expected()[end], judge(*ledger(), end)
    assert {name: got["figures"][name] for name in CLASSES if got["figures"][name]} == right["classes"]
    for name in ("done", "due", "due_done", "due_in_time", "due_in_first_time", "early", "extended"):
        assert got["figures"][name] == right[name], name
    assert got["rates"] == right["rates"]
    keys = ("what", "id", "measure", "milestone", "due", "days_overdue")
    rows = [[*(row.get(key) for key in keys), sorted(row["units"])] for row in right["overdue"]]
    assert sorted(map(str, rows)) == sorted(
        str([*(row[key] for key in keys), row["units"]]) for row in got["overdue"]
    )


def test_every_record_of_the_year_has_its_effect() -> None:
    """None is refused: what was adapted to the new model fits it."""
    plan, units, issues = ledger()
    skipped = {issue["id"]: Task(plan, units, issue, date(2026, 1, 31)).skipped for issue in issues}
    assert {name: found for name, found in skipped.items() if found} == {}


def test_a_district_that_did_its_part_is_not_late() -> None:
    """On 12-11 the stage of 4 is owed by 固阳县 and the lead; on 2025-07-10 20 is owed by 固阳县 and the lead."""
    rows = judge(*ledger(), date(2024, 12, 11))["overdue"]
    assert [(row["id"], row["measure"], row["milestone"], row["units"]) for row in rows] == [
        ("04", 1, 1, sorted(["市工信局", "固阳县"]))
    ]
    rows = [row for row in judge(*ledger(), date(2025, 7, 10))["overdue"] if row["id"] == "20"]
    assert [(row["what"], row["units"]) for row in rows] == [
        ("issue", sorted(["市城市管理局", "固阳县"])),
        ("milestone", ["固阳县"]),
    ]


def test_the_records_are_in_order_of_commits() -> None:
    """No record is dated after its commit, and each names what it is about."""
    lines = records()
    assert [one["commit"] for one in lines] == sorted(one["commit"] for one in lines)
    assert all(one["date"] <= one["commit"] for one in lines if "date" in one)
    assert all(("id" in one) != ("command" in one) for one in lines)


# --- the program over the same year -------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped ledger with the year recorded by the program itself, batch by batch."""
    root = copy_ledger(tmp_path_factory.mktemp("year"))
    batches: dict[str, list[Json]] = {}
    for record in records():
        if "id" in record:
            made = {key: value for key, value in record.items() if key != "commit"}
            batches.setdefault(record["commit"], []).append(made)
    for day, batch in sorted(batches.items()):
        for record in batch:
            for proof in record.get("evidence", ()):
                if "file" in proof:
                    file = root / "proofs" / Path(proof["file"]).name
                    file.parent.mkdir(exist_ok=True)
                    file.write_text(f"佐证材料：{file.name}\n", "utf-8")
                    proof["file"] = str(file)
        lines = root / f"{day}.jsonl"
        lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in batch), "utf-8")
        done = run_cli("-C", str(root), "record", "--from", str(lines))
        assert done.code == 0, (day, done.err)
    return root


@pytest.mark.parametrize("end", sorted(expected()), ids=str)
def test_the_program_says_what_was_counted_by_hand(lived: Path, end: date) -> None:
    """Classes, figures, rates and rows of overdue, by the commands."""
    right = expected()[end]
    at = ("-C", str(lived), "--as-of", end.isoformat(), "-f", "json")
    report = json.loads(run_cli(*at[:2], "report", *at[2:]).out)["figures"]
    assert {name: report[name]["ids"] for name in CLASSES if report[name]["ids"]} == right["classes"]
    for name in ("done", "due", "due_done", "due_in_time", "due_in_first_time", "early", "extended"):
        assert sorted(report[name]["ids"]) == right[name], name
    for name, value in right["rates"].items():
        assert (None if report[name] is None else float(report[name])) == value, name
    keys = ("what", "id", "measure", "milestone", "due", "days_overdue")
    rows = json.loads(run_cli(*at[:2], "overdue", *at[2:]).out)["data"]
    got = sorted(str([*(str(row[key]) for key in keys), sorted(row["units"])]) for row in rows)
    wanted = [[*(str(row.get(key)) for key in keys), sorted(row["units"])] for row in right["overdue"]]
    assert got == sorted(map(str, wanted))
