"""A new edition of the plan against a ledger that is kept; and the first import against its own check."""

# ruff: noqa: SIM300 - what is expected stands first

import json
from pathlib import Path
from typing import Any

import pytest

from cli_tools import PLAN, REPO, Result, copy_ledger, run_cli, run_json
from ledger.model.unit import Units
from ledger.plans.understand import understand
from ledger.reading.load import UNITS, read_units_file
from ledger.recording.record import BLANK, is_blank

TABLE = """units:
  市水务局: {name: 市水务局, kind: government}
  市住建局: {name: 市住建局, kind: government}
  市农牧局: {name: 市农牧局, kind: government}
  市整改办: {name: 市整改办, kind: office}
"""
PLAN_TEXT = """某市整改方案

附件

1.污水直排
现场检查发现直排。
验收单位：市水务局
责任单位：市住建局（牵头）
整改时限：2026年9月底前
整改目标：建设管网12公里。
整改措施：
（一）清淤，2026年3月底前完成。
（二）截污。
2.黑臭水体返黑
水体返黑。
验收单位：市水务局
责任单位：市住建局（牵头）
整改时限：2026年9月底前
整改目标：消除黑臭。
整改措施：
（一）清淤。
"""


def ledger(folder: Path) -> Path:
    """A ledger of two tasks, the first of which has a record."""
    root = folder / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    (folder / "first.txt").write_text(PLAN_TEXT, "utf-8")
    assert 0 == run_cli("-C", str(root), "import", str(folder / "first.txt"), "--write").code
    done = run_cli("start", "01", "--by", "市住建局", "--date", "2025-03-01", "-m", "开工。", "-C", str(root))
    assert 0 == done.code, done.err
    return root


