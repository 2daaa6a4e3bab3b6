"""Strict YAML: bytes to plain mappings, lists and text, with the place of everything.

One pass over libyaml's events.  Only the part of YAML that means the same everywhere is taken: mappings with
plain keys, lists and scalars.  Every scalar is text until the model says otherwise; one written without
quotes comes as :class:`~ledger.model.scalar.Plain`, ``null`` and nothing come as ``None``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events as ev

from ledger.locale.refusal import Refusal
from ledger.model.scalar import Plain, is_ambiguous
from ledger.reading.diagnostic import START, Diagnostic, Span
from ledger.reading.layout import SIZE_MAX

HAS_LIBYAML: bool = yaml.__with_libyaml__
"""Whether PyYAML was built with libyaml, without which nothing is read."""

if HAS_LIBYAML:
    from yaml._yaml import CParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DEPTH_MAX = 16
"""Deepest nesting of mappings and lists."""
NODES_MAX = 20_000
"""Most scalars, lists and mappings in a file."""
CHARACTERS_MAX = 100
"""Most places of characters that are not allowed that are told of a file, one by one."""

Path = tuple[str | int, ...]
"""Keys and indices from the top of a file to a value."""

_NULLS = {"", "~", "null", "Null", "NULL"}
UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U000e0fff]"
)
"""Characters that make what is shown differ from what is there: controls, invisible ones, bidi."""

CONFLICT = re.compile(r"^[ \t]*(?:<{7}|>{7}|={7}|\|{7})(?=[ \r]|$)", re.MULTILINE)
"""A line that git leaves where it could not merge."""

_WIDE_COLON = re.compile(r"^ *(?:- +)?([a-z_0-9]+)(：|:(?=[\u00a0\u2000-\u200a\u3000]))", re.MULTILINE)
_OPEN_QUOTE = re.compile(r"""^ *(?:- +)?[a-z_0-9]+: +(["'])(?:(?!\1).)*$""", re.MULTILINE)
_MARKS = ("<<<<<<<", ">>>>>>>", "=======", "|||||||")
_CR = re.compile("\r")
_LONE_CR = re.compile(r"\r(?!\n)")


@dataclass(slots=True)
class YamlDocument:
    """A file that was read: its value, and on request the places of values and of keys."""

    value: dict[str, Any]
    spans: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def locate(self, path: Path) -> Span:
        """The place of the value at ``path``, or of the nearest part of the path that exists."""
        for end in range(len(path), -1, -1):
            found = self.spans.get(path[:end])
            if found is not None:
                return found
        return START

    def locate_key(self, path: Path) -> Span:
        """The place of the key that leads to ``path``."""
        return self.keys.get(path) or self.locate(path)


class LibyamlMissingError(Refusal):
    """PyYAML was built without libyaml.  Its other parser reads some files differently, so it is not used."""

    def __init__(self) -> None:
        super().__init__("error.libyaml")


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, code: str, span: Span, **args: str | int) -> None:
        super().__init__(code)
        self.code, self.span, self.args_ = code, span, args


