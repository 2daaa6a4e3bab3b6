"""``ledger import`` and ``ledger render``: from the official document to the ledger and back."""

# ruff: noqa: SIM300 - what is expected may stand first

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from cli_tools import PLAN, REPO, Result, copy_ledger, edit, run_cli, run_json, spawn
from ledger import __version__

LIST_BEGINS = "附件\n"


def units_only(folder: Path) -> Path:
    """A folder with a unit table and no ledger yet."""
    root = folder / "new"
    (root / "data").mkdir(parents=True)
    shutil.copy(REPO / "data" / "units.yaml", root / "data" / "units.yaml")
    return root


def files(root: Path) -> dict[str, bytes]:
    """Every file below ``root`` with its bytes."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def import_text(folder: Path, text: str | bytes, *options: str) -> Result:
    """Import ``text`` into a folder that has a unit table only."""
    root = folder / "new"
    if not root.exists():
        units_only(folder)
    plan = folder / "plan.txt"
    plan.write_bytes(text.encode() if isinstance(text, str) else text)
    return run_cli("-C", str(root), "import", str(plan), *options)


# --- reading -------------------------------------------------------------------------------------


def test_dry_run_reads_the_whole_plan() -> None:
    """22 numbered problems, 23 issues, no unrecognised line."""
    envelope = json.loads(run_json("import", str(PLAN)).out)
    assert (len(envelope["data"]), envelope["unrecognised"]) == (23, [])
    assert envelope["document"]["encoding"].lower() == "utf-8"


def test_dry_run_says_so_in_words() -> None:
    """The counts stand below the table, and that nothing was written on standard error."""
    result = run_cli("import", str(PLAN))
    assert result.code == 0
    assert "识别问题 22 个、任务 23 项" in result.out
    assert "未识别 0 行" in result.out
    assert "未写入" in result.err


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Without ``--write`` no file appears or changes."""
    root = units_only(tmp_path)
    before = files(tmp_path)
    assert run_cli("-C", str(root), "import", str(PLAN)).code == 0
    assert before == files(tmp_path)


