"""Papers: their figures are those of the reports, what is missing is a marked blank, templates can do little."""

import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import paper_templates
from cli_tools import REPO, Result, run_cli, run_json
from ledger.folder import evidence_of, read_folder
from ledger.judging.counting import Class, Level, Sustained
from ledger.judging.day import Day
from ledger.judging.days import notice_count, notice_end
from ledger.judging.owed import STAGES
from ledger.judging.select import Criteria
from ledger.locale import Words
from ledger.model.plan import Policy
from ledger.papers.circular import _SAID
from ledger.papers.clearing import clearing_report
from ledger.papers.kinds import FIELDS, HEAD, KINDS, NAMES, WITH_TEMPLATE, file_name, shipped
from ledger.papers.sheet import Asked, Paper, Refused, blank
from ledger.papers.writing import write_paper
from ledger.reading.load import load
from ledger.rendering.cells import say
from ledger.rendering.extras import MissingExtraError, TemplateError
from ledger.rendering.paper import fill
from ledger.reports.brief import brief_document
from ledger.reports.changes import change_tables
from ledger.reports.issues import due_report, overdue_report
from ledger.reports.progress import progress_document
from ledger.reports.report import Message, Paragraph
from ledger.reports.reported import Asked as Reported
from ledger.reports.reported import Period
from ledger.reports.since import Since
from office_files import faults

DEMO = REPO / "examples" / "demo"
DAY = date(2025, 6, 30)
SUBJECTS = {"unit_tasks": "昆区", "letter": "石拐区", "request": "11", "acceptance": "13", "notice": "15"}
SUBJECTS |= {"disclosure": "市水务局"}
ZH = Words("zh")


@cache
def demo() -> Day:
    """The demo on the day of the tests."""
    return Day(load(read_folder(str(DEMO)).tree).ledger, DAY, evidence_of(str(DEMO)))


def copied(folder: Path) -> Path:
    """A copy of the demo below ``folder``; returns its root."""
    shutil.copytree(DEMO, folder / "ledger")
    return folder / "ledger"


@cache
def written(kind: str) -> Paper:
    """The paper of a kind with all that can be asked for."""
    since = Period(demo().on(date(2025, 5, 31)), by_revision=False)
    return write_paper(kind, Asked(demo(), since=since, theirs={"02": "已销号"}), SUBJECTS.get(kind, ""))


def shown(data: bytes) -> str:
    """All that a document shows, cells as well."""
    file: Any = docx.Document(io.BytesIO(data))
    return "\n".join("".join(t.text or "" for t in p.iter(TEXT)) for p in file.element.body.iter(PARAGRAPH))


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT, PARAGRAPH = f"{WORD}t", f"{WORD}p"


def plain(text: str) -> str:
    """A sentence without blanks and with its days as papers write them."""
    days = re.sub(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})",
        lambda m: f"{int(m[1])}年{int(m[2])}月{int(m[3])}日",
        text,
    )
    return days.replace(" ", "")


# --- fields and templates ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_fields_are_those_that_are_listed(kind: str) -> None:
    """A paper gives its template the fields that --fields lists, no more and no fewer."""
    fields, listed = written(kind).fields, KINDS[kind]
    assert set(fields) == {*HEAD, *listed.fields, *listed.rows}
    for name, value in fields.items():
        assert isinstance(value, list) == (name in listed.rows), name
        for row in value if isinstance(value, list) else ():
            assert isinstance(row, str) if not listed.rows[name] else set(row) == set(listed.rows[name]), name


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_shipped_template_shows_the_fields(kind: str) -> None:
    """Nothing of a template is left unfilled, the same bytes come again, and every plain field is used."""
    paper = written(kind)
    made = fill(shipped(kind), file_name(kind), paper.fields, DAY)
    assert made == fill(shipped(kind), file_name(kind), paper.fields, DAY)
    text = shown(made.data)
    assert not re.search(r"\{[{%]|[%}]\}", text)
    assert paper.fields["heading"].replace("\n", "") in text
    assert set(KINDS[kind].fields) | set(KINDS[kind].rows) <= made.used | {"unit"}
    for name in KINDS[kind].rows:
        for row in paper.fields[name]:
            for value in row.values() if isinstance(row, dict) else (row,):
                assert value.replace("\n", "") in text, (name, value)


def test_templates_are_made_by_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates in the package are those of the tool; one that is not is named."""
    assert paper_templates.stale() == []
    assert set(paper_templates.MAKERS) == set(WITH_TEMPLATE)
    monkeypatch.setitem(paper_templates.MAKERS, "letter", paper_templates.notice)
    monkeypatch.setattr(paper_templates, "WITH_TEMPLATE", ("letter",))
    assert "letter.docx" in paper_templates.stale()


def test_official_layout() -> None:
    """The page and the styles are those of the official layout, the attached table lies on its side."""
    file = docx.Document(io.BytesIO(fill(shipped("circular"), "x", written("circular").fields, DAY).data))
    first, last = file.sections
    assert first.page_width is not None
    assert last.page_width is not None
    assert (first.page_width.mm, last.page_width.mm) == (
        pytest.approx(210, abs=0.1),
        pytest.approx(297, abs=0.1),
    )
    assert file.paragraphs[0].style is not None
    assert file.paragraphs[0].style.name == "Title"


def test_every_field_is_named_in_both_languages() -> None:
    """Names of fields differ, and so do those of the papers."""
    for language in ("zh", "en"):
        say_ = Words(language)
        assert len({say_(f"paper_kind.{name}") for name in NAMES}) == len(NAMES)
        assert all(say_(f"paper_field.{name}") for name in FIELDS)


# --- figures -------------------------------------------------------------------------------------


def test_circular_says_what_the_report_says() -> None:
    """The standard sentences are the report's, and the counts those of the other commands."""
    fields, day = written("circular").fields, demo()
    report = progress_document(Reported(day, Level.ISSUES, Sustained.ON_SCHEDULE))
    said = [plain(say(block.text, ZH)) for block in report.blocks if isinstance(block, Paragraph)]
    assert [plain(one) for one in fields["overall"]] == said[: len(fields["overall"])]
    assert f"方案明确的{len(day.judgements)}项整改任务" in fields["overall"][0]
    late = overdue_report(day, Criteria()).records
    assert [(row["number"], row["state"]) for row in fields["late"]] == [
        (row["number"], f"逾期{row['days_overdue']}天") for row in late
    ]
    soon = due_report(day, Criteria(), day.policy.warn_days).records
    assert [row["number"] for row in fields["next"]] == [row["number"] for row in soon]
    assert len(fields["tasks"]) == len(day.judgements)
    ahead = len(day.figures().classes[Class.AHEAD])
    assert any(one.startswith(f"超过序时进度{ahead}项") for one in fields["good"]) == bool(ahead)


