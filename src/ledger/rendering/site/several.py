"""The sites of several ledgers as one: a folder a ledger, and a first page that ranks them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ledger.rendering.cells import cell, field, say, titles
from ledger.rendering.site import environment_of
from ledger.rendering.site.pages import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.locale import Words
    from ledger.reports.report import Report


def several_files(
    report: Report, sites: Mapping[str, Iterable[tuple[str, bytes]]], languages: Sequence[Words]
) -> Iterator[tuple[str, bytes]]:
    """The files of all: first those of each ledger, then the page that leads to them, checksums last.

    ``report`` ranks the ledgers; ``sites`` has the files of those that could be read, by name.
    """
    sums: dict[str, str] = {}

    def kept(path: str, content: bytes) -> tuple[str, bytes]:
        sums[path] = sha256(content).hexdigest()
        return path, content

    style = b""
    for name, files in sites.items():
        for path, content in files:
            if path == "assets/style.css":
                style = content
            if path != SUMS:
                yield kept(f"{name}/{path}", content)
    yield kept("assets/style.css", style)
    for n, words in enumerate(languages):
        folder = f"{words.language}/" if n else ""
        yield kept(f"{folder}index.html", _front(report, sites, words, languages).encode())
    yield SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def _front(report: Report, sites: Mapping[str, Any], words: Words, languages: Sequence[Words]) -> str:
    first = words is languages[0]
    up, below = ("", "") if first else ("../", f"{words.language}/")
    heads = titles(report, words)
    rows = []
    for line in (*(report.lines or ()), *([report.foot] if report.foot else ())):
        name = str(line.get("ledger")) if line is not report.foot else ""
        rows.append(
            {
                "href": f"{up}{quote(name)}/{below}index.html" if name in sites else "",
                "cells": [
                    {
                        "head": head,
                        "text": cell(field(line, column.key), column, words, "—"),
                        "right": column.right,
                        "link": column.key == "ledger",
                    }
                    for head, column in zip(heads, report.columns, strict=True)
                ],
            }
        )
    others = [
        {
            "href": f"{up}{'' if n == 0 else f'{other.language}/'}index.html",
            "lang": other.tag,
            "text": other.name,
        }
        for n, other in enumerate(languages)
        if other is not words
    ]
    assert report.title is not None  # noqa: S101 - it is that of the ranking
    return (
        environment_of()
        .get_template("site/several.html")
        .render(
            lang=words.tag,
            title=say(report.title, words),
            caption=say(report.title, words),
            skip=words("site.skip"),
            untitled=words("site.untitled"),
            pages=words("site.pages"),
            up=up,
            others=others,
            partial=[words("report.partial")] if report.partial else [],
            columns=[
                {"head": head, "right": column.right}
                for head, column in zip(heads, report.columns, strict=True)
            ],
            rows=rows,
            notes=[say(note, words) for note in report.notes],
            foreign=words.language != "zh",
        )
    )
