"""Plans in the manner of other places: numbers, labels, titles, sections and columns as they write them."""

# ruff: noqa: SIM300 - what is expected stands first

from __future__ import annotations

import pytest

from ledger.model.unit import Units
from ledger.plans.understand import Understanding, understand

FIELDS = """验收单位：市水务局
责任单位：市住建局（牵头）
整改时限：2026年9月底前
整改目标：消除。
"""


def read(text: str, units: Units) -> Understanding:
    """What a text is understood to say."""
    return understand(text.encode(), "a.txt", units)


def measures(said: Understanding) -> list[list[tuple[str | None, str]]]:
    """The measures of all tasks with their numbers."""
    return [[(measure.number, measure.text) for measure in issue.measures] for issue in said.issues]


def codes(said: Understanding) -> list[str]:
    """What was told."""
    return [one.code for one in said.diagnostics]


# --- numbers that look like figures, and figures that look like numbers ---------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1.2025.6月底前清淤。\n2.2025 年底前截污。\n3.25年底前验收。",
            ["2025.6月底前清淤。", "2025 年底前截污。", "25年底前验收。"],
        ),
        ("1.3处排口封堵。\n2.5公里管网改造。\n3.清淤。", ["3处排口封堵。", "5公里管网改造。", "清淤。"]),
        ("1.3处排口封堵。\n2.清淤。", ["3处排口封堵。", "清淤。"]),
        ("1.清淤。2.3处排口封堵。3.5公里管网改造；4.验收。", ["清淤。", "3处排口封堵。", "5公里管网改造；", "验收。"]),
        ("1.清淤，改造\n2.5公里管网。\n2.验收。", ["清淤，改造\n2.5公里管网。", "验收。"]),
        ("1.清淤。2.5公里管网一并改造。", ["清淤。2.5公里管网一并改造。"]),
    ],
)
def test_number_before_a_figure_is_the_number_of_the_measure(
    text: str, expected: list[str], units: Units
) -> None:
    """``1.3处`` is measure 1 where measure 2 follows; a figure is never cut where it is none."""
    said = read(f"某方案\n\n1.黑臭水体返黑\n{FIELDS}整改措施：\n{text}\n", units)
    numbered = [(f"{n}.", one) for n, one in enumerate(expected, 1)]
    assert [numbered] == measures(said)


def test_number_before_a_figure_in_a_title(units: Units) -> None:
    """``2.2处垃圾堆存`` is problem 2 where it comes next, and no text of the measure above it."""
    blocks = [f"{n}.{title}\n{FIELDS}整改措施：\n1.清运。\n2.验收。\n" for n, title in enumerate(TITLES, 1)]
    said = read("某方案\n\n" + "\n".join(blocks), units)
    assert [(str(n), title) for n, title in enumerate(TITLES, 1)] == [(i.number, i.title) for i in said.issues]
    assert [[("1.", "清运。"), ("2.", "验收。")]] * len(TITLES) == measures(said)
    assert [] == codes(said)


TITLES = ["3处排口直排", "2处垃圾堆存", "5公里管网破损", "扬尘管控不到位"]
