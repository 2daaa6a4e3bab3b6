"""分解: a measure is split among units."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import OPEN, Refusal, Role
from ledger.model.entries.base import About, EntryBase, Said, Speech, measure_name
from ledger.model.record import Field
from ledger.model.scalar import SEVERAL, Count, Date, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Assign(EntryBase):
    """A measure is split among units, each of which owes its share by a day."""

    about: ClassVar[About] = About(
        order=130,
        may=(Role.LEAD, Role.OFFICE),
        at=OPEN,
        examples=("assign 9 --by 市林草局 --measure 1 --units 固阳县 --units 达茂旗 --due 2025-12-31",),
        zh=Speech(
            "分解",
            "分解：把一条措施分给几个单位，各按期完成自己的一份。",
            {"": "措施{measure}分解到{units}", "due": "措施{measure}分解到{units}，{due} 前完成"},
        ),
        en=Speech(
            "assignment",
            "Divide a measure among units, each of which owes its share by a day.",
            {
                "": "measure {measure:n} is assigned to {units}",
                "due": "measure {measure:n} is assigned to {units}, due {due}",
            },
            {
                "measure": "number of the measure, from 1",
                "units": "units that owe a share",
                "due": "due day of the shares",
            },
        ),
    )

    type: Literal["assign"]
    measure: Count = Field(title="措施", description="第几条措施，从 1 数起。")
    units: tuple[Text, ...] = Field(
        min_length=1, title="承担单位", description="各承担一份的单位或单位组，规范简称。", max_length=SEVERAL
    )
    due: Date | None = Field(default=None, title="分解时限", description="各份的到期日；不写即任务的时限。")

    def move(self, course: Course) -> Refusal | None:
        """The units owe a share each."""
        if not course.has((self.measure, None)):
            return Refusal.of("no_such_milestone")
        if course.completed is not None:
            return Refusal.of("out_of_order")
        units = course.units.expand(self.units)
        later = self._later(course, units)
        if later:
            return Refusal.of("later_share", units=later, new=self.due, measure=self.measure)
        held = course.assigned.setdefault(self.measure, {})
        for unit in units:
            held.setdefault(unit)
            if self.due is not None:
                course.moved[((self.measure, None), unit)] = self.due
                course.firsts.setdefault(((self.measure, None), unit), self.due)
        course.refresh()
        return None

    def _later(self, course: Course, units: Iterable[str]) -> list[str]:
        """The units whose share, or whose task, is due before the day given: that is put off with approval
        only."""
        due = self.due
        if due is None:
            return []
        held = {unit: course.due_of((self.measure, None), unit) for unit in units}
        return [unit for unit, day in held.items() if day is not None and due > day]

    def sentence(self, baseline: Baseline) -> Said:
        """Which measure, to whom, by when."""
        args = {"measure": measure_name(baseline, self.measure), "units": list(self.units), "due": self.due}
        return Said("due" if self.due else "", args)