@pytest.mark.parametrize("day", [date(2025, 1, 10), DAY, date(2026, 1, 5)])
def test_each_paper_has_the_figures_of_the_report(day: date) -> None:
    """By paper: its counts are those that the report, or the command that lists them, gives for the same day."""
    on = demo().on(day)
    whole = on.figures()
    state = Reported(on, Level.ISSUES, Sustained.ON_SCHEDULE)

    def sentences(of: Reported) -> list[str]:
        return [
            plain(say(block.text, ZH))
            for block in progress_document(of).blocks
            if isinstance(block, Paragraph)
        ]

    circular = write_paper("circular", Asked(on)).fields
    assert [plain(one) for one in circular["overall"]] == sentences(state)[: len(circular["overall"])]
    assert len(circular["late"]) == len(overdue_report(on, Criteria()).records)
    unit = "昆区"
    late = overdue_report(on, Criteria(unit=(unit,))).records
    if late:
        letter = write_paper("letter", Asked(on), unit).fields
        assert (letter["count"], len(letter["late"])) == (str(len(late)), len(late))
    mine = Reported(on, Level.ISSUES, Sustained.ON_SCHEDULE, unit=unit)
    told = write_paper("disclosure", Asked(on, year=day.year), unit).fields["overall"]
    assert {plain(one).replace("本单位", unit) for one in told} <= set(sentences(mine))
    cleared = clearing_report(on).records
    assert len(cleared) == len(whole.classes[Class.CLOSED])
    rows = write_paper("reconciliation", Asked(on)).fields
    assert (rows["count"], len(rows["rows"])) == (str(len(on.judgements)), len(on.judgements))


def test_a_broken_promise_is_told_once_among_the_changes() -> None:
    """东河区 broke its promise of 2025-06-15: that is told of the promise, and not again of what became late."""
    since = Period(demo().on(date(2025, 5, 31)), by_revision=False)
    changes = write_paper("circular", Asked(demo(), since=since)).fields["changes"]
    told = [one for one in changes if "东河区" in one and "2025年6月15日" in one]
    assert [one.partition("：")[0] for one in told] == ["本期未兑现的承诺"]


def test_circular_tells_the_changes_of_the_period() -> None:
    """Each task whose status moved is named, and so are units without a record since then."""
    fields, day = written("circular").fields, demo()
    before = day.on(date(2025, 5, 31)).by_id
    moved = [j.baseline.number for j in day.judgements if before[j.issue.id].status is not j.status]
    sentence = next(one for one in fields["changes"] if one.startswith("状态变化"))
    assert re.findall("任务([^（]+(?:（[0-9]）)?)（", sentence) == moved
    assert not any("git" in one for one in fields["changes"])
    since = Period(day.on(date(2025, 5, 31)), by_revision=False)
    reported = Reported(day, Level.ISSUES, Sustained.ON_SCHEDULE, since)
    assert {table.kind for table in change_tables(reported, Since(day, since))} == set(_SAID)
    assert all(row["last_record"] != "2025年6月16日" for row in fields["silent"])
    assert "青山区" in {row["unit"] for row in fields["silent"]}
    assert write_paper("circular", Asked(day)).fields["changes"] == []


def test_papers_to_a_unit_say_what_it_owes() -> None:
    """The list has what ``brief`` has, the letter what is late of it."""
    day = demo()
    owed = brief_document(day, "昆区", every=True).data
    rows = written("unit_tasks").fields["debts"]
    assert [row["number"] for row in rows] == [record["number"] for record in owed["data"]]
    late = overdue_report(day, Criteria(unit=("石拐区",))).records
    letter = written("letter").fields
    assert [row["number"] for row in letter["late"]] == [record["number"] for record in late]
    assert letter["count"] == str(len(late))
    assert letter["addressee"] == "石拐区"
    with pytest.raises(Refused):
        write_paper("letter", Asked(day.on(date(2024, 11, 20))), "石拐区")


def test_forms_of_the_closing_chain() -> None:
    """Every measure is there with its day; what was said before the task was sent back is no opinion on it."""
    day = demo()
    then = day.on(date(2025, 1, 13))  # the day before it was cleared
    fields = write_paper("request", Asked(then), "02").fields
    baseline = day.by_id["02"].baseline
    assert [row["text"] for row in fields["measures"]] == [one.text for one in baseline.measures]
    assert fields["completed"] == "2024年12月20日"
    assert fields["evidence"] == ["演示：自查报告"]
    assert fields["missing"] == []
    assert "2024年12月20日包头市发展和改革委员会报：演示：完成四季度考核" in fields["measures"][1]["told"]
    open_one = written("request")
    assert open_one.fields["completed"] == blank("completed")
    assert {"completed", "similar", "mechanism"} <= set(open_one.blanks)
    missing = open_one.fields["missing"]
    told = Message("paper.not_completed", {"number": "11", "count": len(missing)})
    assert missing
    assert open_one.notes == (told,)
    assert written("acceptance").fields["opinions"] == [
        {"unit": "包头市生态环境局", "opinion": "", "day": ""}
    ]
    accepted = write_paper("acceptance", Asked(then), "02").fields["opinions"]
    assert accepted[0]["opinion"].startswith("同意通过验收")


