"""完成整改、申请验收: rectification is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import OPEN, Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech, lessons
from ledger.model.record import Field
from ledger.model.saying import tells
from ledger.model.scalar import Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Complete(EntryBase):
    """Rectification is complete and acceptance is applied for."""

    about: ClassVar[About] = About(
        order=40,
        may=(Role.COMPLETER,),
        at=OPEN,
        deed=True,
        public=True,
        examples=(
            'complete 3 --evidence 自查报告.txt --similar "已排查同类问题。" --mechanism "已建立制度。"',
        ),
        zh=Speech(
            "完成整改",
            "完成整改，申请验收。",
            {
                "": "完成整改，申请验收",
                "similar": "举一反三：{similar}",
                "mechanism": "长效机制：{mechanism}",
            },
        ),
        en=Speech(
            "completed",
            "Record that the task is complete and apply for acceptance.",
            {
                "": "completed, acceptance applied for",
                "similar": "similar problems: {similar}",
                "mechanism": "mechanism: {mechanism}",
            },
            {"similar": "what was done about similar problems", "mechanism": "the long-term mechanism"},
        ),
    )

    type: Literal["complete"]
    similar: Text | None = Field(
        default=None, title="举一反三", description="同类问题排查了什么、怎样一并整改。"
    )
    mechanism: Text | None = Field(default=None, title="长效机制", description="建立了什么制度或机制。")

    def move(self, course: Course) -> Refusal | None:
        """Completed, where everything that the policy asks for is there."""
        if course.completed is not None:
            return Refusal.of("out_of_order")
        attempt = course.attempt
        before = attempt.similar, attempt.mechanism, attempt.evidence
        shown = frozenset(item.key for item in self.evidence if item.proves)
        attempt.similar |= tells(self.similar)
        attempt.mechanism |= tells(self.mechanism)
        attempt.evidence |= bool(shown - course.used_up)
        missing = course.unmet(course.policy.complete_needs)
        if missing:
            attempt.similar, attempt.mechanism, attempt.evidence = before
            lacking = ["own_evidence" if shown and one == "evidence" else one for one in missing]
            return Refusal.of("needs_unmet", missing=lacking)
        attempt.shown |= shown
        attempt.completed = attempt.done = self.date
        course.status = Status.COMPLETED
        course.act(self.by, self.date, None, frozenset())
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """That it is complete."""
        del baseline
        return Said("")

    def more(self) -> tuple[Said, ...]:
        """What was done about similar problems, and the mechanism."""
        return lessons(self.similar, self.mechanism)
