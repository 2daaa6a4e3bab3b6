"""Tasks of which the plan leaves something unsaid: imported, named everywhere, settled on record."""

# ruff: noqa: SIM300 - what is expected stands first

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli_tools import Result, run_cli, run_json
from ledger.model.baseline import Baseline
from ledger.model.change import Effective, apply
from ledger.model.entries import Change
from ledger.model.unit import Collective, Units, UnitsFile
from ledger.plans.drafting import draft_text, draft_units
from ledger.plans.understand import understand
from ledger.reading.load import UNITS, read_issue, read_units_file
from ledger.recording.yamltext import issue_yaml
from make import REMARKS

CASES = Path(__file__).parent / "cases" / "partial"
LINES = {
    "acceptance": "验收单位：市水务局",
    "responsibility": "责任单位：市住建局（牵头）、昆区",
    "deadline": "整改时限：2026年9月底前",
    "goal": "整改目标：消除黑臭。",
    "measures": "整改措施：\n（一）清淤。",
}
TABLE = """units:
  市水务局: {name: 市水务局, kind: government}
  市住建局: {name: 市住建局, kind: government}
  昆区: {name: 昆区, kind: district}
  市整改办: {name: 市整改办, kind: office}
"""
CHANGES = {
    "acceptance": "acceptance.units=市水务局",
    "responsibility": "responsibility.lead=市住建局",
    "deadline": "deadline.due=2026-09-30",
    "goal": "goal=消除黑臭。",
    "measures": "measures.1=清淤。",
}
SUBSETS = [set(one) for size in range(5) for one in combinations(LINES, size)]
"""Every set of fields that a task may lack, but for all of them."""


def task(number: int, missing: set[str]) -> str:
    """A task without some of its lines."""
    lines = [line for name, line in LINES.items() if name not in missing]
    return "\n".join([f"{number}.黑臭水体返黑{number}", "现场检查发现返黑。", *lines])


def document(*tasks: set[str]) -> str:
    """A list of tasks that lack fields; the last lacks none, so that the list is no cut one."""
    body = [task(n, missing) for n, missing in enumerate([*tasks, set()], 1)]
    return "\n".join(["某市整改方案", "", "附件", "", *body, ""])


@pytest.fixture
def units() -> Units:
    """The names that the tasks use."""
    table, _ = read_units_file({UNITS: TABLE.encode()})
    assert table is not None
    return Units(table)


def ledger(folder: Path, *tasks: set[str]) -> Path:
    """A ledger imported from a list of tasks that lack fields."""
    root = folder / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    (folder / "a.txt").write_text(document(*tasks), "utf-8")
    result = run_cli("-C", str(root), "import", str(folder / "a.txt"), "--write")
    assert 0 == result.code, result.err
    return root


@pytest.mark.parametrize("missing", SUBSETS, ids=["-".join(sorted(one)) or "none" for one in SUBSETS])
def test_missing_fields_are_null_and_named(units: Units, missing: set[str]) -> None:
    """Every field that is not stated is null or empty, every one that is stated is read, and no other is."""
    said = understand(document(missing).encode(), "a.txt", units)
    issue = said.issues[0]
    assert missing == set(issue.missing)
    assert said.sound
    told = [(d.code, d.span.line) for d in said.diagnostics if d.code in {"L512", "L525"}]
    assert [("L512", 5)] * len(missing - {"acceptance"}) + [("L525", 5)] * ("acceptance" in missing) == told
    found = (
        issue.acceptance.text,
        issue.responsibility.text,
        issue.deadline.text,
        issue.goal,
        issue.measures[0].text if issue.measures else None,
    )
    values = [line.partition("：")[2].removeprefix("\n（一）") for line in LINES.values()]
    assert (
        tuple(None if name in missing else value for name, value in zip(LINES, values, strict=True)) == found
    )
    assert ("deadline" in missing) == (issue.deadline.due is None)


