"""Chinese numerals as they number paragraphs, and as they write years."""

import re

_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}


def read_numeral(text: str) -> int | None:
    """``十二`` → 12, ``12`` → 12; ``None`` for anything else.  Knows numbers up to 99."""
    if text.isascii() and text.isdigit():
        return int(text)
    found = re.fullmatch("([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not text or found is None or (not found[2] and found[1] and found[3]):
        return None
    tens = _DIGITS.get(found[1] or "一", 1) if found[2] else 0
    ones = _DIGITS.get(found[3] or "", 0) if found[2] else _DIGITS[found[1] or found[3]]
    return tens * 10 + ones


def han_numeral(number: int) -> str:
    """``12`` → 十二, for numbers from 1 to 99."""
    tens, ones = divmod(number, 10)
    signs = " 一二三四五六七八九"
    return ("" if tens < 2 else signs[tens]) + "十" * bool(tens) + signs[ones].strip()  # noqa: PLR2004 - 一十


_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def read_year(text: str) -> int:
    """``2025``, ``二〇二五``, ``二○二五``, ``25`` → 2025.  ``text`` holds two or four digits."""
    number = int(text.translate(_YEAR_DIGITS))
    return number if number >= 100 else 2000 + number  # noqa: PLR2004 - two digits


SIGNS = "①-⑳⑴-⒇⒈-⒛㈠-㈩"
"""The characters that are a number with its dress, as they stand between brackets of a pattern."""
_FIRSTS = {"①": 20, "⑴": 20, "⒈": 20, "㈠": 10}
_COUNTS = {chr(ord(first) + n): n + 1 for first, size in _FIRSTS.items() for n in range(size)}
_CIRCLED = {ord("①") + n: str(n + 1) for n in range(20)}


def dress_of(sign: str) -> str:
    """The first sign that is dressed as this one: ``③`` → ``①``."""
    return chr(ord(sign) - _COUNTS[sign] + 1)


def without_circles(text: str) -> str:
    """``②`` → 2: numbers in circles, up to 20, as digits."""
    return text.translate(_CIRCLED)


def count_of(number: str | None) -> int | None:
    """The count in a paragraph's number: ``（三）`` → 3, ``3.`` → 3, ``②`` → 2."""
    found = re.search(f"[一二三四五六七八九十]+|[0-9]+|[{SIGNS}]", number or "")
    if found is not None and found[0] in _COUNTS:
        return _COUNTS[found[0]]
    return read_numeral(found[0]) if found else None
