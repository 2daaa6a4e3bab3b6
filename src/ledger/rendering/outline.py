"""What all forms of a document share: numbers of headings, cells of tables and the room that these need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ledger.rendering.cells import rows, say, table_lines, titles
from ledger.rendering.text import longest_piece, printable, width
from ledger.reports.report import Heading, Message, Note, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.locale import Words
    from ledger.reports.report import Block, Document

UNDATED = date(2000, 1, 1)
"""The day that files of a document without a day are given, so that their bytes are always the same."""

LEVELS = 3
"""Levels of headings; what lies deeper is shown as the last."""

GAP = 2
"""Cells between two columns."""

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_HUNDRED = 100
_READABLE = 16  # a column of running text is no narrower, in cells
_UNBROKEN = 24  # nor is a column wider for one long word


def spoken(message: Message, words: Words) -> str:
    """The words of a message, without anything that no file can hold."""
    return printable(say(message, words))


def midnight(day: date) -> datetime:
    """The beginning of the day, as the properties of files want it."""
    return datetime.fromordinal(day.toordinal())


def chinese(number: int) -> str:
    """A number from 1 to 99 as headings write it: 一, 十, 十二, 二十; above that in digits."""
    if not 0 < number < _HUNDRED:
        return str(number)
    tens, ones = divmod(number, _TEN)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def _number(counts: list[int], words: Words) -> str:
    level, number = len(counts), counts[-1]
    if words.language != "zh":
        return ".".join(map(str, counts)) + (". " if level == 1 else " ")
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.")[level - 1]


class Role(StrEnum):
    """What a part of a document is."""

    ADDRESSEE = "addressee"
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"
    TABLE = "table"
    CLOSING = "closing"
    ANNEXES = "annexes"
    SIGNER = "signer"
    DAY = "day"
    ANNEX = "annex"
    ANNEX_TITLE = "annex_title"


class Part(NamedTuple):
    """A part of a document in words; a heading has its number and level, a table is a report."""

    role: Role
    text: str = ""
    level: int = 0
    report: Report | None = None


def outline(document: Document, words: Words) -> Iterator[Part]:
    """The parts of a document below its title, in order.

    Chinese headings are numbered 一、 （一） 1. as official documents are, English ones 1. 1.1 1.1.1; tables
    are numbered through where there are several.
    """
    tables = sum(1 for block in document.blocks if isinstance(block, Report) and block.title is not None)
    numbers = count(1) if tables > 1 else None
    signature = document.signature
    if signature is not None:
        yield Part(Role.ADDRESSEE, words("document.addressee", addressee=spoken(signature.addressee, words)))
    yield from _blocks(document.blocks, words, numbers)
    if signature is not None:  # it does not stand on a page without text
        yield Part(Role.CLOSING, words("document.closing"))
    if document.annexes:
        yield from _annex_list(document, words)
    if signature is not None:
        yield Part(Role.SIGNER, spoken(signature.signer, words))
        yield Part(Role.DAY, spoken(signature.day, words))
    for n, annex in enumerate(document.annexes, 1):
        key = "document.annex_number" if len(document.annexes) > 1 else "document.annex"
        yield Part(Role.ANNEX, words(key, n=n))
        yield Part(Role.ANNEX_TITLE, spoken(annex.title, words))
        alone = len(annex.blocks) == 1
        for part in _blocks(annex.blocks, words, None):
            # the title of the annex is that of its only table
            single = part.report is not None and alone
            yield part._replace(report=replace(part.report, title=None)) if single and part.report else part


def _annex_list(document: Document, words: Words) -> Iterator[Part]:
    """附件说明: the annexes by name, a line each."""
    titles = [spoken(annex.title, words) for annex in document.annexes]
    if len(titles) == 1:
        yield Part(Role.ANNEXES, words("document.annex_only", title=titles[0]), 1)
        return
    for n, title in enumerate(titles, 1):
        numbered = words("document.annex_item", n=n, title=title)
        yield Part(
            Role.ANNEXES,
            words("document.annexes", title=numbered) if n == 1 else numbered,
            n,
        )


def _blocks(blocks: Sequence[Block], words: Words, numbers: Iterator[int] | None) -> Iterator[Part]:
    counts: list[int] = []
    for block in blocks:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), LEVELS)
            counts = [*counts, *[0] * LEVELS][:level]
            counts = [*(max(number, 1) for number in counts[:-1]), counts[-1] + 1]
            yield Part(Role.HEADING, _number(counts, words) + spoken(block.text, words), level)
        elif isinstance(block, Report):
            title = block.title
            if numbers is not None and title is not None:
                title = Message("document.table", {"n": next(numbers), "title": title})
            yield Part(Role.TABLE, report=replace(block, title=title))
        else:
            role = Role.NOTE if isinstance(block, Note) else Role.TEXT
            yield Part(role, spoken(block.text, words))


class Table(NamedTuple):
    """A report as texts: the heads, the rows and whether the last row is a foot."""

    heads: list[str]
    body: list[list[str]]
    footed: bool


def table(report: Report, words: Words) -> Table | None:
    """The texts of the report's table, or nothing when there are no rows or no columns."""
    if not table_lines(report) or not report.columns:
        return None
    heads = [printable(head) for head in titles(report, words)]
    body = [[printable(text) for text in row] for row in rows(report, words, "—")]
    return Table(heads, body, report.foot is not None)


def least_room(report: Report, made: Table) -> int:
    """The cells below which the table's columns would be strips."""
    room = 0
    for column, head, texts in zip(report.columns, made.heads, zip(*made.body, strict=True), strict=True):
        natural = max(width(line) for text in texts for line in text.split("\n"))
        most = _UNBROKEN
        if column.grow:
            most = max(_READABLE, min(max(longest_piece(text[:1000]) for text in set(texts)), _UNBROKEN))
        room += max(min(natural, most), min((width(head) + 1) // 2, _UNBROKEN)) + GAP
    return room
