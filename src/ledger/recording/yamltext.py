"""Models → YAML as a person would write it: long text on its own lines, short lists in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from ledger.reading.oneline import Dumper, scalar

if TYPE_CHECKING:
    from ledger.model.record import Record

_WIDE = 10_000  # never fold: a line of a document stays a line

# written in one line: short lists of names, and each of several small mappings
_FLOW = {
    *("units", "lead", "support", "bodies", "milestones.*", "parts.*", "sections.*", "source", "layout"),
    *("by", "named", "recurring.*", "imports.*"),
    *("complete_needs", "close_needs", "supervise_days"),
}
_BLOCK_TEXT = {"problem", "preamble"}
# left out where they say what is usual
_DEFAULT_FALSE = {"each", "leads_only", "measures.*.immediate", "deadline.unread"}
_DEFAULT_ONE = {"recurring.*.times"}
_QUOTED = {"id", "compare"}
# shown even where nothing is known: the reader is to see that it is unknown
_SHOW_NULL = {
    *("acceptance.text", "responsibility.text", "deadline.text", "deadline.due", "goal"),
    *("issuer", "issued", "others.*.text", "recurring.*.months"),
}
_SHOW_EMPTY = {"lead", "support", "units", "measures"}


def issue_yaml(baseline: Record, path: str = "data/issues/") -> bytes:
    """The file of a new issue: its baseline, then an empty ``entries`` that records are appended to.

    ``path`` is where it goes: the schema is named from there.
    """
    up = "../" * path.count("/")
    return _document(f"{up}schemas/issue.schema.json", baseline, ["entries:\n"])


def plan_yaml(plan: Record) -> bytes:
    """The file ``plan.yaml``."""
    return _document("../schemas/plan.schema.json", plan, [])


def _document(schema: str, model: Record, tail: list[str]) -> bytes:
    node = _mapping(model.model_dump(), "", flow=False)
    body: str = yaml.serialize(node, Dumper=Dumper, allow_unicode=True, width=_WIDE)
    return f"# yaml-language-server: $schema={schema}\n{body}{''.join(tail)}".encode()


def _node(value: Any, key: str, *, flow: bool) -> yaml.Node:
    if isinstance(value, dict):
        return _mapping(value, key, flow=flow or key in _FLOW)
    if isinstance(value, list | tuple):
        inside = flow or key in _FLOW
        items = [_node(item, f"{key}.*", flow=inside) for item in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=inside)
    return scalar(value, block=key in _BLOCK_TEXT, quoted=key in _QUOTED)


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
        pairs.append((scalar(name), _node(item, name, flow=flow)))
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)
