"""The calendar: every day that is owed once, one identity for good, and nothing but text in it."""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, vText

import lives
import make
from cli_tools import REPO, Result, append_entries, copy_ledger, edit, run_cli, spawn
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.judging.duties import recurring
from ledger.judging.owed import Basis, Share, What
from ledger.locale import LANGUAGES, Words
from ledger.model.baseline import Measure, Recurrence
from ledger.model.entries import ref_of
from ledger.model.unit import Units, UnitsFile
from ledger.reading.load import load
from ledger.rendering import ics
from ledger.rendering.extras import MissingExtraError
from ledger.rendering.ics import description_of, render_ics, summary_of
from ledger.rendering.text import printable
from ledger.reports.agenda import Agenda, Occasion
from ledger.reports.occasions import Kind
from ledger.reports.report import Message

ZH = Words("zh")
DAY = "2025-01-01"
HERE = {"PYTHONPATH": str(REPO / "src")}
I02, I13 = (f"data/issues/{n}.yaml" for n in ("02", "13"))
OFFICE = "by: 市整改专项组"
EXTEND = f"{{date: 2024-12-20, type: extend, {OFFICE}, due: 2025-06-30, approval: 文}}"
AGAIN = f"{{date: 2024-12-28, type: extend, {OFFICE}, due: 2026-06-30, approval: 文}}"

NASTY = [
    "a\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "a\r\nBEGIN:VEVENT\r\nUID:1\r\n",
    "BEGIN:VEVENT",
    '逗号,分号;冒号:引号"反斜线\\',
    "\\n\\N\\,\\;\\\\",
    "\\N",
    "\\",
    "\n\n\n",
    " 开头空格",
    "\t制表",
    "\n 折行",
    "整" * 2000,
    "😀" * 100,
    "é" * 200,
    "a" * 74 + "整",
    "a\x00b\x07\x1b[31m\x85\x9b",
    "\u2028\u2029\u202e\ufeff\ufffe",
    "%0D%0A^n^'",
    "👨‍👩‍👧‍👦" * 20,
    "ATTACH:http://example.org/x.exe",
    "mailto:a@example.org",
]
TEXT = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8"), max_size=120)
TEXT |= st.tuples(TEXT, TEXT).map("".join)


