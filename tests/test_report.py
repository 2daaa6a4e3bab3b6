"""The report that goes upstairs: its parts add up, its figures can be traced, its files are sound."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_tools import REPO, copy_ledger, run_cli
from git_tools import Making
from ledger.folder import read_folder
from ledger.judging.counting import Class, Level, Sustained, figures, percent
from ledger.judging.day import Day
from ledger.locale import Words
from ledger.model.entries import ENTRIES, Entry
from ledger.model.ledger import Issue, Ledger
from ledger.reading.load import load
from ledger.rendering.formats import render
from ledger.reports.brief import brief_document
from ledger.reports.changes import change_tables
from ledger.reports.progress import progress_document
from ledger.reports.report import Report
from ledger.reports.reported import Asked, Period
from ledger.reports.since import Since
from profiles import large

DEMO = REPO / "examples" / "demo"
DAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def demo() -> Ledger:
    """The demo ledger."""
    return load(read_folder(str(DEMO)).tree).ledger


def asked(ledger: Ledger, day: date = DAY, **more: Any) -> Asked:
    """A report on all of a ledger."""
    given: dict[str, Any] = {"level": Level.ISSUES, "sustained": Sustained.ON_SCHEDULE, **more}
    return Asked(Day(ledger, day), **given)


# -- figures -------------------------------------------------------------------------------------------------


def test_figures_of_the_demo(demo: Ledger) -> None:
    """Counted by hand from tools/demo.py on the day of the demo."""
    data = progress_document(asked(demo)).data
    ids = {name: one["ids"] for name, one in data["figures"].items() if isinstance(one, dict)}
    # cleared: chain run to the end, and 06 is not, because it relapsed on 05-12
    # accepted: 01 (both offices signed), 15 (on notice); completed: 13 (again on 05-20), 22 (one of two signed)
    # 07-2 was withdrawn on 06-10; 09 alone is late as a whole (05 and 20 were extended, 06 has until 07-31)
    # behind: 06 promise of 06-15, 07-1 (二), 08 and 10 not begun, 11 (二), 20 by its own word, 21 (一)
    assert ids == {
        "total": [f"{n:02}" for n in range(1, 7)] + ["07-1", "07-2"] + [f"{n:02}" for n in range(8, 23)],
        "done": ["02", "04", "16", "18", "01", "15", "13", "22"],
        "closed": ["02", "04", "16", "18"],
        "accepted": ["01", "15"],
        "completed": ["13", "22"],
        "sustained": [],
        "ahead": [],
        "on_pace": ["03", "05", "12", "14", "17", "19"],
        "behind_pace": ["06", "07-1", "08", "10", "11", "20", "21"],
        "overdue": ["09"],
        "undetermined": [],
        "withdrawn": ["07-2"],
        # due days that hold, by 06-30: the eight of 2024-12-31 without 06 (now 07-31) and 20 (now 12-31)
        "due": ["02", "04", "09", "13", "15", "22"],
        "due_done": ["02", "04", "13", "15", "22"],
        # 02 on 12-20, 15 on 12-28, 22 on 12-26; 04 came on 02-10, 13 on 05-20
        "due_in_time": ["02", "15", "22"],
        # and 06, whose first attempt was completed on 12-25
        "due_in_first_time": ["02", "06", "15", "22"],
        "early": [],
        "extended": [],
    }
    # 8 of 22 (23 less 07-2), 5 of 6, 3 of 6
    rates = (data["figures"]["rate"], data["figures"]["due_rate"], data["figures"]["in_time_rate"])
    assert rates == (Decimal("36.4"), Decimal("83.3"), Decimal("50.0"))


def test_conventions(demo: Ledger) -> None:
    """立行立改 that is not completed: by pace, in a class of its own, or as done once acted on."""
    ids = {}
    for how in Sustained:
        data = progress_document(asked(demo, date(2024, 11, 25), sustained=how)).data["figures"]
        ids[how] = {k: v["ids"] for k, v in data.items() if isinstance(v, dict)}
    # on that day only issue 01 of the four has a record of action, and the plan is younger than 30 days
    assert ids[Sustained.ON_SCHEDULE]["done"] == []
    assert ids[Sustained.OWN]["sustained"] == ["01", "08", "16", "18"]
    assert ids[Sustained.DONE]["done"] == ["01"]


def test_levels(demo: Ledger) -> None:
    """22 problems, 23 issues, one item for each measure."""
    totals = {level: len(progress_document(asked(demo, level=level)).data["data"]) for level in Level}
    assert totals == {
        Level.PROBLEMS: 22,
        Level.ISSUES: 23,
        Level.MEASURES: sum(len(issue.baseline.measures) for issue in demo.issues),
    }


def test_a_problem_is_as_far_as_its_last_issue(demo: Ledger) -> None:
    """Of 7（1）, which is behind, and 7（2）, which is withdrawn, the problem is behind; before that as well."""
    data = {
        one["id"]: one["class"] for one in progress_document(asked(demo, level=Level.PROBLEMS)).data["data"]
    }
    assert data["07-1"] == "behind_pace"
    before = progress_document(asked(demo, date(2025, 6, 9), level=Level.PROBLEMS)).data["data"]
    assert {one["id"]: one["class"] for one in before}["07-1"] == "behind_pace"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (32, 25, "128.0"), (0, 5, "0.0"), (1, 8, "12.5")],
)
def test_rates_are_never_capped(part: int, whole: int, said: str) -> None:
    """One decimal, halves up, and more than 100 where more was done than was due."""
    assert percent(part, whole) == Decimal(said)
    assert percent(part, 0) is None


STEPS = [
    {"type": "start", "by": "市水务局"},
    {"type": "progress", "by": "市水务局", "text": "进展"},
    {"type": "progress", "by": "市水务局", "text": "慢", "pace": "behind_pace"},
    {"type": "achieve", "by": "市水务局", "measure": 1},
    {"type": "achieve", "by": "市水务局", "measure": 2},
    {"type": "complete", "by": "LEAD"},
    {"type": "accept", "by": "ACCEPT"},
    {"type": "reject", "by": "ACCEPT"},
    {"type": "publicize", "by": "LEAD", "since": "2025-01-01", "until": "2025-01-15", "where": "网站"},
    {"type": "close", "by": "市整改专项组"},
    {"type": "reopen", "by": "市整改专项组"},
    {"type": "reopen", "by": "市整改专项组", "due": "2025-09-30"},
    {"type": "withdraw", "by": "市整改专项组", "approval": "文", "text": "终止"},
    {"type": "inspect", "by": "市整改专项组", "result": "relapsed"},
    {"type": "extend", "by": "市整改专项组", "due": "2026-09-30", "approval": "文"},
    {"type": "supervise", "by": "市整改专项组", "level": "letter"},
]


@st.composite
def ledgers(draw: st.DrawFn, base: Ledger) -> Ledger:
    """The shipped issues with random records; many of these have no effect, as in a careless ledger."""
    issues = []
    for issue in base.issues:
        entries: list[Entry] = []
        baseline = issue.baseline
        for _ in range(draw(st.integers(0, 6))):
            step = dict(draw(st.sampled_from(STEPS)))
            step["date"] = (date(2024, 11, 1) + timedelta(draw(st.integers(0, 500)))).isoformat()
            named = {"LEAD": baseline.responsibility.lead[0], "ACCEPT": baseline.acceptance.units[0]}
            step["by"] = named.get(step["by"], step["by"])
            entries += ENTRIES.validate_python([step])
        issues.append(Issue(baseline, tuple(entries), issue.path))
    assert base.plan is not None
    asking = base.plan.policy.model_copy(update={"complete_needs": (), "close_needs": ()})
    plan = base.plan.model_copy(update={"policy": asking})
    return base._replace(plan=plan, issues=tuple(issues))


@settings(max_examples=60)
@given(data=st.data())
def test_parts_add_up_and_equal_a_slow_count(data: st.DataObject, demo: Ledger) -> None:
    """For any records, level and convention: each table's parts add up, and equal counts made one by one."""
    ledger = data.draw(ledgers(demo))
    day = date(2024, 11, 1) + timedelta(data.draw(st.integers(0, 900)))
    level, how = data.draw(st.sampled_from(list(Level))), data.draw(st.sampled_from(list(Sustained)))
    question = asked(ledger, day, level=level, sustained=how)
    document = progress_document(question)
    found = document.data
    classes = Counter(one["class"] for one in found["data"])
    total = len(found["data"])
    assert sum(classes.values()) == total == found["figures"]["total"]["count"]
    for klass in Class:
        assert found["figures"][klass.value]["count"] == classes[klass.value]
    done = [one for one in found["data"] if one["class"] in {"closed", "accepted", "completed"}]
    assert len(done) == found["figures"]["done"]["count"]
    kept = [one for one in found["data"] if one["class"] != "withdrawn"]
    due = [one for one in kept if one["due"] and one["due"] <= day]
    in_time = [one for one in due if one["done"] and one["completed"] and one["completed"] <= one["due"]]
    early = [o for o in kept if o["done"] and o["completed"] and o["first_due"] and o["first_due"] > day]
    for name, slow in (
        ("due", due), ("due_done", [one for one in due if one["done"]]), ("due_in_time", in_time), ("early", early),
    ):  # fmt: skip
        assert [one["id"] for one in slow] == found["figures"][name]["ids"], name
    assert found["figures"]["rate"] == percent(len(done), len(kept))
    assert found["figures"]["due_rate"] == percent(sum(one["done"] for one in due), len(due))
    assert found["figures"]["in_time_rate"] == percent(len(in_time), len(due))
    for name, rows in found["groups"].items():
        for key in (
            "total",
            "finished",
            "accepted_or_closed",
            "ahead_or_on",
            *(klass.value for klass in Class),
        ):
            mine = sum(row[key] for row in rows)
            foot = next(b for b in document.blocks if isinstance(b, Report) and b.kind == name).foot
            assert foot is not None
            assert mine == foot[key]
        assert sorted(i for row in rows for i in row["ids"]) == sorted(one["id"] for one in found["data"])
    for one in found["figures"].values():
        if isinstance(one, dict):
            assert one["count"] == len(one["ids"]) == len(set(one["ids"]))
    if level is Level.ISSUES and how is Sustained.ON_SCHEDULE:
        statuses = Counter(j.status.value for j in question.judgements)
        assert statuses["closed"] == classes["closed"]
        assert statuses["accepted"] + statuses["publicized"] == classes["accepted"]
        assert sum(j.standing.value == "overdue" for j in question.judgements) == classes["overdue"]


