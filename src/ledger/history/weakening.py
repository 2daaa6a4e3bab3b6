"""Which way a setting of the office was moved: a rule that asks for less, or later, is weaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

_LESS = {"warn_days", "publicity_days"}
"""Settings that ask for less when they are lower."""

_MORE = {
    "immediate_days",
    "review_months",
    "backdate_days",
    "silent_days",
    "pace_gap",
    "adoption_days",
}
"""Settings that ask for less, or later, when they are higher; nothing at all is the weakest."""

_MEMBERS = {"complete_needs", "close_needs"}
_NEITHER = {"report_to"}
"""Settings that ask for nothing."""

_DEMANDS = {"signed_commits", "yearly_disclosure"}


def weaker(field: str, old: Any, new: Any, begun: date | None) -> bool:
    """Whether a setting is weaker than it was.  ``begun`` is the day from which the ledger is in git."""
    top = field.partition(".")[0]
    if top in _LESS:
        return bool(new < old)
    if top in _MORE or top == "supervise_days":
        return new is None or (old is not None and bool(new > old))
    if top in _MEMBERS:
        return not set(old) <= set(new)
    if top in _DEMANDS:
        return bool(old and not new)
    if top in _NEITHER:
        return False
    if top == "publicity_count":
        return bool(old == "working")
    if top == "adopted":  # records of before that day are let pass
        latest = old or begun
        return new is not None and latest is not None and bool(new > latest)
    return True
