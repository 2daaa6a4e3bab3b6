"""Titles of official documents in lines that break by sense: never inside a word, of like length."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

_BEFORE = (
    *(
        "贯彻落实",
        "第[一二三四五六七八九十]+轮",
        "中央",
        "国家",
        "自治区",
        "全省",
        "全市",
        "生态环境",
        "整改",
        "落实情况",
    ),
    *("任务", "调度", "进展情况", "关于", "（"),
)
_AFTER = (
    "督察报告",
    "督察组",
    "督察",
    "反馈意见",
    "反馈问题",
    "工作",
    "警示片",
    "方案",
    "的",
    "）",
    "、",
    "》",
)
_MAY = re.compile("|".join((*(f"(?={one})" for one in _BEFORE), *(f"(?<={one})" for one in _AFTER))))
_NEVER = re.compile(
    "(?=督察报告)|(?<=督察)(?=组)|(?<=[一二三四五六七八九十])(?=生态环境)|(?=报告$)|(?<=自治区)(?=党委)|(?<=（)|(?=[）》、])"
)
_MOST_LINES = 4


def broken_title(title: str, most: int) -> str:
    """The title with line feeds where it may be broken by sense, each line of ``most`` characters at most.

    As few lines as there can be, of lengths as like as there can be; as it was where no break makes sense.
    """
    if not most < len(title) <= most * _MOST_LINES or "\n" in title:
        return title
    places = [found.start() for found in _MAY.finditer(title) if 0 < found.start() < len(title)]
    never = {found.start() for found in _NEVER.finditer(title)}
    places = [place for place in dict.fromkeys(places) if place not in never]
    for lines in range(-(-len(title) // most), _MOST_LINES + 1):
        found = [cuts for cuts in combinations(places, lines - 1) if max(_lengths(title, cuts)) <= most]
        if found:
            best = min(found, key=lambda cuts: max(_lengths(title, cuts)) - min(_lengths(title, cuts)))
            edges = [0, *best, len(title)]
            return "\n".join(title[a:b] for a, b in pairwise(edges))
    return title


def _lengths(title: str, cuts: tuple[int, ...]) -> list[int]:
    edges = [0, *cuts, len(title)]
    return [b - a for a, b in pairwise(edges)]
