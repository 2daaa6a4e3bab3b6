"""Letters of the office: written whole or not at all, owed by each unit, told wherever something is owed."""

# ruff: noqa: SIM300 - what is expected stands first

import json
import re
import shlex
import shutil
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from cli_tools import REPO, Result, run_cli, run_json
from ledger.history.compare import State, compare
from ledger.history.log import differences
from ledger.history.objects import Commit
from ledger.history.steps import CommonStep, Step
from ledger.judging.escalation import Suggestion, by_unit
from ledger.judging.status import Judgement
from ledger.locale import Words
from ledger.recording.books import POST, add
from ledger.reports.findings import sentence

BASE = REPO / "tests/cases/check/base"
BOOK = "data/letters.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of two tasks: 1 is owed by 市水务局, 东河区 and 九原区, 2 is to be begun at once."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def send(root: Path, *more: str, number: str = "督办1号", to: tuple[str, ...] = ("各区",)) -> Result:
    """A letter of 2025-01-06, to be replied to by 2025-01-20."""
    given = ("--number", number, "--level", "督办函", "--demand", "说明原因", "--date", "2025-01-06")
    reply_by = () if "--reply-by" in more else ("--reply-by", "2025-01-20")
    return run_cli("letter", "send", *to, *given, *reply_by, *more, cwd=root)


def reply(root: Path, day: str, by: str, number: str = "督办1号") -> Result:
    """A reply."""
    return run_cli("letter", "reply", number, "--by", by, "--date", day, "-m", "知悉", cwd=root)


