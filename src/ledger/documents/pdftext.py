"""The text layer of a PDF as it was written: characters for radicals, no blanks of layout alone."""

from __future__ import annotations

import re
import unicodedata

_RADICAL = re.compile("[\u2f00-\u2fdf]")
_FORMS = str.maketrans(
    "⺟⺠⺝⺩⺴⺷⺼⻁⻄⻅⻆⻉⻋⻌⻐⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "母民月王罒羊肉虎西见角贝车辶钅長镸长门青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟亀龟",
)
"""The radicals that stand for a character and have no other form by the rules of Unicode."""
_INSIDE = re.compile(r"(?<=[（(【《“‘])[ \u00a0]+(?=[^ \u00a0\n])|(?<=[^ \u00a0\n])[ \u00a0]+(?=[）)】》”’])")
"""Blanks inside brackets and quotation marks: what was printed had none there."""


_HAN = "\u3400-\u9fff\u3001-\u303f\uff00-\uffef"
_SET_APART = re.compile(
    rf"(?<=[{_HAN}”’—≤≥<>=])[ \u00a0](?=[0-9A-Za-z“‘—%\[])|(?<=[0-9A-Za-z%”’—.\]])[ \u00a0](?=[{_HAN}“‘—≤≥])"
    rf"|(?<=[”’])[ \u00a0](?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])[ \u00a0](?=[“‘])"
)
_HEAD = re.compile(r"[ \u00a0]*[0-9]{1,3}[ \u00a0](?![年月日万亿吨公个座家户项处%])")


def written(text: str) -> str:
    """A text layer's text as it was written: characters for radicals (⽔ → 水), no blanks of layout alone.

    Browsers print 水 with the code of the radical that looks the same, and part what stands in brackets;
    they and office programs set figures and quotation marks apart from the characters beside them (2025 年).
    A blank behind the number that begins a line stays.
    """
    text = _RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).translate(_FORMS)
    return "\n".join(_set_together(line) for line in _INSIDE.sub("", text).split("\n"))


def within(line: str) -> str:
    """A line that goes on with another: a figure at its beginning is no number (11 栋 → 11栋)."""
    return _SET_APART.sub("", line)


def _set_together(line: str) -> str:
    head = _HEAD.match(line)
    begin = head.end() if head is not None else 0
    return line[:begin] + _SET_APART.sub("", line[begin:])
