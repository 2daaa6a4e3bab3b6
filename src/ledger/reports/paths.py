"""Fields of a baseline in words (``measures.2.by``: 第 2 条措施的实施单位), and their values."""

from __future__ import annotations

from ledger.reports.report import Message

_VALUES = {"null": "path.nothing", "true": "yes", "false": "no"}


def field_message(path: str) -> Message:
    """A field that can be changed, in words."""
    *holders, last = path.split(".")
    if last.isdecimal():
        return _holder([*holders, last])
    if not holders:
        return Message(f"path.{last}")
    if holders[-1].isdecimal():
        return Message("path.of", {"holder": _holder(holders), "field": Message(f"path.{last}")})
    return Message(f"path.{holders[0]}_{last}")


def _holder(steps: list[str]) -> Message:
    """A measure, milestone, target or part by its number; from the outside in."""
    *outer, kind, number = steps
    if outer:
        return Message("path.of", {"holder": _holder(outer), "field": Message(f"path.{kind}", {"n": number})})
    return Message("path.goal_milestones" if kind == "milestones" else f"path.{kind}", {"n": number})


def value_message(value: str, field: str) -> Message | str:
    """A value of a field as an entry shows it; nothing, yes and no in words, and a day that is not set."""
    if value == "null" and field.rpartition(".")[2] == "due":
        return Message("path.undated")
    return Message(_VALUES[value]) if value in _VALUES else value.rstrip("。；")