class Event(NamedTuple):
    """An event by this file's own reader."""

    fields: Mapping[str, str]
    alarms: tuple[str, ...]


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar, put together again; each is whole text by itself and at most 75 octets."""
    assert data.endswith(b"\r\n")
    lines: list[str] = []
    for raw in data[:-2].split(b"\r\n"):
        assert b"\n" not in raw
        assert b"\r" not in raw
        assert len(raw) <= 75
        line = raw.decode("utf-8")
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def unescaped(text: str) -> str:
    """A text value as RFC 5545 reads it."""
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), text, flags=re.DOTALL)


def read(data: bytes) -> list[Event]:
    """The events, read line by line without any library."""
    events: list[Event] = []
    open_parts: list[str] = []
    fields: dict[str, str] = {}
    alarms: list[str] = []
    for line in unfolded(data):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_parts.append(value)
            if value == "VEVENT":
                fields, alarms = {}, []
        elif name == "END":
            assert open_parts.pop() == value
            if value == "VEVENT":
                events.append(Event(fields, tuple(alarms)))
        elif open_parts[-1] == "VEVENT":
            assert name not in fields
            if name in {"SUMMARY", "DESCRIPTION"}:  # not torn, not ended, and no list
                assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
            fields[name] = unescaped(value)
        elif open_parts[-1] == "VALARM" and name == "TRIGGER":
            alarms.append(value)
    assert open_parts == []
    return events


def library(data: bytes) -> list[Any]:
    """The events as the library reads them."""
    return list(Calendar.from_ical(data).walk("VEVENT"))


def calendar(*args: str, root: Path | None = None, as_of: str = DAY) -> list[Event]:
    """The events of a run that are not cancelled."""
    events = whole_calendar(*args, root=root, as_of=as_of)
    return [event for event in events if event.fields["STATUS"] != "CANCELLED"]


def test_filters_by_what_stays() -> None:
    """A calendar is narrowed by what a task is, never by how far it is: an event would vanish from it."""
    part = whole_calendar("--section", "三")
    assert part
    assert {e.fields["UID"] for e in part} < {e.fields["UID"] for e in whole_calendar()}
    assert of(part, "信息公开") == []  # of a unit, and of no task
    assert {e.fields["UID"] for e in whole_calendar("--text", "黑臭")} < {
        e.fields["UID"] for e in whole_calendar()
    }
    assert run_cli("calendar", "--status", "completed").code == 2


def whole_calendar(*args: str, root: Path | None = None, as_of: str = DAY) -> list[Event]:
    """All events of a run."""
    where = ("-C", str(root)) if root else ()
    answer = run_cli("calendar", "--as-of", as_of, *where, *args)
    assert answer.code == 0, answer.err
    return read(answer.out.encode())


def by_uid(events: list[Event]) -> dict[str, Event]:
    """Events by identity, which none shares."""
    found = {event.fields["UID"]: event for event in events}
    assert len(found) == len(events)
    return found


def of(events: list[Event], word: str) -> list[Event]:
    """The events of a kind, by its word."""
    return [event for event in events if event.fields["CATEGORIES"] == word]


def day_of(event: Event) -> date:
    """The day of an event."""
    return datetime.strptime(event.fields["DTSTART;VALUE=DATE"], "%Y%m%d").replace(tzinfo=UTC).date()


@cache
def baselines() -> Mapping[str, Any]:
    """The issue files as any YAML reader reads them, by id."""
    files = sorted((REPO / "data" / "issues").glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in files}


# --- what is in it -------------------------------------------------------------------------------


def test_due_days_and_milestones_are_those_of_the_plan() -> None:
    """Every date of the files is there once; a goal's milestone on the deadline is the deadline."""
    events = calendar()
    dues = Counter(f["deadline"]["due"] for f in baselines().values() if f["deadline"]["due"])
    assert Counter(map(day_of, of(events, "到期"))) == dues
    assert sum(dues.values()) == 19
    nodes: Counter[date] = Counter()
    for file in baselines().values():
        due = file["deadline"]["due"]
        nodes.update(m["due"] for m in file.get("milestones", ()) if m["due"] != due)
        nodes.update(m["due"] for measure in file["measures"] for m in measure.get("milestones", ()))
    assert Counter(map(day_of, of(events, "节点"))) == nodes
    assert sum(nodes.values()) == 20
    for event in events:
        start, end = day_of(event), event.fields["DTEND;VALUE=DATE"]
        assert end == f"{start + timedelta(1):%Y%m%d}"
        assert event.fields["DTSTAMP"] == "20250101T000000Z"
        assert event.fields["TRANSP"] == "TRANSPARENT"


def on(root: Path, as_of: str) -> Day:
    """What holds on a day."""
    return Day(load(read_folder(str(root)).tree).ledger, date.fromisoformat(as_of))


QUARTERLY = "recurring: [{text: 按季度, months: 3}, {text: 定期}]"


def with_duties(folder: Path) -> Path:
    """The shipped ledger with a date of issue, and a measure that is to be done every quarter."""
    root = copy_ledger(folder)
    edit(root, "data/plan.yaml", "issued: null", "issued: 2024-11-01")
    edit(root, lives.FILE, "text: 对企业违规取水进行处罚。", f"text: 对企业违规取水进行处罚。\n  {QUARTERLY}")
    return root


@pytest.mark.parametrize("as_of", ["2024-12-31", "2025-01-01", "2025-08-15", "2026-11-24"])
def test_duties_are_those_owed_and_those_of_a_year(as_of: str, tmp_path: Path) -> None:
    """Duties that have begun and those that begin within a year of the day; a period without end has no event."""
    root = with_duties(tmp_path)
    events = calendar("--all", root=root, as_of=as_of)
    day = date.fromisoformat(as_of)
    last = date(day.year + 1, day.month, day.day) - timedelta(1)
    quarters = [date(y, m, 1) for y in range(2024, 2029) for m in (1, 4, 7, 10)]
    mine = [e for e in of(events, "定期工作") if e.fields["UID"].startswith("12.")]
    assert len(mine) == sum(1 for start in quarters if date(2024, 10, 1) <= start <= last)
    duties = [d for d in on(root, as_of).duties(last) if d.due is not None]
    assert len(of(events, "定期工作")) == sum(1 for d in duties if d.what is What.RECURRING)
    told = [d for d in duties if d.what is What.DISCLOSURE]
    assert len(of(events, "信息公开")) == len(told) > 20
    assert {day_of(event).year for event in of(events, "信息公开")} == set(range(2024, last.year + 1))


