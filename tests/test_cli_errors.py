"""How commands fail: one line with the way out, the right exit code, and never a traceback."""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli_tools import ALL, PLAN, READING, REPO, clean_environment, copy_ledger, edit, run_cli, run_json, spawn
from git_tools import git
from ledger.cli import terminal

COMMANDS = ("overdue", "list", "due", "show", "units", "stats", "check", "import", "render")

# what is typed, and what the one line on standard error must offer
WRONG_VALUES: list[tuple[tuple[str, ...], list[str]]] = [
    (("show", "99"), ["99", "19"]),
    (("show", "7"), ["07-1", "07-2"]),
    (("show", "7(3)"), ["07-1", "07-2"]),
    (("show", "abc"), ["abc"]),
    (("show", "../../etc/passwd"), ["../../etc/passwd"]),
    (("show", ""), ["“”"]),
    (("show", "²"), ["²"]),
    (("list", "--unit", "市林草菊"), ["市林草菊", "市林草局"]),
    (("list", "--unit", "昆都伦区"), ["昆都伦区", "昆区"]),
    (("list", "--lead", "qwerty"), ["qwerty", "units"]),
    (("list", "--support", "固阳线"), ["固阳县"]),
    (("list", "--acceptance", "市工信菊"), ["市工信局"]),
    (("units", "市林草菊"), ["市林草局"]),
    (("units", "各旗县区"), ["昆区", "达茂旗"]),
    (("units", "各有关部门单位"), ["各有关部门单位"]),
    (("list", "--section", "六"), ["六", "五、发现的其他问题"]),
    (("list", "--section", "9"), ["五、发现的其他问题"]),
    (("list", "--status", "not_startet"), ["not_started"]),
    (("list", "--status", "没启动"), ["未启动"]),
    (("list", "--standing", "overdu"), ["overdue"]),
    (("list", "--kind", "date"), ["dated"]),
    (("list", "--as-of", "2025-1"), ["--as-of", "2025-1", "2025-01-31"]),
    (("list", "--as-of", "01-02-2025"), ["--as-of", "2025-01-31"]),
    (("list", "--as-of", "2025年13月1日"), ["--as-of", "2025年13月1日"]),
    (("list", "--as-of", "٢٠٢٥-01-01"), ["--as-of"]),
    (("list", "--as-of", "2025-02-30"), ["--as-of", "2025-02-30"]),
    (("list", "--as-of", "0000-01-01"), ["--as-of", "0000-01-01"]),
    (("list", "--as-of", "tomorrow"), ["--as-of"]),
    (("list", "--as-of", "2025010"), ["--as-of"]),
    (("list", "--as-of", "2025-01-01T00:00"), ["--as-of"]),
    (("list", "--due-before", "明天"), ["--due-before"]),
    (("list", "--due-after", "2025-13-01"), ["--due-after"]),
    (("list", "--format", "jsn"), ["--format", "json"]),
    (("list", "--format", "pdf"), ["csv"]),
    (("list", "--columns", "titel"), ["--columns", "title"]),
    (("list", "--columns", "牵头单未"), ["牵头单位"]),
    (("list", "--columns", "number,,title"), ["--columns"]),
    (("list", "--sort", "duo"), ["--sort", "due"]),
    (("list", "--sort", "--due"), ["--sort"]),
    (("due", "--within", "soon"), ["30d"]),
    (("due", "--within", "-3d"), ["30d"]),
    (("due", "--within", "３０d"), ["30d"]),
    (("stats", "--by", "sektion"), ["--by", "section"]),
    (("--show-completion", "tcsh"), ["tcsh", "bash"]),
    (("disclose", "昆区"), ["--where（网站名称或网址）。"]),
    (("publicize", "14"), ["--since（公示起：公示第一天）。"]),
    (("settle", "L703"), ["--commit（"]),
]

