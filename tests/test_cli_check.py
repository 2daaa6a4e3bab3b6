"""``ledger check``: every problem with file, line, column, field, and the way out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli_tools import copy_ledger, edit, run_cli, run_json


def findings(root: Path) -> list[dict[str, Any]]:
    """What ``check`` finds."""
    return list(run_json("-C", str(root), "check").data)


def test_shipped_ledger_is_clean() -> None:
    """The shipped data have no problem: nothing on standard output, exit 0."""
    result = run_cli("check")
    assert (result.code, result.out) == (0, "")
    assert "没有发现问题" in result.err
    assert "23 项任务、30 个单位" in result.err


def test_notes_are_counted_and_listed_on_request() -> None:
    """What was inferred is a count; with ``--notes`` it is listed, and is no finding, not even a strict one."""
    quiet = run_cli("check", "--strict")
    assert "另有 24 处是程序推断的" in quiet.err
    told = run_cli("check", "--notes", "--strict")
    assert (told.code, told.out.count("L417")) == (0, 24)
    assert "没有发现问题" in told.err
    assert "另有" not in told.err
    data = run_json("check", "--select", "L417").data
    assert {("note", 24)} == {(f["severity"], len(data)) for f in data}
    assert run_json("check", "--notes", "--ignore", "L4").data == []


def test_clean_check_is_an_empty_list_for_scripts() -> None:
    """``data`` is an empty list and the number of issues read is told."""
    envelope = json.loads(run_json("check").out)
    assert (envelope["data"], envelope["issues"], envelope["kind"]) == ([], 23, "check")


# one character of the shipped data changed: issue, old, new, field, whether the column is that character
ONE_CHARACTER = [
    ("07-1", "goal: 完成符合闭库销号条件", "goal: 完成符合闭库消号条件", "goal", True),
    ("07-1", "\n  due: 2025-12-31\n", "\n  due: 2025-12-30\n", "deadline.due", False),
    ("07-1", "lead: [市应急管理局]", "lead: [市应急管理菊]", "responsibility.lead.0", False),
    ("11", "产能100万吨以上；", "产能101万吨以上；", "measures.1.text", True),
    ("11", "2024年, due: 2024-12-31", "2024年, due: 2024-12-30", "measures.1.milestones.0.due", False),
    ("02", "title: 绿色发展理念树得不牢", "title: 绿色发展理念树得很牢", "title", True),
    ("02", "section: 一", "section: 二", "section", True),
    ("11", "  value: 300\n", "  value: 301\n", "targets.0.value", False),
]


@pytest.mark.parametrize(("issue", "old", "new", "field", "exact"), ONE_CHARACTER)
def test_one_changed_character_is_found_where_it_is(
    issue: str, old: str, new: str, field: str, exact: bool, tmp_path: Path
) -> None:
    """Change one character and check names file, line, column and field, exit 1."""
    root = copy_ledger(tmp_path)
    path = f"data/issues/{issue}.yaml"
    edit(root, path, old, new)
    changed = (root / path).read_text("utf-8")
    at = changed.index(new) + next(n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    line, column = changed.count("\n", 0, at) + 1, at - changed.rfind("\n", 0, at)
    result = run_json("-C", str(root), "check")
    assert result.code == 1
    found = [f for f in result.data if f["path"] == path and f["field"] == field]
    assert {(line, "error")} == {(f["line"], f["severity"]) for f in found}
    if exact:
        assert column == found[0]["column"]
    else:
        assert found[0]["column"] <= column < max(found[0]["end_column"], column + 1)
    assert {path} == {f["path"] for f in result.data}


@pytest.mark.parametrize(("issue", "old", "new", "field", "exact"), ONE_CHARACTER)
def test_text_form_names_place_and_way_out(
    issue: str, old: str, new: str, field: str, exact: bool, tmp_path: Path
) -> None:
    """The text form has ``path:line:col``, code, an excerpt with a caret and the way out."""
    del field, exact
    root = copy_ledger(tmp_path)
    edit(root, f"data/issues/{issue}.yaml", old, new)
    result = run_cli("check", cwd=root)
    assert result.code == 1
    weights = {"error": "错误", "warning": "警告"}
    found = findings(root)
    for f in found:
        where = f"{f['path']}:{f['line']}:{f['column']}"
        assert f"{where}: {weights[f['severity']]} {f['code']} {f['message']}\n" in result.out
        assert f"    = {f['hint']}\n" in result.out
    assert "^" in result.out
    assert f"错误 {sum(f['severity'] == 'error' for f in found)} 个" in result.err


def test_caret_stands_under_the_changed_character(tmp_path: Path) -> None:
    """The caret is below the character that differs, in cells of the terminal."""
    from ledger.rendering.text import width

    root = copy_ledger(tmp_path)
    edit(
        root,
        "data/issues/07-1.yaml",
        "goal: 完成符合闭库销号条件的尾矿库闭库工作。",
        "goal: 完成符合闭库销号条件的尾矿库闭库工程。",
    )
    lines = run_cli("check", cwd=root).out.split("\n")
    caret = next(n for n, line in enumerate(lines) if line.rstrip().endswith("^"))
    before = lines[caret - 1].partition("程")[0]
    assert width(before) == lines[caret].index("^")
    assert lines[caret].count("^") == 2


def test_paths_lead_there_from_the_current_folder(tmp_path: Path) -> None:
    """Text paths are relative to the current folder; JSON paths to the ledger."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "section: 一", "section: 二")
    assert "ledger/data/issues/02.yaml:" in run_cli("-C", str(root), "check", cwd=tmp_path).out
    assert "../issues/02.yaml:" in run_cli("check", cwd=root / "data" / "source").out.replace(
        "../../data/", "../"
    )
    assert {"data/issues/02.yaml"} == {f["path"] for f in findings(root)}


