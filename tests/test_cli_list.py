"""``ledger list``, ``show``, ``units``, ``stats``: filters, order, columns, ids, counts."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_tools import REPO, append_entries, ask_nothing, copy_ledger, run_cli, run_json
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.judging.select import Criteria
from ledger.judging.status import Kind, Standing
from ledger.locale import Words
from ledger.model.course import Status
from ledger.model.ledger import Issue, Ledger
from ledger.reading.load import load
from ledger.rendering.text import width
from ledger.reports.counts import COUNTED, GROUPINGS, stats_report
from ledger.reports.facts import COLUMNS, SORT_KEYS

DAY = ("--as-of", "2025-01-01")
ALL_IDS = [f"{n:02}" for n in range(1, 7)] + ["07-1", "07-2"] + [f"{n:02}" for n in range(8, 23)]
OVERDUE = ["02", "04", "06", "09", "13", "15", "20", "22"]
BEHIND = ["03", "05", "07-1", "11", "19", "21"]
IMMEDIATE = ["01", "08", "16", "18"]


def listed(*options: str, root: Path = REPO) -> list[str]:
    """The ids that ``list`` gives on 2025-01-01."""
    result = run_json("-C", str(root), "list", *DAY, *options)
    assert (result.code, result.err) == (0, "")
    return result.ids


def test_list_without_filters_is_the_whole_plan_in_order() -> None:
    """All 23 issues, in plan order."""
    assert listed() == ALL_IDS


def test_district_is_found_through_its_group() -> None:
    """白云鄂博矿区, which the list never names, owes what 各旗县区 owe."""
    assert listed("--unit", "白云鄂博矿区") == ["01", "02", "03", "09", "11", "18", "20"]
    for path in sorted((REPO / "data" / "issues").iterdir()):
        assert "白云鄂博矿区" not in path.read_text("utf-8")


FILTERS = [
    (["--unit", "市生态环境保护委员会办公室"], ["01"]),
    (["--unit", "市林草局"], ["09"]),
    (["--unit", "市应急管理局"], ["07-1"]),
    (["--lead", "市发改委"], ["02", "03", "05"]),
    (["--lead", "昆区"], []),
    (["--support", "白云鄂博矿区"], ["01", "02", "03", "09", "11", "18", "20"]),
    (["--acceptance", "市城市管理局"], ["06", "14", "19", "20", "21"]),
    (["--section", "五"], ["22"]),
    (["--section", "5"], ["22"]),
    (["--section", "其他问题"], ["22"]),
    (["--section", "五、发现的其他问题"], ["22"]),
    (["--section", "二"], ["08", "09", "10", "11"]),
    (["--status", "not_started"], ALL_IDS),
    (["--status", "未启动"], ALL_IDS),
    (["--status", "closed"], []),
    (["--standing", "overdue"], OVERDUE),
    (["--standing", "逾期"], OVERDUE),
    (["--standing", "behind"], BEHIND),
    (["--standing", "unacted"], IMMEDIATE),
    (["--kind", "immediate"], IMMEDIATE),
    (["--kind", "立行立改"], IMMEDIATE),
    (["--kind", "undated"], []),
    (["--due-before", "2024-12-31"], OVERDUE),
    (["--due-before", "2024-12-30"], []),
    (["--due-after", "2026-12-31"], ["07-2", "10", "12", "19"]),
    (["--due-after", "2027-01-01"], []),
    (["--text", "尾矿库"], ["07-1"]),
    (["--text", "没有这样的话"], []),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_filter(options: list[str], expected: list[str]) -> None:
    """Each filter leaves exactly the issues that meet it."""
    assert expected == listed(*options)


def test_values_of_one_filter_are_alternatives() -> None:
    """A filter given twice, or with commas, means any of the values."""
    both = ["02", "03", "04", "05", "11", "19"]
    assert both == listed("--lead", "市发改委", "--lead", "市工信局")
    assert both == listed("--lead", "市发改委,市工信局")
    assert both == listed("--lead", "市发改委、市工信局")


def test_different_filters_combine() -> None:
    """Different filters must all be met."""
    assert listed("--standing", "behind", "--due-before", "2025-12-30") == ["05"]
    options = ["--unit", "昆区", "--standing", "behind", "--section", "一", "--lead", "市应急管理局"]
    assert listed(*options) == ["07-1"]
    assert listed(*options, "--kind", "immediate") == []
    assert listed("--due-after", "2026-01-01", "--due-before", "2025-12-31") == []


@pytest.mark.parametrize("name", ["白云鄂博矿区", "白云矿区", "白云区", " 白云区 "])
def test_unit_is_found_by_any_spelling(name: str) -> None:
    """Short name, full name and aliases name the same unit."""
    assert listed("--unit", name) == ["01", "02", "03", "09", "11", "18", "20"]


@pytest.mark.parametrize("name", ["发改委", "市发改委", "包头市发展和改革委员会", "发展改革部门"])
def test_unit_without_city_is_found(name: str) -> None:
    """市 may be left off."""
    assert listed("--lead", name) == ["02", "03", "05"]


def test_group_as_argument_finds_what_any_member_owes() -> None:
    """Asking for 各旗县区 finds the issues of its members and of the group itself."""
    members = ("昆区", "青山区", "东河区", "九原区", "石拐区", "白云鄂博矿区", "土右旗", "固阳县", "达茂旗")
    found = {issue for member in members for issue in listed("--unit", member)}
    assert sorted(found) == listed("--unit", "各旗县区")


def test_collective_as_argument_finds_where_it_is_named() -> None:
    """A collective that cannot be expanded is found by its own name."""
    data = run_json("list", *DAY, "--unit", "各有关部门单位").data
    assert data
    assert all("各有关部门单位" in r["unexpanded"] for r in data)
    assert all("各有关部门单位" not in r["units"] for r in data)


# --- order and columns ---------------------------------------------------------------------------


def test_sort_by_several_keys() -> None:
    """The first key weighs most; a minus turns one key round; ties stay in plan order."""
    data = run_json("list", *DAY, "--sort", "-due,title").data
    keys = [(r["due"] or "0000", r["title"]) for r in data]
    assert sorted(keys, key=lambda k: k[1]) != keys
    assert sorted({k[0] for k in keys}, reverse=True) == list(dict.fromkeys(k[0] for k in keys))
    for due in {k[0] for k in keys}:
        titles = [title for day, title in keys if day == due]
        assert sorted(titles) == titles


def test_sort_descending_reverses() -> None:
    """``-number`` is plan order turned round."""
    assert ALL_IDS[::-1] == listed("--sort", "-number")


@pytest.mark.parametrize("key", SORT_KEYS)
def test_every_sort_key_is_taken(key: str) -> None:
    """Sorting keeps all issues, both ways."""
    assert sorted(listed("--sort", key)) == ALL_IDS
    assert sorted(listed("--sort", f"-{key}")) == ALL_IDS


def test_sort_by_days_overdue() -> None:
    """Most days late first with ``-days_overdue``; issues that are not late come last."""
    late = [
        r["days_overdue"] or 0
        for r in run_json("list", "--as-of", "2026-01-01", "--sort", "-days_overdue").data
    ]
    assert sorted(late, reverse=True) == late
    assert late[0] > late[-1] == 0


def test_sort_by_chinese_head() -> None:
    """A key may be given by its column head."""
    assert listed("--sort", "-due") == listed("--sort", "-到期日")


def test_issues_without_date_come_last_when_sorted_by_due() -> None:
    """立行立改 issues have no date and stand at the end, whichever way."""
    assert listed("--sort", "due")[-4:] == IMMEDIATE
    assert listed("--sort", "-due")[-4:] == IMMEDIATE


SPELLINGS = ["2025-01-01", "2025-1-1", "2025/1/1", "2025.01.01", "20250101", "2025年1月1日", "２０２５-01-01"]


@pytest.mark.parametrize("written", SPELLINGS)
def test_day_is_taken_as_people_write_it(written: str) -> None:
    """All spellings of a day give the same answer."""
    assert run_cli("overdue", *DAY).out == run_cli("overdue", "--as-of", written).out


@pytest.mark.parametrize("key", COLUMNS)
def test_every_column_is_shown(key: str) -> None:
    """Every column can be asked for by key, and by head in either language."""
    out = {
        lang: run_cli("list", *DAY, "--columns", key, "--format", "csv", "--lang", lang).out
        for lang in ("zh", "en")
    }
    assert len(out["zh"].splitlines()) - out["zh"].count("\n  ") == 24
    for lang, text in out.items():
        head = text.split("\n")[0]
        again = run_cli("list", *DAY, "--columns", head, "--format", "csv", "--lang", lang)
        assert text == again.out


def test_columns_are_shown_in_the_order_asked_for() -> None:
    """Columns come as asked for, keys and heads mixed."""
    out = run_cli("list", *DAY, "--columns", "到期日,id,整改时限", "--format", "csv").out
    assert out.split("\n")[0] == "到期日,标识,整改时限"
    assert "2024-12-31,02,2024年12月底" in out.split("\n")


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *[(w, "07-1") for w in ("7-1", "07-1", "7.1", "7(1)", "7（1）", "07.1", "７（１）", " 7-1 ", "7_1")],
        *[(w, "14") for w in ("14", "014", "１４")],
        *[(w, "03") for w in ("3", "03", "３")],
    ],
)
def test_show_takes_ids_as_people_write_them(written: str, expected: str) -> None:
    """All spellings of an id lead to the same issue."""
    assert [expected] == run_json("show", written).ids


def test_show_tells_everything() -> None:
    """``show`` holds the official text, the milestones and where the issue stands."""
    out = run_cli("show", "11", *DAY).out
    for part in (
        "大宗工业固废资源化利用不足",
        "696万吨和836万吨用于回填矿坑修复生态",
        "市工信局",
        "各旗县区（昆区、青山区",
        "2025年12月底（到期日 2025-12-31）",
        "2024年（2024-12-31），未完成",
        "累计新增工业固废综合利用产能不低于300万吨",
        "暂未报送进展情况",
        "data/issues/11.yaml",
    ):
        assert part in out


def test_show_lists_the_entries(tmp_path: Path) -> None:
    """Entries stand below the issue, with day, unit, type and text."""
    root = copy_ledger(tmp_path)
    append_entries(
        root, "data/issues/04.yaml", "{date: 2024-12-09, type: progress, by: 市工信局, text: 已停产}"
    )
    result = run_cli("-C", str(root), "show", "4", *DAY)
    assert "2024-12-09 市工信局：进展　已停产" in result.out
    record = run_json("-C", str(root), "show", "4", *DAY).data[0]
    assert (record["status"], record["entries"]) == ("in_progress", 1)
    assert [(e["date"], e["type"]) for e in record["record"]] == [("2024-12-09", "progress")]


SENTENCES = [
    # entry → how it is shown in Chinese, and in English
    ("type: inspect, by: 市整改专项组, result: relapsed, due: 2025-06-30, measures: [2]",
     "督导检查：问题反弹，2025-06-30 前重新落实措施（二）", "relapsed; measure 2 to be done again, due 2025-06-30"),
    ("type: inspect, by: 市整改专项组, result: relapsed", "督导检查：问题反弹，时限未定", "relapsed; due day not yet set"),
    ("type: review, by: 市整改专项组, result: relapsed, due: 2025-06-30", "复核：反弹，2025-06-30 前完成", "relapsed; due 2025-06-30"),
    ("type: reopen, by: 市整改专项组, measures: [1, 2]",
     "问题反弹，重新整改，重新落实措施（一）、（二），时限未定", "relapsed, reopened; measures 1, 2 to be done again"),
    ("type: construe, by: 市整改专项组, text: 理由, changes: [{field: deadline.due, old: 2024-12-31, new: null}]",
     "由“2024-12-31”核定为“未定”", "to “not set”"),
    ("type: construe, by: 市整改专项组, text: 理由, changes: [{field: problem, old: 问题, new: null}]", "去掉存在问题：“问题”", "is left out: “问题”"),
    ("type: achieve, by: 市工信局, measure: 2", "：落实措施（二）", ": measure 2 is done"),
    ("type: achieve, by: 市工信局, measure: 1, milestone: 1", "：节点完成", "milestone done"),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "chinese", "english"), SENTENCES)
def test_show_says_what_an_entry_says(tmp_path: Path, entry: str, chinese: str, english: str) -> None:
    """The day and the measures of a relapse, a day that is not set, and a whole measure by that name."""
    root = copy_ledger(tmp_path)
    append_entries(root, "data/issues/04.yaml", f"{{date: 2024-12-09, {entry}}}")
    for language, wanted in (("zh", chinese), ("en", english)):
        shown = run_cli("-C", str(root), "--lang", language, "show", "4", *DAY, "--format", "md").out
        assert wanted in shown.replace("\\", "")


@pytest.mark.parametrize(
    "command",
    [
        *(
            "list",
            "overdue",
            "due",
            "stats",
            "units",
            "pace",
            "ready",
            "show 4",
            "units 昆区",
            "report --brief",
        ),
        *("timeline", "calendar"),
    ],
)
def test_records_without_effect_are_told_beside_the_answer(tmp_path: Path, command: str) -> None:
    """How many there are by the day, on standard error; what is only said twice is none, and void is none."""
    root = copy_ledger(tmp_path)
    entries = (
        "{date: 2024-12-08, type: accept, by: 市工信局}",
        "{date: 2024-12-09, type: start, by: 市工信局}",
        "{date: 2024-12-09, type: start, by: 市工信局}",
        "{date: 2024-12-10, type: close, by: 市工信局}",
        "{date: 2025-06-10, type: accept, by: 市工信局}",
    )
    append_entries(root, "data/issues/04.yaml", *entries)
    result = run_cli("-C", str(root), "--lang", "zh", *command.split(), *DAY)
    assert result.err.splitlines()[:1] == ["有 2 条记录不生效（ledger check 列出），以下结果未计入。"]
    assert "不生效（ledger" not in result.out
    append_entries(root, "data/issues/05.yaml", "{date: 2024-12-09, type: close, by: 昆区}")
    again = run_cli("-C", str(root), "--lang", "en", *command.split(), *DAY)
    assert f"without effect: {2 if command == 'show 4' else 3} " in again.err


def test_show_says_why_a_record_has_no_effect(tmp_path: Path) -> None:
    """In a few words beside the record."""
    root = copy_ledger(tmp_path)
    entries = (
        "{date: 2024-12-08, type: accept, by: 市工信局}",
        "{date: 2024-12-10, type: close, by: 市工信局}",
    )
    append_entries(root, "data/issues/04.yaml", *entries)
    shown = run_cli("-C", str(root), "--lang", "zh", "show", "4", *DAY).out
    assert "验收通过（不生效：还不到这一步）" in shown
    assert "销号（不生效：这个单位不能记）" in shown


# --- units ---------------------------------------------------------------------------------------


def test_units_lists_every_unit_with_its_counts() -> None:
    """Each unit of the table once, with what it leads, supports and accepts, and what it owes late."""
    data = {r["unit"]: r for r in run_json("units", *DAY).data}
    assert len(data) == 30
    for name in ("市发改委", "白云鄂博矿区", "昆区", "市河长办"):
        assert data[name]["late"] == len(run_json("overdue", *DAY, "--unit", name).data)
    assert (data["市发改委"]["leads"], data["市发改委"]["late"]) == (3, 3)
    district = data["白云鄂博矿区"]
    assert tuple(district[k] for k in ("leads", "supports", "accepts", "late")) == (0, 7, 0, 5)


def test_units_agrees_with_list() -> None:
    """The counts of a unit are the lengths of the lists for its roles."""
    for record in run_json("units", *DAY).data[::4]:
        name = record["unit"]
        assert record["leads"] == len(listed("--lead", name))
        assert record["supports"] == len(listed("--support", name))
        assert record["accepts"] == len(listed("--acceptance", name))


def test_one_unit_lists_its_roles_and_what_is_late_first() -> None:
    """What a unit owes, late first, then its issues by role, late ones first within each."""
    envelope = json.loads(run_json("units", "生态环境局", *DAY).out)
    assert envelope["unit"] == "市生态环境局"
    roles = [r["role"] for r in envelope["data"]]
    assert list(dict.fromkeys(roles)) == ["owes", "lead", "support", "acceptance"]
    counts = envelope["counts"]
    assert {role: roles.count(role) for role in ("lead", "support", "acceptance")} == {
        role: counts[role] for role in ("lead", "support", "acceptance")
    }
    assert counts["late"] == sum(1 for r in envelope["data"] if r["role"] == "owes" and r["days_overdue"])
    assert counts["late"] <= counts["owes"]
    for role in set(roles):
        late = [r["days_overdue"] or 0 for r in envelope["data"] if r["role"] == role]
        assert sorted(late, reverse=True) == late


def test_one_unit_lists_a_debt_once() -> None:
    """A measure without a day of its own is told by its milestones, to who does not lead in the place of the
    task; the count is that of the rows."""
    envelope = json.loads(run_json("units", "昆区", *DAY).out)
    owed = [r for r in envelope["data"] if r["role"] == "owes"]
    assert [(r["what"], r["milestone"], r["due"]) for r in owed if r["id"] == "10"] == [
        ("milestone", 1, "2025-12-31"),
        ("milestone", 2, "2026-12-31"),
    ]
    assert envelope["counts"]["owes"] == len(owed)


def test_one_unit_shows_the_standing_under_its_head() -> None:
    """Rows by role say what the unit itself owes of the task, beside the task's standing; the days late stand in its own rows."""
    result = run_cli("--lang", "zh", "units", "昆区", *DAY, "--format", "csv")
    rows = list(csv.DictReader(result.out.splitlines()))
    wanted = {r["number"]: Words("zh")(f"standing.{r['standing']}") for r in run_json("list", *DAY).data}
    assert {row["任务时限情况"] == wanted[row["序号"]] for row in rows} == {True}
    owed = [row for row in rows if row["角色"] == "承担"]
    late_elsewhere = 0
    for row in (row for row in rows if row["角色"] == "配合"):
        mine = [one for one in owed if one["序号"] == row["序号"]]
        late = [int(one["逾期天数"]) for one in mine if one["逾期天数"]]
        assert row["逾期天数"] == ""
        text = f"本单位应办未办 {len(mine)} 项" if mine else "本单位没有应办未办的"
        assert row["应完成内容"].startswith(text)
        assert ("其中逾期" in row["应完成内容"]) == bool(late)
        late_elsewhere += row["任务时限情况"] in {"逾期", "节点逾期"} and not late
    assert late_elsewhere


