"""异议答复: an objection is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import MEASURES, About, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.scalar import Count, RefOrCount

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Answer(EntryBase):
    """One objection is answered: dismissed, or upheld, which sends the attempt back."""

    about: ClassVar[About] = About(
        order=90,
        may=(Role.OFFICE, Role.LEAD, Role.ACCEPTANCE),
        at=(Status.PUBLICIZED,),
        examples=('answer 15 --by 市水务局 --objection 3 --result dismissed "经核查不属实。"',),
        zh=Speech(
            "异议答复",
            "答复一条异议：不成立（dismissed）或成立（upheld，退回整改）。",
            {"dismissed": "答复异议：异议不成立", "upheld": "答复异议：异议成立，退回整改", "": "答复异议"},
            choices={"dismissed": "不成立", "upheld": "成立"},
        ),
        en=Speech(
            "answer",
            "Answer one objection: dismissed or upheld.",
            {
                "dismissed": "the objection is dismissed",
                "upheld": "the objection is upheld: back to work",
                "": "answered",
            },
            {
                "objection": "position of the objection among all entries of the task, or its reference, as "
                "show lists them; may be left out where only one is open",
                "result": "dismissed or upheld",
                "measures": "measures that are open again",
            },
            {"dismissed": "dismissed", "upheld": "upheld"},
        ),
    )

    type: Literal["answer"]
    objection: RefOrCount | None = Field(
        default=None,
        title="所答异议",
        description="异议那条记录在全部记录里的次序（从 1 数起，不是第几条异议）或编号，ledger show 列出；"
        "只有一条未答复时可以不写。",
    )
    result: Literal["dismissed", "upheld"] | None = Field(
        default=None,
        title="结论",
        description="dismissed 异议不成立；upheld 异议成立，退回整改。不写为不成立。",
    )
    measures: tuple[Count, ...] = MEASURES

    def move(self, course: Course) -> Refusal | None:
        """That objection is closed; an upheld one sends the same attempt back."""
        if not course.objections:
            return Refusal.of("no_such_objection", open=[])
        if self.objection is None:
            if len(course.objections) > 1:
                return Refusal.of("no_such_objection", open=[one.name for one in course.objections])
            answered = course.objections[0]
        else:
            found = course.find_objection(self.objection)
            if found is None:
                return Refusal.of("no_such_objection", open=[one.name for one in course.objections])
            answered = found
        if not all(course.has((k, None)) for k in self.measures):
            return Refusal.of("no_such_milestone")
        course.objections.remove(answered)
        if self.result == "upheld":
            course.back(self.measures)
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """With which result."""
        del baseline
        return Said(self.result or "")
