"""What is told of a file that is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledger.documents.blocks import LINES_MOST, PARAGRAPH_MOST

if TYPE_CHECKING:
    from ledger.documents.blocks import Reason, UnreadableError

_CODES: dict[Reason, str] = {
    "binary": "L519",
    "other": "L519",
    "old": "L526",
    "password": "L527",
    "picture": "L528",
    "damaged": "L529",
    "hostile": "L530",
    "long": "L590",
    "lines": "L593",
}


class Unread(NamedTuple):
    """Why a file is not read: the code, and what fills the gaps of its words."""

    code: str
    args: dict[str, str | int]


def why_unread(error: UnreadableError) -> Unread:
    """The code and the words of a file that is not read."""
    most = LINES_MOST if error.reason == "lines" else PARAGRAPH_MOST
    return Unread(_CODES[error.reason], {"detail": error.detail or "—", "most": most})
