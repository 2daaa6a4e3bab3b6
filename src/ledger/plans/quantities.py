"""What a quantity looks like in an official text: figure and unit, and the clause that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.comparisons import MORE
from ledger.plans.numerals import read_numeral

if TYPE_CHECKING:
    from ledger.plans.phrases import DatePhrase

_PER = "日|天|年|月|小时|时|秒|h|d|a|s"
_TIMES = "个工作日|工作日|个月|天|个小时|小时|分钟"
_LATIN = "(?:cm|mm|kg|km2|km²|km|hm2|hm²|ha|MWh|kWh|MW|kW|GW|m3|m2|m|t)(?![A-Za-z0-9])"
_UNITS = (
    "(?:微克|毫克|纳克|克|[μµu]g|mg)[/每](?:标?立方米|N?m³|N?m3|升|L|l|平方米|m²|m2|千克|公斤|kg|千瓦时|kWh)|分贝|dB|平方公里|平方千米|平方米|立方米|㎡|m²|m³"
    "|公里|千米|厘米|毫米|公顷|(?:千克|公斤|克)标准?煤|kgce|gce|tce|公斤|千克|千伏安|千瓦时|千瓦|兆瓦|吨标准煤|吨标煤|标准煤|吨|亩|米|元|个百分点|百分点|%|‰|倍"
    f"|{_TIMES}|{_LATIN}|(?:人|家|户|艘|场|批|台|辆|车|班)次|台套|台\\(套\\)|蒸吨|标方|立方|方(?![面案向式法针块便位])"
    "|座|家|个批次|个(?![年季])|台|套|条|处|项|户|辆|眼|口|只|头|所|根|块|宗|件|起|株|棵|丛|人|名|艘|场|片|张"
    "|课时|次|份|批|轮|期|篇|部(?![分门委])|支|栋|幢|间|孔|段|盏|单(?![位元])|班|尾|羽|例|具|枚|扇|幅|顶"
)
_OF_EACH = (
    "平方公里|平方千米|平方米|立方米|公顷|亩|人|户|头|吨|万元|千瓦时|千瓦|kWh|km2|km²|hm2|hm²|m2|m²|m3|m³|t"
)
_UNIT = (
    rf"(?:{_UNITS})(?:/(?:{_PER})(?![A-Za-z])|/(?:{_OF_EACH})(?![A-Za-z])(?:[·•∙.](?:{_PER})(?![A-Za-z]))?"
    rf"|/\((?:{_OF_EACH})[·•∙.](?:{_PER})\))?(?!/[\u4e00-\u9fffA-Za-z(])"
)
"""A unit with what it is of (吨/日, 吨/平方公里·月); one that goes on otherwise (吨/炉次) is none."""
TIME = re.compile(_TIMES)
"""Units of time: what lasts so long is a date, unless a word compares it (压缩至5个工作日)."""
FIGURE = re.compile(
    rf"""(?<![0-9.\-第A-Za-z])(?<![0-9],)
         (?P<value>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}(?![0-9])|[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)
         (?P<odd>[余多](?=[十百千万亿]|{_UNITS}))?[ \t]{{0,4}}(?P<unit>[十百千万亿]{{0,4}}{_UNIT})
         (?P<more>{MORE})?(?!-|(?<![座台套处条家个])[0-9](?![0-9]{{3}}年))""",
    re.VERBOSE,
)
"""A figure with its unit and the word after it that compares."""
HAN_VALUES = {"两": 2} | {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)}
"""What a numeral in words is worth."""
AT_LEAST = re.compile(
    rf"(?:至少|不少于)(?:建成|新建|建设|完成|设立|配备)?(?P<figure>(?P<value>[一两二三四五六七八九十])(?P<unit>{_UNITS}))"
    r"|(?:建成|新建|建设|改造|增设|配备|拆除|关停)(?P<plain>(?P<some>[两三四五六七八九])(?P<thing>座|条|处|台|套|所|眼|栋|家))"
)
"""一座, 两处: where the sentence says "at least", and of what can be counted right behind what is done."""
SLIP = re.compile(
    r"(?<![0-9A-Za-z.])(?=[0-9OoIl.]{0,9}[0-9])(?=[0-9.]{0,9}[OoIl])[0-9OoIl]{1,9}(?:\.[0-9OoIl]{1,6})?[十百千万亿]{0,4}"
    rf"(?![A-Za-z])(?:{_UNITS})"
)
"""A figure with letters in place of digits (3O0万吨), as scanning leaves it: none that can be read."""
TWOFOLD = re.compile(
    rf"(?<![0-9.\-第A-Za-z])[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?[ \t]{{0,4}}"
    rf"\(□{{1,9}}\)[ \t]{{0,4}}[十百千万亿]{{0,4}}{_UNIT}"
)
"""A limit that has another one in brackets, for the winter (氨氮5（8）mg/L): no single one."""
OF_ANOTHER = re.compile(
    rf"(?<![0-9.\-第A-Za-z])(?!(?:[0-9.]{{1,19}}[ \t]{{0,4}}[十百千万亿]{{0,4}}){_UNIT})"
    rf"[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?[ \t]{{0,4}}[十百千万亿]{{0,4}}(?:{_UNITS})"
    r"/[\u4e00-\u9fffA-Za-z(][\u4e00-\u9fffA-Za-z·)]{0,8}"
)
"""A figure whose unit is of something that no unit here is of: 8吨/炉次."""
SHARE = re.compile(r"[一二三四五六七八九]成[一二三四五六七八九半]?(?=以上|以下|以内|左右|[,;。、)]|$)")
"""A share in tenths (下降三成): a figure that only its words say."""
SPAN = re.compile(
    rf"(?<![0-9.\-第A-Za-z])[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?[十百千万亿]{{0,4}}(?:-{{1,3}}|~|至|到)[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?"
    rf"[十百千万亿]{{0,4}}{_UNIT}"
)
"""Two figures that something may be between (5-10个): no single one."""
FROM = re.compile(
    r"(?:左右|上下)?[,\s]{0,2}(?:逐步|稳步|进一步|分别)?(?:下降|降低|压减|压缩|压降|减少|削减|缩减|缩短|提高|提升|增加|增长|上升|扩大|恢复|调整|降|减|升|增)[到至为]"
)
"""由15%降至10%: behind the first figure, which is what is; the second is what is to be."""

_PERCENT = re.compile("百分之(?P<number>百|[一二三四五六七八九十]{1,3})(?![一二三四五六七八九十百千万点])")


def in_digits(half: str) -> str:
    """The same text, as long, with 百分之九十五 as 00095%."""
    return _PERCENT.sub(_percent, half) if "百分之" in half else half


def _percent(found: re.Match[str]) -> str:
    value = 100 if found["number"] == "百" else read_numeral(found["number"])
    return found[0] if value is None else f"{value}%".rjust(len(found[0]), "0")


_BRACKETS = re.compile(r"\((?!套\))(?:[^()]|\([^()]{0,100}\)){0,200}\)")
_CLAUSE = re.compile(r"[,，;；。]")
_REACH = 300
"""How far a sentence is looked through, to either side of a figure."""
_CLAUSE_REACH = 120
"""A clause is looked through as far as this."""


class Views(NamedTuple):
    """A text as it is seen from outside its brackets and from inside them, each as long as it is.

    From outside nothing in brackets is seen; from inside a bracket parts two clauses.
    """

    outer: str
    inner: str
    spans: tuple[tuple[int, int], ...]


def views(half: str) -> Views:
    """Both views of a text, and where its brackets stand."""
    spans = tuple(found.span() for found in _BRACKETS.finditer(half)) if "(" in half else ()
    if not spans:
        return Views(half, half, ())
    pieces, position = [], 0
    for start, end in spans:
        pieces += [half[position : start + 1], "□" * (end - start - 2), ")"]
        position = end
    outer = "".join([*pieces, half[position:]])
    return Views(outer, half.replace("(", ";").replace(")", ";"), spans)


def sentence_start(half: str, position: int) -> int:
    """Where the sentence begins that holds ``position``, or as far as it is looked through."""
    begin = max(position - _REACH, 0)
    return max(half.rfind("。", begin, position), half.rfind("\n", begin, position), begin - 1) + 1


def sentence_end(half: str, position: int) -> int:
    """Where it ends, looked for no further than that; else the end of the text."""
    stop = half.find("。", position, position + _REACH)
    return len(half) if stop < 0 else stop


def clause_start(half: str, position: int) -> int:
    """Where the clause begins that holds ``position``."""
    begin = max(position - _CLAUSE_REACH, 0)
    return max([begin, *(half.rfind(stop, begin, position) + 1 for stop in ",，;；。")])


def clause_end(half: str, position: int) -> int:
    """The first stop from ``position`` on."""
    found = _CLAUSE.search(half, position, position + _CLAUSE_REACH)
    return found.start() if found else min(position + _CLAUSE_REACH, len(half))


def near(dates: list[DatePhrase], position: int) -> list[DatePhrase]:
    """The dates about a place: those that begin or end within reach of it."""
    first = bisect_left(dates, position - _REACH, key=lambda p: p.end)
    after = bisect_left(dates, position + _REACH, key=lambda p: p.start)
    return dates[first:after]
