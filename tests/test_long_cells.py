"""A cell of a workbook holds 32,767 characters, a text of the ledger 20,000 (L680): whatever reads a table refuses what
is between the two by its place, writes nothing, and never ends in an error of its own."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from cli_tools import REPO, copy_ledger, run_cli
from ledger.folder import read_folder
from test_forms import filled, on_day, put, reasons, sent, taken

LONG = {20_001: "长" * 20_001, 32_767: "长" * 32_767}
"""The first length that is too long, and the most that a cell can hold."""


def table(path: Path, *rows: list[str]) -> str:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return str(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger to write to."""
    return copy_ledger(tmp_path)


def refused(root: Path, *arguments: str) -> str:
    """What is said of input that is refused: exit 1 or 2, and every file as it was."""
    held = read_folder(str(root)).tree
    result = run_cli("-C", str(root), *arguments)
    assert result.code in {1, 2}, (result.code, result.out[-500:], result.err[-500:])
    assert dict(read_folder(str(root)).tree) == dict(held)
    return result.out + result.err


@pytest.mark.parametrize("length", LONG)
def test_records_of_a_file(root: Path, tmp_path: Path, length: int) -> None:
    """By line, with how long it is and may be."""
    line = {"id": "01", "date": "2025-01-02", "type": "progress", "by": "市委宣传部", "text": LONG[length]}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    said = refused(root, "record", "--from", str(file))
    assert said.startswith("1：")
    assert str(length) in said


@pytest.mark.parametrize("length", LONG)
@pytest.mark.parametrize("write", [(), ("--write",)], ids=["shown", "written"])
def test_complaints(root: Path, tmp_path: Path, length: int, write: tuple[str, ...]) -> None:
    """By row of the sheet."""
    file = table(
        tmp_path / "a.xlsx",
        ["序号", "受理编号", "交办问题基本情况", "行政区域", "承办单位"],
        ["1", "D3SX202505280018", LONG[length], "东河区", "东河区"],
        ["2", "D3SX202505280019", "示例：扬尘。", "东河区", "东河区"],
    )
    asked = ("complaints", "import", file, "--batch", "26", "--date", "2025-05-29", "--due", "2025-06-10")
    said = refused(root, *asked, *write)
    assert "C2" in said or "第 2 行" in said
    assert "20000" in said.replace(",", "").replace(" ", "")


@pytest.mark.parametrize("length", LONG)
def test_progress_lists(root: Path, tmp_path: Path, length: int) -> None:
    """By row of the sheet."""
    file = table(
        tmp_path / "a.xlsx",
        ["序号", "反馈问题", "整改进展"],
        ["1", "思想认识不到位", f"正在推进。{LONG[length][:-5]}"],
        ["2", "绿色发展理念树得不牢", "正在推进，达到序时进度。"],
    )
    said = refused(root, "import", file, "--as-entries", "--date", "2025-03-31", "--write")
    assert "20000" in said.replace(",", "").replace(" ", "")


@pytest.mark.parametrize("length", LONG)
def test_lists_of_a_superior(tmp_path: Path, length: int) -> None:
    """Nothing is recorded from it: it is compared, however long its texts are, and the difference is told."""
    file = table(
        tmp_path / "a.xlsx",
        ["序号", "反馈问题", "整改情况", "整改状态"],
        ["1", LONG[length], LONG[length], "已完成"],
    )
    result = run_cli("-C", str(REPO), "reconcile", file, "--as-of", "2025-03-31", "-f", "json")
    assert result.code in {0, 1}, result.err[-500:]
    assert json.loads(result.out)["data"]


@pytest.mark.parametrize("length", LONG)
@pytest.mark.parametrize("at", ["progress", "trouble", "next", "proof"])
def test_forms(length: int, at: str) -> None:
    """The cell of a form that came back is refused by itself; a form has a smaller limit of its own."""
    answered = filled(sent("九原区"), on_day(), put("01/2", **{at: LONG[length]}))
    assert "bad.long" in [why for _, why in reasons(taken(answered))]
