"""What git does to a ledger, and what the program says of it: bytes, files not committed, ranges, old and bare git."""

import contextlib
import hashlib
import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from cli_tools import REPO, edit, run_cli, spawn
from git_tools import Making, git, snapshot
from ledger.history import process
from ledger.history.worktree import GIT_ATTRIBUTES

BASE = REPO / "tests/cases/check/base"
ONE = "data/issues/01.yaml"
START = "- {date: 2024-11-05, type: start, by: 市水务局, text: 开会}\n"


def ledger_in(making: Making) -> Making:
    """The base ledger, as ``import --write`` leaves it, in the folder of a repository."""
    shutil.copytree(BASE, making.root, dirs_exist_ok=True)
    making.write(".gitattributes", GIT_ATTRIBUTES)
    return making


@pytest.fixture
def making(tmp_path: Path) -> Making:
    """A repository with the base ledger committed."""
    made = ledger_in(Making(tmp_path / "repo"))
    made.commit({})
    return made


@pytest.fixture
def inside(tmp_path: Path) -> Making:
    """A repository with the base ledger committed in a folder of it."""
    made = ledger_in(Making(tmp_path / "repo", "整改/台账"))
    made.commit({})
    return made


def add(making: Making, line: str, path: str = ONE) -> None:
    """Append a line to a file of the ledger."""
    file = making.root / path
    file.write_bytes(file.read_bytes() + line.encode())


# --- attributes -----------------------------------------------------------------------------------


def test_import_writes_what_keeps_bytes(tmp_path: Path) -> None:
    """A fresh ledger in a folder of a repository: git keeps evidence and text, and merges records."""
    making = Making(tmp_path / "repo", "台账")
    git(making.top, "config", "core.autocrlf", "true")
    (making.root / "data").mkdir()
    shutil.copy(BASE / "data/units.yaml", making.root / "data/units.yaml")
    done = run_cli("import", str(BASE / "data/source/plan.txt"), "--write", cwd=making.root)
    assert (done.code, "git 会改动" in done.err) == (0, False)
    table = "时间,读数\r\n1,2\r\n".encode()
    making.commit({"data/evidence/01/监测.csv": table})
    assert "缺失  git" not in run_cli("doctor", cwd=making.root).out
    git(tmp_path, "-c", "core.autocrlf=false", "clone", "-q", str(making.top), "clone")
    assert (tmp_path / "clone/台账/data/evidence/01/监测.csv").read_bytes() == table
    issue = tmp_path / "clone/台账" / ONE
    assert issue.read_bytes() == (making.root / ONE).read_bytes().replace(b"\r\n", b"\n")
    asked = git(making.top, "check-attr", "text", "merge", "--", "台账/data/evidence/01/x.yaml")
    assert [line.rpartition(": ")[2] for line in asked.splitlines()] == ["unset", "unset"]


def test_import_leaves_a_persons_attributes_and_says_what_they_lack(tmp_path: Path) -> None:
    """A ``.gitattributes`` that is there is not touched; the lines to add are printed, and are the right ones."""
    making = Making(tmp_path / "repo")
    making.write(".gitattributes", "*.csv text\n")
    (making.root / "data").mkdir()
    shutil.copy(BASE / "data/units.yaml", making.root / "data/units.yaml")
    done = run_cli("import", str(BASE / "data/source/plan.txt"), "--write", cwd=making.root)
    assert done.code == 0
    assert (making.root / ".gitattributes").read_text() == "*.csv text\n"
    lines = done.err.partition("git 会改动")[2].splitlines()[1:]
    bad = run_cli("doctor", cwd=making.root)
    assert (bad.code, "缺失  git 属性" in bad.out) == (2, True)
    making.write(".gitattributes", "*.csv text\n" + "".join(f"{line}\n" for line in lines))
    good = run_cli("doctor", cwd=making.root)
    assert "正常  git 属性：齐全" in good.out
    assert "schemas：没有" in good.out
    assert run_cli("init", cwd=making.root).code == 0
    assert "schemas：有" in run_cli("doctor", cwd=making.root).out


