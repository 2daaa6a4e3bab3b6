"""How a figure of the plan is to be compared: at least, at most, or nobody can say.

One grammar: negation × modal × verb (不 + 得 + 低于), from–to (由15%降至10%), signs (≤), words for the most
and the least, the deed (新建), and the word after the figure (以上).  What is not in it is a doubt, never "at
least" by default.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from ledger.model.baseline import Compare

_NOT = "严禁|禁止|杜绝|避免|防止|不|未|没有?|尚未|无法|不再|决不|绝不|并不|并未"
_MODAL = "得|能够?|应当?|宜|可以?|准|许|允许|会|要|须|必须|需要?|再"
_BELOW = "低于|少于|小于|短于|不足|低过"
_ABOVE = "高于|多于|大于|超过|超出|突破|长于|超(?![标采限载期额排低前大级高])|逾(?!期)"
_TO = "[到至为]"
_DOWN = "下降|降低|压减|压缩|压降|减少|削减|缩减|缩短|收窄|降|减|控"
_UP = "提高|提升|增加|增长|上升|扩大|恢复|升|增"
_HOLD = "(?:保持|稳定|维持|巩固)[在于]"
DEEDS = (
    "完成|建成|新增|新建|实施|建设|改造|治理|整治|清理|拆除|修复|绿化|安装|配备|淘汰|压减|削减|铺设|扩建|改建|关停|退出|培训"
    "|降低|下降|减少|提高|提升|增加|增长|上升|恢复|节约|回收|补植|种植|更换|更新|疏浚|清运|清淤|设立|建立|实现|复垦|复绿|造林"
    "|推广|普及|退耕|还林|还草|关闭|栽植|栽种|补种|植树|新栽|购置|配置|增设|增配|增建|修建|兴建|翻建|打造|取缔|拆改|迁建|搬迁"
    "|封堵|改厕|流转|清退|追缴|追回|收回|退还|返还|偿还|清偿|清欠|兑付|拨付|补缴|上缴|收缴|归还|盘活|化解|核销|挽回|整合"
    "|开展|组织|举办|召开|组建|维修|硬化|打通|疏通|加固|安置|救治|救助|招引|引进|制定|出台|修订|新开工|竣工|投产|处置|回填|罚没|没收"
)
"""Words that say that something is to be done, so that a figure after them is to be reached."""

# what is not in a "word" below is a name: 超标率, 降尘量, 增加值
_WORD = re.compile(
    rf"""(?P<lack>(?:{_NOT})(?:{_MODAL}){{0,2}}(?:达到|达|完成|实现|满足)|达不到|完不成|(?<!不)不足)
    |(?:(?P<not>{_NOT})(?:{_MODAL}){{0,2}}|(?:{_MODAL}){{0,2}})(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))(?:或?者?等于)?
    |(?P<most>最多|至多|顶多|上限[为是]?|控制在|限制在|(?:{_DOWN}){_TO}|<=|[≤≦⩽<])
    |(?P<least>至少|最少|最低|起码|下限[为是]?|(?:{_UP}){_TO}|>=|[≥≧⩾>])
    |(?P<reach>(?:{_MODAL}){{0,2}}(?:达到|(?<![发到表])达(?![标茂拉]))|{_HOLD})
    |(?P<vague>(?:大约|(?<![节条预])约|接近|将近|(?<![附邻最临])近|相当于|等于)\Z)""",
    re.VERBOSE,
)
_DEED = re.compile(DEEDS)
# 不可能高于, 没必要超过: a negation that the grammar does not know
_DENIED = re.compile(r"(?:[不没无非](?![断仅但同良害组收论]|合格|达标|透水)|未(?![来经]))[^,;。0-9]{0,4}\Z")
_AFTER: dict[str, Compare] = {
    "以上": ">=",
    "及以上": ">=",
    "以下": "<=",
    "及以下": "<=",
    "以内": "<=",
    "之内": "<=",
}
# a figure before, but no year, number or name (PM2.5), and what lists another one after it (10%和20%)
_BEFORE = re.compile(r"(?<![A-Za-z0-9.])[0-9][0-9.,]{0,20}(?![0-9.,])(?!\s?[年月日号级#])")
_ENUMERATES = re.compile(r"[^,;。0-9]{0,8}(?:和|、|及|与)\s{0,4}")
# units in which nothing is counted: without a word nobody can say which way a figure in them is meant
_RATE = re.compile(r"%|‰|[/每](?:标?立方米|N?m³|N?m3|升|L|l)\Z|分贝|dB|倍")
CONCENTRATION = re.compile(r"[/每](?:标?立方米|N?m³|N?m3|升|L|l)\Z|分贝|dB")
"""Units of what is better the less there is of it."""
MORE = "及以上|及以下|以上|以下|以内|之内|左右|上下"
"""Words after a figure that compare."""

COMMITS = re.compile(_WORD.pattern.replace(r"\Z", "") + f"|{DEEDS}", re.VERBOSE)
"""A word that commits to a figure; it may also say that it was not reached (``lack``)."""

Kind = Literal["lack", "below", "above", "most", "least", "reach", "vague"]


class Word(NamedTuple):
    """A word that compares, and its place in the words before the figure."""

    start: int
    end: int
    kind: Kind
    denied: bool


def comparing(before: str) -> Word | None:
    """The last word that compares in the words of a clause before a figure; a deed is none."""
    found = deque(_WORD.finditer(before), maxlen=1)
    if not found:
        return None
    last = found[0]
    kind = next(k for k in _KINDS if last[k] is not None)
    return Word(last.start(), last.end(), kind, denied=last["not"] is not None)


_KINDS: tuple[Kind, ...] = ("lack", "below", "above", "most", "least", "reach", "vague")


def comparison(before: str, after: str | None, unit: str) -> Compare | None:
    """The comparison that the words of a clause before a figure, and the one after it, ask for.

    ``None`` where they say that it was not reached; ``?`` where nobody can say which way it is meant.
    """
    near = _near(before)
    word = comparing(near)
    if word is not None and word.kind == "lack":
        return None
    said = _said(near, word, unit)
    if after is None:
        return said
    wanted = _AFTER.get(after, "?")
    # 控制在10%以上, 达到10%以下 say it after the figure; 不超过10%以上 contradicts itself
    open_word = word is None or word.kind == "reach" or "在" in near[word.start : word.end]
    return wanted if open_word or said == wanted else "?"


def _near(before: str) -> str:
    """The words that belong to the figure: those after the figure before it, unless both are listed."""
    found = deque(_BEFORE.finditer(before), maxlen=1)
    if not found or _ENUMERATES.fullmatch(before, found[0].end()):
        return before
    return before[found[0].end() :]


def _said(near: str, word: Word | None, unit: str) -> Compare:
    if word is None:
        return ">=" if _DEED.search(near) or not _RATE.search(unit) else "?"
    if word.kind == "vague":
        return "?"
    if word.kind in {"below", "above"}:
        if not word.denied and _DENIED.search(near[: word.start]):
            return "?"
        return ">=" if (word.kind == "above") != word.denied else "<="
    if word.kind == "most":
        return "<="
    if word.kind == "reach" and CONCENTRATION.search(unit):
        return "?"
    return ">="
