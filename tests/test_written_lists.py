"""Lists as offices write them by hand, each with something in it that was read wrongly once."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook

from ledger.model.unit import Units
from ledger.plans.figures import find_unclaimed
from ledger.plans.phrases import find_dates
from ledger.plans.understand import Understanding, understand

BRACKETS = """某市整改任务责任清单

任务1：自然保护地违规开发问题
整改目标：完成生态修复。
整改措施：
（一）关停采石场2处。（责任单位：石拐区；完成时限：2025年3月31日）
（二）编制修复方案。（责任单位：市自然资源局；完成时限：2026年12月31日）
责任单位：石拐区（牵头）、市自然资源局
验收单位：市林草局
整改时限：2026年12月31日
"""
NUMBERED = """某市整改任务清单（{total}项）

1、 扬尘污染问题突出
（1）问题表现：17个工地未落实湿法作业。
（2）整改目标：措施落实率达100%。
（3）整改措施：①排查；②整治。
（4）整改时限：2025年5月底前
（5）责任单位：市住建局
（6）验收单位：市生态环境局

2、 农村生活污水治理率低
（1）问题表现：治理率仅为21.3%。
（2）整改目标：治理率达到45%。
（3）整改措施：①治理；②修复。
（4）整改时限：2025年11月底前
（5）责任单位：市生态环境局
（6）验收单位：市生态环境局
"""


def codes(said: Understanding) -> list[str]:
    """What was told."""
    return sorted(one.code for one in said.diagnostics)


def test_units_in_brackets_behind_measures_leave_the_task_its_own(units: Units) -> None:
    """A line 责任单位 below the last measure is the task's where the measures say theirs themselves."""
    (issue,) = understand(BRACKETS.encode(), "a.txt", units).issues
    assert ([*issue.responsibility.lead], [*issue.responsibility.support]) == (["石拐区"], ["市自然资源局"])
    assert "责任单位：石拐区（牵头）" not in issue.measures[-1].text
    assert [[*measure.by] for measure in issue.measures] == [["石拐区"], ["市自然资源局"]]


def test_fields_that_are_numbered_make_no_sub_items(units: Units) -> None:
    """（1）问题表现： with （2）整改目标： below it is a field."""
    said = understand(NUMBERED.format(total=2).encode(), "a.txt", units)
    assert [issue.number for issue in said.issues] == ["1", "2"]
    assert [issue.problem for issue in said.issues] == ["17个工地未落实湿法作业。", "治理率仅为21.3%。"]
    assert [one for one in codes(said) if one != "L575"] == []
    assert "L536" in codes(understand(NUMBERED.format(total=26).encode(), "a.txt", units))


def test_sub_items_that_each_describe_a_problem_stay_sub_items(units: Units) -> None:
    """Their fields are not numbered on."""
    field = "验收单位：市水务局\n责任单位：市水务局\n整改时限：2025年底\n整改目标：完成。\n整改措施：\n一是清淤。\n"
    text = f"某市整改清单\n\n1.水环境\n（1）问题表现：甲河黑臭。\n{field}（2）问题表现：乙河黑臭。\n{field}"
    assert [issue.number for issue in understand(text.encode(), "a.txt", units).issues] == [
        "1（1）",
        "1（2）",
    ]


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr, arg-type]
    held = BytesIO()
    book.save(held)
    return held.getvalue()


HEAD = ("任务编号", "整改任务", "整改目标", "整改措施", "责任单位", "验收单位", "整改时限")


def row(number: object, title: str) -> tuple[object, ...]:
    """A task of a table."""
    return (number, title, "完成。", "（一）清淤。", "市水务局", "市水务局", "2025年底")


def test_a_number_that_a_table_wrote_with_a_nought(units: Units) -> None:
    """1.0 is 1; 1.1 is a sub-item."""
    said = understand(workbook(HEAD, row("1.0", "甲"), row("2.00", "乙")), "a.xlsx", units)
    assert ([issue.number for issue in said.issues], codes(said)) == (["1", "2"], [])
    said = understand(workbook(HEAD, row("1.1", "甲"), row("1.2", "乙")), "a.xlsx", units)
    assert [issue.number for issue in said.issues] == ["1（1）", "1（2）"]


def test_codes_count_nothing(units: Units) -> None:
    """They are kept with their tasks, which are counted in order, and that is told; a total is no task."""
    rows = (HEAD, row("A-01", "甲"), row("B-01", "乙"), ("合计", "2项", None, None, None, None, None))
    said = understand(workbook(*rows), "a.xlsx", units)
    assert [(issue.number, issue.title, issue.others[0].text) for issue in said.issues] == [
        ("1", "甲", "A-01"),
        ("2", "乙", "B-01"),
    ]
    assert codes(said) == ["L511", "L511", "L533"]


