"""Documents of strangers: what stands in them is read right, or it is named; nothing passes in silence."""

# ruff: noqa: SIM300 - what is expected may stand first

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ledger.documents.pdf import written
from ledger.plans.understand import Understanding, understand
from sources import w_p, word_of

if TYPE_CHECKING:
    from ledger.model.unit import Units

FIELDS = {
    "acceptance": "验收单位：市水务局",
    "responsibility": "责任单位：市水务局（牵头）、昆区",
    "deadline": "整改时限：2026年6月底前",
    "goal": "整改目标：消除黑臭。",
    "measures": "整改措施：\n（一）排查。\n（二）改造。",
}


def plan(**changed: str) -> str:
    """A list of one task, some of its lines changed."""
    fields = "\n".join((FIELDS | changed).values())
    return f"某市整改任务清单\n\n1.河水返黑\n下游雨污混接。\n{fields}\n"


def read(units: Units, **changed: str) -> Understanding:
    """The same as it is understood."""
    return understand(plan(**changed).encode(), "plan.txt", units)


def codes(said: Understanding) -> list[str]:
    """What was told of a document."""
    return [found.code for found in said.diagnostics]


# --- what browsers print -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("市⽔务局⽴⾏⽴改，⻓期坚持，⻩河⻔户", "市水务局立行立改，长期坚持，黄河门户"),
        ("（ 2 ）首创", "（2）首创"),
        ("到 “ 十四五 ” 末， 50% 以上", "到 “十四五” 末， 50% 以上"),
        ("第 Ⅲ 类", "第 Ⅲ 类"),
    ],
)
def test_a_text_layer_is_read_as_it_was_written(printed: str, text: str) -> None:
    """Radicals are the characters they stand for, and brackets have no blanks inside."""
    assert text == written(printed)


def test_blanks_in_quotation_marks_hide_no_day(units: Units) -> None:
    """A period between quotation marks is one with blanks in them too."""
    said = read(units, goal="整改目标：利用率 50% 以上， “ 十四五 ” 末完成。")
    assert ["2025-12-31"] == [str(one.due) for one in said.issues[0].milestones]


# --- what a file holds and does not show ---------------------------------------------------------

HEADS = ("序号", "问题", "整改目标", "整改措施", "责任单位", "整改时限", "验收单位")


def book(change: Callable[[Any], None]) -> bytes:
    """A workbook with two tasks, changed."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.append(HEADS)
    for number in (1, 2):
        sheet.append((number, "返黑", "消除", "改造", "市水务局", date(2025, 12, 1), "市水务局"))
    change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_cell_is_what_its_format_shows(units: Units) -> None:
    """A month is no first of the month, a share is no fraction, and words around a number are read."""

    def change(sheet: Any) -> None:
        sheet["F2"].number_format = 'yyyy"年"m"月"'
        sheet["F3"].number_format = r"yyyy\-mm"
        sheet["C2"], sheet["C2"].number_format = 0.85, "0%"
        sheet["D2"], sheet["D2"].number_format = 12, '"改造"0"处"'

    said = understand(book(change), "plan.xlsx", units)
    first, second = said.issues
    assert ["2025-12-31"] * 2 == [str(one.deadline.due) for one in (first, second)]
    assert ("85%", "改造12处") == (first.goal, first.measures[0].text)
    assert [] == codes(said)


def _strike(sheet: Any) -> None:
    sheet["D3"].font = Font(strike=True)


def _remark(sheet: Any) -> None:
    sheet["E3"].comment = Comment("牵头单位改为市住建局", "某")


def _hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def _hide_column(sheet: Any) -> None:
    sheet.column_dimensions["F"].hidden = True


def _hide_sheet(sheet: Any) -> None:
    other = sheet.parent.create_sheet("旧版")
    other.append(HEADS)
    other.sheet_state = "hidden"


def _work_out(sheet: Any) -> None:
    sheet["D3"] = "=B3&C3"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (_strike, "L565", "D3"),
        (_hide_row, "L566", "A3、B3、C3、D3、E3…"),
        (_hide_column, "L566", "F1、F2、F3"),
        (_hide_sheet, "L566", "旧版"),
        (_remark, "L568", "E3 牵头单位改为市住建局"),
        (_work_out, "L569", "D3"),
    ],
)
def test_a_workbook_says_what_it_does_not_show(
    units: Units, change: Callable[[Any], None], code: str, words: str
) -> None:
    """What is struck out, hidden, remarked on or not worked out is named once, with its cells."""
    said = understand(book(change), "plan.xlsx", units)
    assert [words] == [found.args["words"] for found in said.diagnostics if found.code == code]


STRUCK = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>（三）巡查。</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("last", "code", "words"),
    [
        (STRUCK, "L565", "（三）巡查"),
        (STRUCK.replace("strike", "vanish"), "L566", "（三）巡查"),
        ("<w:p><w:ins><w:r><w:t>（三）巡查。</w:t></w:r></w:ins></w:p>", "L567", "（三）巡查"),
        (
            "<w:p><w:r><w:t>（三）巡</w:t></w:r><w:del><w:r><w:delText>回</w:delText></w:r></w:del></w:p>",
            "L567",
            "回",
        ),
        (STRUCK.replace("<w:strike/>", '<w:strike w:val="0"/>'), "", ""),
        (STRUCK.replace("<w:strike/>", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"), "", ""),
    ],
)
def test_a_word_document_says_what_it_does_not_show(units: Units, last: str, code: str, words: str) -> None:
    """What is struck out, hidden or revised is named, where it stands."""
    body = "".join(w_p(line) for line in plan().split("\n"))
    said = understand(word_of(body + last), "plan.docx", units)
    marked = [found for found in said.diagnostics if "words" in found.args]
    assert [(code, words)] * bool(code) == [(found.code, found.args["words"]) for found in marked]
    assert all(found.span is not None and found.span.line == len(said.document.lines) for found in marked)
