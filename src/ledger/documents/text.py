"""Text files: bytes → text in whatever encoding, and its lines as blocks."""

from __future__ import annotations

import re
from typing import NamedTuple

from ledger.documents.blocks import LINES_MOST, ROWS_MOST, Block, BlockKind, Place, Source, UnreadableError

BLANK = " \t\u3000\u00a0\u2002\u2003\ufeff"
"""White space that is layout when it stands at an end of a line."""

BREAKS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
_SPACES = re.compile("&(?:nbsp|ensp|emsp|#160);")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得"
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "市区县府局委院单位责任整改措施目标限期验收督察环境保护污染管治项题序号附件通知落实推完成底月建设处城关切全新"
    "國個為這時來們會發動對過說產種進經學後當實體應開還無電業從與機設處環護責標單題區縣號點務關減達報壓長辦總統確續線檢監產廠將導標"
)
"""The characters that Chinese documents use most, in both scripts: a wrong decoding has few of them."""
_SAMPLE = 20_000
_ODD = re.compile("[\ue000-\uf8ff\u3040-\u30ff\u0370-\u04ff\uff61-\uff9f\u2500-\u257f]")
_SURE = 0.12
_APART = 2.0


class Decoded(NamedTuple):
    """A text, the encoding it was in, and whether another encoding was nearly as likely."""

    text: str
    encoding: str
    doubtful: bool = False


def decode(data: bytes) -> Decoded | None:
    """The text of a file, or ``None`` where its bytes are no text.

    A byte order mark and valid UTF-8 settle it.  Else GB18030, Big5 and UTF-16 without mark are tried, and
    the one with the most common characters is taken; where none is sure the answer says so.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(data, "utf-16")
    found = _decode(data, "utf-8-sig")
    if found is not None:
        return found._replace(encoding="utf-8")
    tried = [one for name in _guesses(data) if (one := _decode(data, name)) is not None]
    if not tried:
        return None
    scored = sorted(tried, key=lambda one: -_score(one.text))
    best, *others = (_score(one.text) for one in scored)
    sure = best >= _SURE and best >= _APART * max(others, default=0.0)
    if not sure and scored[0].encoding.startswith("utf-16"):
        return None  # anything with an even number of bytes decodes so
    return scored[0]._replace(doubtful=not sure)


def _guesses(data: bytes) -> tuple[str, ...]:
    wide = ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 and b"\x00" in data else ()
    return ("gb18030", "big5", *wide)


def _decode(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Decoded(text, encoding)


def _score(text: str) -> float:
    """The share of common characters among those that are not ASCII, less what no document holds."""
    sample = text[:_SAMPLE]
    wide = sum(1 for c in sample if c > "\x7f")
    odd = len(_ODD.findall(sample))
    common = sum(1 for c in sample if c in _COMMON)
    return (common - odd) / wide if wide else 0.0


def unify(text: str) -> str:
    """The same text with ``\\n`` for every kind of line break, and blanks for HTML's names of them."""
    if BREAKS.search(text):
        text = BREAKS.sub("\n", text)
    return _SPACES.sub("\u00a0", text) if "&" in text else text


def read_paragraphs(found: Decoded) -> Source:
    """The lines of a text that are not blank, each a paragraph; UnreadableError where they are too many."""
    text = unify(found.text)
    count = text.count("\n")
    if count > ROWS_MOST:
        raise UnreadableError("lines", str(count))
    rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip(BLANK)]
    if len(rows) > LINES_MOST:
        raise UnreadableError("lines", str(len(rows)))
    blocks = tuple(Block(BlockKind.PARAGRAPH, row, Place(line=number)) for number, row in rows)
    return Source("text", blocks, found.encoding, found.doubtful, text)
