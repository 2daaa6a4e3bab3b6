"""Reports for programs: JSON, JSON lines, CSV, TSV and Markdown."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ledger.rendering.cells import cell, field, rows, say, table_lines, titles
from ledger.rendering.text import clean, harmless, printable
from ledger.reports.report import SCHEMA_VERSION

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Column, Document, Report
    from ledger.reports.timeline import Timeline


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


def dump(value: Any, indent: int | None = None) -> str:
    """The value as JSON; what a terminal would obey, or take for a line break, is escaped."""
    return harmless(json.dumps(value, ensure_ascii=False, indent=indent, default=_plain))


def render_json(report: Report, words: Words) -> str:
    """The envelope with all records, indented."""
    del words  # keys and values are the same in every language
    envelope: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "kind": report.kind,
        "as_of": report.as_of,
        "revision": report.revision,
        "partial": report.partial,
        **report.summary,
        "data": report.records,
    }
    return dump(envelope, indent=2) + "\n"


def render_document_json(document: Document, words: Words) -> str:
    """The envelope with the document's data, indented."""
    del words  # as above
    envelope: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "kind": document.kind,
        "as_of": document.as_of,
        "revision": document.revision,
        "partial": document.partial,
        **document.data,
    }
    return dump(envelope, indent=2) + "\n"


def render_timeline_json(timeline: Timeline, words: Words) -> str:
    """The envelope with the rows of the wall chart."""
    from ledger.reports.timeline import timeline_report

    return render_json(timeline_report(timeline), words)


def render_jsonl(report: Report, words: Words) -> str:
    """One record a line."""
    del words
    return "".join(f"{dump(record)}\n" for record in report.records)


FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet takes a cell that begins so for a formula."""


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula; some leave out blanks before they look."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


_MISREAD = re.compile(r"0[0-9]+|[0-9]+[eE][0-9]+|[0-9]{12,}|[0-9]+([-/.:][0-9]+){1,2}")
"""Texts that a spreadsheet takes for a number or a day: 01, 07-1, 13e62363, an identity number."""


def _separated(report: Report, words: Words, separator: str, *, filed: bool = False) -> str:
    import csv
    import io

    def safe(value: Any, column: Column) -> str:
        text = clean(cell(value, column, words, ""))
        if isinstance(value, (int, float, Decimal)):
            return text  # a number below zero is no formula
        if begins_formula(text):
            return f"'{text}"
        if filed and isinstance(value, str) and _MISREAD.fullmatch(text):
            return f'="{text}"'
        return text

    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(
        [f"'{text}" if begins_formula(text) else text for text in map(clean, titles(report, words))]
    )
    for line in (*table_lines(report), *([report.foot] if report.foot else ())):
        writer.writerow([safe(field(line, column.key), column) for column in report.columns])
    return out.getvalue()


def render_csv(report: Report, words: Words, *, filed: bool = False) -> str:
    """Comma-separated values, the table's columns; a cell that a spreadsheet would run is made text.

    In a file, which a spreadsheet is to open, a text that it would take for a number or a day is kept a text:
    ``="07-1"``.
    """
    return _separated(report, words, ",", filed=filed)


def render_tsv(report: Report, words: Words) -> str:
    """Tab-separated values, for programs; what a spreadsheet would run is made text."""
    return _separated(report, words, "\t")


_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#~$@"} | {"\n": "<br>", "\r": ""})
_ADDRESS = re.compile(r"(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)  # what becomes a link by itself
_BEGINS_BLOCK = re.compile(r"^(?:[-+=]|([0-9]{1,9})(?=[.)]))")
_EDGES = re.compile(r"^\s+|\s+$")  # blanks that would be cut off


def render_markdown(report: Report, words: Words) -> str:
    """A Markdown table; text is shown as typed."""
    out = []
    if report.title is not None:
        out += [f"**{as_markdown(say(report.title, words))}**", ""]
    if table_lines(report):
        heads = titles(report, words)
        out.append(f"| {' | '.join(map(as_markdown, heads))} |")
        out.append(f"| {' | '.join('---:' if c.right else '---' for c in report.columns)} |")
        out += [f"| {' | '.join(map(as_markdown, row))} |" for row in rows(report, words, "—")]
    else:
        out.append(as_paragraph(say(report.empty, words)))
    if report.notes:
        out.append("")
        out += [f"- {as_paragraph(say(note, words))}" for note in report.notes]
    return "\n".join(out) + "\n"


def as_markdown(text: str) -> str:
    """The text escaped, in one line, for any place but the beginning of a paragraph."""
    escaped = printable(text).replace("&", "&amp;").translate(_MARKUP)
    escaped = _ADDRESS.sub(lambda found: f"\\{found[0]}", escaped)
    return _EDGES.sub(lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), escaped)


def as_paragraph(text: str) -> str:
    """The text escaped, in one line, for the beginning of a paragraph or of an item."""
    escaped = as_markdown(text)
    if escaped == "<br>":  # alone in a line it would begin a block of HTML
        return "&#10;"
    return _BEGINS_BLOCK.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", escaped)
