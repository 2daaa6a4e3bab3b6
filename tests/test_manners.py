"""Plans in the manner of other places: numbers, labels, titles, sections and columns as they write them."""

# ruff: noqa: SIM300 - what is expected stands first

from __future__ import annotations

import pytest

from ledger.model.unit import Units, UnitsFile
from ledger.plans.drafting import draft_text, draft_units
from ledger.plans.understand import Understanding, understand
from ledger.plans.unitlines import read_units
from ledger.reading.load import UNITS, read_units_file
from make import REMARKS

FIELDS = """验收单位：市水务局
责任单位：市住建局（牵头）
整改时限：2026年9月底前
整改目标：消除。
"""


def read(text: str, units: Units) -> Understanding:
    """What a text is understood to say."""
    return understand(text.encode(), "a.txt", units)


def measures(said: Understanding) -> list[list[tuple[str | None, str]]]:
    """The measures of all tasks with their numbers."""
    return [[(measure.number, measure.text) for measure in issue.measures] for issue in said.issues]


def codes(said: Understanding) -> list[str]:
    """What was told."""
    return [one.code for one in said.diagnostics]


# --- numbers that look like figures, and figures that look like numbers ---------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1.2025.6月底前清淤。\n2.2025 年底前截污。\n3.25年底前验收。",
            ["2025.6月底前清淤。", "2025 年底前截污。", "25年底前验收。"],
        ),
        ("1.3处排口封堵。\n2.5公里管网改造。\n3.清淤。", ["3处排口封堵。", "5公里管网改造。", "清淤。"]),
        ("1.3处排口封堵。\n2.清淤。", ["3处排口封堵。", "清淤。"]),
        (
            "1.清淤。2.3处排口封堵。3.5公里管网改造；4.验收。",
            ["清淤。", "3处排口封堵。", "5公里管网改造；", "验收。"],
        ),
        ("1.清淤，改造\n2.5公里管网。\n2.验收。", ["清淤，改造\n2.5公里管网。", "验收。"]),
        ("1.清淤。2.5公里管网一并改造。", ["清淤。2.5公里管网一并改造。"]),
    ],
)
def test_number_before_a_figure_is_the_number_of_the_measure(
    text: str, expected: list[str], units: Units
) -> None:
    """``1.3处`` is measure 1 where measure 2 follows; a figure is never cut where it is none."""
    said = read(f"某方案\n\n1.黑臭水体返黑\n{FIELDS}整改措施：\n{text}\n", units)
    numbered = [(f"{n}.", one) for n, one in enumerate(expected, 1)]
    assert [numbered] == measures(said)


def test_number_before_a_figure_in_a_title(units: Units) -> None:
    """``2.2处垃圾堆存`` is problem 2 where it comes next, and no text of the measure above it."""
    blocks = [f"{n}.{title}\n{FIELDS}整改措施：\n1.清运。\n2.验收。\n" for n, title in enumerate(TITLES, 1)]
    said = read("某方案\n\n" + "\n".join(blocks), units)
    assert [(str(n), title) for n, title in enumerate(TITLES, 1)] == [
        (i.number, i.title) for i in said.issues
    ]
    assert [[("1.", "清运。"), ("2.", "验收。")]] * len(TITLES) == measures(said)
    assert [] == codes(said)


TITLES = ["3处排口直排", "2处垃圾堆存", "5公里管网破损", "扬尘管控不到位"]


# --- a notice that covers a plan ------------------------------------------------------------------------------

NOTICE = """示例市人民政府办公室
关于印发{named}的通知
示例政办发〔2025〕5号

各县区人民政府，市政府各部门：
{body}已经市政府同意，现印发给你们，请认真贯彻落实。

示例市人民政府办公室
2025年1月10日

"""
PLAN = "示例市贯彻落实督察反馈问题整改方案"
TASK = f"1.黑臭水体返黑\n{FIELDS}整改措施：\n（一）清淤。\n"


