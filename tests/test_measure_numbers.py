"""Measures that a plan numbers 1. 2. 3.: the number is never read as a part of the text, nor left in a sentence."""

from pathlib import Path

import pytest

from cli_tools import run_cli
from ledger.model.baseline import Measure, lead_in

PLAN = """\
云阳市整改方案

一、污染防治方面
问题1：城区生活污水直排云河。
责任单位：市住建局（牵头）
验收单位：市住建局
整改时限：2026年12月底前
整改目标：消除直排。
整改措施：
1. 2025年底前新建管网30公里。
2. 加强巡查，2025年6月底前完成。
"""
UNITS = """\
units:
  市住建局: {name: 市住建局, kind: government}
  市整改办: {name: 市整改办, kind: office}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of that plan."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/units.yaml").write_text(UNITS, "utf-8")
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    assert run_cli("import", "plan.txt", "--write", cwd=tmp_path).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("number", "text", "shown"),
    [
        ("1.", "2025年底前完成", "1. 2025年底前完成"),
        ("1.", "加强巡查", "1.加强巡查"),
        ("（一）", "2025年底前完成", "（一）2025年底前完成"),
        (None, "2025年底前完成", "2025年底前完成"),
    ],
)
def test_a_number_before_its_text(number: str | None, text: str, shown: str) -> None:
    """It stands apart only where both would be one figure."""
    assert lead_in(number, text) + text == shown


@pytest.mark.parametrize(("number", "mark"), [("1.", "1"), ("2、", "2"), ("（一）", "（一）"), (None, "")])
def test_a_number_within_a_sentence(number: str | None, mark: str) -> None:
    """The sign that ends it is left out there."""
    assert Measure(number=number, text="巡查").mark == mark


def test_shown(root: Path) -> None:
    """``show`` and the overdue list have no measure of 1.2025 years."""
    said = run_cli("show", "1", "--as-of", "2026-03-01", cwd=root).out
    said += run_cli("overdue", "--as-of", "2026-03-01", cwd=root).out
    assert "1. 2025年底前" in said
    assert "1.2025" not in said


def test_sentences_of_the_report(root: Path) -> None:
    """In running text a measure is 措施1, not 措施1.、"""
    said = run_cli("report", "--as-of", "2026-03-01", cwd=root).out
    assert "措施1尚未完成" in said
    assert "措施1." not in said.replace("措施1. 2025年", "")
    assert "1.2025" not in said