def test_canary_a_capped_or_doubled_count_is_caught(demo: Ledger) -> None:
    """The comparison can fail: an item in two groups, or none, breaks the sum."""
    counted = Day(demo, DAY).items()
    whole = figures(counted, DAY)
    doubled = figures([*counted, counted[0]], DAY)
    assert len(doubled.total) != len(whole.total)
    assert sum(len(ids) for ids in whole.classes.values()) == len(whole.total)


# -- changes since the last report ---------------------------------------------------------------------------


def test_changes_by_the_dates_of_entries(demo: Ledger) -> None:
    """Without git, what was known of the earlier day now."""
    since = Period(Day(demo, date(2025, 5, 31)), by_revision=False)
    document = progress_document(asked(demo, since=since))
    moves = next(b for b in document.blocks if isinstance(b, Report) and b.kind == "moves")
    assert [(m["id"], m["was"], m["now"]) for m in moves.records] == [
        ("01", "completed", "accepted"),
        ("07-2", "in_progress", "withdrawn"),
        ("11", "not_started", "in_progress"),
        ("12", "not_started", "in_progress"),
        ("15", "completed", "publicized"),
        ("21", "not_started", "in_progress"),
    ]


def test_changes_by_revision(tmp_path: Path) -> None:
    """With git, against the ledger as it was: a record made late shows in the next report, not in none."""
    making = Making(tmp_path / "r")
    plan = dict(read_folder(str(REPO)).tree)
    making.commit(plan, "2025-01-10", "plan")
    late = b"- {date: 2025-01-05, type: start, by: \xe6\x98\x86\xe5\x8c\xba}\n"
    path = "data/issues/14.yaml"
    making.commit({path: plan[path] + late}, "2025-02-10", "recorded late")
    done = run_cli(
        "-C", str(making.root), "report", "--as-of", "2025-02-28", "--since", "2025-01-31", "--brief"
    )
    assert done.code == 0
    assert "未启动" in done.out
    assert "再生水利用工作进展缓慢" in done.out
    assert "上期数据取自2025年1月31日的台账" in done.out
    # what git has is in no sentence, but on request
    assert making.head()[:10] not in done.out
    told = run_cli("-C", str(making.root), "report", "--brief", "--revision").out
    assert f"数据版本：{making.head()}。" in told
    (making.root / path).write_bytes(plan[path] + late + late.replace(b"start", b"progress"))
    assert "未提交的改动" in run_cli("-C", str(making.root), "report", "--brief", "--revision").out


