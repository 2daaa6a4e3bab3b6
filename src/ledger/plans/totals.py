"""How many tasks the text says there are, against how many were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.document import Trouble
from ledger.plans.numerals import read_numeral
from ledger.plans.script import either

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.plans.document import Document
    from ledger.plans.lines import Line

_STATED = re.compile(
    r"(?:(?:问题|任务|清单|事项)\s*\(?\s*(?:共|共计|合计|总计|总数)?\s*|(?:共|共计|合计|总计|反馈|梳理|涉及|细化|分解|确定)[^。;,0-9]{0,14}(?<!第))"
    r"(?P<a>[0-9]{1,4}(?:\s*\+\s*[0-9]{1,4})*)\s*(?:项|个|条|件)"
    r"|(?<![第0-9])(?P<b>[0-9]{1,4}(?:\s*\+\s*[0-9]{1,4})*)\s*(?:项|个|条|件)(?:具体)?(?:整改)?(?:问题|任务)"
)
_EACH = re.compile(r"(?P<count>[0-9]{1,4})\s*项")
_PARTS_LEAST = 3
_SENTENCE = re.compile("[^。！？!?]+")
_LINES_MOST = 400


class Stated(NamedTuple):
    """A number of tasks that the text states: its words, and the line they stand in."""

    total: int
    text: str
    line: Line
    column: int


def stated_totals(lines: Iterable[Line]) -> Iterator[Stated]:
    """The totals that a text states: ``共40项问题``, ``6＋3＋1项``, sums of ``N项`` in a sentence."""
    for n, line in enumerate(lines):
        if n >= _LINES_MOST:
            return
        for sentence in _SENTENCE.finditer(line.half):
            whole = list(_STATED.finditer(sentence[0]))
            for found in whole:
                numbers = re.findall("[0-9]+", found["a"] or found["b"])
                yield _stated(
                    sum(map(int, numbers)),
                    line,
                    sentence.start() + found.start(),
                    sentence.start() + found.end(),
                )
            parts = list(_EACH.finditer(sentence[0]))
            if len(parts) >= _PARTS_LEAST:
                start, end = parts[0].start(), parts[-1].end()
                yield _stated(
                    sum(int(m["count"]) for m in parts),
                    line,
                    sentence.start() + start,
                    sentence.start() + end,
                )


def _stated(count: int, line: Line, start: int, end: int) -> Stated:
    return Stated(count, line.text[start:end], line, start)


def totals_told(document: Document) -> Iterator[Trouble]:
    """L536, L539: the text states how many tasks or parts the list has, and other than were read."""
    problems = {(draft.section, draft.number.partition("（")[0]) for draft in document.drafts}
    found = differing([*document.preamble, *document.heading], {len(problems), len(document.drafts)})
    if found is not None:
        yield _told("L536", found, len(problems))
    parts = {number.partition("（")[0] for number, _, _ in document.sections}
    announced = next(_announced([*document.preamble, *document.heading]), None) if parts else None
    if announced is not None and announced.total != len(parts):
        yield _told("L539", announced, len(parts))


def _told(code: str, stated: Stated, found: int) -> Trouble:
    args: dict[str, str | int] = {"stated": stated.total, "text": stated.text, "found": found}
    return Trouble(code, stated.line.number, stated.line.indent + stated.column + 1, args)


_PARTS = re.compile(
    rf"(?P<list>{either('任务清单|问题清单|整改清单|本清单|清单|整改任务|反馈问题|反馈的问题|整改问题')})[^。;0-9]{{0,24}}?"
    rf"(?:分为|分成|分|共|包括|包含|涉及|归纳为|梳理为|由)[^。;,0-9]{{0,8}}?"
    rf"(?P<count>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})\s*(?:个|大)?(?:大)?(?:{either('部分|方面|类|板块|章')})"
)
_LISTED = re.compile("(?P<list>清单)[^。;:]{0,16}(?:分为|分|包括|包含|如下)[^。;:]{0,12}:(?P<parts>[^。]*)")
_HEADED = re.compile("(?:^|[;,、])\\s*(?P<number>[一二三四五六七八九十]{1,3})、")


def _announced(lines: Iterable[Line]) -> Iterator[Stated]:
    """How many parts the text says the list has: 清单分为三个部分, 清单包括：一、水环境；二、大气."""
    for n, line in enumerate(lines):
        if n >= _LINES_MOST:
            return
        for found in _PARTS.finditer(line.half):
            count = 2 if found["count"] == "两" else read_numeral(found["count"])
            if count is not None and count > 1:
                yield _stated(count, line, found.start(), found.end())
        for found in _LISTED.finditer(line.half):
            numbers = [read_numeral(one["number"]) for one in _HEADED.finditer(found["parts"])]
            if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
                yield _stated(len(numbers), line, found.start(), found.end())


def differing(lines: Iterable[Line], counts: set[int]) -> Stated | None:
    """The first total that the text states, where none of those it states is one of ``counts``."""
    stated = [one for one in stated_totals(lines) if one.total > 0]
    if not stated or any(one.total in counts for one in stated):
        return None
    return stated[0]
