"""The measures of a task: numbered paragraphs, several in one, and what stands in brackets behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ledger.documents.text import BLANK
from ledger.plans.heads import DECIMAL, MEASURE, style_of
from ledger.plans.labels import lexicon
from ledger.plans.numerals import count_of
from ledger.plans.script import simplified
from ledger.plans.width import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.plans.labels import Role
    from ledger.plans.lines import Line

_AFTER = r"(?<=[。；;!?])\s*"
_INLINE = {
    "(#)": re.compile(_AFTER + r"(?P<number>\([一二三四五六七八九十]+\)|\([0-9]+\))\s*(?=\S)"),
    "#是": re.compile(r"(?<=[。；;!?,])\s*(?P<number>[一二三四五六七八九十]+是)\s*(?=\S)"),
    "第#,": re.compile(_AFTER + r"(?P<number>第[一二三四五六七八九十]+,)\s*(?=\S)"),
    "措施#:": re.compile(_AFTER + r"(?P<number>措施[一二三四五六七八九十]{1,3}:)\s*(?=\S)"),
    "①": re.compile(r"(?<![\s(见第和至、与及])\s*(?P<number>[①-⑳])\s*(?=[^\s,，。;；、)）])"),
    "#.": re.compile(_AFTER + r"(?P<number>[0-9]{1,2}\.)\s*(?=\S)"),
    "#、": re.compile(_AFTER + r"(?P<number>[0-9]{1,2}、|[一二三四五六七八九十]{1,3}、)\s*(?=\S)"),
    "#)": re.compile(_AFTER + r"(?P<number>[0-9]{1,2}\))\s*(?=\S)"),
}
_INLINE |= {
    first: re.compile(rf"{_AFTER}(?P<number>[{first}-{last}])\s*(?=\S)")
    for first, last in (("⑴", "⒇"), ("⒈", "⒛"), ("㈠", "㈩"))
}
"""How measures are numbered that may stand in one paragraph, by the style of their numbers."""

_SENTENCES = ("。", "；", ";", "！", "!")
_DIGITS = re.compile("[0-9]")

_ASIDE = re.compile(
    r"(?:\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|\[(?P<square>[^\[\]]*)\]|【(?P<black>[^【】]*)】)[。;,\s]*$"
)
_ASIDE_MOST = 400
"""How many characters at the end of a measure may be about who does it."""
_CLAUSES = re.compile(
    "(?:(?<=[。;!?])\\s*(?:--+\\s*)?|\\n\\s*|(?<=,))"
    "(?P<clause>[\u4e00-\u9fff]{2,8}\\s*:[^。;!?\\n]+?)(?=,[\u4e00-\u9fff]{2,8}\\s*:|[。;!?\\n]|$)"
)
TAILS: frozenset[Role] = frozenset({"responsibility", "lead", "support", "deadline"})
"""What may be said behind a measure about it alone."""
_PAIR = re.compile(r"^\s*(?P<name>[\u4e00-\u9fff]{2,8})\s*:\s*(?P<value>.+?)\s*$", re.DOTALL)


class Beside(NamedTuple):
    """What the row of a measure states for it alone: its units and its deadline, as written."""

    units: str | None = None
    deadline: str | None = None


@dataclass(slots=True)
class DraftMeasure:
    """A measure as it stands in the document.

    ``aside`` is what brackets behind it say, by role; ``beside`` what its own row of a table says.
    """

    number: str | None
    text: str
    line: int
    aside: dict[Role, str] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)


def place_measure(measures: list[DraftMeasure], line: Line) -> None:
    """A line of the measures of an issue: it begins a measure, begins several, or goes on with the last."""
    found = numbered_in(line.half, measures)
    if found is not None and is_led(measures) and count_of(found["number"]) == len(measures) + 1:
        _number(measures)
    numbered = bool(measures) and measures[0].number is not None
    if found is not None and (not measures or style_of(found["number"]) == style_of(measures[0].number)):
        start = found.start("text")
        number = line.text[:start].strip()
        first, *more = split_measures(number, line.text[start:])
        measures.append(DraftMeasure(number, first[1], line.number))
        measures += [DraftMeasure(*one, line.number) for one in more]
    elif numbered:
        last = measures[-1]
        first, *more = split_measures(last.number, line.text)
        last.text += "\n" + first[1]
        measures += [DraftMeasure(*one, line.number) for one in more]
    else:
        measures.append(DraftMeasure(None, line.text, line.number))


def numbered_in(half: str, measures: Sequence[DraftMeasure]) -> re.Match[str] | None:
    """The number and text of a line that stands behind these measures, where it is numbered.

    ``2.5公里`` is the second measure where one that is numbered so comes before and ends its sentence.
    """
    found = MEASURE.match(half)
    if found is not None or not measures:
        return found
    decimal, last = DECIMAL.match(half), measures[-1]
    if decimal is None or count_of(decimal["number"]) != len(measures) + 1:
        return None
    alike = style_of(last.number) == style_of(decimal["number"]) or is_led(measures)
    return decimal if alike and last.text.rstrip().endswith(_SENTENCES) else None


def is_led(measures: Sequence[DraftMeasure]) -> bool:
    """Whether all measures so far begin with their numbers, which look like figures (1.3处, 2.5公里)."""
    return bool(measures) and all(
        one.number is None
        and (found := DECIMAL.match(half_width(one.text)))
        and count_of(found["number"]) == n
        for n, one in enumerate(measures, 1)
    )


def _number(measures: Sequence[DraftMeasure]) -> None:
    for one in measures:
        found = DECIMAL.match(half_width(one.text))
        assert found is not None  # noqa: S101 - is_led has seen it
        begin = found.start("text")
        one.number, one.text = one.text[:begin].strip(), one.text[begin:]


def split_measures(number: str | None, text: str) -> list[tuple[str | None, str]]:
    """The measures that stand in one paragraph after one with this number: ``（一）甲。（二）乙。`` are two.

    A next one begins after the end of a sentence, with the next number in the same style (（二） or 二是).
    What only looks like one (按照（三）的要求) stays inside.
    """
    pattern, count = _INLINE.get(style_of(number)), count_of(number)
    if pattern is None or count is None:
        return [(number, text)]
    found: list[tuple[str | None, str]] = []
    start, half = 0, half_width(text)
    for next_one in pattern.finditer(half):
        same = next_one["number"][-2:-1].isdigit() == half_width(number or "")[-2:-1].isdigit()
        if same and _DIGITS.match(half, next_one.end()) and not _is_counted(pattern, half, next_one):
            continue  # …。2.5公里
        if same and count_of(next_one["number"]) == count + len(found) + 1:
            found.append((number, text[start : next_one.start()].rstrip(BLANK)))
            number, start = text[next_one.start("number") : next_one.end("number")], next_one.end()
    return [*found, (number, text[start:])]


def _is_counted(pattern: re.Pattern[str], half: str, found: re.Match[str]) -> bool:
    """Whether what looks like a figure behind a sentence (2.3处排口) is a number, as the next one follows."""
    if not found["number"].endswith(".") or MEASURE.match(half, found.start("number")):
        return True
    after = (count_of(found["number"]) or 0) + 1
    return any(count_of(later["number"]) == after for later in pattern.finditer(half, found.end()))


def gathered(asides: Sequence[Mapping[Role, str]], role: Role) -> str | None:
    """What brackets behind measures state of a field that their task lacks, each once; ``None`` for nothing.

    A deadline is that of the task only where all measures state the same one.
    """
    values = list(dict.fromkeys(aside[role] for aside in asides if role in aside))
    if not values or (role == "deadline" and (len(values) > 1 or any(role not in one for one in asides))):
        return None
    return "；".join(values)


def bracket_of(text: str) -> tuple[str, bool]:
    """What stands in the brackets at the end of a measure, and whether behind its last sentence.

    Empty where it has none.
    """
    found = _ASIDE.search(half_width(text), max(0, len(text) - _ASIDE_MOST))
    if found is None:
        return "", False
    return text[slice(*found.span(_inner(found)))], text[: found.start()].rstrip().endswith(("。", "；"))


def _inner(found: re.Match[str]) -> str:
    """The group that holds what stands in the brackets: （…）, ［…］ or 【…】."""
    return found.lastgroup or "round"


def _tail_of(text: str, half: str) -> dict[Role, str]:
    """What labelled clauses behind the last sentence say: ``…15公里。责任单位：甲；完成时限：乙。``.

    They may stand in lines of their own.
    """
    known = lexicon()
    pieces: dict[Role, str] = {}
    for clause in _CLAUSES.finditer(half, max(0, len(half) - _ASIDE_MOST)):
        pair = _PAIR.match(clause["clause"])
        role = known.get(simplified(pair["name"])) if pair is not None else None
        if pair is None or role not in TAILS:
            continue
        at = clause.start("clause")
        value = text[at + pair.start("value") : at + pair.end("value")]
        pieces[role] = "、".join(filter(None, [pieces.get(role), value]))
    return pieces


def aside_of(text: str) -> dict[Role, str]:
    """What is said behind a measure by role, in brackets or not: ``（责任单位：甲；完成时限：乙）``.

    All that stands in brackets must be labels with values.
    """
    half = half_width(text)
    found = _ASIDE.search(half, max(0, len(half) - _ASIDE_MOST))
    if found is None:
        return _tail_of(text, half)
    start = found.start(_inner(found))
    known = lexicon()
    pieces: dict[Role, str] = {}
    role: Role | None = None
    for piece in re.finditer("[^;,，；]+[;,]?", found[_inner(found)]):
        pair = _PAIR.match(piece[0].rstrip(";,"))
        name = simplified(pair["name"]) if pair is not None else ""
        if pair is not None and name in known:
            role = known[name]
            if role in pieces:
                return {}
            at = start + piece.start()
            pieces[role] = text[at + pair.start("value") : at + pair.end("value")]
        elif role is None:
            return {}
        else:
            at = start + piece.start()
            joint = text[at - 1 : at]
            pieces[role] += joint + text[at : at + len(piece[0].rstrip(";,"))]
    return pieces