@pytest.mark.parametrize(
    ("named", "own"),
    [
        (f"《{PLAN}》", f"{PLAN}\n\n一、总体要求\n坚持问题导向。\n\n"),
        (f"《{PLAN}》", f"附件\n\n{PLAN[:9]}\n{PLAN[9:]}\n\n"),
        (PLAN, f"附件1\n\n{PLAN}\n\n"),
        (f"《{PLAN}》", "附件\n\n整改任务清单\n\n"),
        ("整改文件", f"附件\n\n{PLAN}\n\n"),
    ],
)
def test_plan_below_its_notice_has_its_own_title(named: str, own: str, units: Units) -> None:
    """The title is that of the plan, issuer and day are those of who signs the notice."""
    body = named if named.startswith("《") else f"《{named}》"
    said = read(NOTICE.format(named=named, body=body) + own + TASK, units)
    assert said.plan is not None
    found = said.plan.title, said.plan.issuer, str(said.plan.issued)
    assert (PLAN, "示例市人民政府办公室", "2025-01-10") == found
    assert [[("（一）", "清淤。")]] == measures(said)


def test_notice_without_a_list_keeps_its_name(units: Units) -> None:
    """What covers nothing in the file is a notice, and no plan."""
    said = read(NOTICE.format(named=f"《{PLAN}》", body=f"《{PLAN}》"), units)
    assert ("notice", None) == (said.shape.kind.value, said.plan)


# --- labels with another beside them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("整改措施：", "整改措施及责任分工："),
        ("整改措施：", "具体整改措施和完成时限："),
        ("整改措施：", "【整改措施及时间安排】"),
        ("责任单位：", "整改责任单位及责任人："),
        ("责任单位：", "責任單位及責任人："),
        ("整改目标：", "整改目标及完成标准："),
        ("整改时限：", "整改时限和要求："),
        ("验收单位：", "验收单位及责任人："),
        ("整改时限：", "计划完成时间："),
        ("整改措施：", "整改举措："),
        ("整改时限：", "完成节点："),
    ],
)
def test_label_with_another_beside_it_is_that_label(old: str, new: str, units: Units) -> None:
    """整改措施及责任分工 are the measures: what stands beside a label changes nothing of what the field is."""
    plain = f"某方案\n\n{TASK}"
    said = read(plain.replace(old, new), units)
    assert plain != plain.replace(old, new)
    assert (read(plain, units).issues, []) == (said.issues, codes(said))


@pytest.mark.parametrize("label", ["推进节点：", "工程期限："])
def test_label_of_a_day_that_nobody_knows_is_told_and_no_problem(label: str, units: Units) -> None:
    """What looks like the label of a day is kept as written and named; the problem stays what it was."""
    plain = f"某方案\n\n{TASK}"
    said = read(plain.replace("整改时限：", label), units)
    assert {"L515", "L512"} <= set(codes(said))
    assert read(plain, units).issues[0].problem == said.issues[0].problem


@pytest.mark.parametrize("label", ["整改措施及落实情况：", "存在问题及整改措施：", "整改措施及其他："])
def test_label_with_anything_else_beside_it_is_told(label: str, units: Units) -> None:
    """What may tell how far a task has come, or nobody knows, is no label of measures."""
    said = read(f"某方案\n\n{TASK}".replace("整改措施：", label), units)
    assert {"L511", "L512"} == set(codes(said))


def test_who_watches_over_a_task_in_brackets_is_no_problem(units: Units) -> None:
    """【牵头领导】 above the first field of a task is a line of its own, and no text of the problem."""
    said = read(f"某台账\n\n{TASK}".replace("验收单位：", "【牵头领导】张某\n验收单位："), units)
    (issue,) = said.issues
    assert (None, ["牵头领导"]) == (issue.problem, [other.label for other in issue.others])


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("牵头单位市住建局，配合单位市水务局、市农牧局", ["市住建局"], ["市水务局", "市农牧局"]),
        ("牵头部门：市住建局；配合部门：市水务局", ["市住建局"], ["市水务局"]),
    ],
)
def test_roles_in_a_line_of_units(text: str, lead: list[str], support: list[str], units: Units) -> None:
    """牵头单位甲，配合单位乙: with a colon or without."""
    said = read(f"某方案\n\n{TASK}".replace("市住建局（牵头）", text), units)
    (issue,) = said.issues
    assert (lead, support) == (list(issue.responsibility.lead), list(issue.responsibility.support))


