"""A data set of several ledgers: what stands in it, what is made anew, what is never overwritten or half there."""

import json
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import random_ledgers
from cli_tools import Result, run_cli
from ledger.cli import dataset, partition
from ledger.reports.tables import TABLE_NAMES, TABLES
from ledger.reports.tables.dataset import JOURNAL, LISTED, Place, escaped, read_list
from test_account import reference
from test_together import DAY, ledgers_yaml

pytest.importorskip("pyarrow")

COUNT = 6


def members(count: int = COUNT) -> list[dict[str, Any]]:
    """Ledgers of two cities and of none, some with level and round; names that are awkward in a path."""
    names = ("2024", "二轮", "a=b", "50%", "x[1]*?", "n5")
    return [
        {"name": names[n], "folder": f"l{n}"}
        | ({"city": "东市"} if n % 2 else {})
        | ({"level": "自治区", "round": "2021/第二轮"} if n % 3 else {})
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six random ledgers and their roster."""
    root = tmp_path_factory.mktemp("model")
    for seed in range(COUNT):
        random_ledgers.write(random_ledgers.ledger(seed), root / f"l{seed}", reference)
    return ledgers_yaml(root, members())


@pytest.fixture
def region(model: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(model, tmp_path / "region"))


def export(root: Path, out: Path, *more: str, day: str = DAY) -> Result:
    """Write the data set of a roster, in this process."""
    arguments = ("-C", str(root), "export", "-f", "parquet", "-o", str(out), *more)
    return run_cli(*arguments, env={"LEDGER_AS_OF": day, "LEDGER_LANG": "en"})


def content(out: Path) -> dict[str, bytes]:
    """Every file of a data set."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of ledgers whose tables are made from now on."""
    found: list[str] = []
    before = partition.Made

    def made(name: str, made_of: Any, files: Any = None, *more: Any, **fields: Any) -> partition.Made:
        if files is not None:
            found.append(name)
        return before(name, made_of, files, *more, **fields)

    monkeypatch.setattr(partition, "Made", made)
    return found


def test_what_stands_where(region: Path, tmp_path: Path) -> None:
    """Each table has a file of each ledger, in folders as Hive has them; the list tells of all."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    held = read_list((out / LISTED).read_bytes())
    assert [part.place.ledger for part in held.parts] == [one["name"] for one in members()]
    files = {path for part in held.parts for path in part.paths()}
    assert files == set(content(out)) - {LISTED}
    assert len(files) == COUNT * len(TABLE_NAMES)
    assert (
        "issues/level=__HIVE_DEFAULT_PARTITION__/round=__HIVE_DEFAULT_PARTITION__/ledger=2024/part.parquet"
        in files
    )
    assert "issues/level=自治区/round=2021%2F第二轮/ledger=x%5B1%5D%2A%3F/part.parquet" in files


def test_one_ledger_stands_as_among_others(region: Path) -> None:
    """The tables of a part are those of all ledgers together of that one, without the column of its name."""
    from ledger.folder import read_folder
    from ledger.judging.day import Day
    from ledger.reading.load import load
    from ledger.reports.tables import data_tables
    from ledger.reports.tables.together import Tables, tables_alone, tables_together

    rows = 0
    for folder in sorted(one for one in region.iterdir() if one.is_dir()):
        ledger = load(read_folder(str(folder)).tree).ledger
        part = Tables(folder.name, "东市", data_tables(Day(ledger, date(2025, 7, 15))))
        for alone, among in zip(tables_alone(part), tables_together([part]), strict=True):
            assert alone.columns == among.columns[1:]
            assert alone.rows == tuple(row[1:] for row in among.rows)
            assert {row[0] for row in among.rows} <= {part.name}
            assert alone.key == tuple(key for key in among.key if key != "ledger")
            rows += len(alone.rows)
    assert rows > 100


def test_read_back_by_pyarrow(region: Path, tmp_path: Path) -> None:
    """Another reader finds the rows that `export` gives as JSON, with the partitions beside them."""
    from pyarrow import dataset as arrow

    out = tmp_path / "out"
    assert export(region, out).code == 0
    told = json.loads(run_cli("-C", str(region), "export", "-f", "json", env={"LEDGER_AS_OF": DAY}).out)[
        "data"
    ]
    partitions = {one["name"]: (one.get("level"), one.get("round")) for one in members()}
    offsets = positions(told)
    for table in TABLES:
        if table.name in {"units", "unit_groups"}:  # said once a city there, once a ledger here
            continue
        read = arrow.dataset(out / table.name, partitioning="hive").to_table().to_pylist()
        rows = []
        for row in read:
            assert (row.pop("level"), row.pop("round")) == partitions[row["ledger"]]
            for column in counting(table.name):
                row[column] = (
                    row[column]
                    and row[column]
                    + offsets[row["ledger"], "obligations" if table.name == "shares" else table.name]
                )
            rows.append({key: one.isoformat() if isinstance(one, date) else one for key, one in row.items()})
        assert sorted(map(line, rows)) == sorted(map(line, told[table.name])), table.name


def counting(table: str) -> tuple[str, ...]:
    """Columns that count rows over all ledgers: written down here a second time."""
    counted = {"obligations": "position", "shares": "obligation", "duties": "position"}
    counted |= {"disclosures": "position", "replies": "position"}
    return (counted[table],) if table in counted else ()


def positions(told: Mapping[str, list[dict[str, Any]]]) -> dict[tuple[str, str], int]:
    """How many rows of each counted table stand before each ledger."""
    found = {}
    for table in ("obligations", "duties", "disclosures", "replies"):
        before = 0
        for one in members():
            found[one["name"], table] = before
            before += sum(row["ledger"] == one["name"] for row in told[table])
    return found


def line(row: Mapping[str, Any]) -> str:
    """A row as text that does not depend on the order of columns."""
    return json.dumps(row, sort_keys=True, ensure_ascii=False)


def test_only_what_changed_is_made_anew(
    region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger is judged again when its data, its evidence, the day, its city or the program changed."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    first = content(out)
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    found = judged(monkeypatch)
    assert export(region, out).code == 0
    assert found == []
    assert stamps == {path: path.stat().st_mtime_ns for path in out.rglob("*") if path != out}
    assert content(out) == first

    issue = min((region / "l3/data/issues").iterdir())
    issue.write_bytes(issue.read_bytes().replace(b"title: ", "title: 改".encode(), 1))
    assert export(region, out).code == 0
    assert found == ["50%"]
    changed = {path for path, data in content(out).items() if first[path] != data}
    assert changed - {LISTED}
    assert all("ledger=50%25" in path for path in changed - {LISTED})
    found.clear()

    (region / "l5/data/evidence/01").mkdir(parents=True, exist_ok=True)
    (region / "l5/data/evidence/01/new.txt").write_text("佐证", "utf-8")
    assert export(region, out).code == 0
    assert found == ["n5"]
    found.clear()

    roster = region / "ledgers.yaml"
    roster.write_text(roster.read_text("utf-8").replace("东市", "西市"), "utf-8")
    assert export(region, out).code == 0
    assert found == ["二轮", "50%", "n5"]
    found.clear()
    assert export(region, out, day="2025-07-16").code == 0
    assert len(found) == COUNT
    found.clear()
    monkeypatch.setattr(partition, "program", lambda: "another")
    assert export(region, out, day="2025-07-16").code == 0
    assert len(found) == COUNT
    fresh = tmp_path / "fresh"
    assert export(region, fresh, day="2025-07-16").code == 0
    assert content(out) == content(fresh)


def test_ledgers_that_are_gone_leave_nothing(region: Path, tmp_path: Path) -> None:
    """A ledger that left the roster, moved to another round, or a table not asked for any more, is taken away."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    kept = members()[:3]
    kept[1]["round"] = "第三轮"
    ledgers_yaml(region, kept)
    (out / "notes.txt").write_text("a person's", "utf-8")
    assert export(region, out).code == 0
    fresh = tmp_path / "fresh"
    assert export(region, fresh).code == 0
    assert content(out) == content(fresh) | {"notes.txt": b"a person's"}
    assert not list(out.rglob("ledger=n5"))
    assert export(region, out, "--table", "issues,plan").code == 0
    assert {path.partition("/")[0] for path in content(out)} == {"issues", "plan", LISTED, "notes.txt"}


def test_what_is_wrong_is_named_and_the_rest_written(region: Path, tmp_path: Path) -> None:
    """A broken, a missing and a too long one are named; the others are written; the next run tells it again."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    shutil.rmtree(region / "l2")
    issue = min((region / "l4/data/issues").iterdir())
    issue.write_text("id: [\n", "utf-8")
    listed = members()
    listed[5]["level"] = "级" * 100
    ledgers_yaml(region, listed)
    for _ in range(2):
        result = export(region, out)
        assert result.code == 1
        assert "Ledger a=b: Folder not found" in result.err
        assert issue.name in result.err
        assert "Ledger n5: level, round or name is longer" in result.err
    held = read_list((out / LISTED).read_bytes())
    assert held.missing == ("a=b", "n5")
    assert [part.place.ledger for part in held.parts if part.partial] == ["x[1]*?"]
    assert not list(out.rglob("ledger=a%3Db"))
    assert {part.place.ledger for part in held.parts} == {"2024", "二轮", "50%", "x[1]*?"}


def test_nothing_is_taken_away_where_nothing_is_read(region: Path, tmp_path: Path) -> None:
    """Where no ledger can be read, as when a share is not there, the data set stays as it is."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    first = content(out)
    for seed in range(COUNT):
        shutil.rmtree(region / f"l{seed}")
    result = export(region, out)
    assert result.code == 1
    assert "None of the ledgers could answer" in result.err
    assert content(out) == first


def test_a_strange_file_is_never_overwritten(region: Path, tmp_path: Path) -> None:
    """A file that no run wrote, or that somebody changed since, stops everything; `--force` writes it anew."""
    out = tmp_path / "out"
    assert export(region, out).code == 0
    first = content(out)
    place = out / Place("n5", "自治区", "2021/第二轮").file("issues")
    place.write_bytes(b"mine")
    result = export(region, out, day="2025-07-16")
    assert result.code == 2
    assert "ledger=n5" in result.err
    assert content(out) == first | {place.relative_to(out).as_posix(): b"mine"}
    assert export(region, out, "--force").code == 0
    assert content(out) == first
    place.unlink()
    assert export(region, out).code == 0
    assert content(out) == first
    (out / "issues/other.parquet").write_bytes(b"x")
    assert export(region, out).code == 2
    (tmp_path / "flat/issues").mkdir(parents=True)
    (tmp_path / "flat/issues/a.parquet").write_bytes(b"x")
    assert export(region, tmp_path / "flat").code == 2
    assert content(tmp_path / "flat") == {"issues/a.parquet": b"x"}
    (tmp_path / "list").mkdir()
    (tmp_path / "list" / LISTED).write_text("{}", "utf-8")
    assert export(region, tmp_path / "list").code == 2


@pytest.mark.parametrize("at", [1, 6, 13])
def test_a_run_that_was_killed_is_gone_on_with(
    region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Wherever a run ends, also between two files of a ledger, the next one knows its files and mends them."""
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    assert export(region, fresh, day="2025-08-31").code == 0
    assert export(region, out).code == 0

    replaced = os.replace
    count = 0

    def replace(source: str, target: str) -> None:
        nonlocal count
        count += ".parquet" in str(target)
        if count > at:
            os._exit(9)
        replaced(source, target)

    pid = os.fork()
    if pid == 0:
        monkeypatch.setattr(os, "replace", replace)
        export(region, out, day="2025-08-31")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    assert (out / JOURNAL).is_file()
    assert content(out) != content(fresh)
    assert export(region, out, day="2025-08-31").code == 0
    assert content(out) == content(fresh)


def test_a_full_disk_leaves_each_ledger_whole(
    region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is told; of each ledger the files are all old or all new."""
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    assert export(region, out).code == 0
    old = content(out)
    assert export(region, fresh, day="2025-08-31").code == 0
    new = content(fresh)
    replaced, count = os.replace, 0

    def replace(source: str, target: str) -> None:
        nonlocal count
        count += ".parquet" in str(target)
        if count == 9:  # once: what was replaced before can be put back
            raise OSError(28, "full")
        replaced(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        result = export(region, out, day="2025-08-31")
    assert result.code == 2
    assert "Traceback" not in result.err
    now = content(out)
    for one in members():
        mark = f"/ledger={escaped(one['name'])}/"
        mine = {path: data for path, data in now.items() if mark in path}
        assert mine in (
            {p: d for p, d in old.items() if mark in p},
            {p: d for p, d in new.items() if mark in p},
        )
    assert export(region, out, day="2025-08-31").code == 0
    assert content(out) == new


def test_one_ledger_at_a_time(region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of a ledger are written before the next one is read: memory is that of one."""
    from ledger.cli import session

    events: list[str] = []
    read, put = session.find_data, dataset._Run._put

    def found(*given: Any) -> Any:
        events.append("read")
        return read(*given)

    def written(self: Any, *given: Any) -> Any:
        events.append("write")
        return put(self, *given)

    monkeypatch.setattr(session, "find_data", found)
    monkeypatch.setattr(dataset._Run, "_put", written)
    assert export(region, tmp_path / "out").code == 0
    assert events == ["read", "write"] * COUNT


def test_a_version_is_known_by_its_commit(
    region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that is read at a commit is made anew when the name means another commit."""
    import subprocess

    git = ["git", "-C", str(region), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "plan"], ["tag", "v1"]):
        subprocess.run([*git, *arguments], check=True)
    out, found = tmp_path / "out", judged(monkeypatch)
    ledgers_yaml(region, [{"name": "then", "folder": "l0", "ref": "v1"}])
    assert export(region, out).code == 0
    assert export(region, out).code == 0
    assert found == ["then"]
    held = read_list((out / LISTED).read_bytes())
    assert held.parts[0].made_of["data"] == f"commit:{held.parts[0].revision}"
    subprocess.run([*git, "commit", "-qm", "more", "--allow-empty"], check=True)
    subprocess.run([*git, "tag", "-f", "v1"], check=True, capture_output=True)
    assert export(region, out).code == 0
    assert found == ["then", "then"]


def test_where_it_is_not_a_data_set(region: Path, tmp_path: Path) -> None:
    """One ledger by itself, and one table of several in one file, are as they were; the option is refused there."""
    assert export(region / "l0", tmp_path / "flat").code == 0
    assert set(content(tmp_path / "flat")) == {f"{name}.parquet" for name in TABLE_NAMES}
    assert export(region, tmp_path / "issues.parquet", "--table", "issues").code == 0
    assert (tmp_path / "issues.parquet").is_file()
    assert export(region / "l0", tmp_path / "again", "--scheduler", "none").code == 2
    (tmp_path / "file").write_text("x", "utf-8")
    assert export(region, tmp_path / "file").code == 2