WRONG_USE: list[tuple[tuple[str, ...], list[str]]] = [
    (("lst",), ["lst", "list"]),
    (("overdu",), ["overdue"]),
    (("xyzzy",), ["xyzzy"]),
    (("list", "--unti", "昆区"), ["--unti", "--unit"]),
    (("list", "--xyzzy"), ["--xyzzy"]),
    (("list", "-Z"), ["-Z"]),
    (("show",), ["ID"]),
    (("import",), ["FILE"]),
    (("list", "--unit"), ["--unit"]),
    (("list", "extra"), ["extra"]),
    (("show", "1", "2"), ["2"]),
    (("--xyzzy", "list"), ["--xyzzy"]),
]


def label(case: tuple[str, ...] | list[str]) -> str:
    """A short name for a case."""
    return " ".join(case) if isinstance(case, tuple) else ""


@pytest.mark.parametrize(("args", "said"), WRONG_VALUES, ids=label)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_value(args: tuple[str, ...], said: list[str], lang: str) -> None:
    """A wrong value: exit 2, one line with the nearest match, nothing on standard output."""
    result = run_cli("--lang", lang, *args)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert result.err.startswith("Error: " if lang == "en" else "错误：")
    assert not any(stops in result.err for stops in ("。）", ".).", "。。")), result.err
    if lang == "zh":
        assert all(word in result.err for word in said), result.err


@pytest.mark.parametrize(("args", "said"), WRONG_USE, ids=label)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_use(args: tuple[str, ...], said: list[str], lang: str) -> None:
    """A wrong command, option or argument: exit 2, what is wrong and where the help is."""
    result = run_cli("--lang", lang, *args)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 2
    assert "--help" in result.err.split("\n")[1]
    assert all(word in result.err for word in said), result.err
    chinese = any("\u4e00" <= c <= "\u9fff" for c in result.err)
    assert (lang == "zh") == chinese


def test_extra_arguments_are_named_as_typed() -> None:
    """Arguments too many are listed, not garbled."""
    assert "多出的参数：y z\n" in run_cli("show", "x", "y", "z").err.replace("、", " ").replace(",", " ")
    assert "s) (" not in run_cli("show", "x", "y", "z").err


def test_missing_command_is_said_in_chinese() -> None:
    """An option alone, without a command, is refused in the language of the run."""
    result = run_cli("--debug")
    assert (result.code, result.out) == (2, "")
    assert "Missing" not in result.err


def test_no_arguments_give_the_help() -> None:
    """Without arguments the help goes to standard error, exit 2."""
    result = run_cli()
    assert (result.code, result.out) == (2, "")
    assert all(command in result.err for command in COMMANDS)


def test_key_that_cannot_be_sorted_by_is_not_offered() -> None:
    """A column that exists but is no sort key is refused with something that is one."""
    result = run_cli("list", "--sort", "存在问题")
    assert (result.code, result.out) == (2, "")
    assert result.err.count("存在问题") == 1