# --- sections （一）, measures （1） ------------------------------------------------------------------------------

SECTIONED = """某方案

一、总体要求
坚持问题导向。

二、整改任务
（一）绿色发展理念树得不牢

{first}
责任单位：市住建局（牵头）
整改目标：消除。
整改措施：
（1）清淤。
（2）截污。
（3）验收。
整改时限：2026年9月底前
验收单位：市水务局

{second}
责任单位：市住建局（牵头）
整改目标：清理。
整改措施：
（1）清运。
（2）巡查。
整改时限：2026年9月底前
验收单位：市水务局

（二）污染防治存在短板

{third}
责任单位：市住建局（牵头）
整改目标：达标。
整改措施：
（1）覆盖。
（2）喷淋。
（3）监测。
整改时限：2026年9月底前
验收单位：市水务局

三、保障措施
（一）加强组织领导。
"""


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("described", [True, False])
def test_measures_in_sections_in_brackets(anew: bool, described: bool, units: Units) -> None:
    """Sections （一）, problems 1. and measures （1）: three tasks with all their measures, in their sections."""
    more = "。督察发现，整改不到位。" if described else ""
    heads = [
        f"{n}.{title}{more}" for n, title in enumerate(["黑臭水体返黑", "垃圾乱倒", "扬尘管控不到位"], 1)
    ]
    if anew:  # numbers that begin anew in each section
        heads[2] = f"1.扬尘管控不到位{more}"
    said = read(SECTIONED.format(first=heads[0], second=heads[1], third=heads[2]), units)
    expected = [["清淤。", "截污。", "验收。"], ["清运。", "巡查。"], ["覆盖。", "喷淋。", "监测。"]]
    assert expected == [[text for _, text in one] for one in measures(said)]
    assert ["黑臭水体返黑", "垃圾乱倒", "扬尘管控不到位"] == [issue.title for issue in said.issues]
    assert ["一", "一", "二"] == [issue.section for issue in said.issues]
    assert ["L570"] == codes(said)


# --- what others write in several paragraphs ------------------------------------------------------------------


@pytest.mark.parametrize("stop", ["；", "。"])
def test_problem_and_labels_in_one_paragraph(stop: str, units: Units) -> None:
    """A paragraph of its own that describes the problem and goes on with all labels, parted by either stop."""
    labels = stop.join(line.rstrip("。") for line in FIELDS.strip().split("\n"))
    lines = [
        f"{n}、{title}\n雨后返黑3处。{labels}。整改措施：1.清淤。2.截污；3.验收。\n" for n, title in ALIKE
    ]
    said = read("某方案\n\n" + "\n".join(lines), units)
    assert [title for _, title in ALIKE] == [issue.title for issue in said.issues]
    assert ["雨后返黑3处。"] * 2 == [issue.problem for issue in said.issues]
    assert [[("1.", "清淤。"), ("2.", "截污；"), ("3.", "验收。")]] * 2 == measures(said)
    assert [(("市水务局",), "2026-09-30")] * 2 == [
        (i.acceptance.units, str(i.deadline.due)) for i in said.issues
    ]
    assert [] == codes(said)


ALIKE = [("一", "东河黑臭水体返黑"), ("二", "西河黑臭水体返黑")]


