"""Questions to a data set: DuckDB answers as `ledger sql` does over the ledgers themselves, and can do nothing else."""

import csv
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli_tools import REPO, Result, run_cli
from ledger.cli import duck
from ledger.rendering.sqlite import VIEWS
from ledger.reports.tables import TABLE_NAMES
from ledger.reports.tables.dataset import JOURNAL, LISTED
from test_dataset import export, members, model, region  # noqa: F401 - fixtures
from test_together import DAY

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def written(model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:  # noqa: F811
    """A roster and its data set."""
    out = tmp_path_factory.mktemp("data") / "set"
    assert export(model, out).code == 0
    return model, out


def ask(out: Path, query: str, *more: str) -> Result:
    """A question to the data set."""
    return run_cli("sql", "--data", str(out), query, *more, env={"LEDGER_LANG": "en"})


def direct(root: Path, query: str) -> list[dict[str, Any]]:
    """What `ledger sql` answers over the ledgers."""
    return list(run_cli("-C", str(root), "sql", query, "-f", "json", env={"LEDGER_AS_OF": DAY}).data)


def lines(rows: list[dict[str, Any]]) -> list[str]:
    """Rows as texts, whose order only matters where a question has one."""
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


@pytest.mark.parametrize("name", [*TABLE_NAMES, *VIEWS])
def test_every_table_and_view(written: tuple[Path, Path], name: str) -> None:
    """The same rows and the same columns in the same order."""
    root, out = written
    query = f"select * from {name}"  # noqa: S608 - our own names
    wanted = direct(root, query)
    found = ask(out, query, "-f", "json").data
    assert lines(found) == lines(wanted)
    if wanted:
        assert list(found[0]) == list(wanted[0])


def questions() -> list[str]:
    """The questions of docs/tables.md and of docs/dataset.md that both dialects take."""
    return [
        "select i.number, i.lead, i.days_overdue, i.extensions from issues i where i.class = 'overdue' order by i.days_overdue desc, i.id",
        "select unit, count(*) as late, max(days_overdue) as longest from late group by unit order by late desc, unit",
        "select ledger, count(*) as n, sum(class = 'overdue') as late, avg(days_overdue) as mean from issues group by ledger order by ledger",
        "select i.id, l.unit from issues i join issue_units l on l.issue = i.id and l.role = 'lead' join issue_units a on a.issue = i.id and a.role = 'acceptance' and a.unit = l.unit order by 1, 2",
        "select o.issue, s.unit, s.due from obligations o join shares s on s.obligation = o.position where s.listed order by 1, 2, 3",
        "select id, due from issues order by due, id",
        "select id, due from issues order by due desc, id",
        "select count(*) / 7 as n, count(*) % 7 as m, 1.5 as x from issues",
        "select id from issues where due < '2025-01-01' and immediate order by id",
        "select u.unit, count(*) as late, max(m.days_late) as worst from milestones m join issue_units u on u.issue = m.issue and u.role = 'lead' where m.days_late is not null group by u.unit order by late desc, u.unit",
        "select issue, name, compare, value, unit, reading, percent from targets order by percent, issue, name, position",
    ]


@pytest.mark.parametrize("query", questions())
def test_questions(written: tuple[Path, Path], query: str) -> None:
    """The same answer, in the order that the question asks for, in each format."""
    root, out = written
    wanted = direct(root, query)
    assert ask(out, query, "-f", "json").data == wanted
    rows = list(csv.DictReader(io.StringIO(ask(out, query, "-f", "csv").out)))
    assert len(rows) == len(wanted)


def test_the_ledgers_themselves(written: tuple[Path, Path]) -> None:
    """A table more than `ledger sql` has: which ledgers there are, of which level and round."""
    found = ask(
        written[1], "select ledger, level, round, as_of, partial from ledgers order by ledger", "-f", "json"
    ).data
    wanted = [
        {
            "ledger": one["name"],
            "level": one.get("level"),
            "round": one.get("round"),
            "as_of": DAY,
            "partial": 0,
        }
        for one in members()
    ]
    assert found == sorted(wanted, key=lambda one: str(one["ledger"]))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("drop table issues", "Only questions"),
        ("create table x as select 1", "Only questions"),
        ("insert into issues select * from issues", "Only questions"),
        ("set enable_external_access = true", "Only questions"),
        ("attach '/tmp/x.db'", "Only questions"),
        ("copy (select 1) to 'x.csv'", "Only questions"),
        ("install httpfs", "Only questions"),
        ("select 1; select 2", "one statement"),
        ("select * from read_text('/etc/hostname')", "Only questions"),
        ("select * from '/etc/passwd'", "table"),
        ("select * from glob('/etc/*')", "Only questions"),
        ("select * from 'x.csv'", "Only questions"),
        ("select nope from issues", "no column nope"),
        ("select i.nope from issues i", "no column nope"),
        ("select * from nope", "no table nope"),
        ("select nope(1)", "no function nope"),
        ("select id from issues a, issues b", "Several tables have a column id"),
        ("selec 1", "near 'selec'"),
        ("select (", "near '('"),
        ("select cast('x' as int)", "SQL is wrong"),
        (" ", "SELECT"),
        ("/* nothing */", "no result"),
    ],
)
def test_what_is_refused(written: tuple[Path, Path], tmp_path: Path, query: str, said: str) -> None:
    """Nothing but one question to the data set is answered, and what is wrong is told as `ledger sql` tells it."""
    before = sorted(os.listdir(tmp_path))
    result = ask(written[1], query)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
    assert sorted(os.listdir(tmp_path)) == before


