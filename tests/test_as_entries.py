"""``ledger import --as-entries``: progress lists and clearing notices become records of tasks on file."""

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest
from docx import Document

from cli_tools import Result, ask_nothing, copy_ledger, run_cli
from ledger.folder import read_folder
from ledger.plans.labels import lexicon
from ledger.plans.layouts import read_document
from ledger.plans.notices import notice_of, own_day
from ledger.plans.progress import COMPLETION, STATE, read_progress
from ledger.plans.prose import Item
from ledger.reading.load import load
from ledger.recording.proposing import match

DAY = "2025-03-31"


class Row(NamedTuple):
    """A task of the shipped ledger, what a document says of it, and the types of the records it comes to."""

    number: str
    title: str
    said: str
    kinds: tuple[str, ...] = ("progress",)


ACCEPTED = ("progress", "complete", "accept")
ROWS = (
    Row("1", "思想认识不到位", "已完成整改，并长期坚持。", ("progress", "complete")),
    Row("2", "绿色发展理念树得不牢", "正在推进，达到序时进度。"),
    Row("3", "节能验收监察工作落实不到位", "已完成整改并通过验收。", ACCEPTED),
    Row("4", "化解过剩产能工作有差距", "基本完成整改。"),
    Row("5", "强制性清洁生产审核工作推进不力", "阶段性完成整改。"),
    Row("6", "农村人居环境综合整治还需深入", "部分点位已完成整改。"),
    Row("7（1）", "督察整改还需加强", "整改完成。", ("progress", "complete")),
    Row("7（2）", "督察整改还需加强", "力争2025年底前完成整改。"),
    Row("8", "议事协调机构发挥作用不够", "已完成整改，验收合格，已销号。", (*ACCEPTED, "close")),
    Row("9", "超载过牧、偷牧现象依然存在", "尚未启动。"),
    Row("10", "固体废物管理存在短板", "未完成但达到序时进度。"),
    Row("11", "大宗工业固废资源化利用不足", "已完成整改24项。"),
    Row("12", "违规取用黄河水问题", "经市水务局现场核查验收合格。", ("progress", "accept")),
    Row("13", "尾闾水质未能稳定达到入黄标准", "18个排口完成整改。"),
    Row("14", "再生水利用工作进展缓慢", "2025年6月底前完成整改。"),
    Row("15", "河道“四乱”问题依然存在", "拟销号。"),
    Row("16", "基层河长履职不到位", "已完成整改，正申请销号。", ("progress", "complete")),
    Row("17", "环境空气质量改善成效不稳固", "整改完成率90%。"),
    Row("18", "工业企业大气污染防治措施落实不到位", "凡达公司已完成整改。"),
    Row(
        "19",
        "环境基础设施建设存在薄弱环节",
        "已完成整改，通过验收。",
        ("progress", "complete", "accept", "accept", "accept"),
    ),
    Row("20", "建筑垃圾治理体系滞后", "竣工验收合格。"),
    Row("21", "雨污管网建设推进不力", "完成整改后长期坚持。"),
    Row("22", "三方环境服务机构弄虚作假", "该任务已完成整改。", ("progress", "complete")),
)
"""All tasks of the shipped ledger, with states of every sort."""


def blocks(rows: tuple[Row, ...], label: str = "整改进展情况") -> str:
    """A list of five lines a task, with a line of progress below the measures."""
    lines = ["某市整改任务进展清单"]
    parent = ""
    for row in rows:
        main, sub, rest = row.number.partition("（")
        if not sub or main != parent:
            lines.append(f"{main}.{row.title}")
        if sub:
            lines.append(f"（{rest[:-1]}）表现之一。")
        parent = main
        lines += ["验收单位：市水务局", "责任单位：市水务局", "整改时限：2025年底", "整改目标：全面整改。"]
        lines += ["整改措施：", "（一）加强监管。", "（二）建立机制。", f"{label}：{row.said}"]
    return "\n".join([*lines, "某市整改办", "2025年3月31日"]) + "\n"


def short(rows: tuple[Row, ...]) -> str:
    """A list of headings with nothing but a line of progress each."""
    return "\n".join(
        ["进展清单", *(f"{row.number}.{row.title}\n整改情况：{row.said}" for row in rows), "2025年3月31日"]
    )


