"""``init``: a folder in which a ledger can begin, and nothing of a person's is touched."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from cli_tools import REPO, run_cli
from ledger import __version__
from ledger.recording.kit import ci_files, hooks

PLAN = REPO / "data/source/plan.txt"
DOCUMENTS = REPO / "examples/documents"
PLANS = [
    *("five-lines.txt", "headings.txt", "brackets.txt", "one-paragraph.txt", "blocks.txt"),
    *("wide-table.xlsx", "wide-table.csv", "by-measures.csv", "upright-table.docx"),
]
"""Plans, a layout each."""


def everything(folder: Path) -> dict[str, bytes]:
    """The files below a folder, but for those of git."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".git/")}


def test_a_ledger_is_begun(tmp_path: Path) -> None:
    """Git, its settings, schemas and a table of units; what a person decides; the next command."""
    result = run_cli("init", str(PLAN), cwd=tmp_path)
    assert result.code == 0, result.err
    assert (tmp_path / ".git").is_dir()
    files = everything(tmp_path)
    assert {".gitattributes", "data/units.yaml", "schemas/issue.schema.json"} <= files.keys()
    assert files["schemas/issue.schema.json"] == (REPO / "schemas/issue.schema.json").read_bytes()
    for said in ("23 项任务", "kind: office", "各旗县区", "ledger import", "--write"):
        assert said in result.out


def decided(text: str) -> str:
    """The drafted table as a person mends it: the office put in, the group's remarks made lines."""
    text = text.replace("units:\n", "units:\n  市整改办: {name: 示例市整改工作办公室, kind: office}\n", 1)
    before, _, after = text.partition("# groups:\n")
    return before + "groups:\n" + re.sub("(?m)^# ", "", after) if after else text


def test_to_the_first_record(tmp_path: Path) -> None:
    """As a new user goes: begin, mend the table as it says, import, check, record, see what is late."""
    run_cli("init", str(PLAN), cwd=tmp_path)
    units = tmp_path / "data/units.yaml"
    units.write_text(decided(units.read_text("utf-8")), "utf-8")
    result = run_cli("import", str(PLAN), "--write", cwd=tmp_path)
    assert result.code == 0, result.err
    assert run_cli("check", cwd=tmp_path).code == 0
    assert (
        run_cli("progress", "14", "--by", "昆区", "完成1公里。", "--date", "2024-11-20", cwd=tmp_path).code
        == 0
    )
    assert len(run_cli("overdue", "--as-of", "2025-01-31", "-f", "json", cwd=tmp_path).data) > 10


@pytest.mark.parametrize("name", PLANS)
def test_each_layout(tmp_path: Path, name: str) -> None:
    """A plan of any layout: the table that was drafted can be read as it is, and has the plan's names."""
    result = run_cli("init", str(DOCUMENTS / name), cwd=tmp_path)
    assert result.code == 0, result.err
    table = yaml.safe_load((tmp_path / "data/units.yaml").read_text("utf-8"))
    assert len(table["units"]) > 1
    units = tmp_path / "data/units.yaml"
    units.write_text(decided(units.read_text("utf-8")), "utf-8")
    shown = run_cli("import", str(DOCUMENTS / name), cwd=tmp_path)
    assert "L203" not in shown.err
    assert "L516" not in shown.err  # no name that the table lacks


@pytest.mark.parametrize("name", ["notice.txt", "picture.html", "progress.txt", "clearing.txt", "middle.txt"])
def test_no_plan(tmp_path: Path, name: str) -> None:
    """Of what is no plan it is said what it is, and nothing is begun."""
    result = run_cli("init", str(DOCUMENTS / name), cwd=tmp_path)
    assert result.code == 1
    assert "没有开始台账" in result.err
    assert everything(tmp_path) == {}
    assert not (tmp_path / ".git").exists()


