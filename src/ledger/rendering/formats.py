"""The one list of formats, and what is rendered in which: a thing and the name of a format → text or bytes.

A format is a line of :data:`FORMATS`; that a thing can be had in it is a line of :data:`_WAYS`, which names
the renderer.  Renderers are imported when they are called for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.locale import Words


class Format(NamedTuple):
    """A format of output.

    ``endings`` are those of its files and ``aliases`` other names that people give it.  One that is
    ``binary`` goes into a file and never to a terminal; a file of one that is ``marked`` begins with the byte
    order mark, because a spreadsheet program takes it for the local code page otherwise.
    """

    endings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    binary: bool = False
    marked: bool = False


FORMATS = {
    "table": Format(("txt",), ("text",)),
    "text": Format(("txt",)),
    "concise": Format(),
    "json": Format(("json",)),
    "jsonl": Format(("jsonl", "ndjson")),
    "csv": Format(("csv",), marked=True),
    "tsv": Format(("tsv",)),
    "md": Format(("md", "markdown"), ("markdown",)),
    "html": Format(("html", "htm")),
    "svg": Format(("svg",)),
    "ics": Format(("ics",)),
    "docx": Format(("docx",), binary=True),
    "xlsx": Format(("xlsx",), binary=True),
    "sqlite": Format(("sqlite", "sqlite3", "db"), binary=True),
    "parquet": Format(("parquet",), binary=True),
    "github": Format(),
    "gitlab": Format(),
    "sarif": Format(("sarif",)),
    "junit": Format(("xml",)),
}
"""Every format by its name."""


class Look(NamedTuple):
    """How something is to be shown: what only some formats ask for.

    ``room`` is the width of a terminal in cells, None where nothing is to be cut; ``template`` a Word
    document to be filled in; ``before`` the days before an occasion on which a program reminds of it;
    ``filed`` says that it goes into a file;
    ``paper`` is the size on which a drawing is to be printed.
    """

    room: int | None = None
    colour: bool = False
    template: bytes | None = None
    before: tuple[int, ...] = ()
    filed: bool = False
    paper: str = "A3"


PLAIN = Look()
"""Nothing asked for."""


class _Way(NamedTuple):
    """The function that renders, in a module of this room, and what of :class:`Look` it takes."""

    module: str
    function: str
    takes: tuple[str, ...] = ()


EXCHANGED = ("github", "gitlab", "sarif", "junit")
"""Formats in which other programs take what was found."""

_TERMINAL = ("room", "colour")
_WAYS: dict[str, dict[str, _Way]] = {
    "Report": {
        "table": _Way("table", "render_table", _TERMINAL),
        "json": _Way("structured", "render_json"),
        "jsonl": _Way("structured", "render_jsonl"),
        "csv": _Way("structured", "render_csv", ("filed",)),
        "tsv": _Way("structured", "render_tsv"),
        "md": _Way("structured", "render_markdown"),
    },
    "Document": {
        "table": _Way("markdown", "render_document_text", _TERMINAL),
        "md": _Way("markdown", "render_document_markdown"),
        "json": _Way("structured", "render_document_json"),
        "html": _Way("html", "render_document_html"),
        "docx": _Way("docx", "render_document_docx", ("template",)),
        "xlsx": _Way("xlsx", "render_document_xlsx"),
    },
    "Timeline": {
        "table": _Way("chart", "render_chart", _TERMINAL),
        "json": _Way("structured", "render_timeline_json"),
        "svg": _Way("drawing", "render_svg", ("paper",)),
        "html": _Way("drawing", "render_html", ("paper",)),
    },
    "Tables": {
        form: _Way("tables", "render_export")
        for form in ("csv", "json", "jsonl", "xlsx", "sqlite", "parquet")
    },
    "Agenda": {"ics": _Way("ics", "render_ics", ("before",))},
    "Findings": {
        "text": _Way("findings", "render_findings", ("colour",)),
        "concise": _Way("findings", "render_findings_concise", ("colour",)),
        **{form: _Way("exchange", f"render_{form}") for form in EXCHANGED},
    },
    "AuditFindings": {
        "text": _Way("findings", "render_audit"),
        **{form: _Way("exchange", f"render_{form}") for form in EXCHANGED},
    },
}
_AS = {"Report": "Document", "Findings": "Report", "AuditFindings": "Report"}
"""What a thing can be made into, so that it can be had in the formats of that as well."""


def formats_of(*kinds: str) -> tuple[str, ...]:
    """The names of the formats in which things of these kinds can be had; the first is the usual one."""
    found: dict[str, None] = {}
    for first in kinds:
        kind: str | None = first
        while kind is not None:
            found |= dict.fromkeys(_WAYS[kind])
            kind = _AS.get(kind)
    return tuple(found)


def named(name: str, known: Iterable[str]) -> str | None:
    """The format of ``known`` that somebody calls ``name``."""
    wanted = name.strip().lower()
    return next((one for one in known if wanted == one), None) or next(
        (one for one in known if wanted in FORMATS[one].aliases), None
    )


def by_ending(file_name: str, known: Iterable[str]) -> str | None:
    """The format of ``known`` that the ending of ``file_name`` stands for."""
    stem, _, ending = file_name.rpartition(".")
    return next((one for one in known if stem and ending.lower() in FORMATS[one].endings), None)


def render(thing: Any, form: str, words: Words, look: Look = PLAIN) -> str | bytes:
    """Render a thing (a report, document, timeline, agenda or findings) in a format of :func:`formats_of`.

    Raises MissingExtraError where the format's library is not installed, TemplateError where a template
    cannot be filled, and ValueError for a format in which the thing cannot be had.
    """
    kind: str | None = type(thing).__name__
    while kind is not None:
        way = _WAYS[kind].get(form)
        if way is not None:
            function = getattr(import_module(f"ledger.rendering.{way.module}"), way.function)
            made: str | bytes = function(thing, words, **{name: getattr(look, name) for name in way.takes})
            return made
        kind = _AS.get(kind)
        if kind is not None:
            thing = thing.as_document() if kind == "Document" else thing.report
    raise ValueError(form)
