"""Recording: what is accepted, what is refused and in which words, and that nothing of a file is ever lost."""

import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import yaml

from cli_tools import REPO, Result, copy_ledger, run_cli, run_json
from ledger import writing
from ledger.cli.app import run
from ledger.folder import evidence_of, read_folder
from ledger.judging.day import Day
from ledger.judging.status import Judgement
from ledger.judging.walk import in_effect
from ledger.reading.load import load

I14 = "data/issues/14.yaml"
OFFICE = "市整改专项组"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped ledger."""
    return copy_ledger(tmp_path)


def cli(root: Path, *args: str) -> Result:
    """Run the program in a ledger, in Chinese."""
    return run_cli("-C", str(root), "--lang", "zh", *args)


def judged(root: Path, as_of: str = "2026-08-01") -> Judgement:
    """What holds of issue 14 on a day."""
    ledger = load(read_folder(str(root)).tree).ledger
    return Day(ledger, date.fromisoformat(as_of), evidence_of(str(root))).by_id["14"]


def effects(root: Path) -> list[bool]:
    """For each entry of issue 14 in the file whether it counts."""
    ledger = load(read_folder(str(root)).tree).ledger
    (issue,) = (one for one in ledger.issues if one.id == "14")
    setting = Day(ledger, date(2026, 8, 1), evidence_of(str(root))).setting
    counted = {step.position for step in in_effect(issue.baseline, issue.entries, setting)}
    return [n in counted for n in range(len(issue.entries))]


def files(root: Path) -> dict[str, bytes]:
    """Every file of a ledger, hidden ones among them."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def life(folder: Path) -> list[tuple[str, int, tuple[str, ...]]]:
    """Issue 14 from its first record to cleared: status after the command, exit code, command."""
    proof = folder / "自查报告.txt"
    proof.write_text("自查报告", "utf-8")
    ask = ("--evidence", str(proof), "--similar", "排查其他项目。", "--mechanism", "建立巡查制度。")
    lead = ("--by", "市城市管理局")
    return [
        ("in_progress", 0, ("start", "14", *lead, "--date", "2024-11-05", "召开启动会。")),
        ("in_progress", 0, ("progress", "14", "--by", "昆区", "--date", "2025-03-31", "完成4公里。", "--reading", "1.1=4")),
        ("in_progress", 1, ("complete", "14", "--date", "2025-10-15")),  # nothing of the checklist is there
        ("in_progress", 0, ("extend", "14", "--date", "2025-11-20", "--due", "2026-06-30", "--approval", "示例〔2025〕3号")),
        ("in_progress", 1, ("achieve", "14", "--measure", "all", *lead, "--date", "2026-05-20")),  # not its shares
        ("in_progress", 0, ("achieve", "14", "--measure", "1", *lead, "--for", "昆区", "--date", "2026-05-20")),
        ("in_progress", 0, ("achieve", "14", "--measure", "2", "--by", "水务集团", "--date", "2026-05-20")),
        ("in_progress", 0, ("achieve", "14", "--measure", "3", *lead, "--date", "2026-05-20")),
        ("in_progress", 0, ("progress", "14", *lead, "--date", "2026-05-20", "--reading", "1=31.7", "--reading", "2=36.2")),
        ("completed", 0, ("complete", "14", "--date", "2026-05-25", *ask)),
        ("in_progress", 0, ("reject", "14", "--date", "2026-06-01", "资料不全。")),
        ("completed", 0, ("complete", "14", "--date", "2026-06-10", "已补正。", *ask)),
        ("completed", 1, ("close", "14", "--date", "2026-06-12")),  # not accepted yet
        ("accepted", 0, ("accept", "14", "--date", "2026-06-15")),
        ("accepted", 1, ("publicize", "14", *lead, "--date", "2026-06-16", "--since", "2026-06-16", "--until", "2026-06-26", "--where", "政府网站")),
        ("publicized", 0, ("publicize", "14", *lead, "--date", "2026-06-16", "--since", "2026-06-16", "--until", "2026-06-30", "--where", "政府网站", "--days", "10")),
        ("publicized", 0, ("object", "14", "--date", "2026-06-20", "有异议。")),
        ("publicized", 1, ("close", "14", "--date", "2026-07-01")),  # the objection is open
        ("publicized", 1, ("answer", "14", "--date", "2026-06-25", *lead, "--objection", "1", "已答复。")),
        ("publicized", 0, ("answer", "14", "--date", "2026-06-25", *lead, "--result", "不成立", "已答复。")),
        ("publicized", 1, ("close", "14", "--date", "2026-06-30")),  # the notice is still running
        ("closed", 0, ("close", "14", "--date", "2026-07-01", "公示期满。")),
        ("closed", 0, ("review", "14", "--date", "2026-07-15", *lead, "--result", "保持")),
        ("closed", 0, ("account", "14", "--date", "2026-07-20", "约谈。")),
        ("in_progress", 0, ("reopen", "14", "--date", "2026-08-01", "--due", "2026-12-31", "反弹。")),
    ]  # fmt: skip