def test_units_and_days_in_a_measure_are_no_task(units: Units) -> None:
    """Labels behind a sentence of a measure stay in it."""
    text = f"某方案\n\n{TASK}（二）截污15公里。责任单位：市住建局；完成时限：2026年5月底。\n"
    (task,) = measures(read(text, units))
    assert [
        ("（一）", "清淤。"),
        ("（二）", "截污15公里。责任单位：市住建局；完成时限：2026年5月底。"),
    ] == task


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "清理河道（含东河、西河；北河除外）；2025年6月底前完成截污；加强巡查。",
            ["清理河道（含东河、西河；北河除外）；", "2025年6月底前完成截污；", "加强巡查。"],
        ),
        ("建设甲工程8.5公里；乙工程4.1公里；丙工程3.2公里。", None),
        ("清理河道；加强巡查。发现问题立即整改。", None),
        ("对以下各类突出环境问题逐一开展整改：清理河道；加强巡查。", None),
    ],
)
def test_measures_in_one_sentence_are_parted(text: str, expected: list[str] | None, units: Units) -> None:
    """One sentence without numbers whose parts each say what is to be done: measures, and that is told."""
    said = read(f"某方案\n\n{TASK}".replace("（一）清淤。", text), units)
    assert [[(None, one) for one in expected or [text]]] == measures(said)
    assert [] == [code for code in codes(said) if code not in {"L576", "L575"}]
    assert (expected is not None) is ("L576" in codes(said))


# --- a table that states a day for the task and one for each measure ----------------------------------------------

WIDE = "序号,问题,整改目标,整改措施,完成时间,整改时限,责任单位,验收单位"
ROWS = """1,黑臭水体返黑,消除。,清淤。,2025年6月底,2026年9月底前,市住建局,市水务局
,,,截污。,2025年8月底,,,
2,垃圾乱倒,清理。,清运。,2026年3月底,2026年6月底前,市住建局,市水务局
"""


def _days(said: Understanding) -> list[tuple[str, list[str | None]]]:
    return [(str(i.deadline.due), [one.deadline_text for one in i.measures]) for i in said.issues]


@pytest.mark.parametrize("more", [True, False])
def test_day_of_a_measure_beside_the_day_of_its_task(more: bool, units: Units) -> None:
    """Two columns for days: the one that changes within a task is of its measures, the other of the task."""
    rows = [one for one in ROWS.splitlines() if more or not one.startswith(",")]
    said = understand("\n".join([WIDE, *rows]).encode(), "a.csv", units)
    first: list[str | None] = ["2025年6月底", "2025年8月底"] if more else ["2025年6月底"]
    assert [("2026-09-30", first), ("2026-06-30", ["2026年3月底"])] == _days(said)
    assert [] == codes(said)


def test_columns_under_the_measures_are_theirs(units: Units) -> None:
    """A head in two rows: who and by when under 整改措施 is of each measure, also where a task has only one."""
    head = "<tr>" + "".join(f"<td rowspan=2>{one}</td>" for one in ("序号", "问题", "整改目标"))
    head += "<td colspan=3>整改措施</td><td rowspan=2>整改时限</td><td rowspan=2>牵头单位</td></tr>"
    head += "<tr><td>内容</td><td>责任单位</td><td>完成时间</td></tr>"
    row = "<tr><td>1</td><td>黑臭水体返黑</td><td>消除。</td><td>清淤。</td><td>昆区</td><td>2025年6月底</td>"
    row += "<td>2026年9月底前</td><td>市住建局</td></tr>"
    said = understand(f"<table>{head}{row}</table>".encode(), "a.html", units)
    assert [("2026-09-30", ["2025年6月底"])] == _days(said)
    (issue,) = said.issues
    assert (("市住建局",), (), ("昆区",)) == (
        issue.responsibility.lead,
        issue.responsibility.support,
        issue.measures[0].by,
    )


# --- places below the districts -------------------------------------------------------------------------------

