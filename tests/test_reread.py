"""``ledger import --reread``: the imported text understood anew, and nothing else changed."""

# ruff: noqa: SIM300 - what is expected stands first

import re
from pathlib import Path

import pytest

from cli_tools import PLAN, REPO, append_entries, copy_ledger, edit, run_cli, run_json
from ledger.folder import read_folder
from ledger.reading.load import load

NEW = re.compile(
    r"^  (?:by: .*|immediate: true)\n(?=- number|targets|entries|  immediate|  recurring)|^  recurring:\n(?:  - .*\n)+",
    re.MULTILINE,
)
ENTRY = "{date: 2024-12-01, type: start, by: 昆区, text: 启动}"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The shipped ledger as the first version of the program wrote it, with one entry."""
    root = copy_ledger(tmp_path)
    for file in (root / "data/issues").iterdir():
        file.write_text(NEW.sub("", file.read_text("utf-8")), "utf-8", newline="\n")
    plan = root / "data/plan.yaml"
    text = re.sub(r"^format: 2\n|^imports:\n- .*\n", "", plan.read_text("utf-8"), flags=re.MULTILINE)
    plan.write_text(text, "utf-8", newline="\n")
    append_entries(root, "data/issues/14.yaml", ENTRY)
    return root


def files(root: Path) -> dict[str, bytes]:
    """Every file of a ledger."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def reread(root: Path, *options: str) -> tuple[int, str]:
    """Exit code and what was said on standard error."""
    result = run_cli("-C", str(root), "import", "--reread", *options)
    return result.code, result.err


def refused(root: Path, *words: str) -> None:
    """A new reading is refused with these words, and no byte changes."""
    before = files(root)
    code, said = reread(root)
    assert 1 == code
    assert [] == [word for word in words if word not in said], said
    assert before == files(root)


def test_old_ledger_is_told(old: Path) -> None:
    """Data of the first format are one warning that names the way out; nothing else is wrong with them."""
    found = run_json("-C", str(old), "check").data
    assert [("L506", "data/plan.yaml")] == [(f["code"], f["path"]) for f in found]
    assert "--reread" in found[0]["hint"]


def test_reread_gives_the_shipped_ledger(old: Path) -> None:
    """The old ledger read again is the shipped one, its entry as it was, and the reading noted."""
    assert 0 == reread(old)[0]
    now, shipped = files(old), files(REPO / "data")
    for path, data in shipped.items():
        entry = f"- {ENTRY}\n".encode() if path == "issues/14.yaml" else b""
        if path != "plan.yaml":
            assert data + entry == now[f"data/{path}"], path
    plan = load(read_folder(str(old)).tree).ledger.plan
    assert plan is not None
    (item,) = plan.imports
    assert (2, 2, plan.source.sha256) == (plan.format, item.format, item.sha256)
    assert item.program.startswith("ledger ")
    assert [] == run_json("-C", str(old), "check").data


def test_twice_is_once(old: Path) -> None:
    """A second reading changes nothing and says so."""
    reread(old)
    before = files(old)
    code, said = reread(old)
    assert 0 == code
    assert "没有写入" in said
    assert before == files(old)


def test_trial_lists_and_writes_nothing(old: Path) -> None:
    """``--dry-run`` lists every change with old and new, and writes no byte."""
    before = files(old)
    data = run_json("-C", str(old), "import", "--reread", "--dry-run").data
    assert before == files(old)
    listed = {(r["id"], r["field"]): (r["old"], r["new"]) for r in data}
    assert ([], ["昆区", "稀土高新区", "石拐区"]) == listed["15", "measures.2.by"]
    assert (False, True) == listed["03", "measures.1.immediate"]
    assert (1, 2) == listed[None, "format"]
    assert listed == {
        (r["id"], r["field"]): (r["old"], r["new"])
        for r in run_json("-C", str(old), "import", "--reread").data
    }