def test_doctor_asks_git_for_each_file(making: Making) -> None:
    """A later line, or one of the repository alone, that turns one kind of file back is seen."""
    making.commit({"data/evidence/01/a.csv": "1\r\n", "data/evidence/01/a.bin": b"\0"})
    assert "缺失  git" not in run_cli("doctor", cwd=making.root).out
    (making.top / ".git/info").mkdir(exist_ok=True)
    (making.top / ".git/info/attributes").write_text("*.csv text\n")
    done = run_cli("doctor", cwd=making.root)
    assert done.code == 2
    assert "data/evidence/01/a.csv" in done.out
    assert "a.bin" not in done.out


def test_doctor_notes_what_is_not_committed(making: Making) -> None:
    """How many files, and which; it is no fault, and not said to be as it should be."""
    making.commit({})
    good = run_cli("doctor", cwd=making.root)
    assert "正常  提交情况：都已提交" in good.out
    for name in ("a", "b", "c", "d"):
        making.write(f"data/evidence/01/{name}.txt", name)
    plan = "data/plan.yaml"
    making.write(plan, (making.root / plan).read_bytes() + b"# x\n")
    noted = run_cli("doctor", cwd=making.root)
    assert noted.code == good.code
    (line,) = (line for line in noted.out.splitlines() if "提交情况" in line)
    assert line.startswith("提示  ")
    assert "未纳入的 4 个" in line
    assert "改过的 1 个" in line


def test_record_says_when_evidence_will_not_keep_its_bytes(making: Making) -> None:
    """Evidence that git would convert is named by the record that brings it."""
    proof = making.top.parent / "监测.csv"
    proof.write_bytes(b"1,2\r\n")
    args = ("progress", "1", "--by", "九原区", "--date", "2024-11-06", "监测", "--evidence", str(proof))
    assert "git 会改动" not in run_cli(*args, cwd=making.root).err
    git(making.top, "checkout", "-q", ".")
    making.write(".gitattributes", "")
    assert "data/evidence/01/监测" in run_cli(*args, cwd=making.root).err


# --- files that are not committed -----------------------------------------------------------------


def test_what_is_not_committed_is_named_with_the_command(making: Making) -> None:
    """Changed and untracked files are told apart, and the command commits them all."""
    proof = making.top.parent / "e.txt"
    proof.write_text("x\n")
    args = ("progress", "1", "--by", "九原区", "--date", "2024-11-06", "文", "--evidence", str(proof))
    done = run_cli(*args, cwd=making.root)
    assert "未纳入的 1 个（data/evidence/01/e.txt）；改过的 1 个（data/issues/01.yaml）" in done.err
    assert 'git add data && git commit -m "台账记录"' in done.err
    for command in (("check",), ("diff",), ("audit",)):
        said = run_cli(*command, cwd=making.root)
        assert "data/evidence/01/e.txt" in said.err, command
    git(making.top, "commit", "-qam", "本月记录")  # the evidence is left behind
    assert "未纳入的 1 个（data/evidence/01/e.txt）" in run_cli("check", cwd=making.root).err
    git(making.root, "add", "data")
    git(making.root, "commit", "-qm", "补上")
    for command in (("check",), ("diff",), ("audit",)):
        assert "git add" not in run_cli(*command, cwd=making.root).err, command


def test_disclosing_says_what_to_add(making: Making) -> None:
    """The first disclosure makes a file that ``git commit -a`` leaves behind."""
    done = run_cli("disclose", "九原区", "--where", "网站", "--date", "2024-11-06", cwd=making.root)
    assert "未纳入的 1 个（data/disclosures.yaml）" in done.err