def rows(root: Path, *more: str) -> list[tuple[Any, ...]]:
    """The rows of ``letters`` in short."""
    found = json.loads(run_json("letters", *more, cwd=root).out)["data"]
    return [(r["letter"], r["letter_to"], r["replied"], r["owed"], r["days_late"]) for r in found]


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file of the ledger."""
    return {str(path): path.read_bytes() for path in (root / "data").rglob("*") if path.is_file()}


# -- recording -----------------------------------------------------------------------------------------------


def test_a_letter_supervises_its_tasks(root: Path) -> None:
    """One write: the letter in its book, groups expanded, and a record of supervision in each task."""
    assert send(root, "--issue", "2,1").code == 0
    (line,) = (root / BOOK).read_text("utf-8").splitlines()[2:]
    assert line == (
        "- {date: 2025-01-06, type: letter, by: 市整改办, number: 督办1号, level: letter, "
        'to: [东河区, 九原区], issues: ["01", "02"], demand: 说明原因, reply_by: 2025-01-20}'
    )
    for name in ("01", "02"):
        last = (root / f"data/issues/{name}.yaml").read_text("utf-8").splitlines()[-1]
        assert (
            last
            == "- {date: 2025-01-06, type: supervise, by: 市整改办, level: letter, text: 督办1号 说明原因}"
        )
    assert run_cli("check", cwd=root).code == 0


def test_the_same_letter_again_is_known(root: Path) -> None:
    """Sent twice in the same words it is there once; nothing is written."""
    send(root, "--issue", "1")
    before = bytes_of(root)
    again = send(root, "--issue", "1")
    assert (0, before) == (again.code, bytes_of(root))
    assert "另有 1 条已存在" in again.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--reply-by", "2025-01-05"), "[L664]"),
        (("--by", "市水务局"), "[L665]"),
        (("--by", "市水务局", "--issue", "1"), "[L601]"),
        (("--issue", "11"), "11"),
        (("--level", "严厉"), "严厉"),
        (("--date", "2999-01-01"), "2999-01-01"),
        (("--number", " "), "--number"),
        (("--evidence", "no-such-file"), "no-such-file"),
    ],
)
def test_a_letter_that_does_not_fit_writes_nothing(root: Path, more: tuple[str, ...], said: str) -> None:
    """Neither the book nor a task is touched, and it is said why."""
    before = bytes_of(root)
    result = send(root, *more)
    assert result.code in {1, 2}
    assert said in result.err
    assert before == bytes_of(root)


def test_a_task_that_refuses_holds_the_letter_back(root: Path) -> None:
    """All or nothing: supervision of a task that was withdrawn does not fit, so there is no letter."""
    done = (
        "withdraw",
        "2",
        "--by",
        "市整改办",
        "--date",
        "2025-01-02",
        "--approval",
        "批1号",
        "-m",
        "转入下一轮",
    )
    assert run_cli(*done, cwd=root).code == 0
    before = bytes_of(root)
    result = send(root, "--issue", "1,2")
    assert (1, before) == (result.code, bytes_of(root))
    assert "02" in result.err


def test_replies_that_do_not_fit(root: Path) -> None:
    """A number that was given, a reply to no letter, by who was not asked, and before the letter."""
    send(root)
    assert "[L660]" in send(root, "--issue", "1").err
    assert "[L661]" in reply(root, "2025-01-10", "东河区", "督办2号").err
    assert "[L662]" in reply(root, "2025-01-10", "市水务局").err
    assert "[L663]" in reply(root, "2025-01-05", "东河区").err
    assert [("督办1号", "东河区", None, True, 1), ("督办1号", "九原区", None, True, 1)] == rows(
        root, "--as-of", "2025-01-21"
    )


def test_a_broken_book_is_not_written_to(root: Path) -> None:
    """What cannot be read cannot be checked: the place is named, nothing is written."""
    (root / BOOK).write_text("letters:\n- {date: 2025-01-06, type: letter}\n", "utf-8")
    before = bytes_of(root)
    result = send(root, "--issue", "1")
    assert (1, before) == (result.code, bytes_of(root))
    assert "letters.0.number" in result.err


def test_a_field_is_named_as_the_record_has_it() -> None:
    """What a new record lacks is told by its own field: where it would stand in the book says nobody anything."""
    made = add(POST, None, [{"date": date(2025, 1, 6), "type": "reply", "by": "东河区", "number": "1"}])
    assert [("L202", "text")] == [(one.code, one.field) for one in made.problems]
    assert sentence(made.problems[0], Words("en")).startswith("text: ")


def test_who_owes_nothing_late_is_named(root: Path) -> None:
    """A letter about what is not late yet, or done, is recorded, and its sender told of each unit; a reminder may
    come before the day."""
    milestone = "任务 1 中"  # 东河区 owes a milestone due 2024-12-31, 九原区 another part by a later day
    told = send(root, "--issue", "1", number="督办1号")
    assert (told.code, f"提示：截至 2025-01-06，九原区在{milestone}没有逾期的事项" in told.err) == (0, True)
    assert "东河区" not in told.err
    reminder = send(root, "--issue", "1", "--level", "提醒函", number="提醒1号")
    assert (reminder.code, "提示" in reminder.err) == (0, False)
    early = send(root, "--issue", "1", "--date", "2024-12-31", "--reply-by", "2025-01-20", number="督办2号")
    assert f"提示：截至 2024-12-31，东河区、九原区在{milestone}没有逾期的事项" in early.err
    done = ("achieve", "1", "--measure", "1", "--milestone", "1", "--by", "东河区", "--date", "2025-01-03")
    assert run_cli(*done, cwd=root).code == 0
    after = send(root, "--issue", "1", number="督办3号")
    assert "东河区" in after.err


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """The lines are shown, the files stay."""
    before = bytes_of(root)
    result = send(root, "--issue", "1", "--dry-run")
    assert (0, before) == (result.code, bytes_of(root))
    assert [line for line in result.out.splitlines() if not line.startswith("+")] == [
        BOOK,
        "data/issues/01.yaml",
    ]


def test_evidence_is_copied(root: Path) -> None:
    """The paper of a letter lies in data/evidence/letters/."""
    (root / "paper.txt").write_text("函", "utf-8")
    assert send(root, "--evidence", str(root / "paper.txt")).code == 0
    assert (root / "data/evidence/letters/paper.txt").read_text("utf-8") == "函"
    assert run_cli("check", cwd=root).code == 0


# -- who owes a reply ----------------------------------------------------------------------------------------


def test_replies_are_owed_unit_by_unit(root: Path) -> None:
    """The last day is in time; the day after is one day late; who has replied owes no more, late or not."""
    send(root)
    reply(root, "2025-01-22", "东河区")
    assert [] == rows(root, "--as-of", "2025-01-05")
    assert [("督办1号", "东河区", None, True, None), ("督办1号", "九原区", None, True, None)] == rows(
        root, "--as-of", "2025-01-20"
    )
    assert [("督办1号", "东河区", "2025-01-22", False, 2), ("督办1号", "九原区", None, True, 3)] == rows(
        root, "--as-of", "2025-01-23"
    )
    assert [("督办1号", "九原区", None, True, 3)] == rows(root, "--as-of", "2025-01-23", "--owed")
    assert [] == rows(root, "--as-of", "2025-01-23", "--owed", "--unit", "东河区")


def test_no_reply_is_owed_where_none_is_asked_for(root: Path) -> None:
    """A letter without a day is on the list and owed by nobody."""
    run_cli(
        *("letter", "send", "东河区", "--number", "通报1号", "--level", "通报", "--demand", "举一反三"),
        *("--date", "2025-01-06"),
        cwd=root,
    )
    assert [("通报1号", "东河区", None, False, None)] == rows(root, "--as-of", "2025-03-01")
    assert "不要求回复" in run_cli("letters", cwd=root).out


def test_a_successor_replies(root: Path) -> None:
    """A unit that became another is asked under its new name, and that one replies."""
    path = root / "data/units.yaml"
    text = path.read_text("utf-8").replace(
        "九原区: {name: 九原区, kind: district}",
        "九原区: {name: 九原区, kind: district, until: 2025-01-10, successor: 新区, approval: 批1号}\n"
        "  新区: {name: 新区, kind: district}",
    )
    path.write_text(text, "utf-8")
    send(root, to=("九原区",))
    assert [("督办1号", "九原区", None, True, None)] == rows(root, "--as-of", "2025-01-10")
    assert [("督办1号", "新区", None, True, 1)] == rows(root, "--as-of", "2025-01-21")
    assert reply(root, "2025-01-21", "新区").code == 0
    assert [("督办1号", "新区", "2025-01-21", False, 1)] == rows(root, "--as-of", "2025-01-25")


def test_a_reply_may_stand_before_its_letter(root: Path) -> None:
    """As a merge of two branches may leave it."""
    send(root)
    reply(root, "2025-01-15", "东河区")
    path = root / BOOK
    *head, letter, answer = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*head, answer, letter, ""]), "utf-8")
    assert run_cli("check", cwd=root).code == 0
    assert [("督办1号", "九原区", None, True, 1)] == rows(root, "--owed", "--as-of", "2025-01-21")


def test_brief_says_whom_a_letter_went_to(root: Path) -> None:
    """A letter is told once, with all it went to; one to others about a task of the unit is none of its news."""
    send(root, "--issue", "1")
    send(root, "--issue", "1", number="督办2号", to=("九原区",))
    said = run_cli("brief", "东河区", "--since", "2025-01-05", "--as-of", "2025-01-10", cwd=root).out
    news = said.partition("之后的变化")[2]
    assert "去函“督办1号”（致东河区、九原区）" in news
    assert "督办2号" not in news
    assert 1 == news.count("督办1号")


# -- taken back ----------------------------------------------------------------------------------------------


def void(root: Path, *more: str, number: str = "督办1号") -> Result:
    """Something of 2025-01-06 taken back on 2025-01-08."""
    return run_cli("letter", "void", number, "-m", "记错", "--date", "2025-01-08", *more, cwd=root)


def test_a_letter_is_taken_back_whole(root: Path) -> None:
    """The letter, its reply and the supervision of its tasks never were, on any day; nothing is deleted."""
    clean = run_json("supervise", "--suggest", "--as-of", "2025-01-21", cwd=root).out
    assert send(root, "--issue", "1,2").code == 0
    assert reply(root, "2025-01-07", "东河区").code == 0
    before = {path: data.splitlines() for path, data in bytes_of(root).items()}
    done = void(root)
    assert (0, 3) == (done.code, done.out.count("type: void"))
    for path, data in bytes_of(root).items():
        assert before[path] == data.splitlines()[: len(before[path])]  # appended to, no more
    for day in ("2025-01-07", "2025-02-01"):
        assert [] == rows(root, "--as-of", day)
    assert clean == run_json("supervise", "--suggest", "--as-of", "2025-01-21", cwd=root).out
    assert run_cli("check", cwd=root).code == 0
    assert void(root).code == 1  # once


def test_the_reason_may_be_the_second_argument(root: Path) -> None:
    """The text of a reply and the reason of a void are written as those of a record are, or behind -m."""
    send(root, "--issue", "1")
    replied = ("letter", "reply", "督办1号", "已办结。", "--by", "东河区", "--date", "2025-01-07")
    assert (0, True) == ((done := run_cli(*replied, cwd=root)).code, "text: 已办结。" in done.out)
    taken_back = ("letter", "void", "督办1号", "发错了", "--date", "2025-01-08")
    assert 2 == run_cli(*taken_back, "-m", "记错", cwd=root).code
    done = run_cli(*taken_back, cwd=root)
    assert (0, True) == (done.code, "text: 发错了" in done.out)


def test_a_number_is_free_again(root: Path) -> None:
    """The same words again are refused, as they would not count; mended the letter is sent under its number."""
    send(root, "--issue", "1")
    void(root)
    before = bytes_of(root)
    again = send(root, "--issue", "1")
    assert (1, before) == (again.code, bytes_of(root))
    assert "督办1号" in again.err
    assert send(root, "--issue", "1", to=("东河区",)).code == 0
    assert [("督办1号", "东河区", None, True, 12)] == rows(root, "--as-of", "2025-02-01")
    assert run_cli("check", cwd=root).code == 0


def test_a_reply_is_taken_back_alone(root: Path) -> None:
    """The reply of one unit is owed again, that of another stands; of several the reference says which."""
    send(root)
    for day, by in (("2025-01-07", "东河区"), ("2025-01-08", "东河区"), ("2025-01-08", "九原区")):
        assert reply(root, day, by).code == 0
    which = void(root, "--reply-of", "东河区")
    refs = dict(re.findall("([0-9a-f]{8}) (2025-01-0[78])", which.err))
    assert (1, {"2025-01-07", "2025-01-08"}) == (which.code, set(refs.values()))
    (first,) = (ref for ref, day in refs.items() if day == "2025-01-07")
    assert void(root, "--reply-of", "东河区", "--entry", first).code == 0
    days = {unit: replied for _, unit, replied, _, _ in rows(root, "--as-of", "2025-02-01")}
    assert {"东河区": "2025-01-08", "九原区": "2025-01-08"} == days
    assert void(root, "--reply-of", "东河区").code == 0
    owed = {unit for _, unit, _, owed, _ in rows(root, "--as-of", "2025-02-01") if owed}
    assert {"东河区"} == owed
    assert run_cli("check", cwd=root).code == 0


@pytest.mark.parametrize(
    "more", [("--reply-of", "东河区"), ("--entry", "00000000"), ("--by", "东河区"), ("--date", "2999-01-01")]
)
def test_what_cannot_be_taken_back(root: Path, more: tuple[str, ...]) -> None:
    """No reply, no such reference, not the office's, not yet: refused, and nothing written."""
    send(root, "--issue", "1")
    before = bytes_of(root)
    assert (1, before) == (void(root, *more).code, bytes_of(root))
    assert (1, before) == (void(root, number="督办9号").code, bytes_of(root))


