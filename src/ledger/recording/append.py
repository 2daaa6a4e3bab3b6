"""Records appended to a file: the old bytes stay a prefix of the new ones, and keep their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ledger.locale.refusal import Refusal
from ledger.reading.oneline import one_line
from ledger.reading.yaml import YamlDocument, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class NotAppendableError(Refusal):
    """Nothing can be appended to a file without changing a byte of it; ``line`` says where, from 1."""

    exit_code = 1

    def __init__(self, key: str, file: str, line: int = 1) -> None:
        super().__init__(key, file=file, line=line)
        self.line = line


def appended(
    old: bytes, key: str, records: Sequence[Mapping[str, Any]], path: str, lines: Iterable[str] | None = None
) -> bytes:
    """The bytes of a file with ``records`` at the end of its list ``key``, one line each.

    ``lines`` are those of the records, as :func:`ledger.reading.oneline.one_line` gives them, where they are
    made already.
    Line ends, indentation and byte order mark stay as they are.  The result is read again: it holds what
    was there and the records, or :class:`NotAppendableError` is raised.
    """
    document, _ = parse(old, path, places=True)
    if document is None:
        raise NotAppendableError("append.broken", path)
    before, last = document.value.get(key), next(reversed(document.value), None)
    if key in document.value and last != key:
        raise NotAppendableError("append.not_last", path, document.locate_key((last or key,)).line)
    if before is not None and not isinstance(before, list):
        raise NotAppendableError("append.no_list", path, document.locate((key,)).line)
    text = old.decode("utf-8")
    end = "\r\n" if text.endswith("\r\n") or ("\r\n" in text and not text.endswith("\n")) else "\n"
    new = text if not text or text.endswith("\n") else text + end
    if key not in document.value:
        new += f"{key}:{end}"
    indent = " " * _indent(document, key)
    new += "".join(f"{indent}- {line}{end}" for line in lines or map(one_line, records))
    data = new.encode()
    again, _ = parse(data, path)
    expected = {**document.value, key: [*(before or []), *map(_as_read, records)]}
    if again is None or again.value != expected:
        raise NotAppendableError("append.closed", path, document.locate((key,)).line)
    return data


def _indent(document: YamlDocument, key: str) -> int:
    """How far the dashes of the list stand from the margin."""
    if (key, 0) in document.spans:
        return document.spans[(key,)].column - 1  # a list begins with its first dash
    place = document.keys.get((key,))
    return place.column - 1 if place is not None else 0


def _as_read(value: Any) -> Any:
    """A value as the strict reader gives it back: every scalar is text, ``None`` stays."""
    if isinstance(value, dict):
        return {name: _as_read(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else value if isinstance(value, str) else str(value)
