"""The text of a JSON Lines file, or of a JSON list → the fields of records, or why a line is none."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Unread(NamedTuple):
    """Why a line is no record: a key of the catalogue, and the field or the column that it is about."""

    key: str
    name: str = ""
    line: int | None = None


def read_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | Unread]]:
    """The objects of a JSON Lines text with their line numbers, or of a JSON list with their places in it."""
    if text.lstrip().startswith("["):
        whole = _read_json(text)
        if isinstance(whole, Unread):
            yield whole.line or 1, whole
            return
        for number, item in enumerate(whole, 1):
            yield number, item if isinstance(item, dict) else Unread("record.no_object")
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            value = _read_json(line)
            yield number, value if isinstance(value, dict | Unread) else Unread("record.no_object")


def _read_json(text: str) -> Any:
    """What a text says as JSON; a field that stands twice is as wrong as no JSON at all."""
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_without_twins,
        )
    except _UnfitJsonError as error:
        return error.why
    except json.JSONDecodeError as error:
        return Unread("record.no_json", str(error.colno), error.lineno)
    except RecursionError:
        return Unread("record.no_object")


class _UnfitJsonError(Exception):
    """JSON that is no record: a field that stands twice, a number that no file can hold."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__(key)
        self.why = Unread(key, name[:_SHOWN])


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise _UnfitJsonError("record.key_twice", next(name for name in names if names.count(name) > 1))
    return fields


_SHOWN = 20
_PLACES_MOST = 100


def _number(text: str) -> Decimal:
    """A number as a file writes it: ``1e1`` is 10."""
    number = Decimal(text)
    if abs(number.adjusted()) > _PLACES_MOST:
        raise _UnfitJsonError("record.json_number", text)
    return Decimal(format(number, "f"))


def _whole(text: str) -> int:
    if len(text) > _PLACES_MOST:
        raise _UnfitJsonError("record.json_number", text)
    return int(text)


def _no_number(text: str) -> Any:
    raise _UnfitJsonError("record.json_number", text)  # NaN and Infinity are no JSON