def held(root: Path) -> dict[str, bytes]:
    """Every file of the ledger."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def offered(root: Path, text: str, *options: str) -> Result:
    """Import another text into the ledger; no byte of it changes."""
    before = held(root)
    (root.parent / "second.txt").write_text(text, "utf-8")
    result = run_cli("-C", str(root), "import", str(root.parent / "second.txt"), "--write", *options)
    assert before == held(root)
    return result


def changed(*pairs: tuple[str, str]) -> str:
    """The plan with words changed."""
    text = PLAN_TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


EDITS = {
    "deadline": (
        [("整改时限：2026年9月底前", "整改时限：2026年12月底前")],
        {("deadline.text", "2026年9月底前", "2026年12月底前"), ("deadline.due", "2026-09-30", "2026-12-31")},
    ),
    "lead": (
        [("责任单位：市住建局（牵头）", "责任单位：市农牧局（牵头）、市住建局")],
        {
            ("responsibility.lead", ("市住建局",), ("市农牧局",)),
            ("responsibility.support", (), ("市住建局",)),
        },
    ),
    "acceptance": (
        [("验收单位：市水务局", "验收单位：市农牧局")],
        {("acceptance.units", ("市水务局",), ("市农牧局",))},
    ),
    "title": ([("1.污水直排", "1.污水直排河道")], {("title", "污水直排", "污水直排河道")}),
    "goal and figure": (
        [("12公里", "15公里")],
        {("goal", "建设管网12公里。", "建设管网15公里。"), ("targets.1.value", 12, 15)},
    ),
    "measure": (
        [("2026年3月底前完成", "2026年5月底前完成")],
        {
            ("measures.1.text", "清淤，2026年3月底前完成。", "清淤，2026年5月底前完成。"),
            ("measures.1.milestones.1.text", "2026年3月底前", "2026年5月底前"),
            ("measures.1.milestones.1.due", "2026-03-31", "2026-05-31"),
        },
    ),
    "measure added": ([("（二）截污。", "（二）截污。\n（三）绿化。")], {("measures.3", None, "绿化。")}),
    "measure dropped": ([("\n（二）截污。", "")], {("measures.2", "截污。", None)}),
    "measure put between": (
        [("（二）截污。", "（二）绿化。\n（三）截污。")],
        {("measures.3", None, "绿化。")},
    ),
    "goal left out": ([("整改目标：建设管网12公里。\n", "")], {("goal", "建设管网12公里。", None)}),
}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("name", EDITS)
def test_edit_is_told_and_can_be_recorded(name: str, tmp_path: Path) -> None:
    """Each change is told by field with old and new; filled in, the proposal is recorded and then holds."""
    root = ledger(tmp_path)
    pairs, expected = EDITS[name]
    result = offered(root, changed(*pairs), "-f", "jsonl")
    assert 1 == result.code
    [line] = result.out.splitlines()
    proposal = json.loads(line)
    assert ("01", "amend", "市整改办", BLANK) == tuple(
        proposal[key] for key in ("id", "type", "by", "approval")
    )
    assert expected == {(c["field"], _plain(c["old"]), _plain(c["new"])) for c in proposal["changes"]}

    file = tmp_path / "amend.jsonl"
    file.write_text(line + "\n", "utf-8")
    before = held(root)
    refused = run_cli("record", "--from", str(file), "-C", str(root))
    assert 1 == refused.code
    assert f"approval 里还有{BLANK}" in refused.err
    assert before == held(root)

    file.write_text(line.replace(BLANK, "市政府〔2026〕1号") + "\n", "utf-8")
    recorded = run_cli("record", "--from", str(file), "-C", str(root))
    assert 0 == recorded.code, recorded.err
    after = held(root)
    assert after["data/issues/01.yaml"].startswith(before["data/issues/01.yaml"].rstrip(b"\n"))
    assert {"data/issues/01.yaml"} == {path for path in after if after[path] != before.get(path)}
    again = offered(root, changed(*pairs), "-f", "jsonl")
    assert "" == again.out, again.out


def test_table_and_words(tmp_path: Path) -> None:
    """For people a line a field, what to do next, and no word of moving files away; in both languages."""
    root = ledger(tmp_path)
    text = changed(*EDITS["deadline"][0])
    for language, word in (("zh", "方案调整"), ("en", "amendment")):
        result = offered(root, text, "--lang", language)
        assert "2026-12-31" in result.out
        assert word in result.out
        assert "record --from" in result.err
        assert "移走" not in result.err
        assert "away" not in result.err


def test_task_that_is_new_or_gone_is_told(tmp_path: Path) -> None:
    """A task more or less is named with its number and title, and never written or taken away."""
    root = ledger(tmp_path)
    more = offered(
        root,
        PLAN_TEXT
        + "3.扬尘\n未覆盖。\n责任单位：市住建局\n整改时限：2026年9月底前\n整改目标：覆盖。\n整改措施：\n（一）覆盖。\n",
    )
    assert 1 == more.code
    assert "新版有而台账没有：3 扬尘" in more.out
    fewer = offered(root, PLAN_TEXT[: PLAN_TEXT.index("2.黑臭")])
    assert 1 == fewer.code
    assert "台账有而新版没有：2 黑臭水体返黑" in fewer.out
    envelope = json.loads(offered(root, PLAN_TEXT[: PLAN_TEXT.index("2.黑臭")], "-f", "json").out)
    assert [{"id": "02", "number": "2", "title": "黑臭水体返黑"}] == envelope["gone"]


def test_task_under_another_number_is_the_same(tmp_path: Path) -> None:
    """A task put in before the others moves their numbers; they are told by their titles."""
    root = ledger(tmp_path)
    first, second = PLAN_TEXT.index("1.污水"), PLAN_TEXT.index("2.黑臭")
    new = "1.扬尘\n未覆盖。\n责任单位：市住建局\n整改时限：2026年9月底前\n整改目标：覆盖。\n整改措施：\n（一）覆盖。\n"
    text = (
        PLAN_TEXT[:first]
        + new
        + PLAN_TEXT[first:second].replace("1.", "2.", 1)
        + PLAN_TEXT[second:].replace("2.", "3.", 1)
    )
    envelope = json.loads(offered(root, text, "-f", "json").out)
    assert [{"number": "1", "title": "扬尘"}] == envelope["added"]
    assert [] == envelope["gone"]
    told = {(one["id"], f["field"], f["old"], f["new"]) for one in envelope["changed"] for f in one["fields"]}
    assert {("01", "number", "1", "2"), ("02", "number", "2", "3")} == told
    assert [] == envelope["data"]


def test_what_was_amended_or_settled_is_not_proposed_again(tmp_path: Path) -> None:
    """A change that is on record already, and a meaning that the office settled, are no changes."""
    root = ledger(tmp_path)
    c = ("-C", str(root), "--by", "市整改办", "--date", "2025-04-01")
    amended = run_cli(
        "amend",
        "01",
        "--change",
        "goal=建设管网15公里。",
        "--change",
        "targets.1.value=15",
        "--approval",
        "文",
        *c,
    )
    assert 0 == amended.code, amended.err
    settled = run_cli("construe", "02", "--change", "deadline.due=2026-08-31", "-m", "研究确定。", *c)
    assert 0 == settled.code, settled.err
    same = offered(root, changed(("12公里", "15公里")))
    assert 0 == same.code, same.out


def test_other_layout_only_is_the_same(tmp_path: Path) -> None:
    """An edition that only looks different changes no task: exit 0, and that is said."""
    root = ledger(tmp_path)
    result = offered(root, PLAN_TEXT.replace("\n", "\n\n"))
    assert 0 == result.code
    assert "没有写入" in result.err


def test_the_same_plan_again_is_no_difference(tmp_path: Path) -> None:
    """Records in the files are no difference: importing the plan of a living ledger again writes nothing."""
    root = ledger(tmp_path)
    before = held(root)
    result = run_cli("-C", str(root), "import", str(tmp_path / "first.txt"), "--write")
    assert (0, "") == (result.code, result.out), result.err
    assert before == held(root)
    (root / "data" / "issues" / "02.yaml").unlink()
    assert 0 == run_cli("-C", str(root), "import", str(tmp_path / "first.txt"), "--write").code
    assert before == held(root)


def test_an_edited_baseline_is_shown_with_its_records_kept(tmp_path: Path) -> None:
    """What a person changed by hand is shown against the plan; the way out loses no record."""
    root = ledger(tmp_path)
    path = root / "data" / "issues" / "01.yaml"
    path.write_text(path.read_text("utf-8").replace("title: 污水直排", "title: 污水乱排"), "utf-8")
    before = held(root)
    result = run_cli("-C", str(root), "import", str(tmp_path / "first.txt"), "--write")
    assert 1 == result.code
    assert "-title: 污水乱排\n+title: 污水直排\n" in result.out
    assert "记录都在" in result.err
    assert "移走" not in result.err
    assert before == held(root)


def test_edition_of_the_shipped_plan(tmp_path: Path) -> None:
    """Of 23 tasks exactly the one that was changed is told."""
    root = copy_ledger(tmp_path)
    text = PLAN.read_text("utf-8").replace("整改时限：2025年5月底", "整改时限：2025年8月底", 1)
    envelope = json.loads(offered(root, text, "-f", "json").out)
    assert [("05", ["deadline.text", "deadline.due"])] == [
        (one["id"], [change["field"] for change in one["fields"]]) for one in envelope["changed"]
    ]
    assert ["05"] == [one["id"] for one in envelope["data"]]


@pytest.mark.parametrize("name", ["list.txt", "plan.txt", "任务清单（定稿）.txt"])
@pytest.mark.parametrize("head", ["某市整改方案\n\n附件\n\n", "附件\n\n", ""], ids=["title", "annex", "none"])
def test_first_import_passes_its_own_check(head: str, name: str, tmp_path: Path) -> None:
    """Also where the list has no title and the file any name."""
    root = tmp_path / "ledger"
    (root / "data").mkdir(parents=True)
    (root / "data" / "units.yaml").write_text(TABLE, "utf-8")
    file = tmp_path / name
    file.write_text(head + PLAN_TEXT.partition("附件\n\n")[2], "utf-8")
    assert 0 == run_cli("-C", str(root), "import", str(file), "--write").code
    checked = run_cli("check", "-C", str(root))
    assert 0 == checked.code, checked.out
    assert "L5" not in checked.out
    again = run_cli("-C", str(root), "import", str(file), "--write")
    assert 0 == again.code, again.out


@pytest.mark.parametrize(
    ("value", "blank"),
    [
        (BLANK, True),
        (f"市政府{BLANK}", True),
        ({"a": [BLANK]}, True),
        ("文", False),
        ({"a": 1}, False),
        (None, False),
    ],
)
def test_blank(value: Any, blank: bool) -> None:
    """The mark is found wherever it stands in a value."""
    assert blank is is_blank(value)


def test_two_offices_leave_the_unit_blank(tmp_path: Path) -> None:
    """Where several units may amend, who does is to be filled in as well."""
    root = ledger(tmp_path)
    table = root / "data" / "units.yaml"
    table.write_text(table.read_text("utf-8") + "  市督查室: {name: 市督查室, kind: office}\n", "utf-8")
    [line] = offered(root, changed(*EDITS["title"][0]), "-f", "jsonl").out.splitlines()
    assert BLANK == json.loads(line)["by"]


def test_table_is_read() -> None:
    """The table of these tests is one."""
    table, _ = read_units_file({UNITS: TABLE.encode()})
    assert table is not None
    assert 2 == len(understand(PLAN_TEXT.encode(), "a.txt", Units(table)).issues)
    assert run_json("list", "-C", str(REPO)).data


@pytest.mark.parametrize(("signed", "dated"), [("某市人民政府\n2025年5月6日\n", "2025-05-06"), ("", None)])
def test_an_amendment_is_dated_when_the_new_edition_was_issued(
    signed: str, dated: str | None, tmp_path: Path
) -> None:
    """What the issuer changed holds from its day of issue; without one the day is today, which is said."""
    root = ledger(tmp_path)
    text = changed(("2026年9月底前", "2026年12月底前")) + signed
    told = offered(root, text, "-f", "jsonl")
    day = json.loads(told.out.splitlines()[0])["date"]
    assert (day == dated) is (dated is not None)
    assert "成文日期" in told.err
    assert ("今天" in told.err) is (dated is None)


def test_a_preview_of_another_edition_says_so(tmp_path: Path) -> None:
    """Without --write nothing is compared; that it is another edition is said."""
    root = ledger(tmp_path)
    (tmp_path / "second.txt").write_text(changed(("清淤，", "清淤疏浚，")), "utf-8")
    assert "另一版" in run_cli("-C", str(root), "import", str(tmp_path / "second.txt")).err
    assert "另一版" not in run_cli("-C", str(root), "import", str(tmp_path / "first.txt")).err


def test_who_issued_an_edition_and_when_are_told(tmp_path: Path) -> None:
    """Where it says so; what it does not say is no change."""
    signed = PLAN_TEXT + "某市人民政府\n2025年3月1日\n"
    root = ledger(tmp_path)
    fields = json.loads(offered(root, signed, "-f", "json").out)["changed"][0]["fields"]
    assert [("issuer", None, "某市人民政府"), ("issued", None, "2025-03-01")] == [
        (field["field"], field["old"], field["new"]) for field in fields
    ]
    assert not any(field["amends"] for field in fields)
    plan = root / "data" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("issued: null", "issued: 2025-02-01"), "utf-8")
    fields = json.loads(offered(root, signed, "-f", "json").out)["changed"][0]["fields"]
    assert ("issued", "2025-02-01", "2025-03-01") in [(f["field"], f["old"], f["new"]) for f in fields]
    assert "issued" in offered(root, signed).out
    unsigned = offered(root, changed(("消除黑臭。", "消除黑臭水体。")), "-f", "json")
    assert ["goal"] == [f["field"] for one in json.loads(unsigned.out)["changed"] for f in one["fields"]]
