"""承诺: a unit promises something by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.attempt import Promised
from ledger.model.course import OPEN, Refusal, Role
from ledger.model.entries.base import About, EntryBase, Said, Speech, measure_name
from ledger.model.record import Field
from ledger.model.scalar import Count, Date, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Promise(EntryBase):
    """A unit promises to have something done by a day; whether it kept its word is worked out."""

    about: ClassVar[About] = About(
        order=200,
        may=(Role.RESPONSIBLE,),
        at=OPEN,
        examples=(
            "promise 9 --by 市林草局 --until 2025-09-30",
            "promise 6 --by 东河区 --measure 1 --until 2025-07-31",
        ),
        zh=Speech(
            "承诺",
            "承诺：到哪一天，哪条措施或节点，在哪里说的。",
            {
                "": "承诺 {until} 前完成{part}{said}",
                "measure": "措施{measure}",
                "milestone": "措施{measure}的节点“{phrase}”",
                "goal": "整改目标的节点“{phrase}”",
                "where": "（{where}）",
            },
        ),
        en=Speech(
            "promise",
            "Record a promise: by which day, which measure or milestone, where it was made.",
            {
                "": "promises completion{part} by {until}{said}",
                "measure": " of measure {measure:n}",
                "milestone": " of milestone “{phrase}” of measure {measure:n}",
                "goal": " of milestone “{phrase}” of the goal",
                "where": " ({where})",
            },
            {
                "until": "day by which it is promised",
                "measure": "measure that is promised; without it the task",
                "milestone": "milestone that is promised",
                "where": "where it was said",
            },
        ),
    )

    type: Literal["promise"]
    until: Date = Field(title="承诺期限", description="承诺到哪一天完成。")
    measure: Count | None = Field(
        default=None, title="措施", description="承诺完成第几条措施；不写为整个任务。"
    )
    milestone: Count | None = Field(default=None, title="节点", description="承诺完成的节点。")
    where: Text | None = Field(default=None, title="出处", description="在哪里说的，如某次调度会、某份复函。")

    def move(self, course: Course) -> Refusal | None:
        """On record until it is kept or the day has passed."""
        if course.completed is not None:
            return Refusal.of("out_of_order")
        node = (self.measure, self.milestone) if self.measure or self.milestone else None
        if node is not None and not course.has(node):
            return Refusal.of("no_such_milestone")
        if self.until < self.date:
            return Refusal.of("not_later", old=self.date, new=self.until)
        course.promises.append(Promised(self.by, self.date, self.until, node, self.text, course.position))
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """By when, of what, and where it was said."""
        said = Said("where", {"where": self.where}) if self.where else ""
        return Said("", {"until": self.until, "part": self._part(baseline), "said": said})

    def _part(self, baseline: Baseline) -> Said | str:
        """What is promised; nothing of the task itself."""
        if self.measure is None:
            milestones, key = baseline.milestones, "goal"
        else:
            known = self.measure <= len(baseline.measures)
            milestones, key = baseline.measures[self.measure - 1].milestones if known else (), "milestone"
        measure = measure_name(baseline, self.measure)
        if self.milestone is not None and self.milestone <= len(milestones):
            return Said(key, {"measure": measure, "phrase": milestones[self.milestone - 1].text})
        return Said("measure", {"measure": measure}) if self.measure is not None else ""
