"""销号: the issue is cleared from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech, lessons
from ledger.model.record import Field
from ledger.model.saying import tells
from ledger.model.scalar import Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Close(EntryBase):
    """The issue is cleared, after the notice has ended and every objection is answered."""

    about: ClassVar[About] = About(
        order=100,
        may=(Role.OFFICE,),
        at=(Status.PUBLICIZED,),
        public=True,
        examples=('close 15 "公示期满，无异议。"',),
        zh=Speech(
            "销号",
            "销号。",
            {"": "销号", "similar": "举一反三：{similar}", "mechanism": "长效机制：{mechanism}"},
        ),
        en=Speech(
            "cleared",
            "Clear the task from the ledger.",
            {"": "cleared", "similar": "similar problems: {similar}", "mechanism": "mechanism: {mechanism}"},
            {"similar": "what was done about similar problems", "mechanism": "the long-term mechanism"},
        ),
    )

    type: Literal["close"]
    similar: Text | None = Field(default=None, title="举一反三", description="申请验收时没有写的，销号时写。")
    mechanism: Text | None = Field(
        default=None, title="长效机制", description="申请验收时没有写的，销号时写。"
    )

    def move(self, course: Course) -> Refusal | None:
        """Cleared, where everything that the policy asks for is there."""
        attempt = course.attempt
        if course.status is not Status.PUBLICIZED or attempt.notice is None:
            return Refusal.of("out_of_order")
        if course.objections:
            return Refusal.of("objection_open", open=[one.name for one in course.objections])
        if self.date <= attempt.notice.until:
            return Refusal.of("notice_running", until=attempt.notice.until)
        before = attempt.similar, attempt.mechanism
        attempt.similar |= tells(self.similar)
        attempt.mechanism |= tells(self.mechanism)
        missing = course.unmet(course.policy.close_needs)
        if missing:
            attempt.similar, attempt.mechanism = before
            return Refusal.of("needs_unmet", missing=missing)
        course.status, attempt.closed = Status.CLOSED, self.date
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """That it is cleared."""
        del baseline
        return Said("")

    def more(self) -> tuple[Said, ...]:
        """What was done about similar problems, and the mechanism."""
        return lessons(self.similar, self.mechanism)