def test_two_duties_of_a_measure_are_told_apart(tmp_path: Path) -> None:
    """Two things to do every quarter in one measure are two events; the first keeps its identity."""
    root = copy_ledger(tmp_path)
    edit(root, "data/plan.yaml", "issued: null", "issued: 2024-11-01")
    two = "recurring: [{text: 按季度, months: 3}, {text: 每季度调度, months: 3}]"
    edit(root, lives.FILE, "text: 对企业违规取水进行处罚。", f"text: 对企业违规取水进行处罚。\n  {two}")
    events = by_uid(calendar(root=root, as_of="2025-02-01"))
    names = {uid.partition("@")[0] for uid in events if uid.startswith("12.recurring.")}
    assert {"12.recurring.1.3.2025-01", "12.recurring.1.3.2025-01.2"} <= names


def test_a_unit_gets_what_it_owes() -> None:
    """A unit's calendar has what it owes, through groups both ways, and its own disclosures; nothing else."""
    day = on(REPO, DAY)
    units = day.ledger.units
    for name in ("白云鄂博矿区", "各旗县区", "市水务局", "市生态环境局"):
        events = calendar("--unit", name)
        mine = set(units.expand([name]))
        owed = [o for j in day.judgements for o in j.obligations if o.dated and mine & set(o.owed_by)]
        kinds = {"到期": What.ISSUE, "节点": What.MILESTONE, "立即启动": What.FIRST_ACTION}
        for word, what in kinds.items():
            ids = Counter(event.fields["UID"].partition(".")[0] for event in of(events, word))
            assert ids == Counter(o.issue for o in owed if o.what is what), (name, word)
    assert of(calendar("--unit", "市水务局"), "到期")
    told = of(calendar("--unit", "昆区"), "信息公开")
    assert told
    assert all("昆区" in event.fields["SUMMARY"] for event in told)
    led = {e.fields["UID"].partition(".")[0] for e in of(calendar("--lead", "市水务局"), "到期")}
    assert led == {j.issue.id for j in day.judgements if "市水务局" in j.chain.leads and j.due is not None}
    both = calendar("--unit", "昆区,青山区")
    assert len(of(both, "信息公开")) == 2 * len(told)
    assert "整改日历（昆区）" in run_cli("calendar", "--unit", "昆区", "--as-of", DAY).out


def test_who_did_its_share_is_reminded_no_more(tmp_path: Path) -> None:
    """Shares have days of their own: one event a unit, gone when that unit is done, whatever the others do."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, lives.ASSIGN, lives.DONE_BY_ONE)
    shares = of(calendar(root=root), "措施")
    assert [(day_of(event), "固阳县" in event.fields["SUMMARY"]) for event in shares] == [
        (date(2024, 12, 20), True)
    ]
    assert "尚缺：固阳县" in shares[0].fields["DESCRIPTION"]
    assert of(calendar("--unit", "昆区", root=root), "措施") == []
    (done,) = of(calendar("--unit", "昆区", "--all", root=root), "措施")
    assert done.fields["SUMMARY"].startswith("✓ 昆区：")
    (other,) = of(calendar("--unit", "固阳县", root=root), "措施")
    assert other.fields["UID"] == shares[0].fields["UID"] != done.fields["UID"]
    file = root / lives.FILE
    file.write_text(file.read_text("utf-8") + f"- {lives.FOR_THE_OTHER}\n", "utf-8", newline="\n")
    (moved,) = of(calendar(root=root, as_of="2025-02-01"), "措施")
    assert (moved.fields["UID"], day_of(moved)) == (other.fields["UID"], date(2025, 3, 31))
    assert int(moved.fields["SEQUENCE"]) > int(other.fields["SEQUENCE"])


def test_a_milestone_moved_for_one_unit(tmp_path: Path) -> None:
    """The others' event stays where it is; the one unit has its own, on its new day, and only that."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/10.yaml", "  milestones:", "  by: [昆区, 固阳县]\n  milestones:")
    extend = (
        f"{{date: 2025-06-01, type: extend, {OFFICE}, measure: 1, milestone: 1, for: [昆区], due: 2026-03-31"
    )
    before = of(calendar(root=root, as_of="2025-07-01"), "节点")
    append_entries(root, "data/issues/10.yaml", f"{extend}, approval: 文}}")
    after = [
        e for e in of(calendar(root=root, as_of="2025-07-01"), "节点") if e.fields["UID"].startswith("10.")
    ]
    whole = next(e for e in before if e.fields["UID"].startswith("10.milestone.1.1@"))
    assert (day_of(whole), "尚缺：昆区、固阳县" in whole.fields["DESCRIPTION"]) == (date(2025, 12, 31), True)
    days = {e.fields["UID"].partition("@")[0]: day_of(e) for e in after if ".1.1" in e.fields["UID"]}
    assert sorted(days.values()) == [date(2025, 12, 31), date(2026, 3, 31)]
    assert days["10.milestone.1.1"] == date(2025, 12, 31)
    (mine,) = [
        e
        for e in of(calendar("--unit", "昆区", root=root, as_of="2025-07-01"), "节点")
        if e.fields["UID"].startswith("10.milestone.1.1")
    ]
    assert (day_of(mine), "原到期日 2025-12-31" in mine.fields["DESCRIPTION"]) == (date(2026, 3, 31), True)