@pytest.mark.parametrize(("first", "count"), [("2", 3), ("7", 1), ("乙", 1)])
def test_a_table_that_goes_on_without_its_head(first: str, count: int, units: Units) -> None:
    """On the next page, where it has as many columns and counts on; else nothing of it is a task."""
    document = Document()
    for rows in ((HEAD, row("1", "甲")), (row(first, "乙"), row("3", "丙"))):
        table = document.add_table(rows=len(rows), cols=len(HEAD))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = str(text)
        document.add_paragraph("")
    held = BytesIO()
    document.save(held)
    said = understand(held.getvalue(), "a.docx", units)
    assert count == len(said.issues)
    assert ("L511" in codes(said)) == (count == 1)


def test_a_head_that_is_a_number_alone(units: Units) -> None:
    """整改任务二 numbers its task, which is named by what describes it."""
    body = "问题描述：{0}黑臭。\n责任单位：市水务局\n整改时限：2025年底\n整改目标：完成。\n整改措施：\n1、清淤；\n2、截污。\n"
    text = "某市整改任务清单\n\n整改任务一\n" + body.format("甲河") + "\n整改任务二\n" + body.format("乙河")
    said = understand(text.encode(), "a.txt", units)
    assert [(issue.number, issue.title) for issue in said.issues] == [
        ("1", "甲河黑臭。"),
        ("2", "乙河黑臭。"),
    ]


def test_a_unit_that_is_not_known_in_full_is_told() -> None:
    """8吨/炉次 is no target of 8吨."""
    assert find_unclaimed("处理量达到8吨/炉次。", 1) == [("8吨/炉次", 5)]


WRAPPED = """            河西新区整改措施清单

{0}一、问题：污染源自动监控数据造假，部分
排污单位监测设备长期停运。
{0}整改目标：2025年3月底前查处到位，数据传
输有效率不低于95%。
{0}整改措施：1. 2025年2月底前对42家重点排
污单位开展全面排查。2. 对弄虚作假行为从严查
处。
{0}责任单位：市生态环境局
{0}整改时限：2025年3月底前
{0}验收单位：市生态环境局
"""


def test_lines_broken_at_a_number_of_columns(units: Units) -> None:
    """Of which a Chinese character fills two, and a figure one."""
    (issue,) = understand(WRAPPED.format("    ").encode(), "a.txt", units).issues
    assert issue.title == "污染源自动监控数据造假，部分排污单位监测设备长期停运。"
    assert issue.goal == "2025年3月底前查处到位，数据传输有效率不低于95%。"
    assert [measure.text for measure in issue.measures] == [
        "2025年2月底前对42家重点排污单位开展全面排查。",
        "对弄虚作假行为从严查处。",
    ]


def test_a_full_line_that_ends_a_sentence_is_told(units: Units) -> None:
    """Where neither indents nor blank lines divide the paragraphs, of a task; each at its place."""
    wrapped = [
        "某市整改方案",
        "各部门要高度重视整改工作，压实责任，确保整改到位取得实效，形成长效机",
        "制，不得弄虚作假，对整改不力的单位和个人要严肃追究责任，决不姑息迁就。",
        "要加强宣传，接受社会监督。",
        "1.甲河黑臭",
        "甲河沿线排口直排污水入河问题突出，群众反映强烈，有关部门长期没有采取有",
        "效措施，雨季时大量污水溢流到河道之中，水质长期处于劣五类，影响十分恶劣。",
        "沿线仍有排口。",
        "验收单位：市水务局",
        "责任单位：市住建局（牵头）",
        "整改时限：2026年9月底前",
        "整改目标：消除甲河的黑臭现象，实现水质稳定达到四类，并建立起长效的管护机",
        "制。",
        "整改措施：",
        "（一）清淤。",
    ]
    said = understand("\n".join(wrapped).encode(), "a.txt", units)
    told = [one for one in said.diagnostics if one.code == "L581"]
    assert [(one.span.line, one.args["words"]) for one in told] == [
        (8, "期处于劣五类，影响十分恶劣。／沿线仍有排口。")
    ]
    assert ["恶劣。沿线仍有排口。" in (issue.problem or "") for issue in said.issues] == [True]
    spaced = understand("\n\n".join(wrapped).encode(), "a.txt", units)
    assert "L581" not in codes(spaced)


@pytest.mark.parametrize(
    ("bracket", "lead", "support", "due"),
    [
        ("市住建局牵头，市生态环境局、东河区配合；2025年8月底前完成", ["市住建局"], ["市生态环境局", "东河区"], "2025-08-31"),
        ("市住建局负责，2025年8月底前完成", ["市住建局"], [], "2025-08-31"),
        ("2025年8月底前完成，市住建局牵头", ["市住建局"], [], "2025-08-31"),
        ("市住建局牵头", ["市住建局"], [], None),
    ],
)  # fmt: skip
def test_who_and_when_in_brackets_behind_the_title(
    bracket: str, lead: list[str], support: list[str], due: str | None, units: Units
) -> None:
    """They are fields of the task where it states them nowhere else."""
    text = f"某市整改任务清单\n\n1. 污泥违规堆存（{bracket}）\n整改目标：清零。\n整改措施：（1）清运；（2）查处。\n"
    (issue,) = understand(text.encode(), "a.txt", units).issues
    said = ([*issue.responsibility.lead], [*issue.responsibility.support])
    assert ("污泥违规堆存", (lead, support)) == (issue.title, said)
    assert due == (str(issue.deadline.due) if issue.deadline.due else None)


