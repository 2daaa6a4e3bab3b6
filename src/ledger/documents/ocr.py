"""Pictures of text → lines, by a program that recognises writing; only where that extra is installed.

Recognising takes seconds a page and may be wrong anywhere: it is done once, at the import.  What came out is
kept beside the original, and that is what is read again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from ledger.documents.archive import needing
from ledger.documents.blocks import Block, BlockKind, Place, Source, SourceKind, UnreadableError

Box = Sequence[Sequence[float]]
"""The corners of a line in a picture, x and y in pixels, from the upper left one clockwise."""

Recogniser = Callable[[bytes], Sequence[tuple[Box, str]]]
"""What finds the lines in a picture (the bytes of its file): the place and the text of each.

It raises UnreadableError where the bytes are no picture, or one larger than any page.
"""

_ENGINE = "rapidocr_onnxruntime"
_PIXELS_MOST = 100_000_000
_ENDINGS: tuple[tuple[bytes, SourceKind], ...] = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"BM", "bmp"),
    (b"RIFF", "webp"),
)


def recogniser() -> Recogniser | None:
    """What recognises writing on this machine; ``None`` where the extra is not installed."""
    return _Rapid() if find_spec(_ENGINE) is not None else None


class _Rapid:
    """RapidOCR, whose models are in its package: nothing is fetched."""

    def __init__(self) -> None:
        self._engine: Any = None

    def __call__(self, image: bytes) -> list[tuple[Box, str]]:
        with needing("ocr"):
            import rapidocr_onnxruntime
            from PIL import Image, UnidentifiedImageError
        try:
            with Image.open(io.BytesIO(image)) as opened:
                size = opened.width * opened.height
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise UnreadableError("damaged", "picture") from error
        if size > _PIXELS_MOST:
            raise UnreadableError("hostile", f"{size} > {_PIXELS_MOST}")
        if self._engine is None:
            self._engine = rapidocr_onnxruntime.RapidOCR()
        found, _ = self._engine(image)
        return [(box, text) for box, text, _ in found or ()]


def in_order(found: Sequence[tuple[Box, str]]) -> list[str]:
    """The texts of boxes from top to bottom; boxes whose middles are at one height make a line."""
    rows: list[list[tuple[float, str]]] = []
    last = (0.0, 0.0)
    for top, bottom, left, text in sorted(
        (min(y for _, y in box), max(y for _, y in box), min(x for x, _ in box), text.strip())
        for box, text in found
        if text.strip()
    ):
        middle = (top + bottom) / 2
        if rows and last[0] < middle < last[1]:
            rows[-1].append((left, text))
        else:
            rows.append([(left, text)])
            last = top, bottom
    return [" ".join(text for _, text in sorted(row)) for row in rows]


def read_picture(data: bytes, recognise: Recogniser) -> Source:
    """The paragraphs of a picture of a page."""
    kind = next(kind for begin, kind in _ENDINGS if data.startswith(begin))
    lines = in_order(recognise(data))
    if not lines:
        raise UnreadableError("picture", "1")
    blocks = (
        Block(BlockKind.PARAGRAPH, text, Place(page=1, line=number)) for number, text in enumerate(lines, 1)
    )
    return Source(kind, tuple(blocks), recognised=(1,))