def test_labels_of_ones_own(tmp_path: Path) -> None:
    """The words of ``--labels``, or of the folder, are known where the document is read, and are kept."""
    args = ("init", str(DOCUMENTS / "own-words.txt"), "--no-git")
    given = run_cli(*args, "--labels", str(DOCUMENTS / "own-labels.yaml"), "-C", str(tmp_path / "a"))
    assert given.code == 0, given.err
    kept = tmp_path / "a/data/labels.yaml"
    assert (DOCUMENTS / "own-labels.yaml").read_bytes() == kept.read_bytes()
    assert "没有写明" not in given.out
    (tmp_path / "b/data").mkdir(parents=True)
    shutil.copy(kept, tmp_path / "b/data/labels.yaml")
    assert "没有写明" not in run_cli(*args, "-C", str(tmp_path / "b")).out
    assert "没有写明" in run_cli(*args, "-C", str(tmp_path / "c")).out


def test_nothing_is_replaced(tmp_path: Path) -> None:
    """What is there stays, also what a person changed since; the run says so, and a second adds nothing."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/units.yaml").write_text("units:\n  甲局: {name: 甲局, kind: government}\n", "utf-8")
    (tmp_path / ".gitattributes").write_text("* text\n", "utf-8")
    result = run_cli("init", str(PLAN), cwd=tmp_path)
    assert result.code == 0
    files = everything(tmp_path)
    assert files["data/units.yaml"].decode().startswith("units:\n  甲局")
    assert files[".gitattributes"] == b"* text\n"
    assert "已有 data/units.yaml" in result.out
    run_cli("init", str(PLAN), cwd=tmp_path)
    assert everything(tmp_path) == files


def test_an_empty_ledger(tmp_path: Path) -> None:
    """Without a document the table has one unit to be changed; elsewhere with -C, which is made."""
    result = run_cli("-C", str(tmp_path / "new"), "init", "--no-git", cwd=tmp_path)
    assert result.code == 0, result.err
    assert not (tmp_path / "new/.git").exists()
    table = yaml.safe_load((tmp_path / "new/data/units.yaml").read_text("utf-8"))
    assert [unit["kind"] for unit in table["units"].values()] == ["office"]
    assert "-C" in result.out


def test_inside_a_repository(tmp_path: Path) -> None:
    """In a repository no other is made."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert run_cli("init", "--no-git", cwd=tmp_path).code == 0
    (tmp_path / "sub").mkdir()
    run_cli("init", str(PLAN), cwd=tmp_path / "sub")
    assert not (tmp_path / "sub/.git").exists()


def test_without_git(tmp_path: Path) -> None:
    """A machine without git: the ledger is begun, and what it lacks is said."""
    (tmp_path / "empty").mkdir()
    result = run_cli("init", str(PLAN), cwd=tmp_path, env={"PATH": str(tmp_path / "empty")})
    assert result.code == 0
    assert "没有建 git 仓库" in result.err
    assert (tmp_path / "data/units.yaml").exists()


@pytest.mark.parametrize("platform", ["github", "gitlab"])
def test_files_for_ci(tmp_path: Path, platform: str) -> None:
    """The platform's own file and the hook, each sound YAML that names this version."""
    assert run_cli("init", "--ci", platform, "--no-git", cwd=tmp_path).code == 0
    name = {"github": ".github/workflows/ledger.yml", "gitlab": ".gitlab-ci.yml"}[platform]
    for file in (name, ".pre-commit-config.yaml"):
        text = (tmp_path / file).read_text("utf-8")
        assert yaml.safe_load(text)
        assert f"v{__version__}" in text
    assert run_cli("init", "--ci", "svn", cwd=tmp_path).code == 2


def test_samples_are_these() -> None:
    """The samples to copy are what init writes, for a ledger in a folder."""
    samples = REPO / "examples/ci"
    assert {
        "ledger.yml": ci_files("github", __version__, "台账")[".github/workflows/ledger.yml"],
        "pre-commit-config.yaml": hooks(__version__, "台账"),
    } == {path.name: path.read_bytes() for path in samples.iterdir()}


def test_a_file_where_the_folder_is_to_be(tmp_path: Path) -> None:
    """It is refused, and the file stays."""
    (tmp_path / "x").write_text("x", "utf-8")
    assert run_cli("-C", str(tmp_path / "x"), "init").code == 2
    assert (tmp_path / "x").read_text("utf-8") == "x"