@pytest.mark.parametrize("bracket", ["含市住建局负责的2处", "二期", "市住建局", "2025年新增2处"])
def test_other_brackets_stay_in_the_title(bracket: str, units: Units) -> None:
    """Nothing is taken from brackets that say anything else, nor where the task has its own line."""
    body = "整改目标：清零。\n整改措施：（1）清运；（2）查处。\n"
    text = f"某市整改任务清单\n\n1. 污泥违规堆存（{bracket}）\n{body}"
    (issue,) = understand(text.encode(), "a.txt", units).issues
    assert (f"污泥违规堆存（{bracket}）", None) == (issue.title, issue.responsibility.text)
    text = f"某市整改任务清单\n\n1. 污泥违规堆存（市水务局负责）\n责任单位：市住建局\n{body}"
    (issue,) = understand(text.encode(), "a.txt", units).issues
    assert (issue.title, issue.responsibility.text) == ("污泥违规堆存（市水务局负责）", "市住建局")


def test_labels_of_rows_that_are_numbered(units: Units) -> None:
    """一、任务序号：第十二项 is the number of the task, and its own ordinal is none."""
    text = "某市整改公开\n\n一、任务序号：第十二项\n二、整改任务：甲河黑臭\n三、责任单位：东河区\n四、整改目标：消除。\n五、整改时限：2025年底\n"
    assert [issue.number for issue in understand(text.encode(), "a.txt", units).issues] == ["12"]


def test_a_table_without_cells_is_named(units: Units) -> None:
    """Where the head of a list stands in a line of text: no task is made of what follows, and it is said why."""
    text = (
        "某市整改清单\n序号 整改任务 整改措施 责任单位 完成时限\n1 甲河黑 清淤。 市水务局 2025年\n臭 年底\n"
    )
    said = understand(text.encode(), "a.txt", units)
    assert ([*said.issues], codes(said), said.diagnostics[0].span.line) == ([], ["L583"], 2)
    assert said.shape.reason.key == "document.tabled"
    unlike = understand("某市整改清单\n责任单位和整改措施见附件。\n".encode(), "a.txt", units)
    assert codes(unlike) == ["L518"]


@pytest.mark.parametrize("deed", ["主体完工", "通水运行", "投入使用", "全部完成闭库", "试运行", "动工建设"])
def test_a_month_with_a_deed_right_behind_it_is_a_day(deed: str) -> None:
    """By the end of that month; what is a state of things is none: 2025年10月试运行情况."""
    assert [str(one.due) for one in find_dates(f"（二）2025年10月{deed}；")] == ["2025-10-31"]
    assert find_dates("（二）2025年10月试运行情况；") == []


@pytest.mark.parametrize(("lower", "day"), [("措施时限", "2025-10-31"), ("完成难度", None)])
def test_a_column_below_the_head_of_measures_that_holds_none(
    lower: str, day: str | None, units: Units
) -> None:
    """It is the day of each measure, or, where nobody knows its head, not recognised; never a part of the text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "整改任务", "整改措施", None, "责任单位", "整改时限"])
    sheet.append([None, None, "具体措施", lower])
    sheet.append([1, "秸秆焚烧", "（一）还田20万亩", "2025年10月底", "市农牧局", "2025年底"])
    sheet.append([None, None, "（二）建收储点45个", "2025年9月底"])
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2", "A3:A4", "B3:B4", "E3:E4", "F3:F4"):
        sheet.merge_cells(cells)
    held = BytesIO()
    book.save(held)
    said = understand(held.getvalue(), "a.xlsx", units)
    (issue,) = said.issues
    assert [measure.text for measure in issue.measures] == ["还田20万亩", "建收储点45个"]
    assert [day] == [
        str(one.due) if one else None for one in [next(iter(issue.measures[0].milestones), None)]
    ]
    assert (day is None) == ("L511" in codes(said))


def test_a_section_in_two_cells_is_no_task(units: Units) -> None:
    """一｜水环境方面 over the rest of its row; the tasks below count anew."""
    head = "<tr><td>序号<td>问题<td>整改目标<td>整改措施<td>责任单位<td>验收单位<td>时限</tr>"
    task = "<tr><td>1<td>{}<td>完成<td>清淤<td>市水务局<td>市水务局<td>2025年底</tr>"
    section = "<tr><td>{}<td colspan=6>{}方面</tr>"
    rows = (
        section.format("一", "水环境") + task.format("甲") + section.format("二", "大气") + task.format("乙")
    )
    said = understand(f"<h2>某区整改清单</h2><table>{head}{rows}</table>".encode(), "a.html", units)
    assert ([f"{one.number} {one.title}" for one in said.issues], codes(said)) == (["一-1 甲", "二-1 乙"], [])
    assert said.plan is not None
    assert [(one.number, one.title) for one in said.plan.sections] == [
        ("一", "水环境方面"),
        ("二", "大气方面"),
    ]
