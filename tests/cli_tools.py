"""Running the command line in tests: in this process where possible, else as ``python -m ledger``."""

import contextlib
import io
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from contract import checked
from ledger.cli.app import run

REPO = Path(__file__).resolve().parents[1]
PLAN = REPO / "data" / "source" / "plan.txt"

READING: tuple[tuple[str, ...], ...] = (
    ("overdue", "--as-of", "2025-01-01"),
    ("list", "--as-of", "2025-01-01"),
    ("due", "--as-of", "2024-12-11", "--within", "30d"),
    ("show", "19", "--as-of", "2025-01-01"),
    ("units", "--as-of", "2025-01-01"),
    ("units", "昆区", "--as-of", "2025-01-01"),
    ("stats", "--as-of", "2025-01-01"),
    ("stats", "--by", "lead", "--as-of", "2025-01-01"),
    ("ready", "--as-of", "2025-01-01"),
    ("pace", "--explain", "--as-of", "2025-01-01"),
    ("duties", "--as-of", "2025-01-01"),
    ("quiet", "--as-of", "2025-01-01"),
    ("reconcile", str(REPO / "examples" / "demo" / "superior.csv"), "--as-of", "2025-01-01"),
    ("supervise", "--suggest", "--as-of", "2025-02-01"),
    ("sql", "select id, due from issues", "--as-of", "2025-01-01"),
    ("import", str(PLAN)),
)
"""Commands that print a report with rows, with all that they need on a fixed day."""

ALL: tuple[tuple[str, ...], ...] = (
    *READING,
    ("check",),
    ("render",),
    ("report", "--brief", "--as-of", "2025-01-01"),
    ("brief", "昆区", "--as-of", "2025-01-01"),
    ("promises", "--as-of", "2025-01-01"),
    ("letters", "--as-of", "2025-01-01"),
    ("target", "14", "--as-of", "2025-01-01"),
    ("rounds", "--as-of", "2025-01-01"),
    ("complaints", "--as-of", "2025-01-01"),
    ("timeline", "--as-of", "2025-01-01"),
    ("calendar", "--as-of", "2025-01-01"),
    ("export", "--table", "issues", "-f", "csv", "--as-of", "2025-01-01"),
)
"""Every command once."""


class Result(NamedTuple):
    """How a run ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The records of a JSON answer."""
        return json.loads(self.out)["data"]

    @property
    def ids(self) -> list[str]:
        """The ids of the records of a JSON answer."""
        return [record["id"] for record in self.data]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def clean_environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without anything that changes an answer, and with ``env``."""
    drop = ("LEDGER_", "LC_", "PYTHON")
    names = {
        "LANG",
        "LANGUAGE",
        "COLUMNS",
        "LINES",
        "NO_COLOR",
        "FORCE_COLOR",
        "VTE_CJK_WIDTH",
        "PAGER",
        "TERM",
        "TZ",
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith(drop) and k not in names}
    return kept | dict(env or {})


@contextlib.contextmanager
def _at_home(cwd: Path | None, env: Mapping[str, str] | None) -> Iterator[None]:
    with mock.patch.dict(os.environ, clean_environment(env), clear=True), contextlib.chdir(cwd or REPO):
        yield


def run_cli(
    *args: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    room: int | None = None,
) -> Result:
    """Run ``ledger`` in this process; with ``room`` on a terminal of that width."""
    out = io.StringIO() if room is None else Terminal()
    err = io.StringIO()
    width = {} if room is None else {"COLUMNS": str(room)}
    with (
        _at_home(cwd, {**width, **(env or {})}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["ledger", *args]),
    ):
        code = run(args)
    return Result(code, out.getvalue(), err.getvalue())


def run_json(*args: str, **options: Any) -> Result:
    """Run ``ledger … --format json`` in this process; the answer, where there is one, keeps the contract."""
    result = run_cli(*args, "--format", "json", **options)
    if result.out:
        checked(result.out)
    return result


@cache
def of_shipped(*args: str, room: int | None = None) -> Result:
    """What a reading command shows of the shipped ledger, run once for all the tests that look at it.

    For tests that change nothing about the program or what it reads.
    """
    return run_cli(*args, room=room)


def of_shipped_json(*args: str) -> Result:
    """The same with ``--format json``."""
    return of_shipped(*args, "--format", "json")


def spawn(
    *args: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    python: Sequence[str] = (),
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m ledger`` as a process of its own."""
    return subprocess.run(
        [sys.executable, *python, "-m", "ledger", *args],
        cwd=cwd or REPO,
        env=clean_environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=600,
    )


def on_terminal(*args: str, columns: int, env: dict[str, str]) -> str:
    """What a process writes on a pseudo-terminal of ``columns`` columns; there is none on Windows."""
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "ledger", *args],
        cwd=REPO,
        env=clean_environment({"PAGER": "cat", **env}),
        stdin=slave,
        stdout=slave,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(slave)
        found = b""
        while True:
            try:
                block = os.read(master, 65536)
            except OSError:  # Linux tells the end so
                break
            if not block:
                break
            found += block
        process.wait(30)
    os.close(master)
    assert process.returncode == 0, found
    return found.decode("utf-8").replace("\r\n", "\n")


def copy_ledger(folder: Path) -> Path:
    """A copy of the shipped ledger below ``folder``; returns its root."""
    root = folder / "ledger"
    shutil.copytree(REPO / "data", root / "data")
    return root


def ask_nothing(root: Path) -> Path:
    """Make the policy of a ledger ask for nothing, so that a chain can be looked at by itself."""
    file = root / "data/plan.yaml"
    text = file.read_text("utf-8")
    for old, new in (
        ("complete_needs: [evidence, measures, milestones, targets]", "complete_needs: []"),
        ("close_needs: [similar, mechanism]", "close_needs: []"),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8", newline="\n")
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace the one occurrence of ``old`` in a file of a ledger."""
    file = root / path
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (path, old, text.count(old))
    file.write_text(text.replace(old, new), "utf-8", newline="\n")


def append_entries(root: Path, path: str, *entries: str) -> None:
    """Append entries, each in YAML flow style, to an issue file."""
    file = root / path
    text = file.read_text("utf-8").rstrip("\n")
    assert text.endswith("entries:")
    file.write_text("\n".join([text, *(f"- {entry}" for entry in entries)]) + "\n", "utf-8", newline="\n")