def table(rows: tuple[Row, ...], *more: str) -> str:
    """A wide table as CSV, with further columns."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["序号", "整改任务", *more, "目前进展情况"])
    writer.writerows([row.number, row.title, *("市水务局" for _ in more), row.said] for row in rows)
    return out.getvalue()


NOTICE = """关于第3项整改任务完成情况的公示
一、整改问题
节能验收监察工作落实不到位
二、整改完成情况
已完成整改并通过验收。
三、公示时间
2025年3月24日至4月7日（10个工作日）
在包头市人民政府网站公示。
联系电话：0472-0000000
2025年3月24日
"""


def propose(root: Path, text: str, *options: str, name: str = "list.txt") -> Result:
    """Import a document as entries of the ledger at ``root``."""
    file = root / name
    file.write_text(text, "utf-8")
    return run_cli("-C", str(root), "import", str(file), "--as-entries", *options)


def lines(result: Result) -> list[dict[str, Any]]:
    """The records of JSON Lines."""
    return [json.loads(line) for line in result.out.splitlines()]


def kinds(found: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    """The types of the records by issue, in their order."""
    return {one["id"]: tuple(o["type"] for o in found if o["id"] == one["id"]) for one in found}


def id_of(number: str) -> str:
    """``7（1）`` → ``07-1``."""
    main, _, sub = number.rstrip("）").partition("（")
    return f"{main.zfill(2)}-{sub}" if sub else main.zfill(2)


def issues_of(root: Path) -> dict[str, bytes]:
    """Every issue file with its bytes."""
    return {file.name: file.read_bytes() for file in sorted((root / "data/issues").iterdir())}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped ledger whose policy asks for nothing, so that only the words decide."""
    return ask_nothing(copy_ledger(tmp_path))


# --- what is proposed ----------------------------------------------------------------------------

