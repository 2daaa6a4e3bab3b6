"""``reconcile``: the superior's list is held against the ledger, and what differs is named on both sides.

The lists are written by other libraries from the files' own YAML, and differences are planted in them.
"""

import csv
import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import docx
import pytest
import yaml
from openpyxl import Workbook, load_workbook

from cli_tools import REPO, Result, run_cli
from ledger.judging.status import Judgement
from ledger.reports.pairing import Theirs, pair_up
from profiles import large_but

HEAD = ["序号", "整改任务", "验收单位", "责任单位", "整改时限", "整改状态"]
DAY = "2025-06-30"
OFFICIAL = {
    "closed": "已销号",
    "accepted": "通过验收",
    "completed": "完成整改",
    "ahead": "超过序时进度",
    "on_pace": "达到序时进度",
    "behind_pace": "未达到序时进度",
    "overdue": "逾期",
    "undetermined": "整改中",
    "sustained": "达到序时进度",
    "withdrawn": "终止",
}
"""How a superior calls the classes of a report, written down a second time."""

Row = dict[str, str]


def demo(*arguments: str) -> Result:
    """A command on the demonstration."""
    return run_cli("-C", str(REPO / "examples/demo"), *arguments)


def demo_rows() -> list[Row]:
    """The tasks of the demonstration as their superior would list them, in agreement with the ledger."""
    listed = demo(
        "list",
        "--as-of",
        DAY,
        "-f",
        "json",
    )
    told = {one["id"]: one for one in json.loads(listed.out)["data"]}
    rows = []
    for path in sorted((REPO / "examples/demo/data/issues").glob("*.yaml")):
        held = yaml.safe_load(path.read_text())
        state = told[held["id"]]
        lead = "、".join(held["responsibility"]["lead"])
        due = held["deadline"]["text"]
        day = state["due"]
        if day is not None and str(held["deadline"]["due"]) != day:
            due = "{}年{}月{}日".format(*(int(part) for part in day.split("-")))
        rows.append(
            dict(
                zip(
                    HEAD,
                    [
                        held["number"],
                        held["title"],
                        held["acceptance"]["text"],
                        held["responsibility"]["text"] if lead else "",
                        due,
                        OFFICIAL[state["class"]],
                    ],
                    strict=True,
                )
            )
        )
    return rows


def as_xlsx(rows: list[Row], path: Path) -> None:
    """A workbook with a title above its head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["反馈问题整改情况汇总表"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append([row[name] for name in HEAD])
    book.save(path)


def as_csv(rows: list[Row], path: Path) -> None:
    """A table of a spreadsheet program."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEAD)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig")


def as_docx(rows: list[Row], path: Path) -> None:
    """A table in a document."""
    document = docx.Document()
    document.add_paragraph("反馈问题整改情况汇总表")
    table = document.add_table(rows=1, cols=len(HEAD))
    for cell, name in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = name
    for row in rows:
        for cell, name in zip(table.add_row().cells, HEAD, strict=True):
            cell.text = row[name]
    document.save(str(path))


WAYS: dict[str, Callable[[list[Row], Path], None]] = {"xlsx": as_xlsx, "csv": as_csv, "docx": as_docx}


def reconciled(rows: list[Row], tmp_path: Path, form: str = "xlsx") -> dict[str, Any]:
    """What ``reconcile`` says of a list."""
    path = tmp_path / f"list.{form}"
    WAYS[form](rows, path)
    result = demo("reconcile", str(path), "--as-of", DAY, "-f", "json", "--exit-code")
    told: dict[str, Any] = json.loads(result.out)
    assert result.code == (1 if told["data"] else 0), result.err
    return told


def summed(told: dict[str, Any]) -> Counter[tuple[str, str]]:
    """The differences by number and what they are about."""
    return Counter((one["number"], one["difference"]) for one in told["data"] if not one["doubt"])


