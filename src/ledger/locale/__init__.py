"""Text people see, in Chinese and English, through one catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ledger.locale import entry_words

LANGUAGES = ("zh", "en")
"""The languages of the catalogue; the first is the default."""


class Words:
    """The catalogue of one language: its own texts and those of the types of entries."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts: Mapping[str, str] = import_module(f"ledger.locale.{language}").TEXTS
        self._entries: Mapping[str, str] = entry_words.TEXTS[language]

    def __call__(self, key: str, /, **args: Any) -> str:
        """The text for ``key`` with its gaps filled; a key that is missing is a bug and raises KeyError."""
        text = self._texts.get(key) or self._entries[key]
        return text.format_map(args) if args else text


def choose(wanted: str | None, environment: Mapping[str, str]) -> str:
    """The language to speak: ``wanted``, else ``LEDGER_LANG``, else the locale; Chinese unless it is English."""
    for value in (wanted, environment.get("LEDGER_LANG")):
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
