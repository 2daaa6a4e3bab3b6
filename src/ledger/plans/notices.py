"""What a document says of itself and of a public notice (公示): its day, the period, where, which tasks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.closing import day_of
from ledger.plans.front import read_front
from ledger.plans.heads import HAN
from ledger.plans.lines import ends_sentence
from ledger.plans.numerals import read_numeral
from ledger.plans.progress import is_state, squeezed, tells_progress
from ledger.plans.prose import Item, items_in_prose
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.plans.document import Document, Draft
    from ledger.plans.lines import Line

_FULL = r"[0-9]{4}[年.-][0-9]{1,2}[月.-][0-9]{1,2}日?"
_PERIOD = re.compile(
    rf"公示[^。]{{0,40}}?(?P<since>{_FULL})(?:起|开始)?(?:至|到|-)+"
    r"(?:(?P<year>[0-9]{4})[年.-])?(?:(?P<month>[0-9]{1,2})[月.-])?(?P<day>[0-9]{1,2})日?"
)
_LENGTH = re.compile(
    r"公示[^。]{0,80}?(?<![0-9年月.-])(?P<days>[0-9]{1,3}|[一二三四五六七八九十]{1,3})个?(?:工作日|自然日|日历天|天)"
)
_WHERE = (
    re.compile(
        r"公示(?:网站|网址|位置|地点|平台|载体|媒体|渠道|方式)(?:为|:|是)?\n?(?P<where>[^。;,\n]{2,80})"
    ),
    re.compile(
        r"(?:在|通过)(?P<where>[^。;,\n在]{2,40}?(?:网站|公众号|官网|平台|网|报))(?:上|进行|予以|向社会|对外|公开|面向社会)*公示"
    ),
)
_NUMBERED = re.compile(
    r"第(?P<main>[0-9]{1,6}|[一二三四五六七八九十]{1,3})(?:\((?P<sub>[0-9]{1,4})\))?(?:项|号)"
    r"|(?:序号|编号)(?:为|:)?(?P<plain>[0-9]{1,6})(?:\((?P<below>[0-9]{1,4})\))?"
)
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\))?(?P<label>[^:。,;]{2,12})(?::|$)"
)


class Notice(NamedTuple):
    """A public notice: its first and last day, the number of days it states, and where it stands."""

    since: date
    until: date
    days: int | None
    where: str | None


def own_day(document: Document) -> date | None:
    """The day of issue: the one line that is a day, else what the document says it was issued on.

    ``None`` where neither is there, or several lines are different days.
    """
    days = {day for line in document.lines if (day := _day(line)) is not None}
    if not days:
        return read_front(document.preamble, document.closing, document.lines).issued
    return days.pop() if len(days) == 1 else None


def _day(line: Line) -> date | None:
    return day_of(line.half.strip("()"))


def notice_of(document: Document) -> Notice | None:
    """The public notice that a document announces; ``None`` where it gives no period, or more than one."""
    if not is_notice(document):
        return None
    text, half = _text(document)
    periods = {
        (since, until)
        for one in _PERIOD.finditer(half)
        if (since := _since(one)) and (until := _until(one, since))
    }
    if len(periods) != 1:
        return None
    since, until = periods.pop()
    length = _LENGTH.search(half)
    where = next((found for pattern in _WHERE if (found := pattern.search(half))), None)
    return Notice(
        since,
        until,
        read_numeral(length["days"]) if length is not None else None,
        text[where.start("where") : where.end("where")] if where is not None else None,
    )


def unread(document: Document) -> list[Line]:
    """The lines of a list that are neither a task's, nor the day of issue, nor the notice."""
    if not document.drafts:
        return []
    notice = notice_of(document)
    used = [] if notice is None else [_PERIOD, *(_WHERE if notice.where is not None else ())]
    return [
        line
        for line in document.unrecognised
        if _day(line) is None and not any(one.search(squeezed(line.text)) for one in used)
    ]


def is_notice(document: Document) -> bool:
    """Whether a document is about a public notice at all."""
    return any("公示" in line.text for line in document.lines)


