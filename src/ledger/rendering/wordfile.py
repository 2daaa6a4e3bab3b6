"""Word files as archives: the official layout that is shipped, templates that are given, their styles."""

from __future__ import annotations

import io
import pkgutil
import zlib
from copy import deepcopy
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from ledger.rendering.extras import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MARKS = ("{{台账}}", "{{ledger}}")
"""The paragraph of a template that the document takes the place of."""

_UNCHANGED: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})

_MOST_ENTRIES = 2_000
_MOST_BYTES = 50 * 1024 * 1024
_MOST_RATIO = 200
_BROKEN = (
    BadZipFile,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    AttributeError,
    zlib.error,
)


@cache
def official() -> bytes:
    """The template that is shipped: page, page numbers and styles of GB/T 9704—2012, and the mark.

    tools/official_template.py makes it; an office may give its own in its place.
    """
    return pkgutil.get_data("ledger.rendering", "templates/official.docx") or b""


def blank_document() -> Any:
    """A document without contents in the official layout."""
    file = opened(official())
    body: Any = file.element.body
    body.remove(marked(body))
    return file


def pinned(data: bytes, changed: Mapping[str, Callable[[bytes], bytes]] = _UNCHANGED) -> bytes:
    """The same archive without the time at which it was made, with some of its files changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            content = source.read(name)
            target.writestr(info, changed[name](content) if name in changed else content)
    return out.getvalue()


def _declares(data: bytes) -> bool:
    """Whether XML declares a document type or entities, in UTF-16 and UTF-32 too."""
    plain = data.replace(b"\x00", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def opened(template: bytes) -> Any:
    """The template, unless it is no Word document or would fill the memory."""
    import docx
    from docx.opc.exceptions import OpcError
    from docx.oxml.ns import qn
    from lxml.etree import LxmlError

    broken = TemplateError("error.template_broken")
    try:
        with ZipFile(io.BytesIO(template)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ENTRIES or size > min(_MOST_BYTES, _MOST_RATIO * len(template)):
                raise broken
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")) and _declares(archive.read(entry)):
                    raise broken
        opened = docx.Document(io.BytesIO(_of_document(template)))
    except _BROKEN as error:
        raise broken from error
    except (LxmlError, OpcError) as error:
        raise broken from error
    if opened.element.find(qn("w:body")) is None:
        raise broken
    return opened


def marked(body: Any) -> Any:
    """The paragraph with the mark."""
    from docx.oxml.ns import qn

    for control in body.iterchildren(qn("w:sdt")):  # a content control around the mark alone goes away
        inside = control.find(qn("w:sdtContent"))
        paragraphs = [] if inside is None else list(inside)
        if len(paragraphs) == 1 and paragraphs[0].tag == qn("w:p") and _is_mark(paragraphs[0]):
            control.addprevious(paragraphs[0])
            body.remove(control)
    for paragraph in body.iterchildren(qn("w:p")):
        if _is_mark(paragraph):
            return paragraph
    raise TemplateError("error.template_mark", mark=MARKS[0])


def _is_mark(paragraph: Any) -> bool:
    """Whether a paragraph is the mark and nothing else, as people type it: with blanks, in full width."""
    from docx.oxml.ns import qn

    text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
    return "".join(normalize("NFKC", text).split()) in MARKS


def _of_document(template: bytes) -> bytes:
    """A template in the form of Word (.dotx) as a document: only what it is declared as differs."""
    with ZipFile(io.BytesIO(template)) as archive:
        if _TYPES not in archive.namelist():
            return template
        types = archive.read(_TYPES)
        declared = types.replace(b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
        if declared == types:
            return template
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                target.writestr(entry, declared if entry.filename == _TYPES else archive.read(entry))
    return out.getvalue()


_TYPES = "[Content_Types].xml"


def style_ids(file: Any) -> Mapping[str, str]:
    """The ids of the styles of a document by name; those of the official layout that it lacks are added."""
    found = {style.name: style.style_id for style in file.styles if style.name}
    taken = set(found.values())
    for style in opened(official()).styles if _NAMES - found.keys() else ():
        if style.name in _NAMES and style.name not in found:
            copied = deepcopy(style.element)
            name = style.style_id
            while name in taken:
                name += "_"
            copied.styleId = name
            file.styles.element.append(copied)
            taken.add(name)
            found[style.name] = name
    return found


_NAMES = {
    *("Normal", "Title", "Subtitle", "Body Text", "Heading 1", "Heading 2", "Heading 3", "Caption"),
    *("Table Text", "Table Head", "Table Note", "Annex", "Annex Title"),
}
"""The styles that documents use; tools/official_template.py draws them."""
