"""Lists as other offices lay them out: what ends one, blocks of labels, tables with a row a measure."""

# ruff: noqa: SIM300 - what is expected stands first

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli_tools import REPO, run_cli, run_json
from ledger.folder import read_folder
from ledger.model.unit import Units
from ledger.plans.laying import account
from ledger.plans.understand import Understanding, understand
from ledger.reading.load import load

TASKS = """某市整改方案

附件：整改任务清单

1.黑臭水体返黑
现场检查发现直排。
验收单位：市水务局
责任单位：市水务局（牵头）
整改时限：2026年9月底前
整改目标：消除黑臭。
整改措施：
（一）清淤。
（二）截污。

2.垃圾乱倒
沿河堆放垃圾。
验收单位：市水务局
责任单位：市水务局（牵头）
整改时限：2026年9月底前
整改目标：清理干净。
整改措施：
（一）清运。
（二）巡查。
"""
GENERAL = """（一）加强组织领导。各级各部门要高度重视。
（二）强化督导。2025年6月底前建立调度机制。
（三）严肃问责。
"""


def measures(said: Understanding) -> list[list[str]]:
    """The measures of all tasks."""
    return [[measure.text for measure in issue.measures] for issue in said.issues]


def told(said: Understanding) -> list[tuple[str, int]]:
    """Codes and lines of what was told."""
    return [(one.code, one.span.line) for one in said.diagnostics]


def is_accounted_for(said: Understanding) -> bool:
    """Whether every character is in exactly one sum."""
    sums = account(said.document)
    return sums.total == sums.fields + sums.preamble + sums.furniture + sums.unrecognised


# --- where a list ends ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "三、保障措施",
        "四、组织领导",
        "三、组织领导和保障措施",
        "第三部分 工作要求",
        "3.保障措施",
        "保障措施",
        "五、保障機制",
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_list_ends_at_a_part_about_all_tasks(heading: str, numbered: bool, units: Units) -> None:
    """What follows is in no measure, makes no milestone, and is told once as a note."""
    tasks = TASKS if numbered else TASKS.replace("（一）", "").replace("（二）", "")
    said = understand(f"{tasks}{heading}\n{GENERAL}".encode(), "a.txt", units)
    assert [["清淤。", "截污。"], ["清运。", "巡查。"]] == measures(said)
    assert [("L570", 24)] == told(said)
    assert [heading, *GENERAL.strip().split("\n")] == [line.text for line in said.document.after]
    assert is_accounted_for(said)


def test_annex_and_signature_behind_that_part(units: Units) -> None:
    """Who signs is read, an annex is not recognised: neither is part of what the heading heads."""
    text = f"{TASKS}三、保障措施\n{GENERAL}某市整改办\n2025年1月10日\n附件2\n1.填表说明\n"
    said = understand(text.encode(), "a.txt", units)
    assert [("L570", 24), ("L511", 30), ("L511", 31)] == told(said)
    assert said.plan is not None
    assert ("某市整改办", "2025-01-10") == (said.plan.issuer, str(said.plan.issued))
    assert is_accounted_for(said)


def test_another_heading_is_not_swallowed(units: Units) -> None:
    """A heading of a section that nobody knows ends the task as well; what it heads is not recognised."""
    said = understand(f"{TASKS}三、加快建设步伐\n{GENERAL}".encode(), "a.txt", units)
    assert [["清淤。", "截污。"], ["清运。", "巡查。"]] == measures(said)
    assert [("L511", n) for n in (24, 25, 26, 27)] == told(said)
    assert is_accounted_for(said)


@pytest.mark.parametrize("third", ["（三）加强组织领导。", "（三）落实保障措施；", "（三）组织领导"])
def test_measure_about_leading_is_a_measure(third: str, units: Units) -> None:
    """The next number of the measures is the next measure, whatever it says."""
    said = understand(f"{TASKS}{third}\n".encode(), "a.txt", units)
    assert third.removeprefix("（三）") == said.issues[1].measures[2].text


