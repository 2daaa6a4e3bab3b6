"""进展: what was done since the last record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Refusal, Role
from ledger.model.entries.base import (
    MEASURE,
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
from ledger.model.saying import has_words
from ledger.model.scalar import Count, Text

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course


class Progress(EntryBase):
    """What was done since the last record; readings of targets; the unit's own judgement of pace."""

    about: ClassVar[About] = About(
        order=20,
        may=(Role.RESPONSIBLE, Role.OFFICE),
        at=LIVING,
        deed=True,
        examples=(
            'progress 14 --by 昆区 --reading 1.1=5 "完成5公里。"',
            "progress 11 --by 市工信局 --pace behind_pace",
        ),
        zh=Speech(
            "进展",
            "进展：做了什么，指标读数，自报序时进度。",
            {
                "": "{parts}",
                "measure": "措施{measure}",
                "reading": "{name} {value}{unit}",
                "pace": "自报{pace}",
            },
            {"readings": READINGS_ZH},
        ),
        en=Speech(
            "progress",
            "Record progress: what was done, readings of targets, the unit's own view of its pace.",
            {
                "": "{parts}",
                "measure": "measure {measure:n}",
                "reading": "{name} {value} {unit}",
                "pace": "says {pace}",
            },
            {
                "measure": "number of the measure, from 1",
                "readings": READINGS_EN,
                "pace": "the unit's own judgement: ahead, on_pace, behind_pace",
                "whose": "units that the record is about",
            },
        ),
    )

    type: Literal["progress"]
    measure: Count | None = MEASURE
    readings: tuple[Reading, ...] = READINGS
    pace: Literal["ahead", "on_pace", "behind_pace"] | None = Field(
        default=None, title="序时进度", description="单位自己的判断：超过、达到、未达到序时进度。"
    )
    whose: tuple[Text, ...] = WHOSE

    def move(self, course: Course) -> Refusal | None:
        """Readings are taken, each as that of the unit it is about; after completion they are taken as
        well."""
        if not (has_words(self.text) or self.readings or self.pace or self.evidence):
            return Refusal.of("says_nothing")
        if self.measure is not None and not course.has((self.measure, None)):
            return Refusal.of("no_such_milestone")
        units = course.whose(self.by, self.whose, None)
        if isinstance(units, Refusal):
            return units
        refused = take_readings(course, self.readings, self.by, self.whose, self.date)
        if refused is not None:
            return refused
        if course.completed is None:
            course.claim = self.pace or course.claim
        course.act(self.by, self.date, self.measure, units)
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """Measure, readings by the names of their targets, pace."""
        parts: list[Said] = []
        if self.measure is not None:
            parts.append(Said("measure", {"measure": measure_name(baseline, self.measure)}))
        parts += readings_said(baseline, self.readings)
        if self.pace:
            parts.append(Said("pace", {"pace": ("pace", self.pace)}))
        return Said("", {"parts": parts}) if parts else Said()
