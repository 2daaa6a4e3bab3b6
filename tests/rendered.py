"""Things as a command hands them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.rendering.formats import Look, render

if TYPE_CHECKING:
    from ledger.locale import Words


def text_of(thing: Any, form: str, words: Words, **look: Any) -> str:
    """The thing in a format that is text; ``look`` as :class:`ledger.rendering.formats.Look` has it."""
    made = render(thing, form, words, Look(**look))
    assert isinstance(made, str)
    return made