def test_the_command_works_from_above(inside: Making) -> None:
    """For a ledger in a folder the command names the folder."""
    add(inside, START)
    done = run_cli("-C", "整改/台账", "check", cwd=inside.top)
    assert 'git -C 整改/台账 add data && git -C 整改/台账 commit -m "台账记录"' in done.err
    git(inside.top, "-C", "整改/台账", "add", "data")
    git(inside.top, "-C", "整改/台账", "commit", "-m", "台账记录")
    assert "git" not in run_cli("-C", "整改/台账", "check", cwd=inside.top).err


def test_other_files_are_nobodys_business(making: Making) -> None:
    """What is no file of the ledger is not named, nor what lies hidden."""
    for path in ("notes.txt", "data/notes.txt", "data/issues/.01.yaml.swp", "data/evidence/.DS_Store"):
        making.write(path, "x")
    assert "git add" not in run_cli("check", cwd=making.root).err


def test_ignored_files_of_the_ledger_are_named(making: Making) -> None:
    """Evidence that ``.gitignore`` keeps out is never committed, which is said."""
    making.commit({".gitignore": "*.pdf\n"})
    making.write("data/evidence/01/意见.pdf", "x")
    assert "git add -f data/evidence/01/意见.pdf" in run_cli("check", cwd=making.root).err
    making.write(".gitignore", "data/evidence/\n")
    assert "data/evidence/" in run_cli("check", cwd=making.root).err.splitlines()[-1]


