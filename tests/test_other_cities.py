"""Lists as other cities write them, read field by field: each sentence in its own field, or told."""

# ruff: noqa: SIM300 - what is expected may stand first

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest

from ledger.locale import Words
from ledger.model.unit import Units, UnitsFile
from ledger.plans.persons import role_of_line
from ledger.plans.understand import Understanding, understand

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("市住建局", "市水务局", "市城管局", "东区")
_TABLE = {name: {"name": name, "kind": "government"} for name in NAMES}
_TABLE["东区"]["kind"] = "district"
UNITS = Units(UnitsFile.model_validate({"units": _TABLE}))


def read(text: str | bytes, path: str = "plan.txt") -> Understanding:
    """A document as it is understood."""
    return understand(text if isinstance(text, bytes) else text.encode(), path, UNITS)


def told(said: Understanding) -> list[str]:
    """The codes of what is told, without what every short list lacks."""
    return [found.code for found in said.diagnostics if found.code not in {"L525", "L521", "L575"}]


BLOCK = """责任单位：市住建局（牵头）
整改时限：2025年6月底前
整改目标：消除黑臭。
整改措施：清淤2公里。"""


def listed(heads: Sequence[str], problem: str = "问题表现：南溪返黑。") -> str:
    """A list with a task under each of the heads."""
    tasks = "\n\n".join(f"{head}\n{problem}\n{BLOCK}" for head in heads)
    return f"青木市整改任务清单\n\n{tasks}\n"


@pytest.mark.parametrize(
    ("heads", "numbers", "titles"),
    [
        (["No.1 南溪返黑", "No.2 垃圾堆存"], ["1", "2"], ["南溪返黑", "垃圾堆存"]),
        (["1#南溪返黑", "2#垃圾堆存"], ["1", "2"], ["南溪返黑", "垃圾堆存"]),
        (["任务一黑臭水体", "任务二垃圾堆存"], ["1", "2"], ["黑臭水体", "垃圾堆存"]),
        (["7-1.南溪返黑", "7-2.垃圾堆存"], ["7（1）", "7（2）"], ["南溪返黑", "垃圾堆存"]),
        (["（共性）南溪返黑", "（个性）垃圾堆存"], ["1", "2"], ["（共性）南溪返黑", "（个性）垃圾堆存"]),
    ],
)
@pytest.mark.parametrize("problem", ["问题表现：南溪返黑。", "具体表现：南溪水体返黑。"])
def test_what_stands_above_a_block_names_its_task(
    heads: list[str], numbers: list[str], titles: list[str], problem: str
) -> None:
    """The title of the next task is no measure of the one above, however it is numbered."""
    issues = read(listed(heads, problem)).issues
    assert [(n, t) for n, t in zip(numbers, titles, strict=True)] == [(i.number, i.title) for i in issues]
    assert [["清淤2公里。"]] * 2 == [[measure.text for measure in issue.measures] for issue in issues]


@pytest.mark.parametrize("head", ["No.{}", "{}#", "任务{}"])
def test_numbers_without_a_label_for_the_problem(head: str) -> None:
    """The same where the problem has no label."""
    numerals = "一二" if head.startswith("任务") else "12"
    text = listed([f"{head.format(n)}南溪返黑" for n in numerals], "水体黑臭。")
    assert ["1", "2"] == [issue.number for issue in read(text).issues]


@pytest.mark.parametrize("line", ["问题一直存在，任务一般。", "任务十分艰巨。", "问题一览表见附件。"])
def test_a_word_is_no_number(line: str) -> None:
    """What only looks like the number of a task stays in the problem."""
    (issue,) = read(f"青木市整改任务清单\n\n1.南溪返黑\n{line}\n{BLOCK}\n").issues
    assert line == issue.problem


def test_bare_numbers_above_a_label_are_no_pages() -> None:
    """They number the tasks, also where they do not begin at 1."""
    issues = read(listed(["5", "6"])).issues
    assert ["5", "6"] == [issue.number for issue in issues]


def test_a_number_above_each_table() -> None:
    """第一项 above a table of its own is the number of its task."""

    book = docx.Document()
    book.add_paragraph("青木市整改任务清单")
    for head, problem in (("第一项", "南溪返黑。"), ("第二项", "垃圾堆存。")):
        book.add_paragraph(head)
        table = book.add_table(rows=0, cols=2)
        for row in [("问题描述", problem), *(line.split("：", 1) for line in BLOCK.split("\n"))]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    book.save(out)
    said = read(out.getvalue(), "plan.docx")
    assert (["1", "2"], []) == ([issue.number for issue in said.issues], told(said))