LAYOUTS: dict[str, tuple[str, str]] = {
    "five lines": ("list.txt", blocks(ROWS)),
    "five lines, another label": ("list.txt", blocks(ROWS, "整改情况")),
    "table": ("list.csv", table(ROWS, "牵头单位", "责任单位")),
    "table without units": ("list.csv", table(ROWS)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_task_comes_to_what_its_words_say(root: Path, layout: str) -> None:
    """All 23 tasks, in each layout: progress as written, and a step only where the words say it."""
    name, text = LAYOUTS[layout]
    found = lines(propose(root, text, "-f", "jsonl", "--date", DAY, name=name))
    assert kinds(found) == {id_of(row.number): row.kinds for row in ROWS}
    said = {one["id"]: one["text"] for one in found if one["type"] == "progress"}
    assert said == {id_of(row.number): row.said for row in ROWS}
    assert {one["date"] for one in found} == {DAY}


def word(rows: tuple[Row, ...], form: str) -> bytes:
    """A progress list as Word writes it: headings and paragraphs, or a table with the title and the day around it."""
    document, stream = Document(), io.BytesIO()
    document.add_heading("某市督察反馈问题整改进展情况", 0)
    if form == "paragraphs":
        for line in blocks(rows).split("\n")[1:]:
            document.add_paragraph(line)
    else:
        grid = document.add_table(rows=1, cols=4)
        for cell, head in zip(
            grid.rows[0].cells, ("序号", "整改任务", "责任单位", "整改进展情况"), strict=True
        ):
            cell.text = head
        for row in rows:
            cells = grid.add_row().cells
            cells[0].text, cells[1].text, cells[2].text = row.number, row.title, "市水务局"
            cells[3].paragraphs[0].add_run(row.said[:4]).bold = True  # a text is in several runs
            cells[3].paragraphs[0].add_run(row.said[4:])
        document.add_paragraph("某市整改办")
        document.add_paragraph("2025年3月31日")
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["paragraphs", "table"])
def test_word_file(root: Path, form: str) -> None:
    """A list of progress in a .docx comes to the same records, on its own day, and is written as it is proposed."""
    file = root / "progress.docx"
    file.write_bytes(word(ROWS, form))
    result = run_cli("-C", str(root), "import", str(file), "--as-entries", "-f", "jsonl")
    found = lines(result)
    assert kinds(found) == {id_of(row.number): row.kinds for row in ROWS}
    assert {one["text"] for one in found if one["type"] == "progress"} == {row.said for row in ROWS}
    assert {one["date"] for one in found} == {DAY}
    before = issues_of(root)
    file.write_bytes(word(ROWS[:2], form))
    written = run_cli("-C", str(root), "import", str(file), "--as-entries", "--write")
    assert (0, {"01.yaml", "02.yaml"}) == (
        written.code,
        {name for name, data in issues_of(root).items() if data != before[name]},
    )
    assert "已完成整改，并长期坚持。" in issues_of(root)["01.yaml"].decode()


def test_headings_with_progress_alone_are_tasks(root: Path) -> None:
    """A list that has nothing but headings and progress; as a plan it is none."""
    rows = tuple(row for row in ROWS if "（" not in row.number)
    text = short(rows)
    assert kinds(lines(propose(root, text, "-f", "jsonl"))) == {id_of(r.number): r.kinds for r in rows}
    plain = run_cli("-C", str(root), "import", str(root / "list.txt"), "-f", "json")
    assert (plain.code, json.loads(plain.out)["data"]) == (1, [])


def test_who_records(root: Path) -> None:
    """Progress and completion by the first lead, acceptance by each acceptance unit, clearing by the office."""
    found = lines(propose(root, blocks(ROWS), "-f", "jsonl"))
    by = {(one["id"], one["type"], one["by"]) for one in found if one["id"] in {"19", "08"}}
    lead, units = "市工信局", ("市生态环境局", "市工信局", "市城市管理局")
    assert by == {
        ("19", "progress", lead),
        ("19", "complete", lead),
        *(("19", "accept", unit) for unit in units),
        *(("08", kind, "市生态环境局") for kind in ACCEPTED),
        ("08", "close", next(one["by"] for one in found if one["type"] == "close")),
    }
    office = next(one["by"] for one in found if one["type"] == "close")
    assert f"{office}" in (root / "data/units.yaml").read_text("utf-8")


def test_acceptance_units_that_the_words_name_alone(root: Path) -> None:
    """Where one of three acceptance units is named, nothing is proposed for the others, which is said."""
    rows = (Row("19", ROWS[19].title, "经市工信局验收合格。"),)
    found = lines(propose(root, short(rows), "-f", "jsonl"))
    assert [one["by"] for one in found if one["type"] == "accept"] == ["市工信局"]
    assert "其他验收单位没有拟记" in propose(root, short(rows)).out


def test_lines_broken_anywhere_say_the_same(root: Path) -> None:
    """A word of intent at the end of a line holds back the step in the next one."""
    text = "进展清单\n2.绿色发展理念树得不牢\n整改进展：工作力争\n完成整改。\n2025年3月31日\n"
    found = lines(propose(root, text, "-f", "jsonl"))
    assert [(one["type"], one["text"]) for one in found] == [("progress", "工作力争\n完成整改。")]


def test_state_and_completion_of_one_task(root: Path) -> None:
    """A state that says it and a report that says in the main only: words, with the state first."""
    text = "进展清单\n2.绿色发展理念树得不牢\n整改情况：基本完成清理。\n整改状态：已完成整改\n2025年3月31日\n"
    found = lines(propose(root, text, "-f", "jsonl"))
    assert [(o["type"], o["text"]) for o in found] == [("progress", "已完成整改\n基本完成清理。")]


def test_what_stands_below_the_last_task_is_not_its_progress(root: Path) -> None:
    """Signature and day close the document, and what follows is named; none of it is of the task."""
    text = (
        "进展清单\n2.绿色发展理念树得不牢\n整改状态：已完成整改\n某市整改办\n2025年3月31日\n此件公开发布。\n"
    )
    found = json.loads(propose(root, text, "-f", "json").out)
    assert [one.get("text") for one in found["data"]] == ["已完成整改", None]
    assert [one["text"] for one in found["unrecognised"]] == ["此件公开发布。"]


# --- matching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "title", "why"),
    [
        ("3", "节能监察", "number_alone"),
        ("88", "节能验收监察工作落实不到位", "title_alone"),
        ("4", "节能验收监察工作落实不到位", "two_tasks"),
        ("88", "没有的任务", "unknown"),
    ],
)
def test_a_task_that_is_not_named_by_both(root: Path, number: str, title: str, why: str) -> None:
    """Number or title alone is a doubt that names both; nothing is proposed, and the others are."""
    rows = (Row("2", ROWS[1].title, "正在推进。"), Row(number, title, "已完成整改。"))
    result = propose(root, short(rows), "-f", "json")
    envelope = json.loads(result.out)
    assert (result.code, [one["id"] for one in envelope["data"]]) == (1, ["02"])
    task = envelope["tasks"][1]
    assert (task["id"], [one["why"] for one in task["unrecorded"]]) == (None, [why])
    assert "要由人核定" in result.err
    for word in (number, title, *(() if why == "unknown" else ("节能验收监察工作落实不到位",))):
        assert word in result.err