def test_nothing_on_standard_output_and_nothing_outside_git(making: Making, tmp_path: Path) -> None:
    """The answer stays data; a folder without a repository hears nothing; a commit is asked as it is."""
    add(making, START)
    done = run_cli("check", "-f", "json", cwd=making.root)
    assert json.loads(done.out)["data"] == []
    assert "git add" in done.err
    assert "git add" not in run_cli("check", "--rev", "HEAD", cwd=making.root).err
    shutil.copytree(making.root, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    assert "git" not in run_cli("check", cwd=tmp_path / "plain").err
    assert "git" not in run_cli("check", cwd=making.root, env={"PATH": str(tmp_path)}).err


def test_in_a_hook_what_is_in_the_index_is_being_committed(making: Making) -> None:
    """While git commits, only what will be left behind is named."""
    add(making, START)
    git(making.top, "add", "data")
    hook = {"GIT_INDEX_FILE": ".git/index"}
    assert "git add" not in run_cli("check", cwd=making.root, env=hook).err
    making.write("data/evidence/01/e.txt", "x")
    assert "e.txt" in run_cli("check", cwd=making.root, env=hook).err


# --- ranges ---------------------------------------------------------------------------------------


def test_a_request_is_compared_from_where_it_left(making: Making) -> None:
    """What came to main since does not look as if the branch had taken it away."""
    making.switch("-b", "side")
    add(making, START, "data/issues/02.yaml")
    branch = making.commit({}, "2025-01-02")
    making.switch("main")
    add(making, START)
    making.commit({}, "2025-01-03")
    plain = run_cli("diff", f"main..{branch}", "-f", "json", cwd=making.root)
    assert json.loads(plain.out)["counts"]["entry_gone"] == 1
    for text in (f"main...{branch}", f"main...{branch}~0"):
        done = run_cli("diff", text, "-f", "json", cwd=making.root)
        counts = json.loads(done.out)["counts"]
        assert (done.code, counts["entry_gone"], counts["entry_added"]) == (0, 0, 1)
    audited = run_cli("audit", f"main...{branch}", "-f", "json", cwd=making.root)
    assert json.loads(audited.out)["commits"] == 1
    making.switch("side")
    assert (
        run_cli("diff", "main...", cwd=making.root).out == run_cli("diff", "main...side", cwd=making.root).out
    )


def test_nothing_in_common_is_said(making: Making) -> None:
    """Two histories without a common commit have no place to begin at."""
    making.switch("--orphan", "other")
    making.commit({}, "2025-01-02")
    done = run_cli("diff", "main...other", cwd=making.root)
    assert done.code == 2
    assert "没有共同的提交" in done.err


# --- where a forge shows what was found -----------------------------------------------------------


@pytest.mark.parametrize("form", ["github", "sarif", "gitlab", "junit"])
def test_paths_are_rooted_at_the_repository(inside: Making, form: str) -> None:
    """A run inside the ledger's folder names the same files as one from the top."""
    add(inside, "- {date: 2024-11-05}\n")
    within = run_cli("check", "-f", form, cwd=inside.root)
    above = run_cli("-C", "整改/台账", "check", "-f", form, cwd=inside.top)
    assert within.out == above.out
    named = (
        "%E6%95%B4%E6%94%B9/%E5%8F%B0%E8%B4%A6/data" if form == "sarif" else "整改/台账/data/issues/01.yaml"
    )
    assert named in within.out


def test_paths_of_an_audit_are_rooted_at_the_repository(inside: Making) -> None:
    """The audit's annotations as well."""
    edit(inside.root, ONE, "title: 再生水管网建设滞后", "title: 再生水管网建设")
    inside.commit({}, "2025-01-02")
    assert "file=整改/台账/data/issues/01.yaml" in run_cli("audit", "-f", "github", cwd=inside.root).out


# --- bare repositories, old git, git that hangs ---------------------------------------------------


def test_a_bare_repository_answers(making: Making, tmp_path: Path) -> None:
    """Reports of a revision, audit, log and comparisons of two commits, as in a work tree."""
    add(making, START)
    making.commit({}, "2025-01-02")
    git(tmp_path, "clone", "-q", "--bare", str(making.top), "bare.git")
    for args in (
        ("list", "--rev", "HEAD", "--as-of", "2025-01-01", "-f", "json"),
        ("check", "--rev", "main"),
        ("audit",),
        ("log", "-f", "json"),
        ("blame", "1", "-f", "json"),
        ("diff", "HEAD~1..HEAD", "-f", "json"),
        ("diff", "HEAD~1...HEAD", "-f", "json"),
    ):
        plain, bare = (run_cli(*args, cwd=folder) for folder in (making.root, tmp_path / "bare.git"))
        assert (bare.code, bare.out) == (0, plain.out), args
        assert run_cli("-C", "bare.git", *args, cwd=tmp_path).out == plain.out, args
    done = run_cli("diff", "HEAD~1", cwd=tmp_path / "bare.git")
    assert (done.code, "裸仓库" in done.err) == (2, True)
    assert run_cli("diff", cwd=tmp_path / "bare.git").code == 2


def _git_that(folder: Path, script: str) -> dict[str, str]:
    """An environment in which ``git`` is this script; ``$REAL`` is the real one."""
    program = folder / "bin/git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nREAL={shutil.which('git')}\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:/usr/bin:/bin"}


def test_an_old_git_is_told_to_be_old(making: Making, tmp_path: Path) -> None:
    """A git that does not know ``--end-of-options`` gives the right reason, not that there is no commit."""
    script = """\
for word in "$@"; do
  test "$word" = version && { echo "git version 2.20.1 (Apple Git-117)"; exit; }
  test "$word" = --end-of-options && { echo "fatal: bad revision '--end-of-options'" >&2; exit 128; }
done
exec $REAL "$@"
"""
    env = _git_that(tmp_path, script)
    for args in (("audit",), ("list", "--rev", "HEAD"), ("diff",)):
        done = run_cli(*args, cwd=making.root, env=env)
        assert (done.code, "git 2.20.1 太旧" in done.err) == (2, True), (args, done.err)


def test_an_ancient_git_is_told_to_be_old(making: Making, tmp_path: Path) -> None:
    """One that does not even know our options."""
    script = """\
test "$#" -gt 9 && case "$*" in *version) echo "git version 1.7.1"; exit;; esac
echo "Unknown option: --literal-pathspecs" >&2; exit 129
"""
    done = run_cli("audit", cwd=making.root, env=_git_that(tmp_path, script))
    assert (done.code, "git 1.7.1 太旧" in done.err) == (2, True), done.err