# -- where it is told ----------------------------------------------------------------------------------------


def test_owed_replies_are_among_what_is_owed(root: Path) -> None:
    """In the list of obligations, in duties and in the calendar; the task's own standing does not move."""
    send(root, "--issue", "1")
    reply(root, "2025-01-15", "东河区")
    found = run_cli("sql", "select what, text, due, owed_by from obligations where what = 'reply'", "-f", "jsonl", "--as-of", "2025-01-22", cwd=root)  # fmt: skip
    assert [{"what": "reply", "text": "督办1号", "due": "2025-01-20", "owed_by": "九原区"}] == [
        json.loads(line) for line in found.out.splitlines()
    ]
    duties = json.loads(run_json("duties", "--as-of", "2025-01-22", "--unit", "九原区", cwd=root).out)["data"]
    assert [("reply", "missed", 2)] == [
        (d["duty"], d["state"], d["days_overdue"]) for d in duties if d["duty"] == "reply"
    ]
    calendar = run_cli("calendar", "--as-of", "2025-01-10", "--unit", "九原区", cwd=root).out
    assert "SUMMARY:书面回复“督办1号”" in calendar
    done = run_cli("calendar", "--as-of", "2025-01-16", "--unit", "东河区", cwd=root).out
    assert "STATUS:CANCELLED" in done.split("SUMMARY:✓ 书面回复“督办1号”")[0].rpartition("BEGIN:VEVENT")[
        2
    ] or ("STATUS:CANCELLED" in done.split("SUMMARY:✓ 书面回复“督办1号”")[1].partition("END:VEVENT")[0])


