"""``ledger overdue`` and ``ledger due``: what is late, and what falls due."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from cli_tools import append_entries, ask_nothing, copy_ledger, run_cli, run_json
from ledger import today as clock

LATE_ISSUES = ["02", "04", "06", "09", "13", "15", "20", "22"]
"""The issues due by 2024-12-31."""

LATE_MILESTONES = [
    ("03", 1, 1),
    ("05", 1, 1),
    ("07-1", 1, 1),
    ("07-1", 2, 1),
    ("11", 2, 1),
    ("19", 3, 1),
    ("21", 1, 1),
]
"""The milestones due by 2024-12-31 of issues that are not: issue, measure, milestone."""


def milestones(records: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Issue, measure and milestone of the records about milestones."""
    return [(r["id"], r["measure"], r["milestone"]) for r in records if r["what"] == "milestone"]


def issues(records: list[dict[str, Any]]) -> list[str]:
    """The ids of the records about whole issues."""
    return [r["id"] for r in records if r["what"] == "issue"]


def test_overdue_lists_exactly_what_was_due_by_the_end_of_2024() -> None:
    """On 2025-01-01 the eight issues and seven milestones due by 2024-12-31 are late."""
    result = run_json("overdue", "--as-of", "2025-01-01")
    assert result.code == 0
    assert issues(result.data) == LATE_ISSUES
    assert milestones(result.data) == LATE_MILESTONES
    assert len(result.data) == 15
    assert {"2024-12-31"} == {r["due"] for r in result.data}
    assert {1} == {r["days_overdue"] for r in result.data}


def test_due_day_itself_is_in_time() -> None:
    """On 2024-12-31 no issue is late and only the milestone of 2024-12-10 is."""
    data = run_json("overdue", "--as-of", "2024-12-31").data
    assert issues(data) == []
    assert milestones(data) == [("04", 1, 1)]
    assert (data[0]["days_overdue"], data[0]["due"]) == (21, "2024-12-10")


@pytest.mark.parametrize(("day", "expected"), [("2024-12-10", []), ("2024-12-11", [("04", 1, 1)])])
def test_first_milestone_becomes_late_the_day_after(day: str, expected: list[tuple[str, int, int]]) -> None:
    """The milestone of 2024-12-10 is late from 2024-12-11 on."""
    data = run_json("overdue", "--as-of", day).data
    assert issues(data) == []
    assert expected == milestones(data)


def test_milestone_record_says_what_was_to_be_done() -> None:
    """A milestone's record holds its own clause, due day and days late; an issue's has no measure."""
    data = run_json("overdue", "--as-of", "2025-01-01").data
    by_id = {r["id"]: r for r in data}
    assert "2024年新增工业固废综合利用产能100万吨以上" in by_id["11"]["text"]
    assert "2025年" not in by_id["11"]["text"]
    assert by_id["11"]["standing"] == "behind"
    assert tuple(by_id["02"][k] for k in ("measure", "milestone", "text")) == (None, None, None)


def test_the_urgent_comes_first() -> None:
    """Whole tasks before stages, stages before reviews; by days late in each, then in plan order."""
    data = run_json("overdue", "--as-of", "2026-06-30").data
    kinds = ("issue", "first_action", "stage", "review")
    order = {"measure": 2, "milestone": 2, "figure": 2} | {kind: n for n, kind in enumerate(kinds)}
    assert {order[r["what"]] for r in data} >= {0, 2}
    assert len({r["days_overdue"] for r in data}) > 2
    keys = [(order[r["what"]], -r["days_overdue"], r["id"], r["measure"] or 0) for r in data]
    assert sorted(keys) == keys


def test_milestones_of_late_issues_are_not_listed_twice() -> None:
    """Once the whole issue is late, its milestones are not listed beside it."""
    data = run_json("overdue", "--as-of", "2027-01-01").data
    assert not set(issues(data)) & {r["id"] for r in data if r["what"] == "milestone"}
    assert len(issues(data)) == 19


def test_lines_below_the_table_count_unacted_and_due_soon() -> None:
    """Below the table stand the immediate issues without action and what is due within 30 days."""
    out = run_cli("overdue", "--as-of", "2024-12-11").out
    last = out.rstrip("\n").split("\n")[-2:]
    assert "立行立改" in last[0]
    assert "4 项" in last[0]
    assert "：1 思想认识不到位（市委办公室、市政府办公室）、8 " in last[0]
    assert "30 天" in last[1]
    assert "2025-01-10" in last[1]
    assert "任务 8 项、节点 11 个" in last[1]


