"""What output is drawn on: colour, width, pager, and terminals that draw ambiguous characters wide."""

import io
import re
import threading
import unicodedata
from pathlib import Path

import pytest

from cli_tools import READING, Terminal, on_terminal, run_cli
from ledger.cli import screen, terminal
from ledger.cli.speech import words
from ledger.rendering.chart import LEGEND

DEMO = ("-C", "examples/demo")
DAY = ("--as-of", "2025-06-30")
OVERDUE = ("overdue", *DEMO, *DAY)


@pytest.mark.parametrize(
    ("options", "env", "on_screen", "coloured"),
    [
        ((), {}, True, True),
        ((), {}, False, False),
        ((), {"NO_COLOR": "1"}, True, False),
        ((), {"TERM": "dumb"}, True, False),
        ((), {"FORCE_COLOR": "1"}, False, True),
        ((), {"FORCE_COLOR": "0"}, False, False),
        ((), {"FORCE_COLOR": ""}, False, False),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        (("--color", "always"), {"NO_COLOR": "1"}, False, True),
        (("--color=always",), {"TERM": "dumb"}, False, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, True, False),
        (("--color", "auto"), {}, False, False),
    ],
)
def test_who_decides_on_colour(
    options: tuple[str, ...], env: dict[str, str], on_screen: bool, coloured: bool
) -> None:
    """The option beats ``NO_COLOR``, which beats ``FORCE_COLOR``, which beats what the output is."""
    for args in ((*options, *OVERDUE), (*OVERDUE, *options)):
        out = run_cli(*args, env=env, room=90 if on_screen else None).out
        assert ("\x1b[1;31m" in out) == coloured


@pytest.mark.parametrize(
    "args", [("--color", "pink"), ("--color",), ("--width", "0"), ("--width", "x"), ("--width",)]
)
def test_wrong_values_are_refused(args: tuple[str, ...]) -> None:
    """A colour or width that is none is wrong usage, named."""
    result = run_cli(*OVERDUE, *args)
    assert (result.code, result.out) == (2, "")
    assert args[0] in result.err


def test_what_stands_behind_the_dashes_is_left_alone() -> None:
    """After ``--`` nothing is an option."""
    found, rest = screen.read(["list", "--width", "70", "--", "--color", "--no-pager"])
    assert (found, rest) == (screen.Screen(width=70), ["list", "--", "--color", "--no-pager"])


def test_width_goes_through_a_pipe() -> None:
    """``--width`` fits a pipe as a terminal of that width; ``COLUMNS`` alone does not."""
    fitted = run_cli(*OVERDUE, "--width", "80").out
    assert fitted == run_cli(*OVERDUE, room=80, env={"NO_COLOR": "1"}).out
    assert fitted != run_cli(*OVERDUE, env={"COLUMNS": "80"}).out == run_cli(*OVERDUE).out


def test_refusals_are_marked() -> None:
    """The label of an error stands out where colour is wanted, its text does not."""
    err = run_cli("--lang", "zh", "--color", "always", "show", "99", *DEMO).err
    assert err.startswith("\x1b[1;31m错误：\x1b[0m")
    assert err.count("\x1b") == 2


def wide_cells(text: str) -> int:
    """Width on a terminal that draws ambiguous characters wide, reckoned apart from the code under test."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text
    )


@pytest.mark.parametrize("command", [*READING[:7], ("timeline", *DAY)], ids=lambda c: c[0])
@pytest.mark.parametrize("room", [60, 80, 120])
def test_terminal_that_draws_ambiguous_characters_wide(command: tuple[str, ...], room: int) -> None:
    """Every line fits, and what is drawn is drawn in ASCII."""
    for name in ("LEDGER_AMBIGUOUS", "VTE_CJK_WIDTH"):
        out = run_cli(*command, *DEMO, room=room, env={name: "wide", "NO_COLOR": "1"}).out
        assert max(map(wide_cells, out.split("\n"))) <= room
        assert not set(out) & ({*"─═│┼┿▼‹›"} | {c for c in LEGEND if not c.isascii() and c != "·"})


def test_files_are_the_same_on_any_terminal(tmp_path: Path) -> None:
    """How the terminal draws changes no file and no pipe."""
    for number, env in enumerate(({}, {"LEDGER_AMBIGUOUS": "wide"})):
        run_cli(*OVERDUE, "-o", str(tmp_path / f"{number}.txt"), env=env)
    assert (tmp_path / "0.txt").read_bytes() == (tmp_path / "1.txt").read_bytes()
    assert run_cli(*OVERDUE, env={"LEDGER_AMBIGUOUS": "wide"}).out == run_cli(*OVERDUE).out


PAGER = {"TERM": "xterm", "PAGER": "sh -c 'cat >/dev/null; echo paged with $LESS'"}


def test_long_output_is_paged_on_a_terminal() -> None:
    """What does not fit on the screen goes to the pager, set as git sets it."""
    assert on_terminal(*OVERDUE, columns=80, env=PAGER) == "paged with FRX\n"


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("--no-pager",), PAGER),
        ((), PAGER | {"LEDGER_PAGER": "cat"}),
        ((), PAGER | {"PAGER": ""}),
        ((), PAGER | {"PAGER": "no-such-program-here"}),
        ((), PAGER | {"TERM": "dumb"}),
        (("--lead", "市发改委"), PAGER),
    ],
)
def test_when_nothing_is_paged(args: tuple[str, ...], env: dict[str, str]) -> None:
    """Not when it is refused, when there is no pager, and when all fits on the screen."""
    out = on_terminal(*OVERDUE, *args, columns=80, env=env)
    assert "paged" not in out
    assert re.search("2025-06-30", out)


@pytest.mark.parametrize("terminal_kind", ["xterm", "dumb", "pipe"])
def test_a_long_run_says_that_it_is_at_work(monkeypatch: pytest.MonkeyPatch, terminal_kind: str) -> None:
    """On a terminal, after a while, in a line that goes away before anything else is written."""
    err = Terminal() if terminal_kind != "pipe" else io.StringIO()
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setenv("TERM", terminal_kind)
    fired: list[threading.Timer] = []

    class AtOnce(threading.Timer):
        def start(self) -> None:
            fired.append(self)
            self.run()

        def run(self) -> None:
            self.function(*self.args, **self.kwargs)
            self.finished.set()

    monkeypatch.setattr(threading, "Timer", AtOnce)
    terminal.start_waiting()
    terminal.write_note("甲")
    terminal.stop_waiting()
    said = words()("wait.working")
    assert err.getvalue() == (f"\r{said}\x1b[K\r\x1b[K甲\n" if terminal_kind == "xterm" else "甲\n")
    assert [one.interval for one in fired] == ([terminal.PATIENCE] if terminal_kind == "xterm" else [])
