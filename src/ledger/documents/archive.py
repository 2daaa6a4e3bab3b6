"""Zip archives and XML from strangers: sizes are looked at before anything is unpacked, and kept to."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ledger.documents.blocks import MissingLibraryError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRIES_MOST = 4000
_PART_MOST = 48 * 1024 * 1024
_RATIO_MOST = 150
_RATIO_FROM = 1024 * 1024
"""Small parts may be packed as tightly as they like."""
_TEXT_MOST = 4 * 1024 * 1024
"""The most characters that a document is read for: some 2,500 pages of print."""
_MARKS_MOST = 3_000_000
"""The most tags of a part: ten times those of a document of 300 pages."""
_LOCKED = 0x1


class Archive:
    """A zip file whose parts are read one by one, none larger than it may be."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise UnreadableError("damaged", "zip") from error
        parts = self._zip.infolist()
        if len(parts) > _ENTRIES_MOST:
            raise UnreadableError("hostile", f"{len(parts)} > {_ENTRIES_MOST}")
        self.names = frozenset(part.filename for part in parts)
        if len(self.names) != len(parts):
            raise UnreadableError("hostile", "names")

    def read(self, name: str) -> bytes:
        """The bytes of a part; UnreadableError where it is locked, too large, too tight or spoilt."""
        part = self._zip.getinfo(name)
        if part.flag_bits & _LOCKED:
            raise UnreadableError("password", name)
        tight = part.file_size > _RATIO_FROM and part.file_size > _RATIO_MOST * max(part.compress_size, 1)
        if part.file_size > _PART_MOST or tight:
            raise UnreadableError("hostile", name)
        try:
            with self._zip.open(part) as stream:
                # the stream gives no more than the directory promises, and then compares the checksum
                return stream.read()
        except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise UnreadableError("damaged", name) from error
        except Exception as error:  # zlib.error and lzma's are no common family
            if type(error).__module__ in {"zlib", "_lzma", "lzma", "_bz2"}:
                raise UnreadableError("damaged", name) from error
            raise

    def read_if(self, name: str) -> bytes | None:
        """The bytes of a part that may be missing."""
        return self.read(name) if name in self.names else None


class Allowance:
    """How many characters of text may still come out of a document."""

    def __init__(self) -> None:
        self.left = _TEXT_MOST

    def take(self, text: str) -> str:
        """The same text, counted; UnreadableError where it is too much for any document."""
        self.left -= len(text)
        if self.left < 0:
            raise UnreadableError("hostile", f"> {_TEXT_MOST}")
        return text


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Imports inside may fail: then the extra is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingLibraryError(extra) from error


def events(
    data: bytes, name: str, wanted: tuple[str, ...] = ("start", "end"), tags: tuple[str, ...] | None = None
) -> Iterator[tuple[str, Any]]:
    """The elements of an XML part as they begin and end; with ``tags`` those alone.

    A document type, of which no office program writes one, is refused before the parser sees it; entities are
    not resolved and nothing is fetched.
    """
    with needing("documents"):
        from lxml import etree
    if has_document_type(data) or data.count(b"<") > _MARKS_MOST:
        raise UnreadableError("hostile", name)
    try:
        yield from etree.iterparse(
            io.BytesIO(data),
            events=wanted,
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
    except etree.XMLSyntaxError as error:
        raise UnreadableError("damaged", name) from error


def has_document_type(data: bytes) -> bool:
    """Whether XML declares a document type or entities, in whichever encoding it is."""
    head = data.replace(b"\x00", b"") if data[:4].count(0) else data
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute by its name without namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def release(element: Any) -> None:
    """Give back the memory of an element that has been read, and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
