"""What a unit owes of complaints, wherever it is told what it owes: the same as ``complaints list`` says."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from cli_tools import REPO, run_cli

DEMO = str(REPO / "examples" / "demo")
DAYS = ("2025-05-15", "2025-06-21", "2025-06-30", "2026-01-15")
on_days = pytest.mark.parametrize("day", DAYS)


def asked(*command: str, day: str) -> Any:
    """The JSON answer of a command on the demo."""
    result = run_cli("-C", DEMO, *command, "--as-of", day, "-f", "json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def listed(day: str, *more: str) -> list[dict[str, Any]]:
    """The complaints as the list of them has them."""
    return list(asked("complaints", "list", *more, day=day)["data"])


def is_owed(one: dict[str, Any]) -> bool:
    """Whether something is still to be done, from the list alone."""
    return one["state"] == "open" or (one["state"] == "staged" and one["due"] is not None)


def units(day: str) -> list[str]:
    """Every unit that a complaint was given to."""
    return sorted({unit for one in listed(day) for unit in one["units"]})


@on_days
def test_the_table_of_complaints_is_the_list(day: str) -> None:
    """Export and SQL have every complaint with the state, days and results that the list has."""
    result = run_cli("-C", DEMO, "export", "--table", "complaints", "-f", "json", "--as-of", day)
    found = {(row["batch"], row["complaint"]): row for row in result.data["complaints"]}
    wanted = {(one["batch"], one["number"]): one for one in listed(day)}
    assert found.keys() == wanted.keys()
    for key, one in wanted.items():
        row = found[key]
        for ours, theirs in (
            *(("state", "state"), ("verdict", "verdict"), ("due", "due"), ("time_limit", "limit")),
            *(("days_overdue", "days_overdue"), ("finished", "finished"), ("staged", "staged")),
            *(("ordered", "ordered"), ("cases", "cases"), ("returns", "returns"), ("area", "area")),
        ):
            assert row[ours] == one[theirs], (key, ours)
        assert bool(row["key_case"]) is one["key"]
        assert float(row["fine"]) == float(one["fine"])
    told = asked("sql", "select state, count(*) as n from complaints group by state order by state", day=day)
    counts = {row["state"]: row["n"] for row in told["data"]}
    assert sum(counts.values()) == len(wanted)
    assert counts == {state: sum(1 for o in wanted.values() if o["state"] == state) for state in counts}


@on_days
def test_units_of_complaints_are_a_table(day: str) -> None:
    """A unit and its complaints can be joined."""
    query = (
        "select u.unit, count(*) as n from complaint_units u join complaints c using (batch, complaint) "
        "where c.days_overdue > 0 group by u.unit"
    )
    found = {row["unit"]: row["n"] for row in asked("sql", query, day=day)["data"]}
    late = [one for one in listed(day) if one["days_overdue"]]
    assert found == {unit: n for unit in units(day) if (n := sum(1 for one in late if unit in one["units"]))}


def test_records_of_complaints_are_a_table() -> None:
    """Every record up to the day, with whether it counts."""
    query = "select complaint, count(*) as n from complaint_records group by complaint"
    found = {row["complaint"]: row["n"] for row in asked("sql", query, day="2025-06-30")["data"]}
    for number in ("X3SX202505060002", "D3SX202505060001"):
        shown = asked("complaints", "show", number, day="2025-06-30")["data"][0]
        assert found[number] == sum(1 for one in shown["records"] if one["date"] <= "2025-06-30")


@on_days
def test_brief_says_what_a_unit_owes_of_complaints(day: str) -> None:
    """The same complaints, in counts of their own: what is owed of tasks does not change."""
    for unit in units(day):
        told = asked("brief", unit, day=day)
        mine = [one for one in listed(day, "--unit", unit) if is_owed(one)]
        assert sorted(one["number"] for one in told["complaints"]) == sorted(one["number"] for one in mine)
        assert told["counts"]["complaints_owed"] == len(mine)
        assert told["counts"]["complaints_late"] == sum(1 for one in mine if one["days_overdue"])
        assert told["counts"]["owes"] == len(told["data"])
        assert all(row["what"] != "complaint" for row in told["data"])


@on_days
def test_remind_and_calendar_have_the_day_of_each(day: str) -> None:
    """Reminders name what is late or near; the calendar has an event for each that has a day."""
    told = {one["unit"]: one for one in asked("remind", "--days", "30", day=day)["data"]}
    from datetime import date, timedelta

    until = str(date.fromisoformat(day) + timedelta(30))
    for unit in units(day):
        mine = [o for o in listed(day, "--unit", unit) if is_owed(o) and o["due"] and o["due"] <= until]
        found = [one for one in told.get(unit, {"owes": []})["owes"] if one["what"] == "complaint"]
        wanted = sorted((o["due"], o["number"], o["days_overdue"]) for o in mine)
        assert sorted((o["due"], o["text"], o["days_overdue"]) for o in found) == wanted
        ics = run_cli("-C", DEMO, "calendar", "--unit", unit, "--as-of", day).out.replace("\r\n ", "")
        dated = [one for one in listed(day, "--unit", unit) if is_owed(one) and one["due"]]
        for one in dated:
            event = next(e for e in ics.split("BEGIN:VEVENT") if one["number"] in e)
            assert one["due"].replace("-", "") in event
            assert "STATUS:CANCELLED" not in event


def test_a_complaint_that_is_done_is_cancelled_in_the_calendar() -> None:
    """What a calendar program was once given does not vanish: same event, cancelled, a later sequence."""

    def events(day: str) -> dict[str, str]:
        ics = run_cli("-C", DEMO, "calendar", "--as-of", day).out.replace("\r\n ", "")
        return {
            number: event
            for event in ics.split("BEGIN:VEVENT")
            for number in ("D3SX202505060001",)
            if number in event
        }

    before, after = events("2025-05-07"), events("2025-06-30")
    assert "STATUS:CANCELLED" not in before["D3SX202505060001"]
    assert "STATUS:CANCELLED" in after["D3SX202505060001"]
    uid = [line for line in before["D3SX202505060001"].splitlines() if line.startswith("UID:")]
    assert uid
    assert uid[0] in after["D3SX202505060001"]


def test_pages_of_units_list_open_complaints(tmp_path: Path) -> None:
    """The internal site says so on the page of the unit; the public one does not name who is late."""
    day = "2025-06-30"
    for public in (False, True):
        folder = tmp_path / str(public)
        more = ("--public", "--numbers", "mask") if public else ()
        result = run_cli("-C", DEMO, "site", str(folder), "--as-of", day, *more)
        assert result.code == 0, result.err
        page = (folder / "complaints.html").read_text("utf-8")
        for unit in units(day):
            text = next(p for p in folder.glob("units/*.html") if p.stem == unit).read_text("utf-8")
            for one in listed(day, "--unit", unit):
                assert f'id="c-{one["number"]}"' in page
                linked = f"complaints.html#c-{one['number']}" in text
                assert linked is (is_owed(one) and not public), (unit, one["number"])


def test_counts_of_tasks_stay_as_they_were() -> None:
    """Complaints are in no count of tasks: statistics and overdue are those of the demo without them."""
    rows = csv.DictReader(io.StringIO(run_cli("-C", DEMO, "stats", "-f", "csv", "--as-of", "2025-06-30").out))
    assert next(rows)
    assert asked("stats", day="2025-06-30")["total"]["total"] == 23
    assert all(o["what"] != "complaint" for o in asked("overdue", day="2025-06-30")["data"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_of_several_ledgers_have_them_once(language: str) -> None:
    """Batches are told apart by the ledger, and the numbers of one ledger are not lost among others."""
    region = str(REPO / "examples" / "region")
    query = "select ledger, count(*) as n, min(batch) as b from complaints group by ledger"
    found = run_cli(
        "-C", region, "sql", query, "-f", "json", "--as-of", "2025-06-30", "--lang", language
    ).data
    assert [(row["ledger"], row["n"], row["b"]) for row in found] == [("第二轮", 30, "第二轮/1")]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The demo with its complaints, to be written in."""
    import shutil

    shutil.copytree(DEMO, tmp_path / "demo")
    return tmp_path / "demo"