def test_overdue_and_due_say_which_letters(root: Path) -> None:
    """In a note and for scripts; by unit where one is asked for; not where tasks are chosen by something else."""
    send(root, to=("东河区", "市水务局"))
    reply(root, "2025-01-15", "市水务局")
    due = run_cli("due", "--as-of", "2025-01-10", "--within", "10d", cwd=root).out
    assert "书面回复函 2 份（督办1号）" in due
    assert "书面回复函" not in run_cli("due", "--as-of", "2025-01-10", "--within", "9d", cwd=root).out
    for more, expected in (
        ((), 1),
        (("--unit", "东河区"), 1),
        (("--unit", "市水务局"), 0),
        (("--section", "一"), 0),
    ):
        found = json.loads(run_json("overdue", "--as-of", "2025-01-21", *more, cwd=root).out)
        assert expected == len(found["letters"]), more
    assert [{"letter": "督办1号", "unit": "东河区", "reply_by": "2025-01-20"}] == json.loads(
        run_json("overdue", "--as-of", "2025-01-21", cwd=root).out
    )["letters"]
    assert "逾期未回复的函 1 份（督办1号）" in run_cli("overdue", "--as-of", "2025-01-21", cwd=root).out


def test_brief_tells_of_letters(root: Path) -> None:
    """What is to be replied to, and what changed since the last letter."""
    refused = run_cli("brief", "东河区", "--as-of", "2025-01-05", "--since", "letter", cwd=root)
    assert (2, True) == (refused.code, "没有发给东河区的函" in refused.err)
    send(root, "--issue", "1", to=("东河区", "市整改办"))
    out = run_cli("brief", "东河区", "--as-of", "2025-01-22", cwd=root).out
    assert "待回复的函1件：“督办1号”（2025年1月20日前回复，已逾期2天）说明原因" in out
    assert "没有应办未办的任务事项，函件待回复1件" in run_cli("brief", "市整改办", cwd=root).out
    reply(root, "2025-01-23", "东河区")
    told = json.loads(run_json("brief", "东河区", "--as-of", "2025-01-24", "--since", "函", cwd=root).out)
    assert [("reply", "督办1号", "2025-01-23")] == [
        (one["change"], one.get("letter"), one["date"]) for one in told["changes"]
    ]
    assert (0, []) == (told["counts"]["letters_owed"], told["letters"])