TOWNS = Units(
    UnitsFile.model_validate(
        {
            "units": {
                name: {"name": name, "kind": "other"}
                for name in ("城关镇", "石桥乡", "南街街道", "白云街道", "巴润苏木")
            }
        }
    )
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("城关镇人民政府（牵头），石桥乡党委、政府", ["城关镇", "石桥乡"]),
        ("南街街道办事处、白云街道党工委和办事处", ["南街街道", "白云街道"]),
        ("城关镇、石桥乡人民政府，巴润苏木人民政府", ["城关镇", "石桥乡", "巴润苏木"]),
        ("城关镇委、镇政府", ["城关镇"]),
        ("城关镇", ["城关镇"]),
    ],
)
def test_town_and_its_bodies_are_one_unit(text: str, found: list[str]) -> None:
    """A town is known with its government, party and office after it, whatever kind the table gives it."""
    line = read_units(text, TOWNS)
    assert (found, []) == (line.units, line.unresolved)


def test_town_that_was_drafted_is_known_where_it_stands() -> None:
    """What is drafted from a document is all that reading it again needs."""
    text = f"某方案\n\n{TASK}".replace("市住建局（牵头）", "城关镇人民政府（牵头），南街街道办事处")
    nobody = Units(UnitsFile(units={}))
    draft = draft_units(read(text, nobody).document, nobody)
    assert ["市水务局", "城关镇", "南街街道"] == list(draft.units)
    table, _ = read_units_file({UNITS: draft_text(draft, REMARKS).encode()})
    assert table is not None
    text = text.replace("清淤。", "南街街道办事处负责清淤。")
    said = read(text, Units(table))
    assert (("城关镇",), ("南街街道",)) == (
        said.issues[0].responsibility.lead,
        said.issues[0].responsibility.support,
    )
    assert [("南街街道",)] == [one.by for one in said.issues[0].measures]
    assert [] == codes(said)


# --- more of the same kinds -----------------------------------------------------------------------------------


def test_title_that_ends_with_a_stop_is_a_title(units: Units) -> None:
    """关于…的问题。 heads a task, in numbers that begin anew in each section, and is in no field above it."""
    task = "具体表现：检查发现直排。\n整改措施：一是清淤。二是截污。\n责任单位：市住建局；完成时限：2026年6月30日。\n"
    titles = ["关于河道的问题。", "关于垃圾的问题。", "关于扬尘的问题。"]
    lines = [
        "（一）关于水的方面",
        f"1.{titles[0]}",
        task,
        f"2.{titles[1]}",
        task,
        "（二）关于气的方面",
        f"1.{titles[2]}",
        task,
    ]
    said = read("某分解表\n\n" + "\n".join(lines), units)
    assert titles == [issue.title for issue in said.issues]
    assert ["2026-06-30"] * 3 == [str(issue.deadline.due) for issue in said.issues]
    assert [("一是", "清淤。"), ("二是", "截污。")] == measures(said)[2]


def test_block_that_begins_with_a_code(units: Units) -> None:
    """受理编号：D3NM… counts nothing: a number is given, which is told, and the code is kept."""
    block = "受理编号：D3NM{}\n交办问题：{}油烟扰民。\n责任单位：市住建局\n整改时限：2026年9月底前\n办理状态：已办结\n"
    said = read("某一览表\n\n" + block.format("001", "东街") + "\n" + block.format("002", "西街"), units)
    assert ["东街油烟扰民。", "西街油烟扰民。"] == [issue.title for issue in said.issues]
    assert ["D3NM001", "D3NM002"] == [issue.others[0].text for issue in said.issues]
    assert {"L533", "L525", "L512"} == set(codes(said))


