"""重新整改: the problem has come back (反弹)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import FINISHED, Refusal, Role
from ledger.model.entries.base import MEASURES, About, EntryBase, Said, Speech, measure_name
from ledger.model.record import Field
from ledger.model.scalar import Count, Date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


AGAIN_ZH = {
    "due": "，{due} 前完成",
    "undated": "，时限未定",
    "due_measures": "，{due} 前重新落实措施{measures}",
    "undated_measures": "，重新落实措施{measures}，时限未定",
}
AGAIN_EN = {
    "due": "; due {due}",
    "undated": "; due day not yet set",
    "due_measures": "; {measures:measure|measures} {measures:n} to be done again, due {due}",
    "undated_measures": "; {measures:measure|measures} {measures:n} to be done again, due day not yet set",
}
"""How the sentence of a relapse goes on, in each type of entry that tells of one."""


def again(baseline: Baseline, due: date | None, measures: Sequence[int]) -> Said:
    """How the sentence of a relapse goes on: the new due day, the measures that are open again."""
    key = ("due" if due else "undated") + ("_measures" if measures else "")
    return Said(key, {"due": due, "measures": [measure_name(baseline, k) for k in measures]})


def result_said(baseline: Baseline, result: str, due: date | None, measures: Sequence[int]) -> Said:
    """The sentence of a result on site; of a relapse also by when, and which measures are open again."""
    return Said(result, {"again": again(baseline, due, measures)} if result == "relapsed" else {})


class Reopen(EntryBase):
    """The problem has come back: the next attempt begins, with a due day of its own."""

    about: ClassVar[About] = About(
        order=110,
        may=(Role.OFFICE,),
        at=FINISHED,
        public=True,
        says_why=True,
        hinders=True,
        examples=('reopen 4 --due 2025-12-31 --measures 1 "回头看发现问题反弹。"',),
        zh=Speech(
            "重新整改",
            "反弹，重新整改：新的时限，哪几条措施重新落实。",
            {"": "问题反弹，重新整改{again}", **AGAIN_ZH},
        ),
        en=Speech(
            "reopened",
            "Reopen a task that has relapsed, with a new due day and the measures to be done again.",
            {"": "relapsed, reopened{again}", **AGAIN_EN},
            {
                "due": "due day of the new attempt",
                "measures": "measures that are open again; all, unless named",
            },
        ),
    )

    type: Literal["reopen"]
    due: Date | None = Field(
        default=None, title="新时限", description="重新整改的到期日；没有定下来时不写，台账标明时限未定。"
    )
    measures: tuple[Count, ...] = MEASURES

    def move(self, course: Course) -> Refusal | None:
        """The next attempt begins."""
        return relapse(course, self)

    def sentence(self, baseline: Baseline) -> Said:
        """By when it is to be put right, and which measures are open again."""
        return Said("", {"again": again(baseline, self.due, self.measures)})


def relapse(course: Course, entry: EntryBase) -> Refusal | None:
    """Begin the next attempt; nothing can come back that was never completed."""
    if course.completed is None:
        return Refusal.of("out_of_order")
    due = getattr(entry, "due", None)
    measures = getattr(entry, "measures", ())
    if due is not None and due < entry.date:
        return Refusal.of("not_later", old=entry.date, new=due)
    if not all(course.has((k, None)) for k in measures):
        return Refusal.of("no_such_milestone")
    course.relapse(entry.date, due, measures)
    return None
