"""An example of each diagnostic code, for those who ask what a code means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ledger.reports.report import Line, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.locale import Words

EXAMPLES = "examples.json"
"""Written by tools/gallery.py from the cases of the tests, which docs/codes.md is made of as well."""


@cache
def _examples() -> dict[str, dict[str, Any]]:
    import json
    from pkgutil import get_data

    found: dict[str, dict[str, Any]] = json.loads(get_data("ledger.reports", EXAMPLES) or b"{}")
    return found


def example(code: str, words: Words) -> dict[str, Any]:
    """The example of a code: ``file``, ``wrong`` and ``right`` lines, or what is ``said`` of a bad ledger."""
    found = _examples().get(code, {})
    said = found.get("said", {})
    return {**found, "said": said.get(words.language) or said.get("en")} if said else found


def example_lines(code: str, words: Words) -> Iterator[Line]:
    """The same as lines of a card."""
    found = example(code, words)
    if "file" in found:
        yield Line(found["file"], Message("check.example"))
    heads = {
        "wrong": Message("check.example_wrong"),
        "right": Message("check.example_right"),
        "said": Message("check.example"),
    }
    for key, head in heads.items():
        if found.get(key):
            yield Line("\n".join(found[key]), head, tone="late" if key == "wrong" else "")
