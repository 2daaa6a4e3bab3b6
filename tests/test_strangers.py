"""Documents of strangers: what stands in them is read right, or it is named; nothing passes in silence."""

# ruff: noqa: SIM300 - what is expected may stand first

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ledger.documents.pdftext import written
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


def listed(value: object) -> str:
    """Names that a finding lists, as a table shows them."""
    assert isinstance(value, tuple)
    return "、".join(value)


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
        ("到 “ 十四五 ” 末， 50% 以上", "到“十四五”末，50%以上"),
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
    assert ["L575"] == codes(said)  # 85% of what, the goal does not say


def _strike(sheet: Any) -> None:
    sheet["D3"].font = Font(strike=True)


def _strike_a_part(sheet: Any) -> None:
    sheet["D3"] = CellRichText("改造", TextBlock(InlineFont(strike=True), "三处"))


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
        (_strike_a_part, "L565", "D3"),
        (_hide_row, "L566", "A3、B3、C3、D3、E3、…"),
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
    assert [words] == [listed(found.args["words"]) for found in said.diagnostics if found.code == code]


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
    assert [(code, words)] * bool(code) == [(found.code, listed(found.args["words"])) for found in marked]
    assert all(found.span is not None and found.span.line == len(said.document.lines) for found in marked)


PAGE = """<html><head><style>p.no, .away {{display: none}} .gone {{text-decoration: line-through}}</style></head>
<body><nav hidden>首页</nav>{body}{last}</body></html>"""


@pytest.mark.parametrize(
    ("last", "code", "words"),
    [
        ("<p><del>（三）巡查。</del></p>", "L565", "（三）巡查"),
        ("<p>（三）<b><s>巡查</s></b>。</p>", "L565", "巡查"),
        ("<p><strike>（三）巡查。</strike></p>", "L565", "（三）巡查"),
        ('<p style="text-decoration-line: underline line-through">（三）巡查。</p>', "L565", "（三）巡查"),
        ('<p class="gone big">（三）巡查。</p>', "L565", "（三）巡查"),
        ('<p style="color:red;display:none">（三）巡查。</p>', "L566", "（三）巡查"),
        ('<div style="visibility: hidden"><p>（三）<i>巡查</i>。</p></div>', "L566", "（三）巡查"),
        ('<p>（三）巡查。<span style="font-size:0">略</span></p>', "L566", "略"),
        ("<p hidden>（三）巡查。</p>", "L566", "（三）巡查"),
        ('<p class="no">（三）巡查。</p>', "L566", "（三）巡查"),
        ("<p><ins>（三）巡查。</ins></p>", "L567", "（三）巡查"),
        ('<p style="display:block;font-size:0.9em">（三）巡查。</p>', "", ""),
        ('<p class="now">（三）巡查。</p>', "", ""),
        ("<p hidden></p><p>（三）巡查。</p>", "", ""),
        ('<footer style="display:none">版权</footer>', "", ""),
    ],
)
def test_a_page_says_what_it_does_not_show(units: Units, last: str, code: str, words: str) -> None:
    """What is struck out or hidden is read and named, by tag, style, class or attribute; no furniture is."""
    body = "".join(f"<p>{line}</p>" for line in plan().split("\n") if line)
    said = understand(PAGE.format(body=body, last=last).encode(), "plan.html", units)
    marked = [found for found in said.diagnostics if "words" in found.args]
    assert [(code, words)] * bool(code) == [(found.code, listed(found.args["words"])) for found in marked]
    assert all(found.span is not None and found.span.line == len(said.document.lines) for found in marked)


@pytest.mark.parametrize("outer", ['<tr style="display:none">', "<tr hidden>", '<tr class="away">'])
def test_a_hidden_row_of_a_page_is_named(units: Units, outer: str) -> None:
    """Its cells are named, in the place of the cell."""
    rows = "<tr><td>序号</td><td>整改问题</td><td>责任单位</td></tr>"
    rows += f"{outer}<td>1</td><td>河水返黑</td><td>市水务局</td></tr>"
    said = understand(PAGE.format(body=f"<table>{rows}</table>", last="").encode(), "plan.html", units)
    [found] = [one for one in said.diagnostics if one.code == "L566"]
    assert (("1", "河水返黑", "市水务局"), 3) == (found.args["words"], found.args["count"])
    assert "河水返黑" == said.issues[0].title


# --- heads, measures and what stands behind them -------------------------------------------------


@pytest.mark.parametrize("head", ["【问题一】", "【问题1】", "【第1项】", "[任务一]"])
def test_a_framed_head_with_its_word_heads_a_task(units: Units, head: str) -> None:
    """【问题一】 numbers a problem as 【一】 does."""
    said = understand(plan().replace("1.河水", f"{head}河水").encode(), "plan.txt", units)
    assert [("1", "河水返黑")] == [(one.number, one.title) for one in said.issues]


def test_framed_labels_before_the_first_task_are_named(units: Units) -> None:
    """Labels of a task whose head was not seen are told, with a colon or in frames."""
    text = plan().replace("1.河水返黑\n", "〇甲、河水返黑\n【责任单位】市水务局\n1.河水返黑\n")
    assert "L534" in codes(understand(text.encode(), "plan.txt", units))