def test_letters_and_replies_are_tables(root: Path) -> None:
    """A row a letter and unit, and a row a reply, up to the day."""
    send(root)
    reply(root, "2025-01-15", "东河区")
    for day, count in (("2025-01-05", 0), ("2025-01-10", 0), ("2025-01-15", 1)):
        found = run_cli(
            "sql", "select letter, unit from replies", "-f", "jsonl", "--as-of", day, cwd=root
        ).out
        assert count == len(found.splitlines()), day
    asked = "select unit, replied, owed from letters order by unit"
    found = run_cli("sql", asked, "-f", "jsonl", "--as-of", "2025-01-15", cwd=root).out
    assert [("东河区", "2025-01-15", 0), ("九原区", None, 1)] == [
        tuple(json.loads(line).values()) for line in found.splitlines()
    ]


def test_log_and_diff_tell_letters_one_by_one() -> None:
    """A letter that is there is told by its number, with whom it was sent to or is by."""
    letter = "- {date: 2025-01-06, type: letter, by: 市整改办, number: 督办1号, level: letter, to: [东河区], demand: 甲}\n"
    answer = "- {date: 2025-01-07, type: reply, by: 东河区, number: 督办1号, text: 乙}\n"
    day = date(2025, 2, 1)
    before, after = f"letters:\n{letter}".encode(), f"letters:\n{answer}".encode()
    expected = [
        ("letter_added", "督办1号", "2025-01-07", "乙", ("东河区",)),
        ("letter_gone", "督办1号", "2025-01-06", "甲", ("东河区",)),
    ]
    found = compare(State({BOOK: before}, day), State({BOOK: after}, day))
    assert expected == [
        (d.kind, d.field, d.old, d.new, d.units) for d in found if d.kind.startswith("letter")
    ]
    step = Step(cast(Commit, None), (), (CommonStep(BOOK, before, after, (before,)),), ())
    assert expected == [(d.kind, d.field, d.old, d.new, d.units) for d in differences(step)]
    void = '- {date: 2025-01-08, type: void, by: 市整改办, number: 督办1号, entry: "06887869", text: 记错}\n'
    more = before + void.encode()
    taken = [("letter_void", "督办1号", "2025-01-08", "记错", ("市整改办",))]
    for told in (
        compare(State({BOOK: before}, day), State({BOOK: more}, day)),
        differences(Step(cast(Commit, None), (), (CommonStep(BOOK, before, more, (before,)),), ())),
    ):
        assert taken == [
            (d.kind, d.field, d.old, d.new, d.units) for d in told if d.kind.startswith("letter")
        ]