def test_life_of_an_issue(root: Path, tmp_path: Path) -> None:
    """By commands alone; each file version begins with the bytes of the one before it, and check stays clean."""
    before = (root / I14).read_bytes()
    for status, code, command in life(tmp_path):
        done = cli(root, *command)
        assert code == done.code, (command, done)
        after = (root / I14).read_bytes()
        assert after.startswith(before)
        assert (after == before) == bool(code)
        before = after
        assert status == judged(root).status, command
    assert cli(root, "check").code == 0
    held = judged(root)
    assert [str(one.new) for one in held.extensions] == ["2026-06-30"]
    days = (held.first_due, held.chain.attempts[0].due, held.due)
    assert [str(day) for day in days] == ["2025-12-31", "2026-06-30", "2026-12-31"]
    assert len(held.chain.attempts) == 2


def test_git_shows_added_lines_only(root: Path, tmp_path: Path) -> None:
    """Committed after each command, the history holds added lines and nothing else."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "plan")
    made = 0
    for _, code, command in life(tmp_path):
        cli(root, *command)
        if code == 0:
            git(root, "add", "-A")
            git(root, "commit", "-qm", command[0])
            made += 1
    log = git(root, "log", "-p", "--format=", "HEAD~" + str(made) + "..HEAD", "--", "data/issues")
    removed = [line for line in log.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert removed == []
    assert log.count("\n+- {") >= made


def git(root: Path, *args: str, check: bool = True) -> str:
    """Run git in a folder with a fixed author."""
    who = {"GIT_AUTHOR_NAME": "甲", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {"GIT_COMMITTER_NAME": "甲", "GIT_COMMITTER_EMAIL": "a@example.org"}
    done = subprocess.run(
        ["git", "-C", str(root), *args],
        env={**os.environ, **who},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 or not check, done.stderr
    return done.stdout


# -- refusals ------------------------------------------------------------------------------------------------

REFUSED = [
    # command, exit code, words that the answer must hold
    (("complete", "14", "--by", "市水务局"), 1, ["市水务局", "完成整改", "市城市管理局"]),
    (("accept", "14"), 1, ["未启动", "验收通过", "启动、进展"]),
    (("close", "14"), 1, ["未启动", "销号"]),
    (("reopen", "14", "-m", "反弹"), 1, ["未启动"]),
    (("progress", "14", "--by", "市水务局", "--reading", "3=1"), 1, ["第 3 个指标"]),
    (("progress", "14", "--by", "市水务局", "--date", "2999-01-01"), 1, ["之后"]),
    (("progress", "14", "--by", "市农牧局"), 1, ["市农牧局", "市城市管理局"]),
    (("extend", "14", "--due", "2025-06-30", "--approval", "文"), 1, ["2025-12-31"]),
    (("void", "14", "0badc0de", "-m", "错"), 2, ["0badc0de"]),
    (("achieve", "14", "--by", "昆区", "--measure", "9"), 1, ["没有措施 9", "措施 1、措施 2、措施 3"]),
    (("progress", "14"), 2, ["--by", "昆区"]),
    (("extend", "14", "--due", "2026-06-30"), 2, ["--approval"]),
    (("supervise", "14", "--level", "severe"), 2, ["--level", "severe"]),
    (("progress", "14", "--by", "昆区", "--reading", "8.2"), 2, ["1 再生水管网建设"]),
    (("progress", "99", "--by", "昆区", "--reading", "8.2"), 2, ["99"]),
    (("progress", "--by", "昆区"), 2, ["id"]),
    (("progress", "14", "a", "b", "--by", "昆区"), 2, ["b"]),
    (("progress", "14", "--by", "昆区", "--evidence", "no/such.pdf"), 2, ["no/such.pdf"]),
    (("achieve", "14", "--by", "市城市管理局", "--measure", "2"), 1, ["市水务集团", "--for"]),
    (("achieve", "14", "--by", "昆区", "--measure", "2"), 1, ["市水务集团"]),
    (
        ("achieve", "14", "--by", "昆区", "--measure", "2", "--for", "市水务集团"),
        1,
        ["不能替市水务集团记", "市城市管理局"],
    ),
    (("answer", "14", "--by", "市城市管理局", "-m", "答"), 1, ["未答复的是：—"]),
    (("extend", "14", "--due", "2026-06-30", "--approval", "文", "--measure", "7"), 1, ["没有措施 7"]),
    (
        ("amend", "14", "--change", "deadline.due:2024-01-01=2026-01-01", "--approval", "文"),
        1,
        ["2025-12-31"],
    ),
    (("amend", "14", "--change", "deadline.day=2026-01-01", "--approval", "文"), 2, ["deadline.due"]),
    (("amend", "14", "--change", "deadline.due=某日", "--approval", "文"), 2, ["某日"]),
    (("amend", "14", "--change", "responsibility.lead=某局", "--approval", "文"), 2, ["某局"]),
    (("amend", "14", "--change", "targets.1.value=许多", "--approval", "文"), 1, ["31.7"]),
    (("amend", "14", "--approval", "文"), 2, ["--change"]),
    (("reopen", "14", "-m", "反弹", "--due", "2027-01-01"), 1, ["未启动"]),
    (("withdraw", "14", "--approval", "文"), 1, ["去向"]),
    (("withdraw", "14", "--approval", "文", "--into", "14"), 1, ["14"]),
    (("inspect", "14", "--result", "holds"), 2, ["--by"]),
    (("inspect", "14", "--by", "昆区", "--result", "holds"), 1, ["昆区"]),
    (("promise", "14", "--by", "昆区", "--until", "2000-01-01"), 1, ["2000-01-01"]),
    (("assign", "14", "--measure", "3", "--units", "某区"), 2, ["某区"]),
    (("progress", "14", "--by", "昆区"), 1, ["什么也没有写"]),
    (("progress", "14", "--by", "昆区", "--evidence", "data/source/plan.txt"), 2, ["台账自己的文件"]),
    (("record", "14", "start", "--by", "昆区", "--level", "letter"), 2, ["--level"]),
    (("record", "14"), 2, ["type"]),
    (("record", "14", "progres", "--by", "昆区"), 2, ["progress"]),
]


@pytest.mark.parametrize(("command", "code", "words"), REFUSED)
def test_refusal_says_why_and_writes_nothing(
    root: Path, command: tuple[str, ...], code: int, words: list[str]
) -> None:
    """A refusal names the rule and the way out; no byte of the ledger changes."""
    before = files(root)
    done = run_cli("--lang", "zh", *command, cwd=root)
    assert code == done.code, done
    assert [word for word in words if word not in done.err] == [], done.err
    assert done.out == ""
    assert before == files(root)


def test_record_that_spoils_a_later_one_is_refused(root: Path, tmp_path: Path) -> None:
    """A back-dated rejection would leave the acceptance after it without effect."""
    for _, code, command in life(tmp_path)[:14]:
        assert code == cli(root, *command).code
    done = cli(root, "reject", "14", "--date", "2026-06-12", "补记。")
    assert done.code == 1
    assert "验收通过" in done.err


def test_several_issues_all_or_none(root: Path) -> None:
    """One command for several issues; where one of them refuses, none is written, and each reason is told."""
    done = cli(root, "supervise", "2", "4", "6", "--level", "letter", "--date", "2025-02-01")
    assert (done.code, done.out.count("+ - ")) == (0, 3)
    before = files(root)
    done = cli(root, "accept", "2", "4", "6")
    assert done.code == 1
    assert all(f"{n}：" in done.err for n in ("02", "04", "06"))
    assert before == files(root)


def test_same_record_twice_is_made_once(root: Path) -> None:
    """A command that is run again says that the record is there, and changes nothing."""
    command = ("start", "14", "--by", "市城市管理局", "--date", "2024-11-05")
    assert cli(root, *command).code == 0
    before = files(root)
    done = cli(root, *command)
    assert (done.code, done.out) == (0, "")
    assert "该记录已存在" in done.err
    assert before == files(root)


def test_dry_run_writes_nothing(root: Path, tmp_path: Path) -> None:
    """With --dry-run the line is shown, evidence is not copied, nothing is written."""
    (tmp_path / "a.txt").write_text("a", "utf-8")
    before = files(root)
    done = cli(root, "start", "14", "--by", "昆区", "--evidence", str(tmp_path / "a.txt"), "--dry-run")
    assert done.code == 0
    assert "+ - {date:" in done.out
    assert before == files(root)


def test_void_by_position_and_by_reference(root: Path) -> None:
    """An entry is taken back by the number that show gives it, or by its reference; by whoever recorded it."""
    cli(root, "start", "14", "--by", "昆区", "--date", "2024-11-05")
    (made,) = run_json("-C", str(root), "progress", "14", "--by", "昆区", "--date", "2024-11-06", "一").data
    done = cli(root, "void", "14", "#2", "记错。", "--date", "2024-11-07")
    assert done.code == 0, done
    assert f"entry: {made['ref']}" in done.out.replace('"', "")
    assert "by: 昆区" in done.out
    assert cli(root, "void", "14", "1", "也错。").code == 0
    assert (judged(root).status, effects(root)) == ("not_started", [False, False, True, True])


def test_second_void_of_what_was_recorded_again(root: Path) -> None:
    """Recorded, taken back, recorded again, taken back again on one day: nothing counts."""
    start = ("start", "14", "--by", "昆区", "--date", "2024-11-05")
    (made,) = run_json("-C", str(root), *start).data
    void = ("void", "14", made["ref"], "记错。", "--by", "昆区", "--date", "2024-11-06")
    for command in (void, start, void):
        assert cli(root, *command).code == 0
    assert (judged(root).status, len(effects(root))) == ("not_started", 4)
    assert cli(root, "check", "--strict").code == 0


def test_milestone_of_the_goal(root: Path) -> None:
    """Without a measure, a milestone is the goal's."""
    done = cli(root, "achieve", "14", "--by", "市城市管理局", "--date", "2025-02-01", "--milestone", "1")
    assert done.code == 0, done
    assert [str(m.done) for m in judged(root).milestones if m.measure is None] == ["2025-02-01"]
    assert cli(root, "achieve", "14", "--by", "昆区", "--date", "2025-02-01").code == 1