def test_envelope_repeats_the_lines_below_the_table() -> None:
    """Scripts get the unacted ids and the counts of what is due soon."""
    import json

    envelope = json.loads(run_json("overdue", "--as-of", "2024-12-11").out)
    assert envelope["unacted"] == ["01", "08", "16", "18"]
    assert envelope["due_soon"] == {"days": 30, "issues": 8, "milestones": 11}


@pytest.mark.parametrize(("day", "code"), [("2024-12-10", 0), ("2024-12-11", 1), ("2025-01-01", 1)])
def test_exit_code_option(day: str, code: int) -> None:
    """``--exit-code`` gives 1 when anything is late and 0 otherwise; the answer is the same."""
    result = run_json("overdue", "--as-of", day, "--exit-code")
    assert code == result.code
    assert run_json("overdue", "--as-of", day).out == result.out


def test_exit_code_is_0_without_the_option() -> None:
    """Late issues alone are no failure."""
    assert run_cli("overdue", "--as-of", "2027-01-01").code == 0


def test_exit_code_counts_only_what_the_filters_leave() -> None:
    """With filters that leave nothing late, ``--exit-code`` gives 0."""
    result = run_json(
        "overdue", "--as-of", "2025-01-01", "--exit-code", "--section", "五", "--lead", "林草局"
    )
    assert (result.code, result.data) == (0, [])


FILTERS = [
    (["--lead", "市发改委"], {"02", "03", "05"}),
    (["--unit", "白云鄂博矿区"], {"02", "03", "09", "11", "20"}),
    (["--section", "五"], {"22"}),
    (["--standing", "behind"], {"03", "05", "07-1", "11", "19", "21"}),
    (["--acceptance", "市应急管理局"], {"07-1"}),
    (["--support", "稀土高新区", "--lead", "市工信局"], {"11"}),
    (["--text", "尾矿库"], {"07-1"}),
    (["--due-after", "2026-01-01"], {"19"}),
    (["--kind", "immediate"], set()),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_overdue_takes_the_filters_of_list(options: list[str], expected: set[str]) -> None:
    """Each filter narrows what is late."""
    assert expected == set(run_json("overdue", "--as-of", "2025-01-01", *options).ids)


def test_completed_issue_is_not_late(tmp_path: Path) -> None:
    """An issue completed in time leaves the list; entries dated later are not seen."""
    root = ask_nothing(copy_ledger(tmp_path))
    append_entries(
        root, "data/issues/02.yaml", "{date: 2024-12-30, type: complete, by: 市发改委, text: 已分解下达}"
    )
    assert "02" not in run_json("-C", str(root), "overdue", "--as-of", "2025-01-01").ids
    append_entries(
        root, "data/issues/06.yaml", "{date: 2025-01-05, type: complete, by: 市城市管理局, text: 已清理}"
    )
    assert "06" in run_json("-C", str(root), "overdue", "--as-of", "2025-01-04").ids
    assert "06" not in run_json("-C", str(root), "overdue", "--as-of", "2025-01-05").ids


def test_achieved_milestone_is_not_late(tmp_path: Path) -> None:
    """A milestone recorded as done leaves the list, its neighbour stays."""
    root = copy_ledger(tmp_path)
    entry = "{date: 2024-12-20, type: achieve, by: 市应急管理局, measure: 1, milestone: 1}"
    append_entries(root, "data/issues/07-1.yaml", entry)
    data = run_json("-C", str(root), "overdue", "--as-of", "2025-01-01").data
    assert [m for m in LATE_MILESTONES if m != ("07-1", 1, 1)] == milestones(data)


# --- days at the ends of the calendar ------------------------------------------------------------


@pytest.mark.parametrize("command", ["overdue", "list", "due", "stats", "units"])
@pytest.mark.parametrize("day", ["1949-10-01", "2100-12-31"])
def test_first_and_last_day_of_the_calendar(command: str, day: str) -> None:
    """Any day of this age is answered."""
    result = run_cli(command, "--as-of", day)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("command", ["overdue", "calendar", "report", "units"])
@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30", "2101-01-01", "9999-12-31"])
def test_days_of_another_age_are_refused(command: str, day: str) -> None:
    """What is owed again and again is not made for thousands of years."""
    result = (
        run_cli(command, env={"LEDGER_AS_OF": day})
        if command == "units"
        else run_cli(command, "--as-of", day)
    )
    assert result.code == 2
    assert f"“{day}”太远：应在 1949-10-01 至 2100-12-31 之间" in result.err


# --- due -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "until"),
    [
        ("30d", "2025-01-10"),
        ("30", "2025-01-10"),
        ("30天", "2025-01-10"),
        ("2w", "2024-12-25"),
        ("2周", "2024-12-25"),
        ("3m", "2025-03-11"),
        ("3个月", "2025-03-11"),
        ("0d", "2024-12-11"),
    ],
)
def test_due_within(within: str, until: str) -> None:
    """``--within`` takes days, weeks and months of 30 days."""
    import json

    envelope = json.loads(run_json("due", "--as-of", "2024-12-11", "--within", within).out)
    assert until == envelope["until"]
    assert all("2024-12-11" <= r["due"] <= until for r in envelope["data"])


