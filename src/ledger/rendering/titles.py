"""Titles and signatures that are too long for a line: broken between words, into lines of like length."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from ledger.rendering.text import width

MOST = 20
"""A text of more lines is no title that anybody breaks by sense."""

TITLE_COLUMNS = 40
"""The width of a line of a title (2号) in the official layout, in columns."""

_WORDS = (
    *(
        "自治区",
        "内蒙古",
        "生态",
        "环境",
        "保护",
        "督察",
        "督查",
        "督办",
        "反馈",
        "报告",
        "问题",
        "整改",
        "方案",
        "落实",
        "情况",
    ),
    *(
        "通报",
        "通知",
        "公示",
        "公开",
        "任务",
        "清单",
        "完成",
        "进展",
        "验收",
        "销号",
        "申请",
        "意见",
        "演示",
        "记录",
        "虚构",
        "其中",
    ),
    *(
        "贯彻",
        "工作",
        "专项组",
        "专班",
        "领导",
        "小组",
        "办公室",
        "委员会",
        "中央",
        "中共",
        "人民",
        "政府",
        "关于",
        "有关",
        "事项",
        "逾期",
    ),
    *(
        "年度",
        "第一轮",
        "第二轮",
        "第三轮",
        "第四轮",
        "集中式",
        "推进",
        "反弹",
        "黄河",
        "流域",
        "高质量",
        "发展",
        "污染",
        "防治",
        "攻坚",
    ),
)
"""Words that stand in titles of this kind: no line ends within one."""
_WHOLE = re.compile(
    "|".join(
        (*_WORDS, r"[0-9A-Za-z.%]+[年月日项号]?", r"〔[^〕]{0,20}〕[0-9]*号?", r"第[^，。、]{1,4}[项条]")
    )
)
_TOGETHER = re.compile("生态环境(?:保护)?")
"""Words that had better stay together, also where that takes a line more."""
_NOT_FIRST = set("，。、；：？！）》”’〕】的")
_NOT_LAST = set("（《“‘〔【")
_UNLIKE = 3
"""How much worse it is to end a line in the midst of a clause than behind a bracket or a comma."""
_TORN = 12
"""How much worse it is to take apart what had better stay together."""


def broken(text: str, columns: int) -> list[str]:
    """The lines of a title, none broader than ``columns`` (a Chinese character is two), as few as will do;
    one more where words stay together then that had better.

    What cannot be broken between words, or takes more than :data:`MOST` lines, is left to whoever shows it.
    """
    needed = -(-width(text) // columns)
    if needed <= 1 or needed > MOST:
        return [text]
    ends, torn = _ends(text)
    sums = [0, *accumulate(map(width, text))]
    most = min(len(text), MOST + 1)
    for may_end, last in ((ends, min(most, needed + 2)), (ends | torn, most)):
        for count in range(needed, last):
            found = _split(sums, may_end, count, columns)
            if found is not None:
                return [text[begin:end] for begin, end in pairwise(found)]
    return [text]


def _ends(text: str) -> tuple[dict[int, int], dict[int, int]]:
    """Where a line may end, and what that costs; and where it may at worst, within words that had better stay
    together."""
    within = {n for found in _WHOLE.finditer(text) for n in range(found.start() + 1, found.end())}
    torn = {n for found in _TOGETHER.finditer(text) for n in range(found.start() + 1, found.end())}
    costs: dict[int, int] = {}
    worst: dict[int, int] = {}
    for n in range(1, len(text)):
        if n in within or text[n] in _NOT_FIRST or text[n - 1] in _NOT_LAST:
            continue
        if n in torn:
            worst[n] = _TORN
        else:
            costs[n] = 0 if text[n - 1] in "，、）》的" or text[n] in "（《" else _UNLIKE
    return costs, worst


def _split(sums: list[int], ends: dict[int, int], count: int, columns: int) -> list[int] | None:
    """Where ``count`` lines as like in length as can be begin and end; nothing where no line may end so.

    ``sums`` is how broad the text is up to each place.  No line is longer than ``columns``, so each is looked
    for among that many places.
    """
    size = len(sums) - 1
    ideal = sums[-1] / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for line in range(1, count + 1):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for begin, (cost, path) in best.items():
            for end in range(begin + 1, size + 1):
                broad = sums[end] - sums[begin]
                if broad > columns:
                    break
                if end != size if line == count else end not in ends:
                    continue
                total = cost + (broad - ideal) ** 2 / 8 + ends.get(end, 0)
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, (*path, end))
        best = reached
    return list(best[size][1]) if size in best else None