def test_unknown_labels_in_a_block_are_kept() -> None:
    """A label that nobody knows is kept with its task, told, and part of no field; in 【】 as well."""
    block = BLOCK.replace("整改时限", "主管科室：水务科\n整改时限")
    text = f"青木市整改任务清单\n\n序号：1\n问题：南溪返黑\n{block}\n序号：2\n问题：垃圾\n{block}\n"
    said = read(text)
    assert [("主管科室", "水务科")] == [(one.label, one.text) for one in said.issues[0].others]
    assert ["L515", "L515"] == told(said)
    framed = "\n".join(f"【{line.replace('：', '】')}" for line in BLOCK.split("\n"))
    (issue,) = read(f"青木市整改任务表\n\n【任务1】南溪返黑\n{framed}\n【考核办法】水质不低于90%。\n").issues
    assert ["清淤2公里。"] == [measure.text for measure in issue.measures]
    assert [("考核办法", "水质不低于90%。")] == [(one.label, one.text) for one in issue.others]


HEAD = ["序号", "问题", "责任分工", None, None, "整改时限", None, "整改目标", "整改措施"]
BELOW = [None, None, "牵头市领导", "牵头单位", "责任单位", "启动时间", "完成时间", None, None]
ROW = [1, "南溪返黑。", "张副市长", "市住建局", "东区", "2024-12-01", "2025-06-30", "消除黑臭。", "清淤。"]


def workbook(*rows: list[Any]) -> bytes:
    """A sheet with two head rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for span in ("C1:E1", "F1:G1"):
        sheet.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_person_under_a_head_of_units_is_no_unit() -> None:
    """牵头市领导 under 责任分工 is who leads as a person; 启动时间 is no deadline."""
    said = read(workbook(HEAD, BELOW, ROW), "plan.xlsx")
    (issue,) = said.issues
    assert (["市住建局"], ["东区"]) == (list(issue.responsibility.lead), list(issue.responsibility.support))
    assert date(2025, 6, 30) == issue.deadline.due
    assert [("leader", "张副市长"), (None, "2024-12-01")] == [(one.role, one.text) for one in issue.others]
    assert not told(said)


def test_a_label_that_ends_with_a_known_one_means_the_same() -> None:
    """责任体系 over 责任人 hides no person."""
    rows = [
        [*HEAD[:2], "责任体系", None, None, *HEAD[5:]],
        [*BELOW[:2], "责任人", "责任单位", "督导单位", *BELOW[5:]],
    ]
    (issue,) = read(workbook(*rows, [*ROW[:2], "张三", "市住建局", "市水务局", *ROW[5:]]), "plan.xlsx").issues
    assert ["person", "supervising"] == [one.role for one in issue.others][:2]


def test_the_four_lists_as_heads_of_columns() -> None:
    """问题清单, 任务清单, 责任清单, 时限清单: what the heads of many tables are called."""
    rows = ["序号,问题清单,任务清单,责任清单,时限清单", "1,南溪返黑。,清淤2公里。,市住建局,2025年6月"]
    (issue,) = read("\n".join(rows), "plan.csv").issues
    assert ("清淤2公里。", date(2025, 6, 30)) == (issue.measures[0].text, issue.deadline.due)
    assert ("市住建局",) == tuple(issue.responsibility.lead)


@pytest.mark.parametrize(
    ("behind", "by", "at_once"),
    [
        ("（责任单位：市住建局；完成时限：立行立改，长期坚持）", ["市住建局"], True),
        ("（责任单位：市住建局；完成时限：2025年6月底前）", ["市住建局"], False),
        ("（市住建局牵头，东区配合，长期坚持）", ["市住建局", "东区"], False),
        ("（市住建局，立行立改）", ["市住建局"], True),
        ("——责任单位：东区，时限：立行立改", ["东区"], True),
        ("责任单位：市住建局，完成时限：2025年6月底前。", ["市住建局"], False),
        ("（坚持立行立改的原则）", [], False),
    ],
)
def test_who_and_whether_at_once_stands_behind_a_measure(behind: str, by: list[str], at_once: bool) -> None:
    """立行立改 behind a measure is of the measure, with labels or without."""
    text = f"青木市整改任务清单\n\n1.南溪返黑\n水体黑臭。\n{BLOCK.rsplit('：', 1)[0]}：\n（一）巡查。{behind}\n（二）执法。\n"
    measure = read(text).issues[0].measures[0]
    assert (by, at_once) == (list(measure.by), measure.immediate)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("（三）完善台账。\n二十、北山垃圾\n堆存垃圾。\n", "从第 20 项开始"),
        ("（三）完善台账，每月更新。\n堆存垃圾，没有措施。\n", "从“（三）”开始"),
    ],
)
def test_a_page_out_of_the_middle_names_its_first_task(text: str, words: str) -> None:
    """The number of a measure is none of a task."""
    reason = read(text).shape.reason
    assert words in Words("zh")(reason.key, **reason.args)


def test_a_picture_is_named_with_its_place() -> None:
    """What the picture is called, and the paragraph that it follows."""
    said = read("<h1>青木市整改任务清单</h1><p>见下图</p><img src='/up/list.png?v=1'><p>完</p>", "plan.html")
    (found,) = said.diagnostics
    assert ("L573", ("list.png",), 2) == (found.code, found.args["names"], found.span.line)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("首先排查排口。其次完成清淤2公里，开展监测。最后加强巡查。", 3),
        ("首先排查排口，其次完成清淤2公里，再次加强巡查。", 3),
        ("首先是排口，其次是河道。", 1),
        ("排查排口，首先完成清淤。", 1),
    ],
)
def test_first_and_then_are_measures(text: str, parts: int) -> None:
    """首先…其次…最后… in one paragraph are several things to do, which is told."""
    said = read(listed(["1.南溪返黑", "2.垃圾堆存"]).replace("清淤2公里。", text))
    measures = said.issues[0].measures
    assert (parts, text) == (len(measures), "".join(measure.text for measure in measures))
    assert ("L576" in told(said)) is (parts > 1)
    assert all(not target.name.startswith("其次") for target in said.issues[0].targets)


def test_labels_below_the_last_measure_show_that_nothing_is_cut() -> None:
    """A measure that ends with ；is no cut list where further labels of its task follow."""
    block = BLOCK.replace(
        "整改措施：清淤2公里。", "整改措施：\n（一）清淤。\n（二）巡查。\n督导单位：市水务局"
    )
    text = f"青木市整改任务清单\n\n1.南溪返黑\n返黑。\n{block}\n2.垃圾\n堆存。\n{block.replace('巡查。', '巡查；')}\n"
    assert "L522" not in told(read(text))
    assert "L522" in told(read(text.rpartition("\n督导")[0] + "\n"))


def test_a_figure_that_a_line_breaks_is_one() -> None:
    """3.|5公里 is no number and 5公里."""
    text = listed(["1.南溪返黑", "2.垃圾堆存"]).replace("清淤2公里。", "铺设管网3.\n5公里。")
    assert [["铺设管网3.5公里。"]] * 2 == [[m.text for m in issue.measures] for issue in read(text).issues]


def test_an_unknown_unit_is_told_in_its_own_cell() -> None:
    """Two columns of units are one field; each name has its place."""
    rows = [
        "序号,问题,责任单位（部门）,责任单位（属地）,整改时限,整改措施",
        "1,返黑。,市住建局,无名区,2025年6月,清淤。",
    ]
    (found,) = (one for one in read("\n".join(rows), "plan.csv").diagnostics if one.code == "L516")
    assert ("无名区", 10) == (found.args["name"], found.span.line)


def test_a_line_as_long_as_a_book_is_no_label() -> None:
    """What a line without a colon says is not taken apart for the label that it might end with."""
    assert role_of_line("某市领导") == "leader"
    assert role_of_line("水" * 12_000_000 + "领导") is None


def test_the_index_of_a_page_is_no_title() -> None:
    """索引号 and the cells beside it are furniture; the title is the plan's, the issuer who signs."""
    index = "<table><tr><td>索 引 号：</td><td>0143/2025-1</td></tr><tr><td>发布机构：</td><td>市府办</td></tr></table>"
    title, notice = (
        "某市贯彻落实省督察反馈意见整改方案",
        "关于印发《某市贯彻落实省督察反馈意见整改方案》的通知",
    )
    tasks = "".join(f"<p>{line}</p>" for line in f"1.南溪返黑\n南溪黑臭。\n{BLOCK}".split("\n"))
    signed = "<p>现印发给你们。</p><p>某市人民政府</p><p>2025年2月20日</p>"
    said = read(
        f"{index}<h1>{notice}</h1>{signed}<p>{title}</p><p>为抓好整改，制定本方案。</p>{tasks}", "plan.html"
    )
    assert said.plan is not None
    assert (title, "某市人民政府") == (said.plan.title, said.plan.issuer)
    assert {"0143/2025-1", "市府办"} <= {line.text for line in said.document.furniture}