@pytest.mark.parametrize("missing", SUBSETS, ids=["-".join(sorted(one)) or "none" for one in SUBSETS])
def test_file_is_read_again(units: Units, missing: set[str]) -> None:
    """The file of a partial task is what its schema allows, and is read as it was written."""
    issue = understand(document(missing).encode(), "a.txt", units).issues[0]
    data = issue_yaml(issue)
    again = read_issue(data, "data/issues/01.yaml", [])
    assert again is not None
    assert issue == again.baseline
    held = yaml.safe_load(data)
    assert ("goal" in missing) == (held["goal"] is None)
    assert ("measures" in missing) == (held["measures"] == [])


def test_every_command_tells_of_partial_tasks(tmp_path: Path) -> None:
    """A task for each set of missing fields: no command fails, and the list names what is undetermined."""
    root = ledger(tmp_path, *SUBSETS)
    c = ("-C", str(root), "--as-of", "2027-01-01")
    rows = {row["id"]: row for row in run_json("list", *c).data}
    words = {"responsibility": "responsible"}
    for n, missing in enumerate(SUBSETS, 1):
        doubts = set(rows[f"{n:02}"]["doubts"])
        for name in LINES:
            assert (name in missing) == (f"{words.get(name, name)}_undetermined" in doubts), (n, name)
        due = None if "deadline" in missing else "2026-09-30"
        assert due == rows[f"{n:02}"]["due"]
    checked = run_cli("check", "-C", str(root))
    assert 0 == checked.code, checked.out
    assert sum(map(len, SUBSETS)) == checked.out.count("L512") + checked.out.count("L525")
    for command in (
        "overdue",
        "due",
        "pace",
        "duties",
        "ready",
        "units",
        "timeline",
        "calendar",
        "report",
        "stats",
    ):
        for language in ("zh", "en"):
            result = run_cli(command, *c, "--lang", language)
            assert result.code in {0, 1}, (command, result.err)
            assert language == "en" or "None" not in result.out
    for n in range(1, len(SUBSETS) + 1):
        shown = run_cli("show", f"{n:02}", *c)
        assert 0 == shown.code, shown.err
        assert "None" not in shown.out
        assert ("没有写明整改目标" in shown.out) == ("goal" in SUBSETS[n - 1])
        assert len(SUBSETS[n - 1]) == shown.out.count("（方案没有写明")
    assert 0 == run_cli("export", *c, "-o", str(tmp_path / "x.xlsx")).code
    assert 0 == run_cli("site", str(tmp_path / "site"), *c).code
    page = (tmp_path / "site" / "issues" / f"{SUBSETS.index({'goal'}) + 1:02}.html").read_text("utf-8")
    assert "方案没有写明" in page
    rendered = run_cli("render", "-C", str(root), "--whole")
    assert "None" not in rendered.out


@pytest.mark.parametrize("name", LINES)
def test_a_person_settles_what_is_missing(name: str, tmp_path: Path) -> None:
    """Settled on record, the field is in the effective baseline, and neither check nor list names it again."""
    root = ledger(tmp_path, {name})
    c = ("-C", str(root))
    before = (root / "data" / "issues" / "01.yaml").read_bytes()
    result = run_cli(
        "construe", "01", "--by", "市整改办", "--date", "2025-01-02", "--change", CHANGES[name], "-m", "经会议研究。", *c
    )  # fmt: skip
    assert 0 == result.code, result.err
    assert (root / "data" / "issues" / "01.yaml").read_bytes().startswith(before.rstrip(b"\n"))
    checked = run_cli("check", *c)
    assert "L512" not in checked.out + checked.err
    assert "L525" not in checked.out + checked.err
    row = run_json("list", *c, "--as-of", "2025-01-01").data[0]
    assert [] == [doubt for doubt in row["doubts"] if not doubt.startswith("lead")]
    held = {
        "acceptance": row["acceptance"] == ["市水务局"],
        "responsibility": row["lead"] == ["市住建局"],
        "deadline": row["due"] == "2026-09-30",
        "goal": row["goal"] == "消除黑臭。",
        "measures": run_json("show", "01", *c, "--as-of", "2025-01-01").data[0]["measures"][0]["text"]
        == "清淤。",
    }
    assert held[name]


