"""Whether a text says anything: what records, letters and settlements are all held to."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from ledger.model.scalar import TEXT_SCHEMA, Scalar, fault, text_of_scalar


def tells(text: str | None) -> bool:
    """Whether a text says anything: more than a letter or a number, no word for nothing, and not that it is
    still to come (待补)."""
    said = _letters(text)
    return has_words(text) and len(said) > 1 and not said.isdigit() and not _NO_DOCUMENT.fullmatch(said)


def has_words(text: str | None) -> bool:
    """Whether there is more in a text than signs, and it is no word for nothing: a dash, 无, a full stop."""
    said = _letters(text)
    return bool(said) and said.casefold() not in _NOTHING


def _letters(text: str | None) -> str:
    return "".join(character for character in text or "" if character.isalnum())


_NOTHING = frozenset(
    {"无", "没有", "暂无", "不详", "不适用", "同上", "ok", "xx", "none", "nothing", "na", "nil", "null"}
)


def names_document(text: str) -> bool:
    """Whether a text may name a document that approves: 待补 and 无文号 promise one, or deny it."""
    return has_words(text) and not _NO_DOCUMENT.fullmatch(_letters(text))


_NO_DOCUMENT = re.compile(
    "[0-9]+|[a-z]|x+|tb[dc]|todo|略|[待未][补批定发办核报写填明充完善]+[定准复确]?|后补|[稍随]后[补报][充送]?|另行?[补报][充送]?"
    "|[无没]有?(?:批准)?(?:文[号件]|批复|批文)",
    re.IGNORECASE,
)


def _held_to(sound: Callable[[str], bool]) -> Scalar:
    def read(value: Any) -> Any:
        text = text_of_scalar(value)
        if not sound(text):
            raise fault("says_nothing", "says nothing", {"value": text})
        return text

    return Scalar(read, TEXT_SCHEMA)


Approval = Annotated[str, _held_to(names_document)]
"""The name or number of a document that approves."""

Reason = Annotated[str, _held_to(tells)]
"""A text that says why."""
