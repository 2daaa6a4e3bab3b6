"""The grammar of dates and that of figures, row by row; and that every rule of theirs is needed by a row."""

# ruff: noqa: SIM300 - what is expected stands first

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli_tools import PLAN, REPO, edit, run_cli, run_json
from counting import calls
from ledger.folder import read_folder
from ledger.model.baseline import Baseline
from ledger.plans import comparisons, dates, figurenames, figures, phrases, quantities
from ledger.plans.figures import find_figures, find_unclaimed
from ledger.plans.labels import words
from ledger.plans.phrases import deadline_by, find_dates, find_vague, read_deadline
from ledger.reading.load import load

CASES = Path(__file__).parent / "cases" / "grammar"
DATES: list[dict[str, Any]] = yaml.safe_load((CASES / "dates.yaml").read_text("utf-8"))
FIGURES: list[dict[str, Any]] = yaml.safe_load((CASES / "figures.yaml").read_text("utf-8"))
ISSUED = date(2024, 11, 30)
MEASURE = "完成整治工程。"


def expected_deadline(row: dict[str, Any]) -> tuple[object, ...]:
    """What a row says of its phrase as a deadline."""
    stages = [(words, due) for words, due in row.get("stages", [])]
    return str(row["deadline"]), row.get("at_once", False), row.get("kept_up", False), stages


def deadline(phrase: str) -> tuple[object, ...]:
    """The same of what the program reads."""
    read, left, stages = read_deadline(phrase)
    assert read.unread is bool(left)
    said = str(read.due) if read.due else "ask" if read.unread else "none"
    return said, read.immediate, read.sustained, [(stage.text, stage.due) for stage in stages]


def prose(phrase: str) -> tuple[list[date], list[str]]:
    """The days and the doubts of a phrase in a measure."""
    text = phrase + MEASURE
    return [found.due for found in find_dates(text)], [words for words, _ in find_vague(text)]


def right_dates(row: dict[str, Any]) -> bool:
    """Whether a row of dates is read as it says."""
    issued: date | None = read_deadline(row["phrase"], ISSUED).deadline.due
    fixed = row.get("issued", row["deadline"])
    said: list[tuple[object, object]] = [
        (expected_deadline(row), deadline(row["phrase"])),
        ((row["prose"], row.get("told", [])), prose(row["phrase"])),
        (fixed if isinstance(fixed, date) else None, issued),
    ]
    return all(expected == found for expected, found in said)


def right_figures(row: dict[str, Any]) -> bool:
    """Whether a row of figures is read as it says."""
    unclaimed = [words for words, _ in find_unclaimed(row["text"], 1)]
    found = [[f.name, f.compare, f.text] for f in find_figures(row["text"], 1)]
    return bool(row["figures"] == found and set(row.get("unclaimed", [])) <= set(unclaimed))


def test_there_are_rows() -> None:
    """The tables hold the phrases as met, and as many more, each once."""
    assert 100 < len(DATES) == len({row["phrase"] for row in DATES})
    assert 50 < len(FIGURES) == len({row["text"] for row in FIGURES})


@pytest.mark.parametrize("row", DATES, ids=lambda row: row["phrase"])
def test_phrase_as_deadline(row: dict[str, Any]) -> None:
    """A deadline has the day of the table, or is undetermined: never another day."""
    assert expected_deadline(row) == deadline(row["phrase"])


@pytest.mark.parametrize("row", DATES, ids=lambda row: row["phrase"])
def test_phrase_in_a_measure(row: dict[str, Any]) -> None:
    """The same phrase in a measure gives the same day, or its words are named: nothing is lost in silence."""
    assert (row["prose"], row.get("told", [])) == prose(row["phrase"])


@pytest.mark.parametrize("row", [row for row in DATES if "issued" in row], ids=lambda row: row["phrase"])
def test_phrase_counted_from_the_day_of_issue(row: dict[str, Any]) -> None:
    """What is counted from the day of issue has a day where that is known, in deadline and measure."""
    assert row["issued"] == read_deadline(row["phrase"], ISSUED).deadline.due
    assert [row["issued"]] == [found.due for found in find_dates(row["phrase"] + MEASURE, ISSUED)]
    assert [] == find_vague(row["phrase"] + MEASURE, ISSUED)


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["text"])
def test_figures_of_a_sentence(row: dict[str, Any]) -> None:
    """The figures of the table, with their names and which way each is meant."""
    assert row["figures"] == [[f.name, f.compare, f.text] for f in find_figures(row["text"], 1)]
    assert set(row.get("unclaimed", [])) <= {words for words, _ in find_unclaimed(row["text"], 1)}


