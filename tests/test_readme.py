"""The READMEs tell the truth: their commands are run, and what they print is compared."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_tools import PLAN, REPO, clean_environment, copy_ledger, run_cli

LANGUAGES = {"README.md": "en", "README.zh-CN.md": "zh"}
MOST_LINES = 200

_BLOCK = re.compile(
    r"^<!-- (?P<mark>tested|output|transcript: .*?) -->\n```(?:sh|text)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_TRANSCRIPT = re.compile(r"transcript: ledger (?P<args>.*) \((?P<room>\d+) columns\)")
_EXITS = re.compile(r"# exits (\d+)$")

readme = pytest.mark.parametrize("name", LANGUAGES)


def blocks(name: str) -> Iterator[tuple[str, str]]:
    """The marked blocks of a README in order: mark and text."""
    for match in _BLOCK.finditer((REPO / name).read_text("utf-8")):
        yield match["mark"], match["body"]


def commands(name: str) -> list[str]:
    """The lines of the tested blocks."""
    return [line for mark, body in blocks(name) if mark == "tested" for line in body.splitlines()]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A scratch project: the shipped data, a plan to import and ``.venv/bin/ledger``."""
    root = copy_ledger(tmp_path)
    (root / "PLAN.txt").write_bytes(PLAN.read_bytes())
    program = root / ".venv" / "bin" / "ledger"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ledger "$@"\n', "utf-8")
    program.chmod(0o755)
    return root


@readme
def test_commands_and_their_output(name: str, project: Path) -> None:
    """Every line of a tested block ends as it says, and prints what an output block after it shows."""
    printed = None
    for mark, body in blocks(name):
        if mark == "output":
            assert printed == body
        if mark != "tested":
            continue
        for line in body.splitlines():
            expected = _EXITS.search(line)
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", line],
                cwd=project,
                env=clean_environment({"LEDGER_LANG": LANGUAGES[name]}),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=60,
            )
            printed = done.stdout.decode()
            assert done.returncode == (int(expected[1]) if expected else 0), (line, printed)


@readme
def test_transcripts_are_real(name: str) -> None:
    """What is shown as a transcript is what a terminal of that width shows."""
    found = [(match, body) for mark, body in blocks(name) if (match := _TRANSCRIPT.fullmatch(mark))]
    assert [match["args"].removeprefix("--lang en ") for match, _ in found] == ["overdue --as-of 2025-01-01"]
    for match, body in found:
        result = run_cli(*match["args"].split(), room=int(match["room"]), env={"NO_COLOR": "1"})
        assert (result.code, result.out) == (0, body)


def test_both_languages_have_the_same_commands() -> None:
    """The Chinese README is a full counterpart: same tested commands, same number of sections."""
    english, chinese = LANGUAGES
    assert commands(english) == commands(chinese) != []
    heads = [re.findall(r"^#+ ", (REPO / name).read_text("utf-8"), re.MULTILINE) for name in LANGUAGES]
    assert heads[0] == heads[1]


@readme
def test_readme_is_short_and_its_links_lead_somewhere(name: str) -> None:
    """At most 200 lines, and every relative link names a file that is there."""
    text = (REPO / name).read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (REPO / link).exists()] == []
