"""``ledger.open``: what a program is told is what the commands say."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ledger
from cli_tools import REPO, copy_ledger, run_cli
from ledger.judging.status import Judgement

DEMO = REPO / "examples" / "demo"
DAY = "2025-06-30"


def told(*arguments: str) -> Any:
    """The records that a command gives."""
    return run_cli("-C", str(DEMO), *arguments, "--as-of", DAY, "-f", "json").data


@pytest.fixture(scope="module")
def book() -> ledger.Opened:
    """The demonstration on its day."""
    return ledger.open(DEMO, as_of=DAY)


def test_tasks_are_those_of_list(book: ledger.Opened) -> None:
    """Each task with its state, standing, day and who owes it."""
    assert [
        (one.issue.id, str(one.status), str(one.standing), one.due and one.due.isoformat())
        for one in book.issues
    ] == [(one["id"], one["status"], one["standing"], one["due"]) for one in told("list")]
    assert isinstance(book.issue("07-1"), Judgement)


@pytest.mark.parametrize("written", ["7-1", "7.1", "7（1）", "７－１"])
def test_a_task_is_named_as_commands_take_it(book: ledger.Opened, written: str) -> None:
    """The ways of writing an id that commands know, the programs know too."""
    assert book.issue(written) is book.issue("07-1")


@pytest.mark.parametrize("unit", [None, "昆区", "昆都仑区", "石拐区"])
def test_late_is_overdue(book: ledger.Opened, unit: str | None) -> None:
    """The same rows in the same order, of a unit by any of its names."""
    rows = told("overdue", *(["--unit", unit] if unit else []))
    assert [(one.obligation.issue, one.days(book.as_of)) for one in book.late(unit)] == [
        (row["id"], row["days_overdue"]) for row in rows
    ]


def test_figures_and_tables(book: ledger.Opened) -> None:
    """Figures are those of the report, tables those of export."""
    (row,) = run_cli("-C", str(DEMO), "ledgers", "--as-of", DAY, "-f", "json").data
    figures = book.figures()
    assert (len(figures.total), len(figures.done), float(figures.rate or 0)) == (
        row["total"],
        row["done"],
        row["rate"],
    )
    assert len(book.tables["obligations"].rows) == len(book.day.obligations) > 100
    rows = told("sql", "select count(*) as n from shares")
    assert len(book.tables["shares"].rows) == rows[0]["n"]


def test_another_day(book: ledger.Opened) -> None:
    """The same files judged on another day, or on today in China."""
    assert book.on("2024-11-15").late() == []
    assert len(book.on(date(2026, 12, 31)).late()) > len(book.late())
    assert ledger.open(DEMO).as_of >= date(2026, 11, 1)


def test_a_revision(tmp_path: Path) -> None:
    """A ledger as it was at a commit; evidence is that of the commit."""
    root = copy_ledger(tmp_path)
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "plan"]):
        subprocess.run([*git, *arguments], check=True)
    next((root / "data/issues").glob("*.yaml")).unlink()
    now, then = ledger.open(root, as_of=DAY), ledger.open(root, rev="HEAD", as_of=DAY)
    assert len(then.issues) == len(now.issues) + 1
    assert now.revision is None
    assert then.revision is not None
    assert len(then.revision) == 40


def test_a_broken_file_hides_nothing(tmp_path: Path) -> None:
    """The rest is there, and that a part is lacking can be asked."""
    root = copy_ledger(tmp_path)
    next((root / "data/issues").glob("*.yaml")).write_text("id: [", "utf-8")
    book = ledger.open(root / "data", as_of=DAY)
    assert book.partial
    assert book.diagnostics[0].code.startswith("L1")
    assert len(book.issues) == 22
    assert not ledger.open(DEMO).partial


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: ledger.open("/nowhere"), "/nowhere"),
        (lambda: ledger.open("/"), "no ledger"),
        (lambda: ledger.open(DEMO, as_of="30.6.2025"), "30.6.2025"),
        (lambda: ledger.open(DEMO, rev="no-such-tag"), "no-such-tag"),
        (lambda: ledger.open(DEMO).issue("99"), "99"),
        (lambda: ledger.open(DEMO).late("查无此局"), "查无此局"),
        (lambda: ledger.open(DEMO).to_dataframe("nothing"), "nothing"),
    ],
)
def test_what_is_wrong_is_a_sentence(ask: Any, said: str) -> None:
    """An error of the ledger's own, in a sentence with what was asked for."""
    with pytest.raises(ledger.OpenError) as error:
        ask()
    assert said.lower() in str(error.value).lower()


class Frame:
    """A data frame as far as this needs one."""

    def __init__(self, columns: dict[str, list[Any]], schema: dict[str, Any] | None = None) -> None:
        self.columns, self.types = columns, schema

    def astype(self, types: dict[str, str]) -> "Frame":
        """The same, with types."""
        return Frame(self.columns, types)


def module_named(name: str) -> Any:
    """A library of data frames as far as this needs one."""
    module: Any = type(sys)(name)
    module.DataFrame = Frame
    for kind in ("String", "Int64", "Float64", "Date", "Boolean"):
        setattr(module, kind, kind)
    return module


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_data_frames(book: ledger.Opened, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The columns of a table, for the library that is there; none of them is needed otherwise."""
    for other in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, other, None)
    with pytest.raises(ImportError, match="pandas or polars"):
        book.to_dataframe()
    monkeypatch.setitem(sys.modules, name, module_named(name))
    frame = book.to_dataframe("issues")
    kinds = {column.name: column.type for column in book.tables["issues"].columns}
    assert {one for one, kind in frame.types.items() if kind == "Int64"} == {
        one for one, kind in kinds.items() if kind == "integer"
    }
    assert list(frame.columns) == list(book.tables["issues"].names)
    assert frame.columns["id"] == [one.issue.id for one in book.issues]


def test_nothing_is_written(tmp_path: Path) -> None:
    """All that can be asked leaves every file as it was."""
    root = copy_ledger(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    book = ledger.open(root)
    assert book.issues
    assert book.obligations
    assert book.tables
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_command_does_not_load_it() -> None:
    """Commands start without it, and `import ledger` alone loads nothing."""
    script = (
        "import sys, ledger; print([m for m in sys.modules if m.startswith('ledger.') or m == 'pydantic'])"
    )
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def blocks() -> list[str]:
    """The examples of the pages about it, in both languages."""
    texts = [(REPO / "docs" / name).read_text("utf-8") for name in ("api.md", "api.zh-CN.md")]
    return [part.partition("```")[0] for text in texts for part in text.split("```python\n")[1:]]


@pytest.mark.parametrize("block", blocks())
def test_examples_run(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of the documentation, run at the top of the repository."""
    monkeypatch.chdir(REPO)
    monkeypatch.setitem(sys.modules, "pandas", module_named("pandas"))
    exec(block, {})  # noqa: S102 - our own page
