"""Automatic numbers of Word paragraphs: the definitions of a document, and the numbers they show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ledger.documents.archive import attribute, events, local

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FINANCIAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEVELS = 9
_COUNT_MOST = 9999


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    lists: dict[str, _List] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], _Level] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, depth: int) -> str:
        """The number that the next paragraph of list ``number`` shows at ``depth`` (from 0); may be empty."""
        name = self.instances.get(number)
        if name is None or not 0 <= depth < _LEVELS:
            return ""
        level = self._level(number, depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        if (number, depth) in self.starts and (number, depth) not in self._begun:
            counts[depth] = self.starts[number, depth]
        else:
            before = counts[depth]
            counts[depth] = level.start if before is None else before + 1
        self._begun.add((number, depth))
        for upper in range(depth):
            if counts[upper] is None:
                above = self._level(number, upper)
                counts[upper] = above.start if above is not None else 1
        for deeper in range(depth + 1, _LEVELS):
            below = self._level(number, deeper)
            if below is None or below.restart is None or (below.restart and depth < below.restart):
                counts[deeper] = None
        return self._shown(number, level, counts)

    def _level(self, number: str, depth: int) -> _Level | None:
        if (number, depth) in self.overrides:
            return self.overrides[number, depth]
        return self.lists.get(self.instances[number], _List()).levels.get(depth)

    def _shown(self, number: str, level: _Level, counts: list[int | None]) -> str:
        if level.form in {"bullet", "none"}:
            return ""

        def one(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            other = self._level(number, depth)
            plain = level.legal or other is None
            return format_count(counts[depth] or 0, "decimal" if plain or other is None else other.form)

        return re.sub("%([1-9])", one, level.text)


def read_numbering(data: bytes, name: str) -> Numbering:
    """The definitions of ``word/numbering.xml``."""
    found = Numbering()
    listed, level, number, depth = "", _Level(), "", 0
    for event, element in events(data, name):
        tag, value = local(element), attribute(element, "val")
        if event == "start":
            if tag == "abstractNum":
                listed, number = attribute(element, "abstractNumId"), ""
                found.lists[listed] = _List()
            elif tag == "num":
                number, listed = attribute(element, "numId"), ""
            elif tag == "lvlOverride":
                depth = _whole(attribute(element, "ilvl"))
            elif tag == "lvl":
                depth, level = _whole(attribute(element, "ilvl")), _Level()
                if listed:
                    found.lists[listed].levels[depth] = level
                elif number:
                    found.overrides[number, depth] = level
            continue
        if tag == "abstractNumId" and number:
            found.instances[number] = value
        elif tag == "startOverride" and number:
            found.starts[number, depth] = _whole(value)
        elif tag == "start":
            level.start = _whole(value)
        elif tag == "numFmt":
            level.form = value
        elif tag == "lvlText":
            level.text = value
        elif tag == "isLgl":
            level.legal = value not in {"0", "false"}
        elif tag == "lvlRestart":
            level.restart = _whole(value)
    return found


def _whole(value: str) -> int:
    return int(value) if re.fullmatch("[0-9]{1,4}", value) else 0


def chinese(count: int) -> str:
    """``12`` → 十二, ``203`` → 二百零三."""
    if not 0 <= count <= _COUNT_MOST:
        return str(count)
    if count == 0:
        return "〇"
    said, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + unit
        gap = digit == 0
    return said.removeprefix("一") if said.startswith("一十") else said


def _digits(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else str(count)


def _roman(count: int) -> str:
    said = ""
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        said, count = said + sign * (count // value), count % value
    return said


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)  # noqa: PLR2004 - ① to ⑳


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": lambda n: chinese(n).translate(_FINANCIAL),
    "ideographLegalTraditional": lambda n: chinese(n).translate(_FINANCIAL),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "ideographEnclosedCircle": lambda n: chr(0x3220 + n - 1) if 1 <= n <= 10 else str(n),  # noqa: PLR2004
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}


def format_count(count: int, form: str) -> str:
    """A count in one of Word's number formats; formats that are not known are shown as digits."""
    return _FORMS.get(form, str)(count)
