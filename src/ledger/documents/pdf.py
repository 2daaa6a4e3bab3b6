"""PDF files with a text layer: paragraphs put together from lines, what repeats on pages as furniture.

A file from a stranger is read in this process, within limits that are counted and not timed.  The library
counts what it unpacks of a stream, the nodes and the depth of the tree of pages, and the parts of
arrays.  Here the bytes that it has to go through are counted before it does so (contents of pages, forms
as often as they are drawn, fonts as often as they are read), and the characters that may come out.
Beyond any limit the file is refused as not plausible.
"""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any

from ledger.documents.archive import Allowance, needing
from ledger.documents.blocks import Block, BlockKind, Mark, Place, Source, UnreadableError
from ledger.documents.pdforder import Gaps, Layout
from ledger.documents.pdfrows import Shapes, paragraphs, rows_of

if TYPE_CHECKING:
    from ledger.documents.ocr import Recogniser

_PAGES_MOST = 1000
_SCANNED_MOST = 300
_DEPTH_MOST = 64
_STREAM_MOST = 16 * 1024 * 1024
"""The most bytes that a stream may come to when it is unpacked."""
_WORK_MOST = 16 * 1024 * 1024
"""The most bytes of drawing that are gone through: a page of print has some ten thousand."""
_FONT_SHARE = 8
"""Bytes of a font's table that are gone through in the time of one of drawing."""
_NAME_WORK = 64
"""What looking at a name costs, in such bytes."""
_PARTS_MOST = 60_000
_DRAWN_MOST = 16 * 1024 * 1024
"""The most characters that all strings which are drawn may come to."""
_MAPPED = re.compile(rb"<([0-9A-Fa-f\s]+)>")


def read_pdf(data: bytes, recognise: Recogniser | None = None) -> Source:
    """The paragraphs of a PDF; of pages that are pictures what ``recognise`` finds.

    Where no page has text it is a picture: UnreadableError.
    """
    with needing("pdf"):
        import pypdf
        from pypdf.errors import LimitReachedError, PyPdfError
    # what the library thinks of a file is told as a diagnostic, or not at all
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with pypdf.apply_configuration(**_LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data))
            texts, pictures, marks, shapes = _texts(reader)
            width = _width(reader)
            known = _recognised(reader, pictures, recognise) if recognise is not None else {}
    except UnreadableError:
        raise
    except (LimitReachedError, RecursionError) as error:
        raise UnreadableError("hostile", type(error).__name__) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # the library's own family does not hold all that a spoilt file brings up in it
        raise UnreadableError("damaged", type(error).__name__) from error
    texts = [known.get(number, text) for number, text in enumerate(texts, 1)]
    if not any(text.strip() for text in texts):
        raise UnreadableError("picture", ", ".join(map(str, pictures)))
    images = (Block(BlockKind.IMAGE, "", Place(page=page)) for page in pictures if page not in known)
    blocks, joined = paragraphs(texts, shapes, width)
    return Source("pdf", (*blocks, *images), marks=(*marks, *joined), recognised=tuple(known))


def _pictures(page: Any) -> list[bytes]:
    """The pictures of a page, each as the bytes of a file."""
    with needing("ocr"):
        import PIL  # noqa: F401 - the library asks for it in words of its own
    return [image.data for image in page.images]


def _recognised(reader: Any, pages: list[int], recognise: Recogniser) -> dict[int, str]:
    """What was recognised on pages that are pictures, by page; of each the largest picture counts."""
    from ledger.documents.ocr import in_order

    if len(pages) > _SCANNED_MOST:
        raise UnreadableError("hostile", f"{len(pages)} > {_SCANNED_MOST}")
    found: dict[int, str] = {}
    for number in pages:
        image = max(_pictures(reader.pages[number - 1]), key=len, default=b"")
        lines = in_order(recognise(image)) if image else []
        if lines:
            found[number] = "\n".join(lines)
    return found


_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": _STREAM_MOST,
    "array_based_stream_maximum_output_length": _STREAM_MOST,
    "array_maximum_element_count": _PARTS_MOST,
    "dictionary_maximum_element_count": _PARTS_MOST,
    "zlib_maximum_output_length": _STREAM_MOST,
    "lzw_maximum_output_length": _STREAM_MOST,
    "run_length_maximum_output_length": _STREAM_MOST,
    "brotli_maximum_output_length": _STREAM_MOST,
    "stream_filters_maximum_length": 4,
    "stream_decoding_work_maximum_length": 4 * _STREAM_MOST,
    "page_tree_maximum_entries": 4 * _PAGES_MOST,
    "page_tree_maximum_depth": _DEPTH_MOST,
}


