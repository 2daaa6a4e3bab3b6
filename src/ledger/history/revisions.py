"""How a person names a commit: what is let through to git, and days."""

from __future__ import annotations

import re
from datetime import date

from ledger.history.errors import HistoryError, clean
from ledger.judging.zone import CHINA

_DAY = re.compile(r"@([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NAME = r"[^\x00-\x20\x7f-\x9f~^:?*\[\]\\{}<>|;&$`'\"-][^\x00-\x20\x7f-\x9f~^:?*\[\]\\{}]*"
_REVISION = re.compile(rf"({_NAME})((?:[~^][0-9]{{0,6}}|\^\{{commit\}}|\^\{{\}})*)")
_MOST = 255
_ZONE_SECONDS = int(CHINA.utcoffset(None).total_seconds())


def bad_revision(text: str) -> HistoryError:
    """The error for a revision that names no commit."""
    return HistoryError("history.bad_revision", revision=clean(text))


def read_day(text: str) -> date | None:
    """The day of ``@2025-06-30``; ``None`` where ``text`` is not of that form.

    A day that is not in the calendar is a :class:`HistoryError`.
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise bad_revision(text) from None


def end_of(day: date) -> int:
    """The first second after ``day`` at UTC+08:00, counted from 1970."""
    return (day.toordinal() + 1 - date(1970, 1, 1).toordinal()) * 86400 - _ZONE_SECONDS


def base_of(text: str) -> str:
    """The name that a revision begins with, without ``~2`` and the like.

    Let through are names with steps to parents.  Options, ranges, exclusions, paths, searches in messages
    and the local reflog (``@{1}``) are a :class:`HistoryError`: they are no names of one commit, or not the
    same one for everybody.
    """
    found = _REVISION.fullmatch(text) if len(text) <= _MOST else None
    if found is None or ".." in text or "@{" in text or not _encodable(text):
        raise bad_revision(text)
    return found[1]


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def split_range(text: str) -> tuple[str, str]:
    """The two sides of ``A..B``, ``A..`` or ``..B``; ``A`` alone is ``A..``.  A side left out is ``''``.

    The same for ``A...B`` and ``A...``, which begin at the last common commit (:func:`is_symmetric`).
    """
    if ".." not in text:
        return text, ""
    since, _, until = text.partition(_dots(text))
    if ".." in until or until.startswith(".") or since.endswith(".") or not (since or until):
        raise bad_revision(text)
    if is_symmetric(text) and not since:
        raise bad_revision(text)
    return since, until


def is_symmetric(text: str) -> bool:
    """Whether a range is ``A...B``: from the last commit that both have, not from A itself."""
    return _dots(text) == "..."


def _dots(text: str) -> str:
    return "..." if "..." in text else ".."
