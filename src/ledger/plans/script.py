"""Words of labels in either script: 責任單位 is 责任单位.  The characters are data, in ``script.yaml``."""

from __future__ import annotations

import pkgutil
import re
from functools import cache


@cache
def _forms() -> dict[str, str]:
    """Each simplified character with its traditional forms."""
    import yaml

    data = pkgutil.get_data("ledger.plans", "script.yaml") or b""
    found: dict[str, str] = yaml.load(data, Loader=yaml.CSafeLoader)
    return found


@cache
def _table() -> dict[int, str]:
    return {ord(form): plain for plain, forms in _forms().items() for form in forms}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, _table())) + "]")


def simplified(text: str) -> str:
    """The same text, as long, with the characters of labels in the simplified script.

    Only to compare with words that are known: texts of a document stay as they are written.
    """
    return text.translate(_table()) if _traditional().search(text) is not None else text


def either(pattern: str) -> str:
    """A pattern of words (no character classes in it) that matches them in either script."""
    return "".join(f"[{c}{_forms()[c]}]" if c in _forms() else c for c in pattern)
