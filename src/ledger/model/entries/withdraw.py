"""终止: the task is withdrawn from the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import Refusal, Role, Status
from ledger.model.entries.base import About, EntryBase, Said, Speech
from ledger.model.record import Field
from ledger.model.saying import names_document, tells
from ledger.model.scalar import Id, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Withdraw(EntryBase):
    """The task ends without completion: stopped, merged into another, or moved to the next round."""

    about: ClassVar[About] = About(
        order=160,
        may=(Role.OFFICE,),
        at=(
            Status.NOT_STARTED,
            Status.IN_PROGRESS,
            Status.COMPLETED,
            Status.ACCEPTED,
            Status.PUBLICIZED,
        ),
        public=True,
        examples=("withdraw 12 --approval 示例〔2025〕2号 --into 14",),
        zh=Speech(
            "终止",
            "终止、并入别的任务或转入下一轮：批准文件，并入哪一项或去向说明。",
            {"": "终止（{approval}）", "into": "并入任务 {into}（{approval}）"},
        ),
        en=Speech(
            "withdrawn",
            "Withdraw the task: approving document, and the task it goes into or what becomes of it.",
            {"": "withdrawn ({approval})", "into": "merged into {into} ({approval})"},
            {"approval": "approving document", "into": "id of the task that it is merged into"},
        ),
    )

    type: Literal["withdraw"]
    approval: Text = Field(title="批准文件", description="批准终止、合并或转入下一轮的文件名称和文号。")
    into: Id | None = Field(default=None, title="并入", description="并入的任务编号；没有时在说明里写去向。")

    def move(self, course: Course) -> Refusal | None:
        """Nothing of the task is owed from this day on."""
        if course.status is Status.CLOSED:
            return Refusal.of("out_of_order")
        if not names_document(self.approval):
            return Refusal.of("no_document")
        if self.into is None and not tells(self.text):
            return Refusal.of("says_nothing")
        course.status, course.withdrawn, course.into = Status.WITHDRAWN, self.date, self.into
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """By which document, and into what."""
        del baseline
        return Said("into" if self.into else "", {"approval": self.approval, "into": self.into})