def test_unit_without_issues_is_said_in_words() -> None:
    """A unit that no issue names gets an answer, not an error."""
    idle = next(r["unit"] for r in run_json("units").data if not r["leads"] + r["supports"] + r["accepts"])
    result = run_cli("units", idle)
    assert (result.code, result.err) == (0, "")
    assert f"没有涉及{idle}的任务" in result.out
    assert run_json("units", idle).data == []


# --- stats ---------------------------------------------------------------------------------------


def with_history(folder: Path) -> Path:
    """A ledger in which issues have come to every status."""
    root = ask_nothing(copy_ledger(folder))
    complete = "{{date: 2024-12-{day}, type: complete, by: {by}, text: 完成}}"
    accept = "{{date: 2025-01-10, type: accept, by: {by}, text: 通过}}"
    notice = (
        "{{date: 2025-01-11, type: publicize, by: {by}, since: 2025-01-13, until: 2025-01-26, where: 网站}}"
    )
    close = "{date: 2025-02-01, type: close, by: 市整改专项组, text: 销号}"
    chain = [
        complete.format(day=20, by="市发改委"),
        accept.format(by="市发改委"),
        notice.format(by="市发改委"),
        close,
    ]
    append_entries(root, "data/issues/02.yaml", *chain)
    append_entries(root, "data/issues/03.yaml", *chain[:3])
    append_entries(root, "data/issues/05.yaml", *chain[:2])
    append_entries(root, "data/issues/04.yaml", complete.format(day=11, by="市工信局"))
    append_entries(root, "data/issues/09.yaml", "{date: 2024-12-01, type: start, by: 市林草局}")
    return root