def why(kind: str, issue: str, day: Day) -> tuple[str, dict[str, Any]]:
    """Why a paper is not written."""
    with pytest.raises(Refused) as caught:
        write_paper(kind, Asked(day, signed_on=day.as_of), issue)
    assert all(say(caught.value.said, Words(language)) for language in ("zh", "en"))
    return caught.value.said.key.removeprefix("paper."), dict(caught.value.said.args)


def test_papers_of_a_task_in_a_state_where_they_make_no_sense() -> None:
    """Cleared, withdrawn, not completed or not accepted: refused, with what would be right; a day before they
    are written."""
    day, closed = demo(), date(2025, 1, 14)
    for kind in ("request", "acceptance", "notice"):
        assert why(kind, "02", day) == (
            "closed",
            {"number": "2", "day": closed, "before": closed - timedelta(1)},
        )
        assert write_paper(kind, Asked(day.on(closed - timedelta(1))), "02").fields
        assert why(kind, "07-2", day) == ("withdrawn", {"number": "7（2）"})
    for issue, number in (("11", "11"), ("06", "6")):  # never completed; come back
        assert why("acceptance", issue, day) == ("not_complete", {"number": number})
        assert why("notice", issue, day)[0] == "not_accepted"
    rejected = day.on(date(2025, 4, 1))
    assert why("acceptance", "13", rejected)[0] == "not_complete"
    over = write_paper("notice", Asked(day), "15").notes
    assert [note.key for note in over] == ["paper.notice_over"]
    assert write_paper("notice", Asked(day.on(date(2025, 6, 27))), "15").notes == ()


def test_a_letter_on_record_is_written_by_its_number() -> None:
    """Its day, demand, tasks and last day are those of the book, what is late that of its tasks on its day."""
    day = demo()
    fields = write_paper("letter", Asked(day, serial="演示督办[2025]02号"), "").fields
    given = {
        name: fields[name] for name in ("serial", "signed_on", "reply_by", "addressee", "demand", "count")
    }
    assert given == {
        "serial": "演示督办〔2025〕2号",
        "signed_on": "2025年6月16日",
        "reply_by": "2025年6月23日",
        "addressee": "东河区",
        "demand": "演示：清除反弹的堆积垃圾，查明原因",
        "count": "1",
    }
    assert [(row["number"], row["state"]) for row in fields["late"]] == [("6", "逾期1天")]
    assert (fields["as_of"], fields["tasks"]) == ("2025年6月16日", [])
    two = write_paper("letter", Asked(day, serial="演示提醒〔2025〕3号"), "石拐区").fields
    assert (two["addressee"], two["you"], two["level"]) == ("石拐区、固阳县", "你们", "提醒")
    assert ([row["number"] for row in two["tasks"]], two["late"]) == (["20"], [])
    text = shown(fill(shipped("letter"), "x", two, DAY).data)
    assert "有关任务" in text
    assert "演示：报送建设进展。" in text
    assert "确需延期的" not in text


def test_a_letter_to_several_names_who_owes_what() -> None:
    """Of each item those addressed that owe it, and when each of them last reported of it."""
    tree = read_folder(str(DEMO)).tree
    line = (
        "- {date: 2025-06-30, type: letter, by: 市整改专项组, number: 演示督办〔2025〕4号, level: letter,"
        ' to: [市林草局, 昆区, 市生态环境局], issues: ["09", "08"], demand: 演示：说明原因}\n'
    )
    tree = tree | {"data/letters.yaml": tree["data/letters.yaml"] + line.encode()}
    fields = write_paper(
        "letter", Asked(Day(load(tree).ledger, DAY), serial="演示督办〔2025〕4号"), ""
    ).fields
    assert [(row["number"], row["units"], row["last_record"]) for row in fields["late"]] == [
        ("9", "包头市林业和草原局、昆都仑区", "包头市林业和草原局（2025年3月31日）、昆都仑区（无）"),
        ("8", "包头市生态环境局", "包头市生态环境局（无）"),
    ]
    text = shown(fill(shipped("letter"), "x", fields, DAY).data)
    assert "；责任单位：包头市生态环境局；上次报送进展：包头市生态环境局（无）。" in text


@pytest.mark.parametrize(
    ("asked", "unit", "key"),
    [
        (Asked(demo(), serial="演示督办〔2025〕9号"), "", "no_letter"),
        (Asked(demo(), serial="演示督办〔2025〕2号"), "昆区", "letter_to"),
        (Asked(demo(), serial="演示督办〔2025〕2号", signed_on=DAY), "东河区", "letter_differs"),
        (Asked(demo(), serial="演示督办〔2025〕2号", reply_by=DAY), "", "letter_differs"),
        (Asked(demo().on(date(2025, 6, 15)), serial="演示督办〔2025〕2号"), "", "letter_later"),
    ],
)
def test_a_letter_on_record_is_not_typed_otherwise(asked: Asked, unit: str, key: str) -> None:
    """A number that nobody recorded, another unit, day or reply day, a day before it was sent."""
    with pytest.raises(Refused) as caught:
        write_paper("letter", asked, unit)
    assert caught.value.said.key == f"paper.{key}"
    assert all(say(caught.value.said, Words(language)) for language in ("zh", "en"))