@pytest.mark.parametrize(
    ("number", "title", "found"),
    [
        ("7（1）", "设施有短板——处理厂超负荷", "07-1"),
        ("7（1）", "设施有短板－－处理厂超负荷", "07-1"),
        ("7（1）", "设施有短板", "07-1"),
        ("7（1）", "处理厂超负荷", "07-1"),
        ("7（2）", "设施有短板", "07-2"),
        ("7（2）", "处理厂超负荷", None),
        ("7（1）", "短板", None),
        ("7（3）", "设施有短板", None),
    ],
)
def test_sub_item_with_a_heading_of_its_own(root: Path, number: str, title: str, found: str | None) -> None:
    """It is named by its number with the whole title, the part that all share, or its own."""
    issues = load(read_folder(str(root)).tree).ledger.issues
    held = [
        one._replace(baseline=one.baseline.model_copy(update={"title": f"设施有短板——{own}"}))
        for one, own in zip(issues[6:8], ("处理厂超负荷", "填埋场积存"), strict=True)
    ]
    named, why = match(Item(number, title, (), 1), held)
    assert (found, found is None) == (named and named.id, why is not None)


def test_width_and_spaces_make_no_difference(root: Path) -> None:
    """７（１） and 7(1), and a title with spaces inside, are the same task."""
    text = table((Row("7(1)", "督察 整改　还需加强", "正在推进。"),))
    assert [one["id"] for one in lines(propose(root, text, "-f", "jsonl", "--date", DAY, name="a.csv"))] == [
        "07-1"
    ]


@pytest.mark.parametrize(
    "text",
    [
        '本报讯 督察及"回头看"共反馈某市整改任务40项,截至目前,已完成整改24项,销号12项。\n',
        "关于印发方案的通知\n现印发给你们，请认真贯彻执行。\n2025年3月31日\n",
        "公示\n现将有关情况公示如下，公示期2025年3月1日至3月10日。\n",
    ],
)
def test_a_document_without_a_task_is_refused(root: Path, text: str) -> None:
    """Nothing is found in figures of news, a covering notice, or a notice that names no task."""
    before = issues_of(root)
    for options in ((), ("--write",)):
        result = propose(root, text, *options)
        assert (result.code, "没有找到任务" in result.err) == (1, True)
    assert "拟记" not in propose(root, text, "-f", "jsonl").out
    assert issues_of(root) == before


PROSE = """某市督察整改进展情况

截至2025年3月底，反馈的22项问题已完成整改5项。

第2项绿色发展理念树得不牢问题，已开展学习3次；正在推进。截至目前，第3项节能验收监察工作落实不到位问题已完成整改并通过验收。第5项问题已完成整改。其余问题正按序时进度推进，第9项措施已完成整改。

建筑垃圾治理体系滞后问题已完成整改。

第6、8项已完成整改。第10至12项已完成整改。会议要求，整改第四项要抓紧。
2025年4月1日
"""