def test_section_of_tasks_goes_on(units: Units) -> None:
    """三、组织领导不力 heads tasks where tasks follow."""
    more = TASKS[TASKS.index("2.垃圾") :].replace("2.", "3.", 1)
    said = understand(f"{TASKS}三、组织领导不力\n{more}".encode(), "a.txt", units)
    assert ["1", "2", "3"] == [issue.number for issue in said.issues]
    assert [2, 2, 2] == [len(issue.measures) for issue in said.issues]


def test_list_may_begin_with_the_second_section(units: Units) -> None:
    """一、总体要求 is in the preamble: 二 skips nothing, 三 does."""
    text = TASKS.replace("附件：整改任务清单", "一、总体要求\n要抓好。\n二、整改任务")
    assert [] == told(understand(text.encode(), "a.txt", units))
    assert ["L538"] == [
        code for code, _ in told(understand(text.replace("二、", "三、").encode(), "a.txt", units))
    ]


# --- blocks of labels -------------------------------------------------------------------------------

BLOCKS = """某市整改台账

一、水环境
序号：1
问题：黑臭水体返黑
具体表现：现场检查发现直排。
验收单位：市水务局
责任单位：市水务局（牵头）、昆区
责任人：甲某
整改时限：2026年9月底前
整改目标：消除黑臭。
整改措施：
1.清淤。
2.截污，2026年3月底前完成。
二、固废
序号：2
问题：垃圾乱倒。沿河堆放垃圾。
责任单位：市水务局
验收单位：市水务局
整改措施：（一）清运。（二）巡查。
整改目标：清理干净。
整改时限：2026年9月底前
某市整改办
2025年1月10日
"""
BLOCK_TASKS = [
    ("1", "一", "黑臭水体返黑", "现场检查发现直排。", ["清淤。", "截污，2026年3月底前完成。"]),
    ("2", "二", "垃圾乱倒", "沿河堆放垃圾。", ["清运。", "巡查。"]),
]


def tasks(said: Understanding) -> list[tuple[str, str | None, str, str | None, list[str]]]:
    """Number, section, title, problem and measures of all tasks."""
    return [
        (issue.number, issue.section, issue.title, issue.problem, [one.text for one in issue.measures])
        for issue in said.issues
    ]


DRESS = {
    "plain": lambda text: text,
    "one line": lambda text: text.replace("\n问题：", "；问题："),
    "第1项": lambda text: text.replace("序号：1", "序号：第1项").replace("序号：2", "序号：第2项"),
    "other names": lambda text: text.replace("序号：", "任务编号：").replace("问题：", "整改任务："),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "half": lambda text: text.replace("：", ":"),
    "value below": lambda text: text.replace("责任单位：", "责任单位：\n"),
}


@pytest.mark.parametrize("name", DRESS)
def test_blocks_of_labels(name: str, units: Units) -> None:
    """Each block is a task with all its fields, sections and signature apart, nothing told."""
    said = understand(DRESS[name](BLOCKS).encode(), "a.txt", units)
    assert BLOCK_TASKS == tasks(said)
    assert [] == told(said)
    first, second = said.issues
    assert ((("市水务局",), ("昆区",)), (("市水务局",), ())) == tuple(
        (one.responsibility.lead, one.responsibility.support) for one in (first, second)
    )
    assert ["2026-09-30"] * 2 == [str(one.deadline.due) for one in said.issues]
    assert [("责任人", "甲某", "person")] == [(one.label, one.text, one.role) for one in first.others]
    assert said.plan is not None
    assert ("某市整改台账", "某市整改办") == (said.plan.title, said.plan.issuer)
    assert is_accounted_for(said)


def test_blocks_without_numbers(units: Units) -> None:
    """They are given in order, which is said; numbered measures above the next block head no task."""
    text = (
        BLOCKS.replace("一、水环境\n", "")
        .replace("二、固废\n", "")
        .replace("序号：1\n", "")
        .replace("序号：2\n", "")
    )
    said = understand(text.encode(), "a.txt", units)
    assert [(number, None, *rest) for number, _, *rest in BLOCK_TASKS] == tasks(said)
    assert ["L533"] == [code for code, _ in told(said)]