def test_head_over_two_columns_names_both(units: Units) -> None:
    """主要措施及完成时限 over two columns: the second holds days, and no measures."""
    head = "<tr><td>序号</td><td>问题</td><td colspan=2>主要措施及完成时限</td><td>牵头单位</td></tr>"
    rows = "<tr><td rowspan=2>1</td><td rowspan=2>黑臭水体返黑</td><td>清淤。</td><td>2025年6月底</td>"
    rows += "<td rowspan=2>市住建局</td></tr><tr><td>截污。</td><td>2025年8月底</td></tr>"
    said = understand(f"<table>{head}{rows}</table>".encode(), "a.html", units)
    assert [("None", ["2025年6月底", "2025年8月底"])] == _days(said)
    assert [[(None, "清淤。"), (None, "截污。")]] == measures(said)


def test_heading_of_the_problem_is_no_part_of_it(units: Units) -> None:
    """（一）存在问题 alone in its line heads what follows."""
    text = "一、关于水源地的问题\n（一）存在问题\n水源地内有违章建筑。\n（二）整改目标\n消除。\n（三）责任单位\n市住建局\n"
    said = read("某方案\n\n" + text + text.replace("一、", "二、"), units)
    assert ["水源地内有违章建筑。"] * 2 == [issue.problem for issue in said.issues]


def test_total_at_the_end_of_a_table_is_no_measure(units: Units) -> None:
    """合计：2家 in the column of the measures is not recognised, and goes on with no task."""
    rows = [*ROWS.splitlines(), ",,,合计：2家,,,,", "注：按月报送。,,,,,,,"]
    said = understand("\n".join([WIDE, *rows]).encode(), "a.csv", units)
    assert [["清淤。", "截污。"], ["清运。"]] == [[text for _, text in one] for one in measures(said)]
    assert ["合计：2家", "注：按月报送。"] == [line.text for line in said.document.unrecognised]


def test_goal_of_several_lines_with_labels(units: Units) -> None:
    """近期目标：… and 远期目标：… below 整改目标 are the goal; what comes next is not."""
    goal = "整改目标：\n近期目标：2025年底前完成3座。\n远期目标：全部完成。\n进度安排：2027年12月底前完成。\n"
    text = f"某方案\n\n{TASK}".replace("整改时限：2026年9月底前\n", "").replace("整改目标：消除。\n", goal)
    (issue,) = read(text, units).issues
    assert "近期目标：2025年底前完成3座。\n远期目标：全部完成。" == issue.goal
    assert "2027-12-31" == str(issue.deadline.due)


def test_label_before_a_title_is_no_part_of_it(units: Units) -> None:
    """一、问题：饮水安全保障不足。整改目标：… in one paragraph."""
    line = "{}、问题：{}保障不足。整改目标：达标。整改措施：（1）新建8处；（2）改造。责任单位：市水务局。"
    said = read("某方案\n\n" + line.format("一", "饮水") + "\n" + line.format("二", "灌溉") + "\n", units)
    assert ["饮水保障不足。", "灌溉保障不足。"] == [issue.title for issue in said.issues]


def test_plan_for_one_problem_in_parts(units: Units) -> None:
    """一、问题基本情况 … 四、责任分工: one task, and no part of it is one; 第12项 is no total."""
    text = "某区督察第12项问题整改方案\n\n一、问题基本情况\n油烟扰民，较2024年增加12%。\n二、整改目标\n投诉量较2024年下降30%。\n"
    text += "三、整改时限\n2025年9月底前\n四、责任分工\n牵头单位：市住建局\n责任单位：市水务局\n五、整改措施\n（一）排查。\n"
    said = read(text, units)
    (issue,) = said.issues
    assert (("市住建局",), ("市水务局",)) == (issue.responsibility.lead, issue.responsibility.support)
    assert {"L533", "L525"} == set(codes(said))


