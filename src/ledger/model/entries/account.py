"""责任追究: somebody is held to account."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from ledger.model.course import LIVING, Role
from ledger.model.entries.base import About, EntryBase, Speech

if TYPE_CHECKING:
    from ledger.model.course import Course, Refusal


class Account(EntryBase):
    """Somebody is held to account; never in a public export."""

    about: ClassVar[About] = About(
        order=210,
        may=(Role.OFFICE,),
        at=LIVING,
        examples=('account 9 "约谈有关负责人。"',),
        zh=Speech("责任追究", "责任追究；从不对外公开。", {}),
        en=Speech("accountability", "Record that somebody was held to account; never published.", {}),
    )

    type: Literal["account"]

    def move(self, course: Course) -> Refusal | None:
        """On record."""
        del course
        return None