def _grown(tree: dict[str, bytes], more: dict[str, tuple[str, ...]]) -> dict[str, bytes]:
    """The files with entries appended to issues."""
    paths = {issue: f"data/issues/{issue}.yaml" for issue in more}
    lines = {issue: "".join(f"- {{{one}}}\n" for one in said).encode() for issue, said in more.items()}
    return tree | {path: tree[path] + lines[issue] for issue, path in paths.items()}


def test_what_was_done_before_the_period_and_recorded_in_it() -> None:
    """It belongs to the period in which it came to be known, share by share; what was known is not told again,
    and what was taken back is told as open again."""
    office, done = "by: 市整改专项组", "type: achieve, date: 2025-01-18"
    plan = dict(read_folder(str(REPO)).tree)
    then = _grown(
        plan,
        {
            "14": ("type: promise, date: 2025-01-10, by: 昆区, measure: 1, until: 2025-03-31",),
            "15": (f"{done}, measure: 2, by: 昆区", f"{done}, measure: 1, by: 九原区"),
            "21": (f"{done}, measure: 2, by: 市城市管理局",),
        },
    )
    now = _grown(
        then,
        {
            "15": (f"{done}, measure: 2, by: 石拐区",),
            "19": (
                f"{done}, measure: 3, by: 市生态环境局",
                f"{done}, measure: 1, milestone: 1, by: 市城市管理局",
            ),
            "14": (
                "type: progress, date: 2025-01-25, by: 昆区, readings: [{target: 1, part: 1, value: 3}]",
                "type: promise, date: 2025-01-28, by: 昆区, measure: 1, until: 2025-06-30",
            ),
            "04": (f"type: extend, date: 2024-12-20, {office}, due: 2025-06-30, approval: 批1号",),
            "16": (
                f"type: supervise, date: 2025-01-05, {office}, level: reminder",
                f"type: inspect, date: 2025-01-06, {office}, result: finding, text: 发现漏项",
            ),
            "21": (f"type: void, date: 2025-02-01, {office}, entry: 1, text: 重复",),
        },
    )
    period = Period(Day(load(then).ledger, date(2025, 1, 31)), by_revision=True)
    day = Day(load(now).ledger, date(2025, 2, 28))
    found = change_tables(asked(day.ledger, day.as_of, since=period), Since(day, period))
    told = {table.kind: table for table in found if table.records}
    assert {kind: [row["id"] for row in table.records] for kind, table in told.items()} == {
        "moves": ["14", "19", "21"],
        "turns": ["04", "19"],
        "stages_done": ["15", "19", "19"],
        "stages_undone": ["21"],
        "extended_since": ["04"],
        "read_since": ["14"],
        "promised_since": ["14"],
        "supervised_since": ["16"],
        "otherwise_since": ["16"],
    }
    (promise,) = told["promised_since"].records
    assert (promise["promised_until"], promise["before"]) == (date(2025, 6, 30), [date(2025, 3, 31)])
    share = told["stages_done"].records[0]
    assert (share["finished_by"], share["owing"]) == (["石拐区"], ["稀土高新区"])
    older = {kind for kind, table in told.items() if any(n.key == "progress.belated" for n in table.notes)}
    assert older == {"stages_done", "extended_since", "read_since", "supervised_since"}
    brief = brief_document(day, "石拐区", period).data
    assert [
        (one["id"], one["type"], one["date"]) for one in brief["changes"] if one["change"] == "entry"
    ] == [
        ("04", "extend", date(2024, 12, 20)),
        ("15", "achieve", date(2025, 1, 18)),
    ]
    # by the dates of entries alone all this is of the period before
    dates = Period(day.on(date(2025, 1, 31)), by_revision=False)
    of_dates = change_tables(asked(day.ledger, day.as_of, since=dates), Since(day, dates))
    assert not any(t.records for t in of_dates if t.kind not in {"moves", "turns", "stages_undone"})