# -- which letters are called for ----------------------------------------------------------------------------


def test_suggested_letters_can_be_pasted(root: Path) -> None:
    """One command a unit that holds all that is suggested of it; number and day of reply are to be filled in."""
    out = run_cli("supervise", "--suggest", "--letters", "--as-of", "2025-01-31", cwd=root).out
    line, other = out.splitlines()  # 东河区 is 31 days late with its milestone, 市水务局 has not begun 2
    assert shlex.split(other)[3] == "市水务局"
    given = shlex.split(line)
    assert given[:4] == ["ledger", "letter", "send", "东河区"]
    blank = run_cli(*given[1:], cwd=root)
    assert (2, True) == (blank.code, "--number" in blank.err)
    filled = [{5: "督办1号", len(given) - 1: "2025-02-10"}.get(n, word) for n, word in enumerate(given)]
    assert run_cli(*filled[1:], cwd=root).code == 0
    (record,) = json.loads(run_json("letters", cwd=root).out)["data"]
    assert ("东河区", ["01"], "2025-02-10") == (record["letter_to"], record["issues"], record["reply_by"])
    assert "应于2024年12月31日完成，已逾期31天" in record["demand"]
    assert (
        run_cli("supervise", "--suggest", "--letters", "--as-of", "2025-01-31", cwd=root).out == f"{other}\n"
    )
    assert run_cli("supervise", "--letters", cwd=root).code == 2


def test_a_letter_presses_no_task_harder_than_is_suggested() -> None:
    """A unit that is to be interviewed about one task and reminded of another is proposed two letters."""
    nothing = cast(Judgement, None)
    hard = Suggestion(nothing, "late", "interview", ("市水务局",), 200, None, None, None, None)
    mild = Suggestion(nothing, "late", "reminder", ("市水务局", "东河区"), 5, None, None, None, None)
    other = hard._replace(units=("九原区",), level="letter")
    proposed = [(one.unit, one.level, one.about) for one in by_unit([mild, other, hard])]
    assert proposed == [  # those of a unit together
        ("市水务局", "interview", (hard,)),
        ("市水务局", "reminder", (mild,)),
        ("九原区", "letter", (other,)),
        ("东河区", "reminder", (mild,)),
    ]


@pytest.mark.parametrize("number", ["督办（2025）1号", "督办[2025] 1 号", "督办〔２０２５〕01号"])
def test_one_number_however_it_is_typed(root: Path, number: str) -> None:
    """Brackets, width, blanks and leading zeros make no other letter: it is taken, and a reply finds it."""
    send = (
        "letter",
        "send",
        "东河区",
        "--level",
        "letter",
        "--issue",
        "1",
        "-m",
        "说明",
        "--date",
        "2025-01-06",
    )
    assert run_cli(*send, "--number", "督办〔2025〕1号", cwd=root).code == 0
    again = run_cli(*send, "--number", number, cwd=root)
    assert (1, True) == (again.code, "L660" in again.err)
    assert run_cli("letter", "reply", number, "-m", "已说明", "--date", "2025-01-08", cwd=root).code == 0
    assert json.loads(run_json("letters", "--owed", cwd=root).out)["data"] == []


def test_letter_to_a_unit_without_a_part(root: Path) -> None:
    """It is recorded, and said."""
    send = (
        "letter",
        "send",
        "--level",
        "letter",
        "--issue",
        "1",
        "-m",
        "说明",
        "--date",
        "2025-01-06",
        "--dry-run",
    )
    assert "没有承担的事项" not in run_cli(*send, "东河区", "--number", "1号", cwd=root).err
    assert (
        "市城市管理局在任务 2 中没有承担的事项"
        in run_cli(*send, "--issue", "2", "市城市管理局", "--number", "1号", cwd=root).err
    )
    assert run_cli("letter", "reply", " ", "-m", "说明", cwd=root).code == 2