def remove(path: str) -> Callable[[Path], None]:
    """Delete a file."""
    return lambda root: (root / path).unlink()


def write(path: str, text: str) -> Callable[[Path], None]:
    """Write a file."""

    def change(root: Path) -> None:
        (root / path).write_text(text, "utf-8")

    return change


def swap(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Edit a file."""
    return lambda root: edit(root, path, old, new)


IMPOSSIBLE = "entries:\n- {date: 2025-02-30, type: start, by: 市发改委}"

CHANGES = [
    ("data/plan.yaml", remove("data/issues/05.yaml"), "L502"),
    ("data/plan.yaml", remove("data/plan.yaml"), "L305"),
    ("data/units.yaml", remove("data/units.yaml"), "L305"),
    ("data/plan.yaml", remove("data/source/plan.txt"), "L305"),
    ("data/issues/05.yaml", write("data/issues/05.yaml", "id: [\n"), "L101"),
    ("data/issues/05.yaml", write("data/issues/05.yaml", ""), "L110"),
    ("data/issues/notes.txt", write("data/issues/notes.txt", "x"), "L308"),
    ("data/issues/05.yaml", swap("data/issues/05.yaml", 'id: "05"', 'id: "55"'), "L303"),
    ("data/issues/05.yaml", swap("data/issues/05.yaml", 'id: "05"', 'id: "04"'), "L304"),
    ("data/issues/05.yaml", swap("data/issues/05.yaml", "goal:", "goaal:"), "L201"),
    ("data/issues/05.yaml", swap("data/issues/05.yaml", "entries:", IMPOSSIBLE), "L206"),
    ("data/plan.yaml", swap("data/source/plan.txt", "22.三方", "22. 三方"), "L504"),
    ("data/units.yaml", swap("data/units.yaml", "members: [昆区,", "members: [昆曲,"), "L307"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "change", "code"), CHANGES)
def test_kinds_of_damage(path: str, change: Callable[[Path], None], code: str, tmp_path: Path) -> None:
    """Each kind of damage has its code at its file, and hides nothing that was right."""
    root = copy_ledger(tmp_path)
    change(root)
    result = run_json("-C", str(root), "check")
    assert (path, code) in {(f["path"], f["code"]) for f in result.data}
    assert (1 if any(f["severity"] == "error" for f in result.data) else 0) == result.code
    assert "Traceback" not in result.err


def test_warnings_alone_are_exit_0(tmp_path: Path) -> None:
    """A stray file is a warning: listed, and exit 0."""
    root = copy_ledger(tmp_path)
    (root / "data/issues/notes.txt").write_text("x")
    result = run_cli("-C", str(root), "check")
    assert result.code == 0
    assert "L308" in result.out
    assert "警告 1 个" in result.err


def test_all_problems_are_listed_at_once(tmp_path: Path) -> None:
    """Problems of several files come in one run, ordered by file and place."""
    root = copy_ledger(tmp_path)
    for number in ("02", "05", "14", "22"):
        edit(root, f"data/issues/{number}.yaml", "entries:", "extra: 1\nentries:")
    found = findings(root)
    assert {f"data/issues/{n}.yaml" for n in ("02", "05", "14", "22")} == {
        f["path"] for f in found if f["code"] == "L201"
    }
    places = [(f["path"], f["line"], f["column"]) for f in found]
    assert sorted(places) == places


def test_finding_has_the_keys_of_the_contract(tmp_path: Path) -> None:
    """A finding names code, name, severity, place, field, message and way out."""
    root = copy_ledger(tmp_path)
    edit(root, "data/issues/02.yaml", "section: 一", "section: 二")
    keys = {"code", "name", "severity", "path", "line", "column", "end_line", "end_column", "field"}
    keys |= {"message", "hint"}
    for finding in findings(root):
        assert keys <= set(finding)
        assert finding["message"]
        assert finding["hint"]