def test_record_takes_the_words_of_both_languages(root: Path) -> None:
    """The general command takes a type in Chinese or English."""
    for kind in ("进展", "progress"):
        done = cli(root, "record", "7-1", kind, f"说明{kind}", "--by", "市应急管理局", "--date", "2024-12-01")
        assert done.code == 0, done
        assert "type: progress" in done.out


# -- evidence ------------------------------------------------------------------------------------------------


def test_evidence_is_copied_with_its_checksum(root: Path, tmp_path: Path) -> None:
    """The copy lies under the issue; another file of the same name gets a name of its own; a URL is noted."""
    source = tmp_path / "照片 1.jpg"
    sums = []
    for content in (b"one", b"two", b"one"):
        source.write_bytes(content)
        sums.append(hashlib.sha256(content).hexdigest())
        done = cli(root, "progress", "14", "--by", "昆区", "-m", f"第{len(sums)}次", "--evidence", str(source),
                   "--evidence", "https://example.gov.cn/a?b=1#c")  # fmt: skip
        assert done.code == 0, done
    held = {p.name: p.read_bytes() for p in (root / "data/evidence/14").iterdir()}
    assert {"照片 1.jpg": b"one", f"照片 1-{sums[1][:8]}.jpg": b"two"} == held
    assert cli(root, "check").code == 0
    (root / "data/evidence/14/照片 1.jpg").write_bytes(b"changed")
    assert "L311" in cli(root, "check").out


