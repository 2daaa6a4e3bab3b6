"""The report as files that are sent: its figures are those of the data, its layout is the official one."""

import io
import re
import zipfile
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

import official_template
from cli_tools import REPO, copy_ledger, run_cli
from counting import calls
from ledger.folder import read_folder
from ledger.judging.counting import Level, Sustained
from ledger.judging.day import Day
from ledger.judging.select import Criteria
from ledger.locale import Words
from ledger.model.baseline import Measure, Milestone
from ledger.model.ledger import Ledger
from ledger.reading.load import load
from ledger.rendering.cells import say
from ledger.rendering.docx import render_document_docx
from ledger.rendering.html import render_document_html
from ledger.rendering.wordfile import official
from ledger.rendering.xlsx import render_workbook
from ledger.reports.issues import list_report, overdue_report
from ledger.reports.progress import progress_document
from ledger.reports.register import COLUMNS, register
from ledger.reports.report import Document, Paragraph, Report
from ledger.reports.reported import Asked
from ledger.reports.workbook import report_workbook
from make import issue
from office_files import faults
from synthetic import make as make_ledger

DAY = date(2025, 6, 30)
SHA = "0123456789abcdef" * 2
ZH, EN = Words("zh"), Words("en")
FORMAL = ZH.formal()


@cache
def demo() -> Day:
    """The demo ledger on its day."""
    return Day(load(read_folder(str(REPO / "examples" / "demo")).tree).ledger, DAY)


def asked(day: date = DAY, **more: Any) -> Asked:
    """A report on all of the demo."""
    return Asked(demo().on(day), Level.ISSUES, Sustained.ON_SCHEDULE, **more)


@cache
def report() -> Document:
    """The report of a commit."""
    return progress_document(asked(revision=SHA))


@cache
def made() -> bytes:
    """The report in Word."""
    return render_document_docx(report(), ZH)


@cache
def word() -> Word:
    """The report in Word, read again."""
    return docx.Document(io.BytesIO(made()))


@cache
def part(name: str) -> str:
    """A part of the file."""
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        return archive.read(name).decode()


def captioned() -> dict[str, list[list[str]]]:
    """The tables of the text by their captions."""
    found, caption = {}, ""
    for element in word().element.body:
        text = "".join(t.text or "" for t in element.iter(qn("w:t")))
        if element.tag == qn("w:tbl"):
            rows = element.findall(qn("w:tr"))
            found[caption] = [
                ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
                for row in rows
            ]
        caption = text
    return found


@cache
def book() -> Any:
    """The report as a workbook, read again."""
    data = render_workbook(report_workbook(asked(revision=SHA), report(), []), ZH, DAY, "题")
    return openpyxl.load_workbook(io.BytesIO(data))


# --- figures -------------------------------------------------------------------------------------


def test_figures_in_word_are_those_of_the_data() -> None:
    """Classes, groups and sentences have the counts that scripts get."""
    data, tables = report().data, captioned()
    figures = data["figures"]
    classes = {row[0]: int(row[1]) for row in tables["表1　总体情况分类统计"][1:]}
    assert classes == {
        **{ZH(f"klass.{k}"): figures[k]["count"] for k in figures if f"klass.{k}" and k in _held(figures)},
        "合计": figures["total"]["count"],
    }
    for number, by in ((2, "section"), (3, "lead"), (4, "due-year")):
        rows = tables[f"表{number}　{ZH(f'grouped_by.{by}')}"]
        assert [int(row[1]) for row in rows[1:-1]] == [group["total"] for group in data["groups"][by]]
        assert [int(row[2]) for row in rows[1:-1]] == [group["finished"] for group in data["groups"][by]]
        assert [row[-1] for row in rows[1:-1]] == [group["rate"] for group in data["groups"][by]]
        assert int(rows[-1][1]) == figures["total"]["count"]
    text = "\n".join(p.text for p in word().paragraphs)
    assert f"已完成{figures['done']['count']}项，完成率{figures['rate']}%" in text
    assert f"应完成{figures['due']['count']}项整改任务，已完成{figures['due_done']['count']}项" in text
    assert f"按期完成{figures['due_in_time']['count']}项（按期完成率{figures['in_time_rate']}%）" in text