@pytest.mark.parametrize("by", GROUPINGS)
def test_stats_parts_add_up(by: str, tmp_path: Path) -> None:
    """For every grouping the parts add up to the total, which is the number of issues."""
    envelope = json.loads(
        run_json("-C", str(with_history(tmp_path)), "stats", "--by", by, "--as-of", "2025-03-01").out
    )
    total = envelope["total"]
    assert 23 == total["total"] == sum(total[status.value] for status in Status)
    for key in COUNTED:
        assert total[key] == sum(record[key] for record in envelope["data"])
    groups = [json.dumps(record["group"]) for record in envelope["data"]]
    assert len(set(groups)) == len(groups)


def test_stats_count_completed_accepted_and_cleared_apart(tmp_path: Path) -> None:
    """Completed, accepted, publicised and cleared are different counts."""
    total = json.loads(run_json("-C", str(with_history(tmp_path)), "stats", "--as-of", "2025-03-01").out)[
        "total"
    ]
    expected = {
        "total": 23, "not_started": 18, "in_progress": 1, "completed": 1,
        "accepted": 1, "publicized": 1, "closed": 1, "withdrawn": 0, "overdue": 6,
    }  # fmt: skip
    assert expected == total


def test_stats_by_section_on_the_shipped_ledger() -> None:
    """The five sections in plan order with their counts."""
    data = run_json("stats", "--by", "section", *DAY).data
    assert [(r["group"], r["total"]) for r in data] == [("一", 8), ("二", 4), ("三", 5), ("四", 5), ("五", 1)]
    assert [r["overdue"] for r in data] == [3, 1, 2, 1, 1]


