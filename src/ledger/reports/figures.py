"""A figure that the plan commits to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.judging.targets import enough
from ledger.reports.report import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.judging.shares import Shares
    from ledger.judging.targets import TargetState


SIGNS = {">=": "≥", "<=": "≤", "?": "？"}
_COMPARED = {">=": "target.at_least", "<=": "target.at_most", "?": "target.either_way"}
"""How a comparison is written."""


def target_text(state: TargetState, shares: Shares) -> Message:
    """A target in a few words: its name, how much is to be reached, how much has been, who is missing.

    Of one for each unit, those that recorded its milestone as done lack the reading, not the work.
    """
    target = state.target
    unread = shares.unread(state)
    args = {
        "name": shares.chain.baseline.figure_name(state.number),
        "sign": Message(_COMPARED[target.compare]),
        "value": target.value,
        "unit": target.unit,
        "reading": state.value,
        "percent": state.percent,
        "summed": state.summed,
        "done": len(state.each) - len(state.waiting),
        "missing": [unit for unit in state.waiting if unit not in unread],
        "unread": list(unread),
    }
    if state.each:
        return Message(_each_key(state, unread), args)
    if state.value is None:
        return Message("target.unread", args)
    if state.conflict:
        return Message("target.conflict", args)
    if not state.met and enough(target, state.value, target.value):  # one part stands in for others
        name = shares.chain.baseline.figure_name
        short = [name(state.number, part.number) for part in state.parts if not part.met]
        return Message("target.parts_short", {**args, "short": short})
    said = Message("target.read" if state.percent is None else "target.percent", args)
    if state.summed in {None, state.value}:
        return said
    return Message("target.with_sum", {"target": said, "summed": state.summed, "unit": state.target.unit})


def _each_key(state: TargetState, unread: Sequence[str]) -> str:
    if not state.waiting:
        return "target.each_done"
    if not unread:
        return "target.each"
    return "target.each_unread" if len(unread) == len(state.waiting) else "target.each_some_unread"
