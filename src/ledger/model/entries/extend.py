"""延期: a due day is moved with approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ledger.model.attempt import Extension
from ledger.model.course import OPEN, Refusal, Role
from ledger.model.entries.base import WHOSE, About, EntryBase, Said, Speech, measure_name
from ledger.model.record import Field
from ledger.model.saying import names_document
from ledger.model.scalar import Count, Date, Text

if TYPE_CHECKING:
    from ledger.model.attempt import Node
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Extend(EntryBase):
    """The due day of the task, or of a part of it, is moved with approval."""

    about: ClassVar[About] = About(
        order=120,
        may=(Role.OFFICE,),
        at=OPEN,
        public=True,
        examples=(
            "extend 14 --due 2026-06-30 --approval 示例〔2025〕3号",
            "extend 9 --measure 1 --due 2025-12-31 --approval 示例〔2025〕4号",
        ),
        zh=Speech(
            "延期",
            "延期：新时限和批准文件；只延一条措施、一个节点或一个单位的一份时写明。",
            {
                "": "延期至 {due}（{approval}）",
                "part": "{part}延期至 {due}（{approval}）",
                "shares": "{part}（{units}）延期至 {due}（{approval}）",
                "measure": "措施{measure}",
                "milestone": "措施{measure}的节点“{phrase}”",
                "goal": "目标的节点“{phrase}”",
            },
        ),
        en=Speech(
            "extension",
            "Extend a deadline: new due day and approving document, of the task or of a part.",
            {
                "": "extended to {due} ({approval})",
                "part": "{part} extended to {due} ({approval})",
                "shares": "{part} ({units}) extended to {due} ({approval})",
                "measure": "measure {measure:n}",
                "milestone": "milestone “{phrase}” of measure {measure:n}",
                "goal": "milestone “{phrase}” of the goal",
            },
            {
                "due": "new due day",
                "approval": "approving document",
                "asked": "day on which the extension was asked for",
                "measure": "measure that is extended; without it the task",
                "milestone": "milestone that is extended",
                "whose": "units whose share is extended; all, unless named",
            },
        ),
    )

    type: Literal["extend"]
    due: Date = Field(title="新时限", description="批准后的到期日；原时限永远保留。")
    approval: Text = Field(title="批准文件", description="批准延期的文件名称和文号。")
    asked: Date | None = Field(
        default=None, title="申请日期", description="提出延期申请的日期；到期之后才申请的算逾期后申请。"
    )
    measure: Count | None = Field(default=None, title="措施", description="只延第几条措施；不写为整个任务。")
    milestone: Count | None = Field(
        default=None, title="节点", description="只延该措施（不写措施时为整改目标）的第几个节点。"
    )
    whose: tuple[Text, ...] = WHOSE

    def move(self, course: Course) -> Refusal | None:
        """The due day is another; the first one stays what it was."""
        if not names_document(self.approval):
            return Refusal.of("no_document")
        node: Node | None = None
        if self.measure is not None or self.milestone is not None:
            node = (self.measure, self.milestone)
        moved = Extension(self.date, None, self.due, self.asked, self.approval, node, self.whose)
        return course.extend(node, self.whose, moved)

    def sentence(self, baseline: Baseline) -> Said:
        """To which day, by which document."""
        args: dict[str, Any] = {"due": self.due, "approval": self.approval}
        if self.measure is None and self.milestone is None:
            return Said("", args)
        args["part"] = self._part(baseline)
        return Said("shares", {**args, "units": list(self.whose)}) if self.whose else Said("part", args)

    def _part(self, baseline: Baseline) -> Said:
        """The measure or milestone, by the plan's own number and phrase."""
        milestones = baseline.milestones
        if self.measure is not None:
            known = self.measure <= len(baseline.measures)
            milestones = baseline.measures[self.measure - 1].milestones if known else ()
        named = {"measure": measure_name(baseline, self.measure)}
        if self.milestone is None:
            return Said("measure", named)
        if self.milestone > len(milestones):
            return Said("milestone", {**named, "phrase": str(self.milestone)})
        key = "goal" if self.measure is None else "milestone"
        return Said(key, {**named, "phrase": milestones[self.milestone - 1].text})
