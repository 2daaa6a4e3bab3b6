"""The formats by name; the ending of an output file picks one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.locale import Words
    from ledger.reports.report import Report

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
