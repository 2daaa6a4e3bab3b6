"""What no document has is named with its place before any pass looks at it: counted, never timed."""

import pytest

from counting import calls
from ledger.documents.blocks import PARAGRAPH_MOST
from ledger.model.unit import Units, UnitsFile
from ledger.plans.figures import FIGURES_MOST, crowded, find_figures
from ledger.plans.targets import targets_of
from ledger.plans.understand import MEASURES_MOST, Understanding, understand

HEAD = """某方案

附件：整改任务清单

1.黑臭水体返黑
验收单位：市水务局
责任单位：市水务局（牵头）
整改时限：2026年9月底前
整改目标：消除黑臭。
整改措施：
"""
UNITS = Units(UnitsFile.model_validate({"units": {"市水务局": {"name": "市水务局", "kind": "government"}}}))


def read(text: str, name: str = "a.txt") -> Understanding:
    """A text read as a document."""
    return understand(text.encode(), name, UNITS)


def told(said: Understanding) -> list[tuple[str, int]]:
    """What is told, with its lines."""
    return [(d.code, d.span.line) for d in said.diagnostics]


@pytest.mark.parametrize("sign", ["水", "a", "、", "1", "（", " 一"])
@pytest.mark.parametrize("line", [1, 3])
def test_a_line_without_end_is_named_with_its_place(sign: str, line: int) -> None:
    text = "第一行\n" * (line - 1) + sign * (PARAGRAPH_MOST // len(sign) + 1)
    assert [("L590", line)] == told(read(text))


def test_a_paragraph_of_a_page_and_a_cell_are_bounded_too() -> None:
    page = f"<!doctype html><html><body><p>一</p><p>{'水' * (PARAGRAPH_MOST + 1)}</p></body></html>"
    said = read(page)
    assert [d.code for d in said.diagnostics] == ["L590"]
    assert 1 in said.document.places


def test_the_longest_line_that_is_read() -> None:
    assert "L590" not in dict(told(read("水" * PARAGRAPH_MOST)))
    broken = "\r".join(["水" * 1000] * (PARAGRAPH_MOST // 500))
    assert "L590" not in dict(told(read(broken)))


def test_it_is_refused_before_it_is_looked_at() -> None:
    """Ten times as long costs no more calls."""
    small, large = ("水" * (PARAGRAPH_MOST * times) for times in (2, 20))
    assert calls(lambda: read(small)) == calls(lambda: read(large))


def test_figures_without_end_are_named_and_none_is_made() -> None:
    text = "清淤3公里，" * (FIGURES_MOST + 1)
    said = read(f"{HEAD}（一）{text}\n")
    assert ("L591", 11) in told(said)
    assert said.issues[0].targets == ()
    assert crowded(text) == FIGURES_MOST + 1
    fits = "清淤3公里，" * FIGURES_MOST
    assert len(find_figures(fits, 1)) == FIGURES_MOST


def test_measures_without_end_are_named_where_they_are_too_many() -> None:
    said = read(HEAD + "（一）清淤。\n" * (MEASURES_MOST + 5))
    assert told(said) == [("L592", 11 + MEASURES_MOST)]
    assert said.issues == ()
    assert "L592" not in dict(told(read(HEAD + "（一）清淤。\n" * MEASURES_MOST)))


def test_sums_of_figures_cost_no_product() -> None:
    """Figures of the goal are held against sums, not each against every figure of the measures."""

    def cost(count: int) -> int:
        goal = "".join(f"清淤{n}公里，" for n in range(10, 10 + count))
        return calls(lambda: targets_of(goal, [f"清淤{n}公里。" for n in range(1, count + 1)]))

    cost(20)
    assert cost(400) < 5 * cost(100)