def test_sentences_that_begin_with_a_task(root: Path) -> None:
    """By number and title, or by the whole title; a number alone is a doubt; what is told of all others is of
    none of them."""
    envelope = json.loads(propose(root, PROSE, "-f", "json", "--date", DAY).out)
    assert [f"{one['id']} {one['type']}" for one in envelope["data"]] == [
        "02 progress",
        "03 progress",
        "03 complete",
        "03 accept",
        "20 progress",
        "20 complete",
    ]
    said = [(task["number"], task["title"]) for task in envelope["tasks"]]
    assert said == [
        ("2", ROWS[1].title),
        ("3", ROWS[2].title),
        ("5", None),
        (None, ROWS[20].title),
        *((number, None) for number in ("6", "8", "10", "11", "12")),
    ]
    assert envelope["data"][0]["text"] == "已开展学习3次；正在推进。"
    assert envelope["data"][1]["text"] == "已完成整改并通过验收。"


# --- the day -------------------------------------------------------------------------------------


def test_the_day_is_asked_for_where_the_document_has_none(root: Path) -> None:
    """No line that is a day, or two different ones: an error; --date goes before the document's own."""
    text = short(ROWS[:1])
    bare = text.replace("2025年3月31日", "")
    for one in (bare, f"{text}\n2025年4月2日\n"):
        result = propose(root, one)
        assert (result.code, "--date" in result.err) == (2, True)
    assert {one["date"] for one in lines(propose(root, bare, "-f", "jsonl", "--date", "2025-02-01"))} == {
        "2025-02-01"
    }
    assert {one["date"] for one in lines(propose(root, text, "-f", "jsonl"))} == {DAY}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("通报\n二〇二五年三月三十一日", "2025-03-31"),
        ("（2025年3月31日）\n通报", "2025-03-31"),
        ("印发日期：2025-03-31\n通报", "2025-03-31"),
        ("截至2025年3月31日，完成3项。", None),
        ("2025年2月30日", None),
    ],
)
def test_own_day(text: str, day: str | None) -> None:
    """Only a line that is a day and nothing else is the day of issue."""
    found = own_day(read_document(text))
    assert (found.isoformat() if found else None) == day


def test_options_that_do_not_go_together(root: Path) -> None:
    """--date is for entries, and entries are neither a unit table nor a second reading."""
    file = root / "a.txt"
    file.write_text(NOTICE, "utf-8")
    for options in (
        (str(file), "--date", DAY),
        (str(file), "--as-entries", "--draft-units"),
        (str(file), "--as-entries", "--write", "--output", str(root / "out.jsonl")),
        ("--reread", "--as-entries"),
    ):
        assert run_cli("-C", str(root), "import", *options).code == 2


# --- notices -------------------------------------------------------------------------------------


def test_notice_of_one_task(root: Path) -> None:
    """The words, the steps that they say, and the notice itself with its days and place."""
    found = lines(propose(root, NOTICE, "-f", "jsonl"))
    assert [one["type"] for one in found] == [*ACCEPTED, "publicize"]
    notice = {key: found[-1][key] for key in ("id", "date", "since", "until", "where", "days")}
    assert notice == {
        "id": "03",
        "date": "2025-03-24",
        "since": "2025-03-24",
        "until": "2025-04-07",
        "where": "包头市人民政府网站",
        "days": 10,
    }


UPRIGHT = """<h1>整改销号公示</h1>
<p>公示期为2025年3月24日至2025年4月7日。公示网址：http://example.cn/gs 。</p>
<table><tr><td>序号</td><td>3</td></tr><tr><td>整改任务</td><td>节能验收监察工作落实不到位</td></tr>
<tr><td>责任单位</td><td>市发改委</td></tr><tr><td>整改时限</td><td>2025年底</td></tr>
<tr><td>整改完成情况</td><td>已完成整改。通过验收。</td></tr></table><p>2025年3月24日</p>
"""

FIVE_LINES = """整改任务销号公示
3.节能验收监察工作落实不到位
验收单位：市发改委
责任单位：市发改委
整改时限：2025年底
整改目标：落实到位。
整改措施：
（一）落实。
整改完成情况：已完成整改，已通过市发改委验收。
公示时间：2025年3月24日至2025年4月7日
公示网址：http://example.cn/gs
2025年3月24日
"""


