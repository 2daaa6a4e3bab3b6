"""Issues → the official text: the way back."""

# ruff: noqa: SIM300 - what is expected stands first

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_tools import REPO, run_cli
from ledger.model.baseline import Baseline
from ledger.model.plan import Plan
from ledger.model.unit import Units
from ledger.plans.render import paragraphs, render
from ledger.plans.understand import Understanding, understand
from ledger.reading.load import load


def _read(text: str, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    said = understand(text.encode(), "plan.txt", units)
    assert said.plan is not None
    return said.plan, said.issues


def _said(plan_bytes: bytes, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    return _read(plan_bytes.decode(), units)


def test_whole_document_comes_back_byte_for_byte(plan_bytes: bytes, units: Units) -> None:
    """Reading the plan and writing it again gives the same bytes."""
    plan, issues = _said(plan_bytes, units)
    assert plan_bytes == render(plan, issues, whole=True).encode()


def test_list_comes_back_byte_for_byte(plan_bytes: bytes, units: Units) -> None:
    """Without the preamble, the annex alone comes back, from its heading to the last blank line."""
    plan, issues = _said(plan_bytes, units)
    start = plan_bytes.index("\n附件\n".encode()) + 1
    assert plan_bytes[start:] == render(plan, issues).encode()


def test_shipped_ledger_gives_the_document(plan_bytes: bytes, tree: dict[str, bytes]) -> None:
    """The YAML files that are shipped hold the whole document."""
    ledger = load(tree).ledger
    assert ledger.plan is not None
    baselines = [issue.baseline for issue in ledger.issues]
    assert plan_bytes == render(ledger.plan, baselines, whole=True).encode()


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("end", [0, 1, 3])
def test_layout_comes_back(plan_bytes: bytes, units: Units, gap: int, end: int) -> None:
    """The blank lines between paragraphs and at the end are those of the document."""
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    text = ("\n" * (gap + 1)).join(rows) + "\n" * (end + 1)
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


def test_paragraphs_are_the_lines_that_are_not_blank(plan_bytes: bytes, units: Units) -> None:
    """Each paragraph is one line of the document, in its order."""
    plan, issues = _said(plan_bytes, units)
    rows = [row for row in plan_bytes.decode().split("\n") if row]
    assert rows == list(paragraphs(plan, issues, whole=True))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("整改时限：2025年5月底", "督导单位：市委办公室\n\n整改时限：2025年5月底"),
        ("整改时限：2025年5月底", "整改时限：今年年内"),
        ("个别企业超能耗控制目标。", "个别企业超能耗控制目标。\n\n第二段，3.5公里。\n\n第三段。"),
        ("整改目标：完成强制性清洁生产审核。", "整改目标：完成强制性清洁生产审核。\n\n并长期保持。"),
        ("（二）强化监督考核，", "（二）强化监督考核，\n\n接着一段，"),
        ("22.三方环境", "23.三方环境"),
    ],
)
def test_changed_document_comes_back(plan_bytes: bytes, units: Units, old: str, new: str) -> None:
    """Further paragraphs, unknown labels and phrases that are not understood come back as written."""
    text = plan_bytes.decode().replace(old, new, 1)
    assert text != plan_bytes.decode()
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


def test_unknown_label_without_a_value_comes_back(plan_bytes: bytes, units: Units) -> None:
    """A label with nothing behind it is written again as it was, with nothing made up."""
    text = plan_bytes.decode().replace("整改时限：2025年5月底", "联系电话：\n\n整改时限：2025年5月底", 1)
    plan, issues = _read(text, units)
    assert text == render(plan, issues, whole=True)


@pytest.fixture(scope="module")
def understood(plan_bytes: bytes, units: Units) -> tuple[Plan, tuple[Baseline, ...]]:
    """The plan and its issues, read once."""
    return _said(plan_bytes, units)


@given(chosen=st.sets(st.integers(0, 22), min_size=1), gap=st.integers(0, 2), end=st.integers(0, 2))
def test_render_and_understand_reach_a_fixed_point(
    understood: tuple[Plan, tuple[Baseline, ...]], units: Units, chosen: set[int], gap: int, end: int
) -> None:
    """Any selection of issues written as text and read again gives the same issues and the same text."""
    plan, issues = understood
    some = [issues[n] for n in sorted(chosen)]
    plan = plan.model_copy(update={"layout": plan.layout.model_copy(update={"gap": gap, "end": end})})
    text = render(plan, some)
    said: Understanding = understand(text.encode(), "plan.txt", units)
    assert said.plan is not None
    assert some == list(said.issues)
    assert text == render(said.plan, said.issues)
    assert [] == [d for d in said.diagnostics if d.code not in {"L513", "L538", "L580"}]