def test_promises_first_actions_and_relapses(tmp_path: Path) -> None:
    """A promise is due on its day, what is to be begun at once after the date of issue, a relapse on its own day."""
    root = copy_ledger(tmp_path)
    edit(root, "data/plan.yaml", "issued: null", "issued: 2024-11-01")
    append_entries(
        root,
        lives.FILE,
        *lives.CLOSED,
        f"{{date: 2025-06-01, type: reopen, {OFFICE}, due: 2025-09-30, text: 反弹}}",
        f"{{date: 2025-06-02, type: promise, {lives.LEAD}, until: 2025-08-31, text: 联系人张三}}",
    )
    events = by_uid(calendar(root=root, as_of="2025-06-10"))
    named = {uid.partition("@")[0]: event for uid, event in events.items()}
    assert day_of(named["12.relapse.2"]) == date(2025, 9, 30)
    assert day_of(named["12.promise.9"]) == date(2025, 8, 31)
    assert "12.due" not in named
    assert day_of(named["16.first_action.0"]) == date(2024, 12, 1)
    every = {
        uid.partition("@")[0]: e
        for uid, e in by_uid(calendar("--all", root=root, as_of="2025-06-10")).items()
    }
    assert every["12.due"].fields["SUMMARY"].endswith("，2025-03-01完成")
    assert "张三" not in run_cli("calendar", "-C", str(root), "--as-of", "2025-06-10").out


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_no_day_is_told_beside_it(language: str, tmp_path: Path) -> None:
    """Without a date of issue nobody knows by when to begin at once; that is counted on standard error."""
    say = Words(language)
    day = on(REPO, DAY)
    actions = sum(1 for o in day.obligations if o.what is What.FIRST_ACTION)
    duties = sum(1 for o in day.duties() if o.what is What.RECURRING)
    assert actions >= 4
    issues = sum(1 for j in day.judgements if j.basis is Basis.UNDETERMINED)
    args = {"count": issues + actions + duties, "issues": issues, "actions": actions, "duties": duties}
    args["complaints"] = 0
    assert say("calendar.undated", **args) in run_cli("calendar", "--as-of", DAY, "--lang", language).err
    root = copy_ledger(tmp_path)
    again = f"{{date: 2025-06-01, type: reopen, {OFFICE}, text: 反弹}}"
    append_entries(root, lives.FILE, *lives.CLOSED, again)
    mine = run_cli(
        "calendar", "-C", str(root), "--as-of", "2025-07-01", "--unit", "市水务局", "--lang", language
    )
    known = re.findall("[0-9]+", mine.err.strip().splitlines()[-1])
    assert known[1] == "1"
    standing = [e.fields["UID"] for e in read(mine.out.encode()) if e.fields["STATUS"] != "CANCELLED"]
    assert not [uid for uid in standing if uid.startswith(("12.due", "12.relapse"))]


