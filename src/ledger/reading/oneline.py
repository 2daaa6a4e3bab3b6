"""A record as one line of YAML, as it is written and as it should have been."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from ledger.model.scalar import is_ambiguous
from ledger.reading.yaml import CONFLICT

_WIDEST = 1 << 30
_UNFOLDED = re.compile(r"^\s|\s$|[,\[\]{}]")
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`<=")


def one_line(record: Mapping[str, Any]) -> str:
    """A record in flow style on one line, whatever its length.

    One line, because git's ``union`` merge takes lines that two sides have in common only once: entries over
    several lines would be mixed (docs/decisions/0004).
    """
    written: str = yaml.serialize(_one_line(record), Dumper=Dumper, allow_unicode=True, width=_WIDEST)
    return written.rstrip("\n")


def _one_line(value: Any) -> yaml.Node:
    if isinstance(value, Mapping):
        pairs = [(scalar(name), _one_line(item)) for name, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=True)
    if isinstance(value, list | tuple):
        items = [_one_line(item) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=True)
    node = scalar(value)
    if isinstance(value, str) and ("\n" in value or _UNFOLDED.search(value)):
        node.style = '"'
    return node


class Dumper(yaml.SafeDumper):
    """PyYAML's own emitter; our nodes carry their style."""


def scalar(value: Any, *, block: bool = False, quoted: bool = False) -> yaml.ScalarNode:
    """A value as YAML writes it: read again it is the same, here and in every other program."""
    if value is None:
        return yaml.ScalarNode("tag:yaml.org,2002:null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", str(value).lower())
    if isinstance(value, date):
        return yaml.ScalarNode("tag:yaml.org,2002:timestamp", value.isoformat())
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    if isinstance(value, Decimal):
        kind = "float" if "." in str(value) else "int"
        return yaml.ScalarNode(f"tag:yaml.org,2002:{kind}", str(value))
    style = "|" if block or "\n" in value else None
    if CONFLICT.search(value):  # on a line of its own it would read as a merge conflict
        style = '"'
    if style is None and (quoted or not value or is_ambiguous(value) or value[0] in _INDICATORS):
        style = '"'
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)
