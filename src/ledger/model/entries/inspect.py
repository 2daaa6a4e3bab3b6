"""督导、回头看: somebody from outside looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Refusal, Role
from ledger.model.entries.base import MEASURES, About, EntryBase, Said, Speech
from ledger.model.entries.reopen import AGAIN_EN, AGAIN_ZH, relapse, result_said
from ledger.model.record import Field
from ledger.model.scalar import Count, Date

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Inspect(EntryBase):
    """An inspection by the office, a council, an acceptance unit or a higher body."""

    about: ClassVar[About] = About(
        order=180,
        may=(Role.OFFICE, Role.COUNCIL, Role.ACCEPTANCE, Role.OUTSIDE),
        at=LIVING,
        examples=(
            'inspect 18 --by 市整改专项组 --result finding "现场抽查，两家未整改。"',
            "inspect 4 --by 市整改专项组 --result relapsed --due 2025-12-31",
        ),
        zh=Speech(
            "督导检查",
            "督导、回头看：情况属实（holds）、发现问题（finding）或反弹（relapsed）。",
            {
                "holds": "督导检查：情况属实",
                "finding": "督导检查：发现问题",
                "relapsed": "督导检查：问题反弹{again}",
                **AGAIN_ZH,
            },
            choices={"holds": "情况属实", "finding": "发现问题", "relapsed": "问题反弹"},
        ),
        en=Speech(
            "inspection",
            "Record an inspection on site: results hold, something was found, or the task has relapsed.",
            {
                "holds": "inspected: holds",
                "finding": "inspected: something was found",
                "relapsed": "inspected: relapsed{again}",
                **AGAIN_EN,
            },
            {
                "result": "result: holds, finding or relapsed",
                "due": "due day of the new attempt after a relapse",
                "measures": "measures that are open again; all, unless named",
            },
            {"holds": "holds", "finding": "something was found", "relapsed": "relapsed"},
        ),
    )

    type: Literal["inspect"]
    result: Literal["holds", "finding", "relapsed"] = Field(
        title="结论", description="holds 情况属实；finding 发现问题；relapsed 问题反弹，重新整改。"
    )
    due: Date | None = Field(default=None, title="新时限", description="反弹时，重新整改的到期日。")
    measures: tuple[Count, ...] = MEASURES

    def move(self, course: Course) -> Refusal | None:
        """On record; a relapse begins the next attempt."""
        if self.result == "relapsed":
            refused = relapse(course, self)
            if refused is not None:
                return refused
        course.inspected.append((self.date, self.by, self.result))
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """With which result; of a relapse also by when, and which measures are open again."""
        return result_said(baseline, self.result, self.due, self.measures)