def test_effective_baseline_is_complete_once_settled(units: Units) -> None:
    """What a person settles fills every gap of a task that states only one field."""
    issue = understand(document(set(LINES) - {"goal"}).encode(), "a.txt", units).issues[0]
    changes = [
        Change(field="acceptance.units", old=None, new="市水务局"),
        Change(field="responsibility.lead", old=None, new=("市住建局",)),
        Change(field="deadline.due", old=None, new=date(2026, 9, 30)),
        Change(field="measures.1", old=None, new="清淤。"),
    ]
    made = apply(Effective(issue), changes)
    assert isinstance(made, Effective)
    assert () == made.baseline.missing
    assert set(LINES) - {"goal"} == set(issue.missing)


@pytest.mark.parametrize("by", ["市住建局", "昆区"])
def test_without_a_lead_any_responsible_unit_completes(by: str, tmp_path: Path) -> None:
    """Several units and no （牵头）: each of them may say that the task is done, and another may not."""
    root = tmp_path / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    (tmp_path / "a.txt").write_text(document().replace("（牵头）", ""), "utf-8")
    assert 0 == run_cli("-C", str(root), "import", str(tmp_path / "a.txt"), "--write").code
    (root / "证明.txt").write_text("验收单。", "utf-8")
    more = (
        "--date",
        "2026-03-01",
        "-m",
        "已完成。",
        "--evidence",
        "https://example.gov.cn/1",
        "--similar",
        "已排查。",
        "--mechanism",
        "已建立。",
    )
    c = ("-C", str(root))
    assert 1 == run_cli("complete", "01", "--by", "市水务局", *more, *c).code
    assert (
        0
        == run_cli(
            "achieve", "01", "--measure", "1", "--by", "市住建局", "--date", "2026-02-01", "-m", "清完。", *c
        ).code
    )
    assert (
        0
        == run_cli(
            "achieve", "01", "--measure", "1", "--by", "昆区", "--date", "2026-02-01", "-m", "清完。", *c
        ).code
    )
    done = run_cli("complete", "01", "--by", by, *more, *c)
    assert 0 == done.code, done.err
    assert "completed" == run_json("show", "01", *c, "--as-of", "2026-04-01").data[0]["status"]


def test_lead_settled_on_record_is_the_one_that_completes(tmp_path: Path) -> None:
    """Once the office has said who leads, the other unit cannot complete."""
    root = tmp_path / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    (tmp_path / "a.txt").write_text(document().replace("（牵头）", ""), "utf-8")
    c = ("-C", str(root))
    run_cli(*c, "import", str(tmp_path / "a.txt"), "--write")
    settled = run_cli(
        "construe", "01", "--by", "市整改办", "--date", "2025-01-02", "-m", "研究确定。", *c,
        "--change", "responsibility.lead=市住建局",
    )  # fmt: skip
    assert 0 == settled.code, settled.err
    refused = run_cli("complete", "01", "--by", "昆区", "--date", "2026-03-01", "-m", "完成。", *c)
    assert 1 == refused.code
    assert "市住建局" in refused.err


def test_life_of_a_task_that_states_almost_nothing(tmp_path: Path) -> None:
    """Only units and a day: it is started and completed; accepted only by whom the office settles; then cleared."""
    root = ledger(tmp_path, {"acceptance", "goal", "measures"})
    c = ("-C", str(root))

    def record(kind: str, by: str, day: str, *more: str) -> Result:
        return run_cli(kind, "01", "--by", by, "--date", day, "-m", "属实。", *more, *c)

    def status(day: str) -> tuple[str, str]:
        row = run_json("show", "01", *c, "--as-of", day).data[0]
        return row["status"], row["standing"]

    proof = ("--evidence", "https://example.gov.cn/1")
    both = ("--similar", "已排查。", "--mechanism", "已建立。")
    assert ("not_started", "overdue") == status("2026-10-01")
    assert 0 == record("start", "昆区", "2025-03-01").code
    assert 1 == record("achieve", "市住建局", "2025-04-01", "--measure", "1").code
    done = record("complete", "市住建局", "2026-03-01", *proof, *both)
    assert 0 == done.code, done.err
    assert ("completed", "met") == status("2026-03-02")
    assert 1 == record("accept", "市水务局", "2026-03-05", *proof).code
    settled = record("construe", "市整改办", "2026-03-06", "--change", "acceptance.units=市水务局")
    assert 0 == settled.code, settled.err
    accepted = record("accept", "市水务局", "2026-03-07", *proof)
    assert 0 == accepted.code, accepted.err
    assert ("accepted", "met") == status("2026-03-08")
    assert 0 == run_cli("check", *c).code


