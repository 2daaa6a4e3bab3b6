"""督办: the office presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Role
from ledger.model.entries.base import About, EntryBase, Said, Speech
from ledger.model.plan import Level
from ledger.model.record import Field

if TYPE_CHECKING:
    from ledger.model.baseline import Baseline
    from ledger.model.course import Course, Refusal


class Supervise(EntryBase):
    """The office presses, at one of five levels."""

    about: ClassVar[About] = About(
        order=170,
        may=(Role.OFFICE,),
        at=LIVING,
        examples=(
            "supervise --suggest",
            "supervise 9 --level 督办函",
            "supervise --suggest --letters",
        ),
        zh=Speech("督办", "督办；--suggest 列出按天数应督办的任务。", {"": "督办（{level}）"}),
        en=Speech(
            "supervision",
            "Record supervision; --suggest lists which task is due for which level.",
            {"": "supervision ({level})"},
            {"level": "level: reminder, letter, circular, listed, interview"},
        ),
    )

    type: Literal["supervise"]
    level: Level = Field(
        title="督办级别",
        description="reminder 提醒函；letter 督办函；circular 通报；listed 挂牌督办；interview 约谈。",
    )

    def move(self, course: Course) -> Refusal | None:
        """On record."""
        course.supervised.append((self.date, self.level))
        return None

    def sentence(self, baseline: Baseline) -> Said:
        """At which level."""
        del baseline
        return Said("", {"level": ("level", self.level)})
