"""Models → YAML as a person would write it: long text on its own lines, short lists in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from ledger.model.scalar import is_ambiguous
from ledger.reading.yaml import CONFLICT

if TYPE_CHECKING:
    from pydantic import BaseModel

_WIDE = 10_000  # never fold: a line of a document stays a line
_WIDEST = 1 << 30
_UNFOLDED = re.compile(r"^\s|\s$|[,\[\]{}]")

# written in one line: short lists of names, and each of several small mappings
_FLOW = {
    *("units", "lead", "support", "bodies", "milestones.*", "parts.*", "sections.*", "source", "layout"),
    *("by", "recurring.*", "imports.*"),
    *("complete_needs", "close_needs", "supervise_days"),
}
_BLOCK_TEXT = {"problem", "preamble"}
# left out where they say what is usual
_DEFAULT_FALSE = {"each", "leads_only", "measures.*.immediate", "deadline.unread"}
_DEFAULT_ONE = {"recurring.*.times"}
_QUOTED = {"id", "compare"}
# shown even where nothing is known: the reader is to see that it is unknown
_SHOW_NULL = {"acceptance.text", "deadline.due", "issuer", "issued", "others.*.text", "recurring.*.months"}
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`<=")
_SHOW_EMPTY = {"lead", "support", "units"}


def issue_yaml(baseline: BaseModel) -> bytes:
    """The file of a new issue: its baseline, then an empty ``entries`` that records are appended to."""
    return _document("../../schemas/issue.schema.json", baseline, ["entries:\n"])


def plan_yaml(plan: BaseModel) -> bytes:
    """The file ``plan.yaml``."""
    return _document("../schemas/plan.schema.json", plan, [])


def _document(schema: str, model: BaseModel, tail: list[str]) -> bytes:
    node = _mapping(model.model_dump(), "", flow=False)
    body: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=_WIDE)
    return f"# yaml-language-server: $schema={schema}\n{body}{''.join(tail)}".encode()


def one_line(record: Mapping[str, Any]) -> str:
    """A record in flow style on one line, whatever its length.

    One line, because git's ``union`` merge takes lines that two sides have in common only once: entries over
    several lines would be mixed (docs/decisions/0004).
    """
    written: str = yaml.serialize(_one_line(record), Dumper=_Dumper, allow_unicode=True, width=_WIDEST)
    return written.rstrip("\n")


def _one_line(value: Any) -> yaml.Node:
    if isinstance(value, Mapping):
        pairs = [(_scalar(name, ""), _one_line(item)) for name, item in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=True)
    if isinstance(value, list):
        items = [_one_line(item) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=True)
    node = _scalar(value, "")
    if isinstance(value, str) and ("\n" in value or _UNFOLDED.search(value)):
        node.style = '"'
    return node


class _Dumper(yaml.SafeDumper):
    """PyYAML's own emitter; our nodes carry their style."""


def _node(value: Any, key: str, *, flow: bool) -> yaml.Node:
    if isinstance(value, dict):
        return _mapping(value, key, flow=flow or key in _FLOW)
    if isinstance(value, list | tuple):
        inside = flow or key in _FLOW
        items = [_node(item, f"{key}.*", flow=inside) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=inside)
    return _scalar(value, key)


def _mapping(value: dict[str, Any], key: str, *, flow: bool) -> yaml.MappingNode:
    pairs = []
    for name, item in value.items():
        if item is None and name not in _SHOW_NULL and f"{key}.{name}" not in _SHOW_NULL:
            continue
        place = {name, f"{key}.{name}"}
        if (item is False and place & _DEFAULT_FALSE) or (item == 1 and place & _DEFAULT_ONE):
            continue
        if item in ((), [], {}) and name not in _SHOW_EMPTY:
            continue
        pairs.append((_scalar(name, ""), _node(item, name, flow=flow)))
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)


def _scalar(value: Any, key: str) -> yaml.ScalarNode:
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
    style = "|" if key in _BLOCK_TEXT or "\n" in value else None
    if CONFLICT.search(value):  # on a line of its own it would read as a merge conflict
        style = '"'
    if style is None and (key in _QUOTED or is_ambiguous(value) or value[0] in _INDICATORS):
        style = '"'
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)
