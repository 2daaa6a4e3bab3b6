"""``ledger import`` of the shipped plan from every kind of file: the same tasks, field by field."""

# ruff: noqa: SIM300 - what is expected may stand first

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cli_tools import PLAN, REPO, Result, run_cli, run_json
from counting import calls
from ledger.documents.numbering import Numbering
from ledger.documents.read import read
from ledger.locale import Words
from ledger.model.plan import Plan
from ledger.model.unit import Units
from ledger.plans import grids, tables
from ledger.plans.laying import account, take_apart
from ledger.plans.understand import Understanding, understand
from ledger.reading.diagnostic import Diagnostic, Span
from ledger.rendering.findings import render_text
from ledger.rendering.text import width
from profiles import by_profile
from sources import (
    HEADS,
    page,
    page_table,
    paragraphs,
    printed,
    separated,
    shipped,
    table,
    w_p,
    word_numbered,
    word_of,
    word_paragraphs,
    word_table,
    workbook,
    workbook_by_measures,
)


def kept(begin: str, end: str) -> bytes:
    """The plan as text in a page that keeps its line breaks, some of it in bold."""
    text = PLAN.read_text("utf-8").replace("1.", "1.<b></b>").replace("整改措施", "<b>整改措施</b>")
    return f"<!doctype html>{begin}{text}{end}".encode()


FILES: dict[str, Callable[[], bytes]] = {
    "paragraphs.docx": lambda: word_paragraphs(paragraphs()),
    "numbered.docx": word_numbered,
    "table.docx": word_table,
    "page.html": lambda: page(paragraphs()),
    "table.html": page_table,
    "tasks.xlsx": workbook,
    "measures.xlsx": workbook_by_measures,
    "list.csv": separated,
    "gb.csv": lambda: separated("gb18030"),
    "tabs.txt": lambda: separated("utf-8", "\t"),
    "kept.html": lambda: kept("<pre>", "</pre>"),
    "styled.html": lambda: kept("<div style='white-space: pre-wrap'>", "</div>"),
    "utf16.txt": lambda: PLAN.read_text("utf-8").encode("utf-16-le"),
    "soft.txt": lambda: PLAN.read_text("utf-8").replace("\n\n", "\v").encode(),
    "spaced.txt": lambda: re.sub(
        "^(?=.)", "&nbsp;&nbsp;", PLAN.read_text("utf-8"), flags=re.MULTILINE
    ).encode(),
}
"""Each kind of file with the shipped plan in it."""


def new_ledger(folder: Path) -> Path:
    """A folder with a unit table and no ledger yet."""
    root = folder / "new"
    (root / "data").mkdir(parents=True)
    shutil.copy(REPO / "data" / "units.yaml", root / "data" / "units.yaml")
    return root


def put(folder: Path, name: str, data: bytes) -> str:
    """The path of a new file."""
    path = folder / name
    path.write_bytes(data)
    return str(path)


def issue_files(root: Path) -> dict[str, bytes]:
    """The issue files of a ledger."""
    return {path.name: path.read_bytes() for path in (root / "data" / "issues").iterdir()}


@pytest.mark.parametrize("name", FILES)
def test_same_tasks_from_every_file(name: str, tmp_path: Path) -> None:
    """``--write`` gives the bytes of the shipped issues, and a ledger that its own check finds sound."""
    root = new_ledger(tmp_path)
    file = put(tmp_path, name, FILES[name]())
    result = run_cli("-C", str(root), "import", file, "--write")
    assert (0, "") == (result.code, result.out), result.err
    assert issue_files(REPO) == issue_files(root)
    checked = run_cli("-C", str(root), "check", "--strict")
    assert (0, "") == (checked.code, checked.out), checked.err
    assert "L5" not in result.err


@pytest.mark.parametrize("name", FILES)
def test_every_character_is_accounted_for(name: str) -> None:
    """What is in the file is in a field, before the list, around the text or not recognised, and once."""
    document, _ = take_apart(read(FILES[name](), name))
    sums = account(document)
    assert sums.total == sums.fields + sums.preamble + sums.furniture + sums.unrecognised
    assert (0, True) == (sums.unrecognised, sums.fields > 7000)