def test_plan_with_doubts(tmp_path: Path) -> None:
    """Doubts of the document are listed with their places, the names of units aside."""
    text = PLAN.read_text("utf-8").replace("整改时限：2024年12月底", "整改时限：尽快", 1)
    (tmp_path / "plan.txt").write_text(text, "utf-8")
    shutil.copy(PLAN, tmp_path / "other.txt")
    result = run_cli("init", "plan.txt", cwd=tmp_path)
    assert result.code == 0
    assert "L402" in result.out or "L517" in result.out
    assert re.search(r"第 \d+ 行：", result.out)


def test_an_import_without_an_office_says_so(tmp_path: Path) -> None:
    """Who wrote the tasks without settling who clears them is told; with an office nothing is said."""
    plan = str(DOCUMENTS / "wide-table.csv")
    assert run_cli("init", plan, cwd=tmp_path).code == 0
    said = run_cli("import", plan, "--write", cwd=tmp_path)
    assert (said.code, "kind: office" in said.err) == (0, True)
    units = tmp_path / "data/units.yaml"
    units.write_text(units.read_text("utf-8") + "  市整改办: {name: 示例市整改办, kind: office}\n", "utf-8")
    again = run_cli("import", plan, "--write", cwd=tmp_path)
    assert (again.code, "kind: office" in again.err) == (0, False)


WATCHED = """\
云阳市整改方案

一、污染防治方面
问题1：城区生活污水直排云河。
责任单位：市住建局（牵头）、东岭区政府
督导单位：市整改办
验收单位：市住建局
整改时限：2026年12月底前
整改目标：消除直排。
整改措施：
1. 新建管网3公里。
"""
"""A plan that names its office, and a place by its body."""


def test_what_looks_like_the_office_is_asked_about(tmp_path: Path) -> None:
    """A 整改办 that the plan names is pointed at, with its line, and never made the office unasked."""
    (tmp_path / "plan.txt").write_text(WATCHED, "utf-8")
    result = run_cli("init", "plan.txt", cwd=tmp_path)
    assert result.code == 0, result.err
    assert "市整改办若是整改办" in result.out
    assert "L516" not in result.out  # 东岭区政府 is the district that was drafted
    drafted = (tmp_path / "data/units.yaml").read_text("utf-8")
    assert (
        "  市整改办: {name: 市整改办, kind: government}  # 第 6 行；是整改办的，kind 写 office\n" in drafted
    )


@pytest.mark.parametrize(
    ("name", "place"), [("wide-table.xlsx", "工作表“Sheet” "), ("upright-table.docx", "表 ")]
)
def test_remarks_give_the_place_in_the_document(tmp_path: Path, name: str, place: str) -> None:
    """A unit of a table is found by its cell, not by a line that the file does not have."""
    assert run_cli("init", str(DOCUMENTS / name), cwd=tmp_path).code == 0
    lines = (tmp_path / "data/units.yaml").read_text("utf-8").splitlines()
    drafted = [line for line in lines if line.startswith("  ")]
    assert drafted
    assert all(line.partition("  # ")[2].startswith(place) for line in drafted)


@pytest.mark.parametrize("document", [(), (str(PLAN),), (str(DOCUMENTS / "wide-table.xlsx"),)])
def test_remarks_are_in_the_language_of_the_run(tmp_path: Path, document: tuple[str, ...]) -> None:
    """Who reads English reads the remarks of the table; only names are Chinese."""
    assert run_cli("--lang", "en", "init", *document, cwd=tmp_path).code == 0
    for line in (tmp_path / "data/units.yaml").read_text("utf-8").splitlines():
        remark = line.partition("# ")[2]
        assert not re.search("[，。；：]|单位|指哪些", remark), line
    assert run_cli("--lang", "en", "import", str(PLAN), "--draft-units", cwd=tmp_path).code == 0
    drafted = run_cli("--lang", "en", "import", str(PLAN), "--draft-units", cwd=tmp_path)
    assert not re.search("第 [0-9]+ 行|由人", drafted.out)
