"""What running text says of single tasks: 第3项扬尘问题已完成整改。第5项、第6项正在推进。"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.numerals import read_numeral
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.plans.lines import Line


class Item(NamedTuple):
    """A task that a document tells of: as the document numbers and names it, what it says, and where.

    ``number`` or ``title`` is "" where the document does not give it.
    """

    number: str
    title: str
    texts: tuple[str, ...]
    line: int

    @property
    def words(self) -> str:
        """All that the document says of its progress."""
        return "\n".join(self.texts)


_NUMBER = "(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})(?:\\([0-9]{1,3}\\))?"
_NUMBERED = re.compile(
    rf"第(?P<numbers>{_NUMBER}项?(?:[、,和及至—-]{{1,2}}第?{_NUMBER}项?){{0,40}})(?<=项)(?!措施|指标|工作|规定|制度|要求|内容)"
)
_ONE = re.compile(_NUMBER)
_THROUGH = re.compile("[至—-]第?$")
_SPAN_MOST = 100
_SENTENCES = re.compile("[^。；;！？!?]*[。；;！？!?]?")
_OF_TASK = re.compile("[”’》]?(?:的?(?:整改)?(?:问题|任务))?(?:整改)?[,:]?")
_FAR = 24
"""How far into a sentence a task is named that the sentence is about: 截至2025年3月底,第3项…"""
_LEAD = re.compile(
    r"^[\s。；;，,：:、]+(?:(?:整改)?(?:工作)?(?:进展|完成|落实|整改)情况|(?:整改|目前|工作)?进展)?[：:]?"
)
"""What stands between a task that is named and what is told of it: 。整改进展：."""
_OTHERS = re.compile("(?:其余|其他|其它|此外|另外|下一步|总体|总的)")
_TELLS = re.compile("完成|整改|推进|进展|进度|验收|销号|办结|启动|开工|建成|达到|达标")


class _Named(NamedTuple):
    """The tasks that a sentence begins with, and where it goes on to tell of them."""

    numbers: tuple[str, ...]
    title: str
    begin: int


def items_in_prose(lines: Sequence[Line], known: Sequence[tuple[str, str]]) -> list[Item]:
    """The tasks that sentences begin with, by number (第3项, 第1、2项) or by a title of ``known``.

    What is told of a task goes on to the end of its paragraph, or to a sentence about another one or about
    all others; of one that a paragraph names and no more, it is told in the next.  What tells of no progress
    is left out.
    """
    found: list[Item] = []
    titles = [title for _, title in known if title]
    headed: _Named | None = None
    for line in lines:
        named, told = headed, ""
        for sentence in _SENTENCES.findall(line.text):
            here = _named(half_width(sentence), titles)
            if here is not None or _OTHERS.match(sentence.strip()):
                found += _items(named, told, line.number)
                named, told = here, ""
            told += sentence[here.begin :] if here is not None else sentence
        found += _items(named, told, line.number)
        headed = named if not _LEAD.sub("", told).strip() else None
    return found


def _named(sentence: str, titles: Sequence[str]) -> _Named | None:
    """The tasks that a sentence begins with."""
    numbered = _NUMBERED.search(sentence, 0, _FAR)
    title = next((title for title in titles if 0 <= sentence.find(half_width(title)) <= _FAR), "")
    end = sentence.index(half_width(title)) + len(title) if title else 0
    if numbered is None and not title:
        return None
    if numbered is not None:
        end = max(end, numbered.end())
    rest = _OF_TASK.match(sentence, end)
    numbers = tuple(_numbers(numbered["numbers"])) if numbered is not None else ("",)
    return _Named(numbers, title, rest.end() if rest is not None else end)


def _numbers(said: str) -> Iterator[str]:
    """``1、3(2)至5``: each number, of a span those between as well."""
    before = 0
    for one in _ONE.finditer(said):
        main, bracket, sub = one[0].partition("(")
        number = read_numeral(main) or 0
        if before and _THROUGH.search(said, 0, one.start()) and not sub:
            yield from map(str, range(before + 1, min(number, before + _SPAN_MOST)))
        yield f"{number}{bracket}{sub}"
        before = number


def _items(named: _Named | None, told: str, line: int) -> Iterator[Item]:
    if named is None or not _TELLS.search(told):
        return
    for number in named.numbers:
        title = named.title if len(named.numbers) == 1 else ""
        yield Item(number, title, (_LEAD.sub("", told).strip(),), line)