@pytest.mark.parametrize("name", ["../../etc", "..", ".hidden", "a\nb.txt", "con.txt", "x" * 250, "甲" * 80])
def test_evidence_stays_in_its_folder(root: Path, tmp_path: Path, name: str) -> None:
    """Whatever a file is called, its copy lies under data/evidence, under a name that every system takes."""
    source = tmp_path / "in" / name.replace("/", "_")
    source.parent.mkdir()
    if name == "..":
        source = tmp_path / "in" / "..txt"
    source.write_bytes(b"x")
    outside = files(tmp_path)
    done = cli(root, "progress", "14", "--by", "昆区", "-m", "说明", "--evidence", str(source))
    assert done.code == 0, done
    new = set(files(tmp_path)) - set(outside)
    assert len(new) == 1
    assert all(path.startswith("ledger/data/evidence/14/") for path in new)
    assert all("\n" not in path and len(path.rpartition("/")[2].encode()) < 220 for path in new)
    assert cli(root, "check").code == 0


@pytest.mark.parametrize("name", ["evidence", "evidence/14"])
def test_evidence_never_leaves_the_ledger(root: Path, tmp_path: Path, name: str) -> None:
    """A folder of evidence that is a link is not written through; the record is not made either."""
    outside = tmp_path / "outside"
    outside.mkdir()
    if "/" in name:
        (root / "data/evidence").mkdir()
    (root / "data" / name).symlink_to(outside)
    (tmp_path / "a.txt").write_text("a", "utf-8")
    before = (root / I14).read_bytes()
    done = cli(root, "progress", "14", "--by", "昆区", "-m", "说明", "--evidence", str(tmp_path / "a.txt"))
    assert done.code == 2
    assert "链接" in done.err
    assert list(outside.iterdir()) == []
    assert before == (root / I14).read_bytes()


def test_evidence_of_a_refused_record_is_not_copied(root: Path, tmp_path: Path) -> None:
    """Where the record is refused, no file is left behind."""
    (tmp_path / "a.txt").write_text("a", "utf-8")
    before = files(root)
    assert cli(root, "accept", "14", "--evidence", str(tmp_path / "a.txt")).code == 1
    assert before == files(root)


def test_evidence_is_no_folder_or_pipe(root: Path, tmp_path: Path) -> None:
    """A folder or a pipe is no evidence."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe"):
        assert cli(root, "progress", "14", "--by", "昆区", "--evidence", str(name)).code == 2


# -- from a file ---------------------------------------------------------------------------------------------


def jsonl(folder: Path, *lines: object) -> str:
    """A JSON Lines file."""
    path = folder / "in.jsonl"
    path.write_text(
        "".join(f"{x if isinstance(x, str) else json.dumps(x, ensure_ascii=False)}\n" for x in lines), "utf-8"
    )
    return str(path)


def test_a_record_is_written_out_twice(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to be read by the rules of the file, once as it is kept: writing it is most of what a record costs."""
    written = []
    real = yaml.serialize

    def counted(*given: Any, **options: Any) -> Any:
        written.append(given)
        return real(*given, **options)

    monkeypatch.setattr(yaml, "serialize", counted)
    lines = [{**GOOD, "text": f"第{n}次"} for n in range(30)]
    assert cli(root, "record", "--from", jsonl(tmp_path, *lines)).code == 0
    assert len(written) == 2 * len(lines)


GOOD = {"id": "14", "date": "2024-11-05", "type": "progress", "by": "昆区", "text": "说明：#1，[x]"}


def test_records_from_a_file(root: Path, tmp_path: Path) -> None:
    """Every field of an entry can be given; ids and units as people write them; numbers stay exact."""
    (tmp_path / "p.txt").write_text("p", "utf-8")
    lines = [
        GOOD,
        {**GOOD, "id": "7（1）", "by": "应急管理部门"},
        {**GOOD, "text": "读数", "readings": [{"target": 1, "part": 1, "value": 0.10}]},
        {
            **GOOD,
            "text": "材料",
            "evidence": [{"file": str(tmp_path / "p.txt"), "title": "照片"}, {"url": "https://a.cn"}],
        },
    ]
    done = run_json("-C", str(root), "record", "--from", jsonl(tmp_path, *lines))
    assert done.code == 0, done
    assert done.ids == ["14", "07-1", "14", "14"]
    text = (root / I14).read_text("utf-8")
    assert "value: 0.1}" in text
    assert "title: 照片" in text
    assert cli(root, "check").code == 0


