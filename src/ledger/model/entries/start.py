"""启动: work on the issue began."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import OPEN, Refusal, Role
from ledger.model.entries.base import WHOSE, About, EntryBase, Speech
from ledger.model.scalar import Text

if TYPE_CHECKING:
    from ledger.model.course import Course


class Start(EntryBase):
    """Work on the issue began."""

    about: ClassVar[About] = About(
        order=10,
        may=(Role.RESPONSIBLE, Role.OFFICE),
        at=OPEN,
        deed=True,
        examples=('start 12 --by 市水务局 "召开启动会。"',),
        zh=Speech("启动", "启动整改。", {"": "启动整改"}),
        en=Speech(
            "start",
            "Record that work has begun.",
            {"": "work began"},
            {"whose": "units that the record is about"},
        ),
    )

    type: Literal["start"]
    whose: tuple[Text, ...] = WHOSE

    def move(self, course: Course) -> Refusal | None:
        """Work is under way."""
        if course.completed is not None:
            return Refusal.of("out_of_order")
        units = course.whose(self.by, self.whose, None)
        if isinstance(units, Refusal):
            return units
        course.act(self.by, self.date, None, units)
        return None
