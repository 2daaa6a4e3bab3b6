"""Tables of complaints as offices write them: odd heads, merged cells, days as numbers, remarks below, areas in many
spellings."""

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli_tools import REPO, run_cli
from ledger.plans.complaint_words import fields_of, head_name

HEADS = ["序号", "受理编号", "交办问题基本情况", "行政区域", "污染类型", "承办单位", "交办日期", "办理期限"]
ROW = [1, "D3SX202506200001", "甲厂夜间排污。", "昆区", "水", "昆区", "2025-06-20", "2025-07-05"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The demo, to be written in."""
    shutil.copytree(REPO / "examples" / "demo", tmp_path / "demo")
    return tmp_path / "demo"


def table(book: Path, *rows: list[Any], heads: list[str] = HEADS) -> Path:
    """A workbook with a table."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (heads, *rows):
        sheet.append(row)
    path = book.parent / "batch.xlsx"
    made.save(path)
    return path


def read(book: Path, path: Path, *more: str) -> Any:
    """What the import says."""
    return run_cli("-C", str(book), "complaints", "import", str(path), "--batch", "4", *more)


def rows_of(book: Path, path: Path) -> list[dict[str, Any]]:
    """The rows that are read, without a doubt."""
    result = read(book, path, "-f", "json")
    assert result.code == 0, result.err
    return list(json.loads(result.out)["data"])


NUMBERS = (
    "受理\n编号",
    "交办编号",
    "转办编号",
    "信访件编号",
    "举报件编号",
    "受理编号（＊为重点件）",
    "编 号",
    "受理号",
)
TEXTS = (
    *(
        "反映问题基本情况",
        "问题内容",
        "群众反映问题",
        "举报问题",
        "交办问题",
        "问题描述",
        "举报事项",
        "反映情况",
    ),
    *(
        "群众反映的主要问题",
        "信访举报内容",
        "转办问题",
        "反映的主要问题",
        "投诉内容",
        "交办\n问题\n基本\n情况",
    ),
)


@pytest.mark.parametrize("number", NUMBERS)
def test_heads_of_the_number(number: str) -> None:
    """Each of these is the number, and beside it a text is found."""
    assert fields_of({1: head_name(number), 2: "举报内容"}) == {1: "number", 2: "text"}


@pytest.mark.parametrize("text", TEXTS)
def test_heads_of_the_text(text: str) -> None:
    """Each of these is what it is about."""
    assert fields_of({1: "受理编号", 2: head_name(text)}) == {1: "number", 2: "text"}


def test_heads_that_are_something_else() -> None:
    """What was found out and done, who was held to account, and pages of text fill no field."""
    others = (
        "调查核实情况",
        "处理和整改情况",
        "是否属实",
        "是否办结",
        "责任人被处理情况",
        "备注",
        "问题" * 5000,
    )
    assert fields_of(dict(enumerate(others))) == {}


def test_the_usual_name_comes_first() -> None:
    """Of two columns that could be the text the one with the usual name is."""
    names = {1: "受理编号", 2: "问题类型", 3: "问题情况", 4: "交办问题基本情况", 5: "所在县", 6: "污染类型"}
    assert fields_of(names) == {1: "number", 4: "text", 5: "area", 6: "kinds"}


def test_a_line_below_the_table_is_no_complaint(book: Path) -> None:
    """Who filled it in, a remark in one cell across all columns, a total: not read, and the first two are told."""
    path = table(book, ROW, ["填表人：演示"], ["注：标＊的为重点件。"], ["合计", "1件"])
    made = openpyxl.load_workbook(path)
    assert made.active is not None
    made.active.merge_cells("A4:H4")
    made.save(path)
    result = read(book, path, "-f", "json")
    assert result.code == 0, result.err
    assert [one["number"] for one in json.loads(result.out)["data"]] == ["D3SX202506200001"]
    assert "有 2 行不是举报件" in result.err
    assert "A3" in result.err
    assert "A4" in result.err


def test_a_head_that_lacks_a_column_says_which(book: Path) -> None:
    """The refusal names the row that is like a head, the column that is lacking and those that are not known."""
    heads = ["序号", "受理编号", "群众来话记录", *HEADS[3:]]
    result = read(book, table(book, ROW, heads=heads))
    assert result.code == 1
    assert "没有这样的列：交办问题基本情况；" in result.err
    assert "群众来话记录" in result.err
    assert "A1" in result.err


def test_days_as_spreadsheets_count_them(book: Path) -> None:
    """A day in a cell that is formatted as a number is the day that it counts."""
    row = [*ROW[:6], 45828, (dt.date(2025, 7, 5) - dt.date(1899, 12, 30)).days]
    (one,) = rows_of(book, table(book, row))
    assert (one["received"], one["due"]) == ("2025-06-20", "2025-07-05")


@pytest.mark.parametrize(
    "units",
    ["昆区（牵头）、市水务局", "昆区人民政府；市水务局", "昆都仑区\n市水务局", "牵头单位：昆区，市水务局"],
)
def test_units_as_lines_of_units_have_them(book: Path, units: str) -> None:
    """Roles and bodies are no part of a name."""
    (one,) = rows_of(book, table(book, [*ROW[:5], units, *ROW[6:]]))
    assert one["units"] == ["昆区", "市水务局"]


def test_a_unit_among_others_is_a_doubt(book: Path) -> None:
    """等部门 says that there are more: who, a person has to say."""
    result = read(book, table(book, [*ROW[:5], "昆区等部门", *ROW[6:]]))
    assert result.code == 1
    assert "等部门" in result.err


SPELLINGS = ("昆区", "昆都仑区", "昆 区", "包头市昆区", "包头市昆都仑区", "昆区人民政府", " 昆区\n")


def test_an_area_is_one_in_every_spelling(book: Path) -> None:
    """However the table writes it, it is counted in one row."""
    rows = [
        [n, f"D3SX20250620{n:04}", f"演示问题{n}。", area, *ROW[4:]] for n, area in enumerate(SPELLINGS, 1)
    ]
    path = table(book, *rows)
    assert {one["area"] for one in rows_of(book, path)} == {"昆区"}
    before = stats(book)
    assert read(book, path, "--write").code == 0
    after = stats(book)
    assert after.pop("昆区") == before.pop("昆区") + len(SPELLINGS)
    assert after == before


def stats(book: Path) -> dict[str, int]:
    """How many complaints each area has."""
    line = ("complaints", "stats", "--by", "area", "-f", "json", "--as-of", "2025-06-30")
    return {row["group"]: row["total"] for row in run_cli("-C", str(book), *line).data}


def test_an_area_that_a_file_has_in_full_is_counted_with_it(book: Path) -> None:
    """What stands in files already is counted, filtered and published under the name of the table."""
    path = next(p for p in (book / "data/complaints").rglob("*.yaml") if "area: 昆区" in p.read_text("utf-8"))
    before = stats(book)
    path.write_text(path.read_text("utf-8").replace("area: 昆区", "area: 昆都仑区"), "utf-8")
    assert stats(book) == before
    for asked in ("昆区", "昆都仑区"):
        line = ("complaints", "list", "--area", asked, "-f", "json", "--as-of", "2025-06-30")
        assert len(run_cli("-C", str(book), *line).data) == before["昆区"]
    public = ("complaints", "public", "-f", "json", "--as-of", "2025-06-30")
    areas = json.loads(run_cli("-C", str(book), *public).out)["areas"]
    assert {one["area"]: one["total"] for one in areas} == before


def test_an_area_that_is_unknown_is_told(book: Path) -> None:
    """It is taken, as there are areas without a unit, and told with what is like it."""
    result = read(book, table(book, [*ROW[:3], "昆去", *ROW[4:]]), "--write")
    assert result.code == 0
    assert "昆去" in result.err
    assert "昆区" in result.err


def test_a_day_to_come_is_a_doubt(book: Path) -> None:
    """Nothing has been handed over on a day that has not come."""
    result = read(book, table(book, [*ROW[:6], "2097-06-20", ""]))
    assert result.code == 1
    assert "2097-06-20" in result.err


def test_what_was_said_and_what_was_ordered_are_two_sentences(book: Path) -> None:
    """In the table that is published a note without a stop does not run into the measures."""
    assert read(book, table(book, ROW), "--write").code == 0
    line = (
        "complaints",
        "record",
        "D3SX202506200001",
        "finish",
        "已现场核查",
        "--by",
        "昆区",
        "--ordered",
        "1",
    )
    more = ("--verdict", "属实", "--date", "2025-06-25", "--evidence", "https://example.org/a")
    assert run_cli("-C", str(book), *line, *more).code == 0
    text = run_cli("-C", str(book), "complaints", "public", "-f", "md", "--as-of", "2025-06-30").out
    assert "已现场核查。责令整改" in text


def test_units_for_all_rows_are_a_list(book: Path) -> None:
    """``--unit`` takes several units in one word, as it does wherever units are named."""
    heads, row = HEADS[:5] + HEADS[6:], ROW[:5] + ROW[6:]
    result = read(book, table(book, row, heads=heads), "-f", "json", "--unit", "昆区，东河区")
    assert result.code == 0, result.err
    assert [one["units"] for one in json.loads(result.out)["data"]] == [["昆区", "东河区"]]