@pytest.mark.parametrize("word", ["rev-parse", "rev-list", "cat-file", "status"])
def test_a_git_that_hangs_is_given_up(
    making: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    """Whatever git was asked, a command ends; ``check`` does not need git at all."""
    monkeypatch.setattr(process, "SILENCE", 0.3)
    script = f'case " $* " in *" {word} "*) sleep 30;; *) exec $REAL "$@";; esac'
    env = _git_that(tmp_path, script)
    done = run_cli("audit", cwd=making.root, env=env)
    if word != "status":
        assert (done.code, "没有回应" in done.err) == (2, True), done.err
    assert run_cli("check", cwd=making.root, env=env).code == 0


# --- evidence that git changed ---------------------------------------------------------------------

TABLE = "时间,读数\r\n1,2\r\n".encode()


def recorded(making: Making, sha: str, name: str = "监测.csv") -> str:
    """A record that names evidence by its checksum."""
    add(
        making,
        f"- {{date: 2024-11-06, type: progress, by: 九原区, text: 文, evidence: [{{path: evidence/01/{name},"
        f" sha256: {sha}}}]}}\n",
    )
    return f"data/evidence/01/{name}"


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (TABLE, ""),
        (TABLE.replace(b"\r\n", b"\n"), "只有换行不同"),
        (TABLE.replace(b"1,2", b"1,3"), "内容变了"),
        (TABLE.replace(b"1,2\r\n", b"1,2\n"), "只有换行不同"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 21\n", "git LFS 的指针"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 21\n", "内容变了"),
    ],
)
def test_why_evidence_differs_is_said(making: Making, held: bytes, said: str) -> None:
    """Line ends and pointers are told from another content, in the folder and at a commit."""
    sha = hashlib.sha256(TABLE).hexdigest()
    path = recorded(making, sha)
    making.commit({path: held.replace(b"%s", sha.encode())}, "2025-01-02")
    for args in (("check",), ("check", "--rev", "HEAD")):
        done = run_cli(*args, cwd=making.root)
        assert (done.code, "L311" in done.out) == ((1, True) if said else (0, False)), args
        assert said in done.out


def test_a_file_with_lf_that_came_back_with_crlf(making: Making) -> None:
    """The other direction: recorded with LF, checked out with CRLF."""
    plain = TABLE.replace(b"\r\n", b"\n")
    path = recorded(making, hashlib.sha256(plain).hexdigest())
    making.write(path, TABLE)
    assert "只有换行不同" in run_cli("check", cwd=making.root).out
    english = run_cli("check", "--lang", "en", cwd=making.root).out
    assert "only the line ends differ" in english
    assert "data/evidence/** -text" in english


# --- merges ---------------------------------------------------------------------------------------


def merged(making: Making, ours: str, theirs: str) -> None:
    """Merge two branches that each append to an issue in their way."""
    making.switch("-b", "side")
    add(making, theirs)
    making.commit({}, "2025-01-02")
    making.switch("main")
    add(making, ours)
    making.commit({}, "2025-01-03")
    making.merge("side", "2025-01-04")


def test_records_that_a_merge_may_fuse_are_an_error(making: Making) -> None:
    """Two records in block style become one that nobody wrote; it is an error, with the line to paste."""
    head = "- date: 2025-01-02\n  type: progress\n  by: 九原区\n"
    merged(making, f"{head}  measure: 2\n", f"{head}  text: 甲\n")
    done = run_cli("check", "-f", "json", cwd=making.root)
    (found,) = json.loads(done.out)["data"]
    assert (done.code, found["code"], found["field"]) == (1, "L638", "entries.0")
    line = "- {date: 2025-01-02, type: progress, by: 九原区, measure: 2, text: 甲}"
    assert f"“{line}”" in found["hint"]
    text = (making.root / ONE).read_text("utf-8")
    making.write(ONE, f"{text.partition(chr(10) + 'entries:')[0]}\nentries:\n{line}\n")
    assert run_cli("check", cwd=making.root).code == 0


