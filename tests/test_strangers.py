"""Documents of strangers: what stands in them is read right, or it is named; nothing passes in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.documents.pdf import written
from ledger.plans.understand import Understanding, understand

if TYPE_CHECKING:
    from ledger.model.unit import Units

FIELDS = {
    "acceptance": "验收单位：市水务局",
    "responsibility": "责任单位：市水务局（牵头）、昆区",
    "deadline": "整改时限：2026年6月底前",
    "goal": "整改目标：消除黑臭。",
    "measures": "整改措施：\n（一）排查。\n（二）改造。",
}


def plan(**changed: str) -> str:
    """A list of one task, some of its lines changed."""
    fields = "\n".join((FIELDS | changed).values())
    return f"某市整改任务清单\n\n1.河水返黑\n下游雨污混接。\n{fields}\n"


def read(units: Units, **changed: str) -> Understanding:
    """The same as it is understood."""
    return understand(plan(**changed).encode(), "plan.txt", units)


def codes(said: Understanding) -> list[str]:
    """What was told of a document."""
    return [found.code for found in said.diagnostics]


# --- what browsers print -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("市⽔务局⽴⾏⽴改，⻓期坚持，⻩河⻔户", "市水务局立行立改，长期坚持，黄河门户"),
        ("（ 2 ）首创", "（2）首创"),
        ("到 “ 十四五 ” 末， 50% 以上", "到 “十四五” 末， 50% 以上"),
        ("第 Ⅲ 类", "第 Ⅲ 类"),
    ],
)
def test_a_text_layer_is_read_as_it_was_written(printed: str, text: str) -> None:
    """Radicals are the characters they stand for, and brackets have no blanks inside."""
    assert text == written(printed)


def test_blanks_in_quotation_marks_hide_no_day(units: Units) -> None:
    """A period between quotation marks is one with blanks in them too."""
    said = read(units, goal="整改目标：利用率 50% 以上， “ 十四五 ” 末完成。")
    assert ["2025-12-31"] == [str(one.due) for one in said.issues[0].milestones]
