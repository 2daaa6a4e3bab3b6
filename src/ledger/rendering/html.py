"""Documents → one page of HTML that needs nothing else and runs nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.rendering.cells import table_lines
from ledger.rendering.extras import needing
from ledger.rendering.outline import Role, least_room, outline, spoken, table
from ledger.rendering.text import width
from ledger.reports.report import standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from ledger.locale import Words
    from ledger.reports.report import Document, Report

_WIDE = 40  # cells of a table that a telephone does not hold
_FIT = 16  # a column that does not grow is not broken up to this width
_LATE = ("overdue", "met_late")


@cache
def _sources(name: str = "page") -> tuple[Template, str, str]:
    """A page, its style and the hash by which the page allows that style only."""
    with needing("site"):
        from jinja2 import Environment, PackageLoader, StrictUndefined
    import base64
    from hashlib import sha256

    loader = PackageLoader("ledger.rendering")
    environment = Environment(
        autoescape=True, loader=loader, undefined=StrictUndefined, newline_sequence="\n"
    )
    style = loader.get_source(environment, f"{name}.css")[0].replace("\r\n", "\n")
    hashed = base64.b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template(f"{name}.html"), style, hashed


def render_document_html(document: Document, words: Words) -> str:
    """The document as a page; text is shown as typed."""
    template, style, style_hash = _sources()
    words = words.formal(sent=True)
    parts: list[dict[str, Any]] = []
    for number, part in enumerate(outline(document, words), 1):
        heads = {Role.HEADING: part.level, Role.ANNEX_TITLE: 1}
        made: dict[str, Any] = {"level": heads.get(part.role, 0), "text": part.text, "role": part.role.value}
        if part.report is not None:
            made = _table(part.report, words)
        parts.append({**made, "anchor": f"part-{number}"})
    headings = [one for one in parts if one["level"]]
    turned = False
    for one in reversed(parts):  # a heading is printed on the page of what follows it
        turned = one.get("wide", turned and (one["level"] > 0 or one.get("role") == Role.ANNEX))
        one["turned"] = turned
    return (
        template.render(
            lang=words.tag,
            title=" ".join(spoken(document.title, words).split("\n")),
            turned=turned,
            dateline=[spoken(line, words) for line in document.dateline],
            contents=headings if len(headings) > 1 else [],
            contents_label=words("document.contents"),
            parts=parts,
            style=style,
            style_hash=style_hash,
        )
        + "\n"
    )


def render_drawings(title: str, drawings: Sequence[str], words: Words, paper: str) -> str:
    """A page that holds drawings, each on a sheet of paper (``A3``); their markup is taken as it is."""
    template, style, style_hash = _sources("chart")
    return (
        template.render(
            lang=words.tag,
            title=title,
            drawings=drawings,
            paper=paper,
            style=style,
            style_hash=style_hash,
        )
        + "\n"
    )


def _table(report: Report, words: Words) -> dict[str, Any]:
    made = table(report, words)
    part: dict[str, Any] = {
        "level": 0,
        "title": spoken(report.title, words) if report.title else "",
        "notes": [spoken(note, words) for note in report.notes],
        "empty": spoken(report.empty, words),
        "wide": False,
        "columns": [],
        "rows": [],
        "foot": [],
    }
    if made is None:
        return part
    columns = []
    for column, head, texts in zip(report.columns, made.heads, zip(*made.body, strict=True), strict=True):
        fits = not column.grow and max(map(width, texts)) <= _FIT and not any("\n" in text for text in texts)
        style = ["grow"] if column.grow else ["fit"] if fits else []
        style += [name for name, holds in (("number", column.right), ("mark", column.mark)) if holds]
        columns.append({"head": head, "style": " ".join(style)})
    rows = [list(zip(columns, texts, strict=True)) for texts in made.body]
    foot = rows.pop() if made.footed else []
    late = [standing_of(line) in _LATE for line in table_lines(report)]
    return part | {
        "wide": least_room(report, made) > _WIDE,
        "columns": columns,
        "rows": [{"cells": cells, "late": is_late} for cells, is_late in zip(rows, late, strict=True)],
        "foot": foot,
    }