def test_wrong_option_wins_over_a_broken_ledger(tmp_path: Path) -> None:
    """A wrong value on the command line gives no half answer."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/05.yaml").write_text("id: [")
    result = run_cli("-C", str(root), "list", "--unit", "市林草菊")
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize("variable", ["2025-1", "yesterday", "2025-02-29"])
def test_wrong_day_in_the_environment(variable: str) -> None:
    """A wrong ``LEDGER_AS_OF`` is named; a right ``--as-of`` makes it matter no more."""
    result = run_cli("overdue", env={"LEDGER_AS_OF": variable})
    assert (result.code, result.out) == (2, "")
    assert "LEDGER_AS_OF" in result.err
    assert variable in result.err
    assert run_cli("overdue", "--as-of", "2025-01-01", env={"LEDGER_AS_OF": variable}).code == 0


# --- no ledger here ------------------------------------------------------------------------------

FROM_DATA = [command for command in ALL if command[0] != "import"]


@pytest.mark.parametrize("command", FROM_DATA, ids=label)
def test_folder_without_a_ledger(command: tuple[str, ...], tmp_path: Path) -> None:
    """In a folder that holds no ledger the way to make one is told; exit 2, and nothing is made."""
    for place in ({"cwd": tmp_path}, {"env": {"LEDGER_ROOT": str(tmp_path)}}):
        result = run_cli(*command, **place)
        assert (result.code, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert "import" in result.err
        assert "--write" in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", FROM_DATA, ids=label)
def test_folder_that_is_not_there(command: tuple[str, ...], tmp_path: Path) -> None:
    """A ``-C`` that leads nowhere, or to a file, is named; exit 2."""
    (tmp_path / "file").write_text("")
    for name in ("nowhere", "file", "file/below"):
        result = run_cli("-C", str(tmp_path / name), *command)
        assert (result.code, result.out) == (2, "")
        assert str(tmp_path / name) in result.err


def test_empty_ledger_is_answered(tmp_path: Path) -> None:
    """``data/issues`` without a file is a ledger of nothing, with what is missing told."""
    (tmp_path / "data/issues").mkdir(parents=True)
    result = run_json("list", cwd=tmp_path)
    assert (result.code, result.data) == (1, [])
    assert "data/plan.yaml" in result.err


# --- partial data --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*READING[:-1], ("render",)], ids=label)
def test_broken_issue_file_hides_no_other(command: tuple[str, ...], tmp_path: Path) -> None:
    """A broken file: its diagnostic on standard error, the rest on standard output, exit 1."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/05.yaml").write_text('id: "05"\nnumber: [\n', "utf-8")
    result = run_cli("-C", str(root), *command, cwd=tmp_path)
    assert result.code == 1
    assert "ledger/data/issues/05.yaml:" in result.err
    assert "L101" in result.err
    assert "1 个文件" in result.err
    assert result.out
    assert "L101" not in result.out


def test_the_rest_of_the_answer_is_whole(tmp_path: Path) -> None:
    """All other issues are in the answer, as they were."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/05.yaml").write_bytes(b"\xff\xfe\x00")
    whole = run_json("list", "--as-of", "2025-01-01").data
    result = run_json("-C", str(root), "list", "--as-of", "2025-01-01")
    assert [r for r in whole if r["id"] != "05"] == result.data
    assert result.code == 1


def test_warnings_are_no_partial_answer(tmp_path: Path) -> None:
    """A stray file leaves the answer whole: exit 0, nothing on standard error."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/readme.txt").write_text("x")
    result = run_json("-C", str(root), "list")
    assert (result.code, result.err, len(result.data)) == (0, "", 23)