@pytest.mark.parametrize(
    ("behind", "by", "unknown"),
    [
        ("责任单位：市住建局；完成时限：2025年12月底。", ("市住建局",), []),
        ("责任单位：无名局。完成时限：2025年12月底。", (), ["无名局"]),
        ("（牵头单位：市住建局；配合单位：昆区、无名局）", ("市住建局", "昆区"), ["无名局"]),
        ("（市住建局，2025年6月底前）", ("市住建局",), []),
        ("（昆区政府负责，2025年10月底前完成）", ("昆区",), []),
        ("（市住建局、昆区2025年10月底前完成）", ("市住建局", "昆区"), []),
        ("（无名区负责）", (), ["无名区"]),
        ("（市住建局牵头，昆区配合，各旗县区落实）", ("市住建局", "昆区", "各旗县区"), []),
        ("（市住建局、昆区）", ("市住建局", "昆区"), []),
        ("【责任单位：市住建局；完成时限：2026年7月底】", ("市住建局",), []),
        ("［责任单位：昆区］", ("昆区",), []),
        ("【见附件】", (), []),
        ("[1]", (), []),
        ("报市政府（市住建局）。", (), []),
        ("（见附件）", (), []),
        ("（含管网、泵站，2025年10月底前完成）", (), []),
        ("（专人负责）", (), []),
    ],
)
def test_who_does_a_measure_may_stand_behind_it(
    units: Units, behind: str, by: tuple[str, ...], unknown: list[str]
) -> None:
    """Labels behind the sentence, roles in brackets, and a unit with its day: read, or named."""
    said = read(units, measures=f"整改措施：\n（一）截污15公里。{behind}\n（二）改造。")
    assert by == said.issues[0].measures[0].by
    assert unknown == [found.args["name"] for found in said.diagnostics if found.code == "L516"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "1.查处5家企业；2.修复7家；3.建立机制。",
        "1、查处5家企业。2、修复7家。3、建立机制。",
        "1）查处5家企业；2）修复7家；3）建立机制。",
    ],
)
def test_measures_in_one_paragraph_are_taken_apart(units: Units, paragraph: str) -> None:
    """Arabic numbers part measures as those in brackets do; a figure parts none."""
    issue = read(units, measures=f"整改措施：{paragraph}").issues[0]
    assert ["查处5家企业", "修复7家", "建立机制"] == [one.text.strip("；。") for one in issue.measures]
    alone = read(units, measures="整改措施：1.完成1.5公里；2.5公里延后。").issues[0]
    assert ["完成1.5公里；2.5公里延后。"] == [one.text for one in alone.measures]


def test_ten_measures_in_one_paragraph(units: Units) -> None:
    """The tenth number has two digits."""
    paragraph = "".join(f"{n}.巡查。" for n in range(1, 12))
    assert 11 == len(read(units, measures=f"整改措施：{paragraph}").issues[0].measures)


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("2025、2026、2027年底前分别完成改造10公里、12公里、14公里。", ["2025、2026、2027年底前分别"]),
        ("2025年、2026年底前分别完成改造10公里、12公里。", ["2025年", "2026年底前分别"]),
        ("2026年底前分别完成甲、乙两处改造。", []),
    ],
)
def test_days_that_are_shared_out_are_doubts(units: Units, goal: str, words: list[str]) -> None:
    """Figures for several years are not all due on the last day."""
    said = read(units, goal=f"整改目标：{goal}")
    assert words == [found.args["text"] for found in said.diagnostics if found.code == "L517"]
    assert bool(words) is (said.issues[0].milestones == ())


@pytest.mark.parametrize(
    "line", ["某市整改任务清单      第2页 共3页", "第五页", "P3", "第2页 共3页  某市整改任务清单"]
)
def test_running_heads_inside_measures_are_furniture(units: Units, line: str) -> None:
    """Pages are numbered in several ways, beside a title too."""
    said = read(units, measures=f"整改措施：\n（一）排查，\n{line}\n建档。\n（二）改造。")
    assert ["排查，\n建档。", "改造。"] == [one.text for one in said.issues[0].measures]


def test_a_title_inside_a_task_is_named(units: Units) -> None:
    """One that comes once more may be a running head: nobody but a person can tell."""
    said = read(units, measures="整改措施：\n（一）排查，\n某市整改任务清单\n建档。\n（二）改造。")
    assert ["某市整改任务清单"] == [found.args["text"] for found in said.diagnostics if found.code == "L537"]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("将结果纳入领导班子年度考核。", []),
        ("对每月排名靠后的乡镇开展整治。", []),
        ("纳入台账，开展年度考核。", [12]),
        ("每月通报排名。", [1]),
    ],
)
def test_a_review_that_others_hold_is_no_duty(units: Units, text: str, months: list[int]) -> None:
    """What goes into a review, and what was ranked monthly, ask for nothing again and again."""
    issue = read(units, measures=f"整改措施：\n（一）{text}\n（二）改造。").issues[0]
    assert months == [one.months for one in issue.measures[0].recurring]