def _held(figures: Any) -> set[str]:
    names = {"closed", "accepted", "completed", "ahead", "on_pace", "behind_pace", "overdue", "withdrawn"}
    return {name for name in names if figures[name]["count"]}


def test_figures_in_excel_are_those_of_the_data() -> None:
    """Counts and shares are numbers, in the order of the data."""
    data, sheet = report().data, book()["总体情况分类统计"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=4, values_only=True)}
    for name in _held(data["figures"]):
        count = data["figures"][name]["count"]
        share = round(count * 100 / len(data["data"]), 1) / 100
        assert rows[ZH(f"klass.{name}")] == (count, pytest.approx(share))
    groups = book()["按牵头单位统计"]
    shown = list(groups.iter_rows(min_row=4, max_row=3 + len(data["groups"]["lead"]), values_only=True))
    assert [row[1] for row in shown] == [group["total"] for group in data["groups"]["lead"]]
    assert [f"{row[-1] * 100:.1f}%" for row in shown] == [group["rate"] for group in data["groups"]["lead"]]
    assert groups.cell(4, groups.max_column).number_format == "0.0%"


def test_no_sentence_counts_nothing_or_tells_of_git() -> None:
    """Whatever the day: nothing is said of what there is none of, no blank stands at a figure, no git word."""
    for weeks in range(0, 120, 24):
        document = progress_document(asked(date(2024, 11, 4) + timedelta(weeks=weeks), revision=SHA))
        for block in document.blocks:
            if isinstance(block, Paragraph):
                said = say(block.text, FORMAL)
                assert not re.search("(?<![0-9.年月])0[项个条份]", said), said
                assert not re.search("[\u4e00-\u9fff] [0-9]|[0-9] [\u4e00-\u9fff]", said), said
                assert "git" not in said
                assert not re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}", said), said
                assert "。。" not in said
        assert not [b for b in document.blocks if isinstance(b, Report) and not b.records]


def test_english_reads_aloud() -> None:
    """Nouns have the form of their number, days are in words, and nothing Chinese is in the sentences."""
    document = progress_document(asked())
    said = [say(b.text, EN.formal()) for b in document.blocks if isinstance(b, Paragraph)]
    assert said[0].startswith(
        "As of 30 June 2025, 1 of the 23 tasks in the plan has been withdrawn, merged or moved to the next round with "
        "approval. Of the other 22, 8 have been completed (36.4%): "
    )
    assert not [one for one in said if re.search(r"\b1 (tasks|items|replies|were|are|have)\b", one)]
    assert not [one for one in said if re.search("[\u3000-\u9fff\uff00-\uffef]", one)]


# --- Word ----------------------------------------------------------------------------------------


def test_word_is_signed_and_has_its_annex() -> None:
    """主送 comes first, then the text, 附件说明, 落款, 成文日期, and the annex on pages that lie."""
    texts = [p.text for p in word().paragraphs]
    places = [texts.index(text) for text in ("【待填：主送机关】：", "附件：整改任务进展情况一览表", "附件")]
    assert places == sorted(places)
    assert texts[places[2] - 1] == "【待填：成文日期】"
    # from the last sentence to the day all is on one page
    last = texts.index("特此报告。")
    kept = [bool(p.paragraph_format.keep_with_next) for p in word().paragraphs[last : places[2] - 1]]
    assert (len(kept), set(kept)) == (5, {True})
    assert [section.orientation == 1 for section in word().sections] == [False, True]
    given = progress_document(asked(to="自治区党委、政府", signed_on=date(2025, 7, 3)))
    said = [p.text for p in docx.Document(io.BytesIO(render_document_docx(given, ZH))).paragraphs]
    assert "自治区党委、政府：" in said
    assert "2025年7月3日" in said
    assert not [text for text in said if "待填" in text]