def test_too_long_and_too_much(written: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Time and size of an answer are bounded as they are without a data set."""
    result = ask(
        written[1], "select count(*) from range(1000000000000) a, range(1000000) b", "--timeout", "1"
    )
    assert (result.code, "more than 1 seconds" in result.err) == (2, True)
    result = ask(written[1], "select * from range(2000000)")
    assert (result.code, "1000000 rows" in result.err) == (2, True)
    monkeypatch.setattr(duck, "_SETTINGS", (*duck._SETTINGS, "SET memory_limit = '10MB'"))
    result = ask(written[1], "select length(string_agg(repeat('x', 1000000), '')) from range(100)")
    assert (result.code, "1024 MiB" in result.err) == (2, True)


def test_only_the_data_set_says_the_day(written: tuple[Path, Path]) -> None:
    """The day and the version are those that were exported; another one is refused, not ignored."""
    assert json.loads(ask(written[1], "select 1 as one", "-f", "json").out)["as_of"] == DAY
    for option, value in (("--as-of", DAY), ("--rev", "HEAD"), ("-C", str(written[0]))):
        result = ask(written[1], "select 1", option, value)
        assert (result.code, option in result.err) == (2, True)
    result = run_cli("-C", str(written[0]), "sql", "--data", str(written[1]), "select 1")
    assert (result.code, "-C" in result.err) == (2, True)


def test_no_data_set(tmp_path: Path, written: tuple[Path, Path]) -> None:
    """A folder without a list, with a strange one, with pattern characters in its path, is told."""
    assert "no data set" in ask(tmp_path, "select 1").err
    (tmp_path / LISTED).write_text('{"dataset": 99}', "utf-8")
    assert "no data set" in ask(tmp_path, "select 1").err
    odd = tmp_path / "a[1]"
    shutil.copytree(written[1], odd)
    result = ask(odd, "select 1")
    assert (result.code, "pattern" in result.err) == (2, True)


def test_partial_and_unfinished_are_told(region: Path, tmp_path: Path) -> None:  # noqa: F811
    """What the data set lacks, and that a run on it was not finished, is said each time, with exit code 1."""
    out = tmp_path / "out"
    shutil.rmtree(region / "l2")
    assert export(region, out).code == 1
    result = ask(out, "select count(*) as n from plan", "-f", "json")
    assert (result.code, result.data) == (1, [{"n": 5}])
    assert "a=b" in result.err
    assert json.loads(result.out)["partial"]
    (out / JOURNAL).write_text("", "utf-8")
    assert "not finished" in ask(out, "select 1").err
    next((out / "issues").rglob("*.parquet")).unlink()
    result = ask(out, "select * from issues")
    assert (result.code, "damaged" in result.err) == (2, True)


def test_without_the_extra(written: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in one line how to get it."""
    import sys

    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = ask(written[1], "select 1")
    assert (result.code, "[duckdb]" in result.err, result.err.count("\n")) == (2, True, 1)


def test_the_statements_of_the_document(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those for DuckDB itself are run as they stand, and count what `ledger sql` counts."""
    import re

    import duckdb

    text = (REPO / "docs/dataset.md").read_text("utf-8")
    (block,) = re.findall(r"```sql\n-- DuckDB\n(.*?)```", text, re.DOTALL)
    assert block in (REPO / "docs/dataset.zh-CN.md").read_text("utf-8")
    shutil.copytree(written[1], tmp_path / "dataset")
    monkeypatch.chdir(tmp_path)
    connection = duckdb.connect()
    answers = []
    for statement in duckdb.extract_statements(block):
        found = connection.execute(statement)
        if statement.type == duckdb.StatementType.SELECT:
            answers.append(found.fetchall())
    (classes,) = direct(written[0], "select count(*) as n, sum(class = 'overdue') as late from issues")
    assert sum(row[2] for row in answers[0]) == classes["n"]
    assert sum(row[3] for row in answers[0]) == classes["late"]
    late = direct(
        written[0],
        "select s.unit, count(*) as late, max(s.days_overdue) as longest from shares s where s.listed group by s.unit",
    )
    assert sorted(answers[1]) == sorted(tuple(one.values()) for one in late)
    kinds = direct(
        written[0],
        "select u.kind, count(distinct s.unit) as n from shares s join units u on u.name = s.unit group by u.kind",
    )
    assert sorted(answers[2], key=str) == sorted((tuple(one.values()) for one in kinds), key=str)
    connection.close()
