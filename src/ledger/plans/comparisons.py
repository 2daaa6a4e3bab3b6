"""How a figure of the plan is to be compared: at least, at most, or nobody can say.

One grammar for all phrases: the words right before the figure in its clause, and the word after it.  What is not
in it is no figure that is to be reached, or a doubt; never "at least" by default.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.model.baseline import Compare

AT_LEAST = (
    "不得低于 不得少于 不能低于 不低于 不少于 至少 达到 达 提高到 提高至 提升到 提升至 增加到 增加至 完成 建成 新增 新建 "
    "实施 建设 改造 治理 整治 清理 拆除 修复 绿化 安装 配备 淘汰 压减 削减 铺设 超过 保持在 稳定在 维持在"
).split()
"""Words before a figure that is to be reached at least."""

AT_MOST = (
    "不得高于 不得大于 不得超过 不能超过 不高于 不大于 不超过 控制在 下降到 下降至 降低到 降低至 降到 降至 压减到 压减至 "
    "减少到 减少至 减至 低于 少于"
).split()
"""Words before a figure that is not to be exceeded."""

NOT = "未达到 未达 没有达到 不达到 达不到 未完成 尚未完成 未能达到".split()
"""Words before a figure that was not reached: it is no commitment."""

_WORDS = {word: "<=" for word in AT_MOST} | {word: ">=" for word in AT_LEAST}
_WORDS |= dict.fromkeys(NOT, "")
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_AFTER: dict[str, Compare] = {"以上": ">=", "以下": "<=", "以内": "<="}


def comparison(before: str, after: str | None) -> Compare | None:
    """The comparison that the words of a clause before a figure, and the one after it, ask for.

    ``None`` where they say that it was not reached; ``?`` where nobody can say which way it is meant.
    """
    last = None
    for last in _WORD.finditer(before):
        pass
    word = _WORDS[last[0]] if last is not None else ">="
    if not word:
        return None
    if after in _AFTER:
        return _AFTER[after]
    if after == "左右":
        return "?"
    return "<=" if word == "<=" else ">="