def test_word_annex_is_the_table_of_all_tasks() -> None:
    """The thirteen columns, one row a task in the order and with the numbers of the plan."""
    rows = word().tables[-1].rows
    heads = [cell.text.replace("\n", "") for cell in rows[0].cells]
    assert heads == [
        *("序号", "问题", "整改目标", "措施", "进展情况", "存在问题", "下步安排"),
        *("牵头单位", "责任单位", "验收单位", "整改时限", "延期情况", "状态"),
    ]
    assert [row.cells[0].text for row in rows[1:]] == [j.baseline.number for j in demo().judgements]
    states = {row.cells[0].text: row.cells[4].text for row in rows[1:]}
    assert states["9"].startswith("整改中，未按期完成，已逾期181天。")
    assert states["2"].startswith("于2024年12月20日完成整改，较时限提前11天；已销号。")
    # a class in a row is the class in the table that counts it
    for one in report().data["data"]:
        if one["class"] in {"on_pace", "behind_pace", "ahead"}:
            assert ZH(f"klass.{one['class']}") in states[one["number"]], one


def test_word_has_nothing_of_another_program() -> None:
    """Our own theme, properties and settings; no Japanese, no leftovers; quotes are drawn by Chinese fonts."""
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        names = set(archive.namelist())
        everything = "".join(archive.read(name).decode() for name in names)
    assert names == set(official_template.parts())
    assert not re.search("ja-JP|Macintosh|stylesWithEffects|python-docx|ＭＳ", everything)
    assert 'w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"' in part("word/settings.xml")
    assert '<w:zoom w:percent="100"/>' in part("word/settings.xml")
    fonts = re.findall("<w:rFonts [^>]*>", part("word/styles.xml"))
    assert len(fonts) == len(official_template.STYLES) + 1
    assert all('w:hint="eastAsia"' in one for one in fonts)
    title = word().styles["Title"].element
    assert title.xpath("./w:pPr/w:snapToGrid/@w:val") == ["0"]


def test_word_tells_the_revision_in_its_properties_only() -> None:
    """The commit stands where files say what they are; in the text only on request."""
    assert word().core_properties.identifier == SHA
    assert SHA in word().core_properties.comments
    assert SHA[:10] not in part("word/document.xml")
    told = progress_document(asked(revision=SHA, tell_source=True))
    assert SHA in render_document_docx_text(told)


def render_document_docx_text(document: Document) -> str:
    """The text of a document in Word."""
    return "\n".join(p.text for p in docx.Document(io.BytesIO(render_document_docx(document, ZH))).paragraphs)


def test_word_foot_stays_with_its_table() -> None:
    """The row before 合计 is kept with it, and the head with the first row."""
    for table in word().tables[:4]:
        rows = table._tbl.tr_lst
        assert all(p.xpath("./w:pPr/w:keepNext") for p in rows[-2].iter(qn("w:p")))
        assert all(p.xpath("./w:pPr/w:keepNext") for p in rows[0].iter(qn("w:p")))
        assert not rows[-1].xpath(".//w:keepNext")


def test_official_template_is_current_and_can_be_given() -> None:
    """What is shipped is what the tool makes; given as a template it makes the same text."""
    assert official_template.main(["--check"]) == 0
    assert official_template.contents(official()) == official_template.contents(official_template.packed())
    again = docx.Document(io.BytesIO(render_document_docx(report(), ZH, official())))
    assert [p.text for p in again.paragraphs] == [p.text for p in word().paragraphs]