def test_stats_by_due_year() -> None:
    """Issues without a date are a group of their own, after the years."""
    data = run_json("stats", "--by", "due-year", *DAY).data
    assert [(r["group"], r["total"]) for r in data] == [(2024, 8), (2025, 7), (2026, 4), ("immediate", 4)]


@pytest.mark.parametrize("by", ["due_year", "到期年份"])
def test_stats_grouping_in_other_spellings(by: str) -> None:
    """A grouping may be given by its Chinese name and with an underscore."""
    assert run_cli("stats", "--by", "due-year", *DAY).out == run_cli("stats", "--by", by, *DAY).out


def test_stats_takes_one_grouping() -> None:
    """Two groupings at once are refused, not half obeyed."""
    result = run_cli("stats", "--by", "section,lead", *DAY)
    assert (result.code, result.out) == (2, "")


def test_stats_takes_filters() -> None:
    """The total is that of what the filters leave."""
    envelope = json.loads(run_json("stats", "--by", "standing", "--unit", "白云鄂博矿区", *DAY).out)
    assert envelope["total"]["total"] == 7
    assert {r["group"]: r["total"] for r in envelope["data"]} == {"overdue": 3, "behind": 2, "unacted": 2}


ENTRIES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        type=st.sampled_from(["start", "complete", "accept", "reject", "close", "reopen"]),
        day=st.dates(date(2024, 11, 1), date(2027, 6, 1)),
        issue=st.integers(0, 22),
    ),
    max_size=30,
)