def test_a_sheet_of_remarks_is_no_title() -> None:
    """填报说明 before the list: the title is what is called a list."""
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("水")
    assert first is not None
    for line in ("填报说明", "1.每月报送。"):
        first.append([line])
    for row in (
        ["附件2：某市整改清单"],
        [*HEAD[:2], "责任单位", "整改时限", "整改措施"],
        [1, "返黑。", "市住建局", "2025年6月", "清淤。"],
    ):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    said = read(out.getvalue(), "plan.xlsx")
    assert said.plan is not None
    assert ("某市整改清单", 1) == (said.plan.title, len(said.issues))


def test_a_plan_with_the_progress_of_one_task_is_a_plan() -> None:
    """What half of its tasks say of progress makes no list of progress of it."""
    text = listed(["1.南溪返黑", "2.垃圾堆存"])
    assert "list" == read(text.replace("2公里。", "2公里。\n进展情况：正在推进。", 1)).shape.kind
    assert "progress" == read(text.replace("2公里。", "2公里。\n进展情况：正在推进。")).shape.kind


@pytest.mark.parametrize("numbers", [("7.", "8."), ("7-1.", "7-2.")])
def test_a_part_of_a_longer_list_keeps_its_numbers(numbers: tuple[str, str]) -> None:
    """A list with a title may begin later, which is told; a gap inside is an error, and so is a page without."""
    text = listed([f"{number}南溪返黑" for number in numbers], "水体返黑。")
    assert ["L580"] == told(read(text))
    assert "L513" in told(read(text.replace(numbers[1], "9.")))
    assert "L513" in told(read(text.partition("\n\n")[2]))