def test_settings_and_facts_stay(old: Path) -> None:
    """Policy, issuer, day of issue and remarks keep their bytes."""
    edit(old, "data/plan.yaml", "issuer: null", "issuer: 市委办公室  # 见批复")
    edit(old, "data/plan.yaml", "warn_days: 30", "warn_days: 7  # 本办规定")
    edit(old, "data/issues/14.yaml", "\ngoal: ", "\n# 已核对\ngoal: ")
    assert 0 == reread(old)[0]
    now = {path: data.decode() for path, data in files(old).items()}
    assert "issuer: 市委办公室  # 见批复\n" in now["data/plan.yaml"]
    assert "warn_days: 7  # 本办规定\n" in now["data/plan.yaml"]
    assert "\n# 已核对\ngoal: " in now["data/issues/14.yaml"]


def test_better_name_of_a_target_stays(old: Path) -> None:
    """A target that a person has renamed keeps its name."""
    edit(old, "data/issues/14.yaml", "name: 再生水管网建设\n", "name: 再生水管网\n")
    assert 0 == reread(old)[0]
    assert (
        b"name: \xe5\x86\x8d\xe7\x94\x9f\xe6\xb0\xb4\xe7\xae\xa1\xe7\xbd\x91\n"
        in files(old)["data/issues/14.yaml"]
    )


def test_line_ends_stay(old: Path) -> None:
    """A file with CRLF is written with CRLF."""
    file = old / "data/issues/06.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert 0 == reread(old)[0]
    now = file.read_bytes()
    assert now.count(b"\n") == now.count(b"\r\n")
    assert (REPO / "data/issues/06.yaml").read_bytes() == now.replace(b"\r\n", b"\n")


def test_wrong_understanding_is_put_right(old: Path) -> None:
    """What was understood otherwise before is replaced, whatever it was."""
    edit(old, "data/issues/14.yaml", "  due: 2025-12-31\n  immediate", "  due: 2025-12-30\n  immediate")
    edit(old, "data/issues/14.yaml", "milestones:\n- {text: “十四五”末, due: 2025-12-31}\n", "")
    assert 0 == reread(old)[0]
    assert [] == run_json("-C", str(old), "check").data


def test_changed_text_is_refused(old: Path) -> None:
    """A text that is not the plan's is named, and nothing is written."""
    edit(old, "data/issues/14.yaml", "加大再生水配置", "加大中水配置")
    refused(old, "data/issues/14.yaml", "measures.3.text")


def test_changed_source_is_refused(old: Path) -> None:
    """A source that is not the imported one is refused."""
    source = old / "data/source/plan.txt"
    source.write_bytes(source.read_bytes() + b"\n")
    refused(old, "data/source/plan.txt")


def test_missing_issue_is_refused(old: Path) -> None:
    """An issue of the plan without a file is named."""
    (old / "data/issues/03.yaml").unlink()
    refused(old, "data/issues/03.yaml")


def test_broken_file_is_refused(old: Path) -> None:
    """A file that cannot be read is shown."""
    edit(old, "data/issues/03.yaml", "goal: ", "gaol: ")
    refused(old, "data/issues/03.yaml", "L201")


def test_remark_that_would_be_lost_is_refused(old: Path) -> None:
    """A remark within what has to be replaced is not lost in silence."""
    edit(old, "data/issues/14.yaml", "measures:\n", "measures:  # 逐条核对\n")
    refused(old, "data/issues/14.yaml")


def test_newer_format_is_refused(old: Path) -> None:
    """Data of a later program are left alone."""
    edit(old, "data/plan.yaml", "title: 包头市贯彻", "format: 9\ntitle: 包头市贯彻")
    refused(old, "9")


@pytest.mark.parametrize("more", [[str(PLAN)], ["--write"], ["--draft-units"]])
def test_reread_goes_alone(old: Path, more: list[str]) -> None:
    """With a document or another way of importing it is wrong use."""
    before = files(old)
    assert 2 == reread(old, *more)[0]
    assert before == files(old)
