"""Values of a record → the text of a cell."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ledger.reports.report import Message

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Column, Record, Report, Value

DAY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", re.ASCII
)
"""A day as it stands in a cell, in the words of tables or of documents."""


def cell(value: Value, column: Column, words: Words, nothing: str) -> str:
    """What a table shows for ``value``; ``nothing`` stands for a value that is absent."""
    if value is None:
        return nothing
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, list | tuple) and not isinstance(value, Message):
        between = "\n" if column.stacked else words("list.join")
        return between.join(cell(item, column, words, nothing) for item in value) or nothing
    if isinstance(value, Message):
        return say(value, words)
    if isinstance(value, date):
        return words.day(value)
    if column.percent:
        return f"{value}%"
    if column.words:
        return words(f"{column.words}.{value}")
    return str(value)


def field(record: Record, key: str) -> Value:
    """The value at ``key``; a dot leads into a nested mapping (``deadline.text``)."""
    value: Value = record
    for part in key.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def rows(report: Report, words: Words, nothing: str) -> list[list[str]]:
    """The cells of the report's table, the foot last."""
    lines = [*table_lines(report), *([report.foot] if report.foot else [])]
    return [[cell(field(line, c.key), c, words, nothing) for c in report.columns] for line in lines]


def table_lines(report: Report) -> tuple[Record, ...]:
    """The rows of the report's table, without the foot."""
    return report.records if report.lines is None else report.lines


def say(message: Message, words: Words) -> str:
    """The words of a message; lists and messages among its arguments become words as well."""
    args = {key: _spoken(value, words) for key, value in message.args.items()}
    return words(message.key, **args)


def _spoken(value: object, words: Words) -> object:
    if isinstance(value, Message):
        return say(value, words)
    if isinstance(value, list | tuple):
        return [_spoken(item, words) for item in value]
    return value


def titles(report: Report, words: Words) -> list[str]:
    """The heads of the report's columns."""
    return [words(f"column.{c.key}") if c.title is None else c.title for c in report.columns]