def test_a_letter_presses_those_whom_it_went_to(root: Path) -> None:
    """Both districts are late on 2026-02-01; a letter to one of them does not speak for the other."""

    def suggested() -> list[tuple[str, list[str]]]:
        found = json.loads(run_json("supervise", "--suggest", "--as-of", "2026-02-01", cwd=root).out)["data"]
        return [(one["id"], sorted(one["units"])) for one in found if one["cause"] == "late"]

    def pressed(to: str, number: str) -> None:
        given = (
            "--number",
            number,
            "--level",
            "约谈",
            "--issue",
            "1",
            "--demand",
            "说明",
            "--date",
            "2026-01-20",
        )
        assert run_cli("letter", "send", to, *given, cwd=root).code == 0

    assert {"东河区", "九原区"} <= {unit for _, units in suggested() for unit in units}
    pressed("东河区", "约谈1号")
    units = {unit for _, units in suggested() for unit in units}
    assert ("东河区" in units, "九原区" in units) == (False, True)
    pressed("九原区", "约谈2号")
    assert {"东河区", "九原区"}.isdisjoint(unit for _, units in suggested() for unit in units)


# -- reminders -----------------------------------------------------------------------------------------------


def reminded(root: Path, *more: str) -> dict[str, list[tuple[Any, ...]]]:
    """What each unit is reminded of."""
    found = json.loads(run_json("remind", "--as-of", "2025-01-10", *more, cwd=root).out)["data"]
    return {
        one["unit"]: [(o["what"], o["number"] or o["text"], o["due"], o["days_overdue"]) for o in one["owes"]]
        for one in found
    }


def test_reminders_hold_what_is_late_and_what_is_near(root: Path) -> None:
    """The last day of the span belongs to it; without a unit only those who have something are named."""
    send(root, to=("九原区",))
    assert {
        "东河区": [("milestone", "1", "2024-12-31", 10)],
        "九原区": [("reply", "督办1号", "2025-01-20", None)],
    } == reminded(root, "--days", "10")
    assert {"东河区"} == set(reminded(root, "--days", "9"))
    assert {"九原区": [], "东河区": [("milestone", "1", "2024-12-31", 10)]} == reminded(
        root, "--days", "9", "--unit", "各区"
    )
    whole = reminded(root, "--days", "400", "--unit", "九原区")["九原区"]
    assert [("reply", "2025-01-20"), ("measure", "2025-12-31"), ("disclosure", "2025-12-31")] == [
        (what, due) for what, _, due, _ in whole
    ]


def test_a_unit_that_owes_nothing_is_told_so(root: Path) -> None:
    """Nothing near is another thing than nothing at all."""
    near = run_cli("remind", "--unit", "九原区", "--days", "5", "--as-of", "2025-01-10", cwd=root).out
    assert "没有逾期的事项，今后5天内也没有到期的事项。" in near
    none = run_cli("remind", "--unit", "市整改办", "--as-of", "2025-01-10", cwd=root).out
    assert "没有带期限的应办事项" in none


@pytest.mark.parametrize(
    ("form", "ending"), [("text", "txt"), ("ics", "ics"), ("md", "md"), ("html", "html")]
)
def test_one_file_a_unit(root: Path, form: str, ending: str) -> None:
    """In a folder that need not be there; each holds what is that unit's alone."""
    send(root, to=("九原区",))
    folder = root / "out"
    result = run_cli(
        "remind", "--days", "10", "--as-of", "2025-01-10", "-f", form, "-o", f"{folder}/", cwd=root
    )
    assert (0, "") == (result.code, result.out)
    assert ["东河区", "九原区"] == sorted(path.stem for path in folder.iterdir())
    held = {path.stem: path.read_text("utf-8") for path in folder.glob(f"*.{ending}")}
    assert ("督办1号" in held["九原区"], "督办1号" in held["东河区"]) == (True, False)


def test_the_calendar_of_a_reminder_ends_with_its_span(root: Path) -> None:
    """What is due later is not in it."""
    send(root, to=("九原区",))
    given = ("remind", "--unit", "九原区", "--as-of", "2025-01-10", "-f", "ics", "--days")
    assert "SUMMARY:书面回复" in run_cli(*given, "10", cwd=root).out
    assert "BEGIN:VEVENT" not in run_cli(*given, "9", cwd=root).out