def decode(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """Turn the bytes of a YAML file into text.

    Returns the text and what is wrong with the bytes or their characters; after an error the text is empty.
    """
    if len(data) > SIZE_MAX:
        args: dict[str, str | int] = {"size": len(data), "most": SIZE_MAX}
        return "", [Diagnostic("L109", path, args=args)]
    found: list[Diagnostic] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [Diagnostic("L102", path, args={"encoding": "UTF-16"})]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = guess(data)
        # in another encoding the first letters may happen to be UTF-8 as well
        start = error.start if encoding == "?" else next(n for n, byte in enumerate(data) if byte > 0x7F)  # noqa: PLR2004
        good = data[:start].decode("utf-8")
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        return "", [Diagnostic("L102", path, Span(line, column, line, column), {"encoding": encoding})]
    if text.startswith("\ufeff"):
        text = text[1:]
        found.append(Diagnostic("L103", path))
    if "\r\n" in text:
        found.append(Diagnostic("L104", path))
    bad = _characters(text)
    if any(mark in text for mark in _MARKS):
        bad += [("L107", m) for m in CONFLICT.finditer(text)][:1]
    if not bad:
        return text, found
    places = Lines(text)
    for code, match in bad:
        indent = len(match[0]) - len(match[0].lstrip(" \t")) if code == "L107" else 0
        start = match.start() + indent
        args = {"character": f"U+{ord(match[0]):04X}"} if code == "L106" else {}
        if code == "L125":
            args = {"most": CHARACTERS_MAX}
        found.append(Diagnostic(code, path, places.span(start, max(match.end(), start + 1)), args))
    return ("" if bad else text), found


def _characters(text: str) -> list[tuple[str, re.Match[str]]]:
    """The characters that are not allowed, with their codes; of many the first, and where more follow."""
    bad: list[tuple[str, re.Match[str]]] = []
    for code, pattern, there in (("L105", _LONE_CR, "\r" in text), ("L106", UNSAFE, True)):
        if there:
            bad += [(code, m) for m in islice(_runs(pattern.finditer(text)), CHARACTERS_MAX + 1)]
    if len(bad) <= CHARACTERS_MAX:
        return bad
    bad.sort(key=lambda one: one[1].start())
    return [*bad[:CHARACTERS_MAX], ("L125", bad[CHARACTERS_MAX][1])]


def _runs(matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The first match of each unbroken run."""
    end = -1
    for match in matches:
        if match.start() != end:
            yield match
        end = match.end()


class Lines:
    """Places of characters in a text."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end) - 1
        return Span(first + 1, start - self.starts[first] + 1, last + 1, end - self.starts[last] + 1)


def guess(data: bytes) -> str:
    """What bytes that are no UTF-8 look like: ``GB18030``, or ``?``."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GB18030" if any("\u4e00" <= c <= "\u9fff" for c in text) else "?"


def parse(data: bytes, path: str, *, places: bool = False) -> tuple[YamlDocument | None, list[Diagnostic]]:
    """Read one YAML file that must hold one mapping.

    With ``places`` the document also knows where each key and value stands.  Returns ``None`` for the
    document when anything is wrong enough to be an error.
    """
    text, found = decode(data, path)
    if not text:
        if not any(d.code not in {"L103", "L104"} for d in found):
            found.append(Diagnostic("L110", path))
        return None, found
    document = YamlDocument({})
    try:
        document.value = _Builder(text, document if places else None).build()
    except _Refused as refused:
        found.append(Diagnostic(refused.code, path, _inside(refused.span, text), refused.args_))
        return None, found
    return document, found


def _inside(span: Span, text: str) -> Span:
    """The same place, or the end of the text where the parser tells one behind it (``---`` and no more)."""
    rows = text.split("\n", span.line)
    if len(rows) >= span.line:
        return span
    end = len(rows[-1]) + 1
    return Span(len(rows), end, len(rows), end)


class _Builder:
    """Walks the events of one document."""

    def __init__(self, text: str, document: YamlDocument | None) -> None:
        if not HAS_LIBYAML:
            raise LibyamlMissingError
        self.text = text
        self.document = document
        self.nodes = 0
        self.parser = CParser(text)
        self.next: Callable[[], Any] = self.parser.get_event

    def build(self) -> dict[str, Any]:
        try:
            return self._document()
        except (yaml.YAMLError, ValueError) as error:
            raise _syntax(error, self.text) from None
        finally:
            self.parser.dispose()

    def _document(self) -> dict[str, Any]:
        value: Any = None
        documents = 0
        while (event := self.next()) is not None:
            kind = type(event)
            if kind is ev.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refused("L116", _span(event))
                if event.version or event.tags:
                    raise _Refused("L115", _span(event))
            elif kind in _NODE_EVENTS:
                if kind is not ev.MappingStartEvent:
                    raise _wide_colon(self.text) or _Refused("L110", _span(event))
                value = self._node(event, (), 1)
        if documents == 0:
            raise _Refused("L110", START)
        assert isinstance(value, dict)  # noqa: S101 - the branch above let nothing else through
        return value

    def _node(self, event: Any, path: Path, depth: int) -> Any:
        kind = type(event)
        self.nodes += 1
        if self.nodes > NODES_MAX:
            raise _Refused("L111", _span(event), most=NODES_MAX)
        if kind is ev.AliasEvent or event.anchor is not None:
            raise _Refused("L113", _span(event))
        if event.tag is not None:
            raise _Refused("L114", _span(event), tag=event.tag)
        if kind is ev.ScalarEvent:
            if self.document is not None:
                self.document.spans[path] = _span(event)
            value: str = event.value
            if not event.style:
                return None if value in _NULLS else Plain(value)
            if event.style == '"':  # the raw text has been searched; only escapes can bring in more
                _check_characters(event)
            return value
        if depth > DEPTH_MAX:
            raise _Refused("L117", _span(event), most=DEPTH_MAX)
        if kind is ev.MappingStartEvent:
            return self._mapping(event, path, depth)
        return self._sequence(event, path, depth)

    def _mapping(self, start: Any, path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        take = self.next
        document = self.document
        while type(event := take()) is not ev.MappingEndEvent:
            if type(event) is not ev.ScalarEvent or event.anchor is not None or event.tag is not None:
                raise _bad_key(event)
            key: str = event.value
            if not event.style:
                if key not in _SOUND_KEYS:
                    _check_key(event)
            elif event.style == '"':
                _check_characters(event)
            if key in result:
                raise self._twice(event, path)
            if document is None:
                result[key] = self._node(take(), path, depth + 1)
            else:
                inner = (*path, key)
                document.keys[inner] = _span(event)
                result[key] = self._node(take(), inner, depth + 1)
        if document is not None:
            document.spans[path] = _span(start, event)
        return result

    def _sequence(self, start: Any, path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        take = self.next
        document = self.document
        while type(event := take()) is not ev.SequenceEndEvent:
            inner = path if document is None else (*path, len(result))
            result.append(self._node(event, inner, depth + 1))
        if document is not None:
            document.spans[path] = _span(start, event)
        return result

    def _twice(self, event: Any, path: Path) -> _Refused:
        """A key that is given twice; where the first one stands is only known when places are kept."""
        if self.document is None:
            try:
                _Builder(self.text, YamlDocument({})).build()
            except _Refused as refused:
                return refused
        first = self.document.keys[(*path, event.value)] if self.document else START
        if self.document and not path and self._begins_again(event, self.document):
            return _Refused("L122", _span(event), line=first.line)
        return _Refused("L108", _span(event), key=event.value, line=first.line)

    def _begins_again(self, event: Any, document: YamlDocument) -> bool:
        """Whether the first two keys of the file follow again from here on."""
        known = [path[0] for path in document.keys if len(path) == 1]
        rest = self.text.split("\n")[event.start_mark.line + 1 :]
        return (
            len(known) > 1 and known[0] == event.value and any(row.startswith(f"{known[1]}:") for row in rest)
        )


# keys of the format that mean the same to everybody: most keys there are
_SOUND_KEYS = frozenset(
    {"text", "units", "lead", "support", "bodies", "due", "number", "name", "value", "unit", "measure", "id"}
    | {
        "section",
        "title",
        "problem",
        "acceptance",
        "responsibility",
        "deadline",
        "goal",
        "measures",
        "targets",
    }
    | {"milestones", "entries", "immediate", "sustained", "compare", "parts", "date", "type", "by"}
)


def _bad_key(event: Any) -> _Refused:
    if type(event) is not ev.ScalarEvent:
        return _Refused("L112", _span(event))
    if event.anchor is not None:
        return _Refused("L113", _span(event))
    return _Refused("L114", _span(event), tag=event.tag or "")


def _check_key(event: Any) -> None:
    """A key without quotes: no merge key, nothing that some program reads as another type."""
    if event.value == "<<":
        raise _Refused("L113", _span(event))
    if is_ambiguous(event.value):
        raise _Refused("L204", _span(event), value=event.value)


def _check_characters(event: Any) -> None:
    unsafe = UNSAFE.search(event.value) or _CR.search(event.value)
    if unsafe is not None:
        raise _Refused("L106", _span(event), character=f"U+{ord(unsafe[0]):04X}")


_NODE_EVENTS = {ev.ScalarEvent, ev.MappingStartEvent, ev.SequenceStartEvent, ev.AliasEvent}


def _span(start: Any, end: Any = None) -> Span:
    first, last = start.start_mark, (end or start).end_mark
    return Span(first.line + 1, first.column + 1, last.line + 1, last.column + 1)


def _wide_colon(text: str) -> _Refused | None:
    """The first full-width colon that stands where a key ends."""
    colon = _WIDE_COLON.search(text)
    return colon and _Refused("L121", Lines(text).span(colon.start(2), colon.end(2)), key=colon[1])


def _syntax(error: Exception, text: str) -> _Refused:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        return _Refused("L101", START, problem=problem)
    wide = _wide_colon(text)
    if wide is not None:
        return wide
    rows = text.rstrip("\n").split("\n")
    line, column = min(mark.line, len(rows) - 1) + 1, mark.column + 1
    if mark.line >= len(rows):
        column = len(rows[-1]) + 1
    quote = _OPEN_QUOTE.search(text)
    if quote is not None and text.count("\n", 0, quote.start()) < line:
        # a quote that was not closed is noticed only where the next one is, or the file ends
        return _Refused("L101", Lines(text).span(quote.start(1), quote.end(1)), problem="unclosed quote")
    here = rows[mark.line] if mark.line < len(rows) else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return _Refused("L118", Span(line, here.index("\t") + 1, line, here.index("\t") + 2))
    if problem == "exceeded maximum nesting depth":
        return _Refused("L117", Span(line, column, line, column + 1), most=DEPTH_MAX)
    return _Refused("L101", Span(line, column, line, column + 1), problem=problem)
