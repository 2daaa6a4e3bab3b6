"""A file, whatever it is, → blocks.  Its content tells what it is; its name helps with tables as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.documents.blocks import PARAGRAPH_MOST, ROWS_MOST, Place, Source, UnreadableError
from ledger.documents.text import BREAKS, Decoded, decode, read_paragraphs

if TYPE_CHECKING:
    from ledger.documents.ocr import Recogniser

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 4096


def read(data: bytes, name: str = "", recognise: Recogniser | None = None) -> Source:
    """The blocks of a file.

    ``recognise`` finds the text of pictures; without it they are not read.
    UnreadableError says why a file is not read; MissingLibraryError which extra to install for it.
    """
    source = _read(data, name, recognise)
    for block in source.blocks:
        _bounded(len(block.text), block.place)
    return source


def _bounded(size: int, place: Place) -> None:
    """UnreadableError where a line or paragraph is longer than any of a document."""
    if size > PARAGRAPH_MOST:
        raise UnreadableError("long", str(size), place)


def _read(data: bytes, name: str, recognise: Recogniser | None) -> Source:
    if data.startswith(_OLD):
        raise UnreadableError("password" if _LOCKED in data else "old")
    if data.lstrip()[:5] == b"{\\rtf":
        raise UnreadableError("old", "rtf")
    if _is_picture(data):
        if recognise is None:
            raise UnreadableError("picture", "1")
        from ledger.documents.ocr import read_picture

        return read_picture(data, recognise)
    if data.startswith(b"%PDF-"):
        from ledger.documents.pdf import read_pdf

        return read_pdf(data, recognise)
    if data.startswith(_ZIP):
        return _read_zip(data)
    return _read_text(data, name)


def _is_picture(data: bytes) -> bool:
    bitmap = data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data)
    return bitmap or data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _read_zip(data: bytes) -> Source:
    from ledger.documents import docx, xlsx
    from ledger.documents.archive import Archive

    archive = Archive(data)
    if docx.BODY in archive.names:
        return docx.read_docx(archive)
    if xlsx.BOOK in archive.names:
        return xlsx.read_xlsx(archive)
    raise UnreadableError("other", "OFD" if "OFD.xml" in archive.names else "zip")


def _read_text(data: bytes, name: str) -> Source:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = _decode_page(data) if head.startswith(b"<") else None
    if found is not None:
        from ledger.documents.html import read_html

        return read_html(found)
    found = decode(data)
    if found is None:
        raise UnreadableError("binary")
    _bounded_lines(found.text)
    suffix = name.lower().rpartition(".")[2]
    if any(mark in found.text[:_HEAD] for mark in ",;\t|") or suffix in {"csv", "tsv"}:
        from ledger.documents.delimited import read_delimited, separator_of

        separator = separator_of(found.text)
        if separator or suffix in {"csv", "tsv"}:
            return read_delimited(found, separator or max(",\t;", key=found.text.count))
    return read_paragraphs(found)


def _bounded_lines(text: str) -> None:
    """The same of the lines of a text, before anything is made of them; other breaks than these are rare."""
    start, number = 0, 1
    while len(text) - start > PARAGRAPH_MOST and number <= ROWS_MOST:  # more lines are refused anyway
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        size = end - start
        # old breaks, and those of word processors, part a line as well
        if size > PARAGRAPH_MOST and max(map(len, BREAKS.split(text[start:end]))) > PARAGRAPH_MOST:
            _bounded(size, Place(line=number))
        start, number = end + 1, number + 1


def _decode_page(data: bytes) -> Decoded | None:
    """The text of a web page, in the encoding it declares where that is one; ``None`` for other text."""
    from ledger.documents.html import LOOKS, declared_encoding

    found = decode(data)
    if found is None or LOOKS.match(found.text[:_HEAD]) is None:
        return None
    named = declared_encoding(data)
    if found.encoding != "utf-8" and named not in {"", "utf-8"}:
        try:
            return Decoded(data.decode(named), named)
        except (UnicodeDecodeError, LookupError):
            return found
    return found
