"""What the words of a superior say of how far a task is, in the classes of our reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledger.judging.counting import DONE, Class
from ledger.model.course import Status
from ledger.plans.progress import read_progress
from ledger.reports.pairing import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPEN = frozenset(set(Class) - {*DONE, Class.WITHDRAWN})
_WORDS: dict[str, frozenset[Class]] = {
    "已销号": frozenset({Class.CLOSED}),
    "销号": frozenset({Class.CLOSED}),
    "完成销号": frozenset({Class.CLOSED}),
    "完成交账销号": frozenset({Class.CLOSED}),
    "已交账销号": frozenset({Class.CLOSED}),
    "交账销号": frozenset({Class.CLOSED}),
    "已通过验收销号": frozenset({Class.CLOSED}),
    "未销号": frozenset({*_OPEN, Class.COMPLETED, Class.ACCEPTED}),
    "通过验收": frozenset({Class.ACCEPTED}),
    "已通过验收": frozenset({Class.ACCEPTED}),
    "已验收": frozenset({Class.ACCEPTED}),
    "完成整改并通过验收": frozenset({Class.ACCEPTED}),
    "公示": frozenset({Class.ACCEPTED}),
    "公示中": frozenset({Class.ACCEPTED}),
    "未验收": frozenset({*_OPEN, Class.COMPLETED}),
    "完成整改": frozenset({Class.COMPLETED}),
    "已完成整改": frozenset({Class.COMPLETED}),
    "整改完成": frozenset(DONE),
    "已完成": frozenset(DONE),
    "完成": frozenset(DONE),
    "提前完成": frozenset(DONE),
    "已办结": frozenset(DONE),
    "待验收": frozenset({Class.COMPLETED}),
    "申请验收": frozenset({Class.COMPLETED}),
    "正申请验收": frozenset({Class.COMPLETED}),
    "正申请销号": frozenset({Class.COMPLETED, Class.ACCEPTED}),
    "滞后": frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    "逾期": frozenset({Class.OVERDUE}),
    "逾期未完成": frozenset({Class.OVERDUE}),
    "整改中": _OPEN,
    "正在整改": _OPEN,
    "正在办理": _OPEN,
    "办理中": _OPEN,
    "正在推进": _OPEN,
    "推进中": _OPEN,
    "持续推进": _OPEN,
    "未完成": _OPEN,
    "未完成整改": _OPEN,
    "完成并长期坚持": frozenset(DONE),
    "已完成并长期坚持": frozenset(DONE),
    "长期坚持": frozenset({*_OPEN, *DONE}),
    "需长期坚持": frozenset({*_OPEN, *DONE}),
    "需长期持续整改": frozenset({*_OPEN, *DONE}),
    "终止": frozenset({Class.WITHDRAWN}),
    "已终止": frozenset({Class.WITHDRAWN}),
    "转入下一轮": frozenset({Class.WITHDRAWN}),
    "转入下一轮整改": frozenset({Class.WITHDRAWN}),
    "已转入下一轮": frozenset({Class.WITHDRAWN}),
    "已转入下一轮整改": frozenset({Class.WITHDRAWN}),
}
"""Words that superiors use for the state of a task, and the classes of ours that say the same."""


_STEPS = {"close": Class.CLOSED, "accept": Class.ACCEPTED, "complete": Class.COMPLETED}

_PACE = "(?:序时进度|时序进度|序时|时序)(?:推进|实施|整改)?"
_PACES: tuple[tuple[re.Pattern[str], frozenset[Class]], ...] = (
    (
        re.compile(f"(?:未完成但)?(?:未能?|没有|不|尚未)(?:达到?|按照?){_PACE}"),
        frozenset({Class.BEHIND_PACE, Class.OVERDUE}),
    ),
    (re.compile(f"(?:未完成但)?(?:滞后|落后|慢)于?{_PACE}"), frozenset({Class.BEHIND_PACE, Class.OVERDUE})),
    (re.compile(f"(?:未完成但)?(?:已)?(?:超过?|快于|超前于?){_PACE}"), frozenset({Class.AHEAD})),
    (re.compile(f"(?:未完成但)?(?:已|正)?(?:达到?|符合|按照?)?{_PACE}"), frozenset({Class.ON_PACE})),
)
"""How superiors speak of pace: 达到序时进度, 按时序推进, 未达序时进度, 未完成但达到序时进度."""

_UNBEGUN = frozenset({"未启动", "尚未启动", "未开展", "尚未开展", "未开始", "尚未开始", "未开工", "尚未开工"})
"""Words for what nobody has begun: the classes of a report do not tell it apart, the status does."""


def meant(word: str, told: Sequence[str] = ()) -> frozenset[Class] | None:
    """The classes that the words of a superior mean; ``None`` where they are not known.

    ``word`` is its state; what is no state by itself is read as progress is, with ``told`` beside it.
    """
    said = letters(word)
    known = _OPEN if said in _UNBEGUN else _WORDS.get(said)
    if known is None:
        known = next((classes for form, classes in _PACES if form.fullmatch(said)), None)
    if known is not None:
        return known
    steps = read_progress([word, *told]).steps if word else read_progress(told).steps
    return next((frozenset({klass}) for step, klass in _STEPS.items() if step in steps), None)


def begun_alike(word: str, status: Status) -> bool:
    """Whether a word for what has not been begun is said of a task of which that holds; any other word is."""
    return letters(word) not in _UNBEGUN or status is Status.NOT_STARTED
