"""What stands on a page and is no text: page numbers, running heads, the frame of a web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ledger.plans.lines import Line

_OF = r"第\s*[0-9]{1,4}\s*页\s*[,/]?\s*共\s*[0-9]{1,4}\s*页"
_PAGE = re.compile(
    rf"^(?:-+\s*[0-9]{{1,4}}\s*-+|[·•]\s*[0-9]{{1,4}}\s*[·•]|{_OF}|第\s*(?:[0-9]{{1,4}}|[一二三四五六七八九十百]{{1,5}})\s*页|P\.?\s?[0-9]{{1,4}}|[^:。;]{{2,60}}\s{_OF}|{_OF}\s[^:。;]{{2,60}}"
    r"|共\s*[0-9]{1,4}\s*页|[0-9]{1,4}\s*/\s*[0-9]{1,4}"
    r"|page\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?)$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^[0-9]{1,4}$")
_WEB = re.compile(
    r"^(?:(?:首页|网站首页|(?:政务|信息|政府信息)公开|(?:要闻|新闻)动态|互动交流|(?:政务|办事)服务|数据开放|无障碍(?:浏览|阅读)?|长者(?:模式|版)|登录|注册|搜索|返回顶部|手机版)$"
    r"|您?(?:现在的|所在|当前)?位置\s*[:：]|当前位置|首页\s*[>»/|-]|打印(?:本页|本文|此页)?$|[【\[](?:打印|关闭|大|中|小|字体)|字体\s*[:：]?\s*[\[【(]?\s*大"
    r"|字号\s*[:：]|关闭(?:窗口|本页)|(?:上|下)一(?:篇|条)\s*[:：]?|分享(?:到|至)?\s*[:：]?|扫一扫|浏览(?:次数|量)|点击(?:数|量|次数)|阅读(?:次数|量)|访问量"
    r"|版权所有|主办(?:单位)?\s*[:：].*(?:承办|版权|维护)|网站(?:标识码|地图)|[^。]{0,40}ICP备|.{0,8}公网安备|备案号"
    r"|(?:信息)?来源\s*[:：].{0,40}$|(?:责任)?编辑\s*[:：].{0,12}$|作者\s*[:：].{0,12}$|发布(?:时间|日期|机构)\s*[:：]|索引号\s*[:：|]|信息分类\s*[:：|]|主题分类\s*[:：|]"
    r"|发文(?:机关|日期|字号)\s*[:：|]|成文日期\s*[:：|]|生成日期\s*[:：|]|有\s*效\s*性\s*[:：|]|公开(?:目录|方式)\s*[:：|]|文件名称\s*[:：|]|文\s*号\s*[:：|]|体裁分类\s*[:：|]|废止日期\s*[:：|])",
    re.IGNORECASE,
)
_SPREAD = re.compile("[\u4e00-\u9fff](?:[ \t]+[\u4e00-\u9fff]){1,5}[ \t]*[:|]")
_RUNNING = re.compile(r"(?:文件|方案|清单|任务清单|公报|\(续\)|续表)$")
_RUNNING_MOST = 60
_OFTEN = 3
_TOP = 10


def find_furniture(lines: Sequence[Line], kept: Callable[[int], bool]) -> frozenset[int]:
    """The positions of the lines that are furniture.

    ``kept`` says of a position that its line is a label or the value of one, which is text in any case.
    """
    found = set(_sure(lines))
    found |= set(_rising(lines))
    found |= set(_running(lines, kept, found))
    return frozenset(found)


def _sure(lines: Sequence[Line]) -> Iterator[int]:
    for index, line in enumerate(lines):
        if len(line.text) > _RUNNING_MOST * 4:
            continue
        half = "".join(line.half.split()) if _SPREAD.match(line.half) else line.half  # 索 引 号：…
        if _PAGE.match(half) or _WEB.match(half):
            yield index


def _rising(lines: Sequence[Line]) -> Iterator[int]:
    """Bare numbers that count up by one from line to line: page numbers."""
    bare = [i for i, line in enumerate(lines) if _BARE.match(line.half)]
    values = [int(lines[i].half) for i in bare]
    if len(bare) > 1 and len({_label_below(lines, i) for i in bare} - {""}) == 1:
        return  # each stands above the same label: the numbers of tasks
    for n, index in enumerate(bare):
        before = n > 0 and values[n - 1] + 1 == values[n]
        after = n + 1 < len(bare) and values[n + 1] == values[n] + 1
        if before or after:
            yield index


def _label_below(lines: Sequence[Line], index: int) -> str:
    """The label that the next line begins with; "" where that is none."""
    below = lines[index + 1].half if index + 1 < len(lines) else ""
    return below.partition(":")[0] if ":" in below else str(index)


def _running(lines: Sequence[Line], kept: Callable[[int], bool], pages: set[int]) -> Iterator[int]:
    """Lines that come again and again at the head or foot of pages.

    Such a line names a document (…方案, …文件, 附件（续）) and comes three times or more, or stands beside a
    page number every time but the first.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if 1 < len(line.text) <= _RUNNING_MOST and index not in pages:
            places.setdefault("".join(line.half.split()), []).append(index)
    for text, held in places.items():
        if text.endswith("(续)") or text == "续表":
            yield from held
            continue
        named = _RUNNING.search(text) is not None
        beside = [i for i in held if i - 1 in pages or i + 1 in pages]
        often = named and len(held) >= _OFTEN
        paged = len(held) > 1 and len(beside) >= max(len(held) - 1, 1) and (named or len(held) >= _OFTEN)
        if (often or paged) and (named or not any(map(kept, held))):
            title = named and held[0] not in beside and held[0] < _TOP  # the first may be the title itself
            yield from held[1:] if title else held