LEAD = {"id": "14", "date": "2025-02-01", "by": "市城市管理局"}
OURS = {"id": "14", "date": "2025-02-01", "by": OFFICE}
CHAIN = [
    {**LEAD, "type": "节点完成", "measure": 1, "for": ["昆都仑区"], "date": "2025-01-01"},
    {**LEAD, "type": "achieve", "measure": 2, "for": ["水务集团"], "date": "2025-01-01"},
    {**LEAD, "type": "achieve", "measure": 3, "date": "2025-01-01"},
    {
        **LEAD,
        "type": "progress",
        "date": "2025-01-01",
        "readings": [{"target": 1, "value": 31.7}, {"target": 2, "value": 36}],
    },
    {
        **LEAD,
        "type": "complete",
        "date": "2025-01-02",
        "similar": "排查",
        "mechanism": "制度",
        "evidence": [{"url": "https://a.cn"}],
    },
    {**LEAD, "type": "accept", "date": "2025-01-03"},
    {
        **LEAD,
        "type": "公示",
        "date": "2025-01-06",
        "since": "2025-01-06",
        "until": "2025-01-24",
        "where": "网站",
    },
]
LINES = [
    # lines of a file, and what the file of the issue holds after them
    ([{**OURS, "type": "amend", "approval": "文", "changes": [{"field": "deadline.due", "old": "2025-12-31", "new": "2026-06-30"}]}],
     ["{field: deadline.due, old: 2025-12-31, new: 2026-06-30}"]),
    ([{**OURS, "type": "方案调整", "approval": "文", "changes": [{"field": "measures.2.by", "new": ["城管局"]}]},
      {**OURS, "type": "amend", "approval": "文二", "changes": [{"field": "measures.2.by", "new": "水务局"}]}],
     ["{field: measures.2.by, old: [市水务集团], new: [市城市管理局]}", "old: [市城市管理局], new: [市水务局]"]),
    ([{**OURS, "type": "construe", "text": "理由", "changes": [{"field": "targets.2.compare", "old": ">=", "new": "<="}]}],
     ['{field: targets.2.compare, old: ">=", new: "<="}']),
    ([{**OURS, "type": "amend", "approval": "文", "changes": [{"field": "measures.4", "old": None, "new": "新措施。"},
                                                            {"field": "measures.1", "new": None}]}],
     ["{field: measures.4, old: null, new: 新措施。}"]),
    ([{**LEAD, "type": "assign", "measure": 3, "units": ["昆区", "水务局"], "due": "2025-10-01"}], ["units: [昆区, 市水务局]"]),
    ([{**OURS, "type": "withdraw", "approval": "文", "into": "7-1"}], ["into: 07-1"]),
    ([{**OURS, "type": "inspect", "result": "finding", "text": "查到问题"}], ["type: inspect"]),
    ([{**OURS, "type": "extend", "due": "2026-06-30", "approval": "文", "asked": "2025-01-20", "measure": 2, "for": ["水务集团"]}],
     ["for: [市水务集团]", "asked: 2025-01-20"]),
    ([{**LEAD, "type": "start"}, {**LEAD, "type": "progress", "text": "错"}, {**LEAD, "type": "void", "entry": 2, "text": "错"}],
     ["type: void", "entry: "]),
    ([*CHAIN, {**OURS, "type": "object", "date": "2025-01-08", "text": "甲"}, {**OURS, "type": "object", "date": "2025-01-09", "text": "乙"},
      {**OURS, "type": "answer", "date": "2025-01-10", "objection": 8, "result": "dismissed"},
      {**OURS, "type": "answer", "date": "2025-01-11", "objection": "9", "result": "upheld", "measures": [2]}],
     ["result: upheld", "measures: [2]", "for: [昆区]"]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "held"), LINES)
def test_lines_take_every_field_as_the_file_has_it(
    root: Path, tmp_path: Path, lines: list[object], held: list[str]
) -> None:
    """Types in both languages, units by any spelling, positions and old values: all count, and twice is once."""
    done = cli(root, "record", "--from", jsonl(tmp_path, *lines))
    assert done.code == 0, done.err
    text = (root / I14).read_text("utf-8")
    assert [part for part in held if part not in text] == []
    assert effects(root).count(False) == (1 if "type: void" in text else 0)
    assert cli(root, "check").code == 0
    if "type: void" not in text:  # what was taken back may be recorded again
        again = cli(root, "record", "--from", jsonl(tmp_path, *lines))
        assert (again.code, text) == (0, (root / I14).read_text("utf-8")), again.err
    assert "entry: 2" not in text
    assert "objection: 8" not in text


CHANGES = [
    # option of a change → what is written
    ("deadline.due=2026年6月30日", "{field: deadline.due, old: 2025-12-31, new: 2026-06-30}"),
    ("deadline.due:2025/12/31=2026-06-30", "{field: deadline.due, old: 2025-12-31, new: 2026-06-30}"),
    ("deadline.sustained=是", "{field: deadline.sustained, old: false, new: true}"),
    ("targets.2.value=40", "{field: targets.2.value, old: 35, new: 40}"),
    ("targets.2.compare=<=", '{field: targets.2.compare, old: ">=", new: "<="}'),
    ("targets.2.compare:>==<=", '{field: targets.2.compare, old: ">=", new: "<="}'),
    ("acceptance.units=水务局、城管局", "{field: acceptance.units, old: [市城市管理局], new: [市水务局, 市城市管理局]}"),
    ("measures.1=null", "new: null}"),
    ("measures.4=新措施：a=b。", "{field: measures.4, old: null, new: 新措施：a=b。}"),
    ("goal=新目标", "{field: goal, old: "),
]  # fmt: skip