def test_records_say_what_was_understood() -> None:
    """Each record holds number, line, units, deadline, milestones and targets."""
    data = {r["id"]: r for r in run_json("import", str(PLAN)).data}
    sub = data["07-1"]
    deadline = sub["deadline"]
    assert tuple(deadline[k] for k in ("due", "immediate", "sustained")) == ("2025-12-31", False, False)
    assert ("7（1）", 3) == (sub["number"], len(sub["measures"]))
    assert sub["lead"] == ["市应急管理局"]
    named = [*sub["milestones"], *(m for measure in sub["measures"] for m in measure["milestones"])]
    assert [m["due"] for m in named] == ["2024-12-31", "2024-12-31", "2025-12-31"]
    first = data["01"]["deadline"]
    assert tuple(first[k] for k in ("due", "immediate", "sustained")) == (None, True, True)
    assert sorted(data["19"]["lead"], key="市工信局市生态环境局市城市管理局".index) == [
        "市工信局",
        "市生态环境局",
        "市城市管理局",
    ]
    lines = PLAN.read_text("utf-8").split("\n")
    assert all(
        r["title"] in lines[int(r["place"].removeprefix("line:")) - 1]
        for r in data.values()
        if "-" not in r["id"]
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends_give_the_same_issues(tmp_path: Path, encoding: str, newline: str) -> None:
    """UTF-8 with and without BOM, GB18030, LF and CRLF are read alike."""
    text = PLAN.read_text("utf-8").replace("\n", newline)
    result = import_text(tmp_path, text.encode(encoding), "--format", "json")
    assert result.code == 0
    assert run_json("import", str(PLAN)).data == result.data


# --- writing -------------------------------------------------------------------------------------


def test_write_makes_the_shipped_ledger(tmp_path: Path) -> None:
    """``--write`` into an empty folder gives the files that are shipped, byte for byte but for its own day."""
    root = units_only(tmp_path)
    result = run_cli("-C", str(root), "import", str(PLAN), "--write")
    assert (result.code, result.out) == (0, "")
    assert "26" in result.err
    shipped, written = files(REPO / "data"), files(root / "data")
    day = re.compile(rb"^- \{day: [0-9-]{10}, program: ledger [0-9.]+, format: 2, ", re.MULTILINE)
    assert 1 == len(day.findall(written["plan.yaml"]))
    for held in (shipped, written):
        held["plan.yaml"] = day.sub(b"", held["plan.yaml"])
        del held["units.yaml"]
    assert shipped == written


def test_reading_is_noted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day, program, format and checksum stand in plan.yaml; the same text written later adds none."""
    root = units_only(tmp_path)
    monkeypatch.setattr("ledger.today.today", lambda: date(2024, 11, 5))
    run_cli("-C", str(root), "import", str(PLAN), "--write")
    before = files(root)
    sha256 = hashlib.sha256(PLAN.read_bytes()).hexdigest()
    noted = f"imports:\n- {{day: 2024-11-05, program: ledger {__version__}, format: 2, sha256: {sha256}}}\n"
    assert noted in before["data/plan.yaml"].decode()
    monkeypatch.setattr("ledger.today.today", lambda: date(2025, 11, 5))
    assert 0 == run_cli("-C", str(root), "import", str(PLAN), "--write").code
    assert before == files(root)


def test_second_write_changes_no_byte(tmp_path: Path) -> None:
    """Writing again changes nothing and says so."""
    root = units_only(tmp_path)
    run_cli("-C", str(root), "import", str(PLAN), "--write")
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}
    result = run_cli("-C", str(root), "import", str(PLAN), "--write")
    assert result.code == 0
    assert "没有写入" in result.err
    assert before == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()}


def test_write_never_overwrites_what_differs(tmp_path: Path) -> None:
    """A file that differs is shown as a difference; nothing at all is written."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "title: 绿色发展理念树得不牢", "title: 绿色发展理念树得很牢")
    (root / "data/issues/03.yaml").unlink()
    before = files(root)
    result = run_cli("-C", str(root), "import", str(PLAN), "--write")
    assert result.code == 1
    assert "-title: 绿色发展理念树得很牢\n+title: 绿色发展理念树得不牢\n" in result.out
    assert "1 个文件" in result.err
    assert before == files(root)


def test_write_adds_the_missing_file_only(tmp_path: Path) -> None:
    """A file that is missing is written, the others stay as they are."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/03.yaml").unlink()
    result = run_cli("-C", str(root), "import", str(PLAN), "--write")
    assert result.code == 0
    assert files(REPO / "data") == files(root / "data")


def test_write_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where the folder cannot be made, exit 2 and no file is left."""
    root = units_only(tmp_path)
    (root / "data" / "source").write_text("in the way")
    before = files(root)
    result = run_cli("-C", str(root), "import", str(PLAN), "--write")
    assert (result.code, result.out) == (2, "")
    assert before == files(root)


# --- documents that are no plan ------------------------------------------------------------------

BAD = {
    "empty": b"",
    "blank": b"\n \n\n",
    "poem": "床前明月光，\n疑是地上霜。\n".encode(),
    "binary": bytes(range(256)) * 40,
    "zip": b"PK\x03\x04" + b"\x00\xff" * 500,
    "truncated utf-8": PLAN.read_bytes()[:9001],
    "preamble only": PLAN.read_text("utf-8").partition(LIST_BEGINS)[0].encode(),
    "half an issue": PLAN.read_text("utf-8").partition("整改时限")[0].encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_document_is_refused(name: str, tmp_path: Path) -> None:
    """A document without a full list: what was found and not found, exit 1, nothing written."""
    units_only(tmp_path)
    before = files(tmp_path / "new")
    for options in ((), ("--write",)):
        result = import_text(tmp_path, BAD[name], *options)
        assert result.code == 1
        assert "plan.txt:" in result.err
        assert "没有写入" in result.err
        assert "Traceback" not in result.err
        assert before == files(tmp_path / "new")


def test_bad_document_has_no_issues_for_scripts(tmp_path: Path) -> None:
    """Without a list the JSON answer has an empty ``data``; nothing is made up."""
    result = import_text(tmp_path, BAD["poem"], "--format", "json")
    assert (result.code, result.data) == (1, [])


def test_half_document_names_what_is_missing(tmp_path: Path) -> None:
    """Each field that an issue lacks is named with its line."""
    result = import_text(tmp_path, BAD["half an issue"])
    assert "L512" in result.err
    assert "整改时限" in result.err
    assert "plan.txt:49:" in result.err


def test_unknown_unit_in_document_is_an_error(tmp_path: Path) -> None:
    """A unit that is not in the table is an error with the nearest candidates, never a new unit."""
    text = PLAN.read_text("utf-8").replace("市林草局（牵头）", "市林草菊（牵头）")
    result = import_text(tmp_path, text, "--write")
    assert result.code == 1
    assert "市林草菊" in result.err
    assert "市林草局" in result.err
    assert {"data/units.yaml"} == set(files(tmp_path / "new"))


def test_unrecognised_line_is_listed_by_number(tmp_path: Path) -> None:
    """A line that belongs nowhere is listed with its number and kept."""
    lines = PLAN.read_text("utf-8").split("\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("整改时限")) + 1
    lines[place:place] = ["本页无正文"]
    result = import_text(tmp_path, "\n".join(lines))
    assert f"plan.txt:{place + 1}:" in result.err
    assert "本页无正文" in result.err


@pytest.mark.parametrize("name", ["missing.txt", "data"])
def test_document_that_cannot_be_opened(name: str) -> None:
    """A file that is missing or a folder: one line, exit 2."""
    result = run_cli("import", name)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert name in result.err


def test_import_without_unit_table_says_how_to_make_one(tmp_path: Path) -> None:
    """Without ``data/units.yaml`` the way to draft one is named; exit 2."""
    result = run_cli("import", str(PLAN), cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "--draft-units" in result.err
    assert list(tmp_path.iterdir()) == []


def test_draft_units_names_the_units_of_the_plan(tmp_path: Path) -> None:
    """The draft lists units the table lacks: all without a table, none with the shipped one."""
    result = run_cli("import", str(PLAN), "--draft-units", cwd=tmp_path)
    assert result.code == 0
    assert "市应急管理局" in result.out
    assert "昆区" in result.out
    assert "市应急管理局" not in run_cli("import", str(PLAN), "--draft-units").out


def test_draft_units_makes_no_unit_of_what_stands_for_some(tmp_path: Path) -> None:
    """有关部门 and 相关旗县区 are no units: the one is a name that nobody lists, of the other a person knows."""
    text = "某清单\n\n1.黑臭\n责任单位：有关部门、相关旗县区、其他相关单位\n整改时限：2026年\n整改目标：无\n整改措施：清淤。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    out = run_cli("import", "a.txt", "--draft-units", cwd=tmp_path).out
    assert "units: {}" in out
    assert "  有关部门: {}" in out
    assert "  其他相关单位: {}" in out
    assert "“相关旗县区”指哪些单位，由人定" in out


# --- back again ----------------------------------------------------------------------------------


def test_render_equals_the_list_of_the_source() -> None:
    """The list written from the YAML is the source's list, byte for byte."""
    result = spawn("render")
    source = PLAN.read_bytes()
    begins = source.index(("\n" + LIST_BEGINS).encode()) + 1
    assert (result.returncode, result.stderr) == (0, b"")
    assert source[begins:] == result.stdout


def test_render_whole_equals_the_source() -> None:
    """With ``--whole`` it is the whole document, byte for byte."""
    assert PLAN.read_bytes() == spawn("render", "--whole").stdout


def test_render_shows_what_the_yaml_says(tmp_path: Path) -> None:
    """Render writes from the issues, it does not copy the source."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "title: 绿色发展理念树得不牢", "title: 绿色发展理念树得很牢")
    out = run_cli("-C", str(root), "render").out
    assert "2.绿色发展理念树得很牢\n" in out


def test_render_output_writes_the_same_bytes(tmp_path: Path) -> None:
    """``--output`` writes what would have gone to standard output."""
    target = tmp_path / "list.txt"
    result = run_cli("render", "--whole", "--output", str(target))
    assert result == (0, "", "")
    assert PLAN.read_bytes() == target.read_bytes()


def test_render_without_plan_is_refused(tmp_path: Path) -> None:
    """Without ``plan.yaml`` there is nothing to write by; exit 2."""
    root = copy_ledger(tmp_path)
    (root / "data/plan.yaml").unlink()
    result = run_cli("-C", str(root), "render")
    assert (result.code, result.out) == (2, "")
    assert "plan.yaml" in result.err


# --- what is no plan -----------------------------------------------------------------------------

PROGRESS = (
    "某市整改进展情况\n\n1.再生水管网建设滞后\n验收单位：市水务局\n责任单位：市水务局\n整改时限：2025年12月底\n"
    "整改目标：建成管网。\n整改措施：\n（一）建设管网。\n整改进展：已完成整改。\n"
)


def test_progress_is_written_as_tasks_only_where_that_is_said(tmp_path: Path) -> None:
    """A progress list tells of tasks on file: --as-entries is named, and only --force makes tasks of it."""
    for options in ((), ("--write",)):
        said = import_text(tmp_path, PROGRESS, *options)
        assert (said.code, "--as-entries" in said.err) == (1, True)
        assert ["data/units.yaml"] == list(files(tmp_path / "new"))
    assert 0 == import_text(tmp_path, PROGRESS, "--write", "--force").code
    assert "data/issues/01.yaml" in files(tmp_path / "new")


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x89PNG\r\n\x1a\n0", "L528"), (b"", "L524"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "L526")],
)
def test_a_file_that_is_not_read_is_of_no_kind(tmp_path: Path, data: bytes, code: str) -> None:
    """Why it is not read is all that is said of it, with a table of units or without one."""
    said = import_text(tmp_path, data)
    assert (said.code, code in said.err) == (1, True)
    assert "看不出" not in said.out + said.err
    bare = run_cli("import", str(tmp_path / "plan.txt"), cwd=tmp_path)
    assert (bare.code, code in bare.err, "--draft-units" in bare.err) == (1, True, False)


def test_without_a_unit_table_the_document_is_named_first(tmp_path: Path) -> None:
    """What the file is comes before the table that it needs."""
    result = run_cli("import", str(PLAN), cwd=tmp_path)
    assert result.err.index("23 项") < result.err.index("--draft-units")
    (tmp_path / "note.txt").write_text("某市今日天晴。\n", "utf-8")
    other = run_cli("import", "note.txt", cwd=tmp_path)
    assert (other.code, "看不出" in other.err, "L518" in other.err) == (1, True, True)