def test_account_of_the_shipped_plan() -> None:
    """The account is in the JSON and, in words, below the table."""
    envelope = json.loads(run_json("import", str(PLAN)).out)
    sums = envelope["characters"]
    assert (
        sums["total"] == len("".join(PLAN.read_text("utf-8").split())) == sum(sums.values()) - sums["total"]
    )
    assert f"全文 {sums['total']} ＝ 任务 {sums['fields']} ＋" in run_cli("import", str(PLAN)).out


def test_pdf_gives_the_same_tasks(tmp_path: Path) -> None:
    """Lines broken by the width of the page are put together, page numbers and running heads are furniture."""
    pytest.importorskip("pypdf")
    root = new_ledger(tmp_path)
    file = put(tmp_path, "plan.pdf", printed(paragraphs()))
    assert 0 == run_cli("-C", str(root), "import", file, "--write").code
    assert issue_files(REPO) == issue_files(root)
    sums = run_json("-C", str(root), "import", file).out
    assert json.loads(sums)["characters"]["furniture"] > 200


def test_original_and_its_text_are_kept(tmp_path: Path) -> None:
    """The file itself is the source, byte for byte; the text taken out of it lies beside it, with its checksum."""
    root = new_ledger(tmp_path)
    data = word_numbered()
    run_cli("-C", str(root), "import", put(tmp_path, "方案.docx", data), "--write")
    kept = {path.name: path.read_bytes() for path in (root / "data" / "source").iterdir()}
    assert {"plan.docx", "plan.txt"} == set(kept)
    assert data == kept["plan.docx"]
    assert "\n".join([*paragraphs(), ""]) == kept["plan.txt"].decode()
    plan = (root / "data" / "plan.yaml").read_text("utf-8")
    for name, held in kept.items():
        assert f"path: source/{name}, sha256: {hashlib.sha256(held).hexdigest()}" in plan


@pytest.mark.parametrize("name", ["plan.docx", "plan.txt"])
def test_changed_source_is_told(name: str, tmp_path: Path) -> None:
    """Neither the original nor its text may change or vanish unnoticed."""
    root = new_ledger(tmp_path)
    run_cli("-C", str(root), "import", put(tmp_path, "a.docx", word_paragraphs(paragraphs())), "--write")
    path = root / "data" / "source" / name
    path.write_bytes(word_paragraphs([*paragraphs(), "又一句。"]) if name.endswith("docx") else b"x\n")
    changed = run_cli("-C", str(root), "check")
    assert 1 == changed.code
    assert "L504" in changed.out
    assert name in changed.out
    path.unlink()
    assert "L305" in run_cli("-C", str(root), "check").out


def test_reread_reads_the_original(tmp_path: Path) -> None:
    """``--reread`` of a ledger from a workbook finds nothing to change."""
    root = new_ledger(tmp_path)
    run_cli("-C", str(root), "import", put(tmp_path, "a.xlsx", workbook()), "--write")
    before = issue_files(root)
    assert 0 == run_cli("-C", str(root), "import", "--reread").code
    assert before == issue_files(root)


def test_second_write_changes_nothing(tmp_path: Path) -> None:
    """Writing the same workbook again writes nothing."""
    root = new_ledger(tmp_path)
    file = put(tmp_path, "a.xlsx", workbook())
    run_cli("-C", str(root), "import", file, "--write")
    again = run_cli("-C", str(root), "import", file, "--write")
    assert (0, True) == (again.code, "没有写入" in again.err)


# --- the tests can fail ---------------------------------------------------------------------------


def read_plan(name: str, units: Units) -> Understanding:
    """The shipped plan understood from one of the files."""
    return understand(FILES[name](), name, units)