@pytest.mark.parametrize(("name", "text"), [("notice.html", UPRIGHT), ("notice.txt", FIVE_LINES)])
def test_notice_in_other_layouts(root: Path, name: str, text: str) -> None:
    """An upright table and five lines come to the same records; every line of the notice has its place."""
    envelope = json.loads(propose(root, text, "-f", "json", name=name).out)
    assert [one["type"] for one in envelope["data"]] == [*ACCEPTED, "publicize"]
    assert envelope["data"][-1]["where"] == "http://example.cn/gs"
    assert envelope["unrecognised"] == []
    period = {"since": "2025-03-24", "until": "2025-04-07", "days": None}
    plain = json.loads(run_cli("-C", str(root), "import", str(root / name), "-f", "json").out)
    assert [task["notice"] for task in plain["data"]] == [period]


def test_notice_of_two_tasks_in_prose(root: Path) -> None:
    """Each number with its own title; a title of two tasks is told apart by the number."""
    text = (
        "关于第7（1）项、第3项整改任务的公示\n督察整改还需加强、节能验收监察工作落实不到位等2项，现予公示。\n"
        "公示时间：2025年3月24日至2025年4月7日\n公示网站：市政府网站\n2025年3月24日\n"
    )
    found = lines(propose(root, text, "-f", "jsonl"))
    assert [(one["id"], one["type"]) for one in found] == [("07-1", "publicize"), ("03", "publicize")]


def test_notice_that_does_not_say_where(root: Path) -> None:
    """A place is not invented: no notice is proposed, and a person is told."""
    result = propose(root, NOTICE.replace("在包头市人民政府网站公示。\n", ""), "-f", "jsonl")
    assert [one["type"] for one in lines(result)] == [*ACCEPTED]
    assert (result.code, "没有说公示在哪里" in result.err) == (1, True)


def test_notice_that_names_its_task_by_title_alone(root: Path) -> None:
    """Without 第3项 the whole title names it; a part of one does not, and is a doubt."""
    whole = propose(root, NOTICE.replace("第3项", ""), "-f", "jsonl")
    assert [one["type"] for one in lines(whole)] == [*ACCEPTED, "publicize"]
    text = NOTICE.replace("第3项", "").replace(ROWS[2].title, ROWS[2].title[:6])
    part = propose(root, text, "-f", "jsonl")
    assert (part.code, lines(part)) == (1, [])


def test_a_heading_that_is_the_title_is_told_of_in_the_next_paragraph(root: Path) -> None:
    """（二）违规取用黄河水问题。 and below it what was done; a notice of it is called one."""
    text = (
        f"整改情况的报告\n（一）{ROWS[1].title}。\n该问题正在推进。\n（二）{ROWS[2].title}。\n已完成整改。\n"
    )
    told = lines(propose(root, text, "-f", "jsonl", "--date", DAY))
    assert [(one["id"], one["type"], one.get("text")) for one in told] == [
        ("02", "progress", "该问题正在推进。"),
        ("03", "progress", "已完成整改。"),
        ("03", "complete", None),
    ]


def test_a_notice_of_one_task_is_no_report_of_an_inspection(tmp_path: Path) -> None:
    """督察反馈问题整改任务落实情况公示 is a notice, in spite of 督察反馈 in its title."""
    text = "某区督察反馈问题整改任务落实情况公示\n现将第7项问题整改情况进行公示。公示日期为2025年1月21日至2月8日。\n"
    path = tmp_path / "notice.txt"
    path.write_text(text, encoding="utf-8")
    told = json.loads(run_cli("-C", str(copy_ledger(tmp_path)), "import", str(path), "-f", "json").out)
    assert told["document"]["kind"] == "clearing"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("公示期：2025年12月29日至2026年1月12日。", ("2025-12-29", "2026-01-12", None)),
        ("公示时间为2025.3.1-2025.3.10，共7个工作日。", ("2025-03-01", "2025-03-10", 7)),
        ("公示期限：七天\n公示时间：2025年3月1日—7日", ("2025-03-01", "2025-03-07", 7)),
        ("公示期7个工作日。", None),
        ("公示期2025年3月1日至3月7日。另，公示期2025年4月1日至4月7日。", None),
    ],
)
def test_period_of_a_notice(text: str, period: tuple[str, str, int | None] | None) -> None:
    """First and last day, with what the last leaves out; two different periods are none."""
    found = notice_of(read_document(text))
    assert (found and (found.since.isoformat(), found.until.isoformat(), found.days)) == period


