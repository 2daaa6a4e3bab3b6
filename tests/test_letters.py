"""Letters of the office: written whole or not at all, owed by each unit, told wherever something is owed."""

# ruff: noqa: SIM300 - what is expected stands first

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli_tools import REPO, Result, run_cli, run_json

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
    assert "另有 1 条早已记过" in again.err


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
    assert "督办1号" not in done
