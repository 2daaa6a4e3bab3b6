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

from cli_tools import REPO, Result, append_entries, copy_ledger, edit, run_cli, run_json, spawn
from ledger.folder import read_folder
from ledger.locale import LANGUAGES, Words
from ledger.model.entries import ref_of
from ledger.reading.load import load
from ledger.rendering import ics
from ledger.rendering.extras import MissingExtraError
from ledger.rendering.ics import description_of, render_ics, summary_of
from ledger.rendering.text import printable
from ledger.reports.agenda import Agenda, Kind, Occasion
from ledger.reports.report import Message

ZH = Words("zh")
DAY = "2025-01-01"
HERE = {"PYTHONPATH": str(REPO / "src")}
I02, I13, I14 = (f"data/issues/{n}.yaml" for n in ("02", "13", "14"))
BY, OFFICE = "by: 市城市管理局", "by: 市整改专项组"
COMPLETE = f"{{date: 2025-03-01, type: complete, {BY}}}"
ACCEPT = f"{{date: 2025-03-20, type: accept, {BY}}}"
NOTICE = f"{{date: 2025-03-21, type: publicize, {BY}, since: 2025-03-21, until: 2025-04-03, where: 网站}}"
CLOSE = f"{{date: 2025-04-07, type: close, {OFFICE}}}"
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
    """The events of a run."""
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


@pytest.mark.parametrize("as_of", ["2024-12-31", "2025-01-01", "2025-08-15", "2026-11-24"])
def test_duties_are_those_owed_and_those_of_a_year(as_of: str) -> None:
    """Duties that have begun are those of ``duties``; those to come begin within a year of the day."""
    events = calendar("--all", as_of=as_of)
    begun = run_json("duties", "--all", "--as-of", as_of).data
    day = date.fromisoformat(as_of)
    last = date(day.year + 1, day.month, day.day) - timedelta(1)
    recurring = [d for d in begun if d["duty"] == "recurring"]
    disclosures = [d for d in begun if d["duty"] == "disclosure"]
    ahead = 0
    for issue, measure, text in {(d["id"], d["measure"], d["text"]) for d in recurring}:
        months = {"月": 1, "季度": 3, "年": 12, "年度": 12, "半年": 6}[re.sub("^[每按]|考核$", "", text)]
        due = baselines()[issue]["deadline"]["due"]
        sustained = baselines()[issue]["deadline"]["sustained"]
        stop = last if sustained or due is None else min(last, due)
        assert measure
        starts = [date(y, m, 1) for y in (day.year, day.year + 1) for m in range(1, 13, months)]
        ahead += sum(1 for start in starts if day < start <= stop)
    assert len(of(events, "定期工作")) == len(recurring) + ahead
    units = {tuple(d["units"]) for d in disclosures}
    next_year = date(day.year + 1, 1, 1) <= last
    assert len(of(events, "信息公开")) == len(disclosures) + len(units) * next_year
    assert len(disclosures) > 20


def test_a_unit_gets_its_own() -> None:
    """A unit's calendar has the issues that concern it, through groups both ways, and its own disclosures only."""
    for name in ("白云鄂博矿区", "各旗县区", "市水务局"):
        events = calendar("--unit", name)
        ids = set(run_json("list", "--unit", name, "--as-of", DAY).ids)
        assert {event.fields["UID"].partition(".")[0] for event in events} - {"disclosure"} <= ids
        dated = {i for i in ids if baselines()[i]["deadline"]["due"]}
        assert {e.fields["UID"].partition(".")[0] for e in of(events, "到期")} == dated
    mine = of(calendar("--unit", "昆区"), "信息公开")
    assert mine
    assert all(
        event.fields["SUMMARY"].endswith("：昆都仑区") or "昆区" in event.fields["SUMMARY"] for event in mine
    )
    led = calendar("--lead", "市水务局")
    ids = set(run_json("list", "--lead", "市水务局", "--as-of", DAY).ids)
    assert {e.fields["UID"].partition(".")[0] for e in of(led, "到期")} == {
        i for i in ids if baselines()[i]["deadline"]["due"]
    }
    both = calendar("--unit", "昆区,青山区")
    assert len(of(both, "信息公开")) == 2 * len(mine)
    assert "整改日历（昆区）" in run_cli("calendar", "--unit", "昆区", "--as-of", DAY).out


def test_what_is_done_is_left_out(tmp_path: Path) -> None:
    """What is done is shown on request only, and says so."""
    root = copy_ledger(tmp_path)
    append_entries(
        root, I14, f"{{date: 2025-02-11, type: achieve, {BY}, measure: 1}}", COMPLETE, ACCEPT, NOTICE
    )
    left = by_uid(calendar(root=root, as_of="2025-03-25"))
    every = by_uid(calendar("--all", root=root, as_of="2025-03-25"))
    done = set(every) - set(left)
    assert {uid.partition("@")[0] for uid in done} >= {"14.due"}
    assert set(left) <= set(every)
    for uid, event in every.items():
        assert event.fields["SUMMARY"].startswith("✓ ") == (uid in done)
    due = next(event for uid, event in every.items() if uid.startswith("14.due@"))
    assert due.fields["SUMMARY"] == "✓ 到期 14 再生水利用工作进展缓慢（2025-03-01 完成）"
    (notice,) = of(list(left.values()), "公示期满")
    assert day_of(notice) == date(2025, 4, 3)
    append = root / I14
    append.write_text(append.read_text("utf-8") + f"- {CLOSE}\n", "utf-8", newline="\n")
    assert of(calendar(root=root, as_of="2025-04-08"), "公示期满") == []


def test_review_of_a_standing_duty(tmp_path: Path) -> None:
    """A standing duty that was completed is to be reviewed; a review moves the same event on."""
    root = copy_ledger(tmp_path)
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
    """An extension changes the day of one event and its sequence; all others keep identity and day."""
    root = copy_ledger(tmp_path)
    before = by_uid(calendar(root=root))
    append_entries(root, I02, EXTEND)
    once = by_uid(calendar(root=root))
    file = root / I02
    file.write_text(file.read_text("utf-8") + f"- {AGAIN}\n", "utf-8", newline="\n")
    twice = by_uid(calendar(root=root))
    assert set(before) <= set(once) <= set(twice)
    assert {uid[:13] for uid in set(twice) - set(before)} == {"02.recurring."}  # quarters until the new day
    for uid in before:
        days = [day_of(events[uid]) for events in (before, once, twice)]
        sequences = [int(events[uid].fields["SEQUENCE"]) for events in (before, once, twice)]
        if uid.startswith("02."):
            assert sequences == [0, 1, 2]
        else:
            assert sequences == [0, 0, 0]
        if uid.startswith("02.due@"):
            assert days == [date(2024, 12, 31), date(2025, 6, 30), date(2026, 6, 30)]
            assert "原到期日 2024-12-31，已延期 2 次" in twice[uid].fields["DESCRIPTION"]
        else:
            assert len(set(days)) == 1


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


@settings(max_examples=2000)
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


@pytest.mark.parametrize("as_of", ["0001-01-01", "2060-12-31"])
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