# --- recording -----------------------------------------------------------------------------------


def typed(text: str) -> io.TextIOWrapper:
    """Standard input that holds a text."""
    return io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8")


def test_piped_into_record(root: Path) -> None:
    """The lines are what ``record --from -`` takes, and the ledger then passes its check."""
    made = propose(root, NOTICE, "-f", "jsonl")
    with mock.patch("sys.stdin", typed(made.out)):
        assert run_cli("-C", str(root), "record", "--from", "-").code == 0
    entries = (root / "data/issues/03.yaml").read_text("utf-8").partition("entries:")[2]
    assert [kind for kind in (*ACCEPTED, "publicize") if f"type: {kind}" in entries] == [
        *ACCEPTED,
        "publicize",
    ]
    assert run_cli("-C", str(root), "check").code == 0


def test_piped_into_the_shipped_ledger(tmp_path: Path) -> None:
    """With its own policy, every task whose words are words alone gets one record of progress."""
    root = copy_ledger(tmp_path)
    rows = tuple(row for row in ROWS if row.kinds == ("progress",) and "（" not in row.number)
    made = propose(root, blocks(rows), "-f", "jsonl")
    assert made.code == 0
    with mock.patch("sys.stdin", typed(made.out)):
        assert run_cli("-C", str(root), "record", "--from", "-").code == 0
    told = [name for name, data in issues_of(root).items() if b"type: progress" in data]
    assert told == [f"{id_of(row.number)}.yaml" for row in rows]


def test_written_at_once_is_what_record_writes(tmp_path: Path) -> None:
    """--write leaves the same bytes as the pipe."""
    first, second = (ask_nothing(copy_ledger(tmp_path / name)) for name in ("a", "b"))
    with mock.patch("sys.stdin", typed(propose(first, NOTICE, "-f", "jsonl").out)):
        assert run_cli("-C", str(first), "record", "--from", "-").code == 0
    assert propose(second, NOTICE, "--write").code == 0
    assert issues_of(first) == issues_of(second)


def test_a_trial_writes_nothing(root: Path) -> None:
    """Without --write no byte changes."""
    before = issues_of(root)
    assert propose(root, NOTICE).code == 0
    assert issues_of(root) == before


def test_the_same_document_twice_proposes_nothing(root: Path) -> None:
    """What is on file with the same words and day is not proposed again, nor a step that was taken."""
    rows = (*ROWS[:8], *ROWS[9:12])
    assert propose(root, blocks(rows), "--write").code == 0
    before = issues_of(root)
    again = propose(root, blocks(rows), "-f", "jsonl")
    assert (again.code, again.out) == (0, "")
    assert propose(root, blocks(rows), "--write").code == 0
    assert issues_of(root) == before
    later = lines(propose(root, blocks(rows), "-f", "jsonl", "--date", "2025-04-30"))
    assert {one["type"] for one in later} == {"progress"}


def test_records_are_refused_all_or_none(tmp_path: Path) -> None:
    """Where the policy asks for evidence, completion is refused by its code; the trial tells it before."""
    root = copy_ledger(tmp_path)
    before = issues_of(root)
    trial = propose(root, blocks(ROWS[:3]))
    assert (trial.code, "[L610]" in trial.out) == (1, True)
    written = propose(root, blocks(ROWS[:3]), "--write")
    assert (written.code, "[L610]" in written.err, "01" in written.err) == (1, True, True)
    assert issues_of(root) == before


def test_doubts_do_not_keep_the_others_from_being_written(root: Path) -> None:
    """A task that is not matched is told; the records of the others are appended."""
    rows = (Row("2", ROWS[1].title, "正在推进。"), Row("88", "没有的任务", "已完成整改。"))
    result = propose(root, short(rows), "--write")
    assert (result.code, "没有的任务" in result.err) == (0, True)
    assert "正在推进。" in (root / "data/issues/02.yaml").read_text("utf-8")


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("已完成整改并长期坚持", ("complete",)),
        ("已于2025年3月完成整改", ("complete",)),
        ("目前，已完成整改（长期坚持）", ("complete",)),
        ("已完成整改、通过验收、已销号", ("complete", "accept", "close")),
        ("已完成整改。下一步力争通过验收。", ("complete",)),
        ("力争年底前通过验收，完成整改", ()),
        ("经自治区验收合格", ()),
        ("已完成整改。完成整改后长期坚持", ("complete",)),
        ("未完成整改", ()),
        ("准备销号", ()),
        ("达到序时进度", ()),
    ],
)
def test_steps_that_words_tell(text: str, steps: tuple[str, ...]) -> None:
    """Of the whole task, of the past, without a vague word."""
    assert read_progress([text]).steps == steps