def _texts(reader: Any) -> tuple[list[str], list[int], tuple[Mark, ...], list[Shapes]]:
    """The text of each page, which are but a picture, what is out of order, and where lines stand."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("password", "pdf")
    if len(reader.pages) > _PAGES_MOST:
        raise UnreadableError("hostile", f"{len(reader.pages)} > {_PAGES_MOST}")
    work = _Work()
    pages = list(reader.pages)
    texts = []
    shapes: list[Shapes] = []
    marks: list[Mark] = []
    for number, page in enumerate(pages, 1):
        texts.append(work.text_of(page))
        shapes.append(work.shapes)
        place = next((row.place for row in rows_of(texts[-1], number)), Place(page=number))
        marks += [Mark("disordered", place, words) for words in work.disordered]
    without = [n for n, text in enumerate(texts) if not text.strip()]
    return texts, [n + 1 for n in without if _has_picture(pages[n])], tuple(marks), shapes


def _width(reader: Any) -> float:
    """How wide the pages are, as far as all are alike; 0 where they are not."""
    widths = {round(float(page.mediabox.width)) for page in reader.pages}
    return float(widths.pop()) if len(widths) == 1 else 0.0


_INLINE = re.compile(rb"(?:^|\s)BI\s[\s\S]{0,400}?\sID\s")
_SHOWING = {b"Tj", b"TJ", b"'", b'"'}


class _Work:
    """What has been gone through of a file, in bytes of drawing, and the text that came out."""

    def __init__(self) -> None:
        self.left = _WORK_MOST
        self.allowance = Allowance()
        self.drawn = _DRAWN_MOST
        self.disordered: list[str] = []
        """Of the page gone through last: words whose order cannot be told."""
        self.shapes: Shapes = []
        """Of the same page: its lines without blanks, and where each stands."""
        self.sizes: dict[int, int] = {}
        self.widest = 1
        """How many characters one code of any font so far stands for, at most."""

    def spend(self, size: int) -> None:
        """Count so much work; UnreadableError where it is too much for any document."""
        self.left -= size
        if self.left < 0 or self.drawn < 0:
            raise UnreadableError("hostile", f"> {_WORK_MOST}")

    def text_of(self, page: Any) -> str:
        """The text of a page, its work counted before it is done."""
        contents = page.get_contents()
        self.spend(_NAME_WORK if contents is None else len(contents.get_data()))
        forms = self._forms(_held(page, "/Resources"))
        layout, gaps = Layout(), Gaps()

        def before(operator: bytes, operands: Any, *_: Any) -> None:
            if operator == b"Do" and operands:
                self.spend(_NAME_WORK + forms.get(str(operands[0]), 0))
            elif operator in _SHOWING:
                self._draw(operands)
                gaps.show(operands[0] if operands else None)

        def drawn(text: str, user: Any, matrix: Any, _font: Any, size: Any) -> None:
            nonlocal gaps
            x, y = (matrix[4] * user[0] + matrix[5] * user[2], matrix[4] * user[1] + matrix[5] * user[3])
            scale = abs(matrix[0] * user[0]) or 1.0
            layout.draw(text, (x + user[4], y + user[5]), float(size) * scale, gaps)
            gaps = Gaps()

        text = page.extract_text(visitor_operand_before=before, visitor_text=drawn)
        self.spend(0)  # the library goes on after an error inside a form
        self.disordered, self.shapes = layout.disordered, layout.shapes()
        if layout.disordered and layout.whole:
            text, self.disordered = layout.text()
        return self.allowance.take(text or "")

    def _draw(self, operands: Any) -> None:
        """Count the characters of strings before they are looked up in their font."""
        strings = [
            one for operand in operands for one in (operand if isinstance(operand, list) else [operand])
        ]
        self.drawn -= self.widest * sum(len(one) for one in strings if isinstance(one, str | bytes))
        if self.drawn < 0:
            raise UnreadableError("hostile", f"> {_DRAWN_MOST}")

    def _forms(self, resources: Any) -> dict[str, int]:
        """What drawing a form of a name costs at most, of all that a page reaches; fonts count at once."""
        found: dict[str, int] = {}
        waiting, seen = [resources], set[int]()
        while waiting:
            held = waiting.pop()
            if held is None or id(held) in seen:
                continue
            seen.add(id(held))
            fonts = sum(self._font(font) for font in _named(held, "/Font").values())
            self.spend(fonts)
            for name, form in _named(held, "/XObject").items():
                self.spend(_NAME_WORK)
                if _held(form, "/Subtype") != "/Form":
                    continue
                inner = _held(form, "/Resources")
                again = sum(self._font(font) for font in _named(inner, "/Font").values())
                found[name] = max(found.get(name, 0), self._size(form) + again)
                waiting.append(inner)
        return found

    def _font(self, font: Any) -> int:
        table = _held(font, "/ToUnicode")
        if not hasattr(table, "get_data"):
            return _NAME_WORK
        if id(table) not in self.sizes:
            mapped = max((len(found[1]) for found in _MAPPED.finditer(table.get_data())), default=0)
            self.widest = max(self.widest, mapped // 4)
        return _NAME_WORK + self._size(table) // _FONT_SHARE

    def _size(self, stream: Any) -> int:
        """How long a stream is when it is unpacked; that is done and counted once."""
        if id(stream) not in self.sizes:
            self.sizes[id(stream)] = len(stream.get_data())
            self.spend(self.sizes[id(stream)] // _FONT_SHARE)
        return self.sizes[id(stream)]


def _has_picture(page: Any) -> bool:
    """Whether a page shows a picture, itself or in a form on it; a blank page does not."""
    waiting, seen = [_held(page, "/Resources")], set[int]()
    while waiting:
        held = waiting.pop()
        if held is None or id(held) in seen:
            continue
        seen.add(id(held))
        for drawn in _named(held, "/XObject").values():
            if _held(drawn, "/Subtype") == "/Image":
                return True
            waiting.append(_held(drawn, "/Resources"))
    contents = page.get_contents()
    return contents is not None and _INLINE.search(contents.get_data()) is not None


def _held(holder: Any, name: str) -> Any:
    """An entry of a dictionary of the file, references followed; ``None`` where there is none."""
    value: Any = holder.get(name) if hasattr(holder, "get") else None
    return value.get_object() if hasattr(value, "get_object") else value


def _named(holder: Any, name: str) -> dict[str, Any]:
    """The entries of a dictionary in a dictionary, references followed."""
    value = _held(holder, name)
    return {str(key): _held(value, key) for key in value} if isinstance(value, dict) else {}