def test_labels_below_a_heading_are_no_blocks(units: Units) -> None:
    """The lines of a task that is headed 1.… stay its own, whatever label the first of them has."""
    text = TASKS.replace("现场检查", "存在问题：现场检查").replace("沿河", "存在问题：沿河")
    assert ["黑臭水体返黑", "垃圾乱倒"] == [
        issue.title for issue in understand(text.encode(), "a.txt", units).issues
    ]


@pytest.mark.parametrize(
    "unknown", ["佐证材料：台账一册。", "主要难点：资金不足。", "整改要求及佐证材料：台账。"]
)
@pytest.mark.parametrize("text", [TASKS, BLOCKS])
def test_unknown_label_goes_on_with_no_field(text: str, unknown: str, units: Units) -> None:
    """Between two known labels: not part of the goal above, told with its place; all else is as before.

    In a block of labels it is a further line of its task, elsewhere it is not recognised.
    """
    goal = "整改目标：消除黑臭。\n"
    plain = understand(text.encode(), "a.txt", units)
    said = understand(text.replace(goal, f"{goal}{unknown}\n").encode(), "a.txt", units)
    line = text[: text.index(goal)].count("\n") + 2
    assert [("L511" if text == TASKS else "L515", line)] == told(said)
    assert ([unknown] if text == TASKS else []) == [left.text for left in said.document.unrecognised]
    further = [f"{one.label}：{one.text}" for one in said.issues[0].others[len(plain.issues[0].others) :]]
    assert ([] if text == TASKS else [unknown]) == further
    assert [(i.goal, measures(plain)) for i in plain.issues] == [
        (i.goal, measures(said)) for i in said.issues
    ]
    assert is_accounted_for(said)


@pytest.mark.parametrize("text", [TASKS, BLOCKS])
def test_a_label_of_further_lines_has_its_value_below(text: str, units: Units) -> None:
    """Between two known labels, and no part of the goal above."""
    goal = "整改目标：消除黑臭。\n"
    said = understand(text.replace(goal, f"{goal}销号标准及要求：\n验收\n").encode(), "a.txt", units)
    assert [] == told(said)
    assert ("销号标准及要求", "验收") in [(one.label, one.text) for one in said.issues[0].others]
    assert ["消除黑臭。", "清理干净。"] == [issue.goal for issue in said.issues]


def test_goal_may_be_made_of_labelled_lines(units: Units) -> None:
    """近期：… 远期：… from its start on are the goal."""
    goal = "近期：消除黑臭。\n远期：水质达标。"
    text = TASKS.replace("整改目标：消除黑臭。", f"整改目标：\n{goal}")
    said = understand(text.encode(), "a.txt", units)
    assert goal == said.issues[0].goal
    assert [] == told(said)


@pytest.mark.parametrize("lost", ["序号：2\n", "问题：垃圾乱倒。沿河堆放垃圾。\n"])
def test_block_that_lacks_its_head_is_told(lost: str, units: Units) -> None:
    """Two tasks run into one, or one without a name: told, not silent."""
    said = understand(BLOCKS.replace("二、固废\n", "").replace(lost, "").encode(), "a.txt", units)
    assert said.diagnostics


@pytest.mark.parametrize("text", ["序号：1\n问题：黑臭\n整改目标：无\n", "序号：1\n责任单位：市水务局\n"])
def test_no_task_is_made_of_less(text: str, units: Units) -> None:
    """A problem, and who or by when, make a task; less makes none."""
    said = understand(text.encode(), "a.txt", units)
    assert () == said.issues
    assert said.diagnostics


@pytest.mark.parametrize(
    ("paragraph", "title", "problem"),
    [
        ("黑臭水体返黑。雨后返黑。", "黑臭水体返黑", "雨后返黑。\n现场检查发现直排。"),
        (
            "**黑臭。** 下游12.5公里混接。超标2倍。",
            "**黑臭",
            "下游12.5公里混接。超标2倍。\n现场检查发现直排。",
        ),
        (f"{'长' * 60}。雨后返黑。", "长" * 60, "雨后返黑。\n现场检查发现直排。"),
        ("黑臭水体返黑。", "黑臭水体返黑。", "现场检查发现直排。"),
    ],
)
def test_first_sentence_of_a_paragraph_is_the_title(
    paragraph: str, title: str, problem: str, units: Units
) -> None:
    """What follows in the paragraph describes the problem, however long either is."""
    said = understand(TASKS.replace("黑臭水体返黑", paragraph).encode(), "a.txt", units)
    assert (title, problem) == (said.issues[0].title, said.issues[0].problem)
    assert [["清淤。", "截污。"], ["清运。", "巡查。"]] == measures(said)
    assert [] == told(said)
    assert is_accounted_for(said)


