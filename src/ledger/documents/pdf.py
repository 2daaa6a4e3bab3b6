"""PDF files with a text layer: paragraphs put together from lines, what repeats on pages as furniture."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import Any, NamedTuple

from ledger.documents.archive import Allowance, needing
from ledger.documents.blocks import Block, BlockKind, Place, Source, UnreadableError
from ledger.documents.text import unify

_PAGES_MOST = 1000
_EDGE = 2
"""How many lines at the top and bottom of a page may be furniture."""
_ENDS = re.compile("[。；：！？;:!?]$")
_BEGINS = re.compile(
    r"(?:[0-9]{1,3}[.、．]|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、是]|附件|——"
    r"|第[一二三四五六七八九十]{1,3}[章条项]|[\u4e00-\u9fff]{2,8}[：:])"
)
"""What a paragraph begins with, and a line that goes on with one does not."""
_NUMBER = re.compile(
    r"[-—–―\s·]*(?:第\s*)?[0-9]{1,4}\s*(?:页)?(?:\s*[,，/]?\s*共?\s*[0-9]{1,4}\s*页?)?[-—–―\s·]*"
)
_FULL = 0.93
"""How much of the usual width a line fills that goes on in the next."""


class _Row(NamedTuple):
    text: str
    place: Place
    edge: bool


def read_pdf(data: bytes) -> Source:
    """The paragraphs of a PDF.  Where no page has text it is a picture: UnreadableError."""
    with needing("pdf"):
        import pypdf
        from pypdf.errors import PyPdfError
    # what the library thinks of a file is told as a diagnostic, or not at all
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        texts = _texts(pypdf.PdfReader(io.BytesIO(data)))
    except UnreadableError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        # the library's own family does not hold all that a spoilt file brings up in it
        raise UnreadableError("damaged", type(error).__name__) from error
    if not any(text.strip() for text in texts):
        raise UnreadableError("picture")
    return Source("pdf", tuple(_blocks(texts)))


def _texts(reader: Any) -> list[str]:
    """The text of each page."""
    allowance = Allowance()
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("password", "pdf")
    if len(reader.pages) > _PAGES_MOST:
        raise UnreadableError("hostile", f"{len(reader.pages)} > {_PAGES_MOST}")
    return [allowance.take(page.extract_text() or "") for page in reader.pages]


def _blocks(texts: list[str]) -> list[Block]:
    pages = [_rows(text, number) for number, text in enumerate(texts, 1)]
    repeated = _repeated(pages)
    full = _width(pages)
    blocks: list[Block] = []
    open_text, place, last = "", Place(), ""
    for row in (row for page in pages for row in page):
        if row.edge and (_NUMBER.fullmatch(row.text) or _masked(row.text) in repeated):
            blocks.append(Block(BlockKind.FURNITURE, row.text, row.place))
            continue
        if open_text and len(last) >= _FULL * full and not _ENDS.search(last) and not _BEGINS.match(row.text):
            open_text += _glue(last, row.text) + row.text
        else:
            if open_text:
                blocks.append(Block(BlockKind.PARAGRAPH, open_text, place))
            open_text, place = row.text, row.place
        last = row.text
    if open_text:
        blocks.append(Block(BlockKind.PARAGRAPH, open_text, place))
    return blocks


def _rows(text: str, page: int) -> list[_Row]:
    lines = [(n, line.strip()) for n, line in enumerate(unify(text).split("\n"), 1) if line.strip()]
    return [
        _Row(line, Place(page=page, line=n), i < _EDGE or i >= len(lines) - _EDGE)
        for i, (n, line) in enumerate(lines)
    ]


def _masked(text: str) -> str:
    return re.sub("[0-9]+", "#", "".join(text.split()))


def _repeated(pages: list[list[_Row]]) -> set[str]:
    """What stands at the edge of more than half of the pages, and of three at least."""
    counts = Counter(text for page in pages for text in {_masked(row.text) for row in page if row.edge})
    return {text for text, count in counts.items() if count > max(len(pages) / 2, 2)}


def _width(pages: list[list[_Row]]) -> int:
    """The width of a full line: the commonest length among the long ones."""
    lengths = Counter(len(row.text) for page in pages for row in page)
    longest = max(lengths, default=0)
    long = {length: count for length, count in lengths.items() if length * 2 > longest}
    return max(long, key=lambda length: (long[length], length), default=0)


def _glue(before: str, after: str) -> str:
    """A blank between two words in Latin letters, nothing between Chinese ones."""
    return (
        " "
        if before[-1].isascii() and after[0].isascii() and before[-1].isalpha() and after[0].isalpha()
        else ""
    )