def test_withdrawn_is_owed_no_more(tmp_path: Path) -> None:
    """From its day on a task that was withdrawn has no event."""
    root = copy_ledger(tmp_path)
    append_entries(
        root, lives.FILE, f"{{date: 2025-02-01, type: withdraw, {OFFICE}, approval: 文, text: 并入}}"
    )
    before, after = (calendar("--all", root=root, as_of=day) for day in ("2025-01-31", "2025-02-01"))
    assert [e for e in before if e.fields["UID"].startswith("12.due")]
    assert [e for e in after if e.fields["UID"].startswith("12.")] == []


def test_what_is_done_is_left_out(tmp_path: Path) -> None:
    """What is done is shown on request only, and says so."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, *lives.NOTICED)
    left = by_uid(calendar(root=root, as_of="2025-03-25"))
    every = by_uid(calendar("--all", root=root, as_of="2025-03-25"))
    done = set(every) - set(left)
    assert {uid.partition("@")[0] for uid in done} >= {"12.due"}
    assert set(left) <= set(every)
    for uid, event in every.items():
        assert event.fields["SUMMARY"].startswith("✓ ") == (uid in done)
    due = next(event for uid, event in every.items() if uid.startswith("12.due@"))
    assert re.fullmatch("✓ 到期 12 .+，2025-03-01完成", due.fields["SUMMARY"])
    (notice,) = of(list(left.values()), "公示期满")
    assert day_of(notice) == date(2025, 4, 3)
    append = root / lives.FILE
    append.write_text(append.read_text("utf-8") + f"- {lives.CLOSED[-1]}\n", "utf-8", newline="\n")
    assert of(calendar(root=root, as_of="2025-04-08"), "公示期满") == []


def test_nothing_vanishes(tmp_path: Path) -> None:
    """What a calendar program was once given of a task comes again on every later day, cancelled when over."""
    root = copy_ledger(tmp_path)
    append_entries(root, lives.FILE, *lives.NOTICED)
    append_entries(
        root,
        "data/issues/02.yaml",
        f"{{date: 2025-02-01, type: withdraw, {OFFICE}, approval: 文, text: 并入}}",
    )
    first = by_uid(whole_calendar(root=root, as_of="2024-12-01"))
    later = by_uid(whole_calendar(root=root, as_of="2025-03-25"))
    kept = {uid for uid in first if uid.partition(".")[0].partition("-")[0].isdigit()}
    assert kept <= set(later)
    gone = {uid.partition("@")[0] for uid, e in later.items() if e.fields["STATUS"] == "CANCELLED"}
    assert {"12.due", "02.due"} <= gone
    for uid in kept:
        assert int(later[uid].fields["SEQUENCE"]) >= int(first[uid].fields["SEQUENCE"])
    for event in later.values():
        assert "（（" not in event.fields["SUMMARY"].replace("（措施（", "（（")


def test_review_of_a_standing_duty(tmp_path: Path) -> None:
    """A standing duty that was completed is to be reviewed; a review moves the same event on."""
    root = copy_ledger(tmp_path)
    edit(
        root,
        "data/plan.yaml",
        "complete_needs: [evidence, measures, milestones, targets]",
        "complete_needs: []",
    )
    append_entries(root, "data/issues/16.yaml", "{date: 2025-03-01, type: complete, by: 市水务局}")
    (first,) = of(calendar(root=root, as_of="2025-04-01"), "复核")
    assert day_of(first) == date(2026, 3, 1)
    file = root / "data/issues/16.yaml"
    review = "- {date: 2025-09-01, type: review, by: 市水务局, result: holds}\n"
    file.write_text(file.read_text("utf-8") + review, "utf-8", newline="\n")
    (second,) = of(calendar(root=root, as_of="2025-10-01"), "复核")
    assert (day_of(second), second.fields["UID"]) == (date(2026, 9, 1), first.fields["UID"])
    assert int(second.fields["SEQUENCE"]) > int(first.fields["SEQUENCE"])


# --- identity ------------------------------------------------------------------------------------


def test_extension_moves_the_event(tmp_path: Path) -> None:
    """An extension changes the day of one event and its sequence; all others keep identity and day.

    Milestones that bear the very date that is moved go along; in the second issue there are some.
    """
    root = copy_ledger(tmp_path)
    before = by_uid(calendar(root=root))
    append_entries(root, I02, EXTEND)
    append_entries(root, "data/issues/09.yaml", EXTEND)
    once = by_uid(calendar(root=root))
    file = root / I02
    file.write_text(file.read_text("utf-8") + f"- {AGAIN}\n", "utf-8", newline="\n")
    twice = by_uid(calendar(root=root))
    assert set(before) == set(once) == set(twice)
    moved = {
        "02.due": (date(2025, 6, 30), date(2026, 6, 30)),
        "09.due": (date(2025, 6, 30), date(2025, 6, 30)),
    }
    moved["09.milestone.2.1"] = moved["09.due"]
    for uid in before:
        days = [day_of(events[uid]) for events in (before, once, twice)]
        sequences = [int(events[uid].fields["SEQUENCE"]) for events in (before, once, twice)]
        wanted = {"02": [0, 1, 2], "09": [0, 1, 1]}.get(uid.partition(".")[0], [0, 0, 0])
        assert sequences == wanted, uid
        name = uid.partition("@")[0]
        if name in moved:
            assert days == [date(2024, 12, 31), *moved[name]], uid
        else:
            assert len(set(days)) == 1, uid
        if name == "02.due":
            assert "原到期日 2024-12-31，已延期 2 次" in twice[uid].fields["DESCRIPTION"]


def test_goal_that_names_the_deadline_counts_once(tmp_path: Path) -> None:
    """Also after the deadline was moved: the goal's milestone is the first deadline."""
    root = copy_ledger(tmp_path)
    before = set(by_uid(calendar(root=root)))
    append_entries(root, "data/issues/09.yaml", EXTEND)
    added = set(by_uid(calendar(root=root))) - before
    assert baselines()["09"]["milestones"]
    assert [uid for uid in added if ".recurring." not in uid] == []
    assert [uid for uid in before if uid.startswith("09.milestone.0.")] == []