@pytest.mark.parametrize(
    ("text", "days", "told"),
    [
        ("截至2024年6月底，已完成3座。", [], []),
        ("已于2024年底前完成甲工程。", [], []),
        ("按照2024年3月印发的方案推进。", [], []),
        ("对2023年以来的项目完成整改。", [], []),
        ("2025年完成的项目通过验收。", [], []),
        ("2025年全市完成100座。", [], ["2025年"]),
        ("2025年6月，各旗县区完成整治。", [], ["2025年6月"]),
        ("2025年12月召开会议。", [], ["2025年12月"]),
        ("2025年内蒙古完成整治。", [], ["2025年"]),
        ("2025年新建管网150公里、2026年新建管网120公里。", ["2025-12-31", "2026-12-31"], []),
        ("2025年举办培训班不少于2期。", ["2025-12-31"], []),
        ("2025年再生水利用率达到25%。", ["2025-12-31"], []),
        ("2024年新建管网3公里，已投用。", ["2024-12-31"], []),
        ("2024年新建管网3公里已投用。", [], []),
        ("2025年整治工作中发现3处问题。", [], ["2025年"]),
        ("发现问题后3日内完成整改。", [], []),
        ("每年汛期前完成清淤。", [], []),
        ("国庆前完成清淤。", [], ["国庆前"]),
        ("元旦前完成清淤。", [], ["元旦前"]),
        ("入秋前完成清淤。", [], ["入秋前"]),
        ("汛期加强巡查。", [], []),
        ("——2025年底前完成。", ["2025-12-31"], []),
        ("1.2025年底前完成。", ["2025-12-31"], []),
        ("2025年6月30日前、7月15日前完成。", ["2025-06-30"], ["7月15日前"]),
        ("O3日最大8小时浓度达标。", [], []),
        ("完成12月份任务。", [], []),
    ],
)
def test_dates_of_whole_sentences(text: str, days: list[str], told: list[str]) -> None:
    """What was, what recurs and what only says which year asks nothing; the rest is a day or is named."""
    found = [str(phrase.due) for phrase in find_dates(text)]
    assert (days, told) == (found, [words for words, _ in find_vague(text)])


# -- each rule is needed: with one off, a row is read otherwise -----------------------------------------------


