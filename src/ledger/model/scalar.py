"""Scalar types of the data format: what a YAML scalar may mean, and nothing more.

The reader hands over every scalar as text; a scalar written without quotes comes as :class:`Plain`.
The types here turn that text into values by the strictest reading, so that a scalar means the same
in every YAML version and in every program that reads the file.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError, core_schema


class Plain(str):
    """A YAML scalar written without quotes; its text, before anything was read into it."""

    __slots__ = ()


def is_ambiguous(text: str) -> bool:
    """Whether ``text`` without quotes is no string to YAML 1.1 or to the YAML 1.2 core schema."""
    first = text[:1]
    if first in _LETTERS:
        return text in _WORDS
    return first in _STARTS and text.isascii() and _implicit().match(text) is not None


_STARTS = set("-+.0123456789~<=")
_LETTERS = set("nNyYtTfFoO")
_WORDS = {
    spelling
    for word in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    for spelling in (word, word.title(), word.upper())
}


@cache
def _implicit() -> re.Pattern[str]:
    return re.compile(
        r"""^(?:
          ~|
          [-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)|
          [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|
          [-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|
          [-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|
          [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?|
          <<|=
        )$""",
        re.VERBOSE | re.ASCII,
    )


_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)", re.ASCII)
_DIGITS_MAX = 15
"""Digits of a number: what a spreadsheet, a database and JavaScript keep exactly."""

_WHOLE_MAX = 10**8 - 1
"""The largest count, position or number of days; a text has fewer lines."""


TEXT_MOST = 20_000
"""Characters of a text: some thirty pages, more than any paragraph of a plan or any record has."""

_BODY_MOST = 200_000
"""Characters of a text that is a document by itself."""

_KEY_MOST = 200
"""Characters of the name of a unit that is a key."""

MANY = 10_000
"""How many records, units, letters or days a list or mapping may hold that is all of a file."""

LINES = 8_388_608
"""Lines of an official document of 16 MiB: what is told of each line is no more."""

SEVERAL = 2_000
"""How much a list inside one item may hold: names, measures, figures, material."""


def fault(kind: Any, message: Any, context: dict[str, Any]) -> "PydanticCustomError":
    """What is wrong with a scalar, as pydantic tells it on."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(kind, message, context)


def text_of_scalar(value: Any) -> Any:
    """A text as it is written; anything else is a fault."""
    return _text_of(value, TEXT_MOST)


def _text_of(value: Any, most: int) -> Any:
    if isinstance(value, str):
        if type(value) is Plain and is_ambiguous(value):
            raise fault("implicit", "reads as another type", {"value": str(value)})
        if not value or value.isspace():
            raise fault("string_too_short", "text expected", {})
        if len(value) > most:
            raise fault("text_too_long", "too long", {"length": len(value), "most": most})
        return str(value)
    raise fault("not_text", "text expected", {})


def _date(value: Any) -> Any:
    if isinstance(value, str):
        found = _DATE.fullmatch(value)
        if found is None:
            raise fault("date_form", "YYYY-MM-DD expected", {"value": str(value)})
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise fault("date_impossible", "no such day", {"value": str(value)}) from None
    if type(value) is date:
        return value
    raise fault("date_form", "YYYY-MM-DD expected", {"value": str(value)})


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if type(value) is Plain and value in {"true", "false"}:
        return value == "true"
    raise fault("flag_form", "true or false expected", {"value": str(value)})


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if type(value) is int and abs(value) <= _MOST:
        return Decimal(value)
    if type(value) is Plain and _is_number(value):
        return Decimal(value)
    if type(value) is int or (type(value) is Plain and _NUMBER.fullmatch(value)):
        raise _too_large(value, _MOST)
    raise fault("number_form", "a plain decimal number expected", {"value": str(value)})


def _is_number(text: str) -> bool:
    """Whether a text is a number of no more digits than are kept exactly, sign and point aside."""
    short = len(text) <= _DIGITS_MAX + 2
    return short and _NUMBER.fullmatch(text) is not None and sum(map(str.isdigit, text)) <= _DIGITS_MAX


def _too_large(value: object, most: int) -> "PydanticCustomError":
    return fault("less_than_equal", "too large", {"value": str(value)[:80], "le": most})


def _whole(value: Any) -> Any:
    if type(value) is int:
        return value
    if type(value) is Plain and len(value) <= _DIGITS_MAX + 1 and _WHOLE.fullmatch(value):
        return int(value)
    if type(value) is Plain and _WHOLE.fullmatch(value):
        raise _too_large(value, _WHOLE_MAX)
    raise fault("whole_form", "a whole number expected", {"value": str(value)})


class Scalar:
    """A scalar type: how its text is read, and how JSON Schema says the same.

    Pydantic takes the schema as it is, without looking into the annotated type: building the models is a
    good part of the time that a command takes to start.
    """

    def __init__(self, read: Callable[[Any], Any], json_schema: dict[str, Any]) -> None:
        self.read, self.json_schema = read, json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> "core_schema.CoreSchema":
        """The validator function alone."""
        from pydantic_core import core_schema

        del source, handler
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """What an editor checks."""
        del schema, handler
        return dict(self.json_schema)


def _matching(pattern: str) -> Callable[[Any], Any]:
    compiled = re.compile(pattern, re.ASCII)

    def read(value: Any) -> Any:
        text = text_of_scalar(value)
        if not compiled.fullmatch(text):
            raise fault("string_pattern_mismatch", "malformed", {"value": text})
        return text

    return read


def _between(least: int, most: int) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        number = _whole(value)
        if number < least:
            raise fault("greater_than_equal", "too small", {"value": str(number), "ge": least})
        if number > most:
            raise _too_large(number, most)
        return number

    return read


def _pattern(pattern: str) -> Scalar:
    return Scalar(_matching(pattern), {"type": "string", "pattern": f"^(?:{pattern}){_END}"})


_END = r"(?!\n)$"  # in Python's dialect $ alone also stands before a last line break


def _body(value: Any) -> Any:
    return _text_of(value, _BODY_MOST)


def _key(value: Any) -> Any:
    return _text_of(value, _KEY_MOST)


TEXT_SCHEMA = {"type": "string", "pattern": r"\S", "maxLength": TEXT_MOST}
"""What an editor checks of a text."""

Text = Annotated[str, Scalar(text_of_scalar, TEXT_SCHEMA)]
"""Text of at least one character that is no blank and at most 20,000, exactly as written in the file."""

Body = Annotated[str, Scalar(_body, {"type": "string", "pattern": r"\S", "maxLength": _BODY_MOST})]
"""Text that may be as long as a document: at most 200,000 characters."""

# a pattern that stands by itself would say which keys it is about, not what keys there may be
Key = Annotated[
    str,
    Scalar(_key, {"type": "string", "minLength": 1, "maxLength": _KEY_MOST, "allOf": [{"pattern": r"\S"}]}),
]
"""A text that is the key of a mapping, of at most 200 characters."""

Id = Annotated[str, _pattern("[a-z0-9][a-z0-9-]{0,63}")]
"""Identity of an issue and stem of its file name: lower-case ASCII letters, digits and hyphens."""

Ref = Annotated[str, _pattern("[0-9a-f]{8}")]
"""The reference of an entry: eight lower-case hexadecimal digits."""

_REF_OR_COUNT = "[0-9a-f]{8}|[1-9][0-9]{0,5}"


def _ref_or_count(value: Any) -> Any:
    text = str(value) if type(value) in {int, Plain} else text_of_scalar(value)
    if not re.fullmatch(_REF_OR_COUNT, text, re.ASCII):
        raise fault("string_pattern_mismatch", "malformed", {"value": text})
    return text


RefOrCount = Annotated[
    str,
    Scalar(
        _ref_or_count,
        {
            "anyOf": [
                {"type": "string", "pattern": f"^(?:{_REF_OR_COUNT}){_END}"},
                {"type": "integer", "minimum": 1, "maximum": 99_999_999},
            ]
        },
    ),
]
"""The reference of an entry, or its place among the entries of its file, from 1."""

Sha256 = Annotated[str, _pattern("[0-9a-f]{64}")]
"""A SHA-256 checksum in lower-case hexadecimal digits."""

OriginName = Annotated[str, _pattern(r"[^/\\\x00-\x1f\x7f]{1,200}")]
"""The name of a file that was handed in: no folder, no control character, no more than 200 characters."""

_NO_NAME = r"/\\\\:：,，、\x00-\x1f\x7f"
LedgerName = Annotated[str, _pattern(rf"[^\s{_NO_NAME}][^{_NO_NAME}]{{0,39}}")]
"""The name of a ledger among several: up to 40 characters, none of the marks that part names or folders."""

TaskOf = Annotated[str, _pattern(rf"[^\s{_NO_NAME}][^{_NO_NAME}]{{0,39}}/[a-z0-9][a-z0-9-]{{0,63}}")]
"""A task of one ledger among several: ``2024/07-1``."""

_PLACE = "[1-9][0-9]{0,3}"
RowName = Annotated[
    str,
    _pattern(
        f"[a-z0-9][a-z0-9-]{{0,63}}(?:/{_PLACE}(?:[.]{_PLACE})?|/g{_PLACE}|/t{_PLACE}(?:[.]{_PLACE})?)?"
    ),
]
"""What a row of a form is about (``07-1/2``): see :mod:`ledger.model.rowkey`."""

CodeKey = Annotated[str, _pattern("L(?:7[0-9]{2}|92[0-9])")]
"""The code of something that an audit finds."""

CommitName = Annotated[str, _pattern("[0-9a-f]{40}|[0-9a-f]{64}")]
"""The full name of a commit."""

# the whole calendar: to most editors "format" is no more than a comment, or lets 30 February pass
_DAYS = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_LEAP = "[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00"
_DAY_PATTERN = f"^(?!0000)(?:[0-9]{{4}}-(?:{_DAYS})|(?:{_LEAP})-02-29){_END}"
_DATE_SCHEMA = {"type": "string", "format": "date", "pattern": _DAY_PATTERN}
Date = Annotated[date, Scalar(_date, _DATE_SCHEMA)]
"""A calendar day written ``YYYY-MM-DD`` in ASCII digits."""

Flag = Annotated[bool, Scalar(_flag, {"type": "boolean"})]
"""``true`` or ``false``, unquoted; none of the other YAML 1.1 spellings."""

_MOST = 10**_DIGITS_MAX - 1

Number = Annotated[Decimal, Scalar(_number, {"type": "number", "minimum": -_MOST, "maximum": _MOST})]
"""A decimal number, unquoted, without exponent, sign ``+``, underscore or leading zero."""


def _whole_number(least: int, most: int) -> Scalar:
    return Scalar(_between(least, most), {"type": "integer", "minimum": least, "maximum": most})


Whole = Annotated[int, _whole_number(0, _WHOLE_MAX)]
"""A whole number of zero or more, unquoted."""

Count = Annotated[int, _whole_number(1, _WHOLE_MAX)]
"""A whole number of one or more, unquoted; also a position that counts from 1."""

Few = Annotated[int, _whole_number(0, 100)]
"""A whole number of things that are made as often: blank lines."""


def _natural(value: Any) -> Any:
    """A value by the looks of its text: number, day, flag, text, nothing, or a list of texts and numbers."""
    if isinstance(value, list | tuple) and len(value) <= _ITEMS_MOST:
        items = tuple(_by_looks(item) for item in value)
        if not any(item is None or isinstance(item, bool) for item in items):
            return items
    return _by_looks(value)


_ITEMS_MOST = 500


def _by_looks(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | Decimal | date):
        return value
    if type(value) is Plain:
        if value in {"true", "false"}:
            return value == "true"
        if _is_number(value):
            return Decimal(value)
        return _date(value) if _DATE.fullmatch(value) else text_of_scalar(value)
    if isinstance(value, str):
        return text_of_scalar(value)
    raise fault("natural_form", "a text, number, day or list expected", {"value": str(value)[:80]})


Natural = Annotated[
    Any,
    Scalar(
        _natural,
        {
            "anyOf": [
                {"type": ["string", "number", "boolean", "null"], "maxLength": TEXT_MOST},
                {
                    "type": "array",
                    "items": {"type": ["string", "number"], "maxLength": TEXT_MOST},
                    "maxItems": _ITEMS_MOST,
                },
            ]
        },
    ),
]
"""A value whose type follows from its looks: that of the field that it replaces."""
