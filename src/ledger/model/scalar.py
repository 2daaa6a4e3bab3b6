"""Scalar types of the data format: what a YAML scalar may mean, and nothing more.

The reader hands over every scalar as text; a scalar written without quotes comes as :class:`Plain`.
The types here turn that text into values by the strictest reading, so that a scalar means the same
in every YAML version and in every program that reads the file.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError


class Plain(str):
    """A YAML scalar written without quotes; its text, before anything was read into it."""

    __slots__ = ()


# What YAML 1.1 or the YAML 1.2 core schema would resolve to something other than a string.
IMPLICIT = re.compile(
    r"""^(?:
      ~|null|Null|NULL|
      y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|
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
_DIGITS_MAX = 30


def _text(value: Any) -> Any:
    if isinstance(value, str):
        if type(value) is Plain and IMPLICIT.match(value):
            raise PydanticCustomError("implicit", "reads as another type", {"value": str(value)})
        return str(value)
    raise PydanticCustomError("not_text", "text expected", {})


def _date(value: Any) -> Any:
    if isinstance(value, str):
        found = _DATE.fullmatch(value)
        if found is None:
            raise PydanticCustomError("date_form", "YYYY-MM-DD expected", {"value": str(value)})
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise PydanticCustomError("date_impossible", "no such day", {"value": str(value)}) from None
    if type(value) is date:
        return value
    raise PydanticCustomError("date_form", "YYYY-MM-DD expected", {"value": str(value)})


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if type(value) is Plain and value in {"true", "false"}:
        return value == "true"
    raise PydanticCustomError("flag_form", "true or false expected", {"value": str(value)})


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value
    if type(value) is Plain and len(value) <= _DIGITS_MAX and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise PydanticCustomError("number_form", "a plain decimal number expected", {"value": str(value)})


def _whole(value: Any) -> Any:
    if type(value) is int:
        return value
    if type(value) is Plain and len(value) <= _DIGITS_MAX and _WHOLE.fullmatch(value):
        return int(value)
    raise PydanticCustomError("whole_form", "a whole number expected", {"value": str(value)})


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1)]
"""Text of at least one character, exactly as written in the file."""

Date = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
"""A calendar day written ``YYYY-MM-DD`` in ASCII digits."""

Flag = Annotated[bool, BeforeValidator(_flag)]
"""``true`` or ``false``, unquoted; none of the other YAML 1.1 spellings."""

Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
"""A decimal number, unquoted, without exponent, sign ``+``, underscore or leading zero."""

Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number, unquoted."""
