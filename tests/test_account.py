"""The account against a slow model that knows only docs/account.md, over random ledgers and days.

``answers`` and ``owed_by_unit`` are the only places that know how the program is asked.  While the program does not
yet speak the contract (``schema_version`` 2) the comparison with it is skipped, and the model stands in for it, which
proves the harness and its canaries.  By hand::

    python tests/test_account.py --self            the harness against the model
    python tests/test_account.py 17                ledger 17 against the program, on all its days
    python tests/test_account.py 17 2025-01-01     on one day
    python tests/test_account.py --write 17 DIR    ledger 17 as files
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from account_model import CLASSES, OPEN, Json, Variant, judge
from cli_tools import run_json
from ledger.folder import evidence_of, read_folder
from ledger.judging.day import Day
from ledger.judging.select import Criteria
from ledger.reading.load import Loaded, load
from ledger.reports.issues import list_report, overdue_report
from profiles import by_profile, large
from random_ledgers import Ledger, days, ledger, write

CANARIES = 24
"""Ledgers on which a wrong model has to be caught."""

LEDGERS, DAYS = by_profile(quick=(10, 3), fast=(24, 4), ci=(500, 20), nightly=(5_000, 20))
"""Ledgers, and days for each: 10,000 days in CI."""

PARTS = 10
"""Into how many tests the sample is cut, for workers."""

TASK_KEYS = (
    "status",
    "standing",
    "due",
    "first_due",
    "attempt",
    "days_overdue",
    "completed",
    "owed_by",
    "class",
)
ROW_KEYS = (
    "what",
    "id",
    "measure",
    "milestone",
    "target",
    "part",
    "units",
    "first_due",
    "due",
    "days_overdue",
)
FIGURES = (
    *CLASSES,
    "total",
    "done",
    "due",
    "due_done",
    "due_in_time",
    "due_in_first_time",
    "early",
    "extended",
)
RATES = ("rate", "due_rate", "in_time_rate")


class Answers(NamedTuple):
    """What is asked of a ledger on a day, in plain JSON values."""

    tasks: dict[str, Json]
    overdue: list[Json]
    figures: dict[str, list[str]]
    rates: dict[str, float | None]


# --- the program: the one place to adapt -------------------------------------------------------------


def reference(entry: Json) -> str:
    """How the program names an entry."""
    from ledger.model.entries import ENTRIES, ref_of

    return ref_of(ENTRIES.validate_python((entry,))[0])


def answers(folder: Path, day: date) -> Answers:
    """What the program says of a ledger on a day."""
    asked = {
        kind: run_json("-C", str(folder), kind, "--as-of", day.isoformat())
        for kind in ("list", "overdue", "report")
    }
    for kind, result in asked.items():
        assert result.code in {0, 1}, (kind, day, result.err)
    report = json.loads(asked["report"].out)
    return Answers(
        {one["id"]: {key: one.get(key) for key in (*TASK_KEYS, "pace")} for one in asked["list"].data},
        [row_of(row) for row in asked["overdue"].data],
        {name: sorted(report["figures"][name]["ids"]) for name in FIGURES},
        {name: report["figures"][name] for name in RATES},
    )


class Read(NamedTuple):
    """A ledger as it is on the disk, with the sums of its evidence."""

    loaded: Loaded
    evidence: Callable[[str], str | None]


def judged(read: Read, day: date) -> Answers:
    """The same without the command line and JSON, from a ledger that was read once."""
    held = Day(read.loaded.ledger, day, read.evidence)
    figures = held.figures()
    named = figures.named()
    return Answers(
        {
            str(one["id"]): {key: plain(one.get(key)) for key in (*TASK_KEYS, "pace")}
            for one in list_report(held, held.judgements).records
        },
        [row_of(plain(row)) for row in overdue_report(held, Criteria()).records],
        {name: sorted(named[name]) for name in FIGURES},
        {name: None if rate is None else float(rate) for name, rate in figures.rates().items()},
    )


def read(folder: Path) -> Read:
    """Read a ledger once for all its days."""
    found = read_folder(str(folder))
    return Read(load(found.tree), evidence_of(str(folder)))


def owed_by_unit(folder: Path, day: date, unit: str) -> list[Json]:
    """The rows of ``overdue --unit``."""
    result = run_json("-C", str(folder), "overdue", "--unit", unit, "--as-of", day.isoformat())
    assert result.code == 0, result.err
    return [row_of(row) for row in result.data]


def counted(folder: Path, day: date, level: str) -> dict[str, list[str]]:
    """The figures of a report at a level."""
    result = run_json("-C", str(folder), "report", "--level", level, "--as-of", day.isoformat())
    figures = json.loads(result.out)["figures"]
    return {name: list(figures[name]["ids"]) for name in FIGURES}


def row_of(row: Json) -> Json:
    """A row of ``overdue`` in the keys of the contract."""
    return {key: row.get(key) for key in ROW_KEYS} | {"units": sorted(row.get("units") or [])}


# --- the model in the same form ------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def expected(made: Ledger, day: date, variant: Variant = Variant()) -> Answers:  # noqa: B008
    """What the model says of a ledger on a day."""
    found = plain(judge(*made, day, variant))
    tasks = {name: {key: one[key] for key in (*TASK_KEYS, "pace")} for name, one in found["tasks"].items()}
    figures = {name: sorted(found["figures"][name]) for name in FIGURES}
    return Answers(tasks, [row_of(row) for row in found["overdue"]], figures, found["rates"])


# --- comparing ------------------------------------------------------------------------------------------


def differences(right: Answers, got: Answers) -> list[str]:
    """What differs, one line each; the model's word comes first."""
    found = []
    for name in sorted({*right.tasks, *got.tasks}):
        one, other = right.tasks.get(name, {}), got.tasks.get(name, {})
        keys = (*TASK_KEYS, "pace") if one.get("status") in OPEN else TASK_KEYS
        for key in keys:
            mine, its = (sorted(x.get(key) or []) if key == "owed_by" else x.get(key) for x in (one, other))
            if mine != its:
                found.append(f"{name} {key}: {mine} / {its}")
    rows, others = (sorted(repr(row) for row in side.overdue) for side in (right, got))
    found += [f"overdue lacks {row}" for row in rows if row not in others]
    found += [f"overdue has {row}" for row in others if row not in rows]
    for name in FIGURES:
        if right.figures[name] != got.figures[name]:
            found.append(f"{name}: {right.figures[name]} / {got.figures[name]}")
    found += [
        f"{n}: {right.rates[n]} / {got.rates[n]}" for n in RATES if unlike(right.rates[n], got.rates[n])
    ]
    return found