def test_nobody_to_remind(root: Path) -> None:
    """Said on standard error; nothing is written."""
    result = run_cli("remind", "--as-of", "2024-11-01", "--days", "5", "-o", f"{root}/out/", cwd=root)
    assert (0, "", False) == (result.code, result.out, (root / "out").exists())
    assert "没有单位" in result.err


# -- the report of a period and of a unit --------------------------------------------------------------------


def titles(root: Path, *more: str) -> dict[str, int]:
    """The captions of the report's tables of what happened, each with the number of its rows."""
    out = run_cli("report", "--brief", *more, cwd=root).out
    tables = re.findall(r"^表[0-9]+　(本期\S+)\n\n.*\n─.*\n((?:[^─\n].*\n)*)─", out, re.MULTILINE)
    return {caption: rows.count("\n") for caption, rows in tables}


def test_the_report_tells_all_that_changed(root: Path) -> None:
    """On 2025-01-21, since 2024-12-31: the milestone of that day is newly late, a promise of 01-10 is broken, one
    figure was read, a letter went to two units; the day before the day of the milestone none of it had happened."""
    for given in (
        ("promise", "1", "--by", "东河区", "--date", "2025-01-02", "--until", "2025-01-10", "--measure", "1"),
        ("promise", "1", "--by", "九原区", "--date", "2025-01-02", "--until", "2025-01-30", "--measure", "2"),
        ("progress", "1", "--by", "九原区", "--date", "2025-01-05", "--reading", "1.2=3", "-m", "在建"),
    ):
        assert run_cli(*given, cwd=root).code == 0, given
    send(root, "--issue", "1")
    found = titles(root, "--as-of", "2025-01-21", "--since", "2024-12-31")
    expected = {
        "本期新增逾期事项": 1,  # the milestone; the promise stands among the broken ones
        "本期指标数据": 1,
        "本期承诺": 1,
        "本期未兑现的承诺": 1,
        "本期督办": 1,
        "本期函件和回复": 2,
    }
    assert expected == found
    later = titles(root, "--as-of", "2025-01-21", "--since", "2025-01-11")
    assert later == {}  # nothing is said of what there is none of
    reply(root, "2025-01-15", "东河区")
    assert 1 == titles(root, "--as-of", "2025-01-21", "--since", "2025-01-11")["本期函件和回复"]
    first = titles(root, "--as-of", "2024-12-31", "--since", "2024-12-30")
    assert first == {}


def test_the_report_of_a_unit(root: Path) -> None:
    """东河区 takes part in both tasks and owes one milestone late; 市整改办 takes part in none."""
    send(root, "--issue", "1", to=("东河区",))
    told = json.loads(run_json("report", "--unit", "东河区", "--as-of", "2025-01-21", cwd=root).out)
    assert ("东河区", ["01", "02"]) == (told["unit"], [one["id"] for one in told["data"]])
    out = run_cli("report", "--unit", "东河区", "--as-of", "2025-01-21", cwd=root).out
    brief = json.loads(run_json("brief", "东河区", "--as-of", "2025-01-21", cwd=root).out)["counts"]
    said = f"东河区已办结{brief['done']}件，尚未办结{brief['owes']}件，其中逾期{brief['late']}件。"
    assert (True, 1) == (said in out, brief["late"])
    assert "已发函件1件，待回复1份，其中超过回复期限1份。" in out
    other = run_cli("report", "--unit", "九原区", "--as-of", "2025-01-21", cwd=root).out
    assert "已发函" not in other  # the letter went to another unit
    none = json.loads(run_json("report", "--unit", "市整改办", "--as-of", "2025-01-21", cwd=root).out)
    assert ([], 0) == (none["data"], none["figures"]["total"]["count"])
    assert run_cli("report", "--unit", "各区", cwd=root).code == 2


def test_a_kill_after_the_last_file_is_in_place(root: Path) -> None:
    """A new book then still has its hidden name: the next run takes that away and goes on."""
    send(root, "--issue", "1")
    new = (root / BOOK).read_bytes()
    aside = root / "data/.letters.yaml.999999999.tmp"
    aside.hardlink_to(root / BOOK)
    note = [{"path": BOOK, "aside": aside.name, "old": None}]
    (root / "data/.unfinished").write_text(json.dumps(note), "utf-8")
    again = send(root, "--issue", "1")
    assert (0, new) == (again.code, (root / BOOK).read_bytes())
    assert [] == [path.name for path in (root / "data").iterdir() if path.name.startswith(".")]
