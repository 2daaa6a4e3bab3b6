"""Documents → Markdown and text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.outline import Role, least_room, outline, spoken, table
from ledger.rendering.structured import as_markdown, as_paragraph, render_markdown
from ledger.rendering.style import paint
from ledger.rendering.table import render_table
from ledger.rendering.text import ambiguous_is_wide, rule, width, wrap

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Document, Report

_WIDEST = 160
"""Cells of a row that can still be read as one line."""


def render_document_markdown(document: Document, words: Words) -> str:
    """The document in Markdown; text is shown as typed."""
    words = words.formal()
    parts = [f"# {as_markdown(spoken(document.title, words))}"]
    if document.dateline:
        lines = [as_paragraph(spoken(line, words)) for line in document.dateline]
        parts.append("<br>\n".join(line for line in lines if line))
    for part in outline(document, words):
        if part.report is not None:
            parts.append(render_markdown(part.report, words).rstrip("\n"))
        elif part.role in {Role.HEADING, Role.ANNEX_TITLE}:
            parts.append(f"#{'#' * (part.level or 1)} {as_markdown(part.text)}")
        else:
            parts.append(as_paragraph(part.text))
    return "\n\n".join(part for part in parts if part) + "\n"


def render_document_text(
    document: Document, words: Words, room: int | None = None, colour: bool = False
) -> str:
    """The document for a terminal of ``room`` cells, or for a pipe, where no line is wrapped.

    Colour only repeats what stands there.
    """

    words = words.formal()

    def strong(lines: list[str]) -> list[str]:
        return [paint(line, "strong", colour=colour) for line in lines]

    def fit(text: str) -> list[str]:
        return wrap(text, room) if room else text.split("\n")

    title = fit(spoken(document.title, words))
    out = [*strong(title), ("=" if ambiguous_is_wide() else "═") * max(map(width, title))]
    for line in document.dateline:
        out += fit(spoken(line, words))
    for part in outline(document, words):
        if part.role is not Role.DAY and (part.role is not Role.ANNEXES or part.level == 1):
            out.append("")
        if part.report is not None:
            wide = room is None and _is_wide(part.report, words)
            made = render_table(part.report, words, room=room, colour=colour, cards=wide)
            out += made.rstrip("\n").split("\n")
        elif part.role in {Role.HEADING, Role.ANNEX_TITLE}:
            lines = fit(part.text)
            out += strong(lines)
            if part.level <= 1:
                out.append(rule(max(map(width, lines))))
        else:
            out += fit(part.text)
    return "".join(f"{line.rstrip(' ')}\n" for line in out)


def _is_wide(report: Report, words: Words) -> bool:
    """Whether a row is better read as a block of lines than as one long line."""
    made = table(report, words)
    return made is not None and least_room(report, made) > _WIDEST