@cache
def shipped() -> Ledger:
    """The shipped ledger."""
    return load(read_folder(str(REPO)).tree).ledger


def with_entries(made: list[dict[str, Any]]) -> Ledger:
    """The shipped ledger with entries."""
    from ledger.model.entries import ENTRIES as READER

    ledger = shipped()
    issues = []
    for number, issue in enumerate(ledger.issues):
        acceptor = issue.baseline.acceptance.units[0]
        raw = [
            {"type": m["type"], "date": m["day"].isoformat(), "by": acceptor}
            for m in made
            if m["issue"] == number
        ]
        issues.append(Issue(issue.baseline, READER.validate_python(raw), issue.path))
    return Ledger(ledger.plan, ledger.units, tuple(issues))


@given(
    made=ENTRIES,
    as_of=st.dates(date(2024, 10, 1), date(2028, 1, 1)),
    by=st.sampled_from(sorted(GROUPINGS)),
    status=st.sets(st.sampled_from(Status), max_size=3),
    standing=st.sets(st.sampled_from(Standing), max_size=3),
    kind=st.sets(st.sampled_from(Kind), max_size=2),
    unit=st.sampled_from([(), ("昆区",), ("市工信局", "固阳县"), ("各旗县区",)]),
)
def test_stats_add_up_for_any_history_day_and_filter(
    *,
    made: list[dict[str, Any]],
    as_of: date,
    by: str,
    status: set[Status],
    standing: set[Standing],
    kind: set[Kind],
    unit: tuple[str, ...],
) -> None:
    """Whatever was recorded, on any day and with any filters, the parts add up to the total."""
    ledger = with_entries(made)
    holds = (
        lambda j: not status or j.status in status,
        lambda j: not standing or j.standing in standing,
        lambda j: not kind or j.kind in kind,
    )
    day = Day(ledger, as_of)
    judgements = day.select(Criteria(unit=unit, holds=holds))
    report = stats_report(day, judgements, by)
    total = report.summary["total"]
    assert isinstance(total, dict)
    assert len(judgements) == total["total"] == sum(total[s.value] for s in Status)
    for key in COUNTED:
        assert total[key] == sum(record[key] for record in report.records)  # type: ignore[misc]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_columns_fit_a_terminal(language: str) -> None:
    """What is no column is told with the nearest, once each; else with all, broken to the width of a terminal."""
    near = run_cli("list", "--columns", "titel", "--lang", language)
    assert near.code == 2
    assert near.err.count("title") == 1
    every = run_cli("list", "--columns", "zzz", "--lang", language, "--width", "72")
    assert every.code == 2
    lines = every.err.rstrip("\n").split("\n")
    assert len(lines) > 5
    assert max(map(width, lines)) <= 72
    assert all(key in every.err for key in ("deadline.text", "margin_days", "goal"))