# --- documents of other places ------------------------------------------------------------------------

FOUND: dict[str, tuple[int, dict[int, tuple[Any, ...]]]] = {
    # file: number of tasks, (title, lead, support, due, fields that are missing) of some by position
    "plan-without-acceptance-unit.txt": (
        2,
        {
            0: ('关于"理论学习不深入"问题', ["办公室"], [], None, {"acceptance", "goal", "measures"}),
            1: ('关于"政务服务效率不高"问题', [], ["业务科", "督查科"], "2024-08-31", {"acceptance", "goal"}),
        },
    ),
    "plan-two-unit-labels.txt": (
        4,
        {
            1: ("规模上工业增加值增长5%左右。", ["区工信局"], ["某经济开发区"], None,
                {"acceptance", "deadline", "goal", "measures"}),
            3: ("年内开工亿元以上项目20个,6月底前完成前期手续。", ["区发改局"], ["某经济开发区", "各街道", "区住建局"],
                "2023-12-31", {"acceptance", "goal", "measures"}),
        },
    ),
    "plan-extra-labels.txt": (
        2,
        {
            0: ("污水处理厂超负荷运行", ["市住建局"], ["昆区"], "2025-06-30", set()),
            1: ("黑臭水体返黑", ["市住建局"], ["昆区", "青山区"], "2026-09-30", set()),
        },
    ),
    "list-as-word-table.docx": (
        2,
        {
            0: ("污水直排", ["市水务局"], [], "2024-12-31", {"acceptance"}),
            1: ("扬尘", ["市住建局"], [], None, {"acceptance"}),
        },
    ),
    "list-18-columns.csv": (
        2,
        {
            0: ("未做钢管桩", ["某项目部"], [], "2025-01-10", {"acceptance", "measures"}),
            1: ("未按方案施工", [], ["某项目部", "某监理"], None, {"acceptance", "measures"}),
        },
    ),
}  # fmt: skip


def drafted(data: bytes, name: str) -> Units:
    """The table that the program drafts, with the groups that it leaves to a person."""
    empty = Units(UnitsFile(units={}))
    draft = draft_units(understand(data, name, empty).document, empty)
    table, problems = read_units_file({UNITS: draft_text(draft, REMARKS).encode()})
    assert table is not None
    assert [] == problems
    return Units(
        UnitsFile(
            units=table.units,
            collectives={**table.collectives, **{key: Collective() for key in draft.undecided}},
        )
    )


@pytest.mark.parametrize("name", FOUND)
def test_document_of_another_place(name: str) -> None:
    """Its tasks are read with what they state; what they do not is missing and no more."""
    data = (CASES / name).read_bytes()
    said = understand(data, name, drafted(data, name))
    count, rows = FOUND[name]
    assert count == len(said.issues)
    for position, (title, lead, support, due, missing) in rows.items():
        issue: Baseline = said.issues[position]
        assert (title, lead, support) == (
            issue.title, list(issue.responsibility.lead), list(issue.responsibility.support),
        )  # fmt: skip
        assert due == (str(issue.deadline.due) if issue.deadline.due else None)
        assert missing == set(issue.missing)
    assert not [d for d in said.diagnostics if d.code in {"L516", "L520", "L560"}]