def test_records_on_one_line_are_merged(making: Making) -> None:
    """The control: what the program writes is kept from both sides."""
    merged(making, START, START.replace("2024-11-05", "2024-11-06"))
    assert run_cli("check", cwd=making.root).code == 0
    assert (making.root / ONE).read_bytes().count(b"\n- {date: 2024-11-0") == 2


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ("- {date: 2024-11-05, type: progress, by: 九原区, text: 甲}\n", []),
        ("- {date: 2024-11-05, type: progress, by: 九原区, text: 甲}\r\n", []),
        ("- {date: 2024-11-05, type: progress, by: 九原区, text: 甲} # 说明\n# 另一行\n\n", []),
        ("-   {date: 2024-11-05, type: progress, by: 九原区, text: 甲}", []),
        ('- {date: 2024-11-05, type: progress, by: 九原区, text: "a}\n\n  b"}\n', ["L638"]),
        ("- {date: 2024-11-05, type: progress,\n  by: 九原区, text: 甲}\n", ["L638"]),
        ("- date: 2024-11-05\n  type: progress\n  by: 九原区\n  text: 甲\n", ["L638"]),
    ],
)
def test_what_stands_on_one_line(making: Making, record: str, found: list[str]) -> None:
    """Braces on a line, with remarks and blank lines between, are fine; all else is told."""
    add(making, record)
    done = run_cli("check", "-f", "json", "--ignore", "L104", cwd=making.root)
    assert [one["code"] for one in json.loads(done.out)["data"]] == found


def test_disclosures_over_lines_are_an_error(making: Making) -> None:
    """The other file that records are appended to."""
    text = "disclosures:\n- {date: 2025-05-05, unit: 九原区, where: 网站}\n"
    text += "- date: 2025-05-06\n  unit: 九原区\n  where: 报纸\n"
    making.write("data/disclosures.yaml", text)
    done = run_cli("check", "-f", "json", cwd=making.root)
    (found,) = json.loads(done.out)["data"]
    assert (found["code"], found["field"]) == ("L638", "disclosures.1")
    assert "- {date: 2025-05-06, unit: 九原区, where: 报纸}" in found["hint"]


def test_a_file_doubled_by_a_merge_is_one_finding(making: Making) -> None:
    """One side with CRLF: the whole file stands twice, and that is what is said."""
    making.commit({".gitattributes": "data/issues/*.yaml merge=union\n"}, "2025-01-01")
    making.switch("-b", "side")
    add(making, START)
    making.commit({ONE: (making.root / ONE).read_bytes().replace(b"\n", b"\r\n")}, "2025-01-02")
    making.switch("main")
    add(making, START.replace("2024-11-05", "2024-11-06"))
    making.commit({}, "2025-01-03")
    making.merge("side", "2025-01-04")
    done = run_cli("check", "-f", "json", cwd=making.root)
    assert [one["code"] for one in json.loads(done.out)["data"] if one["severity"] == "error"] == ["L122"]
    made = ledger_in(Making(making.top.parent / "kept"))
    made.commit({}, "2025-01-01")
    made.switch("-b", "side")
    add(made, START)
    made.commit({ONE: (made.root / ONE).read_bytes().replace(b"\n", b"\r\n")}, "2025-01-02")
    made.switch("main")
    add(made, START.replace("2024-11-05", "2024-11-06"))
    made.commit({}, "2025-01-03")
    made.merge("side", "2025-01-04")
    assert run_cli("check", cwd=made.root).code == 0  # with the attributes that import writes


# --- programs in the folder of a ledger -----------------------------------------------------------


