"""What an attacker or a hurried clerk throws at the program from outside the data: names, links, closed streams."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from cli_tools import REPO, run_cli, run_json
from counting import calls
from ledger.folder import read_folder
from ledger.locale import Words
from ledger.reading.layout import SIZE_MAX
from ledger.reading.load import load
from ledger.reading.yaml import parse
from ledger.recording.lines import read_lines
from ledger.recording.record import Request, draft
from ledger.reports.findings import message
from ledger.today import today

PROGRESS = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and descriptors of POSIX")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base ledger."""
    return Path(shutil.copytree(REPO / "tests/cases/check/base", tmp_path / "base"))


def run_shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program by a shell, as ``$LEDGER``."""
    environment = {**os.environ, "LEDGER_LANG": "zh", "LEDGER": f"{sys.executable} -m ledger"}
    return subprocess.run(["sh", "-c", line], env=environment, cwd=REPO, capture_output=True, check=False)


# --- streams ---------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("$LEDGER record --from - <&-", "标准输入 里没有记录"),
        ("$LEDGER sql - <&-", "要查什么"),
        ("$LEDGER sql - </dev/zero", "标准输入 超过 1 MiB"),
        ("$LEDGER record --from - </dev/zero", "标准输入 超过 16 MiB"),
        ("$LEDGER --help >/dev/full", "写不了 标准输出：磁盘已满"),
        ("$LEDGER list -h >/dev/full", "写不了 标准输出：磁盘已满"),
        ("$LEDGER complaints --help >/dev/full", "写不了 标准输出：磁盘已满"),
        ("$LEDGER list >/dev/full", "写不了 标准输出：磁盘已满"),
    ],
)
def test_streams_that_are_closed_full_or_endless(line: str, said: str) -> None:
    """Each is told by the name that people have for it, and is no bug of ours."""
    done = run_shell(line)
    assert done.returncode in {0, 2}
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


# --- names -----------------------------------------------------------------------------------------

NAMES = ("data/issues/a\n::error file=x::b.yaml", "data/issues/a\x1b[31m.yaml", "data/x\n.yaml")


@POSIX
@pytest.mark.parametrize("form", ["text", "concise", "github", "junit", "table", "csv", "md"])
def test_a_file_name_is_never_a_line_of_its_own(form: str, root: Path) -> None:
    """A forge obeys ``::error`` at the beginning of a line, whoever gave a file that name."""
    for name in NAMES:
        (root / name).write_text("")
    os.close(os.open(os.fsencode(root) + b"/data/issues/\xff.yaml", os.O_CREAT))
    os.close(os.open(os.fsencode(root) + b"/data/\xff.yaml", os.O_CREAT))
    done = run_cli("-C", str(root), "check", "-f", form)
    assert not [line for line in done.out.split("\n") if line.startswith("::") and "hacked" in line]
    assert "\n::error file=x" not in done.out
    assert "\x1b" not in done.out
    assert done.out.count("L324") >= 5
    if form == "concise":
        assert r"data/issues/a\n::error file=x::b.yaml:1:1: 警告 L324" in done.out
        assert r"data/issues/\xff.yaml:1:1: 警告 L324" in done.out


# --- what the system lets nobody read --------------------------------------------------------------


@POSIX
@pytest.mark.parametrize(
    "command", [PROGRESS, ("record", "1", "progress", "--by", "市水务局"), ("start", "1")]
)
def test_an_issue_that_cannot_be_read_is_no_bug(command: tuple[str, ...], root: Path) -> None:
    """A link in its place, which is never followed, is told, and nothing is recorded."""
    issue = root / "data/issues/01.yaml"
    elsewhere = issue.rename(root / "01.yaml")
    issue.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    done = run_cli("-C", str(root), *command, "完成。")
    assert done.code == 2
    assert "L119" in done.err
    assert elsewhere.read_bytes() == before


@POSIX
@pytest.mark.parametrize("name", ["settled", "calendar", "labels", "letters", "disclosures", "plan", "units"])
@pytest.mark.parametrize("command", [PROGRESS, ("void", "1", "1", "--by", "市水务局"), ("extend", "1")])
def test_a_book_that_cannot_be_read_is_no_bug(name: str, command: tuple[str, ...], root: Path) -> None:
    """A folder in the place of any file that is listed, for commands that read a few files only."""
    path = root / f"data/{name}.yaml"
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    done = run_cli("-C", str(root), *command, "完成。")
    assert done.code in {0, 1, 2}
    assert "L119" in done.err or "L120" in done.err or "读不" in done.err, done


@POSIX
@pytest.mark.parametrize("closed", ["", "data"])
def test_a_folder_that_nobody_may_look_into_is_not_said_to_be_empty(closed: str, root: Path) -> None:
    """Who hears that there is no ledger begins a new one."""
    real = os.scandir

    def scan(path: str) -> Iterator[os.DirEntry[str]]:
        if os.path.abspath(path) == str(root / closed).rstrip("/"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    with mock.patch.object(os, "scandir", scan), mock.patch("ledger.roots.is_root", return_value=False):
        for given in (("-C", str(root)), ()):
            done = run_cli(*given, "check", cwd=root)
            assert done.code == 2
            assert "没有权限" in done.err
            assert "没有台账" not in done.err


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.EACCES, "没有权限", "permission denied"),
        (errno.EIO, "磁盘读写出错", "the disk failed"),
        (errno.ENOMEM, "内存不够", "there is not enough memory"),
        (errno.ENAMETOOLONG, "文件名太长", "the name is too long"),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_the_language_of_the_run(
    number: int, zh: str, en: str, root: Path
) -> None:
    """No English of the system in a Chinese sentence."""
    with mock.patch("ledger.folder.read_stamped", side_effect=OSError(number, os.strerror(number))):
        assert f"L120 读不了：{zh}" in run_cli("-C", str(root), "check").out
        assert f"L120 Cannot be read: {en}" in run_cli("--lang", "en", "-C", str(root), "check").out


# --- writing ---------------------------------------------------------------------------------------


@POSIX
def test_what_cannot_be_written_is_named_as_people_know_it(root: Path) -> None:
    """Not by the hidden name that it is written under until it is whole."""

    def refuse(path: str, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    with mock.patch("ledger.writing.files.write_aside", refuse):
        done = run_cli("-C", str(root), *PROGRESS, "完成。")
    assert done.code == 2
    assert "data/issues/01.yaml：没有权限" in done.err
    assert ".tmp" not in done.err


@POSIX
def test_a_book_that_is_a_link_is_not_written(root: Path) -> None:
    """The reason is the link, and what it leads to stays as it was."""
    (root / "letters.yaml").write_text("letters:\n")
    (root / "data/letters.yaml").symlink_to(root / "letters.yaml")
    send = ("letter", "send", "东河区", "--number", "示例〔2025〕9号", "--level", "督办函", "--issue", "1")
    done = run_cli("-C", str(root), *send, "--demand", "说明原因。", "--date", "2025-01-20")
    assert done.code == 2
    assert "它是链接" in done.err
    assert (root / "letters.yaml").read_text() == "letters:\n"


@POSIX
def test_output_through_a_link_goes_where_it_leads(root: Path) -> None:
    """The file that was compared is the one that is written; it is as private as it was, and the link stays."""
    shared = root / "shared.csv"
    shared.write_text("mine\n")
    shared.chmod(0o600)
    link = root / "list.csv"
    link.symlink_to(shared)
    assert run_cli("-C", str(root), "list", "-o", str(link)).code == 2
    assert shared.read_text() == "mine\n"
    assert run_cli("-C", str(root), "list", "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert "再生水管网" in shared.read_text("utf-8-sig")
    assert shared.stat().st_mode & 0o777 == 0o600
    dangling = root / "new.csv"
    dangling.symlink_to(root / "made.csv")
    assert run_cli("-C", str(root), "list", "-o", str(dangling)).code == 0
    assert (dangling.is_symlink(), (root / "made.csv").is_file()) == (True, True)
    loop = root / "loop.csv"
    loop.symlink_to(loop)
    assert "绕回了自己" in run_cli("-C", str(root), "list", "-o", str(loop), "--force").err


@POSIX
def test_standard_output_by_its_name_is_written_to_and_stays(root: Path) -> None:
    """Where it leads to a file, too: the name of the device is not given to a file of ours."""
    done = run_shell(f"$LEDGER -C {root} list -f csv -o /dev/stdout > {root}/out.csv; test -h /dev/stdout")
    assert done.returncode == 0
    assert "再生水管网" in (root / "out.csv").read_text("utf-8-sig")


# --- records from a file ---------------------------------------------------------------------------


def test_many_records_of_one_task_cost_as_much_as_they_are(root: Path) -> None:
    """Not each of them all that came before."""
    tree = read_folder(str(root)).tree
    ledger = load(tree).ledger

    def cost(count: int) -> int:
        requests = [
            Request("01", {"date": "2025-01-20", "type": "progress", "by": "市水务局", "text": f"第{n}次。"})
            for n in range(count)
        ]
        return calls(lambda: draft(requests, ledger, tree, lambda _: None, today()))

    cost(50)
    assert cost(800) < 4.5 * cost(200)


def test_what_no_file_can_hold_is_told_once(root: Path) -> None:
    """Records beyond the size of a file are not worked out one by one first."""
    tree = read_folder(str(root)).tree
    ledger = load(tree).ledger
    fields = {"date": "2025-01-20", "type": "progress", "by": "市水务局"}
    requests = [Request("01", {**fields, "text": f"{n}" + "长" * 19_000}) for n in range(60)]
    done = draft(requests, ledger, tree, lambda _: None, today())
    assert [problem.diagnostic and problem.diagnostic.code for problem in done.problems] == ["L109"]
    assert len(done.made) < len(requests)
    assert not done.changes
    assert sum(len(one.line.encode()) for one in done.made) < SIZE_MAX + 60_000


def test_a_void_among_new_records_is_taken_into_account(root: Path) -> None:
    """What is taken back within the same file and recorded again is recorded, and a repetition is not."""
    file = root / "x.jsonl"
    line = '{"id": "1", "type": "progress", "by": "市水务局", "date": "2025-01-20", "text": "完成勘测"}\n'
    void = '{"id": "1", "type": "void", "by": "市水务局", "date": "2025-01-20", "entry": "1", "text": "记错了"}\n'
    file.write_text(line + line + void + line)
    done = run_cli("-C", str(root), "record", "--from", str(file))
    assert (done.code, done.out.count("+ - ")) == (0, 3)


# --- what says nothing -----------------------------------------------------------------------------

EXTEND = ("extend", "1", "--by", "市整改办", "--date", "2025-06-01", "--due", "2026-12-31", "--dry-run")


@pytest.mark.parametrize(
    "said",
    [
        "-",
        "/",
        "—",
        "无",
        "N/A",
        "n/a",
        ".",
        "待补",
        "待批",
        "待定",
        "0",
        "12",
        "x",
        "无文号",
        "没有文件",
        "TBD",
    ],
)
def test_no_document_moves_no_deadline(said: str, root: Path) -> None:
    """An approval that names nothing approves of nothing."""
    done = run_cli("-C", str(root), *EXTEND, "--approval", said)
    assert done.code == 1
    assert "L658" in done.err


@pytest.mark.parametrize(
    "said",
    [
        "示例〔2025〕2号",
        "批复",
        "文",
        "市政府第3次常务会议纪要",
        "Order 5",
        "待遇保障函〔2025〕1号",
        "略阳县批复",
    ],
)
def test_a_document_in_any_wording_does(said: str, root: Path) -> None:
    """It need not have a number."""
    assert run_cli("-C", str(root), *EXTEND, "--approval", said).code == 0


@pytest.mark.parametrize("said", ["-", "无", "。", "——", "没有", "N/A"])
def test_progress_that_says_nothing_is_none(said: str, root: Path) -> None:
    """A dash is no report."""
    done = run_cli("-C", str(root), *PROGRESS, said)
    assert done.code == 1
    assert "L626" in done.err


@pytest.mark.parametrize("option", ["--number", "--demand"])
@pytest.mark.parametrize("said", ["-", "无", "——"])
def test_a_letter_without_number_or_demand_is_none(option: str, said: str, root: Path) -> None:
    """A dash is no number, and asks for nothing."""
    given = {"--number": "示例〔2025〕9号", "--demand": "说明原因。", option: said}
    send = (
        "letter",
        "send",
        "东河区",
        "--level",
        "督办函",
        "--issue",
        "1",
        "--date",
        "2025-01-20",
        "--dry-run",
    )
    done = run_cli("-C", str(root), *send, *(part for pair in given.items() for part in pair))
    assert done.code == 2
    assert f"缺少 {option}" in done.err


HOLLOW = [
    *(("更正错字。", said) for said in ("待补", "-", "N/A", "无文号", "1")),
    *((said, "示例〔2025〕1号") for said in ("待补", "-", "N/A", "无", "略", "TODO")),
]
"""Reasons and approvals of which one is none."""


@pytest.mark.parametrize(("text", "approval"), HOLLOW)
def test_nothing_is_settled_without_a_reason_and_a_document(root: Path, text: str, approval: str) -> None:
    """What the audit found stays open, whether somebody tries it by the command or in the file."""
    given = {"date": "2025-01-02", "code": "L703", "commit": "a" * 40, "text": text, "approval": approval}
    done = run_cli(
        "-C", str(root), "settle", "L703", "--commit", "a" * 40, "--text", text, "--approval", approval
    )
    assert done.code == 1
    assert "等于没有写 [L214]" in done.err
    file = root / "data/settled.yaml"
    assert not file.exists()
    sound = {**given, "text": "更正错字。", "approval": "示例〔2025〕1号"}
    file.write_text(json.dumps({"settled": [sound, given]}, ensure_ascii=False), "utf-8")
    told = [one["code"] for one in run_json("-C", str(root), "check").data]
    assert told == ["L214"]


# --- what the reader of YAML says ------------------------------------------------------------------

WRONG = (
    *(
        'a: "\\ud800"',
        'a: "\\xzz"',
        "a: [1",
        "a: {b",
        'a: "b',
        "a: b: c",
        "- a\nb: c",
        "a: @b",
        "a: `b",
        "\tb",
    ),
    *(
        "a: |0\n b",
        "a: 'b\n---\nc: d'",
        "[" * 2000,
        "{a: " * 2000,
        "a:\n  - b\n c",
        "&",
        "*",
        "!",
        "!<",
        "%a",
        "? ? ?",
    ),
    *(
        "a: !<!",
        "a: !x!y z",
        "%YAML 1.9.9\n---\n",
        "%TAG\n---",
        "a: &  b",
        "a: *b c: d",
        "a: >9x\n b",
        "a: [b, ]]",
    ),
    *(
        "a: {b: c}}",
        "- - -\n-",
        "a: 'b' c",
        'a: "b" c',
        "--- a\n--- b",
        "...",
        "a\n...\nb",
        "a: |\n\tb",
        "a: [\n\tb]",
    ),
)


@pytest.mark.parametrize("text", WRONG)
def test_what_libyaml_says_is_said_in_chinese(text: str) -> None:
    """No English sentence of a library in a Chinese one."""
    _, found = parse(text.encode(), "x.yaml")
    for one in found:
        said = message(one, Words("zh"))
        assert re.search("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", said) is None, said


def test_json_that_is_wrong_is_told_with_its_column() -> None:
    """And not as being no object."""
    ((number, unread),) = read_lines('{"id": 1,, }')
    assert (number, unread.key, unread.name) == (1, "record.no_json", "10")  # type: ignore[union-attr]
