"""节点完成、措施落实: a milestone is done, or a whole measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import OPEN, Refusal, Role
from ledger.model.entries.base import (
    READINGS,
    READINGS_EN,
    READINGS_ZH,
    WHOSE,
    About,
    EntryBase,
    Reading,
    Said,
    Speech,
    measure_name,
    readings_said,
    take_readings,
)
from ledger.model.record import Field
from ledger.model.scalar import Count, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Achieve(EntryBase):
    """A milestone is done, or a whole measure, by the unit that records or those it is for."""

    about: ClassVar[About] = About(
        order=30,
        may=(Role.RESPONSIBLE, Role.OFFICE),
        at=OPEN,
        deed=True,
        examples=(
            "achieve 9 --by 市林草局 --measure 1",
            "achieve 11 --by 市工信局 --measure 2 --milestone 1",
        ),
        zh=Speech(
            "节点完成",
            "节点完成或措施落实：哪条措施，哪个节点，为谁记。",
            {
                "whole": "措施完成",
                "measure": "落实措施{measure}{whose}",
                "milestone": "完成措施{measure}的节点“{phrase}”{whose}",
                "goal": "完成整改目标的节点“{phrase}”{whose}",
                "for": "（{units}）",
                "read": "{done}，{readings}",
                "reading": "{name} {value}{unit}",
            },
            {
                "measure": "第几条措施，从 1 数起；可写几条或 all；不写为整改目标的节点。",
                "readings": READINGS_ZH,
            },
        ),
        en=Speech(
            "milestone done",
            "Record that a milestone or a whole measure is done.",
            {
                "whole": "measure done",
                "measure": "measure {measure:n} is done{whose}",
                "milestone": "milestone “{phrase}” of measure {measure:n} is done{whose}",
                "goal": "milestone “{phrase}” of the goal is done{whose}",
                "for": " ({units})",
                "read": "{done}, {readings}",
                "reading": "{name} {value} {unit}",
            },
            {
                "measure": "number of the measure, from 1; several, or all; without it the goal",
                "milestone": "number of the milestone in it; without it the whole measure",
                "readings": READINGS_EN,
                "whose": "units whose share is done; else the recording unit's own",
            },
        ),
    )

    type: Literal["achieve"]
    measure: Count | None = Field(
        default=None, title="措施", description="第几条措施，从 1 数起；null 为整改目标的节点。"
    )
    milestone: Count | None = Field(
        default=None, title="节点", description="该措施的第几个节点，从 1 数起；null 为整条措施落实。"
    )
    readings: tuple[Reading, ...] = READINGS
    whose: tuple[Text, ...] = WHOSE

    def move(self, course: Course) -> Refusal | None:
        """The share of those it is about is done; the figure that goes with it may be read at once."""
        if not course.has((self.measure, self.milestone)):
            return Refusal.of("no_such_milestone")
        if course.completed is not None:
            return Refusal.of("out_of_order")
        units = course.whose(self.by, self.whose, self.measure)
        if isinstance(units, Refusal):
            return units
        before = len(course.readings)
        refused = take_readings(course, self.readings, self.by, self.whose, self.date)
        if refused is None:
            refused = course.achieve((self.measure, self.milestone), self.by, self.whose, self.date)
        if refused is None:
            course.act(self.by, self.date, self.measure, units)
        else:
            del course.readings[before:]
        return refused

    def called(self) -> str:
        """A whole measure is no milestone."""
        return "whole" if self.measure is not None and self.milestone is None else ""

    def sentence(self, baseline: Baseline) -> Said:
        """What is done, by the plan's own number and phrase, and what was read."""
        done, readings = self._done(baseline), readings_said(baseline, self.readings)
        return Said("read", {"done": done, "readings": readings}) if done.key and readings else done

    def _done(self, baseline: Baseline) -> Said:
        if self.measure is None:
            milestones, key = baseline.milestones, "goal"
        elif self.measure > len(baseline.measures):
            return Said()
        else:
            milestones, key = baseline.measures[self.measure - 1].milestones, "milestone"
        whose = Said("for", {"units": list(self.whose)}) if self.whose else ""
        args = {"measure": measure_name(baseline, self.measure), "whose": whose}
        if self.milestone is None or self.milestone > len(milestones):
            return Said("measure", args)
        return Said(key, {**args, "phrase": milestones[self.milestone - 1].text})