def test_labels_of_progress_are_in_the_lexicon() -> None:
    """Every label that tells of progress is a label that the import knows."""
    assert {lexicon().get(label) for label in STATE | COMPLETION} == {"other"}


def test_progress_ends_the_measures(root: Path) -> None:
    """In a list that is imported as a plan, progress below the measures is no part of them."""
    file = root / "list.txt"
    file.write_text(blocks(ROWS[:2]), "utf-8")
    data = json.loads(run_cli("-C", str(root), "import", str(file), "-f", "json").out)["data"]
    assert [(len(task["measures"]), task["state"]) for task in data] == [(2, ROWS[0].said), (2, ROWS[1].said)]


def test_in_english(root: Path) -> None:
    """The table and the doubts, in the other language."""
    rows = (Row("2", ROWS[1].title, "正在推进。"), Row("88", "没有的任务", "已完成整改。"))
    result = propose(root, short(rows), "--lang", "en")
    assert "To be recorded" in result.out
    assert "not in the ledger: 88" in result.err


def test_steps_have_the_days_that_the_words_give(root: Path) -> None:
    """A step is dated as the words have it, one without a day no later than the next; other days are told."""
    said = "已完成整改，2025年2月20日通过验收，3月3日至3月10日公示。"
    told = propose(root, blocks((Row("3", "节能验收监察工作落实不到位", said),)), "-f", "jsonl")
    days = {one["type"]: one["date"] for one in lines(told)}
    assert days == {"progress": DAY, "complete": "2025-02-20", "accept": "2025-02-20"}
    assert "按后一步的日期 2025-02-20 记" in told.err
    assert "3月3日、3月10日" in told.err
    later = blocks((Row("3", "节能验收监察工作落实不到位", "已完成整改，2025年5月20日通过验收。"),))
    assert {DAY} == {one["date"] for one in lines(propose(root, later, "-f", "jsonl"))}


NO_LIST = """关于“节能验收监察工作落实不到位”问题整改完成情况的公示
现将督察反馈的第3项问题整改完成情况公示如下：
一、整改问题
部分企业未开展验收。
二、整改目标
全面落实。
三、整改时限
2025年底前
四、整改措施及完成情况
（一）已完成整改，通过验收。
五、公示时间
2025年3月24日至4月7日，在包头市人民政府网站公示。
2025年3月24日
"""


def test_a_notice_names_its_task_in_title_and_text(root: Path) -> None:
    """Its own field of the problem and a number that was made up name no task; nor is 第3项 a total."""
    told = propose(root, NO_LIST, "-f", "jsonl")
    assert {"03"} == {one["id"] for one in lines(told)}
    assert "publicize" in {one["type"] for one in lines(told)}
    other = NO_LIST.replace("节能验收监察工作落实不到位", "查无此事问题").replace("第3项", "有关")
    assert "查无此事" in propose(root, other).err


@pytest.mark.parametrize(
    "text",
    [
        NO_LIST,
        blocks(ROWS[:3]),
        short(ROWS[:3]),
        "某市整改进展情况\n正在推进，已完成整改3项，达到序时进度。\n",
    ],
)
def test_what_is_no_plan_is_not_told_what_it_lacks_of_one(root: Path, text: str) -> None:
    """What to do with it is named, and no line to delete or settle; what was read is accounted for."""
    (root / "list.txt").write_text(text, "utf-8")
    told = run_cli("-C", str(root), "import", str(root / "list.txt"))
    assert told.code == 1
    assert "--as-entries" in told.err
    assert "--as-entries" in told.out
    assert not {"L512", "L518", "L525", "L533", "L536", "L562"} & set(told.err.split())
    assert "construe" not in told.err
    assert "字数（不计空白）" in told.out
