"""The command blocks of pages: run in order in a folder of their own, and what they print compared.

A block of ``sh`` on a page stands below one of

    <!-- told -->               it is run; a block of ``text`` right below it is what it prints, on both streams
    <!-- not run: REASON -->    it is not, and says why

A command that ends with a comment ``# exits 1`` ends so.  ``LEDGER_PAGES=write`` (make transcripts) puts what is
printed now into the pages; the difference is to be read before it is committed.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from cli_tools import REPO, clean_environment

_BLOCK = re.compile(
    r"(?:<!-- (?P<mark>[^>]*) -->\n)?```sh\n(?P<code>.*?)```\n(?:\n?```text\n(?P<shown>.*?)```\n)?", re.DOTALL
)
_COMMIT = re.compile(r"\b(?:[0-9a-f]{40}|[0-9a-f]{10})\b")
"""The name of a commit, which depends on the day of an import; pages show … in its place."""
WIDTH = 100


class Block(NamedTuple):
    """A block of commands: its mark, its lines, what stands below it, and where that is in the page."""

    mark: str
    code: str
    shown: str | None
    place: tuple[int, int]


def blocks(text: str) -> list[Block]:
    """The blocks of commands of a page."""
    return [
        Block(found["mark"] or "", found["code"], found["shown"], found.span("shown"))
        for found in _BLOCK.finditer(text)
    ]


def _prepared(folder: Path) -> dict[str, str]:
    """An environment in which ``ledger`` is the program of this checkout at a fixed width."""
    (folder / "project").symlink_to(REPO)
    tools = folder / "bin"
    tools.mkdir()
    program = tools / "ledger"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m ledger --width {WIDTH} "$@"\n', "utf-8")
    program.chmod(0o755)
    return {
        "PATH": f"{tools}:{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(folder),
        "PROJECT": "../project",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": "2025-03-02 12:00:00 +0800",
        "GIT_COMMITTER_DATE": "2025-03-02 12:00:00 +0800",
        "GIT_AUTHOR_NAME": "示例",
        "GIT_AUTHOR_EMAIL": "office@example.org",
        "GIT_COMMITTER_NAME": "示例",
        "GIT_COMMITTER_EMAIL": "office@example.org",
        "LC_ALL": "C.UTF-8",
    }


def code_of(line: str) -> int:
    """The exit code that a line promises."""
    found = re.search(r"# exits ([0-9])$", line.rstrip())
    return int(found[1]) if found else 0


def run_page(text: str, folder: Path, language: str) -> list[tuple[Block, int, int, str]]:
    """Each block that is to be run: what its last line promises to end with, how it ended, and what it printed."""
    environment = clean_environment(_prepared(folder) | {"LEDGER_LANG": language})
    (folder / "work").mkdir()
    ran = []
    for block in blocks(text):
        if block.mark != "told":
            continue
        done = subprocess.run(
            ["bash", "-e", "-c", block.code],
            cwd=folder / "work",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=300,
        )
        printed = _COMMIT.sub("…", done.stdout.decode("utf-8").replace(str(folder / "work"), "…"))
        promised = code_of(block.code.rstrip().splitlines()[-1])
        ran.append((block, promised, done.returncode, "\n".join(map(str.rstrip, printed.splitlines()))))
    return ran
