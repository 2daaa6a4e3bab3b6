"""Costs that are bounded: numbers, repeated atoms, questions to the database, records read from elsewhere."""

import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from cli_tools import REPO, run_cli, spawn
from counting import calls
from ledger.model.scalar import Few, Number, Whole
from ledger.plans.clauses import clauses


def base(folder: Path) -> Path:
    """A copy of the small ledger."""
    return Path(shutil.copytree(REPO / "tests" / "cases" / "check" / "base", folder / "base"))


@pytest.mark.parametrize("of", ["2024年12月底前，", "2024年12月底前完成甲；", "2024年12月底前"])
def test_clauses_of_many_milestones_cost_no_more_than_their_text(of: str) -> None:
    """Twice the milestones cost twice the calls; asking for each of them again costs next to nothing."""

    def cost(count: int) -> int:
        text, phrases = of * count, ("2024年12月底前",) * count
        return calls(lambda: clauses(text, phrases))

    assert cost(400) < 2.2 * cost(200)
    text, phrases = of * 300, ("2024年12月底前",) * 300
    clauses(text, phrases)
    assert calls(lambda: [clauses(text, phrases) for _ in range(300)]) < 2_000


def test_overdue_with_many_milestones_is_linear(tmp_path: Path) -> None:
    """A measure with four hundred dates is told in a time that grows with their number."""

    def cost(count: int) -> int:
        root = base(tmp_path / str(count))
        issue = root / "data" / "issues" / "01.yaml"
        text = issue.read_text("utf-8")
        phrase = "2024年12月底前完成"
        extra = (
            f"- number: （九）\n  text: {'；'.join([phrase] * count)}。\n  milestones:\n"
            + "  - {text: 2024年12月底前, due: 2024-12-31}\n" * count
        )
        issue.write_text(text.replace("measures:\n", f"measures:\n{extra}", 1), "utf-8")
        return calls(lambda: run_cli("-C", str(root), "overdue", "--as-of", "2025-06-01", "-f", "json"))

    run_cli("-C", str(base(tmp_path / "warm")), "overdue", "--as-of", "2025-06-01")
    assert cost(120) < 2.3 * cost(60)


@pytest.mark.parametrize("value", ["1" * 16, "9" * 29, "0.12345678901234567", "-" + "1" * 16])
def test_numbers_have_no_more_digits_than_are_kept(value: str, tmp_path: Path) -> None:
    """A reading of sixteen digits is refused where it is recorded, and no report breaks on one that is there."""
    root = base(tmp_path)
    args = ("progress", "1", "--by", "市水务局", "--date", "2025-01-20", "--reading", f"1={value}", "x")
    refused = run_cli("-C", str(root), *args)
    assert refused.code == 1
    assert "L213" in refused.err
    issue = root / "data" / "issues" / "01.yaml"
    record = (
        f"- {{date: 2025-01-20, type: progress, by: 市水务局, readings: [{{target: 1, value: {value}}}]}}\n"
    )
    issue.write_text(issue.read_text("utf-8") + record, "utf-8")
    assert "L213" in run_cli("-C", str(root), "check").out
    for command in ("show 1", "ready", "pace", "report", "export -f json", "overdue"):
        assert run_cli("-C", str(root), *command.split()).code == 1, command


def test_bounds_are_in_the_types() -> None:
    """The largest numbers that are taken, and the next ones, which are not."""
    from pydantic import TypeAdapter, ValidationError

    largest = {Number: 10**15 - 1, Whole: 10**8 - 1, Few: 100}
    for kind, most in largest.items():
        adapter: TypeAdapter[Decimal | int] = TypeAdapter(kind)
        assert adapter.validate_python(most) == most
        with pytest.raises(ValidationError):
            adapter.validate_python(most + 1)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select zeroblob(60000000)", "string or blob too big"),
        ("select zeroblob(4000000) from issues a, issues b", "64 MiB"),
        ("select a.id from issues a, issues b, issues c, issues d, issues e", "--timeout"),
    ],
)
def test_an_answer_is_bounded(query: str, said: str) -> None:
    """A value, an answer and a time that are too much end with one line."""
    done = run_cli("sql", query, "--timeout", "1")
    assert done.code == 2
    assert said in done.err or "1000000" in done.err
    assert done.out == ""


def test_a_function_that_cannot_be_interrupted_is_ended() -> None:
    """The database asks nobody inside one function; the run ends all the same."""
    query = "select instr(printf('%.*c',4000000,'a'), printf('%.*c',2000000,'a')||'b')"
    done = spawn("sql", query, "--timeout", "1", "--lang", "en")
    assert done.returncode == 2
    assert b"took more than 1 seconds" in done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a file without an end")
def test_records_without_end_are_refused() -> None:
    """A file that never ends is read to its limit and refused."""
    done = run_cli("record", "--from", "/dev/zero")
    assert done.code == 2
    assert "16 MiB" in done.err
