"""中文词表，每个话题一个文件。"""

from datetime import date

NAME = "中文"
TAG = "zh-CN"


def form(_count: int, /) -> int:
    """Chinese nouns have one form."""
    return 0


def day(day: date, /) -> str:
    """A day as documents have it: 2025年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"
