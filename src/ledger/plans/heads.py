"""How problems and measures are numbered: families of numbers, and what belongs to which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ledger.plans.numerals import SIGNS, count_of, dress_of
from ledger.plans.script import either
from ledger.plans.width import half_width

_HAN = "[一二三四五六七八九十百]{1,4}"
_ANY = f"(?:[0-9]{{1,6}}|{_HAN})"
_KINDS = either("问题|任务|事项")
_ITEM = rf"第\s*(?P<number>{_ANY})\s*(?:{either('项|个|条|号')})(?:整改)?(?:{_KINDS})?\s*[:、.]?\s*"
_COUNTED = (
    "处个座家项户亩吨件条起宗口台辆公里万亿千元米平立人名头只所套批次片株根栋间段年月日期类级号天周小倍余多%‰"
)
"""What stands behind a figure (1.3处排口, 任务3项), and never behind a number and before a title."""
_JOINED = "一二三四五六七八九十百是般直些定览旦律致同样再并切度带体方面者分成性"
"""What goes on with a numeral, so that it is a word (问题一直, 任务一般): no title stands behind it."""
_NAMED = (
    rf"(?:{either('反馈问题|整改问题|整改任务|整改事项')}|{_KINDS}|{either('序号|编号')})"
    rf"\s*\(?\s*(?P<number>{_ANY})\s*"
    rf"(?:\)\s*[:、.]?|[:、]|\.(?![0-9])|-(?![0-9])|\s|(?<=[0-9])(?=[\u4e00-\u9fff])(?![{_COUNTED}])"
    rf"|(?<=[一二三四五六七八九十])(?=[\u4e00-\u9fff])(?![{_COUNTED}{_JOINED}]))\s*"
)
_NO = r"(?:[Nn][Oo]\.?|№)\s*(?P<number>[0-9]{1,4})(?:[.、:]\s*|\s+|(?=[\u4e00-\u9fff]))"
_SQUARE = (
    rf"[【\[〔〈]\s*(?:第\s*)?(?:{_KINDS})?\s*(?P<number>{_ANY})"
    rf"\s*(?:{either('项|个|条|号')})?(?:{_KINDS})?\s*[】\]〕〉][:\s]*"
)
_DRESS = r"^(?:#{1,6}\s+|\*\*|[•●■◆▪]\s*)?"
_DATED = r"\.(?=(?:19|20)[0-9]{2}(?:\s?年|[.\-/][0-9]{1,2})|[23][0-9]年)"  # 1.2025年, 1.2025.6月, 3.25年底
_DOT = rf"\s*(?:[、．]|\.(?![0-9])|{_DATED})\s*"


@dataclass(frozen=True, slots=True)
class Family:
    """A way to number problems.  ``strong``: nothing but a problem is numbered so."""

    name: str
    shown: str
    pattern: re.Pattern[str]
    strong: bool = False

    def match(self, half: str) -> re.Match[str] | None:
        """The number and title of a line, where it is numbered in this way."""
        return self.pattern.match(half)


def _family(name: str, shown: str, number: str, *, strong: bool = False) -> Family:
    return Family(name, shown, re.compile(f"{_DRESS}{number}(?P<title>\\S.*)$", re.DOTALL), strong)


ARABIC = _family("arabic", "1.", f"(?P<number>[0-9]{{1,6}}){_DOT}")
HAN = _family("han", "一、", f"(?P<number>{_HAN})[、.]\\s*")
BRACKETED = _family("bracketed", "（1）", r"\(\s*(?P<number>[0-9]{1,6})\s*\)\s*(?:[、:]\s*)?")
BRACKETED_HAN = _family("bracketed-han", "（一）", f"\\(\\s*(?P<number>{_HAN})\\s*\\)\\s*(?:[、:]\\s*)?")

FAMILIES = (
    ARABIC,
    _family("item", "第1项", _ITEM, strong=True),
    _family("problem", "问题1：", _NAMED, strong=True),
    _family("square", "【1】", _SQUARE, strong=True),
    _family("no", "No.1", _NO, strong=True),
    _family("hash", "1#", r"(?P<number>[0-9]{1,4})#\s*[.、:]?\s*"),
    BRACKETED,
    BRACKETED_HAN,
    HAN,
    _family("half-bracketed", "1）", r"(?P<number>[0-9]{1,4})\)\s*"),
    _family("circled", "①", rf"(?P<number>[{SIGNS}])\s*"),
    _family("spaced", "1 ", r"(?P<number>[0-9]{1,4})\s+(?=[^\W\d_])"),
)  # fmt: skip
"""All ways to number problems; of two that explain a document as well the earlier."""

PART = re.compile(
    rf"^第\s*(?P<number>{_HAN})\s*(?:{either('部分|章|篇')})[\s:、]*(?P<title>[^\s:、].*)$", re.DOTALL
)
"""A part of the list: 第一部分 水环境."""

SUB = re.compile(r"^\(\s*(?P<number>[0-9]{1,6})\s*\)\s*(?P<text>.*)$", re.DOTALL)
"""A sub-item of a problem, whose title they share."""

_PARTED = (
    rf"(?:[.、]\s*|(?:(?<=-[0-9])|(?<=-[0-9]{{2}}))\s+|\s+(?![{_COUNTED}])"
    rf"|(?=[一-鿿])(?![{_COUNTED}]))"
)
DASHED = re.compile(
    rf"^(?P<parent>[0-9]{{1,4}})[-.](?P<number>[0-9]{{1,3}}){_PARTED}(?P<title>[^\W\d_].*)$", re.DOTALL
)
"""A sub-item that is numbered with its problem: ``7-1.``, ``7.1 ``."""

MEASURE = re.compile(
    rf"^(?P<number>\([一二三四五六七八九十]+\)|[0-9]{{1,4}}(?:[、．]|\.(?![0-9])|{_DATED})|\([0-9]{{1,4}}\)|[0-9]{{1,2}}\)|[{SIGNS}]|第?[一二三四五六七八九十]+是"
    r"|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十]+,|(?:整改)?(?:措施|举措)(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[:、.])\s*(?P<text>.+)$",
    re.DOTALL,
)
"""A measure with its number."""

DECIMAL = re.compile(r"^(?P<number>[0-9]{1,3}\.)(?=[0-9])(?P<text>.+)$", re.DOTALL)
"""What is a number only where it comes next (1.3处排口封堵), and else a figure: 3.5公里管网."""

DECIMAL_HEAD = re.compile(
    rf"{_DRESS}(?P<number>[0-9]{{1,3}})\.(?![0-9]{{1,3}}{_PARTED}[^\W\d_])(?P<title>[0-9].*)$", re.DOTALL
)
"""The same of a problem."""


def style_of(number: str | None) -> str:
    """The shape of a numbering, its digits left out."""
    plain = re.sub("[0-9一二三四五六七八九十]+", "#", half_width(number or ""))
    return re.sub(f"[{SIGNS}]", lambda found: dress_of(found[0]), plain)


def is_chief(found: re.Match[str]) -> bool:
    """Whether what heads a section is numbered 一、 or 第一部分, within which others are （一）."""
    return found.re in {HAN.pattern, PART}


def number_of(found: re.Match[str]) -> int:
    """The count that a head states; 0 for one beyond all counting."""
    return count_of(found["number"]) or 0