def recorded(book: Path, *more: str) -> Any:
    """A record of a complaint."""
    return run_cli("-C", str(book), "complaints", "record", *more, env={"LEDGER_TODAY": ""})


def test_an_area_that_no_table_knows_is_told(book: Path) -> None:
    """A slip of the pen makes a row of its own in the counts: the check says so, and which area is like it."""
    received = ("D3SX202506200001", "receive", "演示：夜里有噪声。", "--batch", "4", "--unit", "昆区")
    assert recorded(book, *received, "--area", "昆去", "--date", "2025-06-20").code == 0
    found = [one for one in run_cli("-C", str(book), "check", "-f", "json").data if one["code"] == "L917"]
    assert len(found) == 1
    assert "昆去" in found[0]["message"]
    assert "昆区" in found[0]["message"]


def test_what_is_unfounded_and_punished_is_told(book: Path) -> None:
    """不属实 and a fine do not go together."""
    number = "X3SX202506120008"  # found not to be true
    assert (
        recorded(book, number, "handle", "x", "--by", "九原区", "--fine", "2", "--date", "2025-06-20").code
        == 0
    )
    codes = [one["code"] for one in run_cli("-C", str(book), "check", "-f", "json").data]
    assert codes.count("L916") == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fine_below_zero_is_refused_as_what_it_is(book: Path, language: str) -> None:
    """It is no count, and the message says what an amount is."""
    result = recorded(
        book, "X3SX202506120008", "handle", "x", "--by", "九原区", "--fine", "-3", "--lang", language
    )
    assert result.code == 2
    assert ("金额" in result.err) or ("amount" in result.err)


def test_an_amount_is_said_one_way(book: Path) -> None:
    """3.0 and 1.25 and 1.75 are 6, not 6.0."""
    for amount in ("3.0", "1.25", "1.75"):
        more = ("--by", "九原区", "--fine", amount, "--date", "2025-06-20")
        assert recorded(book, "X3SX202506120008", "handle", f"罚{amount}", *more).code == 0
    found = run_cli(
        "-C", str(book), "complaints", "show", "X3SX202506120008", "-f", "json", "--as-of", "2025-06-30"
    )
    assert str(found.data[0]["fine"]) == "6"


def test_a_text_said_twice_without_a_place_is_repeated(book: Path) -> None:
    """Complaints without a place that say the same of one area are pointed at."""
    for n in (1, 2):
        more = ("--batch", "4", "--unit", "昆区", "--area", "昆区", "--date", "2025-06-20")
        assert recorded(book, f"D3SX20250620000{n}", "receive", "演示：夜里施工噪声扰民。", *more).code == 0
    found = run_cli(
        "-C", str(book), "complaints", "list", "--batch", "4", "-f", "json", "--as-of", "2025-06-30"
    ).data
    assert [one["same_place"] for one in found] == [2, 2]


def test_a_day_without_marks_is_a_day_in_a_table_too() -> None:
    """20250610 is read as it is by options."""
    from ledger.plans.complaints import _day

    assert str(_day("20250610")) == "2025-06-10"
    assert _day("20251310") is None
