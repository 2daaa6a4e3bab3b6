"""6xx: records stand one on a line, as git merges them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.model.entries import content
from ledger.reading.codes import ERROR, Code
from ledger.reading.load import DISCLOSURES, LETTERS
from ledger.reading.oneline import one_line
from ledger.reading.yaml import parse
from ledger.rules.finding import Finding, Shared, ledger_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.model.ledger import Issue
    from ledger.model.record import Record
    from ledger.rules.finding import Summary

OVER_LINES = Code(
    "L638",
    ERROR,
    "record-over-lines",
    zh=(
        "第 {position} 条记录写成了多行，git 合并两个分支时会把它和别的记录混成一条",
        "换成“- {one_line}”一行；先核对内容，合并过的要与合并前两边的文件对照。",
    ),
    en=(
        "Record {position} stands on several lines: a merge of two branches may make one record of it and another",
        "Put `- {one_line}` in its place; see first that it says what was meant, after a merge as both sides had it.",
    ),
)


@rule(OVER_LINES)
def entries_on_lines(issue: Issue, shared: Shared) -> Iterator[Finding]:
    """L638: each entry of an issue is one line."""
    for n in _over_lines(shared.tree[issue.path], "entries", issue.path):
        args: dict[str, str | int] = {"position": n + 1, "one_line": one_line(content(issue.entries[n]))}
        yield Finding("L638", issue.path, ("entries", n), args)


@ledger_rule(OVER_LINES)
def books_on_lines(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L638: each disclosure, letter and reply is one line."""
    del issues
    books: dict[str, tuple[str, Sequence[Record]]] = {
        DISCLOSURES: ("disclosures", shared.disclosures),
        LETTERS: ("letters", shared.letters),
    }
    for path, (key, records) in books.items():
        for n in _over_lines(shared.tree.get(path, b""), key, path):
            record = records[n].model_dump(exclude_defaults=True)
            args: dict[str, str | int] = {"position": n + 1, "one_line": one_line(record)}
            yield Finding("L638", path, (key, n), args)


@ledger_rule(OVER_LINES)
def files_of_records_on_lines(issues: Sequence[Summary], shared: Shared) -> Iterator[Finding]:
    """L638: each record of a round or of a complaint is one line."""
    del issues
    files: list[tuple[str, str, Sequence[Record]]] = [
        ("asked", one.path, one.records) for one in shared.rounds
    ]
    files += [("records", one.path, one.records) for one in shared.complaints]
    for key, path, records in files:
        for n in _over_lines(shared.tree[path], key, path):
            record = records[n].model_dump(exclude_defaults=True)
            args: dict[str, str | int] = {"position": n + 1, "one_line": one_line(record)}
            yield Finding("L638", path, (key, n), args)


def _over_lines(data: bytes, key: str, path: str) -> Iterator[int]:
    """The positions of the items of the list ``key``, last in the file, that stand on several lines."""
    _, _, listed = (b"\n" + data).partition(b"\n" + key.encode() + b":")
    if _ONE_EACH.fullmatch(listed):  # as nearly always: the file need not be read again
        return
    document, _ = parse(data, path, places=True)
    items = (document.value.get(key) if document is not None else None) or ()
    for n in range(len(items)):
        assert document is not None  # noqa: S101 - it has items
        span = document.spans[key, n]
        if span.end_line != span.line:
            yield n


_ONE_EACH = re.compile(rb"[ \t\r]*(?:\n(?:[ ]*|[ ]*#[^\n]*|[ ]*- *\{[^\n]*\}[ ]*)\r?)*")
"""A list whose items are each in braces on a line; an item may end there only because the next line does not go on."""