def test_due_lists_what_falls_due_soonest_first() -> None:
    """From the day itself on, soonest first, each with the days that are left."""
    data = run_json("due", "--as-of", "2024-12-10", "--within", "30d").data
    assert tuple(data[0][key] for key in ("id", "what", "due", "days_left")) == (
        "04",
        "milestone",
        "2024-12-10",
        0,
    )
    assert sorted(r["due"] for r in data) == [r["due"] for r in data]
    assert issues(data) == LATE_ISSUES
    assert {21} == {r["days_left"] for r in data[1:]}


def test_due_without_within_uses_the_policy(tmp_path: Path) -> None:
    """The default is the plan's ``warn_days``."""
    from cli_tools import edit

    root = copy_ledger(tmp_path)
    edit(root, "data/plan.yaml", "warn_days: 30", "warn_days: 5")
    assert run_json("-C", str(root), "due", "--as-of", "2024-12-25").data == []
    assert issues(run_json("-C", str(root), "due", "--as-of", "2024-12-26").data) == LATE_ISSUES


def test_due_takes_filters() -> None:
    """``--unit``, ``--lead`` and ``--section`` narrow the list."""
    base = ("due", "--as-of", "2024-12-11", "--within", "30d")
    assert run_json(*base, "--section", "五").ids == ["22"]
    assert run_json(*base, "--lead", "应急管理局").ids == ["07-1", "07-1"]
    assert {"02", "03", "09", "11", "20"} == set(run_json(*base, "--unit", "白云鄂博矿区").ids)


def test_due_says_when_there_is_nothing() -> None:
    """An empty answer is said in words, and is an empty list for scripts."""
    result = run_cli("due", "--as-of", "2025-02-01", "--within", "1d")
    assert (result.code, result.err) == (0, "")
    assert "没有到期" in result.out
    assert run_json("due", "--as-of", "2025-02-01", "--within", "1d").data == []


def test_due_within_beyond_the_calendar() -> None:
    """A stretch of time that ends after the year 9999 is answered or refused, and is no bug of ours."""
    assert run_cli("due", "--as-of", "2025-01-01", "--within", "99999m").code in {0, 2}


# --- the clock -----------------------------------------------------------------------------------

MIDNIGHT = datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
"""The beginning of 2025-01-01 in China."""


def set_clock(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Make it ``instant``."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Stopped":
            return cls.fromtimestamp(instant.timestamp(), tz)

    monkeypatch.setattr(clock, "datetime", Stopped)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize(("second", "expected"), [(-1, "2024-12-31"), (0, "2025-01-01")])
def test_today_is_the_date_in_china(
    monkeypatch: pytest.MonkeyPatch, zone: str, second: int, expected: str
) -> None:
    """At 23:59:59 and 00:00:00 in China the day changes, whatever the zone of the machine."""
    import time

    set_clock(monkeypatch, MIDNIGHT + timedelta(seconds=second))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert date.fromisoformat(expected) == clock.today()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_overdue_without_as_of_judges_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``--as-of`` the day is today in China."""
    set_clock(monkeypatch, MIDNIGHT - timedelta(seconds=1))
    assert issues(run_json("overdue").data) == []
    set_clock(monkeypatch, MIDNIGHT)
    assert issues(run_json("overdue").data) == LATE_ISSUES
