"""Text people see, through one catalogue: a folder a language, a module a topic, found by listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Any

from ledger.locale.topics import topic_of

OWN = ("zh", "en")
"""The languages in which codes and types of entries declare their words; the first is the default."""

FALLBACK = "en"
"""What a further language does not say is said in this one."""


def _found() -> tuple[str, ...]:
    folders = {one.name for one in iter_modules(__path__) if one.ispkg}
    return (*OWN, *sorted(folders - set(OWN)))


LANGUAGES = _found()
"""The languages of the catalogue: those of the program, then every other folder beside them."""


class _Filler(Formatter):
    """Fills gaps as a language does: lists are joined, ``{count:task|tasks}`` is the form for the number,
    ``{measure:n}`` the place of a part in place of its label in the plan."""

    def __init__(self, form: Callable[[int], int], join: Callable[[Sequence[Any]], str]) -> None:
        self.form, self.join = form, join

    def format_field(self, value: Any, format_spec: str) -> str:
        listed = isinstance(value, (list, tuple))
        if "|" in format_spec:
            forms = format_spec.split("|")
            return forms[min(self.form(len(value) if listed else int(value)), len(forms) - 1)]
        if format_spec == "n":  # a part by its place, where the language does not take the plan's label
            return self.join([getattr(one, "n", one) for one in (value if listed else [value])])
        return self.join(value) if listed else str(super().format_field(value, format_spec))


class Words:
    """The catalogue of one language; of its topics those are read of which something is said."""

    def __init__(self, language: str) -> None:
        about = import_module(f"ledger.locale.{language}")
        self.language = language
        self.name: str = about.NAME
        """What the language calls itself: 中文."""
        self.tag: str = about.TAG
        """Its tag for documents and pages (BCP 47): zh-CN."""
        self.form: Callable[[int], int] = about.form
        """Which of its forms a noun takes behind a number: 0 for the first."""
        self._filler = _Filler(self.form, self.join)
        self._texts: dict[str, str] = {}
        self._topics: set[str] = set()
        self._others = None if language in OWN else Words(FALLBACK)

    def __call__(self, key: str, /, **args: Any) -> str:
        """The text for ``key`` with its gaps filled; a key that is missing is a bug and raises KeyError.

        A list is joined as the language joins lists; a number chooses the form of ``{count:task|tasks}``.
        """
        text = self.find(key)
        if text is None:
            raise KeyError(key)
        return self.fill(text, args) if args else text

    def fill(self, text: str, args: dict[str, Any]) -> str:
        """A text with its gaps filled, as the language joins lists and counts things."""
        if "|" in text or ":n}" in text:
            return self._filler.vformat(text, (), args)
        for name, value in args.items():
            if isinstance(value, (list, tuple)):
                args[name] = self.join(value)
        return text.format_map(args)

    def find(self, key: str) -> str | None:
        """The text for ``key`` as it stands in the catalogue, or None."""
        topic = topic_of(key)
        if topic not in self._topics:
            self._topics.add(topic)
            self._texts.update(_texts(self.language, topic))
        text = self._texts.get(key)
        return self._others.find(key) if text is None and self._others else text

    def join(self, items: Sequence[Any]) -> str:
        """A list in one line: 昆区、青山区; A, B."""
        return self("list.join").join(map(str, items))

    def day(self, day: date) -> str:
        """A day as tables and scripts have it: 2025-06-30."""
        return day.isoformat()

    def formal(self, *, sent: bool = False) -> Words:
        """The same language as documents are written in; ``sent`` on paper, not shown at the program."""
        return Formal(self.language, sent=sent)

    def tight(self) -> Words:
        """The same language as pages have it: as on paper, but days as tables have them."""
        return Formal(self.language, sent=True, full=False)


_GAPS = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=\{)|(?<=\}) (?=[\u3000-\u9fff\uff00-\uffef]|\{(?:item|word)\})"
)
"""Blanks between Chinese and what fills a gap, which documents do not have."""


_ASIDES = re.compile("(?:，见|; see) ledger [a-z][a-z -]*(?=[。.])")
"""What tells whoever sits at the program where to look further: no business of who gets a paper."""


class Formal(Words):
    """A language as documents that are signed and sent are written: 2025年6月30日, 30 June 2025; 共23项.

    With ``sent`` without what is said to who sits at the program; unless ``full`` days stay 2025-06-30.
    """

    def __init__(self, language: str, *, sent: bool = False, full: bool = True) -> None:
        super().__init__(language)
        self._sent = sent
        about = import_module(f"ledger.locale.{language}")
        self._written: Callable[[date], str] = (
            getattr(about, "day", date.isoformat) if full else date.isoformat
        )
        self._tight: dict[str, str | None] = {}

    def __call__(self, key: str, /, **args: Any) -> str:
        """The text for ``key``; days among what fills its gaps are written in full."""
        return super().__call__(key, **{name: self._shown(value) for name, value in args.items()})

    def _shown(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [self._shown(one) for one in value]
        return self.day(value) if isinstance(value, date) else value

    def find(self, key: str) -> str | None:
        """The text for ``key`` without blanks between Chinese and its gaps."""
        if key not in self._tight:
            text = super().find(key)
            if text and self._sent:
                text = _ASIDES.sub("", text)
            self._tight[key] = text and _GAPS.sub("", text)
        return self._tight[key]

    def day(self, day: date) -> str:
        """A day in full."""
        return self._written(day)

    def formal(self, *, sent: bool = False) -> Words:
        """This, or the same for paper."""
        return Formal(self.language, sent=True) if sent and not self._sent else self


def _texts(language: str, topic: str) -> Mapping[str, str]:
    """The texts of a topic; a language need not have all topics."""
    name = f"ledger.locale.{language}.{topic}"
    try:
        return dict(import_module(name).TEXTS)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return {}


def choose(wanted: str | None, environment: Mapping[str, str]) -> str:
    """The language to speak: ``wanted``, else ``LEDGER_LANG``, else the locale; the first where none is known."""
    named = (wanted, environment.get("LEDGER_LANG"))
    system = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    for value in (*named, next(filter(None, system), None)):
        if value:
            return language_of(value) or OWN[0]
    return OWN[0]


def language_of(value: str) -> str | None:
    """The language that a name of a locale means (``en_GB.UTF-8``, ``zh-Hans``), or None."""
    first = value.lower().replace("_", "-").split("-")[0].split(".")[0]
    return first if first in LANGUAGES else None
