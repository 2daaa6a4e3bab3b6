"""What the office did in the invented year: fourteen rounds, letters and promises, counted by hand."""

import json
import shlex
from calendar import monthrange
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli_tools import Result, run_cli
from profiles import by_profile
from test_account_year import YEAR, lived, read
from test_forms import column, filled, on_day, row_of

__all__ = ["lived"]  # a fixture

DONE = read("tests/cases/year/office.yaml")
DAYS = {"i": 24, "v": 24, "l": 28}
"""The day of the month on which a unit answers."""


def run(root: Path, *arguments: str, code: int = 0) -> Result:
    """A command on the ledger of the year; it ends as it should."""
    done = run_cli("-C", str(root), *arguments)
    assert done.code == code, (arguments, done.err)
    return done


def asked(root: Path, *arguments: str) -> Any:
    """What a command says, as JSON."""
    return json.loads(run(root, *arguments, "-f", "json").out)["data"]


def answer(form: bytes, row: str, name: str, how: str) -> bytes:
    """The form of a unit, filled in as it answers."""
    year, month = map(int, name.split("-"))
    said = "正在推进" if how == "v" else f"{month}月完成{month}处"

    def fill(sheet: Any) -> None:
        sheet.cell(row_of(sheet, row), column("progress")).value = said

    return filled(form, on_day(date(year, month, DAYS[how])), fill)


@pytest.fixture(scope="module")
def office(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the year with all that the office did; the forms lie beside it."""
    root = lived
    folder = tmp_path_factory.mktemp("forms")
    for line in DONE["promises"]:
        run(root, *shlex.split(line))
    for n, name in enumerate(DONE["rounds"]):
        run(
            root,
            "dispatch",
            name,
            *DONE["units"],
            "--date",
            f"{name}-20",
            "--due",
            f"{name}-25",
            "-o",
            str(folder / name),
        )
        back = folder / f"{name}-back"
        back.mkdir()
        for unit, one in DONE["units"].items():
            how = one["answers"][n]
            if how != ".":
                form = (folder / name / f"{name}-{unit}.xlsx").read_bytes()
                (back / f"{unit}.xlsx").write_bytes(answer(form, one["row"], name, how))
        run(root, "collect", str(back), "--round", name, "--apply")
    for line in DONE["letters"]:
        run(root, "letter", *shlex.split(line))
    return root


def test_the_table_agrees_with_itself() -> None:
    """Fourteen answers a unit; what was counted by month is what was counted in all."""
    assert {len(one["answers"]) for one in DONE["units"].values()} == {len(DONE["rounds"])} == {14}
    names = ("answered", "answered_late", "vague", "unanswered")
    summed = dict(zip(names, map(sum, zip(*DONE["rounds"].values(), strict=True)), strict=True))
    assert summed == {name: DONE["totals"][name] for name in names}
    assert summed["answered"] + summed["answered_late"] == DONE["totals"]["records"]
    lines = (YEAR / "records.jsonl").read_text("utf-8").splitlines()
    assert len(lines) + DONE["totals"]["records"] + len(DONE["letters"]) + len(DONE["promises"]) >= 200


def test_rounds_are_what_was_counted_by_hand(office: Path) -> None:
    """Month by month on its last day, and all of them at the end of the year."""
    for name, (in_time, late, vague, silent) in list(DONE["rounds"].items())[:: by_profile(fast=3, ci=1)]:
        year, month = map(int, name.split("-"))
        end = f"{name}-{monthrange(year, month)[1]}"
        rows = asked(office, "rounds", name, "--as-of", end)
        counted = Counter(row["answer"] for row in rows)
        assert (counted["answered"], counted["answered_late"], counted["unanswered"]) == (
            in_time,
            late,
            silent,
        ), name
        assert sum(1 for row in rows if row["vague"]) == vague, name
        assert sum(row["entries"] for row in rows) == in_time + late, name
    every = asked(office, "rounds", "--as-of", "2026-01-31")
    assert [row["round"] for row in every] == sorted(DONE["rounds"], reverse=True)
    for key in ("answered", "answered_late", "vague", "unanswered"):
        assert sum(row[key] for row in every) == DONE["totals"][key], key


def test_letters_are_what_was_counted_by_hand(office: Path) -> None:
    """To whom, answered when, still owed, how late; the one taken back is nowhere."""
    for day, right in DONE["posted"].items():
        keys = ("letter", "letter_to", "replied", "owed", "days_late")
        rows = [[row[key] for key in keys] for row in asked(office, "letters", "--as-of", str(day))]
        assert rows == [[str(one) if isinstance(one, date) else one for one in row] for row in right], day


def test_promises_are_what_was_counted_by_hand(office: Path) -> None:
    """Whose, until when, kept or broken."""
    for day, right in DONE["kept"].items():
        rows = asked(office, "promises", "--as-of", str(day))
        found = [[row["unit"], row["until"], row["became"]] for row in rows]
        assert sorted(found) == sorted([unit, str(until), became] for unit, until, became in right), day


def test_the_ledger_of_the_year_is_sound(office: Path) -> None:
    """After all of it the check finds no error."""
    assert "错误 0 个" in run(office, "check").err