def test_units_of_brackets_make_no_line(units: Units) -> None:
    """What stands behind the measures alone comes back there alone; a line of its own comes back as well."""
    text = (
        "某市整改任务清单\n\n1.污水直排\n\n整改目标：达标。\n\n整改措施：\n\n"
        "（一）清淤。（责任单位：市水务局；完成时限：2026年6月底前）\n\n（二）截污。（责任单位：市住建局、昆区）\n"
    )
    plan, issues = _read(text, units)
    assert "市水务局；市住建局、昆区" == issues[0].responsibility.text
    assert text == render(plan, issues, whole=True)
    own = text.replace("整改目标", "责任单位：市水务局\n\n整改目标").replace("市住建局、昆区", "市水务局")
    assert own == render(*_read(own, units), whole=True)


# --- labels, and the comparison with the original -------------------------------------------------

LABELS = """某市整改方案

附件

1.污水直排

整改目标：达标。

责任部门：市水务局

完成时限：2026年9月底前

责任人：甲某

主要措施：

（一）清淤。

（二）截污。

验收部门：市水务局
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ("责任部门：市水务局", "牵头部门：市水务局\n\n配合部门：昆区"),
        ("责任部门：市水务局", "牵头单位：市水务局\n\n责任单位：昆区、青山区"),
        ("责任人：甲某", "责任领导：乙某\n\n责任人：甲某"),
        ("整改目标：达标。\n\n", ""),
    ],
)
def test_labels_and_their_order_come_back(units: Units, old: str, new: str) -> None:
    """Other names for the usual lines, in another order, are written again as they were."""
    text = LABELS.replace(old, new)
    assert text == render(*_read(text, units), whole=True)


def test_tasks_with_fewer_lines_take_the_order_of_the_fullest(units: Units) -> None:
    """A second task without some of the lines comes back, too."""
    text = LABELS + "\n2.垃圾乱倒\n\n责任部门：昆区\n\n完成时限：2026年底前\n\n主要措施：\n\n（一）清运。\n"
    assert text == render(*_read(text, units), whole=True)


def _kept(folder: Path, text: str, name: str = "a.txt") -> tuple[str, str]:
    """A ledger into which a text was imported."""
    (folder / "data").mkdir()
    shutil.copy(REPO / "data" / "units.yaml", folder / "data" / "units.yaml")
    (folder / name).write_text(text, "utf-8")
    run_cli("-C", str(folder), "import", str(folder / name), "--write")
    return "-C", str(folder)


def test_verify_says_that_nothing_is_lost(tmp_path: Path) -> None:
    """Exit 0 for the shipped ledger and for one with other labels; nothing on standard output."""
    for c in (("-C", str(REPO)), _kept(tmp_path, LABELS)):
        result = run_cli(*c, "render", "--verify", "--lang", "en")
        assert (0, "") == (result.code, result.out), result.err
        assert "character for character" in result.err


@pytest.mark.parametrize(
    ("old", "new", "line", "original", "ledger"),
    [
        ("\n\n责任部门", "\n责任部门", 8, "责任部门：市水务局", "（空行）"),
        ("完成时限：", "【完成时限】", 11, "【完成时限】2026年9月底前", "完成时限：2026年9月底前"),
        (
            "验收部门：市水务局\n",
            "验收部门：市水务局\n\n某市整改办\n\n2025年1月10日\n",
            23,
            "某市整改办",
            "（到此为止）",
        ),
    ],
)
def test_verify_names_the_first_place(
    old: str, new: str, line: int, original: str, ledger: str, tmp_path: Path
) -> None:
    """What the ledger does not hold (gaps that differ, dress, who signs) is told, exit 1."""
    result = run_cli(*_kept(tmp_path, LABELS.replace(old, new, 1)), "render", "--verify")
    assert 1 == result.code
    assert f"从第 {line} 行起不同：\n  原文：{original}\n  台账：{ledger}\n" in result.out


def test_verify_sees_a_changed_word(tmp_path: Path) -> None:
    """A word changed in an issue file is a difference at its line."""
    c = _kept(tmp_path, LABELS)
    issue = tmp_path / "data" / "issues" / "01.yaml"
    issue.write_text(issue.read_text("utf-8").replace("达标。", "达到标准。"), "utf-8")
    result = run_cli(*c, "render", "--verify")
    assert (1, True) == (result.code, "第 7 行" in result.out and "整改目标：达到标准。" in result.out)


def test_verify_of_a_table_says_what_cannot_be_written_back(tmp_path: Path) -> None:
    """A table is compared with the text taken out of it, which it is not."""
    table = "序号,整改任务,责任单位,整改时限,整改措施\n1,污水直排,市水务局,2026年9月底前,清淤。\n"
    result = run_cli(*_kept(tmp_path, table, "a.csv"), "render", "--verify")
    assert (1, True) == (result.code, "csv 文件" in result.err and "单元格" in result.err)


def test_verify_needs_the_original(tmp_path: Path) -> None:
    """Without it there is nothing to compare with; with --output nothing to write."""
    c = _kept(tmp_path, LABELS)
    assert 2 == run_cli(*c, "render", "--verify", "--output", "x").code
    (tmp_path / "data" / "source" / "plan.txt").unlink()
    result = run_cli(*c, "render", "--verify")
    assert (1, True) == (result.code, "data/source/plan.txt" in result.err)