def test_sequence_never_falls(tmp_path: Path) -> None:
    """Also an extension that is voided makes the sequence grow."""
    root = copy_ledger(tmp_path)
    append_entries(root, I02, EXTEND)
    (entry,) = next(i for i in load(read_folder(str(root)).tree).ledger.issues if i.id == "02").entries
    file = root / I02
    void = f"- {{date: 2024-12-21, type: void, {OFFICE}, entry: {ref_of(entry)}}}\n"
    before = next(e for e in calendar(root=root) if e.fields["UID"].startswith("02.due@"))
    file.write_text(file.read_text("utf-8") + void, "utf-8", newline="\n")
    after = next(e for e in calendar(root=root) if e.fields["UID"].startswith("02.due@"))
    assert (day_of(before), day_of(after)) == (date(2025, 6, 30), date(2024, 12, 31))
    assert int(after.fields["SEQUENCE"]) > int(before.fields["SEQUENCE"])


def test_identity_is_of_the_plan(tmp_path: Path) -> None:
    """Identities tell issue, kind and place, no day; another plan has others; no two events share one."""
    root = copy_ledger(tmp_path)
    before = set(by_uid(calendar(root=root)))
    edit(root, "data/plan.yaml", "title: 包头市", "title: 某某市")
    after = set(by_uid(calendar(root=root)))
    assert before & after == set()
    assert {uid.partition("@")[0] for uid in before} == {uid.partition("@")[0] for uid in after}
    plain = {uid for uid in before if uid.split(".")[1] in {"due", "milestone"}}
    assert not [uid for uid in plain if re.search(r"20[0-9]{2}", uid.partition("@")[0])]


def test_pressure_and_persons_are_not_told(tmp_path: Path) -> None:
    """Supervision and accountability change no byte, and nothing that an entry says is in the calendar."""
    root = copy_ledger(tmp_path)
    before = run_cli("calendar", "--all", "-C", str(root), "--as-of", "2025-02-01").out
    append_entries(
        root,
        I02,
        f"{{date: 2025-01-10, type: supervise, {OFFICE}, level: letter, text: 联系人张三 13800000000}}",
        f"{{date: 2025-01-11, type: account, {OFFICE}, text: 约谈李四}}",
        "{date: 2025-01-12, type: progress, by: 市发改委, text: 王五负责}",
    )
    out = run_cli("calendar", "--all", "-C", str(root), "--as-of", "2025-02-01").out
    for word in ("张三", "13800000000", "李四", "王五", "督办", "追究", "约谈"):
        assert word not in out
    file = root / I02
    kept = [line for line in file.read_text("utf-8").split("\n") if "type: progress" not in line]
    file.write_text("\n".join(kept), "utf-8", newline="\n")
    assert run_cli("calendar", "--all", "-C", str(root), "--as-of", "2025-02-01").out == before