def test_exit_code_option_with_a_broken_file(tmp_path: Path) -> None:
    """With nothing late but a broken file, ``--exit-code`` still says the answer is partial."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/05.yaml").write_text("id: [")
    result = run_json("-C", str(root), "overdue", "--exit-code", "--as-of", "2024-12-10")
    assert (result.code, result.data) == (1, [])


@pytest.mark.parametrize("name", ["plan.yaml", "units.yaml"])
@pytest.mark.parametrize("command", READING[:-1], ids=label)
def test_broken_common_file(name: str, command: tuple[str, ...], tmp_path: Path) -> None:
    """Without plan or unit table there is an answer or one line, never a bug."""
    root = copy_ledger(tmp_path)
    (root / "data" / name).write_text("{")
    result = run_cli("-C", str(root), *command)
    assert result.code in {1, 2}
    assert f"data/{name}:" in result.err
    assert "程序自身出错" not in result.err


ODD_NAMES = ["05.yaml", "=1+1.yaml", "\x1b[31m.yaml", "[link=x].yaml", "05.yaml.swp", "空 格.yaml"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_file_in_the_folder(name: str, tmp_path: Path) -> None:
    """A file of any name with any content ends in a diagnostic, without control characters."""
    root = copy_ledger(tmp_path)
    (root / "data/issues" / name).write_bytes(b"\x00\x1b[2J\xff: [")
    for command in (("list",), ("check",)):
        result = run_cli("-C", str(root), *command)
        assert result.code in {0, 1}
        assert "\x1b" not in result.out + result.err
        assert "Traceback" not in result.err


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_special_file_is_not_read(kind: str, tmp_path: Path) -> None:
    """A link, a pipe or a folder in place of an issue file is told and not followed."""
    root = copy_ledger(tmp_path)
    place = root / "data/issues/05.yaml"
    place.unlink()
    if kind == "link":
        place.symlink_to(REPO / "data/issues/05.yaml")
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    result = run_json("-C", str(root), "list")
    assert "05" not in result.ids
    assert len(result.data) == 22
    if kind != "folder":
        assert result.code == 1
        assert "L119" in result.err


TAKES_A_FILE = [
    ("import",),
    ("import", str(PLAN), "--labels"),
    ("-C", "new", "init"),
    ("record", "--from"),
    ("progress", "14", "--by", "昆区", "--evidence"),
    ("collect",),
    ("complaints", "import", "--batch", "26"),
    ("reconcile",),
    ("report", "-f", "docx", "-o", "new.docx", "--template"),
    ("paper", "reconciliation", "-o", "new.docx", "--against"),
    ("audit", "--policy"),
    ("audit", "--since-head"),
    ("audit", "--allowed-signers"),
]
"""Commands up to the name of a file that they read."""


@contextlib.contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """What waits for longer fails."""

    def stop(*_: object) -> None:
        pytest.fail(f"still waiting after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("command", TAKES_A_FILE, ids=lambda command: f"{command[0]} {command[-1]}")
def test_a_file_that_is_none_is_not_waited_for(command: tuple[str, ...], tmp_path: Path) -> None:
    """A named pipe into which nobody writes, a device without an end, a socket: refused at once, by name."""
    root = copy_ledger(tmp_path)
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    (root / "new").mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as bound, contextlib.chdir(tmp_path):
        bound.bind("socket.xlsx")
    Path(tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    odd = (
        ("socket.xlsx", "zero.xlsx") if command in {("import",), ("collect",)} else ()
    )  # one opens them for all
    for name in ("pipe.xlsx", *odd):
        with interrupted_after(10):
            result = run_cli(*command, str(tmp_path / name), cwd=root)
        assert result.code in {1, 2}, name
        assert name in result.err
        assert ("不是普通文件" in result.err) or ("是链接" in result.err and name == "zero.xlsx")


def test_a_pipe_of_the_shell_is_read(tmp_path: Path) -> None:
    """``<(…)`` is a pipe with a writer, who may be slow."""
    root = copy_ledger(tmp_path)
    line = '{"id": "14", "date": "2025-01-02", "type": "progress", "by": "昆区", "text": "清运完毕。"}'
    script = f"exec {sys.executable} -m ledger record --dry-run --from <(sleep 0.2; echo '{line}')"
    done = subprocess.run(
        ["bash", "-c", script], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "清运完毕" in done.stdout


def test_a_pipe_is_no_evidence(tmp_path: Path) -> None:
    """Evidence is read twice, for its checksum and to be copied."""
    root = copy_ledger(tmp_path)
    script = f"exec {sys.executable} -m ledger progress 14 --by 昆区 --evidence <(echo x)"
    done = subprocess.run(
        ["bash", "-c", script], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "不是普通文件" in done.stderr


# --- bugs, interruption, streams -----------------------------------------------------------------

INSIDE = [
    "ledger.reading.load.load",
    "ledger.judging.day.judge",
    "ledger.judging.day.select",
    "ledger.reports.issues.list_report",
    "ledger.rendering.formats.render",
    "ledger.opening.read_folder",
]


@pytest.mark.parametrize("place", INSIDE)
@pytest.mark.parametrize(
    "error", [RuntimeError("secret \x1b[31m"), KeyError("x"), AssertionError(), RecursionError()]
)
def test_bug_of_ours(place: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug: exit 3, one line that asks for a report, no traceback, nothing on standard output."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, fail)
    result = run_cli("--no-cache", "list")
    assert (result.code, result.out) == (3, "")
    assert result.err.count("\n") == 1
    assert "--debug" in result.err
    assert type(error).__name__ in result.err
    assert "Traceback" not in result.err


def test_bug_message_has_no_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a bug says of the data does not reach the terminal as an escape sequence."""

    def fail(*_: object) -> None:
        raise RuntimeError("bad\x1b[2J\u202e\ntext")

    monkeypatch.setattr("ledger.reading.load.load", fail)
    said = run_cli("--no-cache", "list").err
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert said.count("\n") == 1


