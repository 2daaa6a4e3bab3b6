"""Systems that the tests do not run on: what the code does where the name of the system is another.

What the system itself does there (sharing of open files, times of files, consoles) these tests cannot show.
"""

import errno
import os
import shlex
import sys
import zoneinfo
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli_tools import copy_ledger, run_cli
from ledger.cli import check, shell, terminal
from ledger.cli.errors import CommandError
from ledger.cli.session import display_prefix
from ledger.writing import locking

WORDS = ["data", "佐证 1.pdf", "昆区", "A&B", '他说"好"', "--demand", "说明原因，报送计划"]


def on_windows(monkeypatch: pytest.MonkeyPatch, function: Callable[[], Any]) -> Any:
    """What a function gives where the system is called Windows; only meanwhile, as pathlib would fail."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        return function()


def test_words_for_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell of Unix reads the words back; one of Windows gets double quotes and never single ones."""
    assert shlex.split(shell.joined(WORDS)) == WORDS
    line = on_windows(monkeypatch, lambda: shell.joined(WORDS))
    assert "'" not in line
    assert line.startswith('data "佐证 1.pdf" 昆区 "A&B" ')
    assert "--demand" in line.split()


def test_a_closed_pipe_is_quiet_there_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Windows calls it an invalid argument; here that is an error like any other."""

    def write(_: str) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    file = (tmp_path / "out").open("w", encoding="utf-8")
    stream: Any = SimpleNamespace(write=write, flush=lambda: None, fileno=file.fileno, name="<stdout>")
    with file:
        on_windows(monkeypatch, lambda: terminal._write(stream, "x"))
        with pytest.raises(CommandError):
            terminal._write(stream, "x")


def other_drive(*_: str) -> str:
    """What ``os.path.relpath`` does between two drives."""
    raise ValueError("path is on mount 'D:', start on mount 'C:'")


def test_a_ledger_on_another_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no way from one drive to another: whole paths are shown, a file there is not in the ledger."""
    monkeypatch.setattr(os.path, "relpath", other_drive)
    assert display_prefix("D:/台账") == "D:/台账/"
    with pytest.raises(CommandError) as told:
        check._inside("C:/a.yaml", "D:/台账")
    assert told.value.key == "error.not_in_ledger"


@pytest.fixture
def msvcrt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Its lock, which another run holds for three times ten seconds."""
    tried: list[int] = []

    def hold(_: int, mode: int, size: int) -> None:
        tried.append(mode)
        assert size == 1
        if len(tried) < 4:
            raise OSError(errno.EDEADLK, "Resource deadlock avoided")

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=hold, LK_LOCK=1))
    return tried


def test_a_run_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, msvcrt: list[int]) -> None:
    """However long another run writes; and no file of the lock is left to be committed."""
    (tmp_path / "data").mkdir()
    root, held = str(tmp_path), []

    def hold() -> None:
        with locking.locked(root):
            held.append(os.path.exists(os.path.join(root, "data", ".lock")))

    on_windows(monkeypatch, hold)
    assert held == [True]
    assert len(msvcrt) == 4
    assert os.listdir(tmp_path / "data") == []


def test_another_failure_of_the_lock_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, msvcrt: list[int]
) -> None:
    """What is no waiting is not waited for."""
    (tmp_path / "data").mkdir()
    msvcrt.extend([1] * 4)

    def refuse(*_: int) -> None:
        raise OSError(errno.EBADF, "Bad file descriptor")

    monkeypatch.setattr(sys.modules["msvcrt"], "locking", refuse)

    def hold() -> None:
        with locking.locked(str(tmp_path)):
            pytest.fail("held")

    with pytest.raises(OSError, match="Bad file"):
        on_windows(monkeypatch, hold)


def test_without_the_time_zones_of_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Windows has no database of time zones: calendar files bring their own (tzdata), nothing else needs one."""
    assert any(one.startswith("tzdata") for one in metadata.requires("icalendar") or ())
    root = copy_ledger(tmp_path)
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
    try:
        with monkeypatch.context() as patch:
            for name in ["tzdata", *(name for name in sys.modules if name.startswith("tzdata."))]:
                patch.setitem(sys.modules, name, None)
            with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
                zoneinfo.ZoneInfo("Asia/Shanghai")
            assert run_cli("-C", str(root), "overdue").code == 0
            assert run_cli("-C", str(root), "report", "-o", "report.docx", cwd=tmp_path).code == 0
        assert run_cli("-C", str(root), "calendar", "-o", "days.ics", cwd=tmp_path).code == 0
    finally:
        zoneinfo.reset_tzpath()