def items_of(document: Document, known: Sequence[tuple[str, str]]) -> list[Item]:
    """The tasks that a document tells of.

    They are those of its list; a number that the list does not state is none of theirs.  A notice without a
    list names them in its text: then those of ``known`` (number and title) are looked for whose title stands
    there, and numbers as 第3项 and 序号：3.  So does one that is about a single task.  The sentences of any
    other document without a list may begin with tasks.
    """
    counted = all(trouble.code != "L533" for trouble in document.troubles)
    listed = [
        Item(draft.number if counted else "", draft.title, _words(draft), draft.line)
        for draft in document.drafts
    ]
    if not is_notice(document):
        return listed or items_in_prose(document.lines, known)
    if len(listed) > 1:
        return listed
    named = _in_text(document, known)
    if named and listed:
        if len(named) > 1:
            return listed
        one, other = named[0], listed[0]
        return [Item(one.number or other.number, one.title, other.texts or one.texts, other.line)]
    titled = [] if counted and listed else _in_title(document)
    return named or titled or listed


_ABOUT = re.compile(
    "关于(?P<name>[^关于]{4,60}?)(?:问题)?(?:的)?(?:整改)?(?:任务)?(?:完成|销号|验收)(?:情况|结果)?"
)


def _in_title(document: Document) -> list[Item]:
    """The task that the title of a notice is about, where none on file is named."""
    front = read_front(document.preamble or document.lines, document.closing, document.furniture)
    found = _ABOUT.search(front.title)
    if found is None:
        return []
    words, line = _told(document.lines)
    return [Item("", found["name"].strip('“”"‘’《》'), words, line)]


def _in_text(document: Document, known: Sequence[tuple[str, str]]) -> list[Item]:
    """The tasks on file that the text of a notice names."""
    text = squeezed("".join(line.text for line in document.lines))
    numbers = dict.fromkeys(_number(one) for one in _NUMBERED.finditer(text))
    words, line = _told(document.lines)
    titles = list(dict.fromkeys(title for _, title in known if squeezed(title) in text))
    own = {squeezed(number): title for number, title in known}
    written = {squeezed(number): number for number, _ in known}
    both = [(written[number], own[number]) for number in numbers if own.get(number) in titles]
    left = [("", title) for title in titles if title not in {named for _, named in both}]
    if not titles:
        left = [(written[number], "") for number in numbers if number in own]
    elif len(left) == 1 and len(numbers) == 1 and not both:
        number = next(iter(numbers))
        left = [(written.get(number, number), left[0][1])]
    return [Item(number, title, words, line) for number, title in (*both, *left)]


def _words(draft: Draft) -> tuple[str, ...]:
    """What a document says of the progress of a task, each line once; the state first."""
    told = [(label, text.strip()) for label, text in draft.others if tells_progress(label)]
    told.sort(key=lambda one: not is_state(one[0]))
    return tuple(dict.fromkeys(text for _, text in told if text))


def _told(lines: Sequence[Line]) -> tuple[tuple[str, ...], int]:
    """What running text says of completion, below or behind a heading that announces it; and the line."""
    found: list[str] = []
    first = lines[0].number if lines else 1
    telling = False
    for line in lines:
        half = half_width(line.text)
        label = _LABEL.match(half)
        if label is not None and tells_progress(label["label"]):
            first = first if found else line.number
            telling = True
            rest = line.text[label.end() :].strip()
            found += [rest] if rest else []
        elif HAN.match(half) or (label is not None and ":" in label[0]) or _day(line) is not None:
            telling = False
        elif telling and (ends_sentence(line.text) or not found):
            found.append(line.text)
    return tuple(found), first


def _text(document: Document) -> tuple[str, str]:
    """The text without spaces inside its lines, as written and in half width, of the same length."""
    text = "\n".join("".join(line.text.split()) for line in document.lines)
    return text, half_width(text)


def _number(found: re.Match[str]) -> str:
    sub = found["sub"] or found["below"]
    main = read_numeral(found["main"] or found["plain"])
    return f"{main}({sub})" if sub else str(main)


def _since(found: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in re.findall("[0-9]+", found["since"]))
    return _made(year, month, day)


def _until(found: re.Match[str], since: date) -> date | None:
    """The last day; what it leaves out is as in the first."""
    return _made(int(found["year"] or since.year), int(found["month"] or since.month), int(found["day"]))


def _made(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 0, day or 0)
    except ValueError:
        return None
