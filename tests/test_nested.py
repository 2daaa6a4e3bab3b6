"""Files of issues may lie in folders below ``data/issues``: everything is as if they lay side by side."""

import json
import re
import shutil
from pathlib import Path

import pytest

import synthetic
from cli_tools import REPO, run_cli
from git_tools import Making, git
from ledger.folder import read_folder
from ledger.reading.layout import FLAT_MOST, issue_of, issue_path
from ledger.rules.engine import check_tree

DEMO = REPO / "examples/demo"


def nested(path: Path) -> Path:
    """Where a file goes: two folders by the number, as an office with thousands of tasks has them."""
    return path.parent / "2024" / path.stem.partition("-")[0] / path.name


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo as it is, and the same with its issues in folders."""
    flat, deep = (tmp_path_factory.mktemp(name) for name in ("flat", "deep"))
    for root in (flat, deep):
        shutil.copytree(DEMO / "data", root / "data")
    for path in sorted((deep / "data/issues").glob("*.yaml")):
        nested(path).parent.mkdir(parents=True, exist_ok=True)
        path.rename(nested(path))
    return flat, deep


def side_by_side(text: str) -> str:
    """What is said of nested files, as it would be said of files side by side."""
    return re.sub(r"data/issues/2024/[0-9]+/", "data/issues/", text)


READING = (
    ("list", "-f", "json"),
    ("overdue", "-f", "json"),
    ("due", "-f", "json"),
    ("stats", "-f", "json"),
    ("show", "3", "-f", "json"),
    ("show", "3", "--lang", "zh"),
    ("check", "--strict", "-f", "json"),
    ("timeline", "-f", "svg"),
    ("letters", "-f", "json"),
    ("complaints", "-f", "json"),
    ("rounds", "-f", "json"),
    ("sql", "select id, path from issues order by id", "-f", "json"),
    ("report", "-f", "md"),
    ("duties", "-f", "json"),
)


@pytest.mark.parametrize("args", READING, ids=" ".join)
def test_commands_say_the_same(args: tuple[str, ...], both: tuple[Path, Path]) -> None:
    """Every answer but for the paths in it; what broken references there are are told the same."""
    day = () if args[0] in {"check", "rounds", "letters"} else ("--as-of", "2025-09-01")
    flat, deep = (run_cli(*args, *day, cwd=root) for root in both)
    assert (deep.code, side_by_side(deep.out)) == (flat.code, flat.out)
    assert flat.out


def test_check_of_one_file(both: tuple[Path, Path]) -> None:
    """A file is named by its path, from wherever."""
    flat, deep = both
    one = min((deep / "data/issues").rglob("*.yaml"))
    name = one.relative_to(deep).as_posix()
    told = run_cli("check", name, "-f", "json", cwd=deep)
    same = run_cli("check", side_by_side(name), "-f", "json", cwd=flat)
    assert (told.code, side_by_side(told.out)) == (same.code, same.out)
    assert run_cli("check", one.name, cwd=one.parent, env={"LEDGER_ROOT": str(deep)}).code == told.code


def changed(root: Path, old: str, new: str) -> None:
    """One text of the ledger made another."""
    for path in (root / "data").rglob("*.yaml"):
        text = path.read_text("utf-8")
        if old in text:
            path.write_text(text.replace(old, new, 1), "utf-8")
            return
    raise AssertionError(old)


def test_findings_about_other_tasks(both: tuple[Path, Path], tmp_path: Path) -> None:
    """Rules that look whether a task is there find it in its folder, a broken one too."""
    codes = []
    for n, root in enumerate(both):
        copy = tmp_path / str(n)
        shutil.copytree(root, copy)
        broken = next(path for path in sorted((copy / "data/issues").rglob("02.yaml")))
        broken.write_bytes(b"[\n" + broken.read_bytes())
        letter = copy / "data/letters.yaml"
        letter.write_text(
            re.sub(r'issues: \["[^"]*"', 'issues: ["02"', letter.read_text("utf-8"), count=1), "utf-8"
        )
        found = check_tree(read_folder(str(copy)).tree, {}).diagnostics
        codes.append(sorted((one.code, side_by_side(one.path)) for one in found))
    assert codes[0] == codes[1]
    assert not [one for one in codes[1] if one[0] in {"L502", "L666"}]
    assert [one for one in codes[1] if one[1].endswith("02.yaml")]


def test_two_files_of_one_issue(both: tuple[Path, Path], tmp_path: Path) -> None:
    """An id is one over all folders: the second file of it is told."""
    copy = tmp_path / "r"
    shutil.copytree(both[1], copy)
    one = min((copy / "data/issues").rglob("01.yaml"))
    other = copy / "data/issues/2025/01.yaml"
    other.parent.mkdir()
    shutil.copy(one, other)
    told = json.loads(run_cli("check", "-f", "json", cwd=copy).out)["data"]
    assert [record["path"] for record in told if record["code"] == "L304"] == ["data/issues/2025/01.yaml"]


def test_what_nobody_reads(both: tuple[Path, Path], tmp_path: Path) -> None:
    """Other files in a folder of issues, and one that lies too deep, are told."""
    copy = tmp_path / "r"
    shutil.copytree(both[1], copy)
    (copy / "data/issues/2024/说明.txt").write_text("x")
    deep = copy / "data/issues/a/b/c/d/e"
    deep.mkdir(parents=True)
    (deep / "99.yaml").write_text("x")
    told = json.loads(run_cli("check", "-f", "json", cwd=copy).out)["data"]
    paths = {(one["code"], one["path"]) for one in told}
    assert {("L308", "data/issues/2024/说明.txt"), ("L318", "data/issues/a/b/c/d/e")} <= paths


def test_records_find_the_file(both: tuple[Path, Path], tmp_path: Path) -> None:
    """A record is appended where the issue lies, and nothing else is made."""
    copy = tmp_path / "r"
    shutil.copytree(both[1], copy)
    before = {path: path.read_bytes() for path in copy.rglob("*.yaml")}
    for record in (
        ("progress", "3", "--by", "东河区", "--text", "演示：又完成了一段。", "--date", "2025-09-01"),
        ("progress", "3", "--by", "东河区", "--text", "演示：再完成了一段。", "--date", "2025-09-02"),
    ):
        done = run_cli(*record, cwd=copy)
        assert done.code in {0, 1}, done.err
    after = {path: path.read_bytes() for path in copy.rglob("*.yaml")}
    different = {path for path in after if after[path] != before.get(path)}
    assert {path.relative_to(copy).as_posix() for path in different} == {"data/issues/2024/03/03.yaml"}
    assert after[different.pop()].count("演示：".encode()) >= 2


def test_history(both: tuple[Path, Path], tmp_path: Path) -> None:
    """Moved into folders: log follows, diff says so, and the audit finds nothing."""
    making = Making(tmp_path / "r")
    shutil.copytree(both[0] / "data", making.root / "data")
    making.commit({}, "2025-09-01")
    before = {one["code"] for one in json.loads(run_cli("audit", "-f", "json", cwd=making.root).out)["data"]}
    (making.root / "data/issues/2024").mkdir()
    for path in sorted((making.root / "data/issues").glob("*.yaml")):
        nested(path).parent.mkdir(parents=True, exist_ok=True)
        git(making.root, "mv", str(path), str(nested(path)))
    making.commit({}, "2025-09-02")
    line = "- {date: 2025-09-02, type: progress, by: 东河区, text: 演示：又一段。}\n"
    file = "data/issues/2024/03/03.yaml"
    making.commit({file: (making.root / file).read_text("utf-8") + line}, "2025-09-03")
    kinds = [
        one["kind"] for one in json.loads(run_cli("log", "3", "-f", "json", cwd=making.root).out)["data"]
    ]
    assert kinds[:2] == ["entry_added", "moved"]
    assert kinds[-1] == "issue_added"
    assert "演示" in run_cli("blame", "3", cwd=making.root).out
    told = json.loads(run_cli("diff", "HEAD~2..HEAD~1", "-f", "json", cwd=making.root).out)
    assert {kind for kind, count in told["counts"].items() if count} == {"moved"}
    after = {one["code"] for one in json.loads(run_cli("audit", "-f", "json", cwd=making.root).out)["data"]}
    assert after == before
    listed = [run_cli("list", *rev, "-f", "json", cwd=making.root).out for rev in ((), ("--rev", "HEAD"))]
    assert json.loads(listed[0])["data"] == json.loads(listed[1])["data"] != []


def test_a_lost_head_names_the_file(both: tuple[Path, Path], tmp_path: Path) -> None:
    """What a stored commit had and the tip has not is told with the path that it lay at."""
    making = Making(tmp_path / "r")
    shutil.copytree(both[1] / "data", making.root / "data")
    first = making.commit({}, "2025-09-01")
    line = "- {date: 2025-09-02, type: progress, by: 东河区, text: 演示：又一段。}\n"
    file = "data/issues/2024/03/03.yaml"
    lost = making.commit({file: (making.root / file).read_text("utf-8") + line}, "2025-09-03")
    git(making.top, "reset", "-q", "--hard", first)
    told = json.loads(run_cli("audit", f"{lost}..HEAD", "-f", "json", cwd=making.root).out)["data"]
    assert [one["path"] for one in told if one["code"] == "L701"] == [file]


def test_import_leaves_files_where_they_lie(tmp_path: Path) -> None:
    """The plan that was imported, again: all is there; read anew: all is found."""
    copy = tmp_path / "r"
    shutil.copytree(REPO / "data", copy / "data")
    for path in sorted((copy / "data/issues").glob("*.yaml")):
        nested(path).parent.mkdir(parents=True, exist_ok=True)
        path.rename(nested(path))
    before = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*.yaml"))
    again = run_cli("import", "data/source/plan.txt", "--write", cwd=copy)
    assert again.code == 0, again.err
    assert sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*.yaml")) == before
    assert run_cli("import", "--reread", cwd=copy).code == 0
    assert sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*.yaml")) == before


def test_where_new_issues_go() -> None:
    """Up to a thousand side by side, then a hundred numbers to a folder; a file is found by its name."""
    assert issue_path("07-1", FLAT_MOST) == "data/issues/07-1.yaml"
    assert issue_path("0712-1", FLAT_MOST + 1) == "data/issues/0700/0712-1.yaml"
    assert issue_path("071-2", FLAT_MOST + 1) == "data/issues/000/071-2.yaml"
    assert issue_path("71", FLAT_MOST + 1) == "data/issues/71.yaml"
    for path in ("data/issues/07-1.yaml", "data/issues/2024/07/07-1.yaml"):
        assert issue_of(path) == "07-1"
    assert [issue_of(path) for path in ("data/units.yaml", "data/issues/x.txt", "data/rounds/x.yaml")] == [
        None
    ] * 3


def test_many_are_imported_into_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of more tasks than go side by side: its files are spread, name the schema, and check is content."""
    monkeypatch.setattr("ledger.reading.layout.FLAT_MOST", 100)
    (tmp_path / "data").mkdir()
    shutil.copy(REPO / "data/units.yaml", tmp_path / "data/units.yaml")
    (tmp_path / "plan.txt").write_text(synthetic.plan_text(210), "utf-8")
    made = run_cli("import", "plan.txt", "--write", cwd=tmp_path)
    assert made.code == 0, made.err
    files = [
        path.relative_to(tmp_path).as_posix() for path in sorted((tmp_path / "data/issues").rglob("*.yaml"))
    ]
    assert len(files) >= 210
    assert {path.split("/")[2] for path in files} == {"000", "100", "200"}
    assert "../../../schemas/issue.schema.json" in (tmp_path / files[0]).read_text("utf-8")
    told = json.loads(run_cli("check", "-f", "json", cwd=tmp_path).out)["data"]
    assert not [one for one in told if one["code"] in {"L502", "L503", "L303", "L304", "L308", "L318"}]
    assert len(json.loads(run_cli("list", "-f", "json", cwd=tmp_path).out)["data"]) == len(files)
