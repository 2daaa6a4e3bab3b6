"""What people see: the output of every reading command, approved once, on the demo and a fixed day.

A file a command and language holds it at three widths.  ``make snapshots`` writes them anew; the difference is to
be read before it is committed.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest

from cli_tools import REPO, run_cli
from ledger.locale import OWN
from ledger.reading.load import load

FOLDER = REPO / "tests" / "snapshots"
WRITE = os.environ.get("LEDGER_SNAPSHOTS") == "write"
WIDTHS = (60, 80, 120)
DAY = {"LEDGER_AS_OF": "2025-06-30", "LEDGER_ROOT": "examples/demo"}

COMMANDS = {
    "overdue": "overdue",
    "list": "list",
    "due": "due --within 90d",
    "show-14": "show 14",
    "show-6": "show 6",
    "units": "units",
    "unit": "units 昆区",
    "stats": "stats",
    "ready": "ready",
    "pace": "pace --lead 市城市管理局 --explain",
    "duties": "duties",
    "brief": "brief 昆区",
    "reconcile": "reconcile examples/demo/superior.csv",
    "quiet": "quiet --days 90",
    "promises": "promises",
    "letters": "letters",
    "rounds": "rounds",
    "region-ledgers": "-C examples/region ledgers",
    "region-overdue": "-C examples/region overdue",
    "region-units": "-C examples/region units 市水务局",
    "region-show": "-C examples/region show 第一轮/02",
    "complaints": "complaints",
    "complaints-stats": "complaints stats --by area",
    "complaint": "complaints show X3SX202505060002",
    "target": "target 14",
    "suggest": "supervise --suggest",
    "report": "report --brief",
    "timeline": "timeline",
    "explain": "explain L501",
}


@pytest.fixture(autouse=True, scope="module")
def _read_once() -> Iterator[None]:
    """Each ledger is read once: it is the same for every command."""
    with mock.patch("ledger.reading.load.load", once(load)):
        yield


def once(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function, called once for the same files; later calls get what the first one got."""
    kept: dict[frozenset[tuple[str, bytes]], Any] = {}

    def call(tree: Any) -> Any:
        key = frozenset(tree.items())
        if key not in kept:
            kept[key] = function(tree)
        return kept[key]

    return call


def shown(line: str, language: str) -> str:
    """What a command writes at each width, below a line that says so."""
    parts = []
    for width in WIDTHS:
        result = run_cli(*line.split(), "--lang", language, "--width", str(width), env=DAY)
        assert result.code in {0, 1}, result.err
        parts.append(f"$ ledger {line} --width {width}\n{result.out}")
    return "\n".join(parts)


@pytest.mark.parametrize("language", OWN)
@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_the_approved_one(name: str, language: str) -> None:
    """Any change of what people see is a change of a file that somebody has read."""
    file = FOLDER / language / f"{name}.txt"
    found = shown(COMMANDS[name], language)
    if WRITE:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8", newline="\n")
    assert found == file.read_text("utf-8"), "make snapshots writes them anew"


def test_there_is_no_file_too_many() -> None:
    """A command that is gone leaves no file behind."""
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert files == {os.path.join(language, f"{name}.txt") for language in OWN for name in COMMANDS}