def test_canary_automatic_numbers(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that leaves out automatic numbers does not give the plan's tasks."""
    assert shipped()[1] == read_plan("numbered.docx", units).issues
    monkeypatch.setattr(Numbering, "next", lambda *_: "")
    assert shipped()[1] != read_plan("numbered.docx", units).issues


def test_canary_merged_cells(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes merged cells for single ones does not."""
    assert shipped()[1] == read_plan("measures.xlsx", units).issues

    def single(pieces: Any) -> Any:
        return whole([(replace(b, cell=replace(b.cell, rows=1, columns=1)), n) for b, n in pieces])

    whole = grids.Grid
    monkeypatch.setattr(tables, "Grid", single)
    assert shipped()[1] != read_plan("measures.xlsx", units).issues


def test_canary_furniture(units: Units, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes the furniture of a page for text has a different account."""
    good = account(read_plan("page.html", units).document)
    monkeypatch.setattr("ledger.documents.html._FURNITURE", frozenset[str]())
    assert good.furniture > account(read_plan("page.html", units).document).furniture


# --- layouts of tables -----------------------------------------------------------------------------


def wide(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    """A page with a wide table."""
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell.replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in (heads, *rows)
    )
    return f"<html><p>某市整改任务清单</p><table>{cells}</table></html>".encode()


def codes(said: Understanding) -> list[str]:
    """The codes of what was told."""
    return [d.code for d in said.diagnostics]


ROW = (
    "1",
    "污水直排",
    "现场直排。",
    "市水务局",
    "市住建局（牵头）",
    "2026年9月底前",
    "达标。",
    "（一）清淤。",
)
NEXT = ("2", "扬尘", "未覆盖。", "市水务局", "市住建局", "2026年9月底前", "达标。", "覆盖")


def test_measures_with_numbers_of_tasks_stay_measures(units: Units) -> None:
    """Lines 1. 2. inside a cell are measures, and begin no task."""
    row = (*ROW[:6], "1.达标。\n2.长效。", "1.清淤。\n2.截污。")
    said = understand(wide(row, NEXT), "a.html", units)
    assert ["1", "2"] == [issue.number for issue in said.issues]
    assert [("1.", "清淤。"), ("2.", "截污。")] == [(m.number, m.text) for m in said.issues[0].measures]
    assert "1.达标。\n2.长效。" == said.issues[0].goal


def test_heads_of_a_list_are_synonyms(units: Units) -> None:
    """Heads that other places use, with blanks and brackets in them."""
    heads = ("编 号", "反馈问题", "整改要求（目标）", "主要措施", "责任主体", "完成期限：")
    said = understand(
        wide(("1", "污水直排", "达标", "建设管网", "市水务局", "2026年9月底前"), heads=heads), "a", units
    )
    [issue] = said.issues
    assert ("污水直排", "达标", "建设管网", "市水务局", "2026年9月底前") == (
        issue.title, issue.goal, issue.measures[0].text, issue.responsibility.text, issue.deadline.text,
    )  # fmt: skip
    assert ["L525"] == codes(said)
    assert said.sound


def test_one_cell_for_title_and_problem(units: Units) -> None:
    """Where one column holds both, its first sentence is the title and nothing is lost."""
    heads = (HEADS[0], HEADS[2], *HEADS[3:])
    row = ("1", "污水直排。现场检查发现直排口三处。", *ROW[3:])
    [issue] = understand(wide(row, heads=heads), "a", units).issues
    assert ("污水直排", "现场检查发现直排口三处。") == (issue.title, issue.problem)


def test_unknown_column_is_not_recognised_and_said_so(units: Units) -> None:
    """Cells below a head that nobody knows are listed with their place; known further ones are kept."""
    heads = (*HEADS, "佐证链接", "责任领导")
    said = understand(wide((*ROW, "见网盘", "张某"), heads=heads), "a", units)
    assert ["见网盘"] == [line.text for line in said.document.unrecognised]
    assert [("责任领导", "张某")] == [(o.label, o.text) for o in said.issues[0].others]
    assert ["L511"] == codes(said)
    assert "table:1/row:2/column:9" == said.document.places[said.document.unrecognised[0].number].code


def test_list_without_numbers_is_numbered_and_said_so(units: Units) -> None:
    """Numbers given by the program are told."""
    said = understand(wide(ROW[1:], NEXT[1:], heads=HEADS[1:]), "a", units)
    assert ["1", "2"] == [issue.number for issue in said.issues]
    assert ["L533"] == codes(said)


def test_total_row_is_no_task(units: Units) -> None:
    """A last row 合计 and a remark below the table are not recognised, and begin nothing."""
    data = wide(ROW, ("合计", "1项", *[""] * 6)).replace(b"</table>", "</table><p>注：略。</p>".encode())
    said = understand(data, "a", units)
    assert 1 == len(said.issues)
    assert ["合计", "1项", "注：略。"] == [line.text for line in said.document.unrecognised]


def test_number_that_repeats_or_jumps(units: Units) -> None:
    """Numbers of a table follow one another as those of paragraphs do."""
    assert ["L513"] == codes(understand(wide(ROW, ("4", *NEXT[1:])), "a", units))
    assert ["L514"] == codes(understand(wide(ROW, ("1", *NEXT[1:])), "a", units))


def upright(*pairs: tuple[str, ...]) -> str:
    """An upright table."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in pairs)
    return f"<table>{rows}</table>"


def test_upright_table(units: Units) -> None:
    """Label left, value right, two pairs in a row: one task a table, named by the paragraph above."""
    first = upright(
        ("存在问题", "现场直排。"),
        ("责任单位", "市住建局（牵头）", "验收单位", "市水务局"),
        ("整改时限", "2026年9月底前"),
        ("整改目标", "达标。"),
        ("整改措施", "（一）清淤。<br>（二）截污。"),
        ("联系电话", "0472-1"),
    )
    second = upright(*(zip(HEADS, NEXT, strict=True)))
    text = f"<html><p>某市整改任务清单</p><p>一、水环境</p><p>1.污水直排</p>{first}<p>二、大气</p>{second}</html>"
    said = understand(text.encode(), "a", units)
    assert [("1", "一", "污水直排", "现场直排。", 2), ("2", "二", "扬尘", "未覆盖。", 1)] == [
        (i.number, i.section, i.title, i.problem, len(i.measures)) for i in said.issues
    ]
    assert (["市水务局"], "联系电话") == (
        list(said.issues[0].acceptance.units),
        said.issues[0].others[0].label,
    )
    sums = account(said.document)
    assert (0, sums.total) == (sums.unrecognised, sums.fields + sums.preamble)
    assert said.sound


def test_two_lists_are_an_error_that_names_both(units: Units) -> None:
    """A list in paragraphs and one in a table: nobody can tell which counts."""
    body = "".join(f"<p>{line}</p>" for line in paragraphs())
    said = understand(wide(ROW).replace(b"</html>", body.encode()), "a", units)
    [told] = [d for d in said.diagnostics if d.code == "L532"]
    assert {"paragraphs": 23, "tables": 1} == told.args
    assert not said.sound


def test_table_that_is_no_list_is_text_of_the_document(units: Units) -> None:
    """A table of figures before the list belongs to the preamble, cell by cell."""
    figures = upright(("指标", "2024年", "2025年"), ("优良天数", "300", "310"))
    lines = paragraphs()
    at = lines.index("附件")
    parts = ["".join(f"<p>{line}</p>" for line in half) for half in (lines[:at], lines[at:])]
    said = understand(f"<html>{parts[0]}{figures}{parts[1]}</html>".encode(), "a", units)
    assert shipped()[1] == said.issues
    assert {"优良天数", "310"} <= {line.text for line in said.document.preamble}


# --- what is told ------------------------------------------------------------------------------------


def test_places_are_told_in_words(tmp_path: Path) -> None:
    """In a file without lines a finding names the paragraph or cell, in both languages."""
    root = new_ledger(tmp_path)
    bad = put(tmp_path, "a.html", wide((*ROW[:4], "市查无此局", *ROW[5:])))
    assert "a.html（表 1 第 2 行第 5 列）: 错误 L516" in run_cli("-C", str(root), "import", bad).err
    english = run_cli("-C", str(root), "--lang", "en", "import", bad)
    assert "a.html (table 1 row 2 column 5): error L516" in english.err


@pytest.mark.parametrize("name", ["list.csv", "table.html", "tasks.xlsx", "table.docx", "paragraphs.docx"])
def test_no_number_is_told_that_the_file_does_not_have(name: str, tmp_path: Path) -> None:
    """The excerpt of a finding has no number in its margin, and the table tells cells and paragraphs, no lines."""
    root = new_ledger(tmp_path)
    units = root / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("市工信局", "市查无此局"), "utf-8")
    told = run_cli("-C", str(root), "import", put(tmp_path, name, FILES[name]()))
    margins = re.findall("^(.*?) [|] (.+)$", told.err, flags=re.MULTILINE)
    assert {""} == {margin.strip() for margin, _ in margins}
    assert any("市工信局" in text for _, text in margins)
    header, rule, *rows = told.out.split("\n")[2:]
    assert ["序号", "位置", "题目"] == header.split()[:3]
    places = "表 1 第 [0-9]+ 行第 [0-9]+ 列|工作表“.+” [A-Z][0-9]+|第 [0-9]+ 段"
    told_rows = rows[: next(n for n, row in enumerate(rows) if row == rule)]
    assert 23 == len(told_rows)
    assert all(re.match(f"[0-9（）]+ +(?:{places}) ", row) for row in told_rows)


def test_lines_of_a_text_keep_their_numbers(tmp_path: Path) -> None:
    """A text has lines, and a person finds them."""
    root = new_ledger(tmp_path)
    text = PLAN.read_text("utf-8").replace("验收单位：市工信局", "验收单位：市查无此局", 1)
    told = run_cli("-C", str(root), "import", put(tmp_path, "plan.txt", text.encode()))
    line = text[: text.index("市查无此局")].count("\n") + 1
    assert f"  {line} | 验收单位：市查无此局" in told.err
    assert "行" == told.out.split("\n")[2].split()[1]


@pytest.mark.parametrize(
    ("data", "code", "way"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "L526", "另存为 .docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "L528", "pip install 'zhenggai-taizhang[ocr]'"),
        (word_of('<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r></w:p>'), "L573", "0 项"),
        (
            word_of(
                w_p("整改任务清单") + '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r></w:p>'
            ),
            "L573",
            "图片",
        ),
        (word_of(w_p("")), "L524", "内容"),
        (b"PK\x03\x04" + bytes(60), "L529", "完好"),
    ],
)
def test_refusal_says_what_to_do(data: bytes, code: str, way: str, tmp_path: Path) -> None:
    """Nothing is written, and the way out is named."""
    root = new_ledger(tmp_path)
    file = put(tmp_path, "a.docx", data)
    result: Result = run_cli("-C", str(root), "import", file, "--write")
    assert 1 == result.code
    assert f" {code} " in result.err
    assert way in result.err
    assert [] == run_json("-C", str(root), "import", file).data
    assert {"data/units.yaml"} == {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


def test_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library for Word files the extra to install is named; exit 2."""
    import sys

    monkeypatch.setitem(sys.modules, "lxml", None)
    result = run_cli("-C", str(new_ledger(tmp_path)), "import", put(tmp_path, "a.docx", word_numbered()))
    assert (2, True) == (result.code, "zhenggai-taizhang[documents]" in result.err)


@pytest.mark.parametrize(
    ("piece", "count", "code"),
    [
        ("水", 5_500_000, "L590"),
        ("水", 200_000, "L518"),
        ("水务局\n", by_profile(fast=10_000, ci=39_000), "L518"),
    ],
    ids=["one line", "longest line", "many lines"],
)
def test_largest_text_is_named_and_costs_no_more_than_its_length(
    piece: str, count: int, code: str, units: Units
) -> None:
    """A text of 16 MB in one line, and one of as many lines as are read, end in a finding; four times the
    text costs about four times as much."""
    costs = []
    for times in (count // 4, count):
        data = (piece * times).encode()
        costs.append(calls(partial(understand, data, "a.txt", units)))
    assert costs[1] < 5 * costs[0]
    assert [code] == codes(understand(data, "a.txt", units))


def test_table_holds_the_plan() -> None:
    """The rows that the files are made of are those of the plan."""
    assert 23 == len(table())
    assert isinstance(shipped()[0], Plan)


def test_excerpt_takes_no_more_than_its_line() -> None:
    """A finding in a file of very many lines shows its line, and the file is not taken apart for it."""
    lines = by_profile(fast=200_000, ci=2_000_000)
    data = ("水务\n" * lines + "目标：\n").encode()
    at = lines + 1
    tracemalloc.start()
    try:
        said = render_text(
            [Diagnostic("L573", "a.txt", Span(at, 1, at, 2), {"count": 1, "names": ("—",)})],
            {"a.txt": data},
            Words("zh"),
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert f"{at} | 目标：" in said
    assert peak < 6 * len(data), peak


def test_excerpt_of_a_long_line_looks_at_a_window_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is measured of a line does not grow with its length, and the place is in the middle of it."""
    measured = 0

    def counted(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return width(text)

    monkeypatch.setattr("ledger.rendering.findings.width", counted)
    row = "水" * 100_000 + "市查无此局" + "务" * 100_000
    place = Span(1, 100_001, 1, 100_006)
    found = Diagnostic("L516", "plan.txt", place, {"name": "市查无此局", "near": "—"})
    _, shown, caret, _ = render_text([found], {"plan.txt": row.encode()}, Words("zh")).splitlines()
    assert measured < 20_000
    assert 2 == shown.count("…")
    assert width(shown[: shown.index("市查无此局")]) == caret.index("^")
    assert width(shown) < 100
