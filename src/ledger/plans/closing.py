"""What ends a list: the issuer and date below it, notes, and the words at the foot of a document."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ledger.plans.lines import ends_sentence
from ledger.plans.numerals import read_numeral, read_year
from ledger.plans.script import either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.plans.lines import Line

_DAY = re.compile(
    r"(?P<year>[0-9]{4}|[〇○零一二三四五六七八九]{4})\s*年\s*(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*日(?:印发|发布)?"
)
_SIGNED = re.compile(rf"^(?P<name>[\u4e00-\u9fff()\s]{{3,60}}?)\s+(?P<when>{_DAY.pattern})$")
_CLOSING = re.compile(
    r"^\((?:此件|联系人|联系电话|来源|信息来源).*\)$|^(?:抄送|抄报|主送|主题词|责任编辑|编辑|审核|校对)\s*:.*$"
)
_NOTE = re.compile(r"^(?:注|说明|填表说明|备注说明|附注)\s*[:1]")
_GENERAL = either(
    "组织领导|组织保障|组织实施|保障措施|工作保障|保障机制|工作要求|有关要求|相关要求|工作机制|推进机制|督导检查|监督检查|督促检查"
    "|督导考核|考核奖惩|责任追究|资金保障|宣传引导|实施步骤|工作步骤|附则"
)
_AFTER_LIST = re.compile(
    rf"^(?:第?[一二三四五六七八九十]{{1,3}}(?:[、.]|部分|章)\s*[^。;:!?,]{{0,12}}(?:{_GENERAL})[^。;:!?]{{0,12}}"
    rf"|[0-9]{{1,2}}[.、]\s*(?:{_GENERAL})|{either('保障措施|组织保障|工作保障|附则')})$"
)
_SIGNED_MOST = 40
_SIGNERS_MOST = 3
_NUMBERED = re.compile(r"^(?:[0-9(（一二三四五六七八九十]+[.、)是])")


def day_of(half: str) -> date | None:
    """The day that a line is; ``None`` where it is anything else, or no day of the calendar."""
    found = _DAY.fullmatch(half.strip())
    if found is None:
        return None
    month, day = read_numeral(found["month"]), read_numeral(found["day"])
    try:
        return date(read_year(found["year"]), month or 0, day or 0)
    except ValueError:
        return None


def is_closing(half: str) -> bool:
    """Whether a line stands at the foot of documents: （此件公开发布）, 抄送：…"""
    return _CLOSING.match(half) is not None


def is_note(half: str) -> bool:
    """Whether a line is a note to the list: 注：…"""
    return _NOTE.match(half) is not None


def is_after_list(half: str) -> bool:
    """Whether a line heads a part of a plan that is about all its tasks: 三、保障措施, 四、加强组织领导."""
    return _AFTER_LIST.match(half) is not None


def is_name(line: Line) -> bool:
    """Whether a line may be the name of who signs: short, no sentence, not numbered, no label."""
    half = line.half
    short = len(line.text) <= _SIGNED_MOST and not ends_sentence(line.text)
    return (
        short
        and ":" not in half
        and not any(sign.isdigit() for sign in half)
        and _NUMBERED.match(half) is None
        and day_of(half) is None
    )


def signed_in(line: Line) -> tuple[str, date] | None:
    """Who signs and when, where one line says both; no name where it is only who printed it (印发)."""
    found = _SIGNED.match(line.half)
    day = day_of(found["when"]) if found is not None else None
    if found is None or day is None:
        return None
    printed = line.half.endswith(("印发", "发布"))
    return ("" if printed else line.text[: found.end("name")].strip()), day


def signature_at(lines: Sequence[Line], index: int) -> int:
    """How many lines from here are names of who signs with the day below or beside; 0 where none is here."""
    for after in range(min(_SIGNERS_MOST + 1, len(lines) - index)):
        line = lines[index + after]
        if day_of(line.half) is not None or signed_in(line) is not None:
            return after + 1
        if after and is_closing(line.half):
            return after  # who signs, with the day left out: （此件公开发布）
        if not is_name(line):
            return 0
    return 0
