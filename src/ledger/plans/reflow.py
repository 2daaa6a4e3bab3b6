"""Lines that were broken at the edge of a page → paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ledger.plans.lines import Line, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST, _MOST = 15, 120
_SHARE = 0.2
_LINES_LEAST = 4
_SLACK = 2
_NARROW = re.compile(r"[\x20-\x7e]")
_HANGING = 0.1
"""Where more than this share of lines is indented, and of lines is not, indents begin paragraphs."""
_OPENING = re.compile("[(《〈【\\[“‘]$")
_SENTENCE = re.compile("[。;!?]$")
_POINT = re.compile(r"[\u4e00-\u9fff][0-9]{1,6}\.$")
_OPEN = 1
_UNITS = frozenset({"acceptance", "responsibility", "lead", "support"})
_BETWEEN = re.compile("[、,和及与(]$")
_NAMES = re.compile(
    r"[\u4e00-\u9fff]*(?:[局委办部区县旗市]|政府|管委会|单位|部门|集团|公司|中心)(?:\((?:牵头|配合)\))?"
    r"(?:[、,;和及][\u4e00-\u9fff]*(?:[局委办部区县旗市]|政府|管委会|单位|部门|集团|公司|中心)(?:\((?:牵头|配合)\))?)*[。;]?"
)
_NUMBERED = re.compile(
    r"^(?:#|[(【\[]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[)】\]、]|\.(?![0-9])|是)|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|第[一二三四五六七八九十0-9]+[项条号部]|附件|问题|——)"
)


class Edge(NamedTuple):
    """The width at which lines were broken, how it is measured, and how far they fall short of it."""

    most: int
    measure: Callable[[Line], int]
    slack: int

    def fills(self, line: Line) -> bool:
        """Whether a line reaches the edge."""
        return self.measure(line) >= self.most - self.slack


def edge_of(lines: Sequence[Line], is_label: Callable[[Line], bool]) -> Edge | None:
    """The width at which the lines of a text were broken; ``None`` where they were not.

    Then many lines have just that width, or a little less, none is wider, and most of them do not end a
    sentence and go on in a line that is neither numbered nor a label: lists have lines of one width too.
    Lines are broken at a number of characters, or of columns, of which a Chinese character fills two.
    """
    longest = max(map(_width, lines), default=0)
    for measure, columns in ((_width, 1), (_columns, 2)):
        if longest > _MOST * columns:
            continue  # no line has fewer columns than characters
        widths = [measure(line) for line in lines]
        edge = Edge(max(widths, default=0), measure, _SLACK if columns == 1 else _SLACK + 1)
        if not _LEAST * columns <= edge.most <= _MOST * columns:
            continue
        full = [n for n, line in enumerate(lines) if edge.fills(line)]
        broken = sum(not ends_sentence(lines[n].text) and not _begins(lines, n + 1, is_label) for n in full)
        enough = len(full) >= _LINES_LEAST and len(full) >= _SHARE * len(lines)
        if enough and broken * 2 > len(full):
            return edge
    return None


def _begins(lines: Sequence[Line], at: int, is_label: Callable[[Line], bool]) -> bool:
    """Whether something of its own begins at a line, or none is there."""
    return at >= len(lines) or is_label(lines[at]) or _NUMBERED.match(lines[at].half) is not None


def _width(line: Line) -> int:
    return len(line.text) + line.indent


def _columns(line: Line) -> int:
    return 2 * len(line.text) - len(_NARROW.findall(line.text)) + line.indent


def reflow(
    lines: Sequence[Line], is_label: Callable[[Line], bool]
) -> tuple[list[Line], list[tuple[Line, Line, Line]]]:
    """The same lines with those joined that were broken at the edge, and where that may be wrong.

    Where blank lines or indents divide the paragraphs they decide.  Else a full line goes on in the next,
    unless that is indented further, numbered or a label; where it ends a sentence the next one may as well
    be a paragraph of its own: then both are among those told, with the first line of their paragraph.
    """
    edge = edge_of(lines, is_label)
    if edge is None:
        return _opened(lines), []
    doubtful: list[tuple[Line, Line, Line]] = []
    gaps = Counter(after.number - before.number for before, after in pairwise(lines))
    indented = sum(line.indent > 0 for line in lines)
    hanging = len(lines) * _HANGING < indented < len(lines) * (1 - _HANGING)
    apart = gaps[2] + gaps[3] > len(lines) * _SHARE / 2 and gaps[1] > 0
    found: list[list[Line]] = []
    for line in lines:
        before = found[-1][-1] if found else None
        if before is not None and _goes_on(before, line, edge, is_label, apart=apart, hanging=hanging):
            if not (apart or hanging) and _SENTENCE.search(before.half):
                doubtful.append((found[-1][0], before, line))
            found[-1].append(line)
        else:
            found.append([line])
    return [_join(pieces) if len(pieces) > 1 else pieces[0] for pieces in found], doubtful


def rejoined(lines: Sequence[Line], roles: Callable[[Line], Sequence[tuple[str, bool]]]) -> list[Line]:
    """The same lines; one of units that was broken goes on in the next.

    ``roles`` gives the labels of a line: their role, and whether a value follows.  A line goes on where it
    stops between two names, or where the next is made of names alone, as nothing else below such a label is.
    """
    found: list[Line] = []
    open_at = 0
    for line in lines:
        said = roles(line)
        before = found[-1] if found else None
        if said:
            open_at = _OPEN if said[-1][0] in _UNITS else 0
            open_at = open_at + 1 if open_at and not said[-1][1] else open_at
        elif before is not None and open_at == _OPEN and _continues(before, line):
            found[-1] = _join([before, line])
            continue
        elif open_at:
            open_at -= 1  # the value below its label
        found.append(line)
    return found


def _continues(before: Line, line: Line) -> bool:
    if (
        line.number != _last_row(before) + 1
        or _NUMBERED.match(line.half)
        or ends_sentence(before.text.rstrip("）)"))
    ):
        return False
    return _BETWEEN.search(before.half) is not None or _NAMES.fullmatch(line.half) is not None


def _last_row(line: Line) -> int:
    return line.pieces[-1][1] if line.pieces else line.number


def _opened(lines: Sequence[Line]) -> list[Line]:
    """The same lines; one that ends with an opening bracket, or in the middle of a figure (3.|5公里), goes on
    in the next, however wide it is."""
    found: list[Line] = []
    for line in lines:
        begun = found and line.number == found[-1].number + 1
        torn = begun and _POINT.search(found[-1].half) is not None and line.half[:1].isdigit()
        if begun and (torn or _OPENING.search(found[-1].half)):
            found[-1] = _join([found[-1], line])
        else:
            found.append(line)
    return found


def _goes_on(
    before: Line, line: Line, edge: Edge, is_label: Callable[[Line], bool], *, apart: bool, hanging: bool
) -> bool:
    if line.number != before.number + 1 or not edge.fills(before) or is_label(line):
        return False
    if apart:
        return True
    if hanging:
        return line.indent == 0
    if (line.indent > 0 and before.indent == 0) or _NUMBERED.match(line.half):
        return False
    return not (ends_sentence(before.text) and line.indent > 0)


def _join(pieces: Sequence[Line]) -> Line:
    texts: list[str] = []
    halves: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for piece in pieces:
        if texts and _is_latin(texts[-1][-1:]) and _is_latin(piece.text[:1]):
            texts.append(" ")
            halves.append(" ")
            length += 1
        own = piece.pieces or ((0, piece.number, piece.indent + 1),)
        if own[0][0] > 0:
            own = ((0, piece.number, piece.indent + 1), *own)
        places += [(start + length, number, column) for start, number, column in own]
        texts.append(piece.text)
        halves.append(piece.half)
        length += len(piece.text)
    first = pieces[0]
    return Line(first.number, "".join(texts), "".join(halves), first.indent, tuple(places))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