def test_sub_items_share_all_of_a_title(units: Units) -> None:
    """A short paragraph right above （1） is the title of its sub-items, and no task itself."""
    text = TASKS.replace("黑臭水体返黑\n", "水体返黑。问题如下。\n（1）")
    said = understand(text.encode(), "a.txt", units)
    assert [("1（1）", "水体返黑。问题如下。"), ("2", "垃圾乱倒")] == [
        (i.number, i.title) for i in said.issues
    ]
    assert [] == told(said)


@pytest.mark.parametrize("blank", ["\u2003\u2003", "\u2002", "\u3000", "\u00a0", "&emsp;", " \t"])
def test_blanks_before_a_number_are_no_text(blank: str, units: Units) -> None:
    """Whatever indents a line, its number is one, in a text and in a page."""
    plain = understand(TASKS.encode(), "a.txt", units)
    text = TASKS.replace("（", f"{blank}（").replace(f"{blank}（牵头", "（牵头")
    page = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    for data, name in ((text, "a.txt"), (f"<html><body>{page}</body></html>", "a.html")):
        said = understand(data.encode(), name, units)
        assert plain.issues == said.issues
        assert [] == told(said)


# --- tables with a row a measure --------------------------------------------------------------------

ROWS = "序号,整改任务,验收单位,责任单位,整改时限,整改目标,整改措施\n"
APART = """1,黑臭水体,市水务局,市水务局,2025年6月底前,消除,清淤。
1,黑臭水体,市水务局,市城市管理局、昆区,立行立改，2025年12月底前,消除,截污，2025年9月底前完成。
2,垃圾乱倒,市水务局,市水务局,2026年底前,清理,清运。
,,,,,,巡查。
""".replace("改，2", "改；2").replace("污，2", "污；2")


def by_measure(said: Understanding) -> list[list[tuple[str | None, str | None, tuple[str, ...], list[str]]]]:
    """What is held of each measure of each task: words for its units and day, and what they mean."""
    return [
        [
            (one.units_text, one.deadline_text, one.by, [str(node.due) for node in one.milestones])
            for one in issue.measures
        ]
        for issue in said.issues
    ]


def test_units_and_days_of_a_row_are_of_its_measure(units: Units) -> None:
    """The task has what all its rows share, and is told what it has not; nothing is left over."""
    said = understand((ROWS + APART).encode(), "a.csv", units)
    assert [
        [
            ("市水务局", "2025年6月底前", ("市水务局",), ["2025-06-30"]),
            (
                "市城市管理局、昆区",
                "立行立改；2025年12月底前",
                ("市城市管理局", "昆区"),
                ["2025-09-30", "2025-12-31"],
            ),
        ],
        [(None, None, (), []), (None, None, (), [])],
    ] == by_measure(said)
    first, second = said.issues
    assert (None, None, (), ()) == (
        first.responsibility.text, first.deadline.text, first.responsibility.lead, first.responsibility.support
    )  # fmt: skip
    assert (False, True) == tuple(one.immediate for one in first.measures)
    assert ("市水务局", "2026-12-31") == (second.responsibility.text, str(second.deadline.due))
    assert ["L563", "L571"] == [code for code, _ in told(said)]
    assert [] == said.document.unrecognised
    assert is_accounted_for(said)


def test_rows_that_share_the_day(units: Units) -> None:
    """The day is the task's; units differ, and are the measures'."""
    text = ROWS + APART.replace("立行立改；2025年12月底前", "2025年6月底前")
    first = understand(text.encode(), "a.csv", units).issues[0]
    assert ("2025-06-30", None) == (str(first.deadline.due), first.responsibility.text)
    assert [None, None] == [one.deadline_text for one in first.measures]