@pytest.mark.parametrize(("change", "written"), CHANGES)
def test_change_on_the_command_line(root: Path, change: str, written: str) -> None:
    """What holds is filled in; values are read by the field that they are for."""
    done = cli(root, "amend", "14", "--change", change, "--approval", "文", "--date", "2025-02-01")
    assert done.code == 0, done.err
    assert written in done.out
    assert cli(root, "check").code == 0


@pytest.mark.parametrize(
    ("language", "value"), [("zh", "约谈"), ("en", "约谈"), ("zh", "interview"), ("zh", "Interview")]
)
def test_choices_in_both_languages(root: Path, language: str, value: str) -> None:
    """A value of a closed list is understood in either language, whatever the run speaks."""
    done = run_cli("-C", str(root), "--lang", language, "supervise", "14", "--level", value)
    assert (done.code, "level: interview" in done.out) == (0, True), done.err


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ("not json", "JSON"),
        ([1], "JSON"),
        ({**GOOD, "id": "77"}, "77"),
        ({**GOOD, "by": "某单位"}, "某单位"),
        ({**GOOD, "by": ["昆区"]}, "by 只写一个名称"),
        ({**GOOD, "id": ["14"]}, "id 只写一个名称"),
        ({"issue": "14", "type": "start", "by": "昆区"}, "写在 id 里，不是“issue”"),
        ({"type": "start", "by": "昆区"}, "缺少 id"),
        ({**GOOD, "type": "begin"}, "L209"),
        ({**GOOD, "date": "2024-02-30"}, "L206"),
        ({**GOOD, "note": "x"}, "L201"),
        ({**GOOD, "readings": [{"target": 1, "value": "一"}]}, "L207"),
        ({**GOOD, "text": "a\u202eb"}, "L106"),
        ('{"id": "14", "text": NaN}', "NaN"),
    ],
)  # fmt: skip
def test_one_bad_line_and_nothing_is_written(root: Path, tmp_path: Path, bad: object, word: str) -> None:
    """All problems are told with their lines; the good records are not written either."""
    before = files(root)
    done = cli(
        root,
        "record",
        "--from",
        jsonl(tmp_path, GOOD, bad, {**GOOD, "id": "2", "type": "accept", "by": "市发改委"}),
    )
    assert done.code == 1, done
    assert word in done.err
    assert before == files(root)


def test_who_may_is_told_where_nobody_is_named(root: Path) -> None:
    """By role: whose it is first of all stands first, and a long list is cut."""
    done = cli(root, "inspect", "14", "--date", "2024-12-01", "--result", "holds")
    assert (done.code, "可以是：市整改专项组、" in done.err, "…" in done.err) == (2, True, True), done.err


# -- asked on a terminal -------------------------------------------------------------------------------------


@contextlib.contextmanager
def terminal(answers: str) -> Iterator[io.StringIO]:
    """Standard input and error that say they are a terminal."""

    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    err = Tty()
    with mock.patch.object(sys, "stdin", Tty(answers)), mock.patch.object(sys, "stderr", err):
        yield err


def test_missing_values_are_asked_for_on_a_terminal(root: Path) -> None:
    """Unit and level are asked for; elsewhere their absence is an error that names the option."""
    with terminal("昆区\n") as err, contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(["-C", str(root), "--lang", "zh", "progress", "14", "说明", "--date", "2024-12-01"])
    assert (code, "by: 昆区" in out.getvalue()) == (0, True), err.getvalue()
    assert "记录单位" in err.getvalue()
    with terminal("letter\n"), contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(["-C", str(root), "--lang", "zh", "supervise", "14", "说明", "--date", "2024-12-01"])
    assert (code, "level: letter" in out.getvalue()) == (0, True)


def test_choices_are_numbered(root: Path) -> None:
    """Who may record and what a field may be stand below one another with numbers, which are answers."""
    with terminal("2\n") as err, contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(["-C", str(root), "--lang", "zh", "progress", "14", "说明", "--date", "2024-12-01"])
    shown = dict(line.strip().split("  ") for line in err.getvalue().splitlines() if line.startswith("  "))
    assert (code, f"by: {shown['2']}" in out.getvalue()) == (0, True), err.getvalue()
    assert "记录单位：" in err.getvalue()
    with terminal("2\n") as err, contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(["-C", str(root), "--lang", "zh", "supervise", "14", "说明", "--date", "2024-12-01"])
    assert (code, "level: letter" in out.getvalue()) == (0, True), err.getvalue()


def test_whose_share_is_asked_for_on_a_terminal(root: Path) -> None:
    """A lead that has no share is asked for whom it records; in a pipe it is refused."""
    command = [
        "-C",
        str(root),
        "--lang",
        "zh",
        "achieve",
        "14",
        "--measure",
        "2",
        "--by",
        "城管局",
        "--date",
        "2025-02-01",
    ]
    assert cli(root, *command[4:]).code == 1
    with terminal("水务集团\n") as err, contextlib.redirect_stdout(io.StringIO()) as out:
        code = run(command)
    assert (code, "for: [市水务集团]" in out.getvalue()) == (0, True), err.getvalue()
    assert "为哪个单位记" in err.getvalue()


# -- others write as well ------------------------------------------------------------------------------------


