"""How many tasks the text says there are, against how many were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.plans.lines import Line

_STATED = re.compile(
    r"(?:(?:问题|任务|清单|事项)\s*(?:共|共计|合计|总计|总数)?\s*|(?:共|共计|合计|总计|反馈|梳理|涉及|细化|分解|确定)[^。;,0-9]{0,14})"
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


def differing(lines: Iterable[Line], counts: set[int]) -> Stated | None:
    """The first total that the text states, where none of those it states is one of ``counts``."""
    stated = [one for one in stated_totals(lines) if one.total > 0]
    if not stated or any(one.total in counts for one in stated):
        return None
    return stated[0]
