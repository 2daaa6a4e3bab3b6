"""验收不通过: an acceptance unit does not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import MEASURES, About, EntryBase, Said, Speech, measure_name
from ledger.model.scalar import Count

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Reject(EntryBase):
    """An acceptance unit does not accept: back to work in the same attempt."""

    about: ClassVar[About] = About(
        order=60,
        may=(Role.ACCEPTANCE,),
        at=(Status.COMPLETED,),
        says_why=True,
        hinders=True,
        examples=('reject 13 --by 市生态环境局 --measures 1 "措施（一）未到位。"',),
        zh=Speech(
            "验收不通过",
            "验收不通过，退回整改；可写哪几条措施要重新落实。",
            {"": "不同意通过验收", "measures": "不同意通过验收，重新落实措施{measures}"},
        ),
        en=Speech(
            "rejected",
            "Refuse acceptance and send the task back, naming the measures to be done again.",
            {
                "": "not accepted",
                "measures": "not accepted; {measures:measure|measures} {measures:n} to be done again",
            },
            {"measures": "measures that are open again"},
        ),
    )

    type: Literal["reject"]
    measures: tuple[Count, ...] = MEASURES

    def move(self, course: Course) -> Refusal | None:
        """The same attempt goes on; its due day stays."""
        if (
            course.status is not Status.COMPLETED
            or course.spoken_for([self.by], course.parties.acceptance) <= course.attempt.signed
        ):
            return Refusal.of("out_of_order")
        if not all(course.has((k, None)) for k in self.measures):
            return Refusal.of("no_such_milestone")
        course.rejections += 1
        course.back(self.measures)
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """Which measures are open again."""
        names = [measure_name(baseline, k) for k in self.measures]
        return Said("measures", {"measures": names}) if names else Said("")
