"""What ends the reading of history, as a key of the catalogue and its arguments."""

from __future__ import annotations

import re

from ledger.locale.refusal import Refusal

_OBJECT = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")
_MOST = 200

_ABSENT = re.compile(
    r"missing|bad object|unable to read|could not read|unable to parse|could not parse|not a valid object"
    r"|failed to read|could not fetch|promisor|transport '|remote error|cannot read|invalid object"
)
"""What git says of an object that is not there, or that it was kept from fetching."""


class HistoryError(Refusal):
    """History cannot be read."""


def clean(text: str) -> str:
    """The text on one line, without control characters, and not longer than a message can bear."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: 9 * _MOST]).split())
    return flat if len(flat) <= _MOST else f"{flat[:_MOST]}…"


def failure(stderr: bytes, folder: str) -> HistoryError:
    """What git's standard error stands for; ``folder`` is where it was asked."""
    text = stderr.decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    fatal = next((line for line in lines if line.startswith("fatal: ")), lines[0] if lines else "?")
    reason = clean(fatal.removeprefix("fatal: "))
    if "dubious ownership" in text or "is owned by someone else" in text:
        named = re.search(r"repository(?: at)? \(?'([^'\n]+)'", text)
        return HistoryError(
            "history.dubious_ownership", folder=folder, repository=named[1] if named else folder
        )
    if "not a git repository" in text or "cannot use bare repository" in text:
        return HistoryError("history.not_a_repository", folder=folder)
    if _ABSENT.search(text):
        named = _OBJECT.search(text)
        return HistoryError("history.missing_object", oid=named[0] if named else "?")
    return HistoryError("history.failed", reason=reason)