def test_file_that_changed_since_it_was_read(root: Path) -> None:
    """Somebody's editor saved in between: nothing is written, and the change is not lost."""
    real = writing.append_files

    def late(where: str, changes: object, copies: object) -> None:
        with (root / I14).open("a", encoding="utf-8") as file:
            file.write("- {date: 2024-12-01, type: start, by: 昆区}\n")
        real(where, changes, copies)  # type: ignore[arg-type]

    with mock.patch.object(writing, "append_files", late):
        done = cli(root, "progress", "14", "--by", "昆区", "说明")
    assert done.code == 1
    assert "改过" in done.err
    assert (root / I14).read_text("utf-8").endswith("entries:\n- {date: 2024-12-01, type: start, by: 昆区}\n")


def test_waits_for_its_turn(root: Path) -> None:
    """While another run holds the ledger, a record waits, then sees what the other wrote."""
    with writing.locked(str(root)):
        waiting = subprocess.Popen(
            [sys.executable, "-m", "ledger", "-C", str(root), "start", "14", "--by", "昆区"],
            cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
        with (root / I14).open("a", encoding="utf-8") as file:
            file.write("- {date: 2024-12-01, type: start, by: 青山区}\n")
    waiting.communicate(timeout=600)
    assert waiting.returncode == 0
    text = (root / I14).read_text("utf-8")
    assert [line.split("by: ")[1].rstrip("}\n") for line in text.splitlines() if "type: start" in line] == [
        "青山区",
        "昆区",
    ]


MERGES = [
    # what each side records, in both cases with one date and mostly the same words
    (("progress", "14", "--by", "昆区", "完成4公里。"), ("progress", "14", "--by", "青山区", "完成4公里。")),
    (("progress", "14", "--by", "昆区", "一\n二"), ("progress", "14", "--by", "昆区", "一\n三")),
    (("start", "14", "--by", "昆区"), ("start", "14", "--by", "昆区")),
    (("supervise", "14", "--level", "letter"), ("extend", "14", "--due", "2026-06-30", "--approval", "文")),
]


@pytest.mark.parametrize(("ours", "theirs"), MERGES)
@pytest.mark.parametrize("before", [0, 2])
def test_two_branches_record_on_one_issue(
    root: Path, ours: tuple[str, ...], theirs: tuple[str, ...], before: int
) -> None:
    """A real merge of two branches: no conflict, every record there once, check clean; voids keep their aim."""
    (root / ".gitattributes").write_bytes((REPO / ".gitattributes").read_bytes())
    for n in range(before):
        cli(root, "progress", "14", "--by", "昆区", "--date", "2024-11-01", f"此前{n}")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    for branch, command in (("ours", ours), ("theirs", theirs)):
        git(root, "checkout", "-q", "-b", branch, "main")
        assert cli(root, *command, "--date", "2024-12-01").code == 0
        own = ("void", "14", str(before + 1), "收回", "--date", "2024-12-02")
        assert cli(root, *own).code == 0
        assert cli(root, *command, "再记。", "--date", "2024-12-03").code == 0 or len(command) > 4
        git(root, "commit", "-qam", branch)
    git(root, "merge", "-q", "--no-edit", "ours")
    assert git(root, "status", "--porcelain") == ""
    assert cli(root, "check").code == 0, cli(root, "check").out
    for branch in ("ours", "theirs"):
        lines = git(root, "show", f"{branch}:{I14}").splitlines()
        merged = (root / I14).read_text("utf-8").splitlines()
        assert [line for line in lines if line not in merged] == []
    lines = (root / I14).read_text("utf-8").partition("\nentries:\n")[2].splitlines()
    gone = {line[9:19] for line, counts in zip(lines, effects(root), strict=True) if not counts}
    assert gone == {"2024-12-01"}


def test_canary_entries_over_several_lines_do_not_merge(root: Path) -> None:
    """Why a record is one line: written over several, a union merge mixes two of them."""
    (root / ".gitattributes").write_bytes((REPO / ".gitattributes").read_bytes())
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    for branch, by in (("ours", "昆区"), ("theirs", "青山区")):
        git(root, "checkout", "-q", "-b", branch, "main")
        with (root / I14).open("a", encoding="utf-8") as file:
            file.write(f"- date: 2024-12-01\n  type: progress\n  by: {by}\n  text: 完成。\n")
        git(root, "commit", "-qam", branch)
    git(root, "merge", "-q", "--no-edit", "ours")
    assert "L108" in cli(root, "check").out


# -- disclosures ---------------------------------------------------------------------------------------------


def test_disclosures_are_appended(root: Path) -> None:
    """Groups stand for their members; the same disclosure twice is one; the file is sound."""
    assert (
        cli(root, "disclose", "各旗县区", "市水务局", "--where", "政府网站", "--date", "2025-01-10").code == 0
    )
    text = (root / "data/disclosures.yaml").read_text("utf-8")
    assert text.count("- {date: 2025-01-10") == 10
    again = cli(root, "disclose", "昆区", "--where", "政府网站", "--date", "2025-01-10")
    assert (again.code, again.out) == (0, "")
    assert text == (root / "data/disclosures.yaml").read_text("utf-8")
    assert cli(root, "check").code == 0
    duties = run_json("-C", str(root), "duties", "--unit", "昆区", "--all", "--as-of", "2025-06-30").data
    assert [(d["due"], d["state"]) for d in duties if d["duty"] == "disclosure"] == [
        ("2025-12-31", "done"),
    ]


@pytest.mark.parametrize(
    "args", [("昆区",), ("某单位", "--where", "网站"), ("昆区", "--where", "x", "--date", "2999-01-01")]
)
def test_disclosure_that_cannot_be(root: Path, args: tuple[str, ...]) -> None:
    """Without a place, by a unit that is not known, in the future: nothing is written."""
    before = files(root)
    assert cli(root, "disclose", *args).code != 0
    assert before == files(root)


def test_policy_of_calendar_days(root: Path) -> None:
    """Where the office counts calendar days, seven of them may be enough."""
    plan = root / "data/plan.yaml"
    text = plan.read_text("utf-8").replace("publicity_days: 10", "publicity_days: 7")
    plan.write_text(text.replace("publicity_count: working", "publicity_count: calendar"), "utf-8")
    for _, code, command in life(root.parent)[:14]:
        assert code == cli(root, *command).code
    notice = (
        "publicize",
        "14",
        "--by",
        "市城市管理局",
        "--date",
        "2026-06-16",
        "--where",
        "网站",
        "--since",
        "2026-06-16",
    )
    assert cli(root, *notice, "--until", "2026-06-21").code == 1
    assert cli(root, *notice, "--until", "2026-06-22").code == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("利用率=3%", {"target": 2, "value": 3}),
        ("再生水管网=5公里", {"target": 1, "value": 5}),
        ("再生水=5", None),  # in both names
        ("率=3", None),  # too little to tell
        ("污水管网=5", None),
    ],
)
def test_a_part_of_a_name_of_a_target(written: str, meant: dict[str, int] | None) -> None:
    """A part of a name will do where it is in one name alone; else the names are listed."""
    root = REPO / "examples" / "demo"
    result = run_cli(
        "-C", str(root), "progress", "14", "--by", "昆区", "测试", "--reading", written, "--dry-run"
    )
    if meant is None:
        assert result.code == 2
        assert "1 再生水管网建设" in result.err
        assert "2 再生水利用率" in result.err
    else:
        assert result.code == 0, result.err
        assert f"target: {meant['target']}, value: {meant['value']}" in result.out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("再生水管网建设=5", "{target: 1, value: 5}"),  # the name of the whole, which its parts have too
        ("2025年再生水管网建设=5", "{target: 1, part: 1, value: 5}"),
        ("2026年再生水管网建设=5 km", "{target: 1, part: 2, value: 5}"),
        ("再生水管网建设=５千米", "{target: 1, value: 5}"),
        ("再生水管网建设=5 公顷", None),
        ("再生水管=5", None),  # the whole or a part: nobody can say
    ],
)
def test_a_whole_that_is_called_as_its_parts(root: Path, written: str, meant: str | None) -> None:
    """A name that is written out means the whole, the parts go by their years, and a refusal lists them all."""
    file = root / "data/issues/14.yaml"
    text = file.read_text("utf-8")
    parts = text[text.index("  parts:\n") : text.index("- name: 再生水利用率")]
    years = "".join(
        f"  - {{name: 再生水管网建设, text: {n}公里, value: {n}, measure: 1, due: {2024 + k}-12-31}}\n"
        for k, n in enumerate((11.7, 20), 1)
    )
    file.write_text(text.replace(parts, "  parts:\n" + years), "utf-8")
    result = cli(
        root,
        "progress",
        "14",
        "--by",
        "昆区",
        "测试",
        "--reading",
        written,
        "--dry-run",
        "--date",
        "2025-03-31",
    )
    if meant is None:
        assert result.code == 2
        assert "公顷" in written or "1.2 2026年再生水管网建设" in result.err
    else:
        assert result.code == 0, result.err
        assert f"readings: [{meant}]" in result.out