def test_a_stale_template_is_told(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """A file that is not what the tool makes is named."""
    target = tmp_path / "official.docx"
    monkeypatch.setattr(official_template, "TARGET", target)
    assert official_template.main(["--check"]) == 1
    assert "official.docx" in capsys.readouterr().out
    assert official_template.main([]) == 0
    assert official_template.main(["--check"]) == 0


def test_an_office_may_keep_a_layout_of_its_own(tmp_path: Any) -> None:
    """``data/templates/report.docx`` takes the place of ours; what stands in it around the mark stays."""
    root = copy_ledger(tmp_path)
    own = docx.Document(io.BytesIO(official()))
    own.paragraphs[0].insert_paragraph_before("某市整改办文件")
    (root / "data" / "templates").mkdir(exist_ok=True)
    own.save(str(root / "data" / "templates" / "report.docx"))
    out = tmp_path / "r.docx"
    done = run_cli("-C", str(root), "report", "--brief", "--as-of", "2025-06-30", "-o", str(out))
    assert done.code == 0, done
    assert docx.Document(str(out)).paragraphs[0].text == "某市整改办文件"


def test_overdue_within_behind() -> None:
    """Where offices count 逾期 within 未达到, the classes still add up, and the words say so."""
    document = progress_document(asked(merge_behind=True))
    table = next(b for b in document.blocks if isinstance(b, Report) and b.kind == "classes")
    figures = document.data["figures"]
    lines: Any = table.lines
    counts = {say(line["klass"], ZH): line["count"] for line in lines}
    both = figures["behind_pace"]["count"] + figures["overdue"]["count"]
    assert counts["未达到序时进度（含逾期）"] == both
    assert "逾期" not in counts
    assert sum(counts.values()) == figures["total"]["count"]


# --- Excel ---------------------------------------------------------------------------------------


def test_excel_begins_with_the_table_of_all_tasks() -> None:
    """A3 on its side, a title, the head repeated and frozen up to the title, dates as dates, ids as text."""
    sheet = book().worksheets[0]
    assert sheet.title == "整改任务进展情况一览表"
    assert [cell.value for cell in sheet[3]] == [ZH(f"column.{column.key}") for column in COLUMNS]
    assert 10 <= len(COLUMNS) <= 14
    assert sheet["A2"].value == "统计截止时间：2025年6月30日"
    assert "A1:N1" in {str(one) for one in sheet.merged_cells.ranges}
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")
    assert sheet.auto_filter.ref == f"A3:N{3 + len(demo().judgements)}"
    assert [sheet.cell(4 + n, 1).value for n in range(23)] == [j.baseline.number for j in demo().judgements]
    due = [sheet.cell(4 + n, 12).value for n in range(23)]
    assert due == [datetime.fromordinal(j.due.toordinal()) if j.due else None for j in demo().judgements]
    columns = sheet.column_dimensions.values()  # neighbours that are as wide stand as one
    assert sum(column.max - column.min + 1 for column in columns) == len(COLUMNS)
    assert (
        sum(column.width * (column.max - column.min + 1) for column in columns) < 220
    )  # what an A3 page holds in type that can be read


def test_excel_sheets_keep_their_names_and_hold_no_code() -> None:
    """A month later the sheets have the same names; no cell holds JSON, no count stands in a name."""
    then = asked(date(2025, 7, 31))
    later = render_workbook(report_workbook(then, progress_document(then), []), ZH, None, "题")
    names = set(openpyxl.load_workbook(io.BytesIO(later)).sheetnames)
    known = set(book().sheetnames)
    assert {"整改任务进展情况一览表", "逾期任务", "其他逾期事项", "记录"} <= names & known
    assert not [name for name in names | known if re.search("[0-9]", name)]
    values = [cell for sheet in book() for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not [
        value for value in values if isinstance(value, str) and re.search(r'^[{\[]|"[a-z_]+":', value)
    ]


def test_excel_of_a_list_has_a_title_and_a_stable_name() -> None:
    """What ``list`` shows as a sheet."""
    made = render_workbook([list_report(demo(), demo().judgements)], ZH, DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert sheet.title == "任务清单"
    assert [cell.value for cell in sheet[3]][:2] == ["序号", "题目"]
    assert sheet.freeze_panes == "C4"


def test_register_says_who_is_late_once_a_day() -> None:
    """What is late on one day and owed by the same units is one sentence."""
    rows: dict[Any, Any] = {line["number"]: line for line in register(asked()).lines or ()}
    (said,) = [say(one, FORMAL) for one in rows["21"]["trouble"]]
    assert said.startswith("应于2024年12月31日完成的措施（一）")
    assert said.endswith("尚未完成（市城市管理局、市住建局、昆区、青山区、九原区、稀土高新区）。")


def test_register_names_a_measure_by_its_open_milestone_alone() -> None:
    """A measure that is due in parts is not said again with its task, be the part to come or late."""
    parts = tuple(
        Measure(text=text, milestones=tuple(Milestone(text=text, due=day) for day in days))
        for text, days in (("甲", (date(2025, 3, 31),)), ("乙", (date(2025, 9, 30),)), ("丙", ()))
    )
    demo_units = demo().ledger.units
    day = Day(Ledger(demo().ledger.plan, demo_units, (issue(due=date(2025, 12, 31), measures=parts),)), DAY)
    lines = register(Asked(day, Level.ISSUES, Sustained.ON_SCHEDULE)).lines or ()
    assert [say(one, FORMAL) for one in dict[str, Any](lines[0])["next_steps"]] == [
        "2025年9月30日前完成措施2。",
        "2025年12月31日前完成整项任务。",
    ]


def test_register_says_what_falls_due_as_an_office_would() -> None:
    """A measure stands for its milestones, the task for its measures; what is to be begun is not “finished”."""
    rows: dict[Any, Any] = {line["number"]: line for line in register(asked()).lines or ()}

    def told(number: str, key: str) -> list[str]:
        return [say(one, FORMAL) for one in rows[number][key]]

    assert told("11", "next_steps")[-1] == "2025年12月31日前完成整项任务。"
    assert told("14", "next_steps") == [
        "2025年12月31日前完成整项任务（其中措施（二）、措施（三））。",
        "2026年3月31日前完成措施（一）。",
    ]
    assert told("9", "trouble")[0].startswith("应于2024年12月31日完成的整项任务尚未完成（市林草局")
    assert told("8", "trouble") == ["应于2024年12月1日前启动整改（立行立改），至今未启动（市生态环境局）。"]
    assert told("10", "trouble") == [
        "应于2024年12月1日前启动整改措施（须立即启动），至今未启动（市生态环境局）。"
    ]
    assert "现为14.7公里（46.4%）" in told("14", "progress")[1]


def test_titles_in_english_have_the_whole_name_of_the_plan() -> None:
    """Without its last word, as Chinese titles have it, the name of a plan is cut off for who reads English."""
    title = demo().ledger.plan.title  # type: ignore[union-attr]
    table = register(asked()).title
    assert table is not None
    for words, whole in ((EN, True), (ZH, False)):
        for said in (say(report().title, words), say(table, words)):
            assert (title in said) is whole
            assert title.removesuffix("方案") in said


def test_register_keeps_the_last_words_of_each_unit_and_measure() -> None:
    """Another unit's words, or those of another measure, take none away; newer ones do, and what is done."""
    from test_forms import tree

    def told(*entries: str) -> tuple[list[str], list[str]]:
        files = tree(i02="".join(f"- {{date: {entry}}}\n" for entry in entries))
        day = Day(load(files).ledger, date(2025, 3, 1))
        lines = register(Asked(day, Level.ISSUES, Sustained.ON_SCHEDULE)).lines or ()
        (row,) = [dict[str, Any](line) for line in lines if line["number"] == "2"]
        said = [[say(one, FORMAL) for one in row[key]] for key in ("trouble", "next_steps")]
        return [one for one in said[0] if "：" in one], [one for one in said[1] if "：" in one]

    def says(day: int, by: str, n: int, trouble: str, step: str = "抓紧") -> str:
        text = f'"在办\\n存在问题：{trouble}\\n下步安排：{step}"'
        return f"2025-02-{day:02}, type: progress, by: {by}, measure: {n}, text: {text}"

    first = (says(1, "东河区", 1, "缺资金"), says(2, "九原区", 1, "缺人手"))
    assert told(*first) == (
        ["东河区（措施（一））：缺资金。", "九原区（措施（一））：缺人手。"],
        ["东河区（措施（一））：抓紧。", "九原区（措施（一））：抓紧。"],
    )
    newer = (*first, says(3, "东河区", 1, "缺土地"), says(3, "九原区", 2, "缺人手"))
    assert told(*newer)[0] == ["九原区（措施（一）、措施（二））：缺人手。", "东河区（措施（一））：缺土地。"]
    silent = (*first, "2025-02-04, type: progress, by: 东河区, measure: 1, text: 已进场")
    assert told(*silent)[0] == ["九原区（措施（一））：缺人手。"]
    done = (*first, "2025-02-04, type: achieve, by: 九原区, measure: 1")
    assert told(*done)[0] == ["东河区（措施（一））：缺资金。"]


def test_a_task_costs_little_work_in_word(tmp_path: Path) -> None:
    """How many calls one more task makes, from the judged day to the file."""
    work = {}
    for count in (40, 80):
        make_ledger(tmp_path / str(count), count)
        ledger = load(read_folder(str(tmp_path / str(count))).tree).ledger
        document = progress_document(Asked(Day(ledger, DAY), Level.ISSUES, Sustained.ON_SCHEDULE))
        render_document_docx(document, ZH)
        work[count] = calls(lambda document=document: render_document_docx(document, ZH))  # type: ignore[misc]
    assert (work[80] - work[40]) / 40 < 2_600


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_files_obey_the_standard(words: Words, tmp_path: Path) -> None:
    """Word and Excel files of reports are valid Office Open XML: names, order and values of all elements."""
    assert faults(render_document_docx(report(), words), "report.docx", tmp_path) == []
    listed = list_report(demo(), demo().judgements).as_document()
    assert faults(render_document_docx(listed, words), "list.docx", tmp_path) == []
    book = render_workbook(report_workbook(asked(), report(), []), words, DAY)
    assert faults(book, "report.xlsx", tmp_path) == []
    assert faults(official(), "official.docx", tmp_path) == []


def test_a_file_that_breaks_the_standard_is_caught(tmp_path: Path) -> None:
    """An element out of its order, or a value that is none of those allowed, is told."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as old, zipfile.ZipFile(found, "w") as new:
        for one in old.infolist():
            content = old.read(one)
            if one.filename == "word/document.xml":
                content = content.replace(b"<w:tcW ", b'<w:vAlign w:val="top"/><w:tcW ', 1)
                content = content.replace(b"<w:cantSplit/>", b'<w:cantSplit w:val="perhaps"/>', 1)
            new.writestr(one, content)
    assert len(faults(found.getvalue(), "spoilt.docx", tmp_path)) == 2


@pytest.mark.parametrize(
    ("words", "hint"), [(ZH, "见 ledger duties"), (EN, "see ledger duties")], ids=["zh", "en"]
)
def test_papers_do_not_tell_where_to_look_in_the_program(words: Words, hint: str) -> None:
    """What a command says to who sits at it is in no file that is sent; the terminal has it."""
    listed = overdue_report(demo(), Criteria()).as_document()
    assert (
        hint
        in run_cli(
            "-C", str(REPO / "examples" / "demo"), "--lang", words.language, "overdue", "--as-of", str(DAY)
        ).out
    )
    texts = [one.text for one in docx.Document(io.BytesIO(render_document_docx(listed, words))).paragraphs]
    assert texts
    assert not [one for one in texts if "ledger" in one]
    assert "ledger duties" not in render_document_html(listed, words)
