"""The READMEs and the page of the office: commands work and transcripts are what the program prints."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cli_tools import run_cli, spawn
from ledger.folder import read_folder
from ledger.judging.day import Day
from ledger.judging.select import Criteria
from ledger.locale import Words
from ledger.reading.load import load
from ledger.rendering.table import render_table
from ledger.reports.issues import overdue_report

ROOT = Path(__file__).resolve().parent.parent
FILES = {"README.md": "en", "README.zh-CN.md": "zh"}
PAGES = (*FILES, "docs/office.md", "docs/office.zh-CN.md")
WIDTH = 96


def commands_in(name: str, how: str = "tested") -> list[tuple[str, int]]:
    """The commands that a README marks as tested, and the exit code each promises."""
    found = []
    text = (ROOT / name).read_text("utf-8")
    for block in re.findall(rf"<!-- {how} -->\n```sh\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            command, _, comment = line.partition("   #")
            code = re.search(r"exits ([0-9])", comment)
            found.append((command.strip(), int(code[1]) if code else 0))
    return found


COMMANDS = [(name, *command) for name in PAGES for command in commands_in(name)]


def test_there_are_commands_to_test() -> None:
    """Both languages mark the same number of commands."""
    for one, other in (PAGES[:2], PAGES[2:]):
        for how in ("tested", "in order"):
            assert len(commands_in(one, how)) == len(commands_in(other, how)) > 8


@pytest.fixture(scope="module")
def code_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], int]:
    """The exit code of a command in a copy of the shipped ledger of its own; once where both files have it."""

    @cache
    def ended(command: str) -> int:
        folder = tmp_path_factory.mktemp("tour")
        shutil.copytree(ROOT / "data", folder / "data")
        (folder / "examples").symlink_to(ROOT / "examples")
        return run(folder, command)

    return ended


@pytest.mark.parametrize(("name", "command", "code"), COMMANDS)
def test_commands_work(code_of: Callable[[str], int], name: str, command: str, code: int) -> None:
    """Each command of the tour runs in a copy of the shipped ledger and exits as promised."""
    assert (code, name) == (code_of(command), name)


def run(folder: Path, command: str) -> int:
    """The exit code of a command of a README."""
    words = shlex.split(command)
    assert words[0] == "ledger"
    return run_cli(*words[1:], cwd=folder).code


def test_a_process_ends_as_a_run_in_this_one(scratch: Path) -> None:
    """The exit codes above are those that a shell sees: of a command that is at peace, and of one that is not."""
    for command in ("ledger overdue --as-of 2025-01-01", "ledger list --format no-such-format"):
        done = spawn(*shlex.split(command)[1:], cwd=scratch)
        assert done.returncode == run(scratch, command)


@pytest.mark.parametrize("name", PAGES)
def test_commands_in_order(scratch: Path, name: str) -> None:
    """The commands of working the ledger run one after another, in a repository of their own."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "plan"]):
        subprocess.run([*git, *arguments], cwd=scratch, check=True)
    commands = commands_in(name, "in order")
    assert len(commands) > 8
    for command, code in commands:
        if command.startswith("git "):
            subprocess.run([*git, *shlex.split(command)[1:]], cwd=scratch, check=True, capture_output=True)
        else:
            assert (command, code) == (command, run(scratch, command))


@pytest.mark.parametrize("name", FILES)
def test_transcript_is_what_the_program_prints(name: str) -> None:
    """The table at the top is the real one, 96 columns wide."""
    text = (ROOT / name).read_text("utf-8")
    (shown,) = re.findall(
        rf"<!-- transcript: ledger --lang {FILES[name]} overdue --lead 市水务局 --as-of 2025-01-01 -->\n```text\n(.*?)```",
        text,
        re.DOTALL,
    )
    day = date(2025, 1, 1)
    ledger = load(read_folder(str(ROOT)).tree).ledger
    report = overdue_report(Day(ledger, day), Criteria(lead=("市水务局",)))
    assert shown == render_table(report, Words(FILES[name]), room=WIDTH)
