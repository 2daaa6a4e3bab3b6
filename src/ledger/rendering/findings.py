"""Diagnostics → text: where, what, an excerpt with a caret, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ledger.rendering.style import paint
from ledger.rendering.text import clean, in_line, width
from ledger.reports.findings import hint, message

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reading.diagnostic import Diagnostic
    from ledger.reports.findings import Findings

_EXCERPT_MOST = 76
_TONES = {"error": "late", "warning": "warn", "note": "strong"}
_ELLIPSIS = "…"
_NO_PLACES: Mapping[int, str] = MappingProxyType({})


def where(diagnostic: Diagnostic, prefix: str = "") -> str:
    """``path:line:col``, with ``prefix`` before the path."""
    return in_line(f"{prefix}{diagnostic.path}:{diagnostic.span.line}:{diagnostic.span.column}")


def render_text(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, bytes],
    words: Words,
    prefix: str = "",
    *,
    colour: bool = False,
    places: Mapping[int, str] = _NO_PLACES,
) -> str:
    """Each diagnostic with its excerpt and way out, a blank line between two.

    What is said again of the same file, as of a name that stands in each record, is told once.
    ``places`` tells by line where it stands in a file that has no lines of its own.
    ``sources`` holds the bytes of files by path; where a file is not in it there is no excerpt.
    """
    lines: list[str] = []
    rows: dict[str, list[str]] = {}  # a file may have thousands of findings, and is taken apart once
    for diagnostic, *again in _alike(diagnostics, words):
        if lines:
            lines.append("")
        place = where(diagnostic, prefix)
        if diagnostic.span.line in places:
            named = {"path": f"{prefix}{diagnostic.path}", "place": places[diagnostic.span.line]}
            place = in_line(words("place.in", **named))
        lines.append(_headline(diagnostic, place, words, colour))
        row = _line(diagnostic, sources, rows)
        excerpt = _excerpt(diagnostic, row, numbered=diagnostic.span.line not in places)
        if excerpt:
            row, caret = excerpt
            margin, bar, mark = caret.partition("| ")
            tone = _TONES[diagnostic.severity]
            lines += [
                row,
                margin + bar + mark.replace(mark.strip(), paint(mark.strip(), tone, colour=colour)),
            ]
        lines.append(f"    = {in_line(hint(diagnostic, words))}")
        if again:
            at = [places.get(one.span.line) or f"{one.span.line}:{one.span.column}" for one in again]
            lines.append(f"    = {words('check.again', count=len(at), places=at)}")
    return "".join(f"{line}\n" for line in lines)


def _alike(diagnostics: Iterable[Diagnostic], words: Words) -> list[list[Diagnostic]]:
    """Diagnostics that say the same of the same file together, in the order of the first of them."""
    found: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault((one.path, one.code, message(one, words)), []).append(one)
    return list(found.values())


def _headline(diagnostic: Diagnostic, place: str, words: Words, colour: bool) -> str:
    """``path:line:col: severity CODE message``: the path dim, the severity coloured, the message bold."""
    weight = paint(words(f"severity.{diagnostic.severity}"), _TONES[diagnostic.severity], colour=colour)
    said = paint(in_line(message(diagnostic, words)), "strong", colour=colour)
    return f"{paint(f'{place}:', 'dim', colour=colour)} {weight} {diagnostic.code} {said}"


def render_findings(found: Findings, words: Words, *, colour: bool = False) -> str:
    """What a check found, each with its excerpt and way out."""
    return render_text(found.diagnostics, found.sources, words, found.prefix, colour=colour)


def render_findings_concise(found: Findings, words: Words, *, colour: bool = False) -> str:
    """What a check found, a line each."""
    return render_concise(found.diagnostics, words, found.prefix, colour=colour)


def render_concise(
    diagnostics: Iterable[Diagnostic], words: Words, prefix: str = "", *, colour: bool = False
) -> str:
    """One line each: ``path:line:col: severity CODE message``."""
    return "".join(f"{_headline(d, where(d, prefix), words, colour)}\n" for d in diagnostics)


def _line(diagnostic: Diagnostic, sources: Mapping[str, bytes], rows: dict[str, list[str]]) -> str:
    """The line that a finding is about; a small file is taken apart once for all that is found in it."""
    path, number = diagnostic.path, diagnostic.span.line
    data = sources.get(path)
    if data is None:
        return ""
    if len(data) > _SMALL:
        return _row(data, number)
    if path not in rows:
        rows[path] = _rows(data)
    return rows[path][number - 1] if number <= len(rows[path]) else ""


_SMALL = 1 << 18


def _row(data: bytes, number: int) -> str:
    """A line of a file (from 1), which is not taken apart for it; empty where it has none or is no text."""
    if b"\x00" in data:
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return ""
    start = 0
    for _ in range(number - 1):
        start = text.find("\n", start) + 1
        if not start:
            return ""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _rows(data: bytes) -> list[str]:
    """The lines of a file; none where it is no text."""
    if b"\x00" in data:
        return []
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).split("\n")
        except UnicodeDecodeError:
            continue
    return []


def _excerpt(diagnostic: Diagnostic, row: str, *, numbered: bool) -> list[str]:
    """The line that is meant, with a caret below; its number only where the file itself has lines."""
    span = diagnostic.span
    if not row.strip():
        return []
    row = clean(row.rstrip("\r").replace("\t", " "))
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(row)
    row, start, end = _window(row, start, max(end, start + 1))
    margin = f"{span.line if numbered else '':>5} | "
    caret = " " * width(row[:start]) + "^" * max(width(row[start:end]), 1)
    return [margin + row, " " * (len(margin) - 2) + "| " + caret]


def _window(row: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long row around ``start``, not wider than an excerpt may be."""
    # a row may be as long as a book, and each of hundreds of findings in it has a window of its own
    first = max(0, start - _EXCERPT_MOST)
    while width(row[first:start]) > _EXCERPT_MOST // 2:
        first += 1
    head = _ELLIPSIS if first else ""
    last = min(len(row), first + _EXCERPT_MOST)
    while width(row[first:last]) > _EXCERPT_MOST:
        last -= 1
    tail = _ELLIPSIS if last < len(row) else ""
    shift = len(head) - first
    return head + row[first:last] + tail, start + shift, min(end, last) + shift


def render_audit(found: Findings, words: Words) -> str:
    """The findings of an audit below the commits that made them: the records of its report."""
    lines: list[str] = []
    last: object = object()
    for record in found.report.records:
        if record["commit"] != last:
            last = record["commit"]
            head = f"{str(last)[:10]}  {record['committed']}  {record['author']} <{record['author_email']}>"
            lines.append(in_line(f"{head}  {record['subject']}") if last else words("audit.whole"))
        place = f"{record['path']}:{record['line']}:{record['column']}: " if record["path"] else ""
        weight = words(f"severity.{record['severity']}")
        lines.append(in_line(f"  {place}{weight} {record['code']} {record['message']}"))
        lines.append(in_line(f"      = {_outcome(record, words)}"))
    return "".join(f"{line}\n" for line in lines)


def _outcome(record: Mapping[str, Any], words: Words) -> str:
    """The way out of what is open; what became of the rest."""
    if record["outcome"] == "put_right":
        return words("audit.put_right", sha=record["put_right_in"][:10])
    if record["outcome"] == "settled":
        return words("audit.settled", **record["settlement"])
    return str(record["hint"])
