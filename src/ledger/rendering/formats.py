"""The formats by name; the ending of an output file picks one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Document, Report
    from ledger.reports.timeline import Timeline

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")
"""Names of all formats."""

_ENDINGS = {"json": "json", "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "tsv", "md": "md"}
_ENDINGS |= {"markdown": "md", "txt": "table"}


def format_of(file_name: str) -> str | None:
    """The format that the ending of ``file_name`` stands for."""
    return _ENDINGS.get(file_name.rpartition(".")[2].lower())


def render(report: Report, form: str, words: Words, *, room: int | None = None, colour: bool = False) -> str:
    """Render ``report`` in the format ``form``; room and colour matter to tables only."""
    if form == "table":
        from ledger.rendering.table import render_table

        return render_table(report, words, room=room, colour=colour)
    from ledger.rendering import structured

    renderers = {
        "json": structured.render_json,
        "jsonl": structured.render_jsonl,
        "csv": structured.render_csv,
        "tsv": structured.render_tsv,
        "md": structured.render_markdown,
    }
    return renderers[form](report, words)


DOCUMENT_FORMATS = ("table", "md", "json", "html", "docx", "xlsx")
"""Names of the formats of documents; ``docx`` and ``xlsx`` are bytes, the others are text."""

_DOCUMENT_ENDINGS = {
    "json": "json",
    "md": "md",
    "markdown": "md",
    "txt": "table",
    "html": "html",
    "htm": "html",
}
_DOCUMENT_ENDINGS |= {"docx": "docx", "xlsx": "xlsx"}


def document_format_of(file_name: str) -> str | None:
    """The format of documents that the ending of ``file_name`` stands for."""
    return _DOCUMENT_ENDINGS.get(file_name.rpartition(".")[2].lower())


def render_document(
    document: Document,
    form: str,
    words: Words,
    *,
    room: int | None = None,
    colour: bool = False,
    template: bytes | None = None,
) -> str | bytes:
    """Render ``document`` in the format ``form``, one of :data:`DOCUMENT_FORMATS`.

    Room and colour matter to tables only; ``template`` is a Word document that ``docx`` fills in.
    MissingExtraError is raised where the format's library is not installed.
    """
    if form == "docx":
        from ledger.rendering.docx import render_document_docx

        return render_document_docx(document, words, template)
    if form == "xlsx":
        from ledger.rendering.xlsx import render_document_xlsx

        return render_document_xlsx(document, words)
    if form == "html":
        from ledger.rendering.html import render_document_html

        return render_document_html(document, words)
    if form == "json":
        from ledger.rendering.structured import render_document_json

        return render_document_json(document)
    from ledger.rendering import markdown

    if form == "md":
        return markdown.render_document_markdown(document, words)
    if form == "table":
        return markdown.render_document_text(document, words, room, colour)
    raise ValueError(form)


TIMELINE_FORMATS = ("table", "json", "svg", "html")
"""Names of the formats of the wall chart."""

_TIMELINE_ENDINGS = {"json": "json", "txt": "table", "svg": "svg", "html": "html", "htm": "html"}


def timeline_format_of(file_name: str) -> str | None:
    """The format of the wall chart that the ending of ``file_name`` stands for."""
    return _TIMELINE_ENDINGS.get(file_name.rpartition(".")[2].lower())


def render_timeline(
    timeline: Timeline, form: str, words: Words, *, room: int | None = None, colour: bool = False
) -> str:
    """Render the wall chart in the format ``form``, one of :data:`TIMELINE_FORMATS`.

    MissingExtraError is raised where the library for ``html`` is not installed.
    """
    if form == "table":
        from ledger.rendering.chart import render_chart

        return render_chart(timeline, words, room=room, colour=colour)
    if form == "json":
        from ledger.rendering.structured import render_json
        from ledger.reports.timeline import timeline_report

        return render_json(timeline_report(timeline), words)
    from ledger.rendering import drawing

    if form == "svg":
        return drawing.render_svg(timeline, words)
    if form == "html":
        return drawing.render_html(timeline, words)
    raise ValueError(form)
