"""docs/commands.md and docs/commands.zh-CN.md: every command with its options and examples, from its own help.

`python tools/command_pages.py` writes them; with `--check` it only says whether they are up to date.
"""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from ledger.cli.app import SECTIONS, run
from ledger.locale import Words
from made import write_or_check

DOCS = Path(__file__).resolve().parent.parent / "docs"
FILES = {"en": DOCS / "commands.md", "zh": DOCS / "commands.zh-CN.md"}
INNER = {
    "letter": ("send", "reply", "void"),
    "complaints": ("list", "show", "stats", "overdue", "public", "record", "import"),
}
"""Commands that have commands of their own."""

INTRO = {
    "en": """\
# Commands

[中文](commands.zh-CN.md)

Every command with its options and examples, as `ledger help COMMAND` shows them. This page is made of the program (`make docs`); each
example is run by a test. What commands give to scripts: [json.md](json.md).
""",
    "zh": """\
# 命令

[English](commands.md)

每个命令及其选项和示例，与 `ledger help 命令` 显示的相同。本页由程序生成（`make docs`），示例都由测试运行过。
供脚本使用的输出见 [json.zh-CN.md](json.zh-CN.md)。
""",
}


def helped(command: str, language: str) -> str:
    """The help of a command at 80 columns."""
    out = io.StringIO()
    environment = {"LEDGER_LANG": language, "COLUMNS": "80", "PATH": os.environ.get("PATH", "")}
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch.object(sys, "argv", ["ledger"]),
        contextlib.redirect_stdout(out),
    ):
        run([*command.split(), "--help"])
    return "\n".join(line.rstrip() for line in out.getvalue().strip("\n").split("\n"))


def page(language: str) -> str:
    """The whole page."""
    say = Words(language)
    made = [INTRO[language], "## ledger", "", "```text", helped("", language), "```", ""]
    for section, names in SECTIONS.items():
        made += [f"## {say(section)}", ""]
        for name in names:
            for command in (name, *(f"{name} {inner}" for inner in INNER.get(name, ()))):
                made += [f"### {command}", "", "```text", helped(command, language), "```", ""]
    return "\n".join(made).rstrip("\n") + "\n"


def printed(language: str) -> str:
    """The page as a new process makes it."""
    command = [sys.executable, __file__, "--print", language]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})
    return done.stdout.decode("utf-8")


def main() -> int:
    """Write the pages, or only look at them; each is made by a process of its own, as help is in one language."""
    if len(sys.argv) > 2 and sys.argv[1] == "--print":
        sys.stdout.write(page(sys.argv[2]))
        return 0
    return write_or_check({path: printed(language) for language, path in FILES.items()}, __file__)


if __name__ == "__main__":
    sys.exit(main())