@pytest.mark.parametrize(
    "table",
    [
        "序号\t问题\t整改措施\t责任单位\t完成时限\n1\t黑臭水体返黑\t清淤3处。\t市水务局\t2025年底\n",
        (
            "| 序号 | 问题 | 整改措施 | 责任单位 | 完成时限 |\n| --- | --- | --- | --- | --- |\n"
            "| 1 | 黑臭水体返黑 | 清淤3处。 | 市水务局 | 2025年底 |\n"
        ),
    ],
)
def test_table_that_was_pasted_below_its_title(table: str, units: Units) -> None:
    """Cells parted by tabs or bars, a title above and who signs below."""
    said = read(f"某市整改任务清单\n\n{table}\n某市整改办\n2025年1月5日\n", units)
    assert said.plan is not None
    assert ("某市整改任务清单", "某市整改办") == (said.plan.title, said.plan.issuer)
    (issue,) = said.issues
    found = issue.title, issue.responsibility.lead, str(issue.deadline.due)
    assert ("黑臭水体返黑", ("市水务局",), "2025-12-31") == found
    assert [[(None, "清淤3处。")]] == measures(said)
    assert {"L512", "L525"} == set(codes(said))


@pytest.mark.parametrize(
    ("leads", "lead", "support", "told"),
    [
        (("市水务局", "市水务局"), ("市水务局",), ("市住建局",), {"L512", "L525"}),
        (("市水务局", "市住建局"), (), (), {"L512", "L525", "L571"}),
    ],
)
def test_leads_of_measures(
    leads: tuple[str, str], lead: tuple[str, ...], support: tuple[str, ...], told: set[str], units: Units
) -> None:
    """Who leads all measures leads the task; where each has another lead nobody does, and that is told."""
    text = f"①清淤。（牵头单位：{leads[0]}；责任单位：市住建局）\n②截污。（牵头单位：{leads[1]}）\n"
    said = read(f"某方案\n\n1.黑臭水体返黑\n整改目标：消除。\n整改措施：\n{text}", units)
    (issue,) = said.issues
    assert (lead, support) == (issue.responsibility.lead, issue.responsibility.support)
    assert told == set(codes(said))


def test_fields_numbered_below_a_problem_in_brackets(units: Units) -> None:
    """一、 section, （一） problem, 1.问题表现 … 5.整改措施: as deep as lists of tasks go."""
    block = "1.问题表现：检查发现直排。\n2.整改目标：消除。\n3.整改时限：2025年3月底前。\n4.责任单位：市水务局。\n5.整改措施：\n（1）清淤。\n（2）截污。\n"
    said = read(f"某清单\n\n一、水环境方面\n（一）黑臭水体\n{block}（二）垃圾乱倒\n{block}", units)
    assert ["黑臭水体", "垃圾乱倒"] == [issue.title for issue in said.issues]
    assert [[("（1）", "清淤。"), ("（2）", "截污。")]] * 2 == measures(said)


def test_title_below_an_annex_is_the_title(units: Units) -> None:
    """附件, and below it what the list is called, with nothing before."""
    said = read(f"附件\n\n东湖市整改任务表\n\n{TASK}", units)
    assert said.plan is not None
    assert "东湖市整改任务表" == said.plan.title


def test_bar_of_a_web_page_is_no_title(units: Units) -> None:
    """首页, 政务公开 above the heading and who keeps the site below are furniture, whatever the page calls them."""
    page = "<div class=header><ul><li>首页</li><li>政务公开</li></ul></div><h2>某县整改任务清单</h2>"
    body = "".join(f"<p>{line}</p>" for line in TASK.splitlines())
    said = understand(
        f"<html><body>{page}{body}<p>主办：某县政府 ICP备1号</p></body></html>".encode(), "a.html", units
    )
    assert said.plan is not None
    assert ("某县整改任务清单", []) == (said.plan.title, codes(said))


def test_circled_numbers_with_a_blank_before_them_part_measures(units: Units) -> None:
    """A circled number behind a blank begins a measure, also where no stop stands before it."""
    text = "某方案\n\n1.某问题\n责任单位：市水务局\n整改时限：长期坚持\n整改措施：①排查管网 ②清理淤泥 ③加强巡查。\n"
    assert [["排查管网", "清理淤泥", "加强巡查。"]] == [
        [measure.text for measure in issue.measures] for issue in read(text, units).issues
    ]
