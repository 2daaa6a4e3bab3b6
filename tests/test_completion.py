"""Completion of values in four shells and under both names, from files that are looked at only as far as needed."""

import contextlib
import io
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from cli_tools import REPO, clean_environment, copy_ledger, run_cli
from ledger.cli import completing
from ledger.cli import help as helping
from ledger.cli.app import run
from ledger.locale import LANGUAGES, Words
from ledger.rendering.text import width
from ledger.reports.facts import COLUMNS, WORDS_OF, choices

DEMO = {"LEDGER_ROOT": "examples/demo"}


def completed(line: str, shell: str = "fish", name: str = "ledger", env: dict[str, str] | None = None) -> str:
    """What a shell is offered for a line that is typed up to its end."""
    asked = {
        f"_{name.upper()}_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": line,
        **DEMO,
        **(env or {}),
    }
    if shell == "fish":
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    elif shell == "bash":
        asked |= {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    elif shell == "powershell":
        asked["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = line.rpartition(" ")[2]
    helping._build.cache_clear()  # commands that were built without completion are kept
    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.chdir(REPO),
        mock.patch.dict("os.environ", clean_environment(asked), clear=True),
        mock.patch("sys.argv", [name]),
        pytest.raises(SystemExit),
    ):
        run([])
    helping._build.cache_clear()
    return out.getvalue()


def values(line: str, env: dict[str, str] | None = None) -> list[str]:
    """The values offered in fish, without what they mean."""
    return [row.split("\t")[0] for row in completed(line, env=env).splitlines() if row]


def test_tasks_are_offered_with_their_titles() -> None:
    """Ids of the ledger that is asked, beside their titles; those that begin as typed."""
    assert values("ledger show 0") == [f"0{n}" for n in (1, 2, 3, 4, 5, 6, "7-1", "7-2", 8, 9)]
    assert "14\t再生水利用工作进展缓慢\n" in completed("ledger show 1") + "\n"
    assert values("ledger progress 21") == ["21"]
    assert values("ledger -C data show 0") == []
    assert values("ledger show 99") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("name", ["ledger", "taizhang"])
def test_every_shell_under_both_names(shell: str, name: str) -> None:
    """Each shell gets the unit under each name of the program, and a script that asks for it."""
    assert "昆区" in completed(f"{name} list --unit 昆", shell, name)
    with mock.patch("sys.argv", [name]), contextlib.redirect_stdout(io.StringIO()) as out:
        assert run(["--show-completion", shell]) == 0
    assert f"_{name.upper()}_COMPLETE" in out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_closed_lists(language: str) -> None:
    """States and the like by key and, where the language has words of its own, by these."""
    for option, prefix in WORDS_OF.items():
        offered = values(f"ledger list --{option} ", env={"LEDGER_LANG": language})
        assert set(choices(option)) <= set(offered)
        if language == "zh":
            assert {Words("zh")(f"{prefix}.{key}") for key in choices(option)} <= set(offered)


def test_lists_are_completed_behind_the_comma() -> None:
    """Of several values in one option the last is completed."""
    assert values("ledger list --columns number,ti") == ["number,title"]
    assert set(values("ledger list --columns ")) == set(COLUMNS)
    assert values("ledger list --section ")[:2] == ["一", "二"]
    assert "sarif" in values("ledger check -f ")
    assert "docx" in values("ledger report -f ")
    assert "L501" in values("ledger explain L50")


def test_only_titles_are_read(tmp_path: Path) -> None:
    """A file that is broken below its title, or has none, hides no other."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/05.yaml").write_bytes(b"title: \xff[\n: : :")
    (root / "data/issues/06.yaml").write_bytes(b"")
    found = dict(completing._tasks(str(root)))
    assert len(found) == 23
    assert found["06"] == ""
    assert found["14"] == "再生水利用工作进展缓慢"
    assert completing._title(str(tmp_path)) == ""


def test_an_argument_is_offered_what_it_takes() -> None:
    """The kind of a paper is none of a deadline; of what it is about tasks and units are offered."""
    assert "circular" in completed("ledger paper ")
    assert "immediate" not in completed("ledger paper ")
    assert "immediate" in completed("ledger list --kind ")
    assert {"14", "昆区"} <= {
        line.partition("\t")[0] for line in completed("ledger paper request ").splitlines()
    }


def test_scripts_are_shell() -> None:
    """The script for bash is one that bash can read."""
    script = run_cli("--show-completion", "bash").out
    assert subprocess.run(["bash", "-n"], input=script.encode(), check=False, cwd=REPO).returncode == 0


ASK = r"""
COMP_WORDS=(ledger show "$1"); COMP_CWORD=2; COMP_TYPE=$2; COLUMNS=$3
_ledger_completion "$PROGRAM"
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
exit 0
"""


def in_bash(typed: str, kind: int, columns: int, folder: Path) -> list[str]:
    """What bash is given for ``ledger show …`` by the script, asking in order to type (9) or to list (63)."""
    program = folder / "ledger"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ledger "$@"\n', "utf-8")
    program.chmod(0o755)
    script = run_cli("--show-completion", "bash").out + ASK
    done = subprocess.run(
        ["bash", "-c", script, "bash", typed, str(kind), str(columns)],
        capture_output=True,
        check=True,
        cwd=REPO,
        env=clean_environment({**DEMO, "PROGRAM": str(program)}),
        timeout=60,
    )
    assert done.stderr == b""
    return done.stdout.decode().splitlines()


def test_bash_lists_what_values_mean(tmp_path: Path) -> None:
    """Titles are shown while several are listed; what is typed is the value alone; nothing stays nothing."""
    listing, typing = 63, 9
    assert in_bash("07", listing, 60, tmp_path) == ["07-1  督察整改还需加强", "07-2  督察整改还需加强"]
    assert in_bash("07", typing, 60, tmp_path) == ["07-1", "07-2"]
    assert in_bash("14", listing, 60, tmp_path) == ["14"]
    assert in_bash("zz", listing, 60, tmp_path) == []
    narrow = in_bash("1", listing, 30, tmp_path)
    assert "13  尾闾水质未能稳定达到入黄…" in narrow
    assert all(width(line) <= 30 for line in narrow)
    assert in_bash("07", listing, 12, tmp_path) == ["07-1", "07-2"]


def test_scripts_for_bash_that_know_no_meanings() -> None:
    """A script that an earlier version has printed is answered with values alone."""
    assert completed("ledger show 07", "bash").split() == ["07-1", "07-2"]