def test_rows_that_share_the_lead(units: Units) -> None:
    """Who leads all rows leads the task; each measure has its own others beside."""
    text = ROWS.replace("责任单位", "牵头单位,配合单位")
    text += "1,黑臭水体,市水务局,市水务局,昆区,2025年底前,消除,清淤。\n,,,市水务局,青山区,,,截污。\n"
    said = understand(text.encode(), "a.csv", units)
    [issue] = said.issues
    assert (("市水务局",), ()) == (issue.responsibility.lead, issue.responsibility.support)
    assert [("市水务局", "昆区"), ("市水务局", "青山区")] == [one.by for one in issue.measures]
    assert [] == told(said)


def test_lead_of_the_task_is_in_no_measure(units: Units) -> None:
    """牵头单位 leads the task; where 责任单位 is a row's own, its measure has that and nothing else."""
    text = ROWS.replace("责任单位", "牵头单位,责任单位")
    text += "1,黑臭水体,市水务局,市水务局,昆区,2025年底前,消除,清淤。\n,,,,青山区,,,截污。\n"
    [issue] = understand(text.encode(), "a.csv", units).issues
    assert ("市水务局",) == issue.responsibility.lead
    assert [("昆区", ("昆区",)), ("青山区", ("青山区",))] == [(m.units_text, m.by) for m in issue.measures]


def test_acceptance_by_rows_is_left_to_a_person(units: Units) -> None:
    """Acceptance is of the whole task: two that differ are listed, and none of them taken."""
    text = ROWS + "1,黑臭水体,市水务局,市水务局,2025年底前,消除,清淤。\n,,市生态环境局,,,,截污。\n"
    said = understand(text.encode(), "a.csv", units)
    assert (None, ["市水务局", "市生态环境局"]) == (
        said.issues[0].acceptance.text, [line.text for line in said.document.unrecognised]
    )  # fmt: skip
    assert {"L525", "L511"} == {code for code, _ in told(said)}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("市城市管理局、昆区", "市查无此局", "L516"), ("立行立改；2025年12月底前", "适时", "L517")],
)
def test_what_is_not_understood_of_a_row_is_told(old: str, new: str, code: str, units: Units) -> None:
    """A unit that nobody knows and a day that is none, at the row of the measure."""
    said = understand((ROWS + APART.replace(old, new)).encode(), "a.csv", units)
    line = next(line.number for line in said.document.lines if line.text.startswith("截污"))
    assert [line] == [n for found, n in told(said) if found == code]


def test_ledger_of_such_a_table_holds(tmp_path: Path) -> None:
    """Written, checked against the document, read again: the same; a changed word of a row is found."""
    (tmp_path / "data").mkdir()
    shutil.copy(REPO / "data" / "units.yaml", tmp_path / "data" / "units.yaml")
    (tmp_path / "a.csv").write_text(ROWS + APART, "utf-8")
    c = ("-C", str(tmp_path))
    assert 0 == run_cli(*c, "import", str(tmp_path / "a.csv"), "--write").code
    checked = run_cli(*c, "check")
    assert 0 == checked.code, checked.out
    issue = tmp_path / "data" / "issues" / "01.yaml"
    text = issue.read_text("utf-8")
    issue.write_text(text.replace("deadline_text: 2025年6月底前", "deadline_text: 2025年7月底前"), "utf-8")
    assert "L501" in run_cli(*c, "check").out
    issue.write_text(text, "utf-8")
    assert "" == run_cli(*c, "import", "--reread").out
    shown = run_json("show", "01", *c).data[0]
    assert [["市水务局"], ["市城市管理局", "昆区"]] == [one["by"] for one in shown["measures"]]
    (tmp_path / "b.txt").write_text(run_cli(*c, "render", "--whole").out, "utf-8")
    again = understand(
        (tmp_path / "b.txt").read_bytes(), "b.txt", load(read_folder(str(tmp_path)).tree).ledger.units
    )
    assert [one.by for one in again.issues[0].measures] == [
        ("市水务局",),
        ("市城市管理局", "昆区"),
    ]