# -- formats -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["table", "md", "json", "html", "docx", "xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_same_bytes_every_time(demo: Ledger, form: str, lang: str) -> None:
    """The same ledger and day give the same bytes, whatever the order of hashing."""
    made = render(progress_document(asked(demo, trace=True)), form, Words(lang))
    again = render(progress_document(asked(demo, trace=True)), form, Words(lang))
    assert made == again


@large
@pytest.mark.parametrize("name", ["report.docx", "report.xlsx", "report.html", "report.json"])
def test_same_file_in_another_process(tmp_path: Path, name: str) -> None:
    """Hash seeds and processes change no byte."""
    made = []
    for seed in ("0", "1"):
        target = tmp_path / f"{seed}-{name}"
        subprocess.run(
            [sys.executable, "-m", "ledger", "-C", str(DEMO), "report", "--as-of", "2025-06-30", "-o", str(target)],
            check=True, cwd=REPO, env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "LEDGER_LANG": "zh"},
        )  # fmt: skip
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_workbook_holds_the_report_and_the_ledger(tmp_path: Path) -> None:
    """The file for Excel has the tables of the report, the issues, measures and entries, with real dates."""
    import openpyxl

    done = run_cli(
        "-C", str(DEMO), "--lang", "zh", "report", "--as-of", "2025-06-30", "-o", str(tmp_path / "r.xlsx")
    )
    assert done.code == 0, done
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[:4] == [
        "整改任务进展情况一览表",
        "总体情况分类统计",
        "按部分统计",
        "按牵头单位统计",
    ]
    assert {"整改措施", "阶段节点", "记录"} <= set(book.sheetnames)
    formulas = [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    dates = [c for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, datetime)]
    assert formulas == []
    assert len(dates) > 100
    assert all(sheet.freeze_panes for sheet in book)