def test_a_record_reads_the_file_of_its_issue_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of other issues nothing is understood; what is written is the same as when all are read."""
    from ledger.reading import load as loading

    root, other = copy_ledger(tmp_path / "a"), copy_ledger(tmp_path / "b")
    read: list[str] = []
    real = loading.read_issue

    def counted(data: bytes, path: str, found: list[Any]) -> Any:
        read.append(path)
        return real(data, path, found)

    monkeypatch.setattr(loading, "read_issue", counted)
    asked = ("progress", "14", "--by", "市城市管理局", "--date", "2026-01-05", "有进展")
    assert run_cli("-C", str(root), *asked).code == 0
    assert set(read) == {"data/issues/14.yaml"}
    monkeypatch.setattr(loading, "load_named", _never)
    assert run_cli("-C", str(other), *asked).code == 0
    assert len(set(read)) == 23
    name = "data/issues/14.yaml"
    assert (root / name).read_bytes() == (other / name).read_bytes()


def _never(*_: object) -> Any:
    from ledger.reading.load import WholeNeededError

    raise WholeNeededError


def test_an_issue_under_another_name_is_found(tmp_path: Path) -> None:
    """Where a file's name is not its id, all are read, and the record goes where it belongs."""
    root = copy_ledger(tmp_path)
    folder = root / "data" / "issues"
    (folder / "14.yaml").rename(folder / "x.yaml")
    done = run_cli(
        "-C", str(root), "progress", "14", "--by", "市城市管理局", "--date", "2026-01-05", "有进展"
    )
    assert done.code == 0
    assert "有进展" in (folder / "x.yaml").read_text("utf-8")
