"""What several ledgers counted is added up, and every rate of all is that of the sums."""

import csv
import io
import json
import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli_tools import REPO, run_cli
from test_together import DAY, ledgers_yaml

NAMES = ("甲", "乙", "丙")


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three ledgers that have come to different points: with all complaints, with one batch, and with none."""
    root = tmp_path_factory.mktemp("summing")
    for name, gone in zip(NAMES, ((), ("1", "2"), ("1", "2", "3")), strict=True):
        shutil.copytree(REPO / "examples" / "demo", root / name)
        for batch in gone:
            shutil.rmtree(root / name / "data" / "complaints" / batch)
    for path in (root / "丙/data/issues").glob("0*.yaml"):
        path.write_text(path.read_text("utf-8").partition("entries:")[0] + "entries: []\n", "utf-8")
    return ledgers_yaml(root, [{"name": name, "folder": name} for name in NAMES])


def asked(root: Path, *line: str) -> Any:
    """The answer of all, or of one, in JSON."""
    return json.loads(run_cli("-C", str(root), *line, "-f", "json", env={"LEDGER_AS_OF": DAY}).out)


def share(part: Any, whole: Any) -> float | None:
    """A rate, worked out here a second time."""
    if not whole:
        return None
    return float((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def added(told: list[dict[str, Any]]) -> dict[str, Any]:
    """Counts of complaints added up."""
    names = [name for name in told[0] if not name.endswith("rate")]
    total = {name: round(sum(one[name] for one in told), 6) for name in names}
    return total | {
        "rate": share(total["finished"], total["total"]),
        "stage_rate": share(total["finished"] + total["staged"], total["total"]),
        "in_time_rate": share(total["in_time"], total["due"]),
    }


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("complaints list", "counts"),
        ("complaints overdue", "counts"),
        ("complaints stats", "total"),
        ("complaints stats --by area", "total"),
        ("report", "complaints"),
    ],
)
def test_complaints_are_added_up(region: Path, line: str, key: str) -> None:
    """Counts, fines and rates of all."""
    alone = [asked(region / name, *line.split()).get(key) for name in NAMES]
    told = asked(region, *line.split())[key]
    wanted = added([one for one in alone if one is not None])
    assert {name: told[name] for name in wanted} == pytest.approx(wanted)
    assert wanted["fine"] > 0 or line.endswith("overdue")
    assert alone[0]["rate"] != told["rate"] or line.endswith("overdue")


def test_the_last_line_is_that_of_all(region: Path) -> None:
    """合计 below the groups of complaints: fines and rates of the sums, not those of the first ledger."""
    line = ("complaints", "stats")
    text = run_cli("-C", str(region), *line, "-f", "csv", env={"LEDGER_AS_OF": DAY}).out
    *rows, last = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    total = asked(region, "complaints", "stats")["total"]
    assert last["办结率"] == f"{total['rate']}%"
    assert last["按时办结率"] == f"{total['in_time_rate']}%"
    assert sum(int(row["交办"]) for row in rows) == int(last["交办"])
    fines = next(name for name in last if name.startswith("罚款"))
    assert sum(float(row[fines] or 0) for row in rows) == pytest.approx(float(last[fines]))


def test_the_last_line_of_every_sheet_of_the_report(region: Path, tmp_path: Path) -> None:
    """完成率 at the end of the groups is done of those that count, of all ledgers."""
    path = tmp_path / "report.xlsx"
    assert run_cli("-C", str(region), "report", "-o", str(path), env={"LEDGER_AS_OF": DAY}).code == 0
    figures = asked(region, "report")["figures"]
    first = asked(region / NAMES[0], "report")["figures"]
    assert figures["rate"] != first["rate"]
    seen = 0
    for sheet in openpyxl.load_workbook(path):
        rows = list(sheet.iter_rows(values_only=True))
        head = next((row for row in rows if "完成率" in row), None)
        if head is None:
            continue
        last = next(row for row in reversed(rows) if "合计" in row)
        assert last[head.index("完成率")] == pytest.approx(figures["rate"] / 100)
        assert last[head.index("合计")] == figures["total"]["count"]
        seen += 1
    assert seen == 3


def test_what_is_due_soon_is_added_up(region: Path) -> None:
    """``overdue`` says how much is due in the days that were asked for, and the days stay as they are."""
    told = asked(region, "overdue")["due_soon"]
    alone = [asked(region / name, "overdue")["due_soon"] for name in NAMES]
    assert told["days"] == alone[0]["days"]
    for name in ("issues", "milestones"):
        assert told[name] == sum(one[name] for one in alone)


@pytest.mark.parametrize("line", ["complaints stats", "complaints list", "complaints overdue", "report"])
def test_how_far_each_is_stands_in_front(region: Path, line: str) -> None:
    """Read from top to bottom, complaints of all ledgers come first: a line each, and their sum."""
    text = run_cli("-C", str(region), *line.split(), env={"LEDGER_AS_OF": DAY}).out
    front = text[: text.index("一、甲")]
    table = [row.split() for row in front[front.index("交办") :].splitlines()]
    wanted = asked(region, *line.split())
    counts = wanted.get("counts") or wanted.get("total") or wanted["complaints"]
    (last,) = [row for row in table if row and row[0] == "合计"]
    assert last[1] == str(counts["total"])
    assert f"{counts['rate']}%" in last or not counts["rate"]


def test_a_ledger_with_a_broken_file_is_marked(region: Path, tmp_path: Path) -> None:
    """Its figures lack something: the line in the ranking and in front of the report says so."""
    for name in NAMES:
        shutil.copytree(region / name, tmp_path / name)
    roster = ledgers_yaml(tmp_path, [{"name": name, "folder": name} for name in NAMES])
    (tmp_path / "乙/data/issues/01.yaml").write_text("id: [", "utf-8")
    for line in ("ledgers", "report"):
        result = run_cli("-C", str(roster), line, env={"LEDGER_AS_OF": DAY})
        assert result.code == 1
        marked = [row.split()[:2] for row in result.out.splitlines() if row.endswith("有文件读不出来")]
        assert marked
        assert all("乙" in row for row in marked)