def test_json_names_every_figure() -> None:
    """The envelope of the contract, with the figures and the ids behind them."""
    done = run_cli("-C", str(DEMO), "report", "--as-of", "2025-06-30", "-f", "json")
    said = json.loads(done.out)
    assert (said["schema_version"], said["kind"], said["as_of"], said["level"]) == (
        2,
        "progress",
        "2025-06-30",
        "issues",
    )
    assert len(said["data"]) == 23


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("-o", "no/such/report.docx"), "no/such"),
        (("-f", "docx"), "-o"),
        (("--template", "missing.docx", "-o", "r.docx"), "missing.docx"),
        (("--level", "unit"), "issues"),
        (("--sustained", "never"), "on_schedule"),
        (("--since", "2025-07-01"), "2025-07-01"),
        (("-o", "report.pdf"), "report.pdf"),
    ],
)
def test_what_cannot_be_is_one_line(tmp_path: Path, args: tuple[str, ...], word: str) -> None:
    """A wrong option, an output that cannot be written, a template that is not there: one line, no file."""
    root = copy_ledger(tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    done = run_cli("-C", str(root), "--lang", "zh", "report", "--as-of", "2025-06-30", *args, cwd=tmp_path)
    assert done.code == 2, done
    assert word in done.err
    assert done.err.count("\n") == 1
    assert before == sorted(p.name for p in tmp_path.iterdir())


def test_accountability_is_in_no_report(demo: Ledger) -> None:
    """责任追究 and what was taken back are not told."""
    for form in ("table", "md", "html", "json"):
        text = render(progress_document(asked(demo)), form, Words("zh"))
        assert "移交追责线索" not in str(text)
        assert "完成85公里" not in str(text)


@pytest.mark.parametrize(
    ("level", "noun"), [("problems", "22个问题"), ("issues", "23项整改任务"), ("measures", "条整改措施")]
)
def test_what_is_counted_is_named(level: str, noun: str) -> None:
    """A report on measures speaks of measures."""
    done = run_cli("-C", str(REPO), "--lang", "zh", "report", "--level", level, "--as-of", "2026-11-26")
    assert f"{noun}均未完成，其中" in done.out