def test_sentences_end_once() -> None:
    """What is owed is told without the full stop of the plan's sentence, wherever more follows."""
    for kind in ("circular", "letter", "unit_tasks", "request", "disclosure", "notice"):
        text = shown(fill(shipped(kind), "x", written(kind).fields, DAY).data)
        assert not re.findall("[。；]{2,}|[。；，：]，|，[。；]", text), kind


def test_papers_name_a_unit_in_one_way() -> None:
    """Units stand in what goes out with their full names: no short one beside them."""
    short = {unit: known.name for unit, known in demo().ledger.units.units.items() if unit != known.name}
    assert len(short) > 10
    for kind in ("request", "acceptance", "notice"):
        fields = written(kind).fields
        named = [fields["responsible"], fields["accepting"], fields["signer"]]
        named += [row.get("units", "") for row in fields["measures"]]
        units = {one for text in named for one in text.split("、")}
        assert units
        assert not units & set(short), kind
    for row in (*written("circular").fields["late"], *written("circular").fields["silent"]):
        assert not set(row.get("units", row.get("unit", "")).split("、")) & set(short)


def test_disclosure_tells_how_a_deadline_was_moved() -> None:
    """The plan's words and the day that holds; of work that was sent back the day of the completion that stands."""
    tasks = write_paper("disclosure", Asked(demo()), "昆区").fields["tasks"]
    told = {task["number"]: task for task in tasks}
    day = demo().by_id["20"].chain.attempt.due
    assert day is not None
    assert told["20"]["deadline"] == f"2024年12月底（已批准延至{day.year}年{day.month}月{day.day}日）"
    assert all(task["steps"].count("完成整改") <= 1 for task in tasks if "重新整改" not in task["deadline"])


def test_disclosure_counts_the_tasks_of_the_unit() -> None:
    """The figures are those of the tasks it takes part in, on the last day of the year."""
    fields = write_paper("disclosure", Asked(demo(), year=2024), "市水务局").fields
    then = demo().on(date(2024, 12, 31))
    mine = [j for j in then.judgements if "市水务局" in j.chain.taking_part]
    assert [row["number"] for row in fields["tasks"]] == [j.baseline.number for j in mine]
    assert f"截至2024年12月31日，本单位参与的{len(mine)}项整改任务" in fields["overall"][0]
    assert len(mine) > 3
    for year, unit in ((2026, "市水务局"), (2024, "市整改专项组")):
        with pytest.raises(Refused):
            write_paper("disclosure", Asked(demo(), year=year), unit)


@pytest.mark.parametrize("day", [date(2025, 1, 10), DAY, date(2026, 1, 5)])
def test_disclosure_and_list_of_tasks_have_the_same_figures(day: date) -> None:
    """For each unit: what is owed, late and done is that of its list, and what is late there is late here."""
    on = demo().on(day)
    for unit in {one for judgement in on.judgements for one in judgement.owed_by}:
        rows = write_paper("unit_tasks", Asked(on), unit).fields["debts"]
        late = [row for row in rows if row["state"].startswith("逾期")]
        own = write_paper("disclosure", Asked(on), unit).fields["own"]
        done = brief_document(on, unit).data["counts"]["done"]
        owed = f"应办未办{len(rows)}件{f'，其中逾期{len(late)}件' if late else ''}" if rows else ""
        assert f"已办{done}件" in own
        assert owed in own
        assert ("逾期" in own) == bool(late)
    said = {row["number"]: row["own"] for row in write_paper("disclosure", Asked(on), "昆区").fields["tasks"]}
    late_of = on.late_of("昆区")
    for debt in late_of:
        if debt.obligation.measure is not None and debt.obligation.what in STAGES:
            judgement = on.by_id[debt.obligation.issue or ""]
            number = judgement.baseline.measures[debt.obligation.measure - 1].number or ""
            assert number in said[judgement.baseline.number].partition("逾期未完成")[0].rpartition("措施")[2]
    assert late_of


@pytest.mark.parametrize("day", [date(2025, 1, 10), DAY, date(2025, 12, 31), date(2026, 1, 5)])
def test_a_measure_stands_once_in_what_a_unit_owes(day: date) -> None:
    """A measure of which a milestone is open, late or not, is not told by itself as well."""
    on = demo().on(day)
    parted = 0
    for unit in on.ledger.units.units:
        rows = on.debts_of(unit)
        told = [(one.obligation.issue, one.obligation.measure, one.obligation.what) for one in rows]
        nodes = {(issue, measure) for issue, measure, what in told if what == "milestone"}
        assert not nodes & {(issue, measure) for issue, measure, what in told if what == "measure"}, unit
        parted += len(nodes)
    assert parted > 10


def test_disclosure_tells_the_part_of_the_unit() -> None:
    """What the unit itself has to see to is told apart from whole tasks, which others may be late with."""
    fields = write_paper("disclosure", Asked(demo()), "石拐区").fields
    own = {row["number"]: row["own"] for row in fields["tasks"]}
    assert own["12"] == "措施（一）已完成，措施（二）、（三）正在落实"
    assert own["2"] == ""  # cleared, which says it all
    assert all(row["status"] != row["standing"] for row in fields["tasks"])


def test_circular_names_units_in_full_in_whatever_it_tells() -> None:
    """Inspections, reviews and objections of the period have the day and the full name, with no blank between."""
    said = next(one for one in written("circular").fields["changes"] if "复核" in one)
    assert "2025年6月5日，包头市水务局：复核：保持" in said
    assert "日，市落实中央和自治区生态环境保护督察反馈问题整改工作专项组：收到公示异议" in said