def unlike(one: float | None, other: float | None) -> bool:
    """Whether two rates differ by more than rounding."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > 0.051


def seeds(part: int) -> range:
    """The ledgers of a part of the sample."""
    return range(part, LEDGERS, PARTS)


@cache
def case(seed: int) -> tuple[Ledger, tuple[date, ...]]:
    """A ledger and its days."""
    made = ledger(seed)
    return made, tuple(days(made, seed, DAYS))


def compared(seed: int, ask: Callable[[date], Answers]) -> Iterator[str]:
    """All differences of a ledger."""
    made, chosen = case(seed)
    for day in chosen:
        for line in differences(expected(made, day), ask(day)):
            yield f"ledger {seed} on {day}: {line}"


# --- sums: on the answers alone ---------------------------------------------------------------------------


def sums_fail(got: Answers) -> list[str]:
    """What does not add up in the answers of a day."""
    ids = {name: set(members) for name, members in got.figures.items()}
    found = classes_fail(got.figures)
    subsets = [
        ("done", "total"),
        ("due", "total"),
        ("due_done", "due"),
        ("due_done", "done"),
        ("due_in_time", "due_done"),
        ("early", "done"),
        ("extended", "done"),
        ("due_in_first_time", "total"),
    ]
    found += [f"{small} is no part of {large}" for small, large in subsets if not ids[small] <= ids[large]]
    if ids["done"] != ids["closed"] | ids["accepted"] | ids["completed"]:
        found.append("done is not closed, accepted and completed")
    if ids["early"] & ids["extended"]:
        found.append("what is extended is early")
    late = {row["id"] for row in got.overdue if row["what"] == "issue"}
    if late != ids["overdue"] or late != {n for n, one in got.tasks.items() if one["standing"] == "overdue"}:
        found.append("overdue tasks are not the rows about tasks")
    for name, one in got.tasks.items():
        if one["class"] in ids and name not in ids[one["class"]]:
            found.append(f"{name} is not in its class")
    counts = {name: len(members) for name, members in ids.items()}
    rates = {
        "rate": (counts["done"], counts["total"] - counts["withdrawn"]),
        "due_rate": (counts["due_done"], counts["due"]),
        "in_time_rate": (counts["due_in_time"], counts["due"]),
    }
    for name, (part, whole) in rates.items():
        if unlike(100 * part / whole if whole else None, got.rates[name]):
            found.append(f"{name} is {got.rates[name]}")
    return found


def classes_fail(figures: dict[str, list[str]]) -> list[str]:
    """Whether the classes of a level are disjoint and add up; an own class of sustained tasks may be among them."""
    members = [one for name in (*CLASSES, "sustained") for one in figures.get(name, [])]
    found = []
    if len(members) != len(set(members)):
        found.append("classes overlap")
    if sorted(members) != sorted(figures["total"]):
        found.append("classes do not add up")
    return found


def units_fail(made: Ledger, day: date, rows: list[Json], ask: Callable[[str], list[Json]]) -> list[str]:
    """Whether the rows of the units together are the rows that have owners, each under those who owe it."""
    found = []
    seen: set[str] = set()
    for unit, about in made.units["units"].items():
        until = about.get("until")
        starts = [one["until"] for one in made.units["units"].values() if one.get("successor") == unit]
        if (until and day > until) or any(day <= start for start in starts):
            continue  # known by another name on this day
        own = {repr(row) for row in ask(unit)}
        seen |= own
        if own != {repr(row) for row in rows if unit in row["units"]}:
            found.append(f"rows of {unit}")
    if seen != {repr(row) for row in rows if row["units"]}:
        found.append("rows that nobody is asked for")
    return found


def owing(rows: list[Json], unit: str) -> list[Json]:
    """The rows that a unit owes, in the place of ``overdue --unit``."""
    return [row for row in rows if unit in row["units"]]


# --- the tests ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(PARTS))
def test_the_program_agrees_with_the_model(part: int, tmp_path: Path) -> None:
    """Tasks, rows of overdue, figures and rates of 10,000 days (by profile) are those of the definition.

    One day of each ledger is asked on the command line as well, and the model keeps its own sums there.
    """
    for seed in seeds(part):
        made, chosen = case(seed)
        folder = write(made, tmp_path / str(seed), reference)
        found = list(compared(seed, partial(judged, read(folder))))
        assert not found, "\n".join(found[:20])
        day = chosen[seed % len(chosen)]
        right = expected(made, day)
        assert not sums_fail(right), (seed, day, sums_fail(right))
        assert not units_fail(made, day, right.overdue, partial(owing, right.overdue))
        if seed % 5 == 0:
            assert not differences(right, answers(folder, day)), (seed, day)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_programs_sums(part: int, tmp_path: Path) -> None:
    """By the program's answers alone: units' rows are the rows, and classes add up at each level."""
    for seed in seeds(part)[::5]:
        made, chosen = case(seed)
        folder = write(made, tmp_path / str(seed), reference)
        day = chosen[seed % len(chosen)]
        got = answers(folder, day)
        found = sums_fail(got)
        found += units_fail(made, day, got.overdue, partial(owed_by_unit, folder, day))
        for level in ("problems", "issues", "measures"):
            found += classes_fail(counted(folder, day, level))
        assert not found, (seed, day, found)


def standing_in(seed: int, variant: Variant = Variant()) -> Iterator[str]:  # noqa: B008
    """The harness with the model, or a wrong one, in the place of the program."""
    made, _ = case(seed)
    yield from compared(seed, lambda day: expected(made, day, variant))


@large
@pytest.mark.parametrize(
    "wrong",
    [Variant(shares=False), Variant(early_by_first_due=False), Variant(relapse_by_its_own_due=False)],
    ids=["without shares", "extended is early", "relapse from the first deadline"],
)
def test_a_wrong_model_is_caught(wrong: Variant) -> None:
    """The canaries: each of these fails on some ledgers of the sample, whatever its size."""
    caught = sum(any(True for _ in standing_in(seed, wrong)) for seed in range(CANARIES))
    assert caught >= 2, caught
    assert not any(True for seed in range(4) for _ in standing_in(seed))


@large
def test_the_sample_is_rich() -> None:
    """Every status, standing, class, kind of row and figure is there, and later attempts."""
    seen: set[tuple[str, object]] = set()
    for seed in range(150):
        made, chosen = case(seed)
        for day in chosen:
            got = expected(made, day)
            seen |= {
                (key, one[key])
                for one in got.tasks.values()
                for key in ("status", "standing", "class", "attempt")
            }
            seen |= {("what", row["what"]) for row in got.overdue}
            seen |= {("figure", name) for name, ids in got.figures.items() if ids}
    wanted = {("attempt", 2), *(("figure", name) for name in FIGURES), *(("class", name) for name in CLASSES)}
    wanted |= {
        ("what", w) for w in ("issue", "measure", "milestone", "figure", "first_action", "review", "promise")
    }
    wanted |= {
        ("standing", s)
        for s in ("overdue", "relapsed", "behind", "undetermined", "unacted", "met", "met_late")
    }
    wanted |= {
        ("status", s) for s in ("not_started", "in_progress", "completed", "accepted", "publicized", "closed")
    }
    assert wanted <= seen, sorted(map(str, wanted - seen))


# --- by hand --------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """The harness on a command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--self", action="store_true", dest="own", help="the model in the place of the program"
    )
    parser.add_argument("--write", action="store_true", help="write the ledger into a folder")
    parser.add_argument("seed", nargs="?", type=int)
    parser.add_argument("more", nargs="?")
    asked = parser.parse_args(arguments)
    if asked.own:
        found = [line for seed in range(LEDGERS) for line in standing_in(seed)]
        print(f"{LEDGERS} ledgers, {LEDGERS * DAYS} days, {len(found)} differences")
        return 0
    if asked.write:
        print(write(ledger(asked.seed), Path(asked.more or "."), reference))
        return 0
    with tempfile.TemporaryDirectory() as room:
        made, chosen = case(asked.seed)
        folder = write(made, Path(room), reference)
        for day in [date.fromisoformat(asked.more)] if asked.more else chosen:
            for line in differences(expected(made, day), answers(folder, day)):
                print(f"{day}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
