"""Documents → Markdown and text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.rendering.outline import outline, spoken
from ledger.rendering.structured import as_markdown, as_paragraph, render_markdown
from ledger.rendering.style import paint
from ledger.rendering.table import render_table
from ledger.rendering.text import ambiguous_is_wide, rule, width, wrap
from ledger.reports.report import Paragraph, Report

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Document


def render_document_markdown(document: Document, words: Words) -> str:
    """The document in Markdown; text is shown as typed."""
    parts = [f"# {as_markdown(spoken(document.title, words))}"]
    if document.dateline:
        lines = [as_paragraph(spoken(line, words)) for line in document.dateline]
        parts.append("<br>\n".join(line for line in lines if line))
    for block, heading, level in outline(document, words):
        if isinstance(block, Report):
            parts.append(render_markdown(block, words).rstrip("\n"))
        elif isinstance(block, Paragraph):
            parts.append(as_paragraph(spoken(block.text, words)))
        else:
            parts.append(f"#{'#' * level} {as_markdown(heading)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def render_document_text(
    document: Document, words: Words, room: int | None = None, colour: bool = False
) -> str:
    """The document for a terminal of ``room`` cells, or for a pipe, where no line is wrapped.

    Colour only repeats what stands there.
    """

    def strong(lines: list[str]) -> list[str]:
        return [paint(line, "strong", colour=colour) for line in lines]

    def fit(text: str) -> list[str]:
        return wrap(text, room) if room else text.split("\n")

    title = fit(spoken(document.title, words))
    out = [*strong(title), ("=" if ambiguous_is_wide() else "═") * max(map(width, title))]
    for line in document.dateline:
        out += fit(spoken(line, words))
    for block, heading, level in outline(document, words):
        out.append("")
        if isinstance(block, Report):
            out += render_table(block, words, room=room, colour=colour).rstrip("\n").split("\n")
        elif isinstance(block, Paragraph):
            out += fit(spoken(block.text, words))
        else:
            lines = fit(heading)
            out += strong(lines)
            if level == 1:
                out.append(rule(max(map(width, lines))))
    return "".join(f"{line.rstrip(' ')}\n" for line in out)