def without(pattern: re.Pattern[str], group: str) -> re.Pattern[str]:
    """The pattern with what one of its named groups matches taken out."""
    text = pattern.pattern
    start = text.index(f"(?P<{group}>")
    depth = 0
    for found in re.compile(r"\\.|\[\^?\]?[^\]]*\]|[()]").finditer(text, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth:
            body = f"(?P<{group}>" + "".join(inner(text[start : found.end()], group)) + "(?!))"
            return re.compile(text[:start] + body + text[found.end() :], pattern.flags)
    raise AssertionError(group)


def inner(text: str, group: str) -> Iterator[str]:
    """The named groups within a group, which the program asks for: there, and never matching."""
    yield from (f"(?P<{name}>(?!))" for name in re.findall(r"\(\?P<(\w+)>", text) if name != group)


def groups(module: object, *names: str) -> Iterator[tuple[object, str, str]]:
    """The named groups of patterns that are alternatives of their own."""
    for name in names:
        pattern = getattr(module, name)
        for group in pattern.groupindex:
            yield module, name, group


# groups within an alternative that is listed itself
INNER = {"n", "unit", "y0", "y1", "y", "y2", "ny", "nm", "nd", "plan_end", "within", "m"}
RULES = [
    rule
    for rule in groups(dates, "_SEED", "_TAIL", "_BY", "_REST_DAY", "_NUMERIC_TAIL")
    if rule[2] not in INNER
]
WHOLE = [
    (dates, "_TURNED"),
    (dates, "_SURE"),
    (dates, "_MORE"),
    (dates, "_EACH"),
    (dates, "_JOINED"),
    (dates, "_WHENEVER"),
    (dates, "_DAY_END"),
    (phrases, "_DEED"),
    (phrases, "_ALL"),
    (phrases, "_PART"),
    (phrases, "_SHARE"),
    (phrases, "_RESULT"),
]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nothing that was read with a rule off is remembered."""
    yield
    forget()


def forget() -> None:
    """Forget what was read before."""
    phrases._in_prose.cache_clear()
    deadline_by.cache_clear()
    figures._read.cache_clear()


def some_row_is_wrong(rows: list[dict[str, Any]], is_right: Callable[[dict[str, Any]], bool]) -> bool:
    """Whether a row is read otherwise than it says, or cannot be read."""
    forget()
    try:
        return not all(is_right(row) for row in rows)
    except AssertionError:
        return True


@pytest.mark.parametrize(("module", "name", "group"), RULES, ids=lambda value: str(value)[:24])
def test_every_form_of_a_date_is_needed(
    module: object, name: str, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Canary: without one form of the grammar a row of the table is wrong."""
    monkeypatch.setattr(module, name, without(getattr(module, name), group))
    assert some_row_is_wrong(DATES, right_dates)


@pytest.mark.parametrize(("module", "name"), WHOLE, ids=lambda value: str(value)[:24])
def test_every_rule_of_dates_is_needed(module: object, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Canary: without one rule a row of the table is wrong."""
    monkeypatch.setattr(module, name, re.compile("(?!)"))
    assert some_row_is_wrong(DATES, right_dates)


@pytest.mark.parametrize("key", ["immediate", "sustained"])
def test_every_list_of_phrases_is_needed(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Canary: without the words for 立行立改 or 长期坚持 a row of the table is wrong."""
    monkeypatch.setattr(phrases, f"_{key}", lambda _: re.compile("(?!)"))
    assert some_row_is_wrong(DATES, right_dates)


@pytest.mark.parametrize("group", ["lack", "not", "below", "above", "most", "least", "reach", "vague"])
def test_every_word_of_comparison_is_needed(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Canary: without one kind of word a row of the table is wrong."""
    monkeypatch.setattr(comparisons, "_WORD", without(comparisons._WORD, group))
    assert some_row_is_wrong(FIGURES, right_figures)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (comparisons, "_DEED"),
        (comparisons, "_DENIED"),
        (comparisons, "_BEFORE"),
        (comparisons, "_ENUMERATES"),
        (comparisons, "_RATE"),
        (comparisons, "CONCENTRATION"),
        (figures, "FROM"),
        (figures, "_WHICH"),
        (figures, "_BY_THEN"),
        (figures, "_LOOKS"),
        (figures, "_RECURS"),
        (figures, "TIME"),
        (figurenames, "_FROM_PART"),
        (figurenames, "_LISTED"),
        (quantities, "_BRACKETS"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_every_rule_of_figures_is_needed(module: object, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Canary: without one rule a row of the table is wrong."""
    monkeypatch.setattr(module, name, re.compile("(?!)"))
    assert some_row_is_wrong(FIGURES, right_figures)


# -- cost -------------------------------------------------------------------------------------------------------

BURDENS = [
    "1",
    "年",
    "O",
    "十",
    "《",
    " ",
    "-",
    "至",
    "由",
    "2025年",
    "2025年至",
    "1月",
    "2025-",
    "2025年12月底前完成1座，",
    "由1%",
    "完成（1公里",
    "完成1公里、",
]


def read_all(text: str) -> None:
    """Read a text in every way."""
    forget()
    find_dates(text)
    if text.strip():  # a deadline is never blank
        deadline_by.__wrapped__(text, None, words())
    find_figures(text, 1)


@pytest.mark.parametrize("burden", BURDENS)
def test_cost_grows_with_the_text_and_no_faster(burden: str) -> None:
    """Four times as much of the same takes about four times as long, whatever it is."""
    read_all("2025年完成1公里。")  # what is read from files once is no cost of a text
    small, large = (burden * (n // len(burden)) for n in (4_500, 18_000))
    assert calls(partial(read_all, large)) < 5 * calls(partial(read_all, small))


# -- what a plan with such a deadline becomes ------------------------------------------------------------------


def imported(tmp_path: Path, deadline_text: str) -> Path:
    """A ledger of the shipped plan with another deadline in its task 5."""
    text = PLAN.read_text("utf-8")
    changed = text.replace("整改时限：2025年5月底", f"整改时限：{deadline_text}")
    assert changed != text
    (tmp_path / "data").mkdir()
    (tmp_path / "plan.txt").write_text(changed, "utf-8", newline="\n")
    shutil.copy(REPO / "data/units.yaml", tmp_path / "data/units.yaml")
    run_cli("-C", str(tmp_path), "import", str(tmp_path / "plan.txt"), "--write")
    return tmp_path


def findings(root: Path) -> list[tuple[str, str]]:
    """What the check finds: codes and files."""
    return [(found["code"], found["path"]) for found in run_json("-C", str(root), "check").data]


def task(root: Path) -> Baseline:
    """Task 5 of a ledger."""
    (issue,) = (issue for issue in load(read_folder(str(root)).tree).ledger.issues if issue.id == "05")
    return issue.baseline


def test_stages_of_a_deadline_are_milestones_of_the_task(tmp_path: Path) -> None:
    """Several dates that say which is the last: the others are owed before, and the check agrees."""
    root = imported(tmp_path, "2024年12月底前基本完成，2025年5月底前全面完成")
    baseline = task(root)
    assert (date(2025, 5, 31), False) == (baseline.deadline.due, baseline.deadline.unread)
    assert [("2024年12月底前基本完成", date(2024, 12, 31))] == [(m.text, m.due) for m in baseline.milestones]
    assert [] == findings(root)
    owed = run_json("-C", str(root), "overdue", "--as-of", "2025-01-05").data
    assert "05" in {row["id"] for row in owed}


def test_deadline_counted_from_the_day_of_issue(tmp_path: Path) -> None:
    """Undetermined until the day of issue is known; then the plan read again has its day."""
    root = imported(tmp_path, "印发后3个月内")
    assert task(root).deadline.undetermined
    assert [("L402", "data/issues/05.yaml")] == findings(root)
    edit(root, "data/plan.yaml", "issued: null", "issued: 2024-10-15")
    assert ("L401", "data/issues/05.yaml") not in findings(root)
    assert 0 == run_cli("-C", str(root), "import", "--reread").code
    assert date(2025, 1, 15) == task(root).deadline.due
    assert [] == [found for found in findings(root) if found[0] in {"L401", "L402"}]
