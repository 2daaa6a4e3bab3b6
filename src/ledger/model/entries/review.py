"""复核: a standing duty is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import FINISHED, Refusal, Role
from ledger.model.entries.base import MEASURES, About, EntryBase, Said, Speech
from ledger.model.entries.reopen import AGAIN_EN, AGAIN_ZH, relapse, result_said
from ledger.model.record import Field
from ledger.model.scalar import Count, Date

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Review(EntryBase):
    """What is completed is looked at again: it holds, or the problem has come back."""

    about: ClassVar[About] = About(
        order=190,
        may=(Role.LEAD, Role.ACCEPTANCE, Role.OFFICE, Role.COUNCIL),
        at=FINISHED,
        examples=('review 18 --result holds "复核无反弹。"',),
        zh=Speech(
            "复核",
            "长期坚持的复核。",
            {"holds": "复核：保持", "relapsed": "复核：反弹{again}", **AGAIN_ZH},
            choices={"holds": "保持", "relapsed": "反弹"},
        ),
        en=Speech(
            "review",
            "Review a standing duty.",
            {"holds": "reviewed: holds", "relapsed": "reviewed: relapsed{again}", **AGAIN_EN},
            {
                "result": "result: holds or relapsed",
                "due": "due day of the new attempt after a relapse",
                "measures": "measures that are open again; all, unless named",
            },
            {"holds": "holds", "relapsed": "has come back"},
        ),
    )

    type: Literal["review"]
    result: Literal["holds", "relapsed"] = Field(title="结论", description="holds 保持；relapsed 反弹。")
    due: Date | None = Field(default=None, title="新时限", description="反弹时，重新整改的到期日。")
    measures: tuple[Count, ...] = MEASURES

    def move(self, course: Course) -> Refusal | None:
        """Reviewed; a relapse begins the next attempt."""
        if course.completed is None:
            return Refusal.of("out_of_order")
        if self.result == "relapsed":
            return relapse(course, self)
        course.attempt.reviewed = self.date
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """With which result; of a relapse also by when, and which measures are open again."""
        return result_said(baseline, self.result, self.due, self.measures)
