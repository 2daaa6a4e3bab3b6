"""Titles too long for a line: whole words, lines of like length, nothing lost."""

import pytest

from counting import calls
from ledger.rendering.text import width
from ledger.rendering.titles import TITLE_COLUMNS, broken

PLAN = "包头市贯彻落实第二轮自治区生态环境保护督察报告整改方案"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("整改任务销号申请表", ["整改任务销号申请表"]),
        (
            f"关于{PLAN}落实情况的通报",
            ["关于包头市贯彻落实第二轮", "自治区生态环境保护督察", "报告整改方案落实情况的通报"],
        ),
        (
            f"关于{PLAN}第7（1）项任务整改完成情况的公示",
            [
                "关于包头市贯彻落实第二轮自治区",
                "生态环境保护督察报告整改方案",
                "第7（1）项任务整改完成情况的公示",
            ],
        ),
        ("昆都仑区2025年度督察整改落实情况", ["昆都仑区2025年度督察整改落实情况"]),
        (
            "包头市贯彻落实第二轮自治区生态环境保护督察报告整改落实情况报告",
            ["包头市贯彻落实第二轮自治区", "生态环境保护督察报告整改落实情况报告"],
        ),
        (
            "某省贯彻落实中央第八生态环境保护督察组督察反馈意见整改落实情况报告",
            ["某省贯彻落实中央第八生态环境保护", "督察组督察反馈意见整改落实情况报告"],
        ),
    ],
)
def test_titles_are_broken_between_words(title: str, lines: list[str]) -> None:
    """Neither 督/察 nor 保/护, and no line of one word."""
    assert broken(title, TITLE_COLUMNS) == lines


def test_a_long_signature() -> None:
    """No single word is left over for the second line."""
    found = broken("市落实中央和自治区生态环境保护督察反馈问题整改工作专项组", 50)
    assert found == ["市落实中央和自治区生态环境保护", "督察反馈问题整改工作专项组"]


def test_the_cost_is_bounded() -> None:
    """The longest title that is broken costs little, and what is no title nearly nothing."""
    assert calls(lambda: broken("整改，" * 133, TITLE_COLUMNS)) < 40_000
    assert calls(lambda: broken("整" * 40_000, TITLE_COLUMNS)) < 200_000


@pytest.mark.parametrize("columns", [12, 20, 40])
@pytest.mark.parametrize(
    "text", ["长" * 99, "a" * 55, f"《{PLAN}》" * 3, "（（（（（（（（（（（（（", "，" * 30, ""]
)
def test_nothing_is_lost(text: str, columns: int) -> None:
    """Whatever the text, the lines together are it, and only what nobody can break is too broad."""
    found = broken(text, columns)
    assert "".join(found) == text
    assert all(found) or text == ""
    if set(text) - {"a", "（", "，"}:
        assert max(map(width, found)) <= columns