def test_wrong_value_has_no_control_characters() -> None:
    """What was typed is shown without anything that a terminal would obey."""
    for args in (
        ("show", "\x1b[2J"),
        ("list", "--unit", "\x9b2J\u202e"),
        ("\x1b[31m",),
        ("list", "--\x1b[31m"),
    ):
        result = run_cli(*args)
        assert (result.code, result.out) == (2, "")
        assert not set("\x1b\x9b\u202e") & set(result.err)


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``--debug`` the error comes through whole."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ledger.reading.load.load", fail)
    with pytest.raises(ZeroDivisionError):
        run_cli("--no-cache", "--debug", "list")


def test_debug_may_follow_the_command() -> None:
    """The message for a bug says to add ``--debug``; adding it at the end works."""
    assert run_cli("list", "--debug").code == 0


def test_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C: exit 130 and no traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ledger.reading.load.load", interrupt)
    result = run_cli("--no-cache", "list")
    assert (result.code, result.out) == (130, "")
    assert "Traceback" not in result.err


def run_shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which ``$L`` is the program."""
    program = f"'{sys.executable}' -m ledger"
    return subprocess.run(
        ["sh", "-c", line.replace("$L", program)],
        cwd=REPO,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_full_disk_is_the_environment() -> None:
    """Standard output that takes no more: exit 2 and why, no bug of ours."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = run_shell("$L list > /dev/full")
    assert done.returncode == 2
    assert "程序自身出错" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_standard_output_that_is_closed() -> None:
    """Started without a standard output there is no bug of ours and no traceback."""
    done = run_shell("$L list >&-")
    assert done.returncode in {0, 2}
    assert "程序自身出错" not in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_error_that_is_closed() -> None:
    """Started without a standard error, exit codes are the same."""
    assert run_shell("$L show 99 2>&-").returncode == 2
    done = run_shell("$L stats --as-of 2025-01-01 2>&-")
    assert (0, run_cli("stats", "--as-of", "2025-01-01").out) == (done.returncode, done.stdout)


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "ascii"}])
def test_errors_are_utf8_in_any_locale(env: dict[str, str]) -> None:
    """Errors in Chinese are UTF-8 everywhere."""
    done = spawn("show", "99", "--lang", "zh", env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "没有任务“99”" in done.stderr.decode("utf-8")


def test_arguments_that_are_no_utf8() -> None:
    """Bytes that are no UTF-8 on the command line are answered like any other wrong value."""
    for args in (["show", b"\xff\xfe"], ["list", "--unit", b"\xff"], ["list", "--text", b"\xff"], [b"\xff"]):
        done = subprocess.run(
            [sys.executable, "-m", "ledger", *args],
            cwd=REPO,
            env=clean_environment({"LC_ALL": "C.UTF-8"}),
            capture_output=True,
            check=False,
            timeout=600,
        )
        assert done.returncode in {0, 2}
        assert b"Traceback" not in done.stderr


def test_import_of_a_document_with_escapes(tmp_path: Path) -> None:
    """Control characters in a document do not reach the terminal."""
    plan = tmp_path / "plan.txt"
    plan.write_text(
        PLAN.read_text("utf-8").replace("思想认识不到位", "思想\x1b[31m认识\u202e不到位"), "utf-8"
    )
    for form in ("table", "csv", "md"):
        result = run_cli("import", str(plan), "--format", form)
        assert not set("\x1b\u202e") & set(result.out + result.err)


def test_ledger_with_escapes_in_every_format(tmp_path: Path) -> None:
    """Escape characters written into YAML are refused and never shown."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "title: 绿色发展理念树得不牢", 'title: "\\e[31m绿\\u202e色"')
    for command in (("list",), ("check",), ("list", "-f", "csv"), ("list", "-f", "json")):
        result = run_cli("-C", str(root), *command)
        assert result.code == 1
        assert not set("\x1b\u202e") & set(result.out + result.err)


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be deleted there")
@pytest.mark.parametrize("command", [("overdue",), ("audit",), ("overdue", "--rev", "HEAD"), ("check",)])
def test_a_folder_that_was_deleted(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Run where no folder is any more: said in a line, with the way out."""
    code = (
        "import os, sys\n"
        "os.rmdir(os.getcwd())\n"
        "from ledger.cli.app import run\n"
        f"sys.exit(run({list(command)!r}))\n"
    )
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=gone,
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "-C" in done.stderr
    assert "--debug" not in done.stderr


@pytest.mark.parametrize("tried", ["undo", "delete", "撤销"])
def test_who_wants_to_undo_is_told_how(tried: str) -> None:
    """Before a commit and after it: what takes a record back, and what goes with it."""
    result = run_cli("--lang", "en", tried, "14")
    assert result.code == 2
    for said in ("ledger void", "stay on record", "git restore"):
        assert said in result.err


@pytest.mark.parametrize(("tried", "meant"), [("冲正", "void"), ("add", "record"), ("chekc", "check")])
def test_a_command_by_another_name_is_pointed_out(tried: str, meant: str) -> None:
    """What people try first, and slips."""
    done = run_cli(tried, "--lang", "en")
    assert (done.code, meant in done.err) == (2, True)


@pytest.mark.parametrize(
    ("asked", "encoding"), [("gbk", "gbk"), ("gbk:strict", "gbk"), ("", "utf-8"), ("ascii", "utf-8")]
)
def test_an_encoding_that_is_asked_for_is_taken(
    asked: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of standard output, by the variable that Python has for it; what it lacks is escaped."""
    monkeypatch.setenv("PYTHONIOENCODING", asked)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    terminal.prepare_streams()
    terminal.write_out("任务\U0001f600\n")
    written = stream.buffer.getvalue()
    assert written == "任务\U0001f600\n".encode(encoding, "backslashreplace")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "2025-06-30", "overdue"), "选项 --as-of 要写在命令之后"),
        (("help", "overdu"), "是不是：overdue？"),
        (("list", "--standing", "lat"), "逾期 overdue、"),
        (("list", "--standing", "逾其"), "是不是：逾期 overdue？"),
        (("paper", "lettr"), "是不是：督办函 letter？"),
        (("--lang", "en", "list", "--section", "九"), "仍有差距; 二"),
    ],
)
def test_what_was_meant_is_told(arguments: tuple[str, ...], said: str) -> None:
    """An option before its command, a name that is misspelt, a value that is none: what would do is told."""
    result = run_cli(*arguments)
    assert result.code == 2
    assert said in result.err
    assert "KIND" not in result.err


def test_interrupted_while_loading_is_quiet() -> None:
    """Ctrl-C before the command is read ends like any other: 130, and no traceback."""
    script = """
import sys

class Stopped:
    def find_spec(self, name, path=None, target=None):
        if name == "ledger.cli.app":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stopped())
from ledger.__main__ import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, env=clean_environment()
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
