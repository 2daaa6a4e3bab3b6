"""Labels in the traditional script: the same fields, and every text as it is written."""

# ruff: noqa: SIM300 - what is expected stands first

import re

import pytest

from ledger.model.unit import Units, UnitsFile
from ledger.plans.dress import labels_in
from ledger.plans.heads import FAMILIES
from ledger.plans.labels import lexicon, role_of
from ledger.plans.persons import role_of_line
from ledger.plans.progress import tells_progress
from ledger.plans.script import simplified
from ledger.plans.understand import understand

LABELS = {
    "验收单位": "驗收單位",
    "责任单位": "責任單位",
    "整改时限": "整改時限",
    "整改目标": "整改目標",
}


def test_plan_with_labels_in_the_other_script(plan_bytes: bytes, units: Units) -> None:
    """The labels alone make no difference to what the shipped plan says but in its own text."""
    text = plan_bytes.decode()
    for plain, other in LABELS.items():
        text, count = re.subn(f"^{plain}：", f"{other}：", text, flags=re.MULTILINE)
        assert 23 == count
    text = text.replace("（牵头）", "（牽頭）")
    before, after = understand(plan_bytes, "plan.txt", units), understand(text.encode(), "plan.txt", units)
    assert [] == after.diagnostics
    for one, other_one in zip(before.issues, after.issues, strict=True):
        said = one.responsibility.text or ""
        written = other_one.responsibility.model_copy(update={"text": said})
        assert said.replace("（牵头）", "（牽頭）") == other_one.responsibility.text
        assert one == other_one.model_copy(update={"responsibility": written})


@pytest.mark.parametrize("encoding", ["utf-8", "big5"])
def test_list_in_the_other_script(encoding: str) -> None:
    """A list that is wholly in the other script keeps its words; units by the names that the table has."""
    text = (
        "某市督察整改任務清單\n\n問題1：污水處理不到位\n現場檢查發現直排。\n責任單位：市水務局（牽頭）、市環境局\n"
        "督導單位：市環境局\n整改時限：2026年9月底前\n整改目標：達標排放。\n整改措施：\n（一）建設管網。（完成時限：2026年6月底前）\n"
    )
    names = {"市水务局": ["市水務局"], "市生态环境局": ["市環境局"]}
    table = {name: {"name": name, "kind": "government", "aliases": held} for name, held in names.items()}
    said = understand(text.encode(encoding), "list.txt", Units(UnitsFile.model_validate({"units": table})))
    (issue,) = said.issues
    assert ["L525"] == [found.code for found in said.diagnostics]  # nobody is named to accept it
    assert ("污水處理不到位", "達標排放。") == (issue.title, issue.goal)
    assert (("市水务局",), ("市生态环境局",)) == (issue.responsibility.lead, issue.responsibility.support)
    assert [("督導單位", ("市生态环境局",))] == [(one.label, one.named) for one in issue.others]
    assert "2026-09-30" == str(issue.deadline.due)
    assert ["2026-06-30"] == [str(one.due) for one in issue.measures[0].milestones]


def test_a_name_in_the_other_script_is_unknown_where_the_table_lacks_it(units: Units) -> None:
    """No name of a unit is converted: a person adds it."""
    text = "1.污水直排\n責任單位：市水務局\n整改時限：2026年9月底前\n"
    said = understand(text.encode(), "list.txt", units)
    assert [("L516", 2, 6)] == [(d.code, d.span.line, d.span.column) for d in said.diagnostics][-1:]


def test_labels_in_any_dress() -> None:
    """In brackets, in a line with others, with spaces; the name is told as it is written."""
    found = labels_in("【責 任 單 位】甲。完成時限:2026年底。")
    assert [("responsibility", "責任單位"), ("deadline", "完成時限")] == [
        (one.role, one.name) for one in found
    ]
    assert ("responsibility", "supervising", True) == (
        role_of("整改責任單位"),
        role_of_line("督導單位"),
        tells_progress("整改進展情況"),
    )
    heads = [
        family.name for line in ("問題1:直排", "第1項 直排") for family in FAMILIES if family.match(line)
    ]
    assert ["problem", "item"] == heads


def test_what_is_compared_is_as_long_and_only_of_labels() -> None:
    """Places in a line stay true, words of the lexicon stay themselves, other characters are not looked at."""
    text = "責任單位：國務院環境質量"
    assert ("责任单位：國务院環境質量", len(text)) == (simplified(text), len(simplified(text)))
    assert list(lexicon()) == [simplified(name) for name in lexicon()]