def test_circular_tells_who_answered_the_round() -> None:
    """Who was in time, late, vague, sent back or silent, by name; a form that went back stands beside its unit."""
    tree = dict(read_folder(str(DEMO)).tree)
    path = "data/rounds/2025-06.yaml"
    back = f"type: sent_back, why: [no_day, misfilled], file: a.xlsx, sha256: {'ab' * 32}"
    tree[path] += f"- {{date: 2025-06-24, unit: 青山区, {back}}}\n".encode()
    day = Day(load(tree).ledger, DAY, evidence_of(str(DEMO)))
    since = Period(day.on(date(2025, 5, 31)), by_revision=False)
    fields = write_paper("circular", Asked(day, since=since)).fields
    (said,) = fields["rounds"]
    assert said.startswith(
        "2025年6月调度表发给21个单位，应于2025年6月25日前报回：2个单位按期报送；1个单位迟报（石拐区，2025年6月28日）；"
    )
    assert "1个单位报来但退回（青山区，填报日期未填或有误、填写有误）；17个单位没有报（" in said
    assert "九原区报送的内容含糊（“正在推进”“基本完成”），须补充说明" in said
    backs = {row["unit"]: row["back"] for row in fields["silent"] if row["back"]}
    assert backs == {"青山区": "2025年6月24日报来调度表，因填报日期未填或有误、填写有误退回"}
    # who reported in the period what was done before it has not been silent
    assert "包头市住房和城乡建设局" in {row["unit"] for row in fields["silent"]}
    line = "- {date: 2025-04-10, type: progress, by: 市住建局, measure: 3, text: 已排查}\n"
    told = tree | {"data/issues/21.yaml": tree["data/issues/21.yaml"] + line.encode()}
    now = Day(load(told).ledger, DAY, evidence_of(str(DEMO)))
    then = Period(day.on(date(2025, 5, 31)), by_revision=True)
    silent = write_paper("circular", Asked(now, since=then)).fields["silent"]
    assert "包头市住房和城乡建设局" not in {row["unit"] for row in silent}
    later = Period(day.on(date(2025, 6, 20)), by_revision=False)
    assert write_paper("circular", Asked(day, since=later)).fields["rounds"] == []
    assert "演示提醒〔2025〕3号" in "".join(fields["changes"])
    assert "向石拐区、固阳县发演示提醒〔2025〕3号" in "".join(fields["changes"])


@pytest.mark.parametrize(
    "kind", [kind for kind in WITH_TEMPLATE if "{{ signature }}" in shown(shipped(kind))]
)
def test_signature_is_on_a_page_with_text(kind: str) -> None:
    """The last paragraph of the text, 落款 and 成文日期 stay on one page."""
    body = docx.Document(io.BytesIO(shipped(kind))).paragraphs
    (at,) = [n for n, one in enumerate(body) if one.text == "{{ signature }}"]
    assert body[at + 1].text == "{{ signed_on }}"
    before = [one for one in body[:at] if not one.text.startswith("{%p")][-2:]
    assert [bool(one.paragraph_format.keep_with_next) for one in (*before, body[at])] == [True, True, True]
    assert before[0].text
    assert not before[0].text.startswith("{{ l")
    assert before[1].text == ""


def test_clearing_register_has_what_is_closed() -> None:
    """It counts what the report counts as closed; what came back is told below."""
    report = clearing_report(demo())
    assert [record["id"] for record in report.records] == list(demo().figures().classes[Class.CLOSED])
    assert report.notes[0].args["numbers"] == ["6"]
    assert {(line["serial"], line["archive"]) for line in report.lines or ()} == {
        ("", "")
    }  # to be written in


# --- notices -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", ["working", "calendar"])
@pytest.mark.parametrize(
    "since", [date(2025, 1, 20), date(2025, 9, 25), date(2025, 6, 28), date(2035, 4, 30)]
)
def test_notice_ends_on_the_first_day_that_is_enough(since: date, count: Any) -> None:
    """It is as long as the policy asks on that day and not the day before."""
    policy = Policy(publicity_days=10, publicity_count=count)
    end, projected = notice_end(since, policy, None)
    assert notice_count(since, end, policy, None).days == 10
    assert notice_count(since, end - timedelta(1), policy, None).days == 9
    assert projected == (count == "working" and since.year == 2035)


def test_notice_of_a_task() -> None:
    """Its days are those on record, else computed from its date; before acceptance there is none."""
    fields = written("notice").fields
    assert (fields["begin"], fields["end"]) == ("2025年6月16日", "2025年6月27日")
    assert fields["length"] == "10个工作日"
    assert fields["signer"] == "包头市水务局"
    computed = write_paper("notice", Asked(demo(), signed_on=date(2025, 9, 25)), "01").fields
    assert (computed["begin"], computed["end"]) == ("2025年9月25日", "2025年10月14日")
    later = write_paper("notice", Asked(demo(), signed_on=date(2035, 4, 30)), "01")
    assert later.fields["projected"].startswith("（推算")
    assert [note.key for note in later.notes] == ["paper.projected"]
    undated = write_paper("notice", Asked(demo()), "01")
    assert (undated.fields["begin"], undated.fields["end"]) == (blank("begin"), blank("end"))
    for issue, day in (("09", None), ("01", date(2025, 6, 1))):
        with pytest.raises(Refused):
            write_paper("notice", Asked(demo(), signed_on=day), issue)


CANARIES = ("13812345678", "0472-5123456", "150203197001011234", "赵某某")


