"""Labels in whatever dress: 【整改时限】, **bold**, numbered, spaced, without a colon, several in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.documents.blocks import LINES_MOST
from ledger.plans.labels import JOINED, Role, Words, role_named, words
from ledger.plans.numerals import SIGNS
from ledger.plans.script import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS: frozenset[Role] = frozenset(
    {"acceptance", "responsibility", "lead", "support", "deadline", "goal", "measures", "other"}
)
"""The roles of labels that stand in the lines of a task; the others name columns and heads."""

_NUMBER = (
    r"\((?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})\)|[0-9]{1,2}(?:[、)]|\.(?![0-9]))"
    rf"|[一二三四五六七八九十]{{1,3}}、|[{SIGNS}]"
)
_OPEN = r"[【\[<「『〖*_#]*"
_SHUT = r"[】\]>」』〗*_]*"
_PLAIN_LEAST = 4
"""How long a name must be to be a label without colon or brackets."""
_REACH = 20
_SPACED = re.compile(r"[\u4e00-\u9fff](?:[ \t]{0,2}[\u4e00-\u9fff]){1,13}$")
_BULLETS = "•●■◆▪·◇□○※★☆◎▶►➢➤✦◈△▲"
_BEFORE = frozenset(f"。;,、!?|【[*<「『〖{_BULLETS}- \t")
_BEGIN = frozenset(f"【[<「『〖*_{_BULLETS}")
_MARKS = re.compile("[():]")
_FRAMED = re.compile("【(?P<name>[ \t\u4e00-\u9fff]{2,20})】[:\\s]*")
_GAPPED = re.compile("(?<=[。;])(?P<name>[\u4e00-\u9fff]{4,10})[ \t]+(?=\\S)")
_FRAMES_LEAST = 3
"""How many labels in 【】 a line needs for each to be one wherever it stands."""
_ANY_LABEL = re.compile("[\u4e00-\u9fff]{2,12}:")


@dataclass(frozen=True, slots=True)
class Found:
    """A label in a line: from ``start`` on it stands, from ``value`` on what it says, up to ``end``.

    ``colon`` says whether a colon follows it, ``number`` the number before it, where it has one.
    """

    role: Role
    name: str
    start: int
    value: int
    end: int
    colon: bool
    number: str | None = None


@lru_cache(maxsize=16)
def _at_start(known: Words) -> re.Pattern[str]:
    names = sorted((name for name in known.names if len(name) > 1), key=len, reverse=True)
    spaced, more = (
        "|".join("[ \t]{0,2}".join(map(re.escape, name)) for name in of)
        for of in (names, known.listed("besides"))
    )
    return re.compile(
        rf"^(?:[{_BULLETS}]\s*|[-*+]\s+|--\s*)?(?P<number>{_NUMBER})?\s*(?P<open>{_OPEN})\s*"
        rf"(?P<name>(?:{spaced})(?:[ \t]{{0,2}}{JOINED}[ \t]{{0,2}}(?:{more}))?)\s*"
        rf"(?P<note>\([^()]{{1,6}}\))?\s*(?P<shut>{_SHUT})"
        rf"(?P<gap>[ \t]*:[:]*[*_]*\s*|[ \t]*--\s*|\s*\|\s*|\s+|$|(?<=[】\]〗>」』*]))"
    )


def labels_in(half: str, *, plain: bool = True, heads: bool = False) -> tuple[Found, ...]:
    """The labels of a line (in half-width), from left to right; without ``plain`` only those with a colon.

    With ``heads`` also those that are no field of a task (【序号】, 【问题】) need no colon.

    The first may be in any dress at the start of the line.  Inside a line a label with a colon counts, behind
    the end of a clause or a gap, and not in brackets; one without a colon only where the first has none and
    is dressed in the same way: 【责任单位】甲。【整改时限】乙, or a gap behind each.  The name of each is
    told as it is written.
    """
    if len(half) > _LONG:
        return _labels_in(half, plain=plain, heads=heads)
    return _known_labels(half, plain, heads, words())


_LONG = 1000
"""Characters of a line from which on its labels are not remembered: such lines are few."""


@lru_cache(maxsize=LINES_MOST)
def _known_labels(half: str, plain: bool, heads: bool, known: Words) -> tuple[Found, ...]:
    """The same, found once for all the layouts that are tried on a document; ``known`` are the words by which
    labels are known."""
    del known
    return _labels_in(half, plain=plain, heads=heads)


def _labels_in(half: str, *, plain: bool, heads: bool) -> tuple[Found, ...]:
    found = [one for one in _labels(half, heads=heads) if plain or one.colon]
    if not found:
        return ()
    ends = [one.start for one in found[1:]] + [len(half)]
    return tuple(
        Found(one.role, one.name, one.start, one.value, end, one.colon, one.number)
        for one, end in zip(found, ends, strict=True)
    )


def _labels(half: str, *, heads: bool) -> Iterator[Found]:
    plain = ":" not in half and "【" not in half
    if plain and _firsts(words()).isdisjoint(simplified(half[:_REACH])):
        return  # most lines of a text
    bare = simplified(half)
    first = _first(half, bare, heads=heads)
    reached = 0
    if first is not None:
        yield first
        reached = first.value
    if first is not None and not first.colon:
        framed = half[: first.value].rstrip().endswith("】")
        alike = [*(_framed(half, bare, reached, heads=heads) if framed else _spaced(half, bare, reached))]
        if alike:
            yield from alike
            return
    elif first is None and half.count("【") >= _FRAMES_LEAST and (alike := [*_framed(half, bare, 0)]):
        yield from alike
        return
    depth = 0
    for mark in _MARKS.finditer(half) if ":" in half else ():
        at, sign = mark.start(), mark[0]
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(depth - 1, 0)
        elif sign == ":" and depth == 0 and at > reached:
            inner = _inner(half, bare, at, reached)
            if inner is not None:
                yield inner
                reached = inner.value


def _framed(half: str, bare: str, reached: int, *, heads: bool = False) -> Iterator[Found]:
    """The labels in 【】 inside a line, each behind the end of a clause, or where there are several."""
    framed = [
        (found, role_named("".join(found["name"].split()))) for found in _FRAMED.finditer(bare, reached)
    ]
    many = sum(role in FIELDS for _, role in framed) >= _FRAMES_LEAST
    if not reached and not many:
        return
    for found, role in framed:
        begin = found.start()
        while begin and half[begin - 1] in _BULLETS:
            begin -= 1
        known = role in FIELDS or (heads and role is not None)
        if role is not None and known and (many or heads or half[begin - 1] in _BEFORE):
            name = "".join(half[slice(*found.span("name"))].split())
            yield Found(role, name, begin, found.end(), len(half), colon=":" in found[0])


def _spaced(half: str, bare: str, reached: int) -> Iterator[Found]:
    """The labels with a gap behind them inside a line that begins with one, each behind a sentence."""
    for found in _GAPPED.finditer(bare, reached):
        role = role_named(found["name"])
        if role in FIELDS:
            name = half[slice(*found.span("name"))]
            yield Found(role, name, found.start("name"), found.end(), len(half), colon=False)


@lru_cache(maxsize=16)
def _firsts(known: Words) -> frozenset[str]:
    return frozenset(name[0] for name in known.names)


def _match(half: str) -> re.Match[str] | None:
    # most lines hold no first character of a label where one could begin
    known = words()
    return None if _firsts(known).isdisjoint(half[:_REACH]) else _at_start(known).match(half)


def _name(half: str, match: re.Match[str]) -> tuple[Role, str]:
    """The role of a label, and its name as it is written."""
    start, end = match.span("name")
    role = role_named("".join(match["name"].split()))
    assert role is not None  # noqa: S101 - the pattern is made of names
    return role, "".join(half[start:end].split())


def _first(half: str, bare: str, *, heads: bool) -> Found | None:
    match = _match(bare)
    if match is None:
        return None
    role, name = _name(half, match)
    gap, dressed = match["gap"], bool(match["open"].strip("#")) and bool(match["shut"])
    colon = ":" in gap or "--" in gap
    if not colon and not (dressed or _plain(name, gap, match)):
        return None
    if not colon and role not in FIELDS and not (heads and (dressed or gap.strip("\n ") in {"\t", "|"})):
        return None
    return Found(role, name, 0, match.end(), len(half), colon, match["number"])


def _plain(name: str, gap: str, match: re.Match[str]) -> bool:
    """Whether a name without colon and brackets is a label: alone in its line, or before a gap."""
    if match.end() == len(match.string):
        return len(name) >= _PLAIN_LEAST
    return bool(gap) and ("|" in gap or "\t" in gap or len(gap) > 1 or len(name) >= _PLAIN_LEAST)


def _inner(half: str, bare: str, colon: int, reached: int) -> Found | None:
    stop = colon
    while stop > reached and half[stop - 1] in " \t】]>」』〗*_":
        stop -= 1
    found = _SPACED.search(half, max(reached, stop - _REACH), stop)
    if found is None:
        return None
    for start in range(found.start(), stop - 1):
        name = "".join(half[start:stop].split())
        role = role_named("".join(bare[start:stop].split()))
        if role is None or role not in FIELDS or half[start].isspace():
            continue
        if start > reached and half[start - 1] not in _BEFORE:
            continue
        if start == reached and reached:
            continue
        begin = start
        while begin > reached and half[begin - 1] in _BEGIN:
            begin -= 1
        value = colon + 1
        while value < len(half) and half[value] in ":*_ \t":
            value += 1
        return Found(role, name, begin, value, len(half), colon=True)
    return None


def begins_label(half: str) -> bool:
    """Whether a line (in half-width) looks like ``label：value``, whether or not the label is known."""
    return _ANY_LABEL.match(half) is not None


def headings_in(half: str) -> tuple[Role, str, int | None] | None:
    """Role and name of a label that is a heading: alone in its line and numbered; the start of its value."""
    match = _match(simplified(half))
    if match is None or (match["number"] is None and not match["open"]):
        return None
    role, name = _name(half, match)
    if match.end() == len(half):
        return role, name, None
    return (role, name, match.end()) if ":" in match["gap"] else None