def started(folder: Path, *python: str, env: dict[str, str] | None = None) -> tuple[int, str, bool]:
    """Run ``python -m ledger`` in a folder: exit code, complaints, and whether a program there was run."""
    done = spawn("check", cwd=folder, python=python, env={"PYTHONPATH": str(REPO / "src"), **(env or {})})
    return done.returncode, done.stderr.decode(), (folder / "fired").exists()


@pytest.mark.parametrize("name", ["yaml.py", "typer.py", "pydantic/__init__.py", "rich.py"])
def test_a_module_in_the_folder_is_not_run(making: Making, name: str) -> None:
    """``python -m ledger`` refuses before it imports anything; with ``-P`` the file is only a file."""
    making.write(name, "open('fired', 'w').close()\n")
    code, said, fired = started(making.root)
    assert (code, fired) == (2, False)
    assert name.partition("/")[0] in said
    assert "python -P -m ledger" in said
    code, _, fired = started(making.root, "-P")
    assert (code, fired) == (0, False)


def test_an_empty_part_of_the_path_is_no_way_in(making: Making) -> None:
    """``PYTHONPATH=:…`` means the current folder as well."""
    making.write("yaml.py", "open('fired', 'w').close()\n")
    code, _, fired = started(making.root, "-P", env={"PYTHONPATH": f":{REPO / 'src'}"})
    assert (code, fired) == (2, False)


def test_a_module_that_python_has_run_already_is_told(making: Making) -> None:
    """What Python imports before it comes to us cannot be helped, but is said."""
    making.write("contextlib.py", "open('fired', 'w').close()\nfrom contextlib_ import *\n")
    shutil.copy(contextlib.__file__, making.root / "contextlib_.py")
    code, said, fired = started(making.root)
    if fired:
        assert (code, "contextlib.py" in said) == (2, True)
    else:
        assert code == 0


@pytest.mark.parametrize("name", ["test.py", "notes.py", "json.py", "setup.py", "tools/__init__.py"])
def test_other_files_are_left_in_peace(making: Making, name: str) -> None:
    """A file that no module of ours or of a library is named like stops nobody, and is not run."""
    making.write(name, "open('fired', 'w').close()\n")
    code, _, fired = started(making.root)
    assert (code, fired) == (0, False)


def test_nobody_is_told_to_run_the_folder() -> None:
    """Documents, hooks and workflows name ``ledger``, or ``python -P -m ledger``."""
    files = [*REPO.glob("*.md"), *REPO.glob("docs/*.md"), *REPO.glob(".github/workflows/*.yml")]
    files += [REPO / "Makefile", REPO / ".pre-commit-hooks.yaml", *REPO.glob("examples/**/*.y*ml")]
    assert len(files) > 10
    assert [file.name for file in files if "python -m ledger" in file.read_text("utf-8")] == []


# --- words for settings ---------------------------------------------------------------------------


def test_settings_are_told_in_words(making: Making) -> None:
    """A plan that comes, and days of supervision that change: no Python in the log or the comparison."""
    plan = (making.root / "data/plan.yaml").read_text("utf-8")
    days = "  supervise_days: {reminder: 1, letter: 20, listed: null}\n"
    making.commit({"data/plan.yaml": plan + days}, "2025-01-02")
    making.commit({"data/plan.yaml": (plan + days).replace("20", "25", 1)}, "2025-01-03")
    making.commit({"data/plan.yaml": None}, "2025-01-04")
    making.commit({"data/plan.yaml": plan}, "2025-01-05")
    for command in (("log",), ("diff", "..HEAD"), ("log", "--lang", "en"), ("diff", "..HEAD", "-f", "md")):
        done = run_cli(*command, cwd=making.root)
        assert done.code == 0
        assert "{'" not in done.out, command
        assert "['" not in done.out, command
    assert "policy.supervise_days：— → 提醒函 1、督办函 20、挂牌督办 —" in run_cli("log", cwd=making.root).out
    english = run_cli("log", "--lang", "en", cwd=making.root).out
    assert "→ reminder: 1, letter: 20, listed supervision: —" in english
    data = json.loads(run_cli("log", "-f", "json", cwd=making.root).out)["data"]
    held = [one["new"] for one in data if one["field"] == "policy.supervise_days"]
    assert {"reminder": "1", "letter": "20", "listed": None} in held