def test_public_papers_hold_no_persons_and_telephones(tmp_path: Path) -> None:
    """Numbers are masked, persons are nowhere; the form for the office has them, so that this can fail."""
    root = copied(tmp_path)
    path = root / "data" / "issues" / "15.yaml"
    text = path.read_text("utf-8")
    text = re.sub("goal: ", f"goal: {CANARIES[0]}、{CANARIES[1]}", text, count=1)
    text = text.replace("督察发现", f"{CANARIES[2]}督察发现", 1)
    text = text.replace(
        "measures:\n", f"others:\n- {{label: 责任人, text: {CANARIES[3]}, role: person}}\nmeasures:\n", 1
    )
    path.write_text(re.sub("(text|similar): 演示：", rf"\1: {CANARIES[3]}", text), "utf-8")
    day = Day(load(read_folder(str(root)).tree).ledger, DAY, evidence_of(str(root)))
    for kind, subject in (("notice", "15"), ("disclosure", "市水务局")):
        fields = write_paper(kind, Asked(day), subject).fields
        told = shown(fill(shipped(kind), kind, fields, DAY).data)
        assert "＊＊＊" in told
        assert not [one for one in CANARIES if one in told], kind
    kept = shown(fill(shipped("request"), "x", write_paper("request", Asked(day), "15").fields, DAY).data)
    assert [one for one in CANARIES if one in kept] == list(CANARIES)


# --- the superior's list -------------------------------------------------------------------------


def against(name: str, rows: list[list[str]], folder: Path) -> Path:
    """A list of the superior as a file."""
    path = folder / name
    if name.endswith("xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            assert book.active is not None
            book.active.append(row)
        book.save(path)
    else:
        path.write_text("\n".join(",".join(row) for row in rows), "utf-8")
    return path


LIST = [
    ["督察整改进展", "", ""],
    ["序号", "任务", "整改状态"],
    ["1", "思想认识不到位", "完成整改"],
    ["2", "绿色发展理念树得不牢", "已销号"],
    ["7（1）", "督察整改还需加强", "未达到序时进度"],
    ["8", "议事协调机构发挥作用不够", "抓紧推进"],
    ["99", "别处的一项", "逾期"],
    ["2", "绿色发展理念树得不牢", "逾期"],
]


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_reconciliation_row_by_row(tmp_path: Path, name: str) -> None:
    """Each task of ours has the superior's word and whether it says the same; rows of nobody are told."""
    path = against(name, LIST, tmp_path)
    out = tmp_path / "x.docx"
    result = paper("reconciliation", "--against", str(path), "-o", str(out))
    assert result.code == 0, result.err
    assert "99" in result.err
    assert result.err.count(name) == 2
    table = docx.Document(str(out)).tables[0]
    rows = {cells[0]: cells for row in table.rows if (cells := [cell.text for cell in row.cells])}
    assert rows["1"][2:] == ["完成整改", "通过验收", "不一致", ""]
    assert rows["2"][2:] == ["已销号", "已销号", "一致", ""]
    assert rows["7（1）"][2:] == ["未达到序时进度", "整改中，未达到序时进度", "一致", ""]
    assert rows["8"][4] == "上级用语未识别"
    assert rows["9"][2:] == ["", "整改中，逾期", "上级未列", ""]
    assert len(rows) == len(demo().judgements) + 1


def test_reconciliation_of_a_row_that_is_not_read(tmp_path: Path) -> None:
    """A task that the list has in words that are not read, or without a state, is not said to be left out."""
    head = ["序号", "题目", "责任单位", "整改时限", "状态"]
    when = ["市水务局", "2025年底"]
    rows = [
        head,
        ["甲-14", "再生水利用工作进展缓慢", *when, "已完成"],
        ["15", "河道“四乱”问题依然存在", *when, ""],
        ["7", "督察整改还需加强", *when, "已完成"],
        ["2", "绿色发展理念树得不牢", *when, "已销号"],
    ]
    out = tmp_path / "x.docx"
    result = paper("reconciliation", "--against", str(against("list.csv", rows, tmp_path)), "-o", str(out))
    assert result.code == 0, result.err
    table = docx.Document(str(out)).tables[0]
    told = {cells[0]: cells[4] for row in table.rows if (cells := [cell.text for cell in row.cells])}
    for number in ("14", "15", "7（1）", "7（2）"):
        assert told[number] == "上级状态没有读出"
    assert (told["2"], told["9"]) == ("一致", "上级未列")


def test_reconciliation_without_a_list() -> None:
    """The superior's column and the difference are left blank."""
    rows = write_paper("reconciliation", Asked(demo())).fields["rows"]
    assert {(row["theirs"], row["difference"]) for row in rows} == {("", "")}


def test_list_without_the_columns(tmp_path: Path) -> None:
    """A table that lacks a column is refused by name, and so is what is no table."""
    path = against("x.csv", [["序号", "题目"], ["1", "a"]], tmp_path)
    result = paper("reconciliation", "--against", str(path), "-o", str(tmp_path / "x.docx"))
    assert result.code == 2
    assert "状态" in result.err
    assert not (tmp_path / "x.docx").exists()
    (tmp_path / "y.csv").write_bytes(b"\x89PNG" + bytes(100))
    result = paper("reconciliation", "--against", str(tmp_path / "y.csv"), "-o", str(tmp_path / "x.docx"))
    assert result.code == 2


# --- templates of the office ---------------------------------------------------------------------


def template(*texts: str, cell: str = "") -> bytes:
    """A template with paragraphs, and a table of one cell."""
    file = docx.Document()
    for text in texts:
        file.add_paragraph(text)
    if cell:
        file.add_table(1, 1).cell(0, 0).text = cell
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def refused(*texts: str) -> TemplateError:
    """Why a template is refused."""
    fields = {"heading": "a", "rows": [{"x": "1"}] * 3}
    with pytest.raises(TemplateError) as caught:
        fill(template(*texts), "t.docx", fields, DAY)
    assert caught.value.gaps["template"] == "t.docx"
    assert say(Message(caught.value.key, caught.value.gaps), ZH)
    return caught.value


def test_a_field_written_nearly_right_is_offered() -> None:
    """A slip of the pen is told with the name that was meant, also of a field of a row."""
    error = refused("{{ heeding }}")
    assert (error.key, error.gaps["near"]) == ("paper.template_field_near", ["heading"])
    assert "是不是：heading" in say(Message(error.key, error.gaps), ZH)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{{ unknown }}", "unknown"),
        ("{% for r in rows %}{{ r.unknown }}{% endfor %}", "unknown"),
        ("{% if nothing %}x{% endif %}", "nothing"),
    ],
)
def test_unknown_field_is_named(text: str, field: str) -> None:
    """A field that the paper has not is an error that names it, also within a row."""
    error = refused(text)
    assert (error.key, error.gaps["field"]) == ("paper.template_field", field)