@pytest.mark.parametrize("form", WAYS)
def test_lists_that_agree(tmp_path: Path, form: str) -> None:
    """A list that says what the ledger says differs in nothing, whatever kind of file it is."""
    rows = demo_rows()
    told = reconciled(rows, tmp_path, form)
    assert told["data"] == []
    assert told["counts"]["agreeing"] == told["counts"]["listed"] == len(rows)


def planted(rows: list[Row], chance: random.Random) -> Counter[tuple[str, str]]:
    """Put 40 differences into a list; what they are, by the ledger's number and what they are about."""
    found: Counter[tuple[str, str]] = Counter()
    names = [row[HEAD[0]] for row in rows]
    gone = set(chance.sample([name for name in names if "（" not in name], 2))
    kept = [row for row in rows if row[HEAD[0]] not in gone]
    found.update((name, "missing_there") for name in gone)
    plain = [row for row in kept if "（" not in row[HEAD[0]]]

    def some(count: int, of: list[Row]) -> list[tuple[Row, str]]:
        return [(row, row[HEAD[0]]) for row in chance.sample(of, count)]

    original = {id(row): row[HEAD[0]] for row in kept}
    for row, name in some(9, kept):
        row["整改状态"] = "已销号" if row["整改状态"] != "已销号" else "逾期"
        found[name, "status"] += 1
    for row, name in some(9, kept):
        row["整改时限"] = "2031年5月底"
        found[name, "due"] += 1
    for row, name in some(6, kept):
        row["责任单位"] = "市公安局（牵头）" if "公安" not in row["责任单位"] else "市财政局（牵头）"
        found[name, "lead"] += 1
    for row, name in some(6, kept):
        row["验收单位"] = "市审计局" if "审计" not in row["验收单位"] else "市财政局"
        found[name, "acceptance"] += 1
    reworded = chance.sample(plain, 3)
    for row in reworded:
        row["整改任务"] = row["整改任务"][: len(row["整改任务"]) * 2 // 3] + "改"
        found[row[HEAD[0]], "text"] += 1
    renumbered = chance.sample([row for row in plain if row not in reworded], 3)
    for n, row in enumerate(renumbered):
        row[HEAD[0]] = str(70 + n)
        found[original[id(row)], "number"] += 1
    for n in range(2):
        kept.append(
            dict(
                zip(
                    HEAD,
                    [str(90 + n), f"另外一件别处的事{n}", "市财政局", "市公安局（牵头）", "立行立改", "逾期"],
                    strict=True,
                )
            )
        )
        found[str(90 + n), "missing_here"] += 1
    chance.shuffle(kept)
    rows[:] = kept
    return found


@pytest.mark.parametrize("seed", large_but((0, 7), range(12)))
def test_forty_differences(tmp_path: Path, seed: int) -> None:
    """Each planted difference is found at its task, and none is invented."""
    chance = random.Random(seed)
    rows = demo_rows()
    wanted = planted(rows, chance)
    assert sum(wanted.values()) == 40
    told = reconciled(rows, tmp_path, chance.choice(sorted(WAYS)))
    found = summed(told)
    # who leads alone in the list where we have units that support it is told of these as well
    supports = {name for name, about in found if about == "support"}
    assert supports == {name for name, about in wanted if about == "lead" and name in supported()}
    assert {key: n for key, n in found.items() if key[1] != "support"} == wanted
    assert not [one for one in told["data"] if one["doubt"]]


def supported() -> set[str]:
    """The numbers of the tasks of the demonstration that have units in support, and not only 各有关部门."""
    root = REPO / "examples/demo/data"
    vague = set(yaml.safe_load((root / "units.yaml").read_text()).get("collectives") or ())
    held = [yaml.safe_load(p.read_text()) for p in (root / "issues").glob("*.yaml")]
    return {one["number"] for one in held if set(one["responsibility"].get("support", ())) - vague}


def a_list(path: Path, *more: tuple[str, str, str]) -> dict[str, Any]:
    """The answer to the list of the demonstration with cells changed: a number, a column and what it says."""
    rows = demo_rows()
    for number, column, text in more:
        next(row for row in rows if row["序号"] == number)[column] = text
    return reconciled(rows, path)


@pytest.mark.parametrize(
    ("column", "about"), [("整改时限", "due"), ("责任单位", "lead"), ("验收单位", "acceptance")]
)
def test_an_empty_cell_is_no_agreement(tmp_path: Path, column: str, about: str) -> None:
    """Where all other rows say it, a row that does not is a doubt, and not the same."""
    told = a_list(tmp_path, ("14", column, ""))
    (one,) = told["data"]
    assert (one["number"], one["difference"], one["doubt"], one["why"]) == ("14", about, True, "unstated")
    assert one["we_say"]
    assert told["counts"]["agreeing"] == told["counts"]["listed"] - 1


def test_who_supports_and_is_not_listed(tmp_path: Path) -> None:
    """The lead alone, where ours has supporting units and other rows of the list name theirs."""
    told = a_list(tmp_path, ("14", "责任单位", "市城市管理局（牵头）"))
    (one,) = told["data"]
    assert (one["difference"], one["they_say"]) == ("support", None)
    assert "市水务局" in one["we_say"]


def test_who_leads_and_is_not_marked(tmp_path: Path) -> None:
    """The same units without a mark of the lead: that, and no unit more or less."""
    held = next(row for row in demo_rows() if row["序号"] == "14")["责任单位"]
    (one,) = a_list(tmp_path, ("14", "责任单位", held.replace("（牵头）", "")))["data"]
    assert (one["difference"], one["they_say"], one["why"]) == ("lead", None, "no_lead")


def test_a_list_that_marks_no_lead(tmp_path: Path) -> None:
    """Units are compared all together where no row says who leads."""
    rows = [row for row in demo_rows() if "、" in row["责任单位"] or "，" in row["责任单位"]]
    for row in rows:
        row["责任单位"] = row["责任单位"].replace("（牵头）", "")
    told = reconciled(rows, tmp_path)["data"]
    assert {one["difference"] for one in told} <= {"missing_there"}
    assert len(rows) > 10


def test_a_day_that_is_the_same_and_to_be_kept_up(tmp_path: Path) -> None:
    """长期坚持 more or less is a difference of the words, and nothing was moved."""
    (one,) = a_list(tmp_path, ("14", "整改时限", "2025年12月底，并长期坚持"))["data"]
    assert (one["difference"], one["they_say"], one["why"]) == ("due", "2025年12月底，并长期坚持", None)
    assert one["we_say"] == "2025年12月底"


def test_a_row_with_a_number_alone(tmp_path: Path) -> None:
    """A row whose title is empty is one doubt at the task of its number, which the list does have."""
    (one,) = a_list(tmp_path, ("14", "整改任务", ""))["data"]
    assert (one["number"], one["difference"], one["doubt"]) == ("14", "line", True)
    assert "14" in one["they_say"]


@pytest.mark.parametrize(
    ("word", "classes"),
    [
        ("未启动", {"behind_pace", "on_pace", "overdue", "undetermined", "sustained", "ahead"}),
        ("尚未启动", {"behind_pace", "on_pace", "overdue", "undetermined", "sustained", "ahead"}),
        ("提前完成", {"closed", "accepted", "completed"}),
        ("已办结", {"closed", "accepted", "completed"}),
        ("未完成但达到序时进度", {"on_pace"}),
        ("达到时序进度", {"on_pace"}),
        ("按时序推进", {"on_pace"}),
        ("按序时进度推进", {"on_pace"}),
        ("序时推进", {"on_pace"}),
        ("达序时进度", {"on_pace"}),
        ("未按序时进度推进", {"behind_pace", "overdue"}),
        ("未达序时进度", {"behind_pace", "overdue"}),
        ("滞后于序时进度", {"behind_pace", "overdue"}),
        ("超序时", {"ahead"}),
        ("超过序时进度", {"ahead"}),
        ("交账销号", {"closed"}),
        ("已通过验收销号", {"closed"}),
        ("待验收", {"completed"}),
        ("已转入下一轮", {"withdrawn"}),
        ("正在推进", {"behind_pace", "on_pace", "overdue", "undetermined", "sustained", "ahead"}),
        ("基本完成", None),
        ("阶段性完成", None),
        ("抓紧推进", None),
    ],
)
def test_words_of_superiors(word: str, classes: set[str] | None) -> None:
    """The words that are seen in published lists, and what they mean; what says nothing stays a doubt."""
    from ledger.reports.superiors import meant

    found = meant(word)
    assert (found if found is None else {str(one) for one in found}) == classes


def test_what_nobody_has_begun(tmp_path: Path) -> None:
    """未启动 is said of a task without a record, and differs from one that is under way."""
    listed = json.loads(demo("list", "--as-of", DAY, "-f", "json").out)["data"]
    fresh = next(one["number"] for one in listed if one["status"] == "not_started")
    moving = next(one["number"] for one in listed if one["status"] == "in_progress")
    (one,) = a_list(tmp_path, (fresh, "整改状态", "尚未启动"), (moving, "整改状态", "尚未启动"))["data"]
    assert (one["number"], one["difference"]) == (moving, "status")


@pytest.mark.parametrize(
    ("numbers", "doubted"), [(["9-11"], True), (["9-11", "11"], False), (["9（11）"], False)]
)
def test_a_sub_item_that_could_be_a_range_is_a_doubt(
    tmp_path: Path, numbers: list[str], doubted: bool
) -> None:
    """9-11 is 9（11） where there is one; that it may be three tasks is said, unless 11 has a row of its own."""
    root = tmp_path / "demo"
    shutil.copytree(REPO / "examples/demo", root)
    issues = root / "data/issues"
    for old, new in (("07-1", "09-1"), ("07-2", "09-11")):
        text = (issues / f"{old}.yaml").read_text("utf-8")
        number = f"9（{new.partition('-')[2]}）"
        text = text.replace(f'id: "{old}"', f'id: "{new}"').replace(
            f"number: 7（{old[-1]}）", f"number: {number}"
        )
        (issues / f"{new}.yaml").write_text(text, "utf-8")
    (issues / "09.yaml").unlink()
    a_workbook(tmp_path / "a.xlsx", *((number, "已销号") for number in numbers))
    result = run_cli("-C", str(root), "reconcile", str(tmp_path / "a.xlsx"), "--as-of", DAY, "-f", "json")
    told = json.loads(result.out)["data"]
    assert [one["id"] for one in told if one["why"] == "range"] == (["09-11"] if doubted else [])
    assert any(one["id"] == "09-11" and one["difference"] == "status" for one in told)


def test_places_on_both_sides(tmp_path: Path) -> None:
    """A difference is told with the cell of the list, and the line of the field in the file."""
    rows = demo_rows()
    at = next(n for n, row in enumerate(rows) if row["序号"] == "14")
    rows[at]["整改时限"] = "2031年5月底"
    (one,) = reconciled(rows, tmp_path)["data"]
    assert one["place_there"] == f"part:Sheet/row:{at + 3}/column:1"
    path, _, line = one["place_here"].rpartition(":")
    assert (REPO / "examples/demo" / path).read_text().splitlines()[
        int(line) - 1
    ].strip() == "text: 2025年12月底"
    assert (one["they_say"], one["difference"]) == ("2031-05-31", "due")


def test_the_plans_own_day(tmp_path: Path) -> None:
    """Where the superior has the day of the plan and ours was extended, that is said."""
    rows = demo_rows()
    extended = 0
    for row in rows:
        path = next(
            p
            for p in (REPO / "examples/demo/data/issues").glob("*.yaml")
            if yaml.safe_load(p.read_text())["number"] == row["序号"]
        )
        held = yaml.safe_load(path.read_text())
        if row["整改时限"] != held["deadline"]["text"]:
            row["整改时限"] = held["deadline"]["text"]
            extended += 1
    told = reconciled(rows, tmp_path)["data"]
    assert extended
    assert {(one["difference"], one["why"]) for one in told} == {("due", "first_due")}
    assert len(told) == extended


def test_doubts(tmp_path: Path) -> None:
    """Words that are not known, a row that comes twice, a problem with two sub-items in one row."""
    rows = demo_rows()
    whole = next(row for row in rows if row["序号"] == "7（1）")
    rows.remove(whole)
    rows[0]["整改状态"] = "抓紧推进"
    rows.append(dict(rows[1]))
    told = reconciled(rows, tmp_path)
    assert [(one["difference"], one["doubt"]) for one in told["data"] if one["doubt"]] == [
        ("status", True),
        ("twice", True),
    ]
    assert summed(told) == Counter({("7（1）", "missing_there"): 1})
    rows = [row for row in demo_rows() if not row["序号"].startswith("7（")]
    rows.insert(6, {**whole, "序号": "7"})
    told = reconciled(rows, tmp_path)
    assert [(one["number"], one["difference"], len(one["we_say"])) for one in told["data"]] == [
        ("7", "several", 2)
    ]


@pytest.mark.parametrize("written", ["7（1）", "7-1", "07-1", "7(1)", " 7 （1） "])
def test_numbers_as_they_are_written(tmp_path: Path, written: str) -> None:
    """A number is the same in every way of writing it."""
    rows = demo_rows()
    next(row for row in rows if row["序号"] == "7（1）")["序号"] = written
    assert reconciled(rows, tmp_path)["data"] == []


def test_the_list_of_the_demonstration() -> None:
    """Its six differences and one doubt, at the task that each is about."""
    result = demo("reconcile", str(REPO / "examples/demo/superior.csv"), "--as-of", DAY, "-f", "json")
    told = {(one["number"], one["difference"]) for one in json.loads(result.out)["data"]}
    assert told == {
        ("3", "status"),
        ("9", "due"),
        ("12", "lead"),
        ("12", "support"),
        ("19", "status"),
        ("22", "missing_there"),
        ("23", "missing_here"),
    }


def test_lines_that_are_not_read(tmp_path: Path) -> None:
    """A row that the reader does not take for a task is told once with its place, at the task that it names."""
    rows = demo_rows()
    next(row for row in rows if row["序号"] == "7（1）")["序号"] = "第7项（1）"
    (one,) = reconciled(rows, tmp_path)["data"]
    assert (one["number"], one["difference"], one["doubt"]) == ("7（1）", "line", True)
    assert "第7项（1）" in one["they_say"]
    assert one["place_there"]


def test_cells_that_are_not_read_belong_to_the_task_of_their_row(tmp_path: Path) -> None:
    """A row with a number that nobody reads still has the task that it names, and a column with an odd head
    keeps a row from counting as the same."""
    rows = demo_rows()
    next(row for row in rows if row["序号"] == "14")["序号"] = "甲-14"
    told = reconciled(rows, tmp_path)
    assert not [one for one in told["data"] if one["difference"] == "missing_there"]
    assert {(one["number"], one["difference"]) for one in told["data"]} == {("14", "line")}
    path = tmp_path / "odd.xlsx"
    book = Workbook()
    assert book.active is not None
    book.active.append(["序号", "整改任务", "责任单位", "整改时限", "目前怎样了"])
    for row in rows[:3]:
        book.active.append([*(row[name] for name in ("序号", "整改任务", "责任单位", "整改时限")), "已销号"])
    book.save(path)
    odd = json.loads(demo("reconcile", str(path), "--as-of", DAY, "-f", "json").out)
    assert odd["counts"]["agreeing"] == 0
    unread = [one["number"] for one in odd["data"] if one["difference"] == "line"]
    assert {row["序号"] for row in rows[:3]} <= set(unread)


@pytest.mark.parametrize("head", ["进展状态", "目前状态", "完成状态", "任务状态", "销号状态"])
def test_heads_of_the_state(tmp_path: Path, head: str) -> None:
    """A column of states goes by many names, and is compared under each."""
    path = tmp_path / "list.xlsx"
    book = Workbook()
    assert book.active is not None
    book.active.append(["序号", "整改任务", "责任单位", "整改时限", head])
    row = next(row for row in demo_rows() if row["序号"] == "14")
    book.active.append([*(row[name] for name in ("序号", "整改任务", "责任单位", "整改时限")), "已销号"])
    book.save(path)
    told = json.loads(demo("reconcile", str(path), "--as-of", DAY, "-f", "json").out)
    assert ("14", "status", "已销号") in {
        (one["number"], one["difference"], one["they_say"]) for one in told["data"]
    }


@pytest.mark.parametrize("written", ["问题14", "问题十四", "第14个问题", "⑭", "任务14"])
def test_numbers_with_words_about_them(tmp_path: Path, written: str) -> None:
    """A number behind 问题 or in a circle is a number."""
    rows = demo_rows()
    next(row for row in rows if row["序号"] == "14")["序号"] = written
    assert reconciled(rows, tmp_path)["data"] == []


def test_numbers_and_states_alone(tmp_path: Path) -> None:
    """A list of two columns is compared in what it says."""
    path = tmp_path / "short.csv"
    path.write_text("序号,状态\n1,逾期\n2,已销号\n")
    result = demo("reconcile", str(path), "--as-of", DAY, "-f", "json")
    told = json.loads(result.out)
    assert summed(told)["1", "status"] == 1
    assert ("2", "status") not in summed(told)
    assert told["counts"]["both"] == 2


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("none.csv", "甲,乙\n1,2\n".encode(), "没有读出清单"),
        ("none.txt", "今天开会。\n".encode(), "没有读出清单"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "没有读出清单"),
    ],
)
def test_files_without_a_list(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    """What is no list is refused in a sentence, with what a list needs."""
    (tmp_path / name).write_bytes(data)
    result = demo("reconcile", str(tmp_path / name))
    assert result.code == 2
    assert word in result.err
    assert "Traceback" not in result.err
    assert not result.out


def test_as_workbook_and_document(tmp_path: Path) -> None:
    """The differences can be had as a workbook and as a document, one row each."""
    rows = demo_rows()
    rows[0]["整改状态"] = "逾期"
    rows[3]["整改时限"] = "2031年5月底"
    as_xlsx(rows, tmp_path / "list.xlsx")
    for form in ("xlsx", "docx"):
        out = tmp_path / f"out.{form}"
        asked = ("reconcile", str(tmp_path / "list.xlsx"), "--as-of", DAY, "-o", str(out))
        assert demo(*asked).code == 0
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sum(1 for row in cells if "状态" in row or "整改时限" in row) == 2
    assert len(docx.Document(str(tmp_path / "out.docx")).tables[0].rows) == 3


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_heads(tmp_path: Path, form: str) -> None:
    """A table with the head 题目, as our own lists have it, is read by number and title."""
    rows = demo_rows()
    path = tmp_path / f"list.{form}"
    WAYS[form](rows, path)
    if form == "csv":
        path.write_text(path.read_text("utf-8-sig").replace("整改任务", "题目", 1), "utf-8-sig")
    else:
        book = load_workbook(path)
        book.worksheets[0]["B2"] = "题目"
        book.save(path)
    result = demo("reconcile", str(path), "--as-of", DAY, "-f", "json")
    told = json.loads(result.out)
    assert told["data"] == []
    assert told["counts"]["both"] == len(rows)


def a_workbook(path: Path, *rows: tuple[str | None, ...], hidden: bool = False) -> None:
    """A list of numbers and states, with another sheet that nobody sees."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("清单", 0)
    sheet.append(("序号", "状态"))
    for row in rows:
        sheet.append(row)
    if hidden:
        other = book.create_sheet("旧表")
        other.append(("序号", "状态"))
        other.append(("2", "已销号"))
        other.sheet_state = "hidden"
    book.save(path)


def told_of(path: Path) -> dict[str, Any]:
    """The answer to such a list."""
    return dict(json.loads(demo("reconcile", str(path), "--as-of", DAY, "-f", "json").out))


@pytest.mark.parametrize("written", ["7(1)、7(2)", "7（1）和7（2）", "7-1，7-2"])
def test_two_numbers_in_a_row_are_two_tasks(tmp_path: Path, written: str) -> None:
    """Each of them is compared."""
    a_workbook(tmp_path / "a.xlsx", (written, "已销号"))
    told = told_of(tmp_path / "a.xlsx")
    assert told["counts"]["both"] == 2
    assert {one["id"] for one in told["data"] if one["difference"] == "status"} == {"07-1", "07-2"}


@pytest.mark.parametrize("written", ["9-11", "9～11", "第9项至第11项"])
def test_a_range_is_all_of_its_tasks(tmp_path: Path, written: str) -> None:
    """Where there is no 9（11）, 9-11 are three tasks; a task with sub-items stands for these."""
    a_workbook(tmp_path / "a.xlsx", (written, "已销号"))
    assert {one["id"] for one in told_of(tmp_path / "a.xlsx")["data"] if one["difference"] == "status"} == {
        "09",
        "10",
        "11",
    }
    a_workbook(tmp_path / "b.xlsx", ("6-8", "已销号"))
    assert told_of(tmp_path / "b.xlsx")["counts"]["both"] == 4


def test_a_number_with_a_letter_is_no_range(tmp_path: Path) -> None:
    """A-2 in another spelling names the task A-2: a letter is the beginning of no range."""
    root = tmp_path / "demo"
    shutil.copytree(REPO / "examples" / "demo", root)
    issue = root / "data/issues/01.yaml"
    issue.write_text(issue.read_text("utf-8").replace('number: "1"', "number: A-2", 1), "utf-8")
    path = tmp_path / "list.csv"
    path.write_text("序号,状态\nＡ - 2,已完成\n5,已完成\n", "utf-8")
    counts = json.loads(run_cli("reconcile", str(path), "-f", "json", cwd=root).out)["counts"]
    assert (counts["both"], counts["missing_here"], counts["doubts"]) == (2, 0, 0)


def test_what_is_a_sub_item_is_no_range() -> None:
    """1-2 is 1（2） where there is one; no number runs backwards, and none over hundreds."""
    from ledger.reports.pairing import numbers_of

    assert numbers_of("1-2", {"1": None, "2": None, "1-2": None}) == []
    assert numbers_of("7", {"7": None}) == []
    assert numbers_of("3-1", {"1": None, "3": None}) == []
    assert numbers_of("1-900", {"1": None}) == []


def test_a_state_that_is_not_stated_is_no_agreement(tmp_path: Path) -> None:
    """An empty cell in the column of states is a doubt."""
    a_workbook(tmp_path / "a.xlsx", ("4", "已销号"), ("5", None))
    told = told_of(tmp_path / "a.xlsx")
    assert told["counts"]["agreeing"] == 1
    (doubt,) = [one for one in told["data"] if one["doubt"]]
    assert (doubt["id"], doubt["difference"], doubt["why"]) == ("05", "status", "status_unstated")


def test_a_hidden_sheet_is_said_to_be_left_out(tmp_path: Path) -> None:
    """Nobody looks for a sheet that cannot be seen."""
    a_workbook(tmp_path / "a.xlsx", ("4", "已销号"), hidden=True)
    assert "旧表" in demo("reconcile", str(tmp_path / "a.xlsx"), "--as-of", DAY).err


def test_what_a_row_names_comes_in_the_order_of_its_texts() -> None:
    """A row of one task's title and another's text names these two in this order, whatever the run hashes."""
    tasks = [
        cast(
            Judgement, SimpleNamespace(baseline=SimpleNamespace(number=f"{n}", title=title, problem=problem))
        )
        for n, (title, problem) in enumerate((f"任务{n}的标题", f"任务{n}存在的问题") for n in range(40))
    ]
    rows = [
        Theirs("", one.baseline.title, other.baseline.problem or "", "", (), n, None)
        for n, (one, other) in enumerate(zip(tasks[::2], tasks[1::2], strict=True))
    ]
    pairs, several = pair_up(rows, tasks)
    assert not pairs
    assert [several[id(row)] for row in rows] == [
        list(two) for two in zip(tasks[::2], tasks[1::2], strict=True)
    ]