# --- a set of records, killed between two files ---------------------------------------------------


def killed_between(root: Path, *args: str) -> None:
    """Run a command in a process that is killed after the first file of two was put in its place."""
    child = os.fork()
    if not child:
        real = os.replace

        def replace(source: str, target: str) -> None:
            real(source, target)
            if str(target).endswith("01.yaml"):
                os.kill(os.getpid(), signal.SIGKILL)

        with mock.patch.object(os, "replace", replace):
            run_cli(*args, cwd=root)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


TWO = ("record", "1", "2", "start", "--by", "市水务局", "--date", "2024-11-05", "开会")


def test_a_set_that_was_killed_half_way_is_told_and_completed(making: Making) -> None:
    """Until it is whole everybody is told; the next run that writes completes it, whatever it records."""
    before = snapshot(making.root / "data")
    killed_between(making.root, *TWO)
    held = [b"2024-11-05" in (making.root / f"data/issues/0{n}.yaml").read_bytes() for n in (1, 2)]
    assert held == [True, False]
    done = run_cli("check", cwd=making.root)
    assert (done.code, "L123" in done.out) == (1, True)
    assert "L123" in run_cli("list", cwd=making.root).err
    assert "被打断" in run_cli("doctor", cwd=making.root).out
    other = ("progress", "1", "--by", "九原区", "--date", "2024-11-06", "文")
    done = run_cli(*other, cwd=making.root)
    assert (done.code, "已补写：data/issues/02.yaml" in done.err) == (0, True)
    held = [b"2024-11-05" in (making.root / f"data/issues/0{n}.yaml").read_bytes() for n in (1, 2)]
    assert held == [True, True]
    assert snapshot(making.root / "data").keys() == before.keys()
    assert run_cli("check", cwd=making.root).code == 0


def test_a_set_whose_rest_was_changed_by_hand_is_not_forced(making: Making) -> None:
    """What a person wrote since is kept; the command is refused once, and run again it writes what is missing."""
    killed_between(making.root, *TWO)
    add(making, "# 手写的一行\n", "data/issues/02.yaml")
    done = run_cli(*TWO, cwd=making.root)
    assert (done.code, "data/issues/02.yaml" in done.err) == (1, True)
    assert run_cli(*TWO, cwd=making.root).code == 0
    text = (making.root / "data/issues/02.yaml").read_text("utf-8")
    assert text.index("# 手写的一行") < text.index("2024-11-05")
    assert run_cli("check", cwd=making.root).code == 0


@pytest.mark.parametrize(
    "item",
    [
        {"path": "data/../../out", "aside": ".out.1.tmp", "old": None},
        {"path": "../out", "aside": ".out.1.tmp", "old": None},
        {"path": "data/issues/03.yaml", "aside": "../../../.out.1.tmp", "old": None},
        {"path": "data/issues/03.yaml", "aside": "01.yaml", "old": None},
        {"path": ".git/hooks/pre-commit", "aside": ".pre-commit.1.tmp", "old": None},
        {"path": 1, "aside": None},
        "x",
    ],
)
def test_a_note_that_somebody_else_wrote_moves_nothing(making: Making, item: Any) -> None:
    """Only a hidden file beside a file of the ledger may take its place."""
    (making.top.parent / ".out.1.tmp").write_text("x")
    (making.root / ".git/hooks/.pre-commit.1.tmp").write_text("x")
    making.write("data/.unfinished", json.dumps([item]))
    before = snapshot(making.top.parent)
    done = run_cli("progress", "1", "--by", "九原区", "--date", "2024-11-06", "文", cwd=making.root)
    assert done.code == 0
    after = snapshot(making.top.parent)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed == {"repo/data/.unfinished", f"repo/{ONE}"}