@pytest.mark.parametrize(
    "text",
    [
        "{% set x = heading %}",
        "{% macro m() %}x{% endmacro %}",
        "{{ heading.upper() }}",
        "{{ range(3) }}",
        "{{ lipsum() }}",
        "{{ heading * 100000000 }}",
        "{{ 9 ** 999999999 }}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% for a in rows %}" * 4 + "{% endfor %}" * 4,
        "{% for a in rows recursive %}{% endfor %}",
        "{% call heading() %}{% endcall %}",
    ],
)
def test_template_can_do_little(text: str) -> None:
    """Nothing that calls, sets, includes or runs long."""
    assert refused(text).key == "paper.template_forbidden"


@pytest.mark.parametrize(
    ("text", "key", "tag"),
    [
        ("{{ heading", "syntax", None),
        ("{{ heading heading }}", "syntax", None),
        ("{% if heading %}", "open", "if"),
        ("{% for r in rows %}x", "open", "for"),
        ("x{% endif %}", "stray", "endif"),
        ("{{ heading | upper }}", "filter", "upper"),
        ("{% nonsense %}", "tag", "nonsense"),
    ],
)
def test_template_that_is_not_well_formed(text: str, key: str, tag: str | None) -> None:
    """It is told what, in words of the language alone, with the word of the template that is meant."""
    error = refused(text)
    assert (error.key, error.gaps.get("tag")) == (f"paper.template_{key}", tag)
    said = say(Message(error.key, error.gaps), ZH)
    known = {"docx", "for", "if", "endfor", "endif", "tr", "join", "length", "first", "last", "default"}
    assert set(re.findall("[a-z]{2,}", said)) <= known | {str(tag)}


@pytest.mark.parametrize("text", ["｛｛ heading ｝｝", "｛ 文号 ｝", "{ heading }", "{heading}"])
def test_braces_that_would_be_printed(text: str) -> None:
    """An input method for Chinese makes full-width ones; what is no field may stand in braces."""
    assert refused(text).key == "paper.template_braces"
    assert fill(template("{{ heading }}{x}"), "t.docx", {"heading": "a"}, DAY).data


def test_template_that_cannot_be_filled() -> None:
    """An attribute behind the curtain, a sum of text and number, a loop that tears the document."""
    assert refused("{{ heading.__class__ }}").key in {"paper.template_forbidden", "paper.template_field"}
    assert refused("{{ heading + 1 }}").key == "paper.template_fails"
    unknown = refused("{{ heading | upper }}")
    assert (unknown.key, unknown.gaps["tag"]) == ("paper.template_filter", "upper")
    torn = template("{%p for r in rows %}", cell="{%p endfor %}")
    with pytest.raises(TemplateError) as caught:
        fill(torn, "t.docx", {"heading": "a", "rows": ["1", "2"]}, DAY)
    assert caught.value.key in {"paper.template_torn", "paper.template_open"}


def test_values_are_shown_as_they_are() -> None:
    """Markup, marks of templates and control characters in a value do nothing."""
    hostile = "<w:p/>&amp;{{ 7*7 }}{% raw %}\x07\x0cx"
    made = fill(template("{{ heading }}"), "t", {"heading": hostile}, DAY)
    assert shown(made.data) == hostile.replace("\x07", "\ufffd").replace("\x0c", "\ufffd")