# --- the format ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_library_reads_the_same(language: str) -> None:
    """The library and this file's own reader find the same events with the same words."""
    out = run_cli(
        "calendar", "--all", "--remind", "7", "--lang", language, "--as-of", "2025-06-01"
    ).out.encode()
    own, theirs = read(out), library(out)
    assert len(own) == len(theirs) > 90
    for one, other in zip(own, theirs, strict=True):
        for name in ("UID", "SUMMARY", "DESCRIPTION", "STATUS"):
            assert one.fields[name] == str(other[name])
        assert day_of(one) == other["DTSTART"].dt
        assert "None" not in one.fields["SUMMARY"] + one.fields["DESCRIPTION"]
    head = unfolded(out)[:6]
    assert head[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "METHOD:PUBLISH" in head


def test_reminders() -> None:
    """A reminder comes so many days before, at nine in the morning; what is done has none."""
    events = calendar("--remind", "7d", "--remind", "1", "--remind", "7")
    assert {event.alarms for event in events} == {("-P6DT15H", "-PT15H")}
    assert {event.alarms for event in calendar("--remind", "0")} == {("PT9H",)}
    assert {event.alarms for event in calendar()} == {()}
    done = Occasion("u", "due", date(2025, 1, 1), date(2025, 1, 1), 0, Message("calendar.name"), ())
    made = render_ics(Agenda(Message("calendar.name"), date(2025, 1, 1), (done,)), ZH, [7])
    assert read(made)[0].alarms == ()


def agenda(text: str, day: date = date(2025, 1, 1)) -> Agenda:
    """A calendar with the text at every place that text has."""
    named = {"number": text, "title": text, "measure": text, "text": text}
    about = (Message("calendar.what", {"text": text}), Message("calendar.lead", {"units": [text, text]}))
    kinds: tuple[tuple[Kind, str], ...] = (
        ("due", "calendar.due"),
        ("milestone", "calendar.node"),
        ("recurring", "calendar.recurring"),
    )
    occasions = tuple(
        Occasion(f"{n}@x", kind, day, day if n == 1 else None, n, Message(key, named), about)
        for n, (kind, key) in enumerate(kinds)
    )
    return Agenda(Message("calendar.name_unit", {"units": [text]}), day, occasions)


def spoilt(text: str) -> str | None:
    """What is wrong with a calendar of ``text`` at every place; ``None`` when it is as it should be."""
    made = agenda(text)
    want = [(summary_of(o, ZH), description_of(o, ZH)) for o in made.occasions]
    try:
        data = render_ics(made, ZH, [3])
        own = read(data)
        theirs = library(data)
    except (AssertionError, ValueError, IndexError, KeyError) as error:
        return repr(error)
    if [(e.fields["SUMMARY"], e.fields["DESCRIPTION"]) for e in own] != want:
        return "own reader"
    if len(theirs) != len(want):
        return "count"
    for event, (summary, description) in zip(theirs, want, strict=True):
        if (str(event["SUMMARY"]), str(event["DESCRIPTION"])) != (summary, description):
            return "library"
    if {len(event.alarms) for event in own} != {0, 1}:
        return "alarms"
    return None


@settings(max_examples=2 * settings().max_examples)
@given(TEXT)
@example("BEGIN:VEVENT")
@example("\\N")
@example("\\\\N,\\n;\n")
def test_text_is_text(text: str) -> None:
    """Whatever a title holds, the events are as many as there are and their words as typed."""
    assert spoilt(text) is None
    shown = printable(text)
    assert shown in description_of(agenda(text).occasions[0], ZH)


def test_the_check_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar that does not escape its texts is caught, and so is what the library alone makes of them."""

    class Raw(vText):  # type: ignore[misc, unused-ignore]
        def to_ical(self) -> bytes:
            return str(self).replace("\n", "\r\n").encode()

    monkeypatch.setattr(ics, "_text", Raw)
    payloads = [NASTY[0], NASTY[1], NASTY[4], NASTY[5], NASTY[10]]
    assert [spoilt(text) is None for text in payloads] == [False] * len(payloads)
    monkeypatch.setattr(ics, "_text", vText)
    assert spoilt("a\\Nb") is not None


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)])
def test_ends_of_the_calendar(day: date) -> None:
    """The first day and the last day that there are can be in it."""
    events = read(render_ics(agenda("题", day), ZH))
    assert {event.fields["DTSTART;VALUE=DATE"] for event in events} == {day.strftime("%Y%m%d").rjust(8, "0")}
    assert {"DTEND;VALUE=DATE" in event.fields for event in events} == {day < date.max}


@pytest.mark.parametrize("as_of", ["1949-10-01", "2060-12-31"])
def test_any_day_of_judging(as_of: str) -> None:
    """The command takes any day."""
    answer = run_cli("calendar", "--as-of", as_of)
    assert answer.code == 0
    assert len(read(answer.out.encode())) >= 39


# --- the command ---------------------------------------------------------------------------------


def test_same_bytes(tmp_path: Path) -> None:
    """The same ledger on the same day gives the same bytes, in any process, on standard output and in a file."""
    root, file = copy_ledger(tmp_path), tmp_path / "a.ics"
    one = spawn("calendar", "--as-of", DAY, env={**HERE, "PYTHONHASHSEED": "1", "LC_ALL": "C"})
    args = ("calendar", "--as-of", DAY, "-C", str(root), "-o", str(file))
    other = spawn(*args, env={**HERE, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"})
    assert (one.returncode, other.returncode, other.stdout) == (0, 0, b"")
    assert one.stdout == file.read_bytes()
    assert one.stdout.count(b"\r\n") == one.stdout.count(b"\n") > 500


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "a.csv"), "a.csv"),
        (("--remind", "soon"), "soon"),
        (("--unit", "不存在局"), "不存在局"),
        (("--lead", ""), "--lead"),
    ],
)
def test_wrong_options(args: tuple[str, ...], said: str) -> None:
    """A wrong option is one line that says what would be right."""
    answer = run_cli("calendar", "--as-of", DAY, *args)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library it is told which extra to install."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError):
        render_ics(agenda("题"), ZH)
    answer = run_cli("calendar", "--as-of", DAY)
    assert (answer.code, "[calendar]" in answer.err, answer.out) == (2, True, "")


def answers(root: Path, *args: str) -> Iterator[Result]:
    """The answer in each language."""
    for language in LANGUAGES:
        yield run_cli("calendar", "-C", str(root), "--as-of", DAY, "--lang", language, *args)


def test_nothing_and_partial(tmp_path: Path) -> None:
    """An empty calendar is still one, and a broken file makes the answer partial."""
    nothing = render_ics(Agenda(Message("calendar.name"), date(2025, 1, 1), ()), ZH)
    assert (read(nothing), nothing[:17], nothing[-15:]) == ([], b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n")
    root = copy_ledger(tmp_path)
    edit(root, I13, "section: 三", "section: [三")
    for answer in answers(root):
        assert answer.code == 1
        assert len(read(answer.out.encode())) > 50


def test_a_recurring_duty_is_owed_by_the_successor() -> None:
    """Under its name of the day; what it recorded under its old name counts."""
    table = {
        "units": {
            "市水务局": {
                "name": "包头市水务局",
                "kind": "government",
                "until": date(2025, 3, 31),
                "successor": "市水利局",
            },
            "市水利局": {"name": "包头市水利局", "kind": "government"},
        }
    }
    units = Units(UnitsFile.model_validate(table))
    again = Measure(text="每季度通报", recurring=(Recurrence(text="每季度", months=3),))
    told = make.entry("2025-02-01", "progress", "市水务局", measure=1)
    one = make.issue(told, lead=("市水务局",), support=(), measures=(again,))
    found = list(recurring(make.judged(one, "2025-06-30", units), date(2025, 1, 1), date(2025, 6, 30)))
    assert [duty.shares for duty in found] == [
        (Share("市水利局", date(2025, 3, 31), date(2025, 2, 1)),),
        (Share("市水利局", date(2025, 6, 30), None),),
    ]