def bomb() -> bytes:
    """A small archive with a part that would fill the memory."""
    out = io.BytesIO(template("x"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", bytes(20_000_000))
    return out.getvalue()


@pytest.mark.parametrize("make", [bomb, lambda: b"x", lambda: b"PK\x03\x04", lambda: b""])
def test_broken_template(make: Callable[[], bytes]) -> None:
    """What is no Word document, or would fill the memory, is named."""
    with pytest.raises(TemplateError) as caught:
        fill(make(), "t.docx", {}, DAY)
    assert (caught.value.key, caught.value.gaps) == ("paper.template_broken", {"template": "t.docx"})


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library the extra to install is named."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(MissingExtraError) as caught:
        fill(shipped("letter"), "x", written("letter").fields, DAY)
    assert caught.value.extra == "office"


# --- the command ---------------------------------------------------------------------------------


def paper(*arguments: str, root: Path = DEMO) -> Result:
    """``ledger paper`` on the demo."""
    return run_cli("-C", str(root), "paper", *arguments, "--as-of", DAY.isoformat())


def test_kinds_are_listed() -> None:
    """Without a kind all of them are listed; a name of either language is understood."""
    assert [record["kind"] for record in run_json("paper").data] == [name.replace("_", "-") for name in NAMES]
    chinese = run_json("paper", "督办函", "--fields").data
    assert chinese == run_json("paper", "letter", "--fields", "--lang", "en").data
    assert {
        key: record[key]
        for record in chinese
        if record["template_field"] == "late.item"
        for key in ("template_field", "repeated")
    } == {"template_field": "late.item", "repeated": False}


def test_own_template_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """The one written by --template, changed, is used from data/templates, and errors name it."""
    root, out = copied(tmp_path), tmp_path / "x.docx"
    folder = root / "data" / "templates"
    folder.mkdir()
    mine = folder / "letter.docx"
    assert run_cli("paper", "letter", "--template", "-o", str(mine)).code == 0
    assert mine.read_bytes() == shipped("letter")
    mine.write_bytes(template("本单位函头{{ unit }}", "{{ serial }}"))
    result = paper("letter", "石拐区", "-o", str(out), root=root)
    assert result.code == 0
    assert shown(out.read_bytes()).startswith("本单位函头石拐区")
    assert "文号" in result.err
    assert "书面回复期限" not in result.err  # this template does not ask for it
    mine.write_bytes(template("{{ oops }}"))
    out.unlink()
    result = paper("letter", "石拐区", "-o", str(out), root=root)
    assert (result.code, out.exists()) == (2, False)
    assert "data/templates/letter.docx" in result.err
    assert "oops" in result.err
    mine.write_bytes(bytes(4 * 1024 * 1024 + 1))
    assert "4 MiB" in paper("letter", "石拐区", "-o", str(out), root=root).err
    mine.unlink()
    (tmp_path / "elsewhere.docx").write_bytes(template("{{ unit }}"))
    mine.symlink_to(tmp_path / "elsewhere.docx")
    assert paper("letter", "石拐区", "-o", str(out), root=root).code == 2
    mine.unlink()
    folder.rmdir()
    (tmp_path / "letter.docx").write_bytes(template("{{ unit }}"))
    folder.symlink_to(tmp_path)
    assert paper("letter", "石拐区", "-o", str(out), root=root).code == 2


def test_same_paper_in_either_language_and_what_is_blank(tmp_path: Path) -> None:
    """The bytes do not depend on the language; what was not given is told on standard error alone."""
    files = [tmp_path / f"{name}.docx" for name in ("zh", "en", "full")]
    chinese = paper("letter", "石拐区", "-o", str(files[0]))
    english = paper("letter", "石拐区", "-o", str(files[1]), "--lang", "en")
    assert files[0].read_bytes() == files[1].read_bytes()
    assert (chinese.out, english.out) == ("", "")
    assert "文号、" in chinese.err
    assert "serial number" in english.err
    given = (
        "--no",
        "包整改办〔2025〕3号",
        "--to",
        "石拐区人民政府",
        "--date",
        "2025-07-01",
        "--reply-by",
        "20250715",
    )
    full = paper("letter", "石拐区", *given, "-o", str(files[2]))
    assert full.err == ""
    text = shown(files[2].read_bytes())
    assert "【待填" not in text
    for part in ("包整改办〔2025〕3号", "石拐区人民政府：", "2025年7月1日", "2025年7月15日前"):
        assert part in text


@pytest.mark.parametrize("form", ["xlsx", "csv", "docx", "json"])
def test_clearing_in_every_form(tmp_path: Path, form: str) -> None:
    """The register is a table for spreadsheets as well as a document."""
    out = tmp_path / f"x.{form}"
    assert paper("销号台账", "-o", str(out)).code == 0
    data = out.read_bytes()
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[-1]
        told = "".join(str(value) for row in sheet.values for value in row)
    else:
        told = shown(data) if form == "docx" else data.decode("utf-8-sig")
    assert "基层河长履职不到位" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lettre",), "letter"),
        (("letter",), "单位"),
        (("letter", "石拐", "-o", "x.docx"), "石拐区"),
        (("letter", "各旗县区", "-o", "x.docx"), "昆区"),
        (("request",), "任务"),
        (("request", "99", "-o", "x.docx"), "99"),
        (("circular", "昆区"), "月调度通报"),
        (("circular", "--year", "2024"), "--year"),
        (("circular", "--since", "2026-01-01", "-o", "x.docx"), "2026-01-01"),
        (("disclosure", "昆区", "--year", "24", "-o", "x.docx"), "24"),
        (
            ("letter", "昆区", "--date", "2025-07-01", "--reply-by", "2025-06-01", "-o", "x.docx"),
            "2025-06-01",
        ),
        (("letter", "石拐区"), "-o"),
        (("letter", "石拐区", "-o", "x.pdf"), "docx"),
        (("letter", "石拐区", "-f", "csv", "-o", "x.csv"), "docx"),
        (("--fields",), "--fields"),
        (("clearing", "--fields"), "销号台账"),
        (("clearing", "--template", "-o", "x.docx"), "销号台账"),
        (("letter", "--template"), "-o"),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], said: str) -> None:
    """A wrong word is one line that says what to do, and no file."""
    result = paper(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not Path("x.docx").exists()


def test_nothing_to_write_is_a_finding(tmp_path: Path) -> None:
    """A letter to who is not late, a notice of what is not accepted: exit 1, no file."""
    for arguments in (("letter", "市委宣传部"), ("notice", "9")):
        result = paper(*arguments, "-o", str(tmp_path / "x.docx"))
        assert result.code == 1
        assert list(tmp_path.iterdir()) == []


def test_the_page_on_papers_tells_every_kind() -> None:
    """docs/papers.md has a line for each kind, by both names, and every template's file name."""
    page = (REPO / "docs" / "papers.md").read_text("utf-8")
    for name in NAMES:
        line = next(one for one in page.split("\n") if one.startswith(f"| `{name.replace('_', '-')}"))
        assert ZH(f"paper_kind.{name}") in line
        assert all(f"`--{option.replace('_', '-')}`" in line for option in KINDS[name].options)
    assert all(f"`{file_name(name)}`" in page for name in WITH_TEMPLATE)


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_papers_obey_the_standard(kind: str, tmp_path: Path) -> None:
    """A paper that is signed is a valid document: names, order and values of all elements."""
    assert (
        faults(fill(shipped(kind), file_name(kind), written(kind).fields, DAY).data, f"{kind}.docx", tmp_path)
        == []
    )
